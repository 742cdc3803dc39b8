//! How words begin: what an index that knows stems needs to find the words that begin with given letters.
//!
//! Owns the heads that are stored beside the stems, and what an index is asked for. Whether a text holds such a word is
//! decided by `matching.rs`, and the tests hold both beside each other.
//!
//! A word is stored as its stem, which lacks particles before it and endings behind it. So `لحفل` (stem `حفل`) would be no
//! help to whoever types `لحف`, nor `شهرها` (`شهر`) for `شهره`. Therefore an index is given the first four letters of each
//! form of a word that its stem does not begin with, each once a text, behind [`SIGN`].

use super::expr::{Strictness, Word};
use super::matching::without_article;
use super::stem::{stem, with_ordinary_end, without_half_endings, without_particle};
use super::words::{Cutter, is_hebrew};

/// Stands before a head, so that it is no stem: the sign that joins letters, which no folded word holds.
const SIGN: char = 'ـ';
/// The letters of a head.
const LETTERS: usize = 4;

/// What an index is given of a text: the stems of its words in their order, then their heads.
#[derive(Clone, Debug, Default)]
pub struct IndexText {
    stems: String,
    /// Heads as bytes, the first in the highest place: four letters of any script fit.
    heads: Vec<u128>,
}

impl IndexText {
    /// Adds the words of a text.
    pub fn add(&mut self, text: &str) {
        let mut cutter = Cutter::new(text);
        let mut folded = String::with_capacity(32);
        while cutter.next_word(&mut folded).is_some() {
            let stem = stem(&folded);
            self.add_sign(&stem);
            let mut form = folded.as_str();
            while let Some(shorter) = without_particle(form) {
                self.heads.push(packed(head(form)));
                form = shorter;
            }
            if !stem.starts_with(head(form)) {
                self.heads.push(packed(head(form)));
            }
        }
    }

    /// Adds a term of the caller's own among the stems.
    pub fn add_sign(&mut self, term: &str) {
        if !self.stems.is_empty() {
            self.stems.push(' ');
        }
        self.stems.push_str(term);
    }

    /// The stems so far, a blank between any two.
    pub fn stems(&self) -> &str {
        &self.stems
    }

    /// Everything: the stems, then each head once, with [`SIGN`] before it; a blank between any two.
    pub fn finish(mut self) -> String {
        self.heads.sort_unstable();
        self.heads.dedup();
        for packed in std::mem::take(&mut self.heads) {
            let bytes = packed.to_be_bytes();
            let length = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
            let mut term = String::from(SIGN);
            term.push_str(&String::from_utf8_lossy(&bytes[..length]));
            self.add_sign(&term);
        }
        self.stems
    }
}

fn head(form: &str) -> &str {
    form.char_indices().nth(LETTERS).map_or(form, |(end, _)| &form[..end])
}

fn packed(head: &str) -> u128 {
    let mut bytes = [0; 16];
    bytes[..head.len()].copy_from_slice(head.as_bytes());
    u128::from_be_bytes(bytes)
}

/// A term of an index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// This one.
    Is(String),
    /// All that begin so.
    Begins(String),
}

/// The terms of an index ([`IndexText`]) of which a text has one that holds a word with a given beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beginnings {
    /// Texts with one of these hold such a word.
    pub sure: Vec<Term>,
    /// Texts with one of these may.
    pub unsure: Vec<Term>,
}

impl Word {
    /// What an index is asked for to find the words that begin like this one.
    pub fn beginnings(&self) -> Beginnings {
        let mut beginnings = Beginnings::default();
        let folded = self.folded.as_str();
        for beginning in [Some(folded), without_article(folded)].into_iter().flatten() {
            beginnings.add(beginning);
        }
        if self.strict != Strictness::Folded {
            beginnings.unsure.append(&mut beginnings.sure);
        }
        for list in [&mut beginnings.sure, &mut beginnings.unsure] {
            list.sort_unstable();
            list.dedup();
        }
        beginnings
    }
}

impl Beginnings {
    fn add(&mut self, beginning: &str) {
        let list = if is_kept_by_stems(beginning) { &mut self.sure } else { &mut self.unsure };
        list.push(Term::Begins(beginning.to_owned()));
        let head = head(beginning);
        if head == beginning {
            return self.sure.push(Term::Begins(format!("{SIGN}{head}")));
        }
        self.unsure.push(Term::Is(format!("{SIGN}{head}")));
        // A stem that begins like the head may end before the beginning does, where an ending was.
        let shortest = without_half_endings(beginning).len().max(head.len());
        let ends = beginning.char_indices().map(|(end, _)| end).filter(|&end| end >= shortest);
        self.unsure.extend(ends.map(|end| Term::Is(with_ordinary_end(&beginning[..end]).into_owned())));
        self.unsure.push(Term::Is(stem(beginning).into_owned()));
        let singular = ["i", "ie"].into_iter().filter_map(|end| beginning.strip_suffix(end));
        self.unsure.extend(singular.map(|rest| Term::Is(format!("{rest}y"))));
    }
}

/// True when a word whose stem begins so begins so itself, particles aside.
fn is_kept_by_stems(beginning: &str) -> bool {
    // Hebrew particles are no matter for beginnings; of Latin words `cities` has the stem `city`.
    !beginning.starts_with(is_hebrew) && !beginning.ends_with('y')
}

#[cfg(test)]
mod tests {
    use super::{IndexText, Term};
    use crate::query::{Form, Holds, TextMatch, parse};
    use proptest::prelude::*;

    fn wanted(query: &str) -> Option<TextMatch> {
        let query = parse(query, jiff::civil::date(2026, 1, 1));
        query.wanted().first().map(|&text| text.clone())
    }

    fn has(index: &str, term: &Term) -> bool {
        index.split(' ').any(|word| match term {
            Term::Is(term) => word == term,
            Term::Begins(term) => word.starts_with(term.as_str()),
        })
    }

    /// What an index says of a text: surely, maybe or not at all.
    fn answer(query: &str, text: &str) -> (bool, bool, bool) {
        let wanted = wanted(query).unwrap();
        let Form::Prefix(word) = &wanted.form else { panic!("{query}") };
        let mut index = IndexText::default();
        index.add(text);
        let (index, beginnings) = (index.finish(), word.beginnings());
        let is_one = |terms: &[Term]| terms.iter().any(|term| has(&index, term));
        (is_one(&beginnings.sure), is_one(&beginnings.unsure), wanted.holds(text) > Holds::No)
    }

    #[test]
    fn what_stems_have_lost_is_found_by_its_head() {
        for (query, text) in
            [("لحف*", "لحفل"), ("شهره*", "شهرها"), ("وال*", "والكتاب"), ("ה*", "הספר"), ("citi*", "cities")]
        {
            assert_eq!(answer(query, text), (true, false, true), "{query} in {text}");
        }
        assert_eq!(answer("حفل*", "لحفلات"), (true, false, true));
        assert_eq!(answer("انتخابات*", "الانتخابات"), (false, true, true));
        assert_eq!(answer("مأم*", "مأمن"), (false, true, true));
        assert_eq!(answer("لحف*", "حفل"), (false, false, false));
    }

    #[test]
    fn heads_stand_once_behind_the_stems() {
        let mut index = IndexText::default();
        index.add("الكتاب الكتابة");
        index.add_sign("¶");
        index.add("新聞 book");
        assert_eq!(index.stems(), "كتاب كتاب ¶ 新 聞 book");
        assert_eq!(index.finish(), "كتاب كتاب ¶ 新 聞 book ـالكت");
    }

    proptest! {
        #[test]
        fn no_beginning_is_missed_and_none_is_made_up(
            query in "=?[اأبتةهكلمنويسفرشחםשלוהרתבa-ehiosy]{1,9}[\u{651}]?\\*",
            text in "([اأإبتةهكلمنويىسفرش\u{64b}]{1,9}|(و|ف)?(ب|ك|ل)?(ال)?[بتكمنسرش]{2,5}(ات|ون|ين|ها|هم|ه|ية|ا|ان|تها)?|[חםשלוהרתב]{1,7}|[a-ehiosy]{1,6}(s|ies)?| ){1,9}",
        ) {
            let Some(TextMatch { form: Form::Prefix(_), .. }) = wanted(&query) else { return Ok(()) };
            let (sure, unsure, holds) = answer(&query, &text);
            prop_assert!(!sure || holds, "{} is not in {}", query.escape_unicode(), text.escape_unicode());
            prop_assert!(!holds || sure || unsure, "{} is in {}", query.escape_unicode(), text.escape_unicode());
        }

        #[test]
        fn what_begins_like_a_word_of_a_text_is_found(
            word in "(و|ف)?(ب|ك|ل)?(ال)?[اأبتكمنسرشيوةه]{2,7}(ات|ون|ين|ها|هم|ه|ية|ا|ان|تها)?|[חםשלוהרתבן]{2,8}|[a-z]{2,8}",
            letters in 1_usize..9,
        ) {
            let query: String = word.chars().take(letters).chain(['*']).collect();
            let Some(TextMatch { form: Form::Prefix(_), .. }) = wanted(&query) else { return Ok(()) };
            let (sure, unsure, holds) = answer(&query, &word);
            prop_assert!(sure || unsure || !holds, "{} is in {}", query, word);
            prop_assert!(!sure || holds, "{} is not in {}", query, word);
        }
    }
}
