//! The query language, and words made comparable.
//!
//! Owns parsing a query into its parts and analysing text into words that an index stores; finds nothing itself
//! (`search/`, `library/`).
