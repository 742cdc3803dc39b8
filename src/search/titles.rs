//! The index of titles, sections and sources: one byte a letter, newest first.
//!
//! Owns the layout and how titles are added; finding in it is `narrow.rs`, the file it is kept in is `cache.rs`.
//!
//! A title is a blank, its folded letters with a blank between words, and an end mark: see `alphabet.rs`. Beside each
//! stands which letters its eighths have (`parts.rs`), so that most titles are passed over without looking at them.

use super::alphabet::{BLANK, END, encode};
use super::column::Column;
use super::parts::Parts;
use crate::text::fold;

/// What a list shows of one article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TitleEntry<'a> {
    /// Names the article; the larger, the newer.
    pub key: i64,
    /// The headline.
    pub title: &'a str,
    /// The section path as it is shown.
    pub section: &'a str,
    /// Where the article comes from.
    pub source: &'a str,
}

/// One article that a query has left in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TitleHit {
    /// Names the article.
    pub key: i64,
    /// Its place in [`TitleIndex::keys`].
    pub place: usize,
    /// How well it matches: more is better; 0 for an empty query.
    pub score: i64,
    /// Each word stands together, in the title or in the section or source; false where one is found by scattered
    /// letters only.
    pub together: bool,
}

/// The titles, sections and sources of a library, ready to be searched at every key.
#[derive(Clone, Debug, Default)]
pub struct TitleIndex {
    pub(super) letters: Vec<u8>,
    /// Where each title begins in `letters`; its end is the next one's beginning.
    pub(super) starts: Vec<u32>,
    pub(super) parts: Parts,
    pub(super) keys: Vec<i64>,
    pub(super) sections: Column,
    pub(super) sources: Column,
}

/// The most bytes of titles that an index holds: places are 32 bits wide. Titles beyond are left out.
const MOST_BYTES: usize = u32::MAX as usize - LONGEST_TITLE;
/// The most bytes of one title that count; nobody looks for the end of a longer one.
const LONGEST_TITLE: usize = 4096;

/// Builds an index from titles that are given newest first.
#[derive(Debug, Default)]
pub struct Builder {
    index: TitleIndex,
}

impl Builder {
    /// Adds a title. Each is older than the one before it: its key is smaller, and no key is given twice.
    ///
    /// A title out of this order is put in its place, which is slow.
    pub fn push(&mut self, entry: TitleEntry<'_>) {
        let place = self.index.keys.len();
        if self.index.keys.last().is_some_and(|&last| last <= entry.key) {
            self.index.insert(entry);
        } else {
            self.index.put(place, entry);
        }
    }

    /// The index.
    pub fn finish(mut self) -> TitleIndex {
        self.index.letters.shrink_to_fit();
        self.index.starts.shrink_to_fit();
        self.index.parts.shrink();
        self.index.keys.shrink_to_fit();
        self.index.sections.numbers.shrink_to_fit();
        self.index.sources.numbers.shrink_to_fit();
        self.index
    }
}

impl TitleIndex {
    /// Begins an index.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The number of titles.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// True when there is no title.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The keys of all titles, newest first.
    pub fn keys(&self) -> &[i64] {
        &self.keys
    }

    /// The keys of the titles whose section's written path satisfies `holds`, newest first.
    pub fn keys_in(&self, holds: &dyn Fn(&str) -> bool) -> Vec<i64> {
        let held: Vec<bool> = self.sections.names().iter().map(|name| holds(name)).collect();
        let numbered = self.keys.iter().zip(&self.sections.numbers);
        numbered.filter(|(_, number)| held.get(**number as usize) == Some(&true)).map(|(key, _)| *key).collect()
    }

    /// The bytes of memory that the index takes.
    pub fn bytes(&self) -> usize {
        self.letters.capacity()
            + self.parts.bytes()
            + 8 * self.keys.capacity()
            + 4 * (self.starts.capacity() + self.sections.numbers.capacity() + self.sources.numbers.capacity())
    }

    /// Adds a title, or puts it in place of the one with the same key.
    ///
    /// It moves what is older: some 20 ms in a million titles. Many are better added at once
    /// ([`TitleIndex::insert_all`]).
    pub fn insert(&mut self, entry: TitleEntry<'_>) {
        self.remove(entry.key);
        let place = self.keys.partition_point(|&key| key > entry.key);
        self.put(place, entry);
    }

    /// Adds titles in any order, each in place of the one with the same key; of two with one key the last counts.
    pub fn insert_all(&mut self, entries: &[TitleEntry<'_>]) {
        if let [entry] = entries {
            return self.insert(*entry);
        }
        let mut sorted: Vec<&TitleEntry<'_>> = entries.iter().rev().collect();
        sorted.sort_by_key(|entry| std::cmp::Reverse(entry.key));
        sorted.dedup_by_key(|entry| entry.key);
        let old = std::mem::take(self);
        self.sections = old.sections.without_numbers();
        self.sources = old.sources.without_numbers();
        self.letters
            .reserve_exact(old.letters.len() + entries.iter().map(|entry| entry.title.len() + 2).sum::<usize>());
        let mut from = 0;
        for entry in sorted {
            let until = from + old.keys[from..].partition_point(|&key| key > entry.key);
            self.append(&old, from..until);
            self.put(self.keys.len(), *entry);
            from = until + usize::from(old.keys.get(until) == Some(&entry.key));
        }
        self.append(&old, from..old.keys.len());
    }

    /// Takes a title out; false when no title has this key.
    pub fn remove(&mut self, key: i64) -> bool {
        let Ok(place) = self.keys.binary_search_by(|other| key.cmp(other)) else { return false };
        let bytes = self.title_bytes(place);
        let length = bytes.len() as u32;
        self.letters.drain(bytes);
        self.starts.remove(place);
        self.starts[place..].iter_mut().for_each(|start| *start -= length);
        self.parts.remove(place);
        self.keys.remove(place);
        self.sections.numbers.remove(place);
        self.sources.numbers.remove(place);
        true
    }

    /// The bytes of a title in `letters`: the blank before it, and the end mark.
    pub(super) fn title_bytes(&self, place: usize) -> std::ops::Range<usize> {
        let end = self.starts.get(place + 1).map_or(self.letters.len(), |&start| start as usize);
        self.starts[place] as usize..end
    }

    /// The letters of a title with the blank before it, without the end mark.
    pub(super) fn title(&self, place: usize) -> &[u8] {
        let bytes = self.title_bytes(place);
        &self.letters[bytes.start..bytes.end - 1]
    }

    /// Puts a title at a place; those from there on move back.
    fn put(&mut self, place: usize, entry: TitleEntry<'_>) {
        let mut encoded = vec![BLANK];
        encode(&fold(entry.title), &mut encoded);
        encoded.truncate(LONGEST_TITLE);
        if self.letters.len() + encoded.len() + 1 > MOST_BYTES {
            return;
        }
        self.parts.insert(place, &encoded);
        encoded.push(END);
        let start = self.starts.get(place).map_or(self.letters.len(), |&start| start as usize);
        let length = encoded.len() as u32;
        self.letters.splice(start..start, encoded);
        self.starts[place..].iter_mut().for_each(|start| *start += length);
        self.starts.insert(place, start as u32);
        self.keys.insert(place, entry.key);
        let (section, source) = (self.sections.number(entry.section), self.sources.number(entry.source));
        self.sections.numbers.insert(place, section);
        self.sources.numbers.insert(place, source);
    }

    /// Adds titles of another index with the same columns behind the last one.
    fn append(&mut self, old: &TitleIndex, places: std::ops::Range<usize>) {
        if places.is_empty() {
            return;
        }
        let bytes = old.title_bytes(places.start).start..old.title_bytes(places.end - 1).end;
        let shift = self.letters.len() as i64 - bytes.start as i64;
        self.letters.extend_from_slice(&old.letters[bytes]);
        self.starts.extend(old.starts[places.clone()].iter().map(|&start| (i64::from(start) + shift) as u32));
        self.parts.append(&old.parts, places.clone());
        self.keys.extend_from_slice(&old.keys[places.clone()]);
        self.sections.numbers.extend_from_slice(&old.sections.numbers[places.clone()]);
        self.sources.numbers.extend_from_slice(&old.sources.numbers[places]);
    }
}
