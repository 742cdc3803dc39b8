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
const BETWEEN_LINES: Duration = Duration::from_secs(1);

/// What is shown while an import runs.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    /// When a line was written last, or the import began.
    last_line: Instant,
    has_told: bool,
    /// How many articles are filed that no line has told of yet.
    untold: Option<u64>,
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
        Progress { bar, last_line: Instant::now(), has_told: false, untold: None, is_silent }
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
        self.untold = Some(tally.articles());
        if self.last_line.elapsed() >= BETWEEN_LINES {
            self.tell();
        }
    }

    /// Writes a line of what no line has told of yet.
    fn tell(&mut self) {
        if let Some(articles) = self.untold.take().filter(|_| !self.is_silent) {
            (self.last_line, self.has_told) = (Instant::now(), true);
            complain(&format!("{articles} articles filed"));
        }
    }

    /// Says a sentence above the bar.
    pub(super) fn say(&self, sentence: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| complain(&printable(sentence))),
            None => complain(sentence),
        }
    }

    /// Takes the bar away, or writes the last line where there were others.
    pub(super) fn end(&mut self) {
        match &self.bar {
            Some(bar) => bar.finish_and_clear(),
            None if self.has_told => self.tell(),
            None => {}
        }
    }
}
