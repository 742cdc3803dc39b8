//! Why a library could not be used, in one sentence that names its file.
//!
//! Owns the translation of SQLite's codes; what is done about them is the caller's. Next: `schema.rs`.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use thiserror::Error;

/// Why a library could not be read or written. Nothing that was filed before is lost, and the change at hand was not
/// made at all.
#[derive(Debug, Error)]
pub enum LibraryError {
    /// The disk has no room left, or a limit on the size of files was reached.
    #[error("{path}: there is no room left to write to it: the disk is full, or a limit was reached.", path = .path.display())]
    Full {
        /// The library.
        path: PathBuf,
    },
    /// The file or its folder may not be written to.
    #[error("{path}: it is read-only, so nothing can be filed or marked in it.", path = .path.display())]
    ReadOnly {
        /// The library.
        path: PathBuf,
    },
    /// The file is something else, or another program's database.
    #[error("{path}: it is not a library of khabar.", path = .path.display())]
    NotALibrary {
        /// The file.
        path: PathBuf,
    },
    /// A part of the file cannot be read.
    #[error("{path}: it is damaged ({reason}); `khabar library repair` saves what can be read.", path = .path.display())]
    Corrupt {
        /// The library.
        path: PathBuf,
        /// What SQLite says.
        reason: String,
    },
    /// A newer khabar wrote the file; it is left alone.
    #[error("{path}: a newer khabar wrote it (schema {version}; this one knows {known}), and it is left as it is.", path = .path.display())]
    Newer {
        /// The library.
        path: PathBuf,
        /// Its schema.
        version: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// An older khabar wrote the file, and it was opened for reading only.
    #[error("{path}: an older khabar wrote it (schema {version}); open it for writing once, and it is brought up to date.", path = .path.display())]
    Older {
        /// The library.
        path: PathBuf,
        /// Its schema.
        version: i64,
    },
    /// Another program has held the library for longer than two seconds.
    #[error("{path}: it is locked by another program.", path = .path.display())]
    Locked {
        /// The library.
        path: PathBuf,
    },
    /// There is no such file.
    #[error("{path}: there is no library.", path = .path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The system refused.
    #[error("{path}: it cannot be used ({reason}).", path = .path.display())]
    Unusable {
        /// The library.
        path: PathBuf,
        /// What SQLite or the system says.
        reason: String,
    },
}

impl LibraryError {
    /// The sentence for an error of SQLite that met the library at `path`.
    pub(super) fn of(path: &Path, cause: &rusqlite::Error) -> LibraryError {
        let path = path.to_owned();
        let reason = cause.to_string();
        let Some(error) = cause.sqlite_error() else { return LibraryError::Unusable { path, reason } };
        match error.code {
            ErrorCode::DiskFull => LibraryError::Full { path },
            ErrorCode::ReadOnly => LibraryError::ReadOnly { path },
            ErrorCode::NotADatabase => LibraryError::NotALibrary { path },
            ErrorCode::DatabaseCorrupt => LibraryError::Corrupt { path, reason },
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
                LibraryError::Locked { path }
            }
            ErrorCode::SystemIoFailure => match error.extended_code {
                rusqlite::ffi::SQLITE_IOERR_WRITE
                | rusqlite::ffi::SQLITE_IOERR_FSYNC
                | rusqlite::ffi::SQLITE_IOERR_TRUNCATE
                | rusqlite::ffi::SQLITE_IOERR_SHMSIZE => LibraryError::Full { path },
                rusqlite::ffi::SQLITE_IOERR_CORRUPTFS => LibraryError::Corrupt { path, reason },
                _ => LibraryError::Unusable { path, reason },
            },
            _ => LibraryError::Unusable { path, reason },
        }
    }

    /// The sentence for an error of the system.
    pub(super) fn of_io(path: &Path, cause: &std::io::Error) -> LibraryError {
        let path = path.to_owned();
        match cause.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => LibraryError::Full { path },
            std::io::ErrorKind::ReadOnlyFilesystem => LibraryError::ReadOnly { path },
            std::io::ErrorKind::NotFound => LibraryError::Missing { path },
            _ => LibraryError::Unusable { path, reason: cause.to_string() },
        }
    }
}
