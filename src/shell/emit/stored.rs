//! What a terminal must be given for a drawn row, told cell by cell instead of done.
//!
//! Owns the plan of a row (whose symbol and style stands in a column, and what is changed about it), how a cell looks by
//! it, and carrying it out on cells. Plans are made by the module of each mode; frames are written by them in `sheet.rs`
//! without a cell being moved, lines are carried out.

use std::ops::Range;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::kind::{Class, width_cells};

/// U+200E LEFT-TO-RIGHT MARK, class L, no advance.
const MARK: char = '\u{200e}';

/// What is stored in one column of the terminal.
///
/// Columns count from 0. What is stored takes as many cells as what was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stored {
    /// The column that was drawn with its symbol.
    pub(super) symbol: u16,
    /// The column that was drawn with its style.
    pub(super) style: u16,
    /// What is not as it was drawn there.
    pub(super) change: Change,
}

/// What is changed about a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Nothing.
    None,
    /// Another character stands in for the symbol.
    Letter(char),
    /// A left-to-right mark follows the symbol.
    Marked,
    /// The foreground, in red, green and blue.
    Ink(u8, u8, u8),
    /// The modifiers.
    Face(Modifier),
}

impl Stored {
    /// A column that is stored as it was drawn.
    pub(super) fn own(column: u16) -> Self {
        Self { symbol: column, style: column, change: Change::None }
    }
}

/// A part of a drawn row that is planned by itself, with the classes of its cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'r> {
    /// The column where it begins.
    pub(super) first: u16,
    /// Its cells.
    pub(super) cells: &'r [Cell],
    /// Their classes.
    pub(super) classes: &'r [Class],
}

impl<'r> Part<'r> {
    /// The part in some columns of a row.
    pub(super) fn of(row: &'r [Cell], classes: &'r [Class], columns: Range<usize>) -> Self {
        Self { first: named(columns.start), cells: &row[columns.clone()], classes: &classes[columns] }
    }

    /// Columns of the part as a plan names them.
    pub(super) fn columns(self, columns: Range<usize>) -> Range<u16> {
        self.first + named(columns.start)..self.first + named(columns.end)
    }

    /// Makes of the part's plan one that leaves it as it is.
    pub(super) fn begin(self, plan: &mut [Stored]) {
        plan.iter_mut().zip(self.first..).for_each(|(stored, column)| *stored = Stored::own(column));
    }
}

/// A column as a plan names it; a buffer has 65,535 of them at most.
fn named(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// Rewrites a row as its plan says.
pub(super) fn carry_out(plan: &[Stored], row: &mut [Cell]) {
    let drawn = row.to_vec();
    for (cell, stored) in row.iter_mut().zip(plan) {
        let (symbol, style) = (&drawn[usize::from(stored.symbol)], &drawn[usize::from(stored.style)]);
        cell.clone_from(style);
        if stored.symbol != stored.style {
            cell.set_symbol(symbol.symbol());
        }
        match stored.change {
            Change::None => {}
            Change::Letter(letter) => {
                cell.set_char(letter);
            }
            Change::Marked => {
                cell.set_symbol(&format!("{}{MARK}", symbol.symbol()));
            }
            Change::Ink(red, green, blue) => cell.fg = Color::Rgb(red, green, blue),
            Change::Face(modifier) => cell.modifier = modifier,
        }
    }
}

/// A row as the terminal stores it.
#[derive(Clone, Copy, Debug)]
pub(super) struct StoredRow<'r> {
    /// The cells as drawn.
    pub(super) cells: &'r [Cell],
    /// What is stored of them; without a plan, just they are.
    pub(super) plan: Option<&'r [Stored]>,
    /// Whether it is known that nothing in it takes two cells.
    pub(super) is_narrow: bool,
}

impl<'r> StoredRow<'r> {
    /// How a column looks.
    #[inline]
    pub(super) fn look(self, column: usize) -> Look<'r> {
        let Some(stored) = self.plan.map(|plan| plan[column]) else { return Look::of(&self.cells[column]) };
        let symbol = &self.cells[usize::from(stored.symbol)];
        let mut look = Look::of(symbol);
        if stored.style != stored.symbol {
            look.style = Style::of(&self.cells[usize::from(stored.style)]);
        }
        match stored.change {
            Change::None => {}
            Change::Letter(letter) => look.symbol = Symbol::Letter(letter),
            Change::Marked => look.symbol = Symbol::Marked(symbol.symbol()),
            Change::Ink(red, green, blue) => look.style.fg = Color::Rgb(red, green, blue),
            Change::Face(modifier) => look.style.modifier = modifier,
        }
        look
    }

    /// How many cells stand in a column takes, never less than one.
    pub(super) fn width_cells(self, column: usize) -> usize {
        if self.is_narrow { 1 } else { width_cells(self.source(column)) }
    }

    /// Whether what stands in a column is drawn from the right.
    pub(super) fn is_drawn_rtl(self, column: usize) -> bool {
        let digits = '\u{660}'..='\u{669}';
        let is_digit = |plan: &[Stored]| matches!(plan[column].change, Change::Letter(it) if digits.contains(&it));
        Class::of(self.source(column)).is_drawn_rtl || self.plan.is_some_and(is_digit)
    }

    /// Whether the lowest bit of a column's blue is set.
    pub(super) fn is_odd(self, column: usize) -> bool {
        let fg = match self.plan.map(|plan| plan[column]) {
            Some(Stored { change: Change::Ink(_, _, blue), .. }) => return blue & 1 == 1,
            Some(stored) => self.cells[usize::from(stored.style)].fg,
            None => self.cells[column].fg,
        };
        matches!(fg, Color::Rgb(_, _, blue) if blue & 1 == 1)
    }

    /// False where more than one byte was drawn; what is stored may be longer.
    pub(super) fn may_be_byte(self, column: usize) -> bool {
        self.source(column).symbol().len() == 1
    }

    fn source(self, column: usize) -> &'r Cell {
        &self.cells[self.plan.map_or(column, |plan| usize::from(plan[column].symbol))]
    }
}

/// How a cell of the terminal looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look<'c> {
    pub(super) symbol: Symbol<'c>,
    pub(super) style: Style,
}

impl Look<'_> {
    /// The look of a cell as drawn.
    pub(super) fn of(cell: &Cell) -> Look<'_> {
        Look { symbol: Symbol::Drawn(cell.symbol()), style: Style::of(cell) }
    }
}

/// What is written into a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbol<'c> {
    /// A symbol as drawn.
    Drawn(&'c str),
    /// A symbol and a left-to-right mark.
    Marked(&'c str),
    /// One character that stands in.
    Letter(char),
}

impl Symbol<'_> {
    /// Appends its bytes.
    pub(super) fn push(self, out: &mut Vec<u8>) {
        match self {
            Symbol::Drawn(symbol) => out.extend_from_slice(symbol.as_bytes()),
            Symbol::Marked(symbol) => {
                out.extend_from_slice(symbol.as_bytes());
                push_char(MARK, out);
            }
            Symbol::Letter(letter) => push_char(letter, out),
        }
    }

    /// True for one byte.
    pub(super) fn is_byte(self) -> bool {
        matches!(self, Symbol::Drawn(symbol) if symbol.len() == 1)
    }
}

fn push_char(letter: char, out: &mut Vec<u8>) {
    out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
}

/// What a cell is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) fg: Color,
    pub(super) bg: Color,
    pub(super) underline: Color,
    pub(super) modifier: Modifier,
}

impl Style {
    /// The terminal's own.
    pub(super) const PLAIN: Style =
        Style { fg: Color::Reset, bg: Color::Reset, underline: Color::Reset, modifier: Modifier::empty() };

    /// The style of a cell.
    pub(super) fn of(cell: &Cell) -> Style {
        Style { fg: cell.fg, bg: cell.bg, underline: cell.underline_color, modifier: cell.modifier }
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Look, Stored, StoredRow, carry_out};
    use ratatui::buffer::Cell;
    use ratatui::style::{Color, Modifier};

    #[test]
    fn what_is_carried_out_looks_as_it_was_planned() {
        let mut drawn: Vec<Cell> = ["ب", "(", "a", "x", "y"].map(Cell::new).to_vec();
        drawn[1].fg = Color::Red;
        drawn[4].modifier = Modifier::BOLD;
        let mut plan: Vec<Stored> = (0..5).map(Stored::own).collect();
        let changes =
            [Change::Marked, Change::Letter(')'), Change::Ink(1, 2, 3), Change::None, Change::Face(Modifier::ITALIC)];
        for (stored, change) in plan.iter_mut().zip(changes) {
            stored.change = change;
        }
        (plan[3].symbol, plan[4]) = (0, Stored { symbol: 1, style: 4, change: Change::Face(Modifier::ITALIC) });
        let mut done = drawn.clone();
        carry_out(&plan, &mut done);
        let symbols: Vec<&str> = done.iter().map(Cell::symbol).collect();
        assert_eq!(symbols, ["ب\u{200e}", ")", "a", "ب", "("]);
        let row = StoredRow { cells: &drawn, plan: Some(&plan), is_narrow: false };
        for (column, cell) in done.iter().enumerate() {
            let look = row.look(column);
            let mut bytes = Vec::new();
            look.symbol.push(&mut bytes);
            assert_eq!((bytes.as_slice(), look.style), (cell.symbol().as_bytes(), Look::of(cell).style));
        }
    }
}
