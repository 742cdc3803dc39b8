//! Persons by title: الرئيس الفرنسي فرنسوا …, when a given name that the lists know stands behind a title.
//!
//! Owns the shape of an Arabic name behind a title. Careful by design: a name without a title or without a known
//! given name is left to a trained recogniser.

use super::gazetteer::{Gazetteer, gazetteer};
use super::recognise::{Context, Recogniser};
use super::token::{Class, Tokens};
use super::{EntityId, Kind, Mention};
use crate::text::fold;

/// Finds persons behind titles.
pub(super) struct TitleRecogniser;

/// The most words of a name.
const LONGEST_NAME: usize = 7;

/// The most words of a title.
const LONGEST_TITLE: usize = 3;

impl Recogniser for TitleRecogniser {
    fn name(&self) -> &'static str {
        "title"
    }

    fn recognise(&self, paragraph: &str, context: &Context, found: &mut Vec<Mention>) {
        if !context.has_particles() {
            return;
        }
        let tokens = Tokens::new(paragraph);
        let lists = gazetteer();
        for at in 1..tokens.len() {
            if !is_given(lists, tokens.folded(at)) || !has_title(lists, &tokens, at) {
                continue;
            }
            let next = name_end(lists, &tokens, at);
            let (Some(first), Some(last)) = (tokens.get(at), tokens.get(next - 1)) else { continue };
            if next < at + 2 {
                continue;
            }
            let name = (at..next).map(|index| tokens.source(index)).collect::<Vec<_>>().join(" ");
            let key = fold(&name);
            let id = EntityId { kind: Kind::Person, key };
            found.push(Mention { bytes: first.start..last.end, id, name, value: None });
        }
    }
}

/// A given name, whether عبدالله is written in one word or in two.
fn is_given(lists: &Gazetteer, word: &str) -> bool {
    word == "عبد" || lists.word("given", word).is_some()
}

/// True when a title stands before the name, a nationality adjective or two between them allowed.
fn has_title(lists: &Gazetteer, tokens: &Tokens, name: usize) -> bool {
    let mut end = name;
    while end > 0 && name - end < 2 && lists.adjective(tokens.folded(end - 1)).is_some() {
        end -= 1;
    }
    (1..=LONGEST_TITLE.min(end)).any(|length| {
        let words: Vec<_> = (end - length..end).map(|index| tokens.folded(index)).collect();
        let phrase = words.join(" ");
        let bare = phrase.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك']).unwrap_or(&phrase);
        lists.word("title", &phrase).or_else(|| lists.word("title", bare)).is_some()
    })
}

/// The token after the name that starts at `at`: given names, بن and its like, and a family name with the article.
fn name_end(lists: &Gazetteer, tokens: &Tokens, at: usize) -> usize {
    let mut next = at;
    let mut last_whole = at;
    while next < at + LONGEST_NAME && tokens.is(next, Class::Word) {
        let word = tokens.folded(next);
        if matches!(word, "بن" | "ابن" | "بنت" | "ال" | "ابو") && tokens.is(next + 1, Class::Word) && next > at
        {
            next += 2;
            last_whole = next;
        } else if word == "عبد" && tokens.folded(next + 1).starts_with("ال") {
            next += 2;
            last_whole = next;
        } else if lists.word("given", word).is_some() {
            next += 1;
            last_whole = next;
        } else {
            break;
        }
    }
    let is_family = |word: &str| {
        let stem = word.strip_prefix("ال").unwrap_or_default();
        stem.chars().count() >= 4 && stem.ends_with('ي') && lists.adjective(word).is_none() && !is_stopped(word)
    };
    if last_whole > at && is_family(tokens.folded(last_whole)) { last_whole + 1 } else { last_whole }
}

/// Words with the article and ي that follow names and are no family names.
fn is_stopped(word: &str) -> bool {
    const STOPPED: &[&str] = &[
        "الحالي",
        "الماضي",
        "التالي",
        "الجاري",
        "الرسمي",
        "الاعلامي",
        "الصحفي",
        "الدولي",
        "العالمي",
        "السياسي",
        "الاقليمي",
        "الثاني",
        "التنفيذي",
        "الوطني",
        "المحلي",
        "الخيري",
        "الطبي",
        "الامني",
        "العسكري",
        "الاسلامي",
        "الرياضي",
        "الجامعي",
        "الشخصي",
        "التعليمي",
        "الاقتصادي",
        "الثقافي",
        "الاجتماعي",
        "الاولي",
        "الخاصي",
        "الرئيسي",
        "العلمي",
        "القضائي",
        "التعاوني",
        "الصناعي",
        "التقني",
        "النهائي",
        "السنوي",
        "اليومي",
    ];
    STOPPED.contains(&word)
}
