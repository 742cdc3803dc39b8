//! The layout engine: total functions from `&str` to cells.
//!
//! Owns every step from a paragraph in logical order to atoms in columns; knows no file, style, colour, error or
//! terminal. Read in the order of the pipeline: `paragraph`, `bidi`, `segment`, `shape`, `line_break`, `reorder`,
//! `layout`, `hit`; beside it stand `fold` (comparing) and `edit` (a line being typed).

mod atom;
pub mod bidi;
mod control;
mod edit;
mod fold;
mod hit;
mod layout;
mod line_break;
mod mirror;
mod paragraph;
pub mod reorder;
pub mod segment;
mod shape;
mod width;

pub use atom::Atom;
pub use control::self_contained;
pub use edit::{EditorView, LineEditor};
pub use fold::{Folded, fold};
pub use layout::{Align, MarkPolicy, PlacedAtom, PlacedLine, ShapeOptions, ShapedText, Shaping};
pub use line_break::{BreakReason, Line};
pub use paragraph::{BaseDirection, Direction, bidi_class, first_strong_direction, split_paragraphs};
pub use shape::printable;
