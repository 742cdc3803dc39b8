//! Words as points: skip-gram with negative samples (Mikolov et al. 2013), then k-means over the points.

use crate::learn::Dice;
use crate::plain::{END, Plain};

/// The length of a point.
pub(crate) const SIZE: usize = 64;

type Point = [f32; SIZE];

/// How far to either side a word looks at most.
const REACH: usize = 5;

/// How many words that are not there are drawn for each that is.
const NEGATIVES: usize = 5;

/// A point for each word.
pub(crate) fn skip_gram(plain: &Plain, epochs: usize, seed: u64) -> Vec<Point> {
    let words = plain.stems.len();
    let mut dice = Dice(seed);
    let mut points: Vec<Point> =
        (0..words).map(|_| std::array::from_fn(|_| (dice.share() - 0.5) / SIZE as f32)).collect();
    let mut contexts: Vec<Point> = vec![[0.0; SIZE]; words];
    let drawn = drawing_table(plain);
    let total: f64 = plain.counts.iter().map(|&count| f64::from(count)).sum();
    let keep: Vec<f32> = plain
        .counts
        .iter()
        .map(|&count| {
            let share = f64::from(count.max(1)) / total;
            ((1e-4 / share).sqrt() + 1e-4 / share) as f32
        })
        .collect();
    let length = plain.numbers.len() * epochs;
    let mut seen = 0;
    let mut sentence: Vec<u32> = Vec::new();
    for _ in 0..epochs {
        for part in plain.numbers.split(|&number| number == END) {
            seen += part.len() + 1;
            let rate = 0.05 * (1.0 - seen as f32 / (length + 1) as f32).max(0.01);
            sentence.clear();
            sentence.extend(part.iter().filter(|&&word| dice.share() < keep[word as usize]));
            for at in 0..sentence.len() {
                let reach = 1 + dice.below(REACH);
                for beside in at.saturating_sub(reach)..(at + reach + 1).min(sentence.len()) {
                    if beside != at {
                        pull(
                            &mut points[sentence[beside] as usize],
                            &mut contexts,
                            (sentence[at] as usize, rate),
                            (&drawn, &mut dice),
                        );
                    }
                }
            }
        }
    }
    points
}

/// Moves a point towards the context that it stands in and away from some that it does not.
fn pull(point: &mut Point, contexts: &mut [Point], (word, rate): (usize, f32), (drawn, dice): (&[u32], &mut Dice)) {
    let mut change = [0.0f32; SIZE];
    for sample in 0..=NEGATIVES {
        let (target, wanted) = match sample {
            0 => (word, 1.0),
            _ => (drawn[dice.below(drawn.len())] as usize, 0.0),
        };
        if sample > 0 && target == word {
            continue;
        }
        let context = &mut contexts[target];
        let mut lanes = [0.0f32; 8];
        for (a, b) in point.chunks_exact(8).zip(context.chunks_exact(8)) {
            for lane in 0..8 {
                lanes[lane] += a[lane] * b[lane];
            }
        }
        let dot: f32 = lanes.iter().sum();
        let slope = rate * (wanted - 1.0 / (1.0 + (-dot).exp()));
        for at in 0..SIZE {
            change[at] += slope * context[at];
            context[at] += slope * point[at];
        }
    }
    for at in 0..SIZE {
        point[at] += change[at];
    }
}

/// Words, each as often as the ¾ power of its count.
fn drawing_table(plain: &Plain) -> Vec<u32> {
    let mut table = Vec::new();
    for (word, &count) in plain.counts.iter().enumerate().skip(1) {
        let times = (f64::from(count).powf(0.75) / 3.0).ceil() as usize;
        table.extend(std::iter::repeat_n(word as u32, times));
    }
    table
}

/// The number, from 1, of the cluster of each point: k-means over directions.
pub(crate) fn k_means(points: &[Point], clusters: usize, rounds: usize, seed: u64) -> Vec<u16> {
    let normal = |point: &Point| {
        let length = point.iter().map(|part| part * part).sum::<f32>().sqrt().max(1e-9);
        point.map(|part| part / length)
    };
    let points: Vec<Point> = points.iter().map(normal).collect();
    let mut dice = Dice(seed);
    // The frequent words come first: centres start among them.
    let pool = (clusters * 12).min(points.len() - 1);
    let mut starts: Vec<usize> = (1..=pool).collect();
    dice.shuffle(&mut starts);
    let mut centres: Vec<Point> = starts.iter().cycle().take(clusters).map(|&at| points[at]).collect();
    let mut given = vec![0u16; points.len()];
    for _ in 0..rounds {
        let mut sums = vec![[0.0f32; SIZE]; clusters];
        for (point, own) in points.iter().zip(&mut given) {
            let (mut best, mut best_dot) = (0, f32::MIN);
            for (number, centre) in centres.iter().enumerate() {
                let mut lanes = [0.0f32; 8];
                for (a, b) in point.chunks_exact(8).zip(centre.chunks_exact(8)) {
                    for lane in 0..8 {
                        lanes[lane] += a[lane] * b[lane];
                    }
                }
                let dot: f32 = lanes.iter().sum();
                if dot > best_dot {
                    (best, best_dot) = (number, dot);
                }
            }
            *own = best as u16 + 1;
            for (sum, part) in sums[best].iter_mut().zip(point) {
                *sum += part;
            }
        }
        for (centre, sum) in centres.iter_mut().zip(&sums) {
            if sum.iter().any(|&part| part != 0.0) {
                *centre = normal(sum);
            }
        }
    }
    given
}
