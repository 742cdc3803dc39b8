//! What lasts between runs: the articles of a library with its indexes, and what a reader has done with them.
//!
//! Owns one SQLite file and all SQL of khabar; knows no folder of the platform and no query's grammar (`query/`).
//! Read [`Library`] first, then `v1.sql`, the tables; [`MarkStore`] keeps the marks and notes of readers without a
//! library.

mod backup;
mod census;
mod copies;
mod error;
mod events;
mod filing;
mod joining;
mod key;
mod likeness;
mod listing;
mod marking;
mod marks;
mod mentions;
mod names;
mod naming;
mod numbers;
mod pieces;
mod prepared;
mod row;
mod salvage;
mod schema;
mod select;
mod shelf;
mod similar;
mod spans;
mod store;
mod stored;
mod terms;
mod turn;
mod upkeep;

#[cfg(test)]
mod tests;

pub use census::{EntityScope, EntityTally};
pub use error::LibraryError;
pub use filing::{Filed, FiledSome};
pub use key::ArticleKey;
pub use marking::SectionTally;
pub use marks::{ArticleMarks, Marks, Position};
pub use naming::Named;
pub use prepared::{Prepared, prepare};
pub use row::{Row, TitleRow};
pub use salvage::{Repaired, repair};
pub use schema::Access;
pub use select::{Bounds, Selection};
pub use shelf::Library;
pub use store::{MarkStore, Notes, StoreError};
pub use stored::Stored;
pub use upkeep::Info;
