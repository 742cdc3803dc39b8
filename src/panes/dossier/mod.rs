//! The page of an entity: who it is, how often and when it is mentioned, how it is written, and with whom.
//!
//! Owns the rows, the bars over time and the selection among those it appears with; what is known of an entity is
//! counted by `desk/`, where Enter leads is `app/`'s. Read `state.rs` first, then `bars.rs`.

mod bars;
mod state;
mod view;

pub use bars::{Bars, Unit};
pub use state::DossierState;
pub use view::draw;
