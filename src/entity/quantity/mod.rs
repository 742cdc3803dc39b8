//! Numbers that mean something: quantities, money, percentages, times of the day and lengths of time.
//!
//! Owns the way from tokens to their spans and values; dates are in `date/`, which goes first where both could read.
//! Read `lexicon.rs` (words), `numeral.rs` (numbers), then `measure.rs` (number and what follows it).
//!
//! # Values
//!
//! | kind | value | example |
//! |---|---|---|
//! | quantity | number, space, unit code or folded noun in the singular | `300 km`, `12.5 m2`, `3000 t`, `29 شخص` |
//! | money | number, space, ISO 4217 code; parts of a currency in the whole one | `1500000 USD`, `0.31 USD` |
//! | percent | number, space, `%` | `12.5 %` |
//! | duration | ISO 8601 duration; decades and centuries in years | `P3D`, `PT2H`, `P2Y6M`, `P20Y`, `P3W` |
//! | time | ISO 8601 time with its zone where the text says one | `T15:30`, `T14:30Z`, `T09:00+03:00` |
//!
//! Numbers are plain decimals: no thousands signs, a point before the fraction, no zeros behind it. A range has a
//! slash between its ends: `10/20 km`, `P5Y/P10Y`. Words for about (نحو, أكثر من) and by (بنسبة, لمدة) stay outside
//! the span; a noun that no list knows stands as folded, without the alef of the accusative.

mod clock;
mod currency;
mod decimal;
mod duration;
mod lexicon;
mod measure;
mod noun;
mod numeral;
mod recogniser;

pub(super) use clock::may_be_hour;
pub(super) use lexicon::{is_listed, is_measure};
pub use measure::{ValueMention, find_values};
pub(super) use recogniser::ValueRecogniser;

#[cfg(test)]
mod tests;
