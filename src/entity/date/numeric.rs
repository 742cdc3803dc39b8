//! Dates in digits: 2023-09-19, ١٩/٩/٢٠٢٣, and years.
//!
//! Owns what makes a number a day or a year; months by name are in `grammar.rs`.

use super::grammar::{Form, Found, Grammar, Step, valid};
use super::lexicon::{read, roles};
use super::{Calendar, DatePoint, DateValue};
use crate::entity::quantity::is_measure;
use crate::entity::token::Class;

/// Years that digits alone may mean, in the civil calendar.
const BARE_YEARS: std::ops::RangeInclusive<i16> = 1900..=2099;
/// Years of the Hijri and solar Hijri calendars that full dates in digits may mean: about 1882 to 2076.
const HIJRI_YEARS: std::ops::RangeInclusive<i16> = 1300..=1499;

impl Grammar<'_, '_> {
    /// True when nothing before the number makes it a part of something longer.
    ///
    /// Attached particles and opening signs may touch it; `COVID-19`, `1.5`, `$9`, `abc9` may not.
    pub(super) fn opens_number(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).filter(|_| self.tokens.is_glued(at)) else { return true };
        let word = self.tokens.folded(before);
        if self.tokens.is(before, Class::Word) {
            return is_particle(word) && !self.tokens.is_glued(before);
        }
        let outer = before.checked_sub(1).filter(|_| self.tokens.is_glued(before));
        match (self.tokens.is_sign(before, "-/"), outer) {
            (true, Some(outer)) => is_particle(self.tokens.folded(outer)) || self.ends_named_day(outer),
            (true, None) => self.tokens.is_sign(before, "/"),
            (false, _) => {
                self.tokens.is_sign(before, "([{\"',;؛?!*|") || !self.tokens.is_sign(before, ".:%+#@$€£¥^~=_&")
            }
        }
    }

    /// True when the token is a word that dates know (the month of `أيلول/2020`).
    fn ends_named_day(&self, at: usize) -> bool {
        read(self.tokens, at).is_some_and(|word| word.roles.month.is_some() || word.roles.ordinal.is_some())
    }

    /// True when the number before the token `next` goes on there: a decimal, a fraction, a per cent, a glued word.
    pub(super) fn is_cut_number(&self, next: usize) -> bool {
        if !self.tokens.is_glued(next) {
            return self.tokens.is_sign(next, "%$€£¥");
        }
        if self.tokens.is(next, Class::Word) {
            return true;
        }
        let is_joint = self.tokens.is_sign(next, ".,:/-'_");
        let goes_on = self.tokens.is_glued(next + 1)
            && (self.tokens.is(next + 1, Class::Number)
                || self.tokens.is_sign(next, "-_'") && self.tokens.is(next + 1, Class::Word));
        self.tokens.is_sign(next, "%$€£¥°@=+") || is_joint && goes_on
    }

    /// A year in digits with what may be glued to it: the year, the calendar that the text says, the token after it.
    pub(super) fn year_number(&self, at: usize) -> Option<(i16, Option<Calendar>, usize)> {
        let digits = self.tokens.folded(at);
        if !self.tokens.is(at, Class::Number) || !(3..=4).contains(&digits.len()) || !self.opens_number(at) {
            return None;
        }
        let year: i16 = digits.parse().ok().filter(|&year| year > 99)?;
        let (calendar, next) = self.era(at + 1)?;
        if next == at + 1 && self.is_cut_number(next) {
            return None;
        }
        let said = calendar.or_else(|| BARE_YEARS.contains(&year).then_some(Calendar::Gregorian));
        Some((year, said, next))
    }

    /// The era behind a year: م or هـ (the token after it), or nothing; `None` for years before Christ.
    fn era(&self, at: usize) -> Option<(Option<Calendar>, usize)> {
        let is_alone = !self.tokens.is_glued(at + 1) || self.tokens.is(at + 1, Class::Sign);
        match self.tokens.folded(at) {
            "م" if is_alone => Some((Some(Calendar::Gregorian), at + 1)),
            "ه" if is_alone => Some((Some(Calendar::Hijri), at + 1)),
            "هجريه" | "هجري" | "هجريا" | "للهجره" | "الهجري" => {
                Some((Some(Calendar::Hijri), at + 1))
            }
            "ميلاديه" | "ميلادي" | "ميلاديا" | "للميلاد" | "الميلادي" => {
                Some((Some(Calendar::Gregorian), at + 1))
            }
            "ه" if self.tokens.is_glued(at) && self.tokens.folded(at + 1) == "ش" => {
                Some((Some(Calendar::SolarHijri), at + 2))
            }
            "ق" if matches!(self.tokens.folded(at + 1), "." | "م") => None,
            "قبل" if self.tokens.folded(at + 1).ends_with("ميلاد") => None,
            _ => Some((None, at)),
        }
    }

    /// A year with its word: عام 2020, سنة ٢٠٢٠, سال ۱۴۰۲, العام الماضي.
    pub(super) fn year(&self, at: usize) -> Option<Found> {
        let this = roles(self.tokens.folded(at)).this;
        let word = at + usize::from(this);
        let reading = read(self.tokens, word)?;
        let start = if this { self.tokens.get(at)?.start } else { reading.start };
        if reading.roles.years_word {
            return self.year_number(at + 1).and_then(|(year, calendar, next)| {
                let found = self.year_found(start, year, calendar.unwrap_or_default(), next);
                Some(Found { form: Form::BareYear, ..found? }).filter(|_| !this)
            });
        }
        let hint = reading.roles.year_word?;
        if let Some((year, said, next)) = self.year_number(word + 1).filter(|_| !this) {
            let calendar = said.unwrap_or_else(|| self.guess_calendar(year, hint));
            return self.year_found(start, year, calendar, next);
        }
        let shift = roles(self.tokens.folded(word + 1)).shift;
        let is_end = self.before_is_phase(at) && self.tokens.folded(word).starts_with("ال");
        let next = word + 1 + usize::from(shift.is_some());
        let shift = shift.or((this || is_end).then_some(0))?;
        if self.tokens.source(word).is_ascii() {
            return None;
        }
        let year = self.anchor.map(|anchor| anchor.year().saturating_add(i16::from(shift)));
        let point =
            year.map_or(DatePoint::unknown("XXXX"), |year| DatePoint { year: Some(year), ..DatePoint::default() });
        Some(Found { form: Form::Year, ..self.anchored_found(start, next, point) })
    }

    pub(super) fn before_is_phase(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| read(self.tokens, before));
        before.is_some_and(|word| word.roles.phase && word.roles.month.is_none())
    }

    /// A year without an era is of the calendar that it is near to, seen from the anchor; else as the word hints.
    fn guess_calendar(&self, year: i16, hint: Calendar) -> Calendar {
        /// Hijri years within a lifetime of the anchor's own.
        const NEAR: i16 = 40;
        if hint == Calendar::SolarHijri && !HIJRI_YEARS.contains(&year) {
            return Calendar::Gregorian;
        }
        let hijri_now = self.anchor.map(|anchor| (i32::from(anchor.year()) - 622) * 33 / 32);
        let near = hijri_now.is_some_and(|now| (now - i32::from(year)).abs() <= i32::from(NEAR));
        if hint == Calendar::Gregorian && near { Calendar::Hijri } else { hint }
    }

    fn year_found(&self, start: usize, year: i16, calendar: Calendar, next: usize) -> Option<Found> {
        let point = DatePoint { year: Some(year), ..DatePoint::default() };
        let value = DateValue { start: point, end: None, calendar, anchored: false };
        (year > 0).then_some(Found { start, next, value, form: Form::Year })
    }

    /// Four digits that can be a year; what stands around them decides whether they are one.
    pub(super) fn bare_year(&self, at: usize) -> Option<Found> {
        let start = self.tokens.get(at)?.start;
        let (year, calendar, next) = self.year_number(at)?;
        let is_hijri = calendar == Some(Calendar::Hijri) && next > at + 1 && HIJRI_YEARS.contains(&year);
        let is_counted = roles(self.tokens.folded(next)).counted || is_measure(self.tokens.folded(next));
        if !(BARE_YEARS.contains(&year) || is_hijri) || is_counted {
            return None;
        }
        let found = self.year_found(start, year, calendar.unwrap_or_default(), next)?;
        let form = if next > at + 1 { Form::Year } else { Form::BareYear };
        Some(Found { form, ..found })
    }

    /// What a number is that no month's name follows: a date in digits, a year, or nothing.
    pub(super) fn numeric(&self, at: usize) -> Step {
        if let Some(found) = self.short_range(at) {
            return Step::Found(found);
        }
        let (numbers, next) = self.cluster(at);
        if let Some(found) = self.full_date(at, &numbers, next) {
            return Step::Found(found);
        }
        if numbers.len() == 2
            && let Some(found) = self.year_pair(at, next)
        {
            return Step::Found(found);
        }
        if numbers.iter().all(|&index| self.tokens.folded(index).len() <= 2)
            && let Some(after) = self.after_month(next)
        {
            return Step::Skip(after);
        }
        if numbers.len() > 1 {
            return Step::Skip(next);
        }
        match self.bare_year(at).filter(|found| self.year_is_cued(at, found)) {
            Some(found) => Step::Found(found),
            None => Step::Skip(at + 1),
        }
    }

    /// Numbers that single signs join (`19/9/2023`), as token indices, and the token after them.
    fn cluster(&self, at: usize) -> (Vec<usize>, usize) {
        let mut numbers = vec![at];
        let mut next = at + 1;
        while self.tokens.is_sign(next, "/-.,:") && self.tokens.is(next + 1, Class::Number) {
            let tight = self.tokens.is_glued(next) && self.tokens.is_glued(next + 1);
            let may_be_loose = self.tokens.is_sign(next, "/-") && numbers.len() < 3;
            if !(tight || may_be_loose) {
                break;
            }
            numbers.push(next + 1);
            next += 2;
        }
        (numbers, next)
    }

    /// Three numbers with one kind of sign between them: year first or year last.
    fn full_date(&self, at: usize, numbers: &[usize], next: usize) -> Option<Found> {
        let &[first, second, third] = numbers else { return None };
        let sign = self.tokens.folded(first + 1);
        if sign != self.tokens.folded(second + 1) || !"/-.".contains(sign) || !self.opens_number(at) {
            return None;
        }
        let number = |index: usize| self.tokens.folded(index).parse::<u16>().ok();
        let width = |index: usize| self.tokens.folded(index).len();
        let year_first = width(first) == 4;
        if width(second) > 2
            || (width(first) > 2 && !year_first)
            || width(third) != if year_first { width(third).min(2) } else { 4 }
        {
            return None;
        }
        let (year, month, day) = if year_first {
            (number(first)?, number(second)?, number(third)?)
        } else {
            (number(third)?, number(second)?, number(first)?)
        };
        let year = i16::try_from(year).ok()?;
        let (said, after) = self.era(next)?;
        let end = if said.is_none() { self.clock_end(next) } else { after };
        if end == next && self.is_cut_number(next) {
            return None;
        }
        let calendar = said.unwrap_or_else(|| self.numeric_calendar(first, year, year_first));
        let is_known = match calendar {
            Calendar::Gregorian => (1000..=2999).contains(&year),
            _ => HIJRI_YEARS.contains(&year),
        };
        // Month first, as in the United States, only where the day cannot be a month.
        let swapped = !year_first && month > 12 && day <= 12 && sign == "/";
        let (month, day) = if swapped { (day, month) } else { (month, day) };
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let is_day = (1..=12).contains(&month) && day >= 1;
        let point = DatePoint { year: Some(year), month: Some(month), day: Some(day), part: None };
        let start = valid(point, calendar, false).filter(|_| is_known && is_day)?;
        let value = DateValue { start, end: None, calendar, anchored: false };
        Some(Found { start: self.tokens.get(at)?.start, next: end, value, form: Form::Named })
    }

    /// Years of the fourteenth and fifteenth century in digits are Hijri, or solar Hijri in Persian digits.
    fn numeric_calendar(&self, number: usize, year: i16, year_first: bool) -> Calendar {
        let is_persian = self.tokens.source(number).chars().any(|digit| ('۰'..='۹').contains(&digit));
        match HIJRI_YEARS.contains(&year) {
            true if is_persian && year_first => Calendar::SolarHijri,
            true => Calendar::Hijri,
            false => Calendar::Gregorian,
        }
    }

    /// The token after a glued time of day: `2023-09-19T10:00:00Z`.
    fn clock_end(&self, at: usize) -> usize {
        let has_clock = self.tokens.folded(at) == "t" && self.tokens.is_glued(at) && self.tokens.is_glued(at + 1);
        if !has_clock || !self.tokens.is(at + 1, Class::Number) {
            return at;
        }
        let mut next = at + 1;
        while self.tokens.is_glued(next)
            && (self.tokens.is(next, Class::Number)
                || self.tokens.folded(next) == "z"
                || self.tokens.is_sign(next, ":.+-") && self.tokens.is(next + 1, Class::Number))
        {
            next += 1;
        }
        next
    }

    /// Two years with a dash or slash: 2020-2022, 1435/1436هـ.
    fn year_pair(&self, at: usize, next: usize) -> Option<Found> {
        let year = |index: usize| {
            let digits = self.tokens.folded(index);
            digits.parse::<i16>().ok().filter(|_| digits.len() == 4)
        };
        let (said, after) = self.era(next)?;
        let (first, last) = (year(at)?, year(next - 1)?);
        let calendar = said.unwrap_or_default();
        let is_known = |year: i16| match calendar {
            Calendar::Gregorian => BARE_YEARS.contains(&year),
            _ => HIJRI_YEARS.contains(&year),
        };
        let is_pair = self.tokens.is_sign(at + 1, "-/") && first < last && is_known(first) && is_known(last);
        let is_free = self.opens_number(at) && (after > next || !self.is_cut_number(next));
        if !is_pair || !is_free || roles(self.tokens.folded(after)).counted {
            return None;
        }
        let point = |year| DatePoint { year: Some(year), ..DatePoint::default() };
        let value = DateValue { start: point(first), end: Some(point(last)), calendar, anchored: false };
        Some(Found { start: self.tokens.get(at)?.start, next: after, value, form: Form::Named })
    }

    /// True when the word before a bare year, brackets around it or a range say that it is one.
    fn year_is_cued(&self, at: usize, found: &Found) -> bool {
        if found.form == Form::Year {
            return true;
        }
        let Some(before) = at.checked_sub(1) else { return false };
        let in_brackets = self.tokens.is_sign(before, "(") && self.tokens.is_sign(found.next, ")");
        let word = read(self.tokens, before).filter(|word| word.particles <= 1);
        let is_range = word.as_ref().is_some_and(|word| word.roles.from) && self.has_second_year(found);
        in_brackets || is_range || word.is_some_and(|word| word.roles.at)
    }

    /// 7/11 وحتى 1/12/1436هـ, 8 إلى 29/11/1433هـ: the first end takes what it lacks from the second.
    fn short_range(&self, at: usize) -> Option<Found> {
        let start = self.tokens.get(at)?.start;
        if !self.opens_number(at) {
            return None;
        }
        let (day, mut next) = self.day_number(at)?;
        let mut month = None;
        if self.tokens.is_sign(next, "/-") && self.tokens.is(next + 1, Class::Number) {
            if let Some((number, after)) = self.day_number(next + 1).filter(|&(number, _)| number <= 12)
                && self.tokens.is_sign(next, "/")
            {
                (month, next) = (Some(number), after);
            } else if self.tokens.is_sign(next, "/") {
                return None;
            }
        }
        let word = self.tokens.folded(next);
        let joint = self.tokens.is_sign(next, "-") || roles(word).to || word == "و";
        let second_at = next + 1;
        if !joint || !self.tokens.is(second_at, Class::Number) {
            return None;
        }
        let (numbers, after) = self.cluster(second_at);
        // A dash before the second date belongs to the range.
        let second = self.full_date(second_at, &numbers, after)?;
        let end = second.value.start;
        let point = DatePoint { month: month.or(end.month), day: Some(day), ..end };
        let point = valid(point, second.value.calendar, false)?;
        let ascends = (point.month, point.day) < (end.month, end.day);
        let value = DateValue { start: point, end: Some(end), ..second.value };
        ascends.then_some(Found { start, value, ..second })
    }
}

/// True for particles that are written onto a number: و2022, ב-19.
fn is_particle(word: &str) -> bool {
    matches!(word, "و" | "ف" | "ب" | "ك" | "ل" | "ال" | "ו" | "ה" | "ב" | "כ" | "ל" | "מ" | "ש" | "וב" | "مب")
}
