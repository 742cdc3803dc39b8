//! Names of cities and regions out of GeoNames: message catalogues (`.mo`) that go from a number to a name.
//!
//! Owns the catalogue's format (GNU gettext); in which country a city lies: `cities.rs`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::{Failure, LANGUAGES};

/// What is taken from GeoNames.
#[derive(Default)]
pub(crate) struct GeoNames {
    /// Number of a city → its names in the five languages; empty where there is none.
    pub(crate) cities: BTreeMap<u32, [String; 5]>,
    /// Code of a region, such as `SY.11` → its names.
    pub(crate) regions: BTreeMap<String, [String; 5]>,
}

impl GeoNames {
    pub(crate) fn read(locale: &Path) -> Result<Self, Failure> {
        let mut geonames = Self::default();
        for (language, code) in LANGUAGES.into_iter().enumerate() {
            let path = locale.join(code).join("LC_MESSAGES/geonames.mo");
            let bytes = std::fs::read(&path).map_err(|error| Failure(format!("{}: {error}", path.display())))?;
            let messages = catalogue(&bytes).ok_or_else(|| Failure(format!("{}: no catalogue", path.display())))?;
            for (key, name) in messages {
                if let Ok(number) = key.parse() {
                    geonames.cities.entry(number).or_default()[language] = name;
                } else if key.contains('.') {
                    geonames.regions.entry(key).or_default()[language] = name;
                }
            }
        }
        Ok(geonames)
    }
}

/// The messages of a little-endian catalogue; `None` when it is none.
fn catalogue(bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let word = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
    let text = |table: usize, index: usize| {
        let (length, at) = (word(table + 8 * index)?, word(table + 8 * index + 4)?);
        Some(String::from_utf8_lossy(bytes.get(at..at + length)?).into_owned())
    };
    if word(0)? != 0x9504_12de {
        return None;
    }
    let (count, keys, names) = (word(8)?, word(12)?, word(16)?);
    (0..count).map(|index| Some((text(keys, index)?, text(names, index)?))).collect()
}
