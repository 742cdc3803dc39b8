//! Entities as a way to read: the page of one, the most mentioned and the fastest rising, the dates spoken of.
//!
//! Owns the counting; what the reader has said about entities comes in through `aliases.rs`, how a page looks is
//! `panes/`. Read [`EntityPage`] first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use jiff::ToSpan;
use jiff::civil::Date;

use super::aliases::Stamp;
use super::answer::Desk;
use crate::entity::{EntityId, Kind, MODEL_VERSION, census};
use crate::library::{ArticleKey, Bounds, EntityTally, LibraryError, Named};
use crate::query::{Expr, Filter};
use crate::text::fold;

/// The kinds that name someone or something: those of which lists are made.
pub const NAMING: [Kind; 5] = [Kind::Person, Kind::Place, Kind::Organization, Kind::Nationality, Kind::Event];

/// So many of the newest articles of an entity are looked through for its spellings.
const MOST_READ: usize = 200;
/// So many of them are looked through for whom it appears with.
const MOST_COUNTED: usize = 2000;
/// So many spellings and companions are given.
const MOST_SPELLINGS: usize = 8;
const MOST_COMPANIONS: usize = 20;
/// So many entities are given of a kind, and among the rising ones.
const MOST_OF_A_KIND: usize = 10;
/// So many entities of the library are looked at for the most mentioned ones of each kind.
const MOST_LOOKED_AT: usize = 600;
/// The days that count as recent, and those before with which they are compared.
const RECENT_DAYS: i64 = 7;
const EARLIER_DAYS: i64 = 28;
/// So many articles are counted of each of the two; of more, the newest.
const MOST_OF_A_TIME: usize = 5000;
/// What fewer recent articles than this name is no news.
const LEAST_RECENT: u64 = 2;
/// So many entities are offered while one types the name of one.
const MOST_OFFERED: usize = 50;

/// All that is known of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityPage {
    /// Whom or what it is.
    pub id: EntityId,
    /// How it is best written.
    pub name: String,
    /// How many articles mention it.
    pub articles: u64,
    /// How often they do.
    pub mentions: u64,
    /// How it is written in the newest articles that mention it, and how often, the most frequent first.
    pub spellings: Vec<(String, u64)>,
    /// Its mentions day by day, the oldest first, without days on which there are none; articles without a date are
    /// left out.
    pub days: Vec<(Date, u64)>,
    /// Who and what is named in the same articles, by how many of them; of the newest 2000.
    pub companions: Vec<EntityTally>,
}

/// An entity that is named more often than before.
#[derive(Clone, Debug, PartialEq)]
pub struct Rising {
    /// Whom or what it is.
    pub id: EntityId,
    /// How it is best written.
    pub name: String,
    /// How many articles of the recent days name it.
    pub recent: u64,
    /// How many of the days before.
    pub earlier: u64,
    /// The share of the recent articles that name it over that of the articles before, both smoothed: see
    /// [`Desk::entities`].
    pub score: f64,
}

/// The most mentioned entities of a library and the fastest rising ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entities {
    /// The most mentioned ones, kind by kind in the order of [`NAMING`].
    pub frequent: Vec<EntityTally>,
    /// The fastest rising first.
    pub rising: Vec<Rising>,
    /// The last of the recent days: today, or the day of the newest article where that is earlier.
    pub until: Option<Date>,
}

/// A date that articles speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpokenDate {
    /// Its value: `2020-11-09`, `2020-11`, `2020`, a range or another form of ISO 8601.
    pub value: String,
    /// How often it is named.
    pub mentions: u64,
    /// The articles that name it, in the order of the listing.
    pub articles: Vec<ArticleKey>,
}

/// The dates that the articles of a listing speak of, in the order of their values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// The dates.
    pub dates: Vec<SpokenDate>,
    /// How many articles were looked at; the first ones where the listing holds more.
    pub articles: usize,
}

impl Desk {
    /// The page of an entity.
    pub(super) fn entity_page(&mut self, id: &EntityId) -> Result<EntityPage, LibraryError> {
        let counts = self.mentioning(id)?;
        let known = self.library.entity(&id.to_string())?.map(|tally| tally.name);
        let seen = self.resolve(id, known.as_deref().unwrap_or_default())?.map(|(_, name)| name);
        let mut days: BTreeMap<Date, u64> = BTreeMap::new();
        for (key, count) in &counts {
            if let Some(day) = key.day() {
                *days.entry(day).or_default() += count;
            }
        }
        let keys: Vec<ArticleKey> = counts.iter().map(|(key, _)| *key).take(MOST_COUNTED).collect();
        let named = self.named(&keys)?;
        let own = named.entities.iter().find(|(other, _)| other == id).map(|(_, name)| name.clone());
        let mut companions = tallies(&named);
        companions.retain(|tally| tally.id != *id && NAMING.contains(&tally.kind));
        companions.truncate(MOST_COMPANIONS);
        Ok(EntityPage {
            name: seen.filter(|name| !name.is_empty()).or(own).unwrap_or_else(|| id.key.clone()),
            articles: counts.len() as u64,
            mentions: counts.iter().map(|(_, count)| count).sum(),
            spellings: self.spellings(id, &keys[..keys.len().min(MOST_READ)])?,
            days: days.into_iter().collect(),
            companions,
            id: id.clone(),
        })
    }

    /// How an entity is written; spellings that fold to the same are one, in its most frequent form.
    fn spellings(&mut self, id: &EntityId, keys: &[ArticleKey]) -> Result<Vec<(String, u64)>, LibraryError> {
        let mut forms: HashMap<String, BTreeMap<String, u64>> = HashMap::new();
        for &key in keys {
            let Some(mut stored) = self.library.read(key)? else { continue };
            let Some(mut mentions) = stored.mentions.take() else { continue };
            let paragraphs = &stored.article.paragraphs;
            self.aliases.said.apply(&stored.article.id.to_string(), paragraphs, &mut mentions);
            for (text, list) in paragraphs.iter().zip(&mentions) {
                for mention in list.iter().filter(|mention| mention.id == *id) {
                    let written = text.get(mention.bytes.clone()).unwrap_or_default();
                    *forms.entry(fold(written)).or_default().entry(written.to_owned()).or_default() += 1;
                }
            }
        }
        let mut spellings: Vec<(String, u64)> = Vec::with_capacity(forms.len());
        for of_form in forms.into_values() {
            let count = of_form.values().sum();
            let most = of_form.into_iter().max_by_key(|(form, count)| (*count, Reverse(form.clone())));
            spellings.extend(most.map(|(form, _)| (form, count)));
        }
        spellings.sort_by(|left, right| (Reverse(left.1), &left.0).cmp(&(Reverse(right.1), &right.0)));
        spellings.truncate(MOST_SPELLINGS);
        Ok(spellings)
    }

    /// The most mentioned entities and the fastest rising ones.
    ///
    /// The recent days are the last seven until today, or until the newest article where that is older, so that an
    /// archive has recent days too; they are compared with the 28 days before. An entity rises by
    /// `(r + 1) / (R + 20)` over `(e + 1) / (E + 20)`, where `r` of the `R` recent articles name it, and `e` of the `E`
    /// articles before: shares, so that a week with more articles raises nobody, and smoothed, so that two mentions of
    /// someone never heard of do not outrun twenty of someone known. At least two recent articles must name it, and
    /// the result be above one. Without articles before nothing rises.
    pub fn entities(&mut self) -> Result<Entities, LibraryError> {
        let stamp = self.stamp()?;
        if let Some((_, known)) = self.entities.as_ref().filter(|(of, _)| *of == stamp) {
            return Ok(known.clone());
        }
        let all = self.most_mentioned(MOST_LOOKED_AT)?;
        let frequent = NAMING
            .iter()
            .flat_map(|kind| all.iter().filter(move |tally| tally.kind == *kind).take(MOST_OF_A_KIND).cloned());
        let frequent: Vec<EntityTally> = frequent.collect();
        let newest = self.library.newest(None, 1)?.first().and_then(|key| key.day());
        let until = newest.map(|day| day.min(self.today));
        let rising = match until {
            Some(until) => self.rising(until)?,
            None => Vec::new(),
        };
        let entities = Entities { frequent, rising, until };
        self.entities = Some((stamp, entities.clone()));
        Ok(entities)
    }

    fn rising(&mut self, until: Date) -> Result<Vec<Rising>, LibraryError> {
        let before = |days: i64| until.saturating_sub(days.days());
        let recent = self.keys_between(before(RECENT_DAYS - 1), until)?;
        let earlier = self.keys_between(before(RECENT_DAYS + EARLIER_DAYS - 1), before(RECENT_DAYS))?;
        if earlier.is_empty() {
            // Nothing to compare with: all would rise.
            return Ok(Vec::new());
        }
        let earlier_counts: HashMap<EntityId, u64> =
            tallies(&self.named(&earlier)?).into_iter().map(|tally| (tally.id, tally.articles)).collect();
        let named = self.named(&recent)?;
        let share = |count: u64, of: usize| (count + 1) as f64 / (of + 20) as f64;
        let rising = tallies(&named).into_iter().filter(|tally| NAMING.contains(&tally.kind)).map(|tally| {
            let before = earlier_counts.get(&tally.id).copied().unwrap_or(0);
            let score = share(tally.articles, recent.len()) / share(before, earlier.len());
            Rising { id: tally.id, name: tally.name, recent: tally.articles, earlier: before, score }
        });
        let mut rising: Vec<Rising> =
            rising.filter(|entity| entity.recent >= LEAST_RECENT && entity.score > 1.0).collect();
        rising.sort_by(|left, right| right.score.total_cmp(&left.score).then(right.recent.cmp(&left.recent)));
        rising.truncate(MOST_OF_A_KIND);
        Ok(rising)
    }

    fn keys_between(&self, from: Date, until: Date) -> Result<Vec<ArticleKey>, LibraryError> {
        let days = Expr::Filter(Filter::Date { from: Some(from), until: Some(until) });
        Ok(self.library.select(&days, &Bounds::newest(MOST_OF_A_TIME))?.keys)
    }

    /// The dates that the listing speaks of.
    pub(super) fn timeline(&mut self) -> Result<Timeline, LibraryError> {
        self.extend(MOST_COUNTED)?;
        let keys = self.list.keys[..self.list.keys.len().min(MOST_COUNTED)].to_vec();
        let named = self.named(&keys)?;
        let mut dates: BTreeMap<&str, (u64, Vec<ArticleKey>)> = BTreeMap::new();
        for (key, own) in &named.articles {
            for (place, count) in own {
                let id = &named.entities[*place].0;
                if id.kind == Kind::Date {
                    let date = dates.entry(&id.key).or_default();
                    date.0 += count;
                    date.1.push(*key);
                }
            }
        }
        let spoken = dates.into_iter().map(|(value, (mentions, articles))| SpokenDate {
            value: value.to_owned(),
            mentions,
            articles,
        });
        Ok(Timeline { dates: spoken.collect(), articles: keys.len() })
    }

    /// The entities that the articles of the listing mention, those of most of them first; every article counts.
    pub fn entities_listed(&mut self) -> Result<Vec<EntityTally>, LibraryError> {
        self.extend(usize::MAX)?;
        let keys = self.list.keys.clone();
        let mut named = self.named(&keys)?;
        let mut places: HashMap<EntityId, usize> =
            named.entities.iter().enumerate().map(|(place, (id, _))| (id.clone(), place)).collect();
        for place in 0..named.articles.len() {
            let key = named.articles[place].0;
            if self.library.model_of(key)? == Some(MODEL_VERSION) {
                continue;
            }
            // Nobody has looked through it yet, or an older recogniser.
            let Some(mut stored) = self.library.read(key)? else { continue };
            let counts = census(&self.mentions_for(key, &mut stored)?).into_iter().map(|entity| {
                let of_id = *places.entry(entity.id).or_insert_with_key(|id| {
                    named.entities.push((id.clone(), entity.name));
                    named.entities.len() - 1
                });
                (of_id, entity.count as u64)
            });
            named.articles[place].1 = counts.collect();
        }
        Ok(tallies(&named))
    }

    /// The entities of a kind whose name holds what is typed, those of most articles first.
    pub(super) fn offered(&mut self, kind: Kind, typed: &str) -> Result<Vec<EntityTally>, LibraryError> {
        let typed = fold(typed.trim());
        let mut offered = self.most_mentioned(MOST_LOOKED_AT * 10)?;
        offered.retain(|tally| tally.kind == kind && (fold(&tally.name).contains(&typed) || tally.id.key == typed));
        offered.truncate(MOST_OFFERED);
        Ok(offered)
    }
}

/// The entities of articles, counted; those of most articles first.
pub(super) fn tallies(named: &Named) -> Vec<EntityTally> {
    let mut counts = vec![(0_u64, 0_u64); named.entities.len()];
    for (place, count) in named.articles.iter().flat_map(|(_, own)| own) {
        counts[*place].0 += 1;
        counts[*place].1 += count;
    }
    let tally = |((id, name), (articles, mentions)): (&(EntityId, String), (u64, u64))| EntityTally {
        id: id.clone(),
        name: name.clone(),
        kind: id.kind,
        articles,
        mentions,
    };
    let mut tallies: Vec<EntityTally> = named.entities.iter().zip(counts).map(tally).collect();
    tallies.retain(|tally| tally.articles > 0);
    // Stable: what was named first stays first.
    tallies.sort_by_key(|tally| (Reverse(tally.articles), Reverse(tally.mentions)));
    tallies
}

/// What was counted last, and for which state.
pub(super) type Counted = Option<(Stamp, Entities)>;
