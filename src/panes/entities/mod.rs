//! Who and what an article names, with counts.
//!
//! Owns the rows and the selection; does not recognise (`entity/` does) and does not move the reader (`app/` does).

mod state;
mod view;

pub use state::EntitiesState;
pub use view::draw;
