//! The reading desk: what the reader asks of library and search, and the answers.
//!
//! Owns the questions and how library and title index are joined to answer them; stores nothing (`library/`) and shows
//! nothing (`app/`). Read `ask.rs` first, then `answer.rs`; a listing begins in `listing.rs`.

mod aliases;
mod answer;
mod ask;
mod entities;
mod facets;
mod found;
mod group;
mod lines;
mod listing;
mod pending;
mod tagging;
mod unfold;
mod window;

pub use aliases::{AliasEdit, Aliased};
pub use answer::Desk;
pub use ask::{
    Answer, Ask, Entry, Facets, Group, GroupName, Hit, ListScope, Listed, Listing, Opened, Rows, Sort, Unfolded,
};
pub use entities::{Entities, EntityPage, NAMING, Rising, SpokenDate, Timeline};
pub use found::found_in;
pub use tagging::{Tagged, mentions_of};
