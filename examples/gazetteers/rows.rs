//! The rows that are written: which names are kept, under which key, and which of them need a cue.
//!
//! Owns the choice. What is written by hand wins: a name that a hand-made list has keeps that list's key, and this adds
//! its country. The format is that of `assets/gazetteers/README.md`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use khabar::text::fold;

use crate::cities::City;
use crate::cldr::Cldr;
use crate::geonames::GeoNames;
use crate::{Failure, read};

/// Countries whose towns are named after persons and things: a single word of theirs is a town behind a cue only.
const NAMED_AFTER_PERSONS: &[&str] = &["US", "CA", "GB", "AU", "NZ", "ZA", "IE", "JM", "BR", "MX", "CO", "AR", "PH"];

/// A name shorter than this, in folded letters, is taken for a common word.
const SHORTEST: usize = 4;

/// Words before a region's name that say what it is.
const REGION_HEADS: &[&str] = &[
    "محافظة",
    "مقاطعة",
    "ولاية",
    "إقليم",
    "منطقة",
    "إمارة",
    "شعبية",
    "بلدية",
    "أوبلاست",
    "كانتون",
    "دائرة",
    "مدينة",
    "قسم",
    "مجلس",
    "استان",
    "صوبہ",
    "ضلع",
    "מחוז",
];

/// What the hand-made lists say.
pub(crate) struct Hand {
    /// Folded name → kind, key and canonical Arabic name of the row that owns it.
    owners: HashMap<String, (String, String, String)>,
    /// Folded words that are common words, given names or parts of persons' names.
    common: HashSet<String>,
}

impl Hand {
    pub(crate) fn read(assets: &Path) -> Result<Self, Failure> {
        let mut hand = Self { owners: HashMap::new(), common: HashSet::new() };
        for list in ["countries", "places", "organizations", "persons", "words"] {
            for line in rows(&read(&assets.join(format!("{list}.tsv")))?) {
                hand.add(&line.split('\t').collect::<Vec<_>>());
            }
        }
        for line in rows(&read(&assets.join("common.tsv"))?) {
            hand.common.extend(line.split('\t').next().map(folded));
        }
        Ok(hand)
    }

    fn add(&mut self, columns: &[&str]) {
        let &[kind, key, ar, fa, ur, he, en, aliases, _] = columns else { return };
        match kind {
            "place" | "organization" | "person" => {
                let aliases = aliases.split('|').map(|alias| alias.split_once(':').map_or(alias, |(_, name)| name));
                for name in [ar, fa, ur, he, en].into_iter().chain(aliases).filter(|name| !name.is_empty()) {
                    let key = if key == "=" { folded(ar) } else { key.to_owned() };
                    self.owners.entry(folded(name)).or_insert((kind.to_owned(), key, ar.to_owned()));
                }
                if kind == "person" {
                    self.common.extend(folded(ar).split(' ').map(str::to_owned));
                }
            }
            "title" => {}
            _ => self.common.extend([ar].into_iter().chain(aliases.split('|')).map(folded)),
        }
    }
}

fn rows(list: &str) -> impl Iterator<Item = String> {
    list.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

/// A name as its folded words.
fn folded(name: &str) -> String {
    let text = fold(name);
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A list as it is written.
pub(crate) struct List {
    pub(crate) text: String,
    pub(crate) rows: usize,
    pub(crate) placed: usize,
}

/// A name on its way into a list.
struct Entry {
    names: [String; 5],
    country: Option<String>,
    needs_cue: bool,
    /// How much speaks for it where two places share a name: languages that have it, and [`ZONE`].
    weight: usize,
    /// True when places of one weight in several countries share it.
    is_contested: bool,
}

/// What it weighs to be a zone's exemplar city or a name of the hand-made lists.
const ZONE: usize = 10;

/// What it weighs to be a region, or its seat of the same name.
const REGION: usize = 2;

/// Of two towns of one name the larger is meant where one of these many people lie between them.
const SIZES: [u32; 3] = [60_000, LARGE, 1_000_000];

/// A town of so many people is called by its name alone, whoever it is named after.
const LARGE: u32 = 300_000;

/// How much heavier one of two places must be to be the one that is meant.
const CLEARLY: usize = 2;

/// The lists with their file names: countries, regions, cities.
pub(crate) fn lists(
    cldr: &Cldr,
    (geonames, table): (&GeoNames, &BTreeMap<u32, City>),
    hand: &Hand,
) -> Vec<(&'static str, List)> {
    let mut joined = Joined { lists: [Vec::new(), Vec::new()], taken: HashMap::new(), hand };
    let (zones, regions) = (zone_cities(cldr), regions(cldr, geonames));
    for (list, entries) in [(1, zones), (0, regions), (1, cities(geonames, table))] {
        for mut entry in entries {
            // Codes of countries that are no more, such as AN, lead nowhere.
            entry.country = entry.country.filter(|code| cldr.territories.contains_key(code));
            joined.add(list, entry);
        }
    }
    let [regions, cities] = joined.lists;
    vec![
        ("countries.tsv", countries(cldr)),
        ("regions.tsv", written("CLDR and GeoNames", regions)),
        ("cities.tsv", written("CLDR and GeoNames", cities)),
    ]
}

/// Regions and cities as they come together.
struct Joined<'h> {
    lists: [Vec<Entry>; 2],
    /// Key → list and place in it.
    taken: HashMap<String, (usize, usize)>,
    hand: &'h Hand,
}

impl Joined<'_> {
    /// Adds an entry, or joins it with the one of the same Arabic name.
    fn add(&mut self, list: usize, mut entry: Entry) {
        entry.names = entry.names.map(|name| clean(&name));
        if !is_arabic(&entry.names[0]) {
            return;
        }
        let mut key = folded(&entry.names[0]);
        match self.hand.owners.get(&key) {
            Some((kind, own, _)) if kind != "place" || is_country(own) => return,
            Some((_, own, arabic)) => {
                // أوروبا by hand and a town of that name are two: the other languages must agree.
                let agrees =
                    |name: &String| self.hand.owners.get(&folded(name)).is_some_and(|(_, other, _)| other == own);
                let told = if entry.names[4].is_empty() { &entry.names[1..4] } else { &entry.names[4..] };
                if !told.iter().any(agrees) {
                    return;
                }
                key.clone_from(own);
                entry.names[0].clone_from(arabic);
            }
            None => {}
        }
        for (language, name) in entry.names.iter_mut().enumerate().skip(1) {
            let is_owned = self.hand.owners.get(&folded(name)).is_some_and(|(_, own, _)| *own != key);
            if is_owned || self.hand.common.contains(&folded(name)) || !is_in_script(language, name) {
                name.clear();
            }
        }
        entry.weight += entry.names.iter().filter(|name| !name.is_empty()).count();
        let is_word = !key.contains(' ');
        entry.needs_cue |= is_word && (key.chars().count() < SHORTEST || self.hand.common.contains(&key));
        entry.needs_cue |= key.split(' ').all(|word| self.hand.common.contains(word));
        match self.taken.get(&key) {
            Some(&(list, at)) => self.lists[list][at].join(entry),
            None => {
                self.taken.insert(key, (list, self.lists[list].len()));
                self.lists[list].push(entry);
            }
        }
    }
}

impl Entry {
    /// Takes in what another entry of the same Arabic name has: all of it where both lie in one country, otherwise the
    /// country of the one that clearly weighs more, or of none.
    fn join(&mut self, other: Entry) {
        let is_same = self.country == other.country || other.country.is_none() || self.country.is_none();
        if self.weight >= other.weight + CLEARLY && !is_same {
            return;
        }
        if is_same && !self.is_contested {
            self.country = self.country.take().or(other.country);
            for (name, other) in self.names.iter_mut().zip(other.names).filter(|(name, _)| name.is_empty()) {
                *name = other;
            }
        } else if other.weight >= self.weight + CLEARLY {
            (self.country, self.is_contested) = (other.country, false);
        } else {
            (self.country, self.is_contested) = (None, true);
            // A name that many towns bear is mostly a person's.
            self.needs_cue |= !self.names[0].contains(' ');
        }
        self.weight = self.weight.max(other.weight);
    }
}

fn zone_cities(cldr: &Cldr) -> Vec<Entry> {
    let known = cldr.cities.iter().filter_map(|(zone, names)| Some((names, cldr.zones.get(zone)?)));
    let entries = known.map(|(names, country)| {
        let names = first_names(names);
        Entry { names, country: Some(country.clone()), needs_cue: false, weight: ZONE, is_contested: false }
    });
    entries.collect()
}

fn regions(cldr: &Cldr, geonames: &GeoNames) -> Vec<Entry> {
    let mut entries = Vec::new();
    let subdivisions = cldr
        .subdivisions
        .iter()
        .filter_map(|(code, names)| Some((first_names(names), code.get(..2)?.to_ascii_uppercase())));
    let regions =
        geonames.regions.iter().filter_map(|(code, names)| Some((names.clone(), code.split_once('.')?.0.to_owned())));
    for (names, country) in subdivisions.chain(regions) {
        let names = names.map(|name| without_head(&name).to_owned());
        let is_word = !clean(&names[0]).contains(' ');
        let needs_cue = is_word && NAMED_AFTER_PERSONS[2..].contains(&country.as_str());
        entries.push(Entry { names, country: Some(country), needs_cue, weight: REGION, is_contested: false });
    }
    entries
}

fn cities(geonames: &GeoNames, table: &BTreeMap<u32, City>) -> Vec<Entry> {
    let entries = geonames.cities.iter().map(|(number, names)| {
        let city = table.get(number);
        // What few languages write is hardly ever meant, and common words are spelled like it.
        let is_known = names.iter().filter(|name| !name.is_empty()).count() >= 3;
        let is_doubtful = match city {
            Some(city) if city.population >= LARGE => false,
            Some(city) => NAMED_AFTER_PERSONS.contains(&city.country.as_str()) || !is_known,
            None => !is_known,
        };
        let needs_cue = is_doubtful && !clean(&names[0]).contains(' ');
        let names = [0, 1, 2, 3, 4].map(|language| match language {
            0 => names[0].strip_prefix("مدينة ").unwrap_or(&names[0]).to_owned(),
            _ => names[language].clone(),
        });
        let weight = city.map_or(0, |city| SIZES.iter().filter(|size| city.population >= **size).count() * CLEARLY);
        let country = city.map(|city| city.country.clone());
        Entry { names, country, needs_cue, weight, is_contested: false }
    });
    entries.collect()
}

fn first_names(names: &[Vec<String>; 5]) -> [String; 5] {
    [0, 1, 2, 3, 4].map(|language| names[language].first().cloned().unwrap_or_default())
}

fn countries(cldr: &Cldr) -> List {
    let mut text = heading("CLDR");
    for (code, names) in &cldr.territories {
        let usual = first_names(names).map(|name| clean(&name));
        let known: BTreeSet<&String> = usual.iter().collect();
        let more: BTreeMap<String, String> = (names.iter().flatten().map(|name| clean(name)))
            .filter(|name| !known.contains(name) && name.chars().count() >= SHORTEST)
            .map(|name| (folded(&name), name))
            .collect();
        let aliases: Vec<String> = more.into_values().collect();
        text += &format!("place\t{code}\t{}\t{}\t\n", usual.join("\t"), aliases.join("|"));
    }
    let rows = cldr.territories.len();
    List { text, rows, placed: rows }
}

fn heading(source: &str) -> String {
    format!(
        "# kind\tkey\tar\tfa\tur\the\ten\taliases\tflags\n# Generated by examples/gazetteers from {source}: change that, \
         not this. Licences: assets/NOTICE.md.\n"
    )
}

fn written(source: &str, mut entries: Vec<Entry>) -> List {
    entries.sort_by_cached_key(|entry| (folded(&entry.names[0]), entry.names.clone()));
    let (rows, placed) = (entries.len(), entries.iter().filter(|entry| entry.country.is_some()).count());
    let mut text = heading(source);
    for entry in entries {
        let country = entry.country.map(|country| format!("country={country}"));
        let flags = country.into_iter().chain(entry.needs_cue.then(|| "cue".to_owned())).collect::<Vec<_>>();
        text += &format!("place\t=\t{}\t\t{}\n", entry.names.join("\t"), flags.join(" "));
    }
    List { text, rows, placed }
}

/// The name without what follows a comma or stands in brackets, and without controls.
fn clean(name: &str) -> String {
    let cut = name.split([',', '،', '(', '[', '/', ';', '|']).next().unwrap_or_default();
    let plain = cut.chars().filter(|letter| !letter.is_control() && !is_format(*letter)).map(|letter| match letter {
        '\t' | '\u{a0}' => ' ',
        _ => letter,
    });
    let plain: String = plain.collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Marks of direction; ZWNJ stays, Persian writes it.
fn is_format(letter: char) -> bool {
    matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// True for a name in Arabic letters alone, without those that only Persian or Urdu has.
fn is_arabic(name: &str) -> bool {
    let own = |letter: char| matches!(letter, '\u{621}'..='\u{652}' | 'ڤ' | 'پ' | ' ' | '-' | '\'' | '’');
    name.chars().any(char::is_alphabetic) && name.chars().all(own) && folded(name).chars().count() > 1
}

fn is_in_script(language: usize, name: &str) -> bool {
    let letters =
        |from: char, to: char| name.chars().filter(|letter| letter.is_alphabetic()).all(|l| (from..=to).contains(&l));
    match language {
        1 | 2 => letters('\u{600}', '\u{6ff}'),
        3 => letters('\u{590}', '\u{5ff}'),
        _ => name.chars().next().is_none_or(char::is_uppercase) && letters('A', '\u{24f}'),
    }
}

fn is_country(key: &str) -> bool {
    key.len() == 2 && key.is_ascii()
}

fn without_head(name: &str) -> &str {
    let heads = REGION_HEADS.iter().find_map(|head| name.strip_prefix(head)?.strip_prefix(' '));
    let english =
        [" Governorate", " Province", " Region", " District", " County", " Department", " Prefecture", " Oblast"];
    let bare = heads.unwrap_or(name);
    english.iter().find_map(|tail| bare.strip_suffix(tail)).unwrap_or(bare)
}
