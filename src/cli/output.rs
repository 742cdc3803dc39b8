//! Where text leaves the program: standard output and standard error.
//!
//! Owns the buffer, the closed pipe and the last check against control characters; what is said is the caller's.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use anyhow::Context;

use crate::text::printable;

/// Standard output, buffered. After the other end of a pipe was closed it takes everything and writes nothing:
/// `khabar … | head` is no error.
pub(super) struct Output {
    out: BufWriter<StdoutLock<'static>>,
    closed: bool,
}

impl Output {
    /// Standard output of this process.
    pub(super) fn stdout() -> Output {
        Output { out: BufWriter::with_capacity(1 << 16, io::stdout().lock()), closed: false }
    }

    /// Writes one line of text, without any control character but tabs.
    ///
    /// # Errors
    /// When standard output cannot be written, a closed pipe excepted.
    pub(super) fn line(&mut self, text: &str) -> anyhow::Result<()> {
        let mut text = printable(text).replace('\n', " ");
        text.push('\n');
        self.attempt(|out| out.write_all(text.as_bytes()))
    }

    /// Writes one line as it is; it must hold nothing that a terminal should not obey.
    ///
    /// # Errors
    /// When standard output cannot be written, a closed pipe excepted.
    pub(super) fn ready_line(&mut self, line: &str) -> anyhow::Result<()> {
        self.attempt(|out| out.write_all(line.as_bytes()).and_then(|()| out.write_all(b"\n")))
    }

    /// Writes text as it is and all that is still buffered.
    ///
    /// # Errors
    /// When standard output cannot be written, a closed pipe excepted.
    pub(super) fn write_and_flush(&mut self, text: &str) -> anyhow::Result<()> {
        self.attempt(|out| out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    /// True when nobody reads any more, so that nothing more need be done.
    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    fn attempt(
        &mut self,
        write: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        if self.closed {
            return Ok(());
        }
        match write(&mut self.out) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.closed = true,
            result => result.context("standard output cannot be written")?,
        }
        Ok(())
    }
}

/// True when standard output is a terminal.
pub(super) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Says one sentence on standard error.
pub(super) fn complain(sentence: &str) {
    to_stderr(&format!("khabar: {}\n", printable(sentence).replace(['\n', '\t'], " ")));
}

/// Writes text to standard error. Where that is closed nobody wants to know.
pub(super) fn to_stderr(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
