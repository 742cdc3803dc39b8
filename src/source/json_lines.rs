//! Articles as JSON objects, one a line: what feeds, archives and other programs give.
//!
//! Owns which keys mean what, beside those that all formats share (`fields.rs`). The lines of a file that holds many
//! are cut by `inputs.rs`.

use serde_json::{Map, Value as Json};

use super::clean::{clean, clean_line};
use super::fields::{self, Value};
use super::format::{Draft, Format, is_blank};

/// See [`FORMATS`](super::FORMATS). As one article a file of many is its first one.
pub(super) const FORMAT: Format = Format {
    name: "json-lines",
    doc: "A JSON object a line: title, section, date, body (or text, paragraphs), source, url, author, tags, language, id.",
    fixture: "tests/fixtures/lines.jsonl",
    parse: |page| draft(page.lines().first()?.text).ok(),
};

/// The draft of one line, or what keeps it from being an article.
pub(super) fn draft(line: &str) -> Result<Draft, String> {
    let entries = match serde_json::from_str::<Map<String, Json>>(line) {
        Ok(entries) => entries,
        Err(error) if error.is_data() => return Err("the line is no JSON object".to_owned()),
        Err(error) => return Err(format!("the line is no JSON: {error}")),
    };
    let mut draft = Draft::default();
    let mut body = Body::default();
    for (key, value) in entries {
        match key.trim().to_lowercase().as_str() {
            "headline" => fields::set(&mut draft, "title", Value::List(texts(value))),
            "paragraphs" => body.paragraphs = texts(value),
            "body" | "text" | "content" => body.texts.extend(texts(value)),
            "source" => draft.source = first(value).or(draft.source),
            "id" | "guid" => draft.id = first(value).or(draft.id),
            known => match value {
                Json::Array(_) => fields::set(&mut draft, known, Value::List(texts(value))),
                _ => texts(value).into_iter().for_each(|text| fields::set(&mut draft, known, Value::Text(text))),
            },
        }
    }
    draft.paragraphs = body.into_paragraphs();
    match draft.title.is_none() && draft.paragraphs.is_empty() {
        true => Err("the line has neither a title nor a body".to_owned()),
        false => Ok(draft),
    }
}

/// The text of an article, in one piece or in paragraphs.
#[derive(Default)]
struct Body {
    paragraphs: Vec<String>,
    texts: Vec<String>,
}

impl Body {
    /// The paragraphs; where there are none, the lines of the text.
    fn into_paragraphs(self) -> Vec<String> {
        let given = if self.paragraphs.is_empty() { self.texts.into_iter().take(1).collect() } else { self.paragraphs };
        let cleaned: Vec<String> = given.iter().map(|text| clean(text)).collect();
        let lines = cleaned.iter().flat_map(|text| text.split('\n')).map(str::trim);
        lines.filter(|line| !is_blank(line)).map(str::to_owned).collect()
    }
}

/// The texts of a value: itself, its items, or the name of an object.
fn texts(value: Json) -> Vec<String> {
    match value {
        Json::Null => Vec::new(),
        Json::String(text) => vec![text],
        Json::Bool(_) | Json::Number(_) => vec![value.to_string()],
        Json::Array(items) => items.into_iter().flat_map(texts).collect(),
        Json::Object(mut entries) => entries.remove("name").map(texts).unwrap_or_default(),
    }
}

/// The first text of a value that can be seen, on one line.
fn first(value: Json) -> Option<String> {
    texts(value).iter().map(|text| clean_line(text)).find(|text| !is_blank(text))
}

#[cfg(test)]
mod tests {
    use super::draft;
    use proptest::prelude::*;

    #[test]
    fn a_line_gives_every_field() {
        let line = r#"{"id":17,"title":"وصل القطار","section":"أخبار > نقل","date":"2024-03-02T10:00:00+03:00","body":"سطر أول.\n\n سطر ثان.","source":{"name":"وكالة"},"author":["سامي","ليلى"],"lang":"ar","tags":["قطار","ساحل"],"link":"https://example.org/1","x":null}"#;
        let draft = draft(line).unwrap();
        assert_eq!((draft.id.as_deref(), draft.source.as_deref()), (Some("17"), Some("وكالة")));
        assert_eq!((draft.title.as_deref(), draft.author.as_deref()), (Some("وصل القطار"), Some("سامي، ليلى")));
        assert_eq!(draft.section.unwrap().parts(), ["أخبار", "نقل"]);
        assert_eq!(draft.paragraphs, ["سطر أول.", "سطر ثان."]);
        assert_eq!((draft.tags.len(), draft.url.as_deref()), (2, Some("https://example.org/1")));
        assert_eq!(draft.date.as_deref(), Some("2024-03-02T10:00:00+03:00"));
    }

    #[test]
    fn paragraphs_come_before_a_text_and_nothing_in_them_commands_a_terminal() {
        let draft = draft(r#"{"paragraphs":["a\u001b[2Jb","c\nd"," "],"text":"e"}"#).unwrap();
        assert_eq!(draft.paragraphs, ["ab", "c", "d"]);
    }

    #[test]
    fn what_is_no_article_says_why() {
        for (line, why) in
            [("", "no JSON"), ("[1]", "no JSON object"), ("{\"a\":", "no JSON"), ("{\"lang\":\"ar\"}", "neither")]
        {
            let said = draft(line).unwrap_err();
            assert!(said.contains(why), "{line}: {said}");
        }
    }

    proptest! {
        #[test]
        fn any_line_is_taken(line in any::<String>(), title in any::<String>(), body in any::<String>()) {
            let _ = draft(&line);
            if let Ok(draft) = draft(&serde_json::json!({ "title": title, "text": body }).to_string()) {
                let texts = draft.title.iter().chain(&draft.paragraphs);
                prop_assert!(texts.flat_map(|text| text.chars()).all(|letter| !letter.is_control()));
            }
        }
    }
}
