//! The questions of the reader, and what an answer holds.
//!
//! Owns the types and nothing else; who answers is `answer.rs`, who asks is `app/`. Read [`Ask`] first.

use std::ops::Range;

use jiff::civil::Date;

use super::aliases::{AliasEdit, Aliased};
use super::entities::{Entities, EntityPage, Timeline};
use crate::article::{ArticleId, SectionPath};
use crate::entity::{EntityId, Kind};
use crate::library::{ArticleKey, ArticleMarks, EntityTally, Row, SectionTally, Stored};
use crate::query::Query;

/// Something that the reader does not know and cannot find out by itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// How many articles there are, section by section.
    Overview,
    /// What a listing holds: it becomes the one that rows are asked of.
    List {
        /// What is to be listed.
        listing: Listing,
        /// The article that is selected: where does it stand now?
        keep: Option<ArticleId>,
    },
    /// These places of the listing.
    Rows(Range<usize>),
    /// One article, to be read.
    Article(ArticleKey),
    /// The article that goes by an id, wherever it is filed now.
    Again(ArticleId),
    /// The next unread article behind a place of the listing, or the one before it.
    NextUnread {
        /// The place that is left.
        from: usize,
        /// Behind it, else before.
        forward: bool,
    },
    /// Nothing: these marks hold from now on, in every answer.
    Mark(ArticleId, ArticleMarks),
    /// Nothing: an article has this note from now on, or none.
    Note(ArticleId, Option<String>),
    /// What the listing is made of: sections, sources, days and entities with counts.
    Facets,
    /// All that is known of an entity.
    Entity(EntityId),
    /// The most mentioned entities of the library, and the fastest rising ones.
    Entities,
    /// The dates that the listing speaks of.
    Timeline,
    /// The entities of a kind that can be chosen by what is typed.
    Offered {
        /// The kind.
        kind: Kind,
        /// What is typed.
        typed: String,
    },
    /// Nothing: the reader says this about an entity, which holds from now on, in every answer.
    Alias(AliasEdit),
}

/// What is to be listed, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The articles that are looked at.
    pub scope: ListScope,
    /// A query in the language of [`crate::query`]; blank: all of them.
    pub query: String,
    /// Their order.
    pub sort: Sort,
    /// What they are gathered under.
    pub group: Group,
    /// Each article has its own line, also where several report the same; else these are one line, led by the first of
    /// them in the order of the listing.
    pub all_copies: bool,
    /// Of these each has a line as well, with all that report the same below the first of them.
    pub unfolded: Vec<ArticleKey>,
}

impl Listing {
    /// True when articles that report the same are one line: not where they were asked for one by one.
    pub fn folds(&self) -> bool {
        !self.all_copies && !matches!(self.scope, ListScope::SameEvent(_) | ListScope::Chosen(_))
    }
}

/// The articles that a listing is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ListScope {
    /// All of them.
    #[default]
    All,
    /// Those that have not been read.
    Unread,
    /// Those with a star.
    Starred,
    /// Those of a section and the sections inside it.
    Section(SectionPath),
    /// Those that stand in no section.
    Unsorted,
    /// Those that resemble one, the most similar first.
    Like(ArticleKey),
    /// Those that report the same as one, nearly word for word, and that one.
    SameEvent(ArticleKey),
    /// Those that mention an entity.
    Entity(EntityId),
    /// These, in their order.
    Chosen(Vec<ArticleKey>),
}

/// The order of a listing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Newest first. What a plain query finds in titles comes first, the best match before the others.
    #[default]
    Date,
    /// The best match first; without a query as [`Sort::Date`].
    Relevance,
    /// By the name of the source; those of one source newest first.
    Source,
}

impl Sort {
    /// The next order, round to the first.
    pub fn next(self) -> Self {
        match self {
            Sort::Date => Sort::Relevance,
            Sort::Relevance => Sort::Source,
            Sort::Source => Sort::Date,
        }
    }

    /// The name in message keys and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Date => "date",
            Sort::Relevance => "relevance",
            Sort::Source => "source",
        }
    }
}

/// What the articles of a listing are gathered under.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Group {
    /// Nothing.
    #[default]
    None,
    /// Their section.
    Section,
    /// Their source.
    Source,
    /// Their day.
    Day,
}

impl Group {
    /// The next way of gathering, round to the first.
    pub fn next(self) -> Self {
        match self {
            Group::None => Group::Section,
            Group::Section => Group::Source,
            Group::Source => Group::Day,
            Group::Day => Group::None,
        }
    }

    /// The name in message keys.
    pub fn name(self) -> &'static str {
        match self {
            Group::None => "none",
            Group::Section => "section",
            Group::Source => "source",
            Group::Day => "day",
        }
    }
}

/// What an [`Ask`] is answered with.
#[derive(Clone, Debug)]
pub enum Answer {
    /// To [`Ask::Overview`]: the tally of each section.
    Overview(Vec<SectionTally>),
    /// To [`Ask::List`].
    Listed(Listed),
    /// To [`Ask::Rows`].
    Rows(Rows),
    /// To [`Ask::Article`] and [`Ask::Again`]: `None` when it is gone.
    Article(Option<Box<Opened>>),
    /// To [`Ask::NextUnread`]: the place, where there is one.
    NextUnread(Option<usize>),
    /// To [`Ask::Facets`].
    Facets(Facets),
    /// To [`Ask::Entity`].
    Entity(Box<EntityPage>),
    /// To [`Ask::Entities`].
    Entities(Entities),
    /// To [`Ask::Timeline`].
    Timeline(Timeline),
    /// To [`Ask::Offered`].
    Offered(Vec<EntityTally>),
    /// To [`Ask::Alias`]: `None` when it changed nothing.
    Aliased(Option<Aliased>),
    /// To [`Ask::Mark`] and [`Ask::Note`].
    Noted,
    /// The library could not be used, and why. Nothing is known that was not known before.
    Failed(String),
}

/// What a listing turned out to hold.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// How many places it has, headings among them.
    pub places: usize,
    /// How many articles it holds.
    pub articles: usize,
    /// False when more would be found if the search went on: a listing grows where its end is looked at.
    pub complete: bool,
    /// The place of the article that was to be kept.
    pub kept: Option<usize>,
    /// The query as it was understood, with its problems.
    pub query: Query,
    /// Titles could not be searched yet, because their index is still being made.
    pub awaits_titles: bool,
}

/// Some of the places of a listing.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The first place.
    pub from: usize,
    /// What stands there and behind; fewer than asked for where the listing ends.
    pub entries: Vec<Entry>,
    /// How many places the listing has, as far as is known now.
    pub places: usize,
    /// How many articles it holds, as far as is known now.
    pub articles: usize,
    /// As [`Listed::complete`].
    pub complete: bool,
}

/// What stands at one place of a listing.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// The name of what is gathered behind it, and how many articles that are.
    Heading {
        /// The name.
        name: GroupName,
        /// How many articles.
        articles: usize,
    },
    /// An article.
    Article(Box<Hit>),
}

/// What articles are gathered under.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupName {
    /// A section; empty for those in none.
    Section(SectionPath),
    /// A source.
    Source(String),
    /// A day; `None` for those without a date.
    Day(Option<Date>),
}

/// An article of a listing, with the letters that were looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// How it reads in a list.
    pub row: Row,
    /// What the reader has done with it.
    pub marks: ArticleMarks,
    /// Its number among the articles of the listing, from 1.
    pub number: usize,
    /// The bytes of the title that match.
    pub title_marks: Vec<Range<usize>>,
    /// The bytes of the written section path that match.
    pub section_marks: Vec<Range<usize>>,
    /// The bytes of the source's name that match.
    pub source_marks: Vec<Range<usize>>,
    /// Where the body matches: some words, and the bytes of them that match.
    pub snippet: Option<(String, Vec<Range<usize>>)>,
    /// Its line is one of those that a line was unfolded into.
    pub unfolded: Option<Unfolded>,
}

/// A line that was unfolded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfolded {
    /// The article in [`Listing::unfolded`] by which that was asked for.
    pub by: ArticleKey,
    /// It leads the others, which stand below it.
    pub leads: bool,
}

/// An article to be read.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its key.
    pub key: ArticleKey,
    /// Article, marks, note and mentions.
    pub stored: Stored,
}

/// What a listing is made of. Each list is ordered by its counts, the largest first.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    /// Sections.
    pub sections: Vec<(SectionPath, usize)>,
    /// Sources.
    pub sources: Vec<(String, usize)>,
    /// Days, the newest first.
    pub days: Vec<(Date, usize)>,
    /// Entities; empty where they were not recognised beforehand.
    pub entities: Vec<EntityTally>,
    /// How many articles were counted; the newest ones where the listing holds more.
    pub articles: usize,
}
