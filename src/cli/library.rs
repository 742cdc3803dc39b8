//! `khabar library`: the file itself: whole, small, copied, described.
//!
//! Owns what is said about it; the work is `library/`.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::arguments::{LibraryArguments, LibraryCommand};
use super::output::{Output, complain};
use super::{Outcome, place};
use crate::library::{Access, Info, Library, LibraryError, Repaired, repair};

/// Does what is asked.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn run(arguments: &LibraryArguments) -> anyhow::Result<Outcome> {
    let Some(path) = place::library_path(arguments.library.as_deref()) else { return Ok(no_place()) };
    let mut out = Output::stdout();
    let done = match &arguments.command {
        LibraryCommand::Check => check(&path, &mut out),
        LibraryCommand::Repair => mend(&path, &mut out),
        LibraryCommand::Compact => compact(&path, &mut out),
        LibraryCommand::Backup { to } => back_up(&path, to.as_deref(), &mut out),
        LibraryCommand::Info { json } => info(&path, *json, &mut out),
    };
    let outcome = done.unwrap_or_else(|error| match error.downcast::<LibraryError>() {
        Ok(error) => unusable(&error),
        Err(error) => super::fail(&error),
    });
    out.write_and_flush("")?;
    Ok(outcome)
}

/// Says why a library cannot be used.
pub(super) fn unusable(error: &LibraryError) -> Outcome {
    complain(&error.to_string());
    Outcome::LibraryUnusable
}

/// Says that there is no folder for a library.
pub(super) fn no_place() -> Outcome {
    complain("the system names no home folder; name the library with `--library PATH`.");
    Outcome::LibraryUnusable
}

/// Opens a library that is there, for writing where that is possible.
fn open(path: &Path) -> Result<Library, LibraryError> {
    if std::fs::symlink_metadata(path).is_err() {
        return Err(LibraryError::Missing { path: path.to_owned() });
    }
    match Library::open(path, Access::Write) {
        Err(LibraryError::ReadOnly { .. }) => Library::open(path, Access::Read),
        other => other,
    }
}

fn check(path: &Path, out: &mut Output) -> anyhow::Result<Outcome> {
    let faults = match open(path) {
        Err(LibraryError::Corrupt { reason, .. }) => vec![reason],
        other => other?.check()?,
    };
    for fault in &faults {
        out.line(&format!("{}: {fault}", path.display()))?;
    }
    if faults.is_empty() {
        out.line(&format!("{}: the library is whole.", path.display()))?;
        return Ok(Outcome::Done);
    }
    complain(&format!("{}: the library is damaged; `khabar library repair` saves what can be read.", path.display()));
    Ok(Outcome::LibraryUnusable)
}

fn mend(path: &Path, out: &mut Output) -> anyhow::Result<Outcome> {
    let said = match repair(path)? {
        Repaired::Rebuilt { articles } => {
            format!("{}: {} kept; their indexes are new.", path.display(), counted(articles))
        }
        Repaired::Saved { articles, kept_as } => {
            let kept_as = kept_as.display();
            format!("{}: {} saved; the damaged file is kept as {kept_as}.", path.display(), counted(articles))
        }
    };
    out.line(&said)?;
    Ok(Outcome::Done)
}

fn compact(path: &Path, out: &mut Output) -> anyhow::Result<Outcome> {
    let mut library = open(path)?;
    let before = library.info()?.bytes;
    library.compact()?;
    let after = library.info()?.bytes;
    out.line(&format!("{}: {before} bytes before, {after} now.", path.display()))?;
    Ok(Outcome::Done)
}

fn back_up(path: &Path, to: Option<&Path>, out: &mut Output) -> anyhow::Result<Outcome> {
    let library = open(path)?;
    let to = to.map_or_else(|| free_name(path), Path::to_owned);
    if is_same(path, &to) {
        complain(&format!("{}: a library is no backup of itself; name another file.", path.display()));
        return Ok(Outcome::Usage);
    }
    library.back_up(&to)?;
    out.line(&format!("{}: copied to {}.", path.display(), to.display()))?;
    Ok(Outcome::Done)
}

/// The first name of a backup beside the library that is free.
fn free_name(path: &Path) -> PathBuf {
    let name = |number: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".backup-{number}"));
        PathBuf::from(name)
    };
    (1..u32::MAX).map(name).find(|name| std::fs::symlink_metadata(name).is_err()).unwrap_or_else(|| name(u32::MAX))
}

fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    real(one).is_some() && real(one) == real(other)
}

/// The fields of [`Info`] as other programs read them.
#[derive(Serialize)]
struct Record<'r> {
    library: &'r str,
    articles: u64,
    versions: u64,
    sections: u64,
    sources: u64,
    read: u64,
    starred: u64,
    notes: u64,
    entities: u64,
    untagged: u64,
    events: u64,
    bytes: u64,
    schema: i64,
    generation: u64,
}

fn info(path: &Path, json: bool, out: &mut Output) -> anyhow::Result<Outcome> {
    let library = match open(path) {
        Err(LibraryError::Locked { .. }) => Library::open(path, Access::Read)?,
        other => other?,
    };
    let Info {
        articles,
        versions,
        sections,
        sources,
        read,
        starred,
        notes,
        entities,
        untagged,
        events,
        bytes,
        schema,
        generation,
    } = library.info()?;
    let shown = path.to_string_lossy();
    let record = Record {
        library: &shown,
        articles,
        versions,
        sections,
        sources,
        read,
        starred,
        notes,
        entities,
        untagged,
        events,
        bytes,
        schema,
        generation,
    };
    if json {
        out.line(&super::record::escaped(serde_json::to_string(&record)?))?;
        return Ok(Outcome::Done);
    }
    out.line(&format!("library\t{shown}"))?;
    for (name, number) in [
        ("articles", articles),
        ("older versions", versions),
        ("sections", sections),
        ("sources", sources),
        ("read", read),
        ("starred", starred),
        ("notes", notes),
        ("entities", entities),
        ("without entities looked for", untagged),
        ("told more than once", events),
        ("bytes", bytes),
        ("schema", schema.unsigned_abs()),
        ("generation", generation),
    ] {
        out.line(&format!("{name}\t{number}"))?;
    }
    Ok(Outcome::Done)
}

fn counted(articles: u64) -> String {
    if articles == 1 { "1 article".to_owned() } else { format!("{articles} articles") }
}
