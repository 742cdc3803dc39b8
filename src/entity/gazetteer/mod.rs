//! Lists of names that are compiled in, and their matches in running text.
//!
//! Owns the lists, their format (`assets/gazetteers/README.md`) and the matching; does not settle overlaps
//! (`recognise.rs`). Read `table.rs` first, then `affix.rs` (particles) and `matcher.rs`.

mod affix;
mod matcher;
mod table;

pub(super) use affix::readings;
pub(super) use matcher::GazetteerRecogniser;
pub(super) use table::{Gazetteer, gazetteer};
