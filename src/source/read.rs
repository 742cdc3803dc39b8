//! The way of one input: bytes → text → clean text → draft → article, with the remarks made on the way.
//!
//! Owns the order of the steps and the limits; each step stands in its own file. Folders are `walk.rs`.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use jiff::civil::Date;

use super::decode::decode;
use super::format::{Page, is_blank, parse_page};
use super::{Draft, Warning, WarningKind, clean, clean_line, derive};
use crate::article::{Article, ArticleId, Derivable};

/// The most bytes of one input: some hundred times the longest article, and little enough for any machine.
pub const FILE_LIMIT: u64 = 32 * 1024 * 1024;
/// The most paragraphs of one article; the rest is left out with a remark.
pub const PARAGRAPH_LIMIT: usize = 20_000;

/// How inputs are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// The day on which one reads: a date found in a text is not later than that.
    pub today: Date,
    /// The input is one plain text: neither title nor section nor date is looked for, each line is a paragraph as it
    /// stands (an empty one too), and only the title is derived.
    pub raw: bool,
}

/// What came of one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The article; none exactly when a remark refuses the input.
    pub article: Option<Article>,
    /// Remarks in the order in which they were made.
    pub warnings: Vec<Warning>,
    /// The WHATWG name of the encoding that the bytes were read in, such as `UTF-8` and `windows-1256`; empty when
    /// they were not decoded.
    pub encoding: &'static str,
}

/// The names of one input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Naming<'a> {
    /// As the user gave it, for remarks.
    pub(super) shown: &'a str,
    /// What lasts and gives the id: the absolute path, or the name where there is none.
    pub(super) path: &'a str,
    /// What a reader calls the source; the file's name where it is empty.
    pub(super) source: &'a str,
}

impl Reading {
    pub(super) fn refused(shown: &str, kind: WarningKind) -> Self {
        Self { article: None, warnings: vec![Warning::new(shown, kind)], encoding: "" }
    }
}

/// Reads an article from bytes.
///
/// `name` stands in remarks, becomes the article's path and gives its id; `file_day` is the day of the file, for an
/// article that says no date. Never fails: what cannot be read is a remark that refuses.
pub fn read_bytes(bytes: &[u8], name: &str, file_day: Option<Date>, options: &ReadOptions) -> Reading {
    read_named(bytes, Naming { shown: name, path: name, source: "" }, file_day, options)
}

/// Reads an article from a stream such as standard input, up to [`FILE_LIMIT`] bytes; see [`read_bytes`].
pub fn read_reader(reader: impl Read, name: &str, options: &ReadOptions) -> Reading {
    match read_bounded(reader) {
        Ok(bytes) => read_bytes(&bytes, name, None, options),
        Err(error) => refuse_with(Warning::of_error(name, &error)),
    }
}

/// Reads an article from a file, following symbolic links; a pipe or device is refused and never opened.
///
/// The article's path is the canonical one, so that its id is the same wherever khabar is started.
pub fn read_file(path: &Path, options: &ReadOptions) -> Reading {
    let shown = path.to_string_lossy();
    let opened = fs::metadata(path).and_then(|metadata| match metadata.is_file() {
        // Only now: to open a pipe would wait for someone to write into it.
        true => Ok(Some((File::open(path)?, metadata))),
        false => Ok(None),
    });
    let (file, metadata) = match opened {
        Ok(Some(opened)) => opened,
        Ok(None) => return Reading::refused(&shown, WarningKind::NotAFile),
        Err(error) => return refuse_with(Warning::of_error(&shown, &error)),
    };
    if metadata.len() > FILE_LIMIT {
        return Reading::refused(&shown, WarningKind::TooLarge { bytes: metadata.len(), limit: FILE_LIMIT });
    }
    let bytes = match read_bounded(file) {
        Ok(bytes) => bytes,
        Err(error) => return refuse_with(Warning::of_error(&shown, &error)),
    };
    let canonical = fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    let naming = Naming { shown: &shown, path: &canonical.to_string_lossy(), source: &file_name(path) };
    read_named(&bytes, naming, metadata.modified().ok().and_then(day_of), options)
}

/// At most one byte more than the limit, which tells that there is more.
fn read_bounded(reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(FILE_LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn refuse_with(warning: Warning) -> Reading {
    Reading { article: None, warnings: vec![warning], encoding: "" }
}

/// The civil day of a moment in the time zone of the system.
pub(super) fn day_of(moment: std::time::SystemTime) -> Option<Date> {
    let moment = jiff::Timestamp::try_from(moment).ok()?;
    Some(moment.to_zoned(jiff::tz::TimeZone::system()).date())
}

/// The steps of every input.
pub(super) fn read_named(bytes: &[u8], naming: Naming<'_>, file_day: Option<Date>, options: &ReadOptions) -> Reading {
    let size = bytes.len() as u64;
    if size > FILE_LIMIT {
        return Reading::refused(naming.shown, WarningKind::TooLarge { bytes: size, limit: FILE_LIMIT });
    }
    let Some(decoded) = decode(bytes) else {
        return Reading::refused(naming.shown, WarningKind::Binary);
    };
    let mut kinds = Vec::new();
    if decoded.lost > 0 {
        kinds.push(WarningKind::BadEncoding { encoding: decoded.encoding.to_owned(), lost: decoded.lost });
    }
    let text = clean(&decoded.text);
    let (draft, was_cut) = if options.raw { raw_draft(&text) } else { formatted_draft(&text, naming.path) };
    finish(Drafted { draft, was_cut, kinds, encoding: decoded.encoding }, naming, file_day, options)
}

/// A draft and what has been said about it so far.
pub(super) struct Drafted {
    /// What the source says.
    pub(super) draft: Draft,
    /// Some of the text was left out.
    pub(super) was_cut: bool,
    /// Remarks about the bytes.
    pub(super) kinds: Vec<WarningKind>,
    /// The name of their encoding.
    pub(super) encoding: &'static str,
}

/// The last steps: the limit, what is derived, the remarks.
pub(super) fn finish(drafted: Drafted, naming: Naming<'_>, file_day: Option<Date>, options: &ReadOptions) -> Reading {
    let Drafted { mut draft, was_cut, mut kinds, encoding } = drafted;
    kinds.append(&mut draft.problems);
    if was_cut || draft.paragraphs.len() > PARAGRAPH_LIMIT {
        draft.paragraphs.truncate(PARAGRAPH_LIMIT);
        kinds.push(WarningKind::CutOff { paragraphs: draft.paragraphs.len() });
    }
    let is_empty = draft.title.is_none() && draft.paragraphs.iter().all(|paragraph| is_blank(paragraph));
    let article = if is_empty {
        kinds.push(WarningKind::Empty);
        None
    } else {
        let file_day = file_day.filter(|_| !options.raw);
        Some(article(draft, naming, (file_day, options), &mut kinds))
    };
    let warnings = kinds.into_iter().map(|kind| Warning::new(naming.shown, kind)).collect();
    Reading { article, warnings, encoding }
}

/// Every line as it stands, up to the limit.
fn raw_draft(text: &str) -> (Draft, bool) {
    let mut lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
    let paragraphs = lines.by_ref().take(PARAGRAPH_LIMIT).map(str::to_owned).collect();
    (Draft { paragraphs, ..Draft::default() }, lines.next().is_some())
}

fn formatted_draft(text: &str, path: &str) -> (Draft, bool) {
    let extension = Path::new(path).extension().unwrap_or_default().to_ascii_lowercase();
    let page = Page::new(text, extension == "md" || extension == "markdown");
    (parse_page(&page), page.was_cut())
}

/// Fills in what the draft does not say.
fn article(
    mut draft: Draft,
    naming: Naming<'_>,
    (file_day, options): (Option<Date>, &ReadOptions),
    kinds: &mut Vec<WarningKind>,
) -> Article {
    let title = derive::title(&draft);
    let date = if options.raw { None } else { derive::date(&draft, file_day, options.today, kinds) };
    let language = derive::language(&draft);
    let given = draft.source.take();
    let source = if naming.source.is_empty() { file_name(Path::new(naming.path)) } else { naming.source.to_owned() };
    Article {
        id: ArticleId::of_path(naming.path),
        path: clean_line(naming.path),
        source: given.unwrap_or_else(|| clean_line(&source)),
        title,
        section: draft.section.take().map_or_else(|| Derivable::derived(Default::default()), Derivable::given),
        date,
        language,
        author: draft.author,
        url: draft.url,
        tags: draft.tags,
        paragraphs: draft.paragraphs,
    }
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy()).into_owned()
}
