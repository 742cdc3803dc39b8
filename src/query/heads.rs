//! How the words of a text begin: the beginnings by which an index finds it, as hashes.
//!
//! Owns which beginnings are kept. Whether a text holds a word that begins so is decided by `matching.rs`, because two
//! beginnings may have one hash.
//!
//! The full-text index stores stems, which lack particles before a word and endings behind it. Who types `لحف` looks for
//! `لحفل` (stem `حفل`) among all texts with a stem in `حف`, and who types `شهره` for `شهرها` among all with `شهر`. Kept
//! are the beginnings that stems do not tell: of words in Arabic script three and four letters of each form of a word that
//! a particle stands before, and of a word that has lost an ending; of all others, which are rare as a rule, one to four
//! letters of every word, so that no stems need to be looked through.

use super::expr::Word;
use super::stem::is_arabic;
use super::words::{index_each, is_hebrew};

/// Letters of the beginnings that are kept of words in Arabic script.
const FEWEST: usize = 3;
/// The most letters of a beginning that is kept.
const MOST: usize = 4;

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
        let fewest = if is_told_by_stems(form) { FEWEST } else { 1 };
        let mut hash = Hash::default();
        for (letters, letter) in (1..=MOST).zip(form.chars()) {
            hash.add(letter);
            if letters >= fewest {
                self.0.push(hash.finish());
            }
        }
    }

    /// The hashes of the beginnings, each once, the least first.
    pub fn finish(mut self) -> Vec<u32> {
        self.0.sort_unstable();
        self.0.dedup();
        self.0
    }
}

/// What a word begins with, as hashes of which a text with such a word has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    hashes: Vec<u32>,
    is_whole: bool,
    tells_all: bool,
}

impl Beginning {
    /// `None` where beginnings are not kept: of one or two letters of Arabic script. Marks are not looked at.
    pub fn of(word: &Word) -> Option<Beginning> {
        let is_kept = |beginning: &str| {
            let fewest = if is_told_by_stems(beginning) { FEWEST } else { 1 };
            beginning.chars().count() >= fewest
        };
        let mut beginning = Beginning { hashes: Vec::new(), is_whole: true, tells_all: true };
        for own in word.beginnings() {
            if !is_kept(own) {
                return None;
            }
            beginning.is_whole &= own.chars().nth(MOST).is_none();
            beginning.tells_all &= !is_told_by_stems(own);
            let mut hash = Hash::default();
            own.chars().take(MOST).for_each(|letter| hash.add(letter));
            beginning.hashes.push(hash.finish());
        }
        beginning.hashes.sort_unstable();
        beginning.hashes.dedup();
        Some(beginning)
    }

    /// The hashes, each once: one of them is among the [`Heads`] of every text with a word that begins so, but for words
    /// whose stem does so, too.
    pub fn hashes(&self) -> &[u32] {
        &self.hashes
    }

    /// True when all letters are in the hashes: a text that has one of them holds such a word as a rule, marks aside.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// True when texts with a word whose stem begins so have one of the hashes as well.
    pub fn tells_all(&self) -> bool {
        self.tells_all
    }
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

/// FNV-1a over letters, its halves mixed.
struct Hash(u64);

impl Default for Hash {
    fn default() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    fn add(&mut self, letter: char) {
        for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn finish(&self) -> u32 {
        ((self.0 ^ self.0 >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32) as u32
    }
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

    fn kept(text: &str) -> (String, Vec<u32>) {
        let (mut heads, mut stems, mut alone) = (Heads::default(), String::new(), String::new());
        heads.index_text(text, &mut stems);
        index_text(text, &mut alone);
        assert_eq!(stems, alone);
        (stems, heads.finish())
    }

    /// What stems say of such a word in a text, what the hashes say, and how it is; `None` where nothing is kept.
    fn may_hold(query: &str, text: &str) -> Option<(bool, bool, bool)> {
        let wanted = wanted(query)?;
        let Form::Prefix(word) = &wanted.form else { return None };
        let beginning = Beginning::of(word)?;
        let (stems, kept) = kept(text);
        let tells = |own: &str| is_kept_by_stems(own) && !beginning.tells_all();
        let by_stem = word.beginnings().any(|own| tells(own) && stems.split(' ').any(|stem| stem.starts_with(own)));
        let holds = wanted.holds(text) > Holds::No;
        // Where marks count, a stem that begins so is no more than a hint.
        let by_stem = by_stem && (holds || word.strict == Strictness::Folded);
        let by_hash = beginning.hashes().iter().any(|hash| kept.binary_search(hash).is_ok());
        Some((by_stem, by_hash, holds))
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
        // A particle of one script before a word of another one.
        assert_eq!(may_hold("של*", "والשלום"), Some((false, true, true)));
        let of = |query: &str| match wanted(query).map(|wanted| wanted.form) {
            Some(Form::Prefix(word)) => Beginning::of(&word).map(|own| (own.tells_all(), own.is_whole())),
            _ => None,
        };
        assert_eq!([of("ش*"), of("شرك*"), of("شركات*")], [None, Some((false, true)), Some((false, false))]);
        assert_eq!([of("s*"), of("strea*")], [Some((true, true)), Some((true, false))]);
    }

    proptest! {
        #[test]
        fn no_beginning_is_missed(
            query in "[اأبتةهكلمنويسفرشחםשלוהרתבa-ehiosy0-2]{1,9}\\*",
            text in "([اأإبتةهكلمنويىسفرش\u{64b}]{1,9}|(و|ف)?(ب|ك|ل)?(ال)?[بتكمنسرش]{2,5}(ات|ون|ين|ها|هم|ه|ية|ا|ان|تها)?|[חםשלוהרתב]{1,7}|[a-ehiosy]{1,6}(s|ies)?|[0-2]{1,3}| ){1,9}",
        ) {
            if let Some((by_stem, by_hash, holds)) = may_hold(&query, &text) {
                prop_assert!(!holds || by_stem || by_hash, "{} is in {}", query.escape_unicode(), text.escape_unicode());
                prop_assert!(holds || !by_stem, "{} is not in {}", query.escape_unicode(), text.escape_unicode());
            }
        }

        #[test]
        fn what_begins_like_a_word_of_a_text_is_found(
            word in "(و|ف)?(ب|ك|ل)?(ال)?[اأبتكمنسرشيوةه]{2,7}(ات|ون|ين|ها|هم|ه|ية|ا|ان|تها)?|[חםשלוהרתבן]{2,8}|[a-z]{2,8}",
            letters in 1_usize..9,
        ) {
            let query: String = word.chars().take(letters).chain(['*']).collect();
            if let Some((by_stem, by_hash, holds)) = may_hold(&query, &word) {
                prop_assert!(by_stem || by_hash || !holds, "{} is in {}", query.escape_unicode(), word.escape_unicode());
                prop_assert!(!by_stem || holds, "{} is not in {}", query.escape_unicode(), word.escape_unicode());
            }
        }
    }
}
