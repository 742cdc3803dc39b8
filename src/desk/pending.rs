//! What was done here and is not in the library yet: it counts in what filters find.
//!
//! Owns how a selection of the library is put right for the few articles that this concerns. Pure but for the asking.

use super::answer::Desk;
use crate::library::{ArticleKey, ArticleMarks, Bounds, LibraryError, Selection};
use crate::query::{Expr, Filter, State};

/// More articles than this are not put right: that many wait only where nothing can be stored.
const MOST_PENDING: usize = 256;

/// What holds of an article, whatever the library says.
struct Pending {
    key: ArticleKey,
    marks: Option<ArticleMarks>,
    has_note: Option<bool>,
}

impl Desk {
    /// What an expression selects, with what is not stored yet.
    pub(super) fn select(&self, expr: &Expr, bounds: &Bounds) -> Result<Selection, LibraryError> {
        let mut selection = self.library.select(expr, bounds)?;
        if !asks_what_was_done(expr) {
            return Ok(selection);
        }
        let highest = bounds.before.map_or(i64::MAX, |key| key.0.saturating_sub(1));
        let lowest = selection.next.map_or(i64::MIN, |key| key.0);
        for pending in self.pending()?.into_iter().filter(|pending| (lowest..=highest).contains(&pending.key.0)) {
            let key = pending.key;
            let at = Bounds { most: 1, before: Some(ArticleKey(key.0.saturating_add(1))), deadline: bounds.deadline };
            let holds = self.library.select(&settled(expr, &pending), &at)?.keys.first() == Some(&key);
            match (selection.keys.binary_search_by(|other| key.cmp(other)), holds) {
                (Ok(place), false) => drop(selection.keys.remove(place)),
                (Err(place), true) => selection.keys.insert(place, key),
                _ => {}
            }
        }
        Ok(selection)
    }

    fn pending(&self) -> Result<Vec<Pending>, LibraryError> {
        let notes = self.notes.keys().filter(|id| !self.marks.contains_key(id));
        let mut pending = Vec::new();
        for id in self.marks.keys().chain(notes).take(MOST_PENDING) {
            if let Some(key) = self.library.key_of(*id)? {
                pending.push(Pending { key, marks: self.marks.get(id).copied(), has_note: self.has_note(*id) });
            }
        }
        Ok(pending)
    }
}

fn asks_what_was_done(expr: &Expr) -> bool {
    match expr {
        Expr::All(parts) | Expr::Any(parts) => parts.iter().any(asks_what_was_done),
        Expr::Not(inner) => asks_what_was_done(inner),
        Expr::Filter(filter) => {
            matches!(filter, Filter::HasNote | Filter::Is(State::Read | State::Unread | State::Starred))
        }
        Expr::Text(_) => false,
    }
}

/// The expression for one article: what is known of it is put in the place of what the library would say.
fn settled(expr: &Expr, pending: &Pending) -> Expr {
    let of_parts = |parts: &[Expr]| parts.iter().map(|part| settled(part, pending)).collect();
    match expr {
        Expr::All(parts) => Expr::All(of_parts(parts)),
        Expr::Any(parts) => Expr::Any(of_parts(parts)),
        Expr::Not(inner) => Expr::Not(Box::new(settled(inner, pending))),
        Expr::Filter(filter) => {
            let known = match filter {
                Filter::HasNote => pending.has_note,
                Filter::Is(State::Read) => pending.marks.map(|marks| marks.read),
                Filter::Is(State::Unread) => pending.marks.map(|marks| !marks.read),
                Filter::Is(State::Starred) => pending.marks.map(|marks| marks.starred),
                _ => None,
            };
            match known {
                // All of nothing holds of every article, any of nothing of none.
                Some(true) => Expr::All(Vec::new()),
                Some(false) => Expr::Any(Vec::new()),
                None => expr.clone(),
            }
        }
        Expr::Text(_) => expr.clone(),
    }
}
