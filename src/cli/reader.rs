//! `khabar [PATH…]`: the reader.
//!
//! Owns what must hold before a screen is taken, and what is said after it was given back; the rest is `shell/run.rs`.

use std::path::PathBuf;
use std::process::ExitCode;

use super::arguments::{InterfaceName, ReaderArguments};
use super::library::unusable;
use super::output::{self, complain};
use super::{Outcome, fail, place};
use crate::library::LibraryError;
use crate::message::InterfaceLanguage;
use crate::source::{Warning, WarningKind};

/// After this many remarks the rest is counted: they can all be read in the reader, and the screen is small.
const MOST_REMARKS: usize = 20;

/// What the reader is asked for.
#[derive(Clone, Debug, Default)]
pub struct ReaderRequest {
    /// Files and folders; none: the built-in articles.
    pub paths: Vec<PathBuf>,
    /// The language of the interface, where named.
    pub language: Option<InterfaceLanguage>,
    /// The name of a theme, where named.
    pub theme: Option<String>,
    /// The library; `None` where the system names no place for one.
    pub library: Option<PathBuf>,
    /// Somebody named it.
    pub library_is_named: bool,
    /// The folder for state, where named.
    pub state: Option<PathBuf>,
    /// How Arabic is written for the terminal, where named.
    pub emit: Option<String>,
}

impl ReaderRequest {
    pub(super) fn new(said: ReaderArguments) -> ReaderRequest {
        let language = said.lang.map(|language| match language {
            InterfaceName::Ar => InterfaceLanguage::Arabic,
            InterfaceName::En => InterfaceLanguage::English,
        });
        ReaderRequest {
            paths: said.paths,
            language,
            theme: said.theme,
            library_is_named: said.library.is_some() || place::is_named_by_environment(),
            library: place::library_path(said.library.as_deref()),
            state: said.state,
            emit: said.terminal.emit,
        }
    }
}

/// Looks whether the reader can be opened; gives the outcome where it cannot, after saying why.
pub(super) fn check(said: &ReaderArguments) -> Option<Outcome> {
    if !output::is_terminal() {
        complain("the reader needs a terminal; into a pipe there are `khabar show FILE` and `khabar list PATH`.");
        return Some(Outcome::Usage);
    }
    let is_missing = |path: &PathBuf| std::fs::symlink_metadata(path).is_err();
    if said.paths.is_empty() || !said.paths.iter().all(is_missing) {
        return None;
    }
    for path in &said.paths {
        complain(&Warning::new(&path.to_string_lossy(), WarningKind::NotFound).to_string());
    }
    Some(Outcome::Refused)
}

/// Says, after the reader was left, what was to remark about its inputs or why it could not go on; gives the exit code.
///
/// The second is the code of a signal that ended the reader, which comes before the others; the third, why the last marks
/// or notes could not be stored.
pub fn report(left: anyhow::Result<(Vec<Warning>, Option<u8>, Option<String>)>) -> ExitCode {
    let (warnings, signal_code, not_stored) = match left {
        Ok(left) => left,
        Err(error) => {
            let outcome = error.downcast::<LibraryError>().map_or_else(|error| fail(&error), |error| unusable(&error));
            return outcome.into();
        }
    };
    for warning in warnings.iter().take(MOST_REMARKS) {
        complain(&warning.to_string());
    }
    if let Some(more @ 1..) = warnings.len().checked_sub(MOST_REMARKS) {
        complain(&format!("{more} more remarks; `khabar list PATH` gives them all."));
    }
    if let Some(reason) = &not_stored {
        complain(&format!("the last marks and notes could not be stored: {reason}"));
    }
    let refused = warnings.iter().any(|warning| warning.kind.refuses());
    match signal_code {
        Some(code) => ExitCode::from(code),
        None if not_stored.is_some() => Outcome::LibraryUnusable.into(),
        None if refused => Outcome::Refused.into(),
        None => Outcome::Done.into(),
    }
}
