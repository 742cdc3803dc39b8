//! How dates, metadata, counts and warnings are worded.
//!
//! Owns the sentences that are put together from several messages; the words stand in `assets/messages/`.

use crate::article::{Article, Derivable};
use crate::library::Row;
use crate::message::isolate;
use crate::panes::paint::DERIVED;
use crate::source::{Warning, WarningKind};

use super::App;

/// Stands between the parts of a line.
const BETWEEN: &str = " · ";

impl App {
    /// Puts a message into the status line, where it stays until the next key; see the message files for the keys.
    pub fn say(&mut self, key: &str, values: &[(&str, &str)]) {
        self.status.message = Some(self.messages.format(key, values));
    }

    /// Puts a sentence that is worded already into the status line, where it stays until the next key.
    pub fn say_text(&mut self, sentence: &str) {
        self.status.message = Some(sentence.to_owned());
    }

    /// The line of metadata: date, author, source, language, and which fields were worked out.
    pub(super) fn meta_line(&self, article: &Article) -> String {
        let marked = |is_derived: bool, text: String| if is_derived { format!("{DERIVED} {text}") } else { text };
        let mut parts = Vec::new();
        if let Some(date) = &article.date {
            parts.push(marked(date.is_derived(), self.messages.isolate_own(&self.long_date(date.value.day))));
        }
        parts.extend(article.author.as_deref().map(isolate));
        parts.push(isolate(&article.source));
        let language = format!("language-{}", article.language.value.code());
        let language_name = self.messages.find(&language).unwrap_or(article.language.value.code());
        parts.push(marked(article.language.is_derived(), isolate(language_name)));
        let derived = [
            (derived(&article.title), "derived-title"),
            (!article.section.value.is_empty() && derived(&article.section), "derived-section"),
        ];
        parts.extend(
            derived
                .iter()
                .filter(|(is_derived, _)| *is_derived)
                .map(|(_, key)| format!("{DERIVED} {}", self.messages.text(key))),
        );
        parts.retain(|part| !part.is_empty());
        parts.join(BETWEEN)
    }

    /// A date as one says it: 19 September 2023; today and yesterday by name.
    pub(super) fn long_date(&self, day: jiff::civil::Date) -> String {
        let month = format!("month-{}", day.month());
        let values = [
            ("day", day.day().to_string()),
            ("month", self.messages.text(&month).to_owned()),
            ("year", day.year().to_string()),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let date = self.messages.format("date", &values);
        match self.day_name(day) {
            Some(name) => format!("{name}{BETWEEN}{date}"),
            None => date,
        }
    }

    /// The date of an article for the list: today and yesterday by name, else in figures; marked where it is derived.
    pub(super) fn short_date(&self, row: &Row) -> String {
        let Some(date) = &row.date else { return String::new() };
        let words = self.day_name(date.day).map_or_else(|| date.day.to_string(), str::to_owned);
        if row.date_is_derived { format!("{DERIVED} {words}") } else { words }
    }

    fn day_name(&self, day: jiff::civil::Date) -> Option<&str> {
        if day == self.today {
            return Some(self.messages.text("today"));
        }
        (day.tomorrow().ok() == Some(self.today)).then(|| self.messages.text("yesterday"))
    }

    /// How many articles there are and how many are unread, and how many warnings.
    pub(super) fn count_words(&self) -> String {
        let (all, unread) = self.sections.total_and_unread();
        let mut parts = vec![self.messages.count("articles", all), self.messages.count("unread", unread)];
        if !self.warnings.is_empty() {
            parts.push(self.messages.count("warnings", self.warnings.len()));
        }
        parts.join(BETWEEN)
    }

    /// A warning in the interface's language: the path and what is the matter with it.
    pub(super) fn warning_words(&self, warning: &Warning) -> String {
        let values = match &warning.kind {
            WarningKind::Unreadable { reason } => vec![("reason", reason.clone())],
            WarningKind::BadFrontMatter { line, reason } => {
                vec![("line", line.to_string()), ("reason", reason.clone())]
            }
            WarningKind::BadEncoding { encoding, lost } => {
                vec![("encoding", encoding.clone()), ("lost", lost.to_string())]
            }
            WarningKind::CutOff { paragraphs } => vec![("paragraphs", paragraphs.to_string())],
            WarningKind::BadDate { value } => vec![("value", value.clone())],
            _ => Vec::new(),
        };
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let key = format!("warning-{}", warning.kind.name());
        format!("{}: {}", isolate(&warning.path), self.messages.format(&key, &values))
    }
}

fn derived<T>(field: &Derivable<T>) -> bool {
    field.is_derived()
}
