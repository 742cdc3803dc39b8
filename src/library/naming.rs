//! What each of many articles names: the questions behind entity pages, counts with a reader's changes, and tagging.
//!
//! Owns no table: `mentions.rs` does. Counts that the tables hold ready are `census.rs`.

use std::collections::{BTreeMap, HashMap};

use rusqlite::OptionalExtension;

use super::mentions::{entity_of, parse_id, spans_of};
use super::{ArticleKey, EntityTally, Library, LibraryError};
use crate::entity::EntityId;

/// What the articles asked for name: each entity once, and for each article its mentions by the entity's place.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// The entities, with the name by which they are best listed.
    pub entities: Vec<(EntityId, String)>,
    /// For each article the places of its entities in `entities`, and how often it mentions each.
    pub articles: Vec<(ArticleKey, Vec<(usize, u64)>)>,
}

impl Library {
    /// What articles name, in the order of the keys; one that was never looked through names nothing.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn named_in(&self, keys: &[ArticleKey]) -> Result<Named, LibraryError> {
        self.ask(|connection| {
            let mut named = Named::default();
            let mut places: HashMap<i64, Option<usize>> = HashMap::new();
            for &key in keys {
                let mut own: BTreeMap<usize, u64> = BTreeMap::new();
                for span in spans_of(connection, key.stored())?.unwrap_or_default() {
                    let place = match places.get(&span.entity) {
                        Some(place) => *place,
                        None => {
                            let place = entity_of(connection, span.entity)?.map(|entity| {
                                named.entities.push(entity);
                                named.entities.len() - 1
                            });
                            *places.entry(span.entity).or_insert(place)
                        }
                    };
                    if let Some(place) = place {
                        *own.entry(place).or_default() += 1;
                    }
                }
                named.articles.push((key, own.into_iter().collect()));
            }
            Ok(named)
        })
    }

    /// The newest `most` articles that mention an entity, by its id as it is displayed, and how often each does.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn mention_counts(&self, id: &str, most: usize) -> Result<Vec<(ArticleKey, u64)>, LibraryError> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.ask(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT key, count FROM mentions WHERE entity = (SELECT number FROM entities WHERE id = ?1) \
                 ORDER BY key DESC LIMIT ?2",
            )?;
            let counted = query.query_map((id, most), |row| {
                Ok((ArticleKey(row.get(0)?), row.get::<_, i64>(1).map(|count| u64::try_from(count).unwrap_or(0))?))
            })?;
            counted.collect()
        })
    }

    /// The entity of an id as it is displayed, with its counts over the whole library; `None` when nothing names it.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn entity(&self, id: &str) -> Result<Option<EntityTally>, LibraryError> {
        self.ask(|connection| {
            let mut query = connection
                .prepare_cached("SELECT id, name, articles, mentions FROM entities WHERE id = ?1 AND articles > 0")?;
            let found = query.query_row([id], tally_of).optional()?;
            Ok(found.flatten())
        })
    }

    /// The entities that what stands behind `entity:` in a query means: an id, a name in full, else words of a name;
    /// those of most articles first, at most 32.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn entities_meant(&self, written: &str) -> Result<Vec<EntityTally>, LibraryError> {
        let numbers = self.ask(|_| super::select::entities_meant(self, written))?;
        self.ask(|connection| {
            let mut query =
                connection.prepare_cached("SELECT id, name, articles, mentions FROM entities WHERE number = ?1")?;
            let mut tallies = Vec::new();
            for number in numbers {
                tallies.extend(query.query_row([number], tally_of).optional()?.flatten());
            }
            Ok(tallies)
        })
    }

    /// The version of the recogniser that has looked through an article; `None` when none has.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn model_of(&self, key: ArticleKey) -> Result<Option<u32>, LibraryError> {
        self.ask(|connection| {
            let mut query = connection.prepare_cached("SELECT tagged FROM articles WHERE key = ?1")?;
            let tagged: Option<Option<i64>> = query.query_row([key.stored()], |row| row.get(0)).optional()?;
            Ok(tagged.flatten().and_then(|model| u32::try_from(model).ok()))
        })
    }
}

fn tally_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<EntityTally>> {
    let count = |at| row.get::<_, i64>(at).map(|count| u64::try_from(count).unwrap_or(0));
    let (articles, mentions) = (count(2)?, count(3)?);
    let name: String = row.get(1)?;
    let id = parse_id(row.get_ref(0)?.as_str()?);
    Ok(id.map(|id| EntityTally { kind: id.kind, id, name, articles, mentions }))
}
