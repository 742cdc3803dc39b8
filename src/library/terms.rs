//! The terms of an article's section, source, language and tags in the full-text index.
//!
//! Owns how they are written, so that a filter costs what a word costs; which numbers a filter means is
//! `select/filter.rs`. Every article has [`EVERY`] as well, which a query without a word stands on.

/// The term that every article has.
pub(super) const EVERY: &str = "every";

/// Stands between two paragraphs, so that no phrase of the index runs over the end of one; no word holds this sign.
pub(super) const PARAGRAPH: &str = "¶";

/// The term of a section and of all that stands in it.
pub(super) fn section(number: i64) -> String {
    format!("s{number}")
}

/// The term of a source.
pub(super) fn source(number: i64) -> String {
    format!("o{number}")
}

/// The term of a tag.
pub(super) fn tag(number: i64) -> String {
    format!("t{number}")
}

/// The term of a language; letters alone, as its code is.
pub(super) fn language(code: &str) -> String {
    format!("l{code}")
}
