//! One word of a query against one encoded text: where its letters stand, and what that is worth.
//!
//! Owns the quick score that picks candidates, that of one alignment; the exact one, of the best, is `align.rs`.

use memchr::memmem::Finder;
use memchr::{memchr, memrchr};

use super::align::{ADJACENT, AT_HEAD, Aligner, BEFORE, FIRST_OF_TEXT, GAP, LETTER, MOST_LETTERS};
use super::alphabet::{BLANK, bit, finder};

/// One word of a query, encoded.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// The letters, encoded; never empty, and no longer than [`MOST_LETTERS`].
    pub(super) letters: Vec<u8>,
    /// For each letter its bit.
    pub(super) bits: Vec<usize>,
    finder: Finder<'static>,
    aligner: Aligner,
}

impl Word {
    /// The words of an encoded query, each once, the longest first: it is the one that most texts lack.
    pub(super) fn all_of(encoded: &[u8]) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        for letters in encoded.split(|&byte| byte == BLANK).filter(|letters| !letters.is_empty()) {
            let letters = &letters[..letters.len().min(MOST_LETTERS)];
            if !words.iter().any(|word| word.letters == letters) {
                let bits = letters.iter().map(|&letter| bit(letter)).collect();
                let (finder, aligner) = (finder(letters).into_owned(), Aligner::new(letters));
                words.push(Word { letters: letters.to_vec(), bits, finder, aligner });
            }
        }
        words.sort_by_key(|word| std::cmp::Reverse(word.letters.len()));
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

    /// The score of the best alignment, as fuzzy-matcher counts it; `None` when the letters do not stand in the text in
    /// order.
    pub(super) fn score(&self, text: &[u8]) -> Option<i32> {
        self.aligner.score(text)
    }

    /// What the letters are worth when they begin a word and stand together.
    pub(super) fn head_score(&self) -> i32 {
        self.inside_score() + AT_HEAD
    }

    /// What the letters are worth when they stand together inside a word.
    pub(super) fn inside_score(&self) -> i32 {
        let letters = self.letters.len() as i32;
        BEFORE + letters * LETTER + (letters - 1) * ADJACENT
    }
}

fn is_head(text: &[u8], at: usize) -> bool {
    at > 0 && text[at - 1] == BLANK
}

/// The score of letters at these places.
fn score_of(text: &[u8], places: &[usize]) -> i32 {
    let mut score = BEFORE;
    let mut next = None;
    for &at in places {
        let own = match at {
            1 => FIRST_OF_TEXT,
            _ if is_head(text, at) => AT_HEAD,
            _ => 0,
        };
        score += LETTER;
        score += match next {
            None => own,
            Some(next) if at == next => own.max(ADJACENT),
            Some(next) => own - GAP - (at - next) as i32,
        };
        next = Some(at + 1);
    }
    score
}
