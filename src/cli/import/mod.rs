//! `khabar import`: files, folders and streams into a library.
//!
//! Owns the writer, its batches and what is said at the end; reading and preparing run in `workers.rs`, the progress is
//! `progress.rs`.

mod log;
mod progress;
mod workers;

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde::Serialize;

use super::arguments::ImportArguments;
use super::library::{no_place, unusable};
use super::output::{Output, complain};
use super::{Outcome, place};
use crate::library::{Access, Filed, Library, LibraryError, MarkStore, Prepared};
use crate::source::Warning;
use log::Log;
use progress::Progress;
use workers::{Earlier, Next, Work};

/// How long others may have to wait for the end of a batch.
const LONGEST_WAIT: Duration = Duration::from_millis(24);
/// The batches' sizes in articles: the first one is small, because how quick the machine is shows with it.
const FIRST_BATCH: usize = 16;
const LARGEST_BATCH: usize = 1_024;
/// After how long without news what has come so far is filed.
const IDLE: Duration = Duration::from_millis(50);
/// How long merging may go on behind a batch, in steps that others can come between.
const MERGING: Duration = Duration::from_millis(15);

/// What has been done with the inputs so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
struct Tally {
    new: u64,
    changed: u64,
    unchanged: u64,
    refused: u64,
}

impl Tally {
    fn articles(&self) -> u64 {
        self.new + self.changed + self.unchanged
    }

    fn add(&mut self, filed: Filed) {
        match filed {
            Filed::New => self.new += 1,
            Filed::Changed => self.changed += 1,
            Filed::Unchanged => self.unchanged += 1,
        }
    }
}

/// The summary as other programs read it.
#[derive(Serialize)]
struct Record<'r> {
    library: &'r str,
    #[serde(flatten)]
    tally: Tally,
    interrupted: bool,
}

/// Files what is named.
///
/// # Errors
/// When standard output cannot be written, or the system gives no thread.
pub(super) fn run(arguments: &ImportArguments) -> anyhow::Result<Outcome> {
    let Some(path) = place::library_path(arguments.library.as_deref()) else { return Ok(no_place()) };
    let stop = Arc::new(AtomicUsize::new(0));
    listen(&stop)?;
    let library = match Library::open(&path, Access::Write) {
        Ok(library) => library,
        Err(error) => return Ok(unusable(&error)),
    };
    let work = Work::start(arguments, earlier(arguments))?;
    let (tally, progress, log) = (Tally::default(), Progress::new(arguments.json), Log::start(&path));
    let mut writer = Writer { library, tally, progress, log, batches: 0 };
    let failed = writer.write(work, &stop).err();
    writer.progress.end();
    let interrupted = stop.load(Ordering::Relaxed);
    let mut out = Output::stdout();
    let tally = writer.tally;
    if arguments.json {
        let record = Record { library: &path.to_string_lossy(), tally, interrupted: interrupted > 0 };
        out.line(&super::record::escaped(serde_json::to_string(&record)?))?;
    } else {
        let Tally { new, changed, unchanged, refused } = tally;
        out.line(&format!("{new} new, {changed} changed, {unchanged} unchanged; {refused} refused"))?;
    }
    out.write_and_flush("")?;
    drop(writer);
    Ok(match failed {
        Some(error) => unusable(&error),
        None if interrupted > 0 => {
            complain("interrupted; what was filed stays, and the same command goes on from there.");
            Outcome::Interrupted(u8::try_from(128 + interrupted).unwrap_or(u8::MAX))
        }
        None if tally.refused > 0 => Outcome::Refused,
        None => Outcome::Done,
    })
}

/// Notes the signals that ask for an end; a second one ends the program at once. Where a limit on file sizes is
/// reached, the write that met it fails instead of the program.
fn listen(stop: &Arc<AtomicUsize>) -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
        let again = Arc::new(std::sync::atomic::AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            signal_hook::flag::register_conditional_default(signal, Arc::clone(&again))?;
            signal_hook::flag::register(signal, Arc::clone(&again))?;
            signal_hook::flag::register_usize(signal, Arc::clone(stop), signal.unsigned_abs() as usize)?;
        }
        signal_hook::flag::register(SIGXFSZ, Arc::new(std::sync::atomic::AtomicBool::new(false)))?;
    }
    #[cfg(not(unix))]
    signal_hook::flag::register_usize(signal_hook::consts::SIGINT, Arc::clone(stop), 2)?;
    Ok(())
}

/// The marks and notes that were made without a library.
fn earlier(arguments: &ImportArguments) -> Earlier {
    let Some(folder) = place::state_folder(arguments.state.as_deref()) else { return Earlier::default() };
    let mut store = MarkStore::open(folder);
    let (marks, notes) = (store.load(), store.load_notes());
    for error in [marks.as_ref().err(), notes.as_ref().err()].into_iter().flatten() {
        complain(&error.to_string());
    }
    Earlier { marks: marks.unwrap_or_default(), notes: notes.unwrap_or_default() }
}

struct Writer {
    library: Library,
    tally: Tally,
    progress: Progress,
    log: Log,
    batches: usize,
}

impl Writer {
    /// Files what the workers give, until there is no more or the user ends it.
    fn write(&mut self, mut work: Work, stop: &AtomicUsize) -> Result<(), LibraryError> {
        self.library.expect_many()?;
        let mut waiting: VecDeque<Prepared> = VecDeque::new();
        let mut size = FIRST_BATCH;
        while stop.load(Ordering::Relaxed) == 0 {
            let next = work.next(if waiting.is_empty() { 4 * IDLE } else { IDLE });
            let is_idle = !matches!(next, Next::Some(_));
            let is_end = matches!(next, Next::End);
            if let Next::Some(done) = next {
                self.progress.advance(done.bytes, work.total());
                self.refuse(&done.warnings);
                waiting.extend(done.prepared);
            }
            while stop.load(Ordering::Relaxed) == 0 && (waiting.len() >= size || is_idle && !waiting.is_empty()) {
                size = self.file(&mut waiting, size)?;
            }
            if is_end {
                break;
            }
        }
        self.end(Library::join_events, stop)?;
        self.end(Library::list_all, stop)?;
        // What is left for readers to pay with every search is paid now, as far as it goes in a moment.
        if self.batches > 1 {
            self.end(Library::tidy, stop)?;
        }
        self.library.checkpoint()
    }

    /// Does what was put off, in steps that others can come between, until there is no more or the user ends it.
    fn end(
        &mut self,
        step: fn(&mut Library, Duration) -> Result<bool, LibraryError>,
        stop: &AtomicUsize,
    ) -> Result<(), LibraryError> {
        while stop.load(Ordering::Relaxed) == 0 && step(&mut self.library, MERGING)? {
            self.library.give_way();
        }
        Ok(())
    }

    /// Files a batch of those that wait, at most so many; gives the size of the next one.
    fn file(&mut self, waiting: &mut VecDeque<Prepared>, size: usize) -> Result<usize, LibraryError> {
        let size = size.min(waiting.len());
        let some = self.library.file_some(&waiting.make_contiguous()[..size])?;
        let filed = some.filed.len();
        waiting.drain(..filed);
        some.filed.into_iter().for_each(|filed| self.tally.add(filed));
        self.progress.acknowledge(&self.tally);
        self.batches += 1;
        self.library.give_way();
        self.library.tidy(MERGING)?;
        self.library.give_way();
        self.library.list_many(MERGING)?;
        self.log.grew(&mut self.library)?;
        self.library.give_way();
        // As many as would have fitted, but not twice as many at once: one quick batch proves little.
        let fitting = filed as u128 * LONGEST_WAIT.as_nanos() / some.held.as_nanos().max(1);
        let fitting = usize::try_from(fitting).unwrap_or(usize::MAX);
        Ok(fitting.clamp(1, (filed * 2).clamp(FIRST_BATCH, LARGEST_BATCH)))
    }

    fn refuse(&mut self, warnings: &[Warning]) {
        for warning in warnings {
            self.tally.refused += u64::from(warning.refuses());
            self.progress.say(&warning.to_string());
        }
    }
}
