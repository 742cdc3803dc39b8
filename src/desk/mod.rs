//! The reading desk: what the reader asks of library and search, and the answers.
//!
//! Owns the questions and how library and title index are joined to answer them; stores nothing (`library/`) and shows
//! nothing (`app/`).
