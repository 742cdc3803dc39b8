//! Front matter between `---` lines, in the part of YAML that people write there.
//!
//! Owns a lenient reader of scalars and lists: a line that it does not understand is a remark and never the end.
//! Maps in maps, anchors and tags of YAML are passed over. Next: `fields.rs`, which knows the keys.

use super::WarningKind;
use super::fields::{self, Value, is_known_key};
use super::format::{Format, Line};

/// See [`FORMATS`](super::FORMATS).
pub(super) const FORMAT: Format = Format {
    name: "yaml-front-matter",
    doc: "Text below front matter between `---` lines: title, section, date, author, lang, url, tags.",
    fixture: "tests/fixtures/yaml.md",
    parse: |page| {
        let parts = fields::split(page, ("---", &["---", "..."]), is_entry)?;
        let mut reader = Reader { lines: parts.matter, at: 0, problems: Vec::new() };
        let mut entries = Vec::new();
        while let Some(line) = reader.next() {
            entries.extend(reader.entry(line));
        }
        Some(fields::draft(page, &parts, entries, reader.problems))
    },
};

/// True for a key with its value, an item of a list, a comment, and a line that goes on with the one before.
fn is_entry(line: &str) -> bool {
    line.starts_with('#') || line.starts_with(' ') || item(line).is_some() || key_and_value(line).is_some()
}

/// The text behind `- `.
fn item(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if line == "-" { Some("") } else { line.strip_prefix("- ").map(str::trim) }
}

/// Cuts `key: value`; a colon without a blank behind it counts only after a known key (`title:خبر`).
fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim().trim_matches(['"', '\'']);
    let is_key = !key.is_empty()
        && key.chars().count() <= 40
        && key.chars().all(|letter| letter.is_alphanumeric() || "_-. ".contains(letter))
        && key.split(' ').count() <= 2;
    let is_cut = value.is_empty() || value.starts_with(char::is_whitespace) || is_known_key(key);
    (is_key && is_cut).then(|| (key, value.trim()))
}

/// Reads entry by entry.
struct Reader<'p, 'a> {
    lines: &'p [Line<'a>],
    at: usize,
    problems: Vec<WarningKind>,
}

impl<'a> Reader<'_, 'a> {
    fn next(&mut self) -> Option<Line<'a>> {
        let line = self.lines.get(self.at).copied()?;
        self.at += 1;
        Some(line)
    }

    fn complain(&mut self, line: Line<'_>, reason: &str) {
        self.problems.push(WarningKind::BadFrontMatter { line: line.number, reason: reason.to_owned() });
    }

    /// The entry that begins on `line`, with the lines that belong to it; none for comments and blank lines.
    fn entry(&mut self, line: Line<'a>) -> Option<(String, Value)> {
        if line.text.is_empty() || line.text.trim_start().starts_with('#') {
            return None;
        }
        // What a key holds is taken with the key: an indented line here has none.
        let Some((key, value)) = key_and_value(line.text) else {
            self.complain(line, "neither a key with a colon nor a comment");
            return None;
        };
        let value = match value.chars().next() {
            None | Some('#') => self.block_of_items(),
            Some('|' | '>') if value.len() <= 3 => Value::Text(self.indented()),
            Some('[') => self.inline_list(line, value),
            Some(quote @ ('"' | '\'')) => Value::Text(self.quoted(line, value, quote)),
            Some(_) => {
                let more = self.indented();
                Value::Text(format!("{} {}", plain_scalar(value), more).trim().to_owned())
            }
        };
        (!is_null(&value)).then(|| (key.to_owned(), value))
    }

    /// The next line when it belongs to the key above: indented, perhaps behind a blank line.
    fn next_indented(&mut self) -> Option<Line<'a>> {
        let blanks = usize::from(self.lines.get(self.at)?.text.is_empty());
        let line = *self.lines.get(self.at + blanks)?;
        line.text.starts_with(' ').then(|| {
            self.at += blanks + 1;
            line
        })
    }

    /// Indented lines as one text.
    fn indented(&mut self) -> String {
        let mut text = String::new();
        while let Some(line) = self.next_indented() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(line.text.trim());
        }
        text
    }

    /// Items in lines of their own, indented or not; or indented text; or a map, of which `name:` is taken.
    fn block_of_items(&mut self) -> Value {
        let mut texts: Vec<String> = Vec::new();
        let mut has_items = false;
        while let Some(line) = self.lines.get(self.at).copied() {
            let is_item = item(line.text).is_some();
            let is_comment = line.text.trim_start().starts_with('#');
            if !(is_item || is_comment || line.text.starts_with(' ')) {
                break;
            }
            self.at += 1;
            match item(line.text) {
                _ if is_comment => {}
                Some(text) => {
                    has_items = true;
                    texts.extend(self.scalar(line, named(text)));
                }
                None if !has_items && key_and_value(line.text.trim()).is_none() => {
                    texts.push(line.text.trim().to_owned())
                }
                None => texts.extend(
                    key_and_value(line.text.trim()).filter(|(key, _)| *key == "name").map(|(_, name)| name.to_owned()),
                ),
            }
        }
        if has_items { Value::List(texts) } else { Value::Text(texts.join(" ")) }
    }

    /// One scalar that ends on its line.
    fn scalar(&mut self, line: Line<'a>, text: &str) -> Option<String> {
        let text = match text.chars().next()? {
            quote @ ('"' | '\'') => match unquote(text, quote) {
                Some((inner, rest)) if is_end(rest) => inner,
                Some(_) => plain_scalar(text),
                None => {
                    self.complain(line, "a quotation mark is not closed");
                    text[1..].to_owned()
                }
            },
            _ => plain_scalar(text),
        };
        (!text.is_empty()).then_some(text)
    }

    /// A quoted text, which may go on in indented lines; without its end it is taken as far as its own line.
    fn quoted(&mut self, line: Line<'a>, value: &str, quote: char) -> String {
        let start = self.at;
        let mut whole = value.to_owned();
        loop {
            match unquote(&whole, quote) {
                Some((inner, rest)) if is_end(rest) => return inner,
                // «"عاجل" خبر»: the quotation marks belong to the text.
                Some(_) => return plain_scalar(&whole),
                None => {}
            }
            let Some(more) = self.next_indented() else { break };
            whole.push(' ');
            whole.push_str(more.text.trim());
        }
        self.at = start.max(self.at);
        self.complain(line, "a quotation mark is not closed");
        whole[1..].to_owned()
    }

    /// `[a, "b, c"]`, which may go on in the next lines; without its end the items so far are taken.
    fn inline_list(&mut self, line: Line<'a>, value: &str) -> Value {
        let mut whole = value.to_owned();
        loop {
            if let Some(items) = inline_items(&whole) {
                return Value::List(items);
            }
            let Some(more) = self.next_indented() else { break };
            whole.push(' ');
            whole.push_str(more.text.trim());
        }
        // A title may begin with a bracket: `[فيديو] خبر`.
        if whole.contains(']') {
            return Value::Text(plain_scalar(&whole));
        }
        self.complain(line, "a list is not closed");
        Value::List(inline_items(&format!("{whole}]")).unwrap_or_default())
    }
}

fn is_null(value: &Value) -> bool {
    matches!(value, Value::Text(text) if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
}

/// The value of `name: …` when an item is a map that begins so; the item itself otherwise.
fn named(text: &str) -> &str {
    match key_and_value(text) {
        Some(("name", name)) => name,
        _ => text,
    }
}

/// An unquoted text without the comment behind it.
fn plain_scalar(text: &str) -> String {
    text.find(" #").map_or(text, |at| &text[..at]).trim().to_owned()
}

/// True when nothing but a comment follows a closed quotation or list.
fn is_end(rest: &str) -> bool {
    rest.trim().is_empty() || rest.trim_start().starts_with('#') && rest.starts_with(' ')
}

/// The text between the quotation marks at the start of `text`, and what follows them; `None` when they do not close.
fn unquote(text: &str, quote: char) -> Option<(String, &str)> {
    let mut inner = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\'' if quote == '\'' && letters.next_if(|&(_, next)| next == '\'').is_some() => inner.push('\''),
            _ if letter == quote => return Some((inner, &text[at + quote.len_utf8()..])),
            '\\' if quote == '"' => {
                let (_, escaped) = letters.next()?;
                let digits = match escaped {
                    'x' => 2,
                    'u' => 4,
                    'U' => 8,
                    'n' | 't' | 'r' | '0' => 0,
                    _ => {
                        inner.push(escaped);
                        continue;
                    }
                };
                let hexadecimal: String = letters.by_ref().take(digits).map(|(_, digit)| digit).collect();
                let code = u32::from_str_radix(&hexadecimal, 16).ok().and_then(char::from_u32);
                inner.push(code.unwrap_or(if digits == 0 { ' ' } else { char::REPLACEMENT_CHARACTER }));
            }
            _ => inner.push(letter),
        }
    }
    None
}

/// The items of a list in brackets; `None` when it does not close or something follows it.
fn inline_items(text: &str) -> Option<Vec<String>> {
    let mut rest = text.strip_prefix('[')?.trim_start();
    let mut items = Vec::new();
    loop {
        match rest.chars().next()? {
            ']' => return is_end(&rest[1..]).then_some(items),
            ',' | '،' => rest = rest.trim_start_matches([',', '،']).trim_start(),
            quote @ ('"' | '\'') => {
                let (inner, after) = unquote(rest, quote)?;
                items.push(inner);
                rest = after.trim_start();
            }
            _ => {
                let end = rest.find([',', '،', ']'])?;
                items.push(rest[..end].trim().to_owned());
                rest = &rest[end..];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::format::{Draft, Format};
    use super::{FORMAT, WarningKind};

    fn draft(matter: &str) -> Draft {
        const F: Format = FORMAT;
        F.parse(&format!("---\n{matter}\n---\nنص الخبر.\nوبقيته.")).expect("front matter")
    }

    #[test]
    fn scalars_as_people_write_them() {
        for (line, title) in [
            ("title: خبر", "خبر"),
            ("title: خبر: بقية: ونهاية", "خبر: بقية: ونهاية"),
            ("title:خبر", "خبر"),
            ("TITLE: خبر # تعليق", "خبر"),
            ("Title: رقم #5", "رقم"),
            ("title: \"خبر # ليس تعليقا\"", "خبر # ليس تعليقا"),
            ("title: \"قال: \\\"نعم\\\"\"  # تعليق", "قال: \"نعم\""),
            ("title: 'it''s'", "it's"),
            ("title: \"عاجل\" خبر", "\"عاجل\" خبر"),
            ("title: «عاجل» خبر", "«عاجل» خبر"),
            ("title: \"\\u062e\\u0628\\u0631\"", "خبر"),
            ("title: \"a\\u001b[31mb\\x9bc\\n\"", "ab"),
            ("title: خبر\n  طويل", "خبر طويل"),
            ("title: >\n  خبر\n  طويل", "خبر طويل"),
            ("title: |-\n  خبر", "خبر"),
            ("title:\n  خبر", "خبر"),
            ("title: [فيديو] خبر", "[فيديو] خبر"),
            ("\"title\" : خبر", "خبر"),
            ("# تعليق\n\nlayout: post\nextra:\n  a: b\n  c: [1, 2]\ntitle: خبر", "خبر"),
        ] {
            let read = draft(line);
            assert_eq!(read.title.as_deref(), Some(title), "{line}");
            assert_eq!(read.problems, [], "{line}");
            assert_eq!(read.paragraphs, ["نص الخبر.", "وبقيته."], "{line}");
        }
    }

    #[test]
    fn lists_in_brackets_and_in_lines() {
        for matter in [
            "tags: [قره باغ, \"أ, ب\", 'c']",
            "tags: [قره باغ, # لا\n  \"أ, ب\", c]".replace(" # لا", "").as_str(),
            "tags:\n  - قره باغ\n  - \"أ, ب\"\n  # تعليق\n  - c",
            "tags:\n- قره باغ\n- 'أ, ب'\n- c\nlang: ar",
            "keywords: [قره باغ، \"أ, ب\"، c]",
        ] {
            assert_eq!(draft(matter).tags, ["قره باغ", "أ, ب", "c"], "{matter}");
            assert_eq!(draft(matter).problems, [], "{matter}");
        }
        assert_eq!(draft("tags: أ، ب, c").tags, ["أ", "ب", "c"]);
        assert_eq!(draft("authors:\n  - name: Ann\n    mail: x\n  - Bo").author.as_deref(), Some("Ann, Bo"));
        assert_eq!(draft("author: [سامي, ليلى]").author.as_deref(), Some("سامي، ليلى"));
        assert_eq!(draft("section: [العالم, أوروبا]").section, draft("section: العالم - أوروبا").section);
    }

    #[test]
    fn a_bad_line_is_a_remark_and_the_rest_is_read() {
        for (matter, line) in [
            ("lang: ar\nكلام بلا نقطتين\ntitle: خبر", 3),
            ("lang: ar\ntags: [a, b\ntitle: خبر", 3),
            ("author: \"x\nlang: ar\ntitle: خبر", 2),
            ("lang: ar\n: :\ntitle: خبر", 3),
        ] {
            let read = draft(matter);
            let first = read.problems.first();
            assert!(
                matches!(first, Some(WarningKind::BadFrontMatter { line: at, .. }) if *at == line),
                "{matter}: {first:?}"
            );
            assert_eq!(read.title.as_deref(), Some("خبر"), "{matter}");
            assert!(read.language.is_some(), "{matter}");
        }
    }

    #[test]
    fn without_a_closing_fence_the_keys_are_read() {
        let read = FORMAT.parse("---\ntitle: خبر\nlang: ar\n\nنص الخبر هنا.").expect("front matter");
        assert_eq!((read.title.as_deref(), read.paragraphs.len()), (Some("خبر"), 1));
        assert_eq!(read.problems.len(), 1);
    }

    #[test]
    fn rules_around_prose_are_no_front_matter() {
        assert_eq!(FORMAT.parse("---\nبدأت القصة هنا.\n---\nنص."), None);
        assert_eq!(FORMAT.parse("---\nبدأت القصة هنا"), None);
        assert_eq!(FORMAT.parse("نص\n---\ntitle: x\n---\n"), None);
        assert!(FORMAT.parse("---\nهذا ليس صحيحا\n---\nنص.").is_some_and(|draft| draft.problems.len() == 1));
    }
}
