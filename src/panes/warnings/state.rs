//! The lines of the page of warnings.
//!
//! Owns shaping and breaking them; does not word them (`app/` does).

use crate::panes::{Look, Scroll};
use crate::text::{Line, ShapedText};

/// The warnings, one a paragraph, and how far they are scrolled.
#[derive(Clone, Debug, Default)]
pub struct WarningsState {
    pub(super) texts: Vec<(ShapedText, Vec<Line>)>,
    /// The text and the line of each row.
    pub(super) rows: Vec<(usize, usize)>,
    pub(super) scroll: Scroll,
    pub(super) visible: usize,
    pub(super) width_cells: usize,
}

impl WarningsState {
    /// The page that lists `sentences`.
    pub fn new(sentences: impl Iterator<Item = String>, look: &Look<'_>) -> Self {
        Self { texts: sentences.map(|text| (look.label(&text), Vec::new())).collect(), ..Self::default() }
    }

    /// Tells the cells that are free inside the border.
    pub fn set_size(&mut self, width_cells: usize, rows: usize) {
        self.visible = rows;
        if self.width_cells != width_cells.max(1) {
            self.width_cells = width_cells.max(1);
            self.rows.clear();
            for (index, (text, lines)) in self.texts.iter_mut().enumerate() {
                *lines = text.break_lines(self.width_cells);
                self.rows.extend((0..lines.len()).map(|line| (index, line)));
            }
        }
        self.scroll.scroll_by(0, self.rows.len(), rows);
    }

    /// How many rows are shown.
    pub fn visible(&self) -> usize {
        self.visible
    }

    /// Scrolls by so many rows.
    pub fn scroll_by(&mut self, by: isize) {
        self.scroll.scroll_by(by, self.rows.len(), self.visible);
    }
}
