//! The thread that looks through articles for names before anyone opens them.
//!
//! Owns the thread: how it yields to whoever types, and how it ends. In a library on disk it finds and stores by itself,
//! with its own handle; what lies in memory is handed to it and comes back (`shelf.rs`). The finding is `desk/`.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::jobs::{spawn, wait};
use super::library::open_to_write;
use crate::article::Article;
use crate::desk::{Tagged, mentions_of};
use crate::entity::{Context, MODEL_VERSION, Mention, recognise};
use crate::library::{ArticleKey, Library, LibraryError};

/// So many articles that lie in memory are handed over at a time, and so come back.
pub(super) const PORTION: usize = 16;
/// So many are looked through and stored at once in a library on disk, and then the loop is told.
const STORED: usize = 64;
/// How long it enters what it has stored under its entities, in steps that others can come between.
const LISTING: Duration = Duration::from_millis(40);
/// While something was typed this recently, the thread waits.
const QUIET: Duration = Duration::from_millis(150);
/// How often it looks whether it may go on, or is to end.
const PAUSE: Duration = Duration::from_millis(25);
/// So long it waits before it tries again to write into a library that another program holds, and so often.
const RETRY: Duration = Duration::from_secs(2);
const MOST_RETRIES: u32 = 30;
/// How long the exit waits: longer than one article takes.
const PATIENCE: Duration = Duration::from_millis(400);

/// What was found.
#[derive(Debug)]
pub(super) enum Found {
    /// In articles that were handed over.
    Handed(Vec<Tagged>),
    /// In articles of the library, where it has been stored.
    Stored,
}

/// What is to be done.
enum Work {
    /// Look through these.
    Articles(Vec<(ArticleKey, Article)>),
    /// Look through all of the library that nobody has looked through.
    Library,
}

/// Loads the lists and the model on a thread of their own, by looking for names in a few words; then calls `tell`.
///
/// # Errors
/// When the system gives no thread.
pub(super) fn warm_up(tell: impl FnOnce() + Send + 'static) -> io::Result<()> {
    spawn("warm-up", move || {
        let context = Context { language: "ar", anchor: None };
        // What cannot be loaded here is told of when an article needs it.
        let _ = catch_unwind(|| recognise(&["وصل الوزير أحمد سالم إلى باريس يوم الثلاثاء"], &context));
        tell();
    })
    .map(drop)
}

/// The thread, and when something was typed last.
pub(super) struct Tagger {
    /// Taken away at the end, which tells the thread.
    work: Option<Sender<Work>>,
    ended: Receiver<()>,
    typed: Arc<Mutex<Option<Instant>>>,
}

impl Tagger {
    /// Starts the thread; with `library` it looks through that one when told so. `tell` is called for all that were handed
    /// over together, or stored.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start(library: Option<PathBuf>, tell: impl Fn(Found) + Send + 'static) -> io::Result<Tagger> {
        let (give, work) = channel();
        let typed = Arc::new(Mutex::new(None));
        let pace = Pace { work, typed: Arc::clone(&typed) };
        let ended = spawn("names", move || {
            let mut is_first = true;
            while let Ok(work) = pace.work.recv() {
                let done = match (work, &library) {
                    (Work::Articles(articles), _) => {
                        pace.look_through(articles).map(|tagged| tell(Found::Handed(tagged)))
                    }
                    (Work::Library, Some(path)) => pace.tag_library(path, std::mem::take(&mut is_first), &tell),
                    (Work::Library, None) => Some(()),
                };
                if done.is_none() {
                    return;
                }
            }
        })?;
        Ok(Tagger { work: Some(give), ended, typed })
    }

    /// Something was typed just now: whoever types comes first.
    pub(super) fn typed(&self) {
        if let Ok(mut typed) = self.typed.lock() {
            *typed = Some(Instant::now());
        }
    }

    /// Hands articles over; their mentions come back as [`Found::Handed`].
    pub(super) fn hand(&self, articles: Vec<(ArticleKey, Article)>) {
        self.give(Work::Articles(articles));
    }

    /// Has the library looked through: articles may have come.
    pub(super) fn look(&self) {
        self.give(Work::Library);
    }

    fn give(&self, work: Work) {
        if self.work.as_ref().is_none_or(|thread| thread.send(work).is_err()) {
            tracing::error!("the thread for names has ended before its time");
        }
    }
}

impl Drop for Tagger {
    /// Ends the thread behind the article that it is looking through; what it has not stored is found again next time.
    fn drop(&mut self) {
        drop(self.work.take());
        wait(&self.ended, PATIENCE, "names");
    }
}

/// How the thread hears that it is to wait or to end: everything that gives `None` means the end.
struct Pace {
    work: Receiver<Work>,
    typed: Arc<Mutex<Option<Instant>>>,
}

impl Pace {
    /// Waits until nobody types.
    fn breathe(&self) -> Option<()> {
        let is_typing = || {
            let typed = self.typed.lock().ok().and_then(|typed| *typed);
            typed.is_some_and(|typed| typed.elapsed() < QUIET)
        };
        while is_typing() {
            self.pause(PAUSE)?;
        }
        match self.work.try_recv() {
            Err(TryRecvError::Disconnected) => None,
            // Articles are handed over one portion at a time, and a library is looked through to its end anyway.
            Ok(_) | Err(TryRecvError::Empty) => Some(()),
        }
    }

    fn pause(&self, time: Duration) -> Option<()> {
        match self.work.recv_timeout(time) {
            Err(RecvTimeoutError::Disconnected) => None,
            Ok(_) | Err(RecvTimeoutError::Timeout) => Some(()),
        }
    }

    fn look_through(&self, articles: Vec<(ArticleKey, Article)>) -> Option<Vec<Tagged>> {
        let mut tagged = Vec::with_capacity(articles.len());
        for (key, article) in articles {
            self.breathe()?;
            let mentions = found_in(&article);
            tagged.push(Tagged { key, article, mentions });
        }
        Some(tagged)
    }

    /// Looks through the library, the newest articles first, until nothing is left or it cannot be written.
    /// With `is_first` enters under its entities whatever another program has left, which may not be at work any more.
    fn tag_library(&self, path: &Path, is_first: bool, tell: &impl Fn(Found)) -> Option<()> {
        let (mut retries, mut lists) = (0, is_first);
        loop {
            let portion = open_to_write(path).and_then(|mut library| self.tag_all(&mut library, &mut lists, tell));
            match portion {
                Ok(ended) => return ended,
                Err(error) => {
                    retries += 1;
                    if retries > MOST_RETRIES || !matches!(error, LibraryError::Locked { .. }) {
                        tracing::warn!("names are not looked for beforehand: {error}");
                        return Some(());
                    }
                    let until = Instant::now() + RETRY;
                    while Instant::now() < until {
                        self.pause(PAUSE)?;
                    }
                }
            }
        }
    }

    fn tag_all(
        &self,
        library: &mut Library,
        lists: &mut bool,
        tell: &impl Fn(Found),
    ) -> Result<Option<()>, LibraryError> {
        library.expect_names()?;
        if *lists && self.list_all(library, tell)?.is_none() {
            return Ok(None);
        }
        loop {
            let mut tagged: Vec<(ArticleKey, Article, Vec<Vec<Mention>>)> = Vec::with_capacity(STORED);
            for key in library.untagged(MODEL_VERSION, STORED)? {
                if self.breathe().is_none() {
                    return Ok(None);
                }
                let Some(stored) = library.read(key)? else { continue };
                let mentions = found_in(&stored.article);
                tagged.push((key, stored.article, mentions));
            }
            let mut fitting = Vec::with_capacity(tagged.len());
            for (key, article, mentions) in tagged {
                // Another program may have filed it anew meanwhile.
                if library.read(key)?.is_some_and(|stored| stored.article == article) {
                    fitting.push((key, mentions));
                }
            }
            if fitting.is_empty() {
                break;
            }
            library.set_mentions(&fitting, MODEL_VERSION)?;
            library.list_many(LISTING)?;
            *lists = true;
            tell(Found::Stored);
        }
        if *lists {
            return self.list_all(library, tell);
        }
        // What another program puts off while it files much, that one enters, unless it has left very many.
        library.list_many(LISTING).map(|_| Some(()))
    }

    /// Enters all that waits under its entities.
    fn list_all(&self, library: &mut Library, tell: &impl Fn(Found)) -> Result<Option<()>, LibraryError> {
        while library.list_all(LISTING)? {
            if self.breathe().is_none() {
                return Ok(None);
            }
            tell(Found::Stored);
        }
        Ok(Some(()))
    }
}

/// What an article names; nothing where a fault of ours over it would stop all others from being looked through.
fn found_in(article: &Article) -> Vec<Vec<Mention>> {
    catch_unwind(AssertUnwindSafe(|| mentions_of(article))).unwrap_or_else(|_| {
        tracing::error!("{}: a fault while looking for names", article.path);
        vec![Vec::new(); article.paragraphs.len()]
    })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::{Duration, Instant};

    use super::{Found, Tagger};
    use crate::desk::Desk;
    use crate::entity::MODEL_VERSION;
    use crate::library::{Access, EntityScope, Library, Marks, prepare};
    use crate::source::{ReadOptions, seeds};

    fn articles() -> Vec<crate::library::Prepared> {
        let options = ReadOptions { today: jiff::civil::date(2024, 1, 1), raw: false };
        seeds(&options).into_iter().filter_map(|r| r.article).map(|a| prepare(a, None)).collect()
    }

    #[test]
    fn a_library_is_looked_through_and_again_by_a_newer_model() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("l.sqlite");
        let mut library = Library::open(&path, Access::Write).unwrap();
        library.file(&articles()).unwrap();
        let all = library.untagged(MODEL_VERSION, 1000).unwrap();
        // One was looked through by an older model, which found nothing.
        library.set_mentions(&[(all[0], Vec::new())], MODEL_VERSION.wrapping_add(1)).unwrap();
        let (tell, told) = channel();
        let tagger = Tagger::start(Some(path), move |found| tell.send(found).unwrap()).unwrap();
        tagger.look();
        let until = Instant::now() + Duration::from_secs(120);
        while !library.untagged(MODEL_VERSION, 1).unwrap().is_empty() {
            assert!(Instant::now() < until, "not all were looked through");
            assert!(matches!(told.recv_timeout(Duration::from_secs(60)), Ok(Found::Stored)));
        }
        let named = all.iter().filter(|key| {
            library
                .read(**key)
                .unwrap()
                .unwrap()
                .mentions
                .is_some_and(|lists| lists.iter().any(|list| !list.is_empty()))
        });
        assert!(named.count() > all.len() / 2);
        assert_eq!(library.model_of(all[0]).unwrap(), Some(MODEL_VERSION));
    }

    #[test]
    fn what_an_import_has_left_is_entered_at_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("l.sqlite");
        let mut library = Library::open(&path, Access::Write).unwrap();
        library.expect_many().unwrap();
        let named = articles().into_iter().map(|prepared| {
            let mentions = super::mentions_of(prepared.article());
            prepare(prepared.article().clone(), Some(mentions)).tagged_by(MODEL_VERSION)
        });
        library.file(&named.collect::<Vec<_>>()).unwrap();
        let count = || Library::open(&path, Access::Read).unwrap().entity_counts(EntityScope::All, 99).unwrap().len();
        assert_eq!(count(), 0);
        let tagger = Tagger::start(Some(path.clone()), |_| ()).unwrap();
        tagger.look();
        let until = Instant::now() + Duration::from_secs(60);
        while count() == 0 {
            assert!(Instant::now() < until, "nothing was entered");
            std::thread::yield_now();
        }
    }

    #[test]
    fn what_lies_in_memory_is_handed_over_and_comes_back() {
        let mut desk = Desk::in_memory(Marks::default(), jiff::civil::date(2024, 1, 1)).unwrap();
        desk.file(&articles()).unwrap();
        let (tell, told) = channel();
        let tagger = Tagger::start(None, move |found| tell.send(found).unwrap()).unwrap();
        let before = desk.untagged(1000).unwrap().len();
        tagger.hand(desk.untagged(3).unwrap());
        let Ok(Found::Handed(mut tagged)) = told.recv_timeout(Duration::from_secs(60)) else { panic!("nothing") };
        // The second was filed anew while it was looked through.
        tagged[1].article.paragraphs.push("جديد".to_owned());
        desk.set_mentions(tagged).unwrap();
        assert_eq!(desk.untagged(1000).unwrap().len(), before - 2);
    }

    #[test]
    fn it_ends_while_someone_types() {
        let mut desk = Desk::in_memory(Marks::default(), jiff::civil::date(2024, 1, 1)).unwrap();
        desk.file(&articles()).unwrap();
        let tagger = Tagger::start(None, |_| ()).unwrap();
        tagger.typed();
        tagger.hand(desk.untagged(1000).unwrap());
        let begun = Instant::now();
        drop(tagger);
        assert!(begun.elapsed() < Duration::from_secs(5));
    }
}
