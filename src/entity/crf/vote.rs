//! The second pass: mentions of one stem in an article vote on what it names.
//!
//! Owns the vote; the scores that it adds to come from `decode.rs`. After ENTITIES: a name is clear in one sentence
//! and doubtful in the next, and an article seldom uses one name for two things.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::decode::{Decoder, SIDES, Scores};
use super::table::LetterHash;
use super::word::{Sentence, Word};

/// How much the share of the other mentions weighs against the scores of the words themselves.
pub const BETA: f32 = 4.0;

/// A stem of which no more than this of a mention is a name has no vote: most words of an article.
const LEAST: f32 = 0.3;

/// How many mentions a stem has, and the sum of their shares.
#[derive(Clone, Copy, Default)]
struct Group {
    mentions: u32,
    shares: [f32; SIDES],
}

/// Decodes again the sentences of one article in which mentions of the same stems elsewhere tell what a word names.
///
/// `scores` and `labels` have one list a sentence; both are brought up to date. Mentions vote with how likely each
/// type is there, not only with the type they were given: what is doubtful everywhere can still be a name. Those in
/// quotes or brackets vote among themselves where there are two.
pub fn revote(decoder: &Decoder, sentences: &[&Sentence], scores: &mut [Scores], labels: &mut [Vec<u8>], beta: f32) {
    for at in vote(decoder, sentences, scores, beta).voted {
        labels[at] = decoder.decode(&scores[at]);
    }
}

/// What a vote has done.
pub(super) struct Votes {
    /// The sentences whose scores have changed.
    pub(super) voted: Vec<usize>,
    /// How likely each side was before, one list a sentence.
    pub(super) shares: Vec<Vec<[f32; SIDES]>>,
}

/// Adds the votes to the scores.
pub(super) fn vote(decoder: &Decoder, sentences: &[&Sentence], scores: &mut [Scores], beta: f32) -> Votes {
    let mut voted = Vec::new();
    let shares = decoder.shares_of_all(scores);
    let mut votes: HashMap<u64, Group, BuildHasherDefault<Spread>> = HashMap::default();
    for (sentence, shares) in sentences.iter().zip(&shares) {
        for (word, share) in sentence.words.iter().zip(shares).filter(|(word, _)| !word.is_sign()) {
            let groups = [Some(word.stem), word.is_enclosed().then(|| enclosed(word))];
            for group in groups.into_iter().flatten() {
                let vote = votes.entry(group).or_default();
                vote.mentions += 1;
                for (sum, share) in vote.shares.iter_mut().zip(share) {
                    *sum += share;
                }
            }
        }
    }
    for (at, sentence) in sentences.iter().enumerate() {
        let mut changed = false;
        for ((word, score), own) in sentence.words.iter().zip(&mut scores[at]).zip(&shares[at]) {
            let of = |group: u64| votes.get(&group).filter(|vote| vote.mentions > 1);
            let own_group = word.is_enclosed().then(|| of(enclosed(word))).flatten();
            let Some(vote) = own_group.or_else(|| of(word.stem)) else { continue };
            let others = (vote.mentions - 1) as f32;
            if vote.mentions as f32 - vote.shares[0] < LEAST {
                continue;
            }
            changed = true;
            for side in 1..SIDES {
                let bonus = beta * (vote.shares[side] - own[side]).max(0.0) / others;
                score[2 * side - 1] += bonus;
                score[2 * side] += bonus;
            }
        }
        if changed {
            voted.push(at);
        }
    }
    Votes { voted, shares }
}

/// What mentions of a word in quotes or brackets vote on among themselves: ( العربي ) is the magazine, العربي an Arab.
fn enclosed(word: &Word) -> u64 {
    word.stem.rotate_left(31) ^ 0x9e37_79b9_7f4a_7c15
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
