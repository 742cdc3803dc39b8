//! More like this: articles that share rare words with one.
//!
//! Owns the choice of words and the sum; nothing is kept for it, so that it costs only who asks. How rare a word is
//! shows in how far back its newest articles reach.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension};

use super::{ArticleKey, Library, LibraryError};
use crate::query::index_words;

/// How many articles of a word are looked at, newest first. A word that more have says little.
const MOST_OF_A_WORD: usize = 200;
/// How many words of an article are looked up: the first of its text, which say what it is about.
const MOST_WORDS: usize = 200;
/// How many of the rarest words count.
const COUNTED_WORDS: usize = 32;
/// How much more a word of the title says than one of the text.
const TITLE_WEIGHT: f64 = 2.0;
/// What an article must share with another one, as a part of what it shares with itself.
const LEAST_SHARE: f64 = 0.05;
/// And in how many words.
const FEWEST_SHARED: u32 = 2;

impl Library {
    /// At most `most` articles that are like this one, the most similar first and without it.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn similar(&self, key: ArticleKey, most: usize) -> Result<Vec<ArticleKey>, LibraryError> {
        let articles = self.len()? as f64;
        self.ask(|connection| {
            let Some((title, text)) = texts_of(connection, key)? else { return Ok(Vec::new()) };
            let mut words = Vec::new();
            for (word, weight) in words_of(&title, &text) {
                let keys = articles_with(connection, &word)?;
                // A word of this article alone leads nowhere; one of very many says nothing.
                if (2..MOST_OF_A_WORD).contains(&keys.len()) {
                    let rarity = (articles.max(2.0) / keys.len() as f64).ln().max(0.1);
                    words.push((weight * rarity, keys));
                }
            }
            words.sort_by(|one, other| other.0.total_cmp(&one.0));
            words.truncate(COUNTED_WORDS);
            Ok(ranked(&words, key, most))
        })
    }
}

fn texts_of(connection: &Connection, key: ArticleKey) -> rusqlite::Result<Option<(String, String)>> {
    let mut query = connection.prepare_cached(
        "SELECT title, coalesce(text, '') FROM articles JOIN texts ON number = text_number WHERE key = ?1",
    )?;
    query.query_row([key.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

/// The words of an article, each once, with what they weigh.
fn words_of(title: &str, text: &str) -> Vec<(String, f64)> {
    let of_title = index_words(title).map(|word| (word.stem, TITLE_WEIGHT));
    let of_text = index_words(text).map(|word| (word.stem, 1.0));
    let mut seen = HashSet::new();
    of_title.chain(of_text).filter(|(word, _)| seen.insert(word.clone())).take(MOST_WORDS).collect()
}

fn articles_with(connection: &Connection, word: &str) -> rusqlite::Result<Vec<i64>> {
    let mut query =
        connection.prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT ?2")?;
    let words = format!("{{title body}} : \"{}\"", word.replace('"', " "));
    query.query_map((words, MOST_OF_A_WORD as i64), |row| row.get(0))?.collect()
}

/// The articles by the sum of what the words that they share weigh, then the newest.
fn ranked(words: &[(f64, Vec<i64>)], own: ArticleKey, most: usize) -> Vec<ArticleKey> {
    let whole: f64 = words.iter().map(|(weight, _)| weight).sum();
    let mut sums: HashMap<i64, (f64, u32)> = HashMap::new();
    for (weight, keys) in words {
        for &key in keys.iter().filter(|&&key| key != own.0) {
            let sum = sums.entry(key).or_default();
            *sum = (sum.0 + weight, sum.1 + 1);
        }
    }
    let mut found: Vec<(f64, i64)> = sums
        .into_iter()
        .filter(|&(_, (sum, shared))| shared >= FEWEST_SHARED && sum >= whole * LEAST_SHARE)
        .map(|(key, (sum, _))| (sum, key))
        .collect();
    found.sort_by(|one, other| other.0.total_cmp(&one.0).then(Reverse(one.1).cmp(&Reverse(other.1))));
    found.truncate(most);
    found.into_iter().map(|(_, key)| ArticleKey(key)).collect()
}
