//! How a listing is made, and the places of it that are looked at.
//!
//! Owns the order of what titles and bodies find, and the window: keys are fetched page by page, as far as someone
//! looks. Next: `group.rs` for headings, `answer.rs` for the rest.

use std::collections::HashSet;
use std::ops::Range;
use std::time::Duration;

use super::answer::Desk;
use super::ask::{Entry, Group, Hit, ListScope, Listed, Listing, Rows, Sort};
use super::found::{found_in_title, score};
use super::group::{Groups, gather};
use crate::article::{Article, ArticleId, SectionPath};
use crate::library::{ArticleKey, ArticleMarks, Bounds, LibraryError, Prepared, Row};
use crate::query::{Expr, Filter, Query, State, parse};
use crate::search::{TitleEntry, TitleIndex, snippet};
use crate::text::fold;

/// The keys of so many articles are fetched at once; a page further down is larger, for whoever jumps to the end.
const PAGE: usize = 512;
const LARGEST_PAGE: usize = 1 << 16;
/// Of so many titles, the best ones, it is looked whether they hold words or only letters.
const MOST_PARTED: usize = 256;
/// A query finds so many titles at most: more are not looked at, and the best come first.
const MOST_TITLES: usize = 1000;
/// So many articles are found in bodies before someone looks for more.
const MOST_BODIES: usize = 500;
/// So long a key may search in bodies, before it shows what it has.
const SEARCH_TIME: Duration = Duration::from_millis(200);
/// So many of the newest hits are put into the order of their relevance.
const MOST_RANKED: usize = 300;
/// So many articles are ordered by their source, or gathered under headings.
pub(super) const MOST_GATHERED: usize = 5000;
/// More rows than this are not looked through for an unread one.
const MOST_LOOKED_THROUGH: usize = 20_000;
/// The cells of a snippet.
const SNIPPET_CELLS: usize = 120;

/// Where more keys come from.
#[derive(Debug, Default, PartialEq)]
enum More {
    /// The whole library.
    Newest,
    /// What an expression selects.
    Selected(Expr),
    /// Nowhere.
    #[default]
    Nothing,
}

/// The listing that rows are asked of.
#[derive(Debug, Default)]
pub(super) struct List {
    pub(super) listing: Listing,
    pub(super) query: Query,
    /// The words for titles, where the query is nothing but words.
    words: Option<String>,
    pub(super) keys: Vec<ArticleKey>,
    /// The first so many keys were found in titles.
    titles: usize,
    /// Those that were found in titles: bodies need not find them again.
    by_title: HashSet<ArticleKey>,
    /// Titles that have the letters of the query, but no word of it: they come last.
    scattered: Vec<ArticleKey>,
    more: More,
    /// The last key that `more` gave.
    last: Option<ArticleKey>,
    /// How many there are in all, where that is known before they are fetched.
    total: Option<usize>,
    groups: Option<Groups>,
    has_snippets: bool,
}

impl List {
    fn is_complete(&self) -> bool {
        self.more == More::Nothing
    }

    fn articles(&self) -> usize {
        if self.is_complete() { self.keys.len() } else { self.total.unwrap_or(0).max(self.keys.len()) }
    }

    fn places(&self) -> usize {
        self.articles() + self.groups.as_ref().map_or(0, Groups::len)
    }
}

impl Desk {
    /// Makes a listing the one that rows are asked of.
    pub(super) fn list(&mut self, listing: &Listing, keep: Option<ArticleId>) -> Result<Listed, LibraryError> {
        let query = parse(&listing.query, self.today);
        let words = query.plain_words();
        let mut list = List { listing: listing.clone(), query, words, ..List::default() };
        match &listing.scope {
            ListScope::Like(key) => self.start_fixed(&mut list, self.library.similar(*key, MOST_BODIES)?)?,
            ListScope::Entity(id) => {
                let keys = self.mentioning(id)?.into_iter().map(|(key, _)| key).collect();
                self.start_fixed(&mut list, keys)?;
            }
            ListScope::Chosen(keys) => self.start_fixed(&mut list, keys.clone())?,
            ListScope::SameEvent(key) => self.start_fixed(&mut list, self.library.near_duplicates(*key)?)?,
            _ => self.start(&mut list)?,
        }
        self.list = list;
        if listing.sort != Sort::Date || listing.group != Group::None {
            self.extend(MOST_GATHERED)?;
            self.arrange()?;
        } else {
            self.extend(MOST_BODIES.min(PAGE))?;
        }
        let kept = match keep {
            Some(id) => self.place_of(id)?,
            None => None,
        };
        Ok(Listed {
            places: self.list.places(),
            articles: self.list.articles(),
            complete: self.list.is_complete() || self.list.total.is_some(),
            kept,
            query: self.list.query.clone(),
            awaits_titles: self.awaits_titles && self.list.words.is_some(),
        })
    }

    /// A scope that is a list already: the query leaves some of it, in its order.
    fn start_fixed(&self, list: &mut List, mut keys: Vec<ArticleKey>) -> Result<(), LibraryError> {
        let expr = list.query.expr.clone().map(|expr| self.with_aliases(expr)).transpose()?;
        if let (Some(expr), Some(&newest)) = (&expr, keys.iter().max()) {
            let before = Some(ArticleKey(newest.0.saturating_add(1)));
            let bounds = Bounds { most: usize::MAX, before, deadline: Some(SEARCH_TIME) };
            let found: HashSet<ArticleKey> = self.library.select(expr, &bounds)?.keys.into_iter().collect();
            keys.retain(|key| found.contains(key));
        }
        list.keys = keys;
        Ok(())
    }

    fn start(&self, list: &mut List) -> Result<(), LibraryError> {
        let scope = self.scope_expr(&list.listing.scope)?;
        if let (Some(words), Some(index)) = (&list.words, &self.titles) {
            let hits = index.find(words, MOST_TITLES);
            let keys: Vec<ArticleKey> = hits.into_iter().map(|hit| ArticleKey(hit.key)).collect();
            let keys = self.within_scope(&list.listing.scope, keys)?;
            (list.keys, list.scattered) = self.part_titles(words, keys)?;
            list.titles = list.keys.len();
            list.by_title = list.keys.iter().copied().collect();
        }
        let expr = list.query.expr.clone().map(|expr| self.with_aliases(expr)).transpose()?;
        list.more = match (scope, expr) {
            (None, None) => More::Newest,
            (Some(expr), None) | (None, Some(expr)) => More::Selected(expr),
            (Some(scope), Some(expr)) => More::Selected(Expr::All(vec![scope, expr])),
        };
        if list.query.expr.is_none() {
            list.total = self.total(&list.listing.scope)?;
        }
        list.has_snippets = !list.query.wanted().is_empty();
        Ok(())
    }

    /// A scope as an expression; `None` where nothing is left out, or only row by row.
    fn scope_expr(&self, scope: &ListScope) -> Result<Option<Expr>, LibraryError> {
        let section = |path: &SectionPath| Expr::Filter(Filter::Section(path.to_string()));
        Ok(match scope {
            ListScope::Unread => Some(Expr::Filter(Filter::Is(State::Unread))),
            ListScope::Starred => Some(Expr::Filter(Filter::Is(State::Starred))),
            // A name that looks like a path is not understood as one name.
            ListScope::Section(path) if SectionPath::parse(&path.to_string()) == *path => Some(section(path)),
            ListScope::Unsorted => {
                let mut tops: Vec<SectionPath> = Vec::new();
                for tally in self.library.sections()?.iter().filter(|tally| !tally.path.is_empty()) {
                    let top = SectionPath::new(&tally.path.parts()[..1]);
                    if !tops.contains(&top) {
                        tops.push(top);
                    }
                }
                let any = Expr::Any(tops.iter().map(section).collect());
                (!tops.is_empty()).then(|| Expr::Not(Box::new(any)))
            }
            ListScope::Section(_)
            | ListScope::All
            | ListScope::Like(_)
            | ListScope::SameEvent(_)
            | ListScope::Entity(_)
            | ListScope::Chosen(_) => None,
        })
    }

    /// Parts the titles that hold the words themselves from those that hold their letters only, scattered over a line:
    /// what a body says outright comes before these.
    fn part_titles(
        &self,
        words: &str,
        keys: Vec<ArticleKey>,
    ) -> Result<(Vec<ArticleKey>, Vec<ArticleKey>), LibraryError> {
        let words = fold(words);
        let looked_at = keys.len().min(MOST_PARTED);
        let holds = |row: &Row| {
            let fields = fold(&format!("{} {} {}", row.title, row.section, row.source));
            words.split_whitespace().all(|word| fields.contains(word))
        };
        let rows = self.library.rows(&keys[..looked_at])?;
        let together: HashSet<ArticleKey> = rows.iter().filter(|row| holds(row)).map(|row| row.key).collect();
        if together.len() == looked_at {
            return Ok((keys, Vec::new()));
        }
        Ok(keys.into_iter().partition(|key| together.contains(key)))
    }

    /// How many articles a scope holds, as far as the tallies say it.
    fn total(&self, scope: &ListScope) -> Result<Option<usize>, LibraryError> {
        let tallies = self.library.sections()?;
        let sum = |count: &dyn Fn(&crate::library::SectionTally) -> u64| {
            usize::try_from(tallies.iter().map(count).sum::<u64>()).unwrap_or(usize::MAX)
        };
        Ok(Some(match scope {
            ListScope::All => sum(&|tally| tally.total),
            ListScope::Unread => sum(&|tally| tally.total.saturating_sub(tally.read)),
            ListScope::Starred => sum(&|tally| tally.starred),
            ListScope::Section(path) => sum(&|tally| if tally.path.is_within(path) { tally.total } else { 0 }),
            ListScope::Unsorted => sum(&|tally| if tally.path.is_empty() { tally.total } else { 0 }),
            ListScope::Like(_) | ListScope::SameEvent(_) | ListScope::Entity(_) | ListScope::Chosen(_) => {
                return Ok(None);
            }
        }))
    }

    /// Those of the keys whose articles stand in a scope.
    fn within_scope(&self, scope: &ListScope, keys: Vec<ArticleKey>) -> Result<Vec<ArticleKey>, LibraryError> {
        let is_within: Box<dyn Fn(&Row) -> bool + '_> = match scope {
            ListScope::Unread => Box::new(|row| !self.marks_of(row).read),
            ListScope::Starred => Box::new(|row| self.marks_of(row).starred),
            ListScope::Section(path) => Box::new(move |row| row.section.is_within(path)),
            ListScope::Unsorted => Box::new(|row| row.section.is_empty()),
            ListScope::All
            | ListScope::Like(_)
            | ListScope::SameEvent(_)
            | ListScope::Entity(_)
            | ListScope::Chosen(_) => return Ok(keys),
        };
        Ok(self.library.rows(&keys)?.into_iter().filter(|row| is_within(row)).map(|row| row.key).collect())
    }

    /// Fetches keys until the listing holds `articles` of them, or all.
    pub(super) fn extend(&mut self, articles: usize) -> Result<(), LibraryError> {
        while self.list.keys.len() < articles && !self.list.is_complete() {
            let is_searched = self.list.query.expr.is_some();
            let lacking = articles - self.list.keys.len();
            let most = if is_searched { lacking.max(MOST_BODIES) } else { lacking.clamp(PAGE, LARGEST_PAGE) };
            let (page, complete) = match &self.list.more {
                More::Nothing => return Ok(()),
                More::Newest => {
                    let page = self.library.newest(self.list.last, most)?;
                    let complete = page.len() < most;
                    (page, complete)
                }
                More::Selected(expr) => {
                    let deadline = is_searched.then_some(SEARCH_TIME);
                    let bounds = Bounds { most, before: self.list.last, deadline };
                    let selection = self.library.select(expr, &bounds)?;
                    // Nothing more in the time that there is: what was found counts as all.
                    let complete = selection.complete || selection.keys.is_empty();
                    (selection.keys, complete)
                }
            };
            self.list.last = page.last().copied().or(self.list.last);
            let page = if is_exact(&self.list.listing.scope) {
                page
            } else {
                self.within_scope(&self.list.listing.scope.clone(), page)?
            };
            let by_title = &self.list.by_title;
            self.list.keys.extend(page.into_iter().filter(|key| !by_title.contains(key)));
            if complete {
                self.list.more = More::Nothing;
                let found: HashSet<ArticleKey> = self.list.keys.iter().copied().collect();
                let scattered = std::mem::take(&mut self.list.scattered);
                let last = scattered.into_iter().filter(|key| !found.contains(key));
                let last: Vec<ArticleKey> = last.collect();
                self.list.by_title.extend(last.iter().copied());
                self.list.keys.extend(last);
            }
        }
        Ok(())
    }

    /// Puts the keys into the order that is asked for, and under their headings.
    fn arrange(&mut self) -> Result<(), LibraryError> {
        let (sort, group) = (self.list.listing.sort, self.list.listing.group);
        let is_ranked = sort == Sort::Relevance && !self.list.query.wanted().is_empty();
        if is_ranked {
            self.rank()?;
        }
        if sort != Sort::Source && group == Group::None {
            return Ok(());
        }
        // What is ordered by something else than the date cannot grow at its end.
        self.list.more = More::Nothing;
        let rows = self.library.rows(&self.list.keys)?;
        let (keys, groups) = gather(rows, sort, group);
        self.list.titles = 0;
        (self.list.keys, self.list.groups) = (keys, groups);
        Ok(())
    }

    /// Orders the first hits by how well titles and bodies hold what is asked for; the newer first of two alike.
    fn rank(&mut self) -> Result<(), LibraryError> {
        let ranked = self.list.keys.len().min(MOST_RANKED);
        let mut scored = Vec::with_capacity(ranked);
        for (place, key) in self.list.keys[..ranked].iter().enumerate() {
            let Some(stored) = self.library.read(*key)? else { continue };
            let title = stored.article.title.value;
            let score = score(&self.list.query, &title, &stored.article.paragraphs);
            // A title that matches letter by letter is found in no word: it keeps its place among its like.
            let fuzzy = if place < self.list.titles && score == 0 { self.list.titles - place } else { 0 };
            scored.push((score, fuzzy, *key));
        }
        scored.sort_by_key(|(score, fuzzy, key)| std::cmp::Reverse((*score, *fuzzy, *key)));
        let ordered = scored.into_iter().map(|(_, _, key)| key);
        let rest = self.list.keys.split_off(ranked);
        self.list.keys = ordered.chain(rest).collect();
        self.list.titles = 0;
        Ok(())
    }

    /// The place of an article in the listing.
    fn place_of(&mut self, id: ArticleId) -> Result<Option<usize>, LibraryError> {
        let Some(key) = self.library.key_of(id)? else { return Ok(None) };
        let is_plain = self.list.query.expr.is_none() && self.list.groups.is_none();
        // Keys fall, so that one need not look further than where the key would stand.
        while is_plain && !self.list.is_complete() && self.list.last.is_none_or(|last| last > key) {
            self.extend(self.list.keys.len() + PAGE.max(self.list.keys.len()).min(LARGEST_PAGE))?;
        }
        let article = self.list.keys.iter().position(|other| *other == key);
        Ok(article.map(|article| self.place_of_article(article)))
    }

    fn place_of_article(&self, article: usize) -> usize {
        article + self.list.groups.as_ref().map_or(0, |groups| groups.headings_before(article))
    }

    /// What stands at some places of the listing.
    pub(super) fn rows(&mut self, places: Range<usize>) -> Result<Rows, LibraryError> {
        let before = self.list.groups.as_ref();
        let end = before.map_or(places.end, |groups| groups.articles_before(places.end));
        self.extend(end)?;
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
            complete: self.list.is_complete() || self.list.total.is_some(),
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

    /// The place of the next unread article behind a place, or of the one before it.
    pub(super) fn next_unread(&mut self, from: usize, forward: bool) -> Result<Option<usize>, LibraryError> {
        let article = self.list.groups.as_ref().map_or(from, |groups| groups.articles_before(from));
        let mut looked_at = 0;
        let mut next = if forward { article.checked_add(1) } else { article.checked_sub(1) };
        while let Some(start) = next.filter(|_| looked_at < MOST_LOOKED_THROUGH) {
            self.extend(start + PAGE)?;
            let keys = &self.list.keys;
            let chunk = if forward {
                start..(start + PAGE).min(keys.len())
            } else {
                start.saturating_sub(PAGE - 1)..(start + 1).min(keys.len())
            };
            let Some(page) = keys.get(chunk.clone()).filter(|page| !page.is_empty()) else { return Ok(None) };
            let rows = self.library.rows(page)?;
            let unread = |row: &&Row| !self.marks_of(row).read;
            let found = if forward { rows.iter().find(unread) } else { rows.iter().rev().find(unread) };
            if let Some(row) = found {
                let article = chunk.start + page.iter().position(|key| *key == row.key).unwrap_or(0);
                return Ok(Some(self.place_of_article(article)));
            }
            looked_at += page.len();
            next = if forward { Some(chunk.end) } else { chunk.start.checked_sub(1) };
        }
        Ok(None)
    }

    /// Puts articles that were filed into the index of titles.
    pub(super) fn index(&mut self, batch: &[Prepared]) -> Result<(), LibraryError> {
        let Some(titles) = &mut self.titles else { return Ok(()) };
        let mut filed: Vec<(i64, &Article, String)> = Vec::with_capacity(batch.len());
        for prepared in batch {
            let article = prepared.article();
            if let Some(key) = self.library.key_of(article.id)? {
                filed.push((key.0, article, article.section.value.to_string()));
            }
        }
        let entries: Vec<TitleEntry<'_>> = filed
            .iter()
            .map(|(key, article, section)| TitleEntry {
                key: *key,
                title: &article.title.value,
                section,
                source: &article.source,
            })
            .collect();
        titles.insert_all(&entries);
        Ok(())
    }
}

/// True when the library selects exactly what the scope means: it compares sections folded, and the tree does not.
fn is_exact(scope: &ListScope) -> bool {
    !matches!(scope, ListScope::Section(_) | ListScope::Unsorted)
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
