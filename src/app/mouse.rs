//! The mouse: a click selects, a second one opens; the wheel scrolls what is under it; borders are dragged.
//!
//! Owns what a place on the screen means; next: `update.rs` for what keys do.

use ratatui::layout::Rect;

use crate::action::{Action, Mouse, MouseKind};
use crate::panes::find::FindPurpose;
use crate::panes::inside_border;
use crate::text::Direction;

use super::entities::Beside;
use super::state::Page;
use super::{App, Focus};

/// The wheel moves by so many rows.
const WHEEL_ROWS: isize = 3;

impl App {
    pub(super) fn mouse(&mut self, mouse: Mouse) {
        match mouse.kind {
            MouseKind::Press => self.mouse_press(mouse),
            MouseKind::Drag => self.drag(mouse),
            MouseKind::Release => self.dragging = None,
            MouseKind::WheelUp => self.wheel(mouse, -WHEEL_ROWS),
            MouseKind::WheelDown => self.wheel(mouse, WHEEL_ROWS),
        }
    }

    fn screen(&self) -> Rect {
        Rect::new(0, 0, self.size.0, self.size.1)
    }

    fn wheel(&mut self, mouse: Mouse, by: isize) {
        if !matches!(self.page, Page::None) {
            return self.scroll_page(by);
        }
        match self.arrangement(self.screen()).pane_at(mouse.column, mouse.row) {
            Some((Focus::Sections, _)) if self.walk.beside == Beside::Entity => self.walk.dossier.scroll_by(by),
            Some((Focus::Sections, _)) if self.walk.beside == Beside::Timeline => self.walk.timeline.scroll_by(by),
            Some((Focus::Sections, _)) if self.facets_shown => self.facets.scroll_by(by),
            Some((Focus::Sections, _)) => self.sections.scroll_by(by),
            Some((Focus::List, _)) => self.list.scroll_by(by),
            Some((Focus::Reader, _)) => self.reader.scroll_by(by),
            Some((Focus::Entities, _)) => self.entities.scroll_by(by),
            None => {}
        }
    }

    fn mouse_press(&mut self, mouse: Mouse) {
        self.status.message = None;
        self.dragging = None;
        if !matches!(self.page, Page::None) {
            return self.answer_at(mouse.row);
        }
        let areas = self.arrangement(self.screen());
        self.dragging = areas.border_at(mouse.column, mouse.row, self.direction());
        let Some((pane, area)) = areas.pane_at(mouse.column, mouse.row).filter(|_| self.dragging.is_none()) else {
            return;
        };
        let inside = inside_border(area);
        let place = ratatui::layout::Position { x: mouse.column, y: mouse.row };
        let row = inside.contains(place).then(|| usize::from(mouse.row - inside.y));
        if self.press_while_finding(pane) {
            return;
        }
        match (pane, row) {
            (Focus::Sections, Some(row)) if self.walk.beside != Beside::Sections => {
                let was_there = self.focus == Focus::Sections;
                self.set_focus(Focus::Sections);
                let opens = match self.walk.beside {
                    Beside::Entity => self.walk.dossier.click(row),
                    _ => !self.walk.timeline.click(row) && was_there,
                };
                if opens {
                    self.open_beside();
                }
            }
            (Focus::Sections, Some(row)) if self.facets_shown => {
                self.set_focus(Focus::Sections);
                if self.facets.click(row) {
                    self.narrow_by_facet();
                }
            }
            (Focus::Sections, Some(row)) => {
                self.set_focus(Focus::Sections);
                if !self.sections.click(row) {
                    self.update(Action::ToggleFold);
                }
            }
            (Focus::List, Some(row)) => self.click_list(row),
            (Focus::Entities, Some(row)) => {
                self.set_focus(Focus::Entities);
                if self.entities.click(row) {
                    self.jump_to_entity(true);
                }
            }
            (pane, _) => self.set_focus(pane),
        }
    }

    /// A click while a line is typed: in the list it selects; elsewhere the line ends first, opened or left.
    /// True when nothing else is to be done.
    fn press_while_finding(&mut self, pane: Focus) -> bool {
        match self.find.as_ref().map(|find| find.purpose) {
            None => false,
            Some(FindPurpose::Articles) if pane == Focus::List => false,
            Some(FindPurpose::Articles) if pane == Focus::Reader => {
                self.update_find(Action::Open);
                true
            }
            Some(FindPurpose::Articles) => {
                self.update_find(Action::Cancel);
                false
            }
            Some(FindPurpose::Name | FindPurpose::Merge) => {
                self.update_find(Action::Cancel);
                false
            }
            Some(FindPurpose::Inside | FindPurpose::Note) => {
                self.update_find(Action::Open);
                false
            }
        }
    }

    /// The first click on an article selects it, the second opens it.
    fn click_list(&mut self, row: usize) {
        let had_focus = self.focus == Focus::List;
        let typing = self.find.is_some();
        let is_empty = self.list.places() == 0;
        let selected_another = self.list.click(row);
        if selected_another || !had_focus || is_empty {
            self.set_focus(Focus::List);
        } else if typing {
            self.update_find(Action::Open);
        } else if self.list.hits(row) {
            self.set_focus(Focus::Reader);
        }
    }

    fn drag(&mut self, mouse: Mouse) {
        let areas = self.arrangement(self.screen());
        let cells = |area: Rect| match self.direction() {
            Direction::Ltr => (mouse.column + 1).saturating_sub(area.left()),
            Direction::Rtl => area.right().saturating_sub(mouse.column),
        };
        match (self.dragging, areas.sections, areas.list) {
            (Some(Focus::Sections), Some(area), Some(_)) => self.column_cells.0 = Some(cells(area)),
            (Some(Focus::Sections), Some(area), None) => self.column_cells.1 = Some(cells(area)),
            (Some(Focus::List), _, Some(area)) => self.column_cells.1 = Some(cells(area)),
            _ => {}
        }
    }
}
