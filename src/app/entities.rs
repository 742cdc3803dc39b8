//! Walking along entities: from a name to its page and its articles, to whom it appears with, and back; dates too.
//!
//! Owns what stands in the place of the sections ([`Beside`]), the way that was walked, and which kinds show. What the
//! reader says about an entity is `naming.rs`; the counts come from the desk (`asking.rs`).

use std::collections::BTreeSet;

use crate::action::Effect;
use crate::desk::{Entities, EntityPage, ListScope, Timeline};
use crate::entity::{EntityId, Kind, census};
use crate::message::isolate;
use crate::panes::dossier::DossierState;
use crate::panes::timeline::TimelineState;

use super::listing::Next;
use super::{App, Focus};

/// What stands in the place of the sections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Beside {
    /// The sections themselves, or what the list is made of.
    #[default]
    Sections,
    /// The page of an entity.
    Entity,
    /// The dates that the list speaks of.
    Timeline,
}

/// Everything about entities that is not of one article.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) beside: Beside,
    pub(super) dossier: DossierState,
    pub(super) timeline: TimelineState,
    /// The entities whose pages were opened one from another, each with its name; the last one is shown.
    pub(super) trail: Vec<(EntityId, String)>,
    /// The pane that the first of them was opened from.
    pub(super) from: Option<Focus>,
    /// The kinds that are switched off.
    pub(super) hidden: BTreeSet<Kind>,
    /// What is said about which entity, while a line is typed.
    pub(super) editing: Option<EntityId>,
    pub(super) last_edit: Option<crate::desk::AliasEdit>,
}

/// The kinds that are switched off until someone asks for them: they are many, and no one reads for their sake.
pub(super) const QUIET: [Kind; 4] = [Kind::Time, Kind::Duration, Kind::Quantity, Kind::Percent];

impl App {
    /// The entity that keys mean: the one whose page has the focus, else the selected one of the article.
    pub(super) fn current_named(&self) -> Option<EntityId> {
        match (self.focus, self.walk.beside) {
            (Focus::Sections, Beside::Entity) => self.walk.dossier.of().cloned(),
            (Focus::Sections, Beside::Sections) => self.sections.chosen_entity().map(|(id, _)| id.clone()),
            (Focus::Entities, _) => self.entities.selected().cloned(),
            _ => None,
        }
    }

    /// How an entity is listed, as far as anything that shows says so.
    pub(super) fn name_of(&self, id: &EntityId) -> String {
        let shown = self.shown.iter().filter_map(|shown| shown.stored.mentions.as_ref()).flatten().flatten();
        let in_article = shown.filter(|mention| mention.id == *id).map(|mention| mention.name.clone());
        let walked = self.walk.trail.iter().filter(|(other, _)| other == id).map(|(_, name)| name.clone());
        in_article.chain(walked).next().unwrap_or_else(|| id.key.clone())
    }

    /// Opens the page of an entity, with the list of all articles that mention it.
    pub(super) fn open_entity(&mut self, id: EntityId, name: String) {
        if self.walk.trail.is_empty() {
            self.walk.from = Some(self.focus);
            if self.scope.is_none() {
                self.before_scope = match self.is_reading() {
                    true => self.shown.as_ref().map(|shown| shown.stored.article.id),
                    false => self.selected_id(),
                };
            }
        }
        if self.walk.trail.last().is_none_or(|(last, _)| *last != id) {
            self.walk.trail.push((id, name));
        }
        self.end_search(false);
        self.show_trail();
        self.set_focus(Focus::List);
    }

    /// Lists what the end of the trail mentions, and has its page made.
    fn show_trail(&mut self) {
        let Some((id, name)) = self.walk.trail.last().cloned() else { return };
        self.walk.beside = Beside::Entity;
        self.lacks.page = Some(id.clone());
        self.scope = Some((ListScope::Entity(id), name));
        self.next = Next::First;
    }

    /// Goes back to the entity before, or to where the first one was opened from; false when no page is open.
    pub(super) fn walk_back(&mut self) -> bool {
        if self.walk.beside == Beside::Timeline {
            self.leave_timeline();
            return true;
        }
        if self.walk.trail.pop().is_none() {
            return false;
        }
        if !self.walk.trail.is_empty() {
            self.show_trail();
            return true;
        }
        self.end_walk();
        self.leave_related();
        let back = self.walk.from.take().unwrap_or_default();
        self.focus = match back {
            Focus::Entities | Focus::Reader => {
                self.opens = Some(back);
                self.list.forget();
                back
            }
            pane => pane,
        };
        true
    }

    /// From the articles of a time back to the dates, and from the dates to what was listed.
    fn leave_timeline(&mut self) {
        let is_chosen = matches!(&self.scope, Some((ListScope::Chosen(_), _)));
        let stays = is_chosen && self.focus == Focus::List;
        if is_chosen && self.walk.trail.is_empty() {
            self.leave_related();
        } else if is_chosen || !self.walk.trail.is_empty() {
            self.show_trail();
        }
        if stays {
            self.walk.beside = Beside::Timeline;
            return self.set_focus(Focus::Sections);
        }
        self.walk.beside = if self.walk.trail.is_empty() { Beside::Sections } else { Beside::Entity };
        self.set_focus(Focus::List);
    }

    /// Something else is listed now: the pages close.
    pub(super) fn end_walk(&mut self) {
        self.walk.trail.clear();
        if self.walk.beside == Beside::Entity {
            self.walk.beside = Beside::Sections;
        }
    }

    pub(super) fn take_page(&mut self, page: &EntityPage) {
        let mut dossier = std::mem::take(&mut self.walk.dossier);
        dossier.set_page(page, &self.look(false));
        self.walk.dossier = dossier;
        if let Some((id, name)) = self.walk.trail.last_mut().filter(|(id, _)| *id == page.id) {
            name.clone_from(&page.name);
            if let Some((ListScope::Entity(listed), title)) = &mut self.scope
                && listed == id
            {
                title.clone_from(name);
            }
        }
    }

    pub(super) fn take_entities(&mut self, entities: Entities) {
        self.with_sections(|sections, look| {
            sections.set_entities(entities, look);
            true
        });
    }

    pub(super) fn take_timeline(&mut self, timeline: &Timeline) {
        let mut pane = std::mem::take(&mut self.walk.timeline);
        pane.set_timeline(timeline, &self.look(false));
        self.walk.timeline = pane;
    }

    /// The words of the timeline have changed.
    pub(super) fn reshape_timeline(&mut self) {
        let mut pane = std::mem::take(&mut self.walk.timeline);
        pane.rebuild(&self.look(false));
        self.walk.timeline = pane;
    }

    /// A merge was made: the page of what was merged becomes that of what it was merged into.
    pub(super) fn follow_merge(&mut self, from: &EntityId, into: &EntityId) {
        let name = self.name_of(into);
        let is_open = self.walk.trail.last().is_some_and(|(id, _)| id == from);
        for step in &mut self.walk.trail {
            if step.0 == *from {
                *step = (into.clone(), name.clone());
            }
        }
        self.walk.trail.dedup_by(|step, before| step.0 == before.0);
        if is_open {
            self.show_trail();
        }
    }

    /// Shows the dates that the list speaks of in the place of the sections, or the sections again.
    pub(super) fn toggle_timeline(&mut self) {
        if self.walk.beside == Beside::Timeline {
            self.focus = Focus::Sections;
            return self.leave_timeline();
        }
        self.walk.beside = Beside::Timeline;
        self.lacks.timeline = true;
        self.set_focus(Focus::Sections);
    }

    /// Enter in the place of the sections, where something else stands; false where the sections do.
    pub(super) fn open_beside(&mut self) -> bool {
        match self.walk.beside {
            Beside::Sections => return false,
            Beside::Entity => match self.walk.dossier.selected().cloned() {
                Some(id) => {
                    let name = self.name_of(&id);
                    self.open_entity(id, name);
                }
                None => self.set_focus(Focus::List),
            },
            Beside::Timeline => {
                let Some((keys, name)) = self.walk.timeline.selected(&self.look(false)) else { return true };
                if self.scope.is_none() {
                    self.before_scope = self.selected_id();
                }
                let heading = isolate(self.messages.text("pane-timeline"));
                self.scope = Some((ListScope::Chosen(keys), format!("{heading}: {}", isolate(&name))));
                self.next = Next::First;
                self.set_focus(Focus::List);
            }
        }
        true
    }

    /// Space in the place of the sections: folds and unfolds; false where the sections stand.
    pub(super) fn fold_beside(&mut self) -> bool {
        if self.walk.beside == Beside::Timeline {
            let mut timeline = std::mem::take(&mut self.walk.timeline);
            timeline.toggle(&self.look(false));
            self.walk.timeline = timeline;
        }
        self.walk.beside != Beside::Sections
    }

    /// Moves in what stands in the place of the sections; false where the sections do.
    pub(super) fn move_beside(&mut self, by: isize) -> bool {
        match self.walk.beside {
            Beside::Sections => return false,
            Beside::Entity => self.walk.dossier.move_by(by),
            Beside::Timeline => self.walk.timeline.move_by(by),
        }
        true
    }

    /// Somebody has looked for names: what was counted is counted anew.
    pub fn mentions_changed(&mut self) {
        self.lacks.entities = true;
        self.lacks.facets = self.facets_shown;
        self.lacks.page = self.walk.trail.last().map(|(id, _)| id.clone());
        let is_by_entity = |listing: &crate::desk::Listing| {
            matches!(listing.scope, ListScope::Entity(_)) || listing.query.contains("entity:")
        };
        self.lacks.listing |= self.listed.as_ref().is_some_and(is_by_entity);
        self.settle();
    }

    /// Switches the kind under the selection off, or on again.
    pub(super) fn toggle_kind(&mut self) {
        let Some(kind) = self.entities.toggle_kind().filter(|_| self.focus == Focus::Entities) else { return };
        let is_hidden = !self.walk.hidden.remove(&kind);
        if is_hidden {
            self.walk.hidden.insert(kind);
        }
        self.effects.push(Effect::StoreKinds(self.walk.hidden.iter().copied().collect()));
        self.show_again();
        let name = self.messages.text(&format!("kind-{}", kind.name())).to_owned();
        if is_hidden { self.say("kind-hidden", &[("kind", &name)]) } else { self.say("kind-shown", &[("kind", &name)]) }
    }

    /// Fills the pane of entities from the article in the reader.
    pub(super) fn recount_entities(&mut self) {
        let mentions = self.shown.as_ref().and_then(|shown| shown.stored.mentions.as_deref()).unwrap_or_default();
        let counts = census(mentions);
        let mut entities = std::mem::take(&mut self.entities);
        entities.set_entities(&counts, &self.walk.hidden, &self.look(false));
        self.entities = entities;
    }
}
