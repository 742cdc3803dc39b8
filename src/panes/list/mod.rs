//! The list of articles.
//!
//! Owns the window over a listing and what is selected in it; does not list (`desk/` does) nor word a row (`app/` does).

mod state;
mod view;

pub use state::{ListState, RowContent};
pub use view::draw;
