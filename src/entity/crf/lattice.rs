//! The best sequence of labels (Viterbi), and how likely each side is at each word (forward and backward sums).
//!
//! Owns the transitions and the walk over them; the scores of words are `decode.rs`. Any label may come before O and the
//! beginning of a name, but only two before the rest of one: eight lanes hold the former, eight the latter.

use super::label::may_follow;
use super::model::Model;
use super::{LABELS, SIDES};

/// A score that no sequence of allowed labels comes near to.
const NEVER: f32 = -1e6;

/// The label that a side begins with.
const fn head_of(side: usize) -> usize {
    (2 * side).saturating_sub(1)
}

/// Something for each label: O and the beginnings of names in their order, and behind O's place the rests of names.
#[derive(Clone, Copy, Debug)]
struct Lanes {
    heads: [f32; SIDES],
    rests: [f32; SIDES],
}

impl Lanes {
    /// The numbers of labels; `rest` stands where there is none.
    #[inline]
    fn of(row: &[f32; LABELS], rest: f32) -> Self {
        let heads = std::array::from_fn(|side| row[head_of(side)]);
        let rests = std::array::from_fn(|side| if side == 0 { rest } else { row[2 * side] });
        Self { heads, rests }
    }

    /// The number of a label.
    #[inline]
    fn get(&self, label: usize) -> f32 {
        let lanes = if is_rest(label) { &self.rests } else { &self.heads };
        lanes[label.div_ceil(2)]
    }

    #[inline]
    fn with(&self, other: &Self, both: impl Fn(f32, f32) -> f32) -> Self {
        Self {
            heads: std::array::from_fn(|side| both(self.heads[side], other.heads[side])),
            rests: std::array::from_fn(|side| both(self.rests[side], other.rests[side])),
        }
    }

    /// The products with another, with the sum 1.
    #[inline]
    fn scaled(&self, other: &Self) -> Self {
        let product = self.with(other, |one, other| one * other);
        let sums: [f32; SIDES] = std::array::from_fn(|side| product.heads[side] + product.rests[side]);
        let fours: [f32; 4] = std::array::from_fn(|side| sums[side] + sums[side + 4]);
        let total = (fours[0] + fours[2]) + (fours[1] + fours[3]);
        let factor = higher(total, 1e-30).recip();
        Self { heads: product.heads.map(|value| value * factor), rests: product.rests.map(|value| value * factor) }
    }
}

/// What follows what, as scores or as their exponents.
#[derive(Clone, Debug)]
struct Transitions {
    start: Lanes,
    /// From O, the beginnings and the rests of names to O and the beginnings, by side.
    heads: [[[f32; SIDES]; 2]; SIDES],
    /// From the beginning of each name to its rest, and from there on.
    rests: Lanes,
}

impl Transitions {
    fn map(&self, change: impl Fn(f32) -> f32) -> Self {
        let map = |lanes: &Lanes| Lanes { heads: lanes.heads.map(&change), rests: lanes.rests.map(&change) };
        Self {
            start: map(&self.start),
            heads: self.heads.map(|rows| rows.map(|row| row.map(&change))),
            rests: map(&self.rests),
        }
    }
}

/// Room for what is worked out of each word, which many sentences share: memory of such a size is dear.
#[derive(Debug, Default)]
pub(super) struct Room {
    weights: Vec<Lanes>,
    sums: Vec<Lanes>,
}

/// The transitions of a model, laid out for decoding.
#[derive(Clone, Debug)]
pub(super) struct Lattice {
    scores: Transitions,
    weights: Transitions,
    /// The weights of `weights.heads` by what they lead to.
    into: [Lanes; SIDES],
}

impl Lattice {
    pub(super) fn new(model: &Model) -> Self {
        let score = |label: Option<usize>, next: usize| {
            if may_follow(label.unwrap_or(0), next) { model.transition(label, next) } else { NEVER }
        };
        let row = |label: Option<usize>| Lanes::of(&std::array::from_fn(|next| score(label, next)), NEVER);
        let rest = |side: usize, label: usize| if side == 0 { NEVER } else { score(Some(label), 2 * side) };
        let scores = Transitions {
            start: row(None),
            heads: std::array::from_fn(|side| {
                let rests = if side == 0 { [NEVER; SIDES] } else { row(Some(2 * side)).heads };
                [row(Some(head_of(side))).heads, rests]
            }),
            rests: Lanes {
                heads: std::array::from_fn(|side| rest(side, head_of(side))),
                rests: std::array::from_fn(|side| rest(side, 2 * side)),
            },
        };
        let weights = scores.map(f32::exp);
        let into = std::array::from_fn(|next| {
            let [heads, rests] = [0, 1].map(|part| weights.heads.map(|rows| rows[part][next]));
            Lanes { heads, rests }
        });
        Self { scores, weights, into }
    }

    /// How likely each side is at each word, over all sequences: none, then each type.
    pub(super) fn shares(&self, scores: &[[f32; LABELS]], room: &mut Room) -> Vec<[f32; SIDES]> {
        let Room { weights, sums: forward } = room;
        weights.clear();
        weights.extend(scores.iter().map(weights_of));
        forward.clear();
        for own in &*weights {
            let row = forward.last().map_or(self.weights.start, |before| self.onward(before));
            forward.push(row.scaled(own));
        }
        let mut shares = vec![[0.0; SIDES]; scores.len()];
        let mut backward = Lanes { heads: [1.0; SIDES], rests: [1.0; SIDES] };
        for ((share, forward), own) in shares.iter_mut().zip(&*forward).zip(&*weights).rev() {
            let both = forward.scaled(&backward);
            *share = std::array::from_fn(|side| both.heads[side] + both.rests[side]);
            backward = self.back(&own.scaled(&backward));
        }
        shares
    }

    /// The sums of all ways from these labels to each next one.
    #[inline]
    fn onward(&self, from: &Lanes) -> Lanes {
        let mut heads = [0.0; SIDES];
        for (side, weights) in self.weights.heads.iter().enumerate() {
            for (factor, weights) in [from.heads[side], from.rests[side]].iter().zip(weights) {
                for (sum, weight) in heads.iter_mut().zip(weights) {
                    *sum += factor * weight;
                }
            }
        }
        let Lanes { heads: begun, rests: gone_on } = self.weights.rests;
        let rests = std::array::from_fn(|side| from.heads[side] * begun[side] + from.rests[side] * gone_on[side]);
        Lanes { heads, rests }
    }

    /// The sums of all ways from each label to these next ones.
    #[inline]
    fn back(&self, next: &Lanes) -> Lanes {
        let rests = Lanes { heads: next.rests, rests: next.rests };
        let mut sums = rests.with(&self.weights.rests, |one, other| one * other);
        for (factor, weights) in next.heads.iter().zip(&self.into) {
            sums = sums.with(weights, |sum, weight| sum + factor * weight);
        }
        sums
    }

    /// The labels of the sequence with the highest score; of equal ones the lower label stays.
    pub(super) fn decode(&self, scores: &[[f32; LABELS]], room: &mut Room) -> Vec<u8> {
        let all = &mut room.sums;
        all.clear();
        for word in scores {
            let before = all.last().map_or(self.scores.start, |best| self.step(best));
            all.push(before.with(&Lanes::of(word, NEVER), |best, score| best + score));
        }
        let Some((last, others)) = all.split_last() else { return Vec::new() };
        let higher = |top: usize, label: usize| if last.get(label) > last.get(top) { label } else { top };
        let mut label = (1..LABELS).fold(0, higher);
        let mut labels = vec![label as u8; scores.len()];
        // Where the best sequence came from is looked for on its way alone: the same sums give the same score.
        for (place, best) in labels.iter_mut().zip(others).rev() {
            label = self.before(best, label);
            *place = label as u8;
        }
        labels
    }

    /// The best score of each label behind all that `best` has.
    #[inline]
    fn step(&self, best: &Lanes) -> Lanes {
        let mut heads = [f32::MIN; SIDES];
        for (side, onto) in self.scores.heads.iter().enumerate() {
            for (score, onto) in [best.heads[side], best.rests[side]].iter().zip(onto) {
                for (top, onto) in heads.iter_mut().zip(onto) {
                    *top = higher(score + onto, *top);
                }
            }
        }
        let ways = best.with(&self.scores.rests, |score, onto| score + onto);
        Lanes { heads, rests: std::array::from_fn(|side| higher(ways.rests[side], ways.heads[side])) }
    }

    /// The label that the best score of `next` comes from; of equal ones the lowest.
    fn before(&self, best: &Lanes, next: usize) -> usize {
        let side = next.div_ceil(2);
        if is_rest(next) {
            let [begun, gone_on] = [self.scores.rests.heads[side], self.scores.rests.rests[side]];
            return if best.rests[side] + gone_on > best.heads[side] + begun { next } else { next - 1 };
        }
        let score = |label: usize| {
            let [heads, rests] = &self.scores.heads[label.div_ceil(2)];
            best.get(label) + if is_rest(label) { rests[side] } else { heads[side] }
        };
        let mut top = (score(0), 0);
        for label in 1..LABELS {
            let other = score(label);
            if other > top.0 {
                top = (other, label);
            }
        }
        top.1
    }
}

/// True for the labels that go on with a name.
#[inline]
fn is_rest(label: usize) -> bool {
    label > 0 && label.is_multiple_of(2)
}

/// The higher of two numbers, the second if they are equal: one instruction for four of them.
#[inline]
fn higher(one: f32, other: f32) -> f32 {
    if one > other { one } else { other }
}

/// The exponents of scores, the highest of which becomes 1.
#[inline]
fn weights_of(row: &[f32; LABELS]) -> Lanes {
    let lanes = Lanes::of(row, NEVER);
    let tops: [f32; SIDES] = std::array::from_fn(|side| higher(lanes.heads[side], lanes.rests[side]));
    let top = tops.into_iter().fold(f32::MIN, |top, score| higher(score, top));
    let weight = |score: f32| exp(score - top);
    Lanes { heads: lanes.heads.map(weight), rests: lanes.rests.map(weight) }
}

/// The exponent of a number that is not above 0, as exact as the number itself; lanes can be worked out side by side.
#[inline]
fn exp(number: f32) -> f32 {
    /// Adding it rounds to a whole number, which stands in the lowest bits then.
    const ROUND: f32 = 12_582_912.0;
    /// Powers of ln 2 over factorials: the series of two to a power between -1/2 and 1/2.
    const SERIES: [f32; 6] =
        [1.540_353e-4, 1.333_355_8e-3, 9.618_129e-3, 5.550_411e-2, 2.402_265e-1, std::f32::consts::LN_2];
    let power = higher(number * std::f32::consts::LOG2_E, -126.0);
    let rounded = power + ROUND;
    let part = power - (rounded - ROUND);
    let series = SERIES.iter().fold(0.0, |sum, factor| sum * part + factor) * part + 1.0;
    f32::from_bits(series.to_bits().wrapping_add(rounded.to_bits() << 23))
}

#[cfg(test)]
mod tests {
    use super::exp;

    #[test]
    fn the_exponent_is_as_exact_as_scores_are() {
        for number in (0..80_000).map(|step| -(step as f32) / 1_000.0) {
            let (own, exact) = (exp(number), f64::from(number).exp());
            assert!((f64::from(own) - exact).abs() <= exact * 2e-5 + 1e-37, "{number}: {own} {exact}");
        }
        assert!(exp(-1e6) < 1e-37 && exp(0.0) == 1.0);
    }
}
