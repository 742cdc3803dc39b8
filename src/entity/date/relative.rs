//! Dates that are told from the day of publication: أمس, غدا الخميس, الأسبوع الماضي, الثامن من هذا الشهر.
//!
//! Owns what such words mean beside an anchor, and the pattern of unknown digits that stands for them without one;
//! years (العام الماضي) are in `numeric.rs`.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::grammar::{Form, Found, Grammar};
use super::lexicon::{read, roles};
use super::value::Part;
use super::{Calendar, DatePoint, DateValue};
use crate::entity::token::Class;

/// A month that no name tells: its point and the token after it.
struct MonthRef {
    point: DatePoint,
    start: usize,
    next: usize,
}

impl DatePoint {
    /// The day of a civil date.
    pub(super) fn of_day(date: Date) -> Self {
        let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
        Self { year: Some(date.year()), month: Some(month), day: Some(day), part: None }
    }

    /// The ISO 8601 week of a civil date.
    fn of_week(date: Date) -> Self {
        let week = date.iso_week_date();
        let part = Some(Part::Week(week.week().unsigned_abs()));
        Self { year: Some(week.year()), part, ..Self::default() }
    }

    /// Digits that are not known, such as `XXXX-WXX-2`.
    pub(super) fn unknown(pattern: &'static str) -> Self {
        Self { part: Some(Part::Unknown(pattern)), ..Self::default() }
    }
}

impl Grammar<'_, '_> {
    /// A day, week or month seen from the anchor.
    pub(super) fn relative(&self, at: usize) -> Option<Found> {
        self.relative_day(at).or_else(|| self.week(at)).or_else(|| self.day_of_month_ref(at)).or_else(|| {
            let month = self.month_ref(at)?;
            Some(self.anchored_found(month.start, month.next, month.point))
        })
    }

    pub(super) fn anchored_found(&self, start: usize, next: usize, point: DatePoint) -> Found {
        let value = DateValue { start: point, end: None, calendar: Calendar::Gregorian, anchored: true };
        Found { start, next, value, form: Form::Named }
    }

    /// أمس, أول من أمس, أمس الأول, اليوم, غدا, بعد غد; with the weekday behind it.
    fn relative_day(&self, at: usize) -> Option<Found> {
        let folded = |index: usize| self.tokens.folded(index);
        if !self.tokens.is(at, Class::Word) {
            return None;
        }
        let word = read(self.tokens, at);
        let start =
            word.as_ref().map_or_else(|| self.tokens.get(at).map(|token| token.start), |word| Some(word.start))?;
        let (shift, next) = match word.and_then(|word| word.roles.day_shift) {
            Some(-1) if matches!(folded(at + 1), "الاول" | "الاولي") => (-2, at + 2),
            Some(0) if !self.is_today(at) => return None,
            Some(shift) => (i64::from(shift), at + 1),
            None => match (folded(at), folded(at + 1), folded(at + 2)) {
                ("اول", "من", "امس") => (-2, at + 3),
                ("اول" | "قبل", "امس", _) => (-2, at + 2),
                ("بعد", "غد" | "غدا", _) => (2, at + 2),
                ("غد", _, _) if matches!(self.word_before(at), "يوم" | "بعد" | "صباح" | "مسا" | "ظهر" | "فجر") => {
                    (1, at + 1)
                }
                _ => return None,
            },
        };
        let weekday = roles(folded(next)).weekday;
        let day = self.anchor.and_then(|anchor| shifted(anchor, shift, weekday));
        let point = day.map_or(DatePoint::unknown("XXXX-XX-XX"), DatePoint::of_day);
        Some(self.anchored_found(start, next + usize::from(weekday.is_some()), point))
    }

    fn word_before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.tokens.folded(before))
    }

    /// True for an اليوم that means today: not the newspaper, not اليوم الوطني, not 24 ساعة في اليوم.
    fn is_today(&self, at: usize) -> bool {
        if self.tokens.source(at).is_ascii() {
            return true;
        }
        let before = self.word_before(at);
        let before = before.strip_prefix('و').filter(|rest| rest.len() > 4).unwrap_or(before);
        let next = self.tokens.folded(at + 1);
        let is_named = matches!(before, "صحيفه" | "جريده" | "عين" | "دار" | "ذلك" | "نفس" | "طوال" | "طيله" | "منتصف")
            || matches!(before, "في" | "فى" | "ب" | "\"" | "(" | "عدا" | "لهذا" | "مدار" | "نهايه" | "مع")
            || self.tokens.is_sign(at.wrapping_sub(1), "\"");
        let is_described = next.starts_with("ال") && roles(next).weekday.is_none() && next != "الي"
            || matches!(next, "ذاته" | "نفسه" | "\"");
        let is_whole_word = self.tokens.folded(at).starts_with("ال") || read(self.tokens, at).is_some();
        is_whole_word && !is_named && !is_described
    }

    /// الأسبوع الماضي, هذا الأسبوع.
    fn week(&self, at: usize) -> Option<Found> {
        let (start, next, shift) = self.shifted_noun(at, |word| word.roles.week_word)?;
        let day = self.anchor.and_then(|anchor| anchor.checked_add(i64::from(shift).weeks()).ok());
        let point = day.map_or(DatePoint::unknown("XXXX-WXX"), DatePoint::of_week);
        Some(self.anchored_found(start, next, point))
    }

    /// الشهر الماضي, هذا الشهر.
    fn month_ref(&self, at: usize) -> Option<MonthRef> {
        let (start, next, shift) = self.shifted_noun(at, |word| word.roles.month_word)?;
        let day = self.anchor.and_then(|anchor| anchor.checked_add(i64::from(shift).months()).ok());
        let point = day.map_or(DatePoint::unknown("XXXX-XX"), |day| DatePoint { day: None, ..DatePoint::of_day(day) });
        Some(MonthRef { point, start, next })
    }

    /// A definite noun with هذا before or a word like الماضي behind it: its first byte, the token after, the shift.
    fn shifted_noun(
        &self,
        at: usize,
        is_wanted: impl Fn(&super::lexicon::Reading) -> bool,
    ) -> Option<(usize, usize, i8)> {
        let this_word = read(self.tokens, at).filter(|word| word.roles.this);
        let this = this_word.is_some();
        let noun = at + usize::from(this);
        let word = read(self.tokens, noun).filter(|word| is_wanted(word))?;
        let bare: String = self.tokens.folded(noun).chars().skip(word.particles).collect();
        if !bare.starts_with("ال") && !this || self.tokens.source(noun).is_ascii() {
            return None;
        }
        let shift = roles(self.tokens.folded(noun + 1)).shift;
        let is_part = self.before_is_phase(at) && word.roles.month_word;
        let next = noun + 1 + usize::from(shift.is_some());
        let shift = shift.or((this || is_part).then_some(0))?;
        Some((this_word.map_or(word.start, |this| this.start), next, shift))
    }

    /// الثامن من هذا الشهر, 5 من الشهر الجاري.
    fn day_of_month_ref(&self, at: usize) -> Option<Found> {
        let days = self.days(at)?;
        let of = usize::from(roles(self.tokens.folded(days.next)).of);
        let month = self.month_ref(days.next + of).filter(|_| of == 1)?;
        let point = match month.point.month {
            Some(_) => {
                super::grammar::valid(DatePoint { day: Some(days.first), ..month.point }, Calendar::Gregorian, false)?
            }
            None => DatePoint::unknown("XXXX-XX-XX"),
        };
        let end =
            days.last.filter(|_| month.point.month.is_some()).map(|day| DatePoint { day: Some(day), ..month.point });
        let end = match end {
            Some(end) => Some(super::grammar::valid(end, Calendar::Gregorian, false)?),
            None => None,
        };
        let found = self.anchored_found(days.start, month.next, point);
        Some(Found { value: DateValue { end, ..found.value }, ..found })
    }

    /// A weekday alone: the last such day up to the anchor, or the next one when the text says so.
    pub(super) fn weekday(&self, at: usize, reading: &super::lexicon::Reading) -> Option<Found> {
        const PATTERNS: [&str; 7] =
            ["XXXX-WXX-1", "XXXX-WXX-2", "XXXX-WXX-3", "XXXX-WXX-4", "XXXX-WXX-5", "XXXX-WXX-6", "XXXX-WXX-7"];
        let number = reading.roles.weekday?;
        let shift = roles(self.tokens.folded(at + 1)).shift;
        if shift.is_none() && !self.is_weekday_here(at) {
            return None;
        }
        let next = at + 1 + usize::from(shift.is_some());
        let Some(anchor) = self.anchor else {
            let pattern = PATTERNS.get(usize::from(number).checked_sub(1)?)?;
            return Some(self.anchored_found(reading.start, next, DatePoint::unknown(pattern)));
        };
        let weekday = Weekday::from_monday_one_offset(i8::try_from(number).ok()?).ok()?;
        let back = i64::from(weekday.until(anchor.weekday()));
        let days = match shift {
            Some(1) => 7 - back,
            Some(-1) if back == 0 => -7,
            _ => -back,
        };
        let date = anchor.checked_add(days.days()).ok()?;
        Some(self.anchored_found(reading.start, next, DatePoint::of_day(date)))
    }

    /// True where a weekday's name is a day: not صلاة الجمعة, not بين الاثنين, not the family of الخميس.
    fn is_weekday_here(&self, at: usize) -> bool {
        let before = self.word_before(at);
        let next = self.tokens.folded(at + 1);
        if matches!(before, "يوم" | "اليوم" | "امس" | "مسا" | "صباح" | "ظهر" | "فجر" | "ليله" | "on" | "روز" | "غدا")
        {
            return true;
        }
        if self.tokens.source(at).is_ascii() {
            return self.tokens.is_capitalised(at)
                && matches!(before, "on" | "last" | "next" | "since" | "until" | "by");
        }
        // Persian weekdays mean nothing else; جمعة and سبت without the article are names and plurals.
        let word = self.tokens.folded(at);
        let is_rite =
            matches!(before, "صلاه" | "خطبه" | "سوره" | "صلوات" | "خطب" | "خطيب" | "كل" | "جامع" | "سوق" | "قناه");
        let is_name = matches!(before, "بن" | "ابن" | "ال" | "عبد" | "الواحد" | "حسين" | "محمد" | "احمد")
            || next == "بن"
            || next == "ابن";
        let is_two = word.ends_with("الاثنين")
            && (matches!(before, "بين" | "في" | "علي" | "كلا" | "هذين" | "من" | "ان" | "الي" | "مع") || next == "معا");
        let is_one = word.ends_with("الاحد") && matches!(before, "الواحد" | "الله" | "باب");
        !(is_rite || is_name || is_two || is_one) && self.tokens.is(at, Class::Word)
    }
}

/// The day so far from the anchor; a weekday beside it that disagrees by up to three days is the surer word.
fn shifted(anchor: Date, days: i64, weekday: Option<u8>) -> Option<Date> {
    let day = anchor.checked_add(days.days()).ok()?;
    let Some(weekday) = weekday else { return Some(day) };
    let weekday = Weekday::from_monday_one_offset(i8::try_from(weekday).ok()?).ok()?;
    let back = i64::from(weekday.until(day.weekday()));
    let nearest = if back > 3 { 7 - back } else { -back };
    day.checked_add(nearest.days()).ok()
}
