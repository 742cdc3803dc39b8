//! Step 3: boundaries: graphemes (UAX #29) and break opportunities (UAX #14).
//!
//! Owns the two calls into the libraries that implement them; lines are cut in `line_break.rs`.

use std::borrow::Cow;

use icu_properties::props::LineBreak;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};
use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use unicode_segmentation::{GraphemeIndices, UnicodeSegmentation};
use unicode_width::UnicodeWidthChar;

/// Thai, Lao, Khmer and Burmese want a dictionary to break between words; without it they break at spaces only.
const SEGMENTER: LineSegmenterBorrowed<'static> = LineSegmenter::new_for_non_complex_scripts(default_options());

const fn default_options() -> LineBreakOptions<'static> {
    LineBreakOptions::default()
}

/// The extended grapheme clusters of a text with their first byte, in logical order ([UAX #29](https://www.unicode.org/reports/tr29/)).
pub fn graphemes(text: &str) -> GraphemeIndices<'_> {
    text.grapheme_indices(true)
}

/// The byte offsets at which a line may end, ascending, the end of the text last ([UAX #14](https://www.unicode.org/reports/tr14/)).
///
/// An empty text has none. Letters of the complex scripts (class SA) count as alphabetic, rule LB1's own default.
pub fn break_opportunities(text: &str) -> Vec<usize> {
    let plain = if text.chars().any(is_complex) { Cow::Owned(without_complex(text)) } else { Cow::Borrowed(text) };
    // The segmenter reports offset 0 as its first boundary, where no line can end.
    SEGMENTER.segment_str(&plain).filter(|&byte| byte > 0).collect()
}

/// True for a letter or mark of Thai, Lao, Khmer, Burmese and their kin: class SA.
fn is_complex(letter: char) -> bool {
    const CLASSES: CodePointMapDataBorrowed<'static, LineBreak> = CodePointMapData::<LineBreak>::new();
    letter >= '\u{e00}' && CLASSES.get(letter) == LineBreak::ComplexContext
}

/// The text with a letter of class AL, or a mark of class CM, of the same length in place of each complex one, so
/// that the segmenter never asks for a dictionary that is not there.
fn without_complex(text: &str) -> String {
    let stand_in = |letter: char| match (is_complex(letter), letter.len_utf8(), letter.width()) {
        (false, ..) => letter,
        (true, 3, Some(0)) => '\u{1dc4}',
        (true, 3, _) => '\u{1e00}',
        (true, _, Some(0)) => '\u{1da00}',
        (true, ..) => '\u{10400}',
    };
    text.chars().map(stand_in).collect()
}

/// True for a character after which a line must end: LB4 and LB5 of UAX #14.
pub fn ends_line(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::{break_opportunities, graphemes};

    #[test]
    fn a_line_may_end_after_a_blank_and_at_the_end() {
        assert_eq!(break_opportunities("خبر عاجل"), ["خبر ".len(), "خبر عاجل".len()]);
        assert_eq!(break_opportunities(""), [0_usize; 0]);
    }

    #[test]
    fn thai_breaks_at_blanks_and_nowhere_else() {
        assert_eq!(break_opportunities("สวัสดี ชาว"), ["สวัสดี ".len(), "สวัสดี ชาว".len()]);
    }

    #[test]
    fn marks_belong_to_their_base() {
        assert_eq!(graphemes("خَبَرٌ").count(), 3);
    }
}
