//! Entities: which articles name them, how often, and where.
//!
//! Owns the tables `entities`, `mentions` and `spans`; the bytes of a span are `spans.rs`. Counts over many articles are
//! `census.rs`.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::spans::{Span, SpanValue, decode, encode};
use super::{ArticleKey, Library, LibraryError};
use crate::article::Article;
use crate::entity::{EntityId, KINDS, Mention};
use crate::text::fold;

impl Library {
    /// Stores what articles name, as a version of the recogniser found it. An article that is gone is passed over.
    ///
    /// # Errors
    /// When the library cannot be written; nothing has been stored then.
    pub fn set_mentions(&mut self, tagged: &[(ArticleKey, Vec<Vec<Mention>>)], model: u32) -> Result<(), LibraryError> {
        let (connection, turn) = (&mut self.connection, &self.turn);
        let mut store = || {
            let asked = turn.ask();
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            drop(asked);
            for (key, mentions) in tagged {
                let exists =
                    transaction.prepare_cached("SELECT 1 FROM articles WHERE key = ?1")?.exists([key.stored()])?;
                if exists {
                    replace(&transaction, key.stored(), mentions, model)?;
                }
            }
            transaction.commit()
        };
        let result = store();
        result.map_err(|cause| self.error(&cause))
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

/// Replaces the mentions of an article that is there.
pub(super) fn replace(
    connection: &Connection,
    key: i64,
    mentions: &[Vec<Mention>],
    model: u32,
) -> rusqlite::Result<()> {
    remove(connection, key)?;
    let mut numbers: BTreeMap<&EntityId, (i64, String, i64)> = BTreeMap::new();
    let mut spans = Vec::new();
    for (paragraph, list) in mentions.iter().enumerate() {
        for mention in list {
            let known = match numbers.get_mut(&mention.id) {
                Some(known) => known,
                None => {
                    let (number, name) = enter(connection, mention)?;
                    numbers.entry(&mention.id).or_insert((number, name, 0))
                }
            };
            known.2 += 1;
            let value = match &mention.value {
                None => SpanValue::None,
                Some(value) if *value == mention.id.key => SpanValue::Key,
                Some(value) => SpanValue::Text(value.clone()),
            };
            let name = (mention.name != known.1).then(|| mention.name.clone());
            let (start, len) = (mention.bytes.start, mention.bytes.len());
            spans.push(Span { paragraph, start, len, entity: known.0, name, value });
        }
    }
    for (number, _, count) in numbers.values() {
        connection.prepare_cached("INSERT INTO mentions VALUES (?1, ?2, ?3)")?.execute([*number, key, *count])?;
        count_entity(connection, *number, 1, *count)?;
    }
    connection.prepare_cached("INSERT INTO spans VALUES (?1, ?2)")?.execute(params![key, encode(&spans)])?;
    connection
        .prepare_cached("UPDATE articles SET tagged = ?1 WHERE key = ?2")?
        .execute([i64::from(model), key])
        .map(drop)
}

/// Takes the mentions of an article away.
pub(super) fn remove(connection: &Connection, key: i64) -> rusqlite::Result<()> {
    let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
    for span in spans_of(connection, key)?.unwrap_or_default() {
        *counts.entry(span.entity).or_default() += 1;
    }
    for (number, count) in counts {
        connection.prepare_cached("DELETE FROM mentions WHERE entity = ?1 AND key = ?2")?.execute([number, key])?;
        count_entity(connection, number, -1, -count)?;
    }
    connection.prepare_cached("DELETE FROM spans WHERE key = ?1")?.execute([key])?;
    Ok(())
}

fn count_entity(connection: &Connection, number: i64, articles: i64, mentions: i64) -> rusqlite::Result<()> {
    let change = "UPDATE entities SET articles = articles + ?2, mentions = mentions + ?3 WHERE number = ?1";
    connection.prepare_cached(change)?.execute([number, articles, mentions]).map(drop)
}

/// The number of an entity and its name in the library, where it is entered when it is new.
fn enter(connection: &Connection, mention: &Mention) -> rusqlite::Result<(i64, String)> {
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
