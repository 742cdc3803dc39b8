//! Keys that were typed before anybody read keys: bytes → the app's own input.
//!
//! Owns the reading of what terminals send for keys in their ordinary modes; later keys are crossterm's (`input.rs`).
//! Mouse and paste are not switched on yet when these bytes are typed.

use crate::action::{Input, Key, KeyCode};

/// The keys in `bytes`, in their order. What is no key is left out; a sequence that ends in its middle counts as the
/// keys it is made of.
pub(super) fn keys_in(bytes: &[u8]) -> Vec<Input> {
    let mut keys = Vec::new();
    let mut rest = bytes;
    while let Some((key, after)) = next_key(rest) {
        keys.extend(key.map(|key| Input::Key(key.normalised())));
        rest = after;
    }
    keys
}

/// A key without modifiers.
fn plain(code: KeyCode) -> Key {
    Key { code, ctrl: false, alt: false, shift: false }
}

/// The first key, if its bytes are one, and what is behind them; `None` at the end.
fn next_key(bytes: &[u8]) -> Option<(Option<Key>, &[u8])> {
    match bytes {
        [] => None,
        [0x1b, b'[', rest @ ..] => Some(sequence(rest).unwrap_or((Some(plain(KeyCode::Esc)), &bytes[1..]))),
        [0x1b, b'O', last, rest @ ..] if named(*last).is_some() => Some((named(*last).map(plain), rest)),
        [0x1b] | [0x1b, 0x1b, ..] => Some((Some(plain(KeyCode::Esc)), &bytes[1..])),
        [0x1b, rest @ ..] => {
            let (key, rest) = one_key(rest);
            Some((key.map(|key| Key { alt: true, ..key }), rest))
        }
        _ => Some(one_key(bytes)),
    }
}

/// A letter or a control character at the start of `bytes`, which are not empty.
fn one_key(bytes: &[u8]) -> (Option<Key>, &[u8]) {
    let (first, rest) = (bytes[0], &bytes[1..]);
    let with_ctrl = |letter: u8| Some(Key { ctrl: true, ..plain(KeyCode::Char(char::from(letter))) });
    let key = match first {
        b'\r' | b'\n' => Some(plain(KeyCode::Enter)),
        b'\t' => Some(plain(KeyCode::Tab)),
        0x08 | 0x7f => Some(plain(KeyCode::Backspace)),
        0x1b => Some(plain(KeyCode::Esc)),
        0x00 => with_ctrl(b' '),
        0x01..=0x1a => with_ctrl(first - 1 + b'a'),
        0x1c..=0x1f => with_ctrl(first - 0x1c + b'4'),
        _ => return letter(bytes),
    };
    (key, rest)
}

/// A character in UTF-8; a byte that begins none is passed over.
fn letter(bytes: &[u8]) -> (Option<Key>, &[u8]) {
    let length = (1..=bytes.len().min(4)).find(|&length| std::str::from_utf8(&bytes[..length]).is_ok());
    let read = length.and_then(|length| Some((std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?, length)));
    match read {
        Some((letter, length)) if !letter.is_control() => (Some(plain(KeyCode::Char(letter))), &bytes[length..]),
        Some((_, length)) => (None, &bytes[length..]),
        None => (None, &bytes[1..]),
    }
}

/// A control sequence behind its introducer: numbers and a final byte. `None` when it does not end.
fn sequence(bytes: &[u8]) -> Option<(Option<Key>, &[u8])> {
    let end = bytes.iter().position(|byte| !(0x20..=0x3f).contains(byte))?;
    let (last, rest) = (bytes[end], &bytes[end + 1..]);
    if !(0x40..=0x7e).contains(&last) {
        return None;
    }
    let text = std::str::from_utf8(&bytes[..end]).unwrap_or_default();
    let mut numbers = text.split(';').map(|number| number.parse::<u8>().ok());
    let (first, modifiers) = (numbers.next().flatten(), numbers.next().flatten().unwrap_or(1));
    let code = match last {
        b'~' => first.and_then(numbered),
        b'Z' => Some(KeyCode::Tab),
        _ => named(last),
    };
    // xterm's modifiers: one more than a sum of 1 shift, 2 alt, 4 control.
    let held = modifiers.saturating_sub(1);
    let key =
        code.map(|code| Key { code, shift: held & 1 != 0 || last == b'Z', alt: held & 2 != 0, ctrl: held & 4 != 0 });
    Some((key, rest))
}

/// The key of a final byte, behind `CSI` or `SS3`.
fn named(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

/// The key of a number before `~`.
fn numbered(number: u8) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number - 10),
        17..=21 => KeyCode::F(number - 11),
        23 | 24 => KeyCode::F(number - 12),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::keys_in;
    use crate::action::{Input, Key};
    use proptest::prelude::*;

    fn named(spellings: &str) -> Vec<Input> {
        spellings.split_whitespace().map(|spelling| Input::Key(spelling.parse::<Key>().unwrap())).collect()
    }

    #[test]
    fn keys_are_read_as_later_ones_are() {
        for (bytes, spellings) in [
            (&b"jjq"[..], "j j q"),
            ("خ/".as_bytes(), "خ /"),
            (b"G\x06\r\t\x7f", "G Ctrl-F Enter Tab Backspace"),
            (b"\x1b[A\x1bOB\x1b[5~\x1b[Z\x1b[1;5C", "Up Down PageUp Shift-Tab Ctrl-Right"),
            (b"\x1b", "Esc"),
            (b"\x1b\x1b[B", "Esc Down"),
            (b"\x1bj", "Alt-j"),
            (b"\x1b[17~\x1bOP\x1b[24~", "F6 F1 F12"),
            (b"a\xff\xd8b", "a b"),
            (b"\x1b[?64;1x", ""),
            (b"\x1b[200~q", "q"),
        ] {
            assert_eq!(keys_in(bytes), named(spellings), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_will_do(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            prop_assert!(keys_in(&bytes).len() <= bytes.len());
        }

        #[test]
        fn any_text_is_its_letters(text in "[a-zء-ي0-9/?]{0,20}") {
            prop_assert_eq!(keys_in(text.as_bytes()).len(), text.chars().count());
        }
    }
}
