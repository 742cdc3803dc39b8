//! The articles that are there, which of them are listed, and what is known of each.
//!
//! Owns the way from articles to sections and list, and the marks; what is read is `reading.rs`.

use std::cmp::Reverse;

use crate::action::Effect;
use crate::article::Article;
use crate::library::ArticleMarks;
use crate::panes::list::{ListItem, RowContent};
use crate::panes::sections::{SectionChoice, SectionTally};
use crate::source::Warning;
use crate::text::fold;

use super::App;

impl App {
    /// More articles and warnings have arrived. What is selected and what is read stay where they are.
    ///
    /// An article whose id is known replaces the one that was there. While a reader that began empty fills, and
    /// nothing has been opened, the first article of the list stays selected.
    pub fn extend(&mut self, articles: Vec<Article>, warnings: Vec<Warning>) {
        let news = articles.len();
        for article in articles {
            match self.index_of.get(&article.id) {
                Some(&index) => {
                    self.mentions.remove(&article.id);
                    self.articles[index] = article;
                }
                None => {
                    self.index_of.insert(article.id, self.articles.len());
                    self.articles.push(article);
                }
            }
        }
        let has_warnings = !warnings.is_empty();
        self.warnings.extend(warnings);
        if news > 0 {
            self.list.forget_shapes();
        }
        if has_warnings {
            let all = self.warnings.len();
            self.status.message = Some(self.messages.count("status-warnings", all));
            self.refresh_pages();
        }
        self.recount();
        self.listed = None;
        self.settle();
    }

    /// No more articles are on their way.
    pub fn loading_done(&mut self) {
        self.status.loading = false;
        self.started_empty = false;
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
            self.recount();
        }
    }

    /// Counts the articles of each section anew.
    pub(super) fn recount(&mut self) {
        let mut tally = SectionTally::default();
        for article in &self.articles {
            let marks = self.marks.get(article.id);
            tally.add(&article.section.value, marks.read, marks.starred);
        }
        let mut sections = std::mem::take(&mut self.sections);
        sections.rebuild(tally, &self.look(false));
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
        let keeps_place = !self.started_empty || self.opened || self.narrowing.is_some();
        let selected = if keeps_place { self.list.selected() } else { None };
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

    /// The articles of a choice: newest first, then by title; those without a date last.
    fn items_of(&self, choice: &SectionChoice) -> Vec<ListItem> {
        let fits = |article: &Article| {
            let marks = self.marks.get(article.id);
            match choice {
                SectionChoice::All => true,
                SectionChoice::Unread => !marks.read,
                SectionChoice::Starred => marks.starred,
                SectionChoice::Section(path) => article.section.value.is_within(path),
                SectionChoice::Unsorted => article.section.value.is_empty(),
            }
        };
        let fitting = self.articles.iter().enumerate().filter(|(_, article)| fits(article));
        let mut fitting: Vec<(usize, &Article)> = fitting.collect();
        fitting.sort_by_cached_key(|(index, article)| {
            let date = article.date.as_ref().map(|date| (date.value.day, date.value.instant));
            (Reverse(date), fold(&article.title.value), *index)
        });
        fitting.into_iter().map(|(article, _)| ListItem { article, ..ListItem::default() }).collect()
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
