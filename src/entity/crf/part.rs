//! What the clusters of neighbours and other small numbers give to the scores of words, added up once.
//!
//! Owns stores of weights by these numbers; which features they stand for says `feature.rs`. Next: `memo.rs`, which does
//! the same for whole words, and `read.rs`, which adds all of them.

use super::feature::{NEAR_SETS, class, neighbours};
use super::lexicon::{Lexicon, SETS};
use super::model::{Model, ROW};
use super::table::Keys;

/// So many parts are remembered, as a power of two.
const PART_BITS: u32 = 13;

/// A set with more classes than this has too many pairs to hold a place for each.
const MOST_CLASSES: usize = 512;

/// The sums of features that hang on a few small numbers alone, by name. A name has one place, and who comes last has it.
#[derive(Debug)]
pub(super) struct Parts {
    names: Vec<u64>,
    rows: Vec<[i16; ROW]>,
}

impl Default for Parts {
    fn default() -> Self {
        Self { names: vec![0; 1 << PART_BITS], rows: vec![[0; ROW]; 1 << PART_BITS] }
    }
}

impl Parts {
    /// The sums of a part; what is not there is added up from its keys.
    #[inline]
    pub(super) fn row(&mut self, model: &Model, name: u64, keys: impl Fn(&mut dyn FnMut(u32))) -> &[i16; ROW] {
        let at = (name.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & (self.names.len() - 1);
        if self.names[at] != name {
            self.names[at] = name;
            let mut room = Keys::default();
            keys(&mut |key| model.ask(&mut room, key, 0));
            let mut sums = [[0; ROW]];
            model.add(&mut room, &mut sums);
            self.rows[at] = sums[0];
        }
        &self.rows[at]
    }
}

/// The weights that two neighbours give by their clusters in one set to the word before them, the first of them, the
/// second, and the word behind them.
type PairRows = [[i8; ROW]; 4];

/// The weights of neighbours in one set: a place for each two classes.
#[derive(Clone, Debug, Default)]
struct Pairs {
    /// How many classes there are; 0 for a set that is not here.
    classes: usize,
    /// Where the weights of each pair stand; 0 for those that give nothing.
    places: Vec<u16>,
    rows: Vec<PairRows>,
}

/// The weights of neighbours by their clusters, in all sets that are small enough.
#[derive(Clone, Debug)]
pub(super) struct Neighbours {
    sets: [Pairs; SETS],
}

impl Neighbours {
    /// Looks up all pairs of clusters of the lexicon.
    pub(super) fn new(model: &Model, lexicon: &Lexicon) -> Self {
        let sets =
            std::array::from_fn(|set| Pairs::new(model, set, class(lexicon.clusters(set), 0) + 1).unwrap_or_default());
        Self { sets }
    }

    /// True when what neighbours give in a set is here.
    #[inline]
    pub(super) fn holds(&self, set: usize) -> bool {
        self.sets[set].classes > 0
    }

    /// Where what two neighbours of these classes give stands.
    #[inline]
    pub(super) fn place(&self, set: usize, [first, second]: [usize; 2]) -> u16 {
        let pairs = &self.sets[set];
        pairs.places.get(first * pairs.classes + second).copied().unwrap_or(0)
    }

    /// Adds what stands at a place to the sums of four words, the word before the two neighbours first.
    #[inline]
    pub(super) fn add(&self, set: usize, place: u16, sums: &mut [[i16; ROW]]) {
        // No branch for those that give nothing: it would wait for a place that is far off.
        let Some(rows) = self.sets[set].rows.get(usize::from(place)) else { return };
        let given = if set < NEAR_SETS { 0..4 } else { 1..3 };
        for (sums, row) in sums[given.clone()].iter_mut().zip(&rows[given]) {
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum = sum.wrapping_add(i16::from(weight));
            }
        }
    }
}

impl Pairs {
    /// `None` where there are too many.
    fn new(model: &Model, set: usize, classes: usize) -> Option<Self> {
        if classes > MOST_CLASSES {
            return None;
        }
        let mut pairs = Self { classes, places: vec![0; classes * classes], rows: vec![[[0; ROW]; 4]] };
        for (at, place) in pairs.places.iter_mut().enumerate() {
            let keys = neighbours(set, [at / classes, at % classes]);
            if !keys.iter().flatten().any(|&key| model.holds(key)) {
                continue;
            }
            *place = u16::try_from(pairs.rows.len()).ok()?;
            pairs.rows.push(keys.map(|key| key.map_or([0; ROW], |key| model.row(key))));
        }
        Some(pairs)
    }
}
