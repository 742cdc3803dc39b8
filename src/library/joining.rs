//! Events of many articles at once: what an import has left for its end.
//!
//! Owns the order of the work. The bands of an article lie all over their table, so that filing one by one writes eight
//! pages for each; sorted, a hundred thousand articles write each page once. One by one is `events.rs`.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use rusqlite::{CachedStatement, Connection, TransactionBehavior, params};

use super::events::{self, MOST_OF_A_BAND};
use super::likeness::Likeness;
use super::{Library, LibraryError};

/// How many articles are sorted at once: some 30 megabytes.
const PORTION: i64 = 100_000;
/// How long one transaction goes on: others wait no longer than about that.
const LONGEST: Duration = Duration::from_millis(10);
/// How many places in the list of bands are looked up at once in their table.
const AT_ONCE: usize = 512;
/// How many bands, or articles, pass between two looks at the clock.
const BETWEEN_LOOKS: usize = 32;

/// Articles that wait to be put to those that they are like, and how far the work is.
#[derive(Debug, Default)]
pub(super) struct Portion {
    /// By key, with the number under which each waits.
    likenesses: HashMap<i64, (i64, Likeness)>,
    /// Bands and keys, the last one first.
    bands: Vec<(i64, i64)>,
    /// The numbers of the articles whose bands all are in their table, once those of all are.
    done: Vec<i64>,
    /// Articles that were put to an event, each with its number.
    events: HashMap<i64, i64>,
    /// Changes when another program writes: as long as it stays, all articles are still as they were loaded.
    version: i64,
}

/// Notes that an article's bands are to be stored later.
pub(super) fn put_off(connection: &Connection, number: i64, key: i64, likeness: &Likeness) -> rusqlite::Result<()> {
    let mut put =
        connection.prepare_cached("INSERT OR REPLACE INTO unjoined (number, likeness, key) VALUES (?1, ?2, ?3)")?;
    put.execute(params![number, likeness.to_blob(), key]).map(drop)
}

impl Library {
    /// Finds out which of the articles that were filed after [`Library::expect_many`] tell the same, for about as long
    /// as is given and in steps of a few milliseconds; true when there is more to do.
    ///
    /// What a program leaves undone here, the next one does that files much.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn join_events(&mut self, within: Duration) -> Result<bool, LibraryError> {
        let begun = Instant::now();
        loop {
            let (connection, portion) = (&mut self.connection, &mut self.portion);
            let has_more = step(connection, portion);
            if !has_more.map_err(|cause| self.error(&cause))? {
                return Ok(false);
            }
            if begun.elapsed() >= within || self.turn.is_wanted() {
                return Ok(true);
            }
        }
    }
}

/// One transaction's work; false when there is none.
fn step(connection: &mut Connection, portion: &mut Portion) -> rusqlite::Result<bool> {
    if portion.bands.is_empty() && portion.done.is_empty() {
        *portion = Portion::load(connection)?;
        if portion.bands.is_empty() && portion.done.is_empty() {
            return Ok(false);
        }
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let is_as_loaded = version_of(&transaction)? == portion.version;
    // Of a transaction that fails nothing may be remembered, nor of articles that may have left their event.
    let events = Some(std::mem::take(&mut portion.events)).filter(|_| is_as_loaded).unwrap_or_default();
    let begun = Instant::now();
    let is_over = |count: usize| count.is_multiple_of(BETWEEN_LOOKS) && begun.elapsed() >= LONGEST;
    if portion.bands.is_empty() {
        let mut remove = transaction.prepare_cached("DELETE FROM unjoined WHERE number = ?1")?;
        let mut left = portion.done.len();
        while left > 0 && !is_over(portion.done.len() - left + 1) {
            left -= 1;
            remove.execute([portion.done[left]])?;
        }
        drop(remove);
        transaction.commit()?;
        portion.done.truncate(left);
        return Ok(true);
    }
    let mut left = portion.bands.len();
    let mut there = There::default();
    let mut joiner = Joiner {
        likenesses: &portion.likenesses,
        events,
        put: transaction.prepare_cached("INSERT OR IGNORE INTO bands VALUES (?1, ?2)")?,
        connection: &transaction,
        is_as_loaded,
    };
    for count in 1.. {
        let Some(run) = portion.bands[..left].chunk_by(|one, next| one.0 == next.0).next_back() else { break };
        if !there.reaches(run[0].0) {
            there = There::read(&transaction, &portion.bands[..left])?;
        }
        joiner.join(run, there.of(run[0].0))?;
        left -= run.len();
        if is_over(count) {
            break;
        }
    }
    let events = joiner.end();
    transaction.commit()?;
    portion.bands.truncate(left);
    if portion.bands.is_empty() {
        portion.done = std::mem::take(&mut portion.likenesses).into_values().map(|(number, _)| number).collect();
        portion.done.sort_unstable();
    } else {
        portion.events = events;
    }
    Ok(true)
}

impl Portion {
    fn load(connection: &Connection) -> rusqlite::Result<Portion> {
        let mut portion = Portion { version: version_of(connection)?, ..Portion::default() };
        let mut query =
            connection.prepare_cached("SELECT number, likeness, key FROM unjoined ORDER BY number LIMIT ?1")?;
        let mut rows = query.query([PORTION])?;
        while let Some(row) = rows.next()? {
            let key = row.get(2)?;
            // What is no likeness is looked at no more: it stands in `done` at the end.
            let likeness = Likeness::of_blob(row.get_ref(1)?.as_blob()?).unwrap_or_else(Likeness::nothing);
            portion.bands.extend(likeness.bands.iter().map(|&band| (band, key)));
            portion.likenesses.insert(key, (row.get(0)?, likeness));
        }
        portion.bands.sort_unstable_by(|one, other| other.cmp(one));
        if portion.bands.is_empty() {
            portion.done = portion.likenesses.values().map(|(number, _)| *number).collect();
        }
        Ok(portion)
    }
}

/// What one transaction needs to put articles to those that they are like.
struct Joiner<'t> {
    likenesses: &'t HashMap<i64, (i64, Likeness)>,
    events: HashMap<i64, i64>,
    put: CachedStatement<'t>,
    connection: &'t Connection,
    is_as_loaded: bool,
}

impl Joiner<'_> {
    /// Stores the articles of one band beside those that have it already, and puts those together that are alike.
    fn join(&mut self, run: &[(i64, i64)], there: &[i64]) -> rusqlite::Result<()> {
        let mut others = there.to_vec();
        // The oldest first, as they would have come in.
        for &(band, key) in run.iter().rev() {
            let Some((number, own)) = self.likenesses.get(&key) else { continue };
            if !self.is_as_loaded && !is_waiting(self.connection, *number, key, own) {
                continue;
            }
            let mut alike = HashSet::new();
            for &other in others.iter().rev().take(MOST_OF_A_BAND).filter(|&&other| other != key) {
                if !self.is_together(key, other) && self.is_like(own, other)? {
                    alike.insert(other);
                }
            }
            self.put.execute([band, key])?;
            if let Some((event, moved)) = events::unite(self.connection, key, &alike)? {
                self.events.extend(alike.iter().chain([&key]).chain(&moved).map(|&key| (key, event)));
            }
            others.push(key);
        }
        Ok(())
    }

    /// True when two articles were put to one event: most that have one band in common have several.
    fn is_together(&self, key: i64, other: i64) -> bool {
        self.events.get(&key).is_some_and(|event| self.events.get(&other) == Some(event))
    }

    /// What is known of events now.
    fn end(self) -> HashMap<i64, i64> {
        self.events
    }

    fn is_like(&self, own: &Likeness, other: i64) -> rusqlite::Result<bool> {
        // Another program may have changed the other one.
        Ok(match self.likenesses.get(&other).filter(|_| self.is_as_loaded) {
            Some((_, likeness)) => likeness.is_like(own),
            None => events::likeness_of(self.connection, other)?.is_some_and(|likeness| likeness.is_like(own)),
        })
    }
}

/// The articles that stand under the next bands already: read in one go, because each look for one costs as much as
/// reading a dozen.
#[derive(Default)]
struct There {
    /// By band, each with its newest articles, the oldest of them first.
    keys: HashMap<i64, Vec<i64>>,
    /// The last band that was read.
    last: Option<i64>,
}

impl There {
    /// Reads what stands under the last of `bands`, which are the next ones.
    fn read(connection: &Connection, bands: &[(i64, i64)]) -> rusqlite::Result<There> {
        let (Some(next), Some(last)) = (bands.last(), bands.get(bands.len().saturating_sub(AT_ONCE))) else {
            return Ok(There::default());
        };
        let mut there = There { keys: HashMap::new(), last: Some(last.0) };
        let mut query = connection
            .prepare_cached("SELECT band, key FROM bands WHERE band BETWEEN ?1 AND ?2 ORDER BY band DESC, key DESC")?;
        let mut rows = query.query([next.0, last.0])?;
        while let Some(row) = rows.next()? {
            let keys = there.keys.entry(row.get(0)?).or_default();
            if keys.len() < MOST_OF_A_BAND {
                keys.push(row.get(1)?);
            }
        }
        there.keys.values_mut().for_each(|keys| keys.reverse());
        Ok(there)
    }

    fn reaches(&self, band: i64) -> bool {
        self.last.is_some_and(|last| band <= last)
    }

    fn of(&self, band: i64) -> &[i64] {
        self.keys.get(&band).map_or(&[], Vec::as_slice)
    }
}

/// A number that another one takes the place of when another program has written.
pub(super) fn version_of(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
}

/// True when the article has not been changed or taken away since the portion was loaded.
fn is_waiting(connection: &Connection, number: i64, key: i64, likeness: &Likeness) -> bool {
    let ask = || {
        connection
            .prepare_cached("SELECT 1 FROM unjoined WHERE number = ?1 AND key = ?2 AND likeness = ?3")?
            .exists(params![number, key, likeness.to_blob()])
    };
    matches!(ask(), Ok(true))
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, ArticleId, Derivable, Language, SectionPath};
    use crate::library::likeness::Likeness;
    use crate::library::{Library, Prepared, prepare};
    use std::time::Duration;

    /// Text `number`; `extra` words more make it another text that tells the same.
    fn article(number: usize, extra: usize) -> Prepared {
        let words = (0..60).map(|word| format!("w{number}x{word}")).chain((0..extra).map(|word| format!("more{word}")));
        let path = format!("{number}-{extra}");
        prepare(
            Article {
                id: ArticleId::of_path(&path),
                path,
                source: "wire".to_owned(),
                section: Derivable::given(SectionPath::default()),
                date: None,
                language: Derivable::given(Language::new("en")),
                title: Derivable::given(format!("title {number}")),
                author: None,
                url: None,
                tags: Vec::new(),
                paragraphs: vec![words.collect::<Vec<_>>().join(" ")],
            },
            None,
        )
    }

    fn copies(library: &Library) -> Vec<u32> {
        let keys = library.newest(None, 100).unwrap();
        let mut copies: Vec<(String, u32)> =
            library.rows(&keys).unwrap().into_iter().map(|row| (row.path, row.copies)).collect();
        copies.sort();
        copies.into_iter().map(|(_, copies)| copies).collect()
    }

    /// A library whose articles all wait to be joined.
    fn waiting(batch: &[Prepared]) -> Library {
        let mut library = Library::in_memory().unwrap();
        library.expect_many().unwrap();
        library.file(batch).unwrap();
        library
    }

    #[test]
    fn many_at_once_are_joined_as_one_by_one() {
        let batch: Vec<Prepared> = (0..30)
            .flat_map(|number| (0..number % 4).map(move |extra| (number, extra)))
            .map(|(number, extra)| article(number, extra))
            .collect();
        let mut one_by_one = Library::in_memory().unwrap();
        for prepared in &batch {
            one_by_one.file(std::slice::from_ref(prepared)).unwrap();
        }
        let mut at_once = Library::in_memory().unwrap();
        // Some are there before, and are joined by what comes later.
        at_once.file(&batch[..5]).unwrap();
        at_once.expect_many().unwrap();
        at_once.file(&batch[5..20]).unwrap();
        at_once.file(&batch[20..]).unwrap();
        while at_once.join_events(Duration::ZERO).unwrap() {}
        assert_eq!(copies(&at_once), copies(&one_by_one));
        assert!(copies(&at_once).contains(&3));
        assert_eq!(at_once.check().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn work_that_was_cut_short_is_done_again_without_counting_twice() {
        let batch: Vec<Prepared> = (0..60).map(|number| article(number / 3, number % 3)).collect();
        let mut library = waiting(&batch);
        library.join_events(Duration::ZERO).unwrap();
        // The program has ended here, and another one begins.
        library.portion = super::Portion::default();
        while library.join_events(Duration::ZERO).unwrap() {}
        assert_eq!(copies(&library), vec![3; 60]);
        assert_eq!(library.check().unwrap(), Vec::<String>::new());
        let left: i64 = library.connection.query_row("SELECT count(*) FROM unjoined", [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0);
    }

    #[test]
    fn what_a_transaction_that_failed_had_put_together_is_put_together_again() {
        let batch: Vec<Prepared> = (0..60).map(|number| article(number / 3, number % 3)).collect();
        let mut library = waiting(&batch);
        // The last of the bands cannot be written.
        let last = super::Portion::load(&library.connection).unwrap().bands[0].0;
        let fails = format!(
            "CREATE TRIGGER fails BEFORE INSERT ON bands WHEN NEW.band = {last} BEGIN SELECT RAISE(ABORT, 'full'); END"
        );
        library.connection.execute_batch(&fails).unwrap();
        while library.join_events(Duration::ZERO).is_ok_and(|has_more| has_more) {}
        assert!(library.join_events(Duration::ZERO).is_err());
        library.connection.execute_batch("DROP TRIGGER fails").unwrap();
        while library.join_events(Duration::ZERO).unwrap() {}
        assert_eq!(copies(&library), vec![3; 60]);
        assert_eq!(library.check().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_number_that_an_event_has_had_before_tells_nothing_of_who_stood_in_that_one() {
        // The first two pairs become one event; the number of the second is given to the third pair, and then one of
        // the second meets one of the third.
        let bands: [&[i64]; 6] = [&[1], &[1, 3], &[2, 3], &[2, 5], &[4, 5], &[4]];
        let batch: Vec<Prepared> = (0..6)
            .map(|number| {
                let likeness = Likeness { signature: [7; 32], bands: bands[number].to_vec() };
                Prepared { likeness: Some(likeness), ..article(number, 0) }
            })
            .collect();
        let mut library = waiting(&batch);
        while library.join_events(Duration::ZERO).unwrap() {}
        assert_eq!(copies(&library), vec![6; 6]);
    }
}
