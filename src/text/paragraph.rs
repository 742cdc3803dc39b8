//! Step 1: paragraphs and their base direction (UAX #9, P1–P3).
//!
//! Owns the cut at paragraph separators and the choice of the base direction; levels are `bidi.rs`.

use icu_properties::props::BidiClass;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};
use serde::Serialize;

/// The direction of a text or of a run of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right: Latin, Cyrillic, CJK.
    #[default]
    Ltr,
    /// Right to left: Arabic, Hebrew.
    Rtl,
}

impl Direction {
    /// The embedding level of a paragraph in this direction: 0 or 1 (UAX #9, BD4).
    pub fn level(self) -> u8 {
        match self {
            Direction::Ltr => 0,
            Direction::Rtl => 1,
        }
    }

    /// The direction of an embedding level: even is left to right (UAX #9, BD3).
    pub fn of_level(level: u8) -> Self {
        if level.is_multiple_of(2) { Direction::Ltr } else { Direction::Rtl }
    }
}

/// How the base direction of a paragraph is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BaseDirection {
    /// The first strong character decides (P2, P3); the given direction stands in when there is none.
    Auto {
        /// For a paragraph without a strong character.
        fallback: Direction,
    },
    /// The same for every paragraph, whatever it holds.
    Forced(Direction),
}

impl Default for BaseDirection {
    /// The first strong character decides, and left to right where there is none (P3).
    fn default() -> Self {
        BaseDirection::Auto { fallback: Direction::Ltr }
    }
}

impl BaseDirection {
    /// The base direction of `paragraph`.
    pub fn resolve(self, paragraph: &str) -> Direction {
        match self {
            BaseDirection::Forced(direction) => direction,
            BaseDirection::Auto { fallback } => first_strong_direction(paragraph).unwrap_or(fallback),
        }
    }
}

/// The direction of the first strong character outside isolates; `None` when there is none.
///
/// UAX #9, [P2](https://www.unicode.org/reports/tr9/#P2): what stands between an isolate initiator and its matching
/// PDI (or the end of the paragraph) is skipped. The search ends at a paragraph separator.
pub fn first_strong_direction(paragraph: &str) -> Option<Direction> {
    let mut isolates = 0_usize;
    for letter in paragraph.chars() {
        match bidi_class(letter) {
            BidiClass::LeftToRight if isolates == 0 => return Some(Direction::Ltr),
            BidiClass::RightToLeft | BidiClass::ArabicLetter if isolates == 0 => return Some(Direction::Rtl),
            BidiClass::LeftToRightIsolate | BidiClass::RightToLeftIsolate | BidiClass::FirstStrongIsolate => {
                isolates += 1
            }
            BidiClass::PopDirectionalIsolate => isolates = isolates.saturating_sub(1),
            BidiClass::ParagraphSeparator => return None,
            _ => {}
        }
    }
    None
}

/// Cuts a text at its paragraph separators, which are left out: LF, CR, CR LF, NEL, U+001C–U+001E and U+2029 (P1).
///
/// An empty text has no paragraph; a separator at the end opens no empty one.
pub fn split_paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let cut = rest.find(|letter| bidi_class(letter) == BidiClass::ParagraphSeparator);
        let Some(at) = cut else { return Some(std::mem::take(&mut rest)) };
        let paragraph = &rest[..at];
        let separator =
            if rest[at..].starts_with("\r\n") { 2 } else { rest[at..].chars().next().map_or(0, char::len_utf8) };
        rest = &rest[at + separator..];
        Some(paragraph)
    })
}

/// The Bidi_Class property of a character.
pub fn bidi_class(letter: char) -> BidiClass {
    const CLASSES: CodePointMapDataBorrowed<'static, BidiClass> = CodePointMapData::<BidiClass>::new();
    CLASSES.get(letter)
}

#[cfg(test)]
mod tests {
    use super::{BaseDirection, Direction, first_strong_direction, split_paragraphs};

    #[test]
    fn the_first_strong_character_decides() {
        for (text, direction) in [
            ("123 abc", Some(Direction::Ltr)),
            ("«خبر» news", Some(Direction::Rtl)),
            ("2023 שלום", Some(Direction::Rtl)),
            ("… 12 %", None),
            ("\u{2067}خبر\u{2069} abc", Some(Direction::Ltr)),
            ("\u{2066}abc\u{2069} خبر", Some(Direction::Rtl)),
            ("\u{2066}abc خبر", None),
            ("\u{2069}خبر", Some(Direction::Rtl)),
            ("\u{200f}abc", Some(Direction::Rtl)),
        ] {
            assert_eq!(first_strong_direction(text), direction, "{text:?}");
        }
    }

    #[test]
    fn forced_and_fallback() {
        assert_eq!(BaseDirection::Forced(Direction::Rtl).resolve("abc"), Direction::Rtl);
        assert_eq!(BaseDirection::Auto { fallback: Direction::Rtl }.resolve("12"), Direction::Rtl);
        assert_eq!(BaseDirection::default().resolve("12"), Direction::Ltr);
    }

    #[test]
    fn every_separator_cuts_once() {
        let paragraphs: Vec<_> = split_paragraphs("A\r\nB\nC\rD\u{85}E\u{2029}F\n").collect();
        assert_eq!(paragraphs, ["A", "B", "C", "D", "E", "F"]);
        assert_eq!(split_paragraphs("A\n\nB").collect::<Vec<_>>(), ["A", "", "B"]);
        assert_eq!(split_paragraphs("").count(), 0);
    }
}
