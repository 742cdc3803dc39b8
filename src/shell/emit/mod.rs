//! The last step before the terminal: a finished frame rewritten so that this terminal shows it as it was drawn.
//!
//! Owns the table from modes to what they do to a row, one module per mode: `jitter`, `lrm`, `word_reversed`,
//! `kitty`; visual and explicit modes leave the frame alone. Which terminal needs which is `../terminals.rs`.
//!
//! A frame is rewritten after it was drawn and before it is compared with the last one (`sheet.rs`), so that stored cells
//! are compared with stored cells and nothing is written for unchanged rows. Equal rows in give equal rows out. Every mode expects
//! what `text/` makes: cells in visual order, presentation forms, one atom per cell.

mod brackets;
mod jitter;
mod kind;
mod kitty;
mod line;
mod lrm;
mod mode;
mod pen;
mod pieces;
mod sheet;
mod word_reversed;

use ratatui::buffer::{Buffer, Cell};

pub use line::LineEmitter;
pub use mode::{EmitChoice, EmitMode, Switch, UnknownEmitMode};
pub use sheet::Sheet;

/// Rewrites frames for one terminal and keeps what it needs for that between them.
#[derive(Clone, Debug)]
pub struct Emitter {
    mode: EmitMode,
    ink: (u8, u8, u8),
    classes: kind::Classes,
    marks: lrm::Scratch,
    scratch: word_reversed::Scratch,
}

impl Emitter {
    /// An emitter for a mode.
    pub fn new(mode: EmitMode) -> Self {
        Self {
            mode,
            ink: jitter::MIDDLE_INK,
            classes: kind::Classes::default(),
            marks: lrm::Scratch::default(),
            scratch: word_reversed::Scratch::default(),
        }
    }

    /// Names the theme's foreground in red, green and blue.
    ///
    /// Jitter mode alters colours by one bit, which the terminal's own foreground does not allow: this one stands in
    /// for it. Without a name it is a middle grey. A theme for this mode had better leave no foreground unnamed:
    /// letters would differ in shade from the Latin words beside them, and reversed cells in their ground.
    #[must_use]
    pub fn with_ink(mut self, red: u8, green: u8, blue: u8) -> Self {
        self.set_ink(red, green, blue);
        self
    }

    /// Names the theme's foreground anew, for themes change; see [`Emitter::with_ink`].
    pub fn set_ink(&mut self, red: u8, green: u8, blue: u8) {
        self.ink = (red, green, blue);
    }

    /// The mode.
    pub fn mode(&self) -> EmitMode {
        self.mode
    }

    /// Rewrites a finished frame in place, row by row; rows without right-to-left cells stay as they are.
    pub fn rewrite(&mut self, frame: &mut Buffer) {
        let width = usize::from(frame.area.width);
        if width == 0 || matches!(self.mode, EmitMode::Visual | EmitMode::Explicit(_)) {
            return;
        }
        for row in frame.content.chunks_mut(width) {
            self.rewrite_row(row);
        }
    }

    /// Rewrites a finished frame as [`Emitter::rewrite`] does, and the rows that `samples` names each in its own mode,
    /// so that modes can be looked at side by side.
    pub fn rewrite_with_samples(&mut self, frame: &mut Buffer, samples: &[(u16, EmitMode)]) {
        let (width, own) = (usize::from(frame.area.width), self.mode);
        if width == 0 || samples.is_empty() {
            return self.rewrite(frame);
        }
        for (y, row) in (frame.area.top()..).zip(frame.content.chunks_mut(width)) {
            self.mode = samples.iter().find(|(sample, _)| *sample == y).map_or(own, |(_, mode)| *mode);
            self.rewrite_row(row);
        }
        self.mode = own;
    }

    fn rewrite_row(&mut self, row: &mut [Cell]) {
        if matches!(self.mode, EmitMode::Visual | EmitMode::Explicit(_)) || !self.classes.read(row) {
            return;
        }
        match self.mode {
            EmitMode::Visual | EmitMode::Explicit(_) => {}
            EmitMode::Jitter => jitter::rewrite_row(row, &self.classes, self.ink),
            EmitMode::Lrm => lrm::rewrite_row(row, &self.classes, &mut self.marks),
            EmitMode::WordReversed => word_reversed::rewrite_row(row, &self.classes, &mut self.scratch),
            EmitMode::Kitty => kitty::rewrite_row(row, &self.classes),
        }
    }
}

/// Rewrites one finished frame in place; see [`Emitter::rewrite`].
pub fn rewrite(mode: EmitMode, frame: &mut Buffer) {
    Emitter::new(mode).rewrite(frame);
}

/// Where the terminal's cursor must be sent for it to stand on what `row` shows in `column`.
///
/// `row` holds the cells before they are rewritten. Only the word-reversed mode moves cells: its terminals take the
/// cursor's column in the order of storage and move it along with the letter. In all others it is `column` itself, as
/// it is for a column outside of the row.
pub fn map_column(mode: EmitMode, row: &[Cell], column: u16) -> u16 {
    let mut classes = kind::Classes::default();
    if mode != EmitMode::WordReversed || !classes.read(row) {
        return column;
    }
    word_reversed::map_column(row, &classes, column)
}
