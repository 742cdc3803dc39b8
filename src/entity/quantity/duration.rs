//! Lengths of time: ثلاثة أيام, عام ونصف, ساعتين و20 دقيقة.
//!
//! Owns the value of a length and how its parts go together; the dates that قبل makes of it are in `date/`.

use std::fmt;

use super::decimal::Decimal;
use super::lexicon::{Digit, Span, What};
use super::numeral::{Numbers, Numeral};

/// A length of time by its parts, written as an ISO 8601 duration: `P2Y6M`, `PT1H30M`, `P3W`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Length {
    years: Option<Decimal>,
    months: Option<Decimal>,
    weeks: Option<Decimal>,
    days: Option<Decimal>,
    hours: Option<Decimal>,
    minutes: Option<Decimal>,
    seconds: Option<Decimal>,
}

impl Length {
    /// So many of a unit; fractions go to the next smaller unit where that comes out even.
    pub(super) fn of(count: Decimal, span: Span) -> Option<Self> {
        let none = Self::default();
        let whole = |number: Decimal| number.to_whole().is_some();
        Some(match span {
            Span::Century => Self::of(count.times(100)?, Span::Year)?,
            Span::Decade => Self::of(count.times(10)?, Span::Year)?,
            Span::Year => Self::split(count, 12, |years, months| Self { years, months, ..none }),
            Span::Month => Self { months: Some(count), ..none },
            Span::Week if whole(count) => Self { weeks: Some(count), ..none },
            Span::Week if whole(count.times(7)?) => Self { days: Some(count.times(7)?), ..none },
            Span::Week => Self { weeks: Some(count), ..none },
            Span::Day => Self::split(count, 24, |days, hours| Self { days, hours, ..none }),
            Span::Hour => Self::split(count, 60, |hours, minutes| Self { hours, minutes, ..none }),
            Span::Minute => Self::split(count, 60, |minutes, seconds| Self { minutes, seconds, ..none }),
            Span::Second => Self { seconds: Some(count), ..none },
        })
    }

    /// A count as whole units and the smaller ones of its fraction, when there is room for both.
    fn split(count: Decimal, factor: u64, build: impl Fn(Option<Decimal>, Option<Decimal>) -> Self) -> Self {
        let smaller = count.times(factor).and_then(Decimal::to_whole);
        match (count.to_whole(), smaller) {
            (None, Some(smaller)) => {
                let some = |number: u64| (number > 0).then(|| Decimal::whole(number));
                build(some(smaller / factor), some(smaller % factor))
            }
            _ => build(Some(count), None),
        }
    }

    /// A part of one unit: half an hour is thirty minutes, a third of one twenty.
    fn part((numerator, denominator): (u64, u64), span: Span) -> Option<Self> {
        let (factor, smaller) = match span {
            Span::Century => (100, Span::Year),
            Span::Decade => (10, Span::Year),
            Span::Year => (12, Span::Month),
            Span::Day => (24, Span::Hour),
            Span::Hour => (60, Span::Minute),
            Span::Minute => (60, Span::Second),
            Span::Month | Span::Week | Span::Second => (1, span),
        };
        Self::of(Decimal::whole(factor).part(numerator, denominator)?, smaller)
    }

    fn plus(self, other: Self) -> Option<Self> {
        let sum = |one: Option<Decimal>, two: Option<Decimal>| match (one, two) {
            (Some(one), Some(two)) => one.plus(two).map(Some),
            (one, two) => Some(one.or(two)),
        };
        Some(Self {
            years: sum(self.years, other.years)?,
            months: sum(self.months, other.months)?,
            weeks: sum(self.weeks, other.weeks)?,
            days: sum(self.days, other.days)?,
            hours: sum(self.hours, other.hours)?,
            minutes: sum(self.minutes, other.minutes)?,
            seconds: sum(self.seconds, other.seconds)?,
        })
    }

    /// Weeks stand alone in ISO 8601: beside other parts they are days.
    fn in_days(mut self) -> Self {
        let others = [self.years, self.months, self.days, self.hours, self.minutes, self.seconds];
        if let Some(weeks) = self.weeks
            && others.iter().any(Option::is_some)
            && let Some(days) = weeks.times(7)
        {
            let days = self.days.map_or(Some(days), |more| more.plus(days));
            (self.weeks, self.days) = (None, days);
        }
        self
    }
}

impl fmt::Display for Length {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.in_days();
        let dates = [(length.years, 'Y'), (length.months, 'M'), (length.weeks, 'W'), (length.days, 'D')];
        let clock = [(length.hours, 'H'), (length.minutes, 'M'), (length.seconds, 'S')];
        out.write_str("P")?;
        write_parts(out, &dates)?;
        if clock.iter().any(|(count, _)| count.is_some()) {
            out.write_str("T")?;
        }
        write_parts(out, &clock)
    }
}

fn write_parts(out: &mut fmt::Formatter<'_>, parts: &[(Option<Decimal>, char)]) -> fmt::Result {
    parts
        .iter()
        .filter_map(|(count, mark)| count.zip(Some(mark)))
        .try_for_each(|(count, mark)| write!(out, "{count}{mark}"))
}

/// A length that the grammar has read, with the token after it.
pub(super) struct LengthFound {
    pub(super) length: Length,
    pub(super) next: usize,
}

impl Numbers<'_, '_> {
    /// The length that a count of `span` before the token `next` begins, with what و adds to it.
    pub(super) fn length(&self, count: Decimal, span: Span, next: usize) -> Option<LengthFound> {
        let mut found = LengthFound { length: Length::of(count, span)?, next };
        let mut smallest = span;
        loop {
            if let Some(half) = self.and_part(&found, smallest) {
                return Some(half);
            }
            let Some((count, smaller, next)) = self.and_count(found.next, smallest) else { return Some(found) };
            found = LengthFound { length: found.length.plus(Length::of(count, smaller)?)?, next };
            smallest = smaller;
        }
    }

    /// نصف ساعة, ثلاثة أرباع الساعة: the length of a part of a unit that stands at `at`.
    pub(super) fn part_length(&self, number: &Numeral) -> Option<LengthFound> {
        let word = self.reading(number.next).filter(|word| word.skipped == 0 && !word.lexeme.dual)?;
        let Some(What::Time(span)) = word.lexeme.what else { return None };
        if word.is_definite && span != Span::Hour {
            return None;
        }
        Some(LengthFound { length: Length::part(number.part?, span)?, next: number.next + 1 })
    }

    /// ونصف, وربع الساعة, ونصف العام behind a length.
    fn and_part(&self, found: &LengthFound, span: Span) -> Option<LengthFound> {
        let word = self.reading(found.next).filter(|word| word.is_and && word.skipped == 1)?;
        let Some(Digit::Part(numerator, denominator)) = word.lexeme.digit else { return None };
        // شهر ونصف has no whole days: its half stays a decimal.
        let part = match span {
            Span::Month | Span::Week => Length::of(Decimal::whole(1).part(numerator, denominator)?, span),
            _ => Length::part((numerator, denominator), span),
        }?;
        let next = found.next + 1;
        let repeated = self.reading(next).filter(|word| word.skipped == 0 && !word.lexeme.dual);
        let is_repeated = repeated.is_some_and(|word| word.lexeme.what == Some(What::Time(span)));
        Some(LengthFound { length: found.length.plus(part)?, next: next + usize::from(is_repeated) })
    }

    /// و20 دقيقة, وستة أشهر, وشهرين: a count of a smaller unit.
    fn and_count(&self, at: usize, larger: Span) -> Option<(Decimal, Span, usize)> {
        let at = match self.tokens.folded(at) {
            "و" => at + 1,
            _ => self.reading(at).filter(|word| word.is_and && word.skipped == 1 && !word.is_definite).map(|_| at)?,
        };
        let is_smaller = |span: Span| (span as u8) < (larger as u8);
        if let Some(word) = self.reading(at)
            && let (true, Some(What::Time(span))) = (word.lexeme.dual || word.lexeme.single, word.lexeme.what)
        {
            let count = Decimal::whole(if word.lexeme.dual { 2 } else { 1 });
            let stands = word.lexeme.dual || matches!(span, Span::Hour | Span::Minute | Span::Day);
            return (is_smaller(span) && stands).then_some((count, span, at + 1));
        }
        let number = self.numeral(at).filter(|number| number.part.is_none())?;
        let word = self.reading(number.next).filter(|word| word.skipped == 0 && !word.is_definite)?;
        match word.lexeme.what? {
            What::Time(span) if is_smaller(span) => Some((number.value, span, number.next + 1)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Length, Span};

    #[test]
    fn fractions_go_to_smaller_units() {
        let written =
            |whole, fraction, span| Length::of(Decimal::parse(whole, fraction).unwrap(), span).unwrap().to_string();
        assert_eq!(written("2", "5", Span::Year), "P2Y6M");
        assert_eq!(written("1", "5", Span::Hour), "PT1H30M");
        assert_eq!(written("0", "5", Span::Day), "PT12H");
        assert_eq!(written("1", "5", Span::Month), "P1.5M");
        assert_eq!(written("3", "", Span::Week), "P3W");
        assert_eq!(written("2", "", Span::Decade), "P20Y");
    }

    #[test]
    fn weeks_beside_days_are_days() {
        let weeks = Length::of(Decimal::whole(2), Span::Week).unwrap();
        let days = Length::of(Decimal::whole(3), Span::Day).unwrap();
        assert_eq!(weeks.plus(days).unwrap().to_string(), "P17D");
    }
}
