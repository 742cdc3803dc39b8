//! The articles that are there, which of them are listed, and what is known of each.
//!
//! Owns the way from articles to sections and list, and the marks; what is read is `reading.rs`.

use std::cmp::Reverse;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::action::Effect;
use crate::article::Article;
use crate::library::ArticleMarks;
use crate::panes::list::{ListItem, RowContent};
use crate::panes::sections::SectionChoice;
use crate::source::Warning;
use crate::text::fold;

use super::App;

/// What the list is ordered by: newest first, then by title; those without a date last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SortKey {
    date: Reverse<Option<(Date, Option<Timestamp>)>>,
    title: String,
}

impl SortKey {
    fn new(article: &Article) -> Self {
        let date = article.date.as_ref().map(|date| (date.value.day, date.value.instant));
        Self { date: Reverse(date), title: fold(&article.title.value) }
    }
}

impl App {
    /// More articles and warnings have arrived. What is selected and what is read stay where they are.
    ///
    /// An article whose id is known replaces the one that was there. While a reader that began empty fills, and until
    /// the first input, the first article of the list stays selected.
    pub fn extend(&mut self, articles: Vec<Article>, warnings: Vec<Warning>) {
        let first_new = self.articles.len();
        let mut replaced = false;
        for article in articles {
            match self.index_of.get(&article.id).copied() {
                Some(index) => {
                    self.replace(index, article);
                    replaced = true;
                }
                None => {
                    self.count(&article);
                    self.index_of.insert(article.id, self.articles.len());
                    self.sort_keys.push(SortKey::new(&article));
                    self.articles.push(article);
                }
            }
        }
        self.order_from(if replaced { 0 } else { first_new });
        let has_warnings = !warnings.is_empty();
        self.warnings.extend(warnings);
        if has_warnings {
            self.status.message = Some(self.messages.count("status-warnings", self.warnings.len()));
            self.refresh_pages();
        }
        self.rebuild_sections();
        self.listed = None;
        self.settle();
    }

    /// Puts an article in the place of another version of itself.
    fn replace(&mut self, index: usize, article: Article) {
        self.mentions.remove(&article.id);
        let marks = self.marks.get(article.id);
        let tally = self.sections.tally_mut();
        tally.remove(&self.articles[index].section.value, marks.read, marks.starred);
        self.count(&article);
        self.sort_keys[index] = SortKey::new(&article);
        self.articles[index] = article;
        self.list.forget_shapes();
        if self.shown == Some(index) {
            self.show_again();
        }
    }

    fn count(&mut self, article: &Article) {
        let marks = self.marks.get(article.id);
        self.sections.tally_mut().add(&article.section.value, marks.read, marks.starred);
    }

    /// Puts the articles from `first_new` on into the order of the list; those before it are in order already.
    fn order_from(&mut self, first_new: usize) {
        let keys = &self.sort_keys;
        let earlier = std::mem::take(&mut self.order);
        let mut new: Vec<usize> = (first_new..self.articles.len()).collect();
        new.sort_by(|left, right| keys[*left].cmp(&keys[*right]));
        let mut earlier = earlier.into_iter().filter(|index| *index < first_new).peekable();
        let mut merged = Vec::with_capacity(self.articles.len());
        for index in new {
            while let Some(before) = earlier.next_if(|before| keys[*before] <= keys[index]) {
                merged.push(before);
            }
            merged.push(index);
        }
        merged.extend(earlier);
        self.order = merged;
    }

    /// No more articles are on their way.
    pub fn loading_done(&mut self) {
        self.status.loading = false;
        // Where there is one article only, there is nothing to choose.
        if std::mem::take(&mut self.untouched) && self.articles.len() == 1 {
            self.open_selected();
        }
        self.settle();
    }

    /// The marks of an article.
    pub(super) fn marks_of(&self, article: usize) -> ArticleMarks {
        self.articles.get(article).map(|article| self.marks.get(article.id)).unwrap_or_default()
    }

    /// Changes the marks of an article and has them stored; does nothing when they stay the same.
    pub(super) fn change_marks(&mut self, article: usize, change: impl FnOnce(&mut ArticleMarks)) {
        let Some(id) = self.articles.get(article).map(|article| article.id) else { return };
        let before = self.marks.get(id);
        let mut after = before;
        change(&mut after);
        if after == before {
            return;
        }
        self.marks.set(id, after);
        self.effects.push(Effect::StoreMarks(vec![(id, after)]));
        if (before.read, before.starred) != (after.read, after.starred) {
            let section = &self.articles[article].section.value;
            let tally = self.sections.tally_mut();
            tally.remove(section, before.read, before.starred);
            tally.add(section, after.read, after.starred);
            self.rebuild_sections();
        }
    }

    /// Makes the tree of sections anew: its counts or its words have changed.
    pub(super) fn rebuild_sections(&mut self) {
        let mut sections = std::mem::take(&mut self.sections);
        sections.rebuild(&self.look(false));
        self.sections = sections;
    }

    /// Lists the articles of the chosen section, when another one is chosen or articles have arrived.
    ///
    /// An article that no longer fits the choice because it was just read or lost its star stays until then.
    pub(super) fn relist(&mut self) {
        let choice = self.sections.choice();
        if self.listed.as_ref() == Some(&choice) {
            return;
        }
        let chosen_anew = self.listed.is_some();
        let selected = if self.untouched { None } else { self.list.selected() };
        let items = self.items_of(&choice);
        self.listed = Some(choice);
        if let Some(mut narrowing) = self.narrowing.take().filter(|_| !chosen_anew) {
            narrowing.index = self.title_index(&items);
            narrowing.items = items;
            self.narrowing = Some(narrowing);
            self.narrow_again(selected);
        } else {
            self.list.set_items(items, selected);
        }
    }

    /// The articles of a choice, in the order of the list.
    fn items_of(&self, choice: &SectionChoice) -> Vec<ListItem> {
        let fits = |article: &Article| {
            let marks = || self.marks.get(article.id);
            match choice {
                SectionChoice::All => true,
                SectionChoice::Unread => !marks().read,
                SectionChoice::Starred => marks().starred,
                SectionChoice::Section(path) => article.section.value.is_within(path),
                SectionChoice::Unsorted => article.section.value.is_empty(),
            }
        };
        let fitting = self.order.iter().filter(|index| fits(&self.articles[**index]));
        fitting.map(|article| ListItem { article: *article, ..ListItem::default() }).collect()
    }

    /// How an article reads in the list.
    pub(super) fn row_content(&self, article: usize) -> RowContent {
        let marks = self.marks_of(article);
        let Some(article) = self.articles.get(article) else { return RowContent::default() };
        RowContent {
            title: article.title.value.clone(),
            section: article.section.value.to_string(),
            source: article.source.clone(),
            date: self.short_date(article),
            read: marks.read,
            starred: marks.starred,
        }
    }
}
