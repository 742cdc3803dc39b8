//! Finding: an article in the list while one types, and words inside an article.
//!
//! Owns how a search begins, narrows and ends; the matching itself is `search/`. The result of every key is there
//! before the next key is looked at, so that what Enter opens never depends on how fast one types.

use crate::action::Action;
use crate::message::isolate;
use crate::panes::find::{FindPurpose, FindState};
use crate::panes::list::ListItem;
use crate::search::{TitleEntry, TitleIndex, inside};

use super::state::Narrowing;
use super::{App, Focus};

/// The most characters that a pasted text makes of a query: more is not looked for, and would make each key slow.
const LONGEST_QUERY: usize = 200;

impl App {
    /// Begins to narrow the list.
    pub(super) fn begin_find_article(&mut self) {
        self.end_narrowing(false);
        let narrowing = Narrowing {
            query: String::new(),
            index: self.title_index(self.list.items()),
            items: self.list.items().to_vec(),
            selected: self.list.selected(),
            focus: self.focus,
            zoomed: self.zoomed,
        };
        self.keep_position();
        self.narrowing = Some(narrowing);
        self.focus = Focus::List;
        self.zoomed = false;
        self.find = Some(FindState::new(FindPurpose::Articles));
        self.narrow_again(self.list.selected());
    }

    /// Begins to find inside the article.
    pub(super) fn begin_find_inside(&mut self) {
        if self.shown.is_none() || !matches!(self.focus, Focus::Reader | Focus::Entities) {
            self.open_selected();
        }
        if self.shown.is_some() {
            self.focus = Focus::Reader;
            self.reader.clear_mention();
            self.place_before_find = Some(self.reader.position());
            self.find = Some(FindState::new(FindPurpose::Inside));
        }
    }

    /// Puts a text into the line being typed: the first line of it, and no more than a line holds.
    pub(super) fn type_text(&mut self, text: &str) {
        if let Some(find) = &mut self.find {
            let line = text.trim_start_matches(['\n', '\r']).lines().next().unwrap_or_default();
            let room = LONGEST_QUERY.saturating_sub(find.editor.text().chars().count());
            find.editor.insert_str(&line.chars().take(room).collect::<String>());
            self.find_again();
        }
    }

    /// An action while a line is being typed.
    pub(super) fn update_find(&mut self, action: Action) {
        let (direction, page) = (self.direction(), self.list.visible() as isize);
        let Some(find) = &mut self.find else { return };
        let purpose = find.purpose;
        let before = find.editor.text().to_owned();
        if find.edit(action, direction) {
            if find.editor.text() != before {
                self.find_again();
            } else if action == Action::DeleteBackward && before.is_empty() {
                self.cancel_find();
            }
            return;
        }
        match (purpose, action) {
            (_, Action::Cancel) => self.cancel_find(),
            (_, Action::Open) => self.accept_find(),
            (FindPurpose::Articles, Action::MoveDown) => self.list.move_by(1),
            (FindPurpose::Articles, Action::MoveUp) => self.list.move_by(-1),
            (FindPurpose::Articles, Action::PageDown) => self.list.move_by(page),
            (FindPurpose::Articles, Action::PageUp) => self.list.move_by(-page),
            (FindPurpose::Inside, Action::MoveDown) => self.reader.step_match(true),
            (FindPurpose::Inside, Action::MoveUp) => self.reader.step_match(false),
            _ => {}
        }
        self.count_found();
    }

    /// Looks again for what is typed.
    fn find_again(&mut self) {
        let Some(find) = &self.find else { return };
        let query = find.editor.text().to_owned();
        match find.purpose {
            FindPurpose::Articles => {
                if let Some(narrowing) = &mut self.narrowing {
                    narrowing.query = query;
                }
                self.narrow_again(None);
            }
            FindPurpose::Inside => {
                if let Some(place) = self.place_before_find {
                    self.reader.restore(place);
                }
                let paragraphs: Vec<&str> = self.reader.content().paragraphs.iter().map(String::as_str).collect();
                let found = inside::find(&paragraphs, &query);
                self.reader.set_matches(found);
            }
        }
        self.count_found();
    }

    /// Narrows the list by the query; selects `article` where it is among the hits, else the best one.
    pub(super) fn narrow_again(&mut self, article: Option<usize>) {
        let Some(narrowing) = &self.narrowing else { return };
        if narrowing.query.trim().is_empty() {
            let selected = article.or(narrowing.selected);
            return self.list.set_items(narrowing.items.clone(), selected);
        }
        let hits = narrowing.index.find(&narrowing.query, usize::MAX);
        let items = hits.into_iter().filter_map(|hit| {
            let article = narrowing.items.get(hit.place)?.article;
            let shown = self.articles.get(article)?;
            let (title, section) = (&shown.title.value, shown.section.value.to_string());
            let marks = TitleIndex::row_marks(&narrowing.query, [title, &section, &shown.source]);
            let [title_marks, section_marks, source_marks] = marks;
            Some(ListItem { article, title_marks, section_marks, source_marks })
        });
        let items = items.collect();
        self.list.set_items(items, article);
        self.count_found();
    }

    /// The index of what the list shows of its items.
    pub(super) fn title_index(&self, items: &[ListItem]) -> TitleIndex {
        let mut builder = TitleIndex::builder();
        let articles = items.iter().filter_map(|item| self.articles.get(item.article));
        for (place, article) in articles.enumerate() {
            let section = article.section.value.to_string();
            let (title, source) = (&article.title.value, &article.source);
            builder.push(TitleEntry { key: -(place as i64), title, section: &section, source });
        }
        builder.finish()
    }

    /// Says how much was found at the end of the line.
    fn count_found(&mut self) {
        let Some(find) = &mut self.find else { return };
        find.count = match (find.purpose, find.editor.is_empty()) {
            (_, true) => String::new(),
            (FindPurpose::Articles, false) => self.list.items().len().to_string(),
            (FindPurpose::Inside, false) => {
                let (current, all) = self.reader.match_count().unwrap_or((0, 0));
                isolate(&format!("{current}/{all}"))
            }
        };
    }

    /// Enter: opens the selected hit, or keeps the matches for n and N.
    fn accept_find(&mut self) {
        let Some(find) = &self.find else { return };
        match find.purpose {
            FindPurpose::Articles if self.list.selected().is_none() => self.say("no-match", &[]),
            FindPurpose::Articles => {
                self.find = None;
                if self.narrowing.as_ref().is_some_and(|narrowing| narrowing.query.trim().is_empty()) {
                    self.narrowing = None;
                }
                self.open_selected();
            }
            FindPurpose::Inside => {
                let found = self.reader.match_count().is_some();
                let is_empty = find.editor.is_empty();
                self.find = None;
                self.place_before_find = None;
                if !found && !is_empty {
                    self.say("no-match", &[]);
                }
            }
        }
    }

    /// Escape: everything is as it was before.
    fn cancel_find(&mut self) {
        let Some(find) = self.find.take() else { return };
        match find.purpose {
            FindPurpose::Articles => {
                self.end_narrowing(true);
            }
            FindPurpose::Inside => {
                self.reader.clear_matches();
                if let Some(place) = self.place_before_find.take() {
                    self.reader.restore(place);
                }
            }
        }
    }

    /// Lists again what was listed before it was narrowed; with `back` the selection and the focus go back as well.
    pub(super) fn end_narrowing(&mut self, back: bool) -> bool {
        let Some(narrowing) = self.narrowing.take() else { return false };
        let selected = if back { narrowing.selected } else { self.list.selected().or(narrowing.selected) };
        self.list.set_items(narrowing.items, selected);
        if back {
            self.focus = narrowing.focus;
            self.zoomed = narrowing.zoomed;
            if self.shown != selected {
                self.show(selected);
                if self.focus == Focus::Reader {
                    self.mark_opened();
                }
            }
        }
        true
    }
}
