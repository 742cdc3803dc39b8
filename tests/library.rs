//! The library through the real program and through its own front door: importing, finding, mending, and what happens
//! when something goes wrong. All texts are made here.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use assert_cmd::Command;
use serde_json::Value;

#[path = "library/crash.rs"]
mod crash;
#[path = "library/faults.rs"]
mod faults;
#[path = "library/finding.rs"]
mod finding;
#[path = "library/waiting.rs"]
mod waiting;

/// A folder with a library that no other test uses.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn library(&self) -> PathBuf {
        self.path("library.db")
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).expect("a file in the temporary folder");
        path.to_string_lossy().into_owned()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_khabar"));
        command.env("LC_ALL", "C.UTF-8").env("KHABAR_LIBRARY", self.library()).env("HOME", self.0.path());
        command.env("XDG_STATE_HOME", self.path("state")).env("XDG_DATA_HOME", self.path("data"));
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().expect("the program runs")
    }

    /// The summary of an import that must end with `code`.
    fn import(&self, arguments: &[&str], code: i32) -> Value {
        let output = self.run(&[&["import", "--json"], arguments].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{said}");
        serde_json::from_slice(&output.stdout).expect("one JSON object")
    }

    fn info(&self) -> Value {
        let output = self.run(&["library", "info", "--json"]);
        serde_json::from_slice(&output.stdout).expect("one JSON object")
    }
}

/// A sentence that is different for each number, of words that all have.
fn sentence(number: usize) -> String {
    format!("وصل القطار رقم {number} إلى المحطة {} بعد رحلة هادئة دامت {} دقيقة.", number * 7, number % 97)
}

/// JSON lines of articles with these numbers.
fn lines(numbers: std::ops::Range<usize>) -> String {
    let line = |number: usize| {
        let day = format!("2024-{:02}-{:02}", 1 + number / 28 % 12, 1 + number % 28);
        let title = format!("قطار رقم {number}");
        let body = format!("{}\n{}", sentence(number), sentence(number + 100_000));
        serde_json::json!({ "id": number, "source": "wire", "title": title, "date": day, "body": body, "lang": "ar" })
            .to_string()
    };
    numbers.map(|number| line(number) + "\n").collect()
}

fn counts(summary: &Value) -> [u64; 4] {
    ["new", "changed", "unchanged", "refused"].map(|name| summary[name].as_u64().expect("a number"))
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn an_import_can_be_repeated_and_a_changed_file_becomes_a_version() {
    let place = Place::new();
    let many = place.write("many.jsonl", &lines(0..300));
    let text = place.write("one.txt", "العالم - أوروبا\nوصل القطار إلى باريس في 9/11/2020.\n");
    assert_eq!(counts(&place.import(&[&many, &text], 0)), [301, 0, 0, 0]);
    assert_eq!(counts(&place.import(&[&many, &text], 0)), [0, 0, 301, 0]);
    place.write("one.txt", "العالم - أوروبا\nوصل القطار إلى روما في 9/11/2020.\n");
    assert_eq!(counts(&place.import(&[&text], 0)), [0, 1, 0, 0]);
    let info = place.info();
    assert_eq!(
        (info["articles"].as_u64(), info["versions"].as_u64(), info["schema"].as_i64()),
        (Some(301), Some(1), Some(6))
    );
    let moved = place.path("moved.jsonl");
    fs::rename(&many, &moved).expect("a rename");
    assert_eq!(counts(&place.import(&[&moved.to_string_lossy()], 0)), [0, 0, 300, 0], "ids last, files do not");
    let check = place.run(&["library", "check"]);
    assert_eq!((check.status.code(), said(&check).as_str()), (Some(0), ""));
}

#[test]
fn standard_input_gives_the_same_articles_and_refusals_are_named() {
    let place = Place::new();
    let mut text = lines(0..40);
    text.push_str("[1, 2]\n\n{\"lang\": \"ar\"}\n");
    let output = place.command().args(["import", "-"]).write_stdin(text).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "40 new, 0 changed, 0 unchanged; 2 refused\n");
    assert!(said(&output).contains("-:41: ") && said(&output).contains("-:43: "), "{}", said(&output));
    let file = place.write("again.jsonl", &lines(0..41));
    assert_eq!(counts(&place.import(&[&file, "missing.txt"], 1)), [1, 0, 40, 1]);
}

#[test]
fn one_file_of_many_articles_is_listed_and_shown() {
    let place = Place::new();
    let file = place.write("three.jsonl", &lines(5..8));
    let listed = place.run(&["list", &file]);
    assert_eq!(String::from_utf8_lossy(&listed.stdout).lines().count(), 3, "{}", said(&listed));
    let shown = place.run(&["show", "--json", &file]);
    let titles: Vec<Value> = String::from_utf8_lossy(&shown.stdout)
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a JSON object")["title"].clone())
        .collect();
    assert_eq!(titles, ["قطار رقم 5", "قطار رقم 6", "قطار رقم 7"]);
    assert!(!place.library().exists(), "reading files files nothing");
}

#[test]
fn marks_from_before_the_library_are_adopted_once() {
    let place = Place::new();
    let file = place.write("a.txt", "عنوان\n\nوصل القطار إلى باريس صباح اليوم بعد رحلة طويلة.\n");
    let real = fs::canonicalize(&file).expect("the file");
    let id = khabar::article::ArticleId::of_path(&real.to_string_lossy());
    fs::create_dir_all(place.path("marks")).expect("a folder");
    place.write("marks/marks.json", &format!(r#"{{"version":1,"articles":{{"{id}":{{"starred":true}}}}}}"#));
    let state = place.path("marks").to_string_lossy().into_owned();
    place.write("marks/notes.json", &format!(r#"{{"version":1,"articles":{{"{id}":"راجع"}}}}"#));
    place.import(&["--state", &state, &file], 0);
    assert_eq!((place.info()["starred"].as_u64(), place.info()["notes"].as_u64()), (Some(1), Some(1)));
    let mut library = khabar::library::Library::open(&place.library(), khabar::library::Access::Write).expect("opens");
    library.set_marks(&[(id, khabar::library::ArticleMarks { read: true, ..Default::default() })]).expect("marks");
    let key = library.key_of(id).expect("reads").expect("is filed");
    library.read(key).expect("reads");
    library.set_marks(&[(id, khabar::library::ArticleMarks::default())]).expect("marks");
    drop(library);
    place.import(&["--state", &state, &file], 0);
    assert_eq!((place.info()["starred"].as_u64(), place.info()["read"].as_u64()), (Some(0), Some(0)));
}

#[test]
fn a_backup_is_a_library_and_compacting_loses_nothing() {
    let place = Place::new();
    let file = place.write("many.jsonl", &lines(0..120));
    place.import(&[&file], 0);
    let copy = place.path("copy.db").to_string_lossy().into_owned();
    assert_eq!(place.run(&["library", "backup", &copy]).status.code(), Some(0));
    assert_eq!(place.run(&["library", "compact"]).status.code(), Some(0));
    for library in [copy.as_str(), &place.library().to_string_lossy()] {
        assert_eq!(place.run(&["library", "--library", library, "check"]).status.code(), Some(0));
        assert_eq!(counts(&place.import(&["--library", library, &file], 0)), [0, 0, 120, 0]);
    }
    let own = place.library().to_string_lossy().into_owned();
    assert_eq!(place.run(&["library", "backup", &own]).status.code(), Some(2));
}
