//! What is said about an input that could not be read, or not wholly.
//!
//! Owns the kinds and their English sentences; who shows them, and in which language, is `cli/` and `app/`.

use std::fmt;

use super::clean::clean_line;
use crate::text::self_contained;

/// One remark about one input: which one, and what is the matter with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The input as the user knows it: a path, `-`, or `seed:NAME`; cleaned, so that it can be shown.
    pub path: String,
    /// What is the matter.
    pub kind: WarningKind,
}

/// What can be the matter with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WarningKind {
    /// There is no text: no byte, or nothing but white space and invisible characters.
    Empty,
    /// The bytes are not text.
    Binary,
    /// More bytes than are read.
    TooLarge {
        /// The size of the input, or what was read of it when it has no size, in bytes.
        bytes: u64,
        /// The most that is read, in bytes.
        limit: u64,
    },
    /// The system refused to read it.
    Unreadable {
        /// What the system says.
        reason: String,
    },
    /// There is nothing under that name.
    NotFound,
    /// It is neither a file nor a folder: a pipe, a socket, a device.
    NotAFile,
    /// The folder holds no file that looks like an article.
    NoArticles,
    /// The front matter could not be understood everywhere; the rest was read.
    BadFrontMatter {
        /// The line of the file, from 1.
        line: usize,
        /// What is wrong there.
        reason: String,
    },
    /// Some bytes mean nothing in the encoding of the text; each became U+FFFD.
    BadEncoding {
        /// The name of the encoding.
        encoding: String,
        /// How many places were lost.
        lost: usize,
    },
    /// The text is longer than what is kept.
    CutOff {
        /// How many paragraphs were kept.
        paragraphs: usize,
    },
    /// The date that the source gives could not be understood; another was derived.
    BadDate {
        /// What the source says.
        value: String,
    },
}

impl Warning {
    /// A remark about `path`, which is cleaned here.
    pub fn new(path: &str, kind: WarningKind) -> Self {
        Self { path: clean_line(path), kind }
    }

    /// A remark about an error of the system.
    pub(super) fn of_error(path: &str, error: &std::io::Error) -> Self {
        let kind = match error.kind() {
            std::io::ErrorKind::NotFound => WarningKind::NotFound,
            _ => WarningKind::Unreadable { reason: error.to_string() },
        };
        Self::new(path, kind)
    }

    /// True when nothing of the input could be taken.
    pub fn refuses(&self) -> bool {
        self.kind.refuses()
    }
}

impl WarningKind {
    /// The stable name of the kind, for JSON and message keys.
    pub fn name(&self) -> &'static str {
        match self {
            WarningKind::Empty => "empty",
            WarningKind::Binary => "binary",
            WarningKind::TooLarge { .. } => "too-large",
            WarningKind::Unreadable { .. } => "unreadable",
            WarningKind::NotFound => "not-found",
            WarningKind::NotAFile => "not-a-file",
            WarningKind::NoArticles => "no-articles",
            WarningKind::BadFrontMatter { .. } => "bad-front-matter",
            WarningKind::BadEncoding { .. } => "bad-encoding",
            WarningKind::CutOff { .. } => "cut-off",
            WarningKind::BadDate { .. } => "bad-date",
        }
    }

    /// True when a reading with this remark has no article.
    pub fn refuses(&self) -> bool {
        match self {
            WarningKind::Empty
            | WarningKind::Binary
            | WarningKind::TooLarge { .. }
            | WarningKind::Unreadable { .. }
            | WarningKind::NotFound
            | WarningKind::NotAFile
            | WarningKind::NoArticles => true,
            WarningKind::BadFrontMatter { .. }
            | WarningKind::BadEncoding { .. }
            | WarningKind::CutOff { .. }
            | WarningKind::BadDate { .. } => false,
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: ", self_contained(&self.path))?;
        match &self.kind {
            WarningKind::Empty => write!(out, "there is no text in it."),
            WarningKind::Binary => write!(out, "it is binary data, not text."),
            WarningKind::TooLarge { bytes, limit } => {
                write!(out, "it is too large ({bytes} bytes; at most {limit} are read).")
            }
            WarningKind::Unreadable { reason } => write!(out, "it cannot be read ({}).", clean_line(reason)),
            WarningKind::NotFound => write!(out, "there is no such file or folder."),
            WarningKind::NotAFile => write!(out, "it is no file that can be read: a folder, a pipe or a device."),
            WarningKind::NoArticles => write!(out, "the folder holds no articles."),
            WarningKind::BadFrontMatter { line, reason } => {
                write!(out, "the front matter is wrong at line {line} ({}); the rest was read.", clean_line(reason))
            }
            WarningKind::BadEncoding { encoding, lost } => {
                let places = if *lost == 1 { "place is" } else { "places are" };
                write!(out, "{lost} {places} not valid {encoding} and shown as U+FFFD.")
            }
            WarningKind::CutOff { paragraphs } => {
                write!(out, "it is too long; only the first {paragraphs} paragraphs were kept.")
            }
            WarningKind::BadDate { value } => {
                write!(out, "the date {:?} is not understood; another was derived.", clean_line(value))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Warning, WarningKind};

    fn kinds() -> Vec<WarningKind> {
        vec![
            WarningKind::Empty,
            WarningKind::Binary,
            WarningKind::TooLarge { bytes: 2, limit: 1 },
            WarningKind::Unreadable { reason: "permission denied".to_owned() },
            WarningKind::NotFound,
            WarningKind::NotAFile,
            WarningKind::NoArticles,
            WarningKind::BadFrontMatter { line: 3, reason: "no colon".to_owned() },
            WarningKind::BadEncoding { encoding: "UTF-8".to_owned(), lost: 4 },
            WarningKind::CutOff { paragraphs: 5 },
            WarningKind::BadDate { value: "soon".to_owned() },
        ]
    }

    #[test]
    fn every_kind_has_its_own_kebab_case_name_and_a_sentence() {
        let mut names: Vec<_> = kinds().iter().map(WarningKind::name).collect();
        assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
        for kind in kinds() {
            let sentence = Warning::new("news/a.txt", kind).to_string();
            assert!(sentence.starts_with("news/a.txt: ") && sentence.ends_with('.'), "{sentence}");
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), kinds().len());
    }

    #[test]
    fn a_name_cannot_smuggle_an_escape_sequence_into_the_sentence() {
        let warning = Warning::new("a\u{1b}[2Jb\n.txt", WarningKind::BadDate { value: "\u{9b}31m\u{7}".to_owned() });
        assert!(warning.to_string().chars().all(|letter| !letter.is_control()), "{warning:?}");
        assert!(warning.to_string().starts_with("ab .txt: "), "{warning}");
    }
}
