//! The key of an article in a library: its date and a number within the minute, in one integer.
//!
//! Owns how dates become ranges of keys; which keys are taken is known to `filing.rs`. Next: `schema.rs`.

use jiff::civil::{Date, date};

use crate::article::ArticleDate;

/// Names an article within one library. A larger key is a newer article, so that newest first is keys descending.
///
/// The upper bits are minutes since 1970, the lower 14 a number within the minute. A minute that is full spills into
/// the next one. The minutes of a day hold exactly the articles of that civil day in its source's own time zone; an
/// article without a date, or from before 1970, stands in the first day. A key changes when an article's date does:
/// what lasts is its [`ArticleId`](crate::article::ArticleId).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleKey(pub i64);

impl ArticleKey {
    /// The day of the article; `None` for those without a date, or from before 1970-01-02.
    pub fn day(self) -> Option<Date> {
        let day = (self.0 >> SEQUENCE_BITS).div_euclid(DAY);
        if day < 1 { None } else { day_of_number(day) }
    }
}

/// How many bits number the articles within one minute.
const SEQUENCE_BITS: u32 = 14;
/// The minutes of a day.
const DAY: i64 = 24 * 60;
/// The first day that has keys.
const EPOCH: Date = date(1970, 1, 1);
/// The first key of the second day: below it stand the articles without a date as well.
pub(super) const FIRST_DATED: i64 = DAY << SEQUENCE_BITS;

/// The day as a number of days since 1970-01-01; negative before.
pub(super) fn day_number(day: Date) -> i64 {
    day.duration_since(EPOCH).as_hours() / 24
}

/// The day of a number; `None` outside of the calendar (years −9999 to 9999).
pub(super) fn day_of_number(number: i64) -> Option<Date> {
    EPOCH.checked_add(jiff::SignedDuration::from_hours(number.checked_mul(24)?)).ok()
}

/// The minute that an article's key begins with.
///
/// A time is placed within its own civil day, whatever its offset from UTC (−14 to +26 hours around the day): the
/// order of instants within a day stays, at a resolution of about two minutes.
pub(super) fn minute_of(date: Option<&ArticleDate>) -> i64 {
    const BEFORE: i64 = 14 * 60;
    const SPAN: i64 = BEFORE + DAY + 26 * 60;
    let Some(date) = date else { return 0 };
    let first = day_number(date.day).max(0) * DAY;
    let Some(instant) = date.instant else { return first };
    let since = instant.as_second().div_euclid(60) - day_number(date.day) * DAY;
    let place = (since + BEFORE).clamp(0, SPAN - 1);
    // Minute 0 is for the articles that have a day alone.
    if day_number(date.day) < 0 { 0 } else { first + 1 + place * (DAY - 1) / SPAN }
}

/// The keys of a minute, first and last.
pub(super) fn keys_of_minute(minute: i64) -> (i64, i64) {
    (minute << SEQUENCE_BITS, ((minute + 1) << SEQUENCE_BITS) - 1)
}

/// The keys of the days from `from` until `until`, both included, first and last; an open end is the end of time.
pub(super) fn keys_of_days(from: Option<Date>, until: Option<Date>) -> (i64, i64) {
    let first = from.map_or(0, |day| day_number(day).max(0) * DAY);
    let last = until.map_or(i64::MAX, |day| (((day_number(day).max(0) + 1) * DAY) << SEQUENCE_BITS) - 1);
    (first << SEQUENCE_BITS, last)
}

#[cfg(test)]
mod tests {
    use super::{FIRST_DATED, day_number, day_of_number, keys_of_days, keys_of_minute, minute_of};
    use crate::article::ArticleDate;
    use jiff::Timestamp;
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    fn at(day: Date, instant: &str) -> ArticleDate {
        ArticleDate { day, instant: Some(instant.parse::<Timestamp>().unwrap()) }
    }

    #[test]
    fn days_are_numbers_and_back() {
        for day in [date(1970, 1, 1), date(1969, 12, 31), date(2023, 9, 19), Date::MIN, Date::MAX] {
            assert_eq!(day_of_number(day_number(day)), Some(day));
        }
        assert_eq!((day_number(date(1970, 1, 2)), day_number(date(1969, 12, 31))), (1, -1));
        assert_eq!(day_of_number(i64::MAX), None);
    }

    #[test]
    fn an_article_stands_in_its_own_day_and_the_later_one_is_the_larger() {
        let day = date(2023, 9, 19);
        let minutes: Vec<i64> = [
            ArticleDate::day(date(2023, 9, 18)),
            ArticleDate::day(day),
            at(day, "2023-09-18T21:10:00Z"),
            at(day, "2023-09-19T08:00:00Z"),
            at(day, "2023-09-19T23:59:00Z"),
            at(day, "2023-09-20T09:00:00Z"),
            ArticleDate::day(date(2023, 9, 20)),
        ]
        .iter()
        .map(|date| minute_of(Some(date)))
        .collect();
        assert!(minutes.windows(2).all(|two| two[0] < two[1]), "{minutes:?}");
        let (first, last) = keys_of_days(Some(day), Some(day));
        assert!(minutes[1..6].iter().all(|&minute| (first..=last).contains(&keys_of_minute(minute).0)));
        assert!(minutes[0] < minutes[1] && !(first..=last).contains(&keys_of_minute(minutes[0]).1));
        assert!(!(first..=last).contains(&keys_of_minute(minutes[6]).0));
    }

    #[test]
    fn what_has_no_date_or_an_old_one_stands_before_all_others() {
        assert_eq!((minute_of(None), minute_of(Some(&ArticleDate::day(date(1931, 1, 1))))), (0, 0));
        assert_eq!(minute_of(Some(&at(date(1931, 1, 1), "1931-01-01T10:00:00Z"))), 0);
        assert_eq!(FIRST_DATED, keys_of_days(Some(date(1970, 1, 2)), None).0);
    }

    proptest! {
        #[test]
        fn the_keys_of_any_moment_lie_in_their_day(number in 0i64..2_900_000, second in -50_000i64..140_000) {
            let day = day_of_number(number).unwrap();
            let instant = Timestamp::from_second(number * 86_400 + second).unwrap();
            let (first, last) = keys_of_days(Some(day), Some(day));
            let (low, high) = keys_of_minute(minute_of(Some(&ArticleDate { day, instant: Some(instant) })));
            prop_assert!(first <= low && high <= last);
        }
    }
}
