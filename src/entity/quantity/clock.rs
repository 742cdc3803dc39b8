//! Times of the day: الساعة الثالثة والنصف عصراً, 14:30 بتوقيت غرينتش, منتصف الليل.
//!
//! Owns how an hour is written and what makes it morning or evening; the day itself is in `date/`.

use std::fmt;

use super::decimal::Decimal;
use super::lexicon::{Digit, Span, What};
use super::numeral::Numbers;
use crate::entity::interest::Interest;
use crate::entity::token::Class;

/// A time of the day, written as ISO 8601: `T15:30`, `T14:30Z`, `T09:05:30+03:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    hour: u8,
    minute: u8,
    second: Option<u8>,
    /// `Z` or an offset such as `+03:00`, empty where none is said.
    zone: &'static str,
}

impl fmt::Display for Clock {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "T{:02}:{:02}", self.hour, self.minute)?;
        if let Some(second) = self.second {
            write!(out, ":{second:02}")?;
        }
        out.write_str(self.zone)
    }
}

/// A time that the grammar has read.
pub(super) struct ClockFound {
    pub(super) clock: Clock,
    pub(super) start: usize,
    pub(super) next: usize,
}

/// Hours by their feminine ordinals, without the article.
const HOURS: &[(u8, &str)] = &[
    (1, "واحده"),
    (1, "اولي"),
    (2, "ثانيه"),
    (3, "ثالثه"),
    (4, "رابعه"),
    (5, "خامسه"),
    (6, "سادسه"),
    (7, "سابعه"),
    (8, "ثامنه"),
    (9, "تاسعه"),
    (10, "عاشره"),
    (11, "حاديه"),
];

/// A part of the day, which turns twelve hours into twenty-four.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Morning,
    Noon,
    Evening,
    Night,
}

/// Places whose time has one offset all the year, by the folded words behind بتوقيت.
const ZONES: &[(&str, &str)] = &[
    ("غرينتش", "Z"),
    ("جرينتش", "Z"),
    ("غرينيتش", "Z"),
    ("جرينيتش", "Z"),
    ("كرينتش", "Z"),
    ("غرينش", "Z"),
    ("gmt", "Z"),
    ("utc", "Z"),
    ("السعوديه", "+03:00"),
    ("الرياض", "+03:00"),
    ("المملكه", "+03:00"),
    ("الكويت", "+03:00"),
    ("قطر", "+03:00"),
    ("الدوحه", "+03:00"),
    ("اليمن", "+03:00"),
    ("صنعا", "+03:00"),
    ("العراق", "+03:00"),
    ("بغداد", "+03:00"),
    ("البحرين", "+03:00"),
    ("الامارات", "+04:00"),
    ("ابوظبي", "+04:00"),
    ("دبي", "+04:00"),
    ("مسقط", "+04:00"),
];

impl Numbers<'_, '_> {
    /// The time of the day that starts at a token.
    pub(super) fn clock(&self, at: usize) -> Option<ClockFound> {
        if self.tokens.is(at, Class::Number) {
            return self.digital(at, false);
        }
        if !self.tokens.is(at, Class::Word) || !self.tokens.may_be(at, Interest::CLOCK) {
            return None;
        }
        let word = self.tokens.folded(at);
        if word.ends_with("منتصف") {
            return self.middle(at, word);
        }
        let (skipped, bare) = particle(word);
        let start = if skipped == 0 { self.tokens.get(at)?.start } else { self.tokens.byte_after(at, skipped)? };
        if bare == "الساعه" {
            let next = at + 1 + usize::from(self.tokens.is_sign(at + 1, "("));
            let found =
                if self.tokens.is(next, Class::Number) { self.digital(next, true) } else { self.spoken(next, true) };
            return found.map(|found| ClockFound { start, ..found });
        }
        if bare.starts_with("ال") && bare.ends_with(['ه', 'ي']) {
            return self.spoken(at, false).map(|found| ClockFound { start, ..found });
        }
        None
    }

    /// منتصف الليل, منتصف النهار.
    fn middle(&self, at: usize, word: &str) -> Option<ClockFound> {
        let hour = match self.tokens.folded(at + 1) {
            "الليل" | "ليل" | "ليله" => 0,
            "النهار" => 12,
            _ => return None,
        };
        let skipped = word.chars().count().checked_sub("منتصف".chars().count())?;
        let start = match skipped {
            0 => self.tokens.get(at)?.start,
            1 | 2 => self.tokens.byte_after(at, skipped)?,
            _ => return None,
        };
        let clock = Clock { hour, minute: 0, second: None, zone: "" };
        // منتصف ليل الأحد: the day belongs to the date.
        let (zone, next) = self.zone(at + 2);
        Some(ClockFound { clock: Clock { zone, ..clock }, start, next })
    }

    /// An hour in digits: 14:30, 9:30 صباحا, 8 مساء; after الساعة 9 and 1431 too.
    fn digital(&self, at: usize, is_led: bool) -> Option<ClockFound> {
        let start = self.tokens.get(at)?.start;
        let first = self.tokens.folded(at);
        if !is_led && (self.tokens.is_glued(at) && !self.may_touch(at)) {
            return None;
        }
        let (hour, minute, second, mut next) = self.hour_digits(at, first, is_led)?;
        let has_minutes = minute.is_some();
        let mut minute = i16::from(minute.unwrap_or(0));
        if is_led && self.tokens.is_sign(next, ")") && self.tokens.is_sign(at.wrapping_sub(1), "(") {
            next += 1;
        }
        if !has_minutes && is_led {
            (minute, next) = self.minutes_words(next);
        }
        next += usize::from(has_minutes && self.tokens.folded(next) == "دقيقه");
        let (part, after) = self.part(next);
        let (zone, last) = self.zone(after);
        if !(is_led || has_minutes || part.is_some()) || self.is_cut(last) {
            return None;
        }
        let clock = assemble(hour, minute, part)?;
        Some(ClockFound { clock: Clock { second, zone, ..clock }, start, next: last })
    }

    /// Particles and opening signs may touch an hour.
    fn may_touch(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        if self.tokens.is(before, Class::Word) {
            return matches!(self.tokens.folded(before), "ال" | "ل" | "و" | "ب");
        }
        self.tokens.is_sign(before, "([\"'-") || self.tokens.is_sign(before, ",") && !self.tokens.is_glued(before)
    }

    /// Hour, minute and second in digits, and the token after them.
    fn hour_digits(&self, at: usize, first: &str, is_led: bool) -> Option<(u8, Option<u8>, Option<u8>, usize)> {
        if is_led && first.len() == 4 {
            let (hour, minute) = (first[..2].parse().ok()?, first[2..].parse().ok()?);
            return (hour < 25 && minute < 60).then_some((hour, Some(minute), None, at + 1));
        }
        if first.len() > 2 {
            return None;
        }
        let hour: u8 = first.parse().ok().filter(|&hour| hour <= 24)?;
        let pair = |sign: usize| {
            let number = self.tokens.folded(sign + 1);
            let is_joint = self.tokens.is_sign(sign, ":") || is_led && self.tokens.is_sign(sign, ".,");
            let is_pair = is_joint
                && self.tokens.is_glued(sign)
                && self.tokens.is_glued(sign + 1)
                && self.tokens.is(sign + 1, Class::Number)
                && number.len() == 2;
            is_pair.then(|| number.parse::<u8>().ok().filter(|&number| number < 60)).flatten()
        };
        let Some(minute) = pair(at + 1) else { return Some((hour, None, None, at + 1)) };
        match pair(at + 3) {
            Some(second) => Some((hour, Some(minute), Some(second), at + 5)),
            None => Some((hour, Some(minute), None, at + 3)),
        }
    }

    /// True when digits or letters go on behind the time: 12:30:5, 10:20am is none of ours.
    fn is_cut(&self, next: usize) -> bool {
        if !self.tokens.is_glued(next) {
            return self.tokens.is_sign(next, "%");
        }
        let goes_on = self.tokens.is_glued(next + 1) && self.tokens.is(next + 1, Class::Number);
        self.tokens.is(next, Class::Number)
            || self.tokens.is(next, Class::Word)
            || self.tokens.is_sign(next, "%/_@=")
            || self.tokens.is_sign(next, ":.") && goes_on
    }

    /// الثالثة والنصف, الحادية عشرة إلا ربعا: with a part of the day, or after الساعة.
    fn spoken(&self, at: usize, is_led: bool) -> Option<ClockFound> {
        let start = self.tokens.get(at)?.start;
        let (_, word) = particle(self.tokens.folded(at));
        let bare = word.strip_prefix("ال")?;
        let &(ordinal, _) = HOURS.iter().find(|(_, hour)| *hour == bare)?;
        let has_ten = matches!(self.tokens.folded(at + 1), "عشره" | "عشر");
        let hour = match (ordinal, has_ten) {
            (11, true) => 11,
            (2, true) => 12,
            (11, false) | (_, true) => return None,
            (hour, false) => hour,
        };
        // الساعات الأولى من الفجر are no hour.
        if !is_led && bare == "اولي" {
            return None;
        }
        let (minute, next) = self.minutes_words(at + 1 + usize::from(has_ten));
        let (part, next) = self.part(next);
        if !is_led && part.is_none() {
            return None;
        }
        let (zone, next) = self.zone(next);
        let clock = assemble(hour, minute, part)?;
        Some(ClockFound { clock: Clock { zone, ..clock }, start, next })
    }

    /// والنصف, إلا ربعا, و20 دقيقة: the minutes that words add, and the token after them.
    fn minutes_words(&self, at: usize) -> (i16, usize) {
        let part = |index: usize| match self.digit(index) {
            Some(Digit::Part(numerator, denominator)) => {
                Decimal::whole(60).part(numerator, denominator).and_then(Decimal::to_whole)
            }
            // إلا ربعا, إلا ثلثا
            _ if matches!(self.tokens.folded(index), "ربعا") => Some(15),
            _ if matches!(self.tokens.folded(index), "ثلثا") => Some(20),
            _ => None,
        };
        let counted = |index: usize| {
            let number = self.numeral(index).filter(|number| number.part.is_none())?;
            let word = self.reading(number.next).filter(|word| word.skipped == 0)?;
            let is_minutes = word.lexeme.what == Some(What::Time(Span::Minute));
            number.value.to_whole().filter(|&value| is_minutes && value < 60).map(|value| (value, number.next + 1))
        };
        let (mut minutes, mut next) = (0i16, at);
        if self.tokens.folded(at) == "الا" {
            let less = part(at + 1).map(|value| (value, at + 2)).or_else(|| counted(at + 1));
            return less.map_or((0, at), |(value, next)| (-(value as i16), next));
        }
        for _ in 0..2 {
            let is_and = self.reading(next).is_some_and(|word| word.is_and && word.skipped == 1);
            let first = if self.tokens.folded(next) == "و" { next + 1 } else { next };
            if !is_and && first == next {
                break;
            }
            let Some((value, after)) = part(first).map(|value| (value, first + 1)).or_else(|| counted(first)) else {
                break;
            };
            // Both are below sixty.
            minutes += value as i16;
            next = after;
        }
        (minutes, next)
    }

    /// The part of the day behind an hour, and the token after it; من صباح اليوم counts and stays with the date.
    fn part(&self, at: usize) -> (Option<Part>, usize) {
        let word = self.tokens.folded(at);
        let second = self.tokens.folded(at + 1);
        let abbreviated = !self.tokens.is_glued(at + 1) || self.tokens.is(at + 1, Class::Sign);
        let (part, width) = match (word, second) {
            ("بعد", "الظهر") => (Part::Evening, 2),
            ("قبل", "الظهر") => (Part::Morning, 2),
            ("بعد", "منتصف") => (Part::Morning, 3),
            ("قبل", "منتصف") => (Part::Evening, 3),
            ("صباحا" | "صباح" | "فجرا" | "فجر" | "ضحي", _) => (Part::Morning, 1),
            ("ظهرا" | "ظهر", _) => (Part::Noon, 1),
            ("عصرا" | "عصر" | "مساء" | "مسا" | "مساءا", _) => (Part::Evening, 1),
            ("ليلا" | "ليل", _) => (Part::Night, 1),
            ("ص", _) if abbreviated => (Part::Morning, 1),
            ("م", _) if abbreviated => (Part::Evening, 1),
            ("am", _) => (Part::Morning, 1),
            ("pm", _) => (Part::Evening, 1),
            ("من" | "في", _) => {
                let part = match second.strip_prefix("ال").unwrap_or(second) {
                    "صباح" | "فجر" => Part::Morning,
                    "ظهر" => Part::Noon,
                    "عصر" | "مساء" | "مسا" => Part::Evening,
                    "ليل" | "ليله" => Part::Night,
                    _ => return (None, at),
                };
                (part, 0)
            }
            _ => return (None, at),
        };
        (Some(part), at + width)
    }

    /// بتوقيت غرينتش: the offset that it says, and the token after it.
    fn zone(&self, at: usize) -> (&'static str, usize) {
        let place = match self.tokens.folded(at) {
            "بتوقيت" | "توقيت" | "بالتوقيت" => at + 1,
            "gmt" | "utc" => at,
            "ت" if self.tokens.folded(at + 1) == "غ" => return ("Z", at + 2),
            "ت" if self.tokens.is_sign(at + 1, ".") && self.tokens.folded(at + 2) == "غ" => return ("Z", at + 3),
            "z" if self.tokens.is_glued(at) => return ("Z", at + 1),
            _ => return ("", at),
        };
        let word = self.tokens.folded(place);
        if word == "العالمي" {
            return ("Z", place + 1);
        }
        if word == "مكه" {
            let has_epithet = self.tokens.folded(place + 1) == "المكرمه";
            return ("+03:00", place + 1 + usize::from(has_epithet));
        }
        match ZONES.iter().find(|(name, _)| *name == word) {
            Some(&(_, zone)) => (zone, place + 1),
            None => ("", at),
        }
    }
}

/// An hour of twelve, minutes before or after it and a part of the day as a time of twenty-four hours.
fn assemble(hour: u8, minute: i16, part: Option<Part>) -> Option<Clock> {
    let hour = match (part, hour) {
        (Some(Part::Morning), 12) => 0,
        (Some(Part::Noon), 1..=5) => hour + 12,
        (Some(Part::Evening), 1..=11) => hour + 12,
        (Some(Part::Night), 6..=11) => hour + 12,
        (Some(Part::Night), 12) => 0,
        (_, 24) => 0,
        _ => hour,
    };
    const DAY: i16 = 24 * 60;
    let total = (i16::from(hour) * 60 + minute).rem_euclid(DAY);
    let (hour, minute) = (u8::try_from(total / 60).ok()?, u8::try_from(total % 60).ok()?);
    Some(Clock { hour, minute, second: None, zone: "" })
}

/// True for a folded word that a time of the day may begin with.
pub(in crate::entity) fn may_be_hour(word: &str) -> bool {
    let (_, bare) = particle(word);
    let is_hour = |hour: &str| HOURS.iter().any(|(_, known)| *known == hour);
    word.ends_with("منتصف") || bare == "الساعه" || bare.strip_prefix("ال").is_some_and(is_hour)
}

/// A word without و ف ب ل ك before the article, and how many letters that takes off.
fn particle(word: &str) -> (usize, &str) {
    if let Some(rest) = word.strip_prefix("لل") {
        // لل hides the alef of the article: nothing that starts a time is written so.
        return (0, rest);
    }
    match word.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك']) {
        Some(rest) if rest.starts_with("ال") => (1, rest),
        _ => (0, word),
    }
}
