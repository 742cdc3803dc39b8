//! Running a plan: streams of keys, newest first, that leap to wherever the others are.
//!
//! Owns the leaps and the clock; each stream asks the file for a few keys at a time, and texts are looked at last.

use std::collections::VecDeque;

use rusqlite::types::{FromSqlError, ValueRef};
use rusqlite::{ToSql, params_from_iter};

use super::candidates::Walk;
use super::glance::Glance;
use super::plan::Plan;
use crate::library::Library;
use crate::library::key::{FIRST_DATED, day_number, keys_of_days};
use crate::library::shelf::{Limit, USER};
use crate::query::{Scope, TextMatch};

/// How many keys are asked for at first: about a screenful.
const FIRST_PORTION: i64 = 64;
/// The same for beginnings of words, whose lists are gathered anew for each portion.
const FIRST_OF_PREFIX: i64 = 1_024;
/// How many keys of these are asked for next: to gather the lists a third time costs more than to step through so many keys.
const LARGEST_OF_PREFIX: i64 = 32_768;
/// How many keys are asked for at most; each portion that was used up is followed by one four times as large.
const LARGEST_PORTION: i64 = 8_192;

/// Why a search ended before its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// The time is over, or enough was found: this key and those below it were not looked at.
    Late(i64),
    /// The file could not be read.
    Failed(rusqlite::Error),
}

impl Stop {
    /// What an error means for a search that has come as far as this key.
    pub(super) fn at(key: i64, cause: rusqlite::Error) -> Stop {
        match cause.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => Stop::Late(key),
            _ => Stop::Failed(cause),
        }
    }
}

/// Keys, newest first.
pub(super) enum Stream<'l> {
    /// Keys out of the file.
    Asked(Asked<'l>),
    /// Keys out of the index of beginnings.
    Begun(Walk<'l>),
    /// Keys in memory.
    Held(VecDeque<i64>),
    /// What all of the first have, none of the second, and whose text holds what is asked.
    All { all: Vec<Stream<'l>>, none: Vec<Stream<'l>>, check: Check<'l>, limit: &'l Limit<'l> },
    /// What the first has until it has looked at so many articles, then what the second has.
    Trial { first: Box<Stream<'l>>, looks: usize, then: Box<Stream<'l>> },
    /// What one of them has.
    Any(Vec<Stream<'l>>),
}

impl<'l> Stream<'l> {
    /// The stream of a plan. Nothing is read yet.
    pub(super) fn new(plan: Plan, library: &'l Library, limit: &'l Limit<'l>) -> Stream<'l> {
        let streams = |plans: Vec<Plan>| -> Vec<Stream<'l>> {
            plans.into_iter().map(|plan| Stream::new(plan, library, limit)).collect()
        };
        match plan {
            Plan::Nothing => Stream::Held(VecDeque::new()),
            Plan::Keys(keys) => Stream::Held(keys.into()),
            Plan::Any(plans) => Stream::Any(streams(plans)),
            Plan::Begun(candidates) => Stream::Begun(Walk::new(candidates, library, limit)),
            Plan::All(all, none, texts) => {
                let [all, none] = [all, none].map(streams);
                Stream::All { all, none, check: Check::new(library, &texts), limit }
            }
            Plan::Trial(first, looks, then) => {
                let [first, then] = [first, then].map(|plan| Box::new(Stream::new(*plan, library, limit)));
                Stream::Trial { first, looks, then }
            }
            simple => Stream::Asked(Asked::new(simple, library)),
        }
    }

    /// The newest key that is not above `key`; each call asks for the same or a lower one than the last.
    pub(super) fn at_most(&mut self, key: i64) -> Result<Option<i64>, Stop> {
        match self {
            Stream::Asked(asked) => asked.at_most(key),
            Stream::Begun(walk) => walk.at_most(key),
            Stream::Held(keys) => {
                while keys.front().is_some_and(|&first| first > key) {
                    keys.pop_front();
                }
                Ok(keys.front().copied())
            }
            Stream::Any(streams) => newest(streams, key),
            Stream::All { .. } => match self.look_for(key, None)? {
                Found::Last => Ok(None),
                Found::Key(key) => Ok(Some(key)),
                Found::Unseen(key) => Err(Stop::Late(key)),
            },
            Stream::Trial { first, looks, then } => match first.look_for(key, Some(looks))? {
                Found::Last => Ok(None),
                Found::Key(key) => Ok(Some(key)),
                Found::Unseen(key) => then.at_most(key),
            },
        }
    }

    /// The same for a stream of several; where `looks` is given, it is counted down with each article that is looked at.
    fn look_for(&mut self, key: i64, mut looks: Option<&mut usize>) -> Result<Found, Stop> {
        let Stream::All { all, none, check, limit } = self else {
            return Ok(self.at_most(key)?.map_or(Found::Last, Found::Key));
        };
        let mut candidate = key;
        loop {
            if limit.is_over() {
                return Err(Stop::Late(candidate));
            }
            match looks.as_deref_mut() {
                Some(0) => return Ok(Found::Unseen(candidate)),
                Some(left) => *left -= 1,
                None => {}
            }
            let Some(agreed) = agreed(all, candidate)? else { return Ok(Found::Last) };
            if !is_in_one(none, agreed)? && check.holds(agreed)? {
                return Ok(Found::Key(agreed));
            }
            candidate = agreed - 1;
        }
    }
}

impl Stream<'_> {
    /// True when the stream has this key; each call asks for the same or a lower one than the last. Texts are looked at
    /// in this article alone, and not on the way to the next one that holds them.
    fn has(&mut self, key: i64) -> Result<bool, Stop> {
        match self {
            Stream::All { all, none, check, .. } => {
                Ok(are_in_all(all, key)? && !is_in_one(none, key)? && check.holds(key)?)
            }
            Stream::Any(streams) => is_in_one(streams, key),
            Stream::Trial { first, .. } => first.has(key),
            simple => Ok(simple.at_most(key)? == Some(key)),
        }
    }
}

/// How a search for the next key ended.
enum Found {
    /// With this key.
    Key(i64),
    /// There is none.
    Last,
    /// This key and those below it were not looked at.
    Unseen(i64),
}

/// The newest key not above `key` that one of the streams has.
fn newest(streams: &mut [Stream<'_>], key: i64) -> Result<Option<i64>, Stop> {
    let (mut newest, mut unseen) = (None, None);
    for stream in streams {
        match stream.at_most(key) {
            Ok(found) => newest = newest.max(found),
            // The others may have come further.
            Err(Stop::Late(reached)) => unseen = unseen.max(Some(reached)),
            Err(failed) => return Err(failed),
        }
    }
    match unseen {
        Some(reached) if newest.is_none_or(|newest| newest <= reached) => Err(Stop::Late(reached)),
        _ => Ok(newest),
    }
}

/// The newest key not above `candidate` that all streams have.
fn agreed(streams: &mut [Stream<'_>], mut candidate: i64) -> Result<Option<i64>, Stop> {
    let mut agreeing = 0;
    let mut at = 0;
    while agreeing < streams.len() {
        let Some(key) = streams[at].at_most(candidate)? else { return Ok(None) };
        agreeing = if key == candidate { agreeing + 1 } else { 1 };
        candidate = key;
        at = (at + 1) % streams.len();
    }
    Ok(Some(candidate))
}

fn are_in_all(streams: &mut [Stream<'_>], key: i64) -> Result<bool, Stop> {
    for stream in streams {
        if !stream.has(key)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_in_one(streams: &mut [Stream<'_>], key: i64) -> Result<bool, Stop> {
    for stream in streams {
        if stream.has(key)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A question to the file that is asked again for each portion.
pub(super) struct Asked<'l> {
    library: &'l Library,
    /// `?1` is the highest key wanted, `?2` the size of the portion.
    question: &'static str,
    /// The parameters from `?3` on.
    parameters: Vec<Box<dyn ToSql>>,
    /// Keys that were given, newest first.
    keys: VecDeque<i64>,
    portion: i64,
    /// Beginnings of words, whose lists are gathered anew for each portion.
    is_prefix: bool,
    is_exhausted: bool,
}

impl<'l> Asked<'l> {
    fn new(plan: Plan, library: &'l Library) -> Asked<'l> {
        let user = || Box::new(USER) as Box<dyn ToSql>;
        let is_prefix = matches!(&plan, Plan::Index(words) if words.contains('*'));
        let portion = if is_prefix { FIRST_OF_PREFIX } else { FIRST_PORTION };
        let (question, parameters): (_, Vec<Box<dyn ToSql>>) = match plan {
            Plan::Index(words) => (
                "SELECT rowid FROM words WHERE words MATCH ?3 AND rowid <= ?1 ORDER BY rowid DESC LIMIT ?2",
                vec![Box::new(words)],
            ),
            Plan::Days(from, until) => {
                let (first, last) = keys_of_days(from, until);
                let (from, until) = (from.map_or(i64::MIN, day_number), until.map_or(i64::MAX, day_number));
                (
                    "SELECT key FROM articles WHERE key <= min(?1, ?4) AND key >= ?3 \
                     AND (key >= ?5 OR day BETWEEN ?6 AND ?7) ORDER BY key DESC LIMIT ?2",
                    [first, last, FIRST_DATED, from, until].map(|number| Box::new(number) as Box<dyn ToSql>).into(),
                )
            }
            Plan::Read => (
                "SELECT key FROM marks WHERE user = ?3 AND read AND key IS NOT NULL AND key <= ?1 \
                 ORDER BY key DESC LIMIT ?2",
                vec![user()],
            ),
            Plan::Starred => (
                "SELECT key FROM marks WHERE user = ?3 AND starred AND key IS NOT NULL AND key <= ?1 \
                 ORDER BY key DESC LIMIT ?2",
                vec![user()],
            ),
            Plan::Noted => (
                "SELECT key FROM notes WHERE user = ?3 AND key IS NOT NULL AND key <= ?1 ORDER BY key DESC LIMIT ?2",
                vec![user()],
            ),
            Plan::Entity(number) => (
                "SELECT key FROM mentions WHERE entity = ?3 AND key <= ?1 ORDER BY key DESC LIMIT ?2",
                vec![Box::new(number)],
            ),
            // The others are no questions: `Stream::new` has taken them.
            Plan::Every
            | Plan::Nothing
            | Plan::Keys(_)
            | Plan::Begun(_)
            | Plan::All(..)
            | Plan::Any(_)
            | Plan::Trial(..) => ("SELECT key FROM articles WHERE key <= ?1 ORDER BY key DESC LIMIT ?2", Vec::new()),
        };
        let keys = VecDeque::new();
        Asked { library, question, parameters, keys, portion, is_prefix, is_exhausted: false }
    }

    fn at_most(&mut self, key: i64) -> Result<Option<i64>, Stop> {
        let held = self.keys.len();
        let above = self.keys.partition_point(|&first| first > key);
        self.keys.drain(..above);
        if self.keys.is_empty() && !self.is_exhausted {
            // A leap over what was held means that another stream leads: small portions then.
            let has_leapt = above == held && held > 0 && above > 1 && !self.is_prefix;
            self.portion = if has_leapt { FIRST_PORTION } else { self.portion };
            self.refill(key).map_err(|cause| Stop::at(key, cause))?;
        }
        Ok(self.keys.front().copied())
    }

    fn refill(&mut self, key: i64) -> rusqlite::Result<()> {
        let mut query = self.library.connection.prepare_cached(self.question)?;
        let bounds: [&dyn ToSql; 2] = [&key, &self.portion];
        let parameters = bounds.into_iter().chain(self.parameters.iter().map(|parameter| &**parameter));
        let mut rows = query.query(params_from_iter(parameters))?;
        while let Some(row) = rows.next()? {
            self.keys.push_back(row.get(0)?);
        }
        self.is_exhausted = (self.keys.len() as i64) < self.portion;
        self.portion = if self.is_prefix { LARGEST_OF_PREFIX } else { (self.portion * 4).min(LARGEST_PORTION) };
        Ok(())
    }
}

/// Texts that an article must hold, looked up in the article itself.
pub(super) struct Check<'l> {
    library: &'l Library,
    texts: Vec<(Scope, Glance)>,
    /// The last article that was found to hold them: where another stream gives the next one, it is asked for again.
    held: Option<i64>,
}

impl<'l> Check<'l> {
    fn new(library: &'l Library, texts: &[TextMatch]) -> Check<'l> {
        let texts = texts.iter().map(|text| (text.scope, Glance::of(text))).collect();
        Check { library, texts, held: None }
    }

    fn holds(&mut self, key: i64) -> Result<bool, Stop> {
        if self.held != Some(key) && self.look(key).map_err(|cause| Stop::at(key, cause))? {
            self.held = Some(key);
        }
        Ok(self.held == Some(key))
    }

    fn look(&self, key: i64) -> rusqlite::Result<bool> {
        if self.texts.is_empty() {
            return Ok(true);
        }
        let mut query = self
            .library
            .connection
            .prepare_cached("SELECT title, text FROM articles JOIN texts ON number = text_number WHERE key = ?1")?;
        let mut rows = query.query([key])?;
        let Some(row) = rows.next()? else { return Ok(false) };
        let title = text_of(row.get_ref(0)?)?;
        let text = text_of(row.get_ref(1)?)?;
        Ok(self.texts.iter().all(|(scope, wanted)| wanted.is_in(*scope, title, text)))
    }
}

/// A text of the file; empty where there is none. To check that it is UTF-8 takes `str` longer than to look through it.
fn text_of(value: ValueRef<'_>) -> rusqlite::Result<&str> {
    let Some(bytes) = value.as_bytes_or_null()? else { return Ok("") };
    simdutf8::basic::from_utf8(bytes).map_err(|cause| FromSqlError::Other(Box::new(cause)).into())
}
