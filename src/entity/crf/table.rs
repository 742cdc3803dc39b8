//! A table from 32-bit hashes to places, built once and read often.
//!
//! Owns the probing; what stands at a place is for `lexicon.rs` and `model.rs`.

/// Marks a slot without a key.
const EMPTY: u32 = u32::MAX;

/// Keys and their index in the order in which they were given.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyTable {
    /// Key and index; the index is [`EMPTY`] where the slot is free. The length is a power of two.
    slots: Vec<(u32, u32)>,
    /// A bit for the high bits of each key. It fits a near cache, where the slots do not, and most keys that are asked
    /// for are not there.
    filter: Vec<u64>,
}

/// How many high bits of a key the filter knows.
const FILTER_BITS: u32 = 20;

impl KeyTable {
    /// A table of `keys`; the first of equal keys stays.
    pub(super) fn new(keys: &[u32]) -> Self {
        let size = (keys.len() * 2).next_power_of_two().max(16);
        let mut slots = vec![(0, EMPTY); size];
        let mut filter = vec![0u64; 1 << (FILTER_BITS - 6)];
        for (index, &key) in keys.iter().enumerate() {
            let (word, bit) = filter_place(key);
            filter[word] |= bit;
            let mut at = slot(key, size);
            while slots[at].1 != EMPTY && slots[at].0 != key {
                at = (at + 1) & (size - 1);
            }
            if slots[at].1 == EMPTY {
                slots[at] = (key, index as u32);
            }
        }
        Self { slots, filter }
    }

    /// The index of a key.
    #[inline]
    pub(super) fn get(&self, key: u32) -> Option<usize> {
        let (word, bit) = filter_place(key);
        if self.filter.get(word)? & bit == 0 {
            return None;
        }
        let size = self.slots.len();
        let mut at = slot(key, size);
        loop {
            let (found, index) = *self.slots.get(at)?;
            if index == EMPTY {
                return None;
            }
            if found == key {
                return Some(index as usize);
            }
            at = (at + 1) & (size - 1);
        }
    }
}

/// The word of the filter that a key has its bit in, and the bit.
#[inline]
fn filter_place(key: u32) -> (usize, u64) {
    let high = key >> (32 - FILTER_BITS);
    ((high >> 6) as usize, 1 << (high & 63))
}

/// The first slot of a key: the keys are hashes already, so their low bits do.
#[inline]
fn slot(key: u32, size: usize) -> usize {
    key as usize & (size.wrapping_sub(1))
}

/// The 64-bit hash that words, stems and affixes are known by: one step a letter.
#[derive(Clone, Copy)]
pub(super) struct LetterHash(u64);

impl LetterHash {
    pub(super) const START: Self = Self(0x9e37_79b9_7f4a_7c15);

    #[inline]
    pub(super) fn add(self, letter: char) -> Self {
        Self((self.0 ^ u64::from(u32::from(letter))).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(29))
    }

    pub(super) fn of(letters: impl Iterator<Item = char>) -> u64 {
        letters.fold(Self::START, Self::add).value()
    }

    #[inline]
    pub(super) fn value(self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9fb2_1c65_1e98_df25);
        mixed ^ (mixed >> 29)
    }
}

/// A key of 32 bits out of a number that says what it stands for and a value.
#[inline]
pub(super) fn key(template: u32, value: u64) -> u32 {
    let mixed = (value ^ u64::from(template).wrapping_mul(0xd6e8_feb8_6659_fd93)).wrapping_mul(0x2545_f491_4f6c_dd1d);
    ((mixed ^ (mixed >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// One value out of two, in this order.
#[inline]
pub(super) fn pair(first: u64, second: u64) -> u64 {
    (first.rotate_left(23) ^ second).wrapping_mul(0xc6a4_a793_5bd1_e995).rotate_left(17) ^ first
}
