//! What the reader reads from: a library on disk, or one in memory that is filled while one reads.
//!
//! Owns the desk, what is still to be filed, and what is stored; the loop only says when (`run.rs`). Files are parsed
//! on a thread (`jobs.rs`), and filed here in slices, so that no key waits longer than a frame.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::jobs::{Loaded, Loader, MarkWriter};
use super::library::{Change, LibraryWriter, Titles, Written};
use super::tagging::{Found, PORTION, Tagger};
use crate::action::Effect;
use crate::app::App;
use crate::desk::Desk;
use crate::library::Prepared;
use crate::source::Warning;

/// So long the loop may file at a time.
const SLICE: Duration = Duration::from_millis(10);
/// So many articles are filed before the clock is looked at.
const STEP: usize = 8;
/// The titles are not loaded again sooner than this: an import changes the library all the time.
const TITLES_PAUSE: Duration = Duration::from_secs(10);
/// How often another program's changes are looked for.
pub(super) const LOOK: Duration = Duration::from_secs(1);

/// Where the articles come from.
pub(super) enum Origin {
    /// Files that are read while one reads, or the built-in articles.
    Files(Option<Loader>),
    /// A library on disk.
    Library {
        /// Its file.
        path: PathBuf,
        /// The cache of its titles.
        cache: Option<PathBuf>,
    },
}

/// The thread that stores what was done.
pub(super) enum Keeper {
    /// In the files of marks and notes.
    Marks(MarkWriter),
    /// In the library.
    Library(LibraryWriter),
    /// Nowhere: there is no folder for it.
    Nobody,
}

/// The desk, and what happens around it.
pub(super) struct Shelf {
    pub(super) desk: Desk,
    pub(super) origin: Origin,
    pub(super) keeper: Keeper,
    unfiled: VecDeque<Prepared>,
    /// The loader has said its last word, which is heard when all is filed.
    last_word: Option<Loaded>,
    /// What is needed to look for names is not being loaded yet.
    is_cold: bool,
    generation: u64,
    looked: Instant,
    titles_loading: bool,
    /// When titles were loaded last.
    titles_begun: Option<Instant>,
    /// Looks for names beforehand; `None` where the system gave no thread.
    tagger: Option<Tagger>,
    /// Articles wait to be looked through, as far as is known.
    lacks_names: bool,
    /// Some are being looked through.
    finds_names: bool,
    /// Names have come of which the app has not heard, and when it has heard last.
    names_unsaid: bool,
    names_said: Option<Instant>,
}

impl Shelf {
    pub(super) fn new(desk: Desk, origin: Origin, keeper: Keeper, tagger: Option<Tagger>) -> Shelf {
        let generation = desk.library().generation().unwrap_or(0);
        let is_cold = matches!(origin, Origin::Library { .. });
        let mut desk = desk;
        desk.hurry(is_cold);
        Shelf {
            desk,
            is_cold,
            origin,
            keeper,
            unfiled: VecDeque::new(),
            last_word: None,
            generation,
            looked: Instant::now(),
            titles_loading: false,
            titles_begun: None,
            tagger,
            lacks_names: true,
            finds_names: false,
            names_unsaid: false,
            names_said: None,
        }
    }

    /// Answers everything that the app does not know.
    pub(super) fn answer(&mut self, app: &mut App) {
        while let Some(ask) = app.next_ask() {
            app.take(self.desk.answer(&ask));
        }
    }

    /// Stores what an effect says; false when it says something else.
    pub(super) fn store(&mut self, effect: &Effect) -> bool {
        match (effect, &self.keeper) {
            (Effect::StoreMarks(changes), Keeper::Marks(writer)) => {
                writer.store(changes.iter().map(|&(id, _, after)| (id, after)).collect());
            }
            (Effect::StoreMarks(changes), Keeper::Library(writer)) => writer.store(Change::Marks(changes.clone())),
            (Effect::StoreNote(id, note), Keeper::Library(writer)) => writer.store(Change::Note(*id, note.clone())),
            (Effect::StoreNote(id, note), Keeper::Marks(writer)) => writer.store_note(*id, note.clone()),
            (Effect::StoreMarks(_) | Effect::StoreNote(..), Keeper::Nobody) => {}
            _ => return false,
        }
        true
    }

    /// The library's thread has written something, or could not, and why.
    pub(super) fn written(&mut self, written: Written) -> Option<String> {
        match written {
            Written::Done(marks, notes) => {
                self.desk.stored(&marks, &notes);
                None
            }
            Written::Failed(reason) => Some(reason),
        }
    }

    /// Takes what the loader has, and gives back its warnings.
    pub(super) fn take_loaded(&mut self, app: &mut App) -> Vec<Warning> {
        let Origin::Files(Some(loader)) = &self.origin else { return Vec::new() };
        match loader.next() {
            Some(Loaded::Some(batch)) => {
                self.unfiled.extend(batch.articles);
                if !batch.warnings.is_empty() {
                    app.arrived(batch.warnings.clone());
                }
                self.file(app);
                batch.warnings
            }
            Some(last) => {
                self.last_word = Some(last);
                self.file(app);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// True when something waits to be filed, or a search to go on.
    pub(super) fn is_busy(&self) -> bool {
        !self.unfiled.is_empty() || self.desk.is_searching()
    }

    /// True when nothing is found yet of what a search that goes on will find.
    pub(super) fn awaits_first(&self, app: &App) -> bool {
        self.desk.is_searching() && app.lists_nothing()
    }

    /// Goes on with a search for which one key was too short a time.
    pub(super) fn search_on(&mut self, app: &mut App) {
        match self.desk.search_on() {
            Ok(true) => app.listing_grew(),
            Ok(false) => {}
            Err(error) => app.say("library-failed", &[("reason", &error.to_string())]),
        }
    }

    /// Files for about ten milliseconds.
    pub(super) fn file(&mut self, app: &mut App) {
        let until = Instant::now() + SLICE;
        let mut has_filed = false;
        while !self.unfiled.is_empty() {
            let step: Vec<Prepared> = self.unfiled.drain(..STEP.min(self.unfiled.len())).collect();
            if let Err(error) = self.desk.file(&step) {
                app.say("library-failed", &[("reason", &error.to_string())]);
            }
            has_filed = true;
            self.lacks_names = true;
            if Instant::now() >= until {
                break;
            }
        }
        if has_filed {
            app.arrived(Vec::new());
        }
        if self.unfiled.is_empty()
            && let Some(last) = self.last_word.take()
        {
            app.loading_done();
            if let Loaded::Failed(reason) = last {
                app.say("loading-failed", &[("reason", &reason)]);
            }
        }
    }

    /// Looks whether another program has changed the library, at most once a second.
    pub(super) fn look(&mut self, app: &mut App) {
        if !matches!(self.origin, Origin::Library { .. }) || self.looked.elapsed() < LOOK {
            return;
        }
        self.looked = Instant::now();
        if let Ok(generation) = self.desk.library().generation()
            && generation != self.generation
        {
            self.generation = generation;
            self.lacks_names = true;
            app.library_changed();
        }
    }

    /// Begins to load the titles of a library, where those that are there are not those of its present state.
    pub(super) fn load_titles(&mut self, tell: impl FnOnce(Titles) + Send + 'static) {
        let Origin::Library { path, cache } = &self.origin else { return };
        let is_early = self.titles_begun.is_some_and(|begun| begun.elapsed() < TITLES_PAUSE);
        if self.titles_loading || is_early || self.desk.titles_of() == Some(self.generation) {
            return;
        }
        self.titles_begun = Some(Instant::now());
        self.titles_loading = super::library::load_titles(path.clone(), cache.clone(), tell).is_ok();
        if !self.titles_loading {
            self.desk.set_titles(None);
        }
    }

    /// The titles are there, or will not be.
    pub(super) fn take_titles(&mut self, titles: Titles, app: &mut App) {
        self.titles_loading = false;
        // Without an index the same state is not tried again.
        self.desk.set_titles_of(titles.map(|titles| *titles), self.generation);
        app.titles_ready();
    }

    /// Gives up waiting for the titles.
    pub(super) fn do_without_titles(&mut self, app: &mut App) {
        self.desk.set_titles(None);
        app.titles_ready();
    }

    /// Something was typed: whoever types comes first.
    pub(super) fn typed(&self) {
        if let Some(tagger) = &self.tagger {
            tagger.typed();
        }
    }

    /// Has articles looked through for names, and tells the app what has come, at most once a second.
    pub(super) fn find_names(&mut self, app: &mut App) {
        if self.names_unsaid && self.names_said.is_none_or(|said| said.elapsed() >= LOOK) {
            self.names_unsaid = false;
            self.names_said = Some(Instant::now());
            app.mentions_changed();
        }
        // Who searches needs the titles first, and both at once need twice the memory.
        let waits = self.finds_names || self.titles_loading;
        let Some(tagger) = self.tagger.as_ref().filter(|_| self.lacks_names && !waits) else { return };
        match &self.origin {
            Origin::Library { .. } => {
                self.lacks_names = false;
                tagger.look();
            }
            Origin::Files(_) => match self.desk.untagged(PORTION) {
                Ok(articles) if !articles.is_empty() => {
                    self.finds_names = true;
                    tagger.hand(articles);
                }
                Ok(_) => self.lacks_names = false,
                Err(error) => {
                    tracing::warn!("names are not looked for beforehand: {error}");
                    self.lacks_names = false;
                }
            },
        }
    }

    /// Names have been found.
    pub(super) fn take_names(&mut self, found: Found) {
        self.names_unsaid = true;
        match found {
            Found::Stored => self.desk.mentions_changed(),
            Found::Handed(tagged) => {
                self.finds_names = false;
                if let Err(error) = self.desk.set_mentions(tagged) {
                    tracing::warn!("names are not looked for beforehand: {error}");
                    self.lacks_names = false;
                }
            }
        }
    }

    /// Loads what is needed to look for names, once the first frame stands; `tell` is called when it is there.
    pub(super) fn warm_up(&mut self, tell: impl FnOnce() + Send + 'static) {
        if !std::mem::take(&mut self.is_cold) {
            return;
        }
        if super::tagging::warm_up(tell).is_err() {
            self.desk.hurry(false);
        }
    }

    /// Names can be looked for.
    pub(super) fn warmed_up(&mut self, app: &mut App) {
        self.desk.hurry(false);
        app.names_ready();
    }

    /// Waits for the threads. The one that writes into a library is the last to close it, and takes its log away: whoever
    /// opens the library next would have to read all of that first.
    pub(super) fn end(self) {
        drop(self.tagger);
        drop(self.desk);
        if let Origin::Files(Some(loader)) = self.origin {
            loader.end();
        }
        drop(self.keeper);
    }
}
