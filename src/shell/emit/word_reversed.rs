//! Word-reversed: words in storage order, so that a terminal that reorders every row puts them where they were drawn.
//!
//! Owns the row's atoms, their permutation and the cursor's way through it. Which are pinned down and which are turned
//! around is `pieces.rs`; the brackets that would find a partner on the way are `brackets.rs`. It serves PuTTY, which
//! has no switch, and Konsole and mlterm behind a multiplexer.
//!
//! What cannot be had is named here, and `tests/emit.rs` shows it:
//! * A row whose first cells hold a right-to-left letter with neither a blank, a line nor a Latin letter before it:
//!   PuTTY takes the base direction from that letter. Layouts keep column 0 free.
//! * A digit other than ASCII's and the Persian ones, such as ², that stands right of the last Arabic letter.
//! * Konsole joins letters by what it finds in storage: a non-joiner between two of them is not seen there.

use std::ops::Range;

use ratatui::buffer::Cell;

use super::brackets::guard;
use super::kind::{Class, Kind, mirrored};
use super::pieces::lay_out;

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
    cells: Vec<Cell>,
}

/// Permutes and replaces the cells of a row that holds right-to-left cells; symbol and style move together.
pub(super) fn rewrite_row(row: &mut [Cell], classes: &[Class], scratch: &mut Scratch) {
    if !classes.iter().any(|class| class.is_rtl()) {
        return;
    }
    plan(row, classes, scratch);
    let mut place = 0;
    while let Some(&index) = scratch.order.get(place) {
        let end = if index == place { place + 1 } else { block_end(&scratch.order, place) };
        let mut column = scratch.units[place].column();
        if end > place + 1 {
            move_block(row, place..end, scratch);
        }
        for &index in &scratch.order[place..end] {
            let unit = scratch.units[index];
            if let (Some(stored), Some(cell)) = (unit.stored, row.get_mut(column)) {
                cell.set_char(stored);
            }
            column += unit.width();
        }
        place = end;
    }
}

/// The end of the shortest stretch from `place` on that is permuted within itself; what stays is a stretch of one.
fn block_end(order: &[usize], place: usize) -> usize {
    let mut end = place + 1;
    let mut at = place;
    while at < end {
        end = end.max(order[at] + 1);
        at += 1;
    }
    end
}

/// Moves the cells of one stretch of atoms into the order of storage.
fn move_block(row: &mut [Cell], block: Range<usize>, scratch: &mut Scratch) {
    let first = scratch.units[block.start].column();
    let order = &scratch.order[block.clone()];
    // A word of letters alone, which most are: its cells change places without leaving the row.
    if order.iter().rev().copied().eq(block.clone()) && order.iter().all(|&index| scratch.units[index].width() == 1) {
        return row[first..first + block.len()].reverse();
    }
    scratch.cells.clear();
    for &index in &scratch.order[block] {
        let unit = scratch.units[index];
        let end = (unit.column() + unit.width()).min(row.len());
        scratch.cells.extend(row[unit.column()..end].iter_mut().map(std::mem::take));
    }
    for (cell, stored) in row[first..].iter_mut().zip(scratch.cells.drain(..)) {
        *cell = stored;
    }
}

/// The column in storage of what is drawn in `column`.
pub(super) fn map_column(row: &[Cell], classes: &[Class], column: u16) -> u16 {
    if !classes.iter().any(|class| class.is_rtl()) {
        return column;
    }
    let mut scratch = Scratch::default();
    plan(row, classes, &mut scratch);
    let mut stored_column = 0;
    for &index in &scratch.order {
        let unit = scratch.units[index];
        let within = usize::from(column).checked_sub(unit.column()).filter(|&within| within < unit.width());
        if let Some(within) = within {
            return u16::try_from(stored_column + within).unwrap_or(column);
        }
        stored_column += unit.width();
    }
    column
}

/// Works out the order of storage and what is stored in place of what.
fn plan(row: &[Cell], classes: &[Class], scratch: &mut Scratch) {
    scratch.units.clear();
    scratch.order.clear();
    let mut column = 0;
    while let Some(class) = classes.get(column) {
        // A row has 65,535 cells at most, as the buffer that it comes from.
        let first = u16::try_from(column).unwrap_or(u16::MAX);
        let unit = Unit { column: first, width: class.width, kind: class.kind, is_turned: false, stored: None };
        scratch.units.push(unit);
        column += unit.width();
    }
    lay_out(row, &mut scratch.units, &mut scratch.order);
    // What has a mirror image is neutral.
    for unit in scratch.units.iter_mut().filter(|unit| unit.is_turned && unit.kind == Kind::Neutral) {
        unit.stored = mirrored(row[unit.column()].symbol());
    }
    guard(row, &mut scratch.units, &scratch.order);
}
