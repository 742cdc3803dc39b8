//! `khabar list`: what there is, one article a line.
//!
//! Owns the line of text; the JSON is `record.rs`. Articles come in the order of the walk, each as soon as it is read.

use super::arguments::ListArguments;
use super::layout::Layout;
use super::output::{self, Output, complain};
use super::record::Record;
use super::{FindOut, Outcome};
use crate::article::Article;
use crate::source::{ReadOptions, Reading, Warning, read_all, seeds, walk};
use crate::text::self_contained;

/// Prints the articles of the named files and folders, or the built-in ones.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn run(arguments: &ListArguments, find_out: FindOut<'_>) -> anyhow::Result<Outcome> {
    let options = ReadOptions { today: jiff::Zoned::now().date(), raw: false };
    let layout = Layout::for_output(output::is_terminal());
    let is_laid_out = layout.needs_dialect() && !arguments.json;
    let dialect = is_laid_out.then(|| find_out(arguments.terminal.emit.as_deref()));
    let layout = dialect.as_ref().map(|dialect| layout.spoken_in(dialect));
    let mut list = List { out: Output::stdout(), json: arguments.json, layout, articles: 0, refused: false };
    if arguments.paths.is_empty() {
        for reading in seeds(&options) {
            list.add(&reading)?;
        }
    }
    for found in walk(&arguments.paths) {
        match found {
            Ok(path) => {
                for reading in read_all(&path, &options) {
                    list.add(&reading)?;
                    if list.out.is_closed() {
                        break;
                    }
                }
            }
            Err(warning) => list.warn(&warning),
        }
        if list.out.is_closed() {
            return Ok(Outcome::Done);
        }
    }
    list.out.write_and_flush("")?;
    let done = list.articles > 0 && !list.refused;
    Ok(if done || list.out.is_closed() { Outcome::Done } else { Outcome::Refused })
}

struct List<'d> {
    out: Output,
    json: bool,
    /// How lines are laid out on a terminal.
    layout: Option<Layout<'d>>,
    articles: usize,
    refused: bool,
}

impl List<'_> {
    fn add(&mut self, reading: &Reading) -> anyhow::Result<()> {
        for warning in &reading.warnings {
            self.warn(warning);
        }
        let Some(article) = &reading.article else { return Ok(()) };
        self.articles += 1;
        if self.json {
            return self.out.line(&Record::without_paragraphs(reading, "").to_line()?);
        }
        if let Some(layout) = &self.layout {
            for line in lines_for_terminal(article, layout) {
                layout.print(&mut self.out, &line)?;
            }
            return Ok(());
        }
        self.out.line(&fields(article).join("\t"))
    }

    fn warn(&mut self, warning: &Warning) {
        self.refused |= warning.kind.refuses();
        complain(&warning.to_string());
    }
}

/// Date, section, title, path.
fn fields(article: &Article) -> [String; 4] {
    let day = article.date.as_ref().map(|date| date.value.day.to_string()).unwrap_or_default();
    let section = article.section.value.to_string();
    [day, section, article.title.value.clone(), article.path.clone()]
        .map(|field| self_contained(&field).replace('\t', " "))
}

/// The same for a person: the title first, each field in its own direction, wrapped at the width of the terminal.
fn lines_for_terminal(article: &Article, layout: &Layout<'_>) -> Vec<String> {
    let [day, section, title, path] = fields(article);
    let fields = [title, section, day, path].into_iter().filter(|field| !field.is_empty());
    let line = fields.map(|field| format!("\u{2068}{field}\u{2069}")).collect::<Vec<_>>().join(" · ");
    let direction = article.language.value.direction();
    layout.lines_of(&[line], direction).into_iter().flatten().collect()
}
