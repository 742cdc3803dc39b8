//! Whether a text holds what a query asks for, and where.
//!
//! Owns the comparison of words; how letters and their marks compare is `letters.rs`. An index that knows stems only
//! gives candidates: this decides.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use super::expr::{Form, Strictness, TextMatch, Word};
use super::letters::{Letter, letters_of};
use super::stem::{MOST_PARTICLES, heads, is_open, stem, without_particle};
use super::words::{Cutter, index_words};

/// How well a text holds a word or phrase: the best place in it; more is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holds {
    /// Nowhere.
    #[default]
    No,
    /// In another form of the word: with or without particles and endings.
    Stem,
    /// In this form, spelt another way.
    Folded,
    /// In the very letters of the query.
    Exact,
}

impl TextMatch {
    /// How well one text (a title, a paragraph) holds it. A phrase never runs over the end of a text.
    pub fn holds(&self, text: &str) -> Holds {
        let mut best = Holds::No;
        self.places(text, &mut |_, holds| {
            best = best.max(holds);
            best < Holds::Exact
        });
        best
    }

    /// The places in `text` that hold it: whole words with the marks on them, in order, on grapheme boundaries and
    /// without overlap. Empty when, and only when, [`TextMatch::holds`] says [`Holds::No`].
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let mut marks: Vec<Range<usize>> = Vec::new();
        self.places(text, &mut |bytes, _| {
            let bytes = whole_graphemes(text, bytes);
            match marks.last_mut() {
                Some(last) if bytes.start < last.end => last.end = last.end.max(bytes.end),
                _ => marks.push(bytes),
            }
            true
        });
        marks
    }

    /// Gives each place and how well it matches to `take`, until it says that it has seen enough.
    fn places(&self, text: &str, take: &mut dyn FnMut(Range<usize>, Holds) -> bool) {
        self.comparer().places(text, take);
    }

    /// The same made ready, for whoever compares it with many texts.
    pub fn comparer(&self) -> Comparer {
        let (words, is_phrase) = match &self.form {
            Form::Phrase(words) => (words.as_slice(), true),
            Form::Word(word) | Form::Prefix(word) => (std::slice::from_ref(word), false),
        };
        let is_prefix = matches!(self.form, Form::Prefix(_));
        Comparer { sought: words.iter().map(|word| Sought::new(word, is_prefix)).collect(), is_phrase }
    }
}

/// A word or phrase that is ready to be compared with texts.
#[derive(Clone, Debug)]
pub struct Comparer {
    sought: Vec<Sought>,
    is_phrase: bool,
}

impl Comparer {
    /// True when a text holds it: when [`TextMatch::holds`] says more than [`Holds::No`].
    pub fn is_held(&self, text: &str) -> bool {
        let mut is_held = false;
        self.places(text, &mut |_, _| {
            is_held = true;
            false
        });
        is_held
    }

    /// The hamzas and maddas that a text must have somewhere in the word, as combining marks.
    pub fn hamzas(&self) -> Vec<char> {
        let strict = self.sought.iter().filter(|sought| sought.word.strict != Strictness::Folded);
        let letters = strict.flat_map(|sought| &sought.letters).filter(|letter| !letter.folded.is_empty());
        letters.filter_map(|letter| letter.hamza).collect()
    }

    fn places(&self, text: &str, take: &mut dyn FnMut(Range<usize>, Holds) -> bool) {
        let (false, [sought]) = (self.is_phrase, &self.sought[..]) else { return self.phrase_places(text, take) };
        let mut cutter = Cutter::new(text);
        let mut folded = String::new();
        while let Some(bytes) = cutter.next_word(&mut folded) {
            let holds = sought.compare(&text[bytes.clone()], &folded);
            if holds > Holds::No && !take(bytes, holds) {
                return;
            }
        }
    }

    fn phrase_places(&self, text: &str, take: &mut dyn FnMut(Range<usize>, Holds) -> bool) {
        let sought = &self.sought;
        let there: Vec<_> = index_words(text).collect();
        let mut from = 0;
        while let Some(window) = there.get(from..from + sought.len()).filter(|window| !window.is_empty()) {
            let pairs = sought.iter().zip(window);
            let holds =
                pairs.map(|(sought, word)| sought.compare(word.written, &word.folded)).min().unwrap_or_default();
            let bytes = window[0].bytes.start..window[window.len() - 1].bytes.end;
            if holds > Holds::No {
                if !take(bytes, holds) {
                    return;
                }
                from += sought.len();
            } else {
                from += 1;
            }
        }
    }
}

impl Word {
    /// The ways in which the stem of a word may begin that begins like this one: an index of stems is asked for words
    /// that begin with any of them, and [`TextMatch::holds`] then decides. Never empty, each once.
    pub fn heads(&self) -> Vec<String> {
        heads(&self.folded)
    }

    /// True when words that begin like this one may have any stem, because it may be nothing but particles: `وال`, `الس`.
    pub fn is_open(&self) -> bool {
        is_open(&self.folded)
    }

    /// What a word may begin with to begin like this one: its letters, and those behind its article where it has one.
    pub fn beginnings(&self) -> impl Iterator<Item = &str> {
        [Some(self.folded.as_str()), without_article(&self.folded)].into_iter().flatten()
    }
}

/// A word of a query, ready to be compared.
#[derive(Clone, Debug)]
struct Sought {
    word: Word,
    letters: Vec<Letter>,
    is_prefix: bool,
    /// For a prefix: the same without its article, where it has one.
    without_article: Option<String>,
}

impl Sought {
    fn new(word: &Word, is_prefix: bool) -> Self {
        let without_article = is_prefix.then(|| without_article(&word.folded)).flatten().map(str::to_owned);
        Self { word: word.clone(), letters: letters_of(&word.written), is_prefix, without_article }
    }

    /// How well a word of a text matches.
    fn compare(&self, written: &str, folded: &str) -> Holds {
        let holds = if self.is_prefix { self.begins(folded) } else { self.equals(folded) };
        if holds == Holds::No || self.word.strict == Strictness::Exact && holds == Holds::Stem {
            return Holds::No;
        }
        let letters = letters_of(written);
        let is_same = self.has_same_letters(&letters);
        let is_allowed = match self.word.strict {
            Strictness::Folded => true,
            Strictness::Smart => self.allows(&letters),
            Strictness::Exact => is_same && self.allows(&letters),
        };
        match (is_allowed, holds) {
            (false, _) => Holds::No,
            (true, Holds::Folded) if is_same => Holds::Exact,
            (true, holds) => holds,
        }
    }

    fn equals(&self, folded: &str) -> Holds {
        if folded == self.word.folded {
            Holds::Folded
        } else if stem(folded) == self.word.stem {
            Holds::Stem
        } else {
            Holds::No
        }
    }

    fn begins(&self, folded: &str) -> Holds {
        if folded.starts_with(&self.word.folded) {
            return Holds::Folded;
        }
        let mut rest = Some(folded);
        while let Some(form) = rest {
            let begins = |head: &str| form.starts_with(head);
            if begins(&self.word.folded) || self.without_article.as_deref().is_some_and(begins) {
                return Holds::Stem;
            }
            rest = without_particle(form);
        }
        Holds::No
    }

    /// True when the letters are those of the query: hamza, alphabet and case alike. Vowel signs are no letters.
    fn has_same_letters(&self, letters: &[Letter]) -> bool {
        let there = if self.is_prefix { letters.get(..self.letters.len()).unwrap_or(letters) } else { letters };
        let alike = |(own, other): (&Letter, &Letter)| own.base == other.base && own.hamza == other.hamza;
        there.len() == self.letters.len() && self.letters.iter().zip(there).all(alike)
    }

    /// True when the marks of the query stand on the letters of the text, or contradict none.
    fn allows(&self, letters: &[Letter]) -> bool {
        let own: Vec<&Letter> = self.letters.iter().filter(|letter| !letter.folded.is_empty()).collect();
        let there: Vec<&Letter> = letters.iter().filter(|letter| !letter.folded.is_empty()).collect();
        let shift = best_shift(&own, &there);
        own.iter().enumerate().all(|(at, letter)| {
            let other = at.checked_add_signed(shift).and_then(|at| there.get(at));
            match other.filter(|other| other.folded == letter.folded) {
                Some(other) => letter.allows(other),
                None => letter.hamza.is_none(),
            }
        })
    }
}

/// By how many letters the text's word is to be shifted so that most letters of the query stand under the same one.
fn best_shift(own: &[&Letter], there: &[&Letter]) -> isize {
    /// Particles make no more letters than these.
    const MOST: isize = 6;
    let same = |shift: isize| {
        let pairs =
            own.iter().enumerate().filter_map(|(at, own)| Some((own, there.get(at.checked_add_signed(shift)?)?)));
        pairs.filter(|(own, there)| own.folded == there.folded).count()
    };
    (-MOST..=MOST).max_by_key(|&shift| (same(shift), -shift.abs())).unwrap_or_default()
}

/// The beginning of a word without particles and article; `None` when it has no article.
fn without_article(head: &str) -> Option<&str> {
    let mut rest = head;
    for _ in 0..=MOST_PARTICLES {
        let shorter = without_particle(rest)?;
        if rest.starts_with("ال") || rest.starts_with("لل") && rest.len() - shorter.len() > 'ل'.len_utf8() {
            return Some(shorter);
        }
        rest = shorter;
    }
    None
}

/// The range, grown to grapheme boundaries.
fn whole_graphemes(text: &str, bytes: Range<usize>) -> Range<usize> {
    let is_boundary = |at: usize| GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0) != Ok(false);
    let (mut start, mut end) = (bytes.start, bytes.end);
    while start > 0 && !is_boundary(start) {
        start = text[..start].char_indices().next_back().map_or(0, |(at, _)| at);
    }
    while end < text.len() && !is_boundary(end) {
        end += text[end..].chars().next().map_or(1, char::len_utf8);
    }
    start..end
}
