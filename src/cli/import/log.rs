//! Bringing the log of an import into the library's file, beside the writer: it need not wait for the disk.
//!
//! Owns the thread with its own handle on the library, and when it works. A log that is written all the time can only
//! begin anew where nothing is left in it, so that the writer itself brings in what came meanwhile, which is little.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use crate::library::{Access, Library, LibraryError};

/// So many batches go into the log before it is brought into the file.
const BATCHES: usize = 8;
/// So many more may come while that is done: the log does not grow without end where the disk is slow.
const MOST_BATCHES: usize = 96;
/// How long the writer waits at a time where so many have come, and at the end.
const PATIENCE: Duration = Duration::from_secs(5);

/// The thread, and how much is in the log.
pub(super) struct Log {
    /// `None` where there is no thread: the writer does it all.
    thread: Option<(SyncSender<()>, Receiver<()>)>,
    is_asked: bool,
    batches: usize,
}

impl Log {
    /// Starts the thread.
    pub(super) fn start(library: &Path) -> Log {
        let ((ask, asked), (tell, told)) = (sync_channel::<()>(1), sync_channel(1));
        let path = library.to_owned();
        let work = move || {
            let Ok(mut library) = Library::open(&path, Access::Write) else { return };
            for () in asked {
                // What fails here fails for the writer as well, who says so.
                let _ = library.checkpoint();
                if tell.send(()).is_err() {
                    return;
                }
            }
        };
        let started = thread::Builder::new().name("log".to_owned()).spawn(work);
        Log { thread: started.ok().map(|_| (ask, told)), is_asked: false, batches: 0 }
    }

    /// Notes that a batch was written.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub(super) fn grew(&mut self, library: &mut Library) -> Result<(), LibraryError> {
        self.batches += 1;
        if self.batches < BATCHES {
            return Ok(());
        }
        let Some((ask, told)) = &self.thread else { return self.bring_in(library) };
        if !self.is_asked {
            self.is_asked = ask.send(()).is_ok();
            if !self.is_asked {
                self.thread = None;
            }
            return Ok(());
        }
        let patience = if self.batches < MOST_BATCHES { Duration::ZERO } else { PATIENCE };
        match told.recv_timeout(patience) {
            Err(RecvTimeoutError::Timeout) => return Ok(()),
            Err(RecvTimeoutError::Disconnected) => self.thread = None,
            Ok(()) => {}
        }
        self.is_asked = false;
        self.bring_in(library)
    }

    fn bring_in(&mut self, library: &mut Library) -> Result<(), LibraryError> {
        self.batches = 0;
        library.checkpoint()
    }
}

impl Drop for Log {
    /// Waits until the thread has closed the library: who closes it last takes the log away.
    fn drop(&mut self) {
        let Some((ask, told)) = self.thread.take() else { return };
        drop(ask);
        while told.recv_timeout(PATIENCE).is_ok() {}
    }
}
