//! What a listing is made of: sections, sources, days and entities, counted.
//!
//! Owns the counting over the newest articles of the listing; what a facet does to the query is `app/`'s.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;

use super::answer::Desk;
use super::ask::Facets;
use super::entities::tallies;
use crate::library::{ArticleKey, LibraryError};

/// So many articles of the listing are counted, its first ones.
pub(super) const MOST_COUNTED: usize = 2000;
/// So many entities are given.
const MOST_ENTITIES: usize = 24;

impl Desk {
    /// Counts what the listing holds.
    pub(super) fn facets(&mut self) -> Result<Facets, LibraryError> {
        self.extend(MOST_COUNTED)?;
        // What stands behind a line belongs to the listing as well.
        let behind = |key: &ArticleKey| self.list.behind.get(key).cloned().unwrap_or_default();
        let lines = self.list.keys.iter().flat_map(|key| [*key].into_iter().chain(behind(key)));
        let keys: Vec<ArticleKey> = lines.take(MOST_COUNTED).collect();
        let mut entities = tallies(&self.named(&keys)?);
        entities.truncate(MOST_ENTITIES);
        let rows = self.library.rows(&keys)?;
        let mut days = counted(rows.iter().filter_map(|row| row.date.map(|date| date.day)));
        days.sort_by_key(|(day, _)| Reverse(*day));
        Ok(Facets {
            sections: counted(rows.iter().map(|row| row.section.clone())),
            sources: counted(rows.iter().map(|row| row.source.clone())),
            days,
            entities,
            articles: rows.len(),
        })
    }
}

/// How often each value comes, the most frequent first, equals in their own order.
fn counted<T: Hash + Eq + Ord>(values: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts: HashMap<T, usize> = HashMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut counts: Vec<(T, usize)> = counts.into_iter().collect();
    counts.sort_by(|left, right| (Reverse(left.1), &left.0).cmp(&(Reverse(right.1), &right.0)));
    counts
}
