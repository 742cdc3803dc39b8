//! The grammars of dates, quantities and addresses as one recogniser.
//!
//! Owns which of them has a span that two could read; the grammars are in `date/`, here, and in `url.rs`.

use std::ops::Range;

use super::lexicon;
use super::measure::{ValueMention, clocks_in, values_in};
use super::numeral::Numbers;
use crate::entity::date::{DateMention, dates_in};
use crate::entity::recogniser::{Context, Recogniser};
use crate::entity::token::Tokens;
use crate::entity::url::find_urls;
use crate::entity::{EntityId, Kind, Mention};

/// Finds dates, times, lengths of time, quantities, money, percentages and addresses in one walk over the tokens.
///
/// Its mentions never overlap: an address has its span before a date, and a date before a number.
pub(in crate::entity) struct ValueRecogniser;

impl Recogniser for ValueRecogniser {
    fn recognise(&self, tokens: &Tokens, context: &Context, found: &mut Vec<Mention>) {
        let paragraph = tokens.source;
        let mut taken: Vec<Range<usize>> = Vec::new();
        let mut take = |bytes: Range<usize>, kind, value, found: &mut Vec<Mention>| {
            taken.push(bytes.clone());
            found.push(mention(paragraph, bytes, kind, value));
        };
        let urls = find_urls(paragraph);
        let readings = lexicon::readings(tokens);
        let numbers = Numbers { tokens, readings: &readings, joined: None };
        let mut clocks = clocks_in(numbers);
        clocks.retain(|clock| is_free(&clock.bytes, urls.iter().map(|url| &url.bytes)));
        let mut dates = dates_in(tokens, context.anchor);
        dates.retain(|date| is_free(&date.bytes, urls.iter().map(|url| &url.bytes)));
        share(tokens, &mut dates, &mut clocks);
        urls.into_iter().for_each(|url| take(url.bytes, Kind::Url, url.value, found));
        dates.into_iter().for_each(|date| take(date.bytes, Kind::Date, date.value.to_string(), found));
        clocks.into_iter().for_each(|clock| take(clock.bytes, clock.kind, clock.value, found));
        taken.sort_by_key(|span| span.start);
        for value in values_in(numbers, &taken, context.anchor) {
            found.push(mention(paragraph, value.bytes, value.kind, value.value));
        }
    }
}

/// True when a span overlaps none of a few others.
fn is_free<'s>(span: &Range<usize>, mut others: impl Iterator<Item = &'s Range<usize>>) -> bool {
    others.all(|other| other.end <= span.start || span.end <= other.start)
}

/// Settles times and dates that overlap: in السادسة مساء أمس the evening is the hour's, else the date has its span.
fn share(tokens: &Tokens, dates: &mut [DateMention], clocks: &mut Vec<ValueMention>) {
    let mut ahead = 0;
    clocks.retain(|clock| {
        while dates.get(ahead).is_some_and(|date| date.bytes.end <= clock.bytes.start) {
            ahead += 1;
        }
        let Some(date) = dates.get_mut(ahead).filter(|date| date.bytes.start < clock.bytes.end) else { return true };
        let follows = date.bytes.start > clock.bytes.start && date.bytes.end > clock.bytes.end;
        if follows && let Some(start) = tokens.start_behind(clock.bytes.end).filter(|&start| start < date.bytes.end) {
            date.bytes.start = start;
        }
        follows
    });
}

fn mention(paragraph: &str, bytes: Range<usize>, kind: Kind, value: String) -> Mention {
    let name = paragraph.get(bytes.clone()).unwrap_or_default();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    Mention { bytes, id: EntityId { kind, key: value.clone() }, name, value: Some(value) }
}
