//! Parts of years and spans of them: الربع الأول من 2020, صيف 2015, التسعينيات, القرن العشرون.
//!
//! Owns quarters, halves, seasons, decades and centuries; single years are in `numeric.rs`.

use super::grammar::{Form, Found, Grammar};
use super::lexicon::{read, roles};
use super::value::{Part, Season};
use super::{Calendar, DatePoint, DateValue};
use crate::entity::token::Class;

/// Decades by the stem that ات or يات ends, without the article.
const DECADES: &[(i16, &str)] = &[
    (20, "عشرين"),
    (30, "ثلاثين"),
    (40, "اربعين"),
    (50, "خمسين"),
    (60, "ستين"),
    (70, "سبعين"),
    (80, "ثمانين"),
    (90, "تسعين"),
];

/// True for a folded word that a quarter, half, decade or century may begin with.
pub(super) fn is_period_word(word: &str) -> bool {
    ["الربع", "النصف", "القرن"].iter().any(|ending| word.ends_with(ending))
        || word.ends_with("نات")
        || word.ends_with("نيات")
}

impl Grammar<'_, '_> {
    /// A quarter, half, decade or century.
    pub(super) fn period(&self, at: usize) -> Option<Found> {
        if self.tokens.is(at, Class::Number) {
            return self.english_decade(at);
        }
        let word = self.tokens.folded(at);
        let (particles, bare) = match word.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك']) {
            Some(rest) if rest.starts_with("ال") => (1, rest),
            _ => (0, word),
        };
        let start = if particles == 0 { self.tokens.get(at)?.start } else { self.tokens.byte_after(at, particles)? };
        match bare {
            "الربع" => self.part_of_year(at, start, 4),
            "النصف" => self.part_of_year(at, start, 2),
            "القرن" => self.century(at, start),
            _ if bare.ends_with("ات") => self.decade(at, start, bare),
            _ => None,
        }
    }

    /// الربع الثاني من عام 2020, النصف الأول من العام: `2020-Q2`, `2020-H1`.
    fn part_of_year(&self, at: usize, start: usize, parts: u8) -> Option<Found> {
        let number = match (read(self.tokens, at + 1)?, self.tokens.folded(at + 1)) {
            (_, "الاخير") => parts,
            (word, _) if word.particles == 0 => word.roles.ordinal.filter(|&number| number <= parts)?,
            _ => return None,
        };
        let linked = matches!(self.tokens.folded(at + 2), "من" | "في" | "فى" | "عن" | "ل");
        let year_at = at + 2 + usize::from(linked);
        let year = self.year(year_at).or_else(|| self.bare_year(year_at)).or_else(|| self.this_year(year_at))?;
        if year.value.end.is_some() || year.value.start.month.is_some() {
            return None;
        }
        let part = if parts == 4 { Part::Quarter(number) } else { Part::Half(number) };
        let point = DatePoint { part: Some(part), year: year.value.start.year, ..DatePoint::default() };
        let value = DateValue { start: point, ..year.value };
        Some(Found { start, value, form: Form::Named, ..year })
    }

    /// العام alone behind a part of it.
    fn this_year(&self, at: usize) -> Option<Found> {
        let word = read(self.tokens, at)?;
        let is_definite = self.tokens.folded(at).starts_with("ال");
        word.roles.year_word.filter(|_| is_definite)?;
        let point = DatePoint { year: self.anchor.map(|anchor| anchor.year()), ..DatePoint::default() };
        Some(self.anchored_found(word.start, at + 1, point))
    }

    /// A season with the year that was read behind it: `2013-SP`.
    pub(super) fn in_season(&self, at: usize, found: Found) -> Found {
        let season = read(self.tokens, at).and_then(|word| word.roles.season);
        let point = found.value.start;
        let is_year = point.month.is_none() && point.part.is_none() && found.value.end.is_none();
        match season.filter(|_| is_year) {
            Some(season) => {
                let start = DatePoint { part: Some(Part::Season(season)), ..point };
                Found { value: DateValue { start, ..found.value }, ..found }
            }
            None => found,
        }
    }

    /// الصيف الماضي, هذا الشتاء: the season of the last, this or next year.
    pub(super) fn relative_season(&self, at: usize) -> Option<Found> {
        let this = roles(self.tokens.folded(at)).this;
        let noun = at + usize::from(this);
        let word = read(self.tokens, noun)?;
        let season = word.roles.definite_season?;
        let shift = roles(self.tokens.folded(noun + 1)).shift;
        let next = noun + 1 + usize::from(shift.is_some());
        let shift = shift.or(this.then_some(0))?;
        let year = self.anchor.map(|anchor| {
            let month = anchor.month().unsigned_abs();
            let first = match season {
                Season::Spring => 3,
                Season::Summer => 6,
                Season::Autumn => 9,
                Season::Winter => 12,
            };
            match shift {
                // Last summer, said in autumn, is this year's.
                -1 if month >= first + 3 => anchor.year(),
                1 if month < first => anchor.year(),
                shift => anchor.year().saturating_add(i16::from(shift)),
            }
        });
        let start = if this { self.tokens.get(at)?.start } else { word.start };
        let point = DatePoint { year, part: Some(Part::Season(season)), ..DatePoint::default() };
        Some(self.anchored_found(start, next, point))
    }

    /// التسعينيات, ثمانينات القرن الماضي: `199X`. People in their thirties are no decade.
    fn decade(&self, at: usize, start: usize, bare: &str) -> Option<Found> {
        let stem = bare.strip_prefix("ال").unwrap_or(bare);
        let stem = stem.strip_suffix("يات").or_else(|| stem.strip_suffix("ات"))?;
        let &(decade, _) = DECADES.iter().find(|(_, known)| *known == stem)?;
        let is_definite = bare.starts_with("ال");
        let of = at + 1 + usize::from(self.tokens.folded(at + 1) == "من");
        if self.tokens.folded(of).contains("عمر") {
            return None;
        }
        let century = if self.tokens.folded(of) == "القرن" { self.century(of, start) } else { None };
        let (hundred, next, anchored, calendar) = match century {
            Some(found) => (found.value.start.year?, found.next, found.value.anchored, found.value.calendar),
            None if is_definite => (1900, at + 1, false, Calendar::Gregorian),
            None => return None,
        };
        let point = DatePoint { year: Some(hundred + decade), part: Some(Part::Decade), ..DatePoint::default() };
        let value = DateValue { start: point, end: None, calendar, anchored };
        Some(Found { start, next, value, form: Form::Named })
    }

    /// القرن العشرون, القرن الحادي والعشرين, القرن الماضي, القرن الثالث الهجري: `19XX`.
    fn century(&self, at: usize, start: usize) -> Option<Found> {
        let word = read(self.tokens, at + 1)?;
        if let Some(shift) = word.roles.shift {
            let year = self.anchor.map_or(2000, |anchor| anchor.year());
            let hundred = (year / 100 + i16::from(shift)) * 100;
            let found = self.century_found(start, at + 2, hundred, Calendar::Gregorian)?;
            return Some(Found { value: DateValue { anchored: true, ..found.value }, ..found });
        }
        let first = word.roles.ordinal.filter(|_| word.particles == 0)?;
        let after = roles(self.tokens.folded(at + 2));
        let (number, next) = match after.ordinal {
            Some(tens @ (20 | 30)) if first < 10 => (tens + first, at + 3),
            _ if after.teen && first < 10 => (first + 10, at + 3),
            _ => (first, at + 2),
        };
        let (calendar, next) = match self.tokens.folded(next) {
            "الهجري" | "للهجره" => (Calendar::Hijri, next + 1),
            "الميلادي" | "للميلاد" => (Calendar::Gregorian, next + 1),
            "قبل" if self.tokens.folded(next + 1) == "الميلاد" => return None,
            _ => (Calendar::Gregorian, next),
        };
        self.century_found(start, next, (i16::from(number) - 1) * 100, calendar)
    }

    fn century_found(&self, start: usize, next: usize, hundred: i16, calendar: Calendar) -> Option<Found> {
        let point = DatePoint { year: Some(hundred), part: Some(Part::Century), ..DatePoint::default() };
        let value = DateValue { start: point, end: None, calendar, anchored: false };
        (0..=9900).contains(&hundred).then_some(Found { start, next, value, form: Form::Named })
    }

    /// 1990s
    fn english_decade(&self, at: usize) -> Option<Found> {
        let digits = self.tokens.folded(at);
        let has_mark =
            self.tokens.folded(at + 1) == "s" && self.tokens.is_glued(at + 1) && !self.tokens.is_glued(at + 2);
        if digits.len() != 4 || !digits.ends_with('0') || !has_mark || !self.opens_number(at) {
            return None;
        }
        let year: i16 = digits.parse().ok().filter(|year| (1500..2100).contains(year))?;
        let part = if year % 100 == 0 { Part::Century } else { Part::Decade };
        let point = DatePoint { year: Some(year), part: Some(part), ..DatePoint::default() };
        let value = DateValue { start: point, end: None, calendar: Calendar::Gregorian, anchored: false };
        Some(Found { start: self.tokens.get(at)?.start, next: at + 2, value, form: Form::Named })
    }
}
