//! An article as blocks, and blocks as rows.
//!
//! Owns shaping (once for an article) and breaking (once for a width); does not know where one reads (`state.rs`).

use crate::panes::look::shape;
use crate::panes::paint::NOTE;
use crate::text::{BaseDirection, Direction, Line, MarkPolicy, ShapedText};

use super::Content;

/// How the text of an article is laid out, by the reader's own choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadingOptions {
    /// The direction of all paragraphs; `None`: each has its own.
    pub direction: Option<Direction>,
    /// Whether vowel signs are shown.
    pub tashkeel: MarkPolicy,
    /// The widest line, in cells.
    pub measure_cells: usize,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Kicker,
    Headline,
    Meta,
    Warning,
    Note,
    Paragraph(usize),
}

/// A part of the article that starts on a line of its own.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) part: Part,
    pub(super) text: ShapedText,
    pub(super) lines: Vec<Line>,
}

/// One row of the reader: a line of a block; `None` for the blank row between blocks.
pub(super) type Row = Option<(usize, usize)>;

/// The blocks and rows of an article.
#[derive(Clone, Debug, Default)]
pub(super) struct ArticleLayout {
    pub(super) blocks: Vec<Block>,
    pub(super) rows: Vec<Row>,
    width_cells: usize,
}

impl ArticleLayout {
    /// Shapes every part of an article.
    ///
    /// The lines over the body take the direction of the article, so that they start at one edge; warnings speak the
    /// interface's language and take its direction.
    pub(super) fn new(content: &Content, options: &ReadingOptions) -> Self {
        let article = BaseDirection::Forced(options.direction.unwrap_or(content.direction));
        let own = options.direction.map_or(BaseDirection::Auto { fallback: content.direction }, BaseDirection::Forced);
        let interface = BaseDirection::Forced(content.interface_direction);
        let block = |part: Part, text: &str, base: BaseDirection| Block {
            part,
            text: shape(text, base, options.tashkeel),
            lines: Vec::new(),
        };
        let heads = [(Part::Kicker, &content.section), (Part::Headline, &content.title), (Part::Meta, &content.meta)];
        let mut blocks: Vec<Block> = heads
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(part, text)| block(part, text, if part == Part::Headline { own } else { article }))
            .collect();
        blocks.extend(content.warnings.iter().map(|text| block(Part::Warning, text, interface)));
        let note = content.note.as_ref().map(|note| format!("{NOTE} {note}"));
        blocks.extend(note.iter().map(|text| block(Part::Note, text, own)));
        let paragraphs = content.paragraphs.iter().enumerate();
        blocks.extend(paragraphs.map(|(index, text)| block(Part::Paragraph(index), text, own)));
        Self { blocks, rows: Vec::new(), width_cells: 0 }
    }

    /// Breaks every block into lines of at most `width_cells`; does nothing, and says so with false, when they have
    /// that width already.
    pub(super) fn break_lines(&mut self, width_cells: usize) -> bool {
        let width_cells = width_cells.max(1);
        if self.width_cells == width_cells {
            return false;
        }
        self.width_cells = width_cells;
        self.rows.clear();
        let mut before: Option<Part> = None;
        for (index, block) in self.blocks.iter_mut().enumerate() {
            block.lines = block.text.break_lines(width_cells);
            if before.is_some_and(|before| has_gap(before, block.part)) {
                self.rows.push(None);
            }
            self.rows.extend((0..block.lines.len()).map(|line| Some((index, line))));
            before = Some(block.part);
        }
        true
    }

    /// The width of the lines.
    pub(super) fn width_cells(&self) -> usize {
        self.width_cells
    }

    /// The row where the given byte of a block stands.
    pub(super) fn row_of(&self, block: usize, byte: usize) -> usize {
        let at_or_before = |row: &Row| match row {
            Some((other, line)) if *other == block => {
                self.blocks[block].lines.get(*line).is_some_and(|line| line.bytes.start <= byte)
            }
            Some((other, _)) => *other < block,
            None => true,
        };
        let behind = self.rows.iter().rposition(|row| row.is_some() && at_or_before(row));
        behind.unwrap_or(0)
    }

    /// The block of a paragraph.
    pub(super) fn block_of(&self, paragraph: usize) -> Option<usize> {
        self.blocks.iter().position(|block| block.part == Part::Paragraph(paragraph))
    }

    /// The block and the byte at which a row starts; a blank row counts as the row behind it.
    pub(super) fn start_of(&self, row: usize) -> Option<(usize, usize)> {
        let (block, line) = self.rows.get(row..)?.iter().flatten().next().copied()?;
        self.blocks.get(block)?.lines.get(line).map(|line| (block, line.bytes.start))
    }
}

/// Whether a blank row stands between two parts: everywhere but among the lines over the body.
fn has_gap(before: Part, part: Part) -> bool {
    let together = matches!(
        (before, part),
        (Part::Kicker, Part::Headline | Part::Meta) | (Part::Headline, Part::Meta) | (Part::Warning, Part::Warning)
    );
    !together
}
