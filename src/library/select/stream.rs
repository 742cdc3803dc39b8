//! Running a plan: streams of keys, newest first, that leap to wherever the others are.
//!
//! Owns the leaps and the clock; each stream asks the file for a few keys at a time, and texts are looked at last.

use std::collections::VecDeque;

use rusqlite::types::{FromSqlError, ValueRef};
use rusqlite::{ToSql, params_from_iter};

use super::glance::Glance;
use super::plan::{Plan, Sought};
use crate::library::Library;
use crate::library::key::{FIRST_DATED, day_number, keys_of_days};
use crate::library::shelf::{Limit, USER};
use crate::query::{Beginning, Form, Scope};

/// How many keys are asked for at first: about a screenful.
const FIRST_PORTION: i64 = 64;
/// The same for beginnings of words, whose lists are gathered anew for each portion.
const FIRST_OF_PREFIX: i64 = 1_024;
/// How many keys are asked for at most; each portion that was used up is followed by one four times as large.
const LARGEST_PORTION: i64 = 8_192;

/// How many filters are looked at between two looks at the clock: some hundred microseconds.
const FILTERS: i64 = 1_024;

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
    /// Articles whose filter may hold a beginning.
    Begun(Begun<'l>),
    /// Keys in memory.
    Held(VecDeque<i64>),
    /// What all of the first have, none of the second, and whose text holds what is asked.
    All { all: Vec<Stream<'l>>, none: Vec<Stream<'l>>, check: Check<'l>, limit: &'l Limit<'l> },
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
            Plan::Begun(beginning) => Stream::Begun(Begun::new(beginning, library, limit)),
            Plan::All(all, none, texts) => {
                Stream::All { all: streams(all), none: streams(none), check: Check::new(library, &texts), limit }
            }
            simple => Stream::Asked(Asked::new(simple, library)),
        }
    }

    /// The newest key that is not above `key`; each call asks for the same or a lower one than the last.
    pub(super) fn at_most(&mut self, key: i64) -> Result<Option<i64>, Stop> {
        match self {
            Stream::Asked(asked) => asked.at_most(key),
            Stream::Begun(begun) => begun.at_most(key),
            Stream::Held(keys) => {
                while keys.front().is_some_and(|&first| first > key) {
                    keys.pop_front();
                }
                Ok(keys.front().copied())
            }
            Stream::Any(streams) => newest(streams, key),
            Stream::All { all, none, check, limit } => {
                let mut candidate = key;
                loop {
                    if limit.is_over() {
                        return Err(Stop::Late(candidate));
                    }
                    let Some(agreed) = agreed(all, candidate)? else { return Ok(None) };
                    if !is_in_one(none, agreed)? && check.holds(agreed)? {
                        return Ok(Some(agreed));
                    }
                    candidate = agreed - 1;
                }
            }
        }
    }
}

impl Stream<'_> {
    /// True when the stream has this key; each call asks for the same or a lower one than the last. Texts are looked at
    /// in this article alone, and not on the way to the next one that holds them.
    fn has(&mut self, key: i64) -> Result<bool, Stop> {
        match self {
            Stream::All { all, none, check, .. } => {
                for stream in all {
                    if !stream.has(key)? {
                        return Ok(false);
                    }
                }
                Ok(!is_in_one(none, key)? && check.holds(key)?)
            }
            Stream::Any(streams) => is_in_one(streams, key),
            simple => Ok(simple.at_most(key)? == Some(key)),
        }
    }
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
    /// The size of the first portion, and of the next one after a leap.
    first_portion: i64,
    is_exhausted: bool,
}

impl<'l> Asked<'l> {
    fn new(plan: Plan, library: &'l Library) -> Asked<'l> {
        let user = || Box::new(USER) as Box<dyn ToSql>;
        let is_prefix = matches!(&plan, Plan::Index(words) if words.contains('*'));
        let first_portion = if is_prefix { FIRST_OF_PREFIX } else { FIRST_PORTION };
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
            Plan::Every | Plan::Nothing | Plan::Keys(_) | Plan::Begun(_) | Plan::All(..) | Plan::Any(_) => {
                ("SELECT key FROM articles WHERE key <= ?1 ORDER BY key DESC LIMIT ?2", Vec::new())
            }
        };
        let (keys, portion) = (VecDeque::new(), first_portion);
        Asked { library, question, parameters, keys, portion, first_portion, is_exhausted: false }
    }

    fn at_most(&mut self, key: i64) -> Result<Option<i64>, Stop> {
        let held = self.keys.len();
        let above = self.keys.partition_point(|&first| first > key);
        self.keys.drain(..above);
        if self.keys.is_empty() && !self.is_exhausted {
            // A leap over what was held means that another stream leads: small portions then.
            self.portion = if above == held && held > 0 && above > 1 { self.first_portion } else { self.portion };
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
        self.portion = (self.portion * 4).min(LARGEST_PORTION);
        Ok(())
    }
}

/// Filters that are looked at, one article behind the other.
pub(super) struct Begun<'l> {
    library: &'l Library,
    beginning: Beginning,
    limit: &'l Limit<'l>,
    /// Keys whose filter says that it may be, newest first.
    keys: VecDeque<i64>,
    /// The highest key that was not looked at; `None` when there is none.
    next: Option<i64>,
}

impl<'l> Begun<'l> {
    fn new(beginning: Beginning, library: &'l Library, limit: &'l Limit<'l>) -> Begun<'l> {
        Begun { library, beginning, limit, keys: VecDeque::new(), next: Some(i64::MAX) }
    }

    fn at_most(&mut self, key: i64) -> Result<Option<i64>, Stop> {
        loop {
            let above = self.keys.partition_point(|&first| first > key);
            self.keys.drain(..above);
            let Some(next) = self.next.filter(|_| self.keys.is_empty()) else { return Ok(self.keys.front().copied()) };
            let from = next.min(key);
            if self.limit.is_over() {
                return Err(Stop::Late(from));
            }
            self.next = self.look(from).map_err(|cause| Stop::at(from, cause))?;
        }
    }

    /// Looks at some filters from this key down; gives the key where to go on.
    fn look(&mut self, from: i64) -> rusqlite::Result<Option<i64>> {
        let mut query = self
            .library
            .connection
            .prepare_cached("SELECT key, bits FROM heads WHERE key <= ?1 ORDER BY key DESC LIMIT ?2")?;
        let mut rows = query.query([from, FILTERS])?;
        let (mut seen, mut last, mut found) = (0, from, Vec::new());
        while let Some(row) = rows.next()? {
            (seen, last) = (seen + 1, row.get(0)?);
            if self.beginning.may_be_in(row.get_ref(1)?.as_blob()?) {
                found.push(last);
            }
        }
        self.keys.extend(found);
        Ok(if seen < FILTERS { None } else { last.checked_sub(1) })
    }
}

/// Texts that an article must hold, looked up in the article itself.
pub(super) struct Check<'l> {
    library: &'l Library,
    texts: Vec<(Scope, Glance)>,
    /// Beginnings of words that the filter of an article may already say no to.
    beginnings: Vec<Beginning>,
}

impl<'l> Check<'l> {
    fn new(library: &'l Library, sought: &[Sought]) -> Check<'l> {
        let texts = sought.iter().map(|sought| (sought.text.scope, Glance::of(&sought.text))).collect();
        let beginning = |sought: &Sought| match &sought.text.form {
            Form::Prefix(word) if sought.by_heads => Beginning::of(word),
            _ => None,
        };
        Check { library, texts, beginnings: sought.iter().filter_map(beginning).collect() }
    }

    fn holds(&self, key: i64) -> Result<bool, Stop> {
        self.look(key).map_err(|cause| Stop::at(key, cause))
    }

    fn look(&self, key: i64) -> rusqlite::Result<bool> {
        if self.texts.is_empty() {
            return Ok(true);
        }
        if !self.may_begin(key)? {
            return Ok(false);
        }
        let mut query = self
            .library
            .connection
            .prepare_cached("SELECT title, text FROM articles JOIN texts ON number = text_number WHERE key = ?1")?;
        let mut rows = query.query([key])?;
        let Some(row) = rows.next()? else { return Ok(false) };
        let title = text_of(row.get_ref(0)?)?;
        let text = text_of(row.get_ref(1)?)?;
        Ok(self.texts.iter().all(|(scope, wanted)| is_held(*scope, wanted, title, text)))
    }
}

impl Check<'_> {
    /// False when the filter of the article's words excludes a beginning; articles of older libraries may lack one.
    fn may_begin(&self, key: i64) -> rusqlite::Result<bool> {
        if self.beginnings.is_empty() {
            return Ok(true);
        }
        let mut query = self.library.connection.prepare_cached("SELECT bits FROM heads WHERE key = ?1")?;
        let mut rows = query.query([key])?;
        let Some(row) = rows.next()? else { return Ok(true) };
        let filter = row.get_ref(0)?.as_blob()?;
        Ok(self.beginnings.iter().all(|beginning| beginning.may_be_in(filter)))
    }
}

/// A text of the file; empty where there is none. To check that it is UTF-8 takes `str` longer than to look through it.
fn text_of(value: ValueRef<'_>) -> rusqlite::Result<&str> {
    let Some(bytes) = value.as_bytes_or_null()? else { return Ok("") };
    simdutf8::basic::from_utf8(bytes).map_err(|cause| FromSqlError::Other(Box::new(cause)).into())
}

fn is_held(scope: Scope, wanted: &Glance, title: &str, text: &str) -> bool {
    let in_body = || match wanted.takes_lines() {
        true => wanted.is_held(text),
        false => text.split('\n').any(|paragraph| wanted.is_held(paragraph)),
    };
    scope != Scope::Body && wanted.is_held(title) || scope != Scope::Title && in_body()
}
