//! Lists of names for the lexicon: the gazetteers of the repository, as hashes of their phrases.

use std::collections::BTreeMap;
use std::path::Path;

use khabar::entity::crf::{list_bit, phrase_keys};

use crate::conll::Result;

/// Says that longer phrases begin so.
const CONTINUES: u16 = 1 << 15;

/// Phrases by their key, with the lists that hold them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    pub(crate) masks: BTreeMap<u32, u16>,
}

impl Lists {
    /// Reads every `.tsv` under a folder: kind, key, Arabic name, four other names, aliases, flags.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let mut lists = Self::default();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            let mut entries: Vec<_> = std::fs::read_dir(&folder)
                .map_err(|error| format!("{}: {error}", folder.display()))?
                .filter_map(|entry| entry.ok().map(|entry| entry.path()))
                .collect();
            entries.sort();
            for path in entries {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "tsv") {
                    let file = std::fs::read_to_string(&path)?;
                    file.lines().filter(|line| !line.starts_with('#')).for_each(|line| lists.add_row(line));
                }
            }
        }
        Ok(lists)
    }

    fn add_row(&mut self, line: &str) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [kind, key, name, .., aliases, flags] = columns[..] else { return };
        let is_country = kind == "place" && key.len() == 2;
        let list = match kind {
            "place" if is_country => "country",
            "place-head" => "place-cue",
            "ministry" => "body",
            other => other,
        };
        let Some(bit) = list_bit(list) else { return };
        let arabic = |name: &&str| name.chars().any(|letter| ('\u{620}'..='\u{64a}').contains(&letter));
        for phrase in std::iter::once(name).chain(aliases.split('|')).filter(arabic) {
            if !phrase.contains(':') {
                self.add(phrase, bit);
            }
        }
        let adjectives = flags.split(' ').find_map(|flag| flag.strip_prefix("adj="));
        for adjective in adjectives.into_iter().flat_map(|list| list.split('|')) {
            for ending in ["", "ة", "ين", "ون", "ا"] {
                for article in ["", "ال"] {
                    self.add(&format!("{article}{adjective}{ending}"), list_bit("nationality").unwrap_or(0));
                }
            }
        }
    }

    /// Adds a phrase and its beginnings.
    pub(crate) fn add(&mut self, phrase: &str, bit: u16) {
        let keys = phrase_keys(phrase);
        let Some((last, beginnings)) = keys.split_last() else { return };
        for key in beginnings {
            *self.masks.entry(*key).or_default() |= CONTINUES;
        }
        *self.masks.entry(*last).or_default() |= bit;
    }
}
