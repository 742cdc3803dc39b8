//! How far an import is: a bar on a terminal, plain lines in a pipe, both on standard error.
//!
//! Owns when something is said; what was done is told by the writer.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::Tally;
use crate::cli::output::complain;
use crate::text::printable;

/// How far two plain lines are apart.
const BETWEEN_LINES: Duration = Duration::from_millis(250);

/// What is shown while an import runs.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    last_line: Instant,
    is_silent: bool,
}

impl Progress {
    /// A bar where standard error is a terminal; nothing at all where only the summary is wanted, for a program.
    pub(super) fn new(is_silent: bool) -> Progress {
        let is_terminal = std::io::stderr().is_terminal();
        let bar = is_terminal.then(|| {
            let style = ProgressStyle::with_template("{bar:30} {percent:>3}% {msg} {elapsed}");
            ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Progress { bar, last_line: Instant::now(), is_silent }
    }

    /// So many more bytes of input have been read, of so many that are known.
    pub(super) fn advance(&self, bytes: u64, total: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(total.max(bar.position() + bytes));
            bar.inc(bytes);
        }
    }

    /// So much is in the library now, and stays there whatever happens to this program.
    pub(super) fn acknowledge(&mut self, tally: &Tally) {
        if let Some(bar) = &self.bar {
            return bar.set_message(format!("{} articles", tally.articles()));
        }
        if !self.is_silent && self.last_line.elapsed() >= BETWEEN_LINES {
            self.last_line = Instant::now();
            complain(&format!("{} articles filed", tally.articles()));
        }
    }

    /// Says a sentence above the bar.
    pub(super) fn say(&self, sentence: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| complain(&printable(sentence))),
            None => complain(sentence),
        }
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
