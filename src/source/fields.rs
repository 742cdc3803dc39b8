//! Front matter: the fence around it, and which keys mean what.
//!
//! Owns what the two front matter formats share; their own grammars are `yaml_matter.rs` and `toml_matter.rs`.

use crate::article::{Language, SectionPath};

use super::clean::clean_line;
use super::format::{Draft, Line, Page};
use super::language::language_named;
use super::{WarningKind, plain};

/// The value of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// One text, number or date, as it is written.
    Text(String),
    /// Several.
    List(Vec<String>),
}

impl Value {
    /// The texts of it, clean and none of them empty.
    fn texts(self) -> Vec<String> {
        let texts = match self {
            Value::Text(text) => vec![text],
            Value::List(texts) => texts,
        };
        // Escapes such as "\u001b" are undone by now: what they stood for is cleaned like any other text.
        texts.iter().map(|text| clean_line(text)).filter(|text| !super::format::is_blank(text)).collect()
    }
}

/// The two parts of a page with front matter.
pub(super) struct Parts<'p, 'a> {
    /// The lines between the fences.
    pub(super) matter: &'p [Line<'a>],
    /// The lines below.
    pub(super) body: &'p [Line<'a>],
    /// False when the closing fence is missing and the matter ends where its keys do.
    pub(super) is_closed: bool,
}

/// The most lines of front matter; a fence further down belongs to the text.
const MATTER_LIMIT: usize = 500;

/// Cuts a page at its fences; `None` when the first line is no fence or what follows it is prose.
///
/// `is_entry` says whether a line looks like a key with its value, or goes on with one.
pub(super) fn split<'p, 'a>(
    page: &'p Page<'a>,
    fences: (&str, &[&str]),
    is_entry: fn(&str) -> bool,
) -> Option<Parts<'p, 'a>> {
    let (first, lines) = page.lines().split_first()?;
    if first.text.trim_start() != fences.0 {
        return None;
    }
    let close = lines.iter().take(MATTER_LIMIT).position(|line| fences.1.contains(&line.text));
    if let Some(at) = close {
        let (matter, body) = (&lines[..at], &lines[at + 1..]);
        let is_prose =
            |line: &Line<'_>| line.text.ends_with(['.', '؟', '?', '!', '۔']) || line.text.chars().count() > 80;
        let has_entry = matter.iter().any(|line| is_entry(line.text));
        return (has_entry || !matter.iter().any(is_prose)).then_some(Parts { matter, body, is_closed: true });
    }
    let end = lines.iter().position(|line| !is_entry(line.text)).unwrap_or(lines.len());
    let (matter, body) = lines.split_at(end);
    (!matter.is_empty()).then_some(Parts { matter, body, is_closed: false })
}

/// The draft of a page whose front matter gave `entries`.
pub(super) fn draft(
    page: &Page<'_>,
    parts: &Parts<'_, '_>,
    entries: Vec<(String, Value)>,
    problems: Vec<WarningKind>,
) -> Draft {
    let mut draft = Draft { problems, ..Draft::default() };
    if !parts.is_closed {
        let line = parts.matter.last().map_or(1, |line| line.number);
        let reason = "the closing fence is missing".to_owned();
        draft.problems.push(WarningKind::BadFrontMatter { line, reason });
    }
    for (key, value) in entries {
        set(&mut draft, &key, value);
    }
    let body = plain::draft_of_body(page, parts.body, &draft);
    draft.title = draft.title.or(body.title);
    draft.section = draft.section.or(body.section);
    draft.paragraphs = body.paragraphs;
    draft
}

/// Puts a value where its key says; the first of a repeated key stays, unknown keys and empty values are left out.
pub(super) fn set(draft: &mut Draft, key: &str, value: Value) {
    let is_list = matches!(value, Value::List(_));
    let texts = value.texts();
    let Some(first) = texts.first().cloned() else { return };
    let key = key.trim().to_lowercase();
    match key.as_str() {
        "title" => draft.title = draft.title.take().or(Some(first)),
        "date" => draft.date = draft.date.take().or(Some(first)),
        "url" | "link" => draft.url = draft.url.take().or(Some(first)),
        "author" | "authors" => draft.author = draft.author.take().or(Some(byline(&texts))),
        "lang" | "language" => {
            let language = Some(language_named(&first)).filter(|language| *language != Language::new(""));
            draft.language = draft.language.take().or(language);
        }
        "section" => {
            let path = if is_list { SectionPath::new(&texts) } else { SectionPath::parse(&first) };
            draft.section = draft.section.take().or(Some(path).filter(|path| !path.is_empty()));
        }
        "tags" | "keywords" | "categories" => {
            let separators = [',', '،', ';', '؛'];
            let parts = texts.iter().flat_map(|text| text.split(|letter| !is_list && separators.contains(&letter)));
            for tag in parts.map(str::trim).filter(|tag| !tag.is_empty()) {
                if !draft.tags.iter().any(|known| known == tag) {
                    draft.tags.push(tag.to_owned());
                }
            }
        }
        _ => {}
    }
}

/// Several names as one line, with the comma of their script.
fn byline(names: &[String]) -> String {
    let is_arabic = names.iter().any(|name| name.contains(|letter| matches!(letter, '\u{600}'..='\u{6ff}')));
    names.join(if is_arabic { "، " } else { ", " })
}

/// True for a key that [`draft`] has a place for.
pub(super) fn is_known_key(key: &str) -> bool {
    const KEYS: [&str; 12] = [
        "title",
        "date",
        "url",
        "link",
        "author",
        "authors",
        "lang",
        "language",
        "section",
        "tags",
        "keywords",
        "categories",
    ];
    KEYS.contains(&key.trim().to_lowercase().as_str())
}
