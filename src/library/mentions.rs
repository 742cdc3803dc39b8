//! Entities: which articles name them, how often, and where.
//!
//! Owns the tables `entities`, `mentions` and `spans`; the bytes of a span are `spans.rs`, many articles at once
//! `listing.rs`. Counts over many articles are `census.rs`.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::names::Names;
use super::spans::{Span, SpanValue, decode, encode};
use super::{ArticleKey, Library, LibraryError, listing};
use crate::article::Article;
use crate::entity::{EntityId, KINDS, Mention};
use crate::text::fold;

impl Library {
    /// Stores what articles name, as a version of the recogniser found it. An article that is gone is passed over.
    ///
    /// # Errors
    /// When the library cannot be written; nothing has been stored then.
    pub fn set_mentions(&mut self, tagged: &[(ArticleKey, Vec<Vec<Mention>>)], model: u32) -> Result<(), LibraryError> {
        let (connection, turn, names) = (&mut self.connection, &self.turn, self.names.get_mut());
        let puts_off = self.puts_off.mentions;
        let mut store = || {
            let transaction = turn.begin(connection)?;
            let mut batch = MentionBatch::new(puts_off);
            for (key, mentions) in tagged {
                let exists =
                    transaction.prepare_cached("SELECT 1 FROM articles WHERE key = ?1")?.exists([key.stored()])?;
                if exists {
                    batch.replace(&transaction, names, Tagged { key: key.stored(), mentions, model })?;
                }
            }
            let put_off = batch.write(&transaction)?;
            transaction.commit()?;
            Ok(((), put_off))
        };
        let stored = store();
        self.settle(stored)
    }

    /// At most `most` articles whose entities nobody has looked for, or only another version of the recogniser.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn untagged(&self, model: u32, most: usize) -> Result<Vec<ArticleKey>, LibraryError> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.ask(|connection| {
            // Three questions, so that each is one range of the index. A version is a stamp: a newer one may be smaller.
            let mut keys = Vec::new();
            for question in ["tagged IS NULL AND ?1 >= 0", "tagged < ?1", "tagged > ?1"] {
                let left = most - keys.len() as i64;
                let mut query = connection.prepare_cached(&format!(
                    "SELECT key FROM articles WHERE {question} ORDER BY tagged DESC, key DESC LIMIT ?2"
                ))?;
                for key in query.query_map([i64::from(model), left], |row| row.get(0).map(ArticleKey))? {
                    keys.push(key?);
                }
            }
            Ok(keys)
        })
    }
}

/// What one transaction changes in `mentions` and in the counts of entities.
///
/// The tables lie in the order of the entities, and frequent ones stand in most articles: written at the end of the
/// transaction, sorted, each page is looked for once and each entity counted once.
#[derive(Debug)]
pub(super) struct MentionBatch {
    /// True when what comes is entered in `mentions` later: see `listing.rs`.
    puts_off: bool,
    /// How many articles have been put off.
    put_off: u64,
    /// True when one was taken away that had been put off before.
    has_removed: bool,
    /// How often an entity is mentioned in the article with a key, where that is to be entered.
    entered: BTreeMap<(i64, i64), i64>,
    /// By how much the counts of articles and mentions of an entity grow.
    growth: BTreeMap<i64, (i64, i64)>,
}

impl MentionBatch {
    pub(super) fn new(puts_off: bool) -> MentionBatch {
        let (entered, growth) = Default::default();
        MentionBatch { puts_off, put_off: 0, has_removed: false, entered, growth }
    }

    /// Replaces the mentions of an article that is there.
    pub(super) fn replace(
        &mut self,
        connection: &Connection,
        names: &mut Names,
        tagged: Tagged,
    ) -> rusqlite::Result<()> {
        self.remove(connection, tagged.key)?;
        self.add(connection, names, tagged)?;
        connection
            .prepare_cached("UPDATE articles SET tagged = ?1 WHERE key = ?2")?
            .execute([i64::from(tagged.model), tagged.key])
            .map(drop)
    }

    /// Adds the mentions of an article that has none; the version of the recogniser is noted elsewhere.
    pub(super) fn add(&mut self, connection: &Connection, names: &mut Names, tagged: Tagged) -> rusqlite::Result<()> {
        let mut spans = Vec::with_capacity(tagged.mentions.iter().map(Vec::len).sum());
        for (paragraph, list) in tagged.mentions.iter().enumerate() {
            for mention in list {
                let (entity, known) = names.entity(connection, mention)?;
                if !self.puts_off {
                    let count = self.entered.entry((entity, tagged.key)).or_default();
                    let growth = self.growth.entry(entity).or_default();
                    growth.0 += i64::from(*count == 0);
                    growth.1 += 1;
                    *count += 1;
                }
                let value = match &mention.value {
                    None => SpanValue::None,
                    Some(value) if *value == mention.id.key => SpanValue::Key,
                    Some(value) => SpanValue::Text(value.clone()),
                };
                let name = (*mention.name != *known).then(|| mention.name.clone());
                let (start, len) = (mention.bytes.start, mention.bytes.len());
                spans.push(Span { paragraph, start, len, entity, name, value });
            }
        }
        if self.puts_off {
            listing::put_off(connection, tagged.key)?;
            self.put_off += 1;
        }
        connection
            .prepare_cached("INSERT INTO spans VALUES (?1, ?2)")?
            .execute(params![tagged.key, encode(&spans)])
            .map(drop)
    }

    /// Takes the mentions of an article away.
    pub(super) fn remove(&mut self, connection: &Connection, key: i64) -> rusqlite::Result<()> {
        self.has_removed |= listing::take_back(connection, key)?;
        let Some(spans) = spans_of(connection, key)? else { return Ok(()) };
        let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
        for span in spans {
            *counts.entry(span.entity).or_default() += 1;
        }
        let mut delete = connection.prepare_cached("DELETE FROM mentions WHERE entity = ?1 AND key = ?2")?;
        for (entity, count) in counts {
            // What came in twice with one batch is not in the table yet, and what was put off may not be.
            if self.entered.remove(&(entity, key)).is_some() || delete.execute([entity, key])? > 0 {
                let growth = self.growth.entry(entity).or_default();
                *growth = (growth.0 - 1, growth.1 - count);
            }
        }
        connection.prepare_cached("DELETE FROM spans WHERE key = ?1")?.execute([key]).map(drop)
    }

    /// Writes what was gathered; without this the tables contradict each other. Gives how many articles have been put
    /// off, and whether one was taken away that had been: for [`Unlisted::note`](super::listing::Unlisted::note).
    pub(super) fn write(self, connection: &Connection) -> rusqlite::Result<(u64, bool)> {
        let mut enter = connection.prepare_cached("INSERT INTO mentions VALUES (?1, ?2, ?3)")?;
        for ((entity, key), count) in self.entered {
            enter.execute([entity, key, count])?;
        }
        for (entity, (articles, mentions)) in self.growth.into_iter().filter(|(_, growth)| *growth != (0, 0)) {
            listing::grow(connection, entity, articles, mentions)?;
        }
        Ok((self.put_off, self.has_removed))
    }
}

/// What an article names, as a version of the recogniser found it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tagged<'m> {
    pub(super) key: i64,
    /// One list a paragraph.
    pub(super) mentions: &'m [Vec<Mention>],
    pub(super) model: u32,
}

/// The number of an entity and its name in the library, where it is entered when it is new.
pub(super) fn enter(connection: &Connection, mention: &Mention) -> rusqlite::Result<(i64, String)> {
    let id = mention.id.to_string();
    let mut find = connection.prepare_cached("SELECT number, name FROM entities WHERE id = ?1")?;
    if let Some(known) = find.query_row([&id], |row| Ok((row.get(0)?, row.get(1)?))).optional()? {
        return Ok(known);
    }
    let folded = fold(&mention.name).split_whitespace().collect::<Vec<_>>().join(" ");
    connection.prepare_cached("INSERT INTO entities (id, name, folded) VALUES (?1, ?2, ?3)")?.execute([
        &id,
        &mention.name,
        &folded,
    ])?;
    Ok((connection.last_insert_rowid(), mention.name.clone()))
}

/// The spans of an article; `None` when it has not been looked at.
pub(super) fn spans_of(connection: &Connection, key: i64) -> rusqlite::Result<Option<Vec<Span>>> {
    let mut query = connection.prepare_cached("SELECT data FROM spans WHERE key = ?1")?;
    query.query_row([key], |row| Ok(decode(row.get_ref(0)?.as_blob()?))).optional()
}

/// The mentions of an article, one list a paragraph. One that does not fit the text is left out.
pub(super) fn of(
    connection: &Connection,
    key: ArticleKey,
    article: &Article,
) -> rusqlite::Result<Option<Vec<Vec<Mention>>>> {
    let Some(spans) = spans_of(connection, key.stored())? else { return Ok(None) };
    let mut lists = vec![Vec::new(); article.paragraphs.len()];
    let mut known: BTreeMap<i64, Option<(EntityId, String)>> = BTreeMap::new();
    for span in spans {
        let entity = match known.get(&span.entity) {
            Some(entity) => entity.clone(),
            None => {
                let entity = entity_of(connection, span.entity)?;
                known.insert(span.entity, entity.clone());
                entity
            }
        };
        let bytes = span.start..span.start.saturating_add(span.len);
        let fits = article.paragraphs.get(span.paragraph).is_some_and(|text| text.get(bytes.clone()).is_some());
        let (Some((id, name)), Some(list), true) = (entity, lists.get_mut(span.paragraph), fits) else { continue };
        let value = match span.value {
            SpanValue::None => None,
            SpanValue::Key => Some(id.key.clone()),
            SpanValue::Text(value) => Some(value),
        };
        list.push(Mention { bytes, id, name: span.name.unwrap_or(name), value });
    }
    Ok(Some(lists))
}

/// The id and the name of an entity's number.
pub(super) fn entity_of(connection: &Connection, number: i64) -> rusqlite::Result<Option<(EntityId, String)>> {
    let mut query = connection.prepare_cached("SELECT id, name FROM entities WHERE number = ?1")?;
    let found: Option<(String, String)> = query.query_row([number], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(found.and_then(|(id, name)| Some((parse_id(&id)?, name))))
}

/// The entity id of its written form `kind:key`; `None` when the kind is not known.
pub(super) fn parse_id(written: &str) -> Option<EntityId> {
    let (kind, key) = written.split_once(':')?;
    let row = KINDS.iter().find(|row| row.name == kind)?;
    Some(EntityId { kind: row.kind, key: key.to_owned() })
}
