//! How many cells a symbol takes: the one place where a width is computed.
//!
//! Owns the advance of a character; sums of advances are kept by atoms and lines.

use unicode_width::UnicodeWidthChar;

/// The advance of a character in cells: 0 for marks, controls and format characters, 2 for wide ones, else 1.
///
/// East Asian Width (UAX #11) as `unicode-width` has it; ambiguous characters take one cell. It is asked one
/// character at a time because widths of whole strings count a lam and an alef as one cell, which terminals do not.
pub(super) fn advance_cells(letter: char) -> u8 {
    match letter {
        ' '..='~' => 1,
        '\u{60c}'..='\u{60f}' | '\u{61d}'..='\u{64a}' => 1,
        _ => letter.width().unwrap_or(0).min(2) as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::advance_cells;

    #[test]
    fn one_two_and_none() {
        for letter in ['a', 'خ', '\u{fefb}', '٣', '،', 'ـ', '│', '«'] {
            assert_eq!(advance_cells(letter), 1, "{letter:?}");
        }
        for letter in ['中', '📰', '\u{3000}'] {
            assert_eq!(advance_cells(letter), 2, "{letter:?}");
        }
        for letter in ['\u{64e}', '\u{610}', '\u{61c}', '\u{200d}', '\u{200f}', '\u{2067}', '\u{7}', '\u{9f}'] {
            assert_eq!(advance_cells(letter), 0, "{letter:?}");
        }
    }
}
