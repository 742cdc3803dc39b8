//! Steps 8 and 9: aligned lines whose atoms have their columns.
//!
//! Owns [`ShapedText`], the result of steps 1 to 4 that is kept, and [`PlacedLine`], what a pane paints.
//! Which byte stands in which cell is `hit.rs`.

use super::atom::{Atom, AtomRow};
use super::bidi::{Levels, LineEndRole};
use super::line_break::{self, Line};
use super::paragraph::{BaseDirection, Direction};
use super::reorder::{reset_line_ends, visual_order};
use super::shape::shape;

/// Whether Arabic letters are shown by presentation forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Shaping {
    /// Joined letters and lam-alef ligatures, one cell each.
    #[default]
    Forms,
    /// The letters as they stand in the source.
    None,
}

/// Whether marks (tashkeel, nikud, Latin diacritics that do not compose) are shown on their base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MarkPolicy {
    /// In the cell of their base.
    #[default]
    Keep,
    /// Only where the author told a word from its double by them, and not in a paragraph that is vocalised throughout.
    Sparse,
    /// Not at all.
    Strip,
}

/// What shaping has to know beside the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ShapeOptions {
    /// How the base direction is chosen.
    pub base: BaseDirection,
    /// Presentation forms or bare letters.
    pub shaping: Shaping,
    /// Marks or none.
    pub marks: MarkPolicy,
}

/// Where the cells of a line stand within its width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the edge where the paragraph starts: right for right-to-left text.
    #[default]
    Start,
    /// At the opposite edge.
    End,
    /// In the middle; an odd cell is left over at the end.
    Center,
    /// At the left of the screen.
    Left,
    /// At the right of the screen.
    Right,
}

/// One paragraph after steps 1 to 4: free of width and style, made once and kept.
#[derive(Clone, Debug, Default)]
pub struct ShapedText {
    row: AtomRow,
    direction: Direction,
    bytes: usize,
}

impl ShapedText {
    /// Shapes one paragraph in logical order. Total: any text gives atoms that tile its bytes.
    pub fn new(paragraph: &str, options: &ShapeOptions) -> Self {
        let direction = options.base.resolve(paragraph);
        let levels = Levels::resolve(paragraph, direction);
        Self { row: shape(paragraph, &levels, options), direction, bytes: paragraph.len() }
    }

    /// The base direction.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The atoms in logical order.
    pub fn atoms(&self) -> &[Atom] {
        self.row.atoms()
    }

    /// What a cell shows of the atom at `index`.
    pub fn symbol(&self, index: usize) -> &str {
        self.row.symbol(index)
    }

    /// The length of the source in bytes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The cells that the text takes on one line, trailing blanks left out.
    pub fn advance_cells(&self) -> usize {
        self.whole_line().advance_cells
    }

    /// The text as one line, whatever its width.
    pub fn whole_line(&self) -> Line {
        line_break::whole_line(self.atoms())
    }

    /// Step 5: lines of at most `width_cells`, at least one.
    pub fn break_lines(&self, width_cells: usize) -> Vec<Line> {
        line_break::break_lines(self.atoms(), width_cells)
    }

    /// Steps 7 to 9 for one of this text's lines: visual order, aligned within `width_cells`.
    ///
    /// A line wider than the width starts in column 0 and runs over; painters clip.
    pub fn place(&self, line: &Line, width_cells: usize, align: Align) -> PlacedLine<'_> {
        let first_column = self.indent(line.advance_cells, width_cells, align);
        let mut placed = PlacedLine { atoms: Vec::with_capacity(line.shown.len()), direction: self.direction };
        let mut column = first_column;
        for index in self.visual_atoms(line) {
            let atom = &self.atoms()[index];
            placed.atoms.push(PlacedAtom {
                start: atom.start,
                end: atom.end,
                symbol: self.symbol(index),
                column_cells: column,
                advance_cells: usize::from(atom.advance),
                level: atom.level,
            });
            column += usize::from(atom.advance);
        }
        placed
    }

    /// The whole text on one line; what does not fit is replaced by an ellipsis at the end of the line: on the left
    /// of right-to-left text, on the right of left-to-right text.
    pub fn place_truncated(&self, width_cells: usize, align: Align) -> PlacedLine<'_> {
        let whole = self.whole_line();
        if whole.advance_cells <= width_cells {
            return self.place(&whole, width_cells, align);
        }
        if width_cells == 0 {
            return PlacedLine { atoms: Vec::new(), direction: self.direction };
        }
        let mut kept = whole.shown.start..whole.shown.start;
        let mut advance = 0;
        while let Some(atom) =
            self.atoms().get(kept.end).filter(|atom| advance + usize::from(atom.advance) < width_cells)
        {
            advance += usize::from(atom.advance);
            kept.end += 1;
        }
        self.place_with_ellipsis(&Line { shown: kept, advance_cells: advance, ..whole }, width_cells, align)
    }

    fn place_with_ellipsis(&self, line: &Line, width_cells: usize, align: Align) -> PlacedLine<'_> {
        let cut = self.atoms().get(line.shown.end).map_or(self.bytes, |atom| atom.start);
        let advance = line.advance_cells + 1;
        let first_column = self.indent(advance, width_cells, align);
        let mut placed = self.place(line, 0, Align::Left);
        let at_left = self.direction == Direction::Rtl;
        for atom in &mut placed.atoms {
            atom.column_cells += first_column + usize::from(at_left);
        }
        let column_cells = if at_left { first_column } else { first_column + line.advance_cells };
        let level = self.direction.level();
        let ellipsis = PlacedAtom { start: cut, end: cut, symbol: "…", column_cells, advance_cells: 1, level };
        let place = if at_left { 0 } else { placed.atoms.len() };
        placed.atoms.insert(place, ellipsis);
        placed
    }

    /// The empty cells left of a line.
    fn indent(&self, advance_cells: usize, width_cells: usize, align: Align) -> usize {
        let room = width_cells.saturating_sub(advance_cells);
        match (align, self.direction) {
            (Align::Left, _) | (Align::Start, Direction::Ltr) | (Align::End, Direction::Rtl) => 0,
            (Align::Right, _) | (Align::Start, Direction::Rtl) | (Align::End, Direction::Ltr) => room,
            (Align::Center, Direction::Ltr) => room / 2,
            (Align::Center, Direction::Rtl) => room - room / 2,
        }
    }

    /// The atoms of a line that take a cell, from left to right.
    fn visual_atoms(&self, line: &Line) -> impl Iterator<Item = usize> {
        let atoms = &self.atoms()[line.shown.clone()];
        let mut levels: Vec<u8> = atoms.iter().map(|atom| atom.level).collect();
        let roles: Vec<LineEndRole> = atoms.iter().map(|atom| atom.role).collect();
        reset_line_ends(&mut levels, &roles, self.direction.level());
        let (first, visible) = (line.shown.start, move |index: &usize| self.atoms()[*index].advance > 0);
        visual_order(&levels).into_iter().map(move |offset| first + offset).filter(visible)
    }
}

/// An atom in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedAtom<'t> {
    /// First byte in the paragraph.
    pub start: usize,
    /// The byte after the last; equal to `start` for an ellipsis.
    pub end: usize,
    /// What the cell shows: one base and its marks, safe to write.
    pub symbol: &'t str,
    /// The leftmost cell, counted from the left edge of the line's width.
    pub column_cells: usize,
    /// How many cells it takes: 1 or 2.
    pub advance_cells: usize,
    /// The embedding level; odd is right to left.
    pub level: u8,
}

impl PlacedAtom<'_> {
    /// The bytes of the atom in its paragraph.
    pub fn bytes(&self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}

/// A line whose atoms stand in their columns, from left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlacedLine<'t> {
    /// The visible atoms in visual order.
    pub atoms: Vec<PlacedAtom<'t>>,
    /// The base direction of the paragraph.
    pub direction: Direction,
}

impl PlacedLine<'_> {
    /// The cells from left to right as one string, blanks where nothing stands, none at the right end.
    pub fn to_visual_string(&self) -> String {
        let mut written = String::new();
        let mut column = 0;
        for atom in &self.atoms {
            written.extend(std::iter::repeat_n(' ', atom.column_cells.saturating_sub(column)));
            written.push_str(atom.symbol);
            column = atom.column_cells + atom.advance_cells;
        }
        written.truncate(written.trim_end_matches(' ').len());
        written
    }
}
