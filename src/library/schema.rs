//! Opening a library's file: its settings, its schema and the way from an older schema to this one.
//!
//! Owns the list of migrations and the backup before one; the tables themselves are `v1.sql`. Next: `shelf.rs`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::LibraryError;

/// Each entry brings a library from the schema of its index to the next one; schema 0 is an empty file.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("v1.sql"),
    include_str!("v2.sql"),
    include_str!("v3.sql"),
    include_str!("v4.sql"),
    include_str!("v5.sql"),
    include_str!("v6.sql"),
];
/// Shows the articles of an older schema as this one has them, for a file that is too damaged to be changed.
const AS_SCHEMA_3: &str = "
CREATE TEMP VIEW articles AS SELECT *, key AS text_number FROM main.articles;
CREATE TEMP VIEW texts AS SELECT key AS number, likeness, author, url, tags, text FROM main.texts;";
/// Says in the file's header that it is ours: `KHBR`.
const APPLICATION: i64 = 0x4b48_4252;
/// How long to wait for another program's change: an import holds the file for some 30 ms at a time.
const PATIENCE: Duration = Duration::from_secs(2);
/// The pause between two attempts; short, because a change of marks takes less than a millisecond.
const PAUSE: Duration = Duration::from_millis(1);
/// How many steps of SQLite's machine pass between two looks at the clock; some 20 µs.
const STEPS_BETWEEN_LOOKS: i32 = 2_000;

/// How many statements stay compiled: more than there are.
const STATEMENTS: usize = 128;
/// The size of a page in bytes, for a file that is made: a fifth less work for who files much than with 4,096.
const PAGE: i64 = 8_192;

/// What a library is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Filing and marking; the file and its folder are made where they are missing.
    Write,
    /// Reading alone; the file must be there, and it may lie where nothing can be written.
    Read,
}

/// When the work at hand is to be given up; shared with the handler that SQLite calls.
pub(super) type Deadline = Arc<Mutex<Option<Instant>>>;

/// Opens the file and brings its schema up to date.
pub(super) fn open(path: &Path, access: Access) -> Result<(Connection, Deadline), LibraryError> {
    let fail = |cause: &rusqlite::Error| LibraryError::of(path, cause);
    check_place(path, access)?;
    let mut connection = connect(path, access).map_err(|cause| fail(&cause))?;
    let deadline = settle(&mut connection, access).map_err(|cause| fail(&cause))?;
    if access == Access::Write && path != Path::new(":memory:") {
        enter_wal(&connection).map_err(|cause| fail(&cause))?;
    }
    let version = schema_of(&connection).map_err(|cause| fail(&cause))?;
    check_owner(&connection, version, path)?;
    let known = MIGRATIONS.len() as i64;
    match access {
        _ if version > known => return Err(LibraryError::Newer { path: path.to_owned(), version, known }),
        Access::Read if version < known => return Err(LibraryError::Older { path: path.to_owned(), version }),
        Access::Write if version < known => migrate(&mut connection, path, MIGRATIONS)?,
        _ => {}
    }
    Ok((connection, deadline))
}

/// Opens a file whose parts may not hang together; nothing is checked.
pub(super) fn open_damaged(path: &Path) -> Result<(Connection, Deadline), LibraryError> {
    let fail = |cause: rusqlite::Error| LibraryError::of(path, &cause);
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_WRITE;
    let mut connection = Connection::open_with_flags(path, flags).map_err(fail)?;
    let deadline = settle(&mut connection, Access::Read).map_err(fail)?;
    // Broken rules about tables that are not needed must not keep the others from being read.
    connection.pragma_update(None, "writable_schema", true).map_err(fail)?;
    if schema_of(&connection).map_err(fail)? < 3 {
        connection.execute_batch(AS_SCHEMA_3).map_err(fail)?;
    }
    Ok((connection, deadline))
}

/// What the system says about the place, before SQLite is asked, which says less.
fn check_place(path: &Path, access: Access) -> Result<(), LibraryError> {
    if path == Path::new(":memory:") {
        return Ok(());
    }
    let fail = |cause: &std::io::Error| LibraryError::of_io(path, cause);
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => {
            let reason = "it is no file".to_owned();
            Err(LibraryError::Unusable { path: path.to_owned(), reason })
        }
        Ok(metadata) if access == Access::Write && metadata.permissions().readonly() => {
            Err(LibraryError::ReadOnly { path: path.to_owned() })
        }
        Ok(_) => Ok(()),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound && access == Access::Write => {
            match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                Some(folder) => fs::create_dir_all(folder).map_err(|cause| fail(&cause)),
                None => Ok(()),
            }
        }
        Err(cause) => Err(fail(&cause)),
    }
}

fn connect(path: &Path, access: Access) -> rusqlite::Result<Connection> {
    let shared = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    match access {
        Access::Write => Connection::open_with_flags(
            path,
            shared | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        ),
        Access::Read => {
            let connection = Connection::open_with_flags(path, shared | OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            match connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())) {
                // In a folder that cannot be written to there can be no shared index of the log either.
                // Nor on a full disk.
                Err(error) if is_unwritable(&error) && is_without_log(path) => {
                    let flags = shared | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
                    Connection::open_with_flags(format!("file:{}?immutable=1", percent_encoded(path)), flags)
                }
                _ => Ok(connection),
            }
        }
    }
}

/// True when all of the library stands in its file.
fn is_without_log(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).map_or(true, |log| log.len() == 0)
}

fn is_unwritable(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::SystemIoFailure)
    )
}

fn percent_encoded(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    let bytes = path.as_os_str().as_encoded_bytes().iter();
    bytes.map(|&byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The file beside the library with this ending.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The settings of one connection.
fn settle(connection: &mut Connection, access: Access) -> rusqlite::Result<Deadline> {
    let deadline = Deadline::default();
    connection.busy_handler(Some(|attempts: i32| {
        std::thread::sleep(PAUSE);
        u128::from(attempts.unsigned_abs()) * PAUSE.as_micros() < PATIENCE.as_micros()
    }))?;
    let shared = Arc::clone(&deadline);
    connection.progress_handler(
        STEPS_BETWEEN_LOOKS,
        Some(move || shared.lock().is_ok_and(|end| end.is_some_and(|end| Instant::now() >= end))),
    )?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Else a statement whose LIMIT is a parameter is compiled anew each time that it is asked.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    // Kibibytes: enough for the inner pages of every index at a million articles. Who writes a little beside a reader
    // needs less; who writes much asks for more.
    connection.pragma_update(None, "cache_size", if access == Access::Read { -8_192 } else { -2_048 })?;
    if access == Access::Write {
        // Counts as long as there is no page.
        connection.pragma_update(None, "page_size", PAGE)?;
        connection.pragma_update(None, "synchronous", "normal")?;
        // A change of marks must not have to bring an import's pages into the file: who writes much does that himself, and
        // the last to close the file does the rest.
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    }
    Ok(deadline)
}

/// Turns on the write-ahead log, in which readers and one writer do not wait for each other.
fn enter_wal(connection: &Connection) -> rusqlite::Result<()> {
    let begun = Instant::now();
    loop {
        // SQLite does not call the busy handler for this change.
        match connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get::<_, String>(0)) {
            Err(error)
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
                    && begun.elapsed() < PATIENCE =>
            {
                std::thread::sleep(PAUSE);
            }
            other => return other.map(drop),
        }
    }
}

fn schema_of(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// True when all of the index was made with what this names: `parted`, it knows where paragraphs end; `headed`, every
/// article is in the index of beginnings.
pub(super) fn knows(connection: &Connection, what: &str) -> rusqlite::Result<bool> {
    let mut query = connection.prepare_cached("SELECT 1 FROM state WHERE name = ?1 AND value = 1")?;
    query.exists([what])
}

/// Refuses another program's database.
fn check_owner(connection: &Connection, version: i64, path: &Path) -> Result<(), LibraryError> {
    let look = || -> rusqlite::Result<bool> {
        let owner: i64 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok(owner == APPLICATION || (version == 0 && owner == 0 && tables == 0))
    };
    match look() {
        Ok(true) => Ok(()),
        Ok(false) => Err(LibraryError::NotALibrary { path: path.to_owned() }),
        Err(cause) => Err(LibraryError::of(path, &cause)),
    }
}

/// Brings the schema up to date in one transaction, after a backup `NAME.backup-vN` where there is something to lose.
pub(super) fn migrate(connection: &mut Connection, path: &Path, migrations: &[&str]) -> Result<(), LibraryError> {
    let fail = |cause: rusqlite::Error| LibraryError::of(path, &cause);
    let version = schema_of(connection).map_err(fail)?;
    if version > 0 {
        super::backup::copy(connection, path, &beside(path, &format!(".backup-v{version}")))?;
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
    // Another program may have done it meanwhile.
    let version = schema_of(&transaction).map_err(fail)?;
    let steps = migrations.iter().skip(usize::try_from(version).unwrap_or(usize::MAX));
    for step in steps {
        transaction.execute_batch(step).map_err(fail)?;
    }
    let reached = version.max(migrations.len() as i64);
    transaction.pragma_update(None, "user_version", reached).map_err(fail)?;
    transaction.pragma_update(None, "application_id", APPLICATION).map_err(fail)?;
    transaction.commit().map_err(fail)
}

#[cfg(test)]
mod tests {
    use super::{Access, MIGRATIONS, beside, migrate, open, schema_of};
    use crate::library::{Library, LibraryError};
    use rusqlite::Connection;

    /// What a next schema could be.
    const NEXT: &str = "CREATE TABLE shelves (name TEXT); INSERT INTO shelves VALUES ('new');";

    #[test]
    fn an_older_library_is_brought_up_to_date_and_kept_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        drop(Library::open(&path, Access::Write).unwrap());
        let (mut connection, _) = open(&path, Access::Write).unwrap();
        connection.execute("INSERT INTO sources (name) VALUES ('wire')", []).unwrap();
        let migrations: Vec<&str> = MIGRATIONS.iter().copied().chain([NEXT]).collect();
        migrate(&mut connection, &path, &migrations).unwrap();
        migrate(&mut connection, &path, &migrations).unwrap();
        assert_eq!(schema_of(&connection).unwrap(), MIGRATIONS.len() as i64 + 1);
        let count = |connection: &Connection, table: &str| {
            connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0))
        };
        assert_eq!((count(&connection, "shelves").unwrap(), count(&connection, "sources").unwrap()), (1, 1));
        let backup = Connection::open(beside(&path, &format!(".backup-v{}", MIGRATIONS.len()))).unwrap();
        let known = MIGRATIONS.len() as i64;
        assert_eq!((schema_of(&backup).unwrap(), count(&backup, "sources").unwrap()), (known, 1));
        assert!(count(&backup, "shelves").is_err());
        let opened = open(&path, Access::Write);
        assert!(
            matches!(opened, Err(LibraryError::Newer { version, known: own, .. }) if (version, own) == (known + 1, known))
        );
    }

    #[test]
    fn articles_of_schema_2_are_read_before_and_after_the_change() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let mut connection = Connection::open(&path).unwrap();
        migrate(&mut connection, &path, &MIGRATIONS[..2]).unwrap();
        let filled = "INSERT INTO sources VALUES (1, 'wire'); INSERT INTO sections VALUES (1, '', 0); \
             INSERT INTO articles VALUES (7, 70, 'a.txt', 1, 1, 19000, NULL, 0, 'ar', 'عنوان', 1, 1, NULL, NULL, 1); \
             INSERT INTO texts VALUES (7, NULL, NULL, NULL, NULL, 'نص'); INSERT INTO unjoined VALUES (7, x'00');";
        connection.execute_batch(filled).unwrap();
        drop(connection);
        let text_of = |library: &Library| {
            let stored = library.read(crate::library::ArticleKey(7)).unwrap().unwrap();
            stored.article.paragraphs.concat()
        };
        assert_eq!(text_of(&Library::open_damaged(&path).unwrap()), "نص");
        let mut library = Library::open(&path, Access::Write).unwrap();
        assert_eq!(text_of(&library), "نص");
        library.connection.execute("UPDATE texts SET text = 'في النص'", []).unwrap();
        while library.join_events(std::time::Duration::ZERO).unwrap() {}
        library.rebuild().unwrap();
        let begins = crate::query::parse("الن*", jiff::civil::date(2026, 1, 1)).expr.unwrap();
        assert_eq!(library.select(&begins, &crate::library::Bounds::newest(9)).unwrap().keys.len(), 1);
        assert_eq!(library.check().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_migration_that_fails_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let (mut connection, _) = open(&path, Access::Write).unwrap();
        let broken = "CREATE TABLE shelves (name TEXT); INSERT INTO nowhere VALUES (1);";
        let migrations: Vec<&str> = MIGRATIONS.iter().copied().chain([broken]).collect();
        assert!(migrate(&mut connection, &path, &migrations).is_err());
        assert_eq!(schema_of(&connection).unwrap(), MIGRATIONS.len() as i64);
        assert!(connection.execute("INSERT INTO shelves VALUES ('a')", []).is_err());
        drop(connection);
        assert!(Library::open(&path, Access::Read).is_ok());
    }

    #[test]
    fn many_programs_may_make_the_same_library() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/library.db");
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| Library::open(&path, Access::Write).unwrap());
            }
        });
        assert_eq!(Library::open(&path, Access::Read).unwrap().len().unwrap(), 0);
    }

    #[test]
    fn a_library_that_is_held_is_not_waited_for_without_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let mut library = Library::open(&path, Access::Write).unwrap();
        let (holder, _) = open(&path, Access::Write).unwrap();
        holder.execute_batch("BEGIN IMMEDIATE").unwrap();
        let id = crate::article::ArticleId::of_path("a");
        assert!(matches!(library.set_note(id, Some("note")), Err(LibraryError::Locked { .. })));
        assert_eq!(library.len().unwrap(), 0, "readers do not wait");
        holder.execute_batch("ROLLBACK").unwrap();
        library.set_note(id, Some("note")).unwrap();
    }
}
