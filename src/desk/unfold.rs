//! One line unfolded: the reports that stand behind it stand below it, each in a line of its own.
//!
//! Owns which lines these are; how articles become lines at all is `lines.rs`. What an event holds is shown whole, also
//! what the query or the scope leaves out: whoever unfolds wants to see who else reported it.

use std::collections::HashMap;

use super::answer::Desk;
use super::ask::Unfolded;
use super::listing::List;
use crate::library::{ArticleKey, LibraryError};

/// The events of a listing that are unfolded, and their lines.
#[derive(Debug, Default)]
pub(super) struct Unfolding {
    /// By event, the article that it was named by.
    events: HashMap<i64, ArticleKey>,
    /// The articles whose lines belong to an unfolded event.
    lines: HashMap<ArticleKey, Unfolded>,
    /// How many lines were added to those that lead.
    pub(super) added: usize,
}

impl Unfolding {
    /// What an article's line belongs to.
    pub(super) fn of(&self, key: ArticleKey) -> Option<Unfolded> {
        self.lines.get(&key).copied()
    }

    /// True when an article's line stands below the one that leads it.
    pub(super) fn is_below(&self, key: ArticleKey) -> bool {
        self.of(key).is_some_and(|line| !line.leads)
    }

    /// True when an event is unfolded.
    pub(super) fn holds(&self, event: i64) -> bool {
        self.events.contains_key(&event)
    }

    /// Notes that an article of an unfolded event has a line.
    pub(super) fn note(&mut self, event: i64, key: ArticleKey, leads: bool) {
        if let Some(&by) = self.events.get(&event) {
            self.lines.insert(key, Unfolded { by, leads });
        }
    }
}

impl Desk {
    /// The events that are to be unfolded, of a listing that has no lines yet.
    pub(super) fn unfolding(&self, named: &[ArticleKey]) -> Result<Unfolding, LibraryError> {
        let events = self.library.events_of(named)?;
        let events = events.into_iter().zip(named).filter_map(|(event, key)| Some((event?, *key))).collect();
        Ok(Unfolding { events, ..Unfolding::default() })
    }

    /// The articles that stand below the one that leads an event; none where it is not unfolded.
    pub(super) fn below(&mut self, event: Option<i64>, leader: ArticleKey) -> Result<Vec<ArticleKey>, LibraryError> {
        let Some(event) = event.filter(|event| self.list.unfolding.holds(*event)) else { return Ok(Vec::new()) };
        let others = self.library.near_duplicates(leader)?;
        let unfolding = &mut self.list.unfolding;
        unfolding.note(event, leader, true);
        others.iter().for_each(|other| unfolding.note(event, *other, false));
        unfolding.added += others.len();
        Ok(others)
    }

    /// Puts the lines of unfolded events into a listing whose lines were all laid out at once, each led by its first.
    pub(super) fn unfold_all(&mut self) -> Result<(), LibraryError> {
        (self.list.unfolding.lines, self.list.unfolding.added) = (HashMap::new(), 0);
        for (event, by) in self.list.unfolding.events.clone() {
            let mut members = self.library.near_duplicates(by)?;
            members.push(by);
            members.sort_unstable_by(|one, other| other.cmp(one));
            let is_leading = |key: &ArticleKey| self.list.keys.iter().position(|other| other == key);
            let Some((place, leader)) = members.iter().find_map(|key| Some((is_leading(key)?, *key))) else { continue };
            let others = self.below(Some(event), leader)?;
            self.list.keys.splice(place + 1..place + 1, others);
        }
        Ok(())
    }
}

impl List {
    /// The last line that leads, which is the oldest where a listing goes by date.
    pub(super) fn last_leading(&self) -> Option<ArticleKey> {
        self.keys.iter().rev().find(|key| !self.unfolding.is_below(**key)).copied()
    }
}
