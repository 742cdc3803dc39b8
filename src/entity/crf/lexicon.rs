//! What the model knows of words beyond its weights: how often they occur, their clusters, and lists of names.
//!
//! Owns the file format of `assets/model/arabic.lexicon` and the look-up; learns nothing (`examples/train`).
//! Next: `word.rs`, which asks for all of this once a word.

use super::model::{ModelError, Reader, put};
use super::table::{KeyTable, LetterHash, key, pair};
use super::{FEATURE_VERSION, cut};

/// How many ways to cluster words a lexicon holds.
pub const SETS: usize = 4;

/// Opens the file.
const MAGIC: &[u8; 8] = b"khabarLX";

/// One way to cluster words: the number of each word's cluster, 0 for none.
pub type ClusterSet = Vec<u16>;

/// What the lexicon says of one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Four times the binary logarithm of how often it occurs, at least 1; 0 for a word that is not listed.
    pub count: u8,
    /// What it is likely to name by the words beside it in plain text that was read by machine: from the high bits down
    /// a one, then a level of three bits each for person, place, organisation and nationality; 0 where nothing is known.
    pub silver: u16,
    /// Its cluster in each set; 0 for none.
    pub clusters: [u16; SETS],
}

/// The parts of a lexicon, as they are learnt and as they stand in the file.
#[derive(Clone, Debug, Default)]
pub struct LexiconParts {
    /// Hash of each word, see [`Lexicon::word_key`]; sorted, none twice.
    pub words: Vec<u32>,
    /// See [`Entry::count`], one a word.
    pub counts: Vec<u8>,
    /// See [`Entry::silver`], one a word.
    pub silver: Vec<u16>,
    /// The clusters, one a word in each set.
    pub sets: [ClusterSet; SETS],
    /// Hashes of phrases of the lists and of their beginnings; sorted, none twice.
    pub phrases: Vec<u32>,
    /// Which lists hold the phrase; bit 15 says that longer phrases begin so.
    pub masks: Vec<u16>,
}

impl Entry {
    /// What plain text says of a word in short: the likeliest kind and its level; 0 where nothing is known.
    pub(super) fn likeliest(&self) -> u8 {
        if self.silver == 0 {
            return 0;
        }
        let mut best = (0, 0);
        for kind in 0..4 {
            let level = (self.silver >> (9 - 3 * kind) & 7) as u8;
            if level > best.0 {
                best = (level, kind);
            }
        }
        1 | best.1 << 1 | best.0 << 3
    }
}

impl LexiconParts {
    /// What is known of the word at a place; nothing where a list is too short.
    fn entry(&self, at: usize) -> Entry {
        fn number<N: Copy + Default>(list: &[N], at: usize) -> N {
            list.get(at).copied().unwrap_or_default()
        }
        let clusters = self.sets.each_ref().map(|set| number(set, at));
        Entry { count: number(&self.counts, at), silver: number(&self.silver, at), clusters }
    }
}

/// The lists of names and of words beside names, by the bit in a mask; the last bit is [`CONTINUES`].
const LISTS: [&str; 15] = [
    "country",
    "place",
    "person",
    "organization",
    "given",
    "title",
    "place-cue",
    "organization-cue",
    "person-cue",
    "body",
    "nationality",
    "silver-person",
    "silver-place",
    "silver-organization",
    "capital",
];

/// Set in the mask of a phrase's beginning.
pub(super) const CONTINUES: u16 = 1 << 15;

/// The bit of a list in a mask, by its name.
pub fn list_bit(name: &str) -> Option<u16> {
    LISTS.iter().position(|list| *list == name).map(|at| 1 << at)
}

/// Words and phrases, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    parts: LexiconParts,
    /// The highest number of a cluster in each set.
    clusters: [u16; SETS],
    words: KeyTable<Entry>,
    phrases: KeyTable<u16>,
}

impl Lexicon {
    /// A lexicon of `parts`; lists that are too short count as nothing known.
    pub fn new(parts: LexiconParts) -> Self {
        let entries = (0..).zip(&parts.words).map(|(at, &word)| (word, parts.entry(at)));
        let words = KeyTable::new(entries);
        let masks = parts.masks.iter().copied().chain(std::iter::repeat(0));
        let phrases = KeyTable::new(parts.phrases.iter().copied().zip(masks));
        let clusters = parts.sets.each_ref().map(|set| set.iter().copied().max().unwrap_or(0));
        Self { parts, clusters, words, phrases }
    }

    /// The same without the lists as they stand in the file, which nobody but the trainer needs: some megabytes.
    #[must_use]
    pub(super) fn without_parts(self) -> Self {
        Self { parts: LexiconParts::default(), ..self }
    }

    /// The highest number of a cluster in a set.
    pub(super) fn clusters(&self, set: usize) -> u16 {
        self.clusters[set]
    }

    /// The parts that it was made of.
    pub fn parts(&self) -> &LexiconParts {
        &self.parts
    }

    /// The key of a word in the lexicon: of its folded letters, with a final ة kept.
    pub fn word_key(word: &str) -> u32 {
        Self::key_of(LetterHash::of(word.chars()))
    }

    /// The key of a word in the lexicon by the word's hash.
    #[inline]
    pub fn key_of(hash: u64) -> u32 {
        key(0, hash)
    }

    /// What is known of the word with this key.
    #[inline]
    pub(super) fn entry(&self, word: u32) -> Entry {
        self.words.get(word).unwrap_or_default()
    }

    /// The lists that hold the phrase with this key, and whether longer phrases begin so.
    #[inline]
    pub(super) fn phrase(&self, phrase: u32) -> u16 {
        self.phrases.get(phrase).unwrap_or(0)
    }

    /// Writes the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let parts = &self.parts;
        let mut file = MAGIC.to_vec();
        put(&mut file, FEATURE_VERSION);
        put(&mut file, parts.words.len() as u32);
        put(&mut file, parts.phrases.len() as u32);
        parts.words.iter().for_each(|&word| put(&mut file, word));
        file.extend(&parts.counts);
        for number in parts.silver.iter().chain(parts.sets.iter().flatten()) {
            file.extend(number.to_le_bytes());
        }
        parts.phrases.iter().for_each(|&phrase| put(&mut file, phrase));
        parts.masks.iter().for_each(|mask| file.extend(mask.to_le_bytes()));
        file
    }

    /// Reads the file.
    ///
    /// # Errors
    ///
    /// When the file is no lexicon, was made for another version of the features, or is cut off.
    pub fn from_bytes(file: &[u8]) -> Result<Self, ModelError> {
        let mut reader = Reader::open(file, MAGIC)?;
        let (words, phrases) = (reader.u32()? as usize, reader.u32()? as usize);
        let mut parts = LexiconParts { words: reader.u32s(words)?, ..LexiconParts::default() };
        parts.counts = reader.take(words)?.to_vec();
        parts.silver = reader.u16s(words)?;
        for set in &mut parts.sets {
            *set = reader.u16s(words)?;
        }
        parts.phrases = reader.u32s(phrases)?;
        parts.masks = reader.u16s(phrases)?;
        Ok(Self::new(parts))
    }
}

/// The first step of the hash of a phrase, from the stem of its first word.
#[inline]
pub(super) fn phrase_start(word: u64) -> u64 {
    word
}

/// The hash of a phrase that is one word longer.
#[inline]
pub(super) fn phrase_next(phrase: u64, word: u64) -> u64 {
    pair(phrase, word)
}

/// The key of a phrase in the lexicon.
#[inline]
pub(super) fn phrase_key(phrase: u64) -> u32 {
    key(1, phrase)
}

/// The keys of a phrase of a list: one for each of its beginnings, the last for the whole. Empty for no words.
pub fn phrase_keys(phrase: &str) -> Vec<u32> {
    let empty = Lexicon::default();
    let words = cut(phrase, &empty);
    let mut hash = 0;
    let mut keys = Vec::new();
    for (at, word) in words.iter().flat_map(|sentence| &sentence.words).enumerate() {
        hash = if at == 0 { phrase_start(word.whole) } else { phrase_next(hash, word.whole) };
        keys.push(phrase_key(hash));
    }
    keys
}
