//! Marks in memory: what a reader has done with each article.
//!
//! Owns the types and how one change is laid over another; does not store them. Next: `store.rs`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::article::ArticleId;

/// A place in an article that outlives a change of the window: a paragraph and a byte in it, not a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// The index of the paragraph, from 0.
    pub paragraph: usize,
    /// The byte offset into the paragraph, in logical order. An article may have changed since: check before slicing.
    pub byte: usize,
}

/// What a reader has done with one article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArticleMarks {
    /// The article has been read.
    #[serde(skip_serializing_if = "is_false")]
    pub read: bool,
    /// The article has a star.
    #[serde(skip_serializing_if = "is_false")]
    pub starred: bool,
    /// Where the reader stopped, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

impl ArticleMarks {
    /// These marks with what has changed between `before` and `after` done to them as well.
    ///
    /// A field that is equal in `before` and `after` stays as it is in `self`: another program may have changed it.
    #[must_use]
    pub fn with_change(self, before: ArticleMarks, after: ArticleMarks) -> ArticleMarks {
        ArticleMarks {
            read: changed(self.read, before.read, after.read),
            starred: changed(self.starred, before.starred, after.starred),
            position: changed(self.position, before.position, after.position),
        }
    }
}

/// The marks of all articles. An article without an entry is unread, has no star and no position.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Marks(BTreeMap<ArticleId, ArticleMarks>);

impl Marks {
    /// The marks of one article; the default ones when nothing is known of it.
    pub fn get(&self, id: ArticleId) -> ArticleMarks {
        self.0.get(&id).copied().unwrap_or_default()
    }

    /// Replaces the marks of one article. Default marks take no room.
    pub fn set(&mut self, id: ArticleId, marks: ArticleMarks) {
        if marks == ArticleMarks::default() {
            self.0.remove(&id);
        } else {
            self.0.insert(id, marks);
        }
    }

    /// All articles with marks, ordered by id.
    pub fn iter(&self) -> impl Iterator<Item = (ArticleId, ArticleMarks)> + '_ {
        self.0.iter().map(|(&id, &marks)| (id, marks))
    }

    /// How many articles have marks.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when no article has marks.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn changed<T: PartialEq>(current: T, before: T, after: T) -> T {
    if before == after { current } else { after }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[cfg(test)]
mod tests {
    use super::{ArticleMarks, Marks, Position};
    use crate::article::ArticleId;

    #[test]
    fn an_unknown_article_has_default_marks_and_default_marks_take_no_room() {
        let id = ArticleId::of_path("seed:a");
        let mut marks = Marks::default();
        assert_eq!(marks.get(id), ArticleMarks::default());
        marks.set(id, ArticleMarks { starred: true, ..ArticleMarks::default() });
        assert_eq!((marks.len(), marks.get(id).starred), (1, true));
        marks.set(id, ArticleMarks::default());
        assert!(marks.is_empty());
    }

    #[test]
    fn a_change_touches_only_the_fields_that_it_changed() {
        let place = |byte| Some(Position { paragraph: 1, byte });
        let on_disk = ArticleMarks { read: false, starred: true, position: place(7) };
        let before = ArticleMarks { read: false, starred: false, position: place(3) };
        let after = ArticleMarks { read: true, starred: false, position: place(9) };
        let expected = ArticleMarks { read: true, starred: true, position: place(9) };
        assert_eq!(on_disk.with_change(before, after), expected);
        assert_eq!(on_disk.with_change(after, before).position, place(3));
    }
}
