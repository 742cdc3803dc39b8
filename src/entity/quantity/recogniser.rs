//! The grammars of dates, quantities and addresses as one recogniser.
//!
//! Owns which of them has a span that two could read; the grammars are in `date/`, here, and in `url.rs`.

use super::measure::values_in;
use crate::entity::date::dates_in;
use crate::entity::recogniser::{Context, Recogniser};
use crate::entity::token::Tokens;
use crate::entity::url::find_urls;
use crate::entity::{EntityId, Kind, Mention};

/// Finds dates, times, lengths of time, quantities, money, percentages and addresses in one walk over the tokens.
///
/// Its mentions never overlap: an address has its span before a date, and a date before a number.
pub(in crate::entity) struct ValueRecogniser;

impl Recogniser for ValueRecogniser {
    fn name(&self) -> &'static str {
        "value"
    }

    fn recognise(&self, paragraph: &str, context: &Context, found: &mut Vec<Mention>) {
        let mut taken = Vec::new();
        for url in find_urls(paragraph) {
            taken.push(url.bytes.clone());
            found.push(mention(paragraph, url.bytes, Kind::Url, url.value));
        }
        let tokens = Tokens::new(paragraph);
        let addresses = taken.len();
        for date in dates_in(&tokens, context.anchor) {
            let is_free =
                taken[..addresses].iter().all(|url| url.end <= date.bytes.start || date.bytes.end <= url.start);
            if is_free {
                taken.push(date.bytes.clone());
                found.push(mention(paragraph, date.bytes, Kind::Date, date.value.to_string()));
            }
        }
        taken.sort_by_key(|span| span.start);
        for value in values_in(&tokens, &taken) {
            found.push(mention(paragraph, value.bytes, value.kind, value.value));
        }
    }
}

fn mention(paragraph: &str, bytes: std::ops::Range<usize>, kind: Kind, value: String) -> Mention {
    let name = paragraph.get(bytes.clone()).unwrap_or_default();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    Mention { bytes, id: EntityId { kind, key: value.clone() }, name, value: Some(value) }
}
