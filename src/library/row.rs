//! What a list shows of an article, and the titles that the title index is made of.
//!
//! Owns the narrow reading, which touches no text. Next: `stored.rs`, the whole article.

use jiff::civil::Date;

use super::names::Dictionary;
use super::shelf::{USER, id_of};
use super::{ArticleKey, ArticleMarks, Library, LibraryError, Position, key, stored};
use crate::article::{ArticleDate, ArticleId, Language, SectionPath};

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where the article is filed.
    pub key: ArticleKey,
    /// What lasts of it.
    pub id: ArticleId,
    /// The headline.
    pub title: String,
    /// The section path; may be empty.
    pub section: SectionPath,
    /// What a reader calls the source.
    pub source: String,
    /// Where it came from.
    pub path: String,
    /// The day, and the instant where known.
    pub date: Option<ArticleDate>,
    /// The date was worked out and not given.
    pub date_is_derived: bool,
    /// The main language of the text.
    pub language: Language,
    /// It has been read.
    pub read: bool,
    /// It has a star.
    pub starred: bool,
    /// Where the reader stopped, where known.
    pub position: Option<Position>,
    /// There is a note beside it.
    pub has_note: bool,
    /// How many articles tell the same, itself included; 1 when no other does.
    pub copies: u32,
}

/// One article for the title index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TitleRow<'r> {
    /// Where it is filed.
    pub key: ArticleKey,
    /// The headline.
    pub title: &'r str,
    /// The section path.
    pub section: &'r SectionPath,
    /// What a reader calls the source.
    pub source: &'r str,
    /// The day, where known.
    pub day: Option<Date>,
}

const ROW: &str = "SELECT a.id, a.title, a.section, a.source, a.path, a.day, a.instant, a.language, m.read, m.starred, \
     EXISTS (SELECT 1 FROM notes AS n WHERE n.user = ?2 AND n.id = a.id), e.members, m.paragraph, m.byte, a.derived FROM articles AS a \
     LEFT JOIN marks AS m ON m.user = ?2 AND m.id = a.id LEFT JOIN events AS e ON e.number = a.event WHERE a.key = ?1";

impl Library {
    /// What a list shows of these articles, in the order of the keys; a key without an article is left out.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn rows(&self, keys: &[ArticleKey]) -> Result<Vec<Row>, LibraryError> {
        self.ask(|connection| {
            let names = &mut *self.names.borrow_mut();
            let mut query = connection.prepare_cached(ROW)?;
            let mut rows = Vec::with_capacity(keys.len());
            for &key in keys {
                let mut found = query.query((key.stored(), USER))?;
                let Some(row) = found.next()? else { continue };
                let id = id_of(row.get(0)?);
                let marks = ArticleMarks {
                    read: row.get::<_, Option<bool>>(8)?.unwrap_or(false),
                    starred: row.get::<_, Option<bool>>(9)?.unwrap_or(false),
                    position: stored::position_of(row, 12)?,
                };
                self.seen.borrow_mut().note(id, marks);
                rows.push(Row {
                    key,
                    id,
                    title: row.get(1)?,
                    section: names.section(connection, row.get(2)?)?,
                    source: names.name(connection, Dictionary::Sources, row.get(3)?)?.as_ref().to_owned(),
                    path: row.get(4)?,
                    date: stored::date_of(row, 5)?,
                    date_is_derived: row.get::<_, i64>(14)? & stored::DATE_IS_DERIVED != 0,
                    language: Language::new(row.get_ref(7)?.as_str()?),
                    read: marks.read,
                    starred: marks.starred,
                    position: marks.position,
                    has_note: row.get(10)?,
                    copies: row.get::<_, Option<u32>>(11)?.unwrap_or(1),
                });
            }
            Ok(rows)
        })
    }

    /// Gives every article to `each`, newest first, as the title index needs it.
    ///
    /// # Errors
    /// When the library cannot be read; some articles have been given then.
    pub fn titles(&self, each: &mut dyn FnMut(TitleRow<'_>)) -> Result<(), LibraryError> {
        self.ask(|connection| {
            let names = &mut *self.names.borrow_mut();
            let mut query =
                connection.prepare("SELECT key, title, section, source, day FROM articles ORDER BY key DESC")?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let section = names.section(connection, row.get(2)?)?;
                let source = names.name(connection, Dictionary::Sources, row.get(3)?)?;
                each(TitleRow {
                    key: ArticleKey(row.get(0)?),
                    title: row.get_ref(1)?.as_str()?,
                    section: &section,
                    source: &source,
                    day: row.get::<_, Option<i64>>(4)?.and_then(key::day_of_number),
                });
            }
            Ok(())
        })
    }
}
