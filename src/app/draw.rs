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
    Brightness, Role, doctor, entities, find, help, inside_border, list, reader, sections, status, warnings,
};

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
            sections::draw(buffer, area, &self.sections, &look_of(Focus::Sections));
        }
        let typed = self.find.as_ref().map(|find| find.purpose);
        let reserved = |purpose: FindPurpose| u16::from(typed == Some(purpose));
        if let Some(area) = areas.list {
            let look = look_of(Focus::List);
            list::draw(buffer, area, (&self.list, &self.list_title()), reserved(FindPurpose::Articles), &look);
        }
        if let Some(area) = areas.reader {
            reader::draw(buffer, area, &self.reader, reserved(FindPurpose::Inside), &look_of(Focus::Reader));
        }
        if let Some(area) = areas.entities {
            entities::draw(buffer, area, &self.entities, &look_of(Focus::Entities));
        }
        let mut caret = None;
        if let Some(state) = &self.find {
            let pane = if state.purpose == FindPurpose::Articles { areas.list } else { areas.reader };
            caret = pane.and_then(|area| find::draw(buffer, last_row(inside_border(area)), state, &self.look(true)));
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

    /// What the list is a list of: the chosen section, and the query that narrows it.
    fn list_title(&self) -> String {
        let section = self.sections.choice_name(&self.look(false));
        match &self.narrowing {
            Some(narrowing) if self.find.is_none() => format!("{} /{}", isolate(&section), isolate(&narrowing.query)),
            _ => section,
        }
    }
}

fn last_row(area: Rect) -> Rect {
    Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area }
}
