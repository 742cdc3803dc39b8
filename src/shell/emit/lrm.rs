//! LRM: a left-to-right mark behind each right-to-left letter, for terminals that reorder rows from the left.
//!
//! Owns which cells get a mark. It works in VTE, also through tmux and screen, and in xterm.js; in Konsole it breaks the
//! joining, in mlterm it takes a cell, PuTTY does not look at it. Next: `word_reversed.rs`.

use ratatui::buffer::Cell;

use super::kind::{Class, Kind};

/// U+200E LEFT-TO-RIGHT MARK, class L, no advance.
const MARK: char = '\u{200e}';

/// The joining forms that rows are full of, U+FE80–U+FEFC.
const FORMS: std::ops::RangeInclusive<char> = '\u{fe80}'..='\u{fefc}';
/// The bytes of one of them with its mark.
const MARKED_BYTES: usize = 6;

/// What symbols are put together in; kept between rows for its memory.
#[derive(Clone, Debug)]
pub(super) struct Scratch {
    /// Every form with its mark, one after another.
    forms: String,
    symbol: String,
}

impl Default for Scratch {
    fn default() -> Self {
        Self { forms: FORMS.flat_map(|form| [form, MARK]).collect(), symbol: String::new() }
    }
}

impl Scratch {
    /// A symbol with the mark behind it.
    fn marked(&mut self, symbol: &str) -> &str {
        let index = match symbol.as_bytes() {
            [0xef, 0xba, last] => Some(usize::from(*last) & 0x3f),
            [0xef, 0xbb, last @ 0x80..=0xbc] => Some((usize::from(*last) & 0x3f) + 0x40),
            _ => None,
        };
        if let Some(form) = index.and_then(|index| self.forms.get(index * MARKED_BYTES..(index + 1) * MARKED_BYTES)) {
            return form;
        }
        self.symbol.clear();
        self.symbol.push_str(symbol);
        self.symbol.push(MARK);
        &self.symbol
    }
}

/// Appends the mark to each right-to-left cell and to the punctuation and blanks beside it.
///
/// With the mark behind it every run of right-to-left letters is one letter long, each neutral stands between letters
/// that run from the left, and no digit follows an Arabic letter (UAX #9: W2, W7, N0–N2). Lines and blocks get no mark:
/// VTE would draw them with gaps.
pub(super) fn rewrite_row(row: &mut [Cell], classes: &[Class], scratch: &mut Scratch) {
    let (mut behind_rtl, mut rtl) = (false, classes.first().is_some_and(|class| class.is_rtl()));
    for (column, cell) in row.iter_mut().enumerate() {
        let before_rtl = classes.get(column + 1).is_some_and(|class| class.is_rtl());
        if rtl || ((behind_rtl || before_rtl) && takes_mark(classes[column].kind)) {
            let marked = scratch.marked(cell.symbol());
            cell.set_symbol(marked);
        }
        (behind_rtl, rtl) = (rtl, before_rtl);
    }
}

fn takes_mark(kind: Kind) -> bool {
    matches!(kind, Kind::Blank | Kind::Sign | Kind::Separator | Kind::Terminator | Kind::Neutral)
}

#[cfg(test)]
mod tests {
    use super::Scratch;
    use crate::shell::emit::kind::Classes;
    use ratatui::buffer::Cell;

    #[test]
    fn letters_and_the_punctuation_beside_them_get_a_mark() {
        let mut row: Vec<Cell> = ["│", "ب", "!", "!", "a", " ", "ت", "│"].map(Cell::new).to_vec();
        let mut classes = Classes::default();
        assert!(classes.read(&row));
        super::rewrite_row(&mut row, &classes, &mut Scratch::default());
        let symbols: Vec<&str> = row.iter().map(Cell::symbol).collect();
        assert_eq!(symbols, ["│", "ب\u{200e}", "!\u{200e}", "!", "a", " \u{200e}", "ت\u{200e}", "│"]);
    }

    #[test]
    fn every_symbol_is_followed_by_the_mark() {
        let mut scratch = Scratch::default();
        for letter in ('\u{5d0}'..='\u{ffff}').filter(|letter| !letter.is_control()) {
            assert_eq!(scratch.marked(&letter.to_string()), format!("{letter}\u{200e}"));
        }
        assert_eq!(scratch.marked("\u{fe8e}\u{64e}"), "\u{fe8e}\u{64e}\u{200e}");
    }
}
