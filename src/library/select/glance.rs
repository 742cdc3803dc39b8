//! Looking a word up in the text of an article: at a tenth of the price of comparing all words of it.
//!
//! Owns the letters that a word cannot do without; where they stand, the words around are compared as `query/` does,
//! which alone decides.

use std::sync::LazyLock;

use crate::query::{Comparer, Form, Strictness, TextMatch, Word};
use crate::text::fold;

/// The scripts whose letters are looked at: Hebrew and Arabic.
const FIRST: u32 = 0x590;
const END: u32 = 0x700;

/// Bytes of a beginning that is looked for by its letters; what is longer is compared with all words of a text.
const LONGEST_ROW: usize = 128;

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
        // Quotation marks inside Hebrew acronyms, the soft hyphen, marks of other alphabets.
        0x22 | 0x27 | 0xad | 0x300..=0x36f => Sign::Nothing,
        0..FIRST => Sign::Other,
        code @ FIRST..END => SIGNS[(code - FIRST) as usize],
        // Punctuation, joiners and signs of direction.
        0x2000..=0x206f => Sign::Nothing,
        // Other alphabets of Asia, ideographs.
        0x0900..=0x1fff | 0x3000..=0xd7ff => Sign::Other,
        _ => Sign::Unknown,
    }
}

/// A word or phrase to be looked up in texts.
///
/// Letters of which one row must stand in a text are looked for first, and only the words around them are compared.
#[derive(Clone, Debug)]
pub(super) struct Glance {
    comparer: Comparer,
    /// The rows, of one word or of the first word of a phrase; none where nothing can be said beforehand.
    rows: Vec<Vec<char>>,
    /// What stands on the letters of the word, and so in every word of a text that is the same.
    hamzas: Vec<char>,
    is_phrase: bool,
}

impl Glance {
    /// What to look for.
    pub(super) fn of(wanted: &TextMatch) -> Glance {
        let rows = match &wanted.form {
            Form::Prefix(word) if word.folded.len() > LONGEST_ROW => Vec::new(),
            Form::Prefix(word) => rows_of_prefix(wanted, word),
            Form::Word(word) => vec![row_of(word)],
            Form::Phrase(words) => words.iter().map(row_of).max_by_key(Vec::len).into_iter().collect(),
        };
        let is_known =
            |row: &Vec<char>| row.len() > 1 && row.iter().all(|&letter| sign(letter) == Sign::Letter(letter));
        let comparer = wanted.comparer();
        let is_phrase = matches!(wanted.form, Form::Phrase(_));
        let hamzas = if is_phrase { Vec::new() } else { comparer.hamzas() };
        let mut rows = if rows.iter().all(is_known) { rows } else { Vec::new() };
        // What has more letters than another row stands where that one does.
        rows.sort_unstable_by_key(Vec::len);
        let mut few: Vec<Vec<char>> = Vec::new();
        for row in rows {
            if !few.iter().any(|short| row.windows(short.len()).any(|part| part == short)) {
                few.push(row);
            }
        }
        Glance { comparer, rows: few, hamzas, is_phrase }
    }

    /// True when a paragraph holds it. Words alone may be looked for in many paragraphs at once.
    pub(super) fn is_held(&self, text: &str) -> bool {
        if self.rows.is_empty() {
            return self.comparer.is_held(text);
        }
        if self.is_phrase {
            return self.rows.iter().any(|row| each_place(text, row, &mut |_| true)) && self.comparer.is_held(text);
        }
        self.rows.iter().any(|row| {
            each_place(text, row, &mut |end| {
                let word = around(text, end);
                self.hamzas.iter().all(|&hamza| word.chars().any(|letter| bears(letter, hamza)))
                    && self.comparer.is_held(word)
            })
        })
    }

    /// True when a text may be given whole, its paragraphs on lines.
    pub(super) fn takes_lines(&self) -> bool {
        !self.is_phrase
    }
}

/// The letters that a word of a text cannot do without if it is to be this word in any of its forms.
fn row_of(word: &Word) -> Vec<char> {
    if word.strict == Strictness::Exact {
        return word.folded.chars().collect();
    }
    // A final letter of Hebrew is another one where an ending follows.
    let mut shorter = word.stem.chars();
    shorter.next_back();
    let stands = [word.stem.as_str(), shorter.as_str()].into_iter().find(|part| word.folded.contains(part));
    stands.unwrap_or_default().chars().collect()
}

fn rows_of_prefix(wanted: &TextMatch, word: &Word) -> Vec<Vec<char>> {
    let mut rows = vec![word.folded.chars().collect::<Vec<char>>()];
    // What is written before the letters may be missing: whatever the letters let pass, they begin with.
    let mut loose = wanted.clone();
    if let Form::Prefix(word) = &mut loose.form {
        word.strict = Strictness::Folded;
    }
    let loose = loose.comparer();
    let ends = word.folded.char_indices().skip(1).map(|(at, _)| &word.folded[at..]);
    rows.extend(ends.filter(|end| loose.is_held(end)).map(|end| end.chars().collect()));
    rows
}

/// What stands between two blanks around a byte.
fn around(text: &str, at: usize) -> &str {
    let start = text[..at].rfind(char::is_whitespace).map_or(0, |blank| blank);
    let end = text[at..].find(char::is_whitespace).map_or(text.len(), |blank| at + blank);
    text[start..end].trim_start()
}

/// True for a letter that has this hamza or madda on it, for the mark itself, and where that cannot be told.
fn bears(letter: char, hamza: char) -> bool {
    let own = match hamza {
        '\u{653}' => &['آ'][..],
        '\u{654}' => &['أ', 'ؤ', 'ئ', 'ۀ', 'ۂ', 'ۓ'],
        _ => &['إ'],
    };
    letter == hamza || own.contains(&letter) || letter >= '\u{fb00}'
}

/// Gives every place behind which the letters may stand in a row, marks among them, to `take`, until it says that it
/// has seen enough: then true.
fn each_place(text: &str, row: &[char], take: &mut dyn FnMut(usize) -> bool) -> bool {
    let mut have = 0;
    for (at, letter) in text.char_indices() {
        let is_place = match sign(letter) {
            Sign::Letter(letter) => {
                // Falling back as far as the letters so far begin anew: rows are short, so that no table is kept.
                while have > 0 && row.get(have) != Some(&letter) {
                    have = (0..have).rev().find(|&less| row[..less] == row[have - less..have]).unwrap_or(0);
                }
                have += usize::from(row.get(have) == Some(&letter));
                have == row.len()
            }
            Sign::Nothing => false,
            Sign::Other => {
                have = 0;
                false
            }
            Sign::Unknown => true,
        };
        if is_place && take(at) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::Glance;
    use crate::query::{Expr, Holds, TextMatch, parse};
    use proptest::prelude::*;

    fn wanted(query: &str) -> Option<TextMatch> {
        match parse(query, jiff::civil::date(2026, 1, 1)).expr? {
            Expr::Text(text) => Some(text),
            _ => None,
        }
    }

    #[test]
    fn it_sees_through_marks_and_alphabets_and_is_not_fooled_by_repeated_letters() {
        let is_held = |query: &str, text: &str| Glance::of(&wanted(query).unwrap()).is_held(text);
        assert!(is_held("كتا*", "والكِتَـابُ هنا"));
        assert!(is_held("كتا*", "یہ کتاب ہے"));
        assert!(is_held("ككت*", "كككت ككت"));
        assert!(!is_held("كتا*", "كتب كثيرة"));
        assert!(!is_held("=كتاب", "مكتبة"));
        assert!(is_held("مأمن", "خلا المكان من مامن ومَأْمَنٍ لهم"));
        assert!(!is_held("مأمن", "خلا المكان من مامن لهم"));
        assert!(is_held("إنّ", "كان ﺇﻥ شاء"));
    }

    proptest! {
        #[test]
        fn it_says_what_a_full_comparison_says(
            query in "=?[اأإآبتةهكلمنويىؤئءسفرگکیپםמשלוהרת]{1,5}[\u{64b}\u{651}]?[a-z]{0,1}( [اأبل]{3})?\\*?",
            text in "([اأإآبتةهكلمنويىؤئءسفرگکیپ\u{64b}\u{651}\u{654}\u{640}\u{200c}\u{200f}]{1,4}|[םמשלוהרת\"]{1,4}| |,|-|\n|ﻻ|ﺃ|a|7|\u{2009}){1,14}",
            quoted in any::<bool>(),
        ) {
            let query = if quoted { format!("\"{query}\"") } else { query };
            let Some(wanted) = wanted(&query) else { return Ok(()) };
            let glance = Glance::of(&wanted);
            let texts: Vec<&str> = if glance.takes_lines() { vec![&text] } else { text.split('\n').collect() };
            for text in texts {
                prop_assert_eq!(glance.is_held(text), wanted.holds(text) > Holds::No, "{} in {}", query, text);
            }
        }
    }
}
