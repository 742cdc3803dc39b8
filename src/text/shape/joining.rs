//! Who joins whom: Unicode's joining types (The Unicode Standard, section 9.2).
//!
//! Owns the two questions a pair of neighbours is asked; which code point shows the answer is `forms.rs`.

use icu_properties::props::JoiningType;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

use crate::text::Direction;

/// What a character does to the joining of letters around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Joining {
    /// Connects to what stands on its left.
    pub left: bool,
    /// Connects to what stands on its right.
    pub right: bool,
    /// Is looked through, like a mark.
    pub transparent: bool,
}

impl Joining {
    /// Joins nothing: a blank, a Latin letter, ZWNJ.
    pub(super) const NONE: Joining = Joining { left: false, right: false, transparent: false };

    /// The joining of `letter` by its Joining_Type.
    pub(super) fn of(letter: char) -> Self {
        const TYPES: CodePointMapDataBorrowed<'static, JoiningType> = CodePointMapData::<JoiningType>::new();
        if letter < '\u{300}' && letter != '\u{ad}' {
            return Joining::NONE;
        }
        let (left, right) = match TYPES.get(letter) {
            JoiningType::DualJoining | JoiningType::JoinCausing => (true, true),
            JoiningType::RightJoining => (false, true),
            JoiningType::LeftJoining => (true, false),
            JoiningType::Transparent => return Joining { left: false, right: false, transparent: true },
            _ => (false, false),
        };
        Joining { left, right, transparent: false }
    }

    /// True when `self` connects to a character that follows it in logical order, in a run of this direction.
    pub(super) fn reaches_next(self, direction: Direction) -> bool {
        if direction == Direction::Rtl { self.left } else { self.right }
    }

    /// True when `self` connects to a character that stands before it in logical order, in a run of this direction.
    pub(super) fn reaches_previous(self, direction: Direction) -> bool {
        if direction == Direction::Rtl { self.right } else { self.left }
    }
}

#[cfg(test)]
mod tests {
    use super::Joining;

    #[test]
    fn types_of_all_sorts() {
        let sides = |letter| (Joining::of(letter).left, Joining::of(letter).right);
        for letter in ['ب', 'ي', 'ک', 'ګ', 'ڵ', 'ڭ', 'ې', 'ـ', '\u{200d}'] {
            assert_eq!(sides(letter), (true, true), "{letter:?}");
        }
        for letter in ['ا', 'د', 'ر', 'و', 'ة', 'ے', 'ژ', 'ە', 'ۆ'] {
            assert_eq!(sides(letter), (false, true), "{letter:?}");
        }
        for letter in ['ء', 'a', ' ', 'ש', '\u{200c}', '٣'] {
            assert_eq!(sides(letter), (false, false), "{letter:?}");
            assert!(!Joining::of(letter).transparent, "{letter:?}");
        }
        assert!(Joining::of('\u{64e}').transparent);
    }
}
