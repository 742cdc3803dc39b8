//! Writes `assets/gazetteers/generated/` from CLDR and GeoNames, as Debian packs them.
//!
//! Owns the order of the work and its arguments; knows no name itself. Next: `cldr.rs` and `geonames.rs` (what is read),
//! `country.rs` (in which country a city lies), `rows.rs` (what is written).
//!
//! ```text
//! cargo run --release --example gazetteers -- [--cldr DIR] [--locale DIR] [--geonames FILE…] [--assets DIR]
//! ```
//!
//! `--cldr` is the folder `common` of CLDR (package `unicode-cldr-core`), `--locale` the folder that holds
//! `ar/LC_MESSAGES/geonames.mo` and its like (package `libgeonames-common`). These files name cities without saying in
//! which country they lie: it is concluded from the order of the numbers (`country.rs`), unless tables of GeoNames
//! (`cities15000.txt`) are given with `--geonames`. The same input gives the same bytes.

mod cldr;
mod country;
mod geonames;
mod rows;

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

/// The languages of the name columns, in their order.
const LANGUAGES: [&str; 5] = ["ar", "fa", "ur", "he", "en"];

/// What stops the generator: a file that cannot be read or written, or an argument that is unknown.
#[derive(Debug)]
struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Where things are read and written.
struct Places {
    cldr: PathBuf,
    locale: PathBuf,
    tables: Vec<PathBuf>,
    assets: PathBuf,
}

impl Places {
    fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let mut places = Self {
            cldr: "/usr/share/unicode/cldr/common".into(),
            locale: "/usr/share/locale".into(),
            tables: Vec::new(),
            assets: "assets/gazetteers".into(),
        };
        let mut option = String::new();
        while let Some(argument) = arguments.next() {
            if argument == "--geonames" {
                option = argument;
            } else if let Some(place) = places.folder(&argument) {
                let value = arguments.next().ok_or_else(|| Failure(format!("{argument} wants a folder")))?;
                *place = value.into();
                option.clear();
            } else if option == "--geonames" && !argument.starts_with('-') {
                places.tables.push(argument.into());
            } else {
                return Err(Failure(format!("unknown argument: {argument}")));
            }
        }
        Ok(places)
    }

    fn folder(&mut self, option: &str) -> Option<&mut PathBuf> {
        match option {
            "--cldr" => Some(&mut self.cldr),
            "--locale" => Some(&mut self.locale),
            "--assets" => Some(&mut self.assets),
            _ => None,
        }
    }
}

/// The text of a file.
fn read(path: &std::path::Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure(format!("{}: {error}", path.display())))
}

fn run() -> Result<String, Failure> {
    let places = Places::from_arguments(std::env::args().skip(1))?;
    let cldr = cldr::Cldr::read(&places.cldr)?;
    let mut geonames = geonames::GeoNames::read(&places.locale, &places.tables)?;
    let hand = rows::Hand::read(&places.assets)?;
    geonames.countries = country::conclude(&cldr, &geonames, &hand.capitals);
    let lists = rows::lists(&cldr, &geonames, &hand);
    let folder = places.assets.join("generated");
    let mut report = String::new();
    for (name, list) in lists {
        let path = folder.join(name);
        std::fs::write(&path, &list.text).map_err(|error| Failure(format!("{}: {error}", path.display())))?;
        report += &format!("{name}: {} rows, {} with a country, {} bytes\n", list.rows, list.placed, list.text.len());
    }
    Ok(report)
}

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to its user")]
fn main() -> ExitCode {
    match run() {
        Ok(report) => {
            print!("{report}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
