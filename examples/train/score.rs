//! Counts strict spans: right are those with the same words and the same kind.

use khabar::entity::crf::{Decoder, LABELS, NameType, Scores, Sentence, Span, revote, spans};
use khabar::entity::{Context, Kind, recognise};

use crate::conll::{Example, Gold};

/// What a type counts as: person, place, organisation, nationality, other.
pub(crate) const KINDS: [&str; 5] = ["PER", "LOC", "ORG", "NORP", "MISC"];

fn kind_of(kind: NameType) -> usize {
    match kind {
        NameType::Person => 0,
        NameType::Country | NameType::Location | NameType::Facility => 1,
        NameType::Organization => 2,
        NameType::Nationality => 3,
        NameType::Other => 4,
    }
}

/// Right, found and expected spans of each kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    pub(crate) counts: [[usize; 3]; 5],
}

impl Score {
    pub(crate) fn add(&mut self, gold: &[Span], found: &[Span]) {
        for span in found {
            self.counts[kind_of(span.kind)][1] += 1;
        }
        for span in gold {
            self.counts[kind_of(span.kind)][2] += 1;
            let same = |other: &Span| {
                (other.start, other.end) == (span.start, span.end) && kind_of(other.kind) == kind_of(span.kind)
            };
            self.counts[kind_of(span.kind)][0] += usize::from(found.iter().any(same));
        }
    }

    /// F1 over some kinds, in per cent.
    pub(crate) fn f1(&self, kinds: &[usize]) -> f64 {
        let sum = |column: usize| kinds.iter().map(|&kind| self.counts[kind][column]).sum::<usize>() as f64;
        if sum(1) + sum(2) == 0.0 { 0.0 } else { 200.0 * sum(0) / (sum(1) + sum(2)) }
    }

    /// One line: the shipped kinds together, the study's four, then each.
    pub(crate) fn line(&self) -> String {
        let each: Vec<_> = (0..5).map(|kind| format!("{} {:.1}", KINDS[kind], self.f1(&[kind]))).collect();
        let ship = |column: usize| self.counts[..4].iter().map(|row| row[column]).sum::<usize>() as f64;
        format!(
            "shipped {:.1} (P {:.1} R {:.1})  PLO {:.1}  four {:.1}  | {}",
            self.f1(&[0, 1, 2, 3]),
            100.0 * ship(0) / ship(1).max(1.0),
            100.0 * ship(0) / ship(2).max(1.0),
            self.f1(&[0, 1, 2]),
            self.four(),
            each.join(" ")
        )
    }

    /// All kinds together; nationalities and others are one there, as in the coarse corpora.
    pub(crate) fn four(&self) -> f64 {
        self.f1(&[0, 1, 2, 3, 4])
    }
}

/// Labels by scores of the model, the second pass over windows of so many sentences; a weight of 0 leaves it out.
pub(crate) fn labels_of(
    decoder: &Decoder,
    sentences: &[&Sentence],
    mut scores: Vec<Scores>,
    (window, beta): (usize, f32),
) -> Vec<Vec<u8>> {
    let mut labels: Vec<Vec<u8>> = scores.iter().map(|scores| decoder.decode(scores)).collect();
    if beta > 0.0 {
        for start in (0..sentences.len()).step_by(window) {
            let end = (start + window).min(sentences.len());
            revote(decoder, &sentences[start..end], &mut scores[start..end], &mut labels[start..end], beta);
        }
    }
    labels
}

/// The score of a decoder on a corpus.
pub(crate) fn score(decoder: &Decoder, examples: &[Example], gold: &[Gold], window: usize, beta: f32) -> Score {
    let sentences: Vec<&Sentence> = examples.iter().map(|example| &example.sentence).collect();
    let scores = sentences.iter().map(|sentence| decoder.scores(sentence)).collect();
    count(examples, gold, &labels_of(decoder, &sentences, scores, (window, beta)))
}

/// Counts what labels say of a corpus.
pub(crate) fn count(examples: &[Example], gold: &[Gold], labels: &[Vec<u8>]) -> Score {
    let mut score = Score::default();
    for ((example, gold), found) in examples.iter().zip(gold).zip(labels) {
        let expected: Vec<u8> = gold.words.iter().map(|(_, label)| *label).collect();
        score.add(&spans(&expected), &spans_of_words(example, found));
    }
    score
}

/// The spans of the corpus's own words: one that begins or ends within a word covers it.
pub(crate) fn spans_of_words(example: &Example, labels: &[u8]) -> Vec<Span> {
    let word_of = |at: usize| example.firsts.partition_point(|&first| first <= at).saturating_sub(1);
    let mut all: Vec<Span> = Vec::new();
    for span in spans(labels) {
        let (start, end) = (word_of(span.start), word_of(span.end - 1) + 1);
        if all.last().is_none_or(|last| last.end <= start) {
            all.push(Span { start, end, kind: span.kind });
        }
    }
    debug_assert!(labels.iter().all(|&label| usize::from(label) < LABELS));
    all
}

/// The score of the whole recogniser, rules and all, with the shipped model: windows of sentences stand for articles.
pub(crate) fn score_all(examples: &[Example], gold: &[Gold], (window, shows): (usize, bool)) -> Score {
    let context = Context { language: "ar", anchor: None };
    let mut score = Score::default();
    for gold in gold.chunks(window) {
        let texts: Vec<&str> = gold.iter().map(|gold| gold.text.as_str()).collect();
        for (gold, mentions) in gold.iter().zip(recognise(&texts, &context)) {
            let word_before = |byte: usize| gold.words.partition_point(|(start, _)| *start < byte);
            let found = mentions.iter().filter_map(|mention| {
                let kind = match mention.kind() {
                    Kind::Person => NameType::Person,
                    Kind::Place => NameType::Location,
                    Kind::Organization => NameType::Organization,
                    Kind::Nationality => NameType::Nationality,
                    _ => return None,
                };
                let (start, end) =
                    (word_before(mention.bytes.start + 1).saturating_sub(1), word_before(mention.bytes.end));
                Some(Span { start, end, kind })
            });
            let expected: Vec<u8> = gold.words.iter().map(|(_, label)| *label).collect();
            let (expected, found) = (spans(&expected), found.collect::<Vec<_>>());
            if shows {
                show(gold, &expected, &found);
            }
            score.add(&expected, &found);
        }
    }
    debug_assert_eq!(examples.len(), gold.len());
    score
}

/// Prints the spans of a sentence that are missed (-) and wrong (+).
fn show(gold: &Gold, expected: &[Span], found: &[Span]) {
    let key = |span: &Span| (span.start, span.end, kind_of(span.kind));
    let words: Vec<&str> = gold.text.split(' ').collect();
    for (mark, list, other) in [('-', expected, found), ('+', found, expected)] {
        for span in list.iter().filter(|span| !other.iter().any(|other| key(other) == key(span))) {
            let around = &words[span.start.saturating_sub(3)..(span.end + 3).min(words.len())];
            let name = words.get(span.start..span.end).unwrap_or(&[]).join(" ");
            println!("{mark} {} [{name}] {}", KINDS[kind_of(span.kind)], around.join(" "));
        }
    }
}
