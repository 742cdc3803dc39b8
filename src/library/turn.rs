//! Whose turn it is to write: how a long filing hears that another program waits.
//!
//! Owns a file beside the library, `NAME-turn`, that holds nothing: whoever waits to write has a shared lock on it, so
//! that who writes much can ask at any moment and at no cost whether to make room. SQLite itself does not tell.

use std::fs::{File, TryLockError};
use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::schema::beside;

/// How often a lock is tried for: somebody who asks holds it for a microsecond.
const TRIES: usize = 64;

/// The file; `None` where there can be none, and nobody can tell then.
#[derive(Debug, Default)]
pub(super) struct Turn(Option<File>);

impl Turn {
    /// The file beside a library; it is made where it is missing.
    pub(super) fn beside(library: &Path) -> Turn {
        let path = beside(library, "-turn");
        let made = File::options().create(true).append(true).open(&path);
        let file = made.or_else(|_| File::open(&path)).ok();
        // Some file systems of a network have no locks.
        Turn(
            file.filter(|file| !matches!(file.try_lock_shared(), Err(TryLockError::Error(_))) && file.unlock().is_ok()),
        )
    }

    /// True when it can be told whether another program waits.
    pub(super) fn can_tell(&self) -> bool {
        self.0.is_some()
    }

    /// Says that one waits, until the returned value ends. Waits for nobody itself.
    pub(super) fn ask(&self) -> Asked<'_> {
        let held = self.0.as_ref().filter(|file| {
            (0..TRIES).any(|_| {
                let is_held = file.try_lock_shared().is_ok();
                if !is_held {
                    std::thread::yield_now();
                }
                is_held
            })
        });
        Asked(held)
    }

    /// Begins a transaction that writes; says meanwhile that one waits.
    pub(super) fn begin<'c>(&self, connection: &'c mut Connection) -> rusqlite::Result<Transaction<'c>> {
        let _asked = self.ask();
        connection.transaction_with_behavior(TransactionBehavior::Immediate)
    }

    /// True when another program waits.
    pub(super) fn is_wanted(&self) -> bool {
        let Some(file) = &self.0 else { return false };
        match file.try_lock() {
            Ok(()) => file.unlock().is_err(),
            Err(TryLockError::WouldBlock) => true,
            Err(TryLockError::Error(_)) => false,
        }
    }
}

/// One waits to write.
pub(super) struct Asked<'t>(Option<&'t File>);

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        // What cannot be unlocked is unlocked when the library is closed.
        let _ = self.0.map(File::unlock);
    }
}

#[cfg(test)]
mod tests {
    use super::Turn;

    #[test]
    fn who_waits_is_heard_and_only_then() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let [writer, first, second] = [(); 3].map(|()| Turn::beside(&path));
        assert!(writer.can_tell() && !writer.is_wanted());
        let asked = [first.ask(), second.ask()];
        assert!(writer.is_wanted());
        drop(asked);
        assert!(!writer.is_wanted() && !writer.is_wanted());
        let nowhere = Turn::beside(&folder.path().join("missing/library.db"));
        drop(nowhere.ask());
        assert!(!nowhere.can_tell() && !nowhere.is_wanted());
    }
}
