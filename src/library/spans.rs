//! Where an article names its entities, in a few bytes a mention.
//!
//! Owns the encoding; the table is `spans`, the entities' numbers are given by `mentions.rs`, the bytes of a number
//! are `numbers.rs`.

use super::numbers::{self, put_number};

/// A mention whose entity is a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// The index of its paragraph.
    pub(super) paragraph: usize,
    /// Its first byte in the paragraph.
    pub(super) start: usize,
    /// How many bytes it has.
    pub(super) len: usize,
    /// The number of its entity.
    pub(super) entity: i64,
    /// Its name where it is not the entity's own.
    pub(super) name: Option<String>,
    /// Its value.
    pub(super) value: SpanValue,
}

/// The value of a mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SpanValue {
    /// It has none.
    None,
    /// It is the key of the entity, as with dates.
    Key,
    /// It is this.
    Text(String),
}

/// The mentions of one article, in the order of their paragraphs.
pub(super) fn encode(spans: &[Span]) -> Vec<u8> {
    let mut out = Vec::with_capacity(spans.len() * 7);
    for span in spans {
        let flags = match &span.value {
            SpanValue::None => 0,
            SpanValue::Key => 1,
            SpanValue::Text(_) => 2,
        };
        put_number(&mut out, flags | u64::from(span.name.is_some()) << 2);
        for number in [span.paragraph as u64, span.start as u64, span.len as u64, span.entity.cast_unsigned()] {
            put_number(&mut out, number);
        }
        let value = if let SpanValue::Text(value) = &span.value { Some(value) } else { None };
        for text in span.name.iter().chain(value) {
            put_number(&mut out, text.len() as u64);
            out.extend_from_slice(text.as_bytes());
        }
    }
    out
}

/// The mentions that were encoded; what is damaged ends them.
pub(super) fn decode(mut data: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    while let Some(span) = take_span(&mut data) {
        spans.push(span);
    }
    spans
}

fn take_span(data: &mut &[u8]) -> Option<Span> {
    let flags = take_number(data)?;
    let paragraph = usize::try_from(take_number(data)?).ok()?;
    let start = usize::try_from(take_number(data)?).ok()?;
    let len = usize::try_from(take_number(data)?).ok()?;
    let entity = take_number(data)?.cast_signed();
    let name = if flags & 4 == 0 { None } else { Some(take_text(data)?) };
    let value = match flags & 3 {
        0 => SpanValue::None,
        1 => SpanValue::Key,
        2 => SpanValue::Text(take_text(data)?),
        _ => return None,
    };
    Some(Span { paragraph, start, len, entity, name, value })
}

fn take_number(data: &mut &[u8]) -> Option<u64> {
    numbers::take_number(data, u64::BITS)
}

fn take_text(data: &mut &[u8]) -> Option<String> {
    let len = usize::try_from(take_number(data)?).ok()?;
    let (text, rest) = data.split_at_checked(len)?;
    *data = rest;
    String::from_utf8(text.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::{Span, SpanValue, decode, encode};
    use proptest::prelude::*;

    fn span() -> impl Strategy<Value = Span> {
        let value = prop_oneof![Just(SpanValue::None), Just(SpanValue::Key), ".{0,9}".prop_map(SpanValue::Text)];
        let place = (0usize..300, 0usize..70_000, 0usize..200, any::<i64>());
        (place, proptest::option::of(".{0,9}"), value).prop_map(|((paragraph, start, len, entity), name, value)| Span {
            paragraph,
            start,
            len,
            entity,
            name,
            value,
        })
    }

    proptest! {
        #[test]
        fn what_is_encoded_comes_back(spans in proptest::collection::vec(span(), 0..20)) {
            prop_assert_eq!(decode(&encode(&spans)), spans);
        }

        #[test]
        fn any_bytes_are_taken(data in any::<Vec<u8>>()) {
            let _ = decode(&data);
        }
    }
}
