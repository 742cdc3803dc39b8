//! The registry of formats: which there are, and which one a text is in.
//!
//! Owns [`FORMATS`] and what a format yields; each format stands in its own file. What a source does not say is found
//! by `derive.rs`. A new format is one file and one entry here.

use crate::article::{Language, SectionPath};

use super::{WarningKind, json_lines, plain, sectioned, titled, toml_matter, yaml_matter};

/// One way to write an article in a file, recognised by what stands in it and never by its name.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// A unique name in kebab-case.
    pub name: &'static str,
    /// One line for the user: what such a file looks like.
    pub doc: &'static str,
    /// A file in this format, from the root of the repository; the tests read it.
    pub fixture: &'static str,
    /// What the source says, or nothing when it is in another format.
    pub(super) parse: fn(&Page<'_>) -> Option<Draft>,
}

/// Every format, the most specific first; the last one takes any text.
pub const FORMATS: &[Format] =
    &[json_lines::FORMAT, yaml_matter::FORMAT, toml_matter::FORMAT, sectioned::FORMAT, titled::FORMAT, plain::FORMAT];

/// What a source says about its article, before anything is derived; all of it clean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The headline.
    pub title: Option<String>,
    /// The section path.
    pub section: Option<SectionPath>,
    /// The date, as it is written.
    pub date: Option<String>,
    /// The language.
    pub language: Option<Language>,
    /// The byline.
    pub author: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Keywords.
    pub tags: Vec<String>,
    /// What a reader calls the source, where it names itself.
    pub source: Option<String>,
    /// What the source calls the article.
    pub id: Option<String>,
    /// The body, one string a paragraph, none of them blank.
    pub paragraphs: Vec<String>,
    /// What could not be understood.
    pub problems: Vec<WarningKind>,
}

impl Format {
    /// Reads a clean text (see [`clean`](super::clean())) in this format; `None` when it is in another one.
    pub fn parse(&self, text: &str) -> Option<Draft> {
        (self.parse)(&Page::new(text, false))
    }
}

/// Reads a page in the first format of [`FORMATS`] that it is in.
pub(super) fn parse_page(page: &Page<'_>) -> Draft {
    FORMATS.iter().find_map(|format| (format.parse)(page)).unwrap_or_else(|| plain::draft(page.lines()))
}

/// A line of a file: its number and its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub(super) number: usize,
    /// Without white space at its end; empty when nothing in it can be seen.
    pub(super) text: &'a str,
}

/// A clean text cut into lines. It begins and ends with a line that can be seen, and no two blank ones follow each
/// other, so that a file of line ends takes no memory.
#[derive(Clone, Debug)]
pub(super) struct Page<'a> {
    lines: Vec<Line<'a>>,
    is_markdown: bool,
    was_cut: bool,
}

/// The most lines that are looked at: front matter and [`PARAGRAPH_LIMIT`](super::PARAGRAPH_LIMIT) paragraphs, with room.
const LINE_LIMIT: usize = 2 * super::PARAGRAPH_LIMIT + 10_000;

impl<'a> Page<'a> {
    /// Cuts a clean text; `is_markdown` says that a `#` before the first line marks a title.
    pub(super) fn new(text: &'a str, is_markdown: bool) -> Self {
        let mut page = Self { lines: Vec::new(), is_markdown, was_cut: false };
        for (index, line) in text.split('\n').enumerate() {
            let text = if is_blank(line) { "" } else { line.trim_end() };
            if text.is_empty() && page.lines.last().is_none_or(|last| last.text.is_empty()) {
                continue;
            }
            if page.lines.len() == LINE_LIMIT {
                page.was_cut = true;
                break;
            }
            page.lines.push(Line { number: index + 1, text });
        }
        page.lines.pop_if(|last| last.text.is_empty());
        page
    }

    /// The lines, blank ones among them.
    pub(super) fn lines(&self) -> &[Line<'a>] {
        &self.lines
    }

    /// True when the file says by its name that it is Markdown.
    pub(super) fn is_markdown(&self) -> bool {
        self.is_markdown
    }

    /// True when lines beyond the limit were left out.
    pub(super) fn was_cut(&self) -> bool {
        self.was_cut
    }
}

/// True when nothing of a line can be seen: white space, joiners, bidi controls and their like.
pub(super) fn is_blank(line: &str) -> bool {
    use icu_properties::CodePointSetData;
    use icu_properties::props::DefaultIgnorableCodePoint;
    let invisible = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    line.chars().all(|letter| letter.is_whitespace() || invisible.contains(letter))
}

/// Lines without the blank ones at both ends.
pub(super) fn trim_blank<'p, 'a>(mut lines: &'p [Line<'a>]) -> &'p [Line<'a>] {
    while let [Line { text: "", .. }, rest @ ..] | [rest @ .., Line { text: "", .. }] = lines {
        lines = rest;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{FORMATS, LINE_LIMIT, Page, parse_page};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn fixture(path: &str) -> String {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        super::super::clean(&std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}")))
    }

    #[test]
    fn names_are_unique_and_every_format_is_documented() {
        let names: BTreeSet<_> = FORMATS.iter().map(|format| format.name).collect();
        assert_eq!(names.len(), FORMATS.len());
        assert!(FORMATS.iter().all(|format| format.doc.ends_with('.') && !format.name.contains(' ')));
    }

    #[test]
    fn every_fixture_is_read_by_its_own_format_first() {
        for format in FORMATS {
            let text = fixture(format.fixture);
            let first = FORMATS.iter().find(|other| other.parse(&text).is_some()).map(|other| other.name);
            assert_eq!(first, Some(format.name), "{}", format.fixture);
            let draft = format.parse(&text).expect("parsed above");
            assert!(draft.paragraphs.len() >= 2 && draft.problems.is_empty(), "{}: {draft:?}", format.name);
        }
    }

    #[test]
    fn a_page_has_no_blank_ends_and_no_blank_runs() {
        let page = Page::new("\n\n  \na\n\n\u{200b}\u{202b}\n\n b \n\n", false);
        let lines: Vec<_> = page.lines().iter().map(|line| (line.number, line.text)).collect();
        assert_eq!(lines, [(4, "a"), (5, ""), (8, " b")]);
        assert!(Page::new(&"\n".repeat(1000), false).lines().is_empty());
        assert!(Page::new(&"a\n".repeat(LINE_LIMIT + 1), false).was_cut());
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_and_no_paragraph_is_blank(
            text in "(---\n|\\+\\+\\+\n|title|:|=| |\\[|\\]|\"|'|,|- |\n|#|>|[ء-ي]{1,6}|[a-z.]{1,6}|[0-9/]{1,4}){0,40}"
        ) {
            let draft = parse_page(&Page::new(&text, true));
            prop_assert!(draft.paragraphs.iter().all(|paragraph| !super::is_blank(paragraph)));
        }
    }
}
