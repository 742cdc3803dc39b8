//! A first look at a text: whether it can hold a word at all, at a tenth of the price of comparing its words.
//!
//! Owns the letters that a word cannot do without; what it lets pass is compared in full (`TextMatch::holds`). It may
//! let too much pass and never too little.

use std::sync::LazyLock;

use crate::query::{Form, Holds, Strictness, TextMatch};
use crate::text::fold;

/// The scripts whose letters are looked at: Hebrew and Arabic.
const FIRST: u32 = 0x590;
const END: u32 = 0x700;

/// What a character is among the letters of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// This letter, folded.
    Letter(char),
    /// Nothing: a mark, or something that may stand inside a word.
    Nothing,
    /// No letter of ours.
    Other,
    /// It may be several letters: the text is to be compared in full.
    Unknown,
}

static SIGNS: LazyLock<Vec<Sign>> = LazyLock::new(|| (FIRST..END).map(sign_of).collect());

/// Looked up afresh.
fn sign_of(code: u32) -> Sign {
    let Some(letter) = char::from_u32(code) else { return Sign::Other };
    let folded = fold(letter.encode_utf8(&mut [0; 4]));
    let mut letters = folded.chars().filter(|letter| letter.is_alphanumeric());
    match (letters.next(), letters.next()) {
        (Some(letter), None) => Sign::Letter(letter),
        (Some(_), Some(_)) => Sign::Unknown,
        // Signs that part words are skipped as well: that lets more pass.
        (None, _) => Sign::Nothing,
    }
}

fn sign(letter: char) -> Sign {
    match u32::from(letter) {
        0..FIRST => Sign::Other,
        code @ FIRST..END => SIGNS[(code - FIRST) as usize],
        // Punctuation, joiners and signs of direction.
        0x2000..=0x206f => Sign::Nothing,
        // Other alphabets of Asia, ideographs.
        0x0900..=0x1fff | 0x3000..=0xd7ff => Sign::Other,
        _ => Sign::Unknown,
    }
}

/// Letters of which one row must stand in a text that holds a word.
#[derive(Clone, Debug)]
pub(super) struct Glance(Vec<Vec<char>>);

impl Glance {
    /// What to look for; `None` when nothing can be said beforehand.
    pub(super) fn of(wanted: &TextMatch) -> Option<Glance> {
        let (word, is_prefix) = match &wanted.form {
            Form::Prefix(word) => (word, true),
            // Other words may have lost an ending or a particle, and the index has their stem anyway.
            Form::Word(word) if word.strict == Strictness::Exact => (word, false),
            _ => return None,
        };
        let mut rows = vec![word.folded.chars().collect::<Vec<char>>()];
        if is_prefix {
            // What is written before the letters may be missing: whatever the letters let pass, they begin with.
            let mut loose = wanted.clone();
            if let Form::Prefix(word) = &mut loose.form {
                word.strict = Strictness::Folded;
            }
            let ends = word.folded.char_indices().skip(1).map(|(at, _)| &word.folded[at..]);
            rows.extend(ends.filter(|end| loose.holds(end) > Holds::No).map(|end| end.chars().collect()));
        }
        let is_known =
            |row: &Vec<char>| row.len() > 1 && row.iter().all(|&letter| sign(letter) == Sign::Letter(letter));
        rows.iter().all(is_known).then_some(Glance(rows))
    }

    /// False when no word of the text can be the one that is sought.
    pub(super) fn may_hold(&self, text: &str) -> bool {
        self.0.iter().any(|row| may_have(text, row))
    }
}

/// True when the letters stand in the text in a row, or when that cannot be told.
fn may_have(text: &str, row: &[char]) -> bool {
    let mut have = 0;
    for letter in text.chars() {
        match sign(letter) {
            Sign::Letter(letter) => {
                // Falling back as far as the letters so far begin anew: rows are short, so that no table is kept.
                while have > 0 && row[have] != letter {
                    have = (0..have).rev().find(|&less| row[..less] == row[have - less..have]).unwrap_or(0);
                }
                have += usize::from(row[have] == letter);
                if have == row.len() {
                    return true;
                }
            }
            Sign::Nothing => {}
            Sign::Other => have = 0,
            Sign::Unknown => return true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::Glance;
    use crate::query::{Expr, Form, Holds, TextMatch, parse};
    use proptest::prelude::*;

    fn wanted(query: &str) -> Option<TextMatch> {
        match parse(query, jiff::civil::date(2026, 1, 1)).expr? {
            Expr::Text(text) => Some(text),
            _ => None,
        }
    }

    #[test]
    fn it_sees_through_marks_and_alphabets_and_is_not_fooled_by_repeated_letters() {
        let glance = |query: &str| Glance::of(&wanted(query).unwrap()).unwrap();
        assert!(glance("كتا*").may_hold("والكِتَـابُ هنا"));
        assert!(glance("كتا*").may_hold("یہ کتاب ہے"));
        assert!(glance("ككت*").may_hold("كككت"));
        assert!(!glance("كتا*").may_hold("كتب كثيرة"));
        assert!(!glance("=كتاب").may_hold("مكتبة"));
        assert!(Glance::of(&wanted("كتاب").unwrap()).is_none());
    }

    proptest! {
        #[test]
        fn whatever_is_held_passes(
            query in "=?[اأإآبتةهكلمنويىؤئءسفرگکیپ]{1,5}[\u{64b}\u{651}]?[a-z]{0,1}\\*?",
            text in "([اأإآبتةهكلمنويىؤئءسفرگکیپ\u{64b}\u{651}\u{640}\u{200c}\u{200f}]{1,4}| |,|-|ﻻ|a|7){1,14}",
        ) {
            let Some(wanted) = wanted(&query) else { return Ok(()) };
            if !matches!(wanted.form, Form::Word(_) | Form::Prefix(_)) {
                return Ok(());
            }
            let may_hold = Glance::of(&wanted).is_none_or(|glance| glance.may_hold(&text));
            prop_assert!(may_hold || wanted.holds(&text) == Holds::No, "{} in {}", query, text);
        }
    }
}
