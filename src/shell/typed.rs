//! What was typed before anybody read keys, or while answers were still to come: bytes → the app's own input.
//!
//! Owns the reading of what terminals send for keys, the mouse (SGR 1006) and pasted text (bracketed paste), however it is
//! cut; later keys are crossterm's (`input.rs`).

use crate::action::{Input, Key, KeyCode, Mouse, MouseKind};

/// What ends a pasted text.
const PASTE_END: &[u8] = b"\x1b[201~";
/// The longest control sequence that is waited for: a mouse report has a dozen bytes.
const LONGEST_SEQUENCE: usize = 32;
/// The longest pasted text that is waited for.
const LONGEST_PASTE: usize = 1 << 20;

/// Reads typed bytes; what is cut in its middle waits for the rest.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pending: Vec<u8>,
}

impl Typed {
    /// What is whole in the bytes so far, in its order. What is no key is left out.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Vec<Input> {
        self.pending.extend_from_slice(bytes);
        self.take(false)
    }

    /// The rest: a sequence that ends in its middle counts as the keys it is made of, a pasted text as if it ended here.
    pub(super) fn finish(&mut self) -> Vec<Input> {
        self.take(true)
    }

    fn take(&mut self, is_end: bool) -> Vec<Input> {
        let mut inputs = Vec::new();
        let mut rest = self.pending.as_slice();
        while let Some((input, after)) = next_input(rest, is_end) {
            inputs.extend(input);
            rest = after;
        }
        let read = self.pending.len() - rest.len();
        self.pending.drain(..read);
        inputs
    }
}

/// What was typed in `bytes`, which nothing follows.
pub(super) fn keys_in(bytes: &[u8]) -> Vec<Input> {
    let mut typed = Typed::default();
    let mut inputs = typed.feed(bytes);
    inputs.extend(typed.finish());
    inputs
}

/// A key without modifiers.
fn plain(code: KeyCode) -> Key {
    Key { code, ctrl: false, alt: false, shift: false }
}

fn input(key: Key) -> Input {
    Input::Key(key.normalised())
}

/// The first input, if its bytes are one, and what is behind them; `None` at the end, and before what is not whole yet.
fn next_input(bytes: &[u8], is_end: bool) -> Option<(Option<Input>, &[u8])> {
    match bytes {
        [] => None,
        [0x1b] | [0x1b, b'O'] if !is_end => None,
        [0x1b, b'[', rest @ ..] => match sequence(rest) {
            Some((PASTE_BEGIN, rest)) => pasted(rest, is_end),
            Some((text, rest)) => Some((meaning(text), rest)),
            None if !is_end && is_cut(rest) => None,
            None => Some((Some(input(plain(KeyCode::Esc))), &bytes[1..])),
        },
        [0x1b, b'O', last, rest @ ..] if named(*last).is_some() => Some((named(*last).map(plain).map(input), rest)),
        [0x1b] | [0x1b, 0x1b, ..] => Some((Some(input(plain(KeyCode::Esc))), &bytes[1..])),
        [0x1b, rest @ ..] if !is_end && is_half_letter(rest) => None,
        [0x1b, rest @ ..] => {
            let (key, rest) = one_key(rest);
            Some((key.map(|key| input(Key { alt: true, ..key })), rest))
        }
        _ if !is_end && is_half_letter(bytes) => None,
        _ => {
            let (key, rest) = one_key(bytes);
            Some((key.map(input), rest))
        }
    }
}

/// True for the beginning of a character in UTF-8 and nothing else.
fn is_half_letter(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
}

/// Pasted text, up to its end.
fn pasted(bytes: &[u8], is_end: bool) -> Option<(Option<Input>, &[u8])> {
    let end = bytes.windows(PASTE_END.len()).position(|window| window == PASTE_END);
    let (text, rest) = match end {
        Some(end) => (&bytes[..end], &bytes[end + PASTE_END.len()..]),
        None if is_end || bytes.len() > LONGEST_PASTE => (bytes, &[][..]),
        None => return None,
    };
    Some((Some(Input::Paste(String::from_utf8_lossy(text).into_owned())), rest))
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

/// The introducer of pasted text, without its own introducer.
const PASTE_BEGIN: &[u8] = b"200~";

/// A control sequence behind its introducer, with its final byte, and what is behind it. `None` when it does not end.
fn sequence(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| !(0x20..=0x3f).contains(byte))?;
    (0x40..=0x7e).contains(&bytes[end]).then(|| bytes.split_at(end + 1))
}

/// True for a control sequence that may still end.
fn is_cut(bytes: &[u8]) -> bool {
    bytes.len() <= LONGEST_SEQUENCE && bytes.iter().all(|byte| (0x20..=0x3f).contains(byte))
}

/// What a control sequence without its introducer means: numbers and a final byte.
fn meaning(sequence: &[u8]) -> Option<Input> {
    let (last, numbers) = sequence.split_last()?;
    let text = std::str::from_utf8(numbers).ok()?;
    if let Some(report) = text.strip_prefix('<') {
        return mouse(report, *last).map(Input::Mouse);
    }
    let mut numbers = text.split(';').map(|number| number.parse::<u8>().ok());
    let (first, modifiers) = (numbers.next().flatten(), numbers.next().flatten().unwrap_or(1));
    let code = match last {
        b'~' => first.and_then(numbered),
        b'Z' => Some(KeyCode::Tab),
        _ => named(*last),
    }?;
    // xterm's modifiers: one more than a sum of 1 shift, 2 alt, 4 control.
    let held = modifiers.saturating_sub(1);
    let shift = held & 1 != 0 || *last == b'Z';
    Some(input(Key { code, shift, alt: held & 2 != 0, ctrl: held & 4 != 0 }))
}

/// A report of the mouse: a button with 4, 8 and 16 for what is held, 32 for a movement, and the column and row from 1.
fn mouse(report: &str, last: u8) -> Option<Mouse> {
    let mut numbers = report.split(';').map(|number| number.parse::<u16>().ok());
    let mut next = || numbers.next().flatten();
    let (button, column, row) = (next()? & !0b1_1100, next()?.checked_sub(1)?, next()?.checked_sub(1)?);
    let kind = match (button, last) {
        (0, b'M') => MouseKind::Press,
        (32, b'M') => MouseKind::Drag,
        (0, b'm') => MouseKind::Release,
        (64, b'M') => MouseKind::WheelUp,
        (65, b'M') => MouseKind::WheelDown,
        _ => return None,
    };
    Some(Mouse { kind, column, row })
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
    use super::{Typed, keys_in};
    use crate::action::{Input, Key, Mouse, MouseKind};
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
        ] {
            assert_eq!(keys_in(bytes), named(spellings), "{bytes:?}");
        }
    }

    #[test]
    fn the_mouse_and_pasted_text_are_no_keys() {
        let mouse = |kind, column, row| Input::Mouse(Mouse { kind, column, row });
        assert_eq!(
            keys_in(b"\x1b[<0;5;9M\x1b[<0;5;9m"),
            [mouse(MouseKind::Press, 4, 8), mouse(MouseKind::Release, 4, 8)]
        );
        assert_eq!(
            keys_in(b"\x1b[<36;1;300M\x1b[<65;2;3M"),
            [mouse(MouseKind::Drag, 0, 299), mouse(MouseKind::WheelDown, 1, 2)]
        );
        assert_eq!(keys_in(b"\x1b[<2;5;9M\x1b[<35;5;9M\x1b[<0;0;9M"), [], "other buttons, mere movements");
        let paste = |text: &str| Input::Paste(text.to_owned());
        assert_eq!(keys_in("\x1b[200~q خبر\r\x1b[201~".as_bytes()), [paste("q خبر\r")]);
        assert_eq!(keys_in(b"\x1b[200~qq"), [paste("qq")], "what has come of it when nothing more comes");
    }

    /// What a user does, as bytes.
    fn any_doing() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            4 => "[a-zA-Z0-9/?]{1,3}|[ء-ي]{1,3}|[😀-😅]",
            1 => Just("\r".to_owned()),
            2 => prop_oneof![Just("\x1b[A"), Just("\x1bOB"), Just("\x1b[1;5C"), Just("\x1b[24~"), Just("\x1bj")].prop_map(str::to_owned),
            1 => "\x1b\\[<(0|32|64|65);[1-9][0-9]?;[1-9][0-9]?[Mm]",
            1 => "\x1b\\[200~[a-zء-ي\r ]{0,9}\x1b\\[201~",
        ]
        .prop_map(String::into_bytes)
    }

    proptest! {
        #[test]
        fn however_it_is_cut_it_is_read_alike(doings in proptest::collection::vec(any_doing(), 0..8), cuts in proptest::collection::vec(1..5_usize, 1..9)) {
            let bytes = doings.concat();
            let (mut typed, mut inputs, mut rest) = (Typed::default(), Vec::new(), bytes.as_slice());
            for cut in cuts.iter().cycle() {
                if rest.is_empty() {
                    break;
                }
                let (now, later) = rest.split_at(*cut.min(&rest.len()));
                inputs.extend(typed.feed(now));
                rest = later;
            }
            prop_assert_eq!(typed.clone().finish(), [], "nothing waits without need");
            prop_assert_eq!(&inputs, &keys_in(&bytes));
            let alone: Vec<Input> = doings.iter().flat_map(|doing| keys_in(doing)).collect();
            prop_assert_eq!(inputs, alone);
        }

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
