//! Which articles are read: those of a library, of files, or the built-in ones.
//!
//! Owns the choice, which is made before the terminal is touched, so that a library that cannot be used is a sentence
//! on a sane terminal; and the threads that belong to it. What happens while one reads is `shelf.rs`.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Context;
use jiff::civil::Date;

use super::folders::Folders;
use super::jobs::{Loader, MarkWriter};
use super::library::{Change, LibraryWriter, Written};
use super::run::{Notice, Session};
use super::shelf::{Keeper, Origin, Shelf};
use super::tagging::{Found, Tagger};
use crate::desk::Desk;
use crate::library::{Access, Library, LibraryError, MarkStore, Marks, Notes};
use crate::source::ReadOptions;

/// What will be read.
pub(super) struct Opened {
    pub(super) source: Source,
}

/// Where articles come from.
pub(super) enum Source {
    /// Files and folders; none: the built-in articles.
    Files(Vec<PathBuf>),
    /// A library.
    Library(Box<Library>),
}

/// What is rung when a thread has something to say.
pub(super) struct Bells {
    /// More articles are there.
    pub(super) loaded: Box<dyn Fn() + Send>,
    /// Marks could not be stored.
    pub(super) complain: Box<dyn Fn(String) + Send>,
    /// The library was written, or could not be.
    pub(super) written: Box<dyn Fn(Written) + Send>,
    /// Names were found.
    pub(super) named: Box<dyn Fn(Found) + Send>,
}

/// Chooses: the files that are named, else the library that is named, else the platform's where there is one with
/// articles in it, else the built-in articles.
///
/// # Errors
/// When the library cannot be used.
pub(super) fn open(session: &Session) -> Result<Opened, LibraryError> {
    let files = |paths: &[PathBuf]| Opened { source: Source::Files(paths.to_vec()) };
    if !session.paths.is_empty() {
        return Ok(files(&session.paths));
    }
    let is_there = |path: &&PathBuf| session.library_is_named || path.exists();
    let Some(path) = session.library.as_ref().filter(is_there) else { return Ok(files(&[])) };
    let library = open_library(path)?;
    let is_used = session.library_is_named || !library.is_empty()?;
    Ok(if is_used { Opened { source: Source::Library(Box::new(library)) } } else { files(&[]) })
}

/// Opens a library for reading; one that an older khabar wrote is brought up to date first.
fn open_library(path: &Path) -> Result<Library, LibraryError> {
    match Library::open(path, Access::Read) {
        Err(LibraryError::Older { .. }) => {
            drop(Library::open(path, Access::Write)?);
            Library::open(path, Access::Read)
        }
        opened => opened,
    }
}

impl Opened {
    /// Starts what belongs to it; gives the shelf, and what is to be said about it.
    ///
    /// # Errors
    /// When the system gives no thread or no memory.
    pub(super) fn begin(self, folders: &Folders, today: Date, bells: Bells) -> anyhow::Result<(Shelf, Vec<Notice>)> {
        match self.source {
            Source::Library(library) => {
                let path = library.path().to_owned();
                let written = bells.written;
                let writer = LibraryWriter::start(path.clone(), written).context("no thread")?;
                writer.store(Change::Visit);
                let mut desk = Desk::new(*library, today);
                desk.await_titles();
                let cache = folders.cache.as_ref().map(|folder| folder.join(cache_name(&path)));
                let tagger = tagger(Some(path.clone()), bells.named);
                let origin = Origin::Library { path, cache };
                Ok((Shelf::new(desk, origin, Keeper::Library(writer), tagger), Vec::new()))
            }
            Source::Files(paths) => {
                let mut said = Vec::new();
                let (marks, notes, keeper) = keep_marks(folders, bells.complain, &mut said)?;
                let options = ReadOptions { today, raw: false };
                let loader = Loader::start(paths, options, bells.loaded).context("no thread")?;
                let mut desk = Desk::in_memory(marks, today)?;
                desk.remember(&notes)?;
                let tagger = tagger(None, bells.named);
                Ok((Shelf::new(desk, Origin::Files(Some(loader)), keeper, tagger), said))
            }
        }
    }
}

/// The thread that looks for names. Without it one reads as well: they are then found when an article is opened.
fn tagger(library: Option<PathBuf>, tell: Box<dyn Fn(Found) + Send>) -> Option<Tagger> {
    Tagger::start(library, tell).map_err(|error| tracing::warn!("no thread for names: {error}")).ok()
}

/// The marks and notes of earlier runs, and the thread that keeps those of this one.
fn keep_marks(
    folders: &Folders,
    complain: Box<dyn Fn(String) + Send>,
    said: &mut Vec<Notice>,
) -> anyhow::Result<(Marks, Notes, Keeper)> {
    let Some(folder) = &folders.state else {
        said.push(("marks-not-stored", "there is no home folder".to_owned()));
        return Ok((Marks::default(), Notes::new(), Keeper::Nobody));
    };
    let mut store = MarkStore::open(folder.clone());
    let (marks, notes) = (store.load(), store.load_notes());
    let not_read: Vec<String> =
        [marks.as_ref().err(), notes.as_ref().err()].into_iter().flatten().map(ToString::to_string).collect();
    if not_read.is_empty() {
        // Said at the start, so that nobody reads on in the belief that places are kept.
        said.extend(store.check_writable().err().map(|error| ("marks-not-stored", error.to_string())));
    }
    said.extend(not_read.into_iter().map(|reason| ("marks-not-read", reason)));
    let writer = MarkWriter::start(store, move |error| complain(error.to_string())).context("no thread")?;
    Ok((marks.unwrap_or_default(), notes.unwrap_or_default(), Keeper::Marks(writer)))
}

/// The name of the cache of a library's titles: each library has its own.
fn cache_name(path: &Path) -> String {
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    format!("titles-{:016x}", hasher.finish())
}
