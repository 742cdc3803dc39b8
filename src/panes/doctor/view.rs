//! How the page about the terminal is drawn.
//!
//! Names, numbers and values stand on the left in ASCII, whatever the interface's language, so that the page can be
//! read in a mode that is wrong; no line runs down its sides, for a row is read best when it is alone.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::panes::paint::{fill, paint_line, paint_sign, paint_text, row_of};
use crate::panes::{Border, Look, Role, draw_border, inside_border};
use crate::text::{Align, BaseDirection, Direction, MarkPolicy};

use super::DoctorState;
use super::state::{FactColumns, GAP, MARGIN};
use crate::panes::look::shape;

/// Beside fewer cells of the sentence the name of the mode is left out.
const LEAST_SENTENCE: usize = 16;

/// Draws the page into `area`: a line above with the title, one below with the hint, nothing at the sides.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &DoctorState, look: &Look<'_>) {
    let border =
        Border { title: look.messages.text("pane-doctor"), note: look.messages.text("doctor-hint"), shown: None };
    let inside = draw_border(buffer, area, &border, look);
    if inside != area {
        open_sides(buffer, area, look);
    }
    draw_facts(buffer, inside, state, look);
    for (row, question) in state.question_rows().zip(&state.questions) {
        paint_text(buffer, indented(row_of(inside, row)), question, Align::Start, look.style(Role::Heading));
    }
    if state.modes.is_empty() {
        let words = look.label(look.messages.text("doctor-empty"));
        let row = row_of(inside, usize::from(inside.height / 3));
        return paint_text(buffer, row, &words, Align::Center, look.style(Role::Dim));
    }
    for (row, index) in state.sample_rows() {
        draw_sample(buffer, row_of(inside, row), (state, index), look);
    }
}

/// Takes the lines at both sides away and lets those above and below run through.
fn open_sides(buffer: &mut Buffer, area: Rect, look: &Look<'_>) {
    let inside = inside_border(area);
    let style = look.style(if look.focused { Role::BorderFocused } else { Role::Border });
    for column in [area.left(), area.right() - 1] {
        fill(buffer, Rect { x: column, width: 1, ..inside }, look.style(Role::Text));
        for row in [area.top(), area.bottom() - 1] {
            paint_sign(buffer, (column, row), if look.focused { "━" } else { "─" }, style);
        }
    }
}

fn draw_facts(buffer: &mut Buffer, inside: Rect, state: &DoctorState, look: &Look<'_>) {
    let FactColumns { name, value, words } = state.columns();
    let shown = state.fact_rows.iter().skip(state.facts_top).take(state.visible_facts());
    for (row, (index, line)) in shown.enumerate() {
        let fact = &state.facts[*index];
        let place = indented(row_of(inside, row));
        let [names, values, last] = columns(place, [name, value, words]);
        if let Some(line) = fact.line(*line) {
            let placed = fact.value.place(line, value, Align::Left);
            paint_line(buffer, values, &placed, look.style(Role::Text), &[]);
        }
        if *line == 0 {
            paint_text(buffer, names, &fact.name, Align::Left, look.style(Role::KeyName));
            paint_text(buffer, last, &fact.words, Align::Right, look.style(Role::Dim));
        }
    }
    // What is scrolled away shows at the outer end.
    let behind = state.fact_rows.len().saturating_sub(state.facts_top + state.visible_facts());
    let signs = [(0, state.facts_top > 0, "▴"), (state.visible_facts().wrapping_sub(1), behind > 0, "▾")];
    for (row, shows, sign) in signs.into_iter().filter(|_| state.visible_facts() > 0) {
        let place = row_of(inside, row);
        if shows && !place.is_empty() {
            paint_sign(buffer, (place.right() - 1, place.y), sign, look.style(Role::Dim));
        }
    }
}

/// `>2* explicit  …`: selected, number, in use, name, sentence. Only what stands before the sentence is styled, because
/// some modes say something by styles.
fn draw_sample(buffer: &mut Buffer, row: Rect, (state, index): (&DoctorState, usize), look: &Look<'_>) {
    let is_selected = state.selected() == index;
    let digits = state.modes.len().to_string().len();
    let sign = |shows: bool, sign: char| if shows { sign } else { ' ' };
    let (number, selected, chosen) = (index + 1, sign(is_selected, '>'), sign(state.chosen == Some(index), '*'));
    let number = shape(
        &format!("{selected}{number:>digits$}{chosen}"),
        BaseDirection::Forced(Direction::Ltr),
        MarkPolicy::Strip,
    );
    let widest = state.modes.iter().map(|mode| mode.advance_cells()).max().unwrap_or(0);
    let (room, before) = (usize::from(row.width), MARGIN + digits + 2 + GAP);
    let name_cells = if room >= before + widest + GAP + LEAST_SENTENCE { widest } else { 0 };
    let [numbers, names, sentences] = columns(indented(row), [digits + 2, name_cells, room]);
    let style = look.style(if is_selected { Role::Selected } else { Role::KeyName });
    if is_selected {
        let cells = (numbers.width + names.width + GAP as u16).min(row.width);
        fill(buffer, Rect { x: numbers.x, width: cells, ..numbers }.intersection(row), style);
    }
    paint_line(buffer, numbers, &number.place(&number.whole_line(), digits + 2, Align::Left), style, &[]);
    if let Some(name) = state.modes.get(index) {
        paint_text(buffer, names, name, Align::Left, style);
    }
    paint_text(buffer, sentences, &state.sentence, Align::Left, look.style(Role::Text));
}

/// A row without its margins.
fn indented(row: Rect) -> Rect {
    let margin = (MARGIN as u16).min(row.width);
    Rect { x: row.x + margin, width: row.width.saturating_sub(2 * margin), ..row }
}

/// Three columns from the left with a gap between them, each clipped at the row; one of no cells takes no gap.
fn columns(row: Rect, cells: [usize; 3]) -> [Rect; 3] {
    let mut rest = row;
    cells.map(|cells| {
        let width = u16::try_from(cells).unwrap_or(u16::MAX).min(rest.width);
        let column = Rect { width, ..rest };
        let taken = if width == 0 { 0 } else { width.saturating_add(GAP as u16).min(rest.width) };
        rest = Rect { x: rest.x + taken, width: rest.width - taken, ..rest };
        column
    })
}
