//! Names of the lists in running text: the longest first, over particles.
//!
//! Owns the match of a phrase at a token; the phrases come from `table.rs`, the particles from `affix.rs`.

use super::affix::{Reading, readings};
use super::listed::{Listed, PhraseHash, Sort, index};
use super::table::{Entity, Gazetteer, Phrase, gazetteer};
use crate::entity::interest::Interest;
use crate::entity::recogniser::{Context, Recogniser};
use crate::entity::token::{Class, Tokens};
use crate::entity::{EntityId, Kind, Mention};

/// A single word of a generated list this long, in letters, is believed behind a particle too.
const LONG_ENOUGH: usize = 5;

/// Finds the names that the lists hold.
pub(crate) struct GazetteerRecogniser;

impl Recogniser for GazetteerRecogniser {
    fn recognise(&self, tokens: &Tokens, context: &Context, found: &mut Vec<Mention>) {
        let matcher = Matcher { gazetteer: gazetteer(), tokens, context };
        let mut at = 0;
        while at < tokens.len() {
            let may_name = tokens.is(at, Class::Word) && tokens.may_be(at, Interest::NAME);
            let hit = if may_name { matcher.longest(at) } else { None };
            let Some(hit) = hit else {
                at += 1;
                continue;
            };
            let (id, name) = hit.what.entity(context);
            let start = matcher.with_place_head(at, &hit, &id);
            if let Some(last) = tokens.get(hit.next - 1) {
                found.push(Mention { bytes: start..last.end, id, name, value: None });
            }
            at = hit.next;
        }
    }
}

/// True for a folded word that a name of the lists may begin with in Arabic, particles before it.
pub(crate) fn may_name(word: &str) -> bool {
    let mut may = false;
    readings(word, &mut |reading| {
        let rest = &*reading.rest;
        let first = PhraseHash::default().with(rest);
        let is_listed = || !reading.without_article && index(rest.chars().next(), "ar").longest(&first).is_some();
        may = !gazetteer().phrases(rest).is_empty() || is_listed();
        may
    });
    may
}

/// What a list names.
enum Named {
    /// By hand.
    Entity(&'static Entity),
    /// By a generated list.
    Listed(&'static Listed),
}

impl Named {
    /// The id, and the name in the language of the text.
    fn entity(&self, context: &Context) -> (EntityId, String) {
        match self {
            Named::Entity(entity) => (entity.id.clone(), entity.name(context.language).to_owned()),
            Named::Listed(place) => {
                let id = EntityId { kind: Kind::Place, key: place.key() };
                (id, place.name(context.language).to_owned())
            }
        }
    }
}

/// A name that stands at a token.
struct Hit {
    what: Named,
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
    fn longest(&self, at: usize) -> Option<Hit> {
        let mut best: Option<Hit> = None;
        readings(self.tokens.folded(at), &mut |reading| {
            for hit in [self.at_reading(at, &reading), self.listed_at(at, &reading)].into_iter().flatten() {
                if best.as_ref().is_none_or(|best| hit.next > best.next) {
                    best = Some(hit);
                }
            }
            !self.context.has_particles()
        });
        best
    }

    fn at_reading(&self, at: usize, reading: &Reading) -> Option<Hit> {
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
        let what = Named::Entity(&self.gazetteer.entities[phrase.entity]);
        Some(Hit { what, start: self.start(at, reading)?, next: at + 1 + phrase.rest.len() })
    }

    fn start(&self, at: usize, reading: &Reading) -> Option<usize> {
        match reading.skipped {
            0 => Some(self.tokens.get(at)?.start),
            letters => self.tokens.byte_after(at, letters),
        }
    }

    /// The longest name of the generated lists that no list made by hand has.
    fn listed_at(&self, at: usize, reading: &Reading) -> Option<Hit> {
        let tokens = self.tokens;
        let index = index(reading.rest.chars().next(), self.context.language);
        let first = PhraseHash::default().with(&reading.rest);
        let longest = index.longest(&first).filter(|_| !reading.without_article)?;
        let mut best = None;
        let mut hash = first;
        for count in 1..=longest {
            if count > 1 {
                if at + count > tokens.len() {
                    break;
                }
                hash = hash.with(tokens.folded(at + count - 1));
            }
            let Some(place) = index.get(&hash) else { continue };
            let words = || std::iter::once(&*reading.rest).chain((1..count).map(|more| tokens.folded(at + more)));
            if self.listed_counts(at, (count, reading.skipped), place) && !self.gazetteer.has_phrase(words()) {
                best = Some((place, at + count));
            }
        }
        let (place, next) = best?;
        Some(Hit { what: Named::Listed(place), start: self.start(at, reading)?, next })
    }

    /// False for common words without a cue, small letters where a name has capitals, and accusatives.
    fn listed_counts(&self, at: usize, (count, skipped): (usize, usize), place: &Listed) -> bool {
        let is_latin = self.tokens.folded(at).is_ascii();
        let has_capitals = self.tokens.is_capitalised(at) && self.tokens.is_capitalised(at + count - 1);
        let last = self.tokens.source(at + count - 1);
        let is_accusative = last.ends_with("\u{64b}ا") || last.ends_with("ا\u{64b}");
        // One word behind a particle that may be its own first letter: بليدة, كليس.
        let is_doubtful = count == 1 && skipped > 0 && self.tokens.folded(at).chars().count() < LONG_ENOUGH + skipped;
        let before = at.checked_sub(1).map_or("", |before| self.tokens.folded(before));
        let is_sure = !(place.needs_cue || is_doubtful && place.sort != Sort::Country);
        !is_accusative && (!is_latin || has_capitals) && (is_sure || !is_latin && self.is_cue(Kind::Place, before))
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
            // المدينة الجديدة is a new town, مدينة الجديدة is El Jadida.
            cued = !reading.without_article && self.gazetteer.word(class, &reading.rest).is_some();
            cued
        });
        cued
    }

    /// The first byte of the mention: إقليم and its like belong to the place behind them.
    fn with_place_head(&self, at: usize, hit: &Hit, id: &EntityId) -> usize {
        let Some(before) = at.checked_sub(1).filter(|_| id.kind == Kind::Place) else { return hit.start };
        let is_whole = self.tokens.get(at).is_some_and(|token| token.start == hit.start);
        let mut start = hit.start;
        let is_country = id.key.len() == 2 && id.key.is_ascii();
        if is_whole && !is_country {
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
