//! Chooses on the development files how willingly a trained model names things: a score for no name and for each kind.
//!
//! The likelihood of the training text, one news agency and one encyclopedia, does not say where the balance of
//! missed and wrong names lies with the vote of an article. Owns the few values that are tried, and their order.

use khabar::entity::crf::{BETA, Decoder, Groups, LABELS, Model, Scores, Sentence};

use crate::conll::{Example, Gold};
use crate::score;

/// A development file: its name, as the model sees it, and what is right.
pub(crate) type Set<'c> = (&'static str, &'c [Example], &'c [Gold]);

/// What gets a score of its own: its name in the header and the labels that it is added to.
const CHOICES: [(&str, &[usize]); 4] =
    [("none", &[0]), ("person", &[1, 2]), ("organisation", &[3, 4]), ("place", &[5, 6, 7, 8, 9, 10])];

/// What is tried for no name, then for each kind beside it; the first of equal ones stays.
const STEPS: [&[f32]; 2] = [&[0.0, 0.2, -0.2, 0.4, -0.4, 0.6, 0.8, 1.0], &[0.0, 0.2, -0.2, 0.4, -0.4]];

/// The model with the scores that give the highest mean F1, and a line of its header that says which.
pub(crate) fn choose(model: &Model, groups: Groups, sets: &[Set; 3], window: usize) -> (Model, String) {
    let decoder = Decoder::new(model, groups);
    let scores: Vec<Vec<Scores>> = sets
        .iter()
        .map(|(_, examples, _)| examples.iter().map(|example| decoder.scores(&example.sentence)).collect())
        .collect();
    let mean = |biases: &[f32; CHOICES.len()]| {
        let model = with(model, biases);
        let decoder = Decoder::new(&model, groups);
        let each = sets.iter().zip(&scores).map(|((_, examples, gold), scores)| {
            let sentences: Vec<&Sentence> = examples.iter().map(|example| &example.sentence).collect();
            let labels = score::labels_of(&decoder, &sentences, scores.clone(), (window, BETA));
            score::count(examples, gold, &labels).f1(&[0, 1, 2])
        });
        each.sum::<f64>() / sets.len() as f64
    };
    let mut best = [0.0; CHOICES.len()];
    let mut best_mean = mean(&best);
    println!("choosing: all 0: mean F1 {best_mean:.2}");
    for choice in 0..CHOICES.len() {
        let start = best;
        for &step in STEPS[choice.min(1)].iter().skip(1) {
            let mut tried = start;
            tried[choice] += step;
            let mean = mean(&tried);
            if mean > best_mean + 1e-9 {
                (best, best_mean) = (tried, mean);
            }
        }
        println!("choosing: {} {:+.1}: mean F1 {best_mean:.2}", CHOICES[choice].0, best[choice]);
    }
    let said: Vec<String> = CHOICES.iter().zip(best).map(|((name, _), bias)| format!("{name} {bias:+.1}")).collect();
    let line = format!("chosen for the mean dev F1, added to the scores of labels: {}\n", said.join(", "));
    (with(model, &best), line)
}

/// The model with scores added to labels wherever they stand.
pub(crate) fn with(model: &Model, biases: &[f32; CHOICES.len()]) -> Model {
    let mut parts = model.parts().clone();
    for ((_, labels), bias) in CHOICES.iter().zip(biases) {
        for row in parts.transitions.chunks_exact_mut(LABELS) {
            labels.iter().for_each(|&label| row[label] += bias);
        }
    }
    Model::new(parts)
}
