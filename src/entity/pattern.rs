//! Organisations by pattern: وزارة الدفاع, الخارجية الروسية, قوات حفظ السلام الروسية.
//!
//! Owns how a body goes with a ministry's field and a nationality; the words stand in the lists (`gazetteer/`).

use super::gazetteer::{Gazetteer, gazetteer, readings};
use super::interest::Interest;
use super::recogniser::{Context, Recogniser};
use super::token::{Class, Tokens};
use super::{EntityId, Kind, Mention};
use crate::text::fold;

/// Finds bodies of state by pattern.
pub(super) struct PatternRecogniser;

/// The most words that a body or a ministry's field has in the lists.
const LONGEST: usize = 5;

/// The head of a ministry, folded.
const MINISTRY: &str = "وزاره";

/// A body of state at a token: its canonical name, first byte, and the token after it.
struct Body {
    name: String,
    start: usize,
    next: usize,
    /// True when it names an organisation without a nationality too.
    stands_alone: bool,
}

impl Recogniser for PatternRecogniser {
    fn recognise(&self, tokens: &Tokens, context: &Context, found: &mut Vec<Mention>) {
        if !context.has_particles() {
            return;
        }
        let lists = gazetteer();
        for at in 0..tokens.len() {
            if !tokens.is(at, Class::Word) || !tokens.may_be(at, Interest::BODY) {
                continue;
            }
            let Some(body) = ministry(lists, tokens, at).or_else(|| body(lists, tokens, at)) else { continue };
            let nationality =
                lists.adjective(tokens.folded(body.next)).filter(|_| agrees(&body.name, tokens.folded(body.next)));
            let (name, next) = match nationality {
                Some(adjective) => (format!("{} {}", body.name, adjective.written), body.next + 1),
                None if body.stands_alone => (body.name, body.next),
                None => continue,
            };
            let Some(last) = tokens.get(next - 1) else { continue };
            let id = EntityId { kind: Kind::Organization, key: fold(&name) };
            found.push(Mention { bytes: body.start..last.end, id, name, value: None });
        }
    }
}

/// True when a nationality can belong to a body by its gender: in رئيس الحكومة الفرنسي it belongs to the head.
fn agrees(body: &str, adjective: &str) -> bool {
    let body = fold(body);
    let head = body.split(' ').next().unwrap_or_default();
    let is_plural = head.ends_with("ات") || matches!(head, "الخطوط" | "الاركان");
    let is_feminine = is_plural || head.ends_with('ه');
    // قوات الأمن التونسي: the adjective may belong to the second noun.
    let is_construct = !head.starts_with("ال") && is_plural;
    is_construct || is_feminine == adjective.ends_with('ه')
}

/// True for a folded word that a body may be or begin with, particles before it.
pub(super) fn may_head(word: &str) -> bool {
    let lists = gazetteer();
    let mut may = false;
    readings(word, &mut |reading| {
        let rest = &*reading.rest;
        may = !reading.without_article
            && (rest == MINISTRY || lists.word("body", rest).is_some() || lists.begins("body", rest));
        may
    });
    may
}

/// وزارة with its field.
fn ministry(lists: &Gazetteer, tokens: &Tokens, at: usize) -> Option<Body> {
    const HEAD: &str = "وزارة";
    let start = start_of(tokens, at, &mut |rest| rest == MINISTRY)?;
    let (field, next) = listed(lists, tokens, ("ministry", at + 1))?;
    Some(Body { name: format!("{HEAD} {field}"), start, next, stands_alone: true })
}

fn body(lists: &Gazetteer, tokens: &Tokens, at: usize) -> Option<Body> {
    let mut found = None;
    readings(tokens.folded(at), &mut |reading| {
        if reading.without_article {
            return false;
        }
        let start = match reading.skipped {
            0 => tokens.get(at).map(|token| token.start),
            letters => tokens.byte_after(at, letters),
        };
        let phrase = longest(lists, tokens, ("body", at), &reading.rest);
        if let (Some((name, next)), Some(start)) = (phrase, start) {
            found = Some(Body { name, start, next, stands_alone: false });
        }
        found.is_some()
    });
    found
}

/// The longest phrase of a class that starts at a token.
fn listed(lists: &Gazetteer, tokens: &Tokens, (class, at): (&str, usize)) -> Option<(String, usize)> {
    longest(lists, tokens, (class, at), tokens.folded(at))
}

/// As [`listed`], with the first word read as `first`.
fn longest(lists: &Gazetteer, tokens: &Tokens, (class, at): (&str, usize), first: &str) -> Option<(String, usize)> {
    let mut phrase = first.to_owned();
    let mut best = lists.word(class, &phrase).map(|name| (name.to_owned(), at + 1));
    if !lists.begins(class, first) {
        return best;
    }
    for next in at + 1..at + LONGEST {
        if !tokens.is(next, Class::Word) {
            break;
        }
        phrase.push(' ');
        phrase.push_str(tokens.folded(next));
        if let Some(name) = lists.word(class, &phrase) {
            best = Some((name.to_owned(), next + 1));
        }
    }
    best
}

/// The first byte of a word, behind the particles that leave what `is_wanted` accepts.
pub(super) fn start_of(tokens: &Tokens, at: usize, is_wanted: &mut dyn FnMut(&str) -> bool) -> Option<usize> {
    let mut start = None;
    readings(tokens.folded(at), &mut |reading| {
        let wanted = !reading.without_article && is_wanted(&reading.rest);
        if wanted {
            start = match reading.skipped {
                0 => tokens.get(at).map(|token| token.start),
                letters => tokens.byte_after(at, letters),
            };
        }
        wanted
    });
    start
}
