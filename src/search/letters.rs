//! The letters of one folded field that one word of a query finds: together if it can be, scattered if it must.
//!
//! Owns the choice of the place that is marked; which fields are marked is for `mark.rs` to say.

use std::ops::Range;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// The letters of a word that stand together somewhere: more than any scattered match can score.
const CONTIGUOUS: i64 = 10_000;
/// At the head of a word.
const AT_HEAD: i64 = 5_000;
/// Behind nothing but particles or the article: `رئيس` in `والرئيس`.
const BEHIND_PARTICLES: i64 = 4_000;
/// Up to the end of a word.
const AT_END: i64 = 1_000;

/// A whole word.
const BEST: i64 = CONTIGUOUS + AT_HEAD + AT_END;
/// Words of so many bytes or fewer are taken at the first word head: two letters of Arabic or Hebrew.
const SHORT: usize = 4;

/// The best place where `word` stands contiguously: its score and its folded bytes.
pub(super) fn contiguous(field: &str, word: &str) -> Option<(i64, Range<usize>)> {
    let mut best: Option<(i64, Range<usize>)> = None;
    for (start, _) in field.match_indices(word) {
        let end = start + word.len();
        let score = CONTIGUOUS + head_score(&field[..start]) + end_score(&field[end..]);
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, start..end));
        }
        // One or two letters stand nearly everywhere: the first word head is as good as any.
        let is_good = if word.len() <= SHORT { score >= CONTIGUOUS + AT_HEAD } else { score == BEST };
        if is_good {
            break;
        }
    }
    best
}

fn head_score(before: &str) -> i64 {
    /// The most letters that particles and the article make together: وال, بال.
    const LONGEST: usize = 3;
    let head = before.char_indices().rev().take(LONGEST + 1).take_while(|(_, letter)| letter.is_alphanumeric()).last();
    let Some((start, _)) = head else { return AT_HEAD };
    match &before[start..] {
        "ال" | "و" | "ف" | "ب" | "ك" | "ل" | "لل" | "وال" | "فال" | "بال" | "كال" | "ولل" | "وب" | "ول" => {
            BEHIND_PARTICLES
        }
        _ => 0,
    }
}

fn end_score(after: &str) -> i64 {
    if after.chars().next().is_none_or(|letter| !letter.is_alphanumeric()) { AT_END } else { 0 }
}

/// The letters of `word` in their order, each at the first place behind the one before; `None` when one is missing.
pub(super) fn scattered(field: &str, word: &str) -> Option<Vec<Range<usize>>> {
    let mut places: Vec<Range<usize>> = Vec::with_capacity(word.len());
    let mut from = 0;
    for letter in word.chars() {
        let start = from + field[from..].find(letter)?;
        from = start + letter.len_utf8();
        match places.last_mut() {
            Some(last) if last.end == start => last.end = from,
            _ => places.push(start..from),
        }
    }
    Some(places)
}

/// The places of the best scattered match by fuzzy-matcher.
pub(super) fn fuzzy(matcher: &SkimMatcherV2, field: &str, word: &str) -> Option<Vec<Range<usize>>> {
    let (_, letters) = matcher.fuzzy_indices(field, word)?;
    let mut letters = letters.into_iter().peekable();
    let mut places: Vec<Range<usize>> = Vec::new();
    for (index, (start, letter)) in field.char_indices().enumerate() {
        if letters.next_if_eq(&index).is_some() {
            let end = start + letter.len_utf8();
            match places.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => places.push(start..end),
            }
        }
    }
    Some(places)
}
