//! What the state lacks, and how it takes the answers.
//!
//! Owns the order of the questions: each follows from what is known, so that they end when nothing is missing. Who
//! answers is outside ([`Desk`](crate::desk::Desk) behind the shell). Next: `listing.rs`, what the list should hold.

use crate::desk::{Answer, Ask, Listed, Opened};
use crate::entity::EntityId;
use crate::library::ArticleKey;
use crate::panes::find::FindPurpose;

use super::App;

/// What an article is fetched for, when it is not the one in the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Copying {
    Text,
    Link,
}

/// What is on its way from the desk into the state.
#[derive(Debug, Default)]
pub(super) struct Lacks {
    /// What was stated outright, in its order.
    pub(super) stated: std::collections::VecDeque<Ask>,
    /// What was asked and is not answered yet.
    pub(super) asked: Option<Ask>,
    /// The counts are no longer true.
    pub(super) overview: bool,
    /// What is listed may have changed.
    pub(super) listing: bool,
    /// The article in the reader may have changed.
    pub(super) reread: bool,
    /// The facets show and are no longer true.
    pub(super) facets: bool,
    /// The entities of the library are no longer counted right.
    pub(super) entities: bool,
    /// The page of this entity is to be made.
    pub(super) page: Option<EntityId>,
    /// The timeline shows and is no longer true.
    pub(super) timeline: bool,
    /// What can be chosen has changed with what is typed.
    pub(super) offers: bool,
    /// The article that the reader is to show.
    pub(super) article: Option<ArticleKey>,
    /// The article that is to be copied.
    pub(super) copy: Option<(ArticleKey, Copying)>,
    /// An article that could not be had: it is not asked for again while the same is listed.
    pub(super) gone: Option<ArticleKey>,
}

impl App {
    /// The next thing that is to be found out, if there is any: the caller gives the answer to [`App::take`] at once.
    ///
    /// After an input, and before a frame is drawn, all questions are to be answered.
    pub fn next_ask(&mut self) -> Option<Ask> {
        let ask = self.missing();
        self.lacks.asked.clone_from(&ask);
        ask
    }

    fn missing(&mut self) -> Option<Ask> {
        if let Some(ask) = self.lacks.stated.pop_front() {
            return Some(ask);
        }
        if std::mem::take(&mut self.lacks.overview) {
            return Some(Ask::Overview);
        }
        let listing = self.wanted_listing();
        if std::mem::take(&mut self.lacks.listing) || self.listed.as_ref() != Some(&listing) {
            let keep = self.kept_article();
            self.lacks.gone = None;
            return Some(Ask::List { listing, keep });
        }
        if let Some(places) = self.list.missing() {
            return Some(Ask::Rows(places));
        }
        if std::mem::take(&mut self.lacks.reread)
            && let Some(shown) = &self.shown
        {
            return Some(Ask::Again(shown.stored.article.id));
        }
        if let Some(key) = self.lacks.article.or(self.lacks.copy.map(|(key, _)| key)) {
            return Some(Ask::Article(key));
        }
        if let Some(id) = self.lacks.page.take() {
            return Some(Ask::Entity(id));
        }
        if std::mem::take(&mut self.lacks.offers)
            && let Some(ask) = self.wanted_offers()
        {
            return Some(ask);
        }
        if self.lacks.entities && self.sections.shows_entities() {
            self.lacks.entities = false;
            return Some(Ask::Entities);
        }
        if std::mem::take(&mut self.lacks.timeline) {
            return Some(Ask::Timeline);
        }
        std::mem::take(&mut self.lacks.facets).then_some(Ask::Facets)
    }

    /// Takes the answer to the last [`App::next_ask`] and brings everything up to date.
    pub fn take(&mut self, answer: Answer) {
        let Some(asked) = self.lacks.asked.take() else { return };
        match (asked, answer) {
            (Ask::Overview, Answer::Overview(tallies)) => {
                self.with_sections(|sections, look| {
                    sections.set_tallies(&tallies, look);
                    true
                });
            }
            (Ask::List { listing, .. }, Answer::Listed(listed)) => self.take_listed(listing, listed),
            (Ask::Rows(_), Answer::Rows(rows)) => {
                self.list.fill(rows);
                self.count_found();
            }
            (Ask::Article(key), Answer::Article(article)) => self.take_article(key, article),
            (Ask::Again(_), Answer::Article(article)) => self.take_again(article),
            (Ask::NextUnread { .. }, Answer::NextUnread(place)) => self.take_unread(place),
            (Ask::Facets, Answer::Facets(facets)) => self.take_facets(&facets),
            (Ask::Entity(_), Answer::Entity(page)) => self.take_page(&page),
            (Ask::Entities, Answer::Entities(entities)) => self.take_entities(entities),
            (Ask::Timeline, Answer::Timeline(timeline)) => self.take_timeline(&timeline),
            (Ask::Offered { .. }, Answer::Offered(offers)) => self.take_offers(offers),
            (Ask::Alias(_), Answer::Aliased(aliased)) => self.take_aliased(aliased),
            (_, Answer::Noted) => {}
            (asked, Answer::Failed(reason)) => {
                self.say("library-failed", &[("reason", &reason)]);
                self.do_without(asked);
            }
            // An answer to something else is none.
            (asked, _) => self.do_without(asked),
        }
        self.settle();
    }

    /// What was asked cannot be had: it counts as empty, so that it is not asked for for ever.
    fn do_without(&mut self, asked: Ask) {
        match asked {
            Ask::List { listing, .. } => self.take_listed(listing, Listed::default()),
            Ask::Rows(places) => {
                let (articles, complete) = self.list.articles();
                let from = places.start;
                let rows = crate::desk::Rows { from, entries: Vec::new(), places: from, articles, complete };
                self.list.fill(rows);
            }
            Ask::Article(key) => self.take_article(key, None),
            _ => {}
        }
    }

    fn take_article(&mut self, key: ArticleKey, article: Option<Box<Opened>>) {
        if let Some((_, copying)) = self.lacks.copy.take_if(|(wanted, _)| *wanted == key)
            && let Some(opened) = &article
        {
            self.copy(&opened.stored.article, copying);
        }
        if self.lacks.article.take_if(|wanted| *wanted == key).is_none() {
            return;
        }
        match article {
            Some(opened) => self.article_opened(opened),
            None => {
                self.lacks.gone = Some(key);
                self.mark_on_arrival = false;
                if self.find.as_ref().is_some_and(|find| find.purpose == FindPurpose::Inside) {
                    self.find = None;
                }
            }
        }
    }

    /// The article in the reader as it stands in the library now: laid out anew where it has changed.
    fn take_again(&mut self, article: Option<Box<Opened>>) {
        let (Some(now), Some(shown)) = (article, &mut self.shown) else { return };
        // What was just done here may not have been stored yet, and holds.
        let marks = shown.stored.marks;
        let changed = shown.stored.article != now.stored.article;
        let is_named_anew = shown.stored.mentions != now.stored.mentions;
        *shown = now;
        shown.stored.marks = marks;
        if changed {
            self.list.forget_shapes();
        }
        if changed || is_named_anew {
            self.show_again();
        }
    }

    /// The library holds more or other articles than before. What is selected and what is read stay where they are.
    pub fn library_changed(&mut self) {
        (self.lacks.overview, self.lacks.listing, self.lacks.reread) = (true, true, true);
        (self.lacks.entities, self.lacks.facets) = (true, self.facets_shown);
        self.list.forget_shapes();
        self.settle();
    }
}
