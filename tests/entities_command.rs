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

/// A library with three short articles, its folder, and what the program is called with to use it.
fn library() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let news = folder.path().join("news");
    std::fs::create_dir(&news).expect("a folder");
    let texts = [
        "العنوان: قمة\nوصل وفد من فرنسا إلى باكو، ثم عاد إلى فرنسا.",
        "العنوان: معرض\nافتتح في باكو معرض للكتاب.",
        "العنوان: رحلة\nزار وفد من روسيا تونس.",
    ];
    for (number, text) in texts.iter().enumerate() {
        std::fs::write(news.join(format!("{number}.txt")), text).expect("a file");
    }
    let library = folder.path().join("library.db").to_str().expect("UTF-8").to_owned();
    let (code, _, said) = khabar(&["import", "--library", &library, news.to_str().expect("UTF-8")], "");
    assert_eq!(code, Some(0), "{said}");
    (folder, library)
}

#[test]
fn what_is_no_path_is_a_query_of_the_library() {
    let (_folder, library) = library();
    let top = |query: &[&str]| {
        let arguments = [&["entities", "--top", "9", "--json", "--library", &library], query].concat();
        let mut found = HashMap::new();
        for total in records(&arguments, "") {
            let counts = (total["articles"].as_u64(), total["mentions"].as_u64());
            found.insert(total["id"].as_str().expect("an id").to_owned(), counts);
        }
        found
    };
    let found = top(&["باكو"]);
    assert_eq!((found["place:باكو"], found["place:FR"]), ((Some(2), Some(2)), (Some(1), Some(2))), "{found:?}");
    assert!(!found.contains_key("place:RU"));
    assert!(top(&["entity:place:RU"]).contains_key("place:TN"));
    // Several arguments are one query.
    assert_eq!(top(&["باكو", "كتاب"])["place:باكو"].0, Some(1));
    assert_eq!(top(&["باكو -كتاب"])["place:باكو"].0, Some(1));
}

#[test]
fn the_articles_of_a_query_are_given_as_those_of_files() {
    let (_folder, library) = library();
    let records = records(&["entities", "--json", "--library", &library, "entity:باكو"], "");
    assert_eq!(records.len(), 2);
    for record in &records {
        assert!(checked(record).contains_key("place:باكو") && record["lang"] == "ar" && record["method"] == "model");
    }
}

#[test]
fn a_library_that_nobody_has_looked_through_is_looked_through_on_the_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = folder.path().join("l.db").to_str().expect("UTF-8").to_owned();
    let file = folder.path().join("a.txt");
    std::fs::write(&file, TEXT).expect("a file");
    let (code, ..) = khabar(&["import", "--no-entities", "--library", &library, file.to_str().expect("UTF-8")], "");
    assert_eq!(code, Some(0));
    let totals = records(&["entities", "--top", "3", "--json", "--library", &library, "باكو"], "");
    assert!(totals.iter().any(|total| total["id"] == "place:باكو"), "{totals:?}");
}

#[test]
fn a_query_that_finds_nothing_says_that_it_is_no_path_either() {
    let (_folder, library) = library();
    let (code, out, said) = khabar(&["entities", "--library", &library, "missing.txt"], "");
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(said.contains("missing.txt") && said.contains("query"), "{said}");
    let (code, ..) = khabar(&["entities", "--library", "/nowhere/at/all.db", "باكو"], "");
    assert_eq!(code, Some(3));
}
