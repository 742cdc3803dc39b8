//! The letters of a row that a query found: in its title, section and source.
//!
//! Owns the choice of the field and the letters; which titles are found at all is `narrow.rs`. Marks are worked out for
//! the rows in view only, from their own letters.

use std::ops::Range;

use fuzzy_matcher::skim::SkimMatcherV2;

use super::letters::{contiguous, fuzzy, scattered};
use super::titles::TitleIndex;
use crate::text::{Folded, fold};

impl TitleIndex {
    /// The letters of one field that `words` finds: in order, on character boundaries, following marks included.
    pub fn marks(words: &str, field: &str) -> Vec<Range<usize>> {
        let [marks] = Self::row_marks(words, [field]);
        marks
    }

    /// The same for the fields of a row, the weightiest first: each word is marked in the first field where it stands
    /// together, else in the first where its letters stand in their order.
    pub fn row_marks<const FIELDS: usize>(words: &str, fields: [&str; FIELDS]) -> [Vec<Range<usize>>; FIELDS] {
        let folded = fields.map(Folded::new);
        let mut places: [Vec<Range<usize>>; FIELDS] = std::array::from_fn(|_| Vec::new());
        let matcher = SkimMatcherV2::default();
        let query = fold(words);
        for word in query.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let texts = || folded.iter().map(Folded::text).enumerate();
            let together = texts().find_map(|(field, text)| Some((field, vec![contiguous(text, word)?.1])));
            let found = together.or_else(|| {
                texts().find_map(|(field, text)| {
                    let plain = scattered(text, word)?;
                    Some((field, fuzzy(&matcher, text, word).unwrap_or(plain)))
                })
            });
            if let Some((field, found)) = found {
                places[field].extend(found);
            }
        }
        std::array::from_fn(|field| {
            let mut places = std::mem::take(&mut places[field]);
            places.sort_by_key(|place| (place.start, place.end));
            merged(places.into_iter().map(|place| folded[field].source_bytes(fields[field], place)))
        })
    }
}

/// Ranges in order, those that touch or overlap made one.
pub(super) fn merged(ranges: impl IntoIterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
