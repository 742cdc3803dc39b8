//! The program: follow the command line; where it asks for the reader, open it.

use std::process::ExitCode;

use khabar::cli::{self, Request};
use khabar::shell::{self, Session};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Request::Exit(code) => code,
        Request::Diagnose(asked) => cli::doctor(&khabar::panes::doctor::Diagnosis::default(), &asked),
        Request::Read(asked) => {
            let session =
                Session { paths: asked.paths, language: asked.language, theme: asked.theme, state: asked.state };
            cli::report(shell::run(session).map(|left| (left.warnings, left.signal_code)))
        }
    }
}
