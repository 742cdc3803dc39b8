//! How the tree of sections is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::panes::paint::{UNFOLDED, cut_end, cut_start, folded, paint_sign, paint_text, row_of};
use crate::panes::{Border, Look, Role, draw_border};
use crate::text::Align;

use super::SectionsState;
use super::state::Row;

/// Draws the tree into `area`, border and all.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &SectionsState, look: &Look<'_>) {
    let top = state.scroll.top();
    let border = Border {
        title: look.messages.text("pane-sections"),
        shown: Some((top, usize::from(area.height.saturating_sub(2)), state.rows.len())),
        ..Border::default()
    };
    let inside = draw_border(buffer, area, &border, look);
    for (index, row) in state.rows.iter().enumerate().skip(top).take(usize::from(inside.height)) {
        let line = row_of(inside, index - top);
        draw_row(buffer, line, row, look);
        if index == state.scroll.selected() {
            let role = if look.focused { Role::Selected } else { Role::SelectedElsewhere };
            buffer.set_style(line, look.theme.accent(role));
        }
    }
}

fn draw_row(buffer: &mut Buffer, line: Rect, row: &Row, look: &Look<'_>) {
    let style = look.style(if row.has_unread { Role::Text } else { Role::Dim });
    let indent = if line.width < 12 { 0 } else { 1 + 2 * row.depth.min(6) as u16 };
    let (_, rest) = cut_start(line, indent, look.direction);
    let (sign, rest) = cut_start(rest, 2.min(rest.width / 3), look.direction);
    if let Some(unfolded) = row.unfolded.filter(|_| sign.width > 0) {
        let (cell, _) = cut_start(sign, 1, look.direction);
        let shown = if unfolded { UNFOLDED } else { folded(look.direction) };
        paint_sign(buffer, (cell.x, cell.y), shown, look.style(Role::Dim));
    }
    let count_cells = row.count.advance_cells() as u16 + 1;
    let (count, label) = if rest.width > count_cells + 4 {
        let (_, rest) = cut_end(rest, 1, look.direction);
        cut_end(rest, count_cells, look.direction)
    } else {
        (Rect { width: 0, ..rest }, rest)
    };
    // A label keeps its own direction but starts where the tree starts.
    let align = if look.direction == crate::text::Direction::Rtl { Align::Right } else { Align::Left };
    paint_text(buffer, label, &row.label, align, style);
    paint_text(buffer, count, &row.count, Align::End, look.style(Role::Dim));
}
