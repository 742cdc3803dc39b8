//! How the page of an entity is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::message::isolate;
use crate::panes::paint::{cut_end, cut_start, paint_sign, paint_text, row_of};
use crate::panes::{Border, Look, Role, draw_border, draw_empty};
use crate::text::{Align, Direction, ShapedText};

use super::DossierState;
use super::bars::{Bars, HEIGHTS, Unit};
use super::state::Row;

/// Draws the page into `area`, border and all.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &DossierState, look: &Look<'_>) {
    let top = state.scroll.top();
    let border = Border {
        title: look.messages.text("pane-dossier"),
        shown: Some((top, state.visible, state.rows.len())),
        ..Border::default()
    };
    let inside = draw_border(buffer, area, &border, look);
    if state.rows.is_empty() {
        draw_empty(buffer, inside, "entities-empty", look);
    }
    for (index, row) in state.rows.iter().enumerate().skip(top).take(usize::from(inside.height)) {
        let line = row_of(inside, index - top);
        let (_, text) = cut_start(line, u16::from(line.width > 12), look.direction);
        draw_row(buffer, text, (state, row), look);
        if index == state.scroll.selected() && matches!(row, Row::Companion { .. }) {
            let role = if look.focused { Role::Selected } else { Role::SelectedElsewhere };
            buffer.set_style(line, look.theme.accent(role));
        }
    }
}

fn draw_row(buffer: &mut Buffer, line: Rect, (state, row): (&DossierState, &Row), look: &Look<'_>) {
    let align = if look.direction == Direction::Rtl { Align::Right } else { Align::Left };
    match row {
        Row::Name(kind, name) => {
            let style = look.style(Role::Headline).patch(look.theme.entity(*kind));
            paint_text(buffer, line, name, align, style);
        }
        Row::Words(words) => paint_text(buffer, line, words, Align::Start, look.style(Role::Dim)),
        Row::Bars => draw_bars(buffer, line, state, look),
        Row::Days => draw_days(buffer, line, state, look),
        Row::Unit => draw_unit(buffer, line, state, look),
        Row::Heading(words) => paint_text(buffer, line, words, Align::Start, look.style(Role::Heading)),
        Row::Spelling { name, count } => draw_counted(buffer, line, (name, count), look.style(Role::Text), look),
        Row::Companion { id, name, count } => {
            let style = look.style(Role::Text).patch(look.theme.entity(id.kind));
            draw_counted(buffer, line, (name, count), style, look);
        }
    }
}

fn draw_counted(
    buffer: &mut Buffer,
    line: Rect,
    (name, count): (&ShapedText, &ShapedText),
    style: ratatui::style::Style,
    look: &Look<'_>,
) {
    let align = if look.direction == Direction::Rtl { Align::Right } else { Align::Left };
    let (_, rest) = cut_start(line, if line.width > 12 { 2 } else { 0 }, look.direction);
    let (count_area, name_area) = cut_end(rest, count.advance_cells() as u16 + 2, look.direction);
    paint_text(buffer, name_area, name, align, style);
    let (_, count_area) = cut_end(count_area, u16::from(line.width > 12), look.direction);
    paint_text(buffer, count_area, count, Align::End, look.style(Role::Dim));
}

/// Time runs in the direction of the interface.
fn draw_bars(buffer: &mut Buffer, line: Rect, state: &DossierState, look: &Look<'_>) {
    let Some(bars) = Bars::new(&state.days, usize::from(line.width)) else { return };
    for (height, place) in bars.heights().zip(0_u16..) {
        let column = match look.direction {
            Direction::Ltr => line.left() + place,
            Direction::Rtl => line.right().saturating_sub(1 + place),
        };
        paint_sign(buffer, (column, line.y), HEIGHTS[height], look.style(Role::Scrollbar));
    }
}

fn draw_days(buffer: &mut Buffer, line: Rect, state: &DossierState, look: &Look<'_>) {
    let (Some((first, _)), Some((last, _))) = (state.days.first(), state.days.last()) else { return };
    let days = if first == last {
        isolate(&first.to_string())
    } else {
        format!("{} – {}", isolate(&first.to_string()), isolate(&last.to_string()))
    };
    paint_text(buffer, line, &look.label(&days), Align::Start, look.style(Role::Dim));
}

fn draw_unit(buffer: &mut Buffer, line: Rect, state: &DossierState, look: &Look<'_>) {
    let Some(bars) = Bars::new(&state.days, usize::from(line.width)) else { return };
    let words = match bars.unit {
        Unit::Day => look.messages.text("dossier-by-day").to_owned(),
        Unit::Week => look.messages.text("dossier-by-week").to_owned(),
        Unit::Month => look.messages.text("dossier-by-month").to_owned(),
        Unit::Year => look.messages.text("dossier-by-year").to_owned(),
        Unit::Years(years) => look.messages.format("dossier-by-years", &[("years", &years.to_string())]),
    };
    paint_text(buffer, line, &look.label(&words), Align::Start, look.style(Role::Dim));
}
