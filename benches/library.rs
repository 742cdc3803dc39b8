//! Looking bodies up while one types: `cargo bench --bench library [-- N | PATH …]`.
//!
//! Owns the table of times per question (median, 95th in a hundred, longest), of the first window, and of filing. `N`
//! makes a library of so many articles in a temporary folder; `PATH` is one that `khabar import` has made.
//! `KHABAR_SUITES` names the folder of real articles, which the questions are made of, and the archive by `archive/`.
#![allow(clippy::print_stdout, reason = "the table is what the bench is for")]

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use khabar::library::{Access, Bounds, Library, Prepared, Selection, prepare};
use khabar::query::parse;
use khabar::source::{ReadOptions, inputs_of_reader};

mod archive;
mod asked;
mod clock;

use clock::{Times, least, ms};

/// Questions of each kind.
const QUESTIONS: usize = 200;
/// What a list asks for, and how long it waits.
const MOST: usize = 100;
/// Each question is asked so often, and the best time counts: what else runs on the machine does not.
const TRIES: usize = 3;
const PATIENCE: Duration = Duration::from_millis(200);
/// Articles that are filed with one transaction.
const BATCH: usize = 80;
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 1, 1);

fn main() {
    let Some(folder) = archive::news_folder() else {
        return println!("KHABAR_SUITES names no folder with news/*.jsonl.gz: nothing to measure");
    };
    let real = archive::real_articles(&folder);
    let mut named: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if named.is_empty() {
        named.push("100000".to_owned());
    }
    for name in named {
        match name.replace('_', "").parse::<usize>() {
            Ok(size) => {
                let folder = tempfile::tempdir().expect("a folder for the library");
                let path = folder.path().join("library.db");
                file(&real, size, &path);
                measure(&real, &path);
            }
            Err(_) => measure(&real, &PathBuf::from(name)),
        }
    }
}

/// Files an archive with one thread, and says what each half of the work takes.
fn file(real: &[archive::Item], size: usize, path: &Path) {
    let mut library = Library::open(path, Access::Write).expect("a library");
    library.expect_many().expect("a library");
    let (mut preparing, mut filing) = (Duration::ZERO, Duration::ZERO);
    let mut longest = Duration::ZERO;
    for first in (0..size).step_by(BATCH) {
        let lines: Vec<String> =
            (first..size.min(first + BATCH)).map(|number| archive::json_line(real, number)).collect();
        let begun = Instant::now();
        let batch = prepared(lines.join("\n"));
        preparing += begun.elapsed();
        let begun = Instant::now();
        library.file(&batch).expect("it is filed");
        longest = longest.max(begun.elapsed());
        library.tidy(Duration::from_millis(15)).expect("it is merged");
        if (first / BATCH).is_multiple_of(16) {
            library.checkpoint().expect("the log is brought in");
        }
        filing += begun.elapsed();
    }
    let begun = Instant::now();
    while library.join_events(Duration::from_millis(15)).expect("they are joined") {}
    while library.tidy(Duration::from_millis(15)).expect("it is merged") {}
    library.checkpoint().expect("the log is brought in");
    filing += begun.elapsed();
    let rate = |took: Duration| size as f64 / took.as_secs_f64();
    println!(
        "\n{size} articles: prepared {:.0}/s and filed {:.0}/s, a thread each; longest transaction {:.1} ms",
        rate(preparing),
        rate(filing),
        ms(longest)
    );
}

fn prepared(lines: String) -> Vec<Prepared> {
    let options = ReadOptions { today: TODAY, raw: false };
    let inputs = inputs_of_reader(Cursor::new(lines), "archive.jsonl").flatten();
    inputs.filter_map(|input| Some(prepare(input.read(&options).article?, None))).collect()
}

fn measure(real: &[archive::Item], path: &Path) {
    let begun = Instant::now();
    let library = Library::open(path, Access::Read).expect("a library");
    let opened = begun.elapsed();
    let keys = library.newest(None, 50).expect("the newest");
    let rows = library.rows(&keys).expect("their rows");
    let sections = library.sections().expect("the sections");
    let bytes = std::fs::metadata(path).map_or(0, |file| file.len());
    println!(
        "\n{}: {} articles, {:.0} MB; opened in {:.1} ms, with {} rows and {} sections after {:.1} ms",
        path.display(),
        library.len().expect("their number"),
        bytes as f64 / 1e6,
        ms(opened),
        rows.len(),
        sections.len(),
        ms(begun.elapsed())
    );
    Times::print_head(&["what is asked", "found p50", "cut off"]);
    for (name, questions) in asked::questions(real, QUESTIONS) {
        let (mut times, mut found, mut cut_off) = (Times::default(), Vec::new(), 0);
        for question in &questions {
            let mut selection = Selection::default();
            let took = least(TRIES, || {
                selection = ask(&library, question);
                selection.keys.len()
            });
            times.add(took, question);
            found.push(selection.keys.len());
            cut_off += usize::from(!selection.complete && selection.keys.len() < MOST);
        }
        found.sort_unstable();
        times.print(&[&name, &found[found.len() / 2].to_string(), &cut_off.to_string()]);
    }
}

fn ask(library: &Library, question: &str) -> Selection {
    let query = parse(question, TODAY);
    let bounds = Bounds { most: MOST, before: None, deadline: Some(PATIENCE) };
    let found = query.expr.map(|expr| library.select(&expr, &bounds).expect("an answer"));
    found.unwrap_or_default()
}
