//! One layer out of what rules, lists and the trained model find in a paragraph.
//!
//! Owns who gives way to whom: dates own their spans, the model's names are longer than those of lists, and a list
//! mends only what the model left out with some doubt or took for a single-word person. Finds nothing itself.

use std::collections::HashSet;
use std::ops::Range;

use super::crf::{Named, Reading};
use super::gazetteer::{GazetteerRecogniser, NationalityRecogniser, gazetteer};
use super::pattern::{PatternRecogniser, start_of};
use super::recogniser::{Context, Recogniser};
use super::title::TitleRecogniser;
use super::token::Tokens;
use super::{EntityId, Kind, Mention, event};
use crate::text::fold;

/// The words of a span with single blanks between them.
pub(super) fn written_name(span: &str) -> String {
    span.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names of an Arabic paragraph: those of the model and those of the lists and patterns, which may overlap no more
/// than their ranks allow; the surest first.
pub(super) fn names(tokens: &Tokens, read: &Reading, context: &Context) -> Vec<Mention> {
    let mut model: Vec<Mention> = read.names.iter().filter_map(|named| mention(tokens, named)).collect();
    let mut patterns = found_by(&PatternRecogniser, tokens, context);
    let mut listed = found_by(&GazetteerRecogniser, tokens, context);
    // Of a text in another language the model knows too little to doubt the lists.
    listed.retain(|hit| context.language != "ar" || is_likely(hit, tokens, &read.outside));
    listed.extend(found_by(&NationalityRecogniser, tokens, context));
    let titled = found_by(&TitleRecogniser, tokens, context);
    // وزارة الدفاع الأذربيجانية within a longer organisation of the model is a part of it.
    patterns.retain(|pattern| {
        let mut near = model[overlapping(&model, &pattern.bytes)].iter();
        !near.any(|other| other.kind() == Kind::Organization && is_within(&pattern.bytes, &other.bytes, true))
    });
    listed.retain(|hit| outlasts(hit, &model[overlapping(&model, &hit.bytes)], tokens));
    take_over(&listed, &mut model);
    let mut all = patterns;
    let places: Vec<Mention> = model.iter().chain(&listed).filter(|hit| hit.kind() == Kind::Place).cloned().collect();
    all.extend(headed(tokens, &places));
    all.append(&mut listed);
    all.append(&mut model);
    all.extend(titled);
    let mut events = event::find_events(tokens, &token_ranges(tokens, &all));
    events.append(&mut all);
    events
}

fn found_by(recogniser: &dyn Recogniser, tokens: &Tokens, context: &Context) -> Vec<Mention> {
    let mut found = Vec::new();
    recogniser.recognise(tokens, context, &mut found);
    found
}

/// A name of the model as a mention, with its own words as key; titles are no part of a person's name.
fn mention(tokens: &Tokens, named: &Named) -> Option<Mention> {
    let kind = named.kind.kind()?;
    let mut start = named.bytes.start;
    if kind == Kind::Person {
        let lists = gazetteer();
        let is_title =
            |at: &usize| tokens.folded(*at).starts_with("ال") && lists.word("title", tokens.folded(*at)).is_some();
        let titles = named.tokens.clone().take_while(is_title).count();
        if titles > 0 {
            start = tokens.get(named.tokens.start + titles).filter(|_| titles < named.tokens.len())?.start;
        }
    }
    let bytes = start..named.bytes.end;
    let source = tokens.source.get(bytes.clone())?;
    // روسيًا: an accusative with its alef is a common word or an adjective.
    if kind == Kind::Place && (source.ends_with("\u{64b}ا") || source.ends_with("ا\u{64b}")) {
        return None;
    }
    let name = written_name(source);
    let id = EntityId { kind, key: fold(&name) };
    Some(Mention { bytes, id, name, value: None })
}

/// Heads that make an organisation of the place behind them, folded: جامعة حلب, مصرف لبنان.
const HEADS: &[&str] =
    &["جامعه", "مصرف", "بنك", "تلفزيون", "اذاعه", "راديو", "بلديه", "بورصه", "نادي", "موسسه", "مجموعه"];

/// Makes organisations of places that stand right behind a head; names that the model has longer stay.
fn headed(tokens: &Tokens, places: &[Mention]) -> Vec<Mention> {
    let ranges = token_ranges(tokens, places);
    let starts: HashSet<usize> = places.iter().map(|hit| hit.bytes.start).collect();
    let head = |(range, kind): &(Range<usize>, Kind)| {
        let before = range.start.checked_sub(1).filter(|_| *kind == Kind::Place)?;
        // لجامعة في حلب has a preposition, and for a place with a particle the head is no head.
        let is_whole = tokens.get(range.start).is_some_and(|token| starts.contains(&token.start));
        let start = start_of(tokens, before, &mut |word| HEADS.contains(&word)).filter(|_| is_whole)?;
        let last = tokens.get(range.end.checked_sub(1)?)?;
        let name = written_name(tokens.source.get(start..last.end)?);
        let id = EntityId { kind: Kind::Organization, key: fold(&name) };
        Some(Mention { bytes: start..last.end, id, name, value: None })
    };
    ranges.iter().filter_map(head).collect()
}

/// How likely a word that is a name of a list may be no name by its sentence, so that it still counts as one.
const MOST_OUTSIDE: f32 = 0.8;

/// False for a name of one word that reads as a common word there: العمارة الصينية, في كل قطر, جدة الملك.
fn is_likely(hit: &Mention, tokens: &Tokens, outside: &[f32]) -> bool {
    let at = tokens_before(tokens, hit.bytes.start);
    let is_alone = tokens.get(at).is_some_and(|token| token.end >= hit.bytes.end);
    // Of words in other letters the model knows too little to doubt them.
    !is_alone || tokens.folded(at).is_ascii() || outside.get(at).is_none_or(|share| *share <= MOST_OUTSIDE)
}

/// Which of the names of the model, in their order and without overlap, overlap these bytes.
fn overlapping(model: &[Mention], bytes: &Range<usize>) -> Range<usize> {
    let first = model.partition_point(|other| other.bytes.end <= bytes.start);
    let count = model[first..].iter().take_while(|other| other.bytes.start < bytes.end).count();
    first..first + count
}

/// True when the name of a list stays beside, or instead of, what the model says there: the names that overlap it.
fn outlasts(hit: &Mention, model: &[Mention], tokens: &Tokens) -> bool {
    let words = |bytes: &Range<usize>| tokens.source[bytes.clone()].split_whitespace().count();
    model.iter().all(|other| {
        let is_longer = is_within(&other.bytes, &hit.bytes, true);
        let is_same = hit.bytes.end == other.bytes.end && words(&hit.bytes) == words(&other.bytes);
        // شركة جنوب أفريقية: without an article neither the head nor the adjective names anyone.
        let is_common = hit.kind() == Kind::Nationality
            && other.kind() == Kind::Organization
            && hit.bytes.end == other.bytes.end
            && !is_definite(&tokens.source[hit.bytes.clone()]);
        if is_common {
            return true;
        }
        match (is_longer, is_same) {
            (true, _) => words(&hit.bytes) > 1 && !is_cue(hit, other, tokens),
            // A name of one word that the model takes for a person may be a city that it does not know.
            (_, true) => hit.kind() == other.kind() || words(&hit.bytes) > 1 || other.kind() == Kind::Person,
            _ => false,
        }
    })
}

/// True when all that a listed place has more than the model's is the word for what it is: محافظة البصرة. The model has
/// learnt where that word belongs to the name.
fn is_cue(hit: &Mention, other: &Mention, tokens: &Tokens) -> bool {
    let before = tokens.source.get(hit.bytes.start..other.bytes.start).unwrap_or_default();
    hit.kind() == Kind::Place
        && other.kind() == Kind::Place
        && hit.bytes.end == other.bytes.end
        && gazetteer().word("place-cue", &fold(before.trim())).is_some()
}

/// Takes the model's names out that names of the lists stand for.
fn take_over(listed: &[Mention], model: &mut Vec<Mention>) {
    let mut stays = vec![true; model.len()];
    for hit in listed {
        for at in overlapping(model, &hit.bytes) {
            let other = &model[at].bytes;
            stays[at] &= other.end != hit.bytes.end && !is_within(other, &hit.bytes, false);
        }
    }
    let mut stays = stays.into_iter();
    model.retain(|_| stays.next().unwrap_or(true));
}

/// True when a word has the article.
fn is_definite(words: &str) -> bool {
    words.split_whitespace().any(|word| word.starts_with("ال"))
}

/// True when `inner` lies in `outer`; `strictly` when they are not the same.
fn is_within(inner: &Range<usize>, outer: &Range<usize>, strictly: bool) -> bool {
    outer.start <= inner.start && inner.end <= outer.end && !(strictly && inner == outer)
}

/// How many tokens end at this byte or before it.
fn tokens_before(tokens: &Tokens, byte: usize) -> usize {
    let (mut low, mut high) = (0, tokens.len());
    while low < high {
        let middle = low.midpoint(high);
        if tokens.get(middle).is_some_and(|token| token.end <= byte) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The tokens of each mention, in reading order.
fn token_ranges(tokens: &Tokens, mentions: &[Mention]) -> Vec<(Range<usize>, Kind)> {
    let mut ranges: Vec<_> = mentions
        .iter()
        .map(|hit| (tokens_before(tokens, hit.bytes.start)..tokens_before(tokens, hit.bytes.end), hit.kind()))
        .collect();
    ranges.sort_by_key(|(tokens, _)| (tokens.start, std::cmp::Reverse(tokens.end)));
    ranges
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::overlapping;
    use crate::entity::{EntityId, Kind, Mention};

    proptest! {
        #[test]
        fn what_overlaps_is_found_and_nothing_else(steps in proptest::collection::vec((0usize..3, 1usize..4), 0..12), start in 0usize..30, len in 1usize..9) {
            let mut end = 0;
            let mention = |&(gap, len): &(usize, usize)| {
                let bytes = end + gap..end + gap + len;
                end = bytes.end;
                let id = EntityId { kind: Kind::Place, key: String::new() };
                Mention { bytes, id, name: String::new(), value: None }
            };
            let model: Vec<Mention> = steps.iter().map(mention).collect();
            let bytes = start..start + len;
            let all = (0..model.len()).filter(|&at| model[at].bytes.start < bytes.end && bytes.start < model[at].bytes.end);
            prop_assert_eq!(overlapping(&model, &bytes).collect::<Vec<_>>(), all.collect::<Vec<_>>());
        }
    }
}
