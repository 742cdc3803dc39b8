//! How a listing is made.
//!
//! Owns where a listing begins: what titles and bodies find, in which order, and what a scope means. Next: `lines.rs`,
//! how it grows as far as someone looks, and `window.rs`, what is shown of it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use super::answer::Desk;
use super::ask::{Group, ListScope, Listed, Listing, Sort};
use super::group::Groups;
use super::lines::{FEW, PAGE};
use super::unfold::Unfolding;
use crate::article::{Article, ArticleId, SectionPath};
use crate::library::{ArticleKey, Bounds, LibraryError, Prepared, Row};
use crate::query::{Expr, Filter, Query, State, parse};
use crate::search::{TitleEntry, TitleHit};

/// A query finds so many titles at most: more are not looked at, and the best come first.
const MOST_TITLES: usize = 1000;
/// So many articles are found in bodies before someone looks for more.
pub(super) const MOST_BODIES: usize = 500;
/// So long a key may search in bodies, before it shows what it has and goes on in the pauses.
pub(super) const KEY_TIME: Duration = Duration::from_millis(8);
/// So long it may search where the order of all that is found hangs on the last of it, or one of them is to be kept.
const LONG_TIME: Duration = Duration::from_millis(200);
/// So many articles are ordered by their source, or gathered under headings.
pub(super) const MOST_GATHERED: usize = 5000;

/// Where more keys come from.
#[derive(Debug, Default, PartialEq)]
pub(super) enum More {
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
    pub(super) words: Option<String>,
    /// The lines, each by the article that leads it.
    pub(super) keys: Vec<ArticleKey>,
    /// What was found and stands in no line yet, in its order.
    pub(super) found: VecDeque<ArticleKey>,
    /// What was found in titles: bodies need not find it again.
    pub(super) by_title: HashSet<ArticleKey>,
    /// Titles that have the letters of the query, but no word of it: they come last.
    pub(super) scattered: Vec<ArticleKey>,
    pub(super) more: More,
    /// True when there is more, but not in this listing: the time of a long answer was over, or it holds no more.
    pub(super) is_cut: bool,
    /// Before this one `more` goes on.
    pub(super) last: Option<ArticleKey>,
    /// How long one answer may search.
    pub(super) time: Option<Duration>,
    /// So many lines were wanted when the time was over.
    pub(super) lacking: Option<usize>,
    /// How many articles there are in all, where that is known before they are fetched.
    total: Option<usize>,
    /// How many of these stand behind others, where that is known.
    copies: usize,
    /// Articles that report the same are one line.
    pub(super) folds: bool,
    /// The article that leads the line of an event, and those that stand behind it, as far as lines were laid out.
    pub(super) leaders: HashMap<i64, ArticleKey>,
    pub(super) behind: HashMap<ArticleKey, Vec<ArticleKey>>,
    /// How many articles stand behind others.
    pub(super) folded: usize,
    /// The events whose articles all have lines.
    pub(super) unfolding: Unfolding,
    pub(super) groups: Option<Groups>,
    pub(super) has_snippets: bool,
}

impl List {
    /// True when all lines are laid out.
    pub(super) fn is_complete(&self) -> bool {
        self.more == More::Nothing && self.found.is_empty()
    }

    /// True when no search would find more.
    pub(super) fn is_counted(&self) -> bool {
        !self.is_cut && (self.more == More::Nothing || self.total.is_some())
    }

    /// How many lines there are; before all are laid out that is the most that there can be.
    pub(super) fn articles(&self) -> usize {
        let known = self.keys.len() + self.found.len();
        if self.is_complete() {
            known
        } else {
            let leading = self.total.unwrap_or(0).saturating_sub(self.copies.max(self.folded));
            (leading + self.unfolding.added).max(known)
        }
    }

    /// How many places there are, headings among them.
    pub(super) fn places(&self) -> usize {
        self.articles() + self.groups.as_ref().map_or(0, Groups::len)
    }

    /// The place of a line.
    pub(super) fn place_of_line(&self, line: usize) -> usize {
        line + self.groups.as_ref().map_or(0, |groups| groups.headings_before(line))
    }
}

impl Desk {
    /// Makes a listing the one that rows are asked of.
    pub(super) fn list(&mut self, listing: &Listing, keep: Option<ArticleId>) -> Result<Listed, LibraryError> {
        let query = parse(&listing.query, self.today);
        let words = query.plain_words();
        let mut list = List { listing: listing.clone(), query, words, time: self.key_time, ..List::default() };
        match &listing.scope {
            ListScope::Like(key) => self.start_fixed(&mut list, self.library.similar(*key, MOST_BODIES)?)?,
            ListScope::Entity(id) => {
                let keys = self.mentioning(id)?.into_iter().map(|(key, _)| key).collect();
                self.start_fixed(&mut list, keys)?;
            }
            ListScope::Chosen(keys) => self.start_fixed(&mut list, keys.clone())?,
            ListScope::SameEvent(key) => {
                let mut keys = self.library.near_duplicates(*key)?;
                keys.insert(keys.partition_point(|other| other > key), *key);
                self.start_fixed(&mut list, keys)?;
            }
            _ => self.start(&mut list)?,
        }
        let is_arranged = listing.sort != Sort::Date || listing.group != Group::None;
        list.folds = listing.folds() && !is_arranged;
        if listing.folds() {
            list.unfolding = self.unfolding(&listing.unfolded)?;
        }
        if is_arranged || keep.is_some() {
            list.time = self.key_time.map(|_| LONG_TIME);
        }
        self.list = list;
        if is_arranged {
            self.extend(MOST_GATHERED)?;
            // The order of what was found must stand once it is shown.
            self.list.lacking = None;
            self.arrange(listing.folds())?;
        } else {
            // Elsewhere how many lines there are shows as they are laid out.
            let is_counted =
                self.list.total.is_some() && listing.scope == ListScope::All && listing.unfolded.is_empty();
            self.extend(if is_counted { FEW } else { PAGE })?;
        }
        let kept = match keep {
            Some(id) => self.place_of(id)?,
            None => None,
        };
        Ok(Listed {
            places: self.list.places(),
            articles: self.list.articles(),
            complete: self.list.is_counted(),
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
            let bounds = Bounds { most: usize::MAX, before, deadline: self.key_time.map(|_| LONG_TIME) };
            let selection = self.select(expr, &bounds)?;
            list.is_cut = !selection.complete;
            let found: HashSet<ArticleKey> = selection.keys.into_iter().collect();
            keys.retain(|key| found.contains(key));
        }
        list.found = keys.into();
        Ok(())
    }

    fn start(&self, list: &mut List) -> Result<(), LibraryError> {
        let scope = self.scope_expr(&list.listing.scope)?;
        if let (Some(words), Some(index)) = (&list.words, &self.titles) {
            // What a body says outright comes before titles that hold the letters only, scattered over a line.
            let (together, scattered): (Vec<_>, Vec<_>) =
                index.find(words, MOST_TITLES).into_iter().partition(|hit| hit.together);
            let within = |hits: Vec<TitleHit>| {
                let keys = hits.into_iter().map(|hit| ArticleKey(hit.key)).collect();
                self.within_scope(&list.listing.scope, keys)
            };
            let together = within(together)?;
            list.by_title = together.iter().copied().collect();
            (list.found, list.scattered) = (together.into(), within(scattered)?);
        }
        let expr = list.query.expr.clone().map(|expr| self.with_aliases(expr)).transpose()?;
        list.more = match (scope, expr) {
            (None, None) => More::Newest,
            (Some(expr), None) | (None, Some(expr)) => More::Selected(expr),
            (Some(scope), Some(expr)) => More::Selected(Expr::All(vec![scope, expr])),
        };
        if list.query.expr.is_none() {
            list.total = self.total(&list.listing.scope)?;
            if list.listing.folds() && list.listing.scope == ListScope::All {
                list.copies = usize::try_from(self.library.copies()?).unwrap_or(usize::MAX);
            }
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
    pub(super) fn within_scope(
        &self,
        scope: &ListScope,
        keys: Vec<ArticleKey>,
    ) -> Result<Vec<ArticleKey>, LibraryError> {
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
