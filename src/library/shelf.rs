//! The library: articles in one SQLite file, newest first.
//!
//! Owns the open file and what every question needs; each question stands in its own file. Next: `filing.rs` for what
//! goes in, `row.rs` and `stored.rs` for what comes out, `select.rs` for what is looked for.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, params};

use super::joining::Portion;
use super::listing::Unlisted;
use super::names::Names;
use super::schema::{self, Access, Deadline};
use super::select::Sample;
use super::turn::Turn;
use super::{ArticleKey, ArticleMarks, LibraryError};
use crate::article::ArticleId;

/// Whose marks and notes they are, as long as a library belongs to one person.
pub(super) const USER: &str = "local";

/// Articles, what was done with them, and the indexes over them, in one file that several programs may use at once.
///
/// Nothing of it is held in memory but names and some pages of the file. A change is there for every other program as
/// soon as its call has returned, and it survives a crash of the program; after a crash of the machine the last
/// moments may be missing, but nothing is half there.
pub struct Library {
    pub(super) connection: Connection,
    path: PathBuf,
    deadline: Deadline,
    pub(super) names: RefCell<Names>,
    pub(super) seen: RefCell<Seen>,
    pub(super) puts_off: PutsOff,
    pub(super) portion: Portion,
    pub(super) unlisted: Unlisted,
    /// Tells whether others wait to write.
    pub(super) turn: Turn,
    /// How frequent beginnings of words are.
    pub(super) sample: RefCell<Sample>,
}

/// What is done later, for many articles at once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PutsOff {
    /// Finding out which tell the same: see `joining.rs`.
    pub(super) events: bool,
    /// Entering what they mention under their entities: see `listing.rs`.
    pub(super) mentions: bool,
}

/// The marks that this handle has given out: what its user knows, and so the base of the next change.
#[derive(Debug, Default)]
pub(super) struct Seen {
    marks: HashMap<ArticleId, ArticleMarks>,
    /// Nobody looks: what is read is read by the program for itself.
    is_nobody: bool,
}

/// More than anyone looks at between two changes; forgetting means no more than that the last change wins.
const MOST_SEEN: usize = 50_000;

impl Seen {
    /// What the user knows of an article's marks.
    pub(super) fn get(&self, id: ArticleId) -> Option<ArticleMarks> {
        self.marks.get(&id).copied()
    }

    /// This handle is going to read all articles, and its user sees none of them.
    pub(super) fn expect_nobody(&mut self) {
        *self = Seen { marks: HashMap::new(), is_nobody: true };
    }

    /// Notes what the user was told.
    pub(super) fn note(&mut self, id: ArticleId, marks: ArticleMarks) {
        if self.is_nobody {
            return;
        }
        if self.marks.len() >= MOST_SEEN {
            self.marks.clear();
        }
        self.marks.insert(id, marks);
    }
}

impl std::fmt::Debug for Library {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Library").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Library {
    /// Opens the library at `path`; for [`Access::Write`] makes it and its folder where they are missing, and brings an
    /// older one up to date after a backup beside it (`NAME.backup-vN`).
    ///
    /// # Errors
    /// Whatever keeps the file from being used; see [`LibraryError`].
    pub fn open(path: &Path, access: Access) -> Result<Library, LibraryError> {
        let (connection, deadline) = schema::open(path, access)?;
        let mut library = Library::of(connection, deadline, path);
        if access == Access::Write && path != Path::new(":memory:") {
            library.turn = Turn::beside(path);
        }
        Ok(library)
    }

    /// Opens a file that is damaged, to read what can be read.
    pub(super) fn open_damaged(path: &Path) -> Result<Library, LibraryError> {
        let (connection, deadline) = schema::open_damaged(path)?;
        Ok(Library::of(connection, deadline, path))
    }

    fn of(connection: Connection, deadline: Deadline, path: &Path) -> Library {
        let (names, seen, puts_off, portion, unlisted, turn, sample) = Default::default();
        let path = path.to_owned();
        Library { connection, path, deadline, names, seen, puts_off, portion, unlisted, turn, sample }
    }

    /// A library that lives in memory and ends with the value.
    ///
    /// # Errors
    /// When memory gives out.
    pub fn in_memory() -> Result<Library, LibraryError> {
        Library::open(Path::new(":memory:"), Access::Write)
    }

    /// The file; `:memory:` where there is none.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many articles there are.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn len(&self) -> Result<u64, LibraryError> {
        let ask = || self.connection.query_row("SELECT total(total) FROM sections", [], |row| row.get::<_, f64>(0));
        // The count of rows is far below 2⁵³, so that a float holds it exactly.
        ask().map(|total| total as u64).map_err(|cause| self.error(&cause))
    }

    /// True when there is no article.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn is_empty(&self) -> Result<bool, LibraryError> {
        self.newest(None, 1).map(|keys| keys.is_empty())
    }

    /// The newest `limit` articles, or those that come after `before` in that order. Each page costs the same.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn newest(&self, before: Option<ArticleKey>, limit: usize) -> Result<Vec<ArticleKey>, LibraryError> {
        let before = before.map_or(i64::MAX, |key| key.0);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.ask(|connection| {
            let mut query =
                connection.prepare_cached("SELECT key FROM articles WHERE key < ?1 ORDER BY key DESC LIMIT ?2")?;
            let keys = query.query_map(params![before, limit], |row| row.get(0).map(ArticleKey))?;
            keys.collect()
        })
    }

    /// Where an article is filed.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn key_of(&self, id: ArticleId) -> Result<Option<ArticleKey>, LibraryError> {
        self.ask(|connection| {
            let mut query = connection.prepare_cached("SELECT key FROM articles WHERE id = ?1")?;
            query.query_row([stored_id(id)], |row| row.get(0).map(ArticleKey)).optional()
        })
    }

    /// A number that grows whenever articles are filed or changed, by this or another program.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn generation(&self) -> Result<u64, LibraryError> {
        self.ask(|connection| {
            let mut query = connection.prepare_cached("SELECT value FROM state WHERE name = 'generation'")?;
            query.query_row([], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
        })
    }

    /// Answers everything from one state of the library until [`Library::go_on`], whatever other programs write: many
    /// small questions cost much less so, because each alone would lock the file and unlock it again.
    pub fn hold_still(&self) {
        if self.connection.is_autocommit() {
            // What keeps this from being begun is met by the first question again, which says so.
            let _ = self.connection.prepare_cached("BEGIN").and_then(|mut begin| begin.execute([]));
        }
    }

    /// Ends what [`Library::hold_still`] has begun. Nothing may have been written in between.
    pub fn go_on(&self) {
        if !self.connection.is_autocommit() {
            let _ = self.connection.prepare_cached("ROLLBACK").and_then(|mut end| end.execute([]));
        }
    }

    /// Asks the file, and puts an error into words.
    pub(super) fn ask<T>(&self, ask: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, LibraryError> {
        ask(&self.connection).map_err(|cause| self.error(&cause))
    }

    /// The sentence for an error of SQLite.
    pub(super) fn error(&self, cause: &rusqlite::Error) -> LibraryError {
        LibraryError::of(&self.path, cause)
    }

    /// Lets whatever runs until the returned value ends be interrupted after `within`.
    pub(super) fn give_up_after(&self, within: Option<Duration>) -> Limit<'_> {
        let end = within.and_then(|within| Instant::now().checked_add(within));
        set(&self.deadline, end);
        Limit { deadline: &self.deadline, end }
    }
}

/// A deadline; see [`Library::give_up_after`].
pub(super) struct Limit<'l> {
    deadline: &'l Deadline,
    end: Option<Instant>,
}

impl Limit<'_> {
    /// True when the time is over.
    pub(super) fn is_over(&self) -> bool {
        self.end.is_some_and(|end| Instant::now() >= end)
    }
}

impl Drop for Limit<'_> {
    fn drop(&mut self) {
        set(self.deadline, None);
    }
}

fn set(deadline: &Deadline, end: Option<Instant>) {
    // A poisoned lock means that a handler panicked, which ours cannot; no deadline is the safe side.
    if let Ok(mut held) = deadline.lock() {
        *held = end;
    }
}

/// An id as SQLite keeps it: the same 64 bits, signed.
pub(super) fn stored_id(id: ArticleId) -> i64 {
    id.bits().cast_signed()
}

/// The id of a stored number.
pub(super) fn id_of(stored: i64) -> ArticleId {
    ArticleId::from_bits(stored.cast_unsigned())
}
