//! A hundred sentences with their names, written and annotated before the recogniser had read them.

use std::collections::HashSet;

use khabar::entity::{Context, Kind, recognise};

const SENTENCES: &str = include_str!("fixtures/entities/sentences.txt");

/// A span of a sentence: its bytes and what it names.
type Span = (usize, usize, Kind);

/// The kinds that the sentences are annotated with.
const KINDS: [(char, Kind); 5] =
    [('P', Kind::Person), ('L', Kind::Place), ('O', Kind::Organization), ('N', Kind::Nationality), ('E', Kind::Event)];

/// The text of a line, and the spans that its brackets mark.
fn annotated(line: &str) -> (String, HashSet<Span>) {
    let (mut text, mut spans) = (String::new(), HashSet::new());
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once('[') {
        text += before;
        let (inner, behind) = behind.split_once(']').expect("every bracket is closed");
        let (letter, name) = inner.split_once(' ').expect("a kind and a name");
        let kind = KINDS.iter().find(|(known, _)| letter == known.to_string()).expect("a kind that is known").1;
        spans.insert((text.len(), text.len() + name.len(), kind));
        text += name;
        rest = behind;
    }
    text += rest;
    (text, spans)
}

#[test]
fn names_of_a_hundred_sentences() {
    let context = Context { language: "ar", anchor: None };
    let mut counts = vec![[0usize; 3]; KINDS.len() + 1];
    let mut misses = Vec::new();
    for line in SENTENCES.lines().filter(|line| !line.starts_with('#')) {
        let (text, expected) = annotated(line);
        let mentions = recognise(&[&text], &context).remove(0);
        let found: HashSet<Span> = mentions
            .iter()
            .filter(|mention| KINDS.iter().any(|(_, kind)| *kind == mention.kind()))
            .map(|mention| (mention.bytes.start, mention.bytes.end, mention.kind()))
            .collect();
        for (row, (_, kind)) in KINDS.iter().enumerate() {
            let of_kind = |spans: &HashSet<Span>| spans.iter().filter(|span| span.2 == *kind).count();
            let right = expected.intersection(&found).filter(|span| span.2 == *kind).count();
            for (column, count) in [right, of_kind(&found), of_kind(&expected)].into_iter().enumerate() {
                counts[row][column] += count;
                counts[KINDS.len()][column] += count;
            }
        }
        let shown = |spans: Vec<&Span>| {
            spans
                .iter()
                .map(|span| format!("{}={}", span.2.name(), &text[span.0..span.1]))
                .collect::<Vec<_>>()
                .join(", ")
        };
        if expected != found {
            let (missed, wrong) = (expected.difference(&found).collect(), found.difference(&expected).collect());
            misses.push(format!("{text}\n  missed: {}\n  wrong: {}", shown(missed), shown(wrong)));
        }
    }
    let f1 = |[right, found, expected]: [usize; 3]| 200.0 * right as f64 / (found + expected).max(1) as f64;
    let mut report = misses.join("\n");
    for (row, counts) in counts.iter().enumerate() {
        let name = KINDS.get(row).map_or("all", |(_, kind)| kind.name());
        report += &format!("\n{name}: F1 {:.1} of right, found, expected {counts:?}", f1(*counts));
    }
    assert!(f1(counts[KINDS.len()]) >= FLOOR, "{report}");
}

/// A little below what is reached.
const FLOOR: f64 = 86.0;
