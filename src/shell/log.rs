//! The log: a file in the state folder, for the one who looks for a cause.
//!
//! Owns the file, its size and its level; what is said to the user goes through the status line instead.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::text::printable;

/// The file in the state folder; the one before it has `.1` at its end.
const FILE: &str = "khabar.log";
/// A log of this size is put aside for a new one: enough for some thousand lines.
const LARGEST_BYTES: u64 = 1 << 20;

/// Starts the log in `folder`. The file is made with the first line; a log that cannot be written is done without.
///
/// `level` is the value of `KHABAR_LOG`: `off`, `error`, `warn`, `info`, `debug` or `trace`; anything else is `warn`.
pub(super) fn start(folder: Option<&Path>, level: Option<&str>) {
    let Some(folder) = folder else { return };
    let level = level.and_then(|name| name.parse::<LevelFilter>().ok()).unwrap_or(LevelFilter::WARN);
    if level == LevelFilter::OFF {
        return;
    }
    let log = LogFile { folder: folder.to_owned(), open: Mutex::default() };
    let subscriber = tracing_subscriber::fmt().with_max_level(level).with_ansi(false).with_writer(log).finish();
    // A second start in one process (tests) keeps the first log.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

/// The file, opened when it is first needed.
#[derive(Debug)]
struct LogFile {
    folder: PathBuf,
    open: Mutex<Option<(File, u64)>>,
}

impl LogFile {
    /// Writes lines, without what a terminal would obey when the log is looked at.
    fn append(&self, lines: &str) -> io::Result<()> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.as_ref().is_none_or(|(_, bytes)| *bytes >= LARGEST_BYTES) {
            *open = Some(self.reopen()?);
        }
        let Some((file, bytes)) = open.as_mut() else { return Ok(()) };
        let lines = printable(lines);
        *bytes += lines.len() as u64;
        file.write_all(lines.as_bytes())
    }

    /// Opens the file to append; one that has grown too large is put aside first, over the one before it.
    fn reopen(&self) -> io::Result<(File, u64)> {
        let path = self.folder.join(FILE);
        fs::create_dir_all(&self.folder)?;
        if fs::metadata(&path).is_ok_and(|about| about.len() >= LARGEST_BYTES) {
            fs::rename(&path, self.folder.join(format!("{FILE}.1")))?;
        }
        let file = File::options().create(true).append(true).open(path)?;
        let bytes = file.metadata()?.len();
        Ok((file, bytes))
    }
}

/// One writer per line, as the subscriber wants it.
struct LogLine<'l>(&'l LogFile);

impl Write for LogLine<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The log has nobody to tell of its own troubles: a full disk must not stop the reader.
        let _ = self.0.append(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'l> MakeWriter<'l> for LogFile {
    type Writer = LogLine<'l>;

    fn make_writer(&'l self) -> LogLine<'l> {
        LogLine(self)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;
    use std::sync::Mutex;

    use super::{FILE, LARGEST_BYTES, LogFile, LogLine};

    #[test]
    fn the_file_is_made_with_the_first_line_and_holds_no_escape() {
        let folder = tempfile::tempdir().unwrap();
        let log = LogFile { folder: folder.path().join("state"), open: Mutex::default() };
        assert!(!folder.path().join("state").exists());
        LogLine(&log).write_all("one \x1b[31mred\u{9b}\n".as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("state").join(FILE)).unwrap(), "one [31mred\n");
    }

    #[test]
    fn a_log_that_is_full_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let log = LogFile { folder: folder.path().to_owned(), open: Mutex::default() };
        let line = "x".repeat(LARGEST_BYTES as usize / 2);
        for _ in 0..7 {
            log.append(&line).unwrap();
        }
        let bytes = |name: &str| fs::metadata(folder.path().join(name)).unwrap().len();
        assert_eq!(bytes("khabar.log.1"), LARGEST_BYTES);
        assert!(bytes(FILE) < LARGEST_BYTES);
    }

    #[test]
    fn a_folder_that_cannot_be_is_done_without() {
        let log = LogFile { folder: "/dev/null/state".into(), open: Mutex::default() };
        assert_eq!(LogLine(&log).write(b"lost").unwrap(), 4);
    }
}
