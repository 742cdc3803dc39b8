//! The recognisers in their order, and one layer of mentions out of what they find.
//!
//! Owns how overlaps are settled; finds nothing itself. Next: `gazetteer/`, `date/`,
//! `pattern.rs`, `title.rs`, and `family.rs`, which looks at the article as a whole.

use super::family::FamilyNames;
use super::gazetteer::GazetteerRecogniser;
use super::pattern::PatternRecogniser;
use super::quantity::ValueRecogniser;
use super::recogniser::{Context, Recogniser};
use super::title::TitleRecogniser;
use super::token::is_grapheme_boundary;
use super::{Kind, Mention};

/// Every recogniser, the surest first: of equally long mentions the first one's stays.
const RECOGNISERS: &[&(dyn Recogniser + Sync)] =
    &[&ValueRecogniser, &GazetteerRecogniser, &PatternRecogniser, &TitleRecogniser];

/// Finds whom, where and when the paragraphs of one article name.
///
/// The result has one list a paragraph, sorted by place, without overlap and on grapheme boundaries: dates own their
/// spans, as do numbers and addresses; of other mentions that overlap the longest stays. A family name alone counts where its full name stands in
/// the same article.
pub fn recognise<S: AsRef<str>>(paragraphs: &[S], context: &Context) -> Vec<Vec<Mention>> {
    let mut mentions: Vec<Vec<Mention>> = paragraphs.iter().map(|text| first_look(text.as_ref(), context)).collect();
    let families = FamilyNames::of(&mentions, context);
    if !families.is_empty() {
        for (paragraph, found) in paragraphs.iter().zip(&mut mentions) {
            let mut all = std::mem::take(found);
            families.find(paragraph.as_ref(), context, &mut all);
            *found = settle(paragraph.as_ref(), all);
        }
    }
    mentions
}

fn first_look(paragraph: &str, context: &Context) -> Vec<Mention> {
    let mut found = Vec::new();
    for recogniser in RECOGNISERS {
        recogniser.recognise(paragraph, context, &mut found);
    }
    settle(paragraph, found)
}

/// Dates, numbers and addresses own their spans: a name in one is no name.
fn owns_span(kind: Kind) -> bool {
    matches!(kind, Kind::Date | Kind::Time | Kind::Duration | Kind::Quantity | Kind::Money | Kind::Percent | Kind::Url)
}

/// One layer: dates, numbers and addresses first, then the longest; what overlaps a mention already taken is left out.
fn settle(paragraph: &str, mut found: Vec<Mention>) -> Vec<Mention> {
    found.retain(|mention| {
        let bytes = &mention.bytes;
        bytes.start < bytes.end
            && is_grapheme_boundary(paragraph, bytes.start)
            && is_grapheme_boundary(paragraph, bytes.end)
    });
    // The sort is stable: between equals the order of the recognisers stays.
    found.sort_by_key(|mention| (!owns_span(mention.kind()), std::cmp::Reverse(mention.bytes.len())));
    let mut taken: Vec<Mention> = Vec::with_capacity(found.len());
    for mention in found {
        let at = taken.partition_point(|other| other.bytes.start < mention.bytes.start);
        let is_free = taken.get(at).is_none_or(|next| mention.bytes.end <= next.bytes.start)
            && at
                .checked_sub(1)
                .and_then(|before| taken.get(before))
                .is_none_or(|last| last.bytes.end <= mention.bytes.start);
        if is_free {
            taken.insert(at, mention);
        }
    }
    taken
}
