//! The whole state, one update, focus, the arrangement of the panes and the frame.
//!
//! Owns what happens when: every input becomes an action, every action one arm of `update.rs`; asks the world outside
//! for nothing but [`Effect`](crate::action::Effect)s, and the desk for articles. Read `state.rs` first, then `update.rs` and `arrange.rs`.

mod arrange;
mod asking;
mod draw;
mod entities;
mod facets;
mod finding;
mod focus;
mod input;
mod listing;
mod mouse;
mod naming;
mod reading;
mod state;
mod terminal;
mod update;
mod words;

pub use arrange::{Arrangement, Focus};
pub use state::{App, Setup};
