//! Paragraphs to lines of output: the width, the order, the shape and the edge that were asked for.
//!
//! Owns the defaults for a terminal and a pipe, and the logical order of laid-out lines; all else is `text/`.

use super::LineDialect;
use super::arguments::{AlignName, DirectionName, Order, ShapeName, ShowArguments};
use super::output::{self, Output};
use crate::text::{Align, BaseDirection, Direction, Line, ShapeOptions, ShapedText, Shaping, printable};

/// The width in a pipe, and where a terminal does not tell its own.
const PIPE_CELLS: u16 = 80;
/// Longer lines than this are hard to read, however wide the terminal.
const LARGEST_MEASURE_CELLS: u16 = 100;

/// What will be done.
#[derive(Clone, Copy)]
pub(super) struct Layout<'d> {
    /// The most cells a line takes; 0: lines are not wrapped.
    pub(super) width_cells: usize,
    /// The order of the letters.
    pub(super) order: Order,
    base: DirectionName,
    shaping: Shaping,
    align: Align,
    /// What the terminal needs, where lines go to one in visual order.
    dialect: Option<&'d LineDialect<'d>>,
}

impl<'d> Layout<'d> {
    /// What the user said, and what suits a terminal or a pipe where the user said nothing.
    pub(super) fn new(said: &ShowArguments) -> Layout<'d> {
        let layout = Layout::for_output(output::is_terminal());
        Layout {
            width_cells: said.width.map_or(layout.width_cells, usize::from),
            order: said.order.unwrap_or(layout.order),
            base: said.dir,
            shaping: said.shape.map_or(layout.shaping, |shape| match shape {
                ShapeName::Forms => Shaping::Forms,
                ShapeName::None => Shaping::None,
            }),
            align: said.align.map_or(layout.align, |align| match align {
                AlignName::Start => Align::Start,
                AlignName::Left => Align::Left,
                AlignName::Right => Align::Right,
            }),
            dialect: None,
        }
    }

    /// The defaults.
    pub(super) fn for_output(is_terminal: bool) -> Layout<'d> {
        let columns = if is_terminal { crossterm::terminal::size().map_or(0, |size| size.0) } else { 0 };
        let width = if columns == 0 { PIPE_CELLS } else { columns.min(LARGEST_MEASURE_CELLS) };
        let (order, shaping, align) = if is_terminal {
            (Order::Visual, Shaping::Forms, Align::Start)
        } else {
            (Order::Logical, Shaping::None, Align::Left)
        };
        let width_cells = usize::from(width);
        Layout { width_cells, order, base: DirectionName::Auto, shaping, align, dialect: None }
    }

    /// True when lines go to a terminal in visual order, so that its dialect matters.
    pub(super) fn needs_dialect(&self) -> bool {
        self.order == Order::Visual && output::is_terminal()
    }

    /// The same for a terminal that was found out; cells that it needs free are taken from the width.
    pub(super) fn spoken_in(self, dialect: &'d LineDialect<'d>) -> Layout<'d> {
        let width_cells = match self.width_cells {
            0 => 0,
            width => width.saturating_sub(dialect.free_cells).max(1),
        };
        Layout { width_cells, dialect: Some(dialect), ..self }
    }

    /// Prints a line that [`Layout::lines_of`] has made.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub(super) fn print(&self, out: &mut Output, line: &str) -> anyhow::Result<()> {
        if self.dialect.is_some() { out.ready_line(line) } else { out.line(line) }
    }

    /// Lays paragraphs out: for each its lines, ready to be printed.
    ///
    /// `fallback` is the direction of a paragraph without a strong letter. Unwrapped lines are aligned to the widest.
    pub(super) fn lines_of<T: AsRef<str>>(&self, paragraphs: &[T], fallback: Direction) -> Vec<Vec<String>> {
        let options = ShapeOptions { base: self.base(fallback), shaping: self.shaping, ..ShapeOptions::default() };
        let shape = |paragraph: &T| ShapedText::new(paragraph.as_ref(), &options);
        let shaped: Vec<ShapedText> = paragraphs.iter().map(shape).collect();
        let width_cells = match self.width_cells {
            0 => shaped.iter().map(ShapedText::advance_cells).max().unwrap_or(0),
            wrapped => wrapped,
        };
        let lay_out = |(shaped, paragraph): (&ShapedText, &T)| {
            let lines = if self.width_cells == 0 { vec![shaped.whole_line()] } else { shaped.break_lines(width_cells) };
            let write = |line: &Line| self.write(line, shaped, paragraph.as_ref(), width_cells);
            lines.iter().map(write).collect()
        };
        shaped.iter().zip(paragraphs).map(lay_out).collect()
    }

    fn base(&self, fallback: Direction) -> BaseDirection {
        match self.base {
            DirectionName::Auto => BaseDirection::Auto { fallback },
            DirectionName::Rtl => BaseDirection::Forced(Direction::Rtl),
            DirectionName::Ltr => BaseDirection::Forced(Direction::Ltr),
        }
    }

    fn write(&self, line: &Line, shaped: &ShapedText, paragraph: &str, width_cells: usize) -> String {
        if self.order == Order::Visual {
            let placed = shaped.place(line, width_cells, self.align);
            return self.dialect.map_or_else(|| placed.to_visual_string(), |dialect| (dialect.write)(&placed));
        }
        let text = match self.shaping {
            Shaping::None => printable(paragraph.get(line.bytes.clone()).unwrap_or_default()),
            Shaping::Forms => logical_forms(line, shaped, paragraph),
        };
        let text = text.trim_end();
        let at_right =
            self.align == Align::Right || (self.align == Align::Start && shaped.direction() == Direction::Rtl);
        let indent = if at_right && !text.is_empty() { width_cells.saturating_sub(line.advance_cells) } else { 0 };
        format!("{}{text}", " ".repeat(indent))
    }
}

/// The line in logical order with presentation forms in place of Arabic letters; nothing else is changed, and
/// brackets are not mirrored: that belongs to the visual order.
fn logical_forms(line: &Line, shaped: &ShapedText, paragraph: &str) -> String {
    let atoms = shaped.atoms().iter().enumerate().skip(line.atoms.start).take(line.atoms.len());
    let mut written = String::new();
    for (index, atom) in atoms {
        let symbol = shaped.symbol(index);
        // A ligature that is spelled out over several cells stands in visual order there: its letter is written.
        let is_form = atom.advance == 1
            && symbol.starts_with(|letter| matches!(letter, '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'));
        let source = paragraph.get(atom.start..atom.end).unwrap_or_default();
        written.push_str(if is_form { symbol } else { source });
    }
    printable(&written)
}

#[cfg(test)]
mod tests {
    use super::Layout;
    use crate::cli::LineDialect;
    use crate::cli::arguments::{DirectionName, Order};
    use crate::text::{Align, Direction, PlacedLine, Shaping};
    use proptest::prelude::*;

    const VISUAL: Layout<'static> = Layout {
        width_cells: 0,
        order: Order::Visual,
        base: DirectionName::Auto,
        shaping: Shaping::Forms,
        align: Align::Left,
        dialect: None,
    };

    fn lines(layout: Layout<'_>, paragraphs: &[&str]) -> Vec<String> {
        layout.lines_of(paragraphs, Direction::Ltr).into_iter().flatten().collect()
    }

    #[test]
    fn one_line_a_paragraph_without_wrapping() {
        let long = "خبر ".repeat(1000);
        assert_eq!(lines(VISUAL, &["", &long, "abc"]).len(), 3);
    }

    #[test]
    fn unwrapped_lines_are_aligned_to_the_widest() {
        let layout = Layout { align: Align::Start, ..VISUAL };
        assert_eq!(lines(layout, &["با", "abcde"]), ["   \u{fe8e}\u{fe91}", "abcde"]);
        let layout = Layout { align: Align::Right, ..VISUAL };
        assert_eq!(lines(layout, &["abcde", "a"]), ["abcde", "    a"]);
    }

    #[test]
    fn logical_order_with_forms_keeps_order_and_brackets() {
        let layout = Layout { order: Order::Logical, ..VISUAL };
        assert_eq!(lines(layout, &["با (x) لا"]), ["\u{fe91}\u{fe8e} (x) \u{fefb}"]);
        let plain = Layout { shaping: Shaping::None, ..layout };
        assert_eq!(lines(plain, &["با (x) لا  "]), ["با (x) لا"]);
    }

    #[test]
    fn logical_order_is_aligned_too_when_asked() {
        let layout = Layout { order: Order::Logical, align: Align::Start, width_cells: 6, ..VISUAL };
        assert_eq!(lines(layout, &["لا", "ab"]), ["     \u{fefb}", "ab"]);
    }

    #[test]
    fn a_terminals_dialect_writes_the_line_and_keeps_cells_free() {
        let write = |line: &PlacedLine<'_>| format!(">{}", line.to_visual_string());
        let dialect = LineDialect { free_cells: 1, write: Box::new(write) };
        let layout = Layout { width_cells: 4, ..VISUAL }.spoken_in(&dialect);
        assert_eq!(lines(layout, &["abcd ef"]), [">abc", ">d", ">ef"]);
        let logical = Layout { order: Order::Logical, ..VISUAL };
        assert!(!logical.needs_dialect());
    }

    proptest! {
        #[test]
        fn no_line_holds_a_control_character(text in any::<String>(), width_cells in 0..50_usize, logical: bool) {
            let order = if logical { Order::Logical } else { Order::Visual };
            for line in lines(Layout { width_cells, order, align: Align::Start, ..VISUAL }, &[&text]) {
                prop_assert!(!line.chars().any(|letter| letter.is_control() && !matches!(letter, '\t' | '\n')));
            }
        }
    }
}
