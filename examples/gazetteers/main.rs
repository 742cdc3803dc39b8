//! Writes `assets/gazetteers/generated/` from CLDR and GeoNames, as Debian packs them.
//!
//! Owns the order of the work and its arguments; knows no name itself. Next: `cldr.rs`, `geonames.rs` and `cities.rs` (what
//! is read), `rows.rs` (what is written).
//!
//! ```text
//! cargo run --release --example gazetteers -- [--cldr DIR] [--locale DIR] [--cities LIBRARY] [--assets DIR]
//! ```
//!
//! `--cldr` is the folder `common` of CLDR (package `unicode-cldr-core`), `--locale` the folder that holds
//! `ar/LC_MESSAGES/geonames.mo` and its like (package `libgeonames-common`), `--cities` the library `libgeonames.so.0`
//! (package `libgeonames0`), which says in which country a city lies. The same input gives the same bytes.

mod cities;
mod cldr;
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
    cities: Option<PathBuf>,
    assets: PathBuf,
}

impl Places {
    fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let mut places = Self {
            cldr: "/usr/share/unicode/cldr/common".into(),
            locale: "/usr/share/locale".into(),
            cities: None,
            assets: "assets/gazetteers".into(),
        };
        while let Some(argument) = arguments.next() {
            let mut value =
                || arguments.next().map(PathBuf::from).ok_or_else(|| Failure(format!("{argument} wants a path")));
            match argument.as_str() {
                "--cldr" => places.cldr = value()?,
                "--locale" => places.locale = value()?,
                "--cities" => places.cities = Some(value()?),
                "--assets" => places.assets = value()?,
                _ => return Err(Failure(format!("unknown argument: {argument}"))),
            }
        }
        Ok(places)
    }
}

/// The text of a file.
fn read(path: &std::path::Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure(format!("{}: {error}", path.display())))
}

fn run() -> Result<String, Failure> {
    let places = Places::from_arguments(std::env::args().skip(1))?;
    let cldr = cldr::Cldr::read(&places.cldr)?;
    let geonames = geonames::GeoNames::read(&places.locale)?;
    let library = places.cities.map_or_else(cities::library, Ok)?;
    let cities = cities::read(&library)?;
    let hand = rows::Hand::read(&places.assets)?;
    let lists = rows::lists(&cldr, (&geonames, &cities), &hand);
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
