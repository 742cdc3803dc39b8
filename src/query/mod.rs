//! The query language, and words made comparable.
//!
//! Owns parsing a query into its parts and analysing text into words that an index stores; finds nothing itself
//! (`search/`, `library/`). Read `expr.rs` first (the types), then `parse.rs` (the grammar) and `words.rs`, `stem.rs`.

mod date;
mod expr;
mod field;
mod heads;
mod letters;
mod matching;
mod parse;
mod problem;
mod radical;
mod stem;
mod words;

pub use expr::{Expr, Filter, Form, Query, Scope, State, Strictness, TextMatch, Word};
pub use heads::{Beginning, Heads, is_kept_by_stems};
pub use matching::{Comparer, Holds};
pub use parse::parse;
pub use problem::{Problem, ProblemKind};
pub use stem::stem;
pub use words::{IndexWord, index_text, index_words};

#[cfg(test)]
mod tests;
