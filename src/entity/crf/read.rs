//! From tokens to the words of a sentence and their scores, with what was worked out before.
//!
//! Owns how remembered words, parts and neighbours come together with what has to be looked up; all of it gives the
//! scores that `decode.rs` works out feature by feature, which a test checks. Next: `span.rs`.

use std::ops::Range;

use super::decode::{Decoder, Scores};
use super::feature::{EDGE, Groups, REACH, Take, alone, class, together};
use super::lexicon::{Lexicon, SETS};
use super::memo::{Known, Memo, NearRoom, Rows};
use super::model::ROW;
use super::part::{Neighbours, Parts};
use super::table::Keys;
use super::word::{Sentence, Word, spelling, word};
use crate::entity::token::Tokens;

/// How many words on each side are looked at one by one.
const SIDE: usize = REACH.unsigned_abs();

/// A decoder with its lexicon.
#[derive(Clone, Debug)]
pub(super) struct Reader<'m> {
    decoder: &'m Decoder<'m>,
    lexicon: &'m Lexicon,
    neighbours: Neighbours,
}

/// The sums of the words of a sentence, with room beyond both ends for what is given there, which nobody looks at.
struct Sums {
    rows: Vec<[i16; ROW]>,
}

impl Sums {
    /// Zeros for so many words; the room is what was taken before.
    fn new(words: usize, mut room: Vec<[i16; ROW]>) -> Self {
        room.clear();
        room.resize(words + 4 * SIDE, [0; ROW]);
        Self { rows: room }
    }

    /// The sums from a word on that stands `before` words before the one at `at`.
    #[inline]
    fn from(&mut self, at: usize, before: usize) -> &mut [[i16; ROW]] {
        &mut self.rows[2 * SIDE + at - before..]
    }
}

impl<'m> Reader<'m> {
    pub(super) fn new(decoder: &'m Decoder<'m>, lexicon: &'m Lexicon) -> Self {
        Self { decoder, lexicon, neighbours: Neighbours::new(decoder.model(), lexicon) }
    }

    /// The sentence of these tokens and its scores. `memo` knows no other reader; the words are without affixes.
    pub(super) fn read(&self, memo: &mut Memo, tokens: &Tokens, of: Range<usize>) -> (Sentence, Scores) {
        let mut room = std::mem::take(&mut memo.room);
        let mut sums = Sums::new(of.len(), std::mem::take(&mut memo.sums));
        let mut words = Vec::with_capacity(of.len());
        let spellings: Vec<u64> = of.clone().map(|at| spelling(tokens, at).unwrap_or(0)).collect();
        memo.fetch(&spellings);
        for (at, spelling) in of.clone().zip(spellings) {
            let known = if spelling == 0 {
                let word = word(tokens, at, self.lexicon);
                memo.known(word.form(), || self.learn(word, &mut room))
            } else {
                memo.known(spelling, || self.learn(word(tokens, at, self.lexicon), &mut room))
            };
            let (start, end) = tokens.get(at).map_or((0, 0), |token| (token.start, token.end));
            add(sums.from(words.len(), SIDE), &known.rows);
            words.push(Word { start, end, ..known.word.clone() });
        }
        for beyond in 0..SIDE {
            let known = memo.known(EDGE.form(), || self.learn(EDGE.clone(), &mut room));
            add(&mut sums.rows[beyond..], &known.rows);
            add(sums.from(words.len() + beyond, SIDE), &known.rows);
        }
        let mut sentence = Sentence { words };
        sentence.look_around(self.lexicon);
        let words = &sentence.words;
        self.add_neighbours(words, &mut sums, &mut memo.near);
        let own = sums.from(0, 0);
        for (at, sums) in own.iter_mut().take(words.len()).enumerate() {
            let (parts, room) = (&mut memo.parts, &mut room);
            together(words, at, self.decoder.groups(), &mut Recall { reader: self, parts, room, at: at as u32, sums });
        }
        self.decoder.model().add(&mut room, own);
        let scores = own.iter().take(words.len()).map(|sums| self.decoder.scaled(sums)).collect();
        (memo.room, memo.sums) = (room, sums.rows);
        (sentence, scores)
    }

    #[cold]
    fn learn(&self, word: Word, room: &mut Keys) -> Known {
        let mut rows = Rows::default();
        for (at, offset) in (-REACH..=REACH).rev().enumerate() {
            alone(&word, offset, self.decoder.groups(), &mut |key| self.decoder.model().ask(room, key, at as u32));
        }
        self.decoder.model().add(room, &mut rows);
        Known { word: Word { affixes: None, ..word }, rows }
    }

    /// Adds what neighbours give by their clusters.
    fn add_neighbours(&self, words: &[Word], sums: &mut Sums, room: &mut NearRoom) {
        if !self.decoder.groups().has(Groups::CLUSTERS) {
            return;
        }
        let classes =
            |word: &Word| -> [usize; SETS] { std::array::from_fn(|set| class(word.entry.clusters[set], word.shape)) };
        // Two words beyond each end are looked at together, too.
        let edges = [classes(&EDGE); 2];
        let NearRoom { classes: all, places } = room;
        all.clear();
        all.extend(edges.into_iter().chain(words.iter().map(classes)).chain(edges));
        for set in (0..SETS).filter(|&set| self.neighbours.holds(set)) {
            // Where they stand is looked up for all before what stands there: see `KeyTable::find_all`.
            let place = |two: &[[usize; SETS]]| self.neighbours.place(set, [two[0][set], two[1][set]]);
            places.clear();
            places.extend(all.windows(2).map(place));
            for (at, &place) in places.iter().enumerate() {
                self.neighbours.add(set, place, sums.from(at, SIDE));
            }
        }
    }
}

/// Takes the features of a word: parts are added, the rest is set down.
struct Recall<'r, 'm> {
    reader: &'r Reader<'m>,
    parts: &'r mut Parts,
    room: &'r mut Keys,
    at: u32,
    sums: &'r mut [i16; ROW],
}

impl Take for Recall<'_, '_> {
    #[inline]
    fn knows_neighbours(&self, set: usize) -> bool {
        self.reader.neighbours.holds(set)
    }

    #[inline]
    fn key(&mut self, key: u32) {
        self.reader.decoder.model().ask(self.room, key, self.at);
    }

    #[inline]
    fn part(&mut self, name: u64, keys: impl Fn(&mut dyn FnMut(u32))) {
        let row = self.parts.row(self.reader.decoder.model(), name, keys);
        add(std::slice::from_mut(self.sums), std::slice::from_ref(row));
    }
}

/// Adds rows of weights to sums.
#[inline]
fn add(sums: &mut [[i16; ROW]], rows: &[[i16; ROW]]) {
    for (sums, row) in sums.iter_mut().zip(rows) {
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum = sum.wrapping_add(*weight);
        }
    }
}
