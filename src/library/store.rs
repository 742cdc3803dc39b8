//! Marks and notes on disk: two JSON files that several programs may change at once.
//!
//! Owns the files, their lock and their format; does not choose the folder (`shell/folders.rs`) and starts no thread
//! (`shell/jobs.rs`). Read [`MarkStore::merge`] first.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use thiserror::Error;

use super::{ArticleMarks, Marks};
use crate::article::ArticleId;

/// The files in the state folder. Notes have their own, so that a program that knows none leaves them alone.
const FILE: &str = "marks.json";
const NOTES: &str = "notes.json";
/// Their lock: a file of its own, because the others are replaced with every change.
const LOCK: &str = "marks.lock";
/// The newest format of both that this program reads, and the one that it writes.
const VERSION: u64 = 1;
/// How long to wait for another program to finish its change, which takes milliseconds.
const LOCK_WAIT: Duration = Duration::from_secs(2);
/// The pause between two attempts.
const LOCK_PAUSE: Duration = Duration::from_millis(5);

/// Why marks could not be read or stored.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The folder or a file in it could not be used: missing, read-only, full.
    #[error("{path}: {cause}", path = .path.display())]
    Io {
        /// What was read or written.
        path: PathBuf,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// Another program has held the lock for longer than two seconds.
    #[error("{path} is locked by another program", path = .path.display())]
    Busy {
        /// The lock.
        path: PathBuf,
    },
    /// The file was not understood. It has been kept under another name, and the marks begin anew.
    #[error("{path} could not be read ({cause}) and was kept as {kept_as}", path = .path.display(), kept_as = .kept_as.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// Where its content is now.
        kept_as: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// A newer khabar wrote the file; it is left alone.
    #[error("{path} was written by a newer khabar (format {version}) and is left as it is", path = .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        version: u64,
    },
}

impl StoreError {
    /// True when the change is on disk nevertheless: in a new file beside the broken one.
    pub fn has_stored(&self) -> bool {
        matches!(self, StoreError::Broken { .. })
    }
}

/// The marks' file in a folder, and what its user has last seen of it.
///
/// Several programs may hold a store on one folder: a change takes the lock, reads what is there, changes only the
/// fields that the user of this store changed, and replaces the file atomically.
#[derive(Debug)]
pub struct MarkStore {
    folder: PathBuf,
    /// The marks as the user of this store knows them: the base of the next change.
    seen: Marks,
}

impl MarkStore {
    /// A store in `folder`, which is created with the first change. Touches no file.
    pub fn open(folder: PathBuf) -> MarkStore {
        MarkStore { folder, seen: Marks::default() }
    }

    /// Reads the marks; none when there is no file yet.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when the file was not understood and has been renamed to `marks.json.broken-N`;
    /// [`StoreError::Newer`] when a newer khabar wrote it; else [`StoreError::Io`] or [`StoreError::Busy`].
    pub fn load(&mut self) -> Result<Marks, StoreError> {
        self.seen = self.load_file(FILE)?;
        Ok(self.seen.clone())
    }

    /// Reads the notes, by the article beside which they stand; none when there is no file yet.
    ///
    /// # Errors
    /// As for [`MarkStore::load`], of `notes.json`.
    pub fn load_notes(&self) -> Result<Notes, StoreError> {
        self.load_file(NOTES)
    }

    fn load_file<T: DeserializeOwned + Default>(&self, file: &str) -> Result<T, StoreError> {
        if let Content::Known(content) = self.read(file)? {
            return Ok(content);
        }
        // Another program may be mending the file now: look again under the lock.
        let _lock = self.lock()?;
        match self.read(file)? {
            Content::Known(content) => Ok(content),
            Content::Broken(cause) => Err(self.set_aside(file, cause)),
        }
    }

    /// Finds out whether marks can be stored, before there are any: makes the folder, and a file in it that is gone again.
    ///
    /// # Errors
    /// [`StoreError::Io`] when the folder cannot be made or written to.
    pub fn check_writable(&self) -> Result<(), StoreError> {
        let attempt = || fs::create_dir_all(&self.folder).and_then(|()| tempfile::tempfile_in(&self.folder).map(drop));
        attempt().map_err(|cause| io_error(&self.folder, cause))
    }

    /// Lays `changes` over the marks on disk: for each article, the fields that differ from what this store last saw.
    ///
    /// Marks that other programs have stored meanwhile stay. Either all changes are on disk afterwards or none.
    ///
    /// # Errors
    /// As for [`MarkStore::load`]; nothing has been stored then, with one exception: after [`StoreError::Broken`]
    /// the changes stand in a new file.
    pub fn merge(&mut self, changes: &[(ArticleId, ArticleMarks)]) -> Result<(), StoreError> {
        if changes.is_empty() {
            return Ok(());
        }
        let mut seen = self.seen.clone();
        let changed = self.change(FILE, |marks: &mut Marks| {
            for &(id, after) in changes {
                marks.set(id, marks.get(id).with_change(seen.get(id), after));
                seen.set(id, after);
            }
        });
        if changed.as_ref().err().is_none_or(StoreError::has_stored) {
            self.seen = seen;
        }
        changed
    }

    /// Writes notes beside articles, or takes them away; those beside other articles stay, whoever wrote them.
    ///
    /// # Errors
    /// As for [`MarkStore::merge`].
    pub fn merge_notes(&self, changes: &Notes) -> Result<(), StoreError> {
        if changes.is_empty() {
            return Ok(());
        }
        self.change(NOTES, |notes: &mut Notes| {
            notes.extend(changes.clone());
            notes.retain(|_, note| note.as_ref().is_some_and(|note| !note.trim().is_empty()));
        })
    }

    /// Changes a file's content under the lock. After [`StoreError::Broken`] the change stands in a new file.
    fn change<T>(&self, file: &str, change: impl FnOnce(&mut T)) -> Result<(), StoreError>
    where
        T: Serialize + DeserializeOwned + Default,
    {
        fs::create_dir_all(&self.folder).map_err(|cause| io_error(&self.folder, cause))?;
        let _lock = self.lock()?;
        let (mut content, broken) = match self.read(file)? {
            Content::Known(content) => (content, None),
            Content::Broken(cause) => match self.set_aside(file, cause) {
                kept @ StoreError::Broken { .. } => (T::default(), Some(kept)),
                other => return Err(other),
            },
        };
        change(&mut content);
        self.write(file, content)?;
        broken.map_or(Ok(()), Err)
    }

    /// Reads a file as it stands. Needs no lock: it is only ever replaced as a whole.
    fn read<T: DeserializeOwned + Default>(&self, file: &str) -> Result<Content<T>, StoreError> {
        let path = self.folder.join(file);
        let bytes = match read_regular(&path) {
            Ok(bytes) => bytes,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Content::Known(T::default())),
            Err(cause) => return Err(io_error(&path, cause)),
        };
        // The version first: the rest of a newer file may look different.
        match serde_json::from_slice::<Header>(&bytes) {
            Ok(Header { version }) if version > VERSION => Err(StoreError::Newer { path, version }),
            Ok(Header { version: 0 }) => Ok(Content::Broken("format 0 does not exist".to_owned())),
            Ok(_) => Ok(serde_json::from_slice::<Stored<T>>(&bytes)
                .map_or_else(|cause| Content::Broken(cause.to_string()), |stored| Content::Known(stored.articles))),
            Err(cause) => Ok(Content::Broken(cause.to_string())),
        }
    }

    /// Replaces a file: a new one beside it, flushed to the disk, then renamed over it.
    fn write<T: Serialize>(&self, file: &str, articles: T) -> Result<(), StoreError> {
        // Someone may keep the file elsewhere and link to it: replace the file, not the link.
        let path = self.folder.join(file);
        let path = fs::canonicalize(&path).unwrap_or(path);
        let folder = path.parent().unwrap_or(&self.folder);
        let fail = |cause| io_error(&path, cause);
        let mut text =
            serde_json::to_vec_pretty(&Stored { version: VERSION, articles }).map_err(|cause| fail(cause.into()))?;
        text.push(b'\n');
        let mut beside = NamedTempFile::with_prefix_in(".marks-", folder).map_err(fail)?;
        beside.write_all(&text).map_err(fail)?;
        beside.as_file().sync_all().map_err(fail)?;
        beside.persist(&path).map_err(|error| fail(error.error))?;
        // The rename itself reaches the disk with the folder. Not every system can flush one: the marks are safe
        // against a crash of the program either way.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
        Ok(())
    }

    /// Renames a file that was not understood to the first free `NAME.broken-N`; the caller holds the lock.
    fn set_aside(&self, file: &str, cause: String) -> StoreError {
        let path = self.folder.join(file);
        let name = |number: u32| self.folder.join(format!("{file}.broken-{number}"));
        let free = (1..u32::MAX).map(name).find(|kept_as| fs::symlink_metadata(kept_as).is_err());
        let kept_as = free.unwrap_or_else(|| name(u32::MAX));
        match fs::rename(&path, &kept_as) {
            Ok(()) => StoreError::Broken { path, kept_as, cause },
            Err(cause) => io_error(&path, cause),
        }
    }

    /// Takes the lock, which ends when the file is dropped. Waits at most [`LOCK_WAIT`].
    fn lock(&self) -> Result<File, StoreError> {
        let path = self.folder.join(LOCK);
        let file = File::options().create(true).append(true).open(&path).map_err(|cause| io_error(&path, cause))?;
        let until = Instant::now() + LOCK_WAIT;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                // Some network file systems know no locks: the rename is still atomic.
                Err(TryLockError::Error(cause)) if cause.kind() == io::ErrorKind::Unsupported => return Ok(file),
                Err(TryLockError::Error(cause)) => return Err(io_error(&path, cause)),
                Err(TryLockError::WouldBlock) if Instant::now() >= until => return Err(StoreError::Busy { path }),
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
            }
        }
    }
}

/// Notes by the article beside which they stand; `None` takes one away.
pub type Notes = BTreeMap<ArticleId, Option<String>>;

/// What a file holds.
enum Content<T> {
    Known(T),
    /// Not understood, and why.
    Broken(String),
}

/// The part of a file that every format has.
#[derive(Deserialize)]
struct Header {
    version: u64,
}

/// A file of format 1. A field that is added later makes a new version, because an older program would drop it.
#[derive(Serialize, Deserialize)]
struct Stored<T> {
    version: u64,
    articles: T,
}

/// Reads a file; refuses what is no regular file, because a pipe would block for ever.
fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    fs::read(path)
}

fn io_error(path: &Path, cause: io::Error) -> StoreError {
    StoreError::Io { path: path.to_owned(), cause }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{FILE, LOCK, MarkStore, Notes, StoreError};
    use crate::article::ArticleId;
    use crate::library::{ArticleMarks, Marks, Position};

    const READ: ArticleMarks = ArticleMarks { read: true, starred: false, position: None };
    const STARRED: ArticleMarks = ArticleMarks { read: false, starred: true, position: None };

    fn id(name: &str) -> ArticleId {
        ArticleId::of_path(name)
    }

    fn loaded(folder: &Path) -> Marks {
        MarkStore::open(folder.to_owned()).load().unwrap()
    }

    #[test]
    fn marks_last() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("not/there/yet");
        let mut store = MarkStore::open(state.clone());
        assert!(store.load().unwrap().is_empty() && !state.exists(), "loading creates nothing");
        let place = ArticleMarks { position: Some(Position { paragraph: 3, byte: 40 }), ..READ };
        store.merge(&[(id("a"), place), (id("b"), STARRED)]).unwrap();
        store.merge(&[(id("b"), ArticleMarks::default())]).unwrap();
        let marks = loaded(&state);
        assert_eq!((marks.len(), marks.get(id("a"))), (1, place));
        let names: Vec<_> = fs::read_dir(&state).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "only the file and its lock remain: {names:?}");
    }

    #[test]
    fn the_file_is_versioned_and_ordered() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = MarkStore::open(folder.path().to_owned());
        store.merge(&[(id("foobar"), STARRED), (id("a"), READ)]).unwrap();
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        let packed: String = text.split_whitespace().collect();
        assert_eq!(
            packed,
            r#"{"version":1,"articles":{"85944171f73967e8":{"starred":true},"af63dc4c8601ec8c":{"read":true}}}"#
        );
    }

    #[test]
    fn two_programs_keep_each_others_marks_even_on_one_article() {
        let folder = tempfile::tempdir().unwrap();
        let [mut left, mut right] = [(); 2].map(|()| MarkStore::open(folder.path().to_owned()));
        left.load().unwrap();
        right.load().unwrap();
        left.merge(&[(id("a"), STARRED)]).unwrap();
        right.merge(&[(id("a"), READ), (id("b"), READ)]).unwrap();
        let both = ArticleMarks { starred: true, ..READ };
        assert_eq!(loaded(folder.path()).get(id("a")), both);
        // What the right one never knew, it does not take back either.
        right.merge(&[(id("a"), ArticleMarks::default())]).unwrap();
        assert_eq!(loaded(folder.path()).get(id("a")), STARRED);
        left.merge(&[(id("a"), ArticleMarks::default())]).unwrap();
        assert_eq!(loaded(folder.path()).len(), 1);
    }

    #[test]
    fn many_writers_at_once_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for writer in 0..6 {
                let mut store = MarkStore::open(folder.path().to_owned());
                scope.spawn(move || {
                    for number in 0..12 {
                        store.merge(&[(id(&format!("{writer}/{number}")), READ)]).unwrap();
                    }
                });
            }
        });
        assert_eq!(loaded(folder.path()).len(), 72);
    }

    #[test]
    fn notes_of_two_programs_stand_beside_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let [one, other] = [(); 2].map(|()| MarkStore::open(folder.path().to_owned()));
        let note = |text: &str| Some(text.to_owned());
        assert_eq!(one.load_notes().unwrap(), Notes::new());
        one.merge_notes(&Notes::from([(id("a"), note("one")), (id("b"), note("two"))])).unwrap();
        other.merge_notes(&Notes::from([(id("b"), None), (id("c"), note("سطر\nوسطر")), (id("d"), note(" "))])).unwrap();
        assert_eq!(one.load_notes().unwrap(), Notes::from([(id("a"), note("one")), (id("c"), note("سطر\nوسطر"))]));
        fs::write(folder.path().join("notes.json"), "{").unwrap();
        let changed = one.merge_notes(&Notes::from([(id("e"), note("later"))]));
        assert!(matches!(changed, Err(StoreError::Broken { kept_as, .. }) if kept_as.ends_with("notes.json.broken-1")));
        assert_eq!(other.load_notes().unwrap(), Notes::from([(id("e"), note("later"))]));
        assert!(!folder.path().join(FILE).exists(), "marks are another file");
    }

    #[test]
    fn a_broken_file_is_kept_aside_under_a_free_name() {
        for broken in ["", "{", "[]", "\u{feff}x", r#"{"version":1}"#, r#"{"version":0,"articles":{}}"#] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("marks.json.broken-1"), "older").unwrap();
            fs::write(folder.path().join(FILE), broken).unwrap();
            let mut store = MarkStore::open(folder.path().to_owned());
            let said = store.load().unwrap_err();
            assert!(matches!(&said, StoreError::Broken { kept_as, .. } if kept_as.ends_with("marks.json.broken-2")));
            let text = |name| fs::read_to_string(folder.path().join(name)).unwrap();
            assert_eq!((text("marks.json.broken-1"), text("marks.json.broken-2")), ("older".into(), broken.into()));
            store.merge(&[(id("a"), READ)]).unwrap();
            assert_eq!(loaded(folder.path()).get(id("a")), READ);
        }
    }

    #[test]
    fn a_file_that_breaks_later_is_kept_too_and_the_change_is_stored() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = MarkStore::open(folder.path().to_owned());
        store.load().unwrap();
        fs::write(folder.path().join(FILE), b"\xff\xfe").unwrap();
        assert!(matches!(store.merge(&[(id("a"), READ)]), Err(StoreError::Broken { .. })));
        assert_eq!(fs::read(folder.path().join("marks.json.broken-1")).unwrap(), b"\xff\xfe");
        assert_eq!(loaded(folder.path()).get(id("a")), READ);
    }

    #[test]
    fn a_newer_file_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let newer = r#"{"version":2,"shelves":[]}"#;
        fs::write(folder.path().join(FILE), newer).unwrap();
        let mut store = MarkStore::open(folder.path().to_owned());
        assert!(matches!(store.load(), Err(StoreError::Newer { version: 2, .. })));
        assert!(matches!(store.merge(&[(id("a"), READ)]), Err(StoreError::Newer { version: 2, .. })));
        assert_eq!(fs::read_to_string(folder.path().join(FILE)).unwrap(), newer);
    }

    #[test]
    fn a_held_lock_is_not_waited_for_without_end_and_the_change_can_be_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let held = fs::File::create(folder.path().join(LOCK)).unwrap();
        held.lock().unwrap();
        let mut store = MarkStore::open(folder.path().to_owned());
        assert!(matches!(store.merge(&[(id("a"), READ)]), Err(StoreError::Busy { .. })));
        drop(held);
        store.merge(&[(id("a"), READ)]).unwrap();
        assert_eq!(loaded(folder.path()).get(id("a")), READ);
    }

    #[test]
    fn a_folder_that_cannot_be_is_an_error_and_no_panic() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        let mut store = MarkStore::open(folder.path().join("file/state"));
        assert!(matches!(store.check_writable(), Err(StoreError::Io { .. })));
        assert!(matches!(store.merge(&[(id("a"), READ)]), Err(StoreError::Io { .. })));
        assert!(MarkStore::open(folder.path().join("new/state")).check_writable().is_ok());
        fs::create_dir(folder.path().join(FILE)).unwrap();
        assert!(matches!(MarkStore::open(folder.path().to_owned()).load(), Err(StoreError::Io { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_the_file_stays_a_link() {
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let real = elsewhere.path().join("kept.json");
        fs::write(&real, r#"{"version":1,"articles":{}}"#).unwrap();
        std::os::unix::fs::symlink(&real, folder.path().join(FILE)).unwrap();
        MarkStore::open(folder.path().to_owned()).merge(&[(id("a"), READ)]).unwrap();
        assert!(fs::symlink_metadata(folder.path().join(FILE)).unwrap().is_symlink());
        assert!(fs::read_to_string(real).unwrap().contains("read"));
    }
}
