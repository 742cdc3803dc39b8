//! From placed atoms to terminal cells: the only place where laid-out text and style meet.
//!
//! Owns clipping, wide atoms and marks; does not lay out (`text/` does) and chooses no colour (`theme.rs` does).

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text::{Align, Direction, PlacedLine, ShapedText};

/// A range of bytes of a paragraph that looks different from the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The bytes, in the paragraph that the line is a part of.
    pub bytes: Range<usize>,
    /// What it changes; a later mark changes what an earlier one left.
    pub style: Style,
}

/// Unread.
pub const UNREAD: &str = "●";
/// Starred.
pub const STAR: &str = "★";
/// There is a note beside the article.
pub const NOTE: &str = "¶";
/// Stands before a value that was worked out and not given.
pub const DERIVED: &str = "≈";
/// An unfolded section.
pub const UNFOLDED: &str = "▾";

/// The sign of a folded section, which points to where its inside will be.
pub fn folded(direction: Direction) -> &'static str {
    match direction {
        Direction::Ltr => "▸",
        Direction::Rtl => "◂",
    }
}

/// Paints a line into the first row of `area`: one base with its marks a cell, clipped at the area.
///
/// An atom shows a mark when any of its bytes do. A wide atom takes two cells and is left out when only one is there.
pub fn paint_line(buffer: &mut Buffer, area: Rect, line: &PlacedLine<'_>, style: Style, marks: &[Mark]) {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return;
    }
    for atom in &line.atoms {
        let last = atom.column_cells + atom.advance_cells.max(1);
        if last > usize::from(area.width) {
            continue;
        }
        let covering = marks.iter().filter(|mark| mark.bytes.start < atom.end && atom.start < mark.bytes.end);
        let styled = covering.fold(style, |below, mark| below.patch(mark.style));
        for (first, symbol, advance) in atom.cells() {
            for column in first..(first + advance).min(last) {
                let cell = &mut buffer[(area.x + column as u16, area.y)];
                cell.set_symbol(if column == first { symbol } else { " " }).set_style(styled);
            }
        }
    }
}

/// Paints a text into the first row of `area`, cut with an ellipsis where it does not fit.
pub fn paint_text(buffer: &mut Buffer, area: Rect, text: &ShapedText, align: Align, style: Style) {
    paint_line(buffer, area, &text.place_truncated(usize::from(area.width), align), style, &[]);
}

/// Paints one of the signs above, or a piece of a border, into the cell at the given place of the buffer.
pub fn paint_sign(buffer: &mut Buffer, (column, row): (u16, u16), sign: &'static str, style: Style) {
    if let Some(cell) = buffer.cell_mut((column, row)) {
        cell.set_symbol(sign).set_style(style);
    }
}

/// Empties an area and gives it a style.
pub fn fill(buffer: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buffer.area);
    for row in area.top()..area.bottom() {
        for column in area.left()..area.right() {
            let cell = &mut buffer[(column, row)];
            cell.reset();
            cell.set_style(style);
        }
    }
}

/// The row of `area` with the given index from its top; empty when there is none.
pub fn row_of(area: Rect, index: usize) -> Rect {
    match u16::try_from(index) {
        Ok(index) if index < area.height => Rect { y: area.y + index, height: 1, ..area },
        _ => Rect { height: 0, ..area },
    }
}

/// Cuts `cells` columns off an area at the side where lines of `direction` start: the cut and the rest.
pub fn cut_start(area: Rect, cells: u16, direction: Direction) -> (Rect, Rect) {
    let cells = cells.min(area.width);
    let (left, right) = match direction {
        Direction::Ltr => (cells, area.width - cells),
        Direction::Rtl => (area.width - cells, cells),
    };
    let at_left = Rect { width: left, ..area };
    let at_right = Rect { x: area.x + left, width: right, ..area };
    match direction {
        Direction::Ltr => (at_left, at_right),
        Direction::Rtl => (at_right, at_left),
    }
}

/// Cuts `cells` columns off an area at the side where lines of `direction` end: the cut and the rest.
pub fn cut_end(area: Rect, cells: u16, direction: Direction) -> (Rect, Rect) {
    let (rest, cut) = cut_start(area, area.width.saturating_sub(cells), direction);
    (cut, rest)
}

#[cfg(test)]
mod tests {
    use super::{Mark, cut_end, cut_start, paint_line, paint_text};
    use crate::text::{Align, Direction, ShapeOptions, ShapedText};
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::{Modifier, Style};

    fn symbols(buffer: &Buffer) -> Vec<&str> {
        buffer.content.iter().map(|cell| cell.symbol()).collect()
    }

    #[test]
    fn a_wide_atom_takes_two_cells_and_is_clipped_whole() {
        let text = ShapedText::new("ab漢", &ShapeOptions::default());
        let line = text.place(&text.whole_line(), 4, Align::Left);
        let mut buffer = Buffer::filled(Rect::new(0, 0, 4, 1), ratatui::buffer::Cell::new("x"));
        paint_line(&mut buffer, Rect::new(0, 0, 4, 1), &line, Style::new(), &[]);
        assert_eq!(symbols(&buffer), ["a", "b", "漢", " "]);
        let mut narrow = Buffer::filled(Rect::new(0, 0, 3, 1), ratatui::buffer::Cell::new("x"));
        paint_line(&mut narrow, Rect::new(0, 0, 3, 1), &line, Style::new(), &[]);
        assert_eq!(symbols(&narrow), ["a", "b", "x"]);
    }

    #[test]
    fn a_mark_stands_where_its_letters_stand() {
        let source = "خبر news";
        let text = ShapedText::new(source, &ShapeOptions::default());
        let area = Rect::new(0, 0, 8, 1);
        let mut buffer = Buffer::empty(area);
        let marks = [Mark { bytes: 0.."خبر".len(), style: Style::new().add_modifier(Modifier::BOLD) }];
        paint_line(&mut buffer, area, &text.place(&text.whole_line(), 8, Align::Start), Style::new(), &marks);
        let bold: Vec<bool> = buffer.content.iter().map(|cell| cell.modifier.contains(Modifier::BOLD)).collect();
        assert_eq!(bold, [false, false, false, false, false, true, true, true]);
        assert_eq!(symbols(&buffer)[..5], ["n", "e", "w", "s", " "]);
    }

    #[test]
    fn nothing_is_painted_outside() {
        let text = ShapedText::new("a long line", &ShapeOptions::default());
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 2));
        paint_text(&mut buffer, Rect::new(2, 1, 9, 1), &text, Align::Start, Style::new());
        paint_text(&mut buffer, Rect::new(9, 9, 3, 1), &text, Align::Start, Style::new());
        paint_text(&mut buffer, Rect::new(0, 0, 0, 0), &text, Align::Start, Style::new());
        assert_eq!(symbols(&buffer), [" ", " ", " ", " ", " ", " ", "a", " "]);
    }

    #[test]
    fn areas_are_cut_at_the_side_of_the_direction() {
        let area = Rect::new(0, 0, 10, 1);
        assert_eq!(cut_start(area, 3, Direction::Ltr), (Rect::new(0, 0, 3, 1), Rect::new(3, 0, 7, 1)));
        assert_eq!(cut_start(area, 3, Direction::Rtl), (Rect::new(7, 0, 3, 1), Rect::new(0, 0, 7, 1)));
        assert_eq!(cut_end(area, 3, Direction::Ltr), (Rect::new(7, 0, 3, 1), Rect::new(0, 0, 7, 1)));
        assert_eq!(cut_end(area, 30, Direction::Ltr).1.width, 0);
    }
}
