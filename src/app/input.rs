//! From keys to actions.
//!
//! Owns what a key means where the focus is: a letter of a line being typed, an action of the keymap, or the first key
//! of a sequence. Next: `mouse.rs` for the mouse, `update.rs` for what the actions do.

use crate::action::{Context, Effect, Input, Key, KeyCode, Resolution};

use super::entities::Beside;
use super::state::Page;
use super::{App, Focus};

impl App {
    /// Takes one input and does what it asks for. Then questions are to be answered ([`App::next_ask`]), and after them
    /// effects to be carried out ([`App::take_effects`]).
    pub fn input(&mut self, input: Input) {
        // Whoever has touched something has chosen what is selected.
        self.untouched &= matches!(input, Input::Resize(..));
        match input {
            Input::Key(key) => return self.press(key.normalised()),
            Input::Mouse(mouse) => self.mouse(mouse),
            Input::Resize(columns, rows) => self.size = (columns, rows),
            Input::Paste(text) => {
                let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
                self.type_text(line.trim());
            }
        }
        self.settle();
    }

    /// What the world outside must do, in its order; asked for once.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    fn press(&mut self, key: Key) {
        self.status.message = None;
        if let Some(letter) = key.typed() {
            self.keyboard.observe(letter);
        }
        let mut keys = std::mem::take(&mut self.status.pending);
        let was_pending = !keys.is_empty();
        if !was_pending && self.answer_by_number(key) {
            return self.settle();
        }
        keys.push(key);
        match self.resolve(&keys) {
            Resolution::Action(action) => return self.update(action),
            Resolution::Pending => self.status.pending = keys,
            Resolution::Unbound if was_pending && key.code != KeyCode::Esc => return self.press(key),
            Resolution::Unbound => {
                if let Some(letter) = key.typed().filter(|_| self.find.is_some()) {
                    self.type_text(letter.encode_utf8(&mut [0; 4]));
                }
            }
        }
        self.settle();
    }

    /// What keys mean where the focus is. In a line being typed letters are letters; elsewhere they count by their
    /// place on the keyboard when they mean nothing by themselves.
    fn resolve(&self, keys: &[Key]) -> Resolution {
        if self.find.is_some() && keys.iter().all(|key| key.typed().is_some()) {
            return self.keymap.resolve(&[Context::Find], keys);
        }
        let pane = match (&self.find, &self.page, self.focus) {
            (Some(_), ..) => return self.keymap.resolve_by_place(&[Context::Find], keys, self.keyboard),
            (None, Page::Help(_) | Page::Warnings(_), _) => Context::Help,
            (None, Page::Doctor(_), _) => Context::Doctor,
            (None, Page::None, Focus::Sections) if self.walk.beside == Beside::Entity => Context::Entities,
            (None, Page::None, Focus::Sections) => Context::Sections,
            (None, Page::None, Focus::List) => Context::List,
            (None, Page::None, Focus::Reader) => Context::Reader,
            (None, Page::None, Focus::Entities) => Context::Entities,
        };
        self.keymap.resolve_by_place(&[pane, Context::Global], keys, self.keyboard)
    }
}
