//! The border of a pane: its title, a note, the focus and the scrollbar.
//!
//! Owns the drawing of the four sides; what stands inside is the pane's own. Heavy lines mark the focus, so that it
//! shows without colour as well. Next: any `view.rs`.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::text::{Align, Direction};

use super::paint::{cut_end, cut_start, fill, paint_sign, paint_text, row_of};
use super::{Look, Role};

/// The narrowest and lowest pane that still has a border.
const LEAST_CELLS: (u16, u16) = (8, 3);

/// What a border shows beside its lines.
#[derive(Clone, Debug, Default)]
pub struct Border<'a> {
    /// Stands in the upper line, at its start.
    pub title: &'a str,
    /// Stands in the lower line, at its end.
    pub note: &'a str,
    /// Which part of the content shows, where not all of it does: first row, rows shown, rows in all.
    pub shown: Option<(usize, usize, usize)>,
}

/// The area inside the border of a pane; the whole area where there is no room for a border.
pub fn inside_border(area: Rect) -> Rect {
    if area.width < LEAST_CELLS.0 || area.height < LEAST_CELLS.1 {
        return area;
    }
    Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
}

/// Draws the border of a pane and empties its inside, which is returned.
pub fn draw_border(buffer: &mut Buffer, area: Rect, border: &Border<'_>, look: &Look<'_>) -> Rect {
    fill(buffer, area, look.style(Role::Text));
    let inside = inside_border(area);
    if inside == area {
        return inside;
    }
    let style = look.style(if look.focused { Role::BorderFocused } else { Role::Border });
    let [horizontal, vertical, corners @ ..] = if look.focused {
        ["━", "┃", "┏", "┓", "┗", "┛"]
    } else {
        ["─", "│", "┌", "┐", "└", "┘"]
    };
    let (left, right, top, bottom) = (area.left(), area.right() - 1, area.top(), area.bottom() - 1);
    for column in inside.left()..inside.right() {
        paint_sign(buffer, (column, top), horizontal, style);
        paint_sign(buffer, (column, bottom), horizontal, style);
    }
    for row in inside.top()..inside.bottom() {
        paint_sign(buffer, (left, row), vertical, style);
        paint_sign(buffer, (right, row), vertical, style);
    }
    for (place, corner) in [(left, top), (right, top), (left, bottom), (right, bottom)].into_iter().zip(corners) {
        paint_sign(buffer, place, corner, style);
    }
    draw_title(buffer, Rect { y: top, height: 1, ..inside }, border.title, look);
    draw_note(buffer, Rect { y: bottom, height: 1, ..inside }, border.note, look);
    if let Some(shown) = border.shown {
        let column = if look.direction == Direction::Rtl { left } else { right };
        draw_scrollbar(buffer, Rect { x: column, width: 1, ..inside }, shown, look);
    }
    inside
}

/// Says in the upper part of the empty inside of a pane that there is nothing to show; `key` names the message.
pub fn draw_empty(buffer: &mut Buffer, inside: Rect, key: &str, look: &Look<'_>) {
    let words = look.label(look.messages.text(key));
    let row = row_of(inside, usize::from(inside.height / 3));
    paint_text(buffer, row, &words, Align::Center, look.style(Role::Dim));
}

/// The title between two blanks, at the start of the upper line.
fn draw_title(buffer: &mut Buffer, line: Rect, title: &str, look: &Look<'_>) {
    // The title may be a headline: it ends on the side where its own language ends.
    let shaped = look.text(title);
    let room = usize::from(line.width.saturating_sub(4));
    let cells = shaped.advance_cells().min(room) as u16;
    if cells == 0 {
        return;
    }
    let style = look.style(if look.focused { Role::PaneTitleFocused } else { Role::PaneTitle });
    let (_, rest) = cut_start(line, 1, look.direction);
    let (place, _) = cut_start(rest, cells + 2, look.direction);
    fill(buffer, place, style);
    paint_text(buffer, Rect { x: place.x + 1, width: cells, ..place }, &shaped, Align::Start, style);
}

/// The note between two blanks, at the end of the lower line.
fn draw_note(buffer: &mut Buffer, line: Rect, note: &str, look: &Look<'_>) {
    let shaped = look.label(note);
    let cells = shaped.advance_cells() as u16;
    if cells == 0 || cells + 4 > line.width {
        return;
    }
    let style = look.style(if look.focused { Role::PaneTitleFocused } else { Role::PaneTitle });
    let (_, rest) = cut_end(line, 1, look.direction);
    let (place, _) = cut_end(rest, cells + 2, look.direction);
    fill(buffer, place, style);
    paint_text(buffer, Rect { x: place.x + 1, width: cells, ..place }, &shaped, Align::Start, style);
}

/// A thumb on the outer line of the border: as long in proportion as what is shown.
fn draw_scrollbar(buffer: &mut Buffer, column: Rect, shown: (usize, usize, usize), look: &Look<'_>) {
    let (first, rows, all) = shown;
    let track = usize::from(column.height);
    if all <= rows || track == 0 {
        return;
    }
    let style = look.style(if look.focused { Role::Scrollbar } else { Role::Dim });
    let thumb = (track * rows / all).clamp(1, track);
    let start = (track - thumb) * first.min(all - rows) / (all - rows);
    for row in start..start + thumb {
        paint_sign(buffer, (column.x, column.y + row as u16), "█", style);
    }
}
