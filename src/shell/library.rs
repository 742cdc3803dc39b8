//! The threads beside a library that is read: one loads the titles, one writes marks and notes.
//!
//! Owns the threads and their own handles on the file; what is asked while one reads is answered by the loop's handle
//! (`shelf.rs`). Threads that need no library are in `jobs.rs`.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};

use super::jobs::{WRITER_PATIENCE, spawn, wait};
use crate::article::ArticleId;
use crate::library::{Access, ArticleMarks, Library, LibraryError};
use crate::search::{TitleEntry, TitleIndex};

/// After so many changes what the log of the library holds is brought into its file.
const IN_LOG: usize = 256;

/// An index of titles and the generation that it is of; `None` when it cannot be made.
pub(super) type Titles = Option<Box<(TitleIndex, u64)>>;

/// Makes the index of titles on a thread: from its cache, or from the library, after which the cache is written.
///
/// `tell` gets the index and the generation that it is of; `None` when it cannot be made.
///
/// # Errors
/// When the system gives no thread.
pub(super) fn load_titles(
    path: PathBuf,
    cache: Option<PathBuf>,
    tell: impl FnOnce(Titles) + Send + 'static,
) -> io::Result<()> {
    spawn("titles", move || {
        let made = catch_unwind(AssertUnwindSafe(|| titles_of(&path, cache.as_deref())));
        tell(match made {
            Ok(Ok(made)) => Some(Box::new(made)),
            Ok(Err(error)) => {
                tracing::warn!("titles not indexed: {error}");
                None
            }
            Err(_) => None,
        });
    })
    .map(drop)
}

fn titles_of(path: &Path, cache: Option<&Path>) -> Result<(TitleIndex, u64), LibraryError> {
    let library = Library::open(path, Access::Read)?;
    library.expect_one_pass()?;
    let generation = library.generation()?;
    let kept = cache.and_then(|cache| {
        TitleIndex::read(cache, generation).unwrap_or_else(|error| {
            tracing::warn!("{error}");
            None
        })
    });
    if let Some(index) = kept {
        return Ok((index, generation));
    }
    let mut builder = TitleIndex::builder();
    library.titles(&mut |row| {
        let section = row.section.to_string();
        builder.push(TitleEntry { key: row.key.0, title: row.title, section: &section, source: row.source });
    })?;
    let index = builder.finish();
    if let Some(cache) = cache
        && let Err(error) = index.write(cache, generation)
    {
        // It is made again the next time.
        tracing::warn!("{error}");
    }
    Ok((index, generation))
}

/// Something that is to be written.
#[derive(Debug)]
pub(super) enum Change {
    /// Marks before and after.
    Marks(Vec<(ArticleId, ArticleMarks, ArticleMarks)>),
    /// The reader is here: `is:new` is reckoned from the visit before.
    Visit,
    /// A note.
    Note(ArticleId, Option<String>),
}

/// What has been written, or why it has not.
#[derive(Debug)]
pub(super) enum Written {
    /// These marks and notes.
    Done(Vec<(ArticleId, ArticleMarks)>, Vec<(ArticleId, Option<String>)>),
    /// Nothing; it is tried again with the next change and at the end.
    Failed(String),
}

/// The thread that writes into a library, so that an import that holds it never holds up a key.
pub(super) struct LibraryWriter {
    /// Taken away at the end, which tells the thread.
    changes: Option<Sender<Change>>,
    ended: Receiver<()>,
}

impl LibraryWriter {
    /// Starts the thread; the library is opened for writing with the first change.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start(path: PathBuf, tell: impl Fn(Written) + Send + 'static) -> io::Result<LibraryWriter> {
        let (give, changes) = channel::<Change>();
        let ended = spawn("library", move || {
            let mut pending = Pending::default();
            let mut library: Option<Held> = None;
            let mut written = 0_usize;
            while let Ok(first) = changes.recv() {
                pending.add(first);
                changes.try_iter().for_each(|change| pending.add(change));
                tell(pending.write(&path, &mut library));
                written += 1;
                if let Some((library, _)) = library.as_mut().filter(|_| written.is_multiple_of(IN_LOG)) {
                    // What fails here fails again with the next change, which says so.
                    let _ = library.checkpoint();
                }
            }
            if !pending.is_empty() {
                tell(pending.write(&path, &mut library));
            }
        })?;
        Ok(LibraryWriter { changes: Some(give), ended })
    }

    /// Queues a change; returns at once.
    pub(super) fn store(&self, change: Change) {
        if self.changes.as_ref().is_none_or(|thread| thread.send(change).is_err()) {
            tracing::error!("the library's thread has ended before its time");
        }
    }
}

impl Drop for LibraryWriter {
    /// Ends the thread when all is written, or after five seconds; also while a panic unwinds.
    fn drop(&mut self) {
        drop(self.changes.take());
        wait(&self.ended, WRITER_PATIENCE, "library");
    }
}

/// A library that is open, and which file that is.
type Held = (Library, Option<(u64, u64)>);

/// Opens a library that is there, for writing: a reader makes none.
pub(super) fn open_to_write(path: &Path) -> Result<Library, LibraryError> {
    if !path.exists() {
        return Err(LibraryError::Missing { path: path.to_owned() });
    }
    Library::open(path, Access::Write)
}

/// What tells a file from one that was put in its place; `None` where there is none.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<(u64, u64)> {
    // Here a file that is open cannot be taken away.
    path.exists().then_some((0, 0))
}

/// What is still to be written: for each article the marks before its first change, and those after its last.
#[derive(Default)]
struct Pending {
    marks: BTreeMap<ArticleId, (ArticleMarks, ArticleMarks)>,
    notes: BTreeMap<ArticleId, Option<String>>,
    visits: bool,
}

impl Pending {
    fn is_empty(&self) -> bool {
        self.marks.is_empty() && self.notes.is_empty() && !self.visits
    }

    fn add(&mut self, change: Change) {
        match change {
            Change::Marks(changes) => {
                for (id, before, after) in changes {
                    self.marks.entry(id).or_insert((before, after)).1 = after;
                }
            }
            Change::Note(id, note) => {
                self.notes.insert(id, note);
            }
            Change::Visit => self.visits = true,
        }
    }

    fn write(&mut self, path: &Path, library: &mut Option<Held>) -> Written {
        match self.try_write(path, library) {
            Ok(()) => {
                self.visits = false;
                let (marks, notes) = (std::mem::take(&mut self.marks), std::mem::take(&mut self.notes));
                Written::Done(
                    marks.into_iter().map(|(id, (_, after))| (id, after)).collect(),
                    notes.into_iter().collect(),
                )
            }
            Err(error) => {
                // A file that was replaced meanwhile is found again.
                *library = None;
                Written::Failed(error.to_string())
            }
        }
    }

    fn try_write(&self, path: &Path, held: &mut Option<Held>) -> Result<(), LibraryError> {
        let file = identity(path);
        let (library, _) = match held {
            // What is written into a file that was taken away would be lost with it.
            Some(held) if held.1 == file && file.is_some() => held,
            _ => held.insert((open_to_write(path)?, file)),
        };
        if self.visits {
            library.visit()?;
        }
        let mut changes = Vec::with_capacity(self.marks.len());
        for (&id, &(before, after)) in &self.marks {
            // Another program may have changed what was not changed here.
            let stored = library.key_of(id)?.map(|key| library.read(key)).transpose()?.flatten();
            let current = stored.map_or(before, |stored| stored.marks);
            changes.push((id, current.with_change(before, after)));
        }
        library.set_marks(&changes)?;
        for (&id, note) in &self.notes {
            library.set_note(id, note.as_deref())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::{Change, LibraryWriter, Written, load_titles};
    use crate::library::{Access, ArticleMarks, Library, prepare};
    use crate::source::{ReadOptions, seeds};

    const NONE: ArticleMarks = ArticleMarks { read: false, starred: false, position: None };

    fn library() -> (tempfile::TempDir, Library) {
        let folder = tempfile::tempdir().unwrap();
        let mut library = Library::open(&folder.path().join("l.sqlite"), Access::Write).unwrap();
        let options = ReadOptions { today: jiff::civil::date(2024, 1, 1), raw: false };
        let batch: Vec<_> = seeds(&options).into_iter().filter_map(|r| r.article).map(|a| prepare(a, None)).collect();
        library.file(&batch).unwrap();
        (folder, library)
    }

    #[test]
    fn what_another_program_marked_stays() {
        let (_folder, mut library) = library();
        let key = library.newest(None, 1).unwrap()[0];
        let id = library.read(key).unwrap().unwrap().article.id;
        let (tell, told) = channel();
        let writer =
            LibraryWriter::start(library.path().to_owned(), move |written| tell.send(written).unwrap()).unwrap();
        library.set_marks(&[(id, ArticleMarks { starred: true, ..NONE })]).unwrap();
        // The reader has not seen the star.
        writer.store(Change::Marks(vec![(id, NONE, ArticleMarks { read: true, ..NONE })]));
        writer.store(Change::Note(id, Some("ملاحظة".to_owned())));
        drop(writer);
        assert!(told.iter().all(|written| matches!(written, Written::Done(..))));
        let stored = library.read(key).unwrap().unwrap();
        assert!(stored.marks.read && stored.marks.starred);
        assert_eq!(stored.note.as_deref(), Some("ملاحظة"));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_written_after_the_file_was_taken_away_waits_for_it() {
        let (folder, library) = library();
        let (path, away) = (library.path().to_owned(), folder.path().join("away.sqlite"));
        let key = library.newest(None, 1).unwrap()[0];
        let id = library.read(key).unwrap().unwrap().article.id;
        drop(library);
        let (tell, told) = channel();
        let writer = LibraryWriter::start(path.clone(), move |written| tell.send(written).unwrap()).unwrap();
        writer.store(Change::Note(id, Some("first".to_owned())));
        assert!(matches!(told.recv().unwrap(), Written::Done(..)));
        std::fs::rename(&path, &away).unwrap();
        writer.store(Change::Note(id, Some("second".to_owned())));
        let Written::Failed(reason) = told.recv().unwrap() else { panic!("written into nothing") };
        assert!(reason.contains("there is no library") && !path.exists(), "{reason}");
        std::fs::rename(&away, &path).unwrap();
        drop(writer);
        assert!(matches!(told.recv().unwrap(), Written::Done(..)));
        let library = Library::open(&path, Access::Read).unwrap();
        assert_eq!(library.read(key).unwrap().unwrap().note.as_deref(), Some("second"));
    }

    #[test]
    fn titles_are_kept_beside_the_library_and_made_again_when_it_changes() {
        let (folder, mut library) = library();
        let cache = folder.path().join("cache").join("titles");
        let load = || {
            let (tell, told) = channel();
            load_titles(library.path().to_owned(), Some(cache.clone()), move |made| tell.send(made).unwrap()).unwrap();
            *told.recv().unwrap().unwrap()
        };
        let (made, generation) = load();
        assert!(cache.exists());
        assert_eq!(load().0.keys(), made.keys());
        let mut article = library.read(library.newest(None, 1).unwrap()[0]).unwrap().unwrap().article;
        article.path.push('2');
        article.id = crate::article::ArticleId::of_path(&article.path);
        library.file(&[prepare(article, None)]).unwrap();
        let (tell, told) = channel();
        load_titles(library.path().to_owned(), Some(cache), move |made| tell.send(made).unwrap()).unwrap();
        let (again, later) = *told.recv().unwrap().unwrap();
        assert!(later > generation && again.keys().len() == made.keys().len() + 1);
    }
}
