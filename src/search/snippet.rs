//! The passage of an article that best shows what a query found in it.
//!
//! Owns the choice of the passage and where it is cut; what a query finds is `query/`.

use std::ops::Range;

use super::mark::merged;
use crate::query::{Query, Scope, TextMatch};
use crate::text::segment::graphemes;

/// A passage with what was found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The passage in the article's own letters; `…` stands where it was cut.
    pub text: String,
    /// The bytes of `text` that were found: in order, on grapheme boundaries.
    pub marks: Vec<Range<usize>>,
    /// The index of the paragraph that it comes from.
    pub paragraph: usize,
}

/// Letters of the narrowest passage; less shows nothing.
const NARROWEST: usize = 12;
/// Places looked at in one paragraph: where a word stands everywhere, the first ones are as good as any.
const MOST_PLACES: usize = 64;
/// Stands for what was cut off, with its blank: two letters.
const CUT_BEFORE: &str = "… ";
const CUT_AFTER: &str = " …";
const CUT_LETTERS: usize = 2;

/// The passage of `width` letters at most (graphemes, and 12 at least) that holds most of what `query` asks for.
///
/// It begins at a sentence where one is near, else at a word. Of passages that hold as much the first is taken. `None`
/// when no paragraph holds any of it.
pub fn snippet(paragraphs: &[String], query: &Query, width: usize) -> Option<Snippet> {
    let width = width.max(NARROWEST);
    let mut wanted = query.wanted();
    wanted.retain(|text| text.scope != Scope::Title);
    let mut best: Option<Passage> = None;
    for (paragraph, text) in paragraphs.iter().enumerate() {
        let places = places(text, &wanted);
        if places.is_empty() {
            continue;
        }
        let found = best_passage(text, &places, width, paragraph);
        if best.as_ref().is_none_or(|best| found.worth > best.worth) {
            best = Some(found);
        }
        if best.as_ref().is_some_and(|best| best.worth.0 == wanted.len()) {
            break;
        }
    }
    best.map(|passage| passage.snippet(&paragraphs[passage.paragraph]))
}

/// A place where something was found: which of the wanted texts, and its bytes.
type Place = (usize, Range<usize>);

/// A candidate: the bytes of a paragraph, how many different texts it holds, and how many places.
struct Passage {
    paragraph: usize,
    bytes: Range<usize>,
    worth: (usize, usize),
    marks: Vec<Range<usize>>,
}

fn places(text: &str, wanted: &[&TextMatch]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (which, wanted) in wanted.iter().enumerate() {
        places.extend(wanted.marks(text).into_iter().take(MOST_PLACES).map(|bytes| (which, bytes)));
    }
    places.sort_by_key(|(which, bytes)| (bytes.start, bytes.end, *which));
    places
}

fn best_passage(text: &str, places: &[Place], width: usize, paragraph: usize) -> Passage {
    let letters = Letters::of(text);
    let mut best: Option<Passage> = None;
    for (_, first) in places {
        let bytes = letters.window(first, width);
        let inside = |bytes: &Range<usize>, place: &Range<usize>| bytes.start <= place.start && place.end <= bytes.end;
        let held: Vec<&Place> = places.iter().filter(|(_, place)| inside(&bytes, place)).collect();
        let mut different: Vec<usize> = held.iter().map(|(which, _)| *which).collect();
        different.sort_unstable();
        different.dedup();
        let worth = (different.len(), held.len());
        if best.as_ref().is_none_or(|best| worth > best.worth) {
            let marks = held.iter().map(|(_, place)| place.clone()).collect();
            best = Some(Passage { paragraph, bytes: bytes.clone(), worth, marks });
        }
        if bytes == (0..text.len()) {
            break;
        }
    }
    best.unwrap_or(Passage { paragraph, bytes: 0..text.len(), worth: (0, 0), marks: Vec::new() })
}

/// The letters of a paragraph and where it may be cut.
struct Letters<'t> {
    text: &'t str,
    /// The first byte of each grapheme, and the end.
    starts: Vec<usize>,
}

impl<'t> Letters<'t> {
    fn of(text: &'t str) -> Self {
        let mut starts: Vec<usize> = graphemes(text).map(|(at, _)| at).collect();
        starts.push(text.len());
        Self { text, starts }
    }

    /// How many letters stand before a byte.
    fn before(&self, byte: usize) -> usize {
        self.starts.partition_point(|&start| start < byte)
    }

    /// The passage of at most `width` letters that begins at or shortly before a place and holds it where it can.
    fn window(&self, place: &Range<usize>, width: usize) -> Range<usize> {
        let all = self.starts.len() - 1;
        if all <= width {
            return 0..self.text.len();
        }
        let (first, after) = (self.before(place.start), self.before(place.end));
        let lead = (width / 2).min(width.saturating_sub(after - first + 2 * CUT_LETTERS));
        let mut start = self.begin(first, lead);
        if all - start <= width.saturating_sub(CUT_LETTERS) {
            // The end is near: what room is left shows more of what comes before.
            start = self.word_start(all + CUT_LETTERS - width, first);
        }
        let room = width - if start > 0 { CUT_LETTERS } else { 0 };
        let end = if all - start <= room { all } else { self.end(start, after, start + room - CUT_LETTERS) };
        self.starts[start]..self.starts[end]
    }

    /// The letter to begin with: the sentence, if it begins no more than `lead` letters before, else a word.
    fn begin(&self, first: usize, lead: usize) -> usize {
        let nearest = first.saturating_sub(lead);
        let sentence = (nearest..=first).rev().find(|&at| at == 0 || self.ends_sentence(at));
        sentence.unwrap_or_else(|| self.word_start(first.saturating_sub(lead / 2), first))
    }

    /// The first word that begins from a letter on, up to `last`.
    fn word_start(&self, from: usize, last: usize) -> usize {
        (from..=last).find(|&at| at == 0 || self.is_blank(at - 1) && !self.is_blank(at)).unwrap_or(last)
    }

    /// The letter to end before: a sentence that ends well behind what was found, else a word.
    fn end(&self, start: usize, after: usize, limit: usize) -> usize {
        let enough = after.max(start + (limit.saturating_sub(start)) * 2 / 3).min(limit);
        let sentence = (enough..=limit).rev().find(|&at| self.ends_sentence(at));
        let end = sentence.or_else(|| (after.min(limit)..=limit).rev().find(|&at| self.is_blank(at)));
        let mut end = end.unwrap_or(limit);
        while end > start + 1 && self.is_blank(end - 1) {
            end -= 1;
        }
        end
    }

    fn letter(&self, at: usize) -> &str {
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&start), Some(&end)) => &self.text[start..end],
            _ => "",
        }
    }

    fn is_blank(&self, at: usize) -> bool {
        self.letter(at).chars().all(char::is_whitespace)
    }

    /// True when a sentence ends before the blank that stands before this letter, or before this blank.
    fn ends_sentence(&self, at: usize) -> bool {
        let Some(blank) = at.checked_sub(1) else { return false };
        if self.is_blank(at) || !self.is_blank(blank) {
            return false;
        }
        let ends = ['.', '!', '?', '؟', '۔', '…', '؛'];
        blank.checked_sub(1).is_some_and(|last| self.letter(last).starts_with(ends))
    }
}

impl Passage {
    fn snippet(&self, paragraph: &str) -> Snippet {
        let before = if self.bytes.start > 0 { CUT_BEFORE } else { "" };
        let after = if self.bytes.end < paragraph.len() { CUT_AFTER } else { "" };
        let text = format!("{before}{}{after}", &paragraph[self.bytes.clone()]);
        let shift = |at: usize| at - self.bytes.start + before.len();
        let marks = merged(self.marks.iter().map(|place| shift(place.start)..shift(place.end)));
        Snippet { text, marks, paragraph: self.paragraph }
    }
}
