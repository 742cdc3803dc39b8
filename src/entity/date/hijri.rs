//! Where a civil day falls in the other calendars, as far as a year's number needs it.
//!
//! Owns the tabular Hijri calendar (30-year cycle of civil leap years) and the year of the solar one; values in a
//! text keep the numbers that are written there.

use jiff::civil::Date;

use super::Calendar;

/// The year and month of a civil day in a calendar; the tabular Hijri month may be a day off the observed one.
pub(super) fn year_and_month(day: Date, calendar: Calendar) -> (i16, u8) {
    match calendar {
        Calendar::Gregorian => (day.year(), day.month().unsigned_abs()),
        Calendar::Hijri => tabular(day),
        Calendar::SolarHijri => {
            // Nowruz is on 20 or 21 March.
            let is_before = (day.month(), day.day()) < (3, 21);
            (day.year().saturating_sub(if is_before { 622 } else { 621 }), 1)
        }
    }
}

/// The tabular calendar by its 30-year cycles of 10,631 days, from 16 July 622 (Julian day 1,948,440).
fn tabular(day: Date) -> (i16, u8) {
    const CYCLE: i64 = 10_631;
    const EPOCH: i64 = 1_948_440;
    const UNIX: i64 = 2_440_588;
    let start = jiff::civil::date(1970, 1, 1);
    let days = start.until(day).map_or(0, |span| i64::from(span.get_days())) + UNIX - EPOCH;
    let (cycle, day) = (days.div_euclid(CYCLE), days.rem_euclid(CYCLE));
    // Year n of a cycle begins after 354 days a year and its leap days, (11 n + 14) / 30 of them before it.
    let before = |year: i64| year * 354 + (11 * year + 14) / 30;
    let year = (0..30).rev().find(|&year| before(year) <= day).unwrap_or(0);
    let rest = day - before(year);
    // Months have 30 and 29 days in turn.
    let month = (rest * 2 / 59 + 1).min(12);
    (i16::try_from(cycle * 30 + year + 1).unwrap_or(i16::MAX), u8::try_from(month).unwrap_or(12))
}

#[cfg(test)]
mod tests {
    use super::{Calendar, year_and_month};
    use jiff::civil::date;

    #[test]
    fn known_days() {
        let hijri = |day| year_and_month(day, Calendar::Hijri);
        assert_eq!(hijri(date(2015, 7, 20)), (1436, 10));
        assert_eq!(hijri(date(2015, 10, 20)), (1437, 1));
        assert_eq!(hijri(date(2023, 4, 1)), (1444, 9));
        assert_eq!(hijri(date(1990, 7, 1)), (1410, 12));
        assert_eq!(year_and_month(date(2023, 9, 19), Calendar::SolarHijri).0, 1402);
        assert_eq!(year_and_month(date(2024, 1, 1), Calendar::SolarHijri).0, 1402);
    }
}
