//! What of a name counts when two of them are compared: no title, no word for what it is, no article.
//!
//! Owns the words of one name. Next: `cluster.rs`.

use crate::entity::gazetteer::gazetteer;
use crate::entity::token::{Class, Tokens};
use crate::entity::{EntityId, Kind};

/// The most words of a title.
const LONGEST_TITLE: usize = 3;

/// Words before a place that say what it is; ممر, بحر and جبل are not among them, they make another place.
const PLACE_HEADS: &[&str] = &[
    "اقليم",
    "مدينه",
    "جمهوريه",
    "محافظه",
    "مقاطعه",
    "ولايه",
    "اماره",
    "دوله",
    "مملكه",
    "بلده",
    "قريه",
    "العاصمه",
    "منطقه",
];

/// A name cut into the words that count.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// Folded words, titles and heads left out.
    pub(super) words: Vec<String>,
    /// The same without article.
    pub(super) bare: Vec<String>,
    /// As it is written, titles and heads left out.
    pub(super) written: String,
}

impl Name {
    /// The name of a mention. Where the key is another name than the one that is shown, the key counts.
    pub(super) fn of(id: &EntityId, shown: &str) -> Self {
        let shown_words = folded_words(shown);
        let words = if shown_words.join(" ") == id.key { shown_words } else { folded_words(&id.key) };
        let skipped = heads(id.kind, &words);
        let written = without_words(shown, skipped, words.len());
        let words = words[skipped..].to_vec();
        let bare = words.iter().map(|word| bare(word).to_owned()).collect();
        Self { words, bare, written }
    }

    /// True when the last words of `longer` are this name, and a name alone: سلمان does not stand for محمد بن سلمان.
    pub(super) fn ends(&self, longer: &Self) -> bool {
        let before = longer.words.len().checked_sub(self.words.len() + 1).map(|at| longer.words[at].as_str());
        let is_bound = matches!(before, Some("بن" | "ابن" | "بنت" | "عبد" | "ابو" | "ام" | "ال"));
        self.bare.len() < longer.bare.len() && longer.bare.ends_with(&self.bare) && !is_bound
    }

    /// True when this is the first and the last name of `longer`, with or without some between: رجب أردوغان.
    pub(super) fn spans(&self, longer: &Self) -> bool {
        let is_short = self.bare.len() >= 2 && self.bare.len() < longer.bare.len();
        let mut rest = longer.bare.iter();
        is_short
            && self.bare.first() == longer.bare.first()
            && self.bare.last() == longer.bare.last()
            && self.bare.iter().all(|word| rest.any(|other| other == word))
    }

    /// The word of a name that has but one.
    pub(super) fn only(&self) -> Option<&str> {
        match self.words.as_slice() {
            [word] => Some(word),
            _ => None,
        }
    }
}

fn folded_words(name: &str) -> Vec<String> {
    let tokens = Tokens::new(name);
    let words = (0..tokens.len()).filter(|&at| !tokens.is(at, Class::Sign) && !tokens.folded(at).is_empty());
    words.map(|at| tokens.folded(at).to_owned()).collect()
}

/// The name as it is written, without its first words; as it is when its words are not those that were counted.
fn without_words(shown: &str, skipped: usize, words: usize) -> String {
    let tokens = Tokens::new(shown);
    match tokens.get(skipped) {
        Some(first) if skipped > 0 && tokens.len() == words => shown[first.start..].to_owned(),
        _ => shown.to_owned(),
    }
}

/// How many words at the start are a title or a word for a place; never all of them.
fn heads(kind: Kind, words: &[String]) -> usize {
    let most = words.len().saturating_sub(1);
    match kind {
        Kind::Place => usize::from(most > 0 && PLACE_HEADS.contains(&words[0].as_str())),
        Kind::Person => {
            let is_title = |count: &usize| gazetteer().word("title", &words[..*count].join(" ")).is_some();
            (1..=LONGEST_TITLE.min(most)).rev().find(is_title).unwrap_or(0)
        }
        _ => 0,
    }
}

fn bare(word: &str) -> &str {
    word.strip_prefix("ال").filter(|rest| rest.chars().count() >= 2).unwrap_or(word)
}
