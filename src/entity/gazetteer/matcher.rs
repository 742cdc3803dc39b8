//! Names of the lists in running text: the longest first, over particles.
//!
//! Owns the match of a phrase at a token; the phrases come from `table.rs`, the particles from `affix.rs`.

use super::affix::{Reading, readings};
use super::table::{Entity, Gazetteer, Phrase, gazetteer};
use crate::entity::recogniser::{Context, Recogniser};
use crate::entity::token::{Class, Tokens};
use crate::entity::{Kind, Mention};

/// Finds the names that the lists hold.
pub(crate) struct GazetteerRecogniser;

impl Recogniser for GazetteerRecogniser {
    fn name(&self) -> &'static str {
        "gazetteer"
    }

    fn recognise(&self, paragraph: &str, context: &Context, found: &mut Vec<Mention>) {
        let tokens = &Tokens::new(paragraph);
        let matcher = Matcher { gazetteer: gazetteer(), tokens, context };
        let mut at = 0;
        while at < tokens.len() {
            let hit = if tokens.is(at, Class::Word) { matcher.longest(at) } else { None };
            let Some(hit) = hit else {
                at += 1;
                continue;
            };
            let entity = &matcher.gazetteer.entities[hit.phrase.entity];
            let start = matcher.with_place_head(at, &hit, entity);
            if let Some(last) = tokens.get(hit.next - 1) {
                found.push(Mention {
                    bytes: start..last.end,
                    id: entity.id.clone(),
                    name: entity.name(context.language).to_owned(),
                    value: None,
                });
            }
            at = hit.next;
        }
    }
}

/// A phrase that stands at a token.
struct Hit<'g> {
    phrase: &'g Phrase,
    start: usize,
    next: usize,
}

struct Matcher<'a, 't> {
    gazetteer: &'static Gazetteer,
    tokens: &'a Tokens<'t>,
    context: &'a Context<'a>,
}

impl Matcher<'_, '_> {
    /// The longest phrase at a token, over the fewest particles.
    fn longest(&self, at: usize) -> Option<Hit<'static>> {
        let mut best: Option<Hit> = None;
        readings(self.tokens.folded(at), &mut |reading| {
            let hit = self.at_reading(at, &reading);
            if let Some(hit) = hit
                && best.as_ref().is_none_or(|best| hit.next > best.next)
            {
                best = Some(hit);
            }
            !self.context.has_particles()
        });
        best
    }

    fn at_reading(&self, at: usize, reading: &Reading) -> Option<Hit<'static>> {
        let phrases = self.gazetteer.phrases(&reading.rest);
        let fits = |phrase: &&Phrase| {
            (phrase.takes_article || !reading.without_article)
                && phrase.language.is_none_or(|language| language == self.context.language)
                && phrase.first_case.accepts(self.tokens.source(at))
                && phrase.rest.iter().enumerate().all(|(offset, (word, case))| {
                    self.tokens.folded(at + 1 + offset) == &**word && case.accepts(self.tokens.source(at + 1 + offset))
                })
                && self.counts(at, phrase)
        };
        let longest = phrases.iter().find(fits)?;
        // Of phrases of one length the one that a cue has chosen is meant: العاصمة عمان.
        let mut same_length = phrases.iter().filter(|phrase| phrase.rest.len() == longest.rest.len()).filter(fits);
        let phrase = same_length.find(|phrase| phrase.needs_cue).unwrap_or(longest);
        let start = match reading.skipped {
            0 => self.tokens.get(at)?.start,
            letters => self.tokens.byte_after(at, letters)?,
        };
        Some(Hit { phrase, start, next: at + 1 + phrase.rest.len() })
    }

    /// False for a common word without a cue, and beside a word that the list shuns.
    fn counts(&self, at: usize, phrase: &Phrase) -> bool {
        let before = at.checked_sub(1).map_or("", |before| self.tokens.folded(before));
        let after = self.tokens.folded(at + 1 + phrase.rest.len());
        // روسيًا, كوبًا: an accusative, whose alef is no part of a name.
        let last = self.tokens.source(at + phrase.rest.len());
        if last.ends_with("\u{64b}ا") || last.ends_with("ا\u{64b}") {
            return false;
        }
        if phrase.shuns.iter().any(|word| &**word == before || &**word == after) {
            return false;
        }
        !phrase.needs_cue || self.is_cue(self.gazetteer.entities[phrase.entity].id.kind, before)
    }

    fn is_cue(&self, kind: Kind, before: &str) -> bool {
        let class = match kind {
            Kind::Place => "place-cue",
            Kind::Organization => "organization-cue",
            Kind::Person => "person-cue",
            _ => return false,
        };
        let mut cued = false;
        readings(before, &mut |reading| {
            cued = self.gazetteer.word(class, &reading.rest).is_some();
            cued
        });
        cued
    }

    /// The first byte of the mention: إقليم and its like belong to the place behind them.
    fn with_place_head(&self, at: usize, hit: &Hit, entity: &Entity) -> usize {
        let Some(before) = at.checked_sub(1).filter(|_| entity.id.kind == Kind::Place) else { return hit.start };
        let is_whole = self.tokens.get(at).is_some_and(|token| token.start == hit.start);
        let mut start = hit.start;
        if is_whole && !entity.is_country() {
            readings(self.tokens.folded(before), &mut |reading| {
                let is_head = !reading.without_article && self.gazetteer.word("place-head", &reading.rest).is_some();
                let byte = match reading.skipped {
                    0 => self.tokens.get(before).map(|token| token.start),
                    letters => self.tokens.byte_after(before, letters),
                };
                if let (true, Some(byte)) = (is_head, byte) {
                    start = byte;
                }
                is_head
            });
        }
        start
    }
}
