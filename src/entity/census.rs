//! Who occurs how often in an article.
//!
//! Owns the count by entity; the mentions come from `recognise.rs`.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::{EntityId, KINDS, Mention};

/// One entity of an article and where it is mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityCount {
    /// Whom or what it is.
    pub id: EntityId,
    /// How its first mention is best written in a list.
    pub name: String,
    /// How often it is mentioned; the length of `mentions`.
    pub count: usize,
    /// Each mention as the index of its paragraph and its index within that paragraph's list, in reading order.
    pub mentions: Vec<(usize, usize)>,
}

/// Counts the mentions of each entity: kinds in the order of [`KINDS`], then the most frequent, then the first named.
pub fn census(mentions: &[Vec<Mention>]) -> Vec<EntityCount> {
    let mut counts: Vec<EntityCount> = Vec::new();
    let mut places: HashMap<&EntityId, usize> = HashMap::new();
    for (paragraph, list) in mentions.iter().enumerate() {
        for (index, mention) in list.iter().enumerate() {
            let at = *places.entry(&mention.id).or_insert_with(|| {
                let (id, name) = (mention.id.clone(), mention.name.clone());
                counts.push(EntityCount { id, name, count: 0, mentions: Vec::new() });
                counts.len() - 1
            });
            counts[at].count += 1;
            counts[at].mentions.push((paragraph, index));
        }
    }
    // Stable: entities of one count stay in the order of their first mention.
    let rank = |count: &EntityCount| KINDS.iter().position(|row| row.kind == count.id.kind);
    counts.sort_by_key(|count| (rank(count), Reverse(count.count)));
    counts
}
