//! Which articles have words that begin so: an inverted index in pieces that never change.
//!
//! A map: `entries.rs` holds the lists of articles of one piece in memory and knows their bytes, `file.rs` writes a piece
//! and looks up in all of them, `merge.rs` makes one of many, and `check.rs` says what is wrong with them. What is put in
//! is `query/heads.rs`; `select/candidates.rs` walks through what is found.
//!
//! Every batch that is filed makes one piece. An article that is changed is in the piece of its new text and stays in that
//! of the old one, so that what is found must be looked up in the text.

mod check;
mod entries;
mod file;
mod merge;
#[cfg(test)]
mod tests;

pub(super) use check::faults;
pub(super) use entries::Gathered;
pub(super) use file::{Found, Keys, Waiting, count, find, key, remove_all, write};
pub(super) use merge::step as merge_step;
