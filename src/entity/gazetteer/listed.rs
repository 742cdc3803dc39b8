//! The generated lists: places of CLDR and GeoNames, and capitals, by the words of their names.
//!
//! Owns rows that are read lazily, once a language, and hold no text of their own. What the hand-made lists name (`table.rs`)
//! is theirs; matching is done in `matcher.rs`.

use std::hash::Hasher;
use std::sync::LazyLock;

use super::table::{LANGUAGES, gazetteer};
use crate::entity::token::{Fnv, Tokens, WordMap};
use crate::text::fold;

const CAPITALS: &str = include_str!("../../../assets/gazetteers/capitals.tsv");
const COUNTRIES: &str = include_str!("../../../assets/gazetteers/generated/countries.tsv");
const REGIONS: &str = include_str!("../../../assets/gazetteers/generated/regions.tsv");
const CITIES: &str = include_str!("../../../assets/gazetteers/generated/cities.tsv");

/// Which list a row stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Country,
    Capital,
    Region,
    City,
}

/// One place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Listed {
    pub(crate) sort: Sort,
    /// The code of a country; empty for others, whose key is the folded Arabic name.
    code: &'static str,
    names: [&'static str; 5],
    aliases: &'static str,
    /// ISO 3166-1 alpha-2 of the country that it lies in, or is.
    pub(crate) country: Option<&'static str>,
    /// True when the name is a common word too.
    pub(crate) needs_cue: bool,
}

impl Listed {
    fn parse(line: &'static str, sort: Sort) -> Option<Self> {
        let mut columns = line.split('\t');
        if sort == Sort::Capital {
            let (country, arabic, english) = (columns.next()?, columns.next()?, columns.next()?);
            let needs_cue = columns.next() == Some("cue");
            let names = [arabic, "", "", "", english];
            return Some(Self {
                sort,
                code: "",
                names,
                aliases: "",
                country: Some(country).filter(|code| *code != "-"),
                needs_cue,
            });
        }
        let (_, key) = (columns.next()?, columns.next()?);
        let mut names = [""; 5];
        for name in &mut names {
            *name = columns.next()?;
        }
        let (aliases, flags) = (columns.next()?, columns.next()?);
        let code = if key == "=" { "" } else { key };
        let told = flags.split(' ').find_map(|flag| flag.strip_prefix("country="));
        let country = told.or((!code.is_empty()).then_some(code));
        let needs_cue = flags.split(' ').any(|flag| flag == "cue");
        (!names[0].is_empty()).then_some(Self { sort, code, names, aliases, country, needs_cue })
    }

    /// The key of its id.
    pub(crate) fn key(&self) -> String {
        if self.code.is_empty() { fold(self.names[0]) } else { self.code.to_owned() }
    }

    /// The canonical name in a language, in Arabic where the list has none.
    pub(crate) fn name(&self, language: &str) -> &'static str {
        let own = LANGUAGES.iter().position(|&known| known == language).map(|at| self.names[at]);
        own.filter(|name| !name.is_empty()).unwrap_or(self.names[0])
    }

    /// The names that count in the language at this place of [`LANGUAGES`].
    pub(crate) fn phrases(&self, language: usize) -> impl Iterator<Item = &'static str> + use<> {
        let aliases = self.aliases.split('|').filter(move |alias| language_of(alias) == Some(language));
        std::iter::once(self.names[language]).chain(aliases).filter(|name| !name.is_empty())
    }
}

/// The place in [`LANGUAGES`] of the language that an alias is taken to be in, by its script.
fn language_of(alias: &str) -> Option<usize> {
    match alias.chars().next()? {
        '\u{5d0}'..='\u{5ea}' => Some(3),
        'A'..='Z' => Some(4),
        '\u{621}'..='\u{64a}' if !alias.contains(['ک', 'ی', 'گ', 'چ', 'ژ', 'ہ', 'ے', 'ٹ', 'ڈ', 'ں', 'پ']) => {
            Some(0)
        }
        _ => None,
    }
}

/// Every row, capitals before regions and cities.
pub(crate) fn listed() -> &'static [Listed] {
    static ROWS: LazyLock<Vec<Listed>> = LazyLock::new(|| {
        let lists =
            [(COUNTRIES, Sort::Country), (CAPITALS, Sort::Capital), (REGIONS, Sort::Region), (CITIES, Sort::City)];
        let rows = lists.into_iter().flat_map(|(list, sort)| list.lines().map(move |line| (line, sort)));
        let rows = rows.filter(|(line, _)| !line.starts_with('#'));
        let mut rows: Vec<Listed> = rows.filter_map(|(line, sort)| Listed::parse(line, sort)).collect();
        rows.shrink_to_fit();
        rows
    });
    &ROWS
}

/// The hash of a phrase, made word by word.
#[derive(Clone, Default)]
pub(crate) struct PhraseHash(Fnv);

impl PhraseHash {
    /// The hash with one more folded word.
    pub(crate) fn with(mut self, word: &str) -> Self {
        self.0.write(word.as_bytes());
        self.0.write(b" ");
        self
    }

    pub(crate) fn value(&self) -> u64 {
        self.0.finish()
    }
}

/// Names of one language by the hash of their folded words.
#[derive(Default)]
pub(crate) struct NameIndex {
    rows: WordMap<u64, u32>,
    /// The same without countries: عمان is Oman, and a capital.
    places: WordMap<u64, u32>,
    /// Hash of a first word → how many words the longest name has that it begins.
    longest: WordMap<u64, usize>,
}

impl NameIndex {
    fn of(language: usize) -> Self {
        let mut index = Self::default();
        for map in [&mut index.rows, &mut index.places] {
            map.reserve(listed().len());
        }
        for (at, row) in (0_u32..).zip(listed()) {
            for name in row.phrases(language) {
                let tokens = Tokens::new(name);
                let first = PhraseHash::default().with(tokens.folded(0));
                let whole = (1..tokens.len()).fold(first.clone(), |hash, at| hash.with(tokens.folded(at)));
                index.rows.entry(whole.value()).or_insert(at);
                if row.sort != Sort::Country {
                    index.places.entry(whole.value()).or_insert(at);
                }
                let longest = index.longest.entry(first.value()).or_default();
                *longest = tokens.len().max(*longest);
            }
        }
        index
    }

    /// The row of a phrase.
    pub(crate) fn get(&self, hash: &PhraseHash) -> Option<&'static Listed> {
        listed().get(*self.rows.get(&hash.value())? as usize)
    }

    /// The most words of a name that begins with a word; `None` when none does.
    pub(crate) fn longest(&self, first: &PhraseHash) -> Option<usize> {
        self.longest.get(&first.value()).copied()
    }
}

/// The index for words of a script in a text of a language.
pub(crate) fn index(first_letter: Option<char>, language: &str) -> &'static NameIndex {
    static INDICES: [LazyLock<NameIndex>; 5] = [
        LazyLock::new(|| NameIndex::of(0)),
        LazyLock::new(|| NameIndex::of(1)),
        LazyLock::new(|| NameIndex::of(2)),
        LazyLock::new(|| NameIndex::of(3)),
        LazyLock::new(|| NameIndex::of(4)),
    ];
    let at = match (first_letter, language) {
        (Some('\u{5d0}'..='\u{5ea}'), _) => 3,
        (Some(letter), _) if letter.is_ascii_alphabetic() => 4,
        (_, "fa") => 1,
        (_, "ur") => 2,
        _ => 0,
    };
    &INDICES[at]
}

/// The country of the place with this key: a folded canonical Arabic name.
pub(crate) fn country_of_place(key: &str) -> Option<&'static str> {
    // The key of a place may hold signs, which are tokens of their own.
    let tokens = Tokens::new(key);
    let hash = (0..tokens.len()).fold(PhraseHash::default(), |hash, at| hash.with(tokens.folded(at)));
    listed().get(*index(None, "ar").places.get(&hash.value())? as usize)?.country
}

/// The country with this code.
pub(crate) fn country(code: &str) -> Option<&'static Listed> {
    let countries = || listed().iter().take_while(|row| row.sort == Sort::Country);
    countries().find(|row| row.code == code)
}

/// The canonical name of a country in a language: the hand-made list's before the generated one's.
pub(crate) fn country_name(code: &str, language: &str) -> Option<String> {
    let by_hand = gazetteer().entities.iter().find(|entity| entity.is_country() && entity.id.key == code);
    by_hand.map(|entity| entity.name(language).to_owned()).or_else(|| Some(country(code)?.name(language).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{country, country_of_place, listed};

    #[test]
    fn every_line_of_the_generated_lists_is_a_row() {
        let lines = [super::COUNTRIES, super::CAPITALS, super::REGIONS, super::CITIES];
        let lines: usize = lines.iter().map(|list| list.lines().filter(|line| !line.starts_with('#')).count()).sum();
        assert_eq!(listed().len(), lines);
        for row in listed() {
            let code = row.country.unwrap_or("AZ");
            assert!(country(code).is_some(), "{code} of {row:?}");
        }
    }

    #[test]
    fn places_lead_to_their_country() {
        for (key, code) in [("باكو", "AZ"), ("القاهره", "EG"), ("الموصل", "IQ"), ("سيدني", "AU"), ("عمان", "JO")]
        {
            assert_eq!(country_of_place(key), Some(code), "{key}");
        }
        assert_eq!(country_of_place("لا مكان"), None);
    }
}
