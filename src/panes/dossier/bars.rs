//! Mentions over time as bars, one a cell.
//!
//! Owns the choice of the unit, so that all of the time fits the width, and the heights; drawing is `view.rs`.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The heights of a bar, from nothing to full.
pub(super) const HEIGHTS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// What a bar stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
    /// So many years, from a year that is a multiple of them.
    Years(i16),
}

impl Unit {
    /// The first day of the unit that a day lies in.
    fn start(self, day: Date) -> Date {
        match self {
            Unit::Day => day,
            Unit::Week => day.saturating_sub(i64::from(day.weekday().since(Weekday::Monday)).days()),
            Unit::Month => day.first_of_month(),
            Unit::Year => day.first_of_year(),
            Unit::Years(years) => {
                let year = day.year() - day.year().rem_euclid(years.max(1));
                Date::new(year, 1, 1).unwrap_or_else(|_| day.first_of_year())
            }
        }
    }

    /// How many units lie between the starts of two.
    fn between(self, from: Date, until: Date) -> usize {
        let (from, until) = (self.start(from), self.start(until));
        let months = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month());
        let count = match self {
            Unit::Day => until.duration_since(from).as_hours() / 24,
            Unit::Week => until.duration_since(from).as_hours() / (24 * 7),
            Unit::Month => months(until) - months(from),
            Unit::Year => (months(until) - months(from)) / 12,
            Unit::Years(years) => (months(until) - months(from)) / (12 * i64::from(years.max(1))),
        };
        usize::try_from(count).unwrap_or(0)
    }
}

/// Counts over time, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bars {
    /// What each of them stands for.
    pub unit: Unit,
    /// How many mentions there are in each.
    pub counts: Vec<u64>,
}

impl Bars {
    /// The bars for days with their counts, the oldest first: the smallest unit of which all fit into `width` cells.
    ///
    /// There is none without a day or without a cell.
    pub fn new(days: &[(Date, u64)], width: usize) -> Option<Self> {
        let (first, last) = (days.first()?.0, days.last()?.0);
        let fits = |unit: &Unit| unit.between(first, last) < width;
        let years = [5, 10, 25, 50, 100, 500, 1000, 10_000].map(Unit::Years);
        let unit = [Unit::Day, Unit::Week, Unit::Month, Unit::Year].into_iter().chain(years).find(fits)?;
        let mut counts = vec![0_u64; unit.between(first, last) + 1];
        for (day, count) in days {
            if let Some(sum) = counts.get_mut(unit.between(first, *day)) {
                *sum += count;
            }
        }
        Some(Self { unit, counts })
    }

    /// The height of each bar, in eighths of a cell: 0 only where nothing is, 8 where most is.
    pub fn heights(&self) -> impl Iterator<Item = usize> + '_ {
        let most = self.counts.iter().copied().max().unwrap_or(0).max(1);
        self.counts.iter().map(move |count| {
            let eighths = u128::from(*count) * 8 / u128::from(most);
            if *count == 0 { 0 } else { usize::try_from(eighths).unwrap_or(8).clamp(1, 8) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Bars, Unit};
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    #[test]
    fn the_unit_is_the_smallest_that_fits() {
        let days = [(date(2023, 12, 30), 2), (date(2024, 1, 2), 8), (date(2024, 3, 1), 1)];
        for (width, unit, bars) in [(63, Unit::Day, 63), (62, Unit::Week, 10), (9, Unit::Month, 4), (3, Unit::Year, 2)]
        {
            let made = Bars::new(&days, width).unwrap();
            assert_eq!((made.unit, made.counts.len()), (unit, bars));
            assert_eq!(made.counts.iter().sum::<u64>(), 11);
        }
        assert_eq!(Bars::new(&days, 1).unwrap().unit, Unit::Years(5));
        assert_eq!(Bars::new(&days, 10).unwrap().heights().collect::<Vec<_>>(), [2, 8, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert!(Bars::new(&[], 10).is_none() && Bars::new(&days, 0).is_none());
    }

    proptest! {
        #[test]
        fn all_mentions_are_in_the_bars(numbers in prop::collection::btree_map(0_i32..4_000_000, 1_u64..9, 1..20), width in 1_usize..60) {
            let epoch = date(-4000, 1, 1);
            let day = |number: i32| epoch.checked_add(jiff::SignedDuration::from_hours(i64::from(number) * 24)).unwrap_or(Date::MAX);
            let days: Vec<(Date, u64)> = numbers.into_iter().map(|(number, count)| (day(number), count)).collect();
            let bars = Bars::new(&days, width).unwrap();
            prop_assert!(bars.counts.len() <= width);
            prop_assert_eq!(bars.counts.iter().sum::<u64>(), days.iter().map(|(_, count)| count).sum::<u64>());
            prop_assert!(bars.heights().zip(&bars.counts).all(|(height, count)| (height == 0) == (*count == 0) && height <= 8));
        }
    }
}
