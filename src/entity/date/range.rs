//! Ranges: من 2020 إلى 2022, بين سبتمبر 2020 ونوفمبر 2021, 2020–2022.
//!
//! Owns the joining of two dates into one; the dates themselves are read by `grammar.rs` and `numeric.rs`.

use super::grammar::{Form, Found, Grammar, Step};
use super::lexicon::{read, roles};
use super::{DatePoint, DateValue};
use crate::entity::token::Class;

impl Grammar<'_, '_> {
    /// `first`, joined with the date behind a word or sign of range when both make one range.
    pub(super) fn with_range(&self, at: usize, first: Found) -> Step {
        Step::Found(self.joined(at, &first).unwrap_or(first))
    }

    fn joined(&self, at: usize, first: &Found) -> Option<Found> {
        let opened = at.checked_sub(1).and_then(|before| read(self.tokens, before)).is_some_and(|word| word.roles.from)
            || self.is_years_word(at);
        let second_at = self.range_joint(first, opened)?;
        let second = match self.single(second_at) {
            Step::Found(second) => second,
            Step::Skip(_) => self.bare_year(second_at).filter(|_| first.form != Form::Named)?,
        };
        if second.form == Form::BareYear && first.form == Form::Named {
            return None;
        }
        let value = joined_value(first.value, second.value)?;
        Some(Found { start: first.start, next: second.next, value, form: Form::Named })
    }

    /// The token where the second date of a range starts.
    fn range_joint(&self, first: &Found, opened: bool) -> Option<usize> {
        let next = first.next;
        let word = self.tokens.folded(next);
        let is_and = matches!(word, "و" | "and") || self.is_attached_and(next);
        if is_and {
            let attached = self.is_attached_and(next);
            return opened.then_some(next + usize::from(!attached));
        }
        let is_dash = self.tokens.is_sign(next, "-");
        (is_dash || roles(word).to).then_some(next + 1)
    }

    /// True for a date word that و is written onto: ونوفمبر.
    fn is_attached_and(&self, at: usize) -> bool {
        let reading = read(self.tokens, at);
        self.tokens.folded(at).starts_with('و') && reading.is_some_and(|word| word.particles > 0)
    }

    fn is_years_word(&self, at: usize) -> bool {
        read(self.tokens, at).is_some_and(|word| word.roles.years_word)
    }

    /// True when a bare year goes on to a second one.
    pub(super) fn has_second_year(&self, first: &Found) -> bool {
        let Some(at) = self.range_joint(first, true) else { return false };
        let year = if self.tokens.is(at, Class::Number) { self.bare_year(at) } else { self.year(at) };
        year.is_some_and(|second| joined_value(first.value, second.value).is_some())
    }
}

/// The range from one date to a later one; the first takes the year of the second where it has none of its own.
fn joined_value(first: DateValue, second: DateValue) -> Option<DateValue> {
    if first.calendar != second.calendar || first.end.is_some() || second.end.is_some() {
        return None;
    }
    if first.start.part.is_some() || second.start.part.is_some() {
        return None;
    }
    let borrows = first.start.year.is_none() || first.anchored && !second.anchored;
    let start = if borrows { DatePoint { year: second.start.year, ..first.start } } else { first.start };
    let end = second.start;
    let order = |point: DatePoint| (point.year, point.month.unwrap_or(0), point.day.unwrap_or(0));
    let same_grain = start.month.is_some() == end.month.is_some();
    let ascends = order(start) < order(end);
    let anchored = second.anchored || first.anchored && !borrows;
    (same_grain && ascends).then_some(DateValue { start, end: Some(end), calendar: first.calendar, anchored })
}
