//! What the terminal shows, kept cell by cell: a frame is compared with it and only what differs is written.
//!
//! Owns the last frame, the comparison and the order in which cells are written; bytes are `pen.rs`, the rewriting that
//! comes before is the [`Emitter`]'s. Tests hold it against a terminal that obeys the bytes.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::Emitter;
use super::kind::{Class, width_cells};
use super::mode::EmitMode;
use super::pen::Pen;

/// Plain style, everything gone.
const CLEAR: &[u8] = b"\x1b[0m\x1b[2J";

/// The screen of a terminal and the frame that comes next.
#[derive(Clone, Debug)]
pub struct Sheet {
    next: Buffer,
    /// As stored in the terminal; of no meaning unless `is_known`.
    shown: Buffer,
    is_known: bool,
    /// Whether glyphs leave specks in the cells beside theirs.
    spills: bool,
    /// The columns of a row that are written.
    touched: Vec<bool>,
}

impl Sheet {
    /// A sheet for a screen of which nothing is known.
    pub fn new(columns: u16, rows: u16) -> Self {
        let blank = Buffer::empty(Rect::new(0, 0, columns, rows));
        Self { next: blank.clone(), shown: blank, is_known: false, spills: false, touched: Vec::new() }
    }

    /// Says whether the terminal lets glyphs reach into the cells beside theirs and does not take them back from there
    /// (xterm): then those cells are written anew, too.
    pub fn set_spills(&mut self, spills: bool) {
        self.spills = spills;
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        (self.next.area.width, self.next.area.height)
    }

    /// Another size; nothing is known of what the terminal shows then.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        if self.size() != (columns, rows) {
            *self = Self { spills: self.spills, ..Self::new(columns, rows) };
        }
    }

    /// Something else may have written on the screen: the next frame clears it and is written in full.
    pub fn forget(&mut self) {
        self.is_known = false;
    }

    /// A blank frame to be drawn on, in place of the one before.
    pub fn blank(&mut self) -> &mut Buffer {
        self.next.content.iter_mut().for_each(Cell::reset);
        &mut self.next
    }

    /// Rewrites the frame for the terminal and appends what must be written for it to be shown; nothing when it is shown
    /// already. Rows in `samples` are rewritten each in its own mode.
    pub fn write(&mut self, emitter: &mut Emitter, samples: &[(u16, EmitMode)], out: &mut Vec<u8>) {
        emitter.rewrite_with_samples(&mut self.next, samples);
        if !std::mem::replace(&mut self.is_known, true) {
            out.extend_from_slice(CLEAR);
            self.shown.content.iter_mut().for_each(Cell::reset);
        }
        let width = usize::from(self.next.area.width);
        if width > 0 {
            let mut pen = Pen::new();
            let rows = self.next.content.chunks(width).zip(self.shown.content.chunks(width));
            for (y, (next, shown)) in (0..).zip(rows) {
                if compare(next, shown, &mut self.touched) {
                    settle(next, shown, &mut self.touched, self.spills);
                    let parts: &[Part] =
                        if emitter.mode() == EmitMode::Jitter { &Part::BY_BIT } else { &[Part::Whole] };
                    parts.iter().for_each(|part| write_row((y, next), &self.touched, (*part, &mut pen), out));
                }
            }
            pen.finish(out);
        }
        std::mem::swap(&mut self.next, &mut self.shown);
    }
}

/// Notes which columns differ; false when none does.
fn compare(next: &[Cell], shown: &[Cell], touched: &mut Vec<bool>) -> bool {
    let mut differs = false;
    touched.clear();
    touched.extend(next.iter().zip(shown).map(|(next, shown)| {
        let is_other = !is_same(next, shown);
        differs |= is_other;
        is_other
    }));
    differs
}

fn is_same(one: &Cell, other: &Cell) -> bool {
    one.fg == other.fg
        && one.bg == other.bg
        && one.modifier == other.modifier
        && one.underline_color == other.underline_color
        && is_same_symbol(one.symbol().as_bytes(), other.symbol().as_bytes())
}

/// Equality of few bytes, without the call that a comparison of unknown length is.
fn is_same_symbol(one: &[u8], other: &[u8]) -> bool {
    match (one, other) {
        ([a], [b]) => a == b,
        ([a, b], [c, d]) => (a, b) == (c, d),
        ([a, b, c], [d, e, f]) => (a, b, c) == (d, e, f),
        _ => one == other,
    }
}

/// Adds the columns that must be written because of others, and takes out those that wide cells cover.
fn settle(next: &[Cell], shown: &[Cell], touched: &mut [bool], spills: bool) {
    if spills {
        let reach: Vec<usize> = (0..touched.len())
            .filter(|&at| touched[at] && [&next[at], &shown[at]].into_iter().any(|cell| Class::of(cell).is_drawn_rtl))
            .collect();
        for at in reach {
            let last = touched.len() - 1;
            touched[at.saturating_sub(1)..=(at + 1).min(last)].fill(true);
        }
    }
    let mut column = 0;
    while column < touched.len() {
        if !std::mem::take(&mut touched[column]) {
            column += 1;
            continue;
        }
        // What stands behind a wide cell is drawn with it.
        if column > 0 && width_cells(&next[column - 1]) > 1 && !is_covered(next, column - 1) {
            column += 1;
            continue;
        }
        touched[column] = true;
        let end = (column + width_cells(&next[column])).min(touched.len());
        touched[column + 1..end].fill(false);
        // Where a wide cell has lost its first half, the terminal has blanked the second.
        if end < touched.len() && width_cells(&shown[end - 1]) > 1 {
            touched[end] = true;
        }
        column = end;
    }
}

/// True for the second column of a wide cell that itself holds something wide, which no layout makes.
fn is_covered(row: &[Cell], column: usize) -> bool {
    let wide_before = row[..column].iter().rev().take_while(|cell| width_cells(cell) > 1).count();
    wide_before % 2 == 1
}

/// Which of a row's cells are written in one go.
///
/// Jitter mode's letters differ from their neighbours in the lowest bit of blue alone: those with the bit come last, for
/// the way over a cell takes fewer bytes than a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Whole,
    Even,
    Odd,
}

impl Part {
    const BY_BIT: [Part; 2] = [Part::Even, Part::Odd];

    fn holds(self, cell: &Cell) -> bool {
        let is_odd = matches!(cell.fg, Color::Rgb(_, _, blue) if blue & 1 == 1);
        self == Part::Whole || (self == Part::Odd) == is_odd
    }
}

/// The longest way over cells that stay for which their own bytes are fewer than a sequence.
const LONGEST_BRIDGE: usize = 3;

/// Writes the touched cells of a row that belong to the part.
fn write_row((y, next): (u16, &[Cell]), touched: &[bool], (part, pen): (Part, &mut Pen), out: &mut Vec<u8>) {
    let mut end = 0;
    for ((x, cell), _) in (0_u16..).zip(next).zip(touched).filter(|((_, cell), touched)| **touched && part.holds(cell))
    {
        let bridge = end..usize::from(x);
        if (1..=LONGEST_BRIDGE).contains(&bridge.len()) && next[bridge.clone()].iter().all(|cell| pen.can_pass(cell)) {
            (0..).zip(next).skip(end).take(bridge.len()).for_each(|(x, cell)| pen.put((x, y), cell, out));
        }
        pen.put((x, y), cell, out);
        end = usize::from(x) + 1;
        // Terminals differ about the end of a row, and some about what is wide.
        if end == next.len() || width_cells(cell) > 1 {
            pen.lose_place();
            end = next.len();
        }
    }
}
