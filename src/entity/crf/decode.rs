//! From features to the scores of each word, and on to labels.
//!
//! Owns the decoder; the best sequence of labels is found in `lattice.rs`. The scores are kept, so that `vote.rs` can add
//! to them and decode again at next to no cost.

use super::LABELS;
use super::feature::{Groups, features};
use super::lattice::{Lattice, Room};
use super::model::{Model, ROW};
use super::table::Keys;
use super::word::Sentence;

/// The score of each label at each word of a sentence.
pub type Scores = Vec<[f32; LABELS]>;

/// The sides that a word can be on: it is in no name, or in one of a type.
pub const SIDES: usize = LABELS / 2 + 1;

/// A model with its transitions laid out for decoding.
#[derive(Clone, Debug)]
pub struct Decoder<'m> {
    model: &'m Model,
    groups: Groups,
    lattice: Lattice,
}

impl<'m> Decoder<'m> {
    /// A decoder that looks at these groups of features, those that the model was trained with.
    pub fn new(model: &'m Model, groups: Groups) -> Self {
        Self { model, groups, lattice: Lattice::new(model) }
    }

    /// The scores of each word, from the word's features alone.
    pub fn scores(&self, sentence: &Sentence) -> Scores {
        let mut room = Keys::default();
        let words = &sentence.words;
        let mut sums = vec![[0; ROW]; words.len()];
        for at in 0..words.len() {
            features(words, at, self.groups, &mut |key| self.model.ask(&mut room, key, at as u32));
        }
        self.model.add(&mut room, &mut sums);
        sums.iter().map(|sums| self.scaled(sums)).collect()
    }

    /// The model that it decodes with.
    pub(super) fn model(&self) -> &'m Model {
        self.model
    }

    /// The groups that it looks at.
    #[inline]
    pub(super) fn groups(&self) -> Groups {
        self.groups
    }

    /// The scores of these sums.
    pub(super) fn scaled(&self, sums: &[i16; ROW]) -> [f32; LABELS] {
        let mut scores = [0.0; LABELS];
        for (score, &sum) in scores.iter_mut().zip(sums) {
            *score = f32::from(sum) * self.model.parts().scale;
        }
        scores
    }

    /// How likely each side is at each word, over all sequences (forward and backward sums): none, then each type.
    pub fn shares(&self, scores: &[[f32; LABELS]]) -> Vec<[f32; SIDES]> {
        self.lattice.shares(scores, &mut Room::default())
    }

    /// The same for many sentences.
    pub(super) fn shares_of_all(&self, sentences: &[Scores]) -> Vec<Vec<[f32; SIDES]>> {
        let mut room = Room::default();
        sentences.iter().map(|scores| self.lattice.shares(scores, &mut room)).collect()
    }

    /// The labels of the sequence with the highest score; of equal ones the lower label stays.
    pub fn decode(&self, scores: &[[f32; LABELS]]) -> Vec<u8> {
        self.lattice.decode(scores, &mut Room::default())
    }

    /// The same for many sentences.
    pub(super) fn decode_all(&self, sentences: &[Scores]) -> Vec<Vec<u8>> {
        let mut room = Room::default();
        sentences.iter().map(|scores| self.lattice.decode(scores, &mut room)).collect()
    }
}
