//! How the words of a text begin: a filter that says of most beginnings that no word of the text has them.
//!
//! Owns the filter (Bloom, "Space/time trade-offs in hash coding with allowable errors", CACM 13(7), 1970) and what is put
//! into it. Whether a text holds a word that begins so is decided by `matching.rs`.
//!
//! An index stores stems, which lack particles before a word and endings behind it. Who types `لحف` looks for `لحفل` (stem
//! `حفل`) among all texts with a stem in `حف`, and who types `شهره` for `شهرها` among all with `شهر`. The filter
//! holds the beginnings that stems do not tell: three and four letters of each form of a word that a particle stands
//! before, and of a word that has lost an ending.

use super::expr::Word;
use super::words::{index_each, is_hebrew};

/// Letters of the beginnings that are kept.
const FEWEST: usize = 3;
const MOST: usize = 4;
/// Bits for each beginning, at least; with up to twice as many, one in 12 to 40 is taken to be there and is not.
const BITS: usize = 6;
/// The least and the most bits of a filter.
const SMALLEST: usize = 128;
const LARGEST: usize = 1 << 15;

/// Gathers the beginnings of the words of a text, and the stems of the words besides.
#[derive(Clone, Debug, Default)]
pub struct Heads(Vec<u64>);

impl Heads {
    /// Adds the stems of the words of `text` to `out`, as [`index_text`](super::index_text) does, and keeps their
    /// beginnings.
    pub fn index_text(&mut self, text: &str, out: &mut String) {
        index_each(text, out, |form| self.keep(form));
    }

    fn keep(&mut self, form: &str) {
        let mut ends = form.char_indices().map(|(at, _)| at).skip(FEWEST).chain([form.len()]);
        self.0.extend(ends.by_ref().take(1 + MOST - FEWEST).map(|end| hash(&form[..end])));
    }

    /// The filter.
    pub fn finish(mut self) -> Vec<u8> {
        self.0.sort_unstable();
        self.0.dedup();
        let bits = (self.0.len() * BITS).next_power_of_two().clamp(SMALLEST, LARGEST);
        let mut filter = vec![0; bits / 8];
        for place in self.0.iter().flat_map(|&hash| places(hash, bits)) {
            filter[place / 8] |= 1 << (place % 8);
        }
        filter
    }
}

/// What a word begins with, ready to be looked for in many filters.
#[derive(Clone, Debug)]
pub struct Beginning(Vec<u64>);

impl Beginning {
    /// `None` where a filter has nothing to say: of fewer than three letters, and where stems that begin so are no proof
    /// ([`is_kept_by_stems`]). Marks are not looked at.
    pub fn of(word: &Word) -> Option<Beginning> {
        let letters = |beginning: &str| beginning.chars().count();
        let is_told = |beginning: &str| letters(beginning) >= FEWEST && is_kept_by_stems(beginning);
        let first = |beginning: &str| beginning.char_indices().nth(MOST).map_or(beginning.len(), |(end, _)| end);
        let are_told = word.beginnings().all(is_told);
        are_told.then(|| Beginning(word.beginnings().map(|beginning| hash(&beginning[..first(beginning)])).collect()))
    }

    /// False when no word of the text with this filter begins so, but for words whose stem does so, too.
    pub fn may_be_in(&self, filter: &[u8]) -> bool {
        let bits = filter.len() * 8;
        let is_set = |place: usize| filter[place / 8] & 1 << (place % 8) != 0;
        !bits.is_power_of_two() || self.0.iter().any(|&hash| places(hash, bits).into_iter().all(is_set))
    }
}

/// True when a word whose stem begins with these folded letters begins so itself, particles aside.
pub fn is_kept_by_stems(beginning: &str) -> bool {
    // Particles are no matter for beginnings of Hebrew words; of Latin ones `cities` has the stem `city`.
    !beginning.starts_with(is_hebrew) && !beginning.ends_with('y')
}

/// The two bits of a hash in a filter of so many bits, a power of two.
fn places(hash: u64, bits: usize) -> [usize; 2] {
    [hash as usize & (bits - 1), (hash >> 32) as usize & (bits - 1)]
}

/// FNV-1a, its halves mixed.
fn hash(text: &str) -> u64 {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    (hash ^ hash >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
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

    fn filter(text: &str) -> (String, Vec<u8>) {
        let (mut heads, mut stems, mut alone) = (Heads::default(), String::new(), String::new());
        heads.index_text(text, &mut stems);
        index_text(text, &mut alone);
        assert_eq!(stems, alone);
        (stems, heads.finish())
    }

    /// True when stems or the filter say that a text may have such a word; `None` where the filter has no say.
    fn may_hold(query: &str, text: &str) -> Option<(bool, bool, bool)> {
        let wanted = wanted(query)?;
        let Form::Prefix(word) = &wanted.form else { return None };
        let beginning = Beginning::of(word)?;
        let (stems, filter) = filter(text);
        let by_stem =
            word.beginnings().any(|own| is_kept_by_stems(own) && stems.split(' ').any(|stem| stem.starts_with(own)));
        let holds = wanted.holds(text) > Holds::No;
        // Where marks count, a stem that begins so is no more than a hint.
        let by_stem = by_stem && (holds || word.strict == Strictness::Folded);
        Some((by_stem, beginning.may_be_in(&filter), holds))
    }

    #[test]
    fn what_stems_have_lost_is_found_by_the_filter() {
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
    fn a_filter_says_no_to_most_and_takes_any_bytes() {
        let text: String =
            (0..400).map(|number| format!("و{}{} ", ["كتب", "درس", "عمل", "فتح"][number % 4], number)).collect();
        let (_, filter) = filter(&text);
        let letters = ["ق", "ص", "ض", "ظ", "غ", "خ", "ذ", "ث", "ز", "ط"];
        let mut said = 0;
        for number in 0..1000 {
            let [one, two, three] = [number / 100, number / 10 % 10, number % 10].map(|at| letters[at]);
            let query = wanted(&format!("{one}{two}{three}*")).unwrap();
            let Form::Prefix(word) = &query.form else { panic!() };
            let beginning = Beginning::of(word).unwrap();
            said += usize::from(beginning.may_be_in(&filter));
            for odd in [&[][..], &[7], &[1, 2, 3]] {
                let _ = beginning.may_be_in(odd);
            }
        }
        assert!(said < 100, "{said} of 1000");
    }

    proptest! {
        #[test]
        fn no_beginning_is_missed(
            query in "[اأبتةهكلمنويسفرشחםשלוהרתבa-ehiosy]{3,9}\\*",
            text in "([اأإبتةهكلمنويىسفرش\u{64b}]{1,9}|(و|ف)?(ب|ك|ل)?(ال)?[بتكمنسرش]{2,5}(ات|ون|ين|ها|هم|ه|ية|ا|ان|تها)?|[חםשלוהרתב]{1,7}|[a-ehiosy]{1,6}(s|ies)?| ){1,9}",
        ) {
            if let Some((by_stem, by_filter, holds)) = may_hold(&query, &text) {
                prop_assert!(!holds || by_stem || by_filter, "{} is in {}", query.escape_unicode(), text.escape_unicode());
                prop_assert!(holds || !by_stem, "{} is not in {}", query.escape_unicode(), text.escape_unicode());
            }
        }

        #[test]
        fn what_begins_like_a_word_of_a_text_is_found(
            word in "(و|ف)?(ب|ك|ل)?(ال)?[اأبتكمنسرشيوةه]{2,7}(ات|ون|ين|ها|هم|ه|ية|ا|ان|تها)?|[חםשלוהרתבן]{2,8}|[a-z]{2,8}",
            letters in 3_usize..9,
        ) {
            let query: String = word.chars().take(letters).chain(['*']).collect();
            if let Some((by_stem, by_filter, holds)) = may_hold(&query, &word) {
                prop_assert!(by_stem || by_filter || !holds, "{} is in {}", query.escape_unicode(), word.escape_unicode());
                prop_assert!(!by_stem || holds, "{} is not in {}", query.escape_unicode(), word.escape_unicode());
            }
        }
    }
}
