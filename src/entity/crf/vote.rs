//! The second pass: mentions of one stem in an article vote on what it names.
//!
//! Owns the vote; the scores that it adds to come from `decode.rs`. After ENTITIES: a name is clear in one sentence
//! and doubtful in the next, and an article seldom uses one name for two things.

use std::collections::HashMap;

use super::LABELS;
use super::decode::{Decoder, Scores};
use super::table::LetterHash;
use super::word::Sentence;

/// How much the share of the other mentions weighs against the scores of the words themselves.
pub const BETA: f32 = 3.0;

/// How often each type, and none, was given to a stem; by the half of the label, with 0 for O.
type Votes = [u16; LABELS / 2 + 1];

fn side(label: u8) -> usize {
    usize::from(label).div_ceil(2)
}

/// Decodes again the sentences of one article whose words were given different types elsewhere in it.
///
/// `scores` and `labels` have one list a sentence; `labels` is brought up to date.
pub fn revote(decoder: &Decoder, sentences: &[&Sentence], scores: &mut [Scores], labels: &mut [Vec<u8>], beta: f32) {
    let mut votes: HashMap<u64, Votes, std::hash::BuildHasherDefault<Spread>> = HashMap::default();
    for (sentence, given) in sentences.iter().zip(labels.iter()) {
        for (word, &label) in sentence.words.iter().zip(given) {
            if label != 0 {
                votes.entry(word.stem).or_insert([0; LABELS / 2 + 1]);
            }
        }
    }
    if votes.is_empty() {
        return;
    }
    for (sentence, given) in sentences.iter().zip(labels.iter()) {
        for (word, &label) in sentence.words.iter().zip(given) {
            if let Some(vote) = votes.get_mut(&word.stem) {
                vote[side(label)] = vote[side(label)].saturating_add(1);
            }
        }
    }
    for ((sentence, scores), labels) in sentences.iter().zip(scores).zip(labels) {
        let mut changed = false;
        for ((word, score), &own) in sentence.words.iter().zip(scores.iter_mut()).zip(labels.iter()) {
            let Some(vote) = votes.get(&word.stem) else { continue };
            let others = vote.iter().map(|&count| u32::from(count)).sum::<u32>().saturating_sub(1);
            if others == 0 {
                continue;
            }
            for kind in 1..vote.len() {
                let count = u32::from(vote[kind]) - u32::from(kind == side(own));
                if count > 0 {
                    let bonus = beta * count as f32 / others as f32;
                    score[2 * kind - 1] += bonus;
                    score[2 * kind] += bonus;
                    changed |= kind != side(own);
                }
            }
            changed |= side(own) == 0;
        }
        // Where all agree with what was given, the bonus can still move the edges of a name: decode every sentence
        // that holds a vote.
        if changed || labels.iter().any(|&label| label != 0) {
            *labels = decoder.decode(scores);
        }
    }
}

/// Stems are hashes already: the map takes them as they are.
#[derive(Clone, Default)]
pub(super) struct Spread(u64);

impl std::hash::Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = LetterHash::of(bytes.iter().map(|&byte| char::from(byte)));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}
