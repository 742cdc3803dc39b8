//! Letters made comparable for search, with a map back to the bytes of the source.
//!
//! Owns the folding rules; does not search. One rule is one row of [`LETTERS`]; what Unicode already says
//! (compatibility forms, marks, case) is not repeated there. Next: `search/`, which compares folded text.

use std::ops::Range;
use std::sync::LazyLock;

use icu_properties::props::GeneralCategory;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};
use unicode_normalization::char::decompose_compatible;

/// Letters that readers take for one another: the folded letter, and those that become it.
///
/// Forms with a hamza or madda are not listed: they decompose to a base letter and a mark, and marks are dropped.
const LETTERS: &[(char, &str)] = &[
    ('ا', "ٱٲٳٵ"),
    ('ب', "پٻڀ"),
    ('ت', "ٹټٺٿ"),
    ('ج', "چڄڃڇځڅ"),
    ('د', "ڈډڌڊڍڎ"),
    ('ر', "ڑړڕږڒ"),
    ('ز', "ژڗ"),
    ('س', "ښڛ"),
    ('ع', "ڠ"),
    ('ف', "ڤڥڡڢ"),
    ('ق', "ڨڧ"),
    ('ك', "کگڪګڬڭڮڰڱڲڳڴ"),
    ('ل', "ڵڶڷ"),
    ('ن', "ںڼڻڽ"),
    ('ه', "ةہۂھەۃۀۿ"),
    ('و', "ۆۇۈۋۉۊۄۅ"),
    ('ي', "ىیېےێۍۑؠۓ"),
    (',', "،٬"),
    ('.', "٫۔"),
    (';', "؛"),
    ('?', "؟"),
    ('%', "٪"),
    ('*', "٭"),
    ('"', "«»“”„‟"),
    ('\'', "‘’‚‛ʼ"),
    ('-', "‐‑‒–—―−־"),
];

/// Letters that fold to nothing: the hamza on the line, and the tatweel.
const DROPPED: &str = "ءـ";

/// A text whose letters are comparable, and the way back to the text it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// For each byte of `text`, the source bytes of the character that it comes from.
    origins: Vec<(u32, u32)>,
}

impl Folded {
    /// Folds `source`: see [`fold`] for the rules.
    pub fn new(source: &str) -> Self {
        let mut folded = Self::default();
        for (start, letter) in source.char_indices() {
            let origin = (start as u32, (start + letter.len_utf8()) as u32);
            fold_char(letter, &mut |comparable| folded.text.push(comparable));
            folded.origins.resize(folded.text.len(), origin);
        }
        folded
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source bytes that a range of folded bytes comes from, with the marks that follow its last letter.
    ///
    /// `source` must be the text that was folded. The range returned stands on character boundaries of it; an empty
    /// range gives an empty one. Bytes beyond the text are cut off.
    pub fn source_bytes(&self, source: &str, folded_bytes: Range<usize>) -> Range<usize> {
        let end = folded_bytes.end.min(self.origins.len());
        let start = folded_bytes.start.min(end);
        if start == end {
            let at = self.origins.get(start).map_or(source.len(), |origin| origin.0 as usize);
            return at..at;
        }
        let mut last = self.origins[end - 1].1 as usize;
        if let Some(rest) = source.get(last..) {
            last += rest.chars().take_while(|&letter| folds_to_nothing(letter)).map(char::len_utf8).sum::<usize>();
        }
        self.origins[start].0 as usize..last
    }
}

/// Folds `source` for comparison.
///
/// Dropped: marks (tashkeel, nikud, Latin diacritics), tatweel, ء, bidi and joiner controls. Made one: alef with its
/// hamzas and madda, ى ئ ی ے → ي, ؤ → و, ة ہ ھ → ه, Persian, Urdu, Kurdish and Pashto letters and the nearest Arabic
/// one, presentation forms and their letters, all decimal digits and ASCII digits, white space, quotation marks,
/// upper and lower case.
pub fn fold(source: &str) -> String {
    let mut folded = String::with_capacity(source.len());
    for letter in source.chars() {
        fold_char(letter, &mut |comparable| folded.push(comparable));
    }
    folded
}

/// Gives each comparable character of `letter` to `keep`; none for marks and controls.
fn fold_char(letter: char, keep: &mut impl FnMut(char)) {
    if letter.is_ascii() {
        return keep(if letter.is_ascii_whitespace() { ' ' } else { letter.to_ascii_lowercase() });
    }
    match NEAR.get(letter as usize) {
        Some(parts) => parts.iter().copied().take_while(|&part| part != NOTHING).for_each(keep),
        None => decompose_compatible(letter, |part| fold_part(part, keep)),
    }
}

/// Fills the places of [`NEAR`] that hold no character.
const NOTHING: char = '\0';

/// The folding of every character below U+0700, where Latin, Hebrew and Arabic letters stand: worked out once.
static NEAR: LazyLock<Vec<[char; 3]>> = LazyLock::new(|| {
    let folded = |code: u32| {
        let (mut parts, mut count) = ([NOTHING; 3], 0);
        let mut keep = |part| {
            if let Some(place) = parts.get_mut(count) {
                *place = part;
            }
            count += 1;
        };
        if let Some(letter) = char::from_u32(code) {
            decompose_compatible(letter, |part| fold_part(part, &mut keep));
        }
        parts
    };
    (0..0x700).map(folded).collect()
});

fn fold_part(part: char, keep: &mut impl FnMut(char)) {
    if part.is_whitespace() {
        return keep(' ');
    }
    match category().get(part) {
        GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark => {}
        GeneralCategory::Format | GeneralCategory::Control => {}
        GeneralCategory::DecimalNumber => keep(ascii_digit(part)),
        _ if DROPPED.contains(part) => {}
        _ => {
            let row = LETTERS.iter().find(|(_, variants)| variants.contains(part));
            row.map_or(part, |(letter, _)| *letter).to_lowercase().for_each(keep);
        }
    }
}

/// The ASCII digit of a decimal digit in any script: Unicode encodes each script's ten in a row, 0 first.
fn ascii_digit(digit: char) -> char {
    let is_digit =
        |code: u32| char::from_u32(code).is_some_and(|c| category().get(c) == GeneralCategory::DecimalNumber);
    let code = u32::from(digit);
    match code {
        0x30..=0x39 => return digit,
        0x660..=0x669 => return char::from(b'0' + (code - 0x660) as u8),
        0x6f0..=0x6f9 => return char::from(b'0' + (code - 0x6f0) as u8),
        _ => {}
    }
    let mut zero = code;
    while zero > 0 && is_digit(zero - 1) {
        zero -= 1;
    }
    char::from(b'0' + ((code - zero) % 10) as u8)
}

fn folds_to_nothing(letter: char) -> bool {
    let mut nothing = true;
    fold_char(letter, &mut |_| nothing = false);
    nothing
}

fn category() -> CodePointMapDataBorrowed<'static, GeneralCategory> {
    const { CodePointMapData::<GeneralCategory>::new() }
}

#[cfg(test)]
mod tests {
    use super::{Folded, decompose_compatible, fold, fold_part};
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_word_become_equal() {
        for (left, right) in [
            ("أحمد", "احمد"),
            ("مُحَمَّد", "محمد"),
            ("مدرسة", "مدرسه"),
            ("على", "علي"),
            ("کتاب", "كتاب"),
            ("آذربيجان", "اذربيجان"),
            ("مسؤول", "مسوول"),
            ("شيء", "شئ"),
            ("عربـــي", "عربي"),
            ("٢٠٢٤", "2024"),
            ("۲۰۲۴", "2024"),
            ("پاکستان", "باكستان"),
            ("می‌خواهم", "ميخواهم"),
            ("ﺍﻟﻌﺮﺑﻴﺔ", "العربيه"),
            ("ﷲ", "الله"),
            ("שָׁלוֹם", "שלום"),
            ("Élysée", "ELYSEE"),
            ("२०", "20"),
            ("١٬٢٣٤٫٥", "1,234.5"),
        ] {
            assert_eq!(fold(left), fold(right), "{left} and {right}");
        }
    }

    #[test]
    fn words_that_differ_stay_different() {
        for (left, right) in [("باكو", "بيكو"), ("سلام", "إسلام"), ("קול", "כול"), ("10", "100")]
        {
            assert_ne!(fold(left), fold(right), "{left} and {right}");
        }
    }

    #[test]
    fn no_near_character_folds_to_more_than_its_place_holds() {
        for letter in ('\u{80}'..'\u{700}').filter(|letter| !letter.is_control()) {
            let mut parts = Vec::new();
            decompose_compatible(letter, |part| fold_part(part, &mut |part| parts.push(part)));
            assert_eq!(fold(&letter.to_string()), parts.into_iter().collect::<String>(), "{letter:?}");
        }
    }

    #[test]
    fn the_way_back_takes_the_marks_along() {
        let source = "قال مُحَمَّدٌ نعم";
        let folded = Folded::new(source);
        let at = folded.text().find("محمد").expect("folded name");
        assert_eq!(&source[folded.source_bytes(source, at..at + "محمد".len())], "مُحَمَّدٌ");
    }

    proptest! {
        #[test]
        fn mapped_ranges_stay_on_character_boundaries(source in any::<String>(), cuts in any::<(usize, usize)>()) {
            let folded = Folded::new(&source);
            prop_assert_eq!(folded.text(), fold(&source));
            let bytes = folded.text().len() + 1;
            let (start, end) = (cuts.0 % bytes, cuts.1 % bytes);
            let range = folded.source_bytes(&source, start.min(end)..start.max(end));
            prop_assert!(source.get(range).is_some());
        }

        #[test]
        fn folding_twice_changes_nothing(source in any::<String>()) {
            let once = fold(&source);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
