//! Numbers as texts write them: exact, with a decimal point.
//!
//! Owns the arithmetic that numerals need; reads no text. Next: `numeral.rs`.

use std::fmt;

/// Digits behind the point that a value may have; what needs more is no value.
const MOST_PLACES: u32 = 12;

/// An exact number, not negative: `mantissa` divided by ten to the power of `places`.
///
/// Every operation gives `None` where the result has no room, so that no text can make one wrong or panic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    mantissa: u128,
    places: u32,
}

impl Decimal {
    pub(super) const ZERO: Self = Self::whole(0);

    /// A whole number.
    pub(crate) const fn whole(value: u64) -> Self {
        Self { mantissa: value as u128, places: 0 }
    }

    /// The number that ASCII digits write: `whole` before the point, `fraction` behind it.
    pub(super) fn parse(whole: &str, fraction: &str) -> Option<Self> {
        if whole.len() + fraction.len() > 24 {
            return None;
        }
        let mut mantissa: u128 = 0;
        for digit in whole.bytes().chain(fraction.bytes()) {
            if !digit.is_ascii_digit() {
                return None;
            }
            mantissa = mantissa * 10 + u128::from(digit - b'0');
        }
        Self { mantissa, places: u32::try_from(fraction.len()).ok()? }.reduced()
    }

    /// The same number with no zero at the end of its fraction.
    fn reduced(mut self) -> Option<Self> {
        while self.places > 0 && self.mantissa.is_multiple_of(10) {
            self.mantissa /= 10;
            self.places -= 1;
        }
        (self.places <= MOST_PLACES).then_some(self)
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let places = self.places.max(other.places);
        let lifted = |number: Self| number.mantissa.checked_mul(10u128.checked_pow(places - number.places)?);
        Self { mantissa: lifted(self)?.checked_add(lifted(other)?)?, places }.reduced()
    }

    pub(super) fn times(self, factor: u64) -> Option<Self> {
        Self { mantissa: self.mantissa.checked_mul(u128::from(factor))?, places: self.places }.reduced()
    }

    /// A part of the number; `None` where it does not come out even (a third of ten).
    pub(super) fn part(self, numerator: u64, denominator: u64) -> Option<Self> {
        let mut number = Self { mantissa: self.mantissa.checked_mul(u128::from(numerator))?, places: self.places };
        let denominator = u128::from(denominator.max(1));
        for _ in 0..=MOST_PLACES {
            if number.mantissa.is_multiple_of(denominator) {
                number.mantissa /= denominator;
                return number.reduced();
            }
            number = Self { mantissa: number.mantissa.checked_mul(10)?, places: number.places + 1 };
        }
        None
    }

    /// The number when it is whole and has room in 64 bits.
    pub(crate) fn to_whole(self) -> Option<u64> {
        (self.places == 0).then(|| u64::try_from(self.mantissa).ok())?
    }

    /// True when `self` is less than the whole number `other`.
    pub(super) fn is_below(self, other: u64) -> bool {
        let scale = 10u128.checked_pow(self.places).and_then(|scale| scale.checked_mul(u128::from(other)));
        scale.is_some_and(|scale| self.mantissa < scale)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.places == 0 {
            return write!(out, "{}", self.mantissa);
        }
        let scale = 10u128.pow(self.places);
        let width = self.places as usize;
        write!(out, "{}.{:0width$}", self.mantissa / scale, self.mantissa % scale)
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    fn number(text: &str) -> Option<Decimal> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        Decimal::parse(whole, fraction)
    }

    #[test]
    fn written_without_needless_zeros() {
        for (text, written) in [("12.50", "12.5"), ("7.000", "7"), ("0.05", "0.05"), ("100", "100")] {
            assert_eq!(number(text).unwrap().to_string(), written);
        }
        assert_eq!(number("1234567890123456789012345"), None);
    }

    #[test]
    fn sums_products_and_parts_are_exact() {
        assert_eq!(number("1.5").unwrap().times(1_000_000).unwrap().to_string(), "1500000");
        assert_eq!(number("0.1").unwrap().plus(number("0.2").unwrap()).unwrap().to_string(), "0.3");
        assert_eq!(Decimal::whole(60).part(1, 3).unwrap().to_string(), "20");
        assert_eq!(Decimal::whole(31).part(1, 100).unwrap().to_string(), "0.31");
        assert_eq!(Decimal::whole(1).part(1, 3), None);
        assert!(number("999.9").unwrap().is_below(1000) && !Decimal::whole(1000).is_below(1000));
    }
}
