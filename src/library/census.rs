//! Who is named how often in many articles, and which articles are about the same.
//!
//! Owns the counts over a library, a list or a range of days; one article's own count is `entity::census`.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::civil::Date;

use super::key::keys_of_days;
use super::mentions::{entity_of, parse_id, spans_of};
use super::{ArticleKey, Library, LibraryError};
use crate::entity::{EntityId, Kind};

/// Which articles are counted.
#[derive(Clone, Copy, Debug)]
pub enum EntityScope<'k> {
    /// All of them.
    All,
    /// These.
    Keys(&'k [ArticleKey]),
    /// Those of the days from the first until the second, both included.
    Between(Date, Date),
}

/// One entity and how often it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityTally {
    /// Whom or what it is.
    pub id: EntityId,
    /// How it is best written in a list.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// How many of the articles name it.
    pub articles: u64,
    /// How often they do.
    pub mentions: u64,
}

impl Library {
    /// At most `most` entities that the articles name, those of most articles first.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn entity_counts(&self, of: EntityScope<'_>, most: usize) -> Result<Vec<EntityTally>, LibraryError> {
        self.ask(|connection| match of {
            EntityScope::All => counts_of_all(connection, most),
            EntityScope::Keys(keys) => {
                let mut counts = Counts::default();
                for key in keys {
                    counts.add(connection, key.0)?;
                }
                counts.most(connection, most)
            }
            EntityScope::Between(from, until) => {
                let (first, last) = keys_of_days(Some(from), Some(until));
                let mut query = connection.prepare_cached("SELECT key FROM spans WHERE key BETWEEN ?1 AND ?2")?;
                let keys = query.query_map([first, last], |row| row.get::<_, i64>(0))?;
                let mut counts = Counts::default();
                for key in keys {
                    counts.add(connection, key?)?;
                }
                counts.most(connection, most)
            }
        })
    }
}

/// The counts that the tables hold. Entities of one or two articles are looked at only when there are too few others.
fn counts_of_all(connection: &rusqlite::Connection, most: usize) -> rusqlite::Result<Vec<EntityTally>> {
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let mut tallies = Vec::new();
    for condition in ["articles > 2", "articles > 0"] {
        let select = "SELECT id, name, articles, mentions FROM entities WHERE";
        let mut query =
            connection.prepare_cached(&format!("{select} {condition} ORDER BY articles DESC, number LIMIT ?1"))?;
        let mut rows = query.query([limit])?;
        tallies.clear();
        while let Some(row) = rows.next()? {
            let count = |at| row.get::<_, i64>(at).map(|count| u64::try_from(count).unwrap_or(0));
            if let Some(id) = parse_id(row.get_ref(0)?.as_str()?) {
                let (name, kind) = (row.get(1)?, id.kind);
                tallies.push(EntityTally { id, name, kind, articles: count(2)?, mentions: count(3)? });
            }
        }
        if tallies.len() >= most {
            break;
        }
    }
    Ok(tallies)
}

/// Articles and mentions by the number of the entity.
#[derive(Default)]
struct Counts(HashMap<i64, (u64, u64)>);

impl Counts {
    fn add(&mut self, connection: &rusqlite::Connection, key: i64) -> rusqlite::Result<()> {
        let mut own: HashMap<i64, u64> = HashMap::new();
        for span in spans_of(connection, key)?.unwrap_or_default() {
            *own.entry(span.entity).or_default() += 1;
        }
        for (entity, mentions) in own {
            let count = self.0.entry(entity).or_default();
            *count = (count.0 + 1, count.1 + mentions);
        }
        Ok(())
    }

    fn most(self, connection: &rusqlite::Connection, most: usize) -> rusqlite::Result<Vec<EntityTally>> {
        let mut counts: Vec<_> = self.0.into_iter().collect();
        counts.sort_unstable_by_key(|&(entity, (articles, mentions))| (Reverse(articles), Reverse(mentions), entity));
        let mut tallies = Vec::new();
        for (entity, (articles, mentions)) in counts.into_iter().take(most) {
            if let Some((id, name)) = entity_of(connection, entity)? {
                tallies.push(EntityTally { kind: id.kind, id, name, articles, mentions });
            }
        }
        Ok(tallies)
    }
}
