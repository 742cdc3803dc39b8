//! The bytes of the terminal, before the thread that reads keys has it.
//!
//! Owns the bounded reading of answers and nothing of their meaning (`detect.rs`). Standard input, or the controlling
//! terminal where standard input is none: the same choice that crossterm makes.

use std::io;
use std::time::Duration;

/// The terminal as a source of bytes.
pub(super) struct Tty {
    #[cfg(unix)]
    file: std::fs::File,
}

#[cfg(unix)]
impl Tty {
    /// The terminal that keys come from.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn open() -> io::Result<Tty> {
        use std::io::IsTerminal;
        let stdin = io::stdin();
        let file = if stdin.is_terminal() {
            use std::os::fd::AsFd;
            // Past the buffer of `std`, in which what is typed would be lost to the thread that reads later.
            std::fs::File::from(stdin.as_fd().try_clone_to_owned()?)
        } else {
            std::fs::File::options().read(true).open("/dev/tty")?
        };
        Ok(Tty { file })
    }

    /// Waits for bytes and takes those that are there; none when nothing came in time.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn read(&mut self, patience: Duration) -> io::Result<Vec<u8>> {
        use std::io::Read;
        if !self.is_ready(patience)? {
            return Ok(Vec::new());
        }
        let mut bytes = [0; 1024];
        match self.file.read(&mut bytes) {
            Ok(0) => Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
            Ok(count) => Ok(bytes[..count].to_vec()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Whether bytes are there, after waiting for them.
    ///
    /// # Errors
    /// When the system cannot wait for this terminal.
    pub(super) fn is_ready(&self, patience: Duration) -> io::Result<bool> {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let patience = Timespec::try_from(patience).map_err(io::Error::other)?;
        let mut awaited = [PollFd::new(&self.file, PollFlags::IN)];
        match poll(&mut awaited, Some(&patience)) {
            Ok(count) => Ok(count > 0),
            Err(rustix::io::Errno::INTR) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether this process may change the terminal's modes without being stopped for it: a job in the background may
    /// not.
    pub(super) fn is_ours(&self) -> bool {
        rustix::termios::tcgetpgrp(&self.file).is_ok_and(|foreground| foreground == rustix::process::getpgrp())
    }
}

#[cfg(not(unix))]
impl Tty {
    /// There is no such terminal: nothing is asked on these systems.
    ///
    /// # Errors
    /// Always.
    pub(super) fn open() -> io::Result<Tty> {
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }

    /// Nothing comes.
    ///
    /// # Errors
    /// Never.
    pub(super) fn read(&mut self, _patience: Duration) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    /// Nothing is there.
    ///
    /// # Errors
    /// Never.
    pub(super) fn is_ready(&self, _patience: Duration) -> io::Result<bool> {
        Ok(false)
    }

    /// Nobody's.
    pub(super) fn is_ours(&self) -> bool {
        false
    }
}
