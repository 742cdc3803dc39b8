//! From labels to mentions: spans of words, particles trimmed off, joined names split.
//!
//! Owns what the model's answer means for a reader; overlaps with other finds are settled in `entity/recognise.rs`.

use super::label::{NameType, is_continuation, type_of};

/// Words of a sentence that name one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first word.
    pub start: usize,
    /// The word after the last.
    pub end: usize,
    /// What they name.
    pub kind: NameType,
}

/// The spans of a sequence of labels; an I of another type than what stands before it begins a span.
pub fn spans(labels: &[u8]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (at, &label) in labels.iter().enumerate() {
        let Some(kind) = type_of(usize::from(label)) else { continue };
        match spans.last_mut() {
            Some(last) if is_continuation(usize::from(label)) && last.end == at && last.kind == kind => last.end += 1,
            _ => spans.push(Span { start: at, end: at + 1, kind }),
        }
    }
    spans
}
