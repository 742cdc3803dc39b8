//! Focus and movement: which pane the keys go to, and what moves in it.
//!
//! Owns the way between panes and the steps inside them, from match to match and from article to article; which key
//! asks for it is the keymap's, the panes move themselves in their `state.rs`.

use ratatui::layout::Rect;

use crate::desk::{Ask, ListScope};
use crate::library::ArticleKey;
use crate::panes::Look;
use crate::panes::sections::SectionsState;

use super::entities::Beside;
use super::{App, Focus};

impl App {
    pub(super) fn is_reading(&self) -> bool {
        matches!(self.focus, Focus::Reader | Focus::Entities)
    }

    /// Gives the focus to a pane; the reader then opens what is selected.
    pub(super) fn set_focus(&mut self, focus: Focus) {
        let was_reading = self.is_reading();
        self.focus = focus;
        if !self.is_reading() {
            self.zoomed = false;
        } else if !was_reading {
            self.open_selected();
            self.focus = focus;
        }
    }

    pub(super) fn step_focus(&mut self, forwards: bool) {
        let order = [Focus::Sections, Focus::List, Focus::Reader, Focus::Entities];
        let order = if self.entities_shown { &order[..] } else { &order[..3] };
        let here = order.iter().position(|focus| *focus == self.focus).unwrap_or(0);
        let step = if forwards { 1 } else { order.len() - 1 };
        self.set_focus(order[(here + step) % order.len()]);
    }

    pub(super) fn with_sections(&mut self, change: impl FnOnce(&mut SectionsState, &Look<'_>) -> bool) -> bool {
        let mut sections = std::mem::take(&mut self.sections);
        let changed = change(&mut sections, &self.look(false));
        self.sections = sections;
        changed
    }

    pub(super) fn go_deeper(&mut self) {
        match self.focus {
            Focus::Sections if self.walk.beside != Beside::Sections => self.set_focus(Focus::List),
            Focus::Sections if self.facets_shown => self.set_focus(Focus::List),
            Focus::Sections => {
                if !self.with_sections(|sections, look| sections.unfold(look)) {
                    self.set_focus(Focus::List);
                }
            }
            Focus::List => self.set_focus(Focus::Reader),
            Focus::Reader if self.entities_shown => self.set_focus(Focus::Entities),
            Focus::Reader | Focus::Entities => {}
        }
    }

    pub(super) fn go_back(&mut self) {
        match self.focus {
            Focus::Sections if self.walk.beside != Beside::Sections => drop(self.walk_back()),
            Focus::Sections if self.facets_shown => {}
            Focus::Sections => {
                self.with_sections(|sections, look| sections.fold(look));
            }
            Focus::List => self.set_focus(Focus::Sections),
            Focus::Reader => self.set_focus(Focus::List),
            Focus::Entities => self.set_focus(Focus::Reader),
        }
    }

    pub(super) fn open(&mut self) {
        let focus = self.focus;
        match focus {
            Focus::Sections if self.open_beside() => {}
            Focus::Sections if self.facets_shown => self.narrow_by_facet(),
            Focus::Sections => match self.sections.chosen_entity().map(|(id, name)| (id.clone(), name.to_owned())) {
                Some((id, name)) => self.open_entity(id, name),
                None => self.set_focus(Focus::List),
            },
            Focus::List => self.set_focus(Focus::Reader),
            Focus::Reader => {}
            Focus::Entities => match self.entities.selected().cloned() {
                Some(id) => {
                    let name = self.name_of(&id);
                    self.open_entity(id, name);
                }
                None => self.toggle_kind(),
            },
        }
    }

    /// Goes to the next mention of the selected entity, or the one before; where the pane hides the text, the text comes back.
    pub(super) fn jump_to_entity(&mut self, forwards: bool) {
        if let Some(id) = self.entities.selected().cloned() {
            self.reader.clear_matches();
            self.reader.step_mention(&id, forwards);
            let screen = Rect::new(0, 0, self.size.0, self.size.1);
            if self.arrangement(screen).reader.is_none() {
                self.focus = Focus::Reader;
            }
        }
    }

    pub(super) fn toggle_entities(&mut self) {
        self.entities_shown = !self.entities_shown;
        if self.entities_shown {
            self.set_focus(Focus::Entities);
        } else if self.focus == Focus::Entities {
            self.focus = Focus::Reader;
        }
    }

    /// Leaves what is being done, one thing at a time: matches, the mention, the whole screen, the pane, the hits.
    pub(super) fn cancel(&mut self) {
        if self.is_reading() && self.reader.match_count().is_some() {
            self.reader.clear_matches();
        } else if self.is_reading() && self.reader.current_entity().is_some() {
            self.reader.clear_mention();
        } else if self.focus == Focus::Entities {
            self.toggle_entities();
        } else if self.zoomed && self.is_reading() {
            self.zoomed = false;
        } else if self.walk.beside != Beside::Sections && self.focus == Focus::Sections {
            self.walk_back();
        } else if self.facets_shown && self.focus == Focus::Sections {
            self.toggle_facets();
        } else if self.focus != Focus::List {
            self.set_focus(Focus::List);
        } else if !self.end_search(false) && !self.walk_back() {
            self.leave_related();
        }
    }

    /// The rows of a page of the pane in focus, or a part of them; at least one.
    pub(super) fn page_rows(&self, divisor: usize) -> isize {
        let rows = match self.focus {
            Focus::Sections if self.walk.beside == Beside::Entity => self.walk.dossier.visible(),
            Focus::Sections if self.walk.beside == Beside::Timeline => self.walk.timeline.visible(),
            Focus::Sections if self.facets_shown => self.facets.visible(),
            Focus::Sections => self.sections.visible(),
            Focus::List => self.list.visible(),
            // One row is shown again, so that the eye finds its place.
            Focus::Reader => self.reader.visible().saturating_sub(1),
            Focus::Entities => self.entities.visible(),
        };
        ((rows / divisor).max(1)) as isize
    }

    pub(super) fn move_by(&mut self, by: isize) {
        let focus = self.focus;
        match focus {
            Focus::Sections if self.move_beside(by) => {}
            Focus::Sections if self.facets_shown => self.facets.move_by(by),
            Focus::Sections => self.sections.move_by(by),
            Focus::List => self.list.move_by(by),
            Focus::Reader => self.reader.scroll_by(by),
            Focus::Entities => self.entities.move_by(by),
        }
    }

    pub(super) fn go_first(&mut self) {
        match self.focus {
            Focus::Reader => self.reader.go_first(),
            _ => self.move_by(isize::MIN),
        }
    }

    pub(super) fn go_last(&mut self) {
        match self.focus {
            Focus::Reader => self.reader.go_last(),
            _ => self.move_by(isize::MAX),
        }
    }

    /// The article that an action means: the one being read, else the selected one.
    pub(super) fn current_article(&self) -> Option<ArticleKey> {
        if self.is_reading() { self.reading() } else { self.selected_key() }
    }

    /// The next match, else the next mention of the entity jumped to, else the next unread article.
    pub(super) fn step_found(&mut self, forwards: bool) {
        if self.focus == Focus::Entities && self.entities.selected().is_some() {
            self.jump_to_entity(forwards);
        } else if self.reader.match_count().is_some() {
            self.reader.step_match(forwards);
        } else if let Some(id) = self.reader.current_entity().cloned() {
            self.reader.step_mention(&id, forwards);
        } else if let Some((ListScope::Entity(id), _)) = self.scope.clone().filter(|_| self.is_reading()) {
            self.reader.step_mention(&id, forwards);
        } else {
            self.step_unread(forwards);
        }
    }

    pub(super) fn step_article(&mut self, by: isize) {
        let before = self.list.place();
        self.list.move_by(by);
        if self.list.place() != before {
            self.read_selected();
        }
    }

    pub(super) fn step_unread(&mut self, forward: bool) {
        self.lacks.stated.push_back(Ask::NextUnread { from: self.list.place(), forward });
    }

    /// The next unread article stands there, or nowhere.
    pub(super) fn take_unread(&mut self, place: Option<usize>) {
        match place {
            Some(place) => {
                self.list.select_place(place);
                self.read_selected();
            }
            None => self.say("no-unread", &[]),
        }
    }

    /// While one reads, the selected article is opened at once.
    fn read_selected(&mut self) {
        if self.is_reading() {
            let focus = self.focus;
            self.open_selected();
            self.focus = focus;
            self.opens = self.opens.map(|_| focus);
        }
    }

    /// Makes the column in focus wider by so many cells; for the reader, the column beside it narrower.
    pub(super) fn resize_column(&mut self, by: i32) {
        let areas = self.arrangement(Rect::new(0, 0, self.size.0, self.size.1));
        let grown = |area: Rect, by: i32| u16::try_from((i32::from(area.width) + by).max(1)).unwrap_or(u16::MAX);
        match (self.focus, areas.sections, areas.list) {
            (Focus::Sections, Some(area), _) if areas.list.is_some() => self.column_cells.0 = Some(grown(area, by)),
            (Focus::Sections | Focus::List, _, Some(area)) => self.column_cells.1 = Some(grown(area, by)),
            (Focus::Sections, Some(area), None) => self.column_cells.1 = Some(grown(area, by)),
            (Focus::Reader | Focus::Entities, _, Some(area)) => self.column_cells.1 = Some(grown(area, -by)),
            _ => {}
        }
    }
}
