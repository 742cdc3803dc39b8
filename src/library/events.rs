//! Events: the articles that tell the same, found when one is filed.
//!
//! Owns the groups and their counts; how alike two texts are is `likeness.rs`. An article joins a group when it is like
//! one of its members, so that a story that is retold step by step stays together.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::likeness::Likeness;
use super::{ArticleKey, Library, LibraryError};

/// How many articles with the same band are compared, newest first: they are alike among themselves as a rule.
pub(super) const MOST_OF_A_BAND: usize = 8;

impl Library {
    /// The articles that tell nearly the same as this one, newest first and without it.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn near_duplicates(&self, key: ArticleKey) -> Result<Vec<ArticleKey>, LibraryError> {
        self.ask(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT key FROM articles WHERE event = (SELECT event FROM articles WHERE key = ?1) AND key <> ?1 \
                 ORDER BY key DESC",
            )?;
            query.query_map([key.stored()], |row| row.get(0).map(ArticleKey))?.collect()
        })
    }
}

/// Stores the bands of an article that was just filed, and puts it to those that it is like.
pub(super) fn join(connection: &Connection, key: i64, likeness: &Likeness) -> rusqlite::Result<()> {
    let mut alike = HashSet::new();
    let mut seen = HashSet::new();
    for &band in &likeness.bands {
        let mut query =
            connection.prepare_cached("SELECT key FROM bands WHERE band = ?1 ORDER BY key DESC LIMIT ?2")?;
        let others = query.query_map([band, MOST_OF_A_BAND as i64], |row| row.get::<_, i64>(0))?;
        for other in others {
            let other = other?;
            if other != key
                && seen.insert(other)
                && likeness_of(connection, other)?.is_some_and(|own| own.is_like(likeness))
            {
                alike.insert(other);
            }
        }
    }
    let mut put = connection.prepare_cached("INSERT OR IGNORE INTO bands VALUES (?1, ?2)")?;
    for &band in &likeness.bands {
        put.execute([band, key])?;
    }
    unite(connection, key, &alike).map(drop)
}

pub(super) fn likeness_of(connection: &Connection, key: i64) -> rusqlite::Result<Option<Likeness>> {
    let mut query = connection.prepare_cached(
        "SELECT likeness FROM texts WHERE number = (SELECT text_number FROM articles WHERE key = ?1)",
    )?;
    let blob: Option<Vec<u8>> = query.query_row([key], |row| row.get(0)).optional()?.flatten();
    Ok(blob.and_then(|blob| Likeness::of_blob(&blob)))
}

/// Makes one event of an article and those that are like it, with the events that they stand in. Gives its number, and
/// the articles of those events that are no more: another event may get their number.
pub(super) fn unite(
    connection: &Connection,
    key: i64,
    alike: &HashSet<i64>,
) -> rusqlite::Result<Option<(i64, Vec<i64>)>> {
    if alike.is_empty() {
        return Ok(None);
    }
    let mut events = HashSet::new();
    let mut members = HashSet::new();
    for &other in alike.iter().chain([&key]) {
        match event_of(connection, other)? {
            Some(event) => drop(events.insert(event)),
            None => drop(members.insert(other)),
        }
    }
    // The smallest number stays, so that the order of the articles does not matter.
    let mut events: Vec<i64> = events.into_iter().collect();
    events.sort_unstable();
    let number = match events.first() {
        Some(&number) => number,
        None => {
            connection.execute("INSERT INTO events (members) VALUES (0)", [])?;
            connection.last_insert_rowid()
        }
    };
    if members.is_empty() && events.len() < 2 {
        return Ok(Some((number, Vec::new())));
    }
    let more = members.len();
    for member in members {
        connection.prepare_cached("UPDATE articles SET event = ?1 WHERE key = ?2")?.execute([number, member])?;
    }
    let mut moved = Vec::new();
    for &other in events.iter().skip(1) {
        let mut update = connection.prepare_cached("UPDATE articles SET event = ?1 WHERE event = ?2 RETURNING key")?;
        for key in update.query_map([number, other], |row| row.get(0))? {
            moved.push(key?);
        }
        connection.execute("DELETE FROM events WHERE number = ?1", [other])?;
    }
    connection
        .prepare_cached("UPDATE events SET members = members + ?1 WHERE number = ?2")?
        .execute([(more + moved.len()) as i64, number])
        .map(|_| Some((number, moved)))
}

fn event_of(connection: &Connection, key: i64) -> rusqlite::Result<Option<i64>> {
    let mut query = connection.prepare_cached("SELECT event FROM articles WHERE key = ?1")?;
    Ok(query.query_row([key], |row| row.get(0)).optional()?.flatten())
}

/// Takes an article out of its event, and its bands away. An event of one is none.
pub(super) fn leave(connection: &Connection, key: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM unjoined WHERE number = (SELECT text_number FROM articles WHERE key = ?1)")?
        .execute([key])?;
    for band in likeness_of(connection, key)?.map(|own| own.bands).unwrap_or_default() {
        connection.prepare_cached("DELETE FROM bands WHERE band = ?1 AND key = ?2")?.execute([band, key])?;
    }
    let Some(event) = event_of(connection, key)? else { return Ok(()) };
    connection.execute("UPDATE articles SET event = NULL WHERE key = ?1", [key])?;
    connection.execute("UPDATE events SET members = members - 1 WHERE number = ?1", [event])?;
    if connection.execute("DELETE FROM events WHERE number = ?1 AND members < 2", params![event])? > 0 {
        connection.execute("UPDATE articles SET event = NULL WHERE event = ?1", [event])?;
    }
    Ok(())
}
