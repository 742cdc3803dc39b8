//! Finding inside one text: every place where the folded query stands.
//!
//! Owns the search within paragraphs; ranking and fuzziness belong to `titles.rs`.

use std::ops::Range;

use crate::text::{Folded, fold};

/// A place where the query stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The index of the paragraph.
    pub paragraph: usize,
    /// The matched bytes of the unfolded paragraph: on character boundaries, following marks included.
    pub bytes: Range<usize>,
}

/// Finds `query` in the paragraphs, in reading order and without overlap.
///
/// Letters are compared folded. White space inside the query matches any run of white space; white space around it
/// counts for nothing. A query without letters finds nothing, and no match runs over the end of a paragraph.
pub fn find<S: AsRef<str>>(paragraphs: &[S], query: &str) -> Vec<Found> {
    let query = fold(query).split_whitespace().collect::<Vec<_>>().join(" ");
    if query.is_empty() {
        return Vec::new();
    }
    let in_paragraph = |(paragraph, text): (usize, &S)| {
        let text = text.as_ref();
        find_in(text, &query).into_iter().map(move |bytes| Found { paragraph, bytes })
    };
    paragraphs.iter().enumerate().flat_map(in_paragraph).collect()
}

fn find_in(text: &str, query: &str) -> Vec<Range<usize>> {
    let folded = Folded::new(text);
    let (compact, places) = single_blanks(folded.text());
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, _) in compact.match_indices(query) {
        let last = start + query.len() - 1;
        let bytes = folded.source_bytes(text, places[start]..places[last] + 1);
        // One character may fold to several letters (ﷲ), so that two matches fall on it.
        if found.last().is_none_or(|before| bytes.start >= before.end) {
            found.push(bytes);
        }
    }
    found
}

/// The text with each run of blanks made one, and for each of its bytes the byte that it comes from.
fn single_blanks(text: &str) -> (String, Vec<usize>) {
    let mut compact = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    let mut after_blank = false;
    for (at, letter) in text.char_indices() {
        let is_blank = letter.is_whitespace();
        if !(is_blank && after_blank) {
            compact.push(letter);
            places.extend(at..at + letter.len_utf8());
        }
        after_blank = is_blank;
    }
    (compact, places)
}
