//! One word of a query against one encoded text: where its letters stand, and what that is worth.
//!
//! Owns the quick score that picks candidates; the final one is fuzzy-matcher's (`rank.rs`). The quick score follows
//! fuzzy-matcher's own weights, but tries a few alignments only instead of all.

use memchr::memmem::Finder;
use memchr::{memchr, memchr_iter, memrchr};

use super::alphabet::{BLANK, mask};

/// A matched letter, and what stands against it: the weights of `SkimMatcherV2`.
const LETTER: i32 = 16;
const AT_HEAD: i32 = 8;
const ADJACENT: i32 = 4;
const GAP: i32 = 3;
const LONGER_GAP: i32 = 1;
/// Places of the first letter from which an alignment is tried.
const MOST_STARTS: usize = 16;
/// Longer words are compared by their first letters only.
const MOST_LETTERS: usize = 64;

/// One word of a query, encoded.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// The letters, encoded; never empty, and no longer than [`MOST_LETTERS`].
    pub(super) letters: Vec<u8>,
    /// The set of its letters.
    pub(super) mask: u64,
    finder: Finder<'static>,
}

impl Word {
    /// The words of a folded query, each once.
    pub(super) fn all_of(encoded: &[u8]) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        for letters in encoded.split(|&byte| byte == BLANK).filter(|letters| !letters.is_empty()) {
            let letters = &letters[..letters.len().min(MOST_LETTERS)];
            if !words.iter().any(|word| word.letters == letters) {
                let finder = Finder::new(letters).into_owned();
                words.push(Word { letters: letters.to_vec(), mask: mask(letters), finder });
            }
        }
        words
    }

    /// True when the letters stand together in the text.
    pub(super) fn is_within(&self, text: &[u8]) -> bool {
        self.finder.find(text).is_some()
    }

    /// The places where the letters stand together, without overlap.
    pub(super) fn places<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = usize> + 't {
        self.finder.find_iter(text)
    }

    /// True when a word of the text begins with the letters.
    pub(super) fn is_head_within(&self, text: &[u8]) -> bool {
        self.finder.find_iter(text).any(|at| at > 0 && text[at - 1] == BLANK)
    }

    /// True when the letters stand in the text in their order.
    pub(super) fn is_scattered_within(&self, text: &[u8]) -> bool {
        let mut rest = text;
        self.letters.iter().all(|&letter| match memchr(letter, rest) {
            Some(at) => {
                rest = &rest[at + 1..];
                true
            }
            None => false,
        })
    }

    /// The quick score of the best of some alignments; `None` when the letters do not stand in the text in order.
    pub(super) fn quick_score(&self, text: &[u8]) -> Option<i32> {
        let [first, ..] = self.letters[..] else { return None };
        let mut latest = [0_usize; MOST_LETTERS];
        let latest = &mut latest[..self.letters.len()];
        // The last place at which each letter may stand so that those behind it still find one.
        let mut end = text.len();
        for (place, &letter) in latest.iter_mut().zip(&self.letters).rev() {
            end = memrchr(letter, &text[..end])?;
            *place = end;
        }
        let most = self.best_score();
        let mut best = i32::MIN;
        for start in memchr_iter(first, &text[..=latest[0]]).take(MOST_STARTS) {
            best = best.max(self.score_from(text, start, latest));
            if best == most {
                break;
            }
        }
        Some(best)
    }

    /// What the letters are worth when they begin a word and stand together.
    pub(super) fn best_score(&self) -> i32 {
        let letters = self.letters.len() as i32;
        letters * LETTER + 2 * AT_HEAD + (letters - 1) * ADJACENT
    }

    /// What the letters are worth when they stand together inside a word.
    pub(super) fn inside_score(&self) -> i32 {
        self.best_score() - 2 * AT_HEAD
    }

    /// The score of the alignment that begins at `start` and prefers the letter right behind, then a word head.
    fn score_from(&self, text: &[u8], start: usize, latest: &[usize]) -> i32 {
        let is_head = |at: usize| at > 0 && text[at - 1] == BLANK;
        let mut score = LETTER + if is_head(start) { 2 * AT_HEAD } else { 0 };
        let mut at = start;
        for (&letter, &latest) in self.letters.iter().zip(latest).skip(1) {
            if text.get(at + 1) == Some(&letter) {
                at += 1;
                score += LETTER + ADJACENT;
                continue;
            }
            let from = at + 1;
            let mut places = memchr_iter(letter, &text[from..=latest]).map(|place| from + place);
            let Some(nearest) = places.next() else { return score };
            let next = if is_head(nearest) { nearest } else { places.find(|&place| is_head(place)).unwrap_or(nearest) };
            score += LETTER - GAP - LONGER_GAP * (next - from) as i32 + if is_head(next) { AT_HEAD } else { 0 };
            at = next;
        }
        score
    }
}
