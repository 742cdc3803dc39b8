//! The text of `aliases.toml`: one `[[change]]` block a change, kept as the reader wrote it.
//!
//! Owns the format and the pieces of text. What a change means is `aliases.rs`.
//!
//! ```toml
//! # the mayor signs with his short name
//! [[change]]
//! merge = "person:سامر الدلو"
//! into = "person:سامر يحيي الدلو"
//!
//! [[change]]
//! split = "الدلو"
//! id = "person:الدلو"
//!
//! [[change]]
//! rename = "place:RU"
//! name = "روسيا الاتحادية"
//!
//! [[change]]
//! wrong = "place:صور"        # or: surface = "صور"
//! article = "b2f1"           # left out: everywhere
//! kind = "organization"      # left out: no entity at all
//! ```

use serde::Deserialize;
use thiserror::Error;

use super::aliases::{Change, Wrong};
use crate::entity::{EntityId, KINDS};

/// What in `aliases.toml` is not understood.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {reason}")]
pub struct AliasError {
    /// The line, counted from 1, at which the change begins.
    pub line: usize,
    /// What is wrong with it, in English.
    pub reason: String,
}

/// The header of a change.
const HEADER: &str = "[[change]]";

/// The text in its pieces.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    /// What stands before the first change.
    preamble: String,
    /// Each change with its text: comments directly above it, header and lines.
    entries: Vec<(Change, String)>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    change: Vec<Block>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Block {
    merge: Option<String>,
    into: Option<String>,
    split: Option<String>,
    id: Option<String>,
    rename: Option<String>,
    name: Option<String>,
    wrong: Option<String>,
    surface: Option<String>,
    article: Option<String>,
    kind: Option<String>,
}

impl Document {
    pub(super) fn parse(text: &str) -> Result<Self, AliasError> {
        let pieces = pieces(text);
        let mut document = Self::default();
        let mut line = 1;
        for (index, piece) in pieces.iter().enumerate() {
            let lead = piece.lines().take_while(|line| !is_header(line)).count();
            let at = line + if index == 0 { 0 } else { lead };
            let fail = |reason: String| AliasError { line: at, reason };
            if index == 0 {
                let rest: toml::Table = toml::from_str(piece).map_err(|error| fail(error.message().to_owned()))?;
                if let Some(key) = rest.keys().next() {
                    return Err(fail(format!("{key} is no change: each stands under {HEADER}")));
                }
                document.preamble.clone_from(piece);
            } else {
                let file: File = toml::from_str(piece).map_err(|error| fail(error.message().to_owned()))?;
                let [block] = <[Block; 1]>::try_from(file.change)
                    .map_err(|_| fail(format!("a {HEADER} that stands inside a text")))?;
                document.entries.push((block.change().map_err(fail)?, piece.clone()));
            }
            line += piece.matches('\n').count();
        }
        Ok(document)
    }

    pub(super) fn to_text(&self) -> String {
        self.entries.iter().fold(self.preamble.clone(), |text, (_, piece)| text + piece)
    }

    pub(super) fn changes(&self) -> impl ExactSizeIterator<Item = &Change> {
        self.entries.iter().map(|(change, _)| change)
    }

    pub(super) fn push(&mut self, change: Change) {
        let text = written(&change);
        self.push_text(change, text);
    }

    /// Adds a change with its text, on a line of its own and behind an empty one.
    pub(super) fn push_text(&mut self, change: Change, text: String) {
        let last = self.entries.last_mut().map_or(&mut self.preamble, |(_, text)| text);
        if !last.is_empty() && !last.ends_with('\n') {
            last.push('\n');
        }
        self.entries.push((change, text));
    }

    pub(super) fn pop(&mut self) -> Option<(Change, String)> {
        self.entries.pop()
    }
}

fn is_header(line: &str) -> bool {
    line.split('#').next().unwrap_or_default().trim() == HEADER
}

/// The text cut before each header, comment lines directly above it included; what stands before all of them comes first.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut comments = String::new();
    for line in text.split_inclusive('\n') {
        if is_header(line) {
            pieces.push(std::mem::take(&mut comments) + line);
        } else if line.trim_start().starts_with('#') {
            comments.push_str(line);
        } else if let Some(last) = pieces.last_mut() {
            last.push_str(&std::mem::take(&mut comments));
            last.push_str(line);
        }
    }
    if let Some(last) = pieces.last_mut() {
        last.push_str(&comments);
    }
    pieces
}

impl Block {
    fn change(self) -> Result<Change, String> {
        let id = |text: &str| EntityId::parse(text).ok_or_else(|| format!("{text:?} is no id such as \"place:AZ\""));
        let kind = |text: &str| {
            let row = KINDS.iter().find(|row| row.name == text).ok_or_else(|| format!("{text:?} is no kind"))?;
            Ok::<_, String>(row.kind)
        };
        match self {
            Block { merge: Some(from), into: Some(into), split: None, id: None, rename: None, name: None, .. }
                if self.wrong.is_none() && self.surface.is_none() && self.article.is_none() && self.kind.is_none() =>
            {
                Ok(Change::Merge { from: id(&from)?, into: id(&into)? })
            }
            Block {
                split: Some(surface), id: Some(own), merge: None, into: None, rename: None, name: None, ..
            } if self.wrong.is_none() && self.surface.is_none() && self.article.is_none() && self.kind.is_none() => {
                Ok(Change::Split { surface, id: id(&own)? })
            }
            Block { rename: Some(own), name: Some(name), merge: None, into: None, split: None, id: None, .. }
                if self.wrong.is_none() && self.surface.is_none() && self.article.is_none() && self.kind.is_none() =>
            {
                Ok(Change::Rename { id: id(&own)?, name })
            }
            Block { merge: None, into: None, split: None, id: None, rename: None, name: None, .. } => {
                let what = match (self.wrong, self.surface) {
                    (Some(own), None) => Wrong::Id(id(&own)?),
                    (None, Some(surface)) => Wrong::Surface(surface),
                    _ => return Err("a change is one of merge, split, rename, wrong and surface".to_owned()),
                };
                let kind = self.kind.as_deref().map(kind).transpose()?;
                Ok(Change::Wrong { what, article: self.article, kind })
            }
            _ => {
                Err("a change has merge and into, split and id, rename and name, or wrong or surface alone".to_owned())
            }
        }
    }
}

/// The text of a new change, behind an empty line.
fn written(change: &Change) -> String {
    let lines = match change {
        Change::Merge { from, into } => vec![("merge", from.to_string()), ("into", into.to_string())],
        Change::Split { surface, id } => vec![("split", surface.clone()), ("id", id.to_string())],
        Change::Rename { id, name } => vec![("rename", id.to_string()), ("name", name.clone())],
        Change::Wrong { what, article, kind } => {
            let what = match what {
                Wrong::Id(id) => ("wrong", id.to_string()),
                Wrong::Surface(surface) => ("surface", surface.clone()),
            };
            let article = article.clone().map(|article| ("article", article));
            let kind = kind.map(|kind| ("kind", kind.name().to_owned()));
            std::iter::once(what).chain(article).chain(kind).collect()
        }
    };
    let lines = lines.into_iter().map(|(key, value)| format!("{key} = {}\n", toml::Value::String(value)));
    format!("\n{HEADER}\n{}", lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::aliases::{Aliases, Change, Wrong};
    use crate::entity::{EntityId, Kind};

    const TEXT: &str = "# mine\n\n# one and the same\n[[change]] # first\nmerge = \"place:a\"\ninto = 'place:b'\n\n\
                        # none\n[[change]]\nsurface = \"صور\"\nkind = \"event\"\n# the end";

    #[test]
    fn what_was_read_stays_as_it_was_written() {
        let mut aliases = Aliases::parse(TEXT).unwrap();
        assert_eq!(aliases.to_text(), TEXT);
        assert_eq!(aliases.changes().len(), 2);
        assert!(aliases.rename(EntityId::parse("place:a").unwrap(), "x\"y"));
        let text = aliases.to_text();
        assert!(
            text.starts_with(TEXT) && text.ends_with("\n\n[[change]]\nrename = \"place:a\"\nname = 'x\"y'\n"),
            "{text}"
        );
        let again = Aliases::parse(&text).unwrap();
        assert!(again.changes().eq(aliases.changes()));
        aliases.undo();
        aliases.undo();
        assert_eq!(aliases.to_text(), TEXT[..TEXT.find("# none").unwrap()]);
    }

    #[test]
    fn what_is_not_understood_is_named_with_its_line() {
        for (text, line) in [
            ("x = 1\n", 1),
            ("\n# c\n[[change]]\nmerge = \"place:a\"\n", 3),
            ("[[change]]\nwrong = \"nothing\"\n", 1),
            ("[[change]]\nwrong = \"place:a\"\n[[change]]\nwrong = \"place:a\"\nkind = \"x\"\n", 3),
            ("[[change]]\nsplit = \"a\"\nid = \"place:a\"\nname = \"b\"\n", 1),
            ("[[change]]\nunknown = \"a\"\n", 1),
            ("[[change]]\nwrong = \"\n", 1),
        ] {
            assert_eq!(Aliases::parse(text).map(|_| ()).map_err(|error| error.line), Err(line), "{text}");
        }
        assert!(Aliases::parse("").unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn any_change_is_read_back(name in "\\PC*", key in "\\PC+", article in proptest::option::of("\\PC*")) {
            let id = EntityId { kind: Kind::Person, key };
            let mut aliases = Aliases::default();
            aliases.merge(id.clone(), EntityId { kind: Kind::Person, key: "b".to_owned() });
            aliases.rename(id.clone(), &name);
            aliases.split(&name, Kind::Place);
            aliases.mark_wrong(Wrong::Id(id), article.as_deref(), None);
            aliases.mark_wrong(Wrong::Surface(name), None, Some(Kind::Event));
            let again = Aliases::parse(&aliases.to_text()).unwrap();
            let changes = |aliases: &Aliases| aliases.changes().cloned().collect::<Vec<Change>>();
            prop_assert_eq!(changes(&again), changes(&aliases));
        }

        #[test]
        fn nothing_panics(text in "(\\[\\[change\\]\\]|merge|into|wrong|=|\"place:a\"|\"|'''|#|\n|\\PC){0,40}") {
            if let Ok(aliases) = Aliases::parse(&text) {
                prop_assert_eq!(aliases.to_text(), text);
            }
        }
    }
}
