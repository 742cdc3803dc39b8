//! The desk itself: a library and an index of its titles, and the answers that the two give together.
//!
//! Owns what was done here and is not stored yet, so that every answer knows of it at once; how a listing is made is
//! `listing.rs`. Starts no thread and reads no clock: the day is handed in.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use jiff::civil::Date;

use super::aliases::Said;
use super::ask::{Answer, Ask, Opened};
use super::entities::Counted;
use super::listing::{KEY_TIME, List};
use crate::article::ArticleId;
use crate::entity::Mention;
use crate::library::{ArticleKey, ArticleMarks, Filed, Library, LibraryError, Marks, Notes, Prepared, SectionTally};
use crate::search::TitleIndex;

/// After so many filed articles the index of words is merged, for so long.
const MOST_UNTIDIED: usize = 400;
const TIDYING: Duration = Duration::from_millis(8);

/// A library that can be asked, with what its user does while it is.
#[derive(Debug)]
pub struct Desk {
    pub(super) library: Library,
    pub(super) today: Date,
    pub(super) titles: Option<TitleIndex>,
    /// The generation of the library that the index of titles is of.
    titles_of: Option<u64>,
    /// An index of titles will come.
    pub(super) awaits_titles: bool,
    /// Marks and notes are written into the library at once, and belong to nobody else.
    pub(super) is_own: bool,
    /// Marks from elsewhere, for articles that are yet to be filed.
    known: Marks,
    /// What was done here and is not in the library yet.
    pub(super) marks: BTreeMap<ArticleId, ArticleMarks>,
    pub(super) notes: BTreeMap<ArticleId, Option<String>>,
    pub(super) list: List,
    /// Names that nobody has looked for yet are not waited for.
    pub(super) hurries: bool,
    /// How long one answer may search in bodies; `None` for as long as it takes.
    pub(super) key_time: Option<Duration>,
    /// So many articles were filed since the index of words was last merged.
    untidied: usize,
    /// What the reader has said about entities.
    pub(super) aliases: Said,
    /// How often mentions have been stored.
    pub(super) tagged: u64,
    /// Mentions that are not stored, with a hash of the text that they are of.
    pub(super) found: HashMap<ArticleId, (u64, Vec<Vec<Mention>>)>,
    pub(super) entities: Counted,
}

impl Desk {
    /// A desk over a library that others may use as well. What is done here is not written into it: whoever does that
    /// says so with [`Desk::stored`].
    pub fn new(library: Library, today: Date) -> Desk {
        Desk {
            library,
            today,
            titles: None,
            titles_of: None,
            awaits_titles: false,
            is_own: false,
            known: Marks::default(),
            marks: BTreeMap::new(),
            notes: BTreeMap::new(),
            list: List::default(),
            hurries: false,
            key_time: Some(KEY_TIME),
            untidied: 0,
            aliases: Said::default(),
            tagged: 0,
            found: HashMap::new(),
            entities: None,
        }
    }

    /// An empty desk in memory, which articles are filed into; `marks` are those of earlier runs.
    ///
    /// # Errors
    /// When memory gives out.
    pub fn in_memory(marks: Marks, today: Date) -> Result<Desk, LibraryError> {
        let desk = Desk::new(Library::in_memory()?, today);
        Ok(Desk { is_own: true, known: marks, titles: Some(TitleIndex::builder().finish()), ..desk })
    }

    /// Takes the notes of earlier runs; each stands beside its article as soon as that is filed.
    ///
    /// # Errors
    /// When memory gives out.
    pub fn remember(&mut self, notes: &Notes) -> Result<(), LibraryError> {
        notes.iter().try_for_each(|(id, note)| self.library.set_note(*id, note.as_deref()))
    }

    /// The library.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Says that an index of titles is being made: until it is set, listings say that titles are not searched yet.
    pub fn await_titles(&mut self) {
        self.awaits_titles = true;
    }

    /// While in a hurry, an article is opened without the names that nobody has looked for yet: to look for the first
    /// ones takes the lists and the model that are loaded for it.
    pub fn hurry(&mut self, hurries: bool) {
        self.hurries = hurries;
    }

    /// How long one answer may search in bodies before [`Desk::search_on`] is to go on; `None`: to its end, for whoever
    /// prints what is found and does not type meanwhile.
    pub fn answer_within(&mut self, time: Option<Duration>) {
        self.key_time = time;
    }

    /// Takes the index of titles; `None` when there will be none, so that bodies alone are searched.
    pub fn set_titles(&mut self, titles: Option<TitleIndex>) {
        self.awaits_titles = false;
        if titles.is_some() {
            self.titles = titles;
        }
    }

    /// The state of the library that titles are searched in, or were tried to be made for: its generation.
    pub fn titles_of(&self) -> Option<u64> {
        self.titles_of
    }

    /// Takes the index of titles with the generation that it is of; without one, `tried` is the generation for which
    /// there is none.
    pub fn set_titles_of(&mut self, made: Option<(TitleIndex, u64)>, tried: u64) {
        let (titles, generation) = made.map_or((None, tried), |(titles, generation)| (Some(titles), generation));
        self.titles_of = Some(generation);
        self.set_titles(titles);
    }

    /// Files articles and gives them the marks of earlier runs.
    ///
    /// # Errors
    /// When the library cannot be written; nothing of the batch has been filed then.
    pub fn file(&mut self, batch: &[Prepared]) -> Result<Vec<Filed>, LibraryError> {
        let filed = self.library.file(batch)?;
        self.untidied += batch.len();
        if self.is_own && self.untidied >= MOST_UNTIDIED {
            // Nobody else does it, and each part of the index costs every search.
            self.library.tidy(TIDYING)?;
            self.untidied = 0;
        }
        let marks: Vec<(ArticleId, ArticleMarks)> = batch
            .iter()
            .map(|prepared| prepared.article().id)
            .map(|id| (id, self.known.get(id)))
            .filter(|(_, marks)| *marks != ArticleMarks::default())
            .collect();
        self.library.set_marks(&marks)?;
        self.index(batch)?;
        Ok(filed)
    }

    /// Marks and notes of these articles are in the library now: what it says holds.
    pub fn stored(&mut self, marks: &[(ArticleId, ArticleMarks)], notes: &[(ArticleId, Option<String>)]) {
        for (id, stored) in marks {
            if self.marks.get(id) == Some(stored) {
                self.marks.remove(id);
            }
        }
        for (id, stored) in notes {
            if self.notes.get(id) == Some(stored) {
                self.notes.remove(id);
            }
        }
    }

    /// Answers a question.
    pub fn answer(&mut self, ask: &Ask) -> Answer {
        // What lies in memory is written between two questions, and nobody else writes there.
        if self.is_own {
            return self.find_out(ask).unwrap_or_else(|error| Answer::Failed(error.to_string()));
        }
        self.library.hold_still();
        let answer = self.find_out(ask).unwrap_or_else(|error| Answer::Failed(error.to_string()));
        self.library.go_on();
        answer
    }

    fn find_out(&mut self, ask: &Ask) -> Result<Answer, LibraryError> {
        Ok(match ask {
            Ask::Overview => Answer::Overview(self.overview()?),
            Ask::List { listing, keep } => Answer::Listed(self.list(listing, *keep)?),
            Ask::Rows(places) => Answer::Rows(self.rows(places.clone())?),
            Ask::Article(key) => Answer::Article(self.open(*key)?),
            Ask::Again(id) => Answer::Article(match self.library.key_of(*id)? {
                Some(key) => self.open(key)?,
                None => None,
            }),
            Ask::NextUnread { from, forward } => Answer::NextUnread(self.next_unread(*from, *forward)?),
            Ask::Facets => Answer::Facets(self.facets()?),
            Ask::Entity(id) => Answer::Entity(Box::new(self.entity_page(id)?)),
            Ask::Entities => Answer::Entities(self.entities()?),
            Ask::Timeline => Answer::Timeline(self.timeline()?),
            Ask::Offered { kind, typed } => Answer::Offered(self.offered(*kind, typed)?),
            Ask::Alias(edit) => Answer::Aliased(self.edit_aliases(edit)),
            Ask::Mark(id, marks) => {
                if self.is_own {
                    self.known.set(*id, *marks);
                    self.library.set_marks(&[(*id, *marks)])?;
                } else {
                    self.marks.insert(*id, *marks);
                }
                Answer::Noted
            }
            Ask::Note(id, note) => {
                if self.is_own {
                    self.library.set_note(*id, note.as_deref())?;
                } else {
                    self.notes.insert(*id, note.clone());
                }
                Answer::Noted
            }
        })
    }

    /// The tallies of the library with what is not in it yet.
    fn overview(&self) -> Result<Vec<SectionTally>, LibraryError> {
        let mut tallies = self.library.sections()?;
        let mut keys = Vec::new();
        for id in self.marks.keys() {
            keys.extend(self.library.key_of(*id)?);
        }
        for row in self.library.rows(&keys)? {
            let Some(marks) = self.marks.get(&row.id) else { continue };
            let moved =
                |count: u64, before: bool, after: bool| (count + u64::from(after)).saturating_sub(before.into());
            if let Some(tally) = tallies.iter_mut().find(|tally| tally.path == row.section) {
                tally.read = moved(tally.read, row.read, marks.read);
                tally.starred = moved(tally.starred, row.starred, marks.starred);
            }
        }
        Ok(tallies)
    }

    fn open(&mut self, key: ArticleKey) -> Result<Option<Box<Opened>>, LibraryError> {
        let Some(mut stored) = self.library.read(key)? else { return Ok(None) };
        let id = stored.article.id;
        if let Some(marks) = self.marks.get(&id) {
            stored.marks = *marks;
        }
        if let Some(note) = self.notes.get(&id) {
            stored.note.clone_from(note);
        }
        stored.mentions = Some(self.mentions_for(key, &mut stored)?);
        Ok(Some(Box::new(Opened { key, stored })))
    }

    /// Whether a note stands beside an article, for what is not in the library yet.
    pub(super) fn has_note(&self, id: ArticleId) -> Option<bool> {
        self.notes.get(&id).map(Option::is_some)
    }
}
