//! Days and spans of days as a query writes them: `2023-09`, `19/9/2023`, `7d`, `yesterday`.
//!
//! Owns the forms; which end of a span counts is for the field to say (`parse.rs`). Dates in running text are
//! `entity/date/`.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::text::fold;

/// Days from the first to the last, both included; `None` is open.
pub(super) type Days = (Option<Date>, Option<Date>);

/// Words for a day, by how many days it lies back.
const NAMED: &[(i64, &[&str])] =
    &[(0, &["today", "اليوم", "امروز", "آج", "היום"]), (1, &["yesterday", "أمس", "امس", "ديروز", "אתמול"])];

/// Units of a span that ends today.
const UNITS: &[(Unit, &[&str])] = &[
    (Unit::Day, &["d", "day", "days", "ي", "يوم", "يوما", "أيام", "روز"]),
    (Unit::Week, &["w", "week", "weeks", "أسبوع", "أسبوعا", "أسابيع", "هفته"]),
    (Unit::Month, &["m", "month", "months", "شهر", "شهرا", "أشهر", "شهور", "ماه"]),
    (Unit::Year, &["y", "year", "years", "سنة", "سنوات", "عام", "عاما", "أعوام", "سال"]),
];

#[derive(Clone, Copy)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// Reads `a..b`, `a..`, `..b` or a single date; `None` for what is none. Ends in the wrong order are swapped.
pub(super) fn range(value: &str, today: Date) -> Option<Days> {
    let value = fold(value);
    let cut = value.split_once("..").or_else(|| value.split_once('…'));
    let Some((from, until)) = cut else { return single(&value, today).map(|(from, until)| (Some(from), Some(until))) };
    let end = |value: &str| if value.trim().is_empty() { Some(None) } else { single(value, today).map(Some) };
    let (from, until) = (end(from)?, end(until.trim_start_matches('.'))?);
    match (from, until) {
        (None, None) => None,
        (Some(from), Some(until)) => Some((Some(from.0.min(until.0)), Some(from.1.max(until.1)))),
        (from, until) => Some((from.map(|days| days.0), until.map(|days| days.1))),
    }
}

/// The first and last day of `2023`, `2023-09`, `2023-09-19`, `19/9/2023`, `7d` or a word such as `yesterday`.
pub(super) fn single(value: &str, today: Date) -> Option<(Date, Date)> {
    let value = fold(value);
    let value = value.trim();
    if let Some((days, _)) = NAMED.iter().find(|(_, names)| names.iter().any(|name| fold(name) == value)) {
        let day = today.checked_sub(days.days()).ok()?;
        return Some((day, day));
    }
    back(value, today).or_else(|| calendar(value))
}

/// `7d`, `2w`, `3m`, `1y`: that many days, weeks, months or years back, until today.
fn back(value: &str, today: Date) -> Option<(Date, Date)> {
    let digits = value.find(|letter: char| !letter.is_ascii_digit())?;
    let (number, unit) = value.split_at(digits);
    let (number, unit) = (number.parse::<i32>().ok()?, unit.trim());
    let (unit, _) = UNITS.iter().find(|(_, names)| names.iter().any(|name| fold(name) == unit))?;
    let span = match unit {
        Unit::Day => jiff::Span::new().try_days(number),
        Unit::Week => jiff::Span::new().try_weeks(number),
        Unit::Month => jiff::Span::new().try_months(number),
        Unit::Year => jiff::Span::new().try_years(number),
    };
    // A span longer than the calendar begins with it.
    let first = span.ok().and_then(|span| today.checked_sub(span).ok()).unwrap_or(date(1, 1, 1));
    Some((first, today))
}

/// A year, a month of one, or a day: year first, or day first with the year of four digits last.
fn calendar(value: &str) -> Option<(Date, Date)> {
    let parts: Vec<&str> = value.split(['-', '/', '.']).collect();
    if parts.iter().any(|part| part.is_empty() || part.len() > 4 || !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let number = |part: &str| part.parse::<i16>().ok();
    let small = |part: &str| (part.len() <= 2).then(|| part.parse::<i8>().ok()).flatten();
    match parts[..] {
        [year] if year.len() == 4 => {
            let year = number(year)?;
            Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
        }
        [year, month] if year.len() == 4 => month_of(number(year)?, small(month)?),
        [month, year] if year.len() == 4 => month_of(number(year)?, small(month)?),
        [year, month, day] if year.len() == 4 => one(number(year)?, small(month)?, small(day)?),
        [day, month, year] if year.len() == 4 => one(number(year)?, small(month)?, small(day)?),
        _ => None,
    }
}

fn month_of(year: i16, month: i8) -> Option<(Date, Date)> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

fn one(year: i16, month: i8, day: i8) -> Option<(Date, Date)> {
    let day = Date::new(year, month, day).ok()?;
    Some((day, day))
}
