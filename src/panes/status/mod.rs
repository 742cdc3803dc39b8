//! The status line: counts, messages, keys that wait for more.

mod state;
mod view;

pub use state::StatusState;
pub use view::draw;
