//! What a query is once it has been read.
//!
//! Owns the types; how they are written is `parse.rs`, how they match a text is `matching.rs`.

use std::ops::Range;

use jiff::civil::Date;

use super::problem::Problem;

/// A query: what it asks for, and what in it could not be understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What is asked for; `None` when nothing is, so that nothing is left out.
    pub expr: Option<Expr>,
    /// What could not be understood, in the order of the text; the rest of the query counts all the same.
    pub problems: Vec<Problem>,
    /// The text that was parsed.
    pub written: String,
    /// True when the text is words and nothing else: no operator, field, quote or bracket.
    pub(super) is_plain: bool,
}

/// What an article must be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// All of these hold. Never empty.
    All(Vec<Expr>),
    /// One of these holds at least. Never empty.
    Any(Vec<Expr>),
    /// This does not hold.
    Not(Box<Expr>),
    /// Words stand in the article.
    Text(TextMatch),
    /// The article is of a kind.
    Filter(Filter),
}

/// Words to be found, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMatch {
    /// The part of the article to look in.
    pub scope: Scope,
    /// The words.
    pub form: Form,
    /// Where it stands in the query.
    pub bytes: Range<usize>,
}

/// The part of an article where words are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Title and body.
    #[default]
    Anywhere,
    /// The title: `title:`.
    Title,
    /// The paragraphs: `body:`.
    Body,
}

/// One word, the beginning of one, or several in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// A whole word, in any of its forms.
    Word(Word),
    /// Words that begin so: `انتخاب*`. The ways in which an index may hold them are [`Word::heads`].
    Prefix(Word),
    /// Words that follow one another: `"…"`, and a term that holds several words (`أنجلو-سكسوني`). Never empty.
    Phrase(Vec<Word>),
}

/// One word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it was typed.
    pub written: String,
    /// Its letters made comparable ([`fold`](crate::text::fold)), letters and digits only. Never empty.
    pub folded: String,
    /// What an index stores of it ([`stem`](super::stem)). Never empty.
    pub stem: String,
    /// How closely the letters must agree.
    pub strict: Strictness,
}

/// How closely the letters of a text must agree with those of a query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Strictness {
    /// Folded letters, any form of the word.
    #[default]
    Folded,
    /// Any form of the word, but what the query marks stands so in the text: an alef, waw or yeh that bears a hamza or
    /// madda bears the same one, and tashkeel or nikud does not contradict that of the text.
    Smart,
    /// `=word`: the same letters, this form of the word alone. Marks as in [`Strictness::Smart`].
    Exact,
}

/// What an article must be, beside its words. Texts are as written; they are compared folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// `section:`: it stands in a section of this name, or below it.
    Section(String),
    /// `source:`: it comes from this source.
    Source(String),
    /// `tag:`: it carries this keyword.
    Tag(String),
    /// `entity:`: it mentions this name.
    Entity(String),
    /// `lang:`: it is written in this language, by its code.
    Language(String),
    /// `is:`: its state.
    Is(State),
    /// `has:note`: the reader wrote something to it.
    HasNote,
    /// `date:`, `since:`, `before:`, `until:`, `after:`: its day is in a range, both ends included.
    Date {
        /// The first day; `None` for any.
        from: Option<Date>,
        /// The last day; `None` for any.
        until: Option<Date>,
    },
}

/// The state of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Not opened yet.
    Unread,
    /// Opened before.
    Read,
    /// Starred.
    Starred,
    /// Came in since the reader was last here.
    New,
}

impl Query {
    /// The words of a query that is nothing but words, with single blanks: what the fuzzy title search looks for.
    ///
    /// `None` when the query holds an operator, a field, a quote, a bracket, `*` or `=`, or no word at all.
    pub fn plain_words(&self) -> Option<String> {
        let has_words = self.is_plain && self.expr.is_some();
        has_words.then(|| self.written.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Every text that an article is asked to hold (not those that it is asked not to), in the order of the query.
    pub fn wanted(&self) -> Vec<&TextMatch> {
        let mut wanted = Vec::new();
        if let Some(expr) = &self.expr {
            expr.collect_wanted(&mut wanted);
        }
        wanted
    }
}

impl Expr {
    fn collect_wanted<'e>(&'e self, wanted: &mut Vec<&'e TextMatch>) {
        match self {
            Expr::All(parts) | Expr::Any(parts) => parts.iter().for_each(|part| part.collect_wanted(wanted)),
            Expr::Text(text) => wanted.push(text),
            Expr::Not(_) | Expr::Filter(_) => {}
        }
    }
}
