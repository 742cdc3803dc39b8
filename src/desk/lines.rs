//! How a listing grows: page by page as far as someone looks, or to its end at once.
//!
//! Owns the lines: articles that report the same are one line, led by the first of them in the listing's order. Where
//! a listing begins is `listing.rs`, what stands in a line `window.rs`. Next: `pending.rs`.

use std::collections::HashSet;
use std::time::Duration;

use super::answer::Desk;
use super::ask::{Group, ListScope, Sort};
use super::facets::MOST_COUNTED;
use super::found::score;
use super::group::gather;
use super::listing::{MOST_BODIES, More};
use crate::article::{ArticleId, SectionPath};
use crate::library::{ArticleKey, Bounds, LibraryError, Row};
use crate::query::{Expr, Filter, State};

/// A listing begins with so many lines; a page further down is larger, for whoever jumps to the end.
pub(super) const PAGE: usize = 512;
/// So many lines are laid out at once at least: some screenfuls. The listing of the whole library, whose length is known,
/// begins with no more, because each article of them is read.
pub(super) const FEW: usize = PAGE / 4;
const LARGEST_PAGE: usize = 1 << 16;
/// Whoever looks so many lines ahead gets all of them at once, out of the index of titles.
const LEAP: usize = 4 * PAGE;
/// What a search is given that has come no further in its time: twice as long, from here to there.
const SHORTEST: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_secs(2);
/// So many of the newest hits are put into the order of their relevance.
const MOST_RANKED: usize = 300;

impl Desk {
    /// Lays out lines until the listing holds `lines` of them, or all, or the time of one answer is over: then
    /// [`Desk::search_on`] goes on.
    pub(super) fn extend(&mut self, lines: usize) -> Result<(), LibraryError> {
        if let Some(lacking) = &mut self.list.lacking {
            *lacking = lines.max(*lacking);
            return Ok(());
        }
        if lines.saturating_sub(self.list.keys.len()) > LEAP && self.can_leap()? {
            self.lay_out(MOST_COUNTED)?;
            return self.leap();
        }
        self.lay_out(lines)
    }

    fn lay_out(&mut self, lines: usize) -> Result<(), LibraryError> {
        while self.list.keys.len() < lines && !self.list.is_complete() {
            let mut is_late = false;
            if self.list.found.is_empty() {
                is_late = self.fetch(lines - self.list.keys.len())?;
            }
            let lacking = (lines - self.list.keys.len()).max(FEW);
            let some: Vec<ArticleKey> = self.list.found.drain(..lacking.min(self.list.found.len())).collect();
            let some = self.fold(some)?;
            self.list.keys.extend(some);
            if is_late {
                self.list.lacking = Some(lines);
                break;
            }
        }
        Ok(())
    }

    /// True when a search ended because its time was over.
    pub fn is_searching(&self) -> bool {
        self.list.lacking.is_some()
    }

    /// Goes on with a search whose time was over. True when there is something new to be said of the listing, which only
    /// ever grows at its end.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn search_on(&mut self) -> Result<bool, LibraryError> {
        let Some(lines) = self.list.lacking.take() else { return Ok(false) };
        let before = (self.list.articles(), self.list.last);
        let extended = self.extend(lines);
        // What takes long before it gives anything, as gathering the lists of many words does, is given longer.
        if before.1 == self.list.last {
            self.list.time = self.list.time.map(|time| (time * 2).clamp(SHORTEST, LONGEST));
        }
        extended.map(|()| self.list.articles() != before.0 || self.list.lacking.is_none())
    }

    /// Fetches more articles from where they come from; true when its time was over before there were enough: one answer
    /// does not try again.
    fn fetch(&mut self, lacking: usize) -> Result<bool, LibraryError> {
        let is_searched = self.list.query.expr.is_some();
        let most = if is_searched { lacking.max(MOST_BODIES) } else { lacking.clamp(FEW, LARGEST_PAGE) };
        let mut is_late = false;
        let (page, last, complete) = match &self.list.more {
            More::Nothing => return Ok(false),
            More::Newest => {
                let page = self.library.newest(self.list.last, most)?;
                let complete = page.len() < most;
                let last = page.last().copied();
                (page, last, complete)
            }
            More::Selected(expr) => {
                let deadline = if is_searched { self.list.time } else { None };
                let bounds = Bounds { most, before: self.list.last, deadline };
                let selection = self.select(expr, &bounds)?;
                is_late = !selection.complete && selection.keys.len() < most;
                (selection.keys, selection.next, selection.complete)
            }
        };
        self.list.last = last.or(self.list.last);
        let page = if is_exact(&self.list.listing.scope) {
            page
        } else {
            self.within_scope(&self.list.listing.scope.clone(), page)?
        };
        let by_title = &self.list.by_title;
        self.list.found.extend(page.into_iter().filter(|key| !by_title.contains(key)));
        if complete {
            self.list.more = More::Nothing;
            let scattered = std::mem::take(&mut self.list.scattered);
            if !scattered.is_empty() {
                let list = &mut self.list;
                let known: HashSet<ArticleKey> = list.keys.iter().chain(&list.found).copied().collect();
                let known =
                    |key: &ArticleKey| known.contains(key) || list.behind.values().flatten().any(|it| it == key);
                let last: Vec<ArticleKey> = scattered.into_iter().filter(|key| !known(key)).collect();
                list.by_title.extend(last.iter().copied());
                list.found.extend(last);
            }
        }
        Ok(is_late)
    }

    /// Leaves those of the articles that lead a line; the others stand behind the one that does.
    fn fold(&mut self, articles: Vec<ArticleKey>) -> Result<Vec<ArticleKey>, LibraryError> {
        if !self.list.folds {
            return Ok(articles);
        }
        let events = self.library.events_of(&articles)?;
        let mut leading = Vec::with_capacity(articles.len());
        for (key, event) in articles.into_iter().zip(events) {
            let leader = event.map_or(key, |event| *self.list.leaders.entry(event).or_insert(key));
            if leader == key {
                leading.push(key);
                leading.extend(self.below(event, key)?);
            } else {
                if !self.list.unfolding.is_below(key) {
                    self.list.behind.entry(leader).or_default().push(key);
                }
                self.list.folded += 1;
            }
        }
        Ok(leading)
    }

    /// True when the index of titles knows all articles of the listing, and in its order.
    fn can_leap(&self) -> Result<bool, LibraryError> {
        let list = &self.list;
        let is_by_date = list.listing.sort == Sort::Date && list.listing.group == Group::None;
        let scope_is_known = matches!(
            list.listing.scope,
            ListScope::All | ListScope::Unread | ListScope::Section(_) | ListScope::Unsorted
        );
        let (true, Some(titles)) = (is_by_date && scope_is_known && list.query.expr.is_none(), &self.titles) else {
            return Ok(false);
        };
        if list.more == More::Nothing || titles.len() as u64 != self.library.len()? {
            return Ok(false);
        }
        Ok(self.is_own || self.titles_of() == Some(self.library.generation()?))
    }

    /// Lays out all lines: the index of titles has the articles, newest first.
    fn leap(&mut self) -> Result<(), LibraryError> {
        let Some(titles) = &self.titles else { return Ok(()) };
        let mut keys: Vec<i64> = match &self.list.listing.scope {
            ListScope::Section(path) => match self.names_of(&|section| section.is_within(path))? {
                Some(names) => titles.keys_in(&|name| names.contains(name)),
                None => return Ok(()),
            },
            ListScope::Unsorted => titles.keys_in(&str::is_empty),
            ListScope::Unread => {
                let read = self.all_read()?;
                titles.keys().iter().copied().filter(|key| !stands_in(&read, ArticleKey(*key))).collect()
            }
            _ => titles.keys().to_vec(),
        };
        if self.list.folds {
            let mut hidden: Vec<i64> = Vec::new();
            let mut led = None;
            self.library.each_in_event(&mut |event, key| {
                if keys.binary_search_by(|other| key.0.cmp(other)).is_err() {
                    return;
                }
                if led == Some(event) { hidden.push(key.0) } else { led = Some(event) }
            })?;
            hidden.sort_unstable_by(|one, other| other.cmp(one));
            let mut next = hidden.iter().peekable();
            keys.retain(|key| next.next_if(|hidden| *hidden == key).is_none());
        }
        self.list.keys = keys.into_iter().map(ArticleKey).collect();
        self.list.found.clear();
        self.list.more = More::Nothing;
        if self.list.folds { self.unfold_all() } else { Ok(()) }
    }

    /// How the sections that are `within` are written; `None` where another one is written like one of them.
    fn names_of(&self, within: &dyn Fn(&SectionPath) -> bool) -> Result<Option<HashSet<String>>, LibraryError> {
        let tallies = self.library.sections()?;
        let (inside, outside): (Vec<_>, Vec<_>) = tallies.iter().partition(|tally| within(&tally.path));
        let names: HashSet<String> = inside.iter().map(|tally| tally.path.to_string()).collect();
        Ok(outside.iter().all(|tally| !names.contains(&tally.path.to_string())).then_some(names))
    }

    /// Every article that has been read, newest first.
    pub(super) fn all_read(&self) -> Result<Vec<ArticleKey>, LibraryError> {
        let read = Expr::Filter(Filter::Is(State::Read));
        Ok(self.select(&read, &Bounds::newest(usize::MAX))?.keys)
    }

    /// Puts the articles into the order that is asked for, and under their headings. Only then it is known who leads.
    pub(super) fn arrange(&mut self, folds: bool) -> Result<(), LibraryError> {
        let (sort, group) = (self.list.listing.sort, self.list.listing.group);
        if sort == Sort::Relevance && !self.list.query.wanted().is_empty() {
            self.rank()?;
        }
        if sort != Sort::Source && group == Group::None {
            self.list.folds = folds;
            let keys = std::mem::take(&mut self.list.keys);
            self.list.keys = self.fold(keys)?;
            return Ok(());
        }
        // What is ordered by something else than the date cannot grow at its end: its number says that there is more.
        self.list.is_cut |= !self.list.is_complete();
        self.list.more = More::Nothing;
        self.list.found.clear();
        let mut rows = self.library.rows(&self.list.keys)?;
        if folds {
            self.fold_rows(&mut rows)?;
        }
        (self.list.keys, self.list.groups) = gather(rows, sort, group);
        Ok(())
    }

    /// Leaves the first article of each event under each heading: whoever looks at a source sees what it reported.
    fn fold_rows(&mut self, rows: &mut Vec<Row>) -> Result<(), LibraryError> {
        let keys: Vec<ArticleKey> = rows.iter().filter(|row| row.copies > 1).map(|row| row.key).collect();
        let events = self.library.events_of(&keys)?;
        let mut events = keys.into_iter().zip(events).peekable();
        let mut leaders = std::collections::HashMap::new();
        let list = &mut self.list;
        rows.retain(|row| {
            let Some((_, Some(event))) = events.next_if(|(key, _)| *key == row.key) else { return true };
            let heading = match list.listing.group {
                Group::Section => row.section.to_string(),
                Group::Day => row.date.map(|date| date.day.to_string()).unwrap_or_default(),
                Group::Source | Group::None => row.source.clone(),
            };
            let leader = *leaders.entry((event, heading)).or_insert(row.key);
            if list.unfolding.holds(event) {
                list.unfolding.note(event, row.key, leader == row.key);
                return true;
            }
            if leader != row.key {
                list.behind.entry(leader).or_default().push(row.key);
                list.folded += 1;
            }
            leader == row.key
        });
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
            let fuzzy = if self.list.by_title.contains(key) && score == 0 { ranked - place } else { 0 };
            scored.push((score, fuzzy, *key));
        }
        scored.sort_by_key(|(score, fuzzy, key)| std::cmp::Reverse((*score, *fuzzy, *key)));
        let ordered = scored.into_iter().map(|(_, _, key)| key);
        let rest = self.list.keys.split_off(ranked);
        self.list.keys = ordered.chain(rest).collect();
        Ok(())
    }

    /// The place of an article in the listing: its line, or the line that it stands behind.
    pub(super) fn place_of(&mut self, id: ArticleId) -> Result<Option<usize>, LibraryError> {
        let Some(key) = self.library.key_of(id)? else { return Ok(None) };
        if self.list.more == More::Nothing {
            self.extend(usize::MAX)?;
        }
        let is_plain = self.list.query.expr.is_none() && self.list.groups.is_none();
        // Keys fall, so that one need not look further than where the key would stand.
        while is_plain && !self.list.is_complete() && self.list.last_leading().is_none_or(|last| last > key) {
            self.extend(self.list.keys.len() + PAGE.max(self.list.keys.len()).min(LARGEST_PAGE))?;
        }
        let mut line = self.list.keys.iter().position(|other| *other == key);
        if line.is_none() && self.list.listing.folds() {
            let others: HashSet<ArticleKey> = self.library.near_duplicates(key)?.into_iter().collect();
            line = self.list.keys.iter().position(|other| others.contains(other));
        }
        Ok(line.map(|line| self.list.place_of_line(line)))
    }
}

/// True when a key stands among keys that fall.
pub(super) fn stands_in(keys: &[ArticleKey], key: ArticleKey) -> bool {
    keys.binary_search_by(|other| key.cmp(other)).is_ok()
}

/// True when the library selects exactly what the scope means: it compares sections folded, and the tree does not.
fn is_exact(scope: &ListScope) -> bool {
    !matches!(scope, ListScope::Section(_) | ListScope::Unsorted)
}
