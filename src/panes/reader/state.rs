//! Where one reads, and what is marked there.
//!
//! Owns scrolling, the place that survives a new width, the matches and the mentions; shaping is `layout.rs`.

use std::ops::Range;

use crate::entity::{EntityId, Mention};
use crate::library::Position;
use crate::panes::inside_border;
use crate::search::inside::Found;
use crate::text::Direction;
use ratatui::layout::Rect;

use super::ReadingOptions;
use super::layout::{ArticleLayout, Part};

/// What the reader shows of an article.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// The section path, over the headline.
    pub section: String,
    /// The headline.
    pub title: String,
    /// The line of metadata.
    pub meta: String,
    /// What went wrong while the article was read, in the interface's language.
    pub warnings: Vec<String>,
    /// What the user has written beside it.
    pub note: Option<String>,
    /// The body.
    pub paragraphs: Vec<String>,
    /// The direction of the article's language.
    pub direction: Direction,
    /// The direction of the interface.
    pub interface_direction: Direction,
    /// Who and what each paragraph names.
    pub mentions: Vec<Vec<Mention>>,
}

/// An article, its rows at the current width, and the place where one reads.
#[derive(Clone, Debug, Default)]
pub struct ReaderState {
    content: Content,
    pub(super) layout: ArticleLayout,
    /// The block and byte that stand at the top: what stays when the width changes.
    anchor: (usize, usize),
    pub(super) top: usize,
    pub(super) rows: usize,
    matches: Vec<Found>,
    current_match: Option<usize>,
    current_mention: Option<(usize, usize)>,
}

impl ReaderState {
    /// Opens an article at its beginning.
    pub fn open(&mut self, content: Content, options: &ReadingOptions) {
        let layout = ArticleLayout::new(&content, options);
        *self = Self { content, layout, rows: self.rows, ..Self::default() };
    }

    /// Lays the same article out anew and stays at the same place: its words or the options have changed.
    pub fn reopen(&mut self, content: Content, options: &ReadingOptions) {
        let position = self.position();
        self.content = content;
        self.layout = ArticleLayout::new(&self.content, options);
        self.anchor = (0, 0);
        self.top = 0;
        self.restore(position);
    }

    /// Tells the cells that are free inside the border and breaks the lines for them.
    ///
    /// The last `reserved` rows are another's.
    pub fn set_size(&mut self, pane: Rect, reserved: usize, options: &ReadingOptions) {
        let inside = inside_border(pane);
        let width = measure(usize::from(inside.width), options.measure_cells);
        self.rows = usize::from(inside.height).saturating_sub(reserved).max(1);
        if self.layout.break_lines(width) && self.anchor != (0, 0) {
            // A new width moves the anchor's row, but never the anchor.
            self.top = self.layout.row_of(self.anchor.0, self.anchor.1);
        }
        self.top = self.top.min(self.most());
    }

    /// What is shown.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// True when no article is open.
    pub fn is_empty(&self) -> bool {
        self.layout.blocks.is_empty()
    }

    /// How many rows are shown.
    pub fn visible(&self) -> usize {
        self.rows
    }

    /// True when the beginning of the article is not in view.
    pub fn is_scrolled(&self) -> bool {
        self.top > 0
    }

    /// How much of the article has been shown so far, in per cent of its rows.
    pub fn percent(&self) -> usize {
        let all = self.layout.rows.len();
        let shown = (self.top + self.rows).min(all);
        (shown * 100).checked_div(all).unwrap_or(100)
    }

    /// Moves by so many rows, towards the beginning when negative.
    pub fn scroll_by(&mut self, by: isize) {
        self.go_to_row(self.top.saturating_add_signed(by));
    }

    /// Moves to the beginning.
    pub fn go_first(&mut self) {
        self.go_to_row(0);
    }

    /// Moves to the end.
    pub fn go_last(&mut self) {
        self.go_to_row(self.layout.rows.len());
    }

    /// Moves to the beginning of the next block, or of the one before; when the top stands inside a block, the
    /// beginning of that block is the one before.
    pub fn step_block(&mut self, forwards: bool) {
        let mut starts = (0..self.layout.rows.len()).filter(|&row| matches!(self.layout.rows[row], Some((_, 0))));
        let row =
            if forwards { starts.find(|&row| row > self.top) } else { starts.take_while(|&row| row < self.top).last() };
        self.go_to_row(row.unwrap_or(if forwards { self.top } else { 0 }));
    }

    /// The place where one reads: that of the first row in view.
    pub fn position(&self) -> Position {
        match self.layout.blocks.get(self.anchor.0).map(|block| block.part) {
            Some(Part::Paragraph(paragraph)) => Position { paragraph, byte: self.anchor.1 },
            _ => Position::default(),
        }
    }

    /// Goes to a place where one has read before; the very first place is that of the headline.
    pub fn restore(&mut self, position: Position) {
        if position == Position::default() {
            return self.go_first();
        }
        if let Some(block) = self.layout.block_of(position.paragraph) {
            self.anchor = (block, position.byte);
            self.top = self.layout.row_of(block, position.byte).min(self.most());
        }
    }

    /// Marks what was found; the first match at or behind the place where one reads becomes the current one.
    pub fn set_matches(&mut self, matches: Vec<Found>) {
        self.matches = matches;
        let here = self.position();
        let behind =
            self.matches.iter().position(|found| (found.paragraph, found.bytes.start) >= (here.paragraph, here.byte));
        self.current_match = if self.matches.is_empty() { None } else { Some(behind.unwrap_or(0)) };
        self.reveal_match();
    }

    /// Takes the marks of a search away.
    pub fn clear_matches(&mut self) {
        self.matches.clear();
        self.current_match = None;
    }

    /// The current match, counted from 1, and how many there are; `None` when nothing is found.
    pub fn match_count(&self) -> Option<(usize, usize)> {
        self.current_match.map(|current| (current + 1, self.matches.len()))
    }

    /// Goes to the next match or the one before, from the last to the first and back.
    pub fn step_match(&mut self, forwards: bool) {
        let all = self.matches.len();
        if let Some(current) = self.current_match.filter(|_| all > 0) {
            self.current_match = Some(if forwards { (current + 1) % all } else { (current + all - 1) % all });
            self.reveal_match();
        }
    }

    /// Goes to the next mention of an entity, or the one before, behind the last one that was jumped to.
    pub fn step_mention(&mut self, id: &EntityId, forwards: bool) {
        let paragraphs = self.content.mentions.iter().enumerate();
        let places: Vec<(usize, usize)> = paragraphs
            .flat_map(|(paragraph, mentions)| (0..mentions.len()).map(move |index| (paragraph, index)))
            .filter(|(paragraph, index)| self.content.mentions[*paragraph][*index].id == *id)
            .collect();
        let here = self.current_mention.filter(|place| places.contains(place));
        let place = match (here, forwards) {
            (None, true) => places.first(),
            (None, false) => places.last(),
            (Some(here), true) => places.iter().find(|place| **place > here).or(places.first()),
            (Some(here), false) => places.iter().rfind(|place| **place < here).or(places.last()),
        };
        self.current_mention = place.copied();
        if let Some((paragraph, index)) = self.current_mention {
            let byte = self.content.mentions[paragraph][index].bytes.start;
            self.reveal(paragraph, byte);
        }
    }

    /// The entity that was jumped to last.
    pub fn current_entity(&self) -> Option<&EntityId> {
        let (paragraph, index) = self.current_mention?;
        self.content.mentions.get(paragraph)?.get(index).map(|mention| &mention.id)
    }

    /// The paragraph of the mention that was jumped to last, and its place there.
    pub fn current_place(&self) -> Option<(usize, usize)> {
        self.current_mention
    }

    /// Forgets the mention that was jumped to.
    pub fn clear_mention(&mut self) {
        self.current_mention = None;
    }

    pub(super) fn marks_of(&self, paragraph: usize) -> MarksOf<'_> {
        let mentions = self.content.mentions.get(paragraph).map_or(&[][..], Vec::as_slice);
        let current = self.current_mention.filter(|place| place.0 == paragraph).map(|place| place.1);
        let found = self.matches.iter().enumerate().filter(|(_, found)| found.paragraph == paragraph);
        let found = found.map(|(index, found)| (found.bytes.clone(), Some(index) == self.current_match)).collect();
        MarksOf { mentions, current_mention: current, found }
    }

    /// Moves the rows so that a byte of a paragraph is in view, a third from the top when it was not.
    fn reveal(&mut self, paragraph: usize, byte: usize) {
        let Some(block) = self.layout.block_of(paragraph) else { return };
        let row = self.layout.row_of(block, byte);
        if !(self.top..self.top + self.rows).contains(&row) {
            self.go_to_row(row.saturating_sub(self.rows / 3));
        }
    }

    fn reveal_match(&mut self) {
        let current = self.current_match.and_then(|current| self.matches.get(current));
        if let Some((paragraph, byte)) = current.map(|found| (found.paragraph, found.bytes.start)) {
            self.reveal(paragraph, byte);
        }
    }

    fn go_to_row(&mut self, row: usize) {
        self.top = row.min(self.most());
        self.anchor = if self.top == 0 { (0, 0) } else { self.layout.start_of(self.top).unwrap_or((0, 0)) };
    }

    /// The last row that may stand at the top.
    fn most(&self) -> usize {
        self.layout.rows.len().saturating_sub(self.rows)
    }
}

/// What is marked in one paragraph.
pub(super) struct MarksOf<'a> {
    pub(super) mentions: &'a [Mention],
    pub(super) current_mention: Option<usize>,
    /// The bytes of each match, and whether it is the current one.
    pub(super) found: Vec<(Range<usize>, bool)>,
}

/// The cells that a line of text takes of `width_cells`: all but a margin, and never more than the measure.
fn measure(width_cells: usize, most_cells: usize) -> usize {
    let margin = match width_cells {
        0..16 => 0,
        16..40 => 1,
        _ => 2,
    };
    width_cells.saturating_sub(2 * margin).min(most_cells.max(10)).max(1)
}
