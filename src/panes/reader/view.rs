//! How an article is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::panes::paint::{Mark, paint_line, paint_text, row_of};
use crate::panes::{Border, Look, Role, draw_border};
use crate::text::Align;

use super::ReaderState;
use super::layout::Part;

/// Draws the article into `area`, border and all; the last `reserved` rows inside are left free.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &ReaderState, reserved: u16, look: &Look<'_>) {
    let title = if state.is_scrolled() { state.content().title.as_str() } else { look.messages.text("pane-reader") };
    let border =
        Border { title, note: &note(state, look), shown: Some((state.top, state.rows, state.layout.rows.len())) };
    let inside = draw_border(buffer, area, &border, look);
    let inside = Rect { height: inside.height.saturating_sub(reserved), ..inside };
    if state.is_empty() {
        return draw_empty(buffer, inside, look);
    }
    let width = state.layout.width_cells();
    let room = usize::from(inside.width);
    let left = room.saturating_sub(width) / 2;
    let column = Rect { x: inside.x + left as u16, width: width.min(room - left) as u16, ..inside };
    let shown = state.layout.rows.iter().skip(state.top).take(usize::from(inside.height));
    for (index, row) in shown.enumerate() {
        if let Some((block, line)) = row {
            draw_line(buffer, row_of(column, index), (state, *block, *line), look);
        }
    }
}

fn draw_line(buffer: &mut Buffer, area: Rect, (state, block, line): (&ReaderState, usize, usize), look: &Look<'_>) {
    let block = &state.layout.blocks[block];
    let Some(line) = block.lines.get(line) else { return };
    let style = look.style(match block.part {
        Part::Kicker => Role::Kicker,
        Part::Headline => Role::Headline,
        Part::Meta => Role::Meta,
        Part::Warning => Role::Warning,
        Part::Note => Role::Prompt,
        Part::Paragraph(_) => Role::Text,
    });
    let marks = match block.part {
        Part::Paragraph(paragraph) => marks_of(state, paragraph, look),
        _ => Vec::new(),
    };
    let placed = block.text.place(line, state.layout.width_cells(), Align::Start);
    paint_line(buffer, area, &placed, style, &marks);
}

/// The marks of a paragraph, the later over the earlier: entities, the one jumped to, matches, the current match.
fn marks_of(state: &ReaderState, paragraph: usize, look: &Look<'_>) -> Vec<Mark> {
    let marked = state.marks_of(paragraph);
    let entity = |(index, mention): (usize, &crate::entity::Mention)| {
        let accent = look.theme.entity(mention.kind());
        let is_current = marked.current_mention == Some(index);
        let style = if is_current { accent.patch(look.theme.accent(Role::MentionCurrent)) } else { accent };
        Mark { bytes: mention.bytes.clone(), style }
    };
    let mut marks: Vec<Mark> = marked.mentions.iter().enumerate().map(entity).collect();
    marks.extend(marked.found.iter().map(|(bytes, is_current)| {
        let role = if *is_current { Role::MatchCurrent } else { Role::Match };
        Mark { bytes: bytes.clone(), style: look.theme.accent(role) }
    }));
    marks
}

/// The place in per cent, and the current match where something was looked for.
fn note(state: &ReaderState, look: &Look<'_>) -> String {
    if state.is_empty() {
        return String::new();
    }
    let percent = look.messages.format("percent", &[("percent", &state.percent().to_string())]);
    match state.match_count() {
        Some((current, all)) => {
            let count = crate::message::isolate(&format!("{current}/{all}"));
            format!("{count} · {percent}")
        }
        None => percent,
    }
}

fn draw_empty(buffer: &mut Buffer, inside: Rect, look: &Look<'_>) {
    let middle = usize::from(inside.height / 3);
    for (index, (key, role)) in [("reader-empty", Role::Text), ("reader-empty-hint", Role::Dim)].into_iter().enumerate()
    {
        let words = look.label(look.messages.text(key));
        paint_text(buffer, row_of(inside, middle + index), &words, Align::Center, look.style(role));
    }
}
