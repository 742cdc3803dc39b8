//! Step 2: embedding levels (UAX #9, X1–I2), by `unicode-bidi`.
//!
//! Owns the call and the classes that later steps ask for; L1 and L2 are per line and stand in `reorder.rs`.

use icu_properties::props::BidiClass;
use unicode_bidi::{Level, ParagraphBidiInfo};

use super::paragraph::{Direction, bidi_class};

/// The resolved embedding levels of a paragraph.
#[derive(Clone, Debug)]
pub enum Levels {
    /// Every byte has this level: the usual case of a text in one direction without controls.
    Uniform(u8),
    /// One level a byte.
    PerByte(Vec<Level>),
}

impl Levels {
    /// Resolves the levels of one paragraph (UAX #9, [X1–I2](https://www.unicode.org/reports/tr9/#Resolving_Embedding_Levels)).
    ///
    /// A paragraph separator inside counts as a neutral character of the one paragraph.
    pub fn resolve(paragraph: &str, base: Direction) -> Self {
        /// The first character of a right-to-left script: everything below is L, a number or neutral.
        const FIRST_RTL: char = '\u{590}';
        if base == Direction::Ltr && paragraph.chars().all(|letter| letter < FIRST_RTL) {
            return Levels::Uniform(0);
        }
        let base = if base == Direction::Rtl { Level::rtl() } else { Level::ltr() };
        Levels::PerByte(ParagraphBidiInfo::new(paragraph, Some(base)).levels)
    }

    /// The level of the character that starts at `byte`; 0 beyond the end.
    pub fn at(&self, byte: usize) -> u8 {
        match self {
            Levels::Uniform(level) => *level,
            Levels::PerByte(levels) => levels.get(byte).map_or(0, Level::number),
        }
    }
}

/// What rule L1 does to a character at the end of a line or before a separator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEndRole {
    /// Keeps its level.
    Keeps,
    /// White space, an isolate control, or a character that X9 removes: reset where only such follow.
    Yields,
    /// A segment or paragraph separator: always reset, and what yields before it.
    Separates,
}

impl LineEndRole {
    /// The role of `letter` (UAX #9, [L1](https://www.unicode.org/reports/tr9/#L1)).
    pub fn of(letter: char) -> Self {
        match bidi_class(letter) {
            BidiClass::SegmentSeparator | BidiClass::ParagraphSeparator => LineEndRole::Separates,
            BidiClass::WhiteSpace
            | BidiClass::LeftToRightIsolate
            | BidiClass::RightToLeftIsolate
            | BidiClass::FirstStrongIsolate
            | BidiClass::PopDirectionalIsolate
            | BidiClass::LeftToRightEmbedding
            | BidiClass::RightToLeftEmbedding
            | BidiClass::LeftToRightOverride
            | BidiClass::RightToLeftOverride
            | BidiClass::PopDirectionalFormat
            | BidiClass::BoundaryNeutral => LineEndRole::Yields,
            _ => LineEndRole::Keeps,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Direction, Levels};

    #[test]
    fn one_direction_has_one_level() {
        assert!(matches!(Levels::resolve("abc 12", Direction::Ltr), Levels::Uniform(0)));
        assert_eq!(Levels::resolve("خبر", Direction::Rtl).at(0), 1);
    }

    #[test]
    fn numbers_in_arabic_stand_two_levels_up() {
        let text = "عام 2020";
        assert_eq!(Levels::resolve(text, Direction::Rtl).at(text.len() - 1), 2);
    }
}
