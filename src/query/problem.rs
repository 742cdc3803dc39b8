//! What in a query could not be understood, and where it stands.
//!
//! Owns the kinds of problems and the messages that they name; the words of the messages are in `assets/messages/`.

use std::ops::Range;

/// A part of a query that does not count, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands in the written query: on character boundaries, never empty.
    pub bytes: Range<usize>,
    /// What is the matter.
    pub kind: ProblemKind,
}

/// What is the matter with a part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A quotation mark without its other half: the phrase runs to the end.
    UnclosedQuote,
    /// A bracket that is not closed: it is closed at the end.
    UnclosedBracket,
    /// A closing bracket that closes nothing.
    UnopenedBracket,
    /// Brackets inside brackets, too many of them: the inner ones do not count.
    TooDeep,
    /// More words than are looked for: these and what follows do not count.
    TooMany,
    /// `OR` with nothing on one side.
    LoneOr,
    /// `name:` with a name that is none.
    UnknownField(String),
    /// `name:` with nothing after it.
    EmptyField(String),
    /// `is:` with a state that is none.
    UnknownState(String),
    /// `has:` with something that an article cannot have.
    UnknownPossession(String),
    /// A date that is none.
    BadDate(String),
}

impl ProblemKind {
    /// The key of the message, and the values of its variables.
    pub fn message(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            ProblemKind::UnclosedQuote => ("query-unclosed-quote", Vec::new()),
            ProblemKind::UnclosedBracket => ("query-unclosed-bracket", Vec::new()),
            ProblemKind::UnopenedBracket => ("query-unopened-bracket", Vec::new()),
            ProblemKind::TooDeep => ("query-too-deep", Vec::new()),
            ProblemKind::TooMany => ("query-too-many", Vec::new()),
            ProblemKind::LoneOr => ("query-lone-or", Vec::new()),
            ProblemKind::UnknownField(field) => ("query-unknown-field", vec![("field", field.clone())]),
            ProblemKind::EmptyField(field) => ("query-empty-field", vec![("field", field.clone())]),
            ProblemKind::UnknownState(value) => ("query-unknown-state", vec![("value", value.clone())]),
            ProblemKind::UnknownPossession(value) => ("query-unknown-possession", vec![("value", value.clone())]),
            ProblemKind::BadDate(value) => ("query-bad-date", vec![("value", value.clone())]),
        }
    }
}
