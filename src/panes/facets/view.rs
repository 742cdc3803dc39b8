//! How the facets are drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::panes::paint::{cut_end, cut_start, paint_text, row_of};
use crate::panes::{Border, Look, Role, draw_border, draw_empty};
use crate::text::{Align, Direction};

use super::FacetsState;
use super::state::Row;

/// Draws the facets into `area`, border and all.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &FacetsState, look: &Look<'_>) {
    let top = state.scroll.top();
    let border = Border {
        title: look.messages.text("pane-facets"),
        shown: Some((top, state.visible, state.rows.len())),
        ..Border::default()
    };
    let inside = draw_border(buffer, area, &border, look);
    if state.rows.is_empty() {
        draw_empty(buffer, inside, "facets-empty", look);
    }
    let align = if look.direction == Direction::Rtl { Align::Right } else { Align::Left };
    for (index, row) in state.rows.iter().enumerate().skip(top).take(usize::from(inside.height)) {
        let line = row_of(inside, index - top);
        match row {
            Row::Heading(words) => {
                let (_, words_area) = cut_start(line, u16::from(line.width > 12), look.direction);
                paint_text(buffer, words_area, words, Align::Start, look.style(Role::Heading));
            }
            Row::Facet { name, count, .. } => {
                let (_, rest) = cut_start(line, if line.width > 12 { 3 } else { 0 }, look.direction);
                let (count_area, name_area) = cut_end(rest, count.advance_cells() as u16 + 2, look.direction);
                paint_text(buffer, name_area, name, align, look.style(Role::Text));
                let (_, count_area) = cut_end(count_area, u16::from(line.width > 12), look.direction);
                paint_text(buffer, count_area, count, Align::End, look.style(Role::Dim));
                if index == state.scroll.selected() {
                    let role = if look.focused { Role::Selected } else { Role::SelectedElsewhere };
                    buffer.set_style(line, look.theme.accent(role));
                }
            }
        }
    }
}
