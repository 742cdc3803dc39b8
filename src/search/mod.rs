//! Finding articles by their titles, sections and sources while one types, words inside one article, and snippets.
//!
//! Owns folding-aware fuzzy retrieval and the marks that it leaves; the query language and words are `query/`, bodies
//! are searched by `library/`. Letters are compared by [`crate::text::fold`]. Read `titles.rs` first (the index), then
//! `narrow.rs` and `rank.rs`.

mod align;
mod alphabet;
mod cache;
mod column;
pub mod inside;
mod letters;
mod mark;
mod narrow;
mod parts;
mod rank;
mod snippet;
mod titles;
mod word;

pub use cache::CacheError;
pub use inside::{Found, find};
pub use snippet::{Snippet, snippet};
pub use titles::{Builder, TitleEntry, TitleHit, TitleIndex};

#[cfg(test)]
mod tests;
