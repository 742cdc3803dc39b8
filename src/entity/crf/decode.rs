//! From features to labels: the scores of each word, and the best sequence (Viterbi).
//!
//! Owns the decoder; the scores are kept, so that `vote.rs` can add to them and decode again at next to no cost.

use super::LABELS;
use super::feature::{EDGE, Groups, REACH, alone, features, together};
use super::label::may_follow;
use super::memo::Memo;
use super::model::{Keys, Model, ROW};
use super::word::Sentence;

/// A score that no sequence of allowed labels comes near to.
const NEVER: f32 = -1e6;

/// The score of each label at each word of a sentence.
pub type Scores = Vec<[f32; LABELS]>;

/// The sides that a word can be on: it is in no name, or in one of a type.
pub const SIDES: usize = LABELS / 2 + 1;

/// A row with a lane to spare: so many numbers go through a vector unit without a rest.
type Lanes = [f32; ROW];

/// The lanes of a row; those past the labels hold `rest`.
#[inline]
fn lanes(row: &[f32; LABELS], rest: f32) -> Lanes {
    let mut lanes = [rest; ROW];
    lanes[..LABELS].copy_from_slice(row);
    lanes
}

/// The products of two rows, with the sum 1.
#[inline]
fn scaled(mut row: Lanes, other: &Lanes) -> Lanes {
    let mut total = 0.0;
    for (value, factor) in row.iter_mut().zip(other) {
        *value *= factor;
        total += *value;
    }
    row.map(|value| value / f32::max(total, 1e-30))
}

/// A model with its transitions laid out for decoding.
#[derive(Clone, Debug)]
pub struct Decoder<'m> {
    model: &'m Model,
    groups: Groups,
    /// The score of each label at the start of a sentence.
    start: Lanes,
    /// `onto[label][next]`: the score of `next` behind `label`.
    onto: [Lanes; LABELS],
    /// The exponents of `start`, of `onto`, and of `onto` by next and label.
    start_weights: Lanes,
    onto_weights: [Lanes; LABELS],
    into_weights: [Lanes; LABELS],
}

impl<'m> Decoder<'m> {
    /// A decoder that looks at these groups of features, those that the model was trained with.
    pub fn new(model: &'m Model, groups: Groups) -> Self {
        let mut start = [NEVER; ROW];
        let mut onto = [[NEVER; ROW]; LABELS];
        for next in 0..LABELS {
            if may_follow(0, next) {
                start[next] = model.transition(None, next);
            }
            for label in (0..LABELS).filter(|&label| may_follow(label, next)) {
                onto[label][next] = model.transition(Some(label), next);
            }
        }
        let onto_weights = onto.map(|row| row.map(f32::exp));
        let mut into_weights = [[0.0; ROW]; LABELS];
        for (label, row) in onto_weights.iter().enumerate() {
            for (into, weight) in into_weights.iter_mut().zip(row) {
                into[label] = *weight;
            }
        }
        Self { model, groups, start, onto, start_weights: start.map(f32::exp), onto_weights, into_weights }
    }

    /// The scores of each word, from the word's features alone.
    pub fn scores(&self, sentence: &Sentence) -> Scores {
        let mut room = Keys::default();
        let words = &sentence.words;
        let mut sums = |at| {
            features(words, at, self.groups, &mut |key| room.keys.push(key));
            self.model.sums(&mut room)
        };
        (0..words.len()).map(|at| self.scaled(&sums(at))).collect()
    }

    /// The same scores, with what each word alone gives to those around it out of `memo`, which knows no other decoder.
    pub(super) fn scores_by(&self, memo: &mut Memo, sentence: &Sentence) -> Scores {
        let mut room = Keys::default();
        let words = &sentence.words;
        let reach = REACH.unsigned_abs();
        // Beyond both ends of the sentence there is room for what is given there, which nobody looks at.
        let mut sums = vec![[0; ROW]; words.len() + 4 * reach];
        for place in 0..words.len() + 2 * reach {
            let word = place.checked_sub(reach).and_then(|at| words.get(at)).unwrap_or(&EDGE);
            let rows = memo.rows(word.form(), |offset| {
                alone(word, offset, self.groups, &mut |key| room.keys.push(key));
                self.model.sums(&mut room)
            });
            for (sums, row) in sums[place..].iter_mut().zip(rows) {
                add(sums, row);
            }
        }
        let own = sums[2 * reach..].iter_mut().take(words.len());
        let rest = own.enumerate().map(|(at, sums)| {
            together(words, at, self.groups, &mut |key| room.keys.push(key));
            add(sums, &self.model.sums(&mut room));
            self.scaled(sums)
        });
        rest.collect()
    }

    fn scaled(&self, sums: &[i16; ROW]) -> [f32; LABELS] {
        let mut scores = [0.0; LABELS];
        for (score, &sum) in scores.iter_mut().zip(sums) {
            *score = f32::from(sum) * self.model.parts().scale;
        }
        scores
    }

    /// How likely each side is at each word, over all sequences (forward and backward sums): none, then each type.
    pub fn shares(&self, scores: &[[f32; LABELS]]) -> Vec<[f32; SIDES]> {
        let weights: Vec<Lanes> = scores
            .iter()
            .map(|row| {
                let top = row.iter().copied().fold(f32::MIN, f32::max);
                lanes(&row.map(|score| (score - top).exp()), 0.0)
            })
            .collect();
        let mut forward: Vec<Lanes> = Vec::with_capacity(scores.len());
        for own in &weights {
            let row = forward.last().map_or(self.start_weights, |before| product(before, &self.onto_weights));
            forward.push(scaled(row, own));
        }
        let mut shares = vec![[0.0; SIDES]; scores.len()];
        let mut backward = [1.0; ROW];
        for ((share, forward), own) in shares.iter_mut().zip(&forward).zip(&weights).rev() {
            let both = scaled(*forward, &backward);
            share[0] += both[0];
            for (side, pair) in share[1..].iter_mut().zip(both[1..LABELS].chunks_exact(2)) {
                *side += pair[0];
                *side += pair[1];
            }
            backward = product(&scaled(*own, &backward), &self.into_weights);
        }
        shares
    }

    /// The labels of the sequence with the highest score; of equal ones the lower label stays.
    pub fn decode(&self, scores: &[[f32; LABELS]]) -> Vec<u8> {
        let Some((first, rest)) = scores.split_first() else { return Vec::new() };
        let mut best = self.start;
        for (score, word) in best.iter_mut().zip(first) {
            *score += word;
        }
        let mut back: Vec<[u8; ROW]> = Vec::with_capacity(rest.len());
        for word in rest {
            let (mut top, from) = self.step(&best);
            for (score, word) in top.iter_mut().zip(&lanes(word, NEVER)) {
                *score += word;
            }
            best = top;
            back.push(from);
        }
        let mut label = (1..LABELS).fold(0, |top, label| if best[label] > best[top] { label } else { top }) as u8;
        let mut labels = vec![label; scores.len()];
        for (at, from) in back.iter().enumerate().rev() {
            label = from.get(usize::from(label)).copied().unwrap_or(0);
            labels[at] = label;
        }
        labels
    }

    /// The best score of each label behind all that `best` has, and the label that it comes from.
    #[inline]
    fn step(&self, best: &Lanes) -> (Lanes, [u8; ROW]) {
        let mut top = [f32::MIN; ROW];
        // As wide as the scores, so that both are chosen by one mask.
        let mut from = [0u32; ROW];
        for (label, (sum, onto)) in (0..).zip(best.iter().zip(&self.onto)) {
            for next in 0..ROW {
                let other = sum + onto[next];
                let is_better = other > top[next];
                top[next] = if is_better { other } else { top[next] };
                from[next] = if is_better { label } else { from[next] };
            }
        }
        (top, from.map(|label| label as u8))
    }
}

/// Adds a row of weights to sums: some 150 features of at most 127 each, which 16 bits hold.
#[inline]
fn add(sums: &mut [i16; ROW], row: &[i16; ROW]) {
    for (sum, weight) in sums.iter_mut().zip(row) {
        *sum = sum.wrapping_add(*weight);
    }
}

/// The sums of the rows of `weights`, each times its number in `row`.
#[inline]
fn product(row: &Lanes, weights: &[Lanes; LABELS]) -> Lanes {
    let mut sums = [0.0; ROW];
    for (factor, weights) in row.iter().zip(weights) {
        for (sum, weight) in sums.iter_mut().zip(weights) {
            *sum += factor * weight;
        }
    }
    sums
}
