//! The window over a listing: which of its places are known, selected and shown.
//!
//! Owns the selection, which skips headings, and the shaped rows, each made once when it first comes into view; says
//! which places it lacks, asks nobody (`app/` does). Drawing is `view.rs`.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::desk::{Entry, Hit, Listed, Rows};
use crate::library::{ArticleKey, ArticleMarks};
use crate::panes::look::shape;
use crate::panes::{Look, Scroll};
use crate::text::{BaseDirection, ShapedText};

/// More shaped rows than this are not kept: about 4 MB.
const MOST_SHAPED_ROWS: usize = 4096;
/// More places than this are not kept; they are asked for again when they come into view.
const MOST_KNOWN: usize = 2048;

/// How an entry reads in the list.
#[derive(Clone, Debug, Default)]
pub struct RowContent {
    /// The headline; of a heading, its words.
    pub title: String,
    /// The section path; may be empty.
    pub section: String,
    /// The name of the source.
    pub source: String,
    /// The date, short.
    pub date: String,
    /// What else is to be said beside the source, in a few letters: how many copies there are, that there is a note.
    pub remark: String,
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
pub(super) enum Row {
    Heading { name: ShapedText, count: ShapedText },
    Article(Box<ArticleRow>),
}

/// An article in view.
#[derive(Clone, Debug)]
pub(super) struct ArticleRow {
    pub(super) title: ShapedText,
    pub(super) detail: ShapedText,
    pub(super) date: ShapedText,
    pub(super) title_marks: Vec<Range<usize>>,
    pub(super) detail_marks: Vec<Range<usize>>,
    pub(super) read: bool,
    pub(super) starred: bool,
}

/// A window over a listing, and its selection.
#[derive(Clone, Debug, Default)]
pub struct ListState {
    places: usize,
    articles: usize,
    complete: bool,
    known: BTreeMap<usize, Entry>,
    /// The direction of the last move: a heading is left in it.
    forwards: bool,
    pub(super) scroll: Scroll,
    size: (usize, usize),
    shaped: HashMap<ArticleKey, ShapedRow>,
    /// What is in view, each with the number of its item from the top.
    pub(super) rows: Vec<(usize, Row)>,
}

impl ListState {
    /// How many places the listing has, headings among them.
    pub fn places(&self) -> usize {
        self.places
    }

    /// How many articles the listing holds, and whether that is all of them.
    pub fn articles(&self) -> (usize, bool) {
        (self.articles, self.complete)
    }

    /// The article that is selected; `None` while its place is not known.
    pub fn selected(&self) -> Option<&Hit> {
        match self.known.get(&self.scroll.selected()) {
            Some(Entry::Article(hit)) => Some(hit),
            _ => None,
        }
    }

    /// The place of the selection in the list.
    pub fn place(&self) -> usize {
        self.scroll.selected()
    }

    /// Takes another listing. The article that was to be kept stays selected, and with `in_place` in the row where it
    /// stands; without it the first one is selected.
    pub fn set_listed(&mut self, listed: &Listed, in_place: bool) {
        (self.places, self.articles, self.complete) = (listed.places, listed.articles, listed.complete);
        self.known.clear();
        self.forwards = true;
        let visible = self.visible();
        match listed.kept {
            Some(place) if in_place => self.scroll.shift_to(place, self.places, visible),
            place => self.scroll.select(place.unwrap_or(0), self.places, visible),
        }
    }

    /// Forgets what stands where: another listing is on its way.
    pub fn forget(&mut self) {
        self.known.clear();
    }

    /// The places in view that are not known; `None` when all are.
    pub fn missing(&self) -> Option<Range<usize>> {
        let last = (self.scroll.top() + self.visible()).min(self.places);
        let is_missing = |place: &usize| !self.known.contains_key(place);
        let in_view = self.scroll.top()..last;
        let first = in_view.clone().find(is_missing);
        let first = first.map(|first| first..in_view.rev().find(is_missing).unwrap_or(first) + 1);
        let selected = self.scroll.selected();
        let is_lost = selected < self.places && is_missing(&selected);
        first.or_else(|| is_lost.then(|| selected..selected + 1))
    }

    /// The places in view, whether they are known or not, and whether there are so many or not.
    pub fn in_view(&self) -> Range<usize> {
        self.scroll.top()..self.scroll.top() + self.visible()
    }

    /// Takes what was missing.
    pub fn fill(&mut self, rows: Rows) {
        if self.known.len() > MOST_KNOWN {
            self.known.clear();
        }
        (self.places, self.articles, self.complete) = (rows.places, rows.articles, rows.complete);
        if rows.entries.is_empty() {
            // Nothing stands there any more: the listing is shorter than was thought.
            self.places = self.places.min(rows.from);
        }
        self.known.extend((rows.from..).zip(rows.entries));
        self.scroll.fit(self.places, self.visible());
        self.leave_heading();
    }

    /// Selects a place; a heading there is skipped.
    pub fn select_place(&mut self, place: usize) {
        self.scroll.select(place, self.places, self.visible());
        self.leave_heading();
    }

    /// Changes the marks of an article wherever it is known.
    pub fn set_marks(&mut self, key: ArticleKey, marks: ArticleMarks) {
        for entry in self.known.values_mut() {
            if let Entry::Article(hit) = entry
                && hit.row.key == key
            {
                hit.marks = marks;
                (hit.row.read, hit.row.starred) = (marks.read, marks.starred);
            }
        }
    }

    /// Changes whether an article has a note.
    pub fn set_note(&mut self, key: ArticleKey, has_note: bool) {
        for entry in self.known.values_mut() {
            if let Entry::Article(hit) = entry
                && hit.row.key == key
            {
                hit.row.has_note = has_note;
                self.shaped.remove(&key);
            }
        }
    }

    /// Moves the selection by so many places.
    pub fn move_by(&mut self, by: isize) {
        self.forwards = by > 0;
        self.scroll.move_by(by, self.places, self.visible());
        self.leave_heading();
    }

    /// Scrolls by so many places and leaves the selection.
    pub fn scroll_by(&mut self, by: isize) {
        self.scroll.scroll_by(by, self.places, self.visible());
    }

    /// Selects the article shown in `row`; false when it was selected already or none stands there.
    pub fn click(&mut self, row: usize) -> bool {
        let (before, place) = (self.scroll.selected(), self.scroll.top() + row / self.rows_per_item());
        if self.hits(row) {
            self.scroll.select(place, self.places, self.visible());
        }
        before != self.scroll.selected()
    }

    /// True when an article is shown in `row`.
    pub fn hits(&self, row: usize) -> bool {
        let place = self.scroll.top() + row / self.rows_per_item();
        let is_heading = matches!(self.known.get(&place), Some(Entry::Heading { .. }));
        row / self.rows_per_item() < self.visible() && place < self.places && !is_heading
    }

    /// Tells the cells that are free inside the border.
    pub fn set_size(&mut self, width_cells: usize, rows: usize) {
        if self.size != (width_cells, rows) {
            self.size = (width_cells, rows);
            self.scroll.reveal(self.places, self.visible());
        }
    }

    /// Two rows for an article where there is room for three of them, else one.
    pub fn rows_per_item(&self) -> usize {
        if self.size.0 >= 20 && self.size.1 >= 6 { 2 } else { 1 }
    }

    /// How many places are shown.
    pub fn visible(&self) -> usize {
        (self.size.1 / self.rows_per_item()).max(1)
    }

    /// Forgets how articles read: they, or the way they are shaped, have changed.
    pub fn forget_shapes(&mut self) {
        self.shaped.clear();
    }

    /// Makes the rows that are in view; `content` tells how an entry reads.
    pub fn prepare(&mut self, look: &Look<'_>, content: impl Fn(&Entry) -> RowContent) {
        if self.shaped.len() > MOST_SHAPED_ROWS {
            self.shaped.clear();
        }
        let visible = self.visible();
        let shaped = &mut self.shaped;
        let mut row = |entry: &Entry| match entry {
            Entry::Heading { articles, .. } => {
                Row::Heading { name: look.text(&content(entry).title), count: look.label(&articles.to_string()) }
            }
            Entry::Article(hit) => {
                let parts = shaped.entry(hit.row.key).or_insert_with(|| shape_row(&content(entry), look));
                Row::Article(Box::new(article_row(hit, parts, look)))
            }
        };
        let top = self.scroll.top();
        let in_view = self.known.range(top..top.saturating_add(visible));
        self.rows = in_view.map(|(place, entry)| (place - top, row(entry))).collect();
    }

    /// A heading is never selected: the selection goes on as it came, and at the first place down.
    fn leave_heading(&mut self) {
        let place = self.scroll.selected();
        if matches!(self.known.get(&place), Some(Entry::Heading { .. })) {
            let by = if self.forwards || place == 0 { 1 } else { -1 };
            self.scroll.move_by(by, self.places, self.visible());
            // The heading of the first article is shown with it.
            if place == 0 {
                self.scroll.scroll_by(-1, self.places, self.visible().max(2));
            }
        }
    }
}

fn article_row(hit: &Hit, parts: &ShapedRow, look: &Look<'_>) -> ArticleRow {
    let moved = |marks: &[Range<usize>], by: usize| {
        marks.iter().map(|bytes| bytes.start + by..bytes.end + by).collect::<Vec<_>>()
    };
    let (detail, detail_marks) = match &hit.snippet {
        // The words that were found say more than section and source.
        Some((words, marks)) => {
            let base = BaseDirection::Forced(parts.title.direction());
            (shape(words, base, look.tashkeel), marks.clone())
        }
        None => {
            let mut marks = moved(&hit.section_marks, parts.section_at);
            marks.extend(moved(&hit.source_marks, parts.source_at));
            (parts.detail.clone(), marks)
        }
    };
    ArticleRow {
        title: parts.title.clone(),
        detail,
        date: parts.date.clone(),
        title_marks: hit.title_marks.clone(),
        detail_marks,
        read: hit.marks.read,
        starred: hit.marks.starred,
    }
}

/// Shapes both lines of a row: the second takes the direction of the first, so that they start at the same edge.
///
/// Section and source are isolated, so that they keep their order.
fn shape_row(reads: &RowContent, look: &Look<'_>) -> ShapedRow {
    let title = look.text(&reads.title);
    let mut detail = String::new();
    let mut places = [0_usize; 3];
    for (place, part) in places.iter_mut().zip([&reads.remark, &reads.section, &reads.source]) {
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
        section_at: places[1],
        source_at: places[2],
    }
}
