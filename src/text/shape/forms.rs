//! Presentation forms: which code point shows a letter in a given position.
//!
//! Owns the table from letters to Arabic Presentation Forms-A and -B, as UnicodeData.txt decomposes them, and the
//! four lam-alef ligatures. Who stands in which position is `joining.rs`.

/// How a letter is joined to its neighbours, as the eye sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Joined to nothing.
    Isolated,
    /// Joined on its right only.
    Final,
    /// Joined on its left only.
    Initial,
    /// Joined on both sides.
    Medial,
}

impl Form {
    /// The form of a letter by the sides on which it is joined.
    pub(super) fn joined(left: bool, right: bool) -> Self {
        match (left, right) {
            (false, false) => Form::Isolated,
            (false, true) => Form::Final,
            (true, false) => Form::Initial,
            (true, true) => Form::Medial,
        }
    }
}

/// A letter, its isolated presentation form, and how many forms follow each other from there in the order isolated,
/// final, initial, medial.
type Row = (char, u32, u8);

/// Sorted by letter. Unicode holds no form for other letters.
const FORMS: &[Row] = &[
    ('\u{621}', 0xfe80, 1),
    ('\u{622}', 0xfe81, 2),
    ('\u{623}', 0xfe83, 2),
    ('\u{624}', 0xfe85, 2),
    ('\u{625}', 0xfe87, 2),
    ('\u{626}', 0xfe89, 4),
    ('\u{627}', 0xfe8d, 2),
    ('\u{628}', 0xfe8f, 4),
    ('\u{629}', 0xfe93, 2),
    ('\u{62a}', 0xfe95, 4),
    ('\u{62b}', 0xfe99, 4),
    ('\u{62c}', 0xfe9d, 4),
    ('\u{62d}', 0xfea1, 4),
    ('\u{62e}', 0xfea5, 4),
    ('\u{62f}', 0xfea9, 2),
    ('\u{630}', 0xfeab, 2),
    ('\u{631}', 0xfead, 2),
    ('\u{632}', 0xfeaf, 2),
    ('\u{633}', 0xfeb1, 4),
    ('\u{634}', 0xfeb5, 4),
    ('\u{635}', 0xfeb9, 4),
    ('\u{636}', 0xfebd, 4),
    ('\u{637}', 0xfec1, 4),
    ('\u{638}', 0xfec5, 4),
    ('\u{639}', 0xfec9, 4),
    ('\u{63a}', 0xfecd, 4),
    ('\u{641}', 0xfed1, 4),
    ('\u{642}', 0xfed5, 4),
    ('\u{643}', 0xfed9, 4),
    ('\u{644}', 0xfedd, 4),
    ('\u{645}', 0xfee1, 4),
    ('\u{646}', 0xfee5, 4),
    ('\u{647}', 0xfee9, 4),
    ('\u{648}', 0xfeed, 2),
    ('\u{649}', 0xfeef, 2),
    ('\u{64a}', 0xfef1, 4),
    ('\u{671}', 0xfb50, 2),
    ('\u{677}', 0xfbdd, 1),
    ('\u{679}', 0xfb66, 4),
    ('\u{67a}', 0xfb5e, 4),
    ('\u{67b}', 0xfb52, 4),
    ('\u{67e}', 0xfb56, 4),
    ('\u{67f}', 0xfb62, 4),
    ('\u{680}', 0xfb5a, 4),
    ('\u{683}', 0xfb76, 4),
    ('\u{684}', 0xfb72, 4),
    ('\u{686}', 0xfb7a, 4),
    ('\u{687}', 0xfb7e, 4),
    ('\u{688}', 0xfb88, 2),
    ('\u{68c}', 0xfb84, 2),
    ('\u{68d}', 0xfb82, 2),
    ('\u{68e}', 0xfb86, 2),
    ('\u{691}', 0xfb8c, 2),
    ('\u{698}', 0xfb8a, 2),
    ('\u{6a4}', 0xfb6a, 4),
    ('\u{6a6}', 0xfb6e, 4),
    ('\u{6a9}', 0xfb8e, 4),
    ('\u{6ad}', 0xfbd3, 4),
    ('\u{6af}', 0xfb92, 4),
    ('\u{6b1}', 0xfb9a, 4),
    ('\u{6b3}', 0xfb96, 4),
    ('\u{6ba}', 0xfb9e, 2),
    ('\u{6bb}', 0xfba0, 4),
    ('\u{6be}', 0xfbaa, 4),
    ('\u{6c0}', 0xfba4, 2),
    ('\u{6c1}', 0xfba6, 4),
    ('\u{6c5}', 0xfbe0, 2),
    ('\u{6c6}', 0xfbd9, 2),
    ('\u{6c7}', 0xfbd7, 2),
    ('\u{6c8}', 0xfbdb, 2),
    ('\u{6c9}', 0xfbe2, 2),
    ('\u{6cb}', 0xfbde, 2),
    ('\u{6cc}', 0xfbfc, 4),
    ('\u{6d0}', 0xfbe4, 4),
    ('\u{6d2}', 0xfbae, 2),
    ('\u{6d3}', 0xfbb0, 2),
];

/// The presentation form of `letter`, or the letter itself where Unicode has none.
pub(super) fn presentation_form(letter: char, form: Form) -> char {
    // Alef maksura is the one letter whose forms do not stand side by side: the inner two came later, for Uighur.
    match (letter, form) {
        ('\u{649}', Form::Initial) => return '\u{fbe8}',
        ('\u{649}', Form::Medial) => return '\u{fbe9}',
        _ => {}
    }
    let Ok(row) = FORMS.binary_search_by_key(&letter, |row| row.0) else { return letter };
    let (_, isolated, count) = FORMS[row];
    let step = match form {
        Form::Isolated => 0,
        Form::Final => 1,
        Form::Initial => 2,
        Form::Medial => 3,
    };
    if step >= u32::from(count) { letter } else { char::from_u32(isolated + step).unwrap_or(letter) }
}

/// The ligature of a lam and `alef`, isolated or joined on its right; `None` for any other pair.
pub(super) fn lam_alef(lam: char, alef: char, joined_right: bool) -> Option<char> {
    if lam != '\u{644}' {
        return None;
    }
    let isolated = match alef {
        '\u{622}' => 0xfef5,
        '\u{623}' => 0xfef7,
        '\u{625}' => 0xfef9,
        '\u{627}' => 0xfefb,
        _ => return None,
    };
    char::from_u32(isolated + u32::from(joined_right))
}

#[cfg(test)]
mod tests {
    use super::{FORMS, Form, lam_alef, presentation_form};
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn the_table_is_sorted_and_every_form_decomposes_to_its_letter() {
        assert!(FORMS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for &(letter, isolated, count) in FORMS {
            for step in 0..u32::from(count) {
                let form = char::from_u32(isolated + step).expect("a form");
                let decomposed: String = form.to_string().nfkc().collect();
                let expected: String = letter.to_string().nfkc().collect();
                assert_eq!(decomposed, expected, "{letter:?} {form:?}");
            }
        }
    }

    #[test]
    fn no_form_means_the_letter_itself() {
        assert_eq!(presentation_form('ڵ', Form::Medial), 'ڵ');
        assert_eq!(presentation_form('د', Form::Initial), 'د');
        assert_eq!(presentation_form('ى', Form::Medial), '\u{fbe9}');
        assert_eq!(presentation_form('ن', Form::Medial), '\u{fee8}');
    }

    #[test]
    fn eight_ligatures() {
        for alef in ['ا', 'أ', 'إ', 'آ'] {
            for joined in [false, true] {
                let ligature = lam_alef('ل', alef, joined).expect("a ligature");
                let letters: String = ligature.to_string().nfkc().collect();
                assert_eq!(letters, format!("ل{alef}"));
            }
        }
        assert_eq!(lam_alef('ل', 'ٱ', false), None);
        assert_eq!(lam_alef('م', 'ا', false), None);
    }
}
