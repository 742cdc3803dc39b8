//! `khabar search`: what a query finds, one article a line.
//!
//! Owns the lines and the JSON of what was found; the query language is `query/`, the finding is `desk/`.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::arguments::{SearchArguments, SortName};
use super::layout::Layout;
use super::library::{no_place, unusable};
use super::output::{self, Output, complain};
use super::record::escaped;
use super::{FindOut, Outcome, place};
use crate::desk::{Answer, Ask, Desk, Entry, Hit, Listing, Sort};
use crate::library::{Access, Library, LibraryError, prepare};
use crate::message::{InterfaceLanguage, Messages};
use crate::query::Query;
use crate::source::{ReadOptions, Reading, read_all, seeds, walk};
use crate::text::self_contained;

/// So many articles are looked up at once.
const PAGE: usize = 64;
/// So many files are filed at once.
const BATCH: usize = 256;

/// Prints the articles that a query finds.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn run(arguments: &SearchArguments, find_out: FindOut<'_>) -> anyhow::Result<Outcome> {
    let today = jiff::Zoned::now().date();
    let (desk, refused) =
        match desk_of(arguments.library.as_deref(), &arguments.paths, &ReadOptions { today, raw: false }) {
            Ok(Some(opened)) => opened,
            Ok(None) => return Ok(no_place()),
            Err(error) => return Ok(unusable(&error)),
        };
    let mut search = Search::new(arguments, desk);
    let outcome = match search.begin() {
        Ok(Some(outcome)) => outcome,
        Ok(None) => search.print(find_out)?,
        Err(reason) => unusable_because(&reason),
    };
    Ok(if outcome == Outcome::Done && refused { Outcome::Refused } else { outcome })
}

pub(super) fn unusable_because(reason: &str) -> Outcome {
    complain(reason);
    Outcome::LibraryUnusable
}

/// The desk over what is searched: the named files, else the library, else the built-in articles; and whether an input
/// was refused. `None` where a library is needed and the system has no place for one.
pub(super) fn desk_of(
    named: Option<&Path>,
    paths: &[PathBuf],
    options: &ReadOptions,
) -> Result<Option<(Desk, bool)>, LibraryError> {
    let is_named = named.is_some() || place::is_named_by_environment();
    if paths.is_empty() {
        let path = place::library_path(named);
        match path.filter(|path| is_named || path.exists()) {
            Some(path) => {
                let library = Library::open(&path, Access::Read)?;
                return Ok(Some((Desk::new(library, options.today), false)));
            }
            None if is_named => return Ok(None),
            None => {}
        }
    }
    let mut filing = Filing { library: Library::in_memory()?, batch: Vec::new(), refused: false };
    if paths.is_empty() {
        for reading in seeds(options) {
            filing.add(reading)?;
        }
    }
    for found in walk(paths) {
        match found {
            Ok(path) => {
                for reading in read_all(&path, options) {
                    filing.add(reading)?;
                }
            }
            Err(warning) => {
                filing.refused |= warning.kind.refuses();
                complain(&warning.to_string());
            }
        }
    }
    filing.file()?;
    Ok(Some((Desk::new(filing.library, options.today), filing.refused)))
}

/// Files on their way into a library in memory.
struct Filing {
    library: Library,
    batch: Vec<crate::library::Prepared>,
    refused: bool,
}

impl Filing {
    fn add(&mut self, reading: Reading) -> Result<(), LibraryError> {
        for warning in &reading.warnings {
            self.refused |= warning.kind.refuses();
            complain(&warning.to_string());
        }
        self.batch.extend(reading.article.map(|article| prepare(article, None)));
        if self.batch.len() >= BATCH { self.file() } else { Ok(()) }
    }

    fn file(&mut self) -> Result<(), LibraryError> {
        let batch = std::mem::take(&mut self.batch);
        self.library.file(&batch).map(drop)
    }
}

struct Search<'a> {
    arguments: &'a SearchArguments,
    desk: Desk,
}

impl<'a> Search<'a> {
    fn new(arguments: &'a SearchArguments, desk: Desk) -> Search<'a> {
        let mut desk = desk;
        desk.answer_within(None);
        Search { arguments, desk }
    }

    /// Looks the query up and says what of it was not understood; the outcome where nothing is left to print. The
    /// error is what the library says.
    fn begin(&mut self) -> Result<Option<Outcome>, String> {
        let sort = match self.arguments.sort {
            SortName::Date => Sort::Date,
            SortName::Relevance => Sort::Relevance,
            SortName::Source => Sort::Source,
        };
        // Whoever prints what is found wants all of it: also what reports the same as something newer.
        let listing = Listing { query: self.arguments.query.clone(), sort, all_copies: true, ..Listing::default() };
        let listed = match self.desk.answer(&Ask::List { listing, keep: None }) {
            Answer::Listed(listed) => listed,
            Answer::Failed(reason) => return Err(reason),
            _ => return Ok(Some(Outcome::Refused)),
        };
        say_problems(&listed.query);
        if listed.query.expr.is_none() {
            if listed.query.problems.is_empty() {
                complain("there is nothing to look for.");
            }
            return Ok(Some(Outcome::Usage));
        }
        Ok((listed.places == 0).then_some(Outcome::Refused))
    }

    fn print(&mut self, find_out: FindOut<'_>) -> anyhow::Result<Outcome> {
        let layout = Layout::for_output(output::is_terminal());
        let is_laid_out = layout.needs_dialect() && !self.arguments.json;
        let dialect = is_laid_out.then(|| find_out(self.arguments.terminal.emit.as_deref()));
        let layout = dialect.as_ref().map(|dialect| layout.spoken_in(dialect));
        let mut out = Output::stdout();
        let mut from = 0;
        let most = match self.arguments.limit {
            0 => usize::MAX,
            limit => limit,
        };
        while from < most && !out.is_closed() {
            let rows = match self.desk.answer(&Ask::Rows(from..most.min(from + PAGE))) {
                Answer::Rows(rows) => rows,
                Answer::Failed(reason) => return Ok(unusable_because(&reason)),
                _ => break,
            };
            if rows.entries.is_empty() {
                break;
            }
            from += rows.entries.len();
            for entry in &rows.entries {
                let Entry::Article(hit) = entry else { continue };
                match &layout {
                    _ if self.arguments.json => out.line(&escaped(serde_json::to_string(&Found::new(hit))?))?,
                    Some(layout) => {
                        for line in lines_for_terminal(hit, layout) {
                            layout.print(&mut out, &line)?;
                        }
                    }
                    None => out.line(&fields(hit).join("\t"))?,
                }
            }
        }
        out.write_and_flush("")?;
        Ok(Outcome::Done)
    }
}

/// So many letters of a part of a query are repeated where something is said about it.
const MOST_QUOTED: usize = 60;

/// Names each part of a query that does not count, and why.
pub(super) fn say_problems(query: &Query) {
    let messages = Messages::load(InterfaceLanguage::English);
    for problem in &query.problems {
        let (key, values) = problem.kind.message();
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let part = query.written.get(problem.bytes.clone()).unwrap_or_default();
        let shown: String = part.chars().take(MOST_QUOTED).collect();
        let cut = if shown.len() < part.len() { "…" } else { "" };
        complain(&format!("in the query, at {shown:?}{cut}: {}", messages.format(key, &values)));
    }
}

/// One article that was found, for other programs.
#[derive(Serialize)]
struct Found<'h> {
    path: &'h str,
    title: &'h str,
    section: &'h [String],
    source: &'h str,
    /// An RFC 3339 full-date, or a date-time where the source gives one.
    date: Option<String>,
    /// Where the title matches, in bytes of `title`: start and end.
    title_marks: Vec<[usize; 2]>,
    /// Words of the body around what was found.
    snippet: Option<&'h str>,
    /// Where it matches, in bytes of `snippet`: start and end.
    marks: Vec<[usize; 2]>,
}

impl<'h> Found<'h> {
    fn new(hit: &'h Hit) -> Found<'h> {
        let pairs = |marks: &[Range<usize>]| marks.iter().map(|mark| [mark.start, mark.end]).collect();
        Found {
            path: &hit.row.path,
            title: &hit.row.title,
            section: hit.row.section.parts(),
            source: &hit.row.source,
            date: hit.row.date.map(|date| date.to_string()),
            title_marks: pairs(&hit.title_marks),
            snippet: hit.snippet.as_ref().map(|(words, _)| words.as_str()),
            marks: hit.snippet.as_ref().map(|(_, marks)| pairs(marks)).unwrap_or_default(),
        }
    }
}

/// Date, section, title, path, snippet.
fn fields(hit: &Hit) -> [String; 5] {
    let day = hit.row.date.map(|date| date.day.to_string()).unwrap_or_default();
    let snippet = hit.snippet.as_ref().map(|(words, _)| words.clone()).unwrap_or_default();
    [day, hit.row.section.to_string(), hit.row.title.clone(), hit.row.path.clone(), snippet]
        .map(|field| self_contained(&field).replace('\t', " "))
}

/// The same for a person: the title first, each field in its own direction, and the snippet beneath.
fn lines_for_terminal(hit: &Hit, layout: &Layout<'_>) -> Vec<String> {
    let [day, section, title, path, snippet] = fields(hit);
    let fields = [title, section, day, path].into_iter().filter(|field| !field.is_empty());
    let line = fields.map(|field| format!("\u{2068}{field}\u{2069}")).collect::<Vec<_>>().join(" · ");
    let snippet = Some(format!("  {snippet}")).filter(|snippet| !snippet.trim().is_empty());
    let lines: Vec<String> = std::iter::once(line).chain(snippet).collect();
    layout.lines_of(&lines, hit.row.language.direction()).into_iter().flatten().collect()
}
