//! The layout engine: total functions from `&str` to cells.
//!
//! Owns every step from a paragraph in logical order to atoms in columns; knows no file, style, colour, error or
//! terminal. Read in the order of the pipeline: `paragraph`, `bidi`, `segment`, `shape`, `line_break`, `reorder`,
//! `layout`, `hit`; beside it stand `fold` (comparing) and `edit` (a line being typed).

mod fold;
mod paragraph;

pub use fold::{Folded, fold};
pub use paragraph::{BaseDirection, Direction, first_strong_direction, split_paragraphs};
