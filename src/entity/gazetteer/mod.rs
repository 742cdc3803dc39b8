//! Lists of names that are compiled in, and their matches in running text.
//!
//! Owns the lists, their format (`assets/gazetteers/README.md`) and the matching; does not settle overlaps
//! (`recognise.rs`). Read `table.rs` (by hand) and `listed.rs` (generated) first, then `affix.rs` (particles),
//! `matcher.rs`, `nationality.rs` and `membership.rs`.

mod affix;
mod listed;
mod lookup;
mod matcher;
mod membership;
mod nationality;
mod table;

pub(super) use affix::readings;
pub(super) use listed::{country, country_of_place};
pub(super) use lookup::{entity, is_known, lookup};
pub(super) use matcher::{GazetteerRecogniser, may_name};
pub use membership::{LISTS, List, Membership, Position, membership};
pub(super) use nationality::{NationalityRecogniser, may_be_nationality};
pub(super) use table::{Gazetteer, gazetteer};
