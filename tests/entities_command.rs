//! `khabar entities` through the real program: offsets, ids and values that other programs rely on.

use std::collections::HashMap;

use assert_cmd::Command;
use serde_json::Value;

const TEXT: &str = "زار وزير الخارجية باكو في 9 نوفمبر 2020\nوعاد من باكو إلى روسيا";

fn khabar(arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_khabar"));
    let output = command.args(arguments).write_stdin(input).output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn records(arguments: &[&str], input: &str) -> Vec<Value> {
    let (code, out, _) = khabar(arguments, input);
    assert_eq!(code, Some(0), "{arguments:?}");
    out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Checks that every offset of a record names the text that stands beside it; returns the texts by id.
fn checked(record: &Value) -> HashMap<String, Vec<String>> {
    let text = record["text"].as_str().expect("a text");
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    for entity in record["entities"].as_array().expect("a list") {
        let at = |name: &str| entity[name].as_u64().and_then(|at| usize::try_from(at).ok()).expect("an offset");
        let span = text.get(at("start")..at("end")).expect("offsets on letters");
        assert_eq!(entity["text"], span);
        let id = entity["id"].as_str().expect("an id");
        assert!(id.starts_with(&format!("{}:", entity["kind"].as_str().expect("a kind"))), "{id}");
        found.entry(id.to_owned()).or_default().push(span.to_owned());
    }
    found
}

#[test]
fn a_plain_text_is_given_back_with_the_bytes_of_each_mention() {
    let records = records(&["entities", "--raw", "--json", "-"], TEXT);
    assert_eq!((records.len(), records[0]["text"].as_str()), (1, Some(TEXT)));
    let found = checked(&records[0]);
    assert_eq!(found["place:باكو"], ["باكو", "باكو"]);
    assert_eq!(found["place:RU"], ["روسيا"]);
    assert_eq!(found["date:2020-11-09"], ["9 نوفمبر 2020"]);
}

#[test]
fn every_seed_has_sound_offsets() {
    let records = records(&["entities", "--json"], "");
    assert!(records.len() > 10);
    let found: usize = records.iter().map(|record| checked(record).len()).sum();
    assert!(found > 50, "{found} entities");
    assert!(records.iter().any(|record| record["lang"] != "ar" && record["method"] == "lists"));
}

#[test]
fn top_counts_articles_before_mentions() {
    let totals = records(&["entities", "--top", "5", "--json"], "");
    let counts: Vec<_> = totals.iter().map(|total| (total["articles"].as_u64(), total["mentions"].as_u64())).collect();
    assert_eq!(counts.len(), 5);
    assert!(counts.is_sorted_by(|one, next| one >= next) && counts[0].0 > Some(1), "{counts:?}");
}

#[test]
fn a_missing_file_is_named_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.txt");
    std::fs::write(&file, TEXT).expect("a file");
    let missing = folder.path().join("none.txt");
    let arguments = ["entities", missing.to_str().expect("UTF-8"), file.to_str().expect("UTF-8")];
    let (code, out, said) = khabar(&arguments, "");
    assert_eq!(code, Some(1));
    assert!(said.contains("none.txt") && out.lines().all(|line| line.split('\t').count() == 6), "{said} {out}");
    assert!(out.contains("باكو\tplace\tplace:باكو\t\t"), "{out}");
}
