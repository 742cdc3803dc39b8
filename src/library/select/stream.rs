//! Running a plan: streams of keys, newest first, that leap to wherever the others are.
//!
//! Owns the leaps and the clock; each stream asks the file for a few keys at a time, and texts are looked at last.

use std::collections::VecDeque;

use rusqlite::{ToSql, params_from_iter};

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
/// How many keys are asked for at most; each portion that was used up is followed by one four times as large.
const LARGEST_PORTION: i64 = 8_192;

/// Why a search ended before its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// The time is over, or enough was found.
    Late,
    /// The file could not be read.
    Failed(rusqlite::Error),
}

impl From<rusqlite::Error> for Stop {
    fn from(cause: rusqlite::Error) -> Stop {
        match cause.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => Stop::Late,
            _ => Stop::Failed(cause),
        }
    }
}

/// Keys, newest first.
pub(super) enum Stream<'l> {
    /// Keys out of the file.
    Asked(Asked<'l>),
    /// Keys in memory.
    Held(VecDeque<i64>),
    /// What all of the first have, none of the second, and whose text holds what is asked.
    All { all: Vec<Stream<'l>>, none: Vec<Stream<'l>>, check: Check<'l>, limit: &'l Limit<'l> },
    /// What one of them has.
    Any(Vec<Stream<'l>>),
}

impl<'l> Stream<'l> {
    /// The stream of a plan. Nothing is read yet.
    pub(super) fn new(plan: Plan, library: &'l Library, limit: &'l Limit<'l>) -> Result<Stream<'l>, Stop> {
        let streams = |plans: Vec<Plan>| -> Result<Vec<Stream<'l>>, Stop> {
            plans.into_iter().map(|plan| Stream::new(plan, library, limit)).collect()
        };
        Ok(match plan {
            Plan::Nothing => Stream::Held(VecDeque::new()),
            Plan::Keys(keys) => Stream::Held(keys.into()),
            Plan::Any(plans) => Stream::Any(streams(plans)?),
            Plan::All(all, none, texts) => {
                Stream::All { all: streams(all)?, none: streams(none)?, check: Check::new(library, texts), limit }
            }
            simple => Stream::Asked(Asked::new(simple, library)),
        })
    }

    /// The newest key that is not above `key`; each call asks for the same or a lower one than the last.
    pub(super) fn at_most(&mut self, key: i64) -> Result<Option<i64>, Stop> {
        match self {
            Stream::Asked(asked) => asked.at_most(key),
            Stream::Held(keys) => {
                while keys.front().is_some_and(|&first| first > key) {
                    keys.pop_front();
                }
                Ok(keys.front().copied())
            }
            Stream::Any(streams) => {
                let mut newest = None;
                for stream in streams {
                    newest = newest.max(stream.at_most(key)?);
                }
                Ok(newest)
            }
            Stream::All { all, none, check, limit } => {
                let mut candidate = key;
                loop {
                    if limit.is_over() {
                        return Err(Stop::Late);
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
        if stream.at_most(key)? == Some(key) {
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
            Plan::Every | Plan::Nothing | Plan::Keys(_) | Plan::All(..) | Plan::Any(_) => {
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
            self.refill(key)?;
        }
        Ok(self.keys.front().copied())
    }

    fn refill(&mut self, key: i64) -> Result<(), Stop> {
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

/// Texts that an article must hold, looked up in the article itself.
pub(super) struct Check<'l> {
    library: &'l Library,
    texts: Vec<(TextMatch, Option<Glance>)>,
}

impl<'l> Check<'l> {
    fn new(library: &'l Library, texts: Vec<TextMatch>) -> Check<'l> {
        let with_glance = |text: TextMatch| {
            let glance = Glance::of(&text);
            (text, glance)
        };
        Check { library, texts: texts.into_iter().map(with_glance).collect() }
    }

    fn holds(&self, key: i64) -> rusqlite::Result<bool> {
        if self.texts.is_empty() {
            return Ok(true);
        }
        let mut query = self
            .library
            .connection
            .prepare_cached("SELECT title, text FROM articles JOIN texts ON number = text_number WHERE key = ?1")?;
        let mut rows = query.query([key])?;
        let Some(row) = rows.next()? else { return Ok(false) };
        let title = row.get_ref(0)?.as_str()?;
        let text = row.get_ref(1)?.as_str_or_null()?.unwrap_or_default();
        Ok(self.texts.iter().all(|(wanted, glance)| is_held(wanted, glance.as_ref(), title, text)))
    }
}

fn is_held(wanted: &TextMatch, glance: Option<&Glance>, title: &str, text: &str) -> bool {
    use crate::query::Holds;
    let may_hold = |part: &str| glance.is_none_or(|glance| glance.may_hold(part));
    let holds = |part: &str| may_hold(part) && wanted.holds(part) > Holds::No;
    let in_title = wanted.scope != Scope::Body && holds(title);
    in_title || wanted.scope != Scope::Title && text.split('\n').any(holds)
}
