//! The threads of an import: one cuts files into articles, the others read and prepare them.
//!
//! Owns the queues between them, all of them bounded; what comes out is in the order of the inputs. Nobody waits for
//! these threads at the end: one of them may stand in a read of a pipe.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::cli::arguments::ImportArguments;
use crate::desk::mentions_of;
use crate::entity::{MODEL_VERSION, expect_many};
use crate::library::{Marks, Notes, Prepared, prepare};
use crate::source::{Input, ReadOptions, Warning, WarningKind, inputs_of_file, inputs_of_reader, walk};

/// How many articles, and how many bytes, go through the queues at once.
const PORTION: usize = 16;
const PORTION_BYTES: usize = 256 * 1024;
/// How many portions may wait for a worker, and behind one.
const WAITING: usize = 32;
/// More workers than this only wait for the one writer.
const MOST_WORKERS: usize = 8;

/// Some of the inputs, numbered in their order.
struct Portion {
    number: u64,
    inputs: Vec<Result<Input, Warning>>,
}

/// What came of a portion.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// The articles.
    pub(super) prepared: Vec<Prepared>,
    /// What is to be said.
    pub(super) warnings: Vec<Warning>,
    /// How many bytes of input it took.
    pub(super) bytes: u64,
}

/// What the workers have.
#[derive(Debug)]
pub(super) enum Next {
    /// More.
    Some(Done),
    /// Nothing yet.
    Nothing,
    /// Nothing any more.
    End,
}

/// The threads and the queue behind them.
pub(super) struct Work {
    done: Receiver<(u64, Done)>,
    /// What came too early, by number.
    early: BTreeMap<u64, Done>,
    next: u64,
    total: Arc<AtomicU64>,
}

/// What was done with articles before they were filed.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// Marks.
    pub(super) marks: Marks,
    /// Notes.
    pub(super) notes: Notes,
}

/// What a worker needs to know.
struct Task {
    options: ReadOptions,
    earlier: Earlier,
    recognises: bool,
}

impl Work {
    /// Starts the threads.
    ///
    /// # Errors
    /// When the system gives none.
    pub(super) fn start(arguments: &ImportArguments, earlier: Earlier) -> io::Result<Work> {
        let (give_portion, portions) = sync_channel(WAITING);
        let (give_done, done) = sync_channel(WAITING);
        let portions = Arc::new(Mutex::new(portions));
        let options = ReadOptions { today: jiff::Zoned::now().date(), raw: false };
        let task = Arc::new(Task { options, earlier, recognises: !arguments.no_entities });
        // Where names are not looked for the one writer has most to do: it gets a core for itself.
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let workers = cores.saturating_sub(usize::from(arguments.no_entities)).clamp(1, MOST_WORKERS);
        for _ in 0..workers {
            let (portions, give, task) = (Arc::clone(&portions), give_done.clone(), Arc::clone(&task));
            thread::Builder::new().name("reader".to_owned()).spawn(move || read(&portions, &give, &task))?;
        }
        let total = Arc::new(AtomicU64::new(0));
        let (paths, size) = (arguments.paths.clone(), Arc::clone(&total));
        thread::Builder::new().name("walker".to_owned()).spawn(move || cut(&paths, &give_portion, &size))?;
        Ok(Work { done, early: BTreeMap::new(), next: 0, total })
    }

    /// The next portion in the order of the inputs, waiting at most so long for it.
    pub(super) fn next(&mut self, patience: Duration) -> Next {
        loop {
            if let Some(done) = self.early.remove(&self.next) {
                self.next += 1;
                return Next::Some(done);
            }
            match self.done.recv_timeout(patience) {
                Ok((number, done)) => drop(self.early.insert(number, done)),
                Err(RecvTimeoutError::Timeout) => return Next::Nothing,
                // A worker that fell to a fault has taken its portion with it: go on with what there is.
                Err(RecvTimeoutError::Disconnected) => match self.early.pop_first() {
                    Some((number, done)) => {
                        self.next = number + 1;
                        return Next::Some(done);
                    }
                    None => return Next::End,
                },
            }
        }
    }

    /// The bytes of all inputs whose size is known so far.
    pub(super) fn total(&self) -> u64 {
        self.total.load(Ordering::Relaxed)
    }
}

/// Cuts the inputs into portions, until there is no more or nobody takes them.
fn cut(paths: &[PathBuf], give: &SyncSender<Portion>, total: &AtomicU64) {
    let mut cutter = Cutter { give, number: 0, inputs: Vec::new(), bytes: 0 };
    for path in paths {
        if path == Path::new("-") {
            for input in inputs_of_reader(io::stdin(), "-") {
                // Someone may be writing slowly at the other end: nothing is held back.
                if cutter.add(input).and_then(|()| cutter.hand_over()).is_none() {
                    return;
                }
            }
            continue;
        }
        for found in walk(std::slice::from_ref(path)) {
            let inputs = match found {
                Ok(path) => {
                    let size = std::fs::metadata(&path).map_or(0, |metadata| metadata.len());
                    total.fetch_add(size, Ordering::Relaxed);
                    inputs_of_file(&path)
                }
                Err(warning) => match cutter.add(Err(warning)) {
                    Some(()) => continue,
                    None => return,
                },
            };
            for input in inputs {
                if cutter.add(input).is_none() {
                    return;
                }
            }
        }
    }
    // Nobody is left to hear that it failed.
    let _ = cutter.hand_over();
}

/// Gathers inputs into portions.
struct Cutter<'g> {
    give: &'g SyncSender<Portion>,
    number: u64,
    inputs: Vec<Result<Input, Warning>>,
    bytes: usize,
}

impl Cutter<'_> {
    /// Adds an input; `None` when nobody takes any more.
    fn add(&mut self, input: Result<Input, Warning>) -> Option<()> {
        self.bytes += input.as_ref().map_or(0, Input::size);
        self.inputs.push(input);
        let is_full = self.inputs.len() >= PORTION || self.bytes >= PORTION_BYTES;
        if is_full { self.hand_over() } else { Some(()) }
    }

    fn hand_over(&mut self) -> Option<()> {
        if self.inputs.is_empty() {
            return Some(());
        }
        let inputs = std::mem::take(&mut self.inputs);
        let portion = Portion { number: self.number, inputs };
        (self.number, self.bytes) = (self.number + 1, 0);
        self.give.send(portion).ok()
    }
}

/// Reads and prepares portions, until there are none or nobody takes them.
fn read(portions: &Mutex<Receiver<Portion>>, give: &SyncSender<(u64, Done)>, task: &Task) {
    if task.recognises {
        expect_many();
    }
    loop {
        let Ok(Ok(portion)) = portions.lock().map(|portions| portions.recv()) else { return };
        let mut done = Done::default();
        for input in portion.inputs {
            match input {
                Ok(input) => {
                    done.bytes += input.size() as u64;
                    // A fault of ours over one article must not take the others along, nor pass for a success.
                    match catch_unwind(AssertUnwindSafe(|| task.read(&input))) {
                        Ok((prepared, warnings)) => {
                            done.prepared.extend(prepared);
                            done.warnings.extend(warnings);
                        }
                        Err(_) => {
                            let kind = WarningKind::Unreadable { reason: "khabar met a fault of its own".to_owned() };
                            done.warnings.push(Warning::new(input.shown(), kind));
                        }
                    }
                }
                Err(warning) => done.warnings.push(warning),
            }
        }
        if give.send((portion.number, done)).is_err() {
            return;
        }
    }
}

impl Task {
    fn read(&self, input: &Input) -> (Option<Prepared>, Vec<Warning>) {
        let reading = input.read(&self.options);
        (reading.article.map(|article| self.prepare(article)), reading.warnings)
    }

    fn prepare(&self, article: crate::article::Article) -> Prepared {
        let marks = self.earlier.marks.get(article.id);
        let note = self.earlier.notes.get(&article.id).cloned().flatten();
        let mentions = self.recognises.then(|| mentions_of(&article));
        prepare(article, mentions).tagged_by(MODEL_VERSION).marked(marks, note)
    }
}
