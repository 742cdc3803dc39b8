//! How a line being typed is drawn, and where its caret stands.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::panes::paint::{cut_end, cut_start, fill, paint_line, paint_text};
use crate::panes::{Look, Role};
use crate::text::Align;

use super::FindState;

/// The sign before the line.
const PROMPT: &str = "/";

/// Draws the line into the first row of `area`; returns the cell of the caret, `None` when the area is empty.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &FindState, look: &Look<'_>) -> Option<Position> {
    let area = Rect { height: area.height.min(1), ..area }.intersection(buffer.area);
    if area.is_empty() {
        return None;
    }
    fill(buffer, area, look.style(Role::Text));
    let (prompt, rest) = cut_start(area, if area.width >= 6 { 2 } else { 0 }, look.direction);
    paint_text(buffer, prompt, &look.label(PROMPT), Align::Start, look.style(Role::Prompt));
    let count = look.label(&state.count);
    let cells = count.advance_cells() as u16 + 1;
    let (count_area, line) = if cells > 1 && rest.width > cells + 6 {
        cut_end(rest, cells, look.direction)
    } else {
        (Rect { width: 0, ..rest }, rest)
    };
    paint_text(buffer, count_area, &count, Align::End, look.style(Role::Prompt));
    let view = state.editor.view(usize::from(line.width), look.direction);
    paint_line(buffer, line, &view.placed(), look.style(Role::Text), &[]);
    let column = (view.caret_cell as u16).min(line.width.saturating_sub(1));
    Some(Position { x: line.x + column, y: line.y })
}
