//! How the list of articles is drawn.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::panes::paint::{Mark, STAR, UNREAD, cut_end, cut_start, paint_line, paint_sign, paint_text, row_of};
use crate::panes::{Border, Look, Role, draw_border, draw_empty};
use crate::text::{Align, Direction, ShapedText};

use super::ListState;
use super::state::{ArticleRow, Row};

/// Draws the list into `area`, border and all; the last `reserved` rows inside are left free. `title` names what is
/// listed.
pub fn draw(buffer: &mut Buffer, area: Rect, (state, title): (&ListState, &str), reserved: u16, look: &Look<'_>) {
    let (all, top) = (state.places(), state.scroll.top());
    let border = Border { title, note: &note(state), shown: Some((top, state.visible(), all)) };
    let inside = draw_border(buffer, area, &border, look);
    let inside = Rect { height: inside.height.saturating_sub(reserved), ..inside };
    if all == 0 {
        draw_empty(buffer, inside, "list-empty", look);
    }
    let rows_per_item = state.rows_per_item();
    for (index, row) in &state.rows {
        let lines = (row_of(inside, index * rows_per_item), row_of(inside, index * rows_per_item + 1));
        let lines = if rows_per_item == 2 { lines } else { (lines.0, Rect { height: 0, ..lines.1 }) };
        let row = match row {
            Row::Heading { name, count } => {
                draw_heading(buffer, if rows_per_item == 2 { lines.1 } else { lines.0 }, (name, count), look);
                continue;
            }
            Row::Article(row) => row,
        };
        draw_row(buffer, lines, row, look);
        if top + index == state.scroll.selected() {
            let role = if look.focused { Role::Selected } else { Role::SelectedElsewhere };
            for line in [lines.0, lines.1] {
                buffer.set_style(line.intersection(buffer.area), look.theme.accent(role));
            }
        }
        // Matches stand over the selection: they say why the article is in the list.
        paint_matches(buffer, lines, row, look);
    }
}

/// The number of the selected article and how many there are; `+` where there are more.
fn note(state: &ListState) -> String {
    let (all, complete) = state.articles();
    match state.selected() {
        Some(hit) if complete => format!("{}/{all}", hit.number),
        Some(hit) => format!("{}/{all}+", hit.number),
        None => String::new(),
    }
}

/// The name of what is gathered below, and how many articles that are.
fn draw_heading(buffer: &mut Buffer, line: Rect, (name, count): (&ShapedText, &ShapedText), look: &Look<'_>) {
    let (_, rest) = cut_start(line, u16::from(line.width >= 12), look.direction);
    let (count_area, name_area) = cut_end(rest, count.advance_cells() as u16 + 1, look.direction);
    let align = if look.direction == Direction::Rtl { Align::Right } else { Align::Left };
    paint_text(buffer, name_area, name, align, look.style(Role::Heading));
    paint_text(buffer, count_area, count, Align::Start, look.style(Role::Dim));
}

fn draw_row(buffer: &mut Buffer, (first, second): (Rect, Rect), row: &ArticleRow, look: &Look<'_>) {
    let (gutter, _) = cut_gutter(first, look);
    if gutter.width > 0 {
        let (unread, star) = cut_start(gutter, 1, look.direction);
        if !row.read {
            paint_sign(buffer, (unread.x, unread.y), UNREAD, look.style(Role::Unread));
        }
        if row.starred {
            let (star, _) = cut_start(star, 1, look.direction);
            paint_sign(buffer, (star.x, star.y), STAR, look.style(Role::Star));
        }
    }
    let title = look.style(if row.read { Role::Text } else { Role::Unread });
    paint_text(buffer, text_area(first, look), &row.title, Align::Start, title);
    let (detail, date) = detail_areas(second, row, look);
    paint_text(buffer, detail, &row.detail, Align::Start, look.style(Role::Dim));
    paint_text(buffer, date, &row.date, Align::End, look.style(Role::Dim));
}

fn paint_matches(buffer: &mut Buffer, (first, second): (Rect, Rect), row: &ArticleRow, look: &Look<'_>) {
    let accent = look.theme.accent(Role::Match);
    let mut paint = |area: Rect, text: &ShapedText, ranges: &[Range<usize>]| {
        if ranges.is_empty() {
            return;
        }
        let marks: Vec<Mark> = ranges.iter().map(|bytes| Mark { bytes: bytes.clone(), style: accent }).collect();
        let mut placed = text.place_truncated(usize::from(area.width), Align::Start);
        placed.atoms.retain(|atom| marks.iter().any(|mark| mark.bytes.start < atom.end && atom.start < mark.bytes.end));
        paint_line(buffer, area, &placed, Style::default(), &marks);
    };
    paint(text_area(first, look), &row.title, &row.title_marks);
    paint(detail_areas(second, row, look).0, &row.detail, &row.detail_marks);
}

/// The three cells for the signs of a row, none where it is narrow; and the rest.
fn cut_gutter(line: Rect, look: &Look<'_>) -> (Rect, Rect) {
    cut_start(line, if line.width >= 12 { 3 } else { 0 }, look.direction)
}

/// The cells of section and source, and those of the date at the far end; none for it where the row is narrow.
fn detail_areas(line: Rect, row: &ArticleRow, look: &Look<'_>) -> (Rect, Rect) {
    let area = text_area(line, look);
    let cells = row.date.advance_cells() as u16;
    if cells == 0 || area.width < cells {
        return (area, Rect { width: 0, ..area });
    }
    let (date, rest) = cut_end(area, cells, row.detail.direction());
    let (_, detail) = cut_end(rest, 2, row.detail.direction());
    (detail, date)
}

/// The cells of a row that its text takes: one at the end stays free.
fn text_area(line: Rect, look: &Look<'_>) -> Rect {
    let (_, rest) = cut_gutter(line, look);
    let keep = if line.width >= 12 { rest.width.saturating_sub(1) } else { rest.width };
    cut_start(rest, keep, look.direction).0
}
