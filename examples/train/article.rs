//! Checks the whole recogniser on one article with the spans that it should find.

use std::path::Path;

use khabar::entity::{Context, Kind, recognise};

use crate::conll::Result;

/// Prints how many of the spans that `gold` marks `core` are found, which are missed and which are wrong.
///
/// `gold` has a line a span: paragraph, first character, character after the last, surface, type, level.
pub(crate) fn check(text: &Path, gold: &Path) -> Result<()> {
    let text = std::fs::read_to_string(text)?;
    let bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
    let mut expected = Vec::new();
    for line in std::fs::read_to_string(gold)?.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [_, start, end, _, kind, level, ..] = columns[..] else { continue };
        let at = |column: &str| Ok::<_, Box<dyn std::error::Error>>(bytes[column.parse::<usize>()?]);
        expected.push((at(start)?, at(end)?, kind.to_owned(), level.to_owned()));
    }
    let paragraphs: Vec<&str> = text.lines().collect();
    let context = Context { language: "ar", anchor: jiff::civil::Date::new(2023, 9, 19).ok() };
    let (mut right, mut start) = (0, 0);
    let mut found = Vec::new();
    for (paragraph, mentions) in paragraphs.iter().zip(recognise(&paragraphs, &context)) {
        for mention in mentions {
            found.push((
                start + mention.bytes.start,
                start + mention.bytes.end,
                mention.kind(),
                mention.id.to_string(),
            ));
        }
        start += paragraph.len() + 1;
    }
    let same = |gold: &(usize, usize, String, String), other: &(usize, usize, Kind, String)| {
        let kinds: &[Kind] = match gold.2.as_str() {
            "PER" => &[Kind::Person],
            "ORG" => &[Kind::Organization],
            "NORP" => &[Kind::Nationality],
            "DATE" => &[Kind::Date],
            _ => &[Kind::Place],
        };
        (gold.0, gold.1) == (other.0, other.1) && kinds.contains(&other.2)
    };
    let core = expected.iter().filter(|gold| gold.3 == "core").count();
    for gold in expected.iter().filter(|gold| gold.3 == "core") {
        if found.iter().any(|other| same(gold, other)) {
            right += 1;
        } else {
            println!("missed: {} {}", gold.2, &text[gold.0..gold.1]);
        }
    }
    let wrong: Vec<_> = found.iter().filter(|other| !expected.iter().any(|gold| same(gold, other))).collect();
    for (start, end, kind, _) in &wrong {
        println!("not in the gold: {} {}", kind.name(), &text[*start..*end]);
    }
    println!("article: {right} of {core} core spans, {} not in the gold", wrong.len());
    for (start, end, _, id) in found {
        println!("  {id}\t{}", &text[start..end]);
    }
    Ok(())
}
