//! Step 7: the order on the screen: L1 and L2 of UAX #9, line by line.
//!
//! Owns the reset of line ends and the reversal; L3 holds because an atom carries its marks, L4 is in `mirror.rs`.

use super::bidi::LineEndRole;

/// Resets separators, and the white space before them and at the end of the line, to the level of the paragraph.
///
/// `levels` are those of one line, in logical order, `roles` beside them
/// (UAX #9, [L1](https://www.unicode.org/reports/tr9/#L1)).
pub fn reset_line_ends(levels: &mut [u8], roles: &[LineEndRole], paragraph_level: u8) {
    let mut yields = true;
    for (level, role) in levels.iter_mut().zip(roles).rev() {
        yields = match role {
            LineEndRole::Separates => true,
            LineEndRole::Yields => yields,
            LineEndRole::Keeps => false,
        };
        if yields {
            *level = paragraph_level;
        }
    }
}

/// The visual order of a line: which logical index stands at each place, from left to right.
///
/// UAX #9, [L2](https://www.unicode.org/reports/tr9/#L2): from the highest level down to the lowest odd one, every
/// stretch at that level or above is reversed. The result is a permutation of the indices of `levels`.
pub fn visual_order(levels: &[u8]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..levels.len()).collect();
    let Some(&highest) = levels.iter().max() else { return order };
    let lowest_odd = levels.iter().filter(|level| *level % 2 == 1).min().map_or(u8::MAX, |&level| level);
    for level in (lowest_odd..=highest).rev() {
        let mut start = 0;
        while start < levels.len() {
            let length = levels[start..].iter().take_while(|&&other| other >= level).count();
            order[start..start + length].reverse();
            start += length.max(1);
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::{LineEndRole, reset_line_ends, visual_order};
    use proptest::prelude::*;

    /// UAX #9's own example lines: the levels beside the logical text, upper case right to left.
    fn displayed(text: &str, levels: &str) -> String {
        let levels: Vec<u8> = levels.bytes().map(|digit| digit - b'0').collect();
        let letters: Vec<char> = text.chars().collect();
        visual_order(&levels).into_iter().map(|index| letters[index]).collect()
    }

    #[test]
    fn the_examples_of_the_standard() {
        assert_eq!(displayed("car means CAR.", "00000000001110"), "car means RAC.");
        assert_eq!(displayed("car MEANS CAR.", "22211111111111"), ".RAC SNAEM car");
        assert_eq!(displayed("he said “car MEANS CAR.”", "000000000222111111111100"), "he said “RAC SNAEM car.”");
    }

    #[test]
    fn blanks_at_the_end_and_before_a_separator_are_reset() {
        use LineEndRole::{Keeps, Separates, Yields};
        let mut levels = [1, 1, 1, 1, 1, 1, 1];
        reset_line_ends(&mut levels, &[Keeps, Yields, Separates, Keeps, Yields, Keeps, Yields], 0);
        assert_eq!(levels, [1, 0, 0, 1, 1, 1, 0]);
    }

    proptest! {
        #[test]
        fn the_order_is_a_permutation(levels in proptest::collection::vec(0_u8..127, 0..60)) {
            let mut order = visual_order(&levels);
            order.sort_unstable();
            prop_assert!(order.into_iter().eq(0..levels.len()));
        }

        #[test]
        fn even_levels_alone_change_nothing(levels in proptest::collection::vec(0_u8..60, 0..60)) {
            // Twice the level is even, and reversing at each level from the top down cancels in pairs.
            let uniform = vec![levels.first().copied().unwrap_or(0) * 2; levels.len()];
            prop_assert!(visual_order(&uniform).into_iter().eq(0..levels.len()));
        }
    }
}
