//! What a word of a query is worth in one encoded text: the score of fuzzy-matcher, at a tenth of its price.
//!
//! Owns the alignment of letters. It gives the score that `SkimMatcherV2::fuzzy_match` gives with fresh memory, point for
//! point, because lists are ordered by it and rows are marked by that matcher (`letters.rs`): the tests hold both beside
//! each other. What costs there is left out here: no matrix, no letters that match nothing, no decoding.
//!
//! The matcher fills a matrix with a row a letter of the word and a column a letter of the text (an alignment with affine
//! gaps, Gotoh 1982). Only cells where the two are the same letter matter; of each row three numbers are enough for those
//! below it. It keeps two rows of memory in turn, and where a row begins it reads what the one before the last has left
//! in the cell before: [`Row::left`]. That shows when letters are very far apart, and belongs to the score.

use super::alphabet::{BLANK, is_narrow, units};

/// The weights of `SkimMatcherV2`: a letter that is found, and what stands for or against its place.
pub(super) const LETTER: i32 = 16;
pub(super) const AT_HEAD: i32 = 8;
pub(super) const FIRST_OF_TEXT: i32 = 2 * AT_HEAD;
pub(super) const ADJACENT: i32 = 4;
pub(super) const GAP: i32 = 3;
/// What the matcher counts for all that stands before the first letter.
pub(super) const BEFORE: i32 = -1;
/// Longer words are compared by their first letters only.
pub(super) const MOST_LETTERS: usize = 64;

/// Letters of a short word.
const SHORT: usize = 12;

const NONE: u8 = u8::MAX;
const NEVER: i32 = i32::MIN / 2;

/// The letters of a word, ready to be looked for in many texts.
#[derive(Clone, Debug)]
pub(super) struct Aligner {
    letters: Vec<u32>,
    /// For each letter of one byte where it stands last in the word.
    last: Box<[u8; 256]>,
    /// For each place in the word the place before it with the same letter.
    before: Vec<u8>,
}

/// One letter of the word: what alignments of the letters up to it are worth that end with it.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// The last place of the text where it was found, and the best alignment that ends there.
    at: i32,
    end: i32,
    /// The best of those that ended before, each with its place added: a gap costs one point a letter.
    gone: i32,
}

impl Row {
    const EMPTY: Row = Row { at: NEVER, end: NEVER, gone: NEVER };

    /// The best that ended anywhere so far, with its place added.
    fn left(&self) -> i32 {
        self.gone.max(self.end.saturating_add(self.at))
    }
}

impl Aligner {
    /// Of an encoded word, of which [`MOST_LETTERS`] letters count.
    pub(super) fn new(word: &[u8]) -> Aligner {
        let letters: Vec<u32> = units(word).take(MOST_LETTERS).collect();
        let mut last = Box::new([NONE; 256]);
        let mut before = Vec::with_capacity(letters.len());
        for (at, &letter) in letters.iter().enumerate() {
            before.push(letters[..at].iter().rposition(|&other| other == letter).map_or(NONE, |at| at as u8));
            if let Some(place) = last.get_mut(letter as usize) {
                *place = at as u8;
            }
        }
        Aligner { letters, last, before }
    }

    /// The score in an encoded text, with or without the blank before it; `None` when the letters do not stand there in
    /// their order.
    pub(super) fn score(&self, text: &[u8]) -> Option<i32> {
        let text = text.strip_prefix(&[BLANK]).unwrap_or(text);
        // Most words are short, and what is not used need not be made.
        match self.letters.len() {
            letters @ ..=SHORT => self.walk(text, &mut [Row::EMPTY; SHORT][..letters]),
            letters => self.walk(text, &mut [Row::EMPTY; MOST_LETTERS][..letters]),
        }
    }

    fn walk(&self, text: &[u8], rows: &mut [Row]) -> Option<i32> {
        let mut walk = Walk { aligner: self, rows, best: NEVER };
        if text.iter().copied().max().is_none_or(is_narrow) {
            let mut previous = None;
            for (at, &byte) in text.iter().enumerate() {
                let row = self.last[usize::from(byte)];
                if row != NONE {
                    walk.meet(row, at as i32, in_place(previous));
                }
                previous = Some(byte);
            }
        } else {
            let mut previous = None;
            for (at, letter) in units(text).enumerate() {
                if let Some(row) = self.letters.iter().rposition(|&own| own == letter) {
                    walk.meet(row as u8, at as i32, in_place(previous));
                }
                previous = Some(letter.min(u32::from(NONE)) as u8);
            }
        }
        (walk.best > NEVER).then_some(walk.best)
    }
}

/// What a place is worth by what stands before it.
fn in_place(previous: Option<u8>) -> i32 {
    match previous {
        None => FIRST_OF_TEXT,
        Some(BLANK) => AT_HEAD,
        Some(_) => 0,
    }
}

/// One way through a text.
struct Walk<'a, 'r> {
    aligner: &'a Aligner,
    rows: &'r mut [Row],
    /// The best alignment of the whole word.
    best: i32,
}

impl Walk<'_, '_> {
    /// A letter of the text is one of the word: that of this row, and of others before it.
    fn meet(&mut self, last: u8, at: i32, in_place: i32) {
        let mut next = last;
        // The later rows first: each reads the row before it as the letter before has left it.
        while next != NONE {
            let number = usize::from(next);
            next = self.aligner.before[number];
            let base = match number.checked_sub(1).map(|above| self.rows[above]) {
                None => BEFORE + in_place,
                Some(above) if above.at == NEVER => continue,
                Some(above) if above.at == at - 1 => {
                    let after_gap = above.gone.saturating_sub(GAP + at - 1) + in_place;
                    after_gap.max(above.end + in_place.max(ADJACENT))
                }
                Some(above) => above.left() - (GAP + at - 1) + in_place,
            };
            let is_last = number + 1 == self.rows.len();
            let row = self.rows[number];
            let gone = if row.at == NEVER { self.begun(number, at, is_last) } else { row.left() };
            self.rows[number] = Row { at, end: base + LETTER, gone };
            if is_last {
                self.best = self.best.max(base + LETTER);
            }
        }
    }

    /// What a row finds in its memory where it begins.
    fn begun(&mut self, number: usize, at: i32, is_last: bool) -> i32 {
        match number {
            0 => NEVER,
            1 => at + GAP + 2 * BEFORE,
            _ => {
                let other = self.rows[number - 2];
                if is_last && other.at == at - 1 {
                    self.best = self.best.max(other.end);
                }
                other.left()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Aligner;
    use crate::search::alphabet::{BLANK, decode, encode};
    use crate::text::fold;
    use fuzzy_matcher::FuzzyMatcher;
    use fuzzy_matcher::skim::SkimMatcherV2;
    use proptest::prelude::*;

    fn encoded(text: &str) -> Vec<u8> {
        let mut encoded = Vec::new();
        encode(&fold(text), &mut encoded);
        encoded
    }

    /// The score of a new matcher: one that was used before counts what earlier texts have left in its memory.
    fn reference(text: &[u8], word: &[u8]) -> Option<i32> {
        let decoded = |bytes: &[u8]| {
            let mut text = String::new();
            decode(bytes, &mut text);
            text
        };
        let score = SkimMatcherV2::default().fuzzy_match(&decoded(text), &decoded(word));
        score.map(|score| score as i32)
    }

    fn agree(text: &str, word: &str) -> Option<i32> {
        let (text, word) = (encoded(text), encoded(word));
        let word: Vec<u8> = word.into_iter().filter(|&byte| byte != BLANK).collect();
        let score = if word.is_empty() { Some(0) } else { Aligner::new(&word).score(&text) };
        let wanted = reference(&text, &word);
        assert_eq!(score, wanted, "{word:?} in {text:?}");
        if !word.is_empty() {
            let with_blank: Vec<u8> = std::iter::once(BLANK).chain(text).collect();
            assert_eq!(Aligner::new(&word).score(&with_blank), wanted);
        }
        score
    }

    #[test]
    fn what_is_found_is_valued_as_the_matcher_does() {
        assert_eq!(agree("خبر عاجل", "كتب"), None);
        assert!(agree("خبر عاجل", "عاجل") > agree("خبر العاجل", "عاجل"));
        assert!(agree("عاجل خبر", "عاجل") > agree("خبر عاجل", "عاجل"));
        assert!(agree("中国 نا 新闻 中", "中新中").is_some());
        // Letters far apart: what the matcher's two rows have left in each other's cells.
        let far = format!("ا{}ب{}ج{}د", " س".repeat(40), " ص".repeat(50), " ط".repeat(60));
        assert!(agree(&far, "ابجد").is_some());
    }

    proptest! {
        #[test]
        fn the_score_is_that_of_the_matcher(text in "[اب ج1a]{0,80}", word in "[ابج1a]{1,7}") {
            agree(&text, &word);
        }

        #[test]
        fn so_it_is_in_long_texts_and_all_alphabets(
            text in "[ابتثجحخدذر سشصضطظع]{40,400}|[a-f אבג中ф]{0,90}", word in "[ابتثجحخدذر]{2,12}|[a-fאבג中ф]{1,5}"
        ) {
            agree(&text, &word);
        }

        #[test]
        fn nothing_makes_it_stumble(text in "\\PC*", word in "\\PC{0,80}") {
            let (text, word) = (encoded(&text), encoded(&word));
            let _ = Aligner::new(&word).score(&text);
        }
    }
}
