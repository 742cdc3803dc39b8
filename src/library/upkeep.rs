//! Keeping a library well: what it holds, whether it is whole, and making it small and quick again.
//!
//! Owns the checks and the derived tables' rebuilding; saving what a damaged file still has is `salvage.rs`.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, TransactionBehavior};

use super::joining::Portion;
use super::{Library, LibraryError, backup, filing, likeness::Likeness, pieces, prepare};

/// What a library holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// How many articles there are.
    pub articles: u64,
    /// How many older versions of them are kept.
    pub versions: u64,
    /// How many sections have an article.
    pub sections: u64,
    /// How many sources there are.
    pub sources: u64,
    /// How many articles have been read.
    pub read: u64,
    /// How many have a star.
    pub starred: u64,
    /// How many notes there are.
    pub notes: u64,
    /// How many entities are named.
    pub entities: u64,
    /// How many articles nobody has looked for entities in.
    pub untagged: u64,
    /// How many groups of articles tell the same.
    pub events: u64,
    /// The size of the file and of its log, in bytes.
    pub bytes: u64,
    /// The schema of the file.
    pub schema: i64,
    /// See [`Library::generation`].
    pub generation: u64,
}

/// How many pages of the full-text index are merged at once: a few milliseconds. Twice as many the next time, where
/// that took no longer than a fraction of what others may wait.
const MERGED_PAGES: i64 = 64;
const MOST_MERGED_PAGES: i64 = 256;
const SHORT_MERGE: Duration = Duration::from_millis(6);
/// How long a program that writes much makes room for another one that waits, and how often it looks.
const LONGEST_TURN: Duration = Duration::from_millis(20);
const TURN: Duration = Duration::from_micros(500);
/// The pages of the log after which a long filing brings it into the file even if nobody asks for it.
const MOST_IN_LOG: i64 = 32_000;
/// The pages of a log that is kept short: sixteen megabytes of pages of 8,192 bytes.
const SHORT_LOG: i64 = 2_000;
/// The bytes that such a log keeps once all of it stands in the file.
const MOST_LEFT_IN_LOG: i64 = 64 << 20;
/// The pause where nobody can tell whether one waits: those who do look once a millisecond.
const BLIND_TURN: Duration = Duration::from_micros(1_500);
/// How many faults of one kind are named.
const MOST_FAULTS: usize = 20;

/// What must hold in every library, beside what SQLite checks: a sentence, and a query that counts the breaches.
const INVARIANTS: &[(&str, &str)] = &[
    (
        "articles without a text",
        "SELECT count(*) FROM articles WHERE NOT EXISTS (SELECT 1 FROM texts WHERE number = text_number)",
    ),
    (
        "texts without an article",
        "SELECT count(*) FROM texts WHERE number NOT IN (SELECT text_number FROM articles WHERE text_number IS NOT NULL)",
    ),
    (
        "articles that the full-text index lacks",
        "SELECT count(*) FROM articles WHERE key NOT IN (SELECT id FROM words_docsize)",
    ),
    (
        "entries of the full-text index without an article",
        "SELECT count(*) FROM words_docsize WHERE id NOT IN (SELECT key FROM articles)",
    ),
    (
        "rows of the index of beginnings that belong to no piece",
        "SELECT (SELECT count(*) FROM piece_keys WHERE number >> 32 NOT IN (SELECT number FROM pieces)) \
         + (SELECT count(*) FROM piece_parts WHERE number >> 32 NOT IN (SELECT number FROM pieces))",
    ),
    (
        "articles of unknown sections",
        "SELECT count(*) FROM articles WHERE section NOT IN (SELECT number FROM sections)",
    ),
    ("articles of unknown sources", "SELECT count(*) FROM articles WHERE source NOT IN (SELECT number FROM sources)"),
    (
        "sections with a wrong count",
        "SELECT count(*) FROM sections AS s WHERE total <> (SELECT count(*) FROM articles WHERE section = s.number)",
    ),
    (
        "sections with a wrong count of marks",
        "WITH counted AS (SELECT user, section, sum(read) AS read, sum(starred) AS starred FROM marks \
         JOIN articles USING (key) GROUP BY user, section) SELECT count(*) FROM (SELECT user, section, read, starred \
         FROM section_marks WHERE read <> 0 OR starred <> 0 EXCEPT SELECT * FROM counted)",
    ),
    (
        "marks that stand under a wrong key",
        "SELECT count(*) FROM marks WHERE key IS NOT (SELECT key FROM articles WHERE articles.id = marks.id)",
    ),
    (
        "notes that stand under a wrong key",
        "SELECT count(*) FROM notes WHERE key IS NOT (SELECT key FROM articles WHERE articles.id = notes.id)",
    ),
    ("mentions without an article", "SELECT count(*) FROM spans WHERE key NOT IN (SELECT key FROM articles)"),
    (
        "articles that wait for their entities and have none",
        "SELECT count(*) FROM unlisted WHERE key NOT IN (SELECT key FROM spans)",
    ),
    (
        "entities with a wrong count",
        "WITH counted AS (SELECT entity, count(*) AS articles, sum(count) AS mentions FROM mentions GROUP BY entity) \
         SELECT count(*) FROM (SELECT number, articles, mentions FROM entities WHERE articles > 0 \
         EXCEPT SELECT * FROM counted)",
    ),
    (
        "a wrong count of copies",
        "SELECT count(*) FROM state WHERE name = 'copies' AND value <> (SELECT coalesce(sum(members - 1), 0) FROM events)",
    ),
    (
        "events with a wrong count",
        "SELECT count(*) FROM events AS e WHERE members <> (SELECT count(*) FROM articles WHERE event = e.number)",
    ),
];

/// The derived counts, made anew.
const RECOUNT: &str = "
UPDATE sections SET total = (SELECT count(*) FROM articles WHERE section = sections.number);
UPDATE marks SET key = (SELECT key FROM articles WHERE articles.id = marks.id);
UPDATE notes SET key = (SELECT key FROM articles WHERE articles.id = notes.id);
DELETE FROM section_marks;
INSERT INTO section_marks SELECT user, section, sum(read), sum(starred) FROM marks JOIN articles USING (key) GROUP BY user, section;
UPDATE state SET value = (SELECT coalesce(sum(members - 1), 0) FROM events) WHERE name = 'copies';
DELETE FROM spans WHERE key NOT IN (SELECT key FROM articles);
DELETE FROM unlisted WHERE key NOT IN (SELECT key FROM spans);
DELETE FROM mentions WHERE key NOT IN (SELECT key FROM articles);
UPDATE entities SET articles = 0, mentions = 0;
UPDATE entities SET articles = counted.articles, mentions = counted.mentions FROM
  (SELECT entity, count(*) AS articles, sum(count) AS mentions FROM mentions GROUP BY entity) AS counted
  WHERE counted.entity = number;
DELETE FROM texts WHERE number NOT IN (SELECT text_number FROM articles WHERE text_number IS NOT NULL);
";

impl Library {
    /// What the library holds. Counts whole tables: for people, not for every frame.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn info(&self) -> Result<Info, LibraryError> {
        let bytes = [self.path().to_owned(), super::schema::beside(self.path(), "-wal")];
        let bytes = bytes.iter().filter_map(|path| std::fs::metadata(path).ok()).map(|metadata| metadata.len()).sum();
        self.ask(|connection| {
            let count = |of: &str| -> rusqlite::Result<u64> {
                connection
                    .query_row(&format!("SELECT count(*) FROM {of}"), [], |row| row.get::<_, i64>(0))
                    .map(i64::unsigned_abs)
            };
            Ok(Info {
                articles: count("articles")?,
                versions: count("versions")?,
                sections: count("sections WHERE total > 0 AND name <> ''")?,
                sources: count("sources")?,
                read: count("marks WHERE read AND key IS NOT NULL")?,
                starred: count("marks WHERE starred AND key IS NOT NULL")?,
                notes: count("notes")?,
                entities: count("entities WHERE articles > 0")?,
                untagged: count("articles WHERE tagged IS NULL")?,
                events: count("events")?,
                bytes,
                schema: connection.query_row("PRAGMA user_version", [], |row| row.get(0))?,
                generation: connection
                    .query_row("SELECT value FROM state WHERE name = 'generation'", [], |row| row.get::<_, i64>(0))?
                    .unsigned_abs(),
            })
        })
    }

    /// What is wrong with the library, a sentence each; nothing when it is whole. Reads all of it.
    ///
    /// # Errors
    /// When the library cannot be read at all; damage that the check itself meets is a sentence.
    pub fn check(&self) -> Result<Vec<String>, LibraryError> {
        match self.ask(faults_of) {
            Err(LibraryError::Corrupt { reason, .. }) => Ok(vec![reason]),
            other => other,
        }
    }

    /// Makes everything anew that follows from the articles: the full-text index, the counts, who tells the same.
    /// Gives how many articles there are.
    ///
    /// # Errors
    /// When the library cannot be written; it is as before then.
    pub fn rebuild(&mut self) -> Result<u64, LibraryError> {
        let stored_of = |library: &Library, key| library.read(key).map(|stored| stored.map(|stored| stored.article));
        // The old index goes first, in the same transaction as the new one comes.
        self.connection.execute_batch("BEGIN IMMEDIATE").map_err(|cause| self.error(&cause))?;
        let work = || -> Result<u64, LibraryError> {
            let keys = self.newest(None, usize::MAX)?;
            let clear = "INSERT INTO words (words) VALUES ('delete-all'); DELETE FROM bands; DELETE FROM unjoined; DELETE FROM events; \
                         UPDATE articles SET event = NULL WHERE event IS NOT NULL;";
            self.ask(|connection| connection.execute_batch(clear))?;
            self.ask(|connection| connection.execute_batch(RECOUNT))?;
            self.ask(pieces::remove_all)?;
            let mut beginnings = pieces::Waiting::default();
            // Oldest first, as the full-text index likes it.
            for &key in keys.iter().rev() {
                let Some(article) = stored_of(self, key)? else { continue };
                let prepared = prepare(article, None);
                self.ask(|connection| {
                    filing::index(connection, &mut self.names.borrow_mut(), key.stored(), &prepared)?;
                    beginnings.add(connection, key.stored(), prepared.heads)
                })?;
            }
            self.ask(|connection| beginnings.write(connection))?;
            self.ask(|connection| {
                connection.execute("UPDATE state SET value = 1 WHERE name IN ('parted', 'headed')", [])?;
                filing::touch(connection)
            })?;
            Ok(keys.len() as u64)
        };
        let done = work();
        let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
        self.connection.execute_batch(end).map_err(|cause| self.error(&cause))?;
        self.names.get_mut().forget();
        // Events were made anew.
        self.portion = Portion::default();
        done
    }

    /// Merges the full-text index into one piece and gives back the room that is not used. Needs the file for itself
    /// and room for a second copy of it.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn compact(&mut self) -> Result<(), LibraryError> {
        self.ask(|connection| {
            connection.execute_batch("INSERT INTO words (words) VALUES ('optimize'); ANALYZE; VACUUM;")?;
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        })
    }

    /// Copies the library, while it is in use, to `to`; what was there is replaced at the end.
    ///
    /// # Errors
    /// When the copy cannot be written, or the library not be read.
    pub fn back_up(&self, to: &Path) -> Result<(), LibraryError> {
        backup::copy(&self.connection, self.path(), to)
    }

    /// Lets a long filing run quickly: more memory for pages, and which articles tell the same and what they mention is
    /// entered later. Call [`Library::checkpoint`] every few batches, [`Library::tidy`] and [`Library::list_many`] between
    /// them, [`Library::join_events`] and [`Library::list_all`] at the end, until these have no more to do.
    ///
    /// # Errors
    /// When the library cannot be used.
    pub fn expect_many(&mut self) -> Result<(), LibraryError> {
        self.puts_off.events = true;
        self.names.get_mut().expect_many();
        self.put_mentions_off()?;
        self.ask(|connection| {
            connection.pragma_update(None, "cache_size", -65_536)?;
            connection.pragma_update(None, "wal_autocheckpoint", MOST_IN_LOG)
        })
    }

    /// Lets this handle keep few pages in memory: whoever reads through all articles once comes to none a second time.
    ///
    /// # Errors
    /// When the library cannot be used.
    pub fn expect_one_pass(&self) -> Result<(), LibraryError> {
        self.ask(|connection| connection.pragma_update(None, "cache_size", -512))
    }

    /// Lets a long look for names run quickly: what was stored is entered under its entities later. Call
    /// [`Library::list_many`] every few articles and [`Library::list_all`] at the end, until it has no more to do.
    ///
    /// What this handle writes is brought into the file whenever the log has grown to some megabytes: a program that is
    /// ended by force leaves no more than that, and the next one to open the library has to read all that is left.
    ///
    /// # Errors
    /// When the library cannot be used.
    pub fn expect_names(&mut self) -> Result<(), LibraryError> {
        self.seen.get_mut().expect_nobody();
        self.put_mentions_off()?;
        self.ask(|connection| {
            connection.pragma_update(None, "wal_autocheckpoint", SHORT_LOG)?;
            // What another program has left of a long one. Beside an import others would wait while it shrinks.
            connection.pragma_update(None, "journal_size_limit", MOST_LEFT_IN_LOG)
        })
    }

    /// Merges what many batches have left of the two indexes, for about as long as is given and in steps of a few
    /// milliseconds, so that nobody waits; true when there is more to do.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn tidy(&mut self, within: Duration) -> Result<bool, LibraryError> {
        let begun = Instant::now();
        let merged = pieces::merge_step(&mut self.connection, &self.turn).map_err(|cause| self.error(&cause))?;
        if merged && self.turn.is_wanted() {
            return Ok(true);
        }
        let has_more = self.tidy_words(within, begun)?;
        Ok(has_more || merged)
    }

    fn tidy_words(&self, within: Duration, begun: Instant) -> Result<bool, LibraryError> {
        self.ask(|connection| {
            let mut merge = connection.prepare_cached("INSERT INTO words (words, rank) VALUES ('merge', ?1)")?;
            let mut pages = MERGED_PAGES;
            loop {
                let (step, before) = (Instant::now(), connection.total_changes());
                merge.execute([pages])?;
                // By the documentation of FTS5: fewer than two changes mean that nothing was merged.
                if connection.total_changes() - before < 2 {
                    return Ok(false);
                }
                if begun.elapsed() >= within || self.turn.is_wanted() {
                    return Ok(true);
                }
                if step.elapsed() < SHORT_MERGE {
                    pages = (pages * 2).min(MOST_MERGED_PAGES);
                }
            }
        })
    }

    /// Makes room for another program that waits to write, for a moment; does nothing where none waits.
    pub fn give_way(&self) {
        if !self.turn.can_tell() {
            return std::thread::sleep(BLIND_TURN);
        }
        let begun = Instant::now();
        while self.turn.is_wanted() && begun.elapsed() < LONGEST_TURN {
            std::thread::sleep(TURN);
        }
    }

    /// Brings what stands in the log into the file, as far as no reader is in the way. Waits for nobody.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn checkpoint(&mut self) -> Result<(), LibraryError> {
        self.ask(|connection| connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())))
    }
}

fn faults_of(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut query = connection.prepare("PRAGMA integrity_check(20)")?;
    for line in query.query_map([], |row| row.get::<_, String>(0))? {
        match line? {
            line if line == "ok" => {}
            line => faults.push(line),
        }
    }
    if !faults.is_empty() {
        faults.truncate(MOST_FAULTS);
        return Ok(faults);
    }
    for (what, query) in INVARIANTS {
        let count: i64 = connection.query_row(query, [], |row| row.get(0))?;
        if count > 0 {
            faults.push(format!("{what}: {count}"));
        }
    }
    faults.extend(pieces::faults(connection)?);
    // The index' own check; without its content it compares its parts with one another.
    let check = "INSERT INTO words (words, rank) VALUES ('integrity-check', 0)";
    if let Err(cause) = connection.execute(check, []) {
        match cause.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ReadOnly) => {}
            Some(rusqlite::ErrorCode::DatabaseCorrupt) => faults.push("the full-text index is damaged".to_owned()),
            _ => return Err(cause),
        }
    }
    Ok(faults)
}

/// Copies marks and notes of one file into another; what cannot be read is left out.
pub(super) fn copy_marks(from: &Connection, to: &mut Connection) -> rusqlite::Result<()> {
    let transaction = to.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (select, insert) in [
        (
            "SELECT user, id, read, starred, paragraph, byte FROM marks",
            "INSERT OR REPLACE INTO marks (user, id, read, starred, paragraph, byte, key) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT key FROM articles WHERE id = ?2))",
        ),
        (
            "SELECT user, id, note FROM notes",
            "INSERT OR REPLACE INTO notes (user, id, note, key) VALUES (?1, ?2, ?3, (SELECT key FROM articles WHERE id = ?2))",
        ),
    ] {
        let Ok(mut query) = from.prepare(select) else { continue };
        let columns = query.column_count();
        let Ok(mut rows) = query.query([]) else { continue };
        while let Ok(Some(row)) = rows.next() {
            let values: rusqlite::Result<Vec<rusqlite::types::Value>> = (0..columns).map(|at| row.get(at)).collect();
            if let Ok(values) = values {
                transaction.prepare_cached(insert)?.execute(rusqlite::params_from_iter(values))?;
            }
        }
    }
    transaction.commit()
}

/// The likeness that an article's texts give; for the rebuilding of what is stored of it.
pub(super) fn store_likeness(connection: &Connection, key: i64, likeness: Option<&Likeness>) -> rusqlite::Result<()> {
    let blob = likeness.map(Likeness::to_blob);
    connection
        .prepare_cached("UPDATE texts SET likeness = ?1 WHERE number = (SELECT text_number FROM articles WHERE key = ?2) AND likeness IS NOT ?1")?
        .execute(rusqlite::params![blob, key])
        .map(drop)
}
