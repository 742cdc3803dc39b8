//! From an expression to a plan: what the full-text index answers in one question, what other tables answer, and what
//! must be looked up in the texts.
//!
//! Owns the choice; that of words which begin so is `begun.rs`, of all that is no word `filter.rs`. Next: `stream.rs`.

use std::rc::Rc;

use jiff::civil::Date;

use super::candidates::Candidates;
use super::{begun, filter};
use crate::library::Library;
use crate::library::schema::knows;
use crate::query::{Expr, Form, Scope, Strictness, TextMatch, Word};

/// How a set of articles is found. Each is given newest first.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    /// No article.
    Nothing,
    /// Every article.
    Every,
    /// What the full-text index gives for this expression of its own language.
    Index(String),
    /// Articles that may have a word which begins so, by the index of beginnings.
    Begun(Rc<Candidates>),
    /// Articles of a range of days.
    Days(Option<Date>, Option<Date>),
    /// Read articles.
    Read,
    /// Articles with a star.
    Starred,
    /// Articles with a note.
    Noted,
    /// Articles that name an entity.
    Entity(i64),
    /// These articles, newest first.
    Keys(Vec<i64>),
    /// What is in all of the first, in none of the second, and holds all of the texts.
    All(Vec<Plan>, Vec<Plan>, Vec<TextMatch>),
    /// What is in one of them.
    Any(Vec<Plan>),
    /// What the first gives until it has looked at so many texts, then what the second gives: the same, at another price.
    Trial(Box<Plan>, usize, Box<Plan>),
}

/// So many trials may stand inside one another.
const MOST_TRIALS: usize = 1;

/// Texts that are looked at before the index gathers what begins so: a tenth of what a key may take.
const LOOKS: usize = 512;

impl Plan {
    /// How many trials stand inside one another.
    fn trials(&self) -> usize {
        let most = |plans: &[Plan]| plans.iter().map(Plan::trials).max().unwrap_or(0);
        match self {
            Plan::All(all, none, _) => most(all).max(most(none)),
            Plan::Any(plans) => most(plans),
            Plan::Trial(first, _, then) => 1 + first.trials().max(then.trials()),
            _ => 0,
        }
    }
}

/// The plan of an expression.
pub(super) fn of(expr: &Expr, library: &Library) -> rusqlite::Result<Plan> {
    Ok(match expr {
        Expr::All(parts) => all(parts, library)?,
        Expr::Any(parts) => any(parts.iter().map(|part| of(part, library)).collect::<rusqlite::Result<_>>()?),
        Expr::Not(_) => all(std::slice::from_ref(expr), library)?,
        Expr::Text(text) => of_text(text, library)?,
        Expr::Filter(filter) => filter::plan(filter, library)?,
    })
}

/// What is in one of the plans.
pub(super) fn any(plans: Vec<Plan>) -> Plan {
    let mut index = Vec::new();
    let mut others = Vec::new();
    for plan in plans {
        match plan {
            Plan::Nothing => {}
            Plan::Every => return Plan::Every,
            Plan::Index(words) => index.push(words),
            other => others.push(other),
        }
    }
    if !index.is_empty() {
        others.push(Plan::Index(joined(&index, " OR ")));
    }
    match others.len() {
        0 => Plan::Nothing,
        1 => others.swap_remove(0),
        _ => Plan::Any(others),
    }
}

fn all(parts: &[Expr], library: &Library) -> rusqlite::Result<Plan> {
    let (mut found, mut begun) = (Parts::default(), Vec::new());
    for part in parts {
        match part {
            Expr::Not(inner) => found.leave_out(of(inner, library)?),
            Expr::Text(text) if matches!(text.form, Form::Prefix(_)) => begun.push(text),
            _ => found.add(of(part, library)?),
        }
    }
    let mut begun = begun.into_iter();
    if found.ways().0 == 0
        && let Some(text) = begun.next()
    {
        found.add(begun::alone(text, library)?);
    }
    // A trial has its parts twice: brackets within brackets would have them twice at each level.
    if found.plans.iter().chain(&found.none).any(|plan| plan.trials() >= MOST_TRIALS) {
        for text in begun {
            found.add(begun::beside(text, library)?);
        }
        return Ok(found.finish());
    }
    // Words that begin so are looked up in what has the others, if there is little of it, or most of it has them.
    let mut gathered = found.clone();
    for text in begun {
        found.checks.push(text.clone());
        gathered.add(begun::beside(text, library)?);
    }
    Ok(match gathered.ways() == found.ways() {
        true => gathered.finish(),
        false => Plan::Trial(Box::new(found.finish()), LOOKS, Box::new(gathered.finish())),
    })
}

/// The plans of what must all hold.
#[derive(Clone, Default)]
struct Parts {
    index: Vec<String>,
    without: Vec<String>,
    plans: Vec<Plan>,
    none: Vec<Plan>,
    checks: Vec<TextMatch>,
    /// True when no article has them all.
    is_empty: bool,
}

impl Parts {
    /// This must hold.
    fn add(&mut self, plan: Plan) {
        match plan {
            Plan::Nothing => self.is_empty = true,
            Plan::Every => {}
            Plan::Index(words) => self.index.push(words),
            // What stands inside belongs here as well: the texts are then looked at last of all.
            Plan::All(inner, none, checks) => {
                inner.into_iter().for_each(|plan| self.add(plan));
                self.none.extend(none);
                self.checks.extend(checks);
            }
            other => self.plans.push(other),
        }
    }

    /// This must not hold.
    fn leave_out(&mut self, plan: Plan) {
        match plan {
            Plan::Nothing => {}
            Plan::Every => self.is_empty = true,
            Plan::Index(words) => self.without.push(words),
            other => self.none.push(other),
        }
    }

    /// How many plans there are that find articles, and whether no article has them all.
    fn ways(&self) -> (usize, bool) {
        (self.index.len() + self.plans.len(), self.is_empty)
    }

    fn finish(mut self) -> Plan {
        if self.is_empty {
            return Plan::Nothing;
        }
        let (index, without) = (joined(&self.index, " AND "), joined(&self.without, " OR "));
        match (self.index.is_empty(), self.without.is_empty()) {
            (false, true) => self.plans.push(Plan::Index(index)),
            (false, false) => self.plans.push(Plan::Index(format!("({index}) NOT ({without})"))),
            (true, true) => {}
            (true, false) => self.none.push(Plan::Index(without)),
        }
        if self.plans.is_empty() {
            self.plans.push(Plan::Every);
        }
        match self.plans.len() {
            1 if self.none.is_empty() && self.checks.is_empty() => self.plans.swap_remove(0),
            _ => Plan::All(self.plans, self.none, self.checks),
        }
    }
}

pub(super) fn joined(parts: &[String], by: &str) -> String {
    match parts {
        [one] => one.clone(),
        _ => format!("({})", parts.join(by)),
    }
}

fn of_text(text: &TextMatch, library: &Library) -> rusqlite::Result<Plan> {
    let is_loose = |word: &Word| word.strict == Strictness::Folded;
    let (candidates, is_sure) = match &text.form {
        Form::Word(word) => (quoted([&word.stem]), is_loose(word)),
        Form::Prefix(_) => return begun::alone(text, library),
        // An index that knows no paragraphs gives phrases that run over the end of one, and these are none.
        Form::Phrase(words) => {
            let is_sure = words.iter().all(is_loose) && knows(&library.connection, "parted")?;
            (quoted(words.iter().map(|word| &word.stem)), is_sure)
        }
    };
    let candidates = Plan::Index(format!("({} : {candidates})", columns(text.scope)));
    Ok(if is_sure { candidates } else { checked(candidates, text) })
}

/// The columns of the index that have a part of an article.
pub(super) fn columns(scope: Scope) -> &'static str {
    match scope {
        Scope::Anywhere => "{title body}",
        Scope::Title => "title",
        Scope::Body => "body",
    }
}

/// What holds a text, of candidates.
pub(super) fn checked(candidates: Plan, text: &TextMatch) -> Plan {
    Plan::All(vec![candidates], Vec::new(), vec![text.clone()])
}

/// The terms of the column that holds no words, of which one must be there.
pub(super) fn terms(terms: &[String]) -> Plan {
    match terms {
        [] => Plan::Nothing,
        _ => Plan::Index(format!(
            "(meta : {})",
            joined(&terms.iter().map(|term| quoted([term])).collect::<Vec<_>>(), " OR ")
        )),
    }
}

/// Words in a row, as the index' own language writes them.
pub(super) fn quoted<'w>(words: impl IntoIterator<Item = &'w String>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| word.replace('"', " ")).collect();
    format!("\"{}\"", words.join(" "))
}
