//! Every action with its name, effects, keys and keymaps.
//!
//! Owns what a user can ask for and how keys ask for it, in whatever layout the keyboard is; does not carry anything
//! out (`app/` does). Read [`Action`] first, then [`Key`] and [`Keymap`].

mod effect;
mod input;
mod key;
mod keyboard;
mod keymap;
mod list;

pub use effect::Effect;
pub use input::{Input, Mouse, MouseKind};
pub use key::{Key, KeyCode, KeyError, KeySequence};
pub use keyboard::{Keyboard, KeyboardLayout};
pub use keymap::{Binding, Context, Keymap, KeymapError, Resolution};
pub use list::Action;
