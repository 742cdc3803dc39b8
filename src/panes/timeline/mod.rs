//! The dates that the articles of a listing speak of, by year, month and day.
//!
//! Owns the tree of dates, its folds and the selection; which dates there are is counted by `desk/`, what is listed
//! for one is `app/`'s.

mod state;
mod view;

pub use state::TimelineState;
pub use view::draw;
