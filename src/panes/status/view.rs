//! How the status line is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::panes::paint::{cut_end, cut_start, fill, paint_text};
use crate::panes::{Look, Role};
use crate::text::Align;

use super::StatusState;

/// Draws the line into the first row of `area`: a message or the counts at the start, waiting keys or a hint at the
/// end.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &StatusState, look: &Look<'_>) {
    fill(buffer, area, look.style(Role::Status));
    let (_, rest) = cut_start(area, u16::from(area.width > 20), look.direction);
    let (_, rest) = cut_end(rest, u16::from(area.width > 20), look.direction);
    let hint = match (state.pending.is_empty(), state.loading) {
        (false, _) => format!("{} …", state.pending_keys()),
        (true, true) => look.messages.text("status-loading").to_owned(),
        (true, false) => look.messages.text("status-hint").to_owned(),
    };
    let hint = look.label(&hint);
    let hint_cells = hint.advance_cells() as u16;
    let (hint_area, words_area) = if rest.width >= hint_cells + 16 {
        let (hint_area, words_area) = cut_end(rest, hint_cells, look.direction);
        (hint_area, cut_end(words_area, 1, look.direction).1)
    } else {
        (Rect { width: 0, ..rest }, rest)
    };
    let (words, role) = match &state.message {
        Some(message) => (message, Role::StatusMessage),
        None => (&state.counts, Role::Status),
    };
    paint_text(buffer, words_area, &look.label(words), Align::Start, look.style(role));
    paint_text(buffer, hint_area, &hint, Align::End, look.style(Role::Status));
}
