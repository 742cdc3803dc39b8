//! The article itself and the mark that tells a given field from a derived one.
//!
//! Owns [`Article`]; does not know how the fields were found. Next: `source/derive.rs`, which finds them.

use serde::Serialize;

use super::{ArticleDate, ArticleId, Language, SectionPath};

/// Whether a field stood in the source or was worked out from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The source names the field.
    Given,
    /// The field was worked out: from the first sentence, from dates in the text, from the file's time.
    Derived,
}

/// A value together with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Derivable<T> {
    /// The value itself.
    pub value: T,
    /// Whether the source gave it.
    pub origin: Origin,
}

impl<T> Derivable<T> {
    /// A value that the source gave.
    pub fn given(value: T) -> Self {
        Self { value, origin: Origin::Given }
    }

    /// A value that was worked out.
    pub fn derived(value: T) -> Self {
        Self { value, origin: Origin::Derived }
    }

    /// True when the value was worked out and not given.
    pub fn is_derived(&self) -> bool {
        self.origin == Origin::Derived
    }
}

/// One news item, in logical order and in the source's own letters.
///
/// Every string in it has been cleaned by `source/`: no control character below U+0020, no U+007F–U+009F, no
/// line separator; bidi controls are kept for the algorithm. A paragraph is never empty, save that a raw reading
/// (`source::ReadOptions::raw`) keeps an empty line as an empty paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Stable between runs and when the content changes: made from [`Article::path`].
    pub id: ArticleId,
    /// Where it came from: an absolute path, or `seed:NAME` for a built-in article.
    pub path: String,
    /// What a reader calls the source: a file's name, `khabar` for the seeds.
    pub source: String,
    /// The headline; derived from the first sentence where the source has none.
    pub title: Derivable<String>,
    /// The section path, outermost first; may be empty.
    pub section: Derivable<SectionPath>,
    /// The day (and time, where known) of the article.
    pub date: Option<Derivable<ArticleDate>>,
    /// The main language of the text.
    pub language: Derivable<Language>,
    /// The byline.
    pub author: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Keywords that the source gives.
    pub tags: Vec<String>,
    /// The body in reading order, one string a paragraph.
    pub paragraphs: Vec<String>,
}
