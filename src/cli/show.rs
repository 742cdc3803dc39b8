//! `khabar show`: one article, laid out.
//!
//! Owns the order of title, metadata and paragraphs, and the plain text of `--raw`; lines are `layout.rs`.

use std::io;
use std::path::Path;

use super::arguments::{Order, ShowArguments};
use super::layout::Layout;
use super::output::{Output, complain};
use super::record::Record;
use super::{FindOut, Outcome};
use crate::article::Article;
use crate::source::{ReadOptions, Reading, Warning, inputs_of_reader, read_all, read_file, read_reader, seeds};
use crate::text::Direction;

/// Prints one article, or each article of a file that holds several.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn run(arguments: &ShowArguments, find_out: FindOut<'_>) -> anyhow::Result<Outcome> {
    let mut out = Output::stdout();
    let mut outcome = Outcome::Done;
    let mut layout = Layout::new(arguments);
    let needs_dialect = layout.needs_dialect() && !arguments.json;
    let dialect = needs_dialect.then(|| find_out(arguments.terminal.emit.as_deref()));
    if let Some(dialect) = &dialect {
        layout = layout.spoken_in(dialect);
    }
    for (count, reading) in read(&arguments.file, options(arguments.raw)).enumerate() {
        if arguments.json {
            let path = arguments.file.to_string_lossy();
            out.line(&Record::with_paragraphs(&reading, &path).to_line()?)?;
        } else if let Some(article) = &reading.article {
            if count > 0 {
                out.line("")?;
            }
            let lines = if arguments.raw { raw_lines(article, &layout) } else { lines(article, &layout) };
            for line in lines {
                layout.print(&mut out, &line)?;
            }
        }
        if say(&reading.warnings) == Outcome::Refused {
            outcome = Outcome::Refused;
        }
        if out.is_closed() {
            break;
        }
    }
    out.write_and_flush("")?;
    Ok(outcome)
}

fn say(warnings: &[Warning]) -> Outcome {
    for warning in warnings {
        complain(&warning.to_string());
    }
    if warnings.iter().any(|warning| warning.kind.refuses()) { Outcome::Refused } else { Outcome::Done }
}

fn options(raw: bool) -> ReadOptions {
    ReadOptions { today: jiff::Zoned::now().date(), raw }
}

/// The articles of a file or of standard input, or a built-in one where no file has its name.
fn read(file: &Path, options: ReadOptions) -> Box<dyn Iterator<Item = Reading>> {
    if file == Path::new("-") && options.raw {
        return Box::new(std::iter::once(read_reader(io::stdin().lock(), "-", &options)));
    }
    if file == Path::new("-") {
        let inputs = inputs_of_reader(io::stdin(), "-");
        // Nothing is refused here that a reading would not refuse: a remark becomes a reading of its own.
        return Box::new(inputs.map(move |input| match input {
            Ok(input) => input.read(&options),
            Err(warning) => Reading { article: None, warnings: vec![warning], encoding: "" },
        }));
    }
    let name = file.to_string_lossy();
    if name.starts_with("seed:") && !file.exists() {
        let is_named = |reading: &Reading| reading.article.as_ref().is_some_and(|article| article.path == name);
        if let Some(seed) = seeds(&options).into_iter().find(is_named) {
            return Box::new(std::iter::once(seed));
        }
    }
    match options.raw {
        true => Box::new(std::iter::once(read_file(file, &options))),
        false => Box::new(read_all(file, &options)),
    }
}

/// The lines of a plain text, blank ones as well, and nothing else.
fn raw_lines(article: &Article, layout: &Layout<'_>) -> Vec<String> {
    layout.lines_of(&article.paragraphs, Direction::Ltr).into_iter().flatten().collect()
}

/// Title, metadata, a blank line, and the paragraphs with blank lines between.
fn lines(article: &Article, layout: &Layout<'_>) -> Vec<String> {
    let title = std::slice::from_ref(&article.title.value);
    let metadata = metadata(article, layout.order);
    let head = title.iter().chain(metadata.iter());
    let paragraphs: Vec<&String> = head.chain(&article.paragraphs).collect();
    let head_count = 1 + usize::from(metadata.is_some());
    let mut lines = Vec::new();
    let laid_out = layout.lines_of(&paragraphs, article.language.value.direction());
    for (index, paragraph) in laid_out.into_iter().enumerate() {
        if index >= head_count {
            lines.push(String::new());
        }
        lines.extend(paragraph);
    }
    lines
}

/// Section, date and source. On a screen each keeps its own direction; a pipe gets no control characters for it.
fn metadata(article: &Article, order: Order) -> Option<String> {
    let section = article.section.value.to_string();
    let day = article.date.as_ref().map(|date| date.value.day.to_string());
    let known =
        [Some(section), day, Some(article.source.clone())].into_iter().flatten().filter(|part| !part.is_empty());
    let isolate = |part: String| if order == Order::Visual { format!("\u{2068}{part}\u{2069}") } else { part };
    let line = known.map(isolate).collect::<Vec<_>>().join(" · ");
    (!line.is_empty()).then_some(line)
}
