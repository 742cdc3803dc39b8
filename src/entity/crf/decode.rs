//! From features to labels: the scores of each word, and the best sequence (Viterbi).
//!
//! Owns the decoder; the scores are kept, so that `vote.rs` can add to them and decode again at next to no cost.

use super::LABELS;
use super::feature::{Groups, features};
use super::label::may_follow;
use super::model::{Model, ROW};
use super::word::{Sentence, Word};

/// A score that no sequence of allowed labels comes near to.
const NEVER: f32 = -1e6;

/// The score of each label at each word of a sentence.
pub type Scores = Vec<[f32; LABELS]>;

/// The sides that a word can be on: it is in no name, or in one of a type.
pub const SIDES: usize = LABELS / 2 + 1;

/// The products of two rows, with the sum 1.
fn scaled(mut row: [f32; LABELS], other: &[f32; LABELS]) -> [f32; LABELS] {
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
    start: [f32; LABELS],
    /// `into[next][label]`: the score of `next` behind `label`.
    into: [[f32; LABELS]; LABELS],
    /// The exponents of `start`, and of `into` by label and next.
    start_weights: [f32; LABELS],
    onto_weights: [[f32; LABELS]; LABELS],
}

impl<'m> Decoder<'m> {
    /// A decoder that looks at these groups of features, those that the model was trained with.
    pub fn new(model: &'m Model, groups: Groups) -> Self {
        let mut start = [NEVER; LABELS];
        let mut into = [[NEVER; LABELS]; LABELS];
        for next in 0..LABELS {
            if may_follow(0, next) {
                start[next] = model.transition(None, next);
            }
            for label in (0..LABELS).filter(|&label| may_follow(label, next)) {
                into[next][label] = model.transition(Some(label), next);
            }
        }
        let mut onto_weights = [[0.0; LABELS]; LABELS];
        for label in 0..LABELS {
            for next in 0..LABELS {
                onto_weights[label][next] = into[next][label].exp();
            }
        }
        Self { model, groups, start, into, start_weights: start.map(f32::exp), onto_weights }
    }

    /// The scores of each word, from the word's features alone.
    pub fn scores(&self, sentence: &Sentence) -> Scores {
        (0..sentence.words.len()).map(|at| self.score(&sentence.words, at)).collect()
    }

    fn score(&self, words: &[Word], at: usize) -> [f32; LABELS] {
        // Some 150 features of at most 127 each: a sum of 16 bits holds them.
        let mut sums = [0i16; ROW];
        features(words, at, self.groups, &mut |key| {
            if let Some(row) = self.model.row(key) {
                for (sum, &weight) in sums.iter_mut().zip(row) {
                    *sum = sum.wrapping_add(i16::from(weight));
                }
            }
        });
        let mut scores = [0.0; LABELS];
        for (score, &sum) in scores.iter_mut().zip(&sums) {
            *score = f32::from(sum) * self.model.parts().scale;
        }
        scores
    }

    /// How likely each side is at each word, over all sequences (forward and backward sums): none, then each type.
    pub fn shares(&self, scores: &[[f32; LABELS]]) -> Vec<[f32; SIDES]> {
        let weights: Vec<[f32; LABELS]> = scores
            .iter()
            .map(|row| {
                let top = row.iter().copied().fold(f32::MIN, f32::max);
                row.map(|score| (score - top).exp())
            })
            .collect();
        let mut forward: Vec<[f32; LABELS]> = Vec::with_capacity(scores.len());
        for (at, own) in weights.iter().enumerate() {
            let mut row = self.start_weights;
            if at > 0 {
                row = [0.0; LABELS];
                for (share, onto) in forward[at - 1].iter().zip(&self.onto_weights) {
                    for (sum, weight) in row.iter_mut().zip(onto) {
                        *sum += share * weight;
                    }
                }
            }
            forward.push(scaled(row, own));
        }
        let mut shares = vec![[0.0; SIDES]; scores.len()];
        let mut backward = [1.0; LABELS];
        for at in (0..scores.len()).rev() {
            let both = scaled(forward[at], &backward);
            for (label, share) in both.iter().enumerate() {
                shares[at][label.div_ceil(2)] += share;
            }
            let ahead = scaled(weights[at], &backward);
            for (sum, onto) in backward.iter_mut().zip(&self.onto_weights) {
                *sum = onto.iter().zip(&ahead).map(|(weight, share)| weight * share).sum();
            }
        }
        shares
    }

    /// The labels of the sequence with the highest score; of equal ones the lower label stays.
    pub fn decode(&self, scores: &[[f32; LABELS]]) -> Vec<u8> {
        let Some((first, rest)) = scores.split_first() else { return Vec::new() };
        let mut best = [0.0; LABELS];
        for label in 0..LABELS {
            best[label] = first[label] + self.start[label];
        }
        let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(rest.len());
        for word in rest {
            let mut next_best = [0.0; LABELS];
            let mut from = [0u8; LABELS];
            for next in 0..LABELS {
                let (mut score, mut label) = (f32::MIN, 0);
                for (before, (sum, onto)) in best.iter().zip(&self.into[next]).enumerate() {
                    let other = sum + onto;
                    if other > score {
                        (score, label) = (other, before);
                    }
                }
                next_best[next] = score + word[next];
                from[next] = label as u8;
            }
            best = next_best;
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
}
