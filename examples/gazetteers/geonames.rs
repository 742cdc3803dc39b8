//! Names of cities and regions out of GeoNames: message catalogues (`.mo`) that go from a number to a name.
//!
//! Owns the catalogue's format (GNU gettext) and that of GeoNames' tables; countries are concluded in `country.rs`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::{Failure, LANGUAGES, read};

/// What is taken from GeoNames.
#[derive(Default)]
pub(crate) struct GeoNames {
    /// Number of a city → its names in the five languages; empty where there is none.
    pub(crate) cities: BTreeMap<u32, [String; 5]>,
    /// Code of a region, such as `SY.11` → its names.
    pub(crate) regions: BTreeMap<String, [String; 5]>,
    /// Number of a city → ISO 3166-1 alpha-2, from tables.
    pub(crate) told: BTreeMap<u32, String>,
    /// Number of a city → ISO 3166-1 alpha-2, told or concluded.
    pub(crate) countries: BTreeMap<u32, String>,
}

impl GeoNames {
    pub(crate) fn read(locale: &Path, tables: &[PathBuf]) -> Result<Self, Failure> {
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
        for table in tables {
            for line in read(table)?.lines() {
                let columns: Vec<&str> = line.split('\t').collect();
                if let (Some(Ok(number)), Some(country)) = (columns.first().map(|id| id.parse()), columns.get(8)) {
                    geonames.told.insert(number, (*country).to_owned());
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
