//! What is known of frequent words, and what they give to the scores of those around them, worked out once.
//!
//! Owns a bounded store by the spelling of a word; which features these are says `feature.rs`, and `read.rs` adds
//! what words give together. News repeats itself: nine words of ten have stood there shortly before.

use std::hint::black_box;

use super::feature::REACH;
use super::lexicon::SETS;
use super::model::ROW;
use super::part::Parts;
use super::table::Keys;
use super::word::Word;

/// How many words on both sides and in the middle a word gives to.
const SPAN: usize = 2 * REACH.unsigned_abs() + 1;

/// The sums that a word gives: first to the word that it stands farthest behind, last to the one farthest before.
pub(super) type Rows = [[i16; ROW]; SPAN];

/// A word that has been there: five lines of the cache, all of them full.
#[derive(Clone, Debug, Default)]
#[repr(C, align(64))]
pub(super) struct Known {
    /// What it gives.
    pub(super) rows: Rows,
    /// What its own letters tell, but for its affixes.
    pub(super) word: Word,
}

/// A place for a word.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// The spelling; 0 for none.
    spelling: u64,
    /// Where it stands among the known.
    at: u32,
    /// How often it was asked for again, as far as that counts: see [`MOST_USES`].
    uses: u8,
}

/// How many places a spelling may have.
const WAYS: usize = 4;
/// More uses than this do not count.
const MOST_USES: u8 = 3;

/// The places of a spelling, side by side in one line of the cache.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Set([Place; WAYS]);

/// Room for the classes of the words of a sentence, and for what each two neighbours give.
#[derive(Debug, Default)]
pub(super) struct NearRoom {
    pub(super) classes: Vec<[usize; SETS]>,
    pub(super) places: Vec<u16>,
}

/// What one decoder knows. A spelling has one of a few places; who comes last has the one that is not asked for, and where
/// all are, each has to be asked for anew to stay.
#[derive(Debug)]
pub(super) struct Memo {
    sets: Vec<Set>,
    known: Vec<Known>,
    /// The word for which there was no place.
    other: Known,
    /// What the words of a sentence give together.
    pub(super) parts: Parts,
    /// Room for what has to be looked up.
    pub(super) room: Keys,
    /// Room for the sums of a sentence.
    pub(super) sums: Vec<[i16; ROW]>,
    /// Room for the classes of its words.
    pub(super) near: NearRoom,
    /// Room for where the words of a sentence stand.
    wanted: Vec<u32>,
}

impl Memo {
    /// Room for two to the power of `bits` words, or for four; memory is taken as they come.
    pub(super) fn new(bits: u32) -> Self {
        let sets = vec![Set::default(); (1 << bits) / WAYS + usize::from(bits < 2)];
        Self {
            sets,
            known: Vec::new(),
            other: Known::default(),
            parts: Parts::default(),
            room: Keys::default(),
            sums: Vec::new(),
            near: NearRoom::default(),
            wanted: Vec::new(),
        }
    }

    /// Fetches the words of these spellings, as far as they are there, all at once: one by one each would be waited for.
    pub(super) fn fetch(&mut self, spellings: &[u64]) {
        let mut wanted = std::mem::take(&mut self.wanted);
        wanted.clear();
        wanted.extend(spellings.iter().map(|&spelling| {
            let places = self.sets[self.set(spelling)].0.iter();
            places.fold(u32::MAX, |at, place| if place.spelling == spelling { place.at } else { at })
        }));
        for known in wanted.iter().filter_map(|&at| self.known.get(at as usize)) {
            black_box(
                known.rows[0][0] ^ known.rows[2][0] ^ known.rows[4][0] ^ known.rows[6][0] ^ i16::from(known.word.shape),
            );
        }
        self.wanted = wanted;
    }

    /// The set of a spelling: the hashes are mixed, and the highest bits are as good as any.
    #[inline]
    fn set(&self, spelling: u64) -> usize {
        (spelling >> 32) as usize & (self.sets.len() - 1)
    }

    /// The word of a spelling; what is not there is worked out.
    #[inline]
    pub(super) fn known(&mut self, spelling: u64, learn: impl FnOnce() -> Known) -> &Known {
        let spelling = spelling.max(1);
        let set = self.set(spelling);
        if let Some(place) = self.sets[set].0.iter_mut().find(|place| place.spelling == spelling) {
            place.uses = (place.uses + 1).min(MOST_USES);
            return &self.known[place.at as usize];
        }
        self.learn(set, spelling, learn())
    }

    #[cold]
    fn learn(&mut self, set: usize, spelling: u64, known: Known) -> &Known {
        let places = &mut self.sets[set].0;
        if let Some(place) = places.iter_mut().find(|place| place.spelling == 0) {
            *place = Place { spelling, at: self.known.len() as u32, uses: 0 };
            self.known.push(known);
            return &self.known[place.at as usize];
        }
        let Some(place) = places.iter_mut().find(|place| place.uses == 0) else {
            // One of them goes with the next ones that come here before it is asked for again.
            places.iter_mut().for_each(|place| place.uses -= 1);
            self.other = known;
            return &self.other;
        };
        place.spelling = spelling;
        self.known[place.at as usize] = known;
        &self.known[place.at as usize]
    }
}
