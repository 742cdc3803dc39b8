//! Mirrored characters (UAX #9, L4): the bracket that a reader from the right expects.
//!
//! Owns the look-up of the Bidi_Mirroring_Glyph property; the level decides when it is asked (`shape/`).

use icu_properties::props::BidiMirroringGlyph;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

/// The mirror image of `letter`, or the letter itself where Unicode has none.
pub(super) fn mirrored(letter: char) -> char {
    const GLYPHS: CodePointMapDataBorrowed<'static, BidiMirroringGlyph> = CodePointMapData::<BidiMirroringGlyph>::new();
    match letter {
        '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{6d3}' => letter,
        _ => GLYPHS.get(letter).mirroring_glyph.unwrap_or(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::mirrored;

    #[test]
    fn pairs_swap_and_others_stay() {
        for (left, right) in [('(', ')'), ('[', ']'), ('{', '}'), ('«', '»'), ('<', '>'), ('≤', '≥'), ('⟦', '⟧')]
        {
            assert_eq!((mirrored(left), mirrored(right)), (right, left));
        }
        for letter in ['"', '“', 'a', 'ا', '/', '…'] {
            assert_eq!(mirrored(letter), letter);
        }
    }
}
