//! What the reader has said about entities: these two are one, this is another, this is its name, this is none.
//!
//! Owns the list of changes, its undo and how it is applied to mentions; its text is `alias_text.rs`. Reads no file.

use super::alias_text::{AliasError, Document};
use crate::entity::gazetteer::{gazetteer, is_known};
use crate::entity::{EntityId, Kind, Mention};
use crate::text::fold;

/// One thing that the reader has said. Surface forms are compared folded, as `text::fold` does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Mentions of `from` are mentions of `into`.
    Merge {
        /// The id that is given up.
        from: EntityId,
        /// The id that stays.
        into: EntityId,
    },
    /// What is written as `surface` is an entity of its own.
    Split {
        /// The words of the mention.
        surface: String,
        /// Its id from now on.
        id: EntityId,
    },
    /// An entity is listed under another name; its id stays.
    Rename {
        /// Which entity.
        id: EntityId,
        /// The name.
        name: String,
    },
    /// Something is no entity, or one of another kind.
    Wrong {
        /// What is wrong.
        what: Wrong,
        /// The article in which it is wrong, as the library names it; everywhere when there is none.
        article: Option<String>,
        /// The kind that it is of; no entity at all when there is none.
        kind: Option<Kind>,
    },
}

/// What [`Change::Wrong`] speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Every mention of an entity.
    Id(EntityId),
    /// Every mention that is written so.
    Surface(String),
}

/// The reader's changes in the order in which they were made; later ones see what earlier ones have done.
#[derive(Clone, Debug, Default)]
pub struct Aliases {
    pub(super) document: Document,
    /// Changes that were undone, the last one undone at the end.
    undone: Vec<(Change, String)>,
}

impl Aliases {
    /// Reads the text of `aliases.toml`; an empty text is an empty list.
    ///
    /// # Errors
    ///
    /// [`AliasError`] with the line of the first change that is not understood.
    pub fn parse(text: &str) -> Result<Self, AliasError> {
        Ok(Self { document: Document::parse(text)?, undone: Vec::new() })
    }

    /// The text of `aliases.toml`: what was read stays byte for byte, comments included, and new changes follow.
    ///
    /// Undoing a change takes its text and the comment lines directly above it away.
    pub fn to_text(&self) -> String {
        self.document.to_text()
    }

    /// The changes in force, the oldest first.
    pub fn changes(&self) -> impl ExactSizeIterator<Item = &Change> {
        self.document.changes()
    }

    /// True when there is nothing to apply.
    pub fn is_empty(&self) -> bool {
        self.changes().len() == 0
    }

    /// Makes mentions of `from` mentions of `into`; `false` when they are the same or of different kinds.
    pub fn merge(&mut self, from: EntityId, into: EntityId) -> bool {
        let fits = from != into && from.kind == into.kind;
        fits && self.push(Change::Merge { from, into })
    }

    /// Makes what is written as `surface` an entity of its own: the id returned; `None` when nothing is written.
    pub fn split(&mut self, surface: &str, kind: Kind) -> Option<EntityId> {
        let surface = single_line(surface);
        let id = EntityId { kind, key: fold(&surface) };
        (!id.key.is_empty() && self.push(Change::Split { surface, id: id.clone() })).then_some(id)
    }

    /// Lists an entity under another name; `false` when the name is empty.
    pub fn rename(&mut self, id: EntityId, name: &str) -> bool {
        let name = single_line(name);
        !name.is_empty() && self.push(Change::Rename { id, name })
    }

    /// Says that something is no entity, or one of another `kind`; in one article, or everywhere.
    pub fn mark_wrong(&mut self, what: Wrong, article: Option<&str>, kind: Option<Kind>) -> bool {
        self.push(Change::Wrong { what, article: article.map(str::to_owned), kind })
    }

    fn push(&mut self, change: Change) -> bool {
        self.undone.clear();
        self.document.push(change);
        true
    }

    /// Takes the last change back and returns it; `None` when there is none.
    pub fn undo(&mut self) -> Option<Change> {
        let (change, text) = self.document.pop()?;
        self.undone.push((change.clone(), text));
        Some(change)
    }

    /// Makes the change again that was undone last, as long as no new one was made since.
    pub fn redo(&mut self) -> Option<Change> {
        let (change, text) = self.undone.pop()?;
        self.document.push_text(change.clone(), text);
        Some(change)
    }

    /// Applies the changes to the mentions of one article, which `article` names as the library does.
    ///
    /// `paragraphs` are the texts that the mentions point into, one list of mentions each.
    pub fn apply<S: AsRef<str>>(&self, article: &str, paragraphs: &[S], mentions: &mut [Vec<Mention>]) {
        for change in self.changes() {
            let into = match change {
                Change::Merge { into, .. } => name_of(into, mentions),
                _ => String::new(),
            };
            for (paragraph, list) in paragraphs.iter().zip(mentions.iter_mut()) {
                list.retain_mut(|mention| {
                    let surface = paragraph.as_ref().get(mention.bytes.clone()).unwrap_or_default();
                    apply_one(change, &Site { article, surface, into: &into }, mention)
                });
            }
        }
    }
}

/// Where a change meets a mention.
struct Site<'s> {
    article: &'s str,
    surface: &'s str,
    /// The name of the entity that a merge leads to.
    into: &'s str,
}

/// Changes a mention; `false` when it is none.
fn apply_one(change: &Change, site: &Site, mention: &mut Mention) -> bool {
    match change {
        Change::Merge { from, into } if mention.id == *from => {
            mention.id.clone_from(into);
            site.into.clone_into(&mut mention.name);
        }
        Change::Split { surface, id } if is_written(site.surface, surface) => {
            mention.id.clone_from(id);
            mention.name.clone_from(surface);
        }
        Change::Rename { id, name } if mention.id == *id => mention.name.clone_from(name),
        Change::Wrong { what, article, kind } if article.as_deref().is_none_or(|own| own == site.article) => {
            let is_meant = match what {
                Wrong::Id(id) => mention.id == *id,
                Wrong::Surface(surface) => is_written(site.surface, surface),
            };
            match kind {
                Some(kind) if is_meant && mention.kind() != *kind => {
                    mention.id = EntityId { kind: *kind, key: fold(&mention.name) };
                    mention.value = None;
                }
                Some(_) => {}
                None => return !is_meant,
            }
        }
        _ => {}
    }
    true
}

fn is_written(text: &str, surface: &str) -> bool {
    fold(&single_line(text)) == fold(surface)
}

/// The words with single blanks between them.
fn single_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of an entity: as the article shows it, as the lists have it, or its key.
fn name_of(id: &EntityId, mentions: &[Vec<Mention>]) -> String {
    let shown = mentions.iter().flatten().find(|mention| mention.id == *id).map(|mention| mention.name.clone());
    let listed = || {
        let entity = gazetteer().entities.iter().find(|entity| is_known(id) && entity.id == *id)?;
        Some(entity.name("ar").to_owned())
    };
    shown.or_else(listed).unwrap_or_else(|| id.key.clone())
}

#[cfg(test)]
mod tests {
    use super::{Aliases, Wrong};
    use crate::entity::{Context, EntityId, Kind, Mention, recognise};

    const TEXT: &str = "زار فلاديمير بوتين موسكو وباكو، وقال بوتين إن باكو قريبة";

    fn id(text: &str) -> EntityId {
        EntityId::parse(text).unwrap()
    }

    fn mentions() -> Vec<Vec<Mention>> {
        recognise(&[TEXT], &Context { language: "ar", anchor: None })
    }

    fn applied(aliases: &Aliases, article: &str) -> Vec<(String, String)> {
        let mut mentions = mentions();
        aliases.apply(article, &[TEXT], &mut mentions);
        mentions.remove(0).into_iter().map(|mention| (mention.id.to_string(), mention.name)).collect()
    }

    #[test]
    fn each_change_is_applied_and_undone() {
        let plain = applied(&Aliases::default(), "a");
        let mut aliases = Aliases::default();
        assert!(aliases.merge(id("place:باكو"), id("place:موسكو")));
        assert!(applied(&aliases, "a").iter().all(|(id, name)| id != "place:باكو" && name != "باكو"));
        assert_eq!(aliases.split("بوتين", Kind::Person), Some(id("person:بوتين")));
        assert_eq!(applied(&aliases, "a")[3].0, "person:بوتين");
        assert!(aliases.rename(id("place:موسكو"), "العاصمة"));
        assert_eq!(applied(&aliases, "a")[1], ("place:موسكو".to_owned(), "العاصمة".to_owned()));
        assert!(aliases.mark_wrong(Wrong::Id(id("place:موسكو")), Some("a"), None));
        assert_eq!((applied(&aliases, "a").len(), applied(&aliases, "b").len()), (2, plain.len()));
        assert!(aliases.mark_wrong(Wrong::Surface("بُوتين".to_owned()), None, Some(Kind::Place)));
        assert_eq!(applied(&aliases, "a")[1].0, "place:بوتين");
        while aliases.undo().is_some() {}
        assert_eq!(applied(&aliases, "a"), plain);
        for _ in 0..5 {
            assert!(aliases.redo().is_some());
        }
        assert!(aliases.redo().is_none());
        assert_eq!(applied(&aliases, "a")[1].0, "place:بوتين");
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let mut aliases = Aliases::default();
        assert!(!aliases.merge(id("place:AZ"), id("place:AZ")));
        assert!(!aliases.merge(id("place:AZ"), id("person:AZ")));
        assert!(!aliases.rename(id("place:AZ"), " \n"));
        assert_eq!(aliases.split("\u{64b}", Kind::Place), None);
        assert!(aliases.is_empty() && aliases.undo().is_none());
    }
}
