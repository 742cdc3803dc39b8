//! Dates in running text: by grammar, in Arabic first, then Persian, Urdu, Hebrew and English.
//!
//! Owns the way from a text to [`DateMention`]s; does not convert between calendars and reads no clock.
//! Read `value.rs` first, then `lexicon.rs` (the words) and `grammar.rs` (how they go together).

mod grammar;
mod hijri;
mod lexicon;
mod numeric;
mod period;
mod range;
mod relative;
mod value;

pub use grammar::{DateMention, find_dates};
pub(super) use grammar::{dates_in, may_begin};
pub(super) use lexicon::{is_date_word, is_weekday};
pub use value::{Calendar, DatePoint, DateValue, Part, Season};

#[cfg(test)]
mod tests;
