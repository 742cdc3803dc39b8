//! One article as it is read: the whole of it, with what was done to it.
//!
//! Owns the way from columns back to an article, for this and for older versions. Next: `row.rs`, what a list shows.

use rusqlite::{Connection, OptionalExtension, Row as SqlRow};

use super::names::{Dictionary, Names};
use super::shelf::{USER, id_of};
use super::{ArticleKey, ArticleMarks, Library, LibraryError, Position, key, mentions};
use crate::article::{Article, ArticleDate, ArticleId, Derivable, Language};
use crate::entity::Mention;

/// An article out of a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The article as it was filed last.
    pub article: Article,
    /// Whom and what it names, one list a paragraph; `None` when nobody has looked yet.
    pub mentions: Option<Vec<Vec<Mention>>>,
    /// What the reader has done with it.
    pub marks: ArticleMarks,
    /// What the reader has written beside it.
    pub note: Option<String>,
    /// How many versions of it there are, this one included.
    pub versions: u32,
}

/// The columns of an article, in the order in which [`article_of`] reads them.
const COLUMNS: &str = "id, path, source, section, day, instant, derived, language, title, author, url, tags, text";

impl Library {
    /// The article under a key; `None` when there is none.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn read(&self, key: ArticleKey) -> Result<Option<Stored>, LibraryError> {
        self.ask(|connection| {
            let names = &mut *self.names.borrow_mut();
            let select =
                format!("SELECT {COLUMNS}, version FROM articles JOIN texts ON number = text_number WHERE key = ?1");
            let mut query = connection.prepare_cached(&select)?;
            let mut rows = query.query([key.stored()])?;
            let Some(row) = rows.next()? else { return Ok(None) };
            let article = article_of(row, connection, names)?;
            let versions: u32 = row.get(13)?;
            let (marks, note) = done_with(connection, article.id)?;
            self.seen.borrow_mut().note(article.id, marks);
            let mentions = mentions::of(connection, key, &article)?;
            Ok(Some(Stored { article, mentions, marks, note, versions }))
        })
    }

    /// What the article said before, the oldest version first; without the one that [`Library::read`] gives.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn older_versions(&self, id: ArticleId) -> Result<Vec<Article>, LibraryError> {
        self.ask(|connection| {
            let names = &mut *self.names.borrow_mut();
            let select = format!("SELECT {COLUMNS} FROM versions WHERE id = ?1 ORDER BY version");
            let mut query = connection.prepare_cached(&select)?;
            let mut rows = query.query([super::shelf::stored_id(id)])?;
            let mut versions = Vec::new();
            while let Some(row) = rows.next()? {
                versions.push(article_of(row, connection, names)?);
            }
            Ok(versions)
        })
    }
}

/// The bit of a date that was worked out.
pub(super) const DATE_IS_DERIVED: i64 = 1 << 2;

/// Which fields were worked out, a bit each.
pub(super) fn derived_bits(article: &Article) -> i64 {
    let date = article.date.as_ref().is_some_and(Derivable::is_derived);
    let fields = [article.title.is_derived(), article.section.is_derived(), date, article.language.is_derived()];
    fields.iter().zip(0..).map(|(&is_derived, bit)| i64::from(is_derived) << bit).sum()
}

fn article_of(row: &SqlRow<'_>, connection: &Connection, names: &mut Names) -> rusqlite::Result<Article> {
    let derived: i64 = row.get(6)?;
    let lines = |text: Option<String>| -> Vec<String> {
        text.map(|text| text.split('\n').map(str::to_owned).collect()).unwrap_or_default()
    };
    Ok(Article {
        id: id_of(row.get(0)?),
        path: row.get(1)?,
        source: names.name(connection, Dictionary::Sources, row.get(2)?)?.as_ref().to_owned(),
        section: derivable(names.section(connection, row.get(3)?)?, derived, 1),
        date: date_of(row, 4)?.map(|date| derivable(date, derived, 2)),
        language: derivable(Language::new(&row.get::<_, String>(7)?), derived, 3),
        title: derivable(row.get(8)?, derived, 0),
        author: row.get(9)?,
        url: row.get(10)?,
        tags: lines(row.get(11)?),
        paragraphs: lines(row.get(12)?),
    })
}

fn derivable<T>(value: T, bits: i64, bit: u32) -> Derivable<T> {
    if bits >> bit & 1 == 1 { Derivable::derived(value) } else { Derivable::given(value) }
}

/// The date in the columns `at` (the day) and `at + 1` (the instant).
pub(super) fn date_of(row: &SqlRow<'_>, at: usize) -> rusqlite::Result<Option<ArticleDate>> {
    let Some(day) = row.get::<_, Option<i64>>(at)?.and_then(key::day_of_number) else { return Ok(None) };
    let instant = row.get_ref(at + 1)?.as_str_or_null()?.and_then(|written| written.parse().ok());
    Ok(Some(ArticleDate { day, instant }))
}

/// The marks and the note of an article.
fn done_with(connection: &Connection, id: ArticleId) -> rusqlite::Result<(ArticleMarks, Option<String>)> {
    let marks = marks_of(connection, id)?;
    let mut query = connection.prepare_cached("SELECT note FROM notes WHERE user = ?1 AND id = ?2")?;
    let note = query.query_row((USER, super::shelf::stored_id(id)), |row| row.get(0)).optional()?;
    Ok((marks, note))
}

/// The marks of an article; the default ones when there are none.
pub(super) fn marks_of(connection: &Connection, id: ArticleId) -> rusqlite::Result<ArticleMarks> {
    let mut query =
        connection.prepare_cached("SELECT read, starred, paragraph, byte FROM marks WHERE user = ?1 AND id = ?2")?;
    let found = query.query_row((USER, super::shelf::stored_id(id)), |row| {
        Ok(ArticleMarks { read: row.get(0)?, starred: row.get(1)?, position: position_of(row, 2)? })
    });
    Ok(found.optional()?.unwrap_or_default())
}

/// The position in the columns `at` (the paragraph) and `at + 1` (the byte).
pub(super) fn position_of(row: &SqlRow<'_>, at: usize) -> rusqlite::Result<Option<Position>> {
    let place = |at| row.get::<_, Option<i64>>(at).map(|number| number.and_then(|number| usize::try_from(number).ok()));
    Ok(place(at)?.zip(place(at + 1)?).map(|(paragraph, byte)| Position { paragraph, byte }))
}
