//! How the help page is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::panes::paint::{cut_start, paint_text, row_of};
use crate::panes::{Border, Look, Role, draw_border};
use crate::text::{Align, Direction};

use super::HelpState;
use super::state::Row;

/// Draws the page into `area`, border and all.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &HelpState, look: &Look<'_>) {
    let top = state.scroll.top();
    let border = Border {
        title: look.messages.text("pane-help"),
        note: look.messages.text("page-hint"),
        shown: Some((top, state.visible, state.rows.len())),
    };
    let inside = draw_border(buffer, area, &border, look);
    let (_, inside) = cut_start(inside, if inside.width > 30 { 2 } else { 0 }, look.direction);
    // Beside the keys where there is room for both, else the words get what is left of a third.
    let keys_cells = state.keys_cells.min(usize::from(inside.width) / 2) as u16;
    let keys_align = if look.direction == Direction::Rtl { Align::Right } else { Align::Left };
    for (index, row) in state.rows.iter().skip(top).take(usize::from(inside.height)).enumerate() {
        let line = row_of(inside, index);
        match row {
            Row::Blank => {}
            Row::Heading(words) => paint_text(buffer, line, words, Align::Start, look.style(Role::Heading)),
            Row::Words(words) => paint_text(buffer, line, words, Align::Start, look.style(Role::Text)),
            Row::Keys { keys, words } => {
                let (keys_area, rest) = cut_start(line, keys_cells, look.direction);
                let (_, words_area) = cut_start(rest, 2, look.direction);
                paint_text(buffer, keys_area, keys, keys_align, look.style(Role::KeyName));
                paint_text(buffer, words_area, words, Align::Start, look.style(Role::Text));
            }
        }
    }
}
