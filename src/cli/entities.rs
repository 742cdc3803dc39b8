//! `khabar entities`: who, where and when is spoken of, one article or one mention a line.
//!
//! Owns the JSON of mentions and the count of `--top`; finds nothing itself (`entity/`).

use std::collections::HashMap;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::arguments::EntitiesArguments;
use super::layout::Layout;
use super::library::{no_place, unusable};
use super::output::{self, Output, complain};
use super::record::escaped;
use super::search::{desk_of, say_problems, unusable_because};
use super::{FindOut, Outcome, place};
use crate::article::Article;
use crate::desk::{Answer, Ask, Entry, Listing};
use crate::entity::{Aliases, Context, EntityCount, Mention, census, recognise};
use crate::library::EntityTally;
use crate::source::{ReadOptions, Reading, Warning, read_file, read_reader, seeds, walk};
use crate::text::{Direction, self_contained};

/// So many articles are looked up at once.
const PAGE: usize = 64;

/// Prints the mentions of the named inputs, or the most frequent entities of all of them together.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn run(arguments: &EntitiesArguments, find_out: FindOut<'_>) -> anyhow::Result<Outcome> {
    let options = ReadOptions { today: jiff::Zoned::now().date(), raw: arguments.raw };
    let layout = Layout::for_output(output::is_terminal());
    let is_laid_out = layout.needs_dialect() && !arguments.json;
    let dialect = is_laid_out.then(|| find_out(arguments.terminal.emit.as_deref()));
    let layout = dialect.as_ref().map(|dialect| layout.spoken_in(dialect));
    let mut report = Report {
        out: Output::stdout(),
        json: arguments.json,
        layout,
        tally: arguments.top.map(|_| Tally::default()),
        articles: 0,
        refused: false,
        simple: Vec::new(),
    };
    match Inputs::of(arguments) {
        Inputs::Paths => report.read_all(arguments, &options)?,
        Inputs::Query(query) => match report.look_up(arguments, &query, &options)? {
            Outcome::Done => {}
            outcome => return Ok(outcome),
        },
    }
    if let Some(most) = arguments.top {
        report.print_top(most)?;
    }
    report.out.write_and_flush("")?;
    let done = report.articles > 0 && !report.refused;
    Ok(if done || report.out.is_closed() { Outcome::Done } else { Outcome::Refused })
}

/// What the arguments name.
enum Inputs {
    /// Files, folders, standard input or the built-in articles.
    Paths,
    /// A query of the library.
    Query(String),
}

impl Inputs {
    /// What is no existing path is a query; beside paths it is a path that is missing.
    fn of(arguments: &EntitiesArguments) -> Inputs {
        let is_path = |input: &PathBuf| input == Path::new("-") || input.exists();
        if arguments.raw || arguments.inputs.is_empty() || arguments.inputs.iter().any(is_path) {
            return Inputs::Paths;
        }
        let words: Vec<_> = arguments.inputs.iter().map(|input| input.to_string_lossy()).collect();
        Inputs::Query(words.join(" "))
    }
}

/// One article's text and what it names; documented in README.
#[derive(Debug, Serialize)]
struct Record<'r> {
    path: &'r str,
    lang: &'r str,
    /// `model` where the trained recogniser worked, `lists` where only lists, dates and numbers did.
    method: &'static str,
    text: &'r str,
    entities: Vec<Entity<'r>>,
}

/// One mention; offsets are bytes of the record's text.
#[derive(Debug, Serialize)]
struct Entity<'r> {
    kind: &'static str,
    start: usize,
    end: usize,
    text: &'r str,
    id: String,
    name: &'r str,
    value: Option<&'r str>,
}

/// An entity over all inputs.
#[derive(Debug, Serialize)]
struct Total {
    id: String,
    kind: &'static str,
    name: String,
    articles: usize,
    mentions: usize,
}

/// The text of an article with its mentions, each paragraph with the byte at which it begins.
struct Tagged {
    text: String,
    starts: Vec<usize>,
    mentions: Vec<Vec<Mention>>,
}

impl Tagged {
    /// The given headline and the paragraphs, a line each.
    fn of(article: &Article) -> Tagged {
        let title = (!article.title.is_derived()).then_some(&article.title.value);
        let lines: Vec<&str> = title.into_iter().chain(&article.paragraphs).map(String::as_str).collect();
        // A derived day is only a lower bound: relative dates are not reckoned from it.
        let anchor = article.date.as_ref().filter(|date| !date.is_derived()).map(|date| date.value.day);
        let context = Context { language: article.language.value.code(), anchor };
        let mentions = recognise(&lines, &context);
        let mut starts = Vec::with_capacity(lines.len());
        let mut text = String::new();
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            starts.push(text.len());
            text.push_str(line);
        }
        Tagged { text, starts, mentions }
    }

    fn entities(&self) -> Vec<Entity<'_>> {
        let lines = self.starts.iter().zip(&self.mentions);
        let mentions = lines.flat_map(|(start, line)| line.iter().map(move |mention| (*start, mention)));
        mentions
            .map(|(line, mention)| {
                let (start, end) = (line + mention.bytes.start, line + mention.bytes.end);
                Entity {
                    kind: mention.kind().name(),
                    start,
                    end,
                    text: &self.text[start..end],
                    id: mention.id.to_string(),
                    name: mention.name.as_str(),
                    value: mention.value.as_deref(),
                }
            })
            .collect()
    }
}

struct Report<'d> {
    out: Output,
    json: bool,
    layout: Option<Layout<'d>>,
    /// What `--top` counts: nothing is printed for single articles then.
    tally: Option<Tally>,
    articles: usize,
    refused: bool,
    /// Languages of which was said that only lists and dates are used.
    simple: Vec<String>,
}

impl Report<'_> {
    fn read_all(&mut self, arguments: &EntitiesArguments, options: &ReadOptions) -> anyhow::Result<()> {
        let is_piped = arguments.raw && !io::stdin().is_terminal();
        if arguments.inputs.is_empty() && is_piped {
            self.add(&read_reader(io::stdin().lock(), "-", options))?;
        } else if arguments.inputs.is_empty() {
            for reading in seeds(options) {
                self.add(&reading)?;
            }
        }
        for input in &arguments.inputs {
            if input == Path::new("-") {
                self.add(&read_reader(io::stdin().lock(), "-", options))?;
                continue;
            }
            for found in walk(std::slice::from_ref(input)) {
                match found {
                    Ok(path) => self.add(&read_file(&path, options))?,
                    Err(warning) => self.warn(&warning),
                }
                if self.out.is_closed() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The articles that a query finds in the library, or the entities that all of them mention.
    fn look_up(
        &mut self,
        arguments: &EntitiesArguments,
        query: &str,
        options: &ReadOptions,
    ) -> anyhow::Result<Outcome> {
        let mut desk = match desk_of(arguments.library.as_deref(), &[], options) {
            Ok(Some((desk, _))) => desk,
            Ok(None) => return Ok(no_place()),
            Err(error) => return Ok(unusable(&error)),
        };
        match place::aliases().map_err(anyhow::Error::from).and_then(|text| Ok(Aliases::parse(&text)?)) {
            Ok(aliases) => desk.set_aliases(aliases),
            Err(error) => complain(&format!("aliases.toml is not used: {error}")),
        }
        desk.answer_within(None);
        let listing = Listing { query: query.to_owned(), ..Listing::default() };
        let listed = match desk.answer(&Ask::List { listing, keep: None }) {
            Answer::Listed(listed) => listed,
            Answer::Failed(reason) => return Ok(unusable_because(&reason)),
            _ => return Ok(Outcome::Refused),
        };
        say_problems(&listed.query);
        if listed.query.expr.is_none() {
            return Ok(Outcome::Usage);
        }
        if listed.places == 0 {
            complain(&format!("{query:?} is no file or folder, and as a query it finds nothing."));
            return Ok(Outcome::Refused);
        }
        if self.tally.is_some() {
            return match desk.entities_listed() {
                Ok(tallies) => {
                    self.articles = listed.places;
                    self.tally = Some(Tally::of(tallies));
                    Ok(Outcome::Done)
                }
                Err(error) => Ok(unusable(&error)),
            };
        }
        let mut from = 0;
        while !self.out.is_closed() {
            let rows = match desk.answer(&Ask::Rows(from..from + PAGE)) {
                Answer::Rows(rows) => rows,
                Answer::Failed(reason) => return Ok(unusable_because(&reason)),
                _ => break,
            };
            if rows.entries.is_empty() {
                break;
            }
            from += rows.entries.len();
            for entry in rows.entries {
                if let Entry::Article(hit) = entry
                    && let Some(stored) = desk.library().read(hit.row.key)?
                {
                    self.add_article(&stored.article)?;
                }
            }
        }
        Ok(Outcome::Done)
    }

    fn add(&mut self, reading: &Reading) -> anyhow::Result<()> {
        for warning in &reading.warnings {
            self.warn(warning);
        }
        reading.article.as_ref().map_or(Ok(()), |article| self.add_article(article))
    }

    fn add_article(&mut self, article: &Article) -> anyhow::Result<()> {
        self.articles += 1;
        let language = article.language.value.code();
        if language != "ar" {
            self.say_simple(language);
        }
        let tagged = Tagged::of(article);
        if let Some(tally) = &mut self.tally {
            tally.add(&census(&tagged.mentions));
            return Ok(());
        }
        if self.json {
            let method = if language == "ar" { "model" } else { "lists" };
            let text = &tagged.text;
            let record = Record { path: &article.path, lang: language, method, text, entities: tagged.entities() };
            return self.out.line(&escaped(serde_json::to_string(&record)?));
        }
        for entity in tagged.entities() {
            let place = format!("{}..{}", entity.start, entity.end);
            self.fields(&[entity.text, entity.kind, &entity.id, entity.value.unwrap_or(""), &place, &article.path])?;
        }
        Ok(())
    }

    /// Says once for each language that it has no trained recogniser.
    fn say_simple(&mut self, language: &str) {
        if self.simple.iter().all(|known| known != language) {
            complain(&format!("{language}: names are found by lists and titles only, without the trained recogniser"));
            self.simple.push(language.to_owned());
        }
    }

    fn print_top(&mut self, most: usize) -> anyhow::Result<()> {
        let mut tally = self.tally.take().unwrap_or_default().totals;
        // Stable: what was named first stays first.
        tally.sort_by_key(|total| std::cmp::Reverse((total.articles, total.mentions)));
        for total in tally.iter().take(most) {
            if self.json {
                self.out.line(&escaped(serde_json::to_string(total)?))?;
            } else {
                let counts = [total.articles.to_string(), total.mentions.to_string()];
                self.fields(&[&total.name, total.kind, &total.id, &counts[0], &counts[1]])?;
            }
        }
        Ok(())
    }

    /// One line: tabs between for a pipe, each field in its own direction for a person.
    fn fields(&mut self, fields: &[&str]) -> anyhow::Result<()> {
        let Some(layout) = &self.layout else {
            let fields: Vec<String> = fields.iter().map(|field| self_contained(field).replace('\t', " ")).collect();
            return self.out.line(&fields.join("\t"));
        };
        let known = fields.iter().filter(|field| !field.is_empty());
        let line = known.map(|field| format!("\u{2068}{field}\u{2069}")).collect::<Vec<_>>().join(" · ");
        for line in layout.lines_of(&[line], Direction::Rtl).into_iter().flatten() {
            layout.print(&mut self.out, &line)?;
        }
        Ok(())
    }

    fn warn(&mut self, warning: &Warning) {
        self.refused |= warning.kind.refuses();
        complain(&warning.to_string());
    }
}

/// The entities of all inputs, in the order in which they were first named.
#[derive(Debug, Default)]
struct Tally {
    totals: Vec<Total>,
    places: HashMap<String, usize>,
}

impl Tally {
    /// What was counted already.
    fn of(tallies: Vec<EntityTally>) -> Tally {
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let totals = tallies.into_iter().map(|tally| Total {
            id: tally.id.to_string(),
            kind: tally.kind.name(),
            name: tally.name,
            articles: count(tally.articles),
            mentions: count(tally.mentions),
        });
        Tally { totals: totals.collect(), places: HashMap::new() }
    }

    /// Adds the entities of one article.
    fn add(&mut self, entities: &[EntityCount]) {
        for entity in entities {
            let totals = &mut self.totals;
            let at = *self.places.entry(entity.id.to_string()).or_insert_with_key(|id| {
                let (id, kind, name) = (id.clone(), entity.id.kind.name(), entity.name.clone());
                totals.push(Total { id, kind, name, articles: 0, mentions: 0 });
                totals.len() - 1
            });
            totals[at].articles += 1;
            totals[at].mentions += entity.count;
        }
    }
}
