//! Folding-aware search: narrowing a list of titles, and finding inside one text.
//!
//! Owns the query's meaning, the ranking and the marks (byte ranges in unfolded text); does not know articles on disk
//! or panes. Read `titles.rs` and `inside.rs`; letters are made comparable by [`crate::text::fold`].

pub mod inside;
mod letters;
pub mod titles;

pub use inside::{Found, find};
pub use titles::{Hit, TitleEntry, TitleIndex};

#[cfg(test)]
mod tests;
