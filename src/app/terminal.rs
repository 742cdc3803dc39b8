//! The terminal, as far as the reader speaks of it: the page about it, the answer to its question, vowel signs.
//!
//! Owns what is asked and kept in the session; what was found out comes from outside ([`App::diagnose`]), and the
//! answer goes there as an effect. Next: `panes/doctor/`.

use ratatui::layout::Rect;

use crate::action::{Action, Effect, Key};
use crate::panes::doctor::{Diagnosis, DoctorState};
use crate::panes::inside_border;
use crate::text::MarkPolicy;

use super::App;
use super::state::{Page, page_area};

impl App {
    /// Takes what was found out about the terminal; the page about it shows it at once, when it is open.
    pub fn diagnose(&mut self, diagnosis: Diagnosis) {
        self.diagnosis = diagnosis;
        if matches!(self.page, Page::Doctor(_)) {
            self.show_doctor();
        }
        self.settle();
    }

    /// The rows of the screen that show one sentence in each emit mode, from the top, each with the index of its mode
    /// in [`Diagnosis::modes`]; none unless the page about the terminal is open.
    ///
    /// They are drawn in plain visual order like every other row. Whoever rewrites the frame for the terminal writes
    /// each of these in its own mode.
    pub fn sample_rows(&self) -> Vec<(u16, usize)> {
        let Page::Doctor(page) = &self.page else { return Vec::new() };
        let inside = self.page_inside();
        let on_screen = |(row, mode)| Some((inside.y.checked_add(u16::try_from(row).ok()?)?, mode));
        page.sample_rows().filter_map(on_screen).filter(|(row, _)| *row < inside.bottom()).collect()
    }

    /// Says whether vowel signs may stand in cells: most terminals misplace or drop them. The user's choice is kept,
    /// and holds again as soon as they may.
    pub fn set_marks_allowed(&mut self, allowed: bool) {
        if self.marks_allowed != allowed {
            self.marks_allowed = allowed;
            self.apply_tashkeel();
            self.settle();
        }
    }

    /// None, those that distinguish words, all: the next of the three.
    pub(super) fn switch_tashkeel(&mut self) {
        self.tashkeel = match self.tashkeel {
            MarkPolicy::Strip => MarkPolicy::Sparse,
            MarkPolicy::Sparse => MarkPolicy::Keep,
            MarkPolicy::Keep => MarkPolicy::Strip,
        };
        self.apply_tashkeel();
        match (self.tashkeel, self.marks_allowed) {
            (MarkPolicy::Strip, _) => self.say("tashkeel-off", &[]),
            (MarkPolicy::Sparse, true) => self.say("tashkeel-smart", &[]),
            (MarkPolicy::Keep, true) => self.say("tashkeel-all", &[]),
            (MarkPolicy::Sparse, false) => self.say("tashkeel-smart-withheld", &[]),
            (MarkPolicy::Keep, false) => self.say("tashkeel-all-withheld", &[]),
        }
    }

    fn apply_tashkeel(&mut self) {
        let shown = if self.marks_allowed { self.tashkeel } else { MarkPolicy::Strip };
        if shown != self.options.tashkeel {
            self.options.tashkeel = shown;
            self.reshape();
        }
    }

    /// Opens the page about the terminal, or makes it anew. Only who opens it wants to know what takes questions.
    pub(super) fn show_doctor(&mut self) {
        if !matches!(self.page, Page::Doctor(_)) {
            self.effects.push(Effect::MeasureWidths);
        }
        let page = DoctorState::new(&self.diagnosis, &self.look(true));
        self.page = Page::Doctor(match &self.page {
            Page::Doctor(older) => page.continues(older),
            _ => page,
        });
    }

    /// The actions on that page that mean something else than on the others; false for all others.
    pub(super) fn update_doctor(&mut self, action: Action) -> bool {
        let Page::Doctor(page) = &mut self.page else { return false };
        match action {
            Action::ShowDoctor => self.page = Page::None,
            Action::MoveDown => page.move_by(1),
            Action::MoveUp => page.move_by(-1),
            Action::Open => {
                let selected = page.selected();
                self.answer(selected);
            }
            _ => return false,
        }
        true
    }

    /// The number that a key types on the page about the terminal answers its question: true when it did.
    ///
    /// Arabic-Indic and Persian digits count, for that is what such keyboards type.
    pub(super) fn answer_by_number(&mut self, key: Key) -> bool {
        if !matches!(self.page, Page::Doctor(_)) {
            return false;
        }
        let digit = match key.typed() {
            Some(letter @ '\u{660}'..='\u{669}') => Some(u32::from(letter) - 0x660),
            Some(letter @ '\u{6f0}'..='\u{6f9}') => Some(u32::from(letter) - 0x6f0),
            Some(letter) => letter.to_digit(10),
            None => None,
        };
        let index = digit.and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
        index.is_some_and(|index| self.answer(index))
    }

    /// A click on a sample answers as well.
    pub(super) fn answer_at(&mut self, row: u16) {
        let rows = self.sample_rows();
        if let Some((_, mode)) = rows.into_iter().find(|(sample, _)| *sample == row) {
            self.answer(mode);
        }
    }

    /// The user can read the sample at `index`: false when there is none.
    fn answer(&mut self, index: usize) -> bool {
        let Page::Doctor(page) = &mut self.page else { return false };
        let Some(mode) = page.mode(index).map(str::to_owned) else { return false };
        page.select(index);
        self.diagnosis.chosen.clone_from(&mode);
        self.show_doctor();
        self.say("emit-kept", &[("mode", &mode)]);
        self.effects.push(Effect::KeepEmit(mode));
        true
    }

    /// The cells inside the border of a page over the panes.
    pub(super) fn page_inside(&self) -> Rect {
        let areas = self.arrangement(Rect::new(0, 0, self.size.0, self.size.1));
        inside_border(page_area(areas.body))
    }
}
