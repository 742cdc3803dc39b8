//! What a reader does with articles: marks, notes, and the counts of sections that follow from them.
//!
//! Owns the changes; the counts themselves are kept by the triggers of `v1.sql`. Next: `marks.rs`, the type.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::names::path_of;
use super::shelf::{USER, stored_id};
use super::{ArticleMarks, Library, LibraryError, stored};
use crate::article::{ArticleId, SectionPath};

/// How many articles stand in exactly one section; those of the sections inside it are counted there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionTally {
    /// The section; the empty path holds the articles that have none.
    pub path: SectionPath,
    /// All of its articles.
    pub total: u64,
    /// Those that have been read.
    pub read: u64,
    /// Those that have a star.
    pub starred: u64,
}

impl Library {
    /// Every section that has an article, ordered by path.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn sections(&self) -> Result<Vec<SectionTally>, LibraryError> {
        self.ask(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT name, total, coalesce(read, 0), coalesce(starred, 0) FROM sections \
                 LEFT JOIN section_marks ON section = number AND user = ?1 WHERE total > 0 ORDER BY name",
            )?;
            let tallies = query.query_map([USER], |row| {
                let count = |at| row.get::<_, i64>(at).map(|count| u64::try_from(count).unwrap_or(0));
                let path = path_of(row.get_ref(0)?.as_str()?);
                Ok(SectionTally { path, total: count(1)?, read: count(2)?, starred: count(3)? })
            })?;
            tallies.collect()
        })
    }

    /// Stores marks: for each article, the fields that differ from what this library last gave or took of it. What
    /// other programs have changed meanwhile stays.
    ///
    /// Either all of the changes are there afterwards or none. An article that is not filed (yet) keeps them until it
    /// is.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn set_marks(&mut self, changes: &[(ArticleId, ArticleMarks)]) -> Result<(), LibraryError> {
        if changes.is_empty() {
            return Ok(());
        }
        let (connection, turn, seen) = (&mut self.connection, &self.turn, self.seen.get_mut());
        let mut store = || {
            let _asked = turn.ask();
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut known: HashMap<ArticleId, ArticleMarks> = HashMap::new();
            for &(id, after) in changes {
                let current = stored::marks_of(&transaction, id)?;
                let before = known.insert(id, after).or(seen.get(id)).unwrap_or(current);
                let marks = current.with_change(before, after);
                if marks != current {
                    put_marks(&transaction, id, marks)?;
                }
            }
            transaction.commit()
        };
        let result = store();
        if result.is_ok() {
            changes.iter().for_each(|&(id, after)| seen.note(id, after));
        }
        result.map_err(|cause| self.error(&cause))
    }

    /// Notes that the reader is here now: `is:new` is what came in since the visit before.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn visit(&mut self) -> Result<(), LibraryError> {
        let _asked = self.turn.ask();
        self.ask(|connection| {
            let visit = "INSERT INTO visits SELECT ?1, value, 0 FROM state WHERE name = 'generation' \
                         ON CONFLICT DO UPDATE SET before = last, last = excluded.last";
            connection.execute(visit, [USER]).map(drop)
        })
    }

    /// Writes a note beside an article, or takes it away. A blank note is none.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn set_note(&mut self, id: ArticleId, note: Option<&str>) -> Result<(), LibraryError> {
        let id = stored_id(id);
        let _asked = self.turn.ask();
        self.ask(|connection| match note.filter(|note| !note.trim().is_empty()) {
            Some(note) => connection
                .execute(
                    &format!("{PUT_NOTE} DO UPDATE SET note = excluded.note, key = excluded.key"),
                    params![USER, id, note],
                )
                .map(drop),
            None => connection.execute("DELETE FROM notes WHERE user = ?1 AND id = ?2", params![USER, id]).map(drop),
        })
    }
}

/// Gives marks from elsewhere to an article that has none.
pub(super) fn adopt(connection: &Connection, id: ArticleId, marks: ArticleMarks) -> rusqlite::Result<()> {
    let has_own = marks == ArticleMarks::default() || stored::marks_of(connection, id)? != ArticleMarks::default();
    if has_own { Ok(()) } else { put_marks(connection, id, marks) }
}

/// Gives a note from elsewhere to an article that has none.
pub(super) fn adopt_note(connection: &Connection, id: ArticleId, note: Option<&str>) -> rusqlite::Result<()> {
    let Some(note) = note else { return Ok(()) };
    connection.execute(&format!("{PUT_NOTE} DO NOTHING"), params![USER, stored_id(id), note]).map(drop)
}

/// Writes a note beside an article; what becomes of one that is there follows.
const PUT_NOTE: &str =
    "INSERT INTO notes SELECT ?1, ?2, (SELECT key FROM articles WHERE id = ?2), ?3 WHERE true ON CONFLICT";

/// Replaces the marks of an article. Default marks take no room.
fn put_marks(connection: &Connection, id: ArticleId, marks: ArticleMarks) -> rusqlite::Result<()> {
    let id = stored_id(id);
    if marks == ArticleMarks::default() {
        let mut remove = connection.prepare_cached("DELETE FROM marks WHERE user = ?1 AND id = ?2")?;
        return remove.execute(params![USER, id]).map(drop);
    }
    let mut find = connection.prepare_cached("SELECT key FROM articles WHERE id = ?1")?;
    let key: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
    let place = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let mut put = connection.prepare_cached(
        "INSERT INTO marks VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET key = excluded.key, \
         read = excluded.read, starred = excluded.starred, paragraph = excluded.paragraph, byte = excluded.byte",
    )?;
    let (paragraph, byte) = (marks.position.map(|at| place(at.paragraph)), marks.position.map(|at| place(at.byte)));
    put.execute(params![USER, id, key, marks.read, marks.starred, paragraph, byte]).map(drop)
}
