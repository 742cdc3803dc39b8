//! `khabar [PATH…]`: the reader.
//!
//! Owns what must hold before a screen is taken, and what is said after it was given back; the rest is `shell/run.rs`.

use super::Outcome;
use super::arguments::{InterfaceName, ReaderArguments};
use super::output::{self, complain};
use crate::shell::{self, LanguageChoice, Session};
use crate::source::{Warning, WarningKind};

/// After this many remarks the rest is counted: they can all be read in the reader, and the screen is small.
const MOST_REMARKS: usize = 20;

/// Opens the reader and stays until the user leaves.
///
/// # Errors
/// When the terminal cannot be used.
pub(super) fn run(arguments: ReaderArguments) -> anyhow::Result<Outcome> {
    if !output::is_terminal() {
        complain(
            "the reader needs a terminal; for a pipe or a file there are `khabar show FILE` and `khabar list PATH`.",
        );
        return Ok(Outcome::Usage);
    }
    if !arguments.paths.is_empty() && arguments.paths.iter().all(|path| std::fs::symlink_metadata(path).is_err()) {
        for path in &arguments.paths {
            complain(&Warning::new(&path.to_string_lossy(), WarningKind::NotFound).to_string());
        }
        return Ok(Outcome::Refused);
    }
    let language = arguments.lang.map(|language| match language {
        InterfaceName::Ar => LanguageChoice::Arabic,
        InterfaceName::En => LanguageChoice::English,
    });
    let session = Session { paths: arguments.paths, language, theme: arguments.theme, state: arguments.state };
    let left = shell::run(session)?;
    for warning in left.warnings.iter().take(MOST_REMARKS) {
        complain(&warning.to_string());
    }
    if let Some(more @ 1..) = left.warnings.len().checked_sub(MOST_REMARKS) {
        complain(&format!("{more} more inputs had something to remark; `khabar list PATH` names them all."));
    }
    let refused = left.warnings.iter().any(|warning| warning.kind.refuses());
    Ok(match left.signal_code {
        Some(code) => Outcome::Code(code),
        None if refused => Outcome::Refused,
        None => Outcome::Done,
    })
}
