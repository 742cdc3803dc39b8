//! When an article was published.
//!
//! Owns the day and the optional instant; does not find dates in text (`entity/date/` does).

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

/// The day of an article, and the instant where the source gives one.
///
/// Written as an RFC 3339 `full-date`, or as a UTC `date-time` where the instant is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArticleDate {
    /// The civil day, in the time zone of the source.
    pub day: Date,
    /// The exact moment, where known.
    pub instant: Option<Timestamp>,
}

impl ArticleDate {
    /// A day without a time.
    pub fn day(day: Date) -> Self {
        Self { day, instant: None }
    }
}

impl fmt::Display for ArticleDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.instant {
            Some(instant) => write!(out, "{instant}"),
            None => write!(out, "{}", self.day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ArticleDate;
    use jiff::civil::date;

    #[test]
    fn a_day_is_an_rfc_3339_full_date() {
        assert_eq!(ArticleDate::day(date(2023, 9, 19)).to_string(), "2023-09-19");
    }
}
