//! Step 3: boundaries: graphemes (UAX #29) and break opportunities (UAX #14).
//!
//! Owns the two calls into the libraries that implement them; lines are cut in `line_break.rs`.

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use unicode_segmentation::{GraphemeIndices, UnicodeSegmentation};

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
/// An empty text has none.
pub fn break_opportunities(text: &str) -> impl Iterator<Item = usize> {
    // The segmenter reports offset 0 as its first boundary, where no line can end.
    SEGMENTER.segment_str(text).filter(|&byte| byte > 0)
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
        assert_eq!(break_opportunities("خبر عاجل").collect::<Vec<_>>(), ["خبر ".len(), "خبر عاجل".len()]);
        assert_eq!(break_opportunities("").count(), 0);
    }

    #[test]
    fn marks_belong_to_their_base() {
        assert_eq!(graphemes("خَبَرٌ").count(), 3);
    }
}
