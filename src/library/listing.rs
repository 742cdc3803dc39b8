//! Mentions of many articles at once: what an import, or a long look for names, enters under their entities later.
//!
//! Owns `unlisted` and the order of the work. A frequent entity stands in most articles, and others lie all over their
//! tables: a batch of some dozens writes nearly all pages of them, thousands of articles no more. One by one is
//! `mentions.rs`.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, params};

use super::joining::version_of;
use super::spans::decode;
use super::turn::Turn;
use super::{Library, LibraryError};

/// How many articles are listed at once at most, and in how many places: some twenty megabytes.
const MOST: u64 = 32_768;
const MOST_PLACES: usize = 1 << 20;
/// Fewer articles than this are worth no work of their own.
const FEWEST: u64 = 1_024;
/// A larger library has more pages: such a part of its articles is listed at once.
const PART: u64 = 16;
/// How long one transaction goes on: others wait no longer than about that.
const LONGEST: Duration = Duration::from_millis(10);
/// How many articles of one entity are entered, or have their notes taken away, between two looks at the clock.
const BETWEEN_LOOKS: usize = 64;
/// Stands for a state of the file that no file has.
const UNKNOWN: i64 = i64::MIN;
/// Stands for the number of an article that does not wait any more.
const GONE: i64 = 0;

/// Articles whose mentions are to be entered, and how far the work is.
#[derive(Debug, Default)]
pub(super) struct Unlisted {
    /// Their numbers, or [`GONE`], and their keys.
    articles: Vec<(i64, i64)>,
    /// An entity, the place of an article that names it, and how often it does; the last one first.
    postings: Vec<(i64, u32, u32)>,
    /// The numbers of the articles that are done with, once all are.
    done: Vec<i64>,
    /// Changes when another program writes: as long as it stays, all articles are still as they were loaded.
    version: i64,
    /// How many more wait, as far as this handle knows.
    waiting: u64,
}

impl Unlisted {
    /// Notes what a transaction of this handle has put off, and whether it took away what was put off before.
    pub(super) fn note(&mut self, (put_off, has_removed): (u64, bool)) {
        self.waiting += put_off;
        if has_removed {
            self.version = UNKNOWN;
        }
    }

    /// Begins with what others have left.
    pub(super) fn expect(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let count = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0).map(i64::unsigned_abs);
        self.waiting = connection.query_row("SELECT count(*) FROM unlisted", [], count)?;
        Ok(())
    }

    fn is_idle(&self) -> bool {
        self.postings.is_empty() && self.done.is_empty()
    }

    /// Loads those that wait longest.
    fn load(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.version = version_of(connection)?;
        let mut query = connection
            .prepare_cached("SELECT number, key, data FROM unlisted JOIN spans USING (key) ORDER BY number LIMIT ?1")?;
        let mut rows = query.query([MOST as i64])?;
        self.articles.clear();
        let mut entities: Vec<i64> = Vec::new();
        while let Some(row) = rows.next()?.filter(|_| self.postings.len() < MOST_PLACES) {
            entities.clear();
            entities.extend(decode(row.get_ref(2)?.as_blob()?).iter().map(|span| span.entity));
            entities.sort_unstable();
            let place = self.articles.len() as u32;
            let runs = entities.chunk_by(|one, next| one == next);
            self.postings.extend(runs.map(|run| (run[0], place, run.len() as u32)));
            self.articles.push((row.get(0)?, row.get(1)?));
        }
        self.waiting = self.waiting.saturating_sub(self.articles.len() as u64);
        let articles = &self.articles;
        self.postings.sort_unstable_by_key(|&(entity, place, _)| Reverse((entity, articles[place as usize].1)));
        if self.postings.is_empty() {
            self.end();
        }
        Ok(())
    }

    /// All are entered.
    fn end(&mut self) {
        self.postings = Vec::new();
        let numbers = std::mem::take(&mut self.articles).into_iter().map(|(number, _)| number);
        self.done = numbers.filter(|&number| number != GONE).collect();
        self.done.sort_unstable();
    }

    /// Leaves out what does not wait any more: another program has changed it, taken it away or entered it.
    fn refresh(&mut self, transaction: &Transaction<'_>) -> rusqlite::Result<()> {
        let version = version_of(transaction)?;
        if version == self.version {
            return Ok(());
        }
        let numbers = || self.articles.iter().map(|(number, _)| *number).filter(|&number| number != GONE);
        if let (Some(first), Some(last)) = (numbers().min(), numbers().max()) {
            let mut query = transaction.prepare_cached("SELECT number FROM unlisted WHERE number BETWEEN ?1 AND ?2")?;
            let waiting = query.query_map([first, last], |row| row.get(0))?;
            let waiting = waiting.collect::<rusqlite::Result<HashSet<i64>>>()?;
            for (number, _) in &mut self.articles {
                *number = if waiting.contains(number) { *number } else { GONE };
            }
        }
        self.version = version;
        Ok(())
    }

    /// One transaction's work, about as long as is given; false when there is none.
    fn step(&mut self, connection: &mut Connection, turn: &Turn, longest: Duration) -> rusqlite::Result<bool> {
        if self.is_idle() {
            self.load(connection)?;
            if self.is_idle() {
                return Ok(false);
            }
        }
        let transaction = turn.begin(connection)?;
        let begun = Instant::now();
        if self.postings.is_empty() {
            let mut left = self.done.len();
            let mut remove = transaction.prepare_cached("DELETE FROM unlisted WHERE number = ?1")?;
            for numbers in self.done.rchunks(BETWEEN_LOOKS) {
                numbers.iter().try_for_each(|number| remove.execute([number]).map(drop))?;
                left -= numbers.len();
                if begun.elapsed() >= longest {
                    break;
                }
            }
            drop(remove);
            transaction.commit()?;
            self.done.truncate(left);
            return Ok(true);
        }
        self.refresh(&transaction)?;
        let mut left = self.postings.len();
        loop {
            let mut runs = self.postings[..left].chunk_by(|one, next| one.0 == next.0);
            let Some(run) = runs.next_back() else { break };
            let run = &run[run.len().saturating_sub(BETWEEN_LOOKS)..];
            self.enter(&transaction, run)?;
            left -= run.len();
            if begun.elapsed() >= longest {
                break;
            }
        }
        transaction.commit()?;
        self.postings.truncate(left);
        if self.postings.is_empty() {
            self.end();
        }
        Ok(true)
    }

    /// Enters articles under one entity. What was entered before the work was cut short is not counted again.
    fn enter(&self, transaction: &Transaction<'_>, run: &[(i64, u32, u32)]) -> rusqlite::Result<()> {
        let mut put = transaction.prepare_cached("INSERT OR IGNORE INTO mentions VALUES (?1, ?2, ?3)")?;
        let (mut articles, mut mentions) = (0, 0);
        for &(entity, place, count) in run.iter().rev() {
            let (number, key) = self.articles[place as usize];
            if number != GONE && put.execute([entity, key, i64::from(count)])? > 0 {
                (articles, mentions) = (articles + 1, mentions + i64::from(count));
            }
        }
        if articles == 0 {
            return Ok(());
        }
        grow(transaction, run[0].0, articles, mentions)
    }
}

/// Lets the counts of an entity grow, or shrink.
pub(super) fn grow(connection: &Connection, entity: i64, articles: i64, mentions: i64) -> rusqlite::Result<()> {
    let change = "UPDATE entities SET articles = articles + ?2, mentions = mentions + ?3 WHERE number = ?1";
    connection.prepare_cached(change)?.execute([entity, articles, mentions]).map(drop)
}

/// Notes that an article's mentions are to be entered later.
pub(super) fn put_off(connection: &Connection, key: i64) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT INTO unlisted (key) VALUES (?1)")?.execute([key]).map(drop)
}

/// Takes a note away; true when there was one.
pub(super) fn take_back(connection: &Connection, key: i64) -> rusqlite::Result<bool> {
    let mut take = connection.prepare_cached("DELETE FROM unlisted WHERE key = ?1")?;
    Ok(take.execute(params![key])? > 0)
}

impl Library {
    /// Enters under their entities what articles mention that were filed after [`Library::expect_many`] or looked through
    /// after [`Library::expect_names`], where so many wait that it is worth it: for about as long as is given and in steps
    /// of a few milliseconds. True when there is more to do.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn list_many(&mut self, within: Duration) -> Result<bool, LibraryError> {
        let are_many = |library: &Library| {
            let waiting = library.unlisted.waiting;
            Ok(waiting >= FEWEST && waiting >= (library.len()? / PART).min(MOST))
        };
        self.list(within, are_many)
    }

    /// The same for all that wait, whoever put them off: until then they are not found by their entities.
    ///
    /// What a program leaves undone here, the next one does that files much or looks for names.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn list_all(&mut self, within: Duration) -> Result<bool, LibraryError> {
        self.list(within, |_| Ok(true))
    }

    /// Lets what articles mention be entered later from now on.
    pub(super) fn put_mentions_off(&mut self) -> Result<(), LibraryError> {
        self.puts_off.mentions = true;
        let expected = self.unlisted.expect(&self.connection);
        expected.map_err(|cause| self.error(&cause))
    }

    fn list(
        &mut self,
        within: Duration,
        begins: impl Fn(&Library) -> Result<bool, LibraryError>,
    ) -> Result<bool, LibraryError> {
        let begun = Instant::now();
        loop {
            if self.unlisted.is_idle() && !begins(self)? {
                return Ok(false);
            }
            let (connection, turn, unlisted) = (&mut self.connection, &self.turn, &mut self.unlisted);
            let has_more = unlisted.step(connection, turn, LONGEST);
            if !has_more.map_err(|cause| self.error(&cause))? {
                self.unlisted.waiting = 0;
                return Ok(false);
            }
            if begun.elapsed() >= within || self.turn.is_wanted() {
                return Ok(true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Unlisted;
    use crate::entity::{EntityId, Kind, Mention};
    use crate::library::tests::article;
    use crate::library::{Access, ArticleKey, EntityScope, Library, Prepared, prepare};

    /// An article that names entity `number % 7` as often as `number % 3` says, and one more, and one of its own.
    fn naming(number: usize, version: usize) -> Prepared {
        let mention = |kind, key: String| Mention {
            bytes: 0..2,
            id: EntityId { kind, key: key.clone() },
            name: key,
            value: None,
        };
        let frequent = (0..=number % 3).map(|_| mention(Kind::Place, format!("place {}", number % 7)));
        let others = [(Kind::Person, format!("all {version}")), (Kind::Person, format!("own {number}"))];
        let list: Vec<Mention> = frequent.chain(others.map(|(kind, key)| mention(kind, key))).collect();
        let text = format!("نص {number} {version}");
        prepare(article(&format!("/{number}"), "خبر", &[&text]), Some(vec![list]))
    }

    fn batch(numbers: std::ops::Range<usize>, version: usize) -> Vec<Prepared> {
        numbers.map(|number| naming(number, version)).collect()
    }

    /// An entity with its counts, and the articles that name it.
    type NamedEntity = (String, u64, u64, Vec<(ArticleKey, u64)>);

    /// All of them.
    fn named(library: &Library) -> Vec<NamedEntity> {
        let tallies = library.entity_counts(EntityScope::All, 10_000).unwrap();
        let mut named: Vec<_> = tallies
            .into_iter()
            .map(|tally| {
                let id = tally.id.to_string();
                let articles = library.mention_counts(&id, 10_000).unwrap();
                (id, tally.articles, tally.mentions, articles)
            })
            .collect();
        named.sort();
        named
    }

    fn is_whole(library: &Library) -> bool {
        let left: i64 = library.connection.query_row("SELECT count(*) FROM unlisted", [], |row| row.get(0)).unwrap();
        left == 0 && library.check().unwrap().is_empty()
    }

    fn list_all(library: &mut Library) {
        while library.list_all(Duration::ZERO).unwrap() {}
    }

    #[test]
    fn many_at_once_are_entered_as_one_by_one() {
        let mut one_by_one = Library::in_memory().unwrap();
        one_by_one.file(&batch(0..90, 1)).unwrap();
        let mut at_once = Library::in_memory().unwrap();
        at_once.file(&batch(0..5, 1)).unwrap();
        at_once.expect_many().unwrap();
        at_once.file(&batch(5..60, 1)).unwrap();
        let before = named(&at_once);
        assert_eq!(before.iter().map(|(.., articles)| articles.len()).max(), Some(5), "the others wait");
        assert!(!at_once.list_many(Duration::ZERO).unwrap(), "so few are not worth it");
        assert_eq!(named(&at_once), before);
        at_once.file(&batch(60..90, 1)).unwrap();
        list_all(&mut at_once);
        assert_eq!(named(&at_once), named(&one_by_one));
        assert!(is_whole(&at_once));
        let meant = at_once.entities_meant("own 77").unwrap();
        assert_eq!(meant.iter().map(|tally| tally.articles).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn what_many_have_put_off_is_begun_without_being_asked_for_all() {
        let mut library = Library::in_memory().unwrap();
        library.expect_many().unwrap();
        let most = usize::try_from(super::FEWEST).unwrap();
        library.file(&batch(0..most, 1)).unwrap();
        while library.list_many(Duration::ZERO).unwrap() {
            // More come in between.
            let number = most + usize::try_from(library.len().unwrap()).unwrap();
            library.file(&batch(number..number + 1, 1)).unwrap();
        }
        let all = named(&library).iter().map(|(.., articles)| articles.len()).max();
        assert_eq!(all, Some(most), "the later ones wait");
        list_all(&mut library);
        assert!(is_whole(&library));
        assert_eq!(
            named(&library).iter().map(|(.., articles)| articles.len() as u64).max(),
            Some(library.len().unwrap())
        );
    }

    #[test]
    fn work_that_was_cut_short_is_done_again_without_counting_twice() {
        for steps in 0..8 {
            let mut library = Library::in_memory().unwrap();
            library.expect_many().unwrap();
            library.file(&batch(0..120, 1)).unwrap();
            for _ in 0..steps {
                let unlisted = &mut library.unlisted;
                unlisted.step(&mut library.connection, &library.turn, Duration::ZERO).unwrap();
            }
            // The program has ended here, and another one begins.
            library.unlisted = Unlisted::default();
            list_all(&mut library);
            let mut one_by_one = Library::in_memory().unwrap();
            one_by_one.file(&batch(0..120, 1)).unwrap();
            assert_eq!(named(&library), named(&one_by_one), "{steps}");
            assert!(is_whole(&library));
        }
    }

    /// A library on disk whose first articles are loaded and not entered yet.
    fn loaded(folder: &tempfile::TempDir) -> Library {
        let mut library = Library::open(&folder.path().join("l.db"), Access::Write).unwrap();
        library.expect_many().unwrap();
        library.file(&batch(0..60, 1)).unwrap();
        library.unlisted.load(&library.connection).unwrap();
        assert!(!library.unlisted.is_idle());
        library
    }

    fn expected() -> Vec<NamedEntity> {
        let mut library = Library::in_memory().unwrap();
        library.file(&batch(0..60, 1)).unwrap();
        library.file(&batch(20..40, 2)).unwrap();
        assert!(is_whole(&library));
        named(&library)
    }

    #[test]
    fn what_is_changed_meanwhile_is_entered_as_it_is_then() {
        let folder = tempfile::tempdir().unwrap();
        let mut library = loaded(&folder);
        library.file(&batch(20..40, 2)).unwrap();
        list_all(&mut library);
        assert_eq!(named(&library), expected());
        assert!(is_whole(&library));
    }

    #[test]
    fn what_another_program_changes_and_enters_meanwhile_is_not_entered_twice() {
        for (puts_off, lists) in [(false, false), (true, false), (true, true), (false, true)] {
            let folder = tempfile::tempdir().unwrap();
            let mut library = loaded(&folder);
            let mut other = Library::open(&folder.path().join("l.db"), Access::Write).unwrap();
            if puts_off {
                other.expect_many().unwrap();
            }
            other.file(&batch(20..40, 2)).unwrap();
            if lists {
                list_all(&mut other);
            }
            list_all(&mut library);
            list_all(&mut other);
            assert_eq!(named(&library), expected(), "{puts_off} {lists}");
            assert!(is_whole(&library));
        }
    }

    #[test]
    fn what_others_have_left_counts_where_many_wait() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("l.db");
        let half = usize::try_from(super::FEWEST).unwrap() / 2;
        for part in [0..half, half..2 * half] {
            let mut library = Library::open(&path, Access::Write).unwrap();
            library.expect_names().unwrap();
            library.file(&batch(part, 1)).unwrap();
            while library.list_many(Duration::ZERO).unwrap() {}
        }
        let library = Library::open(&path, Access::Write).unwrap();
        assert_eq!(named(&library).len(), 7 + 1 + 2 * half);
        assert!(is_whole(&library));
    }

    #[test]
    fn a_note_without_mentions_keeps_no_article_away() {
        let mut library = Library::in_memory().unwrap();
        library.expect_many().unwrap();
        library.file(&batch(0..3, 1)).unwrap();
        library.connection.execute("DELETE FROM spans", []).unwrap();
        assert_eq!(library.check().unwrap(), ["articles that wait for their entities and have none: 3"]);
        library.file(&batch(0..3, 2)).unwrap();
        list_all(&mut library);
        assert!(is_whole(&library));
    }

    #[test]
    fn what_is_looked_through_again_counts_once() {
        let mut library = Library::in_memory().unwrap();
        library.expect_names().unwrap();
        library.file(&batch(0..30, 1)).unwrap();
        let mentions = |number: usize| naming(number, 3).mentions.unwrap();
        let keys = library.newest(None, 30).unwrap();
        let again: Vec<_> = keys.iter().map(|&key| (key, mentions(3))).collect();
        library.set_mentions(&again, 7).unwrap();
        library.unlisted.load(&library.connection).unwrap();
        library.set_mentions(&again[..10], 8).unwrap();
        list_all(&mut library);
        assert!(is_whole(&library));
        let counts: Vec<_> =
            named(&library).into_iter().map(|(id, articles, mentions, _)| (id, articles, mentions)).collect();
        let counts: Vec<_> = counts.iter().map(|(id, articles, mentions)| (&**id, *articles, *mentions)).collect();
        assert_eq!(counts, [("person:all 3", 30, 30), ("person:own 3", 30, 30), ("place:place 3", 30, 30)]);
    }
}
