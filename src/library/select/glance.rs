//! Looking a word up in the text of an article: at a tenth of the price of comparing all words of it.
//!
//! Owns the letters that a word cannot do without; where they stand, the words around are compared as `query/` does,
//! which alone decides.

use super::letters::{Row, around, each_place};
use crate::query::{Comparer, Form, Scope, Strictness, TextMatch, Word};

/// Bytes of a beginning that is looked for by its letters; what is longer is compared with all words of a text.
const LONGEST_ROW: usize = 128;

/// A word or phrase to be looked up in texts.
///
/// Letters of which one row must stand in a text are looked for first, and only the words around them are compared.
#[derive(Clone, Debug)]
pub(super) struct Glance {
    comparer: Comparer,
    /// The rows, of one word or of that word of a phrase that has most letters; none where nothing can be said beforehand.
    rows: Vec<Row>,
    /// What stands on the letters of the word, and so in every word of a text that is the same.
    hamzas: Vec<char>,
    is_phrase: bool,
    is_prefix: bool,
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
        let comparer = wanted.comparer();
        let is_phrase = matches!(wanted.form, Form::Phrase(_));
        let is_prefix = matches!(wanted.form, Form::Prefix(_));
        let hamzas = if is_phrase { Vec::new() } else { comparer.hamzas() };
        let mut rows = rows.iter().map(|row| Row::of(row)).collect::<Option<Vec<Row>>>().unwrap_or_default();
        // What has more letters than another row stands where that one does.
        rows.sort_unstable_by_key(Row::len);
        let mut few: Vec<Row> = Vec::new();
        for row in rows {
            if !few.iter().any(|short| short.is_in(&row)) {
                few.push(row);
            }
        }
        Glance { comparer, rows: few, hamzas, is_phrase, is_prefix }
    }

    /// True when a paragraph holds it. Words alone may be looked for in many paragraphs at once.
    fn is_held(&self, text: &str) -> bool {
        if self.rows.is_empty() {
            return self.comparer.is_held(text);
        }
        if self.is_phrase {
            return each_place(text, &self.rows, &mut |_| true) && self.comparer.is_held(text);
        }
        each_place(text, &self.rows, &mut |place| {
            if self.is_prefix && !place.may_begin(text) {
                return false;
            }
            let word = around(text, place.at);
            self.hamzas.iter().all(|&hamza| word.chars().any(|letter| bears(letter, hamza)))
                && self.comparer.is_held(word)
        })
    }

    /// True when a part of an article holds it; the text has its paragraphs on lines.
    pub(super) fn is_in(&self, scope: Scope, title: &str, text: &str) -> bool {
        // A phrase never runs over the end of a paragraph.
        let in_body = || match self.is_phrase {
            false => self.is_held(text),
            true => text.split('\n').any(|paragraph| self.is_held(paragraph)),
        };
        scope != Scope::Body && self.is_held(title) || scope != Scope::Title && in_body()
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

/// True for a letter that has this hamza or madda on it, for the mark itself, and where that cannot be told.
fn bears(letter: char, hamza: char) -> bool {
    let own = match hamza {
        '\u{653}' => &['آ'][..],
        '\u{654}' => &['أ', 'ؤ', 'ئ', 'ۀ', 'ۂ', 'ۓ'],
        _ => &['إ'],
    };
    letter == hamza || own.contains(&letter) || letter >= '\u{fb00}'
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
            is_the_same(&query, &text, quoted)?;
        }

        #[test]
        fn it_says_so_of_latin_letters_and_digits(
            query in "=?([a-cBDe]{1,4}|[1-3٢]{1,4}|[bk]{1,2}2?|[حسز]{1,2}1?)( [ab1]{1,2})?\\*?",
            text in "([a-cA-Ce0-3٠-٣éªﬁ'’,٬ʼ²²۲１Ｋ，京日\u{301}\u{ad}\u{200b}]{1,4}|[حسزښٱ]{1,3}| |،|\n|ø|d|𝟐){1,12}",
            quoted in any::<bool>(),
        ) {
            is_the_same(&query, &text, quoted)?;
        }
    }

    fn is_the_same(query: &str, text: &str, quoted: bool) -> Result<(), TestCaseError> {
        let query = if quoted { format!("\"{query}\"") } else { query.to_owned() };
        let Some(wanted) = wanted(&query) else { return Ok(()) };
        let glance = Glance::of(&wanted);
        let texts: Vec<&str> = if !glance.is_phrase { vec![text] } else { text.split('\n').collect() };
        for text in texts {
            prop_assert_eq!(glance.is_held(text), wanted.holds(text) > Holds::No, "{} in {}", query, text);
        }
        Ok(())
    }
}
