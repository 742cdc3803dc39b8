//! The reading desk: what the reader asks of library and search, and the answers.
//!
//! Owns the questions and how library and title index are joined to answer them; stores nothing (`library/`) and shows
//! nothing (`app/`). Read `ask.rs` first, then `answer.rs`.

mod answer;
mod ask;
mod facets;
mod found;
mod group;
mod listing;

pub use answer::Desk;
pub use ask::{Answer, Ask, Entry, Facets, Group, GroupName, Hit, ListScope, Listed, Listing, Opened, Rows, Sort};
pub use found::found_in;
