//! The lists, read once: entities, the phrases that name them, and words that stand beside names.
//!
//! Owns the format of `assets/gazetteers/*.tsv`; does not look at running text (`matcher.rs`).

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::entity::token::{Tokens, WordMap};
use crate::entity::{EntityId, Kind};
use crate::text::fold;

/// The lists as they are compiled in.
const LISTS: &[&str] = &[
    include_str!("../../../assets/gazetteers/countries.tsv"),
    include_str!("../../../assets/gazetteers/places.tsv"),
    include_str!("../../../assets/gazetteers/organizations.tsv"),
    include_str!("../../../assets/gazetteers/persons.tsv"),
    include_str!("../../../assets/gazetteers/words.tsv"),
];

/// The languages of the name columns, in their order.
pub(crate) const LANGUAGES: [&str; 5] = ["ar", "fa", "ur", "he", "en"];

/// One row of a list.
#[derive(Clone, Copy, Debug)]
struct Row<'l> {
    kind: &'l str,
    key: &'l str,
    names: [&'l str; 5],
    aliases: &'l str,
    flags: &'l str,
}

impl<'l> Row<'l> {
    /// Reads a line; `None` when it has not nine columns or no Arabic name.
    fn parse(line: &'l str) -> Option<Self> {
        let mut columns = line.split('\t');
        let (kind, key) = (columns.next()?, columns.next()?);
        let mut names = [""; 5];
        for name in &mut names {
            *name = columns.next()?;
        }
        let (aliases, flags) = (columns.next()?, columns.next()?);
        (columns.next().is_none() && !names[0].is_empty()).then_some(Self { kind, key, names, aliases, flags })
    }

    /// Each way to write the name, with the language that it counts in where it is but one.
    ///
    /// Persian and Urdu names are bound to their language: مدینه is Medina there, and any town in Arabic.
    fn phrases(&self) -> impl Iterator<Item = (&'l str, Option<&'static str>)> + use<'l> {
        let bound = |language: &'static str| matches!(language, "fa" | "ur").then_some(language);
        let names = self.names.into_iter().zip(LANGUAGES).map(move |(name, language)| (name, bound(language)));
        let aliases = self.aliases.split('|').map(|alias| match alias.split_once(':') {
            Some((tag, name)) => (name, LANGUAGES.iter().copied().find(|&known| known == tag)),
            None => (alias, None),
        });
        names.chain(aliases).filter(|(phrase, _)| !phrase.is_empty())
    }

    fn flag(&self, name: &str) -> bool {
        self.flags.split(' ').any(|flag| flag == name)
    }

    fn values(&self, name: &str) -> impl Iterator<Item = &'l str> + use<'l> {
        let value = self.flags.split(' ').find_map(|flag| flag.strip_prefix(name)?.strip_prefix('='));
        value.into_iter().flat_map(|value| value.split('|'))
    }
}

/// Someone or something that the lists name.
#[derive(Debug)]
pub(crate) struct Entity {
    pub(crate) id: EntityId,
    names: [Box<str>; 5],
    /// False when the last words of the name do not stand for it.
    pub(crate) has_family_name: bool,
}

impl Entity {
    /// True for a country: its key is an ISO 3166-1 alpha-2 code.
    pub(crate) fn is_country(&self) -> bool {
        self.id.kind == Kind::Place && self.id.key.len() == 2 && self.id.key.is_ascii()
    }

    /// The canonical name in a language, in Arabic where the list has none.
    pub(crate) fn name(&self, language: &str) -> &str {
        let own = LANGUAGES.iter().position(|&known| known == language).map(|at| &self.names[at]);
        own.filter(|name| !name.is_empty()).unwrap_or(&self.names[0])
    }
}

/// How a Latin word must be written to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// No matter: another script, or a small letter.
    Any,
    /// With a capital first.
    Capital,
    /// All in capitals: UN, WHO.
    Capitals,
}

/// A way to write the name of an entity, token by token.
#[derive(Debug)]
pub(crate) struct Phrase {
    /// Index into the entities.
    pub(crate) entity: usize,
    /// The one language in which it counts; any when there is none.
    pub(crate) language: Option<&'static str>,
    /// The folded tokens behind the first, each with its case.
    pub(crate) rest: Vec<(Box<str>, Case)>,
    pub(crate) first_case: Case,
    pub(crate) takes_article: bool,
    pub(crate) needs_cue: bool,
    /// Folded words beside which the phrase does not count.
    pub(crate) shuns: Vec<Box<str>>,
}

/// A nationality adjective with its article, as a list writes it.
#[derive(Clone, Debug)]
pub(crate) struct Adjective {
    pub(crate) written: Box<str>,
}

/// Everything that the lists hold.
#[derive(Debug, Default)]
pub(crate) struct Gazetteer {
    pub(crate) entities: Vec<Entity>,
    /// Phrases by their first folded token, the longest first, those of one language before the others.
    phrases: WordMap<Box<str>, Vec<Phrase>>,
    adjectives: WordMap<Box<str>, Adjective>,
    /// Masculine adjectives without article, by the code of their country.
    stems: WordMap<Box<str>, Vec<String>>,
    /// Classes of words: folded phrase → canonical head, by class.
    words: WordMap<Box<str>, WordMap<Box<str>, Box<str>>>,
    /// First words of the phrases of two words or more, by class.
    first_words: WordMap<Box<str>, HashSet<Box<str>>>,
}

/// The lists, read at the first use.
pub(crate) fn gazetteer() -> &'static Gazetteer {
    static LISTS_READ: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::read(LISTS));
    &LISTS_READ
}

impl Gazetteer {
    fn read(lists: &[&str]) -> Self {
        let mut gazetteer = Self::default();
        for row in lists.iter().flat_map(|list| rows(list)).flatten() {
            gazetteer.add(row);
        }
        for phrases in gazetteer.phrases.values_mut() {
            phrases.sort_by_key(|phrase| (std::cmp::Reverse(phrase.rest.len()), phrase.language.is_none()));
        }
        gazetteer
    }

    fn add(&mut self, row: Row) {
        let Some(kind) = kind_of(row.kind) else {
            let class = self.words.entry(row.kind.into()).or_default();
            for (phrase, _) in row.phrases() {
                let folded = folded_phrase(phrase);
                if let Some((first, _)) = folded.split_once(' ') {
                    self.first_words.entry(row.kind.into()).or_default().insert(first.into());
                }
                class.entry(folded.into()).or_insert_with(|| row.names[0].into());
            }
            return;
        };
        let key = if row.key == "=" { folded_phrase(row.names[0]) } else { row.key.to_owned() };
        if row.values("adj").next().is_some() {
            self.stems.insert(key.as_str().into(), row.values("adj").map(str::to_owned).collect());
        }
        let entity = self.entities.len();
        let has_family_name = kind == Kind::Person && !row.flag("nofamily");
        let names = row.names.map(Into::into);
        self.entities.push(Entity { id: EntityId { kind, key }, names, has_family_name });
        let mut seen = HashSet::new();
        for written in row.phrases().filter(|(written, _)| seen.insert(folded_phrase(written))) {
            self.add_phrase(entity, written, &row);
        }
        for stem in row.values("adj") {
            for written in [definite(stem, ""), definite(stem, "ة")] {
                self.adjectives.insert(folded_phrase(&written).into(), Adjective { written: written.into() });
            }
        }
    }

    fn add_phrase(&mut self, entity: usize, (written, language): (&str, Option<&'static str>), row: &Row) {
        let tokens = Tokens::new(written);
        let rest = (1..tokens.len()).map(|at| (tokens.folded(at).into(), case(tokens.source(at)))).collect::<Vec<_>>();
        let is_one_word = rest.is_empty();
        let phrase = Phrase {
            entity,
            language,
            first_case: case(tokens.source(0)),
            takes_article: row.kind != "person" && !row.flag("noal") && !written.starts_with("ال"),
            needs_cue: is_one_word && row.flag("cue") && !written.is_ascii(),
            shuns: row.values("shun").map(|word| fold(word).into()).collect(),
            rest,
        };
        self.phrases.entry(tokens.folded(0).into()).or_default().push(phrase);
    }

    /// The phrases that begin with a folded token, the longest first.
    pub(crate) fn phrases(&self, first: &str) -> &[Phrase] {
        self.phrases.get(first).map_or(&[], Vec::as_slice)
    }

    /// Every phrase with its first folded token, in no order.
    pub(crate) fn all_phrases(&self) -> impl Iterator<Item = (&str, &Phrase)> {
        self.phrases.iter().flat_map(|(first, phrases)| phrases.iter().map(|phrase| (&**first, phrase)))
    }

    /// Every class with each of its folded phrases, in no order.
    pub(crate) fn all_words(&self) -> impl Iterator<Item = (&str, &str)> {
        self.words.iter().flat_map(|(class, words)| words.keys().map(|phrase| (&**class, &**phrase)))
    }

    /// True when folded words are a phrase of these lists that is bound to no language.
    pub(crate) fn has_phrase<'w>(&self, mut words: impl Iterator<Item = &'w str> + Clone) -> bool {
        let first = words.next().unwrap_or_default();
        let is_rest = |phrase: &Phrase| {
            phrase.language.is_none() && phrase.rest.iter().map(|(word, _)| &**word).eq(words.clone())
        };
        self.phrases(first).iter().any(is_rest)
    }

    /// The masculine adjectives of a country, without article, as its list has them.
    pub(crate) fn adjectives_of(&self, code: &str) -> &[String] {
        self.stems.get(code).map_or(&[], Vec::as_slice)
    }

    /// The nationality adjective of a folded word with the article, such as `الروسيه`.
    pub(crate) fn adjective(&self, folded: &str) -> Option<&Adjective> {
        self.adjectives.get(folded)
    }

    /// True when a phrase of two words or more in a class begins with a folded word.
    pub(crate) fn begins(&self, class: &str, first: &str) -> bool {
        self.first_words.get(class).is_some_and(|words| words.contains(first))
    }

    /// The canonical head of a folded word or phrase in a class of words (`body`, `ministry`, `title`, …).
    pub(crate) fn word(&self, class: &str, folded: &str) -> Option<&str> {
        self.words.get(class)?.get(folded).map(AsRef::as_ref)
    }
}

/// The rows of a list, comments left out; `None` for a line that is no row.
fn rows(list: &str) -> impl Iterator<Item = Option<Row<'_>>> {
    list.lines().filter(|line| !line.starts_with('#')).map(Row::parse)
}

fn kind_of(name: &str) -> Option<Kind> {
    crate::entity::KINDS.iter().find(|row| row.name == name).map(|row| row.kind)
}

/// A phrase as its folded tokens, joined by blanks.
pub(crate) fn folded_phrase(phrase: &str) -> String {
    let tokens = Tokens::new(phrase);
    (0..tokens.len()).map(|at| tokens.folded(at)).collect::<Vec<_>>().join(" ")
}

/// The adjective with its article and, for the feminine, ة.
fn definite(stem: &str, ending: &str) -> String {
    format!("ال{stem}{ending}")
}

fn case(word: &str) -> Case {
    let mut letters = word.chars();
    match letters.next().is_some_and(char::is_uppercase) {
        true if word.chars().count() > 1 && !letters.any(char::is_lowercase) => Case::Capitals,
        true => Case::Capital,
        false => Case::Any,
    }
}

impl Case {
    /// True when a word of the text is written as this asks.
    pub(crate) fn accepts(self, word: &str) -> bool {
        match self {
            Case::Any => true,
            Case::Capital => word.chars().next().is_some_and(char::is_uppercase),
            Case::Capitals => !word.chars().any(char::is_lowercase),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::{LISTS, folded_phrase, gazetteer, kind_of, rows};
    use crate::entity::{KINDS, Kind};

    const CLASSES: &[&str] =
        &["body", "ministry", "title", "given", "place-head", "place-cue", "organization-cue", "person-cue"];
    const FLAGS: &[&str] = &["noal", "cue", "nofamily"];

    #[test]
    fn every_row_is_read_and_every_kind_is_known() {
        for (list, line) in LISTS.iter().flat_map(|list| list.lines().map(move |line| (list, line))) {
            let comment = line.starts_with('#');
            let row = rows(line).next().flatten();
            assert!(comment || row.is_some(), "no row: {line:?} of {}", &list[..20]);
            let Some(row) = row else { continue };
            assert!(kind_of(row.kind).is_some() || CLASSES.contains(&row.kind), "kind of {line:?}");
            for flag in row.flags.split(' ').filter(|flag| !flag.is_empty()) {
                let named = flag.split_once('=').is_some_and(|(name, _)| name == "adj" || name == "shun");
                assert!(named || FLAGS.contains(&flag), "flag {flag:?} of {line:?}");
            }
            for (phrase, _) in row.phrases() {
                assert_eq!(phrase, phrase.trim(), "{line:?}");
                assert!(!folded_phrase(phrase).is_empty(), "{line:?}");
            }
        }
    }

    #[test]
    fn every_kind_of_name_occurs_and_no_key_twice() {
        let mut keys = HashSet::new();
        for entity in &gazetteer().entities {
            assert!(keys.insert(entity.id.clone()), "{} twice", entity.id);
        }
        for kind in KINDS.iter().filter(|row| matches!(row.kind, Kind::Person | Kind::Place | Kind::Organization)) {
            assert!(keys.iter().any(|id| id.kind == kind.kind), "no {}", kind.name);
        }
    }

    #[test]
    fn no_phrase_names_two_entities() {
        let mut shared = Vec::new();
        let mut owners: HashMap<(String, Option<&str>), (String, bool)> = HashMap::new();
        for row in LISTS.iter().flat_map(|list| rows(list)).flatten() {
            if kind_of(row.kind).is_none() {
                continue;
            }
            let owner = format!("{} {}", row.kind, row.names[0]);
            for (phrase, language) in row.phrases() {
                let cued = row.flag("cue");
                let (other, other_cued) =
                    owners.entry((folded_phrase(phrase), language)).or_insert((owner.clone(), cued));
                if *other != owner && !cued && !*other_cued {
                    shared.push(format!("{phrase} names {other} and {owner}"));
                }
            }
        }
        assert!(shared.is_empty(), "{shared:#?}");
    }
}
