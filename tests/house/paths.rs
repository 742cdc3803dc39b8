//! The paths that a source file mentions, made absolute.
//!
//! Owns `use` trees (groups, `self`, `as`, globs), inline paths and `super` that climbs out of a file. Does not know
//! rooms: next, `rules.rs`.

use crate::lexer::{Kind, Word, code_words};

/// One path that a file mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mentioned {
    pub(crate) line: usize,
    /// The segments; a path inside the crate starts with `crate`, a glob ends in `*`.
    pub(crate) segments: Vec<String>,
    /// True when it stands in a `use`.
    pub(crate) is_import: bool,
}

impl Mentioned {
    /// The segments after `crate`; `None` for a path to elsewhere.
    pub(crate) fn inside_crate(&self) -> Option<&[String]> {
        match self.segments.split_first() {
            Some((first, rest)) if first == "crate" => Some(rest),
            _ => None,
        }
    }

    /// True when the path is `wanted` (written with `::`) or goes on from it.
    pub(crate) fn starts_with(&self, wanted: &str) -> bool {
        let wanted: Vec<&str> = wanted.split("::").collect();
        self.segments.len() >= wanted.len() && self.segments.iter().zip(&wanted).all(|(own, want)| own == want)
    }

    /// The path as it would be written.
    pub(crate) fn written(&self) -> String {
        self.segments.join("::")
    }
}

/// The module that a file under `src/` is, outermost first: `src/panes/list/view.rs` → panes, list, view.
pub(crate) fn module_of(path: &str) -> Vec<String> {
    let inner = path.strip_prefix("src/").unwrap_or(path);
    let mut parts: Vec<String> = inner.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

/// Every path of the file's code, in order; `self`, `super` and `crate` are resolved against `path`.
pub(crate) fn mentioned_paths(path: &str, text: &str) -> Vec<Mentioned> {
    let words = code_words(text);
    let mut walk = Walk { module: module_of(path), inline: Vec::new(), found: Vec::new() };
    let mut at = 0;
    while at < words.len() {
        at = walk.step(&words, at);
    }
    walk.found
}

/// Where the walk through a file stands.
struct Walk {
    module: Vec<String>,
    /// Inline modules around this place: `Some(name)` for `mod name {`, `None` for any other brace.
    inline: Vec<Option<String>>,
    found: Vec<Mentioned>,
}

impl Walk {
    /// Reads what starts at `at` and returns where to go on.
    fn step(&mut self, words: &[Word], at: usize) -> usize {
        let word = &words[at];
        match &word.kind {
            Kind::Mark('{') => {
                let opens_module = at >= 2 && words[at - 2].is_name("mod");
                self.inline.push(words[at.saturating_sub(1)].name().filter(|_| opens_module).map(str::to_owned));
                at + 1
            }
            Kind::Mark('}') => {
                self.inline.pop();
                at + 1
            }
            Kind::Name(name) if name == "use" && !captures(words, at) => self.tree(words, at + 1, &mut Vec::new()),
            Kind::Name(_) => self.inline_path(words, at),
            _ => at + 1,
        }
    }

    /// An inline path: names with `::` in between.
    fn inline_path(&mut self, words: &[Word], mut at: usize) -> usize {
        let line = words[at].line;
        let mut segments = Vec::new();
        while let Some(name) = words.get(at).and_then(Word::name) {
            segments.push(name.to_owned());
            at += 1;
            match words.get(at).map(|word| &word.kind) {
                Some(Kind::PathSeparator) => at += 1,
                _ => break,
            }
        }
        self.keep(line, &segments, false);
        at
    }

    /// One branch of a `use` tree below `prefix`, up to the `,`, `}` or `;` that ends it; returns that index.
    fn tree(&mut self, words: &[Word], mut at: usize, prefix: &mut Vec<String>) -> usize {
        let (depth, line) = (prefix.len(), words.get(at).map_or(0, |word| word.line));
        let mut is_leaf = true;
        while let Some(word) = words.get(at) {
            match &word.kind {
                Kind::Mark(',' | '}' | ';') => break,
                Kind::Mark('{') => {
                    is_leaf = false;
                    at = self.group(words, at + 1, prefix);
                    continue;
                }
                Kind::Mark('*') => prefix.push("*".to_owned()),
                Kind::Name(name) if name == "as" => at += 1,
                Kind::Name(name) if name == "self" && !prefix.is_empty() => {}
                Kind::Name(name) => prefix.push(name.clone()),
                _ => {}
            }
            at += 1;
        }
        if is_leaf {
            self.keep(line, prefix, true);
        }
        prefix.truncate(depth);
        at
    }

    /// The branches of `{a, b::c}`; returns the index after the closing brace.
    fn group(&mut self, words: &[Word], mut at: usize, prefix: &mut Vec<String>) -> usize {
        while let Some(word) = words.get(at) {
            match word.kind {
                Kind::Mark('}') => return at + 1,
                Kind::Mark(',') => at += 1,
                Kind::Mark(';') => return at,
                _ => at = self.tree(words, at, prefix),
            }
        }
        at
    }

    fn keep(&mut self, line: usize, segments: &[String], is_import: bool) {
        if let Some(segments) = self.absolute(segments) {
            self.found.push(Mentioned { line, segments, is_import });
        }
    }

    /// `crate::…` for paths that start with `crate`, `self` or `super`; others as they are; `None` for an empty one.
    fn absolute(&self, segments: &[String]) -> Option<Vec<String>> {
        let first = segments.first()?;
        if !matches!(first.as_str(), "self" | "super") || (first == "self" && segments.len() == 1) {
            return Some(segments.to_vec());
        }
        let mut module = self.module.clone();
        module.extend(self.inline.iter().flatten().cloned());
        let mut rest = segments;
        while let Some((step, after)) = rest.split_first() {
            match step.as_str() {
                "self" => {}
                "super" => drop(module.pop()),
                _ => break,
            }
            rest = after;
        }
        Some(std::iter::once("crate".to_owned()).chain(module).chain(rest.iter().cloned()).collect())
    }
}

/// True for the `use` of `impl Trait + use<'a>`, which imports nothing.
fn captures(words: &[Word], at: usize) -> bool {
    words.get(at + 1).is_some_and(|next| next.is_mark('<'))
}

#[test]
fn groups_globs_and_renames_are_spread_out() {
    let text = "use crate::{text::{self, fold as f}, article::*, entity};\nuse std::{fs, io::Read};";
    let paths: Vec<_> = mentioned_paths("src/source/x.rs", text).iter().map(Mentioned::written).collect();
    let want = ["crate::text", "crate::text::fold", "crate::article::*", "crate::entity", "std::fs", "std::io::Read"];
    assert_eq!(paths, want);
}

#[test]
fn super_climbs_from_the_file_and_from_inline_modules() {
    let of = |path: &str, text: &str| {
        let found = mentioned_paths(path, text);
        found.iter().filter(|path| path.segments[0] == "crate").map(Mentioned::written).collect::<Vec<_>>()
    };
    assert_eq!(of("src/text/bidi.rs", "use super::super::app::App;"), ["crate::app::App"]);
    assert_eq!(of("src/text/mod.rs", "fn f() { super::app::run() }"), ["crate::app::run"]);
    assert_eq!(
        of("src/text/bidi.rs", "mod inner { fn f() { super::X; super::super::Y } }"),
        ["crate::text::bidi::X", "crate::text::Y"]
    );
    assert_eq!(of("src/panes/list/view.rs", "use super::state::S;"), ["crate::panes::list::state::S"]);
}
