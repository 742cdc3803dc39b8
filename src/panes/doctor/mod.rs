//! The page about the terminal: what was found out, and one sentence in every emit mode.
//!
//! Owns the question "which line can you read?"; does not know what a mode does (`shell/` rewrites the sample rows).
//! Read `state.rs` first.

mod state;
mod view;

pub use state::{Diagnosis, DoctorState};
pub use view::draw;
