//! How the timeline is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::panes::paint::{UNFOLDED, cut_end, cut_start, folded, paint_sign, paint_text, row_of};
use crate::panes::{Border, Look, Role, draw_border, draw_empty};
use crate::text::Align;

use super::TimelineState;

/// Draws the timeline into `area`, border and all.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &TimelineState, look: &Look<'_>) {
    let top = state.scroll.top();
    let border = Border {
        title: look.messages.text("pane-timeline"),
        shown: Some((top, state.visible, state.rows.len())),
        ..Border::default()
    };
    let inside = draw_border(buffer, area, &border, look);
    if state.rows.is_empty() {
        draw_empty(buffer, inside, "timeline-empty", look);
    }
    for (index, row) in state.rows.iter().enumerate().skip(top).take(usize::from(inside.height)) {
        let line = row_of(inside, index - top);
        let indent = if line.width < 12 { 0 } else { 1 + 2 * row.depth as u16 };
        let (_, rest) = cut_start(line, indent, look.direction);
        let (sign, rest) = cut_start(rest, 2.min(rest.width / 3), look.direction);
        if let Some(unfolded) = row.unfolded.filter(|_| sign.width > 0) {
            let (cell, _) = cut_start(sign, 1, look.direction);
            let shown = if unfolded { UNFOLDED } else { folded(look.direction) };
            paint_sign(buffer, (cell.x, cell.y), shown, look.style(Role::Dim));
        }
        let (count, label) = cut_end(rest, row.count.advance_cells() as u16 + 2, look.direction);
        let role = if row.depth == 0 { Role::Heading } else { Role::Text };
        paint_text(buffer, label, &row.label, Align::Start, look.style(role));
        let (_, count) = cut_end(count, u16::from(line.width > 12), look.direction);
        paint_text(buffer, count, &row.count, Align::End, look.style(Role::Dim));
        if index == state.scroll.selected() {
            let role = if look.focused { Role::Selected } else { Role::SelectedElsewhere };
            buffer.set_style(line, look.theme.accent(role));
        }
    }
}
