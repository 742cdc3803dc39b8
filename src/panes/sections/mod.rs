//! The tree of sections, with how many articles each holds.
//!
//! Owns the tree, what is folded and what is chosen; does not know articles (`app/` counts them).

mod state;
mod view;

pub use state::{SectionChoice, SectionTally, SectionsState};
pub use view::draw;
