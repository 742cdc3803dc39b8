//! Which mentions speak of one entity: within an article, across articles, and where the reader says so.
//!
//! Owns canonical ids. Does not find mentions (`recognise.rs`). Read `cluster.rs` (an article), `name.rs` (what of a name
//! counts), then `aliases.rs` and `alias_text.rs` (what the reader has changed).

mod alias_text;
mod aliases;
mod cluster;
mod name;

pub use alias_text::AliasError;
pub use aliases::{Aliases, Change, Wrong};
pub use cluster::link;
