//! From labels to names: spans of words, joined names split, particles trimmed off.
//!
//! Owns what the model's answer means for a reader; overlaps with other finds are settled in `entity/join.rs`.

use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::ops::Range;

use super::SIDES;
use super::label::{NameType, is_continuation, type_of};
use super::memo::Memo;
use super::shipped::{reader, shipped};
use super::table::LetterHash;
use super::vote::{BETA, Spread, Votes, vote};
use super::word::{Sentence, Word, bounds};
use crate::entity::token::Tokens;

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

/// A name that the model found in a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::entity) struct Named {
    /// Source bytes, particles left out.
    pub(in crate::entity) bytes: Range<usize>,
    /// The tokens that it stands in.
    pub(in crate::entity) tokens: Range<usize>,
    pub(in crate::entity) kind: NameType,
}

/// What the model makes of a paragraph.
#[derive(Clone, Debug, Default)]
pub(in crate::entity) struct Reading {
    /// The names, in reading order and without overlap.
    pub(in crate::entity) names: Vec<Named>,
    /// How likely each token stands in no name, by its own sentence alone.
    pub(in crate::entity) outside: Vec<f32>,
}

/// The most sentences that vote together.
const WINDOW: usize = 50;

/// So many forms the memo of a thread holds, as a power of two: some three megabytes, once they have all been there.
const MEMO_BITS: u32 = 13;
/// The same of a thread that looks through many articles while nobody waits; more does not stay near the processor.
const LARGE_MEMO_BITS: u32 = 15;

thread_local! {
    /// The memo of the shipped decoder.
    static MEMO: RefCell<Option<Memo>> = const { RefCell::new(None) };
}

/// Lets this thread remember four times as many words: it looks through many articles, and memory counts less than time.
pub fn expect_many() {
    MEMO.with_borrow_mut(|memo| *memo = Some(Memo::new(LARGE_MEMO_BITS)));
}

/// Stems that an article holds, to tell whether a first letter is a particle.
type Stems = HashSet<u64, BuildHasherDefault<Spread>>;

/// A span of tokens on its way to a name: whether its first letter is a particle is known when all have been read.
struct Draft {
    paragraph: usize,
    tokens: Range<usize>,
    kind: NameType,
    /// The particles that the stem of the first word says.
    skipped: usize,
    /// True when these are all, for the first word is known.
    is_sure: bool,
}

/// Finds the names in the paragraphs of one article.
///
/// The words of no more than [`WINDOW`] sentences are held at a time, so that a long text takes little more memory than
/// its names.
pub(in crate::entity) fn find(paragraphs: &[Tokens]) -> Vec<Reading> {
    let in_paragraph = |(at, tokens)| bounds(tokens).into_iter().map(move |range| (at, range));
    let places: Vec<(usize, Range<usize>)> = paragraphs.iter().enumerate().flat_map(in_paragraph).collect();
    // A text of many articles, or a book, uses one word for two things sooner than an article does.
    let window = places.len().div_ceil(places.len().div_ceil(WINDOW).max(1)).max(1);
    let (mut stems, mut drafts) = (Stems::default(), Vec::new());
    let mut found: Vec<Reading> = Vec::new();
    found.resize_with(paragraphs.len(), Reading::default);
    for part in places.chunks(window) {
        let Labelled { sentences, labels, shares } = labelled(paragraphs, part);
        for (((sentence, labels), shares), (paragraph, range)) in sentences.iter().zip(&labels).zip(&shares).zip(part) {
            let named = sentence.words.iter().zip(labels).filter(|(_, label)| **label != 0);
            stems.extend(named.map(|(word, _)| word.stem));
            let (paragraph, first) = (*paragraph, range.start);
            let reader = SpanReader { tokens: &paragraphs[paragraph], words: &sentence.words, paragraph, first };
            spans(labels).into_iter().for_each(|span| reader.add(span, &mut drafts));
            found[paragraph].outside.extend(shares.iter().map(|share| share[0]));
        }
    }
    for draft in &drafts {
        found[draft.paragraph].names.extend(draft.name(&paragraphs[draft.paragraph], &stems));
    }
    found
}

/// Sentences that vote together: their words, the labels of these, and how likely each side was before the vote.
struct Labelled {
    sentences: Vec<Sentence>,
    labels: Vec<Vec<u8>>,
    shares: Vec<Vec<[f32; SIDES]>>,
}

/// Reads sentences that vote together, by paragraph and tokens.
fn labelled(paragraphs: &[Tokens], part: &[(usize, Range<usize>)]) -> Labelled {
    let (mut sentences, mut scores) = (Vec::with_capacity(part.len()), Vec::with_capacity(part.len()));
    MEMO.with_borrow_mut(|memo| {
        let memo = memo.get_or_insert_with(|| Memo::new(MEMO_BITS));
        for (paragraph, range) in part {
            let (sentence, own) = reader().read(memo, &paragraphs[*paragraph], range.clone());
            sentences.push(sentence);
            scores.push(own);
        }
    });
    let (decoder, _) = shipped();
    let Votes { shares, .. } = vote(decoder, &sentences.iter().collect::<Vec<_>>(), &mut scores, BETA);
    let labels = decoder.decode_all(&scores);
    Labelled { sentences, labels, shares }
}

impl Draft {
    fn name(&self, tokens: &Tokens, stems: &Stems) -> Option<Named> {
        let (head, last) = (tokens.get(self.tokens.start)?, tokens.get(self.tokens.end.checked_sub(1)?)?);
        let start = match self.particles(tokens.folded(self.tokens.start), stems) {
            0 => head.start,
            letters => tokens.byte_after(self.tokens.start, letters).unwrap_or(head.start),
        };
        Some(Named { bytes: start..last.end, tokens: self.tokens.clone(), kind: self.kind })
    }

    /// How many letters of the first word are particles: by its stem, or because what is left is a name of the article.
    fn particles(&self, folded: &str, stems: &Stems) -> usize {
        if self.is_sure {
            return self.skipped;
        }
        let mut rest = folded.chars();
        let is_particle = rest.next().is_some_and(|letter| "وفبكل".contains(letter));
        let is_name = is_particle && rest.clone().nth(2).is_some() && stems.contains(&LetterHash::of(rest));
        usize::from(is_name)
    }
}

/// Reads the spans of one sentence, whose words are the tokens from `first` on.
struct SpanReader<'a, 't> {
    tokens: &'a Tokens<'t>,
    words: &'a [Word],
    paragraph: usize,
    first: usize,
}

impl SpanReader<'_, '_> {
    /// Adds a span, without signs at its ends; of persons joined by و each is one.
    fn add(&self, mut span: Span, list: &mut Vec<Draft>) {
        let is_sign = |at: usize| self.words.get(at).is_some_and(Word::is_sign);
        while span.start < span.end && is_sign(span.start) {
            span.start += 1;
        }
        while span.start < span.end && is_sign(span.end - 1) && !self.closes(span) {
            span.end -= 1;
        }
        self.close(&mut span);
        if span.start >= span.end {
            return;
        }
        let mut start = span.start;
        if span.kind == NameType::Person {
            for at in span.start + 1..span.end {
                if self.words[at].particles() & 1 == 1 && self.folded(at).starts_with('و') {
                    self.push(Span { start, end: at, ..span }, list);
                    start = at;
                }
            }
        }
        self.push(Span { start, ..span }, list);
    }

    /// Mends a span that goes into quotes or brackets and ends with them: شركة «نفط» leaves what stands in them, of
    /// other kinds the closing sign is taken in.
    fn close(&self, span: &mut Span) {
        let closing = |at: usize| match self.folded(at) {
            "(" => Some(")"),
            "\"" => Some("\""),
            _ => None,
        };
        let mut open = None;
        for at in span.start..span.end {
            open = match open {
                Some((_, sign)) if self.folded(at) == sign => None,
                None => closing(at).map(|sign| (at, sign)),
                open => open,
            };
        }
        match open {
            Some((at, sign)) if span.end < self.words.len() && self.folded(span.end) == sign => {
                if span.kind == NameType::Organization { span.start = at + 1 } else { span.end += 1 }
            }
            _ => {}
        }
    }

    /// True when the sign at the end of a span closes a bracket that is opened within it.
    fn closes(&self, span: Span) -> bool {
        self.folded(span.end - 1) == ")" && (span.start..span.end).any(|at| self.folded(at) == "(")
    }

    fn folded(&self, at: usize) -> &str {
        self.tokens.folded(self.first + at)
    }

    fn push(&self, span: Span, list: &mut Vec<Draft>) {
        let (tokens, word) = (self.first + span.start..self.first + span.end, &self.words[span.start]);
        let is_sure = word.skipped > 0 || word.is_known();
        list.push(Draft { paragraph: self.paragraph, tokens, kind: span.kind, skipped: word.skipped, is_sure });
    }
}

#[cfg(test)]
mod tests {
    use super::{NameType, Span, SpanReader, Stems};
    use crate::entity::crf::{Lexicon, cut};
    use crate::entity::token::Tokens;

    fn named(text: &str, span: Span) -> Vec<&str> {
        let tokens = Tokens::new(text);
        let cut = cut(text, &Lexicon::default());
        let stems = Stems::default();
        let mut list = Vec::new();
        SpanReader { tokens: &tokens, words: &cut[0].words, paragraph: 0, first: 0 }.add(span, &mut list);
        list.iter().filter_map(|draft| draft.name(&tokens, &stems)).map(|named| &text[named.bytes]).collect()
    }

    #[test]
    fn a_span_that_enters_quotes_keeps_them_whole() {
        let span = |start, end, kind| Span { start, end, kind };
        let text = "مدير جمعية « الرسم الحديث » أمس";
        assert_eq!(named(text, span(1, 5, NameType::Organization)), ["الرسم الحديث"]);
        assert_eq!(named(text, span(1, 5, NameType::Location)), ["جمعية « الرسم الحديث »"]);
        assert_eq!(named(text, span(3, 5, NameType::Organization)), ["الرسم الحديث"]);
        // Where they go on behind the span nothing is known of them.
        assert_eq!(named(text, span(1, 4, NameType::Organization)), ["جمعية « الرسم"]);
        assert_eq!(named("شركة نفط (أرامكو) في جدة", span(0, 4, NameType::Location)), ["شركة نفط (أرامكو)"]);
    }
}
