//! What the terminal shows, kept cell by cell: a frame is compared with it and only what differs is written.
//!
//! Owns the last frame, the comparison and the order in which cells are written; bytes are `pen.rs`, the rewriting that
//! comes before is the [`Emitter`]'s. Tests hold it against a terminal that obeys the bytes.

use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use super::Emitter;
use super::kept::{Before, KeptRow};
use super::mode::EmitMode;
use super::pen::Pen;
use super::stored::{Stored, StoredRow};

/// Plain style, everything gone.
const CLEAR: &[u8] = b"\x1b[0m\x1b[2J";

/// The screen of a terminal and the frame that comes next.
#[derive(Clone, Debug)]
pub struct Sheet {
    next: Buffer,
    /// The frame before, as it was drawn; of no meaning unless `is_known`.
    shown: Buffer,
    /// How each row of it is stored in the terminal.
    kept: Vec<KeptRow>,
    is_known: bool,
    /// Whether glyphs leave specks in the cells beside theirs.
    spills: bool,
    touched: Touched,
    /// How the row at hand was stored before.
    before: Before,
}

/// The columns of a row that differ: as drawn, and as stored.
#[derive(Clone, Debug, Default)]
struct Touched {
    drawn: Vec<bool>,
    stored: Vec<bool>,
}

impl Sheet {
    /// A sheet for a screen of which nothing is known.
    pub fn new(columns: u16, rows: u16) -> Self {
        let blank = Buffer::empty(Rect::new(0, 0, columns, rows));
        let kept = vec![KeptRow::default(); usize::from(rows)];
        let (touched, before) = (Touched::default(), Before::default());
        Self { next: blank.clone(), shown: blank, kept, is_known: false, spills: false, touched, before }
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

    /// Appends what must be written for the frame to be shown as `emitter`'s terminal needs it; nothing when it is shown
    /// already. Rows in `samples` are written each in its own mode, so that modes can be looked at side by side.
    pub fn write(&mut self, emitter: &mut Emitter, samples: &[(u16, EmitMode)], out: &mut Vec<u8>) {
        if !std::mem::replace(&mut self.is_known, true) {
            out.extend_from_slice(CLEAR);
            self.shown.content.iter_mut().for_each(Cell::reset);
            self.kept.iter_mut().for_each(KeptRow::forget);
        }
        if self.next.area.width > 0 {
            let mut pen = Pen::new();
            for y in 0..self.next.area.height {
                let sample = samples.iter().find(|(sample, _)| *sample == y);
                self.write_row(y, (sample.map_or(emitter.mode(), |(_, mode)| *mode), emitter), &mut pen, out);
            }
            pen.finish(out);
        }
        std::mem::swap(&mut self.next, &mut self.shown);
    }

    fn write_row(&mut self, y: u16, (mode, emitter): (EmitMode, &mut Emitter), pen: &mut Pen, out: &mut Vec<u8>) {
        let width = usize::from(self.next.area.width);
        let cells = usize::from(y) * width..(usize::from(y) + 1) * width;
        let (next, shown) = (&self.next.content[cells.clone()], &self.shown.content[cells]);
        let kept = &mut self.kept[usize::from(y)];
        let changed = compare(next, shown, &mut self.touched.drawn);
        if changed.is_empty() && kept.is_of((mode, emitter.ink())) {
            return;
        }
        let part = kept.plan_anew((mode, emitter, next), changed, &mut self.before);
        let (next, shown) = (kept.row(next), self.before.row(shown));
        compare_stored(next, shown, part, &mut self.touched);
        settle(next, shown, &mut self.touched.stored, self.spills);
        let parts: &[Part] = if mode == EmitMode::Jitter { &Part::BY_BIT } else { &[Part::Whole] };
        parts.iter().for_each(|part| write_row((y, next), &self.touched.stored, (*part, pen), out));
    }
}

/// Notes which columns differ as drawn, and gives the range that holds them all.
fn compare(next: &[Cell], shown: &[Cell], touched: &mut Vec<bool>) -> Range<usize> {
    touched.clear();
    touched.extend(next.iter().zip(shown).map(|(next, shown)| !is_same(next, shown)));
    let differs = |is_other: &bool| *is_other;
    match (touched.iter().position(differs), touched.iter().rposition(differs)) {
        (Some(first), Some(last)) => first..last + 1,
        _ => 0..0,
    }
}

/// Notes which columns differ as stored; no others than those of `part` do.
fn compare_stored(next: StoredRow<'_>, shown: StoredRow<'_>, part: Range<usize>, touched: &mut Touched) {
    let Touched { drawn, stored } = touched;
    stored.clear();
    match (next.plan, shown.plan) {
        (None, None) => std::mem::swap(drawn, stored),
        (Some(new), Some(old)) => {
            stored.resize(part.start, false);
            stored.extend(new[part.clone()].iter().zip(&old[part]).map(|(new, old)| {
                // What is planned alike differs where it was drawn otherwise.
                match new == old {
                    true if new.symbol == new.style => drawn[usize::from(new.symbol)],
                    true if !drawn[usize::from(new.symbol)] && !drawn[usize::from(new.style)] => false,
                    _ => !is_stored_alike((next.cells, *new), (shown.cells, *old)),
                }
            }));
            stored.resize(drawn.len(), false);
        }
        _ => stored.extend((0..drawn.len()).map(|column| next.look(column) != shown.look(column))),
    }
}

/// True only for what is changed alike and looks alike.
fn is_stored_alike((next, new): (&[Cell], Stored), (shown, old): (&[Cell], Stored)) -> bool {
    let symbols = (&next[usize::from(new.symbol)], &shown[usize::from(old.symbol)]);
    let styles = (&next[usize::from(new.style)], &shown[usize::from(old.style)]);
    new.change == old.change && is_same_symbol(symbols.0, symbols.1) && is_same_style(styles.0, styles.1)
}

fn is_same(one: &Cell, other: &Cell) -> bool {
    is_same_style(one, other) && is_same_symbol(one, other)
}

fn is_same_style(one: &Cell, other: &Cell) -> bool {
    one.fg == other.fg
        && one.bg == other.bg
        && one.modifier == other.modifier
        && one.underline_color == other.underline_color
}

/// Equality of few bytes, without the call that a comparison of unknown length is.
fn is_same_symbol(one: &Cell, other: &Cell) -> bool {
    let (one, other) = (one.symbol().as_bytes(), other.symbol().as_bytes());
    match (one, other) {
        ([a], [b]) => a == b,
        ([a, b], [c, d]) => (a, b) == (c, d),
        ([a, b, c], [d, e, f]) => (a, b, c) == (d, e, f),
        _ => one == other,
    }
}

/// Adds the columns that must be written because of others, and takes out those that wide cells cover.
fn settle(next: StoredRow<'_>, shown: StoredRow<'_>, touched: &mut [bool], spills: bool) {
    if spills {
        let reach: Vec<usize> = (0..touched.len())
            .filter(|&at| touched[at] && [next, shown].into_iter().any(|row| row.is_drawn_rtl(at)))
            .collect();
        for at in reach {
            let last = touched.len() - 1;
            touched[at.saturating_sub(1)..=(at + 1).min(last)].fill(true);
        }
    }
    if next.is_narrow && shown.is_narrow {
        return;
    }
    let mut column = 0;
    while column < touched.len() {
        if !std::mem::take(&mut touched[column]) {
            column += 1;
            continue;
        }
        // What stands behind a wide cell is drawn with it.
        if column > 0 && next.width_cells(column - 1) > 1 && !is_covered(next, column - 1) {
            column += 1;
            continue;
        }
        touched[column] = true;
        let end = (column + next.width_cells(column)).min(touched.len());
        touched[column + 1..end].fill(false);
        // Where a wide cell has lost its first half, the terminal has blanked the second.
        if end < touched.len() && shown.width_cells(end - 1) > 1 {
            touched[end] = true;
        }
        column = end;
    }
}

/// True for the second column of a wide cell that itself holds something wide, which no layout makes.
fn is_covered(row: StoredRow<'_>, column: usize) -> bool {
    let wide_before = (0..column).rev().take_while(|before| row.width_cells(*before) > 1).count();
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

    fn holds(self, row: StoredRow<'_>, column: usize) -> bool {
        self == Part::Whole || (self == Part::Odd) == row.is_odd(column)
    }
}

/// The longest way over cells that stay for which their own bytes are fewer than a sequence.
const LONGEST_BRIDGE: usize = 3;

/// Writes the touched cells of a row that belong to the part.
fn write_row((y, row): (u16, StoredRow<'_>), touched: &[bool], (part, pen): (Part, &mut Pen), out: &mut Vec<u8>) {
    let mut end = 0;
    for (column, x) in (0_u16..).enumerate().take(touched.len()).filter(|(column, _)| touched[*column]) {
        if !part.holds(row, column) {
            continue;
        }
        let bridge = end..column;
        let can_pass = |column| row.may_be_byte(column) && pen.can_pass(row.look(column));
        if (1..=LONGEST_BRIDGE).contains(&bridge.len()) && bridge.clone().all(can_pass) {
            (0..)
                .enumerate()
                .skip(end)
                .take(bridge.len())
                .for_each(|(column, x)| pen.put((x, y), row.look(column), out));
        }
        pen.put((x, y), row.look(column), out);
        end = column + 1;
        // Terminals differ about the end of a row, and some about what is wide.
        if end == touched.len() || row.width_cells(column) > 1 {
            pen.lose_place();
            end = touched.len();
        }
    }
}
