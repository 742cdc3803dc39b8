//! The page that shows the keys, made from the keymap.

mod state;
mod view;

pub use state::HelpState;
pub use view::draw;
