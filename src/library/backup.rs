//! A copy of a library while it is in use.
//!
//! Owns the copy and how it comes to its name in one step; when one is made is decided by `schema.rs` and the caller.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::LibraryError;

/// How many pages are copied between two looks at other programs' changes: some 4 MB.
const PAGES: i32 = 1_024;

/// Copies the library of `connection`, which lies at `path`, to `to`. What was there is replaced at the very end.
pub(super) fn copy(connection: &Connection, path: &Path, to: &Path) -> Result<(), LibraryError> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = tempfile::Builder::new().prefix(".khabar-backup-").tempfile_in(folder);
    let beside = beside.map_err(|cause| LibraryError::of_io(to, &cause))?;
    let run = || -> rusqlite::Result<()> {
        let mut copy = Connection::open(beside.path())?;
        Backup::new(connection, &mut copy)?.run_to_completion(PAGES, Duration::from_millis(1), None)?;
        // The copy is one file, without a log beside it.
        copy.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
        copy.close().map_err(|(_, error)| error)
    };
    run().map_err(|cause| match LibraryError::of(to, &cause) {
        LibraryError::Corrupt { reason, .. } => LibraryError::Corrupt { path: path.to_owned(), reason },
        other => other,
    })?;
    beside.as_file().sync_all().map_err(|cause| LibraryError::of_io(to, &cause))?;
    beside.persist(to).map(drop).map_err(|error| LibraryError::of_io(to, &error.error))
}
