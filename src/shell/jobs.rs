//! Threads: one loads articles, one writes marks and notes.
//!
//! Owns the threads and their ends; what they do is `source/` and `library/`. Neither can hold up the loop: what it
//! gives them is queued, what they give it is bounded, and at the exit each is waited for only so long.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::Duration;

use super::terminal::said_by;
use crate::article::{Article, ArticleId};
use crate::library::{ArticleMarks, MarkStore, Notes, Prepared, StoreError, prepare};
use crate::source::{ReadOptions, Warning, read_all, seeds, walk};

/// The first batch is small, so that something can be read at once; each next one is twice as large up to the last.
const FIRST_BATCH: usize = 16;
const LARGEST_BATCH: usize = 256;
/// How many batches may wait: loading stops while the loop has not taken them.
const WAITING_BATCHES: usize = 2;
/// How long the exit waits for the loader, which may stand in a slow read.
const LOADER_PATIENCE: Duration = Duration::from_millis(200);
/// How long the exit waits for the marks: longer than the store waits for its lock.
pub(super) const WRITER_PATIENCE: Duration = Duration::from_secs(5);

/// Some of the articles, with what is to be said about them.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// The articles, in the order of the walk, ready to be filed.
    pub(super) articles: Vec<Prepared>,
    /// The remarks, also about inputs that gave no article.
    pub(super) warnings: Vec<Warning>,
}

/// What the loader tells the loop.
#[derive(Debug)]
pub(super) enum Loaded {
    /// More articles.
    Some(Batch),
    /// There is no more.
    All,
    /// A fault ended the loader; what came before stays.
    Failed(String),
}

/// The thread that reads the inputs: files and folders, or the built-in articles when none is named.
pub(super) struct Loader {
    loaded: Receiver<Loaded>,
    ended: Receiver<()>,
}

impl Loader {
    /// Starts reading. `ring` is called after each message, to wake the loop.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start(
        paths: Vec<PathBuf>,
        options: ReadOptions,
        ring: impl Fn() + Send + 'static,
    ) -> io::Result<Loader> {
        let (give, loaded) = sync_channel(WAITING_BATCHES);
        let ended = spawn("loader", move || {
            let tell = |message| give.send(message).map(|()| ring());
            let last = match catch_unwind(AssertUnwindSafe(|| load(&paths, &options, &tell))) {
                Ok(Err(_)) => return,
                Ok(Ok(())) => Loaded::All,
                Err(panic) => Loaded::Failed(said_by(&*panic).to_owned()),
            };
            // Nobody listens any more when this fails.
            let _ = tell(last);
        })?;
        Ok(Loader { loaded, ended })
    }

    /// The next message, when there is one.
    pub(super) fn next(&self) -> Option<Loaded> {
        self.loaded.try_recv().ok()
    }

    /// Ends the loader: it stops at its next message.
    pub(super) fn end(self) {
        drop(self.loaded);
        wait(&self.ended, LOADER_PATIENCE, "loader");
    }
}

/// The receiver of a [`Loader`] is gone: the program ends.
type Tell<'t> = &'t dyn Fn(Loaded) -> Result<(), std::sync::mpsc::SendError<Loaded>>;

fn load(paths: &[PathBuf], options: &ReadOptions, tell: Tell<'_>) -> Result<(), std::sync::mpsc::SendError<Loaded>> {
    let mut batch = Batch::default();
    let mut full = FIRST_BATCH;
    let mut add = |article: Option<Article>, warnings: Vec<Warning>| {
        batch.articles.extend(article.map(|article| prepare(article, None)));
        batch.warnings.extend(warnings);
        if batch.articles.len() + batch.warnings.len() < full {
            return Ok(());
        }
        full = (full * 2).min(LARGEST_BATCH);
        tell(Loaded::Some(std::mem::take(&mut batch)))
    };
    if paths.is_empty() {
        for reading in seeds(options) {
            add(reading.article, reading.warnings)?;
        }
    }
    for found in walk(paths) {
        match found {
            Ok(path) => {
                for reading in read_all(&path, options) {
                    add(reading.article, reading.warnings)?;
                }
            }
            Err(warning) => add(None, vec![warning])?,
        }
    }
    if batch.articles.is_empty() && batch.warnings.is_empty() { Ok(()) } else { tell(Loaded::Some(batch)) }
}

/// The thread that stores marks and notes, so that a slow disk never holds up a key.
pub(super) struct MarkWriter {
    /// Taken away at the end, which tells the thread.
    changes: Option<Sender<Changes>>,
    ended: Receiver<()>,
}

/// What is still to be stored. Of two changes to one article the later holds.
#[derive(Default)]
struct Changes {
    marks: BTreeMap<ArticleId, ArticleMarks>,
    notes: Notes,
}

impl MarkWriter {
    /// Starts the thread. `complain` is called when something could not be stored: it is tried again with the next
    /// change and at the end.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start(
        mut store: MarkStore,
        complain: impl Fn(&StoreError) + Send + 'static,
    ) -> io::Result<MarkWriter> {
        let (give, changes) = channel::<Changes>();
        let ended = spawn("marks", move || {
            let mut pending = Changes::default();
            while let Ok(first) = changes.recv() {
                // What has come meanwhile goes to the disk in one go.
                for more in std::iter::once(first).chain(changes.try_iter()) {
                    pending.marks.extend(more.marks);
                    pending.notes.extend(more.notes);
                }
                pending.write(&mut store, &complain);
            }
            pending.write(&mut store, &complain);
        })?;
        Ok(MarkWriter { changes: Some(give), ended })
    }

    /// Queues changes of marks; returns at once.
    pub(super) fn store(&self, marks: Vec<(ArticleId, ArticleMarks)>) {
        self.give(Changes { marks: marks.into_iter().collect(), notes: Notes::new() });
    }

    /// Queues a note; returns at once.
    pub(super) fn store_note(&self, id: ArticleId, note: Option<String>) {
        self.give(Changes { marks: BTreeMap::new(), notes: Notes::from([(id, note)]) });
    }

    fn give(&self, changes: Changes) {
        if self.changes.as_ref().is_none_or(|thread| thread.send(changes).is_err()) {
            tracing::error!("the marks' thread has ended before its time");
        }
    }
}

impl Drop for MarkWriter {
    /// Ends the thread when all is stored, or after five seconds; also while a panic unwinds.
    fn drop(&mut self) {
        drop(self.changes.take());
        wait(&self.ended, WRITER_PATIENCE, "marks");
    }
}

impl Changes {
    /// Stores what there is; what cannot be stored stays.
    fn write(&mut self, store: &mut MarkStore, complain: &(impl Fn(&StoreError) + Send)) {
        let marks: Vec<_> = self.marks.iter().map(|(&id, &marks)| (id, marks)).collect();
        let [marks, notes] = [store.merge(&marks), store.merge_notes(&self.notes)];
        if marks.as_ref().err().is_none_or(StoreError::has_stored) {
            self.marks.clear();
        }
        if notes.as_ref().err().is_none_or(StoreError::has_stored) {
            self.notes.clear();
        }
        // One sentence is enough where both have failed.
        if let Some(error) = marks.err().or(notes.err()) {
            complain(&error);
        }
    }
}

/// Starts a thread; the receiver disconnects when it has ended.
pub(super) fn spawn(name: &'static str, work: impl FnOnce() + Send + 'static) -> io::Result<Receiver<()>> {
    let (alive, ended): (SyncSender<()>, _) = sync_channel(0);
    let work = move || {
        let _alive = alive;
        work();
    };
    std::thread::Builder::new().name(name.to_owned()).spawn(work)?;
    Ok(ended)
}

/// Waits for the end of a thread, but not for ever: the process may end without it.
pub(super) fn wait(ended: &Receiver<()>, patience: Duration, name: &str) {
    if ended.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
        tracing::warn!("the thread {name} did not end in time");
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::PathBuf;
    use std::sync::mpsc::{Receiver, channel};

    use super::{Batch, FIRST_BATCH, Loaded, Loader, MarkWriter};
    use crate::article::ArticleId;
    use crate::library::{ArticleMarks, MarkStore, StoreError};
    use crate::source::ReadOptions;

    const READ: ArticleMarks = ArticleMarks { read: true, starred: false, position: None };

    fn start(paths: Vec<PathBuf>) -> (Loader, Receiver<()>) {
        let (ring, rung) = channel();
        let options = ReadOptions { today: jiff::civil::date(2024, 1, 1), raw: false };
        let ring = move || ring.send(()).unwrap_or_default();
        (Loader::start(paths, options, ring).unwrap(), rung)
    }

    fn all(paths: Vec<PathBuf>) -> Vec<Batch> {
        let (loader, rung) = start(paths);
        let mut batches = Vec::new();
        loop {
            rung.recv().unwrap();
            match loader.next().expect("a message after each ring") {
                Loaded::Some(batch) => batches.push(batch),
                Loaded::All => break,
                Loaded::Failed(reason) => panic!("{reason}"),
            }
        }
        loader.end();
        batches
    }

    fn folder_of(files: usize) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..files {
            fs::write(folder.path().join(format!("{number:04}.txt")), format!("خبر رقم {number}.\nوتفاصيله هنا.\n"))
                .unwrap();
        }
        folder
    }

    #[test]
    fn without_paths_the_seeds_are_read() {
        let articles: usize = all(Vec::new()).iter().map(|batch| batch.articles.len()).sum();
        assert!(articles > 0);
    }

    #[test]
    fn batches_grow_and_lose_nothing_and_a_bad_file_stops_nothing() {
        let folder = folder_of(100);
        fs::write(folder.path().join("0050.txt"), "").unwrap();
        let batches = all(vec![folder.path().to_owned(), folder.path().join("missing.txt")]);
        let sizes: Vec<_> = batches.iter().map(|batch| batch.articles.len() + batch.warnings.len()).collect();
        assert_eq!(sizes, [16, 32, 53]);
        let warnings: Vec<_> = batches.iter().flat_map(|batch| &batch.warnings).map(|w| w.kind.name()).collect();
        assert_eq!(warnings, ["empty", "not-found"]);
    }

    #[test]
    fn a_loader_can_be_ended_in_the_middle() {
        let folder = folder_of(FIRST_BATCH * 30);
        let (loader, rung) = start(vec![folder.path().to_owned()]);
        rung.recv().unwrap();
        loader.end();
        // The thread is gone with its bell; the messages that it had queued are lost, as they should.
        assert!(rung.iter().count() <= super::WAITING_BATCHES + 1);
    }

    #[test]
    fn marks_are_on_disk_when_the_writer_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let writer = MarkWriter::start(MarkStore::open(folder.path().to_owned()), |error| panic!("{error}")).unwrap();
        for number in 0..200 {
            writer.store(vec![(ArticleId::of_path(&number.to_string()), READ)]);
        }
        let noted = [ArticleId::of_path("noted"), ArticleId::of_path("forgotten")];
        noted.into_iter().for_each(|id| writer.store_note(id, Some("ملاحظة".to_owned())));
        writer.store_note(noted[1], None);
        drop(writer);
        let mut store = MarkStore::open(folder.path().to_owned());
        assert_eq!(store.load().unwrap().len(), 200);
        assert_eq!(store.load_notes().unwrap(), BTreeMap::from([(noted[0], Some("ملاحظة".to_owned()))]));
    }

    #[test]
    fn marks_that_could_not_be_stored_are_told_and_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        fs::write(&state, "in the way").unwrap();
        let (complain, complaints) = channel();
        let writer = MarkWriter::start(MarkStore::open(state.clone()), move |error: &StoreError| {
            complain.send(error.to_string()).unwrap();
        });
        let writer = writer.unwrap();
        writer.store(vec![(ArticleId::of_path("a"), READ)]);
        assert!(complaints.recv().unwrap().contains("state"));
        fs::remove_file(&state).unwrap();
        drop(writer);
        assert_eq!(MarkStore::open(state).load().unwrap().get(ArticleId::of_path("a")), READ);
    }
}
