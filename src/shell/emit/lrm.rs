//! LRM: a left-to-right mark behind each right-to-left letter, for terminals that reorder rows from the left.
//!
//! Owns which cells get a mark. It works in VTE, also through tmux and screen, and in xterm.js; in Konsole it breaks the
//! joining, in mlterm it takes a cell, PuTTY does not look at it. Next: `word_reversed.rs`.

use ratatui::buffer::Cell;

use super::kind::{Kind, is_rtl};

/// U+200E LEFT-TO-RIGHT MARK, class L, no advance.
const MARK: char = '\u{200e}';

/// Appends the mark to each right-to-left cell and to the punctuation and blanks beside it.
///
/// With the mark behind it every run of right-to-left letters is one letter long, each neutral stands between letters
/// that run from the left, and no digit follows an Arabic letter (UAX #9: W2, W7, N0–N2). Lines and blocks get no mark:
/// VTE would draw them with gaps.
pub(super) fn rewrite_row(row: &mut [Cell]) {
    let mut marked = String::new();
    let (mut behind_rtl, mut rtl) = (false, row.first().is_some_and(is_rtl));
    for column in 0..row.len() {
        let before_rtl = row.get(column + 1).is_some_and(is_rtl);
        if rtl || ((behind_rtl || before_rtl) && takes_mark(&row[column])) {
            marked.clear();
            marked.push_str(row[column].symbol());
            marked.push(MARK);
            row[column].set_symbol(&marked);
        }
        (behind_rtl, rtl) = (rtl, before_rtl);
    }
}

fn takes_mark(cell: &Cell) -> bool {
    matches!(Kind::of(cell), Kind::Blank | Kind::Sign | Kind::Separator | Kind::Terminator | Kind::Neutral)
}

#[cfg(test)]
mod tests {
    use super::rewrite_row;
    use ratatui::buffer::Cell;

    #[test]
    fn letters_and_the_punctuation_beside_them_get_a_mark() {
        let mut row: Vec<Cell> = ["│", "ب", "!", "!", "a", " ", "ت", "│"].map(Cell::new).to_vec();
        rewrite_row(&mut row);
        let symbols: Vec<&str> = row.iter().map(Cell::symbol).collect();
        assert_eq!(symbols, ["│", "ب\u{200e}", "!\u{200e}", "!", "a", " \u{200e}", "ت\u{200e}", "│"]);
    }
}
