//! Keys and sequences of keys, and how they are written.
//!
//! Owns the type and its spelling (`Ctrl-F`, `Enter`, `g g`); does not say what a key does. Next: `keymap.rs`.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyCode {
    /// A key that types a character; the character it typed, so that Shift shows in it.
    Char(char),
    /// Enter or Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab; with Shift it goes backwards.
    Tab,
    /// Deletes backwards.
    Backspace,
    /// Deletes forwards.
    Delete,
    /// Insert.
    Insert,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// The arrow up.
    Up,
    /// The arrow down.
    Down,
    /// The arrow to the left.
    Left,
    /// The arrow to the right.
    Right,
    /// A function key, from 1.
    F(u8),
}

/// The spelling of each key that is not a single character.
const NAMES: &[(KeyCode, &str)] = &[
    (KeyCode::Enter, "Enter"),
    (KeyCode::Esc, "Esc"),
    (KeyCode::Tab, "Tab"),
    (KeyCode::Backspace, "Backspace"),
    (KeyCode::Delete, "Delete"),
    (KeyCode::Insert, "Insert"),
    (KeyCode::Home, "Home"),
    (KeyCode::End, "End"),
    (KeyCode::PageUp, "PageUp"),
    (KeyCode::PageDown, "PageDown"),
    (KeyCode::Up, "Up"),
    (KeyCode::Down, "Down"),
    (KeyCode::Left, "Left"),
    (KeyCode::Right, "Right"),
    (KeyCode::Char(' '), "Space"),
];

/// A key together with the modifiers that were held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Control was held.
    pub ctrl: bool,
    /// Alt (Meta, Option) was held.
    pub alt: bool,
    /// Shift was held; never set for a character without other modifiers, which shows it by itself.
    pub shift: bool,
}

impl Key {
    /// A key without modifiers.
    pub fn new(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character without modifiers.
    pub fn char(letter: char) -> Self {
        Self::new(KeyCode::Char(letter))
    }

    /// The same key, with Control.
    pub fn ctrl(letter: char) -> Self {
        Self { ctrl: true, ..Self::char(letter) }.normalised()
    }

    /// The one form under which a key is compared, however the terminal reported it.
    ///
    /// Shift vanishes into the character that it changed (`Shift-a` is `A`); with Control the case of a letter says
    /// nothing unless Shift was held, because terminals cannot tell `Ctrl-f` from `Ctrl-F`.
    pub fn normalised(mut self) -> Self {
        if let KeyCode::Char(letter) = self.code {
            if self.ctrl {
                self.code = KeyCode::Char(letter.to_ascii_lowercase());
            } else if self.shift {
                self.code = KeyCode::Char(letter.to_ascii_uppercase());
            }
            self.shift = false;
        }
        self
    }

    /// The character that the key puts into a line being typed; `None` for a command.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(letter) if !self.ctrl && !self.alt && !letter.is_control() => Some(letter),
            _ => None,
        }
    }
}

/// Why a spelling names no key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0:?} is no key")]
pub struct KeyError(pub String);

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(spelling: &str) -> Result<Self, KeyError> {
        let mut key = Key::char(' ');
        let mut rest = spelling;
        while let Some((modifier, after)) = rest.split_once('-').filter(|(_, after)| !after.is_empty()) {
            match modifier.to_ascii_lowercase().as_str() {
                "ctrl" | "c" => key.ctrl = true,
                "alt" | "meta" => key.alt = true,
                "shift" => key.shift = true,
                _ => break,
            }
            rest = after;
        }
        key.code = code_of(rest).ok_or_else(|| KeyError(spelling.to_owned()))?;
        Ok(key.normalised())
    }
}

fn code_of(name: &str) -> Option<KeyCode> {
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return (!letter.is_control() && !letter.is_whitespace()).then_some(KeyCode::Char(letter));
    }
    let function = name.strip_prefix(['F', 'f']).and_then(|digits| digits.parse::<u8>().ok());
    let named = NAMES.iter().find(|(_, spelling)| spelling.eq_ignore_ascii_case(name)).map(|(code, _)| *code);
    named.or(function.filter(|number| (1..=35).contains(number)).map(KeyCode::F))
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if held {
                out.write_str(name)?;
            }
        }
        match (self.code, NAMES.iter().find(|(code, _)| *code == self.code)) {
            (_, Some((_, name))) => out.write_str(name),
            (KeyCode::Char(letter), _) if self.ctrl => write!(out, "{}", letter.to_ascii_uppercase()),
            (KeyCode::Char(letter), _) => write!(out, "{letter}"),
            (KeyCode::F(number), _) => write!(out, "F{number}"),
            (code, None) => write!(out, "{code:?}"),
        }
    }
}

/// Keys pressed one after another, such as `g g`; never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeySequence(Vec<Key>);

impl KeySequence {
    /// The keys, in the order in which they are pressed.
    pub fn keys(&self) -> &[Key] {
        &self.0
    }
}

impl FromStr for KeySequence {
    type Err = KeyError;

    fn from_str(spelling: &str) -> Result<Self, KeyError> {
        let keys = spelling.split_whitespace().map(Key::from_str).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(KeyError(spelling.to_owned())) } else { Ok(Self(keys)) }
    }
}

impl fmt::Display for KeySequence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spellings: Vec<String> = self.0.iter().map(Key::to_string).collect();
        out.write_str(&spellings.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, KeyCode, KeySequence};
    use proptest::prelude::*;

    #[test]
    fn spellings_are_read_and_written_back() {
        for spelling in
            ["a", "A", "/", "-", "?", "Ctrl-F", "Ctrl--", "Alt-x", "Shift-Tab", "Space", "Enter", "F5", "g g", "ض"]
        {
            let sequence: KeySequence = spelling.parse().expect(spelling);
            assert_eq!(sequence.to_string(), spelling);
        }
    }

    #[test]
    fn one_key_has_one_form() {
        let shifted = Key { shift: true, ..Key::char('g') };
        assert_eq!(shifted.normalised(), Key::char('G'));
        assert_eq!("Shift-g".parse(), Ok(Key::char('G')));
        assert_eq!("ctrl-f".parse(), Ok(Key::ctrl('F')));
        assert_eq!("enter".parse(), Ok(Key::new(KeyCode::Enter)));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for spelling in ["", " ", "Ctrl-", "Foo", "F0", "F99", "ab", "Hyper-x"] {
            assert!(spelling.parse::<KeySequence>().is_err(), "{spelling:?}");
        }
    }

    proptest! {
        #[test]
        fn any_spelling_is_read_or_refused(spelling in ".{0,12}") {
            if let Ok(sequence) = spelling.parse::<KeySequence>() {
                prop_assert_eq!(sequence.to_string().parse(), Ok(sequence));
            }
        }
    }
}
