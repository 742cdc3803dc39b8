//! Persons by title: الرئيس الفرنسي فرنسوا …, when a given name that the lists know stands behind a title.
//!
//! Owns the shape of an Arabic name behind a title. Careful by design: a name without a title or without a known
//! given name is left to a trained recogniser.

use super::gazetteer::{Gazetteer, gazetteer};
use super::interest::Interest;
use super::recogniser::{Context, Recogniser};
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
    fn recognise(&self, tokens: &Tokens, context: &Context, found: &mut Vec<Mention>) {
        if !context.has_particles() {
            return;
        }
        let lists = gazetteer();
        for at in 1..tokens.len() {
            if !tokens.may_be(at, Interest::GIVEN) || !is_given(tokens.folded(at)) || !has_title(lists, tokens, at) {
                continue;
            }
            let next = name_end(lists, tokens, at);
            if next == at {
                continue;
            }
            let (Some(first), Some(last)) = (tokens.get(at), tokens.get(next - 1)) else { continue };
            let name = (at..next).map(|index| tokens.source(index)).collect::<Vec<_>>().join(" ");
            let key = fold(&name);
            let id = EntityId { kind: Kind::Person, key };
            found.push(Mention { bytes: first.start..last.end, id, name, value: None });
        }
    }
}

/// A given name, whether عبدالله is written in one word or in two.
pub(super) fn is_given(word: &str) -> bool {
    word == "عبد" || gazetteer().word("given", word).is_some()
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
///
/// `at` itself when there is but one name: it takes two to be sure.
fn name_end(lists: &Gazetteer, tokens: &Tokens, at: usize) -> usize {
    let mut next = at;
    let mut names = 0;
    while next < at + LONGEST_NAME && tokens.is(next, Class::Word) {
        let word = tokens.folded(next);
        let is_bound = matches!(word, "بن" | "ابن" | "بنت" | "ال" | "ابو") && names > 0;
        let length = match word {
            _ if is_bound && tokens.folded(next + 1) == "عبد" && tokens.folded(next + 2).starts_with("ال") => 3,
            _ if is_bound && tokens.is(next + 1, Class::Word) => 2,
            "عبد" if tokens.folded(next + 1).starts_with("ال") => 2,
            _ if lists.word("given", word).is_some() => 1,
            _ => break,
        };
        next += length;
        names += 1;
    }
    if names > 0 && is_family_name(lists, tokens.folded(next), names) {
        next += 1;
        names += 1;
    }
    if names > 1 { next } else { at }
}

/// True for a word with the article that can close a name: any behind two names, one in ي or ى behind a single one.
fn is_family_name(lists: &Gazetteer, word: &str, names: usize) -> bool {
    let stem = word.strip_prefix("ال").unwrap_or_default();
    let shaped = stem.ends_with('ي') && stem.chars().count() >= 4
        || names > 1 && stem.chars().count() >= 3 && !stem.ends_with('ه') && !stem.ends_with("ات");
    shaped && lists.adjective(word).is_none() && !is_stopped(word)
}

/// Words with the article that follow names and are no family names.
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
        "الذي",
        "الذين",
        "اليوم",
        "الان",
        "الامين",
        "الراحل",
        "العام",
        "القادم",
        "المقبل",
        "الاول",
        "الثالث",
        "الرابع",
        "الخامس",
        "السادس",
        "الاحد",
        "الاثنين",
        "الخميس",
        "السبت",
        "الكبير",
        "الجديد",
        "الملك",
        "الامير",
        "الرئيس",
        "الوزير",
        "الدكتور",
        "السابق",
        "الاسبق",
        "الحاكم",
        "المكرم",
        "الموقر",
        "العلوم",
        "السمو",
        "الاسلام",
        "السلام",
        "الدين",
        "الله",
        "المكلف",
        "المعظم",
        "الصالح",
        "الاخ",
        "الاخوان",
        "اليومي",
    ];
    STOPPED.contains(&word)
}
