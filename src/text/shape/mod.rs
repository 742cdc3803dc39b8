//! Step 4: shaping: letters take the forms that join them, lam and alef become one, and atoms come out.
//!
//! `joining.rs` says who joins whom, `forms.rs` which code point shows it, `symbol.rs` what a cell shows of one
//! grapheme, `tashkeel.rs` which words show their marks, `shaper.rs` runs them over a paragraph. Nothing here knows a width of a line or a style.

mod forms;
mod joining;
mod shaper;
mod symbol;
mod tashkeel;

pub(super) use shaper::shape;
pub use symbol::printable;
