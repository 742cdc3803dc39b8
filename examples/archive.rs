//! Writes an archive of N articles as JSON lines: `cargo run --release --example archive -- N > file`.
//!
//! Owns the command line only; the generator is `benches/archive/`. `KHABAR_SUITES` names the folder of real articles.

use std::io::{BufWriter, Write};
use std::process::ExitCode;

#[path = "../benches/archive/mod.rs"]
mod archive;

fn main() -> ExitCode {
    let count = std::env::args().nth(1).and_then(|count| count.replace('_', "").parse::<usize>().ok());
    let (Some(count), Some(folder)) = (count, archive::news_folder()) else {
        let usage = "usage: archive N; KHABAR_SUITES names the folder that holds news/*.jsonl.gz\n";
        let _ = std::io::stderr().write_all(usage.as_bytes());
        return ExitCode::from(2);
    };
    let real = archive::real_articles(&folder);
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    for number in 0..count {
        // A reader that has seen enough closes the pipe.
        if writeln!(out, "{}", archive::json_line(&real, number)).is_err() {
            return ExitCode::FAILURE;
        }
    }
    match out.flush() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
