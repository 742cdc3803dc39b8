//! The program: hands its arguments to `cli/`.

use std::process::ExitCode;

fn main() -> ExitCode {
    khabar::cli::run(std::env::args_os())
}
