//! A number and what it measures or counts.
//!
//! Owns spans and values of quantities, money, percentages and lengths of time; numbers alone are read by
//! `numeral.rs`, times of the day by `clock.rs`.

use std::ops::Range;

use jiff::civil::Date;

use super::currency::{self, CURRENCIES, Ratio};
use super::decimal::Decimal;
use super::lexicon::{self, Reading, What};
use super::noun;
use super::numeral::{Numbers, Numeral};
use crate::entity::Kind;
use crate::entity::date::DatePoint;
use crate::entity::token::{Class, Tokens, is_grapheme_boundary};

/// A measured, counted or timed thing that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueMention {
    /// Where it stands: byte offsets on grapheme boundaries, particles left out.
    pub bytes: Range<usize>,
    /// Quantity, money, percent, duration or time; a date for قبل with a length of time and an anchor.
    pub kind: Kind,
    /// What it stands for, in the form that the module's documentation tells.
    pub value: String,
}

/// Finds quantities, money, percentages, times of the day and lengths of time in `text`, in their order, without overlap.
///
/// Understood are digits of any script with thousands and decimal signs, Arabic number words in every case and
/// gender, and plain Persian, Urdu, Hebrew and English forms. The time it takes grows linearly with the text.
pub fn find_values(text: &str) -> Vec<ValueMention> {
    let tokens = Tokens::new(text);
    let readings = lexicon::readings(&tokens);
    let numbers = Numbers { tokens: &tokens, readings: &readings, joined: None };
    let mut mentions = clocks_in(numbers);
    let taken: Vec<_> = mentions.iter().map(|mention| mention.bytes.clone()).collect();
    mentions.extend(values_in(numbers, &taken, None));
    mentions.sort_by_key(|mention| mention.bytes.start);
    mentions
}

/// Finds the times of the day among tokens.
pub(super) fn clocks_in(numbers: Numbers) -> Vec<ValueMention> {
    let tokens = numbers.tokens;
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let found = numbers.clock(at).map(|found| Found {
            start: found.start,
            next: found.next,
            kind: Kind::Time,
            value: found.clock.to_string(),
        });
        at = found.as_ref().map_or(at + 1, |found| found.next.max(at + 1));
        mentions.extend(found.and_then(|found| found.mention(tokens)));
    }
    mentions
}

/// Finds the other values, except on the spans in `taken`, which are sorted and do not overlap.
///
/// With an anchor قبل ثلاثة أيام is a date.
pub(super) fn values_in(numbers: Numbers, taken: &[Range<usize>], anchor: Option<Date>) -> Vec<ValueMention> {
    let tokens = numbers.tokens;
    let mut mentions: Vec<ValueMention> = Vec::new();
    let mut at = 0;
    let mut ahead = taken;
    while let Some(token) = tokens.get(at) {
        while ahead.first().is_some_and(|span| span.end <= token.start) {
            ahead = &ahead[1..];
        }
        if ahead.first().is_some_and(|span| span.start <= token.start) {
            at += 1;
            continue;
        }
        let limit = ahead.first().map_or(usize::MAX, |span| span.start);
        match numbers.value(at).filter(|found| found.end(tokens) <= limit) {
            Some(found) => {
                let next = found.next.max(at + 1);
                let floor = mentions.last().map_or(0, |last| last.bytes.end);
                let found =
                    numbers.before_anchor(at, &found, anchor).filter(|dated| dated.start >= floor).unwrap_or(found);
                mentions.extend(found.mention(tokens));
                at = next;
            }
            None => at = numbers.behind_number(at),
        }
    }
    mentions
}

/// A value that the grammar has read.
struct Found {
    start: usize,
    next: usize,
    kind: Kind,
    value: String,
}

impl Found {
    fn mention(self, tokens: &Tokens) -> Option<ValueMention> {
        let bytes = self.start..self.end(tokens);
        let is_whole =
            is_grapheme_boundary(tokens.source, bytes.start) && is_grapheme_boundary(tokens.source, bytes.end);
        (is_whole && bytes.start < bytes.end).then_some(ValueMention { bytes, kind: self.kind, value: self.value })
    }

    fn end(&self, tokens: &Tokens) -> usize {
        self.next.checked_sub(1).and_then(|last| tokens.get(last)).map_or(self.start, |token| token.end)
    }
}

/// What stands behind a number, with the token after it.
enum Measure {
    Time(lexicon::Span, usize),
    Money(Money),
    Unit(&'static str, usize),
    Noun(String, usize),
    Percent(usize),
}

/// A currency as written.
struct Money {
    code: &'static str,
    ratio: Ratio,
    next: usize,
}

impl Money {
    fn amount(&self, number: Decimal) -> Option<Decimal> {
        match self.ratio {
            Ratio::Same => Some(number),
            Ratio::Divide(by) => number.part(1, by),
            Ratio::Multiply(by) => number.times(by),
        }
    }
}

/// The date that an ISO 8601 length before the anchor reaches, as exact as the length's smallest unit.
fn day_before(anchor: Date, length: &str) -> Option<String> {
    let span: jiff::Span = length.parse().ok()?;
    if length.contains('T') {
        return None;
    }
    let day = anchor.checked_sub(span).ok()?;
    if span.get_days() != 0 || span.get_weeks() != 0 {
        return Some(day.to_string());
    }
    let point = DatePoint { year: Some(day.year()), ..DatePoint::default() };
    let month = (span.get_months() != 0).then(|| day.month().unsigned_abs());
    Some(DatePoint { month, ..point }.to_string())
}

impl Numbers<'_, '_> {
    /// The value that starts at a token.
    fn value(&self, at: usize) -> Option<Found> {
        let reading = self.reading(at);
        let is_number = self.tokens.is(at, Class::Number);
        if self.tokens.is(at, Class::Sign) || reading.is_none() && !is_number {
            return self.led_by_sign(at);
        }
        if let Some(word) = reading {
            if word.lexeme.digit.is_none() {
                return self.without_number(at, word);
            }
            // الأول, الثلاثة: a number with the article counts nothing behind it, except أل before digits.
            if word.is_definite && word.lexeme.digit.is_some() {
                return None;
            }
        }
        let first = self.numeral(at)?;
        self.range(at, &first).or_else(|| self.measured(&first))
    }

    /// قبل ثلاثة أيام: the date that a length before the anchor is.
    fn before_anchor(&self, at: usize, found: &Found, anchor: Option<Date>) -> Option<Found> {
        let before = at.checked_sub(1)?;
        let skipped = match self.tokens.folded(before) {
            "قبل" => 0,
            "وقبل" => 1,
            _ => return None,
        };
        // قبل يومين من الموعد is told from another day.
        if found.kind != Kind::Duration || matches!(self.tokens.folded(found.next), "من" | "علي") {
            return None;
        }
        let start = match skipped {
            0 => self.tokens.get(before)?.start,
            letters => self.tokens.byte_after(before, letters)?,
        };
        let value = day_before(anchor?, &found.value)?;
        Some(Found { start, next: found.next, kind: Kind::Date, value })
    }

    /// The token behind a number that measures nothing, so that a long one is not read again from its middle.
    fn behind_number(&self, at: usize) -> usize {
        let mut next = at + 1;
        if self.tokens.is(at, Class::Number) {
            while self.tokens.is_glued(next)
                && self.tokens.is_glued(next + 1)
                && self.tokens.is(next, Class::Sign)
                && self.tokens.is(next + 1, Class::Number)
            {
                next += 2;
            }
        }
        next
    }

    /// $5 million, %85, USD 500: what stands before its number.
    fn led_by_sign(&self, at: usize) -> Option<Found> {
        let start = self.tokens.get(at)?.start;
        let source = self.tokens.source(at);
        let is_near = self.tokens.is(at + 1, Class::Number) || self.tokens.is_sign(at + 1, "(");
        if source == "(" {
            return self.in_brackets(at, start);
        }
        let code = currency::sign(source).or_else(|| currency::code(source));
        if let (Some(code), true) = (code, is_near) {
            let number = self.numeral(at + 1)?;
            let value = format!("{} {code}", self.settled(&number, true)?);
            return Some(Found { start, next: number.next, kind: Kind::Money, value });
        }
        let is_percent = self.tokens.is_sign(at, "%") && self.tokens.is_glued(at + 1) && !self.touches_number(at);
        if is_percent && self.tokens.is(at + 1, Class::Number) {
            let (value, next) = self.numeral(at + 1).map(|number| (number.value, number.next))?;
            return Some(Found { start, next, kind: Kind::Percent, value: format!("{value} %") });
        }
        None
    }

    /// (197.000.000) ريال
    fn in_brackets(&self, at: usize, start: usize) -> Option<Found> {
        let number = self.numeral(at + 1).filter(|number| self.tokens.is_sign(number.next, ")"))?;
        let found = self.measured(&Numeral { start, next: number.next + 1, ..number })?;
        // (3) قتلى is a numbered line as often as a count.
        matches!(found.kind, Kind::Money | Kind::Percent).then_some(found)
    }

    fn touches_number(&self, at: usize) -> bool {
        self.tokens.is_glued(at) && at.checked_sub(1).is_some_and(|before| self.tokens.is(before, Class::Number))
    }

    /// ساعتين, ألفي, لمدة عام, ريال واحد, الأيام الثلاثة: a measure that no number leads.
    fn without_number(&self, at: usize, word: &Reading) -> Option<Found> {
        let start = self.start(at)?;
        let what = word.lexeme.what?;
        if let (What::Time(span), true) = (what, word.is_definite) {
            return self.definite_time(at, start, (span, word.lexeme.dual));
        }
        if word.is_definite {
            return None;
        }
        let one = matches!(self.tokens.folded(at + 1), "واحد" | "واحده" | "واحدا");
        if word.lexeme.dual || one && !word.lexeme.opens {
            let count = Decimal::whole(if word.lexeme.dual { 2 } else { 1 });
            let number = self.pseudo_number(start, at, count);
            let found = self.measured(&number)?;
            return Some(Found { next: found.next + usize::from(one && !word.lexeme.dual), ..found });
        }
        let What::Time(span) = what else { return None };
        if !word.lexeme.single {
            return None;
        }
        let found = self.length(Decimal::whole(1), span, at + 1)?;
        let is_longer = found.next > at + 1;
        (is_longer || self.is_led_as_length(at) && !self.is_date_word(at + 1)).then(|| Found {
            start,
            next: found.next,
            kind: Kind::Duration,
            value: found.length.to_string(),
        })
    }

    /// A number that no word of its own says, before the measure at `at`.
    fn pseudo_number(&self, start: usize, at: usize, value: Decimal) -> Numeral {
        Numeral { value, start, next: at, scale: 1, in_digits: false, has_doubtful_point: false, part: None }
    }

    /// لمدة, طوال: what makes a unit without a number one of it.
    fn is_led_as_length(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |before| self.tokens.folded(before));
        matches!(before, "لمده" | "ولمده" | "مده" | "طوال" | "طيله" | "خلال" | "لفتره")
    }

    /// True for words that make عام or شهر a part of a date: a number, a month, هذا, الماضي.
    fn is_date_word(&self, at: usize) -> bool {
        self.tokens.is(at, Class::Number)
            || self.tokens.folded(at).starts_with("ال")
            || crate::entity::date::is_date_word(self.tokens.folded(at))
            || self.digit(at).is_some()
    }

    /// اليومين الماضيين, السنوات العشر الماضية.
    fn definite_time(&self, at: usize, start: usize, (span, dual): (lexicon::Span, bool)) -> Option<Found> {
        let is_single = self.reading(at).is_some_and(|word| word.lexeme.single);
        let is_instant = matches!(span, lexicon::Span::Minute | lexicon::Span::Second);
        let (count, mut next) = if dual {
            (Decimal::whole(2), at + 1)
        } else if is_single {
            return None;
        } else {
            let word = self.reading(at + 1).filter(|word| word.is_definite && word.skipped == 0)?;
            word.lexeme.digit?;
            let number = self.numeral(at + 1).filter(|number| number.part.is_none())?;
            if number.value.is_below(3) {
                return None;
            }
            (number.value, number.next)
        };
        let is_shift = ["الماضي", "المقبل", "القادم", "الاخير", "المنصرم", "الفايت", "السابق", "التالي"]
            .iter()
            .any(|shift| self.tokens.folded(next).starts_with(shift));
        // في الدقيقتين 61 و71: minutes of a match.
        if is_instant && !is_shift {
            return None;
        }
        next += usize::from(is_shift);
        let length = super::duration::Length::of(count, span)?;
        Some(Found { start, next, kind: Kind::Duration, value: length.to_string() })
    }

    /// خمس إلى عشر سنوات, بين 10 و11 مليار دولار, 5-7%: two numbers of one measure.
    fn range(&self, at: usize, first: &Numeral) -> Option<Found> {
        let word = self.tokens.folded(first.next);
        let before = at.checked_sub(1).map_or("", |before| self.tokens.folded(before));
        let percent_first = usize::from(self.tokens.is_sign(first.next, "%"));
        let joint = first.next + percent_first;
        let joint_word = if percent_first == 1 { self.tokens.folded(joint) } else { word };
        let opened = before.ends_with("بين");
        let second_at = match joint_word {
            "الي" | "حتي" | "to" | "تا" => joint + 1,
            "-" => joint + 1,
            "و" if opened => joint + 1,
            _ if opened && self.reading(joint).is_some_and(|word| word.is_and && word.lexeme.digit.is_some()) => joint,
            _ => return None,
        };
        let second = Self { joined: Some(second_at), ..*self }.numeral(second_at)?;
        let is_scaled = first.scale == 1 && second.scale > 1 && first.in_digits == second.in_digits;
        let lower = if is_scaled { first.value.times(second.scale)? } else { first.value };
        let measured = self.measured(&Numeral { start: first.start, ..second })?;
        let single = self.measured(&Numeral { value: lower, scale: 1, ..second })?;
        if first.part.is_some() || second.part.is_some() || lower == second.value {
            return None;
        }
        let is_ascending = lower
            .plus(Decimal::ZERO)
            .is_some_and(|low| second.value.to_whole().map_or_else(|| low != second.value, |high| low.is_below(high)));
        if percent_first == 1 && measured.kind != Kind::Percent {
            return None;
        }
        let (low, high) = (single.value, measured.value);
        let value = format!("{}/{high}", low.split(' ').next().unwrap_or_default());
        is_ascending.then_some(Found { value, ..measured })
    }

    /// The number with what follows it.
    fn measured(&self, number: &Numeral) -> Option<Found> {
        let start = number.start;
        if number.part.is_some()
            && let Some(found) = self.part_length(number)
        {
            return Some(Found { start, next: found.next, kind: Kind::Duration, value: found.length.to_string() });
        }
        let whole = number.value.to_whole();
        let found = |next, kind, value: String| Some(Found { start, next, kind, value });
        // ثلاثة ونصف كيلومتر
        let (value, at) = self.with_part(number);
        match self.measure(at, number)? {
            // عقد is a contract as well as ten years; nobody counts more than ten of those.
            Measure::Time(lexicon::Span::Decade, next) if !value.is_below(11) => {
                found(next, Kind::Quantity, format!("{value} عقد"))
            }
            Measure::Time(lexicon::Span::Day, next) if self.is_weekday(next) => None,
            Measure::Time(span, next) => {
                let length = self.length(value, span, next)?;
                found(length.next, Kind::Duration, length.length.to_string())
            }
            Measure::Money(money) => {
                let has_thousandths = matches!(money.code, "KWD" | "BHD" | "OMR" | "TND" | "JOD");
                let settled = if at == number.next { self.settled(number, !has_thousandths)? } else { value };
                found(money.next, Kind::Money, format!("{} {}", money.amount(settled)?, money.code))
            }
            Measure::Unit(code, next) => found(next, Kind::Quantity, format!("{value} {code}")),
            Measure::Percent(next) => found(next, Kind::Percent, format!("{value} %")),
            Measure::Noun(name, next) => {
                let settled = if at == number.next { self.settled(number, true)? } else { value };
                let is_none = whole == Some(0) || number.part.is_some();
                if is_none { None } else { found(next, Kind::Quantity, format!("{settled} {name}")) }
            }
        }
    }

    /// True in 24 يوم السبت, where يوم leads a date.
    fn is_weekday(&self, at: usize) -> bool {
        crate::entity::date::is_weekday(self.tokens.folded(at))
    }

    /// The number with ونصف or وربع behind it, and the token after that.
    fn with_part(&self, number: &Numeral) -> (Decimal, usize) {
        let plain = (number.value, number.next);
        let Some(word) = self.reading(number.next).filter(|word| word.is_and && word.skipped == 1) else {
            return plain;
        };
        let Some(lexicon::Digit::Part(numerator, denominator)) = word.lexeme.digit else { return plain };
        if number.scale > 1 || number.part.is_some() || word.is_definite {
            return plain;
        }
        let sum = Decimal::whole(1).part(numerator, denominator).and_then(|part| number.value.plus(part));
        sum.map_or(plain, |value| (value, number.next + 1))
    }

    /// The number where a single point parts thousands: 250.000 ريال, 175.756 شخصا.
    fn settled(&self, number: &Numeral, is_thousands: bool) -> Option<Decimal> {
        if number.has_doubtful_point && is_thousands { number.value.times(1000) } else { Some(number.value) }
    }

    /// What stands at `at`, behind a number.
    fn measure(&self, at: usize, number: &Numeral) -> Option<Measure> {
        if self.tokens.is_sign(at, "%") {
            return Some(Measure::Percent(at + 1));
        }
        if let Some(code) = currency::sign(self.tokens.source(at)).or_else(|| currency::code(self.tokens.source(at))) {
            return Some(Measure::Money(Money { code, ratio: Ratio::Same, next: at + 1 }));
        }
        // A dual is its own number: its particles stand before both.
        let is_own = self.tokens.get(at).is_some_and(|token| token.start <= number.start);
        let bare = self.reading(at).filter(|word| (word.skipped == 0 || is_own) && !word.is_definite);
        if let Some((what, next)) = self.phrase(at).or_else(|| bare.and_then(|word| Some((word.lexeme.what?, at + 1))))
        {
            return Some(match what {
                What::Time(span) => Measure::Time(span, next),
                What::Money(index) => Measure::Money(self.money(usize::from(index), next)?),
                What::Unit(code) => Measure::Unit(code, next),
                What::Noun(name) => Measure::Noun(name.to_owned(), next),
                What::Percent => Measure::Percent(next),
            });
        }
        let reads_as_other = self.reading(at).is_some_and(|word| word.lexeme.digit.is_some() && word.skipped == 0);
        if !self.tokens.is(at, Class::Word)
            || self.tokens.is_glued(at)
            || reads_as_other
            || crate::entity::date::is_date_word(self.tokens.folded(at))
        {
            return None;
        }
        let count = if number.has_doubtful_point { number.value.times(1000) } else { Some(number.value) };
        let in_words = !number.in_digits || number.scale > 1;
        let name = noun::unlisted(self.tokens.folded(at), self.tokens.source(at), count?.to_whole(), in_words)?;
        Some(Measure::Noun(name, at + 1))
    }

    /// The longest name of a unit in two to four words: متر مربع, كيلومترا في الساعة.
    fn phrase(&self, at: usize) -> Option<(What, usize)> {
        const LONGEST: usize = 4;
        let opens = |word: &str| lexicon::lexeme(word).is_some_and(|lexeme| lexeme.opens);
        let mut phrase = self.tokens.folded(at).to_owned();
        let mut best = None;
        let mut next = at + 1;
        while next < at + LONGEST && opens(&phrase) && next < self.tokens.len() {
            phrase.push(' ');
            phrase.push_str(self.tokens.folded(next));
            next += 1;
            let what = lexicon::lexeme(&phrase).and_then(|lexeme| lexeme.what);
            best = what.map(|what| (what, next)).or(best);
        }
        best
    }

    /// A currency word with the adjective behind it.
    fn money(&self, index: usize, next: usize) -> Option<Money> {
        let currency = CURRENCIES.get(index)?;
        match currency.qualified_by(self.tokens.folded(next)) {
            Some(code) => Some(Money { code, ratio: currency.ratio, next: next + 1 }),
            None => Some(Money { code: currency.code, ratio: currency.ratio, next }),
        }
    }
}
