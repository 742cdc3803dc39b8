//! Front matter between `+++` lines, in TOML.
//!
//! Owns the step from TOML to keys and values, also when a part of it is broken; `fields.rs` knows the keys.

use super::WarningKind;
use super::fields::{self, Value};
use super::format::{Format, Line};

/// See [`FORMATS`](super::FORMATS).
pub(super) const FORMAT: Format = Format {
    name: "toml-front-matter",
    doc: "Text below front matter between `+++` lines, in TOML, with the same keys.",
    fixture: "tests/fixtures/toml.md",
    parse: |page| {
        let parts = fields::split(page, ("+++", &["+++"]), is_entry)?;
        let mut problems = Vec::new();
        let entries = entries(parts.matter, &mut problems);
        Some(fields::draft(page, &parts, entries, problems))
    },
};

fn is_entry(line: &str) -> bool {
    let line = line.trim_start();
    let is_key = |key: &str| key.trim().chars().all(|letter| letter.is_alphanumeric() || "_-.\"' ".contains(letter));
    line.starts_with(['#', '[', ']', '"']) || line.split_once('=').is_some_and(|(key, _)| is_key(key))
}

/// All keys of the matter; where TOML refuses it, those of each line that stands alone.
fn entries(lines: &[Line<'_>], problems: &mut Vec<WarningKind>) -> Vec<(String, Value)> {
    let whole = lines.iter().map(|line| line.text).collect::<Vec<_>>().join("\n");
    let error = match toml::from_str::<toml::Table>(&whole) {
        Ok(table) => return table.into_iter().filter_map(|(key, value)| Some((key, read(value)?))).collect(),
        Err(error) => error,
    };
    let before = error.span().map_or("", |span| whole.get(..span.start).unwrap_or_default());
    let at = before.matches('\n').count();
    let line = lines.get(at).map_or(1, |line| line.number);
    problems.push(WarningKind::BadFrontMatter { line, reason: error.message().to_owned() });
    let tables =
        lines.iter().map_while(|line| (!line.text.starts_with('[')).then(|| toml::from_str::<toml::Table>(line.text)));
    tables.flatten().flatten().filter_map(|(key, value)| Some((key, read(value)?))).collect()
}

fn read(value: toml::Value) -> Option<Value> {
    match value {
        toml::Value::String(text) => Some(Value::Text(text)),
        toml::Value::Array(items) => {
            let texts = items.into_iter().filter_map(|item| match read(item) {
                Some(Value::Text(text)) => Some(text),
                _ => None,
            });
            Some(Value::List(texts.collect()))
        }
        toml::Value::Table(mut table) => table.remove("name").and_then(read),
        scalar => Some(Value::Text(scalar.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::format::Draft;
    use super::{FORMAT, WarningKind};

    fn draft(matter: &str) -> Draft {
        FORMAT.parse(&format!("+++\n{matter}\n+++\nنص الخبر.\nوبقيته.")).expect("front matter")
    }

    #[test]
    fn strings_dates_and_lists() {
        let read = draft(
            "title = \"خبر: بقية\"\ndate = 2023-09-19T14:03:00+03:00\ntags = [\"a\", 'b']\nLang = \"ar-EG\"\n[extra]\nx = 1",
        );
        assert_eq!(read.title.as_deref(), Some("خبر: بقية"));
        assert_eq!(read.date.as_deref(), Some("2023-09-19T14:03:00+03:00"));
        assert_eq!(read.tags, ["a", "b"]);
        assert_eq!(read.language.map(|language| language.to_string()).as_deref(), Some("ar"));
        assert_eq!((read.problems.len(), read.paragraphs.len()), (0, 2));
        assert_eq!(draft("date = 2023-09-19").date.as_deref(), Some("2023-09-19"));
    }

    #[test]
    fn escapes_are_cleaned_after_they_are_undone() {
        assert_eq!(draft("title = \"a\\u001B[31mb\\u0007\"").title.as_deref(), Some("ab"));
    }

    #[test]
    fn a_bad_line_is_a_remark_and_the_others_are_read() {
        let read = draft("title = \"خبر\"\nauthor = سامي\nlang = \"ar\"");
        assert!(matches!(read.problems[..], [WarningKind::BadFrontMatter { line: 3, .. }]), "{:?}", read.problems);
        assert!(read.title.is_some() && read.language.is_some() && read.author.is_none());
    }

    #[test]
    fn a_fence_that_never_closes() {
        let read = FORMAT.parse("+++\ntitle = \"خبر\"\n\nنص.").expect("front matter");
        assert_eq!((read.title.as_deref(), read.problems.len(), read.paragraphs.len()), (Some("خبر"), 1, 1));
        assert_eq!(FORMAT.parse("+++\nنص."), None);
    }
}
