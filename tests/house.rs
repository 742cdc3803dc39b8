//! The building inspector: reads the source of khabar and fails on every breach of the house's rules.
//!
//! Owns the walk over the real tree. The rules are in `house/rules.rs`, the proof that each of them sees anything at all
//! in `house/proofs.rs`.

use std::fs;
use std::path::Path;

#[path = "house/lexer.rs"]
mod lexer;
#[path = "house/paths.rs"]
mod paths;
#[path = "house/proofs.rs"]
mod proofs;
#[path = "house/rules.rs"]
mod rules;

use rules::{Breach, RULES, panes_apart, rooms_open, same_messages};

/// Every file below `folder` with this ending, as (path from the package's root with `/`, text), sorted by path.
fn files_below(folder: &str, ending: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open = vec![root.join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|own| own == ending) {
                let text = fs::read_to_string(&path).expect("a source file in UTF-8");
                let inner = path.strip_prefix(root).expect("a path below the root");
                let parts: Vec<_> = inner.iter().map(|part| part.to_string_lossy()).collect();
                files.push((parts.join("/"), text));
            }
        }
    }
    files.sort();
    files
}

/// Files that only tests compile: `tests.rs` and what lies in a folder `tests`.
fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

fn source_files() -> Vec<(String, String)> {
    let files = files_below("src", "rs");
    assert!(files.iter().any(|(path, _)| path == "src/lib.rs"), "the inspector sees the house");
    files.into_iter().filter(|(path, _)| !is_test_file(path)).collect()
}

fn assert_none(breaches: &[Breach]) {
    let lines: Vec<String> = breaches.iter().map(Breach::to_string).collect();
    assert!(lines.is_empty(), "{} breaches:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn every_file_keeps_the_rules() {
    let files = source_files();
    let checks = RULES.iter().flat_map(|(_, rule)| files.iter().flat_map(move |(path, text)| rule(path, text)));
    assert_none(&checks.collect::<Vec<_>>());
}

#[test]
fn no_pane_knows_another() {
    assert_none(&panes_apart(&source_files()));
}

#[test]
fn every_room_is_open_and_has_a_floor() {
    let files = source_files();
    let lib = files.iter().find(|(path, _)| path == "src/lib.rs").map_or("", |(_, text)| text);
    let paths: Vec<String> = files.iter().map(|(path, _)| path.clone()).collect();
    assert_none(&rooms_open(&paths, lib));
}

#[test]
fn every_language_has_every_message() {
    assert_none(&same_messages(&files_below("assets/messages", "ftl")));
}
