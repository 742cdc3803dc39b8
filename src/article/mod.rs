//! What an article is: title, section path, date, byline, language, source, paragraphs.
//!
//! Owns the types and their invariants; reads no file (that is `source/`) and lays nothing out (`text/`).
//! Read [`Article`] first, then [`SectionPath`] and [`ArticleDate`].

mod date;
mod id;
mod language;
mod record;
mod section;

pub use date::ArticleDate;
pub use id::ArticleId;
pub use language::Language;
pub use record::{Article, Derivable, Origin};
pub use section::SectionPath;
