//! How the page of warnings is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::panes::paint::{paint_line, row_of};
use crate::panes::{Border, Look, Role, draw_border, draw_empty};
use crate::text::Align;

use super::WarningsState;

/// Draws the page into `area`, border and all.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &WarningsState, look: &Look<'_>) {
    let top = state.scroll.top();
    let border = Border {
        title: look.messages.text("pane-warnings"),
        note: look.messages.text("page-hint"),
        shown: Some((top, state.visible, state.rows.len())),
    };
    let inside = draw_border(buffer, area, &border, look);
    if state.texts.is_empty() {
        draw_empty(buffer, inside, "warnings-empty", look);
    }
    for (index, (text, line)) in state.rows.iter().skip(top).take(usize::from(inside.height)).enumerate() {
        let (text, lines) = &state.texts[*text];
        if let Some(line) = lines.get(*line) {
            let placed = text.place(line, usize::from(inside.width), Align::Start);
            paint_line(buffer, row_of(inside, index), &placed, look.style(Role::Warning), &[]);
        }
    }
}
