//! Kinds, recognisers and canonical ids: who, where and when is spoken of.
//!
//! Owns everything from a paragraph's text to [`Mention`]s; does not know articles, files or colours.
//! Read [`Kind`] and [`Mention`] first, then `recognise.rs`, which runs the recognisers in their order.

pub mod date;
mod kind;
mod mention;
mod token;

pub use kind::{KINDS, Kind, KindInfo};
pub use mention::{EntityId, Mention};
