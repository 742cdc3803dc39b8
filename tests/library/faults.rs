//! What can be wrong with a library's file: each is one sentence and exit code 3, and nothing is lost.

use super::{Path, Place, counts, fs, lines, said};
use khabar::library::{Access, Library, LibraryError};

/// Changes the file's header: four bytes, the highest first.
fn poke(path: &Path, at: usize, value: u32) {
    let mut bytes = fs::read(path).expect("the library");
    bytes[at..at + 4].copy_from_slice(&value.to_be_bytes());
    fs::write(path, bytes).expect("the library");
}

/// Imports into what is there must end with 3 and a sentence that names the file and holds `why`.
fn refuses(place: &Place, why: &str) {
    let file = place.write("new.jsonl", &lines(900..905));
    for arguments in [["import", file.as_str()].as_slice(), &["library", "info"]] {
        let output = place.run(arguments);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {said}");
        assert!(said.contains("library.db: ") && said.contains(why), "{arguments:?}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

#[test]
fn something_else_is_no_library_and_stays_as_it_is() {
    let place = Place::new();
    for content in ["هذا نص وليس مكتبة. ".repeat(200).into_bytes(), b"SQLite format 3\0 but nothing else".repeat(99)]
    {
        fs::write(place.library(), &content).expect("a file");
        refuses(&place, "not a library");
        assert_eq!(fs::read(place.library()).expect("the file"), content);
        assert_eq!(place.run(&["library", "repair"]).status.code(), Some(3));
    }
    fs::remove_file(place.library()).expect("the file");
    fs::create_dir(place.library()).expect("a folder");
    refuses(&place, "cannot be used");
}

#[test]
fn another_programs_database_is_left_alone() {
    let place = Place::new();
    place.import(&[&place.write("a.jsonl", &lines(0..3))], 0);
    // Offset 68 of the header is the application id, 60 the schema (https://sqlite.org/fileformat.html, 1.3).
    poke(&place.library(), 68, 0x1234);
    refuses(&place, "not a library");
}

#[test]
fn a_newer_library_is_left_as_it_is() {
    let place = Place::new();
    place.import(&[&place.write("a.jsonl", &lines(0..3))], 0);
    poke(&place.library(), 60, 77);
    let before = fs::read(place.library()).expect("the library");
    refuses(&place, "a newer khabar wrote it (schema 77");
    assert_eq!(fs::read(place.library()).expect("the library"), before);
    assert!(matches!(Library::open(&place.library(), Access::Read), Err(LibraryError::Newer { version: 77, .. })));
}

#[test]
fn a_missing_library_is_made_by_an_import_alone() {
    let place = Place::new();
    let output = place.run(&["library", "check"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(said(&output).contains("there is no library"), "{}", said(&output));
    assert!(matches!(Library::open(&place.library(), Access::Read), Err(LibraryError::Missing { .. })));
    assert!(!place.library().exists());
}

/// Breaks pages in the middle of the file.
fn break_pages(path: &Path, pages: std::ops::Range<usize>) {
    let mut bytes = fs::read(path).expect("the library");
    let count = bytes.len() / 4096;
    for page in pages.filter(|&page| page < count) {
        bytes[page * 4096..(page + 1) * 4096].fill(0xa5);
    }
    fs::write(path, bytes).expect("the library");
}

#[test]
fn a_damaged_library_is_found_out_and_what_can_be_read_is_saved() {
    let place = Place::new();
    let file = place.write("many.jsonl", &lines(0..500));
    place.import(&[&file], 0);
    for pages in [40..44, 60..75, 100..103] {
        let whole = fs::read(place.library()).expect("the library");
        break_pages(&place.library(), pages.clone());
        let check = place.run(&["library", "check"]);
        assert_eq!(check.status.code(), Some(3), "{pages:?}: {}", said(&check));
        let repair = place.run(&["library", "repair"]);
        let told = String::from_utf8_lossy(&repair.stdout).into_owned();
        assert_eq!(repair.status.code(), Some(0), "{pages:?}: {told}{}", said(&repair));
        assert_eq!(place.run(&["library", "check"]).status.code(), Some(0), "{pages:?}");
        assert_eq!(place.import(&[&file], 0)["changed"].as_u64(), Some(0));
        assert_eq!(place.info()["articles"].as_u64(), Some(500), "a repeated import completes it");
        fs::write(place.library(), whole).expect("the library");
    }
    let kept = fs::read_dir(place.0.path()).expect("the folder").flatten();
    assert!(kept.filter(|file| file.file_name().to_string_lossy().contains(".broken-")).count() >= 1);
}

#[test]
fn a_whole_library_is_repaired_by_making_its_indexes_anew() {
    let place = Place::new();
    let file = place.write("many.jsonl", &lines(0..50));
    place.import(&[&file], 0);
    let before = place.info();
    let output = place.run(&["library", "repair"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("50 articles kept"), "{}", said(&output));
    let after = place.info();
    assert_eq!(
        (&after["articles"], &after["entities"], &after["events"]),
        (&before["articles"], &before["entities"], &before["events"])
    );
    assert_eq!(place.run(&["library", "check"]).status.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing_that_was_filed() {
    let place = Place::new();
    let some = place.write("some.jsonl", &lines(0..20));
    let many = place.write("many.jsonl", &lines(0..3000));
    place.import(&[&some], 0);
    let script = r#"ulimit -f 1200; exec "$0" import --no-entities "$1""#;
    let output = assert_cmd::Command::new("/bin/sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_khabar"), &many])
        .env("KHABAR_LIBRARY", place.library())
        .env("HOME", place.0.path())
        .output()
        .expect("a shell");
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("library.db: there is no room left"), "{}", said(&output));
    let articles = place.info()["articles"].as_u64().expect("a number");
    assert!(articles >= 20, "{articles}");
    assert_eq!(place.run(&["library", "check"]).status.code(), Some(0));
    let [new, _, unchanged, _] = counts(&place.import(&[&many, "--no-entities"], 0));
    assert_eq!((new, unchanged), (3000 - articles, articles));
}

#[cfg(unix)]
#[test]
fn a_read_only_library_can_be_read_and_is_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let file = place.write("a.jsonl", &lines(0..5));
    place.import(&[&file], 0);
    let permissions = |mode| fs::set_permissions(place.library(), fs::Permissions::from_mode(mode)).expect("an owner");
    permissions(0o444);
    let output = place.run(&["import", &file]);
    assert_eq!(output.status.code(), Some(3));
    assert!(said(&output).contains("library.db: it is read-only"), "{}", said(&output));
    assert_eq!(place.info()["articles"].as_u64(), Some(5));
    assert_eq!(place.run(&["library", "check"]).status.code(), Some(0));
    permissions(0o644);
}
