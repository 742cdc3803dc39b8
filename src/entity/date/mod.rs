//! Dates in running text: by grammar, in Arabic first, then Persian, Urdu, Hebrew and English.
//!
//! Owns the way from a text to [`DateMention`]s; does not convert between calendars and reads no clock.
//! Read `value.rs` first, then `lexicon.rs` (the words) and `grammar.rs` (how they go together).

mod grammar;
mod lexicon;
mod numeric;
mod range;
mod value;

pub use grammar::{DateMention, find_dates};
pub use value::{Calendar, DatePoint, DateValue};

#[cfg(test)]
mod tests;
