//! How the entities of an article are drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::panes::paint::{cut_end, cut_start, folded, paint_sign, paint_text, row_of};
use crate::panes::{Border, Look, Role, draw_border, draw_empty};
use crate::text::{Align, Direction};

use super::EntitiesState;
use super::state::Row;

/// Draws the entities into `area`, border and all.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &EntitiesState, look: &Look<'_>) {
    let top = state.scroll.top();
    let border = Border {
        title: look.messages.text("pane-entities"),
        shown: Some((top, state.visible, state.rows.len())),
        ..Border::default()
    };
    let inside = draw_border(buffer, area, &border, look);
    if state.rows.is_empty() {
        draw_empty(buffer, inside, "entities-empty", look);
    }
    let align = if look.direction == Direction::Rtl { Align::Right } else { Align::Left };
    for (index, row) in state.rows.iter().enumerate().skip(top).take(usize::from(inside.height)) {
        let line = row_of(inside, index - top);
        match row {
            Row::Heading { words, is_hidden: false, .. } => {
                let (_, words_area) = cut_start(line, u16::from(line.width > 12), look.direction);
                paint_text(buffer, words_area, words, Align::Start, look.style(Role::Heading));
            }
            Row::Heading { words, count, .. } => {
                let (_, rest) = cut_start(line, u16::from(line.width > 12), look.direction);
                let (sign, rest) = cut_start(rest, if line.width > 12 { 2 } else { 0 }, look.direction);
                if sign.width > 0 {
                    let (cell, _) = cut_start(sign, 1, look.direction);
                    paint_sign(buffer, (cell.x, cell.y), folded(look.direction), look.style(Role::Dim));
                }
                let (count_area, words_area) = cut_end(rest, count.advance_cells() as u16 + 2, look.direction);
                paint_text(buffer, words_area, words, Align::Start, look.style(Role::Dim));
                let (_, count_area) = cut_end(count_area, u16::from(line.width > 12), look.direction);
                paint_text(buffer, count_area, count, Align::End, look.style(Role::Dim));
                select(buffer, line, index == state.scroll.selected(), look);
            }
            Row::Entity { id, name, count } => {
                let (_, rest) = cut_start(line, if line.width > 12 { 3 } else { 0 }, look.direction);
                let (count_area, name_area) = cut_end(rest, count.advance_cells() as u16 + 2, look.direction);
                let style = look.style(Role::Text).patch(look.theme.entity(id.kind));
                paint_text(buffer, name_area, name, align, style);
                let (_, count_area) = cut_end(count_area, u16::from(line.width > 12), look.direction);
                paint_text(buffer, count_area, count, Align::End, look.style(Role::Dim));
                select(buffer, line, index == state.scroll.selected(), look);
            }
        }
    }
}

fn select(buffer: &mut Buffer, line: Rect, is_selected: bool, look: &Look<'_>) {
    if is_selected {
        let role = if look.focused { Role::Selected } else { Role::SelectedElsewhere };
        buffer.set_style(line, look.theme.accent(role));
    }
}
