//! How frequent a beginning of words is: counted in a small sample of the articles.
//!
//! Owns the sample and what follows from it; `plan.rs` chooses with it between the index, which gathers the lists of all
//! words that begin so before it gives the first article, and looking the newest articles through.

use memchr::memmem;
use rusqlite::{Connection, OptionalExtension};

use crate::library::Library;
use crate::query::{IndexWord, index_words};

/// How many articles are looked at, spread evenly over the time of the library: enough to tell a tenth from a fifth.
const SIZE: i64 = 128;
/// The sample is taken anew when the library has so many times more or fewer articles than then.
const GROWTH: u64 = 2;
/// What an article costs that is looked through, divided by what one costs in the index, times a screenful or two of
/// hits: measured, 6.5 µs and 0.7 µs, and 100.
const COST: f64 = 6.5 / 0.7 * 100.0;

/// The words of some articles, as the index has them.
#[derive(Debug, Default)]
pub(in crate::library) struct Sample {
    /// How many articles there were when it was taken.
    of: u64,
    /// One text an article, words and stems: a blank before and behind each.
    words: Vec<String>,
}

impl Library {
    /// True when so many articles have a word that begins so, or a stem, that looking the newest through finds a screenful
    /// sooner than the index gathers its lists.
    pub(super) fn is_frequent(&self, beginnings: &[&str]) -> rusqlite::Result<bool> {
        let total: f64 = self.connection.query_row("SELECT total(total) FROM sections", [], |row| row.get(0))?;
        // Of `n` articles and a share `d`, looking through costs `1 / d` an article found, the index `d · n` at once.
        let threshold = (COST / total.max(1.0)).sqrt();
        if threshold >= 1.0 {
            return Ok(false);
        }
        let mut sample = self.sample.borrow_mut();
        let total = total as u64;
        if sample.words.is_empty() || total > sample.of * GROWTH || total < sample.of / GROWTH {
            *sample = Sample { of: total, words: taken(&self.connection)? };
        }
        let sought: Vec<String> = beginnings.iter().map(|beginning| format!(" {beginning}")).collect();
        let finders: Vec<_> = sought.iter().map(memmem::Finder::new).collect();
        let holds = |words: &&String| finders.iter().any(|finder| finder.find(words.as_bytes()).is_some());
        let held = sample.words.iter().filter(holds).count();
        Ok(held as f64 >= threshold * sample.words.len().max(1) as f64)
    }
}

/// The words of articles that lie evenly between the oldest and the newest.
fn taken(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let ends = connection.query_row("SELECT min(key), max(key) FROM articles", [], |row| {
        Ok(row.get::<_, Option<i64>>(0)?.zip(row.get::<_, Option<i64>>(1)?))
    })?;
    let Some((oldest, newest)) = ends else { return Ok(Vec::new()) };
    let mut query = connection.prepare_cached(
        "SELECT key, title, text FROM articles JOIN texts ON number = text_number WHERE key >= ?1 ORDER BY key LIMIT 1",
    )?;
    let step = (newest - oldest) / SIZE + 1;
    let mut words = Vec::new();
    let mut next = oldest;
    for at in 0..SIZE {
        let place = next.max(oldest.saturating_add(at * step));
        let found = query.query_row([place], |row| {
            let mut found = String::new();
            for text in [row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str_or_null()?.unwrap_or_default()] {
                for IndexWord { folded, stem, .. } in index_words(text) {
                    found.extend([" ", &folded, " ", &stem]);
                }
            }
            Ok((row.get::<_, i64>(0)?, format!(" {found} ")))
        });
        let Some((key, found)) = found.optional()? else { break };
        next = key + 1;
        words.push(found);
    }
    Ok(words)
}
