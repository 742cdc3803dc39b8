//! The tree of sections, with how many articles each holds.
//!
//! Owns the tree, what is folded and what is chosen; does not know articles (`library/` counts them).

mod state;
mod view;

pub use state::{EntityGroup, SectionChoice, SectionsState};
pub use view::draw;
