//! The line that is typed to find something.
//!
//! Owns the line, its caret and the count beside it; does not find (`search/` does).

mod state;
mod view;

pub use state::{FindPurpose, FindState};
pub use view::draw;
