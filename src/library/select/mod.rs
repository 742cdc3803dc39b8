//! Looking articles up: by words, by filters, and both at once, newest first.
//!
//! Owns the bounds of a search and its result. `plan.rs` makes a plan of an expression, `stream.rs` runs it.

mod begun;
mod candidates;
mod filter;
mod glance;
mod letters;
mod plan;
mod sample;
mod stream;

use std::time::Duration;

use super::{ArticleKey, Library, LibraryError};
use crate::query::Expr;

pub(super) use filter::entities as entities_meant;
use plan::Plan;
pub(super) use sample::Sample;
use stream::{Stop, Stream};

/// How far a search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The most articles that are given.
    pub most: usize,
    /// Only articles that come after this one, newest first: the next page.
    pub before: Option<ArticleKey>,
    /// When to give up, counted from the call; `None` for never.
    pub deadline: Option<Duration>,
}

impl Bounds {
    /// The newest `most` articles, however long it takes.
    pub fn newest(most: usize) -> Bounds {
        Bounds { most, before: None, deadline: None }
    }
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The articles, newest first.
    pub keys: Vec<ArticleKey>,
    /// True when there is no other one; false when `most` was reached or the time was over.
    pub complete: bool,
    /// The next page begins before this one; `None` when it is complete. Further on than the last of `keys` where the
    /// time was over.
    pub next: Option<ArticleKey>,
}

impl Library {
    /// The articles that an expression asks for, newest first, within bounds.
    ///
    /// What it costs hangs on what is given and on the rarest part of the expression, not on the size of the library.
    ///
    /// # Errors
    /// When the library cannot be read. That the time is over is no error: see [`Selection::complete`].
    pub fn select(&self, expr: &Expr, bounds: &Bounds) -> Result<Selection, LibraryError> {
        let limit = self.give_up_after(bounds.deadline);
        self.run(bounds, &limit, |library| plan::of(expr, library))
    }

    /// The articles that name an entity, by its id as it is displayed (`place:AZ`), newest first, within bounds.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn mentioning(&self, id: &str, bounds: &Bounds) -> Result<Selection, LibraryError> {
        let limit = self.give_up_after(bounds.deadline);
        self.run(bounds, &limit, |library| {
            let mut query = library.connection.prepare_cached("SELECT number FROM entities WHERE id = ?1")?;
            let numbers = query.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
            Ok(plan::any(numbers.into_iter().map(Plan::Entity).collect()))
        })
    }

    fn run(
        &self,
        bounds: &Bounds,
        limit: &super::shelf::Limit<'_>,
        plan: impl FnOnce(&Library) -> rusqlite::Result<Plan>,
    ) -> Result<Selection, LibraryError> {
        let mut selection = Selection::default();
        // Thousands of small questions: each would lock the file by itself.
        let is_own = self.connection.is_autocommit();
        self.hold_still();
        let look = || -> Result<(), Stop> {
            let mut next = bounds.before.map_or(i64::MAX, |key| key.0.saturating_sub(1));
            let plan = plan(self).map_err(|cause| Stop::at(next, cause))?;
            let mut stream = Stream::new(plan, self, limit);
            while let Some(key) = stream.at_most(next)? {
                if selection.keys.len() == bounds.most {
                    return Err(Stop::Late(next));
                }
                selection.keys.push(ArticleKey(key));
                next = key - 1;
            }
            Ok(())
        };
        let looked = look();
        if is_own {
            self.go_on();
        }
        match looked {
            Ok(()) => selection.complete = true,
            Err(Stop::Late(reached)) => selection.next = Some(ArticleKey(reached.saturating_add(1))),
            Err(Stop::Failed(cause)) => return Err(self.error(&cause)),
        }
        Ok(selection)
    }
}
