//! What a date in a text stands for.
//!
//! Owns the value and its written form; does not find dates. Next: `grammar.rs`.

use std::fmt;

use jiff::civil::Date;

/// Which calendar the parts of a value count in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Calendar {
    /// The civil (Gregorian) calendar.
    #[default]
    Gregorian,
    /// The lunar Hijri calendar; month 1 is محرم. Values are kept as written and not converted.
    Hijri,
    /// The solar Hijri calendar of Iran and Afghanistan; month 1 is فروردین. Values are kept as written.
    SolarHijri,
}

impl Calendar {
    /// What stands behind a written value: nothing for the civil calendar, ` AH` or ` SH` for the others.
    pub fn suffix(self) -> &'static str {
        match self {
            Calendar::Gregorian => "",
            Calendar::Hijri => " AH",
            Calendar::SolarHijri => " SH",
        }
    }
}

/// A season of a year, counted to the year in which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Season {
    /// March to May.
    Spring,
    /// June to August.
    Summer,
    /// September to November.
    Autumn,
    /// December to February.
    Winter,
}

/// A stretch of time that is no day, month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A week of ISO 8601, 1–53, of the point's (week) year: `2015-W12`.
    Week(u8),
    /// A quarter, 1–4: `2020-Q1`.
    Quarter(u8),
    /// A half of a year, 1 or 2: `2020-H1`.
    Half(u8),
    /// A season: `2013-SP`, `-SU`, `-FA`, `-WI`.
    Season(Season),
    /// The ten years from the point's year: `199X`, as in the Extended Date/Time Format (EDTF).
    Decade,
    /// The hundred years from the point's year: `19XX` for the twentieth century.
    Century,
    /// Told from a day of publication that is not known: `XXXX-WXX-2` for a Tuesday, `XXXX-XX-XX` for yesterday.
    Unknown(&'static str),
}

/// A day, month or year, as far as it is known, or a part of years.
///
/// Written as ISO 8601: `2020-11-09`, `2022-10`, `2020`, `2015-W12`; `--11-09` and `--11` where the year is unknown
/// (ISO 8601:2000); other parts as [`Part`] says, with `XXXX` for an unknown year. The beginning, middle or end of a
/// month or year has the value of the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DatePoint {
    /// The year, 1–9999.
    pub year: Option<i16>,
    /// The month, 1–12.
    pub month: Option<u8>,
    /// The day of the month, 1–31; never without a month.
    pub day: Option<u8>,
    /// A part of the year or years, which stands without month and day.
    pub part: Option<Part>,
}

impl DatePoint {
    fn write_part(&self, part: Part, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year.unwrap_or(0);
        match part {
            Part::Unknown(pattern) => return out.write_str(pattern),
            Part::Decade => return write!(out, "{:03}X", year / 10),
            Part::Century => return write!(out, "{:02}XX", year / 100),
            _ => {}
        }
        match self.year {
            Some(year) => write!(out, "{year:04}-")?,
            None => out.write_str("XXXX-")?,
        }
        match part {
            Part::Week(week) => write!(out, "W{week:02}"),
            Part::Quarter(number) => write!(out, "Q{number}"),
            Part::Half(number) => write!(out, "H{number}"),
            Part::Season(Season::Spring) => out.write_str("SP"),
            Part::Season(Season::Summer) => out.write_str("SU"),
            Part::Season(Season::Autumn) => out.write_str("FA"),
            Part::Season(Season::Winter) => out.write_str("WI"),
            Part::Decade | Part::Century | Part::Unknown(_) => Ok(()),
        }
    }
}

impl fmt::Display for DatePoint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(part) = self.part {
            return self.write_part(part, out);
        }
        match self.year {
            Some(year) => write!(out, "{year:04}")?,
            None => out.write_str("-")?,
        }
        if let Some(month) = self.month {
            write!(out, "-{month:02}")?;
        }
        match self.day {
            Some(day) => write!(out, "-{day:02}"),
            None => Ok(()),
        }
    }
}

/// What a mention of a date stands for: a point or a range of them, in one calendar.
///
/// Its `Display` form is ISO 8601 (`2020-11-09`, `2020/2022`, `--09-19`), with ` AH` (Hijri) or ` SH` (solar Hijri)
/// behind values of the other two calendars, such as `1445-03 AH`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateValue {
    /// The point, or the first of a range.
    pub start: DatePoint,
    /// The last point of a range.
    pub end: Option<DatePoint>,
    /// The calendar that both count in.
    pub calendar: Calendar,
    /// True when a part of the value was taken from the anchor and does not stand in the text.
    pub anchored: bool,
}

impl DateValue {
    /// The civil day, when day, month and year all stand in the text; `None` for ranges and for other calendars.
    pub fn complete_day(&self) -> Option<Date> {
        if self.anchored || self.end.is_some() || self.calendar != Calendar::Gregorian {
            return None;
        }
        let point = self.start;
        if point.part.is_some() {
            return None;
        }
        let (month, day) = (i8::try_from(point.month?).ok()?, i8::try_from(point.day?).ok()?);
        Date::new(point.year?, month, day).ok()
    }
}

impl fmt::Display for DateValue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.start)?;
        if let Some(end) = self.end {
            write!(out, "/{end}")?;
        }
        out.write_str(self.calendar.suffix())
    }
}

#[cfg(test)]
mod tests {
    use super::{Calendar, DatePoint, DateValue};
    use jiff::civil::date;

    #[test]
    fn written_as_iso_8601() {
        let point = |year, month, day| DatePoint { year, month, day, part: None };
        let value = |start, end, calendar| DateValue { start, end, calendar, anchored: false }.to_string();
        let civil = Calendar::Gregorian;
        assert_eq!(value(point(Some(2020), Some(11), Some(9)), None, civil), "2020-11-09");
        assert_eq!(value(point(None, Some(9), Some(19)), None, civil), "--09-19");
        assert_eq!(value(point(None, Some(9), None), None, civil), "--09");
        assert_eq!(value(point(Some(2020), None, None), Some(point(Some(2022), None, None)), civil), "2020/2022");
        assert_eq!(value(point(Some(1445), Some(3), None), None, Calendar::Hijri), "1445-03 AH");
    }

    #[test]
    fn a_complete_day_stands_in_the_text() {
        let start = DatePoint { year: Some(2020), month: Some(11), day: Some(9), part: None };
        let written = DateValue { start, end: None, calendar: Calendar::Gregorian, anchored: false };
        assert_eq!(written.complete_day(), Some(date(2020, 11, 9)));
        assert_eq!(DateValue { anchored: true, ..written }.complete_day(), None);
        assert_eq!(DateValue { calendar: Calendar::Hijri, ..written }.complete_day(), None);
        let month = DateValue { start: DatePoint { day: None, ..start }, ..written };
        assert_eq!(month.complete_day(), None);
    }
}
