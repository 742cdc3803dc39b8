//! The format of last resort: a paragraph a line, nothing else.
//!
//! Owns how lines become paragraphs; a title or a section line is found by `titled.rs` and `sectioned.rs`.

use super::format::{Draft, Format, Line, Page};

/// See [`FORMATS`](super::FORMATS).
pub(super) const FORMAT: Format = Format {
    name: "plain",
    doc: "Plain text, one paragraph a line; the title is taken from its first sentence.",
    fixture: "tests/fixtures/plain.txt",
    parse: |page| Some(draft(page.lines())),
};

/// A draft of paragraphs alone.
pub(super) fn draft(lines: &[Line<'_>]) -> Draft {
    let seen = lines.iter().map(|line| line.text.trim()).filter(|text| !text.is_empty());
    Draft { paragraphs: seen.map(str::to_owned).collect(), ..Draft::default() }
}

/// A draft of what stands below front matter: a section line and a title line are looked for where none was given.
pub(super) fn draft_of_body(page: &Page<'_>, lines: &[Line<'_>], given: &Draft) -> Draft {
    let lines = super::format::trim_blank(lines);
    let (section, lines) = match super::sectioned::split(lines) {
        Some((section, rest)) if given.section.is_none() => (Some(section), rest),
        _ => (None, lines),
    };
    let (title, lines) = match super::titled::split(lines, page.is_markdown()) {
        Some((title, rest)) if given.title.as_ref().is_none_or(|known| *known == title) => (Some(title), rest),
        _ => (None, lines),
    };
    Draft { title, section, ..draft(lines) }
}
