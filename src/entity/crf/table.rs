//! A table of 32-bit hashes, built once and read often, and the hashes themselves.
//!
//! Owns how a key is found; what is known of it is for `lexicon.rs` and `model.rs`.

/// Keys with what is known of each, found by the rank of a key's beginning among those that occur.
///
/// Most keys that are asked for are not there: a bit for the beginning of each key tells, and all bits together fit a near
/// cache, as do the rests of the keys.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyTable<V> {
    /// How far the beginning of a key is shifted: it has some sixteen to thirty-two times as many values as there are keys.
    shift: u32,
    /// A bit for each beginning.
    filter: Vec<u64>,
    /// How many bits stand in the words of the filter before each.
    ranks: Vec<u32>,
    /// The rest of the first key of each beginning, with [`MORE`], and its value, in the order of the beginnings.
    firsts: Vec<(u16, V)>,
    /// The other keys, sorted, and their values.
    others: Vec<u32>,
    values: Vec<V>,
}

/// Keys that are to be looked up together.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// The keys, and whose they are.
    asked: Vec<(u32, u32)>,
    /// How many of `asked` count.
    count: usize,
    /// Where they stand among the first keys of their beginnings.
    places: Vec<u32>,
}

impl Keys {
    /// Makes room for more.
    #[cold]
    fn grow(&mut self) {
        self.asked.resize(2 * self.asked.len() + 64, (0, 0));
    }
}

/// How many high bits of a key may be its beginning: the rest, beside [`MORE`], has 16 bits, and the filter stays near.
const BEGINNING: std::ops::RangeInclusive<u32> = 17..=21;

/// Stands beside the rest of a first key that shares its beginning with others.
const MORE: u16 = 1 << 15;

impl<V: Copy + Default> KeyTable<V> {
    /// A table of keys and values; the first of equal keys stays.
    pub(super) fn new(pairs: impl Iterator<Item = (u32, V)>) -> Self {
        let mut pairs: Vec<(u32, V)> = pairs.collect();
        pairs.sort_by_key(|(key, _)| *key);
        pairs.dedup_by_key(|(key, _)| *key);
        let bits = (pairs.len().max(1).ilog2() + 5).clamp(*BEGINNING.start(), *BEGINNING.end());
        let shift = 32 - bits;
        let mut filter = vec![0u64; 1 << (bits - 6)];
        let mut firsts: Vec<(u16, V)> = Vec::with_capacity(pairs.len());
        let (mut others, mut values) = (Vec::new(), Vec::new());
        for (key, value) in pairs {
            let (word, bit) = filter_place(key, shift);
            if filter[word] & bit == 0 {
                firsts.push((rest(key, shift), value));
            } else {
                // Sorted as they are, the keys of one beginning stand side by side.
                firsts.last_mut().into_iter().for_each(|(rest, _)| *rest |= MORE);
                others.push(key);
                values.push(value);
            }
            filter[word] |= bit;
        }
        let mut ranks = Vec::with_capacity(filter.len());
        let mut count = 0;
        for bits in &filter {
            ranks.push(count);
            count += bits.count_ones();
        }
        Self { shift, filter, ranks, firsts, others, values }
    }

    /// The value of a key.
    #[inline]
    pub(super) fn get(&self, key: u32) -> Option<V> {
        if !self.may_hold(key) {
            return None;
        }
        let &(found, value) = self.firsts.get(self.rank(key))?;
        if found & !MORE == rest(key, self.shift) { Some(value) } else { self.other(key, found) }
    }

    /// Sets down a key that is to be looked up, and for whom; most that are not there are forgotten at once.
    #[inline]
    pub(super) fn ask(&self, keys: &mut Keys, key: u32, whose: u32) {
        if keys.count == keys.asked.len() {
            keys.grow();
        }
        keys.asked[keys.count] = (key, whose);
        // No branch: no processor foresees which keys are there.
        keys.count += usize::from(self.may_hold(key));
    }

    /// Gives the values of the keys that were [set down](Self::ask), and for whom, in their order; for a key that is not
    /// there, nothing's value or none.
    ///
    /// Which keys are there no processor foresees, and what is known of them is far off: each step is done for all keys
    /// before the next one, short and without a branch, so that many of them are on their way at once. Forgets the keys.
    #[inline]
    pub(super) fn find_all(&self, keys: &mut Keys, mut take: impl FnMut(V, u32)) {
        let Keys { asked, count, places } = keys;
        let asked = &asked[..std::mem::take(count)];
        places.clear();
        places.extend(asked.iter().map(|(key, _)| self.rank(*key) as u32));
        for (&(key, whose), &place) in asked.iter().zip(&*places) {
            let (found, value) = self.firsts.get(place as usize).copied().unwrap_or_default();
            let is_there = found & !MORE == rest(key, self.shift);
            let mut value = [V::default(), value][usize::from(is_there)];
            if !is_there && found & MORE != 0 {
                value = self.other(key, found).unwrap_or_default();
            }
            take(value, whose);
        }
    }

    /// False for a key that is not there; true for the others, and for a few that are not.
    #[inline]
    fn may_hold(&self, key: u32) -> bool {
        let (word, bit) = filter_place(key, self.shift);
        self.filter.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// The place of the first key with the beginning of this one; only for a beginning that is there.
    #[inline]
    fn rank(&self, key: u32) -> usize {
        let (word, bit) = filter_place(key, self.shift);
        let (bits, before) = (self.filter.get(word).copied(), self.ranks.get(word).copied());
        (before.unwrap_or(0) + (bits.unwrap_or(0) & (bit - 1)).count_ones()) as usize
    }

    /// The value of a key that is not the first of its beginning.
    #[cold]
    fn other(&self, key: u32, found: u16) -> Option<V> {
        let at = if found & MORE == 0 { return None } else { self.others.binary_search(&key).ok()? };
        self.values.get(at).copied()
    }
}

/// The bits of a key behind its beginning.
#[inline]
fn rest(key: u32, shift: u32) -> u16 {
    (key & ((1 << shift) - 1)) as u16
}

/// The word of the filter that a key has its bit in, and the bit.
#[inline]
fn filter_place(key: u32, shift: u32) -> (usize, u64) {
    let high = key >> shift;
    ((high >> 6) as usize, 1 << (high & 63))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{KeyTable, Keys};

    proptest! {
        /// Keys stand close together, so that many share a beginning.
        #[test]
        fn what_is_there_is_found_and_nothing_else(
            keys in proptest::collection::vec(0u32..4_000, 0..300),
            asked in proptest::collection::vec(0u32..5_000, 0..300),
            step in prop_oneof![Just(1u32), Just(97), Just(0x000f_fff1)],
        ) {
            let spread = |key: &u32| key.wrapping_mul(step);
            let keys: Vec<u32> = keys.iter().map(spread).collect();
            let room: Vec<u32> = asked.iter().map(spread).collect();
            let table = KeyTable::new(keys.iter().map(|&key| (key, u64::from(key) + 1)));
            let expected: Vec<u64> =
                room.iter().filter(|key| keys.contains(key)).map(|&key| u64::from(key) + 1).collect();
            let single: Vec<u64> = room.iter().filter_map(|&key| table.get(key)).collect();
            let mut keys = Keys::default();
            room.iter().zip(0..).for_each(|(&key, at)| table.ask(&mut keys, key, at));
            let (mut all, mut places) = (Vec::new(), Vec::new());
            table.find_all(&mut keys, |value, at| {
                if value > 0 {
                    all.push(value);
                    places.push(at as usize);
                }
            });
            let found = (0..room.len()).filter(|&at| table.get(room[at]).is_some());
            prop_assert_eq!(places, found.collect::<Vec<_>>());
            prop_assert_eq!(&single, &expected);
            prop_assert_eq!(&all, &expected);
        }
    }
}
