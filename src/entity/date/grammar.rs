//! How day, month, year and the words around them make a date.
//!
//! Owns the grammar of one date written with words; does not read numeric dates (`numeric.rs`), nor join the ends of
//! a range (`range.rs`).

use std::ops::Range;

use jiff::civil::Date;

use super::hijri::year_and_month;
use super::lexicon::{Month, Reading, Roles, Trust, in_lexicon, read, roles, starts_two_word_month};
use super::period::is_period_word;
use super::{Calendar, DatePoint, DateValue};
use crate::entity::interest::Interest;
use crate::entity::token::{Class, Tokens, is_grapheme_boundary};

/// A date that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// Where it stands: byte offsets on grapheme boundaries, never inside a word or number, particles left out.
    pub bytes: Range<usize>,
    /// What it stands for.
    pub value: DateValue,
}

/// Finds the dates in `text`, in their order and without overlap.
///
/// Understood are Levantine, Egyptian and Maghrebi month names, double names (`أيلول/ سبتمبر`), Hijri, Persian, Urdu,
/// Hebrew and English months, numeric dates in any decimal digits, years after `عام` and its like, and ranges. A day
/// or month without a year takes the year of `anchor`, the day on which the text was published; relative dates
/// (`العام الماضي`, a weekday) are found with an anchor only. Days that do not exist are no dates.
pub fn find_dates(text: &str, anchor: Option<Date>) -> Vec<DateMention> {
    dates_in(&Tokens::new(text), anchor)
}

/// Finds the dates among tokens: see [`find_dates`].
pub(in crate::entity) fn dates_in(tokens: &Tokens, anchor: Option<Date>) -> Vec<DateMention> {
    let grammar = Grammar { tokens, anchor };
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !grammar.may_begin(at) {
            at += 1;
            continue;
        }
        match grammar.date(at) {
            Step::Found(found) => {
                let end = found.end(tokens);
                if is_grapheme_boundary(tokens.source, found.start) && is_grapheme_boundary(tokens.source, end) {
                    mentions.push(DateMention { bytes: found.start..end, value: found.value });
                }
                at = found.next.max(at + 1);
            }
            Step::Skip(next) => at = next.max(at + 1),
        }
    }
    mentions
}

/// A date that the grammar has read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// First source byte.
    pub(super) start: usize,
    /// The token after the last.
    pub(super) next: usize,
    pub(super) value: DateValue,
    /// How it was written, which decides what may stand around it.
    pub(super) form: Form,
}

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// With a month's name or in full digits: stands alone.
    Named,
    /// A year with a word for it.
    Year,
    /// Nothing but the digits of a year.
    BareYear,
}

impl Found {
    fn end(&self, tokens: &Tokens) -> usize {
        self.next.checked_sub(1).and_then(|last| tokens.get(last)).map_or(self.start, |token| token.end)
    }
}

/// What a look at one token gave.
pub(super) enum Step {
    /// A date starts here.
    Found(Found),
    /// None does; look on at this token.
    Skip(usize),
}

/// Reads dates from tokens.
pub(super) struct Grammar<'a, 't> {
    pub(super) tokens: &'a Tokens<'t>,
    pub(super) anchor: Option<Date>,
}

/// One or two days of a month, and the token after them.
pub(super) struct Days {
    pub(super) start: usize,
    pub(super) first: u8,
    pub(super) last: Option<u8>,
    pub(super) next: usize,
}

/// A month as written, twin name included, and the token after it.
struct Months {
    start: usize,
    month: Month,
    last: Option<Month>,
    has_twin: bool,
    particles: usize,
    next: usize,
}

/// The year of a date: as written, or as an anchor gives it.
struct YearPart {
    year: Option<i16>,
    calendar: Option<Calendar>,
    anchored: bool,
    next: usize,
    /// True when a word or number for the year stands in the text.
    said: bool,
}

impl Grammar<'_, '_> {
    /// False for the many words that no date begins with, so that the rules look at few.
    fn may_begin(&self, at: usize) -> bool {
        match self.tokens.get(at).map(|token| token.class) {
            Some(Class::Number) => true,
            Some(Class::Word) => {
                let word = self.tokens.folded(at);
                self.tokens.may_be(at, Interest::DATE)
                    && (begins_alone(word)
                        || is_period_word(word)
                        || read(self.tokens, at).is_some_and(|word| word.roles.may_begin()))
            }
            _ => false,
        }
    }

    /// The date that starts at token `at`, joined with the other end of its range.
    fn date(&self, at: usize) -> Step {
        match self.single(at) {
            Step::Found(found) => self.with_range(at, found),
            skip => skip,
        }
    }

    /// One date without a range: numeric, by name, or a year.
    pub(super) fn single(&self, at: usize) -> Step {
        if self.tokens.is(at, Class::Sign) {
            return Step::Skip(at + 1);
        }
        if let Some(found) = self.with_lead(at) {
            return Step::Found(found);
        }
        if let Some(found) = self.period(at).or_else(|| self.relative(at)).or_else(|| self.relative_season(at)) {
            return Step::Found(found);
        }
        if self.tokens.is(at, Class::Number) {
            return self.numeric(at);
        }
        Step::Skip(at + 1)
    }

    /// A date with the weekday or part of a period that leads it: `الثلاثاء 19 سبتمبر`, `نهاية أيلول`.
    fn with_lead(&self, at: usize) -> Option<Found> {
        if self.tokens.is(at, Class::Number) {
            return self.named(at);
        }
        let reading = read(self.tokens, at)?;
        if reading.roles.weekday.is_some() {
            let next = if self.tokens.is_sign(at + 1, ",") { at + 2 } else { at + 1 };
            let numeric = |at| match self.tokens.is(at, Class::Number).then(|| self.numeric(at)) {
                Some(Step::Found(found)) => Some(found),
                _ => None,
            };
            let dated = self.named(next).or_else(|| numeric(next)).filter(|found| found.value.start.day.is_some());
            return dated.map(|found| Found { start: reading.start, ..found }).or_else(|| self.weekday(at, &reading));
        }
        if reading.roles.phase {
            let next = at + 1 + usize::from(self.tokens.is_sign(at + 1, "-") && self.tokens.is_glued(at + 1));
            let led = self.named(next).or_else(|| self.year(next)).or_else(|| self.bare_year(next));
            let led = led.or_else(|| self.period(next)).or_else(|| self.relative(next)).or_else(|| {
                let weekday = read(self.tokens, next).filter(|word| word.roles.weekday.is_some());
                weekday.and_then(|_| self.with_lead(next))
            });
            if let Some(found) = led.map(|found| self.in_season(at, found)) {
                let form = if found.form == Form::BareYear { Form::Year } else { found.form };
                return Some(Found { start: reading.start, form, ..found });
            }
        }
        self.named(at).or_else(|| self.year(at))
    }

    /// A date with a month's name.
    fn named(&self, at: usize) -> Option<Found> {
        if let Some(days) = self.days(at) {
            let linked = self.link(days.next);
            let months = self.months(linked)?;
            // 1-صفر is a score.
            if months.month.trust != Trust::Plain && self.tokens.is_sign(days.next, "-") {
                return None;
            }
            return self.build(Some(days), months);
        }
        let reading = read(self.tokens, at)?;
        if reading.roles.month_word {
            let months = self.months(at + 1)?;
            let cued = Months { start: reading.start, has_twin: true, particles: 1, ..months };
            return self.build(None, cued);
        }
        let months = self.months(at)?;
        if self.tokens.source(at).is_ascii() {
            return self.english(months);
        }
        self.build(None, months)
    }

    /// The token after the month's name that follows a number which is no day of it.
    pub(super) fn after_month(&self, at: usize) -> Option<usize> {
        self.months(self.link(at)).map(|months| months.next)
    }

    /// The token behind what links a day to its month: من, شهر, of, a hyphen or slash.
    fn link(&self, at: usize) -> usize {
        let mut next = at;
        if self.tokens.is_sign(next, "-/.") && self.tokens.is_glued(next) {
            next += 1;
        }
        if roles(self.tokens.folded(next)).of {
            next += 1;
        }
        if roles(self.tokens.folded(next)).month_word {
            next += 1;
        }
        next
    }

    /// One day or two (`9 و10`, `9-12`, `9 إلى 12`) as digits, or an ordinal.
    pub(super) fn days(&self, at: usize) -> Option<Days> {
        if let Some((first, next)) = self.ordinal(at) {
            let start = read(self.tokens, at)?.start;
            return Some(Days { start, first, last: None, next });
        }
        let start = self.tokens.get(at)?.start;
        if !self.opens_number(at) {
            return None;
        }
        let (first, next) = self.day_number(at)?;
        let joined = self.range_link(next).and_then(|second| self.day_number(second));
        match joined {
            Some((last, after)) if last > first => Some(Days { start, first, last: Some(last), next: after }),
            Some(_) => None,
            None => Some(Days { start, first, last: None, next }),
        }
    }

    /// The token after what joins the two days of a range.
    fn range_link(&self, at: usize) -> Option<usize> {
        let word = self.tokens.folded(at);
        let joins = self.tokens.is_sign(at, "-") || matches!(word, "و" | "و ") || roles(word).to;
        (joins && self.tokens.is(at + 1, Class::Number)).then_some(at + 1)
    }

    pub(super) fn day_number(&self, at: usize) -> Option<(u8, usize)> {
        let digits = self.tokens.folded(at);
        if !self.tokens.is(at, Class::Number) || digits.len() > 2 {
            return None;
        }
        let day = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
        let has_suffix =
            self.tokens.is_glued(at + 1) && matches!(self.tokens.folded(at + 1), "st" | "nd" | "rd" | "th");
        Some((day, at + 1 + usize::from(has_suffix)))
    }

    /// A day in words: الأول من, التاسع عشر من, الحادي والعشرين من.
    fn ordinal(&self, at: usize) -> Option<(u8, usize)> {
        let first = read(self.tokens, at)?.roles.ordinal?;
        let after = roles(self.tokens.folded(at + 1));
        let (day, next) = match after.ordinal {
            Some(tens @ (20 | 30)) if first < 10 => (tens + first, at + 2),
            _ if after.teen && first < 10 => (first + 10, at + 2),
            _ => (first, at + 1),
        };
        let of = roles(self.tokens.folded(next)).of || day > 2 && self.months(next).is_some();
        (day <= 31 && of).then_some((day, next))
    }

    /// The month at a token with its twin: `أيلول/ سبتمبر`, `تشرين الثاني (نوفمبر)`, `مايو أيار`.
    fn months(&self, at: usize) -> Option<Months> {
        let (month, start, particles, mut next) = self.month(at)?;
        if month.trust != Trust::Plain && self.tokens.source(at).is_ascii() && !self.tokens.is_capitalised(at) {
            return None;
        }
        let mut months = Months { start, month, last: None, has_twin: false, particles, next };
        if self.tokens.source(at).is_ascii() && self.tokens.is_sign(next, ".") && self.tokens.is_glued(next) {
            next += 1;
            months.next = next;
        }
        let is_bracket = self.tokens.is_sign(next, "([");
        let separated = is_bracket || self.tokens.is_sign(next, "/-–");
        let Some((twin, _, 0, after)) = self.month(next + usize::from(separated)) else { return Some(months) };
        if twin.calendar != month.calendar || is_bracket && !self.tokens.is_sign(after, ")]") {
            return Some(months);
        }
        if twin.number == month.number {
            months.has_twin = true;
            months.next = after + usize::from(is_bracket);
        } else if separated && !is_bracket && twin.number > month.number {
            months.last = Some(twin);
            months.next = after;
        }
        Some(months)
    }

    /// A month's name of one or two words: the month, its first byte, its particles, the token after it.
    fn month(&self, at: usize) -> Option<(Month, usize, usize, usize)> {
        let Reading { roles: own, start, particles } = read(self.tokens, at).or_else(|| {
            let start = self.tokens.get(at)?.start;
            Some(Reading { roles: Roles::default(), start, particles: 0 })
        })?;
        let word = self.tokens.folded(at);
        let bare = word.char_indices().nth(particles).map_or("", |(byte, _)| &word[byte..]);
        if starts_two_word_month(bare) || !self.tokens.folded(at + 1).is_empty() && bare == "ذيقعد" {
            let pair = roles(&format!("{bare} {}", self.tokens.folded(at + 1)));
            if let Some(month) = pair.month {
                return Some((month, start, particles, at + 2));
            }
        }
        own.month.map(|month| (month, start, particles, at + 1))
    }

    /// `Sept. 19, 2023`, `September 19th`: the day behind the month.
    fn english(&self, months: Months) -> Option<Found> {
        let day = self.day_number(months.next).filter(|&(_, next)| !self.is_cut_number(next));
        let Some((day, next)) = day else { return self.build(None, months) };
        let days = Days { start: months.start, first: day, last: None, next };
        self.build(Some(days), Months { next, ..months })
    }

    /// Puts day, month and the year that follows together.
    fn build(&self, days: Option<Days>, months: Months) -> Option<Found> {
        let start = days.as_ref().map_or(months.start, |days| days.start);
        let calendar = months.month.calendar;
        let mut year = self.year_part(months.next, months.month);
        let trusted = match months.month.trust {
            _ if months.has_twin => true,
            Trust::Plain => days.is_some() || year.said || self.is_cued(&months),
            Trust::Weak => days.is_some() || year.said,
            Trust::Frail => days.is_some() && year.said && !year.anchored,
        };
        if !trusted {
            return None;
        }
        if !year.said
            && let Some(anchor) = self.anchor
        {
            year = YearPart { year: Some(year_and_month(anchor, calendar).0), anchored: true, ..year };
        }
        if calendar != Calendar::Gregorian && year.calendar == Some(Calendar::Gregorian) && year.year.is_some() {
            // رمضان 2023: the year is civil, so the month cannot stand in the same value.
            let point = DatePoint { year: year.year, ..DatePoint::default() };
            let value = DateValue { start: point, end: None, calendar: Calendar::Gregorian, anchored: year.anchored };
            return Some(Found { start, next: year.next, value, form: Form::Named });
        }
        let point = |month: u8, day: Option<u8>| DatePoint { year: year.year, month: Some(month), day, part: None };
        let first = point(months.month.number, days.as_ref().map(|days| days.first));
        let last_day = days.as_ref().and_then(|days| days.last);
        let end = match (last_day, months.last) {
            (Some(day), _) => Some(point(months.month.number, Some(day))),
            (None, Some(month)) => Some(point(month.number, None)),
            (None, None) => None,
        };
        let (first, end) = (valid(first, calendar, year.anchored)?, end.map(|end| valid(end, calendar, year.anchored)));
        let end = match end {
            Some(None) => return None,
            Some(end) => end,
            None => None,
        };
        let value = DateValue { start: first, end, calendar, anchored: year.anchored && first.year.is_some() };
        Some(Found { start, next: year.next, value, form: Form::Named })
    }

    /// True when the word before a lone month, or a particle on it, says that it is a time: في سبتمبر, بسبتمبر.
    fn is_cued(&self, months: &Months) -> bool {
        let before = self.before(months.start);
        months.particles > 0 || before.is_some_and(|index| read(self.tokens, index).is_some_and(|word| is_cue(&word)))
    }

    /// The token before the one that holds the byte `start`.
    fn before(&self, start: usize) -> Option<usize> {
        let mut low = 0;
        let mut high = self.tokens.len();
        while low < high {
            let middle = (low + high) / 2;
            if self.tokens.get(middle).is_some_and(|token| token.end <= start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low.checked_sub(1)
    }

    /// The year behind a month: digits, `من عام 2020`, `الماضي`, `من هذا العام`.
    fn year_part(&self, at: usize, month: Month) -> YearPart {
        let none = YearPart { year: None, calendar: None, anchored: false, next: at, said: false };
        if let Some(shift) = roles(self.tokens.folded(at)).shift {
            let year = self.anchor.filter(|_| month.calendar != Calendar::SolarHijri);
            let year = year.map(|anchor| shifted_year(year_and_month(anchor, month.calendar), month.number, shift));
            return YearPart { year, anchored: true, next: at + 1, said: true, ..none };
        }
        let mut next = at;
        if self.tokens.is_sign(next, ",")
            || self.tokens.is_sign(next, "/-") && self.tokens.is_glued(next) && self.tokens.is(next + 1, Class::Number)
        {
            next += 1;
        }
        if roles(self.tokens.folded(next)).of {
            next += 1;
        }
        let this = roles(self.tokens.folded(next)).this;
        let word = next + usize::from(this);
        let year_word = read(self.tokens, word).and_then(|reading| reading.roles.year_word);
        if year_word.is_some() {
            if let Some((year, calendar, after)) = self.year_number(word + 1) {
                return YearPart { year: Some(year), calendar, next: after, said: true, ..none };
            }
            let shift = roles(self.tokens.folded(word + 1)).shift.or(this.then_some(0));
            let Some(shift) = shift else { return none };
            let after = word + 1 + usize::from(roles(self.tokens.folded(word + 1)).shift.is_some());
            let year = self.anchor.filter(|_| month.calendar == Calendar::Gregorian);
            let year = year.map(|anchor| anchor.year().saturating_add(i16::from(shift)));
            return YearPart { year, anchored: true, next: after, said: true, ..none };
        }
        match self.year_number(next).filter(|_| !this) {
            Some((year, calendar, after)) => YearPart { year: Some(year), calendar, next: after, said: true, ..none },
            None => none,
        }
    }
}

/// True for a folded word that a date may begin with, particles before it.
pub(in crate::entity) fn may_begin(word: &str) -> bool {
    begins_alone(word) || is_period_word(word) || in_lexicon(word).is_some_and(|(roles, _)| roles.may_begin())
}

/// True for folded words that begin a relative date, and have no other role in dates.
fn begins_alone(word: &str) -> bool {
    matches!(word, "اول" | "بعد" | "قبل" | "غد")
}

/// True for a word that puts what follows it in time.
pub(super) fn is_cue(word: &Reading) -> bool {
    word.roles.at || word.roles.phase || word.roles.month_word || word.roles.from
}

/// The year of "last", "this" or "next" month of that number, seen from the anchor.
fn shifted_year((year, this_month): (i16, u8), month: u8, shift: i8) -> i16 {
    match shift {
        -1 if month >= this_month => year.saturating_sub(1),
        1 if month <= this_month => year.saturating_add(1),
        _ => year,
    }
}

/// The point if its day exists; a day that does not exist in the anchor's year stays without a year.
pub(super) fn valid(point: DatePoint, calendar: Calendar, anchored: bool) -> Option<DatePoint> {
    let Some(day) = point.day else { return Some(point) };
    let month = point.month?;
    let last = |year: i16| match (calendar, month) {
        (Calendar::Hijri, _) => 30,
        (Calendar::SolarHijri, 1..=6) => 31,
        (Calendar::SolarHijri, _) => 30,
        (Calendar::Gregorian, _) => {
            let first = i8::try_from(month).ok().and_then(|month| Date::new(year, month, 1).ok());
            first.map_or(0, |date| date.days_in_month().unsigned_abs())
        }
    };
    const LEAP_YEAR: i16 = 2000;
    match point.year {
        Some(year) if day <= last(year) => Some(point),
        Some(_) if anchored && day <= last(LEAP_YEAR) => Some(DatePoint { year: None, ..point }),
        None if day <= last(LEAP_YEAR) => Some(point),
        _ => None,
    }
}
