//! What the list should hold, and how its entries read.
//!
//! Owns the way from section, search, order and grouping to a [`Listing`], and what stays selected when it changes; the
//! articles come from the desk (`asking.rs`), what is read is `reading.rs`.

use crate::action::Effect;
use crate::article::{ArticleId, SectionPath};
use crate::desk::{Ask, Entry, Group, GroupName, ListScope, Listed, Listing, Sort};
use crate::library::{ArticleKey, ArticleMarks};
use crate::message::isolate;
use crate::panes::list::RowContent;
use crate::panes::paint::{NOTE, UNFOLDED};
use crate::panes::sections::SectionChoice;
use crate::source::Warning;

use super::App;
use super::entities::Beside;

/// In the lines that stand below another one.
const BELOW: &str = "=";

/// What is selected in the next listing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Next {
    /// The article that is selected now.
    #[default]
    Stay,
    /// The first one.
    First,
    /// This one.
    Article(ArticleId),
}

impl App {
    /// What the list should hold now.
    pub(super) fn wanted_listing(&self) -> Listing {
        let choice = || match self.sections.choice() {
            SectionChoice::All => ListScope::All,
            SectionChoice::Unread => ListScope::Unread,
            SectionChoice::Starred => ListScope::Starred,
            SectionChoice::Section(path) => ListScope::Section(path),
            SectionChoice::Unsorted => ListScope::Unsorted,
            SectionChoice::Entities(_) => ListScope::All,
            SectionChoice::Entity(_, id) => ListScope::Entity(id),
        };
        let query = self.search.as_ref().map(|search| search.query.trim().to_owned());
        Listing {
            scope: self.scope.as_ref().map_or_else(choice, |(scope, _)| scope.clone()),
            query: query.unwrap_or_default(),
            sort: self.sort,
            group: self.group,
            all_copies: self.all_copies,
            unfolded: self.unfolded.clone(),
        }
    }

    /// The article that should be selected in the next listing.
    pub(super) fn kept_article(&self) -> Option<ArticleId> {
        match self.next {
            Next::Stay => self.selected_id(),
            Next::First => None,
            Next::Article(id) => Some(id),
        }
    }

    /// The id of the selected article; while a listing is on its way, of the one selected before.
    pub(super) fn selected_id(&self) -> Option<ArticleId> {
        self.list.selected().map(|hit| hit.row.id)
    }

    /// The key of the selected article.
    pub(super) fn selected_key(&self) -> Option<ArticleKey> {
        self.list.selected().map(|hit| hit.row.key)
    }

    /// Takes another listing, or the same one anew.
    pub(super) fn take_listed(&mut self, listing: Listing, listed: Listed) {
        let is_same = |before: &Listing| {
            before == &listing || Listing { unfolded: listing.unfolded.clone(), ..before.clone() } == listing
        };
        let in_place = self.next == Next::Stay && self.listed.as_ref().is_some_and(is_same);
        let other_query = self.listed.as_ref().is_none_or(|before| before.query != listing.query);
        self.next = Next::Stay;
        if self.listed.as_ref().is_some_and(|before| before.unfolded != listing.unfolded) {
            self.list.forget_shapes();
        }
        self.list.set_listed(&listed, in_place);
        self.awaits_titles = listed.awaits_titles;
        self.listed = Some(listing);
        self.understood = listed.query;
        self.lacks.facets = self.facets_shown;
        self.lacks.timeline =
            self.walk.beside == Beside::Timeline && !matches!(&self.scope, Some((ListScope::Chosen(_), _)));
        self.count_found();
        if other_query {
            self.mark_found();
        }
    }

    /// When another section is chosen, a search in the one before and what was listed beside it end.
    pub(super) fn follow_choice(&mut self) {
        let choice = self.sections.choice();
        if self.choice.as_ref() == Some(&choice) {
            return;
        }
        let is_first = self.choice.replace(choice).is_none();
        if !is_first && self.find.is_none() {
            self.search = None;
            self.scope = None;
            self.end_walk();
        }
    }

    /// More articles have arrived, which the desk knows already, and warnings.
    ///
    /// What is selected and what is read stay where they are. While a reader that began empty fills, and until the
    /// first input, the first article of the list stays selected.
    pub fn arrived(&mut self, warnings: Vec<Warning>) {
        let has_warnings = !warnings.is_empty();
        self.warnings.extend(warnings);
        if has_warnings {
            self.status.message = Some(self.messages.count("status-warnings", self.warnings.len()));
            self.refresh_pages();
        }
        if self.untouched {
            self.next = Next::First;
        }
        self.library_changed();
    }

    /// No more articles are on their way. Where there is one only, there is nothing to choose: it is opened.
    pub fn loading_done(&mut self) {
        self.status.loading = false;
        self.opens_if_alone = std::mem::take(&mut self.untouched);
        self.settle();
    }

    /// Opens the only article there is, once it is known that there is no other.
    pub(super) fn open_if_alone(&mut self) {
        if !self.opens_if_alone || self.lacks.overview || self.lacks.listing || self.list.missing().is_some() {
            return;
        }
        self.opens_if_alone = false;
        if self.sections.total_and_unread().0 == 1 {
            self.open_selected();
        }
    }

    /// The index of titles can be searched from now on, or never will be.
    pub fn titles_ready(&mut self) {
        if std::mem::take(&mut self.awaits_titles) {
            self.lacks.listing = true;
            self.next = Next::First;
        }
        self.settle();
    }

    /// A search has gone on: the listing has grown at its end, or is known to be all.
    pub fn listing_grew(&mut self) {
        self.lacks.stated.push_back(Ask::Rows(self.list.in_view()));
        self.lacks.facets = self.facets_shown;
    }

    /// True when nothing is listed.
    pub fn lists_nothing(&self) -> bool {
        self.list.places() == 0
    }

    /// True when what is listed is not all that the query finds, because titles cannot be searched yet. What opens
    /// something has to wait.
    pub fn awaits_titles(&self) -> bool {
        self.awaits_titles
    }

    /// Changes the marks of an article and has them stored; does nothing when they stay the same.
    pub(super) fn change_marks(&mut self, key: ArticleKey, change: impl FnOnce(&mut ArticleMarks)) {
        let shown = self.shown.as_ref().filter(|shown| shown.key == key);
        let shown = shown.map(|shown| (shown.stored.article.id, shown.stored.marks));
        let selected = || self.list.selected().filter(|hit| hit.row.key == key).map(|hit| (hit.row.id, hit.marks));
        let Some((id, before)) = shown.or_else(selected) else { return };
        let mut after = before;
        change(&mut after);
        if after == before {
            return;
        }
        if let Some(shown) = self.shown.as_mut().filter(|shown| shown.key == key) {
            shown.stored.marks = after;
        }
        self.list.set_marks(key, after);
        self.effects.push(Effect::StoreMarks(vec![(id, before, after)]));
        self.lacks.stated.push_back(Ask::Mark(id, after));
        self.lacks.overview |= (before.read, before.starred) != (after.read, after.starred);
    }

    /// Makes the tree of sections anew: its words have changed.
    pub(super) fn rebuild_sections(&mut self) {
        self.with_sections(|sections, look| {
            sections.rebuild(look);
            true
        });
    }

    /// Another order of the list, or another way to gather its articles.
    pub(super) fn switch_sort(&mut self) {
        self.sort = self.sort.next();
        self.say(
            match self.sort {
                Sort::Date => "sort-date",
                Sort::Relevance => "sort-relevance",
                Sort::Source => "sort-source",
            },
            &[],
        );
    }

    /// Another way to gather the articles of the list.
    pub(super) fn switch_group(&mut self) {
        self.group = self.group.next();
        self.say(
            match self.group {
                Group::None => "group-none",
                Group::Section => "group-section",
                Group::Source => "group-source",
                Group::Day => "group-day",
            },
            &[],
        );
    }

    /// Shows articles that report the same as one line, or each in its own.
    pub(super) fn switch_copies(&mut self) {
        self.all_copies = !self.all_copies;
        self.say(if self.all_copies { "copies-shown" } else { "copies-folded" }, &[]);
    }

    /// Shows the articles that report the same as the selected one below it, or as one line again.
    pub(super) fn unfold_copies(&mut self) {
        let Some(hit) = self.list.selected() else { return };
        let (key, copies, unfolded) = (hit.row.key, hit.row.copies, hit.unfolded);
        match unfolded {
            Some(line) => self.unfolded.retain(|other| *other != line.by),
            None if copies < 2 || self.listed.as_ref().is_some_and(|listed| !listed.folds()) => {
                self.say(if copies < 2 { "copies-none" } else { "copies-shown" }, &[]);
            }
            None => self.unfolded.push(key),
        }
    }

    /// Lists what resembles the current article, or reports the same.
    pub(super) fn list_related(&mut self, scope: fn(ArticleKey) -> ListScope) {
        let hit = self.list.selected();
        let named = match (self.is_reading(), &self.shown, hit) {
            (true, Some(shown), _) => {
                Some((shown.key, shown.stored.article.id, shown.stored.article.title.value.clone()))
            }
            (_, _, Some(hit)) => Some((hit.row.key, hit.row.id, hit.row.title.clone())),
            _ => None,
        };
        let Some((key, id, title)) = named else { return };
        self.end_search(false);
        if self.scope.is_none() {
            self.before_scope = Some(id);
        }
        self.end_walk();
        let name = match scope(key) {
            ListScope::SameEvent(_) => self.messages.text("list-same-event"),
            _ => self.messages.text("list-like"),
        };
        self.scope = Some((scope(key), format!("{}: {}", isolate(name), isolate(&title))));
        self.next = Next::First;
        self.set_focus(super::Focus::List);
    }

    /// Leaves what resembles an article; false where nothing such is listed.
    pub(super) fn leave_related(&mut self) -> bool {
        let left = self.scope.take().is_some();
        if let Some(before) = self.before_scope.take().filter(|_| left) {
            self.next = Next::Article(before);
        }
        left
    }

    /// How an entry reads in the list.
    pub(super) fn row_content(&self, entry: &Entry) -> RowContent {
        let hit = match entry {
            Entry::Heading { name, .. } => return RowContent { title: self.group_name(name), ..RowContent::default() },
            Entry::Article(hit) => hit,
        };
        let mut remarks = Vec::new();
        match hit.unfolded {
            Some(line) if line.leads => remarks.push(format!("{UNFOLDED}{}", hit.row.copies)),
            Some(_) => remarks.push(BELOW.to_owned()),
            None if hit.row.copies > 1 => remarks.push(format!("×{}", hit.row.copies)),
            None => {}
        }
        if hit.row.has_note {
            remarks.push(NOTE.to_owned());
        }
        RowContent {
            title: hit.row.title.clone(),
            section: hit.row.section.to_string(),
            source: hit.row.source.clone(),
            date: self.short_date(&hit.row),
            remark: remarks.join(" "),
        }
    }

    /// What articles are gathered under, in words.
    fn group_name(&self, name: &GroupName) -> String {
        match name {
            GroupName::Section(path) if path == &SectionPath::default() => {
                self.messages.text("sections-unsorted").to_owned()
            }
            GroupName::Section(path) => path.to_string(),
            GroupName::Source(source) => source.clone(),
            GroupName::Day(Some(day)) => self.messages.isolate_own(&self.long_date(*day)),
            GroupName::Day(None) => self.messages.text("no-date").to_owned(),
        }
    }
}
