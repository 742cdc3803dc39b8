//! Which lists the words of a text stand in, for a recogniser that weighs them.
//!
//! Owns [`Membership`] and the one table of all lists behind it. It weighs nothing: a common word that is a town too is in
//! the list of cities here. Next: `listed.rs` and `table.rs`, which hold the lists.

use std::sync::LazyLock;

use super::affix::readings;
use super::listed::{PhraseHash, Sort, listed};
use super::nationality::nationalities;
use super::table::gazetteer;
use crate::entity::Kind;
use crate::entity::token::{Tokens, WordMap};

/// The lists that a word can stand in, in the order of their bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum List {
    /// Countries.
    Country,
    /// Subdivisions of countries.
    Region,
    /// Cities, and every place of the hand-made list that is no country.
    City,
    /// Organisations.
    Organization,
    /// Persons of public life.
    Person,
    /// Adjectives: روسي, الروسية, روسيون.
    Nationality,
    /// Peoples and groups: الأكراد, الروس.
    People,
    /// Given names.
    Given,
    /// الرئيس: words before persons.
    Title,
    /// الخارجية, الجيش: an organisation with a nationality.
    Body,
    /// الصحة: an organisation behind وزارة.
    Ministry,
    /// مدينة, إقليم: words before places.
    PlaceHead,
    /// صحيفة: words before organisations.
    OrganizationHead,
    /// Words before persons that are no titles.
    PersonCue,
}

/// Every list.
pub const LISTS: [List; 14] = [
    List::Country,
    List::Region,
    List::City,
    List::Organization,
    List::Person,
    List::Nationality,
    List::People,
    List::Given,
    List::Title,
    List::Body,
    List::Ministry,
    List::PlaceHead,
    List::OrganizationHead,
    List::PersonCue,
];

/// Where a word stands in a phrase of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Position {
    /// First of several.
    First,
    /// Neither first nor last.
    Inner,
    /// Last of several.
    Last,
    /// The only one.
    Single,
}

/// The lists of one word, four bits a list: first, inner, last, single. A word may be several in one list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Membership(pub u64);

impl Membership {
    fn bit(list: List, position: Position) -> u64 {
        1 << (list as u8 * 4 + position as u8)
    }

    /// True when the word stands so in a phrase of the list.
    pub fn has(self, list: List, position: Position) -> bool {
        self.0 & Self::bit(list, position) != 0
    }

    /// The four bits of a list: 1 first, 2 inner, 4 last, 8 single; 0 when the word is not in it.
    pub fn of(self, list: List) -> u8 {
        (self.0 >> (list as u8 * 4) & 0xf) as u8
    }

    /// Sets the bits of `list` at the words of a phrase of `count` words that starts at `at`.
    fn mark(found: &mut [Self], at: usize, count: usize, list: List) {
        for (offset, word) in found[at..at + count].iter_mut().enumerate() {
            let position = match offset {
                0 if count == 1 => Position::Single,
                0 => Position::First,
                _ if offset + 1 == count => Position::Last,
                _ => Position::Inner,
            };
            word.0 |= Self::bit(list, position);
        }
    }
}

/// Tells in which lists each of `words` stands, folded as `text::fold` does; particles and the article are taken off
/// the first word of a phrase where that makes it one.
///
/// In each list the longest phrase at a word counts, and no phrase that starts inside it.
pub fn membership(words: &[&str]) -> Vec<Membership> {
    let table = &*TABLE;
    let mut found = vec![Membership::default(); words.len()];
    let mut covered = [0_usize; LISTS.len()];
    for (at, &word) in words.iter().enumerate() {
        let mut best = [0_usize; LISTS.len()];
        readings(word, &mut |reading| {
            let mut hash = PhraseHash::default().with(&reading.rest);
            let Some(first) = table.get(&hash.value()) else { return false };
            keep_longest(&mut best, first.lists, 1);
            for (next, word) in words[at + 1..].iter().enumerate().take(first.longest.saturating_sub(1)) {
                hash = hash.with(word);
                if let Some(phrase) = table.get(&hash.value()) {
                    keep_longest(&mut best, phrase.lists, next + 2);
                }
            }
            false
        });
        for list in LISTS {
            let (count, covered) = (best[list as usize], &mut covered[list as usize]);
            if count > 0 && at >= *covered {
                Membership::mark(&mut found, at, count, list);
                *covered = at + count;
            }
        }
    }
    found
}

fn keep_longest(best: &mut [usize; LISTS.len()], lists: u16, count: usize) {
    let mut rest = lists;
    while rest != 0 {
        let list = rest.trailing_zeros() as usize;
        best[list] = best[list].max(count);
        rest &= rest - 1;
    }
}

/// What the table knows of a phrase, and of the phrases that it is the first word of.
#[derive(Clone, Copy, Default)]
struct Known {
    lists: u16,
    longest: usize,
}

static TABLE: LazyLock<WordMap<u64, Known>> = LazyLock::new(|| {
    let mut table = WordMap::default();
    table.reserve(2 * listed().len());
    for row in listed() {
        let list = match row.sort {
            Sort::Country => List::Country,
            Sort::Region => List::Region,
            Sort::Capital | Sort::City => List::City,
        };
        for name in row.phrases(0) {
            let tokens = Tokens::new(name);
            add(&mut table, (0..tokens.len()).map(|at| tokens.folded(at)), list);
        }
    }
    let lists = gazetteer();
    for (first, phrase) in lists.all_phrases() {
        let list = match (lists.entities[phrase.entity].id.kind, lists.entities[phrase.entity].is_country()) {
            (Kind::Place, true) => List::Country,
            (Kind::Place, false) => List::City,
            (Kind::Organization, _) => List::Organization,
            _ => List::Person,
        };
        add(&mut table, std::iter::once(first).chain(phrase.rest.iter().map(|(word, _)| &**word)), list);
    }
    for (class, phrase) in lists.all_words() {
        if let Some(list) = list_of(class) {
            add(&mut table, phrase.split(' '), list);
        }
    }
    for (form, is_people) in nationalities().forms() {
        let list = if is_people { List::People } else { List::Nationality };
        add(&mut table, form.split(' '), list);
    }
    table
});

fn list_of(class: &str) -> Option<List> {
    Some(match class {
        "given" => List::Given,
        "title" => List::Title,
        "body" => List::Body,
        "ministry" => List::Ministry,
        "place-head" | "place-cue" => List::PlaceHead,
        "organization-cue" => List::OrganizationHead,
        "person-cue" => List::PersonCue,
        _ => return None,
    })
}

fn add<'w>(table: &mut WordMap<u64, Known>, words: impl Iterator<Item = &'w str>, list: List) {
    let mut hash = PhraseHash::default();
    let (mut first, mut count) = (0, 0);
    for word in words {
        hash = hash.with(word);
        count += 1;
        if count == 1 {
            first = hash.value();
        }
    }
    table.entry(hash.value()).or_default().lists |= 1 << list as u8;
    let first = table.entry(first).or_default();
    first.longest = first.longest.max(count);
}

#[cfg(test)]
mod tests {
    use super::{List, Membership, Position, membership};
    use crate::entity::token::Tokens;

    fn members(text: &str) -> Vec<Membership> {
        let tokens = Tokens::new(text);
        let words: Vec<&str> = (0..tokens.len()).map(|at| tokens.folded(at)).collect();
        membership(&words)
    }

    #[test]
    fn words_stand_in_their_lists() {
        let found = members("قال وزير الخارجية الروسي سيرغي لافروف في مدينة وباكو وبالولايات المتحدة الأمريكية");
        assert!(found[2].has(List::Body, Position::Single));
        assert!(found[3].has(List::Nationality, Position::Single));
        assert!(found[4].has(List::Person, Position::First) && found[5].has(List::Person, Position::Last));
        assert!(found[7].has(List::PlaceHead, Position::Single) && found[8].has(List::City, Position::Single));
        assert!(found[9].has(List::Country, Position::First) && found[10].of(List::Country) > 1);
        assert_eq!(found[0], Membership::default());
    }

    #[test]
    fn the_longest_phrase_counts_and_none_inside_it() {
        let found = members("جمهورية الكونغو الديمقراطية");
        assert!(found[0].has(List::Country, Position::First) || found[1].has(List::Country, Position::First));
        assert!(found[2].has(List::Country, Position::Last) && !found[1].has(List::Country, Position::Single));
        assert!(membership(&[]).is_empty() && membership(&[""]).len() == 1);
    }
}
