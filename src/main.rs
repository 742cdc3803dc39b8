//! The program: follow the command line; where it asks for the reader or the terminal, bring in the outside world.

use std::cell::RefCell;
use std::process::ExitCode;

use khabar::cli::{self, LineDialect, Request};
use khabar::shell::{self, Session};

fn main() -> ExitCode {
    match cli::run(std::env::args_os(), &line_dialect) {
        Request::Exit(code) => code,
        Request::Diagnose(asked) => cli::doctor(&shell::doctor::examine(asked.emit.as_deref()), &asked),
        Request::Read(asked) => {
            let session = Session {
                paths: asked.paths,
                language: asked.language,
                theme: asked.theme,
                library: asked.library,
                library_is_named: asked.library_is_named,
                state: asked.state,
                emit: asked.emit,
            };
            cli::report(shell::run(session).map(|left| (left.warnings, left.signal_code, left.not_stored)))
        }
    }
}

/// The dialect of the terminal that lines are printed on.
fn line_dialect(emit: Option<&str>) -> LineDialect<'static> {
    let emitter = shell::line_emitter(emit);
    let free_cells = emitter.free_cells();
    let emitter = RefCell::new(emitter);
    LineDialect { free_cells, write: Box::new(move |line| emitter.borrow_mut().write(line)) }
}
