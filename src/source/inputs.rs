//! From a file or stream to the articles in it: one, or as many as it has JSON lines.
//!
//! Owns where one article's bytes end; what becomes of them is `read.rs`. An [`Input`] is read apart from its file, so
//! that many threads can share the work.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use jiff::civil::Date;

use super::json_lines;
use super::read::{self, Drafted, FILE_LIMIT, Naming, ReadOptions, Reading};
use super::{Warning, WarningKind};

/// How much is looked at to tell JSON lines from a text.
const HEAD: usize = 64 * 1024;

/// The bytes of one article and what is known of where they come from.
#[derive(Clone, Debug)]
pub struct Input {
    bytes: Vec<u8>,
    shown: String,
    path: String,
    source: String,
    file_day: Option<Date>,
    /// The line of a file of JSON lines, from 1.
    line: Option<u64>,
}

impl Input {
    /// How many bytes it has.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Its file as the user knows it.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Reads the article; what cannot be read is a remark that refuses.
    ///
    /// The path of an article out of JSON lines is made of what lasts: its id, which is one of its source where the
    /// line names one and else one of its file; without an id its address; without that its line in the file.
    pub fn read(&self, options: &ReadOptions) -> Reading {
        let naming = Naming { shown: &self.shown, path: &self.path, source: &self.source };
        let Some(line) = self.line else { return read::read_named(&self.bytes, naming, self.file_day, options) };
        let text = String::from_utf8_lossy(&self.bytes);
        let lost = if text.len() == self.bytes.len() { 0 } else { text.matches('\u{fffd}').count() };
        let shown = format!("{}:{line}", self.shown);
        let draft = match json_lines::draft(text.trim_start_matches('\u{feff}').trim()) {
            Ok(draft) => draft,
            Err(reason) => return Reading::refused(&shown, WarningKind::Unreadable { reason }),
        };
        let mut kinds = Vec::new();
        if lost > 0 {
            kinds.push(WarningKind::BadEncoding { encoding: "UTF-8".to_owned(), lost });
        }
        let path = match (&draft.id, &draft.source, &draft.url) {
            (Some(id), _, _) if id.contains("://") || id.starts_with("urn:") || id.starts_with("tag:") => id.clone(),
            (Some(id), Some(source), _) => format!("{source}#{id}"),
            (Some(id), None, _) => format!("{}#{id}", self.path),
            (None, _, Some(url)) => url.clone(),
            (None, _, None) => format!("{}#{line}", self.path),
        };
        let naming = Naming { shown: &shown, path: &path, source: &self.source };
        read::finish(Drafted { draft, was_cut: false, kinds, encoding: "UTF-8" }, naming, None, options)
    }
}

/// The articles of one file or stream, in its order. A long file is read as it is asked for.
pub struct Inputs(State);

impl std::fmt::Debug for Inputs {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Inputs").finish_non_exhaustive()
    }
}

enum State {
    /// Nothing more.
    End,
    /// One remark or one whole article is left.
    One(Box<Result<Input, Warning>>),
    /// Lines are left.
    Lines { reader: Box<dyn BufRead + Send>, of: Box<Input>, line: u64 },
}

/// The articles of a file, following symbolic links; a pipe or device is refused and never opened.
pub fn inputs_of_file(path: &Path) -> Inputs {
    let shown = path.to_string_lossy().into_owned();
    let refuse = |warning: Warning| Inputs(State::One(Box::new(Err(warning))));
    let (file, metadata) = match fs::metadata(path).map(|metadata| (metadata.is_file(), metadata)) {
        Ok((false, _)) => return refuse(Warning::new(&shown, WarningKind::NotAFile)),
        // Only now: to open a pipe would wait for someone to write into it.
        Ok((true, metadata)) => match File::open(path) {
            Ok(file) => (file, metadata),
            Err(error) => return refuse(Warning::of_error(&shown, &error)),
        },
        Err(error) => return refuse(Warning::of_error(&shown, &error)),
    };
    let canonical = fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    let of = Input {
        bytes: Vec::new(),
        shown,
        path: canonical.to_string_lossy().into_owned(),
        source: read::file_name(path),
        file_day: metadata.modified().ok().and_then(read::day_of),
        line: None,
    };
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    inputs(Box::new(BufReader::new(file)), of, extension == "jsonl" || extension == "ndjson", Some(metadata.len()))
}

/// The articles of a stream such as standard input; `name` stands in remarks and paths.
pub fn inputs_of_reader(reader: impl Read + Send + 'static, name: &str) -> Inputs {
    let of = Input {
        bytes: Vec::new(),
        shown: name.to_owned(),
        path: name.to_owned(),
        source: name.to_owned(),
        file_day: None,
        line: None,
    };
    inputs(Box::new(BufReader::new(reader)), of, false, None)
}

fn inputs(mut reader: Box<dyn BufRead + Send>, of: Input, says_lines: bool, size: Option<u64>) -> Inputs {
    let refuse = |warning: Warning| Inputs(State::One(Box::new(Err(warning))));
    let mut head = Vec::new();
    let begins = match read_head(&mut reader, &mut head) {
        Ok(begins) => begins,
        Err(error) => return refuse(Warning::of_error(&of.shown, &error)),
    };
    if says_lines || begins {
        let reader = Box::new(std::io::Cursor::new(head).chain(reader));
        return Inputs(State::Lines { reader, of: Box::new(of), line: 0 });
    }
    if let Some(bytes) = size.filter(|&size| size > FILE_LIMIT) {
        return refuse(Warning::new(&of.shown, WarningKind::TooLarge { bytes, limit: FILE_LIMIT }));
    }
    let room = (FILE_LIMIT + 1).saturating_sub(head.len() as u64);
    match reader.take(room).read_to_end(&mut head) {
        Ok(_) => Inputs(State::One(Box::new(Ok(Input { bytes: head, ..of })))),
        Err(error) => refuse(Warning::of_error(&of.shown, &error)),
    }
}

/// Reads the first line that is not blank, as far as it is short; true when it is an article in JSON.
fn read_head(reader: &mut dyn BufRead, head: &mut Vec<u8>) -> std::io::Result<bool> {
    loop {
        let start = head.len();
        let room = HEAD.saturating_sub(start) as u64;
        let count = Read::take(&mut *reader, room).read_until(b'\n', head)?;
        let line = String::from_utf8_lossy(&head[start..]);
        let line = line.trim_start_matches('\u{feff}').trim();
        if count == 0 {
            return Ok(false);
        }
        if !line.is_empty() {
            // A line that is longer than the head is one of JSON when it begins like one.
            let is_whole = head.ends_with(b"\n") || head.len() < HEAD;
            let begins = line.starts_with("{\"") || line.starts_with("{ \"");
            return Ok(begins && (!is_whole || json_lines::draft(line).is_ok()));
        }
    }
}

impl Iterator for Inputs {
    type Item = Result<Input, Warning>;

    fn next(&mut self) -> Option<Self::Item> {
        match std::mem::replace(&mut self.0, State::End) {
            State::End => None,
            State::One(one) => Some(*one),
            State::Lines { mut reader, of, mut line } => loop {
                line += 1;
                let mut bytes = Vec::new();
                let shown = || format!("{}:{line}", of.shown);
                match Read::take(&mut reader, FILE_LIMIT + 1).read_until(b'\n', &mut bytes) {
                    Ok(0) => return None,
                    Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => continue,
                    Ok(count) if count as u64 > FILE_LIMIT => {
                        let kind = WarningKind::TooLarge { bytes: count as u64, limit: FILE_LIMIT };
                        let warning = Warning::new(&shown(), kind);
                        if let Ok(true) = skip_line(&mut *reader) {
                            self.0 = State::Lines { reader, of, line };
                        }
                        return Some(Err(warning));
                    }
                    Ok(_) => {
                        let input = Input { bytes, line: Some(line), ..(*of).clone() };
                        self.0 = State::Lines { reader, of, line };
                        return Some(Ok(input));
                    }
                    Err(error) => return Some(Err(Warning::of_error(&shown(), &error))),
                }
            },
        }
    }
}

/// Reads on to the end of the line without keeping it; false at the end of the file.
fn skip_line(reader: &mut dyn BufRead) -> std::io::Result<bool> {
    loop {
        let (found, count) = {
            let held = reader.fill_buf()?;
            let end = held.iter().position(|&byte| byte == b'\n');
            (end.is_some(), end.map_or(held.len(), |end| end + 1))
        };
        reader.consume(count);
        if found || count == 0 {
            return Ok(found);
        }
    }
}

/// Reads every article of a file: see [`inputs_of_file`].
pub fn read_all(path: &Path, options: &ReadOptions) -> impl Iterator<Item = Reading> + use<> {
    let options = *options;
    inputs_of_file(path).map(move |input| match input {
        Ok(input) => input.read(&options),
        Err(warning) => read::refuse_with(warning),
    })
}
