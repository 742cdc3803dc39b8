//! LRM: a left-to-right mark behind each right-to-left letter, for terminals that reorder rows from the left.
//!
//! Owns which cells get a mark. It works in VTE, also through tmux and screen, and in xterm.js; in Konsole it breaks the
//! joining, in mlterm it takes a cell, PuTTY does not look at it. Next: `word_reversed.rs`.

use super::kind::Kind;
use super::stored::{Change, Part, Stored};

/// Appends the mark to each right-to-left cell and to the punctuation and blanks beside it.
///
/// With the mark behind it every run of right-to-left letters is one letter long, each neutral stands between letters
/// that run from the left, and no digit follows an Arabic letter (UAX #9: W2, W7, N0–N2). Lines and blocks get no mark:
/// VTE would draw them with gaps.
pub(super) fn plan_part(part: Part<'_>, plan: &mut [Stored]) {
    let classes = part.classes;
    let (mut behind_rtl, mut rtl) = (false, classes.first().is_some_and(|class| class.is_rtl()));
    for (column, (stored, class)) in plan.iter_mut().zip(classes).enumerate() {
        let before_rtl = classes.get(column + 1).is_some_and(|class| class.is_rtl());
        if rtl || ((behind_rtl || before_rtl) && takes_mark(class.kind)) {
            stored.change = Change::Marked;
        }
        (behind_rtl, rtl) = (rtl, before_rtl);
    }
}

fn takes_mark(kind: Kind) -> bool {
    matches!(kind, Kind::Blank | Kind::Sign | Kind::Separator | Kind::Terminator | Kind::Bracket | Kind::Neutral)
}

#[cfg(test)]
mod tests {
    use crate::shell::emit::{EmitMode, Emitter};
    use ratatui::buffer::Cell;

    #[test]
    fn letters_and_the_punctuation_beside_them_get_a_mark() {
        let mut row: Vec<Cell> = ["│", "ب", "!", "!", "a", " ", "ت", "│"].map(Cell::new).to_vec();
        Emitter::new(EmitMode::Lrm).rewrite_row(&mut row);
        let symbols: Vec<&str> = row.iter().map(Cell::symbol).collect();
        assert_eq!(symbols, ["│", "ب\u{200e}", "!\u{200e}", "!", "a", " \u{200e}", "ت\u{200e}", "│"]);
    }
}
