//! Word-reversed: words in storage order, so that a terminal that reorders every row puts them where they were drawn.
//!
//! Owns the row's atoms, their permutation and the cursor's way through it. Which are pinned down and which are turned
//! around is `pieces.rs`; the brackets that would find a partner on the way are `brackets.rs`. It serves PuTTY, which
//! has no switch, and Konsole and mlterm behind a multiplexer.
//!
//! What cannot be had is named here, and `tests/emit.rs` shows it:
//! * A row whose first cells hold a right-to-left letter with neither a blank, a line nor a Latin letter before it:
//!   PuTTY takes the base direction from that letter. Layouts keep column 0 free.
//! * A digit right of the last Arabic letter of a line (`2020م` at its start) is stored as the Arabic-Indic one of its value;
//!   one that has none, such as ², comes out left of it. It would have to stand behind a letter from the right that
//!   looks blank: Unicode has none, for every blank is neutral or of class L.
//! * Konsole joins letters by what it finds in storage: a non-joiner between two of them is not seen there.

use super::brackets::guard;
use super::kind::{Class, Kind, Kinds, mirrored};
use super::pieces::lay_out;
use super::stored::{Change, Part, Stored};

/// What one atom of the row is and becomes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// Its first column as drawn.
    column: u16,
    /// The cells it takes.
    width: u8,
    /// What the terminal's algorithm takes it for.
    pub(super) kind: Kind,
    /// Whether it belongs to a part that the terminal turns around.
    pub(super) is_turned: bool,
    /// The character that is stored instead.
    pub(super) stored: Option<char>,
}

impl Unit {
    /// Its first column as drawn.
    pub(super) fn column(&self) -> usize {
        usize::from(self.column)
    }

    /// The cells it takes.
    pub(super) fn width(&self) -> usize {
        usize::from(self.width)
    }
}

/// What a row is worked out in; kept between rows for its memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    units: Vec<Unit>,
    order: Vec<usize>,
}

/// Plans the permutation of a part and what stands in for its cells; symbol and style move together.
pub(super) fn plan_part(part: Part<'_>, scratch: &mut Scratch, plan: &mut [Stored]) {
    let row = part.cells;
    let kinds = divide(part.classes, &mut scratch.units);
    if part.first > 0 && !kinds.hold_rtl() {
        return;
    }
    scratch.order.clear();
    lay_out(part, &mut scratch.units, &mut scratch.order);
    if kinds.hold(Kind::Neutral) || kinds.hold(Kind::Bracket) {
        // What has a mirror image is neutral.
        let may_turn = |unit: &&mut Unit| unit.is_turned && matches!(unit.kind, Kind::Neutral | Kind::Bracket);
        for unit in scratch.units.iter_mut().filter(may_turn) {
            unit.stored = mirrored(row[unit.column()].symbol());
        }
    }
    if kinds.hold(Kind::Bracket) {
        guard(row, &mut scratch.units, &scratch.order);
    }
    let mut place = 0;
    for &index in &scratch.order {
        let unit = &scratch.units[index];
        if place != unit.column() {
            for (stored, column) in plan[place..place + unit.width()].iter_mut().zip(part.first + unit.column..) {
                (stored.symbol, stored.style) = (column, column);
            }
        }
        if let Some(letter) = unit.stored {
            plan[place].change = Change::Letter(letter);
        }
        place += unit.width();
    }
}

/// Divides a row into its atoms, and gives the kinds that they are of.
fn divide(classes: &[Class], units: &mut Vec<Unit>) -> Kinds {
    units.clear();
    let mut kinds = Kinds::default();
    let mut column = 0;
    while let Some(class) = classes.get(column) {
        // A row has 65,535 cells at most, as the buffer that it comes from.
        let first = u16::try_from(column).unwrap_or(u16::MAX);
        // At the end of a row there may be no room for the second half of a wide cell.
        let width = if column + 1 < classes.len() { class.width } else { 1 };
        units.push(Unit { column: first, width, kind: class.kind, is_turned: false, stored: None });
        kinds.add(class.kind);
        column += usize::from(width);
    }
    kinds
}
