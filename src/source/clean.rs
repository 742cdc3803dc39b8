//! Hostile text made harmless: no control character or escape sequence leaves this file.
//!
//! Owns what may stand in an article's strings; bidi controls are kept for the algorithm (`text/`), and encodings
//! are `decode.rs`. The sequences are those of ECMA-48 as xterm reads them.

use std::iter::Peekable;
use std::str::Chars;

/// The most characters of an escape sequence; a longer one is not a sequence. It bounds what a single one can hide.
const SEQUENCE_LIMIT: usize = 4096;

/// Removes from `text` whatever a terminal could obey.
///
/// What remains below U+0020 is LF alone. CR LF, CR, VT, FF, NEL, U+2028 and U+2029 become LF, a tab becomes a space.
/// Whole escape sequences go (CSI, OSC, DCS, SOS, PM, APC and the short ones, with ESC or as C1); of one that does not
/// end on its line only the introducer goes. Other controls, U+FEFF, noncharacters and tags (U+E0000–U+E007F) are
/// dropped. Cleaning twice changes nothing.
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '\r' => {
                rest.next_if_eq(&'\n');
                cleaned.push('\n');
            }
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaned.push('\n'),
            '\t' => cleaned.push(' '),
            '\u{1b}' | '\u{80}'..='\u{9f}' => skip_sequence(letter, &mut rest),
            _ if is_forbidden(letter) => {}
            _ => cleaned.push(letter),
        }
    }
    cleaned
}

/// Cleans `text` as [`clean`] does and makes one line of it: line ends become spaces, the ends are trimmed.
pub fn clean_line(text: &str) -> String {
    clean(text).replace('\n', " ").trim().to_owned()
}

/// True for a character that no article holds; LF, the line end, is not among them.
fn is_forbidden(letter: char) -> bool {
    match letter {
        '\n' => false,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}' | '\u{e0000}'..='\u{e007f}' => true,
        _ => letter.is_control() || u32::from(letter) & 0xfffe == 0xfffe,
    }
}

/// Moves `rest` behind the sequence that `introducer` opens; leaves it where it is when there is no whole one.
fn skip_sequence(introducer: char, rest: &mut Peekable<Chars<'_>>) {
    let mut ahead = rest.clone();
    let kind = match introducer {
        '\u{1b}' => ahead.next(),
        // A C1 control is ESC and the letter 64 places below it (ECMA-48, 5.3).
        _ => char::from_u32(u32::from(introducer) - 0x40),
    };
    let whole = match kind {
        Some('[') => skip_control_sequence(&mut ahead),
        Some(']') => skip_control_string(&mut ahead, true),
        Some('P' | 'X' | '^' | '_') => skip_control_string(&mut ahead, false),
        // ESC, intermediates, final: the choice of a character set and the like (ECMA-35, 13.2).
        Some(' '..='/') if introducer == '\u{1b}' => {
            while ahead.next_if(|letter| matches!(letter, ' '..='/')).is_some() {}
            matches!(ahead.next(), Some('0'..='~'))
        }
        Some('0'..='~') => true,
        _ => false,
    };
    if whole {
        *rest = ahead;
    }
}

/// Parameters, intermediates and a final byte (ECMA-48, 5.4); true when they are all there.
fn skip_control_sequence(rest: &mut Peekable<Chars<'_>>) -> bool {
    for _ in 0..SEQUENCE_LIMIT {
        match rest.next() {
            Some(' '..='?') => {}
            Some('@'..='~') => return true,
            _ => return false,
        }
    }
    false
}

/// The text of a control string and its terminator: ST, or BEL for an OSC; true when it ends before the line does.
fn skip_control_string(rest: &mut Peekable<Chars<'_>>, bell_ends: bool) -> bool {
    for _ in 0..SEQUENCE_LIMIT {
        match rest.next() {
            Some('\u{9c}') => return true,
            Some('\u{7}') if bell_ends => return true,
            Some('\u{1b}') => return rest.next() == Some('\\'),
            Some('\t') => {}
            Some(letter) if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') => return false,
            Some(_) => {}
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{clean, clean_line, is_forbidden};
    use proptest::prelude::*;

    #[test]
    fn whole_sequences_go_and_the_text_around_them_stays() {
        for sequence in [
            "\u{1b}[31m",
            "\u{1b}[?1049h",
            "\u{1b}[1;1;1*y",
            "\u{1b}[>4;2m",
            "\u{1b}]0;title\u{7}",
            "\u{1b}]8;;file:///etc\u{1b}\\",
            "\u{1b}]52;c;AAAA\u{9c}",
            "\u{1b}P$q\"x\u{1b}\\",
            "\u{1b}^private\u{1b}\\",
            "\u{1b}_apc\u{1b}\\",
            "\u{1b}Xsos\u{9c}",
            "\u{1b}(B",
            "\u{1b}#8",
            "\u{1b}c",
            "\u{1b}7",
            "\u{9b}31m",
            "\u{9d}0;title\u{9c}",
            "\u{90}q\u{9c}",
            "\u{9f}x\u{9c}",
            "\u{e}\u{f}\u{0}\u{7f}\u{8}",
        ] {
            assert_eq!(clean(&format!("قبل{sequence}بعد")), "قبلبعد", "{sequence:?}");
        }
    }

    #[test]
    fn an_unfinished_sequence_swallows_nothing() {
        assert_eq!(clean("\u{1b}]0;خبر\nثان\u{7}"), "]0;خبر\nثان");
        assert_eq!(clean("\u{1b}[31خبر"), "[31خبر");
        assert_eq!(clean("\u{1b}"), "");
        assert_eq!(clean("\u{1b}Pخبر"), "Pخبر");
        assert_eq!(clean("\u{9d}خبر"), "خبر");
        assert_eq!(clean("\u{1b}خبر"), "خبر");
        assert_eq!(clean("\u{1b}\u{1b}[1mخبر"), "خبر");
        let long = format!("\u{1b}]{}\u{7}", "ا".repeat(5000));
        assert_eq!(clean(&long).chars().count(), 5001);
    }

    #[test]
    fn line_ends_become_one_kind_and_tabs_spaces() {
        assert_eq!(clean("a\r\nb\rc\u{b}d\u{c}e\u{85}f\u{2028}g\u{2029}h\ti"), "a\nb\nc\nd\ne\nf\ng\nh i");
        assert_eq!(clean_line(" a\r\nb\t "), "a b");
    }

    #[test]
    fn invisible_strangers_go_and_bidi_controls_stay() {
        assert_eq!(clean("a\u{feff}b\u{fdd0}\u{1fffe}\u{10ffff}c\u{e0041}\u{e007f}d"), "abcd");
        let controls = "\u{200f}\u{202b}خ\u{202c}\u{2067}ب\u{2069}\u{200c}\u{200d}\u{61c}";
        assert_eq!(clean(controls), controls);
    }

    #[test]
    fn many_unfinished_sequences_take_no_quadratic_time() {
        let text = "\u{1b}]".repeat(400_000) + &"\u{1b}[1".repeat(400_000);
        assert!(clean(&text).len() < text.len());
    }

    /// Text in which the dangerous characters are frequent.
    fn hostile() -> impl Strategy<Value = String> {
        let letters = prop_oneof![
            Just('\u{1b}'),
            prop::sample::select(vec!['[', ']', 'P', '\\', ';', '1', 'm', '\u{7}', '\r', '\n', ' ']),
            prop::char::range('\u{0}', '\u{ff}'),
            any::<char>(),
        ];
        prop::collection::vec(letters, 0..64).prop_map(|letters| letters.into_iter().collect())
    }

    proptest! {
        #[test]
        fn nothing_forbidden_remains(text in hostile()) {
            prop_assert!(!clean(&text).chars().any(is_forbidden));
            prop_assert!(!clean(&text).chars().any(|letter| letter.is_control() && letter != '\n'));
            prop_assert!(!clean_line(&text).contains('\n'));
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in hostile()) {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once);
        }

        #[test]
        fn harmless_text_is_left_alone(text in "[ -~ء-ي\u{200e}\u{200f}\n]{0,80}") {
            prop_assert_eq!(clean(&text), text);
        }
    }
}
