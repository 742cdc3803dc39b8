//! Learns the weights: conditional log-likelihood, AdaGrad, an L1 penalty that is paid after each round.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use khabar::entity::crf::{Groups, LABELS, Model, ModelParts, Word, features};

use crate::conll::Example;

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) groups: Groups,
    pub(crate) epochs: usize,
    pub(crate) rate: f32,
    /// The penalty a sentence.
    pub(crate) penalty: f32,
    /// Features seen less often are left out.
    pub(crate) least: u32,
    /// The share of features that is left out at each word of each round.
    pub(crate) dropout: f32,
    /// How many models are learnt, each from another order and with other features left out; the weights are averaged.
    pub(crate) seeds: u64,
    /// True to leave out the word itself and look at what is beside it alone.
    pub(crate) is_blind: bool,
    /// What is added to the score of no name in the blind model: what it is not sure of marks words without need.
    pub(crate) doubt: f32,
    /// Over how many of the last rounds the weights are averaged.
    pub(crate) average: usize,
    /// How often news are read in a round; the rest is read once.
    pub(crate) news: usize,
    /// How often a stem occurs in plain text that has clusters.
    pub(crate) stems: u32,
    /// Weights below this are left out of the model.
    pub(crate) prune: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            groups: Groups::ALL,
            epochs: 12,
            rate: 0.1,
            penalty: 5e-5,
            least: 2,
            dropout: 0.2,
            seeds: 3,
            is_blind: false,
            doubt: 0.6,
            average: 1,
            prune: 0.06,
            stems: 6,
            news: 2,
        }
    }
}

impl Settings {
    /// The rate falls to a tenth over the rounds.
    fn rate_of(&self, epoch: usize) -> f32 {
        self.rate * (1.0 - 0.9 * epoch as f32 / self.epochs as f32)
    }
}

const ROW: usize = 16;

/// Numbers of 32 bits that are hashes already.
#[derive(Clone, Default)]
pub(crate) struct Plain(u64);

impl Hasher for Plain {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u32(&mut self, number: u32) {
        self.0 = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    fn write_u64(&mut self, number: u64) {
        self.0 = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

pub(crate) type PlainMap<K, V> = HashMap<K, V, BuildHasherDefault<Plain>>;

/// A small generator of numbers (splitmix64): the same on every machine.
#[derive(Clone)]
pub(crate) struct Dice(pub u64);

impl Dice {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1.
    pub(crate) fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// A sentence as numbers of features.
struct Numbered<'e> {
    /// Where the features of each word begin in `ids`; one more at the end.
    starts: Vec<u32>,
    ids: Vec<u32>,
    labels: &'e [u8],
}

/// The weights of a feature and the sums of their squared slopes, side by side in memory.
#[derive(Clone)]
struct Row {
    weights: [f32; ROW],
    squares: [f32; ROW],
}

struct Weights {
    rows: Vec<Row>,
    transitions: [[f32; LABELS]; LABELS + 1],
    transition_squares: [[f32; LABELS]; LABELS + 1],
}

/// Weights that are added up, to be divided.
struct Sums {
    rows: Vec<[f32; ROW]>,
    transitions: [[f32; LABELS]; LABELS + 1],
}

impl Sums {
    fn new(count: usize) -> Self {
        Self { rows: vec![[0.0; ROW]; count], transitions: [[0.0; LABELS]; LABELS + 1] }
    }

    fn add<'r>(&mut self, rows: impl Iterator<Item = &'r [f32; ROW]>, transitions: &[[f32; LABELS]; LABELS + 1]) {
        let own = self.rows.as_flattened_mut().iter_mut();
        for (sum, weight) in own.zip(rows.flatten()) {
            *sum += weight;
        }
        for (sum, weight) in self.transitions.as_flattened_mut().iter_mut().zip(transitions.as_flattened()) {
            *sum += weight;
        }
    }

    fn divide(&mut self, by: f32) {
        let transitions = self.transitions.as_flattened_mut().iter_mut();
        self.rows.as_flattened_mut().iter_mut().chain(transitions).for_each(|sum| *sum /= by);
    }
}

/// Learns a model from examples, each as often as its second part says.
pub(crate) fn learn(examples: &[(&Example, usize)], settings: &Settings) -> Model {
    let (keys, numbered) = number(examples, settings);
    let mut order: Vec<u32> = Vec::new();
    for (at, (_, times)) in examples.iter().enumerate() {
        order.extend(std::iter::repeat_n(at as u32, *times));
    }
    let mut all = Sums::new(keys.len());
    std::thread::scope(|scope| {
        let learnt: Vec<_> = (1..=settings.seeds)
            .map(|seed| {
                scope.spawn({
                    let (order, numbered, count) = (order.clone(), &numbered, keys.len());
                    move || rounds(numbered, order, (settings, seed), count)
                })
            })
            .collect();
        for one in learnt.into_iter().filter_map(|thread| thread.join().ok()) {
            all.add(one.rows.iter(), &one.transitions);
        }
    });
    all.divide(settings.seeds as f32 * settings.average as f32);
    quantise(&keys, &all, settings)
}

/// The rounds of one seed: the sums of the weights after the last ones.
fn rounds(numbered: &[Numbered], mut order: Vec<u32>, (settings, seed): (&Settings, u64), count: usize) -> Sums {
    let mut weights = Weights {
        rows: vec![Row { weights: [0.0; ROW], squares: [1e-2; ROW] }; count],
        transitions: [[0.0; LABELS]; LABELS + 1],
        transition_squares: [[1e-2; LABELS]; LABELS + 1],
    };
    let mut sums = Sums::new(count);
    let mut dice = Dice(seed);
    let mut chain = Chain::default();
    for epoch in 0..settings.epochs {
        dice.shuffle(&mut order);
        for &at in &order {
            chain.step(&numbered[at as usize], &mut weights, (settings, settings.rate_of(epoch)), &mut dice);
        }
        let is_averaged = epoch + settings.average >= settings.epochs;
        if is_averaged || epoch + 1 < settings.epochs {
            pay(&mut weights, settings.penalty * settings.rate_of(epoch) * order.len() as f32);
        }
        if is_averaged {
            sums.add(weights.rows.iter().map(|row| &row.weights), &weights.transitions);
        }
    }
    sums
}

/// The features of a word as the settings want them.
pub(crate) fn look(words: &mut [Word], at: usize, settings: &Settings, take: &mut impl FnMut(u32)) {
    if settings.is_blind {
        let own = std::mem::take(&mut words[at]);
        features(words, at, settings.groups, take);
        words[at] = own;
    } else {
        features(words, at, settings.groups, take);
    }
}

fn number<'e>(examples: &[(&'e Example, usize)], settings: &Settings) -> (Vec<u32>, Vec<Numbered<'e>>) {
    let mut counts: PlainMap<u32, u32> = HashMap::default();
    for (example, _) in examples {
        let mut words = example.sentence.words.clone();
        for at in 0..words.len() {
            look(&mut words, at, settings, &mut |key| *counts.entry(key).or_default() += 1);
        }
    }
    let mut keys: Vec<u32> =
        counts.into_iter().filter(|(_, count)| *count >= settings.least).map(|(key, _)| key).collect();
    keys.sort_unstable();
    let ids: PlainMap<u32, u32> = keys.iter().enumerate().map(|(id, &key)| (key, id as u32)).collect();
    let numbered = examples.iter().map(|(example, _)| {
        let mut words = example.sentence.words.clone();
        let mut sentence = Numbered { starts: vec![0], ids: Vec::new(), labels: &example.labels };
        for at in 0..words.len() {
            look(&mut words, at, settings, &mut |key| sentence.ids.extend(ids.get(&key)));
            sentence.starts.push(sentence.ids.len() as u32);
        }
        sentence
    });
    let numbered = numbered.collect();
    (keys, numbered)
}

/// The exponents of the transitions.
type Moves = [[f32; LABELS]; LABELS + 1];

/// The room for forward and backward sums, kept from sentence to sentence.
#[derive(Default)]
struct Chain {
    emissions: Vec<[f32; LABELS]>,
    forward: Vec<[f32; LABELS]>,
    backward: Vec<[f32; LABELS]>,
    used: Vec<bool>,
}

impl Chain {
    fn step(
        &mut self,
        sentence: &Numbered,
        weights: &mut Weights,
        (settings, rate): (&Settings, f32),
        dice: &mut Dice,
    ) {
        let count = sentence.labels.len();
        if count == 0 {
            return;
        }
        let keep = 1.0 / (1.0 - settings.dropout);
        self.used.clear();
        self.used.extend(sentence.ids.iter().map(|_| settings.dropout == 0.0 || dice.share() >= settings.dropout));
        self.emissions.clear();
        for at in 0..count {
            let mut sums = [0.0f32; ROW];
            for index in sentence.starts[at] as usize..sentence.starts[at + 1] as usize {
                if !self.used[index] {
                    continue;
                }
                let id = sentence.ids[index] as usize;
                for (sum, weight) in sums.iter_mut().zip(&weights.rows[id].weights) {
                    *sum += weight;
                }
            }
            let mut emission = [0.0; LABELS];
            let top = sums[..LABELS].iter().copied().fold(f32::MIN, f32::max);
            for label in 0..LABELS {
                emission[label] = ((sums[label] - top) * keep).exp();
            }
            self.emissions.push(emission);
        }
        let moves = exponents(weights);
        self.sums(&moves);
        self.update(sentence, weights, &moves, (rate, keep));
    }

    /// Forward and backward sums, scaled at each word.
    fn sums(&mut self, moves: &Moves) {
        let count = self.emissions.len();
        self.forward.clear();
        self.backward.clear();
        let mut row = [0.0; LABELS];
        for label in 0..LABELS {
            row[label] = moves[0][label] * self.emissions[0][label];
        }
        self.forward.push(normal(row));
        for at in 1..count {
            let before = self.forward[at - 1];
            let mut row = [0.0; LABELS];
            for label in 0..LABELS {
                for next in 0..LABELS {
                    row[next] += before[label] * moves[label + 1][next];
                }
            }
            for next in 0..LABELS {
                row[next] *= self.emissions[at][next];
            }
            self.forward.push(normal(row));
        }
        self.backward.resize(count, [1.0; LABELS]);
        for at in (0..count - 1).rev() {
            let mut ahead = self.backward[at + 1];
            for next in 0..LABELS {
                ahead[next] *= self.emissions[at + 1][next];
            }
            let mut row = [0.0; LABELS];
            for label in 0..LABELS {
                for next in 0..LABELS {
                    row[label] += ahead[next] * moves[label + 1][next];
                }
            }
            self.backward[at] = normal(row);
        }
    }

    fn update(&mut self, sentence: &Numbered, weights: &mut Weights, moves: &Moves, (rate, keep): (f32, f32)) {
        let mut pairs = [[0.0f32; LABELS]; LABELS + 1];
        for at in 0..sentence.labels.len() {
            let gold = usize::from(sentence.labels[at]);
            let mut shares = [0.0; LABELS];
            for label in 0..LABELS {
                shares[label] = self.forward[at][label] * self.backward[at][label];
            }
            let shares = normal(shares);
            if at > 0 {
                let mut ahead = [0.0; LABELS];
                for next in 0..LABELS {
                    ahead[next] = self.emissions[at][next] * self.backward[at][next];
                }
                let mut all = [[0.0f32; LABELS]; LABELS];
                let mut total = 0.0;
                for label in 0..LABELS {
                    for next in 0..LABELS {
                        all[label][next] = self.forward[at - 1][label] * moves[label + 1][next] * ahead[next];
                        total += all[label][next];
                    }
                }
                for label in 0..LABELS {
                    for next in 0..LABELS {
                        pairs[label + 1][next] += all[label][next] / total.max(1e-30);
                    }
                }
                pairs[usize::from(sentence.labels[at - 1]) + 1][gold] -= 1.0;
            } else {
                for label in 0..LABELS {
                    pairs[0][label] += shares[label];
                }
                pairs[0][gold] -= 1.0;
            }
            let mut slope = [0.0f32; ROW];
            slope[..LABELS].copy_from_slice(&shares);
            slope[gold] -= 1.0;
            if slope.iter().all(|part| part.abs() < 1e-3) {
                continue;
            }
            for part in &mut slope {
                *part *= keep;
            }
            for index in sentence.starts[at] as usize..sentence.starts[at + 1] as usize {
                if self.used[index] {
                    let id = sentence.ids[index] as usize;
                    let row = &mut weights.rows[id];
                    for label in 0..ROW {
                        row.squares[label] += slope[label] * slope[label];
                        row.weights[label] -= rate * slope[label] / row.squares[label].sqrt();
                    }
                }
            }
        }
        for label in 0..=LABELS {
            for next in 0..LABELS {
                let slope = pairs[label][next];
                weights.transition_squares[label][next] += slope * slope;
                weights.transitions[label][next] -= rate * slope / weights.transition_squares[label][next].sqrt();
            }
        }
    }
}

/// Pays the penalty for the sentences of a round, for all weights in a row: far fewer misses than at each sight.
fn pay(weights: &mut Weights, due: f32) {
    for row in &mut weights.rows {
        for (weight, square) in row.weights.iter_mut().zip(&row.squares) {
            let cut = due / square.sqrt();
            *weight = weight.signum() * (weight.abs() - cut).max(0.0);
        }
    }
}

fn exponents(weights: &Weights) -> Moves {
    let mut moves = weights.transitions;
    for (label, row) in moves.iter_mut().enumerate() {
        for (next, score) in row.iter_mut().enumerate() {
            let is_continuation = next > 0 && next % 2 == 0;
            let allowed = !is_continuation || label > 1 && (label - 2) / 2 == (next - 1) / 2;
            *score = if allowed { score.exp() } else { 0.0 };
        }
    }
    moves
}

fn normal(mut row: [f32; LABELS]) -> [f32; LABELS] {
    let total: f32 = row.iter().sum();
    for value in &mut row {
        *value /= total.max(1e-30);
    }
    row
}

/// Weights in steps of 1/127 of the largest that matters; those near 0 are left out.
fn quantise(keys: &[u32], weights: &Sums, settings: &Settings) -> Model {
    let mut sizes: Vec<f32> =
        weights.rows.iter().flatten().map(|weight| weight.abs()).filter(|size| *size > settings.prune).collect();
    sizes.sort_by(f32::total_cmp);
    let largest = sizes.get(sizes.len() * 999 / 1000).copied().unwrap_or(1.0);
    let scale = largest / 127.0;
    let mut parts =
        ModelParts { scale, transitions: weights.transitions.as_flattened().to_vec(), ..ModelParts::default() };
    for (&key, row) in keys.iter().zip(&weights.rows) {
        let step = |weight: f32| {
            if weight.abs() < settings.prune { 0 } else { (weight / scale).round().clamp(-127.0, 127.0) as i8 }
        };
        let row = row.map(step);
        if row.iter().any(|&weight| weight != 0) {
            parts.keys.push(key);
            parts.rows.push(row);
        }
    }
    Model::new(parts)
}
