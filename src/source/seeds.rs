//! The articles that khabar ships with, compiled in.
//!
//! Owns the list; they go the same way as a file (`read.rs`), so that they show what a file looks like.

use super::read::{Naming, read_named};
use super::{ReadOptions, Reading};

/// Name and bytes of a file in `seeds/`.
macro_rules! seed {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../seeds/", $name)) as &[u8])
    };
}

/// Every file in `seeds/`, in the order of the list of articles. A test compares it with the folder.
const SEEDS: &[(&str, &[u8])] = &[
    seed!("01-karabakh.txt"),
    seed!("02-webb-telescope.md"),
    seed!("03-world-cup-2022.txt"),
    seed!("04-bulgaria-euro.txt"),
    seed!("05-arabic-day-vocalised.md"),
    seed!("06-earthquake-2023.txt"),
    seed!("07-nobel-2023.txt"),
    seed!("08-grand-egyptian-museum.md"),
    seed!("09-unicode-arabic.md"),
    seed!("10-hope-probe.md"),
    seed!("11-eclipse-2026.md"),
    seed!("12-notre-dame.txt"),
    seed!("13-nowruz-fa.md"),
    seed!("14-railway-fa.txt"),
    seed!("15-nadeem-ur.txt"),
    seed!("16-floods-ur.md"),
    seed!("17-beresheet-he.txt"),
    seed!("18-niqqud-he.md"),
    seed!("19-erbil-citadel-ckb.txt"),
    seed!("20-cop27-en.txt"),
    seed!("21-calligraphy-en.txt"),
    seed!("22-all-scripts.md"),
];

/// The built-in articles. Their path is `seed:NAME` (the file's name without its extension), their source `khabar`.
pub fn seeds(options: &ReadOptions) -> Vec<Reading> {
    let read = |(file, bytes): &(&str, &[u8])| {
        let path = format!("seed:{}", file.rsplit_once('.').map_or(*file, |(stem, _)| stem));
        read_named(bytes, Naming { shown: &path, path: &path, source: "khabar" }, None, options)
    };
    SEEDS.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::{SEEDS, seeds};
    use crate::source::ReadOptions;
    use std::collections::BTreeSet;

    #[test]
    fn the_list_and_the_folder_agree() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let files = std::fs::read_dir(folder).expect("the folder of the seeds");
        let files: BTreeSet<_> =
            files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect();
        let listed: BTreeSet<_> = SEEDS.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(listed, files);
        assert_eq!(listed.len(), SEEDS.len());
    }

    #[test]
    fn every_seed_is_read_without_a_remark() {
        let options = ReadOptions { today: jiff::civil::date(2100, 1, 1), raw: false };
        let mut ids = BTreeSet::new();
        for reading in seeds(&options) {
            assert_eq!(reading.warnings, []);
            let article = reading.article.expect("no remark, so an article");
            assert!(article.path.starts_with("seed:") && article.source == "khabar");
            assert!(!article.paragraphs.is_empty() && ids.insert(article.id), "{}", article.path);
        }
    }
}
