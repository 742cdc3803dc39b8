//! What the list is made of: sections, sources, days and entities with counts.
//!
//! Owns the rows and the selection; does not count (`desk/` does) and does not narrow the list (`app/` does).

mod state;
mod view;

pub use state::FacetsState;
pub use view::draw;
