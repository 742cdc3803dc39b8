//! Keys by their place, whatever letters the keyboard types.
//!
//! Owns the layouts and the guess which of them is in use, so that commands work without switching the keyboard to
//! Latin: ض stands where q is and does what q does. A line being typed takes letters as they are. Next: `keymap.rs`.

/// A keyboard layout that types other letters than Latin ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum KeyboardLayout {
    /// The Arabic PC layout of 101 keys.
    #[default]
    Arabic,
    /// The Persian standard layout (ISIRI 9147).
    Persian,
    /// The Hebrew standard layout (SI 1452).
    Hebrew,
}

/// Letters and the Latin ones at their place, as two strings of equal length.
type Rows = &'static [(&'static str, &'static str)];

/// Arabic PC-101, row by row; the ligatures are what one key of it types: lam-alef on B, T, G and shift-B.
const ARABIC: Rows = &[
    ("ذضصثقفغعهخحجد", "`qwertyuiop[]"),
    ("شسيبلاتنمكط", "asdfghjkl;'"),
    ("ئءؤرﻻىةوزظ", "zxcvbnm,./"),
    ("\u{651}\u{64e}\u{64b}\u{64f}\u{64c}ﻹإ÷×؛", "~QWERTYIOP"),
    ("\u{650}\u{64d}ﻷأـ،", "ASGHJK"),
    ("\u{652}ﻵآ؟", "XBN?"),
];

/// ISIRI 9147, row by row.
const PERSIAN: Rows = &[
    ("ضصثقفغعهخحجچ", "qwertyuiop[]"),
    ("شسیبلاتنمکگ", "asdfghjkl;'"),
    ("ظطزرذدپو", "zxcvbnm,"),
    ("\u{652}\u{64c}\u{64d}\u{64b}\u{64f}\u{650}\u{64e}\u{651}", "QWERTYUI"),
    ("ؤئيإأآة»«", "ASDFGHJKL"),
    ("كژء\u{654}؟", "ZCMN?"),
];

/// SI 1452, row by row; its shifted keys type Latin capitals.
const HEBREW: Rows = &[("קראטוןםפ", "ertyuiop"), ("שדגכעיחלךף", "asdfghjkl;"), ("זסבהנמצתץ", "zxcvbnm,.")];

/// Letters that only this layout types: seeing one tells the layout.
const TELLTALES: &[(KeyboardLayout, &str)] = &[
    (KeyboardLayout::Arabic, "يىﻻﻷﻹﻵ"),
    (KeyboardLayout::Persian, "یکگچپژ"),
    (KeyboardLayout::Hebrew, "קראטוןםפשדגכעיחלךףזסבהנמצתץ"),
];

/// The keyboard in front of the user, as far as its letters have told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keyboard {
    layout: KeyboardLayout,
}

impl Keyboard {
    /// A keyboard of a known layout.
    pub fn new(layout: KeyboardLayout) -> Self {
        Self { layout }
    }

    /// The layout that the letters so far speak for.
    pub fn layout(self) -> KeyboardLayout {
        self.layout
    }

    /// Learns from a letter that was typed, in a command or in a line.
    ///
    /// Arabic and Persian keyboards type several letters at different places (ز is C on one and the full stop on the
    /// other): a letter that only one of them has decides.
    pub fn observe(&mut self, letter: char) {
        if let Some((layout, _)) = TELLTALES.iter().find(|(_, letters)| letters.contains(letter)) {
            self.layout = *layout;
        }
    }

    /// The Latin character at the place of `letter`; `None` for ASCII, which is taken as it is, and unknown letters.
    ///
    /// Arabic-Indic and Persian digits are digits. A letter that the layout in use does not have is looked up in the
    /// others.
    pub fn latin(self, letter: char) -> Option<char> {
        match letter {
            '٠'..='٩' => return char::from_digit(letter as u32 - '٠' as u32, 10),
            '۰'..='۹' => return char::from_digit(letter as u32 - '۰' as u32, 10),
            _ if letter.is_ascii() => return None,
            _ => {}
        }
        let layouts = [self.layout, KeyboardLayout::Arabic, KeyboardLayout::Persian, KeyboardLayout::Hebrew];
        layouts.into_iter().find_map(|layout| at_the_place_of(letter, layout))
    }
}

fn at_the_place_of(letter: char, layout: KeyboardLayout) -> Option<char> {
    let rows = match layout {
        KeyboardLayout::Arabic => ARABIC,
        KeyboardLayout::Persian => PERSIAN,
        KeyboardLayout::Hebrew => HEBREW,
    };
    let pairs = rows.iter().flat_map(|(letters, latin)| letters.chars().zip(latin.chars()));
    pairs.into_iter().find(|(typed, _)| *typed == letter).map(|(_, latin)| latin)
}

#[cfg(test)]
mod tests {
    use super::{ARABIC, HEBREW, Keyboard, KeyboardLayout, PERSIAN};
    use std::collections::BTreeSet;

    fn latin(layout: KeyboardLayout, letters: &str) -> String {
        letters.chars().filter_map(|letter| Keyboard::new(layout).latin(letter)).collect()
    }

    #[test]
    fn rows_pair_up_and_name_each_key_once() {
        for rows in [ARABIC, PERSIAN, HEBREW] {
            let mut letters = BTreeSet::new();
            let mut keys = BTreeSet::new();
            for (typed, places) in rows {
                assert_eq!(typed.chars().count(), places.chars().count(), "{places}");
                assert!(typed.chars().all(|letter| letters.insert(letter)), "{typed}");
                assert!(places.chars().all(|place| keys.insert(place)), "{places}");
            }
        }
    }

    #[test]
    fn letters_stand_where_the_latin_ones_are() {
        assert_eq!(latin(KeyboardLayout::Arabic, "ضصتنماظ؟ئث"), "qwjklh/?ze");
        assert_eq!(latin(KeyboardLayout::Persian, "ضصتنماظزیگ"), "qwjklhzcd'");
        assert_eq!(latin(KeyboardLayout::Hebrew, "חלךיק"), "jklhe");
        assert_eq!(latin(KeyboardLayout::Arabic, "٤۴"), "44");
        assert_eq!(latin(KeyboardLayout::Arabic, "qA/é漢"), "");
    }

    #[test]
    fn a_telltale_letter_decides_between_the_layouts() {
        let mut keyboard = Keyboard::default();
        assert_eq!(keyboard.latin('ز'), Some('.'));
        keyboard.observe('ی');
        assert_eq!((keyboard.layout(), keyboard.latin('ز')), (KeyboardLayout::Persian, Some('c')));
        keyboard.observe('ب');
        assert_eq!(keyboard.layout(), KeyboardLayout::Persian);
        keyboard.observe('ى');
        assert_eq!(keyboard.latin('ز'), Some('.'));
        assert_eq!(keyboard.latin('ח'), Some('j'));
    }
}
