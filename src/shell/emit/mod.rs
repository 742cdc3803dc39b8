//! The last step before the terminal: a finished frame rewritten so that this terminal shows it as it was drawn.
//!
//! Owns the table from modes to what they do to a row, one module per mode: `jitter`, `lrm`, `word_reversed`,
//! `kitty`; visual and explicit modes leave the frame alone. Which terminal needs which is `../terminals.rs`.
//!
//! A mode plans what is stored of a row (`stored.rs`). After a frame was drawn, the rows that differ from the last one's
//! are planned and compared as stored, and nothing is written for unchanged rows (`sheet.rs`). Equal rows in give equal
//! rows out. Every mode expects what `text/` makes: cells in visual order, presentation forms, one atom per cell.

mod brackets;
mod jitter;
mod kept;
mod kind;
mod kitty;
mod line;
mod lrm;
mod mode;
mod pen;
mod pieces;
mod sheet;
mod stored;
mod word_reversed;

use ratatui::buffer::{Buffer, Cell};

pub use line::LineEmitter;
pub use mode::{EmitChoice, EmitMode, Switch, UnknownEmitMode};
pub use sheet::Sheet;

use kind::Class;
use stored::{Part, Stored};

/// Rewrites frames for one terminal and keeps what it needs for that between them.
#[derive(Clone, Debug)]
pub struct Emitter {
    mode: EmitMode,
    ink: (u8, u8, u8),
    scratch: word_reversed::Scratch,
}

impl Emitter {
    /// An emitter for a mode.
    pub fn new(mode: EmitMode) -> Self {
        Self { mode, ink: jitter::MIDDLE_INK, scratch: word_reversed::Scratch::default() }
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

    fn ink(&self) -> (u8, u8, u8) {
        self.ink
    }

    /// The mode.
    pub fn mode(&self) -> EmitMode {
        self.mode
    }

    /// Rewrites a finished frame in place, row by row; rows without right-to-left cells stay as they are.
    pub fn rewrite(&mut self, frame: &mut Buffer) {
        let width = usize::from(frame.area.width);
        if width == 0 || self.mode.is_visual() {
            return;
        }
        for row in frame.content.chunks_mut(width) {
            self.rewrite_row(row);
        }
    }

    fn rewrite_row(&mut self, row: &mut [Cell]) {
        let classes: Vec<Class> = row.iter().map(Class::of).collect();
        let mut plan = Vec::new();
        if self.plan_row((self.mode, row), &classes, &mut plan) {
            stored::carry_out(&plan, row);
        }
    }

    /// Plans how a drawn row is stored for a mode. False when the mode has nothing to do in it: then the plan is empty.
    fn plan_row(&mut self, (mode, row): (EmitMode, &[Cell]), classes: &[Class], plan: &mut Vec<Stored>) -> bool {
        plan.clear();
        if !mode.has_work(classes) {
            return false;
        }
        plan.resize(row.len(), Stored::own(0));
        self.plan_part(mode, Part::of(row, classes, 0..row.len()), plan);
        true
    }

    /// Plans how a part of a drawn row is stored, in which the mode has something to do.
    fn plan_part(&mut self, mode: EmitMode, part: Part<'_>, plan: &mut [Stored]) {
        part.begin(plan);
        match mode {
            EmitMode::Visual | EmitMode::Explicit(_) => {}
            EmitMode::Jitter => jitter::plan_part(part, self.ink, plan),
            EmitMode::Lrm => lrm::plan_part(part, plan),
            EmitMode::WordReversed => word_reversed::plan_part(part, &mut self.scratch, plan),
            EmitMode::Kitty => kitty::plan_part(part, plan),
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
    if mode != EmitMode::WordReversed {
        return column;
    }
    let mut plan = Vec::new();
    let classes: Vec<Class> = row.iter().map(Class::of).collect();
    if !Emitter::new(mode).plan_row((mode, row), &classes, &mut plan) {
        return column;
    }
    let place = plan.iter().position(|stored| stored.symbol == column);
    place.and_then(|place| u16::try_from(place).ok()).unwrap_or(column)
}
