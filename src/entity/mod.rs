//! Kinds, recognisers and canonical ids: who, where and when is spoken of.
//!
//! Owns everything from a paragraph's text to [`Mention`]s; does not know articles, files or colours.
//! Read [`Kind`] and [`Mention`] first, then `recognise.rs`, which runs the recognisers in their order.

mod census;
pub mod crf;
pub mod date;
mod event;
mod family;
mod gazetteer;
mod interest;
mod join;
mod kind;
mod link;
mod mention;
mod pattern;
pub mod quantity;
mod recognise;
mod recogniser;
mod title;
mod token;
pub mod url;

pub use census::{EntityCount, census};
pub use crf::{MODEL_VERSION, expect_many};
pub use gazetteer::{LISTS, List, Membership, Position, membership};
pub use kind::{KINDS, Kind, KindInfo};
pub use link::{AliasError, Aliases, Change, Wrong, link};
pub use mention::{EntityId, Mention};
pub use recognise::recognise;
pub use recogniser::Context;

#[cfg(test)]
mod tests;
