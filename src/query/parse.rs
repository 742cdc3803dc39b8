//! The query language: from what is typed to an expression, whatever is typed.
//!
//! Owns the grammar below; the names of fields are in `field.rs`, dates in `date.rs`. What cannot be understood is
//! listed as a problem and left out.
//!
//! ```text
//! any     = all { ("OR" | "|" | أو) all }           binds looser than standing side by side
//! all     = { ["-" | "NOT"] one }
//! one     = "(" any ")" | field ":" value | text
//! value   = "(" any ")" | text                       title: and body: take any text, others a name or a date
//! text    = ["="] ( "…" | «…» | “…” | word ["*"] )
//! ```

use std::ops::Range;

use jiff::civil::Date;

use super::date;
use super::expr::{Expr, Filter, Form, Query, Scope, Strictness, TextMatch, Word};
use super::field::{Field, is_note, state_named};
use super::letters::letters_of;
use super::problem::{Problem, ProblemKind};
use super::stem::heads;
use super::words::{index_words, is_hebrew};

/// Brackets inside brackets; more are not looked into.
const MOST_DEPTH: usize = 32;
/// Words of a query, those of phrases among them and those of values not: whatever is pasted asks for no more lists.
const MOST_WORDS: usize = 256;

/// Reads a query. It never fails: what cannot be understood becomes a problem, and the rest counts.
///
/// `today` is what `since:7d` counts from.
pub fn parse(text: &str, today: Date) -> Query {
    let mut parser = Parser { text, at: 0, today, depth: 0, words: 0, problems: Vec::new(), is_plain: true };
    let mut parts = Vec::new();
    loop {
        parts.extend(parser.any(Scope::Anywhere));
        // What stops the outermost level is a bracket that closes nothing.
        if parser.peek().is_none() {
            break;
        }
        parser.skip(1);
        parser.problem(parser.at - 1..parser.at, ProblemKind::UnopenedBracket);
    }
    parser.problems.sort_by_key(|problem| (problem.bytes.start, problem.bytes.end));
    let is_plain = parser.is_plain && parser.problems.is_empty();
    Query { expr: all_of(parts), problems: parser.problems, written: text.to_owned(), is_plain }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    today: Date,
    depth: usize,
    words: usize,
    problems: Vec<Problem>,
    is_plain: bool,
}

/// The mark that closes a quotation, for each that opens one.
const QUOTES: &[(char, &[char])] = &[
    ('"', &['"', '”', '“']),
    ('“', &['”', '"', '“']),
    ('”', &['“', '"', '”']),
    ('„', &['“', '”', '"']),
    ('«', &['»']),
    ('»', &['«']),
];

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches(is_blank).len();
    }

    fn problem(&mut self, bytes: Range<usize>, kind: ProblemKind) {
        self.problems.push(Problem { bytes, kind });
    }

    /// True when what follows does not count: it is one problem, not several.
    fn is_cut_off(&self) -> bool {
        let ends = |problem: &Problem| matches!(problem.kind, ProblemKind::TooDeep | ProblemKind::TooMany);
        self.problems.iter().any(ends)
    }

    /// Alternatives, up to a closing bracket or the end.
    fn any(&mut self, scope: Scope) -> Option<Expr> {
        let mut parts = Vec::new();
        let mut dangling: Option<Range<usize>> = None;
        loop {
            let part = self.all(scope);
            let is_empty = part.is_none();
            parts.extend(part);
            let or = self.or_here(true);
            let lone = if is_empty { dangling.take().or(or.clone()) } else { None };
            if let Some(bytes) = lone.filter(|_| !self.is_cut_off()) {
                self.problem(bytes, ProblemKind::LoneOr);
            }
            let Some(bytes) = or else { break };
            self.is_plain = false;
            self.at = bytes.end;
            dangling = Some(bytes);
        }
        if parts.len() > 1 { Some(Expr::Any(parts)) } else { parts.pop() }
    }

    /// The place of an `OR` here. أو counts between two things only: it is also a word.
    fn or_here(&self, after_something: bool) -> Option<Range<usize>> {
        if self.rest().starts_with('|') {
            let bars = if self.rest().starts_with("||") { 2 } else { 1 };
            return Some(self.at..self.at + bars);
        }
        let word = self.word_here();
        let is_or = word == "OR" || word == "أو" && after_something;
        is_or.then(|| self.at..self.at + word.len())
    }

    /// What stands here up to a blank, a bracket, a bar or a quotation mark.
    fn word_here(&self) -> &str {
        let rest = self.rest();
        let ends = |(at, letter): &(usize, char)| {
            is_blank(*letter) || matches!(letter, '(' | ')' | '|') || self.opens_quote(self.at + at, *letter)
        };
        rest.char_indices().find(ends).map_or(rest, |(at, _)| &rest[..at])
    }

    /// True for a quotation mark that is not the middle of a Hebrew acronym.
    fn opens_quote(&self, at: usize, letter: char) -> bool {
        let is_inside = || {
            self.text[..at].chars().next_back().is_some_and(is_hebrew)
                && self.text[at + letter.len_utf8()..].starts_with(is_hebrew)
        };
        QUOTES.iter().any(|(open, _)| *open == letter) && !(matches!(letter, '"' | '”') && is_inside())
    }

    /// Things side by side.
    fn all(&mut self, scope: Scope) -> Option<Expr> {
        let mut parts = Vec::new();
        loop {
            self.skip_blanks();
            let stops = match self.peek() {
                None | Some(')') => true,
                Some(_) => self.or_here(!parts.is_empty()).is_some(),
            };
            if stops {
                return all_of(parts);
            }
            if self.word_here() == "AND" && !parts.is_empty() {
                self.is_plain = false;
                self.skip("AND".len());
                continue;
            }
            parts.extend(self.negatable(scope));
        }
    }

    /// One thing, or the absence of it.
    fn negatable(&mut self, scope: Scope) -> Option<Expr> {
        let is_negated = match self.word_here() {
            "NOT" => {
                self.skip("NOT".len());
                self.skip_blanks();
                true
            }
            word if word.starts_with('-') || self.rest().starts_with("-") => {
                let signs = self.rest().len() - self.rest().trim_start_matches('-').len();
                self.skip(signs);
                // A dash with a blank behind it is punctuation.
                !self.peek().is_none_or(is_blank)
            }
            _ => return self.one(scope),
        };
        if !is_negated {
            return None;
        }
        self.is_plain = false;
        let stops = self.peek().is_none_or(|letter| letter == ')') || self.or_here(true).is_some();
        let part = if stops { None } else { self.one(scope) };
        part.map(|part| Expr::Not(Box::new(part)))
    }

    fn one(&mut self, scope: Scope) -> Option<Expr> {
        match self.peek()? {
            '(' => self.bracketed(scope),
            _ => match self.field_here() {
                Some((name, field)) => self.field(&name, field),
                None => self.text(scope),
            },
        }
    }

    fn bracketed(&mut self, scope: Scope) -> Option<Expr> {
        self.is_plain = false;
        let open = self.at;
        if self.depth == MOST_DEPTH {
            self.at = self.text.len();
            self.problem(open..self.text.len(), ProblemKind::TooDeep);
            return None;
        }
        self.skip(1);
        self.depth += 1;
        let inside = self.any(scope);
        self.depth -= 1;
        if self.peek() == Some(')') {
            self.skip(1);
        } else if !self.is_cut_off() {
            self.problem(open..open + 1, ProblemKind::UnclosedBracket);
        }
        inside
    }

    /// The name before a colon here, and the field that it means; `None` when no colon follows a name.
    fn field_here(&self) -> Option<(String, Option<Field>)> {
        let (name, value) = self.word_here().split_once(':')?;
        let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_alphabetic() || is_mark(letter));
        // An address is no field.
        if !is_name || value.starts_with("//") {
            return None;
        }
        let field = Field::named(name);
        // «قال:» in a pasted sentence is no mistaken field, nor is a name in capitals of any script unknown to us.
        let is_meant = field.is_some() || !value.is_empty() && name.is_ascii();
        is_meant.then(|| (name.to_owned(), field))
    }

    fn field(&mut self, name: &str, field: Option<Field>) -> Option<Expr> {
        self.is_plain = false;
        let start = self.at;
        self.skip(name.len() + 1);
        let Some(field) = field else {
            self.raw_value();
            self.problem(start..start + name.len() + 1, ProblemKind::UnknownField(name.to_owned()));
            return None;
        };
        let scope = match field {
            Field::Title => Scope::Title,
            Field::Body => Scope::Body,
            _ => return self.filter(start, name, field),
        };
        let is_empty = self.peek().is_none_or(|letter| is_blank(letter) || letter == ')' || letter == '|');
        let value = match self.peek() {
            _ if is_empty => None,
            Some('(') => self.bracketed(scope),
            _ => self.text(scope),
        };
        if value.is_none() && is_empty {
            self.problem(start..start + name.len() + 1, ProblemKind::EmptyField(name.to_owned()));
        }
        value
    }

    /// A field that is no text: its value is a name, several in brackets (`source:(a | b)`), or in quotes.
    fn filter(&mut self, start: usize, name: &str, field: Field) -> Option<Expr> {
        let value = self.raw_value();
        let bytes = start..self.at;
        let values = value.split('|').flat_map(|part| part.split(" OR ")).map(str::trim);
        let values: Vec<&str> = values.filter(|value| !value.is_empty()).collect();
        if values.is_empty() {
            self.problem(start..start + name.len() + 1, ProblemKind::EmptyField(name.to_owned()));
            return None;
        }
        let mut parts = Vec::new();
        for value in values {
            match self.filter_of(field, value) {
                Ok(filter) => parts.push(Expr::Filter(filter)),
                Err(kind) => self.problem(bytes.clone(), kind),
            }
        }
        if parts.len() > 1 { Some(Expr::Any(parts)) } else { parts.pop() }
    }

    fn filter_of(&self, field: Field, value: &str) -> Result<Filter, ProblemKind> {
        let text = value.to_owned();
        match field {
            Field::Section => Ok(Filter::Section(text)),
            Field::Source => Ok(Filter::Source(text)),
            Field::Tag => Ok(Filter::Tag(text)),
            Field::Entity => Ok(Filter::Entity(text)),
            Field::Language => Ok(Filter::Language(text)),
            Field::Is => state_named(value).map(Filter::Is).ok_or(ProblemKind::UnknownState(text)),
            Field::Has if is_note(value) => Ok(Filter::HasNote),
            Field::Has => Err(ProblemKind::UnknownPossession(text)),
            Field::Title | Field::Body | Field::Date => {
                let days = date::range(value, self.today).ok_or(ProblemKind::BadDate(text))?;
                Ok(Filter::Date { from: days.0, until: days.1 })
            }
            Field::Since | Field::Before | Field::Until | Field::After => {
                let (first, last) = date::single(value, self.today).ok_or(ProblemKind::BadDate(text))?;
                let (from, until) = match field {
                    Field::Since => (Some(first), None),
                    Field::Before => (None, Some(first.yesterday().unwrap_or(first))),
                    Field::Until => (None, Some(last)),
                    _ => (Some(last.tomorrow().unwrap_or(last)), None),
                };
                Ok(Filter::Date { from, until })
            }
        }
    }

    /// The text of a value: what stands in quotes or brackets, or up to the next blank.
    fn raw_value(&mut self) -> String {
        match self.peek() {
            Some('(') => {
                let open = self.at;
                let end = self.rest().find(')').map(|end| self.at + end);
                let value = self.text[open + 1..end.unwrap_or(self.text.len())].to_owned();
                self.at = end.map_or(self.text.len(), |end| end + 1);
                if end.is_none() {
                    self.problem(open..open + 1, ProblemKind::UnclosedBracket);
                }
                value
            }
            Some(letter) if self.opens_quote(self.at, letter) => {
                let inside = self.quoted(letter);
                self.text[inside].to_owned()
            }
            _ => {
                let value = self.word_here().to_owned();
                self.skip(value.len());
                value
            }
        }
    }

    /// Takes a quotation that begins here; the place of what stands inside.
    fn quoted(&mut self, open: char) -> Range<usize> {
        let start = self.at;
        let inside = start + open.len_utf8();
        let closing = QUOTES.iter().find(|(mark, _)| *mark == open).map_or(&[][..], |(_, closing)| closing);
        let is_end = |(at, letter): &(usize, char)| {
            closing.contains(letter) && (self.opens_quote(inside + at, *letter) || *letter == '»')
        };
        match self.text[inside..].char_indices().find(is_end) {
            Some((at, letter)) => {
                self.at = inside + at + letter.len_utf8();
                inside..inside + at
            }
            None => {
                self.at = self.text.len();
                self.problem(start..inside, ProblemKind::UnclosedQuote);
                inside..self.text.len()
            }
        }
    }

    /// A word, the beginning of one, or a phrase.
    fn text(&mut self, scope: Scope) -> Option<Expr> {
        let start = self.at;
        let is_exact = self.peek() == Some('=');
        if is_exact {
            self.is_plain = false;
            self.skip(1);
        }
        let (inside, is_quoted) = match self.peek() {
            Some(letter) if self.opens_quote(self.at, letter) => {
                self.is_plain = false;
                (self.quoted(letter), true)
            }
            _ => {
                let inside = self.at..self.at + self.word_here().len();
                // A sign that begins nothing is passed over.
                self.at = inside.end;
                (inside, false)
            }
        };
        let written = &self.text[inside];
        let is_prefix = !is_quoted && written.ends_with(['*', '٭']);
        let words = index_words(written).take(MOST_WORDS + 1);
        let mut words: Vec<Word> = words.map(|word| query_word(word.written, is_exact)).collect();
        let left = MOST_WORDS - self.words;
        self.words += words.len().min(left);
        if words.len() > left {
            self.at = self.text.len();
            self.problem(start..self.at, ProblemKind::TooMany);
            return None;
        }
        let bytes = start..self.at;
        let of = |form| Expr::Text(TextMatch { scope, form, bytes: bytes.clone() });
        if !is_prefix {
            return match words.len() {
                0 => None,
                1 => words.pop().map(Form::Word).map(of),
                _ => Some(of(Form::Phrase(words))),
            };
        }
        self.is_plain = false;
        let mut last = words.pop()?;
        last.stem = heads(&last.folded).into_iter().next()?;
        let before = match words.len() {
            0 => None,
            1 => words.pop().map(Form::Word).map(of),
            _ => Some(of(Form::Phrase(words))),
        };
        all_of(before.into_iter().chain([of(Form::Prefix(last))]).collect())
    }
}

/// One word of a query.
fn query_word(written: &str, is_exact: bool) -> Word {
    let (folded, stem) = index_words(written).next().map(|word| (word.folded, word.stem)).unwrap_or_default();
    let is_marked = || letters_of(written).iter().any(|letter| letter.is_marked());
    let strict = match is_exact {
        true => Strictness::Exact,
        false if is_marked() => Strictness::Smart,
        false => Strictness::Folded,
    };
    Word { written: written.to_owned(), folded, stem, strict }
}

fn all_of(mut parts: Vec<Expr>) -> Option<Expr> {
    if parts.len() > 1 { Some(Expr::All(parts)) } else { parts.pop() }
}

/// White space, and the marks that say the direction of a text and are not seen.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn is_mark(letter: char) -> bool {
    matches!(letter, 'ـ' | '_' | '-') || ('\u{64b}'..='\u{65f}').contains(&letter)
}
