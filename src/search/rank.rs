//! The final order of the titles that a query leaves.
//!
//! Owns what is scored exactly, and what decides between equals; candidates come from `narrow.rs`.

use std::cmp::Reverse;

use super::alphabet::{BLANK, decode};
use super::narrow::{Sought, TITLE};
use super::titles::{TitleHit, TitleIndex};
use super::word::Word;

/// Titles that are scored exactly, one word in each; the others follow them.
pub(super) const RESCORED: usize = 1024;
/// Of several words fewer titles hold each, and the quick score orders them better: so many at least are scored exactly.
const FEWEST_RESCORED: usize = 256;
/// Room between two scores for what decides between equals.
const STEP: i64 = 8;

/// A title that holds the query, with its score.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) place: usize,
    /// That of the best alignment, else of one.
    pub(super) score: i32,
    pub(super) is_exact: bool,
}

impl Candidate {
    /// The better first; of equals the newer.
    pub(super) fn order(&self) -> (Reverse<i32>, usize) {
        (Reverse(self.score), self.place)
    }

    pub(super) fn make_exact(&mut self, index: &TitleIndex, sought: &Sought) {
        if !self.is_exact {
            self.score = sought.score(index, self.place, &Word::score).unwrap_or(self.score);
            self.is_exact = true;
        }
    }
}

/// How many titles a query is worth scoring exactly.
pub(super) fn rescored(sought: &Sought) -> usize {
    (RESCORED / sought.words.len().max(1)).max(FEWEST_RESCORED)
}

/// The hits in their order: the best candidates by their exact score, then the others by their quick one.
pub(super) fn ranked(
    index: &TitleIndex,
    sought: &Sought,
    mut candidates: Vec<Candidate>,
    most: usize,
) -> Vec<TitleHit> {
    let rescored = rescored(sought);
    let kept = most.max(rescored);
    if candidates.len() > kept {
        candidates.select_nth_unstable_by_key(kept, Candidate::order);
        candidates.truncate(kept);
    }
    if candidates.len() > rescored {
        candidates.select_nth_unstable_by_key(rescored, Candidate::order);
        candidates[rescored..].sort_unstable_by_key(Candidate::order);
    }
    let best = candidates.len().min(rescored);
    let exact = candidates[..best].iter_mut().map(|candidate| {
        candidate.make_exact(index, sought);
        let title = index.title(candidate.place);
        let preferred: i64 = sought.words.iter().map(|word| preference(word, title)).sum();
        hit_of(index, sought, *candidate, i64::from(candidate.score) * STEP + preferred * i64::from(TITLE))
    });
    let mut hits: Vec<TitleHit> = exact.collect();
    hits.sort_unstable_by_key(|hit| (Reverse(hit.score), hit.place));
    // The others stand behind, whatever their quick score is beside an exact one.
    let least = hits.last().map_or(0, |hit| hit.score);
    let top = candidates.get(best).map_or(0, |candidate| i64::from(candidate.score));
    hits.extend(candidates[best..].iter().map(|candidate| {
        let score = least.min(STEP) - STEP - (top - i64::from(candidate.score));
        hit_of(index, sought, *candidate, score)
    }));
    hits.truncate(most);
    hits
}

fn hit_of(index: &TitleIndex, sought: &Sought, candidate: Candidate, score: i64) -> TitleHit {
    let (key, together) = (index.keys[candidate.place], sought.is_together(index, candidate.place));
    TitleHit { key, place: candidate.place, score, together }
}

/// Decides between titles of one score: a whole word, a word head, behind particles or the article, inside; 0 where the
/// letters do not stand together.
fn preference(word: &Word, title: &[u8]) -> i64 {
    let mut best = 0;
    for at in word.places(title) {
        let before = &title[..at];
        let is_end = title.get(at + word.letters.len()).is_none_or(|&byte| byte == BLANK);
        let start = before.iter().rposition(|&byte| byte == BLANK).map_or(0, |blank| blank + 1);
        let place = match before.len() - start {
            0 => 5,
            1..=3 if is_particle(&decoded(&before[start..])) => 3,
            _ => 1,
        };
        best = best.max(place + i64::from(is_end));
    }
    best
}

fn is_particle(letters: &str) -> bool {
    ["ال", "و", "ف", "ب", "ك", "ل", "لل", "وال", "فال", "بال", "كال", "ولل", "وب", "ول"].contains(&letters)
}

fn decoded(encoded: &[u8]) -> String {
    let mut text = String::with_capacity(2 * encoded.len());
    decode(encoded, &mut text);
    text
}
