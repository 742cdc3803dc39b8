//! The frame: every pane in its area.
//!
//! Owns the order of drawing and the terminal's cursor; reads the state and changes nothing. The panes draw
//! themselves, each in its `view.rs`.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Color;

use crate::message::isolate;
use crate::panes::find::FindPurpose;
use crate::panes::paint::fill;
use crate::panes::{
    Brightness, Role, doctor, dossier, entities, facets, find, help, inside_border, list, reader, sections, status,
    timeline, warnings,
};

use super::entities::Beside;
use super::state::{Page, page_area};
use super::{App, Focus};

impl App {
    /// Draws everything into a frame of whatever size.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        if let Some(caret) = self.paint(frame.buffer_mut()) {
            frame.set_cursor_position(caret);
        }
    }

    /// Draws everything into the cells of a frame; returns where the caret stands, if there is one.
    ///
    /// For a terminal that must get its cells in another order, which may move the caret as well.
    pub fn paint(&self, buffer: &mut Buffer) -> Option<Position> {
        let screen = buffer.area;
        fill(buffer, screen, self.theme.style(Role::Text));
        let areas = self.arrangement(screen);
        let has_page = !matches!(self.page, Page::None);
        let look_of = |pane: Focus| self.look(self.focus == pane && !has_page);
        if let Some(area) = areas.sections {
            let look = look_of(Focus::Sections);
            match self.walk.beside {
                Beside::Entity => dossier::draw(buffer, area, &self.walk.dossier, &look),
                Beside::Timeline => timeline::draw(buffer, area, &self.walk.timeline, &look),
                Beside::Sections if self.facets_shown => facets::draw(buffer, area, &self.facets, &look),
                Beside::Sections => sections::draw(buffer, area, &self.sections, &look),
            }
        }
        let reserved = |purpose: FindPurpose, area: Rect| self.rows_for_find(purpose, inside_border(area));
        if let Some(area) = areas.list {
            let look = look_of(Focus::List);
            list::draw(buffer, area, (&self.list, &self.list_title()), reserved(FindPurpose::Articles, area), &look);
        }
        if let Some(area) = areas.reader {
            let rows = reserved(FindPurpose::Inside, area);
            reader::draw(buffer, area, &self.reader, rows, &look_of(Focus::Reader));
        }
        if let Some(area) = areas.entities {
            entities::draw(buffer, area, &self.entities, &look_of(Focus::Entities));
        }
        let mut caret = None;
        if let Some(state) = &self.find {
            let pane = match state.purpose {
                FindPurpose::Articles => areas.list,
                _ => areas.reader.or(areas.list).or(areas.sections).or(areas.entities),
            };
            caret = pane.and_then(|area| {
                let rows = last_rows(
                    inside_border(area),
                    if state.purpose == FindPurpose::Articles {
                        self.rows_for_find(FindPurpose::Articles, inside_border(area))
                    } else {
                        reserved(FindPurpose::Inside, area)
                    },
                );
                find::draw(buffer, rows, state, &self.look(true))
            });
        }
        let page = page_area(areas.body);
        if has_page {
            fill(buffer, areas.body, self.theme.style(Role::Text));
        }
        match &self.page {
            Page::None => {}
            Page::Help(state) => help::draw(buffer, page, state, &self.look(true)),
            Page::Warnings(state) => warnings::draw(buffer, page, state, &self.look(true)),
            Page::Doctor(state) => doctor::draw(buffer, page, state, &self.look(true)),
        }
        if let Some(area) = areas.status {
            status::draw(buffer, area, &self.status, &self.look(false));
        }
        caret
    }

    /// The theme's foreground in red, green and blue; where the theme leaves it to the terminal, one that can be read on
    /// the ground that it is made for.
    pub fn ink(&self) -> (u8, u8, u8) {
        match (self.theme.style(Role::Text).fg, self.brightness) {
            (Some(Color::Rgb(red, green, blue)), _) => (red, green, blue),
            (_, Brightness::Dark) => (0xe5, 0xe5, 0xe5),
            (_, Brightness::Light) => (0x00, 0x00, 0x00),
        }
    }

    /// What the list is a list of: the chosen section or what stands for it, and the query that narrows it.
    fn list_title(&self) -> String {
        let scope = match &self.scope {
            Some((_, name)) => name.clone(),
            None => self.sections.choice_name(&self.look(false)),
        };
        match &self.search {
            Some(search) if self.find.is_none() => format!("{} /{}", isolate(&scope), isolate(&search.query)),
            _ => scope,
        }
    }
}

fn last_rows(area: Rect, rows: u16) -> Rect {
    let height = area.height.min(rows);
    Rect { y: area.bottom().saturating_sub(height), height, ..area }
}
