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

/// A model with its transitions laid out for decoding.
#[derive(Clone, Debug)]
pub struct Decoder<'m> {
    model: &'m Model,
    groups: Groups,
    /// The score of each label at the start of a sentence.
    start: [f32; LABELS],
    /// `into[next][label]`: the score of `next` behind `label`.
    into: [[f32; LABELS]; LABELS],
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
        Self { model, groups, start, into }
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
                let (mut score, mut label) = (best[0] + self.into[next][0], 0);
                for before in 1..LABELS {
                    let other = best[before] + self.into[next][before];
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
