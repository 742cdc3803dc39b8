//! The command line: one file a subcommand, text and JSON output.
//!
//! Owns the arguments, what is printed and the exit codes; lays nothing out itself (`text/`) and holds no screen
//! (`shell/`). Read `arguments.rs` first, then `show.rs`.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

mod arguments;
mod doctor;
mod entities;
mod import;
mod layout;
mod library;
mod list;
mod output;
mod place;
mod reader;
mod record;
mod search;
mod show;

use crate::text::PlacedLine;
use arguments::{Arguments, Command};
use output::{Output, complain};

pub use doctor::{DoctorRequest, doctor};
pub use reader::{ReaderRequest, report};

/// What the exit code says, so that scripts can rely on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Done: 0.
    Done,
    /// Nothing was found, or some inputs were refused, each named on standard error: 1.
    Refused,
    /// The program was called wrongly: 2.
    Usage,
    /// The library cannot be used: 3.
    LibraryUnusable,
    /// A signal asked for the end: its code, as shells give it.
    Interrupted(u8),
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::Refused => ExitCode::from(1),
            Outcome::Usage => ExitCode::from(2),
            Outcome::LibraryUnusable => ExitCode::from(3),
            Outcome::Interrupted(code) => ExitCode::from(code),
        }
    }
}

/// What is left to do after the command line was followed.
#[derive(Debug)]
pub enum Request {
    /// Nothing: end with this code.
    Exit(ExitCode),
    /// Open the reader (`shell/`), then [`report`].
    Read(ReaderRequest),
    /// Ask the terminal what it is (`shell/`), then [`doctor()`].
    Diagnose(DoctorRequest),
}

/// How lines must be written so that the terminal in front of us shows them as they were laid out.
pub struct LineDialect<'d> {
    /// The cells at the start of each row that the terminal needs blank; they are part of what `write` gives.
    pub free_cells: usize,
    /// A placed line as the terminal must get it, without a line end.
    pub write: Box<dyn Fn(&PlacedLine<'_>) -> String + 'd>,
}

/// Finds the dialect of the terminal that standard output is out; the value is that of `--emit`. It is asked for only
/// where something is printed on a terminal.
pub type FindOut<'f> = &'f dyn Fn(Option<&str>) -> LineDialect<'static>;

/// Follows the arguments of a process, the program's name first, as far as no screen is needed.
pub fn run(arguments: impl IntoIterator<Item = OsString>, find_out: FindOut<'_>) -> Request {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return Request::Exit(refuse_or_help(&error).into()),
    };
    let done = match &arguments.command {
        Some(Command::Show(show)) => show::run(show, find_out),
        Some(Command::List(list)) => list::run(list, find_out),
        Some(Command::Entities(entities)) => entities::run(entities, find_out),
        Some(Command::Search(search)) => search::run(search, find_out),
        Some(Command::Import(import)) => import::run(import),
        Some(Command::Library(asked)) => library::run(asked),
        Some(Command::Doctor(asked)) => return Request::Diagnose(DoctorRequest::new(asked)),
        None => match reader::check(&arguments.reader) {
            None => return Request::Read(ReaderRequest::new(arguments.reader)),
            Some(outcome) => Ok(outcome),
        },
    };
    Request::Exit(done.unwrap_or_else(|error| fail(&error)).into())
}

/// Says one sentence with all that led to an error.
fn fail(error: &anyhow::Error) -> Outcome {
    complain(&format!("{error:#}"));
    Outcome::Refused
}

/// Help and version go to standard output, a wrong call to standard error; neither in colour, and neither with a
/// control character that an argument may hold.
fn refuse_or_help(error: &clap::Error) -> Outcome {
    let text = crate::text::printable(&error.render().to_string());
    if error.use_stderr() {
        output::to_stderr(&text);
        return Outcome::Usage;
    }
    match Output::stdout().write_and_flush(&text) {
        Ok(()) => Outcome::Done,
        Err(error) => fail(&error),
    }
}
