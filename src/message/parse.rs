//! The file format of messages: a strict subset of Fluent.
//!
//! Owns the grammar below and its errors; does not know which keys there are. Next: `catalogue.rs`, which looks up.
//!
//! ```text
//! # a comment
//! key = text with { $variable }
//! counted = { $count ->
//!     [one] one article
//!    *[other] { $count } articles
//! }
//! ```
//!
//! A key is ASCII letters, digits and hyphens. The key of a variant is a plural category or a whole number; exactly one
//! variant bears the `*` that makes it the default, and it comes last.

use std::collections::BTreeMap;

use thiserror::Error;

/// Why a message file is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {reason}")]
pub struct MessageError {
    /// The line of the file, counted from 1.
    pub line: usize,
    /// What is wrong with it, in a few words.
    pub reason: &'static str,
}

/// A piece of a message: words as they stand, or the name of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Words(String),
    Variable(String),
}

/// What a key stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// One text for all values.
    Plain(Vec<Piece>),
    /// A text for each plural category of a variable; the last variant is the default.
    Select { variable: String, variants: Vec<(String, Vec<Piece>)> },
}

impl Pattern {
    /// The names of all variables that the pattern uses, sorted and without repetition.
    #[cfg(test)]
    pub(super) fn variables(&self) -> Vec<&str> {
        let (selector, texts): (_, Vec<&Vec<Piece>>) = match self {
            Pattern::Plain(pieces) => (None, vec![pieces]),
            Pattern::Select { variable, variants } => (Some(variable), variants.iter().map(|(_, text)| text).collect()),
        };
        let used = texts.into_iter().flatten().filter_map(|piece| match piece {
            Piece::Variable(name) => Some(name.as_str()),
            Piece::Words(_) => None,
        });
        let mut names: Vec<&str> = used.chain(selector.map(String::as_str)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Reads a message file.
///
/// # Errors
/// A line that is none of the grammar's, a key given twice, a variable left open, or a selection without a default.
pub(super) fn parse(file: &str) -> Result<BTreeMap<String, Pattern>, MessageError> {
    let mut messages = BTreeMap::new();
    let mut lines = file.lines().enumerate().map(|(index, line)| (index + 1, line.trim_end()));
    while let Some((line, content)) = lines.next() {
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let error = |reason| MessageError { line, reason };
        let (key, value) = content.split_once('=').ok_or(error("expected `key = text`"))?;
        let (key, value) = (key.trim_end(), value.trim());
        if !is_key(key) {
            return Err(error("a key is made of ASCII letters, digits and hyphens"));
        }
        let pattern = match value.strip_prefix("{ $").and_then(|rest| rest.strip_suffix(" ->")) {
            Some(variable) => select(variable.trim(), line, &mut lines)?,
            None => Pattern::Plain(pieces(value, line)?),
        };
        if messages.insert(key.to_owned(), pattern).is_some() {
            return Err(error("this key stands in the file twice"));
        }
    }
    Ok(messages)
}

/// Reads the variants of a selection up to its closing brace.
fn select<'a>(
    variable: &str,
    opened: usize,
    lines: &mut impl Iterator<Item = (usize, &'a str)>,
) -> Result<Pattern, MessageError> {
    let mut variants: Vec<(String, Vec<Piece>)> = Vec::new();
    let mut has_default = false;
    for (line, content) in lines {
        let error = |reason| MessageError { line, reason };
        let content = content.trim();
        if content == "}" {
            let complete = has_default && is_key(variable);
            let select = Pattern::Select { variable: variable.to_owned(), variants };
            return if complete { Ok(select) } else { Err(error("a selection needs a `*[other]` at its end")) };
        }
        if has_default {
            return Err(error("the default variant stands last"));
        }
        let starred = content.strip_prefix('*');
        has_default = starred.is_some();
        let variant = starred.unwrap_or(content).strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let (name, text) = variant.ok_or(error("expected `[category] text`"))?;
        let known = ["zero", "one", "two", "few", "many", "other"].contains(&name) || name.parse::<u64>().is_ok();
        if !known || variants.iter().any(|(earlier, _)| earlier == name) {
            return Err(error("a variant is named once, by a plural category or a whole number"));
        }
        variants.push((name.to_owned(), pieces(text.trim(), line)?));
    }
    Err(MessageError { line: opened, reason: "a selection is not closed" })
}

/// Cuts a text at its `{ $variable }`s.
fn pieces(text: &str, line: usize) -> Result<Vec<Piece>, MessageError> {
    let error = |reason| MessageError { line, reason };
    if text.is_empty() {
        return Err(error("a message says something"));
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let (words, placeable) = rest.split_at(open);
        if !words.is_empty() {
            pieces.push(Piece::Words(words.to_owned()));
        }
        let inside = placeable.strip_prefix('{').and_then(|inside| inside.split_once('}'));
        let (name, after) = inside.ok_or(error("a brace has no partner"))?;
        let name = name.trim().strip_prefix('$').ok_or(error("a variable is written `{ $name }`"))?;
        if !is_key(name) {
            return Err(error("a variable's name is made of ASCII letters, digits and hyphens"));
        }
        pieces.push(Piece::Variable(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest.to_owned()));
    }
    Ok(pieces)
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::{Pattern, Piece, parse};

    #[test]
    fn words_and_variables() {
        let messages = parse("# c\n\na = x { $n } y\n").expect("well formed");
        let pieces = vec![Piece::Words("x ".into()), Piece::Variable("n".into()), Piece::Words(" y".into())];
        assert_eq!(messages["a"], Pattern::Plain(pieces));
    }

    #[test]
    fn a_selection_lists_its_variants() {
        let messages = parse("a = { $n ->\n [one] x\n *[other] { $n } { $m }\n}\nb = c\n").expect("well formed");
        assert_eq!(messages["a"].variables(), ["m", "n"]);
        assert_eq!(messages["b"], Pattern::Plain(vec![Piece::Words("c".into())]));
    }

    #[test]
    fn what_is_not_of_the_grammar_is_refused_with_its_line() {
        for (file, line) in [
            ("a", 1),
            ("a = b\na = c", 2),
            ("\na b = c", 2),
            ("a =", 1),
            ("a = {", 1),
            ("a = }", 1),
            ("a = { n }", 1),
            ("a = { $n ->\n [one] x\n}", 3),
            ("a = { $n ->\n *[other] x\n [one] y\n}", 3),
            ("a = { $n ->\n [several] x\n *[other] y\n}", 2),
            ("a = { $n ->\n *[other] x", 1),
        ] {
            assert_eq!(parse(file).expect_err(file).line, line, "{file:?}");
        }
    }
}
