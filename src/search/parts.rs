//! Which letters stand in which eighth of each title: most titles are passed over by it without looking at them.
//!
//! Owns the table and how a word is held against it; the letters' bits are `alphabet.rs`. For each bit a column has a byte
//! a title, so that a processor holds a word against many titles at once.

use std::ops::Range;

use super::alphabet::{BLANK, bit};

/// One column for each bit that stands for a letter.
const COLUMNS: usize = Parts::WIDTH;
/// So many titles are held against a word at once.
const BLOCK: usize = 1024;
/// So many parts a title has: the bits of a byte.
const PARTS: usize = 8;

/// The parts of titles in which each letter stands, the first part in the lowest bit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    columns: [Vec<u8>; COLUMNS],
}

impl Default for Parts {
    fn default() -> Self {
        Self { columns: [const { Vec::new() }; COLUMNS] }
    }
}

impl Parts {
    /// So many bytes a title takes.
    pub(super) const WIDTH: usize = 32;

    /// The table of these columns, one behind the other; `None` where they are not equally long.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if !bytes.len().is_multiple_of(COLUMNS) {
            return None;
        }
        let titles = bytes.len() / COLUMNS;
        Some(Self { columns: std::array::from_fn(|at| bytes[at * titles..][..titles].to_vec()) })
    }

    /// The columns.
    pub(super) fn columns(&self) -> impl Iterator<Item = &[u8]> {
        self.columns.iter().map(Vec::as_slice)
    }

    /// The bytes of memory that they take.
    pub(super) fn bytes(&self) -> usize {
        self.columns.iter().map(Vec::capacity).sum()
    }

    /// Puts an encoded title at a place.
    pub(super) fn insert(&mut self, place: usize, encoded: &[u8]) {
        let mut parts = [0_u8; COLUMNS];
        let length = encoded.len().max(1);
        for (at, &byte) in encoded.iter().enumerate().filter(|(_, byte)| **byte != BLANK) {
            parts[bit(byte)] |= 1 << (at * PARTS / length);
        }
        self.columns.iter_mut().zip(parts).for_each(|(column, parts)| column.insert(place, parts));
    }

    /// Takes the title at a place out.
    pub(super) fn remove(&mut self, place: usize) {
        for column in &mut self.columns {
            column.remove(place);
        }
    }

    /// Adds titles of another table.
    pub(super) fn append(&mut self, other: &Self, places: Range<usize>) {
        self.columns
            .iter_mut()
            .zip(&other.columns)
            .for_each(|(column, other)| column.extend_from_slice(&other[places.clone()]));
    }

    /// Gives back memory that is not used.
    pub(super) fn shrink(&mut self) {
        self.columns.iter_mut().for_each(Vec::shrink_to_fit);
    }

    /// False when letters with these bits are sure not to stand in the title in their order.
    pub(super) fn may_hold(&self, bits: &[usize], place: usize) -> bool {
        bits.iter().fold(u8::MAX, |left, &bit| behind(left, self.columns[bit][place])) != 0
    }

    /// Makes 0 of each of `left`, one for each of `places`, whose title is sure not to hold letters with these bits in
    /// their order.
    pub(super) fn strike_out(&self, bits: &[usize], places: Range<usize>, left: &mut [u8]) {
        let mut own = [0; BLOCK];
        for (left, places) in left.chunks_mut(own.len()).zip(places.clone().step_by(own.len())) {
            let own = &mut own[..left.len()];
            own.fill(u8::MAX);
            for &bit in bits {
                let column = &self.columns[bit][places..][..own.len()];
                own.iter_mut().zip(column).for_each(|(own, &parts)| *own = behind(*own, parts));
            }
            left.iter_mut().zip(own).for_each(|(left, own)| *left = if *own == 0 { 0 } else { *left });
        }
    }
}

/// Of the parts in which the next letter may stand, those in which the one behind it may, where that one is in `parts`:
/// from the first of these on.
#[inline]
fn behind(left: u8, parts: u8) -> u8 {
    let both = left & parts;
    !(both & both.wrapping_neg()).wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use super::Parts;
    use crate::search::alphabet::{bit, encode};
    use proptest::prelude::*;

    proptest! {
        /// Whatever stands in a title in order passes, by itself and in a block; nothing passes in one way alone.
        #[test]
        fn what_stands_in_order_is_never_struck_out(
            titles in proptest::collection::vec("[ا-ي0-9a-c ]{1,40}", 1..40),
            word in "[ا-ي0-9a-c]{1,5}",
            from in 0_usize..40,
        ) {
            let encoded = |text: &str| {
                let mut bytes = Vec::new();
                encode(text, &mut bytes);
                bytes
            };
            let titles: Vec<Vec<u8>> = titles.iter().map(|title| encoded(title)).collect();
            let mut parts = Parts::default();
            titles.iter().enumerate().for_each(|(at, title)| parts.insert(at, title));
            let word = encoded(&word);
            let bits: Vec<usize> = word.iter().map(|&letter| bit(letter)).collect();
            let places = from.min(titles.len())..titles.len();
            let mut left = vec![7; places.len()];
            parts.strike_out(&bits, places.clone(), &mut left);
            for (left, place) in left.into_iter().zip(places) {
                let mut rest = titles[place].iter();
                let stands = word.iter().all(|letter| rest.any(|own| own == letter));
                prop_assert!(!stands || left == 7);
                prop_assert_eq!(left != 0, parts.may_hold(&bits, place));
            }
            prop_assert_eq!(Parts::from_bytes(&parts.columns().collect::<Vec<_>>().concat()), Some(parts));
        }
    }

    #[test]
    fn letters_in_the_wrong_order_are_struck_out() {
        let mut parts = Parts::default();
        let mut title = Vec::new();
        encode("الرئيس يزور دمشق", &mut title);
        parts.insert(0, &title);
        let bits = |word: &str| {
            let mut bytes = Vec::new();
            encode(word, &mut bytes);
            bytes.into_iter().map(bit).collect::<Vec<_>>()
        };
        assert!(
            parts.may_hold(&bits("ريدق"), 0) && !parts.may_hold(&bits("قار"), 0) && !parts.may_hold(&bits("طب"), 0)
        );
    }
}
