//! The JSON form of an article: what other programs rely on.
//!
//! Owns the names of the fields and their order; they are documented in README and do not change. One object a line.

use serde::Serialize;

use crate::article::Article;
use crate::source::{Reading, Warning};

/// One article, or what is to be said about an input that gave none: then all that is unknown is null or empty.
#[derive(Debug, Serialize)]
pub(super) struct Record<'r> {
    path: &'r str,
    title: Option<&'r str>,
    section: &'r [String],
    /// An RFC 3339 full-date, or a date-time where the source gives one.
    date: Option<String>,
    lang: Option<&'r str>,
    author: Option<&'r str>,
    url: Option<&'r str>,
    tags: &'r [String],
    source: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraphs: Option<&'r [String]>,
    /// The names of the fields above that were worked out and not given.
    derived: Vec<&'static str>,
    warnings: Vec<Remark<'r>>,
}

#[derive(Debug, Serialize)]
struct Remark<'r> {
    path: &'r str,
    kind: &'static str,
    message: String,
}

impl<'r> Record<'r> {
    /// The record of a reading, with its paragraphs. `path` stands for an input that gave no article.
    pub(super) fn with_paragraphs(reading: &'r Reading, path: &'r str) -> Record<'r> {
        let paragraphs = reading.article.as_ref().map_or(&[][..], |article| &article.paragraphs);
        Record { paragraphs: Some(paragraphs), ..Record::without_paragraphs(reading, path) }
    }

    /// The record of a reading, without its paragraphs.
    pub(super) fn without_paragraphs(reading: &'r Reading, path: &'r str) -> Record<'r> {
        let article = reading.article.as_ref();
        Record {
            path: article.map_or(path, |article| &article.path),
            title: article.map(|article| article.title.value.as_str()),
            section: article.map_or(&[], |article| article.section.value.parts()),
            date: article.and_then(|article| article.date.as_ref()).map(|date| date.value.to_string()),
            lang: article.map(|article| article.language.value.code()),
            author: article.and_then(|article| article.author.as_deref()),
            url: article.and_then(|article| article.url.as_deref()),
            tags: article.map_or(&[], |article| &article.tags),
            source: article.map(|article| article.source.as_str()),
            paragraphs: None,
            derived: article.map(derived).unwrap_or_default(),
            warnings: reading.warnings.iter().map(Remark::new).collect(),
        }
    }

    /// The object on one line. Characters that a terminal would obey are written as escapes, which mean the same.
    ///
    /// # Errors
    /// None that is known: strings always have a JSON form.
    pub(super) fn to_line(&self) -> serde_json::Result<String> {
        serde_json::to_string(self).map(escaped)
    }
}

impl<'r> Remark<'r> {
    fn new(warning: &'r Warning) -> Remark<'r> {
        Remark { path: &warning.path, kind: warning.kind.name(), message: warning.to_string() }
    }
}

/// JSON in which characters that a terminal would obey are written as escapes.
pub(super) fn escaped(json: String) -> String {
    if !json.contains(is_unsafe) {
        return json;
    }
    let mut line = String::with_capacity(json.len() + 16);
    for letter in json.chars() {
        if is_unsafe(letter) {
            line.push_str(&format!("\\u{:04x}", u32::from(letter)));
        } else {
            line.push(letter);
        }
    }
    line
}

/// DEL and C1, which JSON allows in a string, and the line separators, which end a line for some programs. They can
/// stand in strings only, where an escape says the same.
fn is_unsafe(letter: char) -> bool {
    matches!(letter, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}')
}

fn derived(article: &Article) -> Vec<&'static str> {
    let date = article.date.as_ref().is_some_and(|date| date.is_derived());
    let fields = [
        ("title", article.title.is_derived()),
        ("section", article.section.is_derived() && !article.section.value.is_empty()),
        ("date", date),
        ("lang", article.language.is_derived()),
    ];
    fields.into_iter().filter_map(|(name, is_derived)| is_derived.then_some(name)).collect()
}
