//! What is known of frequent words, and what they give to the scores of those around them, worked out once.
//!
//! Owns a bounded store by the spelling of a word; which features these are says `feature.rs`, and `read.rs` adds
//! what words give together. News repeats itself: nine words of ten have stood there shortly before.

use std::hint::black_box;

use super::feature::REACH;
use super::model::ROW;
use super::part::Parts;
use super::table::Keys;
use super::word::Word;

/// How many words on both sides and in the middle a word gives to.
const SPAN: usize = 2 * REACH.unsigned_abs() + 1;

/// The sums that a word gives: first to the word that it stands farthest behind, last to the one farthest before.
pub(super) type Rows = [[i16; ROW]; SPAN];

/// A word that has been there.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// What its own letters tell, but for its affixes.
    pub(super) word: Word,
    /// What it gives.
    pub(super) rows: Rows,
}

/// A place for a word.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// The spelling; 0 for none.
    spelling: u64,
    /// Where it stands among the known.
    at: u32,
    /// True when it was asked for again.
    is_wanted: bool,
}

/// What one decoder knows. A spelling has one place; who comes last has it, unless the other was asked for meanwhile.
#[derive(Debug)]
pub(super) struct Memo {
    places: Vec<Place>,
    known: Vec<Known>,
    /// The word for which there was no place.
    other: Known,
    /// What the words of a sentence give together.
    pub(super) parts: Parts,
    /// Room for what has to be looked up.
    pub(super) room: Keys,
    /// Room for where the words of a sentence stand.
    wanted: Vec<u32>,
}

impl Memo {
    /// Room for two to the power of `bits` words; memory is taken as they come.
    pub(super) fn new(bits: u32) -> Self {
        let places = vec![Place::default(); 1 << bits];
        Self {
            places,
            known: Vec::new(),
            other: Known::default(),
            parts: Parts::default(),
            room: Keys::default(),
            wanted: Vec::new(),
        }
    }

    /// Fetches the words of these spellings, as far as they are there, all at once: one by one each would be waited for.
    pub(super) fn fetch(&mut self, spellings: &[u64]) {
        let mut wanted = std::mem::take(&mut self.wanted);
        wanted.clear();
        wanted.extend(spellings.iter().map(|&spelling| self.places[self.place(spelling)].at));
        for known in wanted.iter().filter_map(|&at| self.known.get(at as usize)) {
            black_box(
                known.rows[0][0] ^ known.rows[2][0] ^ known.rows[4][0] ^ known.rows[6][0] ^ i16::from(known.word.shape),
            );
        }
        self.wanted = wanted;
    }

    /// The place of a spelling: the hashes are mixed, and the highest bits are as good as any.
    #[inline]
    fn place(&self, spelling: u64) -> usize {
        (spelling >> 32) as usize & (self.places.len() - 1)
    }

    /// The word of a spelling; what is not there is worked out.
    #[inline]
    pub(super) fn known(&mut self, spelling: u64, learn: impl FnOnce() -> Known) -> &Known {
        let spelling = spelling.max(1);
        let at = self.place(spelling);
        let place = &mut self.places[at];
        if place.spelling == spelling {
            place.is_wanted = true;
            return &self.known[place.at as usize];
        }
        self.learn(at, spelling, learn())
    }

    #[cold]
    fn learn(&mut self, at: usize, spelling: u64, known: Known) -> &Known {
        let place = &mut self.places[at];
        if place.spelling == 0 {
            *place = Place { spelling, at: self.known.len() as u32, is_wanted: false };
            self.known.push(known);
            return &self.known[place.at as usize];
        }
        if place.is_wanted {
            // It goes with the next one that comes here before it is asked for again.
            place.is_wanted = false;
            self.other = known;
            return &self.other;
        }
        place.spelling = spelling;
        self.known[place.at as usize] = known;
        &self.known[place.at as usize]
    }
}
