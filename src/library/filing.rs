//! Filing: what happens to an article that comes in.
//!
//! Owns the one transaction of a batch, new versions and the choice of a key. What is indexed was worked out before
//! (`prepared.rs`); likeness is `events.rs`, mentions are `mentions.rs`.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::joining::Portion;
use super::key::{keys_of_minute, minute_of};
use super::likeness::Likeness;
use super::mentions::{MentionBatch, Tagged};
use super::names::{Dictionary, Names, name_of};
use super::pieces::{self, Gathered};
use super::shelf::{PutsOff, stored_id};
use super::turn::Turn;
use super::{ArticleKey, Library, LibraryError, Prepared, events, joining, key, marking, terms};
use crate::article::{Article, SectionPath};

/// What became of an article that was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Filed {
    /// The library did not have it.
    New,
    /// The library had it with other content, which is kept as an older version; its marks and its note stay.
    Changed,
    /// The library has had exactly this content under this id.
    Unchanged,
}

/// What came of a batch that could be ended early.
#[derive(Clone, Debug)]
pub struct FiledSome {
    /// What became of each article from the first of the batch on; the others have not been filed.
    pub filed: Vec<Filed>,
    /// How long others had to wait who came during it: for its end, or, where nobody can tell that they wait, for all
    /// of it.
    pub held: Duration,
}

/// A batch goes on for so long even if another program waits: many small ones cost much more than a large one.
const SHORTEST: Duration = Duration::from_millis(8);
/// So many articles are filed between two looks whether another program waits.
const BETWEEN_LOOKS: usize = 4;

impl Library {
    /// Files a batch in one transaction: either all of it is in the library afterwards, or nothing.
    ///
    /// The result has one entry an article, in the order of the batch. Filing the same again changes nothing.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn file(&mut self, batch: &[Prepared]) -> Result<Vec<Filed>, LibraryError> {
        self.file_while(batch, &|_| true).map(|some| some.filed)
    }

    /// Files a batch in one transaction, or as much of it as was filed when another program began to wait.
    ///
    /// # Errors
    /// When the library cannot be written; nothing of the batch has been filed then.
    pub fn file_some(&mut self, batch: &[Prepared]) -> Result<FiledSome, LibraryError> {
        let begun = Instant::now();
        self.file_while(batch, &|turn| begun.elapsed() < SHORTEST || !turn.is_wanted())
    }

    fn file_while(&mut self, batch: &[Prepared], goes_on: &dyn Fn(&Turn) -> bool) -> Result<FiledSome, LibraryError> {
        let names = self.names.get_mut();
        let (connection, turn) = (&mut self.connection, &self.turn);
        let puts_off = self.puts_off;
        let mut file = || {
            let transaction = turn.begin(connection)?;
            let mut begun = Instant::now();
            let mut filing = Filing::begin(&transaction, names, puts_off)?;
            let mut filed = Vec::with_capacity(batch.len());
            for prepared in batch {
                if filed.len().is_multiple_of(BETWEEN_LOOKS) && !filed.is_empty() && !goes_on(turn) {
                    break;
                }
                filed.push(filing.file(prepared)?);
            }
            if turn.can_tell() {
                begun = Instant::now();
            }
            filing.index()?;
            let put_off = filing.mentions.write(&transaction)?;
            if filed.iter().any(|filed| *filed != Filed::Unchanged) {
                touch(&transaction)?;
            }
            transaction.commit()?;
            Ok((FiledSome { filed, held: begun.elapsed() }, put_off))
        };
        let filed = file();
        let some = self.settle(filed)?;
        if some.filed.contains(&Filed::Changed) {
            // What was loaded to be joined may be of an article that is another one now.
            self.portion = Portion::default();
        }
        Ok(some)
    }

    /// Remembers what a transaction has put off, or forgets the names that one entered which failed.
    pub(super) fn settle<T>(&mut self, done: rusqlite::Result<(T, (u64, bool))>) -> Result<T, LibraryError> {
        match done {
            Ok((made, put_off)) => {
                self.unlisted.note(put_off);
                Ok(made)
            }
            Err(cause) => {
                self.names.get_mut().forget();
                Err(self.error(&cause))
            }
        }
    }
}

/// Lets every program know that articles have changed.
pub(super) fn touch(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("UPDATE state SET value = value + 1 WHERE name = 'generation'", []).map(drop)
}

/// An article that is filed already.
struct Known {
    key: i64,
    hash: i64,
    version: i64,
    tagged: Option<u32>,
}

struct Filing<'t, 'b> {
    transaction: &'t Transaction<'t>,
    names: &'t mut Names,
    /// What was put under a key and is not in the full-text index yet, oldest first.
    unindexed: BTreeMap<i64, &'b Prepared>,
    /// What they mention.
    mentions: MentionBatch,
    /// The next free key of each minute that this transaction has filed something in.
    free: HashMap<i64, i64>,
    /// The generation that this transaction makes.
    generation: i64,
    puts_off: PutsOff,
    /// True when there is a mark or a note at all, which may wait for its article.
    is_marked: bool,
}

impl<'t, 'b> Filing<'t, 'b> {
    fn begin(transaction: &'t Transaction<'t>, names: &'t mut Names, puts_off: PutsOff) -> rusqlite::Result<Self> {
        let generation =
            transaction.query_row("SELECT value + 1 FROM state WHERE name = 'generation'", [], |row| row.get(0))?;
        let is_marked = transaction
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM marks) OR EXISTS (SELECT 1 FROM notes)")?
            .query_row([], |row| row.get(0))?;
        let (free, unindexed, mentions) = (HashMap::new(), BTreeMap::new(), MentionBatch::new(puts_off.mentions));
        Ok(Filing { transaction, names, free, unindexed, mentions, generation, puts_off, is_marked })
    }

    /// Puts the words of the batch into the full-text index: in the order of the keys, because FTS5 writes out all that
    /// it has gathered whenever a key is lower than the one before.
    fn index(&mut self) -> rusqlite::Result<()> {
        let mut beginnings = Gathered::default();
        for (key, prepared) in std::mem::take(&mut self.unindexed) {
            put_words(self.transaction, self.names, key, prepared)?;
            beginnings.add(key, &prepared.heads);
        }
        pieces::write(self.transaction, beginnings)
    }

    fn file(&mut self, prepared: &'b Prepared) -> rusqlite::Result<Filed> {
        let Some(known) = self.known(prepared)? else {
            let key = self.free_key(minute_of(prepared.article.date.as_ref().map(|date| &date.value)))?;
            self.put(key, 1, prepared)?;
            self.link(key, prepared)?;
            marking::adopt(self.transaction, prepared.article.id, prepared.marks)?;
            marking::adopt_note(self.transaction, prepared.article.id, prepared.note.as_deref())?;
            return Ok(Filed::New);
        };
        if known.hash == prepared.hash || self.was_version(prepared)? {
            let is_better = known.tagged.is_none_or(|model| model != prepared.model) && known.hash == prepared.hash;
            if let Some(mentions) = prepared.mentions.as_ref().filter(|_| is_better) {
                let tagged = Tagged { key: known.key, mentions, model: prepared.model };
                self.mentions.replace(self.transaction, self.names, tagged)?;
            }
            return Ok(Filed::Unchanged);
        }
        self.keep_version(&known)?;
        self.take_out(known.key)?;
        let minute = minute_of(prepared.article.date.as_ref().map(|date| &date.value));
        let stays = (keys_of_minute(minute).0..=keys_of_minute(minute).1).contains(&known.key);
        let key = if stays { known.key } else { self.free_key(minute)? };
        self.put(key, known.version + 1, prepared)?;
        self.link(key, prepared)?;
        Ok(Filed::Changed)
    }

    fn known(&self, prepared: &Prepared) -> rusqlite::Result<Option<Known>> {
        let mut query =
            self.transaction.prepare_cached("SELECT key, hash, version, tagged FROM articles WHERE id = ?1")?;
        let known = query.query_row([stored_id(prepared.article.id)], |row| {
            Ok(Known { key: row.get(0)?, hash: row.get(1)?, version: row.get(2)?, tagged: row.get(3)? })
        });
        known.optional()
    }

    /// True when the article has had this content before: a source that gives two texts under one name, in turn, makes
    /// two versions and not one with each import.
    fn was_version(&self, prepared: &Prepared) -> rusqlite::Result<bool> {
        let mut query = self.transaction.prepare_cached("SELECT 1 FROM versions WHERE id = ?1 AND hash = ?2")?;
        query.exists([stored_id(prepared.article.id), prepared.hash])
    }

    fn keep_version(&self, known: &Known) -> rusqlite::Result<()> {
        let copy = "INSERT OR REPLACE INTO versions SELECT id, version, hash, path, source, section, day, instant, derived, \
                    language, title, author, url, tags, text FROM articles JOIN texts ON number = text_number WHERE key = ?1";
        self.transaction.prepare_cached(copy)?.execute([known.key]).map(drop)
    }

    /// Takes everything away that hangs on a key; marks and the note stay, without one.
    fn take_out(&mut self, key: i64) -> rusqlite::Result<()> {
        events::leave(self.transaction, key)?;
        self.mentions.remove(self.transaction, key)?;
        for statement in [
            "UPDATE marks SET key = NULL WHERE key = ?1",
            "UPDATE notes SET key = NULL WHERE key = ?1",
            "DELETE FROM texts WHERE number = (SELECT text_number FROM articles WHERE key = ?1)",
            "DELETE FROM articles WHERE key = ?1",
        ] {
            self.transaction.prepare_cached(statement)?.execute([key])?;
        }
        // What came in twice with one batch is not in the index yet.
        if self.unindexed.remove(&key).is_none() {
            self.transaction.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([key])?;
        }
        Ok(())
    }

    fn put(&mut self, key: i64, version: i64, prepared: &'b Prepared) -> rusqlite::Result<()> {
        let article = &prepared.article;
        let (connection, names) = (self.transaction, &mut *self.names);
        let source = names.enter(connection, Dictionary::Sources, &article.source)?;
        let section = names.enter(connection, Dictionary::Sections, &name_of(article.section.value.parts()))?;
        let date = article.date.as_ref().map(|date| &date.value);
        let text_number = self.put_text(prepared)?;
        connection
            .prepare_cached(
                "INSERT INTO articles VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, NULL, ?14, ?15)",
            )?
            .execute(params![
                key,
                stored_id(article.id),
                article.path,
                source,
                section,
                date.map(|date| key::day_number(date.day)),
                date.and_then(|date| date.instant).map(|instant| instant.to_string()),
                super::stored::derived_bits(article),
                article.language.value.code(),
                article.title.value,
                prepared.hash,
                version,
                prepared.mentions.as_ref().map(|_| i64::from(prepared.model)),
                self.generation,
                text_number,
            ])?;
        self.unindexed.insert(key, prepared);
        if let Some(likeness) = prepared.likeness.as_ref().filter(|_| self.puts_off.events) {
            joining::put_off(connection, text_number, key, likeness)?;
        }
        Ok(())
    }

    /// Writes the text of an article behind all others; gives its number.
    fn put_text(&self, prepared: &Prepared) -> rusqlite::Result<i64> {
        let article = &prepared.article;
        let tags = (!article.tags.is_empty()).then(|| article.tags.join("\n"));
        let text = (!article.paragraphs.is_empty()).then(|| article.paragraphs.join("\n"));
        let likeness = prepared.likeness.as_ref().map(Likeness::to_blob);
        self.transaction.prepare_cached("INSERT INTO texts VALUES (NULL, ?1, ?2, ?3, ?4, ?5)")?.execute(params![
            likeness,
            article.author,
            article.url,
            tags,
            text
        ])?;
        Ok(self.transaction.last_insert_rowid())
    }

    /// Joins an article that was put under a key with what is known of it from elsewhere.
    fn link(&mut self, key: i64, prepared: &Prepared) -> rusqlite::Result<()> {
        if self.is_marked {
            let id = stored_id(prepared.article.id);
            // The user comes first in the key of both tables: one look for each.
            for statement in [
                "UPDATE marks SET key = ?1 WHERE id = ?2 AND user = ?3",
                "UPDATE notes SET key = ?1 WHERE id = ?2 AND user = ?3",
            ] {
                self.transaction.prepare_cached(statement)?.execute(params![key, id, super::shelf::USER])?;
            }
        }
        if let Some(likeness) = prepared.likeness.as_ref().filter(|_| !self.puts_off.events) {
            events::join(self.transaction, key, likeness)?;
        }
        match &prepared.mentions {
            Some(mentions) => {
                self.mentions.add(self.transaction, self.names, Tagged { key, mentions, model: prepared.model })
            }
            None => Ok(()),
        }
    }

    /// A key of the minute that no article has, or of the next minute that has one.
    fn free_key(&mut self, mut minute: i64) -> rusqlite::Result<i64> {
        loop {
            let (first, last) = keys_of_minute(minute);
            let next = match self.free.get(&minute) {
                Some(&next) => next,
                None => {
                    let mut query =
                        self.transaction.prepare_cached("SELECT max(key) FROM articles WHERE key BETWEEN ?1 AND ?2")?;
                    query.query_row([first, last], |row| row.get::<_, Option<i64>>(0))?.map_or(first, |key| key + 1)
                }
            };
            self.free.insert(minute, next.max(first).saturating_add(1));
            if next <= last {
                return Ok(next);
            }
            minute += 1;
        }
    }
}

/// Puts the words of an article that is there into an index that lacks it, and the article to those like it. How its words
/// begin is left to the caller.
pub(super) fn index(connection: &Connection, names: &mut Names, key: i64, prepared: &Prepared) -> rusqlite::Result<()> {
    put_words(connection, names, key, prepared)?;
    super::upkeep::store_likeness(connection, key, prepared.likeness.as_ref())?;
    prepared.likeness.as_ref().map_or(Ok(()), |likeness| events::join(connection, key, likeness))
}

fn put_words(connection: &Connection, names: &mut Names, key: i64, prepared: &Prepared) -> rusqlite::Result<()> {
    let source = names.enter(connection, Dictionary::Sources, &prepared.article.source)?;
    let meta = meta_of(&prepared.article, source, connection, names)?;
    connection
        .prepare_cached("INSERT INTO words (rowid, title, body, meta) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![key, prepared.title_words, prepared.body_words, meta])
        .map(drop)
}

/// The terms of an article that are not words of it.
fn meta_of(article: &Article, source: i64, connection: &Connection, names: &mut Names) -> rusqlite::Result<String> {
    let mut meta = vec![terms::EVERY.to_owned(), terms::source(source), terms::language(article.language.value.code())];
    for number in sections_around(connection, names, &article.section.value)? {
        meta.push(terms::section(number));
    }
    for tag in &article.tags {
        meta.push(terms::tag(names.enter(connection, Dictionary::Tags, tag)?));
    }
    Ok(meta.join(" "))
}

/// The numbers of a section and of those around it.
fn sections_around(connection: &Connection, names: &mut Names, path: &SectionPath) -> rusqlite::Result<Vec<i64>> {
    let parts = path.parts();
    (0..=parts.len())
        .skip(1)
        .map(|depth| names.enter(connection, Dictionary::Sections, &name_of(&parts[..depth])))
        .collect()
}

impl ArticleKey {
    /// The key as SQLite keeps it.
    pub(super) fn stored(self) -> i64 {
        self.0
    }
}
