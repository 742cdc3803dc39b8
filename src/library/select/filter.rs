//! What a filter of a query means in this library: numbers of sections, sources, tags and entities.
//!
//! Owns the comparison of names, folded; the plan is made in `plan.rs`.

use rusqlite::params;

use super::plan::{self, Plan};
use crate::article::{Language, SectionPath};
use crate::library::names::path_of;
use crate::library::shelf::USER;
use crate::library::{Library, terms};
use crate::query::{Filter, State};
use crate::text::fold;

/// More entities than this are never meant by one name; the most frequent ones are taken.
const MOST_ENTITIES: i64 = 32;

/// The plan of a filter.
pub(super) fn plan(filter: &Filter, library: &Library) -> rusqlite::Result<Plan> {
    Ok(match filter {
        Filter::Section(written) => plan::terms(&sections(library, written)?),
        Filter::Source(written) => plan::terms(&named(library, "sources", written, terms::source)?),
        Filter::Tag(written) => plan::terms(&named(library, "tags", written, terms::tag)?),
        Filter::Language(written) => plan::terms(&[terms::language(Language::new(written).code())]),
        Filter::Entity(written) => plan::any(entities(library, written)?.into_iter().map(Plan::Entity).collect()),
        Filter::HasNote => Plan::Noted,
        Filter::Date { from, until } => Plan::Days(*from, *until),
        Filter::Is(State::Read) => Plan::Read,
        Filter::Is(State::Unread) => Plan::All(vec![Plan::Every], vec![Plan::Read], Vec::new()),
        Filter::Is(State::Starred) => Plan::Starred,
        Filter::Is(State::New) => Plan::Keys(new_articles(library)?),
    })
}

/// The terms of the sections that a name or path means: those that end in it, in full; else those whose last part has
/// it somewhere.
fn sections(library: &Library, written: &str) -> rusqlite::Result<Vec<String>> {
    let whole = comparable(written);
    let asked: Vec<String> = SectionPath::parse(written).parts().iter().map(|part| comparable(part)).collect();
    let (mut exact, mut near) = (Vec::new(), Vec::new());
    each_name(library, "sections", |number, name| {
        let parts: Vec<String> = path_of(name).parts().iter().map(|part| comparable(part)).collect();
        let Some(last) = parts.last() else { return };
        if *last == whole || !asked.is_empty() && parts.ends_with(&asked) {
            exact.push(terms::section(number));
        } else if !whole.is_empty() && last.contains(&whole) {
            near.push(terms::section(number));
        }
    })?;
    Ok(if exact.is_empty() { near } else { exact })
}

/// The terms of the names that are equal to what is written; else of those that hold it.
fn named(library: &Library, table: &str, written: &str, term: fn(i64) -> String) -> rusqlite::Result<Vec<String>> {
    let asked = comparable(written);
    let (mut exact, mut near) = (Vec::new(), Vec::new());
    each_name(library, table, |number, name| {
        let name = comparable(name);
        if name == asked {
            exact.push(term(number));
        } else if !asked.is_empty() && name.contains(&asked) {
            near.push(term(number));
        }
    })?;
    Ok(if exact.is_empty() { near } else { exact })
}

fn each_name(library: &Library, table: &str, mut take: impl FnMut(i64, &str)) -> rusqlite::Result<()> {
    let mut query = library.connection.prepare_cached(&format!("SELECT number, name FROM {table}"))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        take(row.get(0)?, row.get_ref(1)?.as_str()?);
    }
    Ok(())
}

/// The numbers of the entities that a name or an id means: in full, else those whose name has it as words.
pub(in crate::library) fn entities(library: &Library, written: &str) -> rusqlite::Result<Vec<i64>> {
    let folded = comparable(written);
    let exact =
        "SELECT number FROM entities WHERE id = ?1 OR folded = ?2 AND articles > 0 ORDER BY articles DESC LIMIT ?3";
    let mut query = library.connection.prepare_cached(exact)?;
    let found = query.query_map(params![written.trim(), folded, MOST_ENTITIES], |row| row.get(0))?;
    let found = found.collect::<rusqlite::Result<Vec<i64>>>()?;
    if !found.is_empty() || folded.is_empty() {
        return Ok(found);
    }
    let near = "SELECT number FROM entities WHERE articles > 0 AND instr(' ' || folded || ' ', ' ' || ?1 || ' ') > 0 \
                ORDER BY articles DESC LIMIT ?2";
    let mut query = library.connection.prepare_cached(near)?;
    query.query_map(params![folded, MOST_ENTITIES], |row| row.get(0))?.collect()
}

/// What was filed since the reader was here before.
fn new_articles(library: &Library) -> rusqlite::Result<Vec<i64>> {
    let mut query = library.connection.prepare_cached(
        "SELECT key FROM articles WHERE filed > coalesce((SELECT before FROM visits WHERE user = ?1), 0) ORDER BY key DESC",
    )?;
    query.query_map([USER], |row| row.get(0))?.collect()
}

fn comparable(text: &str) -> String {
    fold(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
