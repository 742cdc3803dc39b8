//! Mentions of many articles at once: what an import, or a long look for names, enters under their entities later.
//!
//! Owns `unlisted` and the order of the work. A frequent entity stands in most articles, and others lie all over their
//! tables: a batch of some dozens writes nearly all pages of them, thousands of articles no more. One by one is
//! `mentions.rs`.

use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::joining::version_of;
use super::spans::decode;
use super::turn::Turn;
use super::{Library, LibraryError};

/// How many articles are listed at once at most: some ten megabytes.
const MOST: u64 = 32_768;
/// Fewer articles than this are worth no work of their own.
const FEWEST: u64 = 1_024;
/// A larger library has more pages: such a part of its articles is listed at once.
const PART: u64 = 16;
/// How long one transaction goes on: others wait no longer than about that.
const LONGEST: Duration = Duration::from_millis(10);
/// How many entities, or articles, pass between two looks at the clock.
const BETWEEN_LOOKS: usize = 32;
/// Stands for a state of the file that no file has.
const UNKNOWN: i64 = i64::MIN;

/// Articles whose mentions are to be entered, and how far the work is.
#[derive(Debug, Default)]
pub(super) struct Unlisted {
    /// Their numbers and keys, in the order of the keys.
    articles: Vec<(i64, i64)>,
    /// An entity, the place of an article that names it, and how often it does; the last one first.
    postings: Vec<(i64, u32, u32)>,
    /// The numbers of the articles that are done with, once all are.
    done: Vec<i64>,
    /// Changes when another program writes: as long as it stays, all articles are still as they were loaded.
    version: i64,
    /// How many more this handle has put off.
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

    fn is_idle(&self) -> bool {
        self.postings.is_empty() && self.done.is_empty()
    }

    /// Loads those that wait longest.
    fn load(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.version = version_of(connection)?;
        let mut query = connection
            .prepare_cached("SELECT number, key, data FROM unlisted JOIN spans USING (key) ORDER BY number LIMIT ?1")?;
        let mut rows = query.query([MOST as i64])?;
        let mut loaded = Vec::new();
        while let Some(row) = rows.next()? {
            let mut entities: Vec<i64> = decode(row.get_ref(2)?.as_blob()?).iter().map(|span| span.entity).collect();
            entities.sort_unstable();
            loaded.push((row.get(1)?, row.get(0)?, entities));
        }
        loaded.sort_unstable_by_key(|&(key, ..)| key);
        self.waiting = self.waiting.saturating_sub(loaded.len() as u64);
        self.articles.clear();
        for (place, (key, number, entities)) in loaded.into_iter().enumerate() {
            self.articles.push((number, key));
            let runs = entities.chunk_by(|one, next| one == next);
            self.postings.extend(runs.map(|run| (run[0], place as u32, run.len() as u32)));
        }
        self.postings.sort_unstable_by(|one, other| other.cmp(one));
        if self.postings.is_empty() {
            self.end();
        }
        Ok(())
    }

    /// All are entered.
    fn end(&mut self) {
        self.done = std::mem::take(&mut self.articles).into_iter().map(|(number, _)| number).collect();
        self.done.sort_unstable();
    }

    /// One transaction's work, about as long as is given; false when there is none.
    fn step(&mut self, connection: &mut Connection, turn: &Turn, longest: Duration) -> rusqlite::Result<bool> {
        if self.is_idle() {
            self.load(connection)?;
            if self.is_idle() {
                return Ok(false);
            }
        }
        let asked = turn.ask();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        drop(asked);
        let begun = Instant::now();
        let is_over = |count: usize| count.is_multiple_of(BETWEEN_LOOKS) && begun.elapsed() >= longest;
        if self.postings.is_empty() {
            let mut left = self.done.len();
            let mut remove = transaction.prepare_cached("DELETE FROM unlisted WHERE number = ?1")?;
            while left > 0 && !is_over(self.done.len() - left + 1) {
                left -= 1;
                remove.execute([self.done[left]])?;
            }
            drop(remove);
            transaction.commit()?;
            self.done.truncate(left);
            return Ok(true);
        }
        let is_as_loaded = version_of(&transaction)? == self.version;
        let mut left = self.postings.len();
        for count in 1.. {
            let mut runs = self.postings[..left].chunk_by(|one, next| one.0 == next.0);
            let Some(run) = runs.next_back() else { break };
            self.enter(&transaction, run, is_as_loaded)?;
            left -= run.len();
            if is_over(count) {
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
    fn enter(
        &self,
        transaction: &Transaction<'_>,
        run: &[(i64, u32, u32)],
        is_as_loaded: bool,
    ) -> rusqlite::Result<()> {
        let mut put = transaction.prepare_cached("INSERT OR IGNORE INTO mentions VALUES (?1, ?2, ?3)")?;
        let mut waits = transaction.prepare_cached("SELECT 1 FROM unlisted WHERE number = ?1 AND key = ?2")?;
        let (mut articles, mut mentions) = (0, 0);
        for &(entity, place, count) in run.iter().rev() {
            let (number, key) = self.articles[place as usize];
            // It may have been changed, taken away or entered by another program.
            if !is_as_loaded && !waits.exists([number, key])? {
                continue;
            }
            if put.execute([entity, key, i64::from(count)])? > 0 {
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

    /// Every entity with its counts, and the articles that name it.
    fn named(library: &Library) -> Vec<(String, u64, u64, Vec<(ArticleKey, u64)>)> {
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

    fn expected() -> Vec<(String, u64, u64, Vec<(ArticleKey, u64)>)> {
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
