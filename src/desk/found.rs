//! Where a query stands in a text: in the article being read, in a title, in a few words of the body.
//!
//! Owns the joining of what each part of a query finds; how one part finds is `query/`. Pure.

use std::ops::Range;

use crate::query::{Holds, Query, Scope, TextMatch};
use crate::search::Found;

/// So much of an article is searched, in bytes: some hundred pages.
const MOST_BYTES: usize = 1 << 19;
/// A word of the title says more of what an article is about than any in the body.
const TITLE_WEIGHT: usize = 4;

/// Every place of a query in the paragraphs of an article, in reading order and without overlap.
pub fn found_in(query: &Query, paragraphs: &[String]) -> Vec<Found> {
    let wanted: Vec<&TextMatch> = query.wanted().into_iter().filter(|part| part.scope != Scope::Title).collect();
    let mut found = Vec::new();
    if wanted.is_empty() {
        return found;
    }
    let mut bytes = 0;
    for (paragraph, text) in paragraphs.iter().enumerate() {
        bytes += text.len();
        if bytes > MOST_BYTES {
            break;
        }
        found.extend(marks_of(&wanted, text).into_iter().map(|bytes| Found { paragraph, bytes }));
    }
    found
}

/// Every place of a query in a title.
pub(super) fn found_in_title(query: &Query, title: &str) -> Vec<Range<usize>> {
    let wanted: Vec<&TextMatch> = query.wanted().into_iter().filter(|part| part.scope != Scope::Body).collect();
    marks_of(&wanted, title)
}

/// How well an article holds what a query asks for: a title counts more than a body, the exact form more than another.
pub(super) fn score(query: &Query, title: &str, paragraphs: &[String]) -> usize {
    let weight = |holds: Holds| match holds {
        Holds::No => 0,
        Holds::Stem => 1,
        Holds::Folded => 2,
        Holds::Exact => 3,
    };
    let of_part = |part: &TextMatch| {
        let in_title = if part.scope == Scope::Body { 0 } else { weight(part.holds(title)) };
        let in_body = |text: &String| weight(part.holds(text));
        let in_body = if part.scope == Scope::Title { 0 } else { paragraphs.iter().map(in_body).max().unwrap_or(0) };
        TITLE_WEIGHT * in_title + in_body
    };
    query.wanted().into_iter().map(of_part).sum()
}

fn marks_of(wanted: &[&TextMatch], text: &str) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = wanted.iter().flat_map(|part| part.marks(text)).collect();
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    for mark in marks {
        match joined.last_mut() {
            Some(last) if mark.start < last.end => last.end = last.end.max(mark.end),
            _ => joined.push(mark),
        }
    }
    joined
}
