//! One word of a query against one encoded text: where its letters stand, and what that is worth.
//!
//! Owns the quick score that picks candidates; the final one is fuzzy-matcher's (`rank.rs`). The quick score follows
//! fuzzy-matcher's own weights, but tries a few alignments only instead of all.

use memchr::memmem::Finder;
use memchr::{memchr, memchr_iter, memrchr};

use super::alphabet::{BLANK, Quarters, bit};

/// A matched letter, and what stands against it: the weights of `SkimMatcherV2`.
const LETTER: i32 = 16;
const AT_HEAD: i32 = 8;
const ADJACENT: i32 = 4;
const GAP: i32 = 3;
const LONGER_GAP: i32 = 1;
/// Places of the first letter from which an alignment is tried: at word heads, or with the second letter right behind.
const MOST_STARTS: usize = 8;
/// Longer words are compared by their first letters only.
const MOST_LETTERS: usize = 64;

/// One word of a query, encoded.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// The letters, encoded; never empty, and no longer than [`MOST_LETTERS`].
    pub(super) letters: Vec<u8>,
    /// For each letter its bit in a set.
    bits: Vec<u32>,
    finder: Finder<'static>,
}

impl Word {
    /// The words of an encoded query, each once, the longest first: it is the one that most texts lack.
    pub(super) fn all_of(encoded: &[u8]) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        for letters in encoded.split(|&byte| byte == BLANK).filter(|letters| !letters.is_empty()) {
            let letters = &letters[..letters.len().min(MOST_LETTERS)];
            if !words.iter().any(|word| word.letters == letters) {
                let finder = Finder::new(letters).into_owned();
                let bits = letters.iter().map(|&letter| bit(letter)).collect();
                words.push(Word { letters: letters.to_vec(), bits, finder });
            }
        }
        words.sort_by_key(|word| std::cmp::Reverse(word.letters.len()));
        words
    }

    /// True when the letters stand together in the text.
    pub(super) fn is_within(&self, text: &[u8]) -> bool {
        self.finder.find(text).is_some()
    }

    /// The set of the letters.
    pub(super) fn letter_set(&self) -> u32 {
        self.bits.iter().fold(0, |set, bit| set | bit)
    }

    /// False when the letters are sure not to stand in a text with these quarters in their order.
    pub(super) fn may_be_within(&self, quarters: &Quarters) -> bool {
        let mut quarter = 0;
        self.bits.iter().all(|bit| {
            while quarters.get(quarter).is_some_and(|letters| letters & bit == 0) {
                quarter += 1;
            }
            quarter < quarters.len()
        })
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

    /// The score of one alignment, the one that ends first; `None` when the letters do not stand in the text in order.
    ///
    /// It is the worst of the scores and the cheapest: it says which texts are worth a closer look.
    pub(super) fn rough_score(&self, text: &[u8]) -> Option<i32> {
        let mut end = 0;
        for &letter in &self.letters {
            end += memchr(letter, &text[end..])? + 1;
        }
        // From there backwards, so that the alignment is no longer than it must be.
        let mut places = [0_usize; MOST_LETTERS];
        let places = &mut places[..self.letters.len()];
        for (place, &letter) in places.iter_mut().zip(&self.letters).rev() {
            end = memrchr(letter, &text[..end])?;
            *place = end;
        }
        Some(score_of(text, places))
    }

    /// The score of the best of some alignments; `None` when the letters do not stand in the text in order.
    pub(super) fn quick_score(&self, text: &[u8]) -> Option<i32> {
        let [first, ..] = self.letters[..] else { return None };
        if self.is_head_within(text) {
            return Some(self.best_score());
        }
        let mut latest = [0_usize; MOST_LETTERS];
        let latest = &mut latest[..self.letters.len()];
        // The last place at which each letter may stand so that those behind it still find one.
        let mut end = text.len();
        for (place, &letter) in latest.iter_mut().zip(&self.letters).rev() {
            end = memrchr(letter, &text[..end])?;
            *place = end;
        }
        let second = self.letters.get(1);
        let is_good = |start: &usize| {
            start.checked_sub(1).is_some_and(|before| text[before] == BLANK)
                || second.is_some() && text.get(start + 1) == second
        };
        let good = memchr_iter(first, &text[..=latest[0]]).filter(is_good).take(MOST_STARTS);
        let best = good.map(|start| self.score_from(text, start, latest)).max();
        best.or_else(|| Some(self.score_from(text, memchr(first, text)?, latest)))
    }

    /// What the letters are worth when they begin a word and stand together.
    pub(super) fn best_score(&self) -> i32 {
        let letters = self.letters.len() as i32;
        letters * (LETTER + AT_HEAD) + AT_HEAD
    }

    /// What the letters are worth when they stand together inside a word.
    pub(super) fn inside_score(&self) -> i32 {
        let letters = self.letters.len() as i32;
        letters * LETTER + (letters - 1) * ADJACENT
    }

    /// The score of the alignment that begins at `start` and prefers the letter right behind, then a word head.
    fn score_from(&self, text: &[u8], start: usize, latest: &[usize]) -> i32 {
        let mut places = [start; MOST_LETTERS];
        for number in 1..self.letters.len() {
            let (letter, from) = (self.letters[number], places[number - 1] + 1);
            places[number] = if text.get(from) == Some(&letter) {
                from
            } else {
                let mut there = memchr_iter(letter, &text[from..=latest[number]]).map(|place| from + place);
                let Some(nearest) = there.next() else { return i32::MIN };
                let mut heads = [nearest].into_iter().chain(there).filter(|&place| is_head(text, place));
                heads.next().unwrap_or(nearest)
            };
        }
        score_of(text, &places[..self.letters.len()])
    }
}

fn is_head(text: &[u8], at: usize) -> bool {
    at > 0 && text[at - 1] == BLANK
}

/// The score of letters at these places, as `SkimMatcherV2` counts: a run of letters keeps the bonus that it began with.
fn score_of(text: &[u8], places: &[usize]) -> i32 {
    let (mut score, mut run, mut next) = (0, 0, usize::MAX);
    for (number, &at) in places.iter().enumerate() {
        let own = if is_head(text, at) { AT_HEAD } else { 0 };
        score += LETTER;
        if number == 0 {
            score += 2 * own;
            run = own;
        } else if at == next {
            run = run.max(own).max(ADJACENT);
            score += run;
        } else {
            score += own - GAP - LONGER_GAP * (at.saturating_sub(next)) as i32;
            run = own;
        }
        next = at + 1;
    }
    score
}
