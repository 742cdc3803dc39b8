//! The items of the list and the rows that are shown of them.
//!
//! Owns the selection and the shaped rows, each made once when it first comes into view; drawing is `view.rs`.

use std::collections::HashMap;
use std::ops::Range;

use crate::panes::look::shape;
use crate::panes::{Look, Scroll};
use crate::text::{BaseDirection, ShapedText};

/// More shaped rows than this are not kept: about 4 MB.
const MOST_SHAPED_ROWS: usize = 4096;

/// An article of the list, with the letters that were looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListItem {
    /// The index of the article.
    pub article: usize,
    /// The bytes of the title that match.
    pub title_marks: Vec<Range<usize>>,
    /// The bytes of the section path that match.
    pub section_marks: Vec<Range<usize>>,
    /// The bytes of the source's name that match.
    pub source_marks: Vec<Range<usize>>,
}

/// How an article reads in the list.
#[derive(Clone, Debug, Default)]
pub struct RowContent {
    /// The headline.
    pub title: String,
    /// The section path; may be empty.
    pub section: String,
    /// The name of the source.
    pub source: String,
    /// The date, short.
    pub date: String,
    /// It has been read.
    pub read: bool,
    /// It has a star.
    pub starred: bool,
}

/// The parts of a row that never change while the article does not.
#[derive(Clone, Debug)]
struct ShapedRow {
    title: ShapedText,
    detail: ShapedText,
    date: ShapedText,
    section_at: usize,
    source_at: usize,
}

/// A row that is in view.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) title: ShapedText,
    pub(super) detail: ShapedText,
    pub(super) date: ShapedText,
    pub(super) title_marks: Vec<Range<usize>>,
    pub(super) detail_marks: Vec<Range<usize>>,
    pub(super) read: bool,
    pub(super) starred: bool,
}

/// The list, its selection and the rows in view.
#[derive(Clone, Debug, Default)]
pub struct ListState {
    items: Vec<ListItem>,
    pub(super) scroll: Scroll,
    size: (usize, usize),
    shaped: HashMap<usize, ShapedRow>,
    pub(super) rows: Vec<Row>,
}

impl ListState {
    /// The items, in their order.
    pub fn items(&self) -> &[ListItem] {
        &self.items
    }

    /// The article that is selected.
    pub fn selected(&self) -> Option<usize> {
        self.items.get(self.scroll.selected()).map(|item| item.article)
    }

    /// The place of the selection in the list.
    pub fn place(&self) -> usize {
        self.scroll.selected()
    }

    /// Replaces the items and selects `article`, or the first where it is not among them.
    pub fn set_items(&mut self, items: Vec<ListItem>, article: Option<usize>) {
        self.items = items;
        let place = self.items.iter().position(|item| Some(item.article) == article);
        self.scroll.select(place.unwrap_or(0), self.items.len(), self.visible());
    }

    /// Selects an article; false when it is not in the list.
    pub fn select_article(&mut self, article: usize) -> bool {
        let place = self.items.iter().position(|item| item.article == article);
        place.map(|place| self.scroll.select(place, self.items.len(), self.visible())).is_some()
    }

    /// Moves the selection by so many articles.
    pub fn move_by(&mut self, by: isize) {
        self.scroll.move_by(by, self.items.len(), self.visible());
    }

    /// Scrolls by so many articles and leaves the selection.
    pub fn scroll_by(&mut self, by: isize) {
        self.scroll.scroll_by(by, self.items.len(), self.visible());
    }

    /// Selects the article shown in `row`; false when it was selected already or nothing stands there.
    pub fn click(&mut self, row: usize) -> bool {
        let (before, item) = (self.scroll.selected(), self.scroll.top() + row / self.rows_per_item());
        if self.hits(row) {
            self.scroll.select(item, self.items.len(), self.visible());
        }
        before != self.scroll.selected()
    }

    /// True when an article is shown in `row`.
    pub fn hits(&self, row: usize) -> bool {
        row / self.rows_per_item() < self.visible() && self.scroll.top() + row / self.rows_per_item() < self.items.len()
    }

    /// Tells the cells that are free inside the border.
    pub fn set_size(&mut self, width_cells: usize, rows: usize) {
        if self.size != (width_cells, rows) {
            self.size = (width_cells, rows);
            self.scroll.reveal(self.items.len(), self.visible());
        }
    }

    /// Two rows for an article where there is room for three of them, else one.
    pub fn rows_per_item(&self) -> usize {
        if self.size.0 >= 20 && self.size.1 >= 6 { 2 } else { 1 }
    }

    /// How many articles are shown.
    pub fn visible(&self) -> usize {
        (self.size.1 / self.rows_per_item()).max(1)
    }

    /// Forgets how articles read: they, or the way they are shaped, have changed.
    pub fn forget_shapes(&mut self) {
        self.shaped.clear();
    }

    /// Makes the rows that are in view; `content` tells how an article reads.
    pub fn prepare(&mut self, look: &Look<'_>, content: impl Fn(usize) -> RowContent) {
        if self.shaped.len() > MOST_SHAPED_ROWS {
            self.shaped.clear();
        }
        let shown = self.items.iter().skip(self.scroll.top()).take(self.visible());
        let shaped = &mut self.shaped;
        let row = |item: &ListItem| {
            let reads = content(item.article);
            let parts = shaped.entry(item.article).or_insert_with(|| shape_row(&reads, look));
            let moved = |marks: &[Range<usize>], by: usize| {
                marks.iter().map(|bytes| bytes.start + by..bytes.end + by).collect::<Vec<_>>()
            };
            let mut detail_marks = moved(&item.section_marks, parts.section_at);
            detail_marks.extend(moved(&item.source_marks, parts.source_at));
            Row {
                title: parts.title.clone(),
                detail: parts.detail.clone(),
                date: parts.date.clone(),
                title_marks: item.title_marks.clone(),
                detail_marks,
                read: reads.read,
                starred: reads.starred,
            }
        };
        self.rows = shown.map(row).collect();
    }
}

/// Shapes both lines of a row: the second takes the direction of the first, so that they start at the same edge.
///
/// Section and source are isolated, so that they keep their order.
fn shape_row(reads: &RowContent, look: &Look<'_>) -> ShapedRow {
    let title = look.text(&reads.title);
    let mut detail = String::new();
    let mut places = [0_usize; 2];
    for (place, part) in places.iter_mut().zip([&reads.section, &reads.source]) {
        if part.is_empty() {
            continue;
        }
        if !detail.is_empty() {
            detail.push_str(" · ");
        }
        *place = detail.len() + '\u{2068}'.len_utf8();
        detail.push_str(&crate::message::isolate(part));
    }
    let base = BaseDirection::Forced(title.direction());
    ShapedRow {
        detail: shape(&detail, base, look.tashkeel),
        date: shape(&reads.date, base, look.tashkeel),
        title,
        section_at: places[0],
        source_at: places[1],
    }
}
