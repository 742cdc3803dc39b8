//! The date that a source gives, in the forms in which sources give it.
//!
//! Owns the machine-made forms (ISO 8601, RFC 3339, RFC 2822 and their near relatives); dates in running text are
//! found by [`complete_days`](super::derive::complete_days).

use jiff::fmt::rfc2822;
use jiff::fmt::temporal::Pieces;

use super::derive::complete_days;
use crate::article::ArticleDate;
use crate::text::fold;

/// Reads a date as it stands in a field; `None` when there is no whole day in it.
///
/// The day is the one that the source writes, in its own time zone; the instant is known when a time and an offset
/// stand there.
pub(super) fn parse_date(value: &str) -> Option<ArticleDate> {
    // Folding makes all digits ASCII and the ISO letters lower case, which the parsers take.
    let folded = fold(value.trim());
    let iso = with_iso_hyphens(&folded);
    parse_iso(&iso).or_else(|| parse_rfc_2822(&folded)).or_else(|| {
        let days = complete_days(value);
        days.first().copied().map(ArticleDate::day)
    })
}

/// `2023-09-19T14:03:00+03:00` and what is like it, also with a space, without seconds, and with `UTC` behind it.
fn parse_iso(text: &str) -> Option<ArticleDate> {
    let text = text
        .strip_suffix("utc")
        .or_else(|| text.strip_suffix("gmt"))
        .map_or(text.to_owned(), |rest| format!("{}z", rest.trim_end()));
    let (day, rest) = text.split_once([' ', 't']).unwrap_or((&text, ""));
    // An offset may stand behind a blank; as an ISO time it has none.
    let joined = if rest.is_empty() { day.to_owned() } else { format!("{day}T{}", rest.replace(' ', "")) };
    let pieces = Pieces::parse(&joined).ok()?;
    let time = pieces.time();
    let instant = match (time, pieces.to_numeric_offset()) {
        (Some(time), Some(offset)) => offset.to_timestamp(pieces.date().to_datetime(time)).ok(),
        _ => None,
    };
    Some(ArticleDate { day: pieces.date(), instant })
}

/// `Tue, 19 Sep 2023 14:03:00 +0300`; a wrong day of the week is forgiven.
fn parse_rfc_2822(text: &str) -> Option<ArticleDate> {
    let rest = text.split_once(',').map_or(text, |(_, rest)| rest).trim();
    let zoned = rfc2822::parse(rest).ok()?;
    Some(ArticleDate { day: zoned.date(), instant: Some(zoned.timestamp()) })
}

/// Makes `2023/9/19 …` and `2023.09.19 …` begin like ISO 8601.
fn with_iso_hyphens(text: &str) -> String {
    let end = text.find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '/' | '.' | '-')));
    let (day, rest) = text.split_at(end.unwrap_or(text.len()));
    let parts: Vec<&str> = day.split(['/', '.', '-']).collect();
    match parts[..] {
        [year, month, day] if year.len() == 4 && !month.is_empty() && !day.is_empty() => {
            format!("{year}-{month:0>2}-{day:0>2}{rest}")
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::parse_date;
    use crate::source::derive::complete_days;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn machine_made_dates() {
        for (value, written) in [
            ("2023-09-19", "2023-09-19"),
            ("2023-09-19 14:03", "2023-09-19"),
            ("2023-09-19T14:03:22", "2023-09-19"),
            ("2023/9/19 14:03", "2023-09-19"),
            ("٢٠٢٣-٠٩-١٩", "2023-09-19"),
            ("19/09/2023", "2023-09-19"),
            ("09/19/2023", "2023-09-19"),
            ("19.9.2023 10:00", "2023-09-19"),
            ("2023-09-19T14:03:22Z", "2023-09-19T14:03:22Z"),
            ("2023-09-19t14:03:22.5z", "2023-09-19T14:03:22.5Z"),
            ("2023-09-19 14:03:22 +03:00", "2023-09-19T11:03:22Z"),
            ("2023-09-19 14:03:22 +0300", "2023-09-19T11:03:22Z"),
            ("2023-09-19 14:03:22 UTC", "2023-09-19T14:03:22Z"),
            ("Tue, 19 Sep 2023 14:03:22 +0300", "2023-09-19T11:03:22Z"),
            ("Mon, 19 Sep 2023 14:03:22 GMT", "2023-09-19T14:03:22Z"),
            ("19 Sep 2023 14:03 +0000", "2023-09-19T14:03:00Z"),
        ] {
            let read = parse_date(value).unwrap_or_else(|| panic!("{value}"));
            assert_eq!(read.to_string(), written, "{value}");
            assert_eq!(read.day, date(2023, 9, 19), "{value}");
        }
        assert_eq!(parse_date("2023-09-19T00:30:00+03:00").map(|read| read.day), Some(date(2023, 9, 19)));
    }

    #[test]
    fn what_is_no_date() {
        for value in ["", "soon", "2023", "2023-13-40", "19/09", "10.0.0.1", "14:03", "+", "t", "utc"] {
            assert_eq!(parse_date(value), None, "{value}");
        }
    }

    #[test]
    fn complete_dates_in_digits_inside_a_text() {
        let text = "في 19/9/2023 و2020-11-09. أما 1/2 و10.0.0.1 و3/2023 و31/02/2021 و123-45-6789 فلا.";
        assert_eq!(complete_days(text), [date(2023, 9, 19), date(2020, 11, 9)]);
    }

    proptest! {
        #[test]
        fn no_value_makes_it_panic(value in any::<String>(), digits in "[0-9/tz:+. -]{0,30}") {
            let _ = (parse_date(&value), parse_date(&digits), complete_days(&digits));
        }
    }
}
