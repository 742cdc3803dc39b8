//! The reader: one article, laid out.
//!
//! Owns its blocks, its lines at a width, the place where one reads, matches and mentions; does not find or recognise
//! them (`search/` and `entity/` do). Read `layout.rs` first, then `state.rs`.

mod layout;
mod state;
mod view;

pub use layout::ReadingOptions;
pub use state::{Content, ReaderState};
pub use view::draw;
