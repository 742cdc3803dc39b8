//! The table of cities that GeoNames' library carries: for each its number, its country and how many live there.
//!
//! Owns how the table is taken out of the library (`gresource`) and its format, an array of tuples `(ssssssssudd)` in the
//! serialised form of GVariant, little-endian: number, name, code and name of the region, code and name of the country,
//! time zone, population, latitude, longitude. Only what is named above is read. Names in other languages: `geonames.rs`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;

/// Where the library keeps the table.
const RESOURCE: &str = "/com/lomiri/geonames/cities.compiled";

/// What the table says of a city.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct City {
    /// ISO 3166-1 alpha-2.
    pub(crate) country: String,
    pub(crate) population: u32,
}

/// The library of Debian's package `libgeonames0`, whichever the machine's architecture.
pub(crate) fn library() -> Result<PathBuf, Failure> {
    let folders = std::fs::read_dir("/usr/lib").map_err(|error| Failure(format!("/usr/lib: {error}")))?;
    let mut found: Vec<PathBuf> =
        folders.flatten().map(|folder| folder.path().join("libgeonames.so.0")).filter(|path| path.exists()).collect();
    found.sort();
    found
        .pop()
        .ok_or_else(|| Failure("no libgeonames.so.0 below /usr/lib: package libgeonames0, or --cities FILE".into()))
}

/// The cities of a library, by their numbers.
pub(crate) fn read(library: &Path) -> Result<BTreeMap<u32, City>, Failure> {
    let fail = |reason: String| Failure(format!("{}: {reason}", library.display()));
    let output = Command::new("gresource")
        .arg("extract")
        .args([library.as_os_str(), RESOURCE.as_ref()])
        .output()
        .map_err(|error| fail(format!("gresource (package libglib2.0-bin): {error}")))?;
    if !output.status.success() {
        return Err(fail(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    table(&output.stdout).ok_or_else(|| fail(format!("{RESOURCE} is no table of cities")))
}

/// The rows of a table; `None` when it is none.
fn table(bytes: &[u8]) -> Option<BTreeMap<u32, City>> {
    // An array of things of different length ends in where each of them ends; the last of these is where they begin.
    let end = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
    let ends = end(bytes.len().checked_sub(4)?)?;
    let mut cities = BTreeMap::new();
    let mut start = 0;
    for at in (ends..bytes.len()).step_by(4) {
        let stop = end(at)?;
        let (number, city) = row(bytes.get(start..stop)?)?;
        cities.insert(number, city);
        // Numbers of 64 bits stand in each tuple.
        start = stop.next_multiple_of(8);
    }
    Some(cities)
}

/// One tuple: texts end in a zero byte each, and the population stands behind them where four divides its place.
fn row(bytes: &[u8]) -> Option<(u32, City)> {
    let mut texts = Vec::new();
    let mut at = 0;
    while texts.len() < 7 {
        let length = bytes.get(at..)?.iter().position(|byte| *byte == 0)?;
        texts.push(std::str::from_utf8(&bytes[at..at + length]).ok()?);
        at += length + 1;
    }
    let at = at.next_multiple_of(4);
    let population = u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
    Some((texts[0].parse().ok()?, City { country: texts[4].to_owned(), population }))
}
