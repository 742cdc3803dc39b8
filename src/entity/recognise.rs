//! The recognisers in their order, and one layer of mentions out of what they find.
//!
//! Owns how overlaps are settled; finds nothing itself. Next: `gazetteer/`, `date/`,
//! `pattern.rs`, `title.rs`, `crf/`, how these join (`join.rs`), and `family.rs`, which looks at the article as a whole.

use std::collections::BTreeMap;

use super::crf;
use super::family::FamilyNames;
use super::gazetteer::{GazetteerRecogniser, NationalityRecogniser, is_known};
use super::join;
use super::link::link;
use super::pattern::PatternRecogniser;
use super::quantity::ValueRecogniser;
use super::recogniser::{Context, Recogniser};
use super::title::TitleRecogniser;
use super::token::{Tokens, is_grapheme_boundary};
use super::{Kind, Mention};

/// Every recogniser of languages without a trained model, the surest first: of equally long mentions the first one's
/// stays.
const RECOGNISERS: &[&(dyn Recogniser + Sync)] =
    &[&ValueRecogniser, &GazetteerRecogniser, &NationalityRecogniser, &PatternRecogniser, &TitleRecogniser];

/// Finds whom, where and when the paragraphs of one article name.
///
/// The result has one list a paragraph, sorted by place, without overlap and on grapheme boundaries: dates, numbers and
/// addresses own their spans. In Arabic a trained model reads the article as a whole, and rules and lists mend what it finds; other
/// languages have the lists, dates and capital letters alone. A family name alone counts where its full name stands
/// in the same article.
pub fn recognise<S: AsRef<str>>(paragraphs: &[S], context: &Context) -> Vec<Vec<Mention>> {
    let is_arabic = is_arabic(context.language);
    let tokens = paragraphs.iter().map(|text| Tokens::new(text.as_ref()));
    let tokens: Vec<Tokens> = if is_arabic { tokens.map(Tokens::looked_up).collect() } else { tokens.collect() };
    let mut mentions: Vec<Vec<Mention>> = if is_arabic {
        arabic(&tokens, context)
    } else {
        tokens.iter().map(|tokens| first_look(tokens, context)).collect()
    };
    add_family_names(&tokens, context, &mut mentions);
    link(&mut mentions, context);
    mentions
}

/// Adds the family names that stand alone of persons whom the lists know.
///
/// Of other persons only the trained model says where a last word is a name: it may be العربي.
fn add_family_names(paragraphs: &[Tokens], context: &Context, mentions: &mut [Vec<Mention>]) {
    let known = |list: &Vec<Mention>| -> Vec<Mention> {
        list.iter().filter(|mention| mention.kind() == Kind::Person && is_known(&mention.id)).cloned().collect()
    };
    let listed: Vec<Vec<Mention>> = mentions.iter().map(known).collect();
    let families = FamilyNames::of(&listed, context);
    if families.is_empty() {
        return;
    }
    for (tokens, found) in paragraphs.iter().zip(mentions) {
        let own = std::mem::take(found);
        let mut more = Vec::new();
        families.find(tokens, context, &mut more);
        let ranked = own.into_iter().map(|mention| (0, mention)).chain(more.into_iter().map(|mention| (1, mention)));
        *found = settle(tokens.source, ranked.collect());
    }
}

/// The languages that the trained model reads; an unknown one may be Arabic, and the model leaves other letters be.
fn is_arabic(language: &str) -> bool {
    matches!(language, "ar" | "und" | "")
}

fn arabic(paragraphs: &[Tokens], context: &Context) -> Vec<Vec<Mention>> {
    let read = crf::find(paragraphs);
    let mut values = Vec::new();
    paragraphs
        .iter()
        .zip(&read)
        .map(|(tokens, read)| {
            ValueRecogniser.recognise(tokens, context, &mut values);
            let mut found: Vec<_> = values.drain(..).map(|mention| (0, mention)).collect();
            let names = join::names(tokens, read, context);
            found.extend(names.into_iter().map(|mention| (if mention.kind() == Kind::Event { 1 } else { 2 }, mention)));
            settle(tokens.source, found)
        })
        .collect()
}

fn first_look(tokens: &Tokens, context: &Context) -> Vec<Mention> {
    let mut found = Vec::new();
    for recogniser in RECOGNISERS {
        recogniser.recognise(tokens, context, &mut found);
    }
    settle(tokens.source, found.into_iter().map(|mention| (u8::from(!owns_span(mention.kind())), mention)).collect())
}

/// Dates, numbers and addresses own their spans: a name in one is no name.
fn owns_span(kind: Kind) -> bool {
    matches!(kind, Kind::Date | Kind::Time | Kind::Duration | Kind::Quantity | Kind::Money | Kind::Percent | Kind::Url)
}

/// One layer: the lowest rank first, then the longest; what overlaps a mention already taken is left out.
fn settle(paragraph: &str, mut found: Vec<(u8, Mention)>) -> Vec<Mention> {
    found.retain(|(_, mention)| {
        let bytes = &mention.bytes;
        bytes.start < bytes.end
            && is_grapheme_boundary(paragraph, bytes.start)
            && is_grapheme_boundary(paragraph, bytes.end)
    });
    // The sort is stable: between equals the order of the recognisers stays.
    found.sort_by_key(|(rank, mention)| (*rank, std::cmp::Reverse(mention.bytes.len())));
    let mut taken: BTreeMap<usize, Mention> = BTreeMap::new();
    for (_, mention) in found {
        let (start, end) = (mention.bytes.start, mention.bytes.end);
        let is_free = taken.range(start..).next().is_none_or(|(next, _)| end <= *next)
            && taken.range(..start).next_back().is_none_or(|(_, last)| last.bytes.end <= start);
        if is_free {
            taken.insert(start, mention);
        }
    }
    taken.into_values().collect()
}
