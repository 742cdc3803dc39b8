//! Narrowing a list while one types: fuzzy over title, section and source.
//!
//! Owns the index of folded fields, the ranking and the marks; how one word matches one field is in `letters.rs`.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

use fuzzy_matcher::skim::SkimMatcherV2;

use super::letters::{contiguous, fuzzy, mask, scattered};
use crate::text::{Folded, fold};

/// What a list shows of one item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TitleEntry {
    /// The headline.
    pub title: String,
    /// The section path as it is shown.
    pub section: String,
    /// Where the item comes from.
    pub source: String,
}

/// One item that a query has left in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The item's place in the list that the index was built from.
    pub item: usize,
    /// How well it matches: more is better; 0 for an empty query.
    pub score: i64,
    /// The matched bytes of the unfolded title: in order, on character boundaries, following marks included.
    pub title_marks: Vec<Range<usize>>,
    /// The matched bytes of the unfolded section.
    pub section_marks: Vec<Range<usize>>,
    /// The matched bytes of the unfolded source.
    pub source_marks: Vec<Range<usize>>,
}

/// The titles, sections and sources of a list, folded once.
#[derive(Debug, Default)]
pub struct TitleIndex {
    items: Vec<[Field; FIELDS]>,
}

/// Title, section, source.
const FIELDS: usize = 3;
/// What a match weighs in each field: even the least contiguous match in a title outweighs the best one elsewhere.
const WEIGHTS: [i64; FIELDS] = [4, 2, 1];
/// Scattered matches that fuzzy-matcher scores, the least torn ones; the rest follow them. 1024 take about a millisecond.
const SCORED: usize = 1024;

#[derive(Debug)]
struct Field {
    written: String,
    folded: Folded,
    mask: u64,
}

impl Field {
    fn new(written: String) -> Self {
        let folded = Folded::new(&written);
        let mask = mask(folded.text());
        Self { written, folded, mask }
    }
}

/// A word of the query in the field where it matches best.
struct WordMatch {
    field: usize,
    score: i64,
    places: Vec<Range<usize>>,
    is_scattered: bool,
}

/// An item all words of the query match.
struct Candidate {
    item: usize,
    words: Vec<WordMatch>,
}

struct Word {
    letters: String,
    mask: u64,
}

impl TitleIndex {
    /// Folds the fields of the entries; an entry's place becomes [`Hit::item`].
    pub fn new(entries: impl IntoIterator<Item = TitleEntry>) -> Self {
        let fields = |entry: TitleEntry| [entry.title, entry.section, entry.source].map(Field::new);
        Self { items: entries.into_iter().map(fields).collect() }
    }

    /// The number of items.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// True when there is no item.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The items that `query` leaves, the best first; items that match equally well keep the order of the list.
    ///
    /// The query is cut at white space; each word must match in some field, contiguously or with its letters
    /// scattered in their order. Letters are compared folded. An empty query leaves all items, without marks.
    pub fn narrow(&self, query: &str) -> Vec<Hit> {
        let folded = fold(query);
        let word = |letters: &str| Word { letters: letters.to_owned(), mask: mask(letters) };
        let mut seen = HashSet::new();
        let words: Vec<Word> = folded.split_whitespace().filter(|word| seen.insert(*word)).map(word).collect();
        let mut candidates: Vec<Candidate> =
            (0..self.items.len()).filter_map(|item| self.candidate(item, &words)).collect();
        self.score_scattered(&mut candidates, &words);
        let mut hits: Vec<Hit> = candidates.into_iter().map(|candidate| self.hit(&candidate)).collect();
        hits.sort_by_key(|hit| (Reverse(hit.score), hit.item));
        hits
    }

    fn candidate(&self, item: usize, words: &[Word]) -> Option<Candidate> {
        let fields = &self.items[item];
        let all = fields.iter().fold(0, |all, field| all | field.mask);
        if words.iter().any(|word| word.mask & !all != 0) {
            return None;
        }
        let words = words.iter().map(|word| best_match(fields, word)).collect::<Option<Vec<_>>>()?;
        Some(Candidate { item, words })
    }

    /// Scores the scattered matches that are torn into the fewest pieces by fuzzy-matcher.
    fn score_scattered(&self, candidates: &mut [Candidate], words: &[Word]) {
        let pieces = |candidate: &Candidate| {
            candidate.words.iter().filter(|word| word.is_scattered).map(|word| word.places.len()).sum::<usize>()
        };
        let mut torn: Vec<(usize, usize)> = candidates
            .iter()
            .map(pieces)
            .enumerate()
            .filter(|(_, pieces)| *pieces > 0)
            .map(|(at, n)| (n, at))
            .collect();
        if torn.len() > SCORED {
            torn.select_nth_unstable(SCORED);
            torn.truncate(SCORED);
        }
        let matcher = SkimMatcherV2::default();
        for (_, at) in torn {
            let candidate = &mut candidates[at];
            for (found, word) in candidate.words.iter_mut().zip(words).filter(|(found, _)| found.is_scattered) {
                let field = &self.items[candidate.item][found.field];
                if let Some((score, places)) = fuzzy(&matcher, field.folded.text(), &word.letters) {
                    (found.score, found.places) = (score * WEIGHTS[found.field], places);
                }
            }
        }
    }

    fn hit(&self, candidate: &Candidate) -> Hit {
        let marks = |at: usize| {
            let mut places: Vec<Range<usize>> =
                candidate.words.iter().filter(|word| word.field == at).flat_map(|word| word.places.clone()).collect();
            if places.is_empty() {
                return places;
            }
            places.sort_by_key(|place| (place.start, place.end));
            let field = &self.items[candidate.item][at];
            merged(places.into_iter().map(|place| field.folded.source_bytes(&field.written, place)))
        };
        Hit {
            item: candidate.item,
            score: candidate.words.iter().map(|word| word.score).sum(),
            title_marks: marks(0),
            section_marks: marks(1),
            source_marks: marks(2),
        }
    }
}

/// The best match of a word: contiguous in the first field that has it so, else scattered in the first that has it.
///
/// [`WEIGHTS`] leave a later field no chance against a contiguous match in an earlier one.
fn best_match(fields: &[Field; FIELDS], word: &Word) -> Option<WordMatch> {
    let able = || fields.iter().enumerate().filter(|(_, field)| word.mask & !field.mask == 0);
    let together = able().find_map(|(at, field)| {
        let (score, place) = contiguous(field.folded.text(), &word.letters)?;
        Some(WordMatch { field: at, score: score * WEIGHTS[at], places: vec![place], is_scattered: false })
    });
    together.or_else(|| {
        able().find_map(|(at, field)| {
            let places = scattered(field.folded.text(), &word.letters)?;
            Some(WordMatch { field: at, score: 0, places, is_scattered: true })
        })
    })
}

/// Ranges in order, those that touch or overlap made one.
fn merged(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
