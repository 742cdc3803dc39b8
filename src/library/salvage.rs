//! Saving what a damaged file still has: every article, mark and note that can be read goes into a new library.
//!
//! Owns the search for rows in a file that no longer hangs together; the old file is kept under another name.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::schema::beside;
use super::{Access, ArticleKey, Library, LibraryError, prepare, upkeep};

/// What came of a repair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repaired {
    /// The file itself was whole; what follows from the articles was made anew.
    Rebuilt {
        /// How many articles there are.
        articles: u64,
    },
    /// The file was damaged: what could be read stands in a new one.
    Saved {
        /// How many articles were saved.
        articles: u64,
        /// Where the damaged file is now.
        kept_as: PathBuf,
    },
}

/// How many articles are filed at once.
const BATCH: usize = 256;
/// How long the indexes of the new file are tidied at a time; nobody waits for it.
const TIDYING: Duration = Duration::from_millis(100);
/// How far apart two attempts are when a part of a table cannot be read, in keys: first near, then farther.
const FIRST_LEAP: i64 = 1;

/// Repairs the library at `path`: see [`Repaired`]. Nobody else may have it open.
///
/// # Errors
/// When the file is no library, belongs to a newer khabar, or a new file cannot be written; the old one is in its
/// place then.
pub fn repair(path: &Path) -> Result<Repaired, LibraryError> {
    match Library::open(path, Access::Write) {
        Ok(mut library) => {
            let is_whole = library.ask(|connection| {
                connection
                    .query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))
                    .map(|said| said == "ok")
            });
            if let Ok(true) = is_whole
                && let Ok(articles) = library.rebuild()
                && library.check().is_ok_and(|faults| faults.is_empty())
            {
                return Ok(Repaired::Rebuilt { articles });
            }
        }
        Err(LibraryError::Corrupt { .. } | LibraryError::NotALibrary { .. }) if looks_like_sqlite(path) => {}
        Err(error) => return Err(error),
    }
    let (new, articles) = save(path)?;
    let kept_as = set_aside(path)?;
    fs::rename(&new, path).map_err(|cause| LibraryError::of_io(path, &cause))?;
    Ok(Repaired::Saved { articles, kept_as })
}

fn looks_like_sqlite(path: &Path) -> bool {
    use std::io::Read;
    let mut head = [0; 72];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head.starts_with(b"SQLite format 3\0") && head[68..72] == *b"KHBR"
}

/// Files whatever can be read into a new library beside the old one; gives its path and how many articles it has.
fn save(path: &Path) -> Result<(PathBuf, u64), LibraryError> {
    let to = beside(path, ".repair");
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(beside(&to, ending));
    }
    let mut new = Library::open(&to, Access::Write)?;
    let old = Library::open_damaged(path)?;
    let mut batch = Vec::new();
    let mut saved = 0;
    let mut next = i64::MAX;
    let mut leap = FIRST_LEAP;
    while next >= 0 {
        match newest_at_most(&old.connection, next) {
            Ok(Some(key)) => {
                leap = FIRST_LEAP;
                if let Ok(Some(stored)) = old.read(ArticleKey(key)) {
                    saved += 1;
                    batch.push(prepare(stored.article, stored.mentions));
                }
                next = key - 1;
            }
            Ok(None) => break,
            // The page cannot be read: leap over its keys, ever farther until another page is met.
            Err(_) => {
                next = next.saturating_sub(leap);
                leap = leap.saturating_mul(2);
            }
        }
        if batch.len() == BATCH {
            new.file(&batch)?;
            batch.clear();
        }
    }
    new.file(&batch)?;
    while new.tidy(TIDYING)? {}
    upkeep::copy_marks(&old.connection, &mut new.connection).map_err(|cause| new.error(&cause))?;
    new.checkpoint()?;
    drop(new);
    Ok((to, saved))
}

fn newest_at_most(connection: &Connection, key: i64) -> rusqlite::Result<Option<i64>> {
    let mut query = connection.prepare_cached("SELECT max(key) FROM articles WHERE key <= ?1")?;
    query.query_row([key], |row| row.get(0))
}

/// Renames the file to the first free `NAME.broken-N`, its log with it.
fn set_aside(path: &Path) -> Result<PathBuf, LibraryError> {
    let free = (1..u32::MAX).map(|number| beside(path, &format!(".broken-{number}")));
    let kept_as =
        free.into_iter().find(|name| fs::symlink_metadata(name).is_err()).unwrap_or_else(|| beside(path, ".broken"));
    fs::rename(path, &kept_as).map_err(|cause| LibraryError::of_io(path, &cause))?;
    for ending in ["-wal", "-shm"] {
        // Often there is none: a library that was closed has no log.
        let _ = fs::rename(beside(path, ending), beside(&kept_as, ending));
    }
    Ok(kept_as)
}
