//! How the words of a text begin: the beginnings by which an index finds it, as codes.
//!
//! Owns which beginnings are kept, and their codes. Whether a text holds a word that begins so is decided by
//! `matching.rs`: what letters have in common with others of rare scripts is one code.
//!
//! The full-text index stores stems, which lack particles before a word and endings behind it. Who types `لحف` looks for
//! `لحفل` (stem `حفل`) among all texts with a stem in `حف`, and who types `شهره` for `شهرها` among all with `شهر`. Kept
//! are the beginnings that stems do not tell: of words in Arabic script those of three letters and more of each form of a
//! word that a particle stands before, and of a word that has lost an ending; of all others, which are rare as a rule,
//! those of every word, so that no stems need to be looked through.
//!
//! A code is made of four letters, a byte each, the first one highest. All codes of words that begin with the same letters
//! stand side by side.

use std::ops::RangeInclusive;

use super::expr::Word;
use super::stem::is_arabic;
use super::words::{index_each, is_hebrew};

/// The fewest letters of a beginning that is kept of words in Arabic script.
const FEWEST: usize = 3;
/// The letters of a code.
const MOST: usize = 4;
/// The first byte of the code of a word in a script whose letters would not fit into bytes: the first letter follows.
const LARGE: u32 = 0xff;
/// The first letter of those scripts: all that are not written with Latin, Greek, Cyrillic, Hebrew or Arabic letters.
const FIRST_LARGE: char = '\u{800}';

/// Gathers the beginnings of the words of a text, and the stems of the words besides.
#[derive(Clone, Debug, Default)]
pub struct Heads(Vec<u32>);

impl Heads {
    /// Adds the stems of the words of `text` to `out`, as [`index_text`](super::index_text) does, and keeps their
    /// beginnings.
    pub fn index_text(&mut self, text: &str, out: &mut String) {
        index_each(text, out, |form| self.keep(form));
    }

    fn keep(&mut self, form: &str) {
        self.0.extend(kept(form));
    }

    /// The codes of the beginnings, each once, the least first.
    pub fn finish(mut self) -> Vec<u32> {
        self.0.sort_unstable();
        self.0.dedup();
        self.0
    }
}

/// What a word begins with, as codes of which a text with such a word has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    codes: Vec<RangeInclusive<u32>>,
    is_whole: bool,
    tells_all: bool,
}

impl Beginning {
    /// `None` where beginnings are not kept: of one or two letters of Arabic script. Marks are not looked at.
    pub fn of(word: &Word) -> Option<Beginning> {
        let own: Vec<&str> = word.beginnings().collect();
        own.iter().all(|own| kept(own).is_some()).then(|| Beginning {
            codes: own.iter().map(|own| codes(own)).collect(),
            is_whole: own.iter().all(|own| is_exact(own)),
            tells_all: !own.iter().any(|own| is_told_by_stems(own)),
        })
    }

    /// The codes: one of them is among the [`Heads`] of every text with a word that begins so, but for words whose stem
    /// does so, too.
    pub fn codes(&self) -> &[RangeInclusive<u32>] {
        &self.codes
    }

    /// True when the codes say all: a text that has one of them holds such a word, marks aside.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// True when texts with a word whose stem begins so have one of the codes as well.
    pub fn tells_all(&self) -> bool {
        self.tells_all
    }
}

/// The code of a word, or of letters that words begin with; `None` where it is not kept, and words are not found by it.
fn kept(form: &str) -> Option<u32> {
    let (code, letters) = code_of(form);
    let fewest = if is_told_by_stems(form) { FEWEST } else { 1 };
    (letters >= fewest).then_some(code)
}

/// The code of a word, and how many letters are in it.
fn code_of(word: &str) -> (u32, usize) {
    let (mut code, mut letters) = (0, 0);
    for letter in word.chars().take(MOST) {
        if letters == 0 && letter >= FIRST_LARGE {
            return (LARGE << 24 | u32::from(letter), MOST);
        }
        code = code << 8 | u32::from(byte_of(letter));
        letters += 1;
    }
    (if letters == 0 { 0 } else { code << (8 * (MOST - letters)) }, letters)
}

/// The codes of words that begin so; the first of them is that of the word which goes no further.
fn codes(beginning: &str) -> RangeInclusive<u32> {
    let (code, letters) = code_of(beginning);
    code..=code | u32::MAX.checked_shr(8 * letters as u32).unwrap_or(0)
}

/// True when no other letters have these codes.
fn is_exact(beginning: &str) -> bool {
    let is_large = beginning.starts_with(|first| first >= FIRST_LARGE);
    let most = if is_large { 1 } else { MOST };
    beginning.chars().nth(most).is_none()
        && (is_large || beginning.chars().all(|letter| byte_of(letter) < FIRST_SHARED))
}

/// The byte of a folded letter, from 1 to 254.
fn byte_of(letter: char) -> u8 {
    BYTES.get(letter as usize).copied().unwrap_or_else(|| shared_byte(letter as u32))
}

/// The first byte that several letters have.
const FIRST_SHARED: u8 = 211;

/// The bytes of the letters that Arabic, Hebrew and Latin words are written with, each of which no other letter has, and
/// of those between them.
static BYTES: [u8; 0x700] = {
    let mut bytes = [0; 0x700];
    let mut code = 0;
    while code < bytes.len() as u32 {
        bytes[code as usize] = match code {
            0x30..=0x39 => (code - 0x30) as u8 + 1,
            0x61..=0x7a => (code - 0x61) as u8 + 11,
            0x5d0..=0x5ea => (code - 0x5d0) as u8 + 37,
            0x620..=0x64a => (code - 0x620) as u8 + 64,
            0x66e..=0x6d5 => (code - 0x66e) as u8 + 107,
            _ => shared_byte(code),
        };
        code += 1;
    }
    bytes
};

/// The byte of a letter that has none of its own.
const fn shared_byte(code: u32) -> u8 {
    (code % 44) as u8 + FIRST_SHARED
}

/// True when a word whose stem begins with these folded letters begins so itself, particles aside.
pub fn is_kept_by_stems(beginning: &str) -> bool {
    // Particles are no matter for beginnings of Hebrew words; of Latin ones `cities` has the stem `city`.
    !beginning.starts_with(is_hebrew) && !beginning.ends_with('y')
}

/// True for letters that words begin with of which [`Heads`] leaves to stems what these tell.
fn is_told_by_stems(form: &str) -> bool {
    form.starts_with(is_arabic)
}

#[cfg(test)]
mod tests {
    use super::{Beginning, Heads, is_kept_by_stems};
    use crate::query::{Form, Holds, Strictness, TextMatch, index_text, parse};
    use proptest::prelude::*;

    fn wanted(query: &str) -> Option<TextMatch> {
        let query = parse(query, jiff::civil::date(2026, 1, 1));
        query.wanted().first().map(|&text| text.clone())
    }

    fn kept_of(text: &str) -> (String, Vec<u32>) {
        let (mut heads, mut stems, mut alone) = (Heads::default(), String::new(), String::new());
        heads.index_text(text, &mut stems);
        index_text(text, &mut alone);
        assert_eq!(stems, alone);
        (stems, heads.finish())
    }

    /// What stems say of such a word in a text, what the codes say, and how it is; `None` where nothing is kept.
    fn may_hold(query: &str, text: &str) -> Option<(bool, bool, bool)> {
        let wanted = wanted(query)?;
        let Form::Prefix(word) = &wanted.form else { return None };
        let beginning = Beginning::of(word)?;
        let (stems, kept) = kept_of(text);
        let tells = |own: &str| is_kept_by_stems(own) && !beginning.tells_all();
        let by_stem = word.beginnings().any(|own| tells(own) && stems.split(' ').any(|stem| stem.starts_with(own)));
        let holds = wanted.holds(text) > Holds::No;
        // Where marks count, a stem that begins so is no more than a hint.
        let by_stem = by_stem && (holds || word.strict == Strictness::Folded);
        let by_code = beginning.codes().iter().any(|codes| kept.iter().any(|code| codes.contains(code)));
        Some((by_stem, by_code, holds))
    }

    #[test]
    fn what_stems_have_lost_is_kept() {
        for (query, text) in
            [("لحف*", "لحفل"), ("شهره*", "شهرها"), ("وال*", "والكتاب"), ("citi*", "cities"), ("citie*", "cities")]
        {
            assert_eq!(may_hold(query, text), Some((false, true, true)), "{query} in {text}");
        }
        assert_eq!(may_hold("حفل*", "لحفلات").map(|(by_stem, ..)| by_stem), Some(true));
        assert_eq!(may_hold("لحف*", "حفل وشهر"), Some((false, false, false)));
        assert_eq!(may_hold("لح*", "لحفل"), None);
        assert_eq!(may_hold("ولأم*", "ولأمر"), Some((false, true, true)));
        assert_eq!(may_hold("ولأم*", "ولامر"), Some((false, true, false)));
    }

    #[test]
    fn of_what_is_not_arabic_every_word_is_kept_from_the_first_letter_on() {
        for (query, text) in
            [("d*", "diary"), ("ש*", "בשלום שלום"), ("בש*", "בשלום"), ("20*", "في 2024"), ("city*", "city")]
        {
            assert_eq!(may_hold(query, text), Some((false, true, true)), "{query} in {text}");
        }
        assert_eq!(may_hold("של*", "בשלום"), Some((false, false, false)));
        assert_eq!(may_hold("b*", "citation"), Some((false, false, false)));
        assert_eq!(may_hold("2*", "زاد والزاد"), Some((false, false, false)));
        // A particle of one script before a word of another one.
        assert_eq!(may_hold("של*", "والשלום"), Some((false, true, true)));
        let of = |query: &str| match wanted(query).map(|wanted| wanted.form) {
            Some(Form::Prefix(word)) => Beginning::of(&word).map(|own| (own.tells_all(), own.is_whole())),
            _ => None,
        };
        assert_eq!([of("ش*"), of("شرك*"), of("شركات*")], [None, Some((false, true)), Some((false, false))]);
        assert_eq!([of("s*"), of("strea*")], [Some((true, true)), Some((true, false))]);
        assert_eq!([of("北*"), of("яб*"), of("भर*")], [Some((true, true)), Some((true, false)), Some((true, false))]);
    }

    proptest! {
        #[test]
        fn no_beginning_is_missed(
            query in "[اأبتةهكلمنويسفرشחםשלוהרתבa-ehiosy0-2]{1,9}\\*",
            text in "([اأإبتةهكلمنويىسفرش\u{64b}]{1,9}|(و|ف)?(ب|ك|ل)?(ال)?[بتكمنسرش]{2,5}(ات|ون|ين|ها|هم|ه|ية|ا|ان|تها)?|[חםשלוהרתב]{1,7}|[a-ehiosy]{1,6}(s|ies)?|[0-2]{1,3}| ){1,9}",
        ) {
            if let Some((by_stem, by_code, holds)) = may_hold(&query, &text) {
                prop_assert!(!holds || by_stem || by_code, "{} is in {}", query.escape_unicode(), text.escape_unicode());
                prop_assert!(holds || !by_stem, "{} is not in {}", query.escape_unicode(), text.escape_unicode());
            }
        }

        #[test]
        fn what_begins_like_a_word_of_a_text_is_found(
            word in "(و|ف)?(ب|ك|ل)?(ال)?[اأبتكمنسرشيوةه]{2,7}(ات|ون|ين|ها|هم|ه|ية|ا|ان|تها)?|[חםשלוהרתבן]{2,8}|[a-z]{2,8}",
            letters in 1_usize..9,
        ) {
            let query: String = word.chars().take(letters).chain(['*']).collect();
            if let Some((by_stem, by_code, holds)) = may_hold(&query, &word) {
                prop_assert!(by_stem || by_code || !holds, "{} is in {}", query.escape_unicode(), word.escape_unicode());
                prop_assert!(!by_stem || holds, "{} is not in {}", query.escape_unicode(), word.escape_unicode());
            }
        }
    }
}
