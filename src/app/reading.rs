//! From the list into the reader.
//!
//! Owns what is shown there, what counts as read, and the place where one stopped. Moving through the list shows each
//! article at once; only opening it (Enter, or the focus in the reader) marks it as read.

use crate::article::Article;
use crate::desk::{Opened, found_in};
use crate::library::{ArticleKey, Position};
use crate::message::InterfaceLanguage;
use crate::panes::find::FindPurpose;
use crate::panes::reader::Content;
use crate::text::{BaseDirection, Direction};

use super::{App, Focus};

impl App {
    /// The article that the reader shows, or that is on its way there.
    pub(super) fn reading(&self) -> Option<ArticleKey> {
        self.lacks.article.or(self.shown.as_ref().map(|shown| shown.key))
    }

    /// Shows the selected article, unless it is shown already.
    pub(super) fn show_selected(&mut self) {
        let selected = self.selected_key();
        let reads = matches!(self.focus, Focus::Reader | Focus::Entities) && self.reading().is_some();
        let Some(key) = selected.filter(|_| !reads) else { return };
        if self.reading() != selected && self.lacks.gone != selected {
            self.show(key);
        }
    }

    /// Has an article shown at the place where it was left; the place of the one before is kept.
    pub(super) fn show(&mut self, key: ArticleKey) {
        self.keep_position();
        self.shown = None;
        self.opened = false;
        self.mark_on_arrival = false;
        self.place_before_find = None;
        self.lacks.article = Some(key);
    }

    /// Names can be looked for from now on: what is read is asked for again, with them.
    pub fn names_ready(&mut self) {
        self.lacks.reread = true;
        self.settle();
    }

    /// The article that was to be shown is here.
    pub(super) fn article_opened(&mut self, opened: Box<Opened>) {
        let position = opened.stored.marks.position.unwrap_or_default();
        let content = self.content(&opened);
        self.shown = Some(opened);
        self.reader.open(content, &self.options);
        self.recount_entities();
        let screen = ratatui::layout::Rect::new(0, 0, self.size.0, self.size.1);
        if let Some(area) = self.arrangement(screen).reader {
            self.reader.set_size(area, 0, &self.options);
        }
        self.reader.restore(position);
        self.mark_found();
        if self.find.as_ref().is_some_and(|find| find.purpose == FindPurpose::Inside) {
            self.place_before_find = Some(self.reader.position());
        }
        self.fill_note();
        if std::mem::take(&mut self.mark_on_arrival) {
            self.mark_opened();
        }
    }

    /// Marks in the reader what the search found.
    pub(super) fn mark_found(&mut self) {
        if self.find.as_ref().is_some_and(|find| find.purpose == FindPurpose::Inside) {
            return;
        }
        let found = found_in(&self.understood, &self.reader.content().paragraphs);
        if found.is_empty() { self.reader.clear_matches() } else { self.reader.set_matches(found) }
    }

    /// Opens the selected article: the focus goes to the reader, and it counts as read.
    pub(super) fn open_selected(&mut self) {
        match self.selected_key() {
            Some(selected) => {
                self.opens = None;
                self.focus = Focus::Reader;
                if self.reading() != Some(selected) {
                    self.show(selected);
                }
                self.mark_opened();
            }
            None if self.list.places() > 0 => {
                self.focus = Focus::Reader;
                self.opens = Some(Focus::Reader);
            }
            None => {}
        }
    }

    /// Opens what was to be opened before its place in the list was known.
    pub(super) fn open_when_known(&mut self) {
        if let Some(focus) = self.opens.filter(|_| self.list.selected().is_some()) {
            self.open_selected();
            self.focus = focus;
        }
    }

    /// The article in the reader counts as read, once it has the focus.
    pub(super) fn mark_opened(&mut self) {
        let Some(shown) = &self.shown else {
            self.mark_on_arrival = self.lacks.article.is_some();
            return;
        };
        let key = shown.key;
        if !std::mem::replace(&mut self.opened, true) {
            self.change_marks(key, |marks| marks.read = true);
        }
    }

    /// Keeps the place where one reads, if the article was opened.
    pub(super) fn keep_position(&mut self) {
        let Some(key) = self.shown.as_ref().map(|shown| shown.key).filter(|_| self.opened) else { return };
        let here = self.reader.position();
        self.change_marks(key, |marks| {
            marks.position = (here != Position::default()).then_some(here);
        });
    }

    /// Lays the article in the reader out anew, because words or options have changed; the place stays.
    pub(super) fn show_again(&mut self) {
        if let Some(shown) = self.shown.take() {
            let content = self.content(&shown);
            self.shown = Some(shown);
            self.reader.reopen(content, &self.options);
            self.recount_entities();
        }
    }

    /// What the reader shows of an article.
    fn content(&self, opened: &Opened) -> Content {
        let mut mentions = opened.stored.mentions.clone().unwrap_or_default();
        for list in &mut mentions {
            list.retain(|mention| !self.walk.hidden.contains(&mention.kind()));
        }
        let article = &opened.stored.article;
        let warnings = self.warnings.iter().filter(|warning| warning.path == article.path);
        Content {
            section: article.section.value.to_string(),
            title: article.title.value.clone(),
            meta: self.meta_line(article),
            warnings: warnings.map(|warning| self.warning_words(warning)).collect(),
            note: opened.stored.note.clone(),
            paragraphs: article.paragraphs.clone(),
            direction: direction_of(article),
            interface_direction: self.direction(),
            mentions,
        }
    }

    /// Speaks another language: every word that is kept anywhere is made anew.
    pub(super) fn speak(&mut self, language: InterfaceLanguage) {
        self.messages = crate::message::Messages::load(language);
        self.reshape();
    }

    /// Shapes every label anew, because the language or the marks have changed.
    pub(super) fn reshape(&mut self) {
        self.list.forget_shapes();
        self.rebuild_sections();
        self.lacks.page = self.walk.dossier.of().cloned();
        self.reshape_timeline();
        self.refresh_pages();
        self.show_again();
    }
}

/// The direction of an article: its language's, or that of its headline where the language is unknown.
fn direction_of(article: &Article) -> Direction {
    if article.language.value.code() == "und" {
        return BaseDirection::default().resolve(&article.title.value);
    }
    article.language.value.direction()
}
