//! Events by their head: حرب, قمة, بطولة, مهرجان …, with the name behind it.
//!
//! Owns the shape of an event's name; persons and places behind a head come from those who found them. Next:
//! `join.rs`, where an event takes the place of the names within it.

use std::ops::Range;

use super::gazetteer::{Gazetteer, gazetteer, readings};
use super::interest::Interest;
use super::pattern::start_of;
use super::token::{Class, Tokens};
use super::{EntityId, Kind, Mention};
use crate::text::fold;

/// Heads of events without the article, folded; a name stands right behind them.
const HEADS: &[&str] = &[
    "حرب",
    "حروب",
    "معركه",
    "غزوه",
    "قمه",
    "موتمر",
    "اتفاق",
    "اتفاقيه",
    "معاهده",
    "مهرجان",
    "بطوله",
    "كاس",
    "دوري",
    "دوره",
    "اولمبياد",
    "ثوره",
    "انتفاضه",
    "مجزره",
    "مذبحه",
    "زلزال",
    "اعصار",
    "معرض",
    "سباق",
    "ماراثون",
    "رالي",
    "مونديال",
    "مبادره",
    "محادثات",
    "مفاوضات",
    "اعلان",
    "بروتوكول",
    "هجمات",
    "انفجار",
    "كارثه",
    "فاجعه",
    "حصار",
];

/// Heads whose names are ordinary words too often: they need a place behind them.
const NEEDS_PLACE: &[&str] = &["محادثات", "مفاوضات", "هجمات", "انفجار", "كارثه", "فاجعه", "حصار", "دوره", "مبادره"];

/// Heads whose name may be any word, when an adjective of [`ADJECTIVES`] closes it.
const SHOWS: &[&str] = &["مهرجان", "معرض", "سباق", "رالي", "ماراثون"];

/// Heads with the article, folded, which an adjective of [`ADJECTIVES`] or a nationality makes a name.
const DEFINITE_HEADS: &[&str] =
    &["الحرب", "الحروب", "الثوره", "الانتفاضه", "الالعاب", "القمه", "الموتمر", "الدوري", "المجاعه", "الاولمبياد"];

/// Words behind a head that name it, with the article, folded.
const ADJECTIVES: &[&str] = &[
    "العالميه",
    "الاهليه",
    "البارده",
    "الصليبيه",
    "الاولمبيه",
    "البارالمبيه",
    "الكبري",
    "العظمي",
    "الصناعيه",
    "العربيه",
    "الافريقيه",
    "الاسيويه",
    "الاوروبيه",
    "الخليجيه",
    "الاسلاميه",
    "الاولي",
    "الثانيه",
    "الثالثه",
    "الرابعه",
    "الخامسه",
    "السادسه",
    "السابعه",
    "الثامنه",
    "التاسعه",
    "العاشره",
    "الشتويه",
    "الصيفيه",
    "الممتاز",
    "الدولي",
    "الدوليه",
    "السينمائي",
    "السينمائيه",
    "الثقافي",
    "الثقافيه",
    "العربي",
    "العالمي",
    "الافريقي",
    "الاسيوي",
    "الاوروبي",
    "الوطني",
    "السنوي",
    "الموسيقي",
    "المسرحي",
    "الشعري",
    "الاقتصادي",
    "الاقتصاديه",
    "الامنيه",
    "البلاتينيه",
];

/// Words that name an event behind an indefinite head: كأس العالم, قمة العشرين, حرب أكتوبر.
const NAMES: &[&str] = &[
    "العالم",
    "الامم",
    "اسيا",
    "افريقيا",
    "اوروبا",
    "العرب",
    "الخليج",
    "السوبر",
    "الملك",
    "الامير",
    "الخليفه",
    "الجمهوريه",
    "العشرين",
    "السبع",
    "الثماني",
    "المناخ",
    "الارض",
    "الالفيه",
    "النكسه",
    "الاستنزاف",
    "التحرير",
    "الاستقلال",
    "الحجاره",
    "الاقصي",
    "الياسمين",
    "اكتوبر",
    "تشرين",
    "حزيران",
    "يونيو",
    "يوليو",
    "يناير",
    "تموز",
    "نوفمبر",
    "سبتمبر",
    "ايلول",
    "ابطال",
    "السلام",
    "بدر",
    "احد",
    "حطين",
    "اليرموك",
    "القادسيه",
    "داحس",
    "البسوس",
    "الفجار",
    "العلمين",
    "الكتاب",
    "الجنوب",
    "الربيع",
];

/// The most words of a quoted name.
const LONGEST_QUOTE: usize = 6;

/// True for a folded word that heads the name of an event, particles before it.
pub(super) fn may_head(word: &str) -> bool {
    let mut may = false;
    readings(word, &mut |reading| {
        let rest = &*reading.rest;
        may = !reading.without_article && (DEFINITE_HEADS.contains(&rest) || HEADS.contains(&rest));
        may
    });
    may
}

/// Finds events; `names` are the tokens of the persons, places and organisations of the paragraph, in order.
pub(super) fn find_events(tokens: &Tokens, names: &[(Range<usize>, Kind)]) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    let shape = Shape { tokens, names, lists: gazetteer() };
    while at < tokens.len() {
        let may_head = tokens.is(at, Class::Word) && tokens.may_be(at, Interest::EVENT);
        let event = if may_head { shape.event(at) } else { None };
        let Some((start, next)) = event else {
            at += 1;
            continue;
        };
        if let Some(last) = tokens.get(next - 1) {
            let name = tokens.source[start..last.end].split_whitespace().collect::<Vec<_>>().join(" ");
            let id = EntityId { kind: Kind::Event, key: fold(&name) };
            found.push(Mention { bytes: start..last.end, id, name, value: None });
        }
        at = next;
    }
    found
}

struct Shape<'a, 't> {
    tokens: &'a Tokens<'t>,
    names: &'a [(Range<usize>, Kind)],
    lists: &'static Gazetteer,
}

impl Shape<'_, '_> {
    /// First byte and the token after the last of the event whose head stands at a token.
    fn event(&self, at: usize) -> Option<(usize, usize)> {
        let is_definite = |word: &str| DEFINITE_HEADS.contains(&word);
        if let Some(start) = start_of(self.tokens, at, &mut |word| is_definite(word)) {
            let next = self.adjectives(at + 1);
            return (next > at + 1).then_some((start, next));
        }
        let mut head = "";
        let start = start_of(self.tokens, at, &mut |word| {
            head = HEADS.iter().find(|head| **head == word).copied().unwrap_or_default();
            !head.is_empty()
        })?;
        let next = self.name(at + 1, head)?;
        Some((start, self.adjectives(next)))
    }

    /// The token after the name that begins at a token.
    fn name(&self, at: usize, head: &str) -> Option<usize> {
        let first = self.names.partition_point(|(tokens, _)| tokens.start < at);
        let named = self.names.get(first).filter(|(tokens, _)| tokens.start == at);
        if let Some((tokens, kind)) = named
            && (*kind == Kind::Place || *kind == Kind::Person && !NEEDS_PLACE.contains(&head))
            && tokens.clone().all(|token| !self.has_particle(token, tokens.start))
        {
            return Some(tokens.end);
        }
        if NEEDS_PLACE.contains(&head) {
            return None;
        }
        if self.tokens.is_sign(at, "\"") {
            let end = (at + 2..at + 2 + LONGEST_QUOTE).find(|&end| self.tokens.is_sign(end, "\""))?;
            return Some(end + 1);
        }
        // مهرجان كان السينمائي: a word that no list knows is a name when an adjective closes it.
        let is_closed = SHOWS.contains(&head)
            && self.tokens.is(at, Class::Word)
            && ADJECTIVES.contains(&self.tokens.folded(at + 1));
        (is_closed || NAMES.contains(&self.tokens.folded(at))).then_some(at + 1)
    }

    /// True for a first word with a preposition: حرب بالوكالة names no war.
    fn has_particle(&self, token: usize, first: usize) -> bool {
        token == first && self.tokens.folded(token).starts_with(['ب', 'ل', 'و']) && {
            let rest: String = self.tokens.folded(token).chars().skip(1).collect();
            rest.starts_with("ال")
        }
    }

    /// The token after the adjectives that begin at a token.
    fn adjectives(&self, at: usize) -> usize {
        let fits = |at: usize| {
            let word = self.tokens.folded(at);
            ADJECTIVES.contains(&word) || self.lists.adjective(word).is_some()
        };
        (at..at + 4).find(|&at| !fits(at)).unwrap_or(at + 4).min(self.tokens.len()).max(at.min(self.tokens.len()))
    }
}
