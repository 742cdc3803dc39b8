//! Finding: an article in the list while one types, and words inside an article.
//!
//! Owns how a search begins, narrows and ends; the matching itself is `search/`. The result of every key is there
//! before the next key is looked at, so that what Enter opens never depends on how fast one types.

use std::ops::Range;

use ratatui::layout::Rect;

use crate::action::Action;
use crate::message::isolate;
use crate::panes::find::{FindPurpose, FindState};
use crate::query::Problem;
use crate::search::inside;

use super::listing::Next;
use super::state::Search;
use super::{App, Focus};

/// The most characters that a pasted text makes of a query: more is not looked for, and would make each key slow.
const LONGEST_QUERY: usize = 200;
/// The same for a note, which is a line or two.
const LONGEST_NOTE: usize = 2000;
/// So many of the entities that can be chosen show at once.
const MOST_CHOICES: usize = 6;
/// A pane with fewer rows shows the line alone.
const LEAST_ROWS_FOR_PROBLEMS: u16 = 8;

impl App {
    /// Begins to narrow the list.
    pub(super) fn begin_find_article(&mut self) {
        self.end_search(false);
        let kept = match self.next {
            Next::Article(id) => Some(id),
            _ => self.selected_id(),
        };
        self.search = Some(Search { query: String::new(), selected: kept, focus: self.focus, zoomed: self.zoomed });
        self.keep_position();
        self.focus = Focus::List;
        self.zoomed = false;
        self.find = Some(FindState::new(FindPurpose::Articles));
    }

    /// Begins to find inside the article.
    pub(super) fn begin_find_inside(&mut self) {
        if self.reading().is_none() || !self.is_reading() {
            self.open_selected();
        }
        if self.reading().is_some() || self.opens.is_some() {
            self.focus = Focus::Reader;
            self.reader.clear_mention();
            self.reader.clear_matches();
            // The place of an article that is on its way is kept when it is there.
            self.place_before_find = self.shown.as_ref().map(|_| self.reader.position());
            self.find = Some(FindState::new(FindPurpose::Inside));
        }
    }

    /// Puts a text into the line being typed: the first line of it, and no more than a line holds.
    pub(super) fn type_text(&mut self, text: &str) {
        if let Some(find) = &mut self.find {
            let line = text.trim_start_matches(['\n', '\r']).lines().next().unwrap_or_default();
            let most = if find.purpose == FindPurpose::Note { LONGEST_NOTE } else { LONGEST_QUERY };
            let room = most.saturating_sub(find.editor.text().chars().count());
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
            (FindPurpose::Articles, Action::SwitchSort) => self.switch_sort(),
            (FindPurpose::Articles, Action::SwitchGroup) => self.switch_group(),
            (FindPurpose::Articles, Action::MoveDown) => self.list.move_by(1),
            (FindPurpose::Articles, Action::MoveUp) => self.list.move_by(-1),
            (FindPurpose::Articles, Action::PageDown) => self.list.move_by(page),
            (FindPurpose::Articles, Action::PageUp) => self.list.move_by(-page),
            (FindPurpose::Inside, Action::MoveDown) => self.reader.step_match(true),
            (FindPurpose::Inside, Action::MoveUp) => self.reader.step_match(false),
            (FindPurpose::Merge, Action::MoveDown) => find.choose(1),
            (FindPurpose::Merge, Action::MoveUp) => find.choose(-1),
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
                if let Some(search) = &mut self.search {
                    let before = search.selected.filter(|_| query.trim().is_empty());
                    self.next = before.map_or(Next::First, Next::Article);
                    search.query = query;
                }
            }
            FindPurpose::Note | FindPurpose::Name => {}
            FindPurpose::Merge => self.lacks.offers = true,
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

    /// Says how much was found at the end of the line.
    pub(super) fn count_found(&mut self) {
        let Some(find) = &mut self.find else { return };
        find.problems.clear();
        find.count = match (find.purpose, find.editor.is_empty()) {
            (FindPurpose::Merge, _) => find.chosen.len().to_string(),
            (_, true) | (FindPurpose::Note | FindPurpose::Name, _) => String::new(),
            (FindPurpose::Articles, false) => {
                let words = |problem: &Problem| {
                    let (key, values) = problem.kind.message();
                    let values: Vec<(&str, &str)> =
                        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    (problem.bytes.clone(), self.messages.format(key, &values))
                };
                // The query was cut at its ends before it was parsed.
                let written = find.editor.text();
                let cut = written.len() - written.trim_start().len();
                let moved = |(bytes, words): (Range<usize>, String)| (bytes.start + cut..bytes.end + cut, words);
                if self.understood.written == written.trim() {
                    find.problems = self.understood.problems.iter().map(words).map(moved).collect();
                }
                let (all, complete) = self.list.articles();
                let more = if self.awaits_titles {
                    " …"
                } else if complete {
                    ""
                } else {
                    "+"
                };
                format!("{all}{more}")
            }
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
            FindPurpose::Articles if self.list.places() == 0 => self.say("no-match", &[]),
            FindPurpose::Articles => {
                self.find = None;
                if self.search.as_ref().is_some_and(|search| search.query.trim().is_empty()) {
                    self.search = None;
                }
                self.open_selected();
            }
            FindPurpose::Note => self.accept_note(),
            FindPurpose::Name | FindPurpose::Merge => self.accept_name(),
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
                self.end_search(true);
            }
            FindPurpose::Note | FindPurpose::Name | FindPurpose::Merge => self.walk.editing = None,
            FindPurpose::Inside => {
                self.reader.clear_matches();
                if let Some(place) = self.place_before_find.take() {
                    self.reader.restore(place);
                }
            }
        }
    }

    /// Lists again what was listed before the search; with `back` the selection and the focus go back as well.
    pub(super) fn end_search(&mut self, back: bool) -> bool {
        let Some(search) = self.search.take() else { return false };
        let kept = if back { search.selected } else { self.selected_id().or(search.selected) };
        self.next = kept.map_or(Next::Stay, Next::Article);
        self.lacks.listing = true;
        if back {
            self.focus = search.focus;
            self.zoomed = search.zoomed;
            // The article that was read comes back when it is selected again.
            let shown = self.shown.as_ref().map(|shown| shown.stored.article.id);
            if self.is_reading() && shown != search.selected {
                self.list.forget();
                self.opens = Some(self.focus);
            }
        }
        true
    }

    /// The rows that the line being typed takes of the inside of its pane: one, and two more for what is the matter
    /// with a query where there is room for them.
    pub(super) fn rows_for_find(&self, purpose: FindPurpose, inside: Rect) -> u16 {
        match self.find.as_ref().filter(|find| find.shows_in(purpose)) {
            None => 0,
            Some(find) if find.purpose == FindPurpose::Merge => {
                (1 + find.chosen.len().min(MOST_CHOICES) as u16).min((inside.height / 2).max(1))
            }
            Some(find) if find.problems.is_empty() || inside.height < LEAST_ROWS_FOR_PROBLEMS => 1,
            Some(_) => 3,
        }
    }
}
