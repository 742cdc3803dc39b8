//! The final order of the titles that a query leaves.
//!
//! Owns the exact score, which is fuzzy-matcher's, and what decides between equals; candidates come from `narrow.rs`.

use std::cmp::Reverse;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::alphabet::{BLANK, decode};
use super::narrow::{Sought, TITLE};
use super::titles::{TitleHit, TitleIndex};
use super::word::Word;

/// Titles that are scored exactly, one word in each; the others follow them. It takes about a millisecond.
pub(super) const RESCORED: usize = 1024;
/// Of several words fewer titles hold each, and the quick score orders them better: so many at least are scored exactly.
const FEWEST_RESCORED: usize = 256;
/// From so many titles on, two threads score them.
const MANY: usize = 256;
/// Room between two exact scores for what decides between equals.
const STEP: i64 = 8;

/// A title that holds the query, with its quick score.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) place: usize,
    pub(super) quick: i32,
}

impl Candidate {
    /// The better first; of equals the newer.
    pub(super) fn order(&self) -> (Reverse<i32>, usize) {
        (Reverse(self.quick), self.place)
    }
}

/// The hits in their order: the best candidates by their exact score, then the others by their quick one.
pub(super) fn ranked(
    index: &TitleIndex,
    sought: &Sought,
    mut candidates: Vec<Candidate>,
    most: usize,
) -> Vec<TitleHit> {
    let rescored = (RESCORED / sought.words.len().max(1)).max(FEWEST_RESCORED);
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
    let matcher = SkimMatcherV2::default();
    let needles: Vec<String> = sought.words.iter().map(|word| decoded(&word.letters)).collect();
    let hit = |candidate: &Candidate| {
        let score = exact(index, sought, &needles, &matcher, *candidate);
        hit_of(index, sought, *candidate, score)
    };
    let all = |candidates: &[Candidate]| candidates.iter().map(hit).collect::<Vec<TitleHit>>();
    let mut hits = if best < MANY {
        all(&candidates[..best])
    } else {
        let (first, second) = candidates[..best].split_at(best / 2);
        std::thread::scope(|scope| {
            let others = scope.spawn(|| all(second));
            let mut hits = all(first);
            hits.extend(others.join().unwrap_or_else(|_| all(second)));
            hits
        })
    };
    hits.sort_unstable_by_key(|hit| (Reverse(hit.score), hit.place));
    // The others stand behind, whatever their quick score is beside an exact one.
    let least = hits.last().map_or(0, |hit| hit.score);
    let top = candidates.get(best).map_or(0, |candidate| i64::from(candidate.quick));
    hits.extend(candidates[best..].iter().map(|candidate| {
        let score = least.min(STEP) - STEP - (top - i64::from(candidate.quick));
        hit_of(index, sought, *candidate, score)
    }));
    hits.truncate(most);
    hits
}

fn hit_of(index: &TitleIndex, sought: &Sought, candidate: Candidate, score: i64) -> TitleHit {
    let (key, together) = (index.keys[candidate.place], sought.is_together(index, candidate.place));
    TitleHit { key, place: candidate.place, score, together }
}

/// The exact score of a title.
fn exact(
    index: &TitleIndex,
    sought: &Sought,
    needles: &[String],
    matcher: &SkimMatcherV2,
    candidate: Candidate,
) -> i64 {
    let title = index.title(candidate.place);
    let decoded_title = || decoded(title.strip_prefix(&[BLANK]).unwrap_or(title));
    let mut text: Option<String> = None;
    let mut score = 0;
    for (at, (word, needle)) in sought.words.iter().zip(needles).enumerate() {
        score += match sought.title_decides(at, index, candidate.place, title) {
            true => {
                let text = text.get_or_insert_with(decoded_title);
                let exact = matcher.fuzzy_match(text, needle).unwrap_or_default();
                (exact * STEP + preference(word, title)) * i64::from(TITLE)
            }
            false => i64::from(sought.named(at, index, candidate.place)) * STEP,
        };
    }
    score
}

/// Decides between titles of one exact score: a whole word, a word head, behind particles or the article, inside.
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
