//! The list of articles.
//!
//! Owns which articles are listed and which is selected; does not know articles (`app/` says how each one reads).

mod state;
mod view;

pub use state::{ListItem, ListState, RowContent};
pub use view::draw;
