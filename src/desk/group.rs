//! Articles gathered under headings.
//!
//! Owns the order of the groups, and the arithmetic between articles and places, where headings stand among them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::ask::{Group, GroupName, Sort};
use crate::article::SectionPath;
use crate::library::{ArticleKey, Row};
use crate::text::fold;

/// The groups of a listing, in their order.
#[derive(Debug, Default)]
pub(super) struct Groups(Vec<(GroupName, usize, usize)>);

impl Groups {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// How many headings stand before an article, its own among them.
    pub(super) fn headings_before(&self, article: usize) -> usize {
        self.0.partition_point(|(_, first, _)| *first <= article)
    }

    /// How many articles stand before a place.
    pub(super) fn articles_before(&self, place: usize) -> usize {
        // The heading of the group with number n stands behind n headings and all articles of the groups before.
        let headings = self.0.iter().zip(0..).take_while(|((_, first, _), number)| first + number < place).count();
        place - headings
    }

    /// The heading at a place, with the count of its articles.
    pub(super) fn heading_at(&self, place: usize) -> Option<(&GroupName, usize)> {
        let found = self.0.iter().zip(0..).find(|((_, first, _), number)| first + number >= place);
        found.filter(|((_, first, _), number)| first + number == place).map(|((name, _, count), _)| (name, *count))
    }
}

/// Puts articles into an order and under headings; those of one group keep the order in which they come.
///
/// Sections and sources are ordered by name, what has none last; days the newest first.
pub(super) fn gather(mut rows: Vec<Row>, sort: Sort, group: Group) -> (Vec<ArticleKey>, Option<Groups>) {
    if sort == Sort::Source {
        rows.sort_by_cached_key(|row| (fold(&row.source), row.source.clone(), Reverse(row.key)));
    }
    let name_of = |row: &Row| match group {
        Group::None => None,
        Group::Section => Some(GroupName::Section(row.section.clone())),
        Group::Source => Some(GroupName::Source(row.source.clone())),
        Group::Day => Some(GroupName::Day(row.date.map(|date| date.day))),
    };
    if group == Group::None {
        return (rows.into_iter().map(|row| row.key).collect(), None);
    }
    let mut gathered: BTreeMap<Rank, (GroupName, Vec<ArticleKey>)> = BTreeMap::new();
    for row in &rows {
        if let Some(name) = name_of(row) {
            gathered.entry(Rank::of(&name)).or_insert_with(|| (name, Vec::new())).1.push(row.key);
        }
    }
    let (mut keys, mut groups) = (Vec::with_capacity(rows.len()), Vec::with_capacity(gathered.len()));
    for (name, of_group) in gathered.into_values() {
        groups.push((name, keys.len(), of_group.len()));
        keys.extend(of_group);
    }
    (keys, Some(Groups(groups)))
}

/// Where a group stands among the others.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Section(bool, Vec<String>, SectionPath),
    Source(String, String),
    Day(Reverse<Option<jiff::civil::Date>>),
}

impl Rank {
    fn of(name: &GroupName) -> Rank {
        match name {
            GroupName::Section(path) => {
                Rank::Section(path.is_empty(), path.parts().iter().map(|part| fold(part)).collect(), path.clone())
            }
            GroupName::Source(source) => Rank::Source(fold(source), source.clone()),
            GroupName::Day(day) => Rank::Day(Reverse(*day)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{GroupName, Groups};

    #[test]
    fn places_and_articles_are_told_apart() {
        let name = |letter: &str| GroupName::Source(letter.to_owned());
        // a: 2 articles, b: 1, c: 3. Places: a 0 1 b 2 c 3 4 5.
        let groups = Groups(vec![(name("a"), 0, 2), (name("b"), 2, 1), (name("c"), 3, 3)]);
        let headings: Vec<usize> = (0..12).filter(|place| groups.heading_at(*place).is_some()).collect();
        assert_eq!(headings, [0, 3, 5]);
        let before: Vec<usize> = (0..10).map(|place| groups.articles_before(place)).collect();
        assert_eq!(before, [0, 0, 1, 2, 2, 3, 3, 4, 5, 6]);
        let places: Vec<usize> = (0..6).map(|article| article + groups.headings_before(article)).collect();
        assert_eq!(places, [1, 2, 4, 6, 7, 8]);
        assert_eq!(groups.heading_at(3), Some((&name("b"), 1)));
    }
}
