//! Numbers in digits and in words.
//!
//! Owns how ثلاثمئة وخمسة وعشرون, `1.5 مليون` and `1,250` make one number; what is counted is read by `measure.rs`.

use super::decimal::Decimal;
use super::lexicon::{Digit, Reading};
use crate::entity::token::{Class, Tokens};

/// A number that stands in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numeral {
    pub(super) value: Decimal,
    /// First source byte, particles left out.
    pub(super) start: usize,
    /// The token after the last.
    pub(super) next: usize,
    /// The largest power of ten in words that it counts in: 1 for plain numbers.
    pub(super) scale: u64,
    /// True when it begins with digits.
    pub(super) in_digits: bool,
    /// True for 175.756, whose point may part thousands.
    pub(super) has_doubtful_point: bool,
    /// The numerator and denominator of a fraction alone: نصف, ثلاثة أرباع.
    pub(super) part: Option<(u64, u64)>,
}

/// Reads numbers among tokens.
#[derive(Clone, Copy)]
pub(super) struct Numbers<'a, 't> {
    pub(super) tokens: &'a Tokens<'t>,
    pub(super) readings: &'a [Option<Reading>],
    /// A number that the dash of a range may touch.
    pub(super) joined: Option<usize>,
}

impl Numbers<'_, '_> {
    pub(super) fn reading(&self, at: usize) -> Option<&Reading> {
        self.readings.get(at)?.as_ref()
    }

    pub(super) fn digit(&self, at: usize) -> Option<Digit> {
        self.reading(at)?.lexeme.digit
    }

    /// The first source byte of the word at `at`, behind its particles; the article stays.
    pub(super) fn start(&self, at: usize) -> Option<usize> {
        let skipped = self.reading(at).map_or(0, |reading| reading.skipped);
        match skipped {
            0 => self.tokens.get(at).map(|token| token.start),
            letters => self.tokens.byte_after(at, letters),
        }
    }

    /// The number that starts at a token.
    pub(super) fn numeral(&self, at: usize) -> Option<Numeral> {
        let mut number = self.term(at)?;
        while number.scale > 1 {
            let Some(second) = self.behind_and(number.next) else { break };
            if let Some(part) = self.scaled_part(&number, second) {
                return Some(part);
            }
            let Some(more) = self.term(second).filter(|more| more.part.is_none() && more.value.is_below(number.scale))
            else {
                break;
            };
            let Some(value) = number.value.plus(more.value) else { break };
            let scale = if more.in_digits && more.scale == 1 { 1 } else { more.scale };
            number = Numeral { value, next: more.next, scale, has_doubtful_point: false, ..number };
        }
        Some(number)
    }

    /// The token of the number that و joins to the one before `at`: و500, ومئتان.
    fn behind_and(&self, at: usize) -> Option<usize> {
        if self.tokens.folded(at) == "و" {
            return Some(at + 1);
        }
        self.reading(at).filter(|word| word.is_and && word.skipped == 1 && word.lexeme.digit.is_some()).map(|_| at)
    }

    /// مليون ونصف المليون, ألفين وربع.
    fn scaled_part(&self, number: &Numeral, at: usize) -> Option<Numeral> {
        let Some(Digit::Part(numerator, denominator)) = self.digit(at) else { return None };
        let value = number.value.plus(Decimal::whole(number.scale).part(numerator, denominator)?)?;
        let repeats = matches!(self.digit(at + 1), Some(Digit::Scale(scale, 1)) if scale == number.scale);
        // ألف ونصف ساعة says a part of another thing.
        if !repeats && self.reading(at + 1).is_some_and(|word| word.is_definite) {
            return None;
        }
        Some(Numeral { value, next: at + 1 + usize::from(repeats), ..*number })
    }

    /// A number without a joint between its scales: خمسة وعشرون, 200 ألف, ألفان, نصف مليون.
    fn term(&self, at: usize) -> Option<Numeral> {
        let start = self.start(at)?;
        let plain = Numeral {
            value: Decimal::ZERO,
            start,
            next: at + 1,
            scale: 1,
            in_digits: false,
            has_doubtful_point: false,
            part: None,
        };
        let number = match self.digit(at) {
            _ if self.tokens.is(at, Class::Number) => {
                let (value, next, has_doubtful_point) = self.digits(at)?;
                Numeral { value, next, in_digits: true, has_doubtful_point, ..plain }
            }
            Some(Digit::Scale(scale, count)) => Numeral { value: Decimal::whole(scale).times(count)?, scale, ..plain },
            Some(Digit::Part(numerator, denominator)) => {
                return self.part_of_scale(plain, (numerator, denominator));
            }
            Some(Digit::One(3)) if self.tokens.folded(at + 1) == "ارباع" => {
                return self.part_of_scale(Numeral { next: at + 2, ..plain }, (3, 4));
            }
            Some(_) => {
                let (value, next) = self.below_thousand(at)?;
                Numeral { value: Decimal::whole(u64::from(value)), next, ..plain }
            }
            None => return None,
        };
        self.with_scales(number)
    }

    /// نصف مليون; a part that no scale follows keeps its value for what is measured.
    fn part_of_scale(&self, plain: Numeral, (numerator, denominator): (u64, u64)) -> Option<Numeral> {
        if let Some(Digit::Scale(scale, 1)) = self.digit(plain.next)
            && let Some(value) = Decimal::whole(scale).part(numerator, denominator)
        {
            return Some(Numeral { value, next: plain.next + 1, scale: 1, ..plain });
        }
        // A third has no decimal: the measure that follows takes its part of sixty or twelve.
        let value = Decimal::whole(1).part(numerator, denominator).unwrap_or(Decimal::ZERO);
        Some(Numeral { value, part: Some((numerator, denominator)), ..plain })
    }

    /// Multiplies by the scales that follow without و: مئة ألف, 3 آلاف مليار.
    fn with_scales(&self, mut number: Numeral) -> Option<Numeral> {
        for _ in 0..2 {
            let Some(Digit::Scale(scale, 1)) = self.digit(number.next) else { break };
            let plain = self.reading(number.next).is_some_and(|word| word.skipped == 0);
            let Some(value) = number.value.times(scale).filter(|_| plain) else { break };
            let scale = if number.scale > 1 { number.scale.saturating_mul(scale) } else { scale };
            number = Numeral { value, scale, next: number.next + 1, has_doubtful_point: false, ..number };
        }
        Some(number)
    }

    /// A number in words below a thousand, and the token after it.
    fn below_thousand(&self, at: usize) -> Option<(u16, usize)> {
        let (hundreds, next) = match (self.digit(at)?, self.digit(at + 1)) {
            (Digit::Hundred(hundreds), _) => (hundreds, at + 1),
            (Digit::One(ones @ 3..=9), Some(Digit::Hundred(1))) if !self.is_joined(at + 1) => (ones, at + 2),
            _ => return self.below_hundred(at),
        };
        let value = hundreds * 100;
        match self.behind_and(next).filter(|&second| second == next).and_then(|second| self.below_hundred(second)) {
            Some((rest, after)) => Some((value + rest, after)),
            None => Some((value, next)),
        }
    }

    fn below_hundred(&self, at: usize) -> Option<(u16, usize)> {
        let ones = match self.digit(at)? {
            Digit::Ten(value) => return Some((value, at + 1)),
            Digit::One(ones) => ones,
            Digit::Eleventh => 1,
            _ => return None,
        };
        let is_eleventh = self.digit(at) == Some(Digit::Eleventh);
        match self.digit(at + 1) {
            Some(Digit::One(10)) if ones < 10 && !self.is_joined(at + 1) => Some((ones + 10, at + 2)),
            Some(Digit::Ten(tens)) if ones < 10 && self.is_joined(at + 1) => Some((tens + ones, at + 2)),
            _ if is_eleventh => None,
            _ => Some((ones, at + 1)),
        }
    }

    fn is_joined(&self, at: usize) -> bool {
        self.reading(at).is_some_and(|word| word.is_and)
    }

    /// A number in digits with its thousands and decimals: the value, the token after it, whether its point is in doubt.
    fn digits(&self, at: usize) -> Option<(Decimal, usize, bool)> {
        if !self.opens(at) {
            return None;
        }
        let first = self.tokens.folded(at);
        if let Some(value) = self.reversed(at) {
            return Some((value, at + 3, false));
        }
        let mut whole = first.to_owned();
        let mut next = at + 1;
        let mut groups = 0usize;
        let sign = self.tokens.folded(next);
        // A third group tells what one point leaves open.
        while (sign == "," || sign == "." || sign == "'")
            && self.joins(next, sign)
            && self.tokens.folded(next + 1).len() == 3
            && (1..=3).contains(&first.len())
        {
            whole.push_str(self.tokens.folded(next + 1));
            groups += 1;
            next += 2;
        }
        let loose = self.loose_groups(at, &mut whole);
        if groups == 0 && loose > at + 1 {
            next = loose;
        }
        let is_decimal_sign = self.tokens.source(at + 1) == "٫";
        let has_leading_zero = first.starts_with('0');
        if groups == 1 && (sign == "." || is_decimal_sign || has_leading_zero) {
            let fraction = self.tokens.folded(at + 2);
            // 2.023.33 is no number.
            if self.joins(next, ".") || self.joins(next, ",") {
                return None;
            }
            let value = Decimal::parse(first, fraction)?;
            return Some((value, next, sign == "." && !is_decimal_sign && !has_leading_zero));
        }
        let mut fraction = String::new();
        if self.joins(next, ".") || groups == 0 && self.joins(next, ",") {
            self.tokens.folded(next + 1).clone_into(&mut fraction);
            next += 2;
            if self.joins(next, ".") || self.joins(next, ",") {
                return None;
            }
        }
        Some((Decimal::parse(&whole, &fraction)?, next, false))
    }

    /// 85ر3 and 30.‏586 (a right-to-left mark behind the point): 3.85 and 586.30, whose parts were stored as they look.
    fn reversed(&self, at: usize) -> Option<Decimal> {
        let (joint, whole) = (self.tokens.get(at + 1)?, self.tokens.get(at + 2)?);
        if !self.tokens.is_glued(at + 1) || !self.tokens.is(at + 2, Class::Number) {
            return None;
        }
        let gap = self.tokens.source.get(joint.end..whole.start)?;
        let is_letter = self.tokens.folded(at + 1) == "ر" && gap.is_empty();
        let is_marked =
            self.tokens.is_sign(at + 1, ".") && !gap.is_empty() && gap.chars().all(|mark| mark == '\u{200f}');
        (is_letter || is_marked).then(|| Decimal::parse(self.tokens.folded(at + 2), self.tokens.folded(at)))?
    }

    /// True when a sign glues two numbers.
    fn joins(&self, at: usize, sign: &str) -> bool {
        self.tokens.is_sign(at, sign)
            && self.tokens.is_glued(at)
            && self.tokens.is_glued(at + 1)
            && self.tokens.is(at + 1, Class::Number)
    }

    /// 1 500 000: groups of three that single spaces part, two of them or more; the token after them.
    fn loose_groups(&self, at: usize, whole: &mut String) -> usize {
        /// Longer runs of groups are lists.
        const MOST: usize = 4;
        let mut next = at + 1;
        let gap = |index: usize| match (self.tokens.get(index - 1), self.tokens.get(index)) {
            (Some(before), Some(token)) => self.tokens.source.get(before.end..token.start).unwrap_or_default(),
            _ => "",
        };
        let opens = self.tokens.folded(at).len() <= 3;
        while opens
            && next - at <= MOST
            && self.tokens.is(next, Class::Number)
            && self.tokens.folded(next).len() == 3
            && matches!(gap(next), " " | "\u{a0}" | "\u{202f}")
        {
            next += 1;
        }
        let count = next - at - 1;
        let is_sure = count >= 2 || count == 1 && gap(at + 1) != " ";
        if !is_sure || self.tokens.is(next, Class::Number) {
            return at + 1;
        }
        (at + 1..next).for_each(|index| whole.push_str(self.tokens.folded(index)));
        next
    }

    /// True when the digits are no part of a longer thing: A320, 3/4, 12:30, G-20.
    fn opens(&self, at: usize) -> bool {
        if !self.tokens.is_glued(at) || self.joined == Some(at) {
            return true;
        }
        let Some(before) = at.checked_sub(1) else { return true };
        let word = self.tokens.folded(before);
        if self.tokens.is(before, Class::Word) {
            // الأوروبي73%: a dirty text lost its space.
            let is_lost =
                word.chars().count() > 3 && word.chars().all(|letter| ('\u{621}'..='\u{64a}').contains(&letter));
            return is_lost
                || matches!(
                    word,
                    "و" | "ف"
                        | "ب"
                        | "ل"
                        | "ك"
                        | "ال"
                        | "بال"
                        | "وال"
                        | "لل"
                        | "وب"
                        | "ול"
                        | "ב"
                        | "ל"
                        | "ו"
                )
                || super::currency::code(self.tokens.source(before)).is_some();
        }
        if self.tokens.is_sign(before, "-") {
            // بـ-5, –20: a dash that touches no word before it.
            return !self.tokens.is_glued(before)
                || matches!(self.tokens.folded(before.wrapping_sub(1)), "ب" | "ال" | "ل");
        }
        if self.tokens.is_sign(before, ".,:'") {
            // A dirty text glues its points and commas to the next number.
            let outer = before.checked_sub(1).filter(|_| self.tokens.is_glued(before));
            return !outer.is_some_and(|outer| self.tokens.is(outer, Class::Number));
        }
        !self.tokens.is_sign(before, "/_#@^=&*\\")
    }
}
