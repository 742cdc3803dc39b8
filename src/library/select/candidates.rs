//! Articles that may have a word which begins so, out of the index of beginnings, newest first.
//!
//! Owns the walk through all pieces at once. Which articles there are is read when somebody asks for the first time, for
//! some microseconds a piece; their keys, only as far as they are walked through.

use std::cell::OnceCell;

use super::stream::Stop;
use crate::library::Library;
use crate::library::pieces::{self, Found, Keys};
use crate::library::shelf::Limit;
use crate::query::Beginning;

/// What the index of beginnings has of one.
#[derive(Debug)]
pub(super) struct Candidates {
    pub(super) beginning: Beginning,
    found: OnceCell<Vec<Found>>,
}

impl Candidates {
    /// Nothing is read yet.
    pub(super) fn of(beginning: Beginning) -> Candidates {
        Candidates { beginning, found: OnceCell::new() }
    }

    fn found(&self, library: &Library) -> rusqlite::Result<&[Found]> {
        if let Some(found) = self.found.get() {
            return Ok(found);
        }
        let found = pieces::find(&library.connection, self.beginning.codes())?;
        Ok(self.found.get_or_init(|| found))
    }

    /// How many there are. An article that was changed may count more than once.
    pub(super) fn count(&self, library: &Library) -> rusqlite::Result<usize> {
        Ok(self.found(library)?.iter().map(|found| found.articles.len()).sum())
    }
}

/// Those of one piece that were not walked through yet.
struct Rest {
    /// The place of the piece among those in which something was found.
    piece: usize,
    /// How many are left: the lowest.
    left: usize,
    /// The key of the last of them, or a higher one as long as that was not looked up.
    top: i64,
    is_known: bool,
    keys: Keys,
}

/// A walk through candidates.
pub(super) struct Walk<'l> {
    library: &'l Library,
    limit: &'l Limit<'l>,
    candidates: std::rc::Rc<Candidates>,
    /// `None` before the first step.
    rests: Option<Vec<Rest>>,
}

impl<'l> Walk<'l> {
    /// Nothing is read yet.
    pub(super) fn new(candidates: std::rc::Rc<Candidates>, library: &'l Library, limit: &'l Limit<'l>) -> Walk<'l> {
        Walk { library, limit, candidates, rests: None }
    }

    /// The newest key that is not above `key`; each call asks for the same or a lower one than the last.
    pub(super) fn at_most(&mut self, key: i64) -> Result<Option<i64>, Stop> {
        let fail = |cause| Stop::at(key, cause);
        let found = self.candidates.found(self.library).map_err(fail)?;
        let rests = self.rests.get_or_insert_with(|| {
            let rest = |(piece, found): (usize, &Found)| Rest {
                piece,
                left: found.articles.len(),
                top: found.last(),
                is_known: false,
                keys: Keys::default(),
            };
            found.iter().enumerate().map(rest).collect()
        });
        loop {
            // Where the highest key is known and not too high, no other piece can have one between.
            let Some(at) = (0..rests.len()).max_by_key(|&at| rests[at].top) else { return Ok(None) };
            let rest = &mut rests[at];
            if rest.is_known && rest.top <= key {
                return Ok(Some(rest.top));
            }
            if self.limit.is_over() {
                return Err(Stop::Late(key));
            }
            if !rest.descend(self.library, &found[rest.piece], key).map_err(fail)? {
                rests.swap_remove(at);
            }
        }
    }
}

impl Rest {
    /// Leaves out what is above `key`, and looks the key of the last one up; false when none is left.
    fn descend(&mut self, library: &Library, found: &Found, key: i64) -> rusqlite::Result<bool> {
        let connection = &library.connection;
        let keys = &mut self.keys;
        let mut key_of = |at: usize| pieces::key(connection, found, found.articles[at], keys);
        // Steps that grow, and then halves: where little is left out, little is looked up.
        let (mut end, mut step) = (self.left, 1);
        let mut start = loop {
            let Some(at) = end.checked_sub(step) else { break 0 };
            if key_of(at)? <= key {
                break at + 1;
            }
            (end, step) = (at, step * 2);
        };
        while start < end {
            let middle = start + (end - start) / 2;
            if key_of(middle)? <= key {
                start = middle + 1;
            } else {
                end = middle;
            }
        }
        self.left = start;
        if let Some(last) = start.checked_sub(1) {
            (self.top, self.is_known) = (key_of(last)?, true);
        }
        Ok(start > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Candidates, Walk};
    use crate::library::{Library, pieces};
    use crate::query::{Beginning, Form, parse};
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;
    use std::rc::Rc;

    fn beginning(query: &str) -> Beginning {
        let query = parse(query, jiff::civil::date(2026, 1, 1));
        match query.wanted().first().map(|text| &text.form) {
            Some(Form::Prefix(word)) => Beginning::of(word).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    proptest! {
        #[test]
        fn the_walk_goes_through_all_pieces_and_may_leap(
            pieces in vec(btree_set(0..2_000_i64, 1..300), 0..6),
            leaps in vec(0..40_i64, 1..400),
        ) {
            let library = Library::in_memory().unwrap();
            let wanted = beginning("city*");
            let own: Vec<u32> = wanted.codes().iter().map(|codes| *codes.end()).collect();
            for keys in &pieces {
                let mut gathered = pieces::Gathered::default();
                // Every third article has no such word.
                keys.iter().for_each(|&key| gathered.add(key, if key % 3 == 0 { &[][..] } else { &own[..] }));
                pieces::write(&library.connection, gathered).unwrap();
            }
            let has = |key: i64| key % 3 != 0 && pieces.iter().any(|keys| keys.contains(&key));
            let limit = library.give_up_after(None);
            let candidates = Rc::new(Candidates::of(wanted));
            let mut walk = Walk::new(Rc::clone(&candidates), &library, &limit);
            let mut next = 2_000;
            for leap in leaps {
                let expected = (0..=next).rev().find(|&key| has(key));
                prop_assert_eq!(walk.at_most(next).unwrap(), expected);
                let Some(key) = expected else { break };
                next = key - leap;
            }
            let count = pieces.iter().flatten().filter(|&key| key % 3 != 0).count();
            prop_assert_eq!(candidates.count(&library).unwrap(), count);
        }
    }
}
