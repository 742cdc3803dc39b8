//! Which byte stands in which cell, and back: for marks, the mouse and the caret.
//!
//! Owns the two maps over a [`PlacedLine`]; moving a caret by keys is `edit.rs`.

use super::layout::{PlacedAtom, PlacedLine};
use super::paragraph::Direction;

impl PlacedAtom<'_> {
    /// The direction of the run that the atom stands in.
    pub fn direction(&self) -> Direction {
        Direction::of_level(self.level)
    }

    /// The cell beside the atom on the side where its run goes on.
    fn cell_behind(&self) -> usize {
        match self.direction() {
            Direction::Ltr => self.column_cells + self.advance_cells,
            Direction::Rtl => self.column_cells.saturating_sub(1),
        }
    }
}

impl PlacedLine<'_> {
    /// The leftmost cell of the atom that shows `byte`, or of the next one in logical order where `byte` shows
    /// nothing; `None` when no visible atom of the line holds the byte or stands behind it.
    pub fn cell_of_byte(&self, byte: usize) -> Option<usize> {
        let holds = self.atoms.iter().find(|atom| atom.bytes().contains(&byte));
        let behind = || self.atoms.iter().filter(|atom| atom.start > byte).min_by_key(|atom| atom.start);
        holds.or_else(behind).map(|atom| atom.column_cells)
    }

    /// The first byte of the atom in `cell`; beside the line, the nearer end of it. 0 for an empty line.
    pub fn byte_at_cell(&self, cell: usize) -> usize {
        let under = self.atoms.iter().find(|atom| cell < atom.column_cells + atom.advance_cells);
        match (under, self.atoms.last()) {
            (Some(atom), _) if cell >= atom.column_cells => atom.start,
            (Some(first), _) => outer_byte(first, Direction::Rtl),
            (None, Some(last)) => outer_byte(last, Direction::Ltr),
            (None, None) => 0,
        }
    }

    /// The cell in which a caret before `byte` is drawn: on the atom that starts there, else behind the atom that
    /// ends last before it, on the side where that atom's run goes on; `None` for a line without visible atoms.
    pub fn caret_cell(&self, byte: usize) -> Option<usize> {
        let on = self.atoms.iter().filter(|atom| atom.end > byte).min_by_key(|atom| atom.start);
        let after = || self.atoms.iter().max_by_key(|atom| atom.end).map(|atom| atom.cell_behind());
        on.map(|atom| atom.column_cells).or_else(after)
    }
}

/// The byte of the end of a line on whose outer side a click fell: behind the atom where its run goes that way.
fn outer_byte(atom: &PlacedAtom<'_>, run_goes: Direction) -> usize {
    if atom.direction() == run_goes { atom.end } else { atom.start }
}

#[cfg(test)]
mod tests {
    use crate::text::{Align, ShapeOptions, ShapedText};

    #[test]
    fn a_mixed_line_both_ways() {
        let text = "خبر abc 12";
        let shaped = ShapedText::new(text, &ShapeOptions::default());
        let placed = shaped.place(&shaped.whole_line(), 12, Align::Start);
        // Columns 2 to 11 from the left: "abc 12 ربخ", for a number behind Latin belongs to it (W7).
        assert_eq!(placed.cell_of_byte(0), Some(11));
        assert_eq!(placed.cell_of_byte(text.find('a').expect("a")), Some(2));
        assert_eq!(placed.cell_of_byte(text.len()), None);
        assert_eq!(placed.byte_at_cell(11), 0);
        assert_eq!(placed.byte_at_cell(4), text.find('c').expect("c"));
        assert_eq!(placed.byte_at_cell(40), 0, "beyond the right edge stands the start");
        assert_eq!(placed.byte_at_cell(0), text.find('a').expect("a"), "beyond the left edge, before the Latin run");
    }

    #[test]
    fn a_caret_at_the_end_stands_where_the_next_letter_comes() {
        for (text, cell) in [("خبر", 6), ("abc", 3), ("خبر abc", 6)] {
            let shaped = ShapedText::new(text, &ShapeOptions::default());
            let placed = shaped.place(&shaped.whole_line(), 10, Align::Start);
            assert_eq!(placed.caret_cell(text.len()), Some(cell), "{text}");
        }
    }
}
