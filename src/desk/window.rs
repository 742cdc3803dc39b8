//! What stands in the lines of a listing that are looked at.
//!
//! Owns the rows, with the letters that were looked for, and the way from one unread line to the next; which lines
//! there are is `lines.rs`. Only what is in view is read.

use std::ops::Range;

use super::answer::Desk;
use super::ask::{Entry, Hit, Rows};
use super::found::found_in_title;
use super::lines::{FEW, PAGE, stands_in};
use crate::article::{ArticleId, SectionPath};
use crate::library::{ArticleKey, ArticleMarks, LibraryError, Row};
use crate::search::{TitleIndex, snippet};

/// So many lines are looked through one by one for an unread one, before all that was read is gathered.
const NEAR: usize = 2 * PAGE;
/// The cells of a snippet.
const SNIPPET_CELLS: usize = 120;

impl Desk {
    /// What stands at some places of the listing.
    pub(super) fn rows(&mut self, places: Range<usize>) -> Result<Rows, LibraryError> {
        let before = self.list.groups.as_ref();
        let end = before.map_or(places.end, |groups| groups.articles_before(places.end));
        // Whoever looks at the end of many hits wants to know whether there are more.
        let is_end = end >= self.list.articles() && self.list.keys.len() >= PAGE / 2;
        self.extend(if is_end { end.saturating_add(1) } else { end })?;
        let groups = self.list.groups.as_ref();
        let start =
            groups.map_or(places.start, |groups| groups.articles_before(places.start)).min(self.list.keys.len());
        let end = end.min(self.list.keys.len());
        let mut hits = self.hits(start, end)?.into_iter();
        let mut entries = Vec::with_capacity(places.len());
        for place in places.start..places.end.min(self.list.places()) {
            match groups.and_then(|groups| groups.heading_at(place)) {
                Some((name, articles)) => entries.push(Entry::Heading { name: name.clone(), articles }),
                None => match hits.next() {
                    Some(hit) => entries.push(Entry::Article(Box::new(hit))),
                    None => break,
                },
            }
        }
        Ok(Rows {
            from: places.start,
            entries,
            places: self.list.places(),
            articles: self.list.articles(),
            complete: self.list.is_counted(),
        })
    }

    /// The articles of the listing from one number to another.
    fn hits(&self, start: usize, end: usize) -> Result<Vec<Hit>, LibraryError> {
        let keys = self.list.keys.get(start..end.max(start)).unwrap_or_default();
        let mut rows = self.library.rows(keys)?.into_iter().peekable();
        let mut hits = Vec::with_capacity(keys.len());
        for (number, key) in (start..).zip(keys) {
            let row = match rows.next_if(|row| row.key == *key) {
                Some(row) => row,
                // It was taken away or filed elsewhere since: the listing is about to be made anew.
                None => gone(*key),
            };
            hits.push(self.hit(number, row)?);
        }
        Ok(hits)
    }

    fn hit(&self, number: usize, mut row: Row) -> Result<Hit, LibraryError> {
        let marks = self.marks_of(&row);
        (row.read, row.starred) = (marks.read, marks.starred);
        if let Some(has_note) = self.has_note(row.id) {
            row.has_note = has_note;
        }
        let list = &self.list;
        let mut hit = Hit {
            marks,
            number: number + 1,
            title_marks: Vec::new(),
            section_marks: Vec::new(),
            source_marks: Vec::new(),
            snippet: None,
            unfolded: list.unfolding.of(row.key),
            row,
        };
        let by_title = list.by_title.contains(&hit.row.key);
        if let Some(words) = list.words.as_ref().filter(|_| by_title) {
            let section = hit.row.section.to_string();
            let marks = TitleIndex::row_marks(words, [&hit.row.title, &section, &hit.row.source]);
            [hit.title_marks, hit.section_marks, hit.source_marks] = marks;
        } else if list.has_snippets {
            hit.title_marks = found_in_title(&list.query, &hit.row.title);
            if let Some(stored) = self.library.read(hit.row.key)? {
                let found = snippet(&stored.article.paragraphs, &list.query, SNIPPET_CELLS);
                hit.snippet = found.map(|snippet| (snippet.text, snippet.marks));
            }
        }
        Ok(hit)
    }

    /// What the reader has done with an article, also what is not in the library yet.
    pub(super) fn marks_of(&self, row: &Row) -> ArticleMarks {
        let stored = ArticleMarks { read: row.read, starred: row.starred, position: row.position };
        self.marks.get(&row.id).copied().unwrap_or(stored)
    }

    /// The place of the next unread line behind a place, or of the one before it. A line is as read as the article
    /// that leads it.
    pub(super) fn next_unread(&mut self, from: usize, forward: bool) -> Result<Option<usize>, LibraryError> {
        let line = self.list.groups.as_ref().map_or(from, |groups| groups.articles_before(from));
        let found = if forward { self.unread_behind(line)? } else { self.unread_before(line)? };
        Ok(found.map(|line| self.list.place_of_line(line)))
    }

    fn unread_behind(&mut self, line: usize) -> Result<Option<usize>, LibraryError> {
        let mut next = line.saturating_add(1);
        let near = next.saturating_add(NEAR);
        while next < near {
            let end = (next + FEW).min(near);
            self.extend(end)?;
            let Some(page) = self.list.keys.get(next..end.min(self.list.keys.len())).filter(|page| !page.is_empty())
            else {
                return Ok(None);
            };
            if let Some(key) = self.library.rows(page)?.iter().find(|row| !self.marks_of(row).read).map(|row| row.key) {
                return Ok(page.iter().position(|other| *other == key).map(|at| next + at));
            }
            next += page.len();
        }
        let read = self.all_read()?;
        loop {
            self.extend(next.saturating_add(next.max(NEAR)))?;
            let rest = self.list.keys.get(next..).unwrap_or_default();
            if let Some(at) = rest.iter().position(|key| !stands_in(&read, *key)) {
                return Ok(Some(next + at));
            }
            if self.list.is_complete() || rest.is_empty() {
                return Ok(None);
            }
            next = self.list.keys.len();
        }
    }

    fn unread_before(&mut self, line: usize) -> Result<Option<usize>, LibraryError> {
        self.extend(line)?;
        let before = &self.list.keys[..line.min(self.list.keys.len())];
        let near = before.len().saturating_sub(FEW);
        let rows = self.library.rows(&before[near..])?;
        if let Some(key) = rows.iter().rev().find(|row| !self.marks_of(row).read).map(|row| row.key) {
            return Ok(before.iter().rposition(|other| *other == key));
        }
        if near == 0 {
            return Ok(None);
        }
        let read = self.all_read()?;
        Ok(before[..near].iter().rposition(|key| !stands_in(&read, *key)))
    }
}

/// How an article reads that is no longer there.
fn gone(key: ArticleKey) -> Row {
    Row {
        key,
        id: ArticleId::of_path(""),
        title: "…".to_owned(),
        section: SectionPath::default(),
        source: String::new(),
        path: String::new(),
        date: None,
        date_is_derived: false,
        language: crate::article::Language::new(""),
        read: true,
        starred: false,
        position: None,
        has_note: false,
        copies: 1,
    }
}
