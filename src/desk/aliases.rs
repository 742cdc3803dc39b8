//! What the reader has said about entities, laid over what is stored: stored mentions never change.
//!
//! Owns how merges, names, splits and errors show in counts, lists and queries; what each does to the mentions of one
//! article is `entity::Aliases`. Merges, names and errors everywhere are worked out id by id; articles in which a
//! spelling or a single article is spoken of are looked through one by one ([`MOST_TOUCHED`] a change, newest first).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::answer::Desk;
use crate::article::ArticleId;
use crate::entity::{Aliases, Change, EntityId, Wrong, census};
use crate::library::{ArticleKey, Bounds, EntityScope, EntityTally, LibraryError, Named};
use crate::query::{Expr, Filter, parse};
use crate::text::fold;

/// So many articles with a spelling are looked through for each change that speaks of it.
const MOST_TOUCHED: usize = 1000;
/// So many articles of one entity are listed.
pub(super) const MOST_MENTIONING: usize = 100_000;

/// The reader's changes, and what is known of their effect.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) said: Aliases,
    /// Grows with each change, undone ones too.
    version: u64,
    touched: Option<(Stamp, Touched)>,
}

/// What counts hang on: changes of articles, of mentions, and of aliases.
pub(super) type Stamp = (u64, u64, u64);

/// What articles name in which a spelling is spoken of, with the changes applied.
type Touched = HashMap<ArticleKey, Vec<(EntityId, String, u64)>>;

/// Something that the reader says about an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AliasEdit {
    /// It is listed under another name.
    Rename(EntityId, String),
    /// It is another one.
    Merge(EntityId, EntityId),
    /// What is written so is an entity of its own, of the kind of this one.
    Split(EntityId, String),
    /// It is none.
    Wrong(EntityId),
    /// The last change is taken back.
    Undo,
    /// What was taken back last is made again.
    Redo,
}

/// A change that was made, taken back or made again, and the text of `aliases.toml` after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aliased {
    /// The change.
    pub change: Change,
    /// The whole text.
    pub text: String,
}

impl Desk {
    /// Lays what the reader has said about entities over everything that is answered from now on.
    pub fn set_aliases(&mut self, aliases: Aliases) {
        let version = self.aliases.version + 1;
        self.aliases = Said { said: aliases, version, touched: None };
    }

    /// Makes a change; `None` when it makes no sense, or there is none to undo.
    pub(super) fn edit_aliases(&mut self, edit: &AliasEdit) -> Option<Aliased> {
        let said = &mut self.aliases.said;
        let made = match edit {
            AliasEdit::Rename(id, name) => said.rename(id.clone(), name),
            AliasEdit::Merge(from, into) => said.merge(from.clone(), into.clone()),
            AliasEdit::Split(id, surface) => said.split(surface, id.kind).is_some(),
            AliasEdit::Wrong(id) => said.mark_wrong(Wrong::Id(id.clone()), None, None),
            AliasEdit::Undo | AliasEdit::Redo => false,
        };
        let change = match edit {
            AliasEdit::Undo => said.undo(),
            AliasEdit::Redo => said.redo(),
            _ => made.then(|| said.changes().last().cloned()).flatten(),
        }?;
        self.aliases.version += 1;
        Some(Aliased { change, text: self.aliases.said.to_text() })
    }

    /// See [`Stamp`].
    pub(super) fn stamp(&self) -> Result<Stamp, LibraryError> {
        Ok((self.library.generation()?, self.tagged, self.aliases.version))
    }

    /// What an entity of the library is for the reader: another id, another name, or `None` when it is no entity.
    pub(super) fn resolve(&self, id: &EntityId, name: &str) -> Result<Option<(EntityId, String)>, LibraryError> {
        let (mut id, mut name) = (id.clone(), name.to_owned());
        for change in self.aliases.said.changes() {
            match change {
                Change::Merge { from, into } if *from == id => {
                    let known = self.library.entity(&into.to_string())?;
                    name = known.map_or_else(|| into.key.clone(), |tally| tally.name);
                    id.clone_from(into);
                }
                Change::Rename { id: renamed, name: new } if *renamed == id => name.clone_from(new),
                Change::Wrong { what: Wrong::Id(wrong), article: None, kind: None } if *wrong == id => return Ok(None),
                _ => {}
            }
        }
        Ok(Some((id, name)))
    }

    /// The ids of the library whose mentions are mentions of an entity.
    fn sources(&self, id: &EntityId) -> Result<Vec<EntityId>, LibraryError> {
        let mut named = BTreeSet::from([id]);
        for change in self.aliases.said.changes() {
            if let Change::Merge { from, .. } = change {
                named.insert(from);
            }
        }
        let mut sources = Vec::new();
        for source in named {
            if self.resolve(source, "")?.is_some_and(|(resolved, _)| resolved == *id) {
                sources.push(source.clone());
            }
        }
        Ok(sources)
    }

    /// The articles in which a change speaks of a spelling, or of the article alone.
    fn touched(&mut self) -> Result<&Touched, LibraryError> {
        let stamp = self.stamp()?;
        let known = self.aliases.touched.take().filter(|(of, _)| *of == stamp);
        let touched = match known {
            Some((_, touched)) => touched,
            None => self.look_through(&self.touched_keys()?)?,
        };
        Ok(&self.aliases.touched.insert((stamp, touched)).1)
    }

    fn touched_keys(&self) -> Result<BTreeSet<ArticleKey>, LibraryError> {
        let mut keys = BTreeSet::new();
        for change in self.aliases.said.changes() {
            match change {
                Change::Wrong { article: Some(article), .. } => {
                    if let Ok(id) = ArticleId::try_from(article.clone()) {
                        keys.extend(self.library.key_of(id)?);
                    }
                }
                Change::Split { surface, .. } | Change::Wrong { what: Wrong::Surface(surface), .. } => {
                    if let Some(expr) = phrase(surface, self.today) {
                        keys.extend(self.library.select(&expr, &Bounds::newest(MOST_TOUCHED))?.keys);
                    }
                }
                Change::Wrong { what: Wrong::Id(id), kind: Some(_), .. } => {
                    let counts = self.library.mention_counts(&id.to_string(), MOST_TOUCHED)?;
                    keys.extend(counts.into_iter().map(|(key, _)| key));
                }
                _ => {}
            }
        }
        Ok(keys)
    }

    fn look_through(&self, keys: &BTreeSet<ArticleKey>) -> Result<Touched, LibraryError> {
        let mut touched = Touched::new();
        for &key in keys {
            let Some(stored) = self.library.read(key)? else { continue };
            let mut mentions = stored.mentions.unwrap_or_default();
            let article = stored.article;
            self.aliases.said.apply(&article.id.to_string(), &article.paragraphs, &mut mentions);
            let counts = census(&mentions).into_iter();
            touched.insert(key, counts.map(|entity| (entity.id, entity.name, entity.count as u64)).collect());
        }
        Ok(touched)
    }

    /// What articles name, as the reader sees it.
    pub(super) fn named(&mut self, keys: &[ArticleKey]) -> Result<Named, LibraryError> {
        let raw = self.library.named_in(keys)?;
        if self.aliases.said.is_empty() {
            return Ok(raw);
        }
        let mut named = Named::default();
        let mut places: HashMap<EntityId, usize> = HashMap::new();
        let mut place_of = |named: &mut Named, id: EntityId, name: String| {
            *places.entry(id).or_insert_with_key(|id| {
                named.entities.push((id.clone(), name));
                named.entities.len() - 1
            })
        };
        let mut seen_as = Vec::with_capacity(raw.entities.len());
        for (id, name) in &raw.entities {
            seen_as.push(self.resolve(id, name)?.map(|(id, name)| place_of(&mut named, id, name)));
        }
        let touched = self.touched()?;
        for (key, own) in raw.articles {
            let mut counts: BTreeMap<usize, u64> = BTreeMap::new();
            match touched.get(&key) {
                Some(list) => {
                    for (id, name, count) in list {
                        *counts.entry(place_of(&mut named, id.clone(), name.clone())).or_default() += count;
                    }
                }
                None => {
                    for (place, count) in own {
                        if let Some(place) = seen_as[place] {
                            *counts.entry(place).or_default() += count;
                        }
                    }
                }
            }
            named.articles.push((key, counts.into_iter().collect()));
        }
        Ok(named)
    }

    /// The articles that mention an entity and how often, as the reader sees it, newest first.
    pub(super) fn mentioning(&mut self, id: &EntityId) -> Result<Vec<(ArticleKey, u64)>, LibraryError> {
        let mut counts: BTreeMap<Reverse<ArticleKey>, u64> = BTreeMap::new();
        for source in self.sources(id)? {
            for (key, count) in self.library.mention_counts(&source.to_string(), MOST_MENTIONING)? {
                *counts.entry(Reverse(key)).or_default() += count;
            }
        }
        if !self.aliases.said.is_empty() {
            for (key, list) in self.touched()? {
                counts.remove(&Reverse(*key));
                if let Some((_, _, count)) = list.iter().find(|(other, _, _)| other == id) {
                    counts.insert(Reverse(*key), *count);
                }
            }
        }
        Ok(counts.into_iter().map(|(Reverse(key), count)| (key, count)).collect())
    }

    /// The entities that most articles of the library mention, as the reader sees them.
    pub(super) fn most_mentioned(&mut self, most: usize) -> Result<Vec<EntityTally>, LibraryError> {
        let raw = self.library.entity_counts(EntityScope::All, most)?;
        if self.aliases.said.is_empty() {
            return Ok(raw);
        }
        let mut seen: BTreeMap<EntityId, EntityTally> = BTreeMap::new();
        let mut spoken_of: BTreeSet<EntityId> = BTreeSet::new();
        for tally in raw {
            let Some((id, name)) = self.resolve(&tally.id, &tally.name)? else { continue };
            if id != tally.id || seen.contains_key(&id) {
                spoken_of.insert(id.clone());
            }
            seen.entry(id.clone()).or_insert(EntityTally { kind: id.kind, id, name, ..tally });
        }
        let touched: Vec<ArticleKey> = self.touched()?.keys().copied().collect();
        for named in [self.library.named_in(&touched)?, self.named(&touched)?] {
            for (id, name) in named.entities {
                let Some((id, name)) = self.resolve(&id, &name)? else { continue };
                let tally = EntityTally { id: id.clone(), name, kind: id.kind, articles: 0, mentions: 0 };
                seen.entry(id.clone()).or_insert(tally);
                spoken_of.insert(id);
            }
        }
        for id in spoken_of {
            let counts = self.mentioning(&id)?;
            if let Some(tally) = seen.get_mut(&id) {
                tally.articles = counts.len() as u64;
                tally.mentions = counts.iter().map(|(_, count)| count).sum();
            }
        }
        let mut tallies: Vec<EntityTally> = seen.into_values().filter(|tally| tally.articles > 0).collect();
        tallies.sort_by_key(|tally| (Reverse(tally.articles), Reverse(tally.mentions)));
        tallies.truncate(most);
        Ok(tallies)
    }

    /// An expression of a query with what `entity:` means to the reader. An entity that was split off a spelling is
    /// found by the words of the spelling.
    pub(super) fn with_aliases(&self, expr: Expr) -> Result<Expr, LibraryError> {
        if self.aliases.said.is_empty() {
            return Ok(expr);
        }
        let each = |parts: Vec<Expr>| {
            parts.into_iter().map(|part| self.with_aliases(part)).collect::<Result<_, LibraryError>>()
        };
        Ok(match expr {
            Expr::All(parts) => Expr::All(each(parts)?),
            Expr::Any(parts) => Expr::Any(each(parts)?),
            Expr::Not(part) => Expr::Not(Box::new(self.with_aliases(*part)?)),
            Expr::Filter(Filter::Entity(written)) => self.entity_expr(&written)?,
            other => other,
        })
    }

    fn entity_expr(&self, written: &str) -> Result<Expr, LibraryError> {
        let asked = comparable(written);
        let mut meant = BTreeSet::new();
        let mut parts = Vec::new();
        for tally in self.library.entities_meant(written)? {
            meant.extend(self.resolve(&tally.id, &tally.name)?.map(|(id, _)| id));
        }
        for change in self.aliases.said.changes() {
            match change {
                Change::Rename { id, name } if comparable(name) == asked => {
                    meant.extend(self.resolve(id, name)?.map(|(id, _)| id));
                }
                Change::Merge { from, .. } if from.to_string() == written.trim() => {
                    meant.extend(self.resolve(from, "")?.map(|(id, _)| id));
                }
                Change::Split { surface, id } if comparable(surface) == asked || id.to_string() == written.trim() => {
                    parts.extend(phrase(surface, self.today));
                }
                _ => {}
            }
        }
        for id in meant {
            parts.extend(self.sources(&id)?.iter().map(|id| Expr::Filter(Filter::Entity(id.to_string()))));
        }
        // Nothing is meant: nothing is found.
        Ok(if parts.is_empty() { Expr::Filter(Filter::Entity(written.to_owned())) } else { Expr::Any(parts) })
    }
}

/// Articles that hold these words in a row.
fn phrase(words: &str, today: jiff::civil::Date) -> Option<Expr> {
    let plain = fold(words).replace('"', " ");
    parse(&format!("\"{plain}\""), today).expr
}

fn comparable(text: &str) -> String {
    fold(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
