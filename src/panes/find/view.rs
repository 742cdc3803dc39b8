//! How a line being typed is drawn, and where its caret stands.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::panes::paint::{NOTE, cut_end, cut_start, fill, paint_line, paint_sign, paint_text, row_of};
use crate::panes::{Look, Role};
use crate::text::{Align, PlacedLine};

use super::{FindPurpose, FindState};

/// The sign before the line.
const PROMPT: &str = "/";
/// Stands under each cell of what could not be understood.
const POINTER: &str = "^";

/// Draws the line into the first row of `area`, and where there are more rows what is the matter with it below;
/// returns the cell of the caret, `None` when the area is empty.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &FindState, look: &Look<'_>) -> Option<Position> {
    let below = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
    let area = Rect { height: area.height.min(1), ..area }.intersection(buffer.area);
    if area.is_empty() {
        return None;
    }
    fill(buffer, area, look.style(Role::Text));
    let (prompt, rest) = cut_start(area, if area.width >= 6 { 2 } else { 0 }, look.direction);
    let sign = if state.purpose == FindPurpose::Note { NOTE } else { PROMPT };
    paint_text(buffer, prompt, &look.label(sign), Align::Start, look.style(Role::Prompt));
    let count = look.label(&state.count);
    let cells = count.advance_cells() as u16 + 1;
    let (count_area, line) = if cells > 1 && rest.width > cells + 6 {
        cut_end(rest, cells, look.direction)
    } else {
        (Rect { width: 0, ..rest }, rest)
    };
    paint_text(buffer, count_area, &count, Align::End, look.style(Role::Prompt));
    let view = state.editor.view(usize::from(line.width), look.direction);
    let placed = view.placed();
    paint_line(buffer, line, &placed, look.style(Role::Text), &[]);
    draw_problem(buffer, (line, below), (state, &placed), look);
    draw_choice(buffer, below, state, look);
    let column = (view.caret_cell as u16).min(line.width.saturating_sub(1));
    Some(Position { x: line.x + column, y: line.y })
}

/// The entities that can be chosen, those around the choice.
fn draw_choice(buffer: &mut Buffer, below: Rect, state: &FindState, look: &Look<'_>) {
    if state.chosen.is_empty() {
        return;
    }
    fill(buffer, below, look.style(Role::Text));
    let rows = usize::from(below.height);
    let top = (state.choice + 1).saturating_sub(rows);
    let align = if look.direction == crate::text::Direction::Rtl { Align::Right } else { Align::Left };
    for (index, (id, name)) in state.chosen.iter().enumerate().skip(top).take(rows) {
        let row = row_of(below, index - top);
        let style = look.style(Role::Text).patch(look.theme.entity(id.kind));
        paint_text(buffer, cut_start(row, 2, look.direction).1, &look.text(name), align, style);
        if index == state.choice {
            buffer.set_style(row, look.theme.accent(Role::Selected));
        }
    }
}

/// Points at the first place that could not be understood, and says below what is the matter there.
fn draw_problem(
    buffer: &mut Buffer,
    (line, below): (Rect, Rect),
    (state, placed): (&FindState, &PlacedLine<'_>),
    look: &Look<'_>,
) {
    let Some((_, words)) = state.problems.first().filter(|_| below.height >= 2) else { return };
    fill(buffer, below, look.style(Role::Text));
    let style = look.style(Role::Warning);
    for (bytes, _) in &state.problems {
        let touched = placed.atoms.iter().filter(|atom| bytes.start < atom.end && atom.start < bytes.end);
        for cell in touched.flat_map(|atom| atom.column_cells..atom.column_cells + atom.advance_cells) {
            let column = line.x.saturating_add(u16::try_from(cell).unwrap_or(u16::MAX));
            if column < line.right() {
                paint_sign(buffer, (column, below.y), POINTER, style);
            }
        }
    }
    let words_row = Rect { y: below.y + 1, height: 1, ..below };
    paint_text(buffer, words_row, &look.label(words), Align::Start, style);
}
