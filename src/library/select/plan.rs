//! From an expression to a plan: what the full-text index answers in one question, what other tables answer, and what
//! must be looked up in the texts.
//!
//! Owns the choice; nothing is read but names (`filter.rs`). Next: `stream.rs`.

use jiff::civil::Date;

use super::filter;
use crate::library::Library;
use crate::query::{Beginning, Expr, Form, Scope, Strictness, TextMatch, Word, is_kept_by_stems};

/// How a set of articles is found. Each is given newest first.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    /// No article.
    Nothing,
    /// Every article.
    Every,
    /// What the full-text index gives for this expression of its own language.
    Index(String),
    /// Articles that may have a word which begins so, by their filters.
    Begun(Beginning),
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
    All(Vec<Plan>, Vec<Plan>, Vec<Sought>),
    /// What is in one of them.
    Any(Vec<Plan>),
}

/// A text that an article must hold.
#[derive(Clone, Debug)]
pub(super) struct Sought {
    pub(super) text: TextMatch,
    /// Articles with a stem that begins so are found by another plan beside: the filter of beginnings may say no first.
    pub(super) by_heads: bool,
}

/// No word is longer that anyone would find by its beginning: the index is asked for so many letters at most.
const LONGEST_PREFIX: usize = 48;

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
    let (mut index, mut without) = (Vec::new(), Vec::new());
    let (mut plans, mut none, mut checks) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        if let Expr::Not(inner) = part {
            match of(inner, library)? {
                Plan::Nothing => {}
                Plan::Every => return Ok(Plan::Nothing),
                Plan::Index(words) => without.push(words),
                other => none.push(other),
            }
            continue;
        }
        match of(part, library)? {
            Plan::Nothing => return Ok(Plan::Nothing),
            Plan::Every => {}
            Plan::Index(words) => index.push(words),
            // What stands inside belongs here as well: the texts are then looked at last of all.
            Plan::All(inner, inner_none, inner_checks) => {
                for plan in inner {
                    match plan {
                        Plan::Index(words) => index.push(words),
                        Plan::Every => {}
                        other => plans.push(other),
                    }
                }
                none.extend(inner_none);
                checks.extend(inner_checks);
            }
            other => plans.push(other),
        }
    }
    match index.is_empty() {
        false if without.is_empty() => plans.push(Plan::Index(joined(&index, " AND "))),
        false => {
            plans.push(Plan::Index(format!("({}) NOT ({})", joined(&index, " AND "), joined(&without, " OR "))));
        }
        true if without.is_empty() => {}
        true => none.push(Plan::Index(joined(&without, " OR "))),
    }
    if plans.is_empty() {
        plans.push(Plan::Every);
    }
    Ok(match plans.len() {
        1 if none.is_empty() && checks.is_empty() => plans.swap_remove(0),
        _ => Plan::All(plans, none, checks),
    })
}

fn joined(parts: &[String], by: &str) -> String {
    match parts {
        [one] => one.clone(),
        _ => format!("({})", parts.join(by)),
    }
}

fn of_text(text: &TextMatch, library: &Library) -> rusqlite::Result<Plan> {
    let columns = match text.scope {
        Scope::Anywhere => "{title body}",
        Scope::Title => "title",
        Scope::Body => "body",
    };
    let is_loose = |word: &Word| word.strict == Strictness::Folded;
    let (candidates, is_sure) = match &text.form {
        Form::Word(word) => (quoted([&word.stem]), is_loose(word)),
        Form::Prefix(word) => return of_prefix(text, word, columns, library),
        // An index that knows no paragraphs gives phrases that run over the end of one, and these are none.
        Form::Phrase(words) => {
            let is_sure = words.iter().all(is_loose) && knows(library, "parted")?;
            (quoted(words.iter().map(|word| &word.stem)), is_sure)
        }
    };
    let candidates = Plan::Index(format!("({columns} : {candidates})"));
    Ok(if is_sure { candidates } else { checked(candidates, text, false) })
}

/// What holds a text, of candidates.
fn checked(candidates: Plan, text: &TextMatch, by_heads: bool) -> Plan {
    Plan::All(vec![candidates], Vec::new(), vec![Sought { text: text.clone(), by_heads }])
}

/// The plan of words that begin so: what the index is sure of, and what must be looked up in the texts.
fn of_prefix(text: &TextMatch, word: &Word, columns: &str, library: &Library) -> rusqlite::Result<Plan> {
    if let Some((end, _)) = word.folded.char_indices().nth(LONGEST_PREFIX) {
        // What begins with all of it begins with the first letters of it; the rest is seen to in the texts.
        let mut first = text.clone();
        let cut = Word { folded: word.folded[..end].to_owned(), strict: Strictness::Folded, ..word.clone() };
        first.form = Form::Prefix(Word { written: cut.folded.clone(), ..cut.clone() });
        let first_plan = of_prefix(&first, &cut, columns, library)?;
        return Ok(checked(first_plan, text, false));
    }
    let Beginnings { sure, unsure: forms, whole } = Beginnings::of(word);
    if library.is_frequent(&word.beginnings().collect::<Vec<_>>())? {
        return Ok(checked(Plan::Every, text, false));
    }
    let begin = |forms: &[String]| forms.iter().map(|form| format!("{} *", quoted([form]))).collect::<Vec<_>>();
    let index = |parts: &[String]| match parts {
        [] => Plan::Nothing,
        _ => Plan::Index(format!("({columns} : {})", joined(parts, " OR "))),
    };
    let unsure: Vec<String> = begin(&forms).into_iter().chain(whole.iter().map(|stem| quoted([stem]))).collect();
    // Where any stem will do, or stems that are as good as any, all articles are looked at, by their filters if they can
    // tell.
    let alike: Vec<&str> = forms.iter().chain(&whole).map(String::as_str).collect();
    let looked_up = if word.is_open() || library.is_frequent(&alike)? {
        match Beginning::of(word).filter(|_| !sure.is_empty()) {
            Some(beginning) if knows(library, "headed")? => checked(Plan::Begun(beginning), text, false),
            _ => return Ok(checked(Plan::Every, text, false)),
        }
    } else if unsure.is_empty() {
        Plan::Nothing
    } else {
        checked(index(&unsure), text, true)
    };
    let found = match word.strict {
        Strictness::Folded => index(&begin(&sure)),
        // Stems say nothing of marks.
        _ => checked(index(&begin(&sure)), text, false),
    };
    Ok(any(vec![found, looked_up]))
}

/// What the stems look like of words that begin with given letters.
struct Beginnings {
    /// Stems that begin so belong to such words and to no others, marks aside.
    sure: Vec<String>,
    /// Stems that begin so may.
    unsure: Vec<String>,
    /// So may these stems, which lack an ending that the letters have a part of.
    whole: Vec<String>,
}

impl Beginnings {
    fn of(word: &Word) -> Beginnings {
        let folded = word.folded.as_str();
        let (mut sure, mut unsure, mut whole) = (Vec::new(), Vec::new(), Vec::new());
        for head in word.heads() {
            // A head is the letters without what may be a particle before them and an ending behind them.
            let places = folded.char_indices().filter(|&(at, _)| folded[at..].starts_with(&head));
            for form in places.map(|(at, _)| &folded[at..]) {
                let is_own = word.beginnings().any(|own| own == form);
                let is_sure = is_own && is_kept_by_stems(form);
                let list = if is_sure { &mut sure } else { &mut unsure };
                list.push(form.to_owned());
                let ends = form.char_indices().map(|(at, _)| at).filter(|&end| end >= head.len());
                whole.extend(ends.map(|end| form[..end].to_owned()));
            }
        }
        unsure.retain(|form| !sure.contains(form));
        for list in [&mut sure, &mut unsure, &mut whole] {
            list.sort_unstable();
            list.dedup();
        }
        Beginnings { sure, unsure, whole }
    }
}

/// True when all of the index was made with what this names: `parted`, it knows where paragraphs end; `headed`, every
/// article has a filter of how its words begin.
fn knows(library: &Library, what: &str) -> rusqlite::Result<bool> {
    let mut query = library.connection.prepare_cached("SELECT 1 FROM state WHERE name = ?1 AND value = 1")?;
    query.exists([what])
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
fn quoted<'w>(words: impl IntoIterator<Item = &'w String>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| word.replace('"', " ")).collect();
    format!("\"{}\"", words.join(" "))
}
