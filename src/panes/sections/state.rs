//! The rows of the tree of sections.
//!
//! Owns folding, choice and counts; drawing is `view.rs`.

use std::collections::{BTreeMap, BTreeSet};

use crate::article::SectionPath;
use crate::desk::{Entities, NAMING};
use crate::entity::{EntityId, Kind};
use crate::library::SectionTally;
use crate::panes::{Look, Scroll};
use crate::text::{ShapedText, fold};

/// Which articles the list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SectionChoice {
    /// All of them.
    All,
    /// Those that have not been read.
    Unread,
    /// Those with a star.
    Starred,
    /// Those of a section and the sections inside it.
    Section(SectionPath),
    /// Those that stand in no section.
    Unsorted,
    /// All of them: a heading of the entities.
    Entities(EntityGroup),
    /// Those that mention an entity, which stands below a heading.
    Entity(EntityGroup, EntityId),
}

/// What entities of the library stand under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntityGroup {
    /// All the others.
    All,
    /// Those that are named more often than before.
    Rising,
    /// The most mentioned ones of a kind.
    Kind(Kind),
}

/// How many articles there are, and how many of them are unread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) unread: usize,
    pub(super) total: usize,
}

/// The counts from which the tree is made.
#[derive(Clone, Debug, Default)]
struct Counts {
    all: Tally,
    starred: Tally,
    unsorted: Tally,
    sections: BTreeMap<SectionPath, Tally>,
}

impl Counts {
    /// Counts the articles of each section: there, in each section around it, and in the rows above the tree.
    fn new(tallies: &[SectionTally]) -> Self {
        let mut counts = Self::default();
        for tally in tallies {
            counts.add(tally);
        }
        counts
    }

    fn add(&mut self, tally: &SectionTally) {
        let total = as_count(tally.total);
        if total == 0 {
            return;
        }
        let (unread, starred) = (total.saturating_sub(as_count(tally.read)), as_count(tally.starred));
        let change = |sum: &mut Tally| {
            sum.total += total;
            sum.unread += unread;
        };
        change(&mut self.all);
        self.starred.total += starred;
        if tally.path.is_empty() {
            change(&mut self.unsorted);
        }
        for depth in 1..=tally.path.parts().len() {
            change(self.sections.entry(SectionPath::new(&tally.path.parts()[..depth])).or_default());
        }
    }
}

fn as_count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// One row of the tree.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) choice: SectionChoice,
    pub(super) label: ShapedText,
    pub(super) count: ShapedText,
    pub(super) depth: usize,
    /// Whether its inside shows; `None` where it has none.
    pub(super) unfolded: Option<bool>,
    pub(super) has_unread: bool,
}

/// The tree, what is folded in it and what is chosen.
#[derive(Clone, Debug, Default)]
pub struct SectionsState {
    counts: Counts,
    folded: BTreeSet<SectionPath>,
    entities: Entities,
    /// The headings of the entities that are unfolded.
    unfolded: BTreeSet<EntityGroup>,
    pub(super) rows: Vec<Row>,
    pub(super) scroll: Scroll,
    pub(super) visible: usize,
}

impl SectionsState {
    /// Makes the rows anew; what was chosen stays chosen where it still is in the tree.
    pub fn rebuild(&mut self, look: &Look<'_>) {
        let chosen = self.choice();
        self.rows = self.make_rows(look);
        let place = self.rows.iter().position(|row| row.choice == chosen);
        self.scroll.select(place.unwrap_or(0), self.rows.len(), self.visible);
    }

    /// Takes the articles of each section, counted, and makes the rows anew.
    pub fn set_tallies(&mut self, tallies: &[SectionTally], look: &Look<'_>) {
        self.counts = Counts::new(tallies);
        self.rebuild(look);
    }

    /// How many articles were counted, and how many of them are unread.
    pub fn total_and_unread(&self) -> (usize, usize) {
        (self.counts.all.total, self.counts.all.unread)
    }

    /// What is chosen.
    pub fn choice(&self) -> SectionChoice {
        self.rows.get(self.scroll.selected()).map_or(SectionChoice::All, |row| row.choice.clone())
    }

    /// The name of what is chosen, as the list shows it.
    pub fn choice_name(&self, look: &Look<'_>) -> String {
        match self.chosen_entity() {
            Some((_, name)) => name.to_owned(),
            // A heading lists everything.
            None if matches!(self.choice(), SectionChoice::Entities(_)) => name_of(&SectionChoice::All, look),
            None => name_of(&self.choice(), look),
        }
    }

    /// Tells how many rows are shown.
    pub fn set_visible(&mut self, rows: usize) {
        if rows != self.visible {
            self.visible = rows;
            self.scroll.reveal(self.rows.len(), rows);
        }
    }

    /// Moves the choice by so many rows.
    pub fn move_by(&mut self, by: isize) {
        self.scroll.move_by(by, self.rows.len(), self.visible);
    }

    /// Scrolls by so many rows and leaves the choice.
    pub fn scroll_by(&mut self, by: isize) {
        self.scroll.scroll_by(by, self.rows.len(), self.visible);
    }

    /// How many rows are shown.
    pub fn visible(&self) -> usize {
        self.visible
    }

    /// Chooses the row shown in `row`; false when it was chosen already or nothing stands there.
    pub fn click(&mut self, row: usize) -> bool {
        let (before, item) = (self.scroll.selected(), self.scroll.top() + row);
        if item < self.rows.len() {
            self.scroll.select(item, self.rows.len(), self.visible);
        }
        before != self.scroll.selected()
    }

    /// Unfolds the chosen section; false when there is nothing to unfold.
    pub fn unfold(&mut self, look: &Look<'_>) -> bool {
        self.set_unfolded(true, look)
    }

    /// Folds the chosen section, or chooses the one around it; false when there is neither.
    pub fn fold(&mut self, look: &Look<'_>) -> bool {
        if self.set_unfolded(false, look) {
            return true;
        }
        if let SectionChoice::Entity(group, _) = self.choice() {
            return self.choose(&SectionChoice::Entities(group));
        }
        if let SectionChoice::Entities(EntityGroup::Rising | EntityGroup::Kind(_)) = self.choice() {
            return self.choose(&SectionChoice::Entities(EntityGroup::All));
        }
        let SectionChoice::Section(path) = self.choice() else { return false };
        let around = SectionPath::new(&path.parts()[..path.parts().len().saturating_sub(1)]);
        self.choose(&SectionChoice::Section(around))
    }

    fn choose(&mut self, choice: &SectionChoice) -> bool {
        let Some(place) = self.rows.iter().position(|row| row.choice == *choice) else { return false };
        self.scroll.select(place, self.rows.len(), self.visible);
        true
    }

    /// Unfolds the chosen section when it is folded and the other way round.
    pub fn toggle(&mut self, look: &Look<'_>) -> bool {
        self.unfold(look) || self.set_unfolded(false, look)
    }

    /// Takes the entities of the library and makes the rows anew.
    pub fn set_entities(&mut self, entities: Entities, look: &Look<'_>) {
        self.entities = entities;
        self.rebuild(look);
    }

    /// True when the entities of the library show, so that they must be known.
    pub fn shows_entities(&self) -> bool {
        self.unfolded.contains(&EntityGroup::All)
    }

    fn set_unfolded(&mut self, unfolded: bool, look: &Look<'_>) -> bool {
        let row = self.rows.get(self.scroll.selected());
        if let Some(Row { choice: SectionChoice::Entities(group), unfolded: Some(now), .. }) = row {
            let (group, now) = (*group, *now);
            if now == unfolded {
                return false;
            }
            if unfolded {
                self.unfolded.insert(group);
                if group == EntityGroup::All {
                    // What is new is what one comes for.
                    self.unfolded.insert(EntityGroup::Rising);
                }
            } else {
                self.unfolded.remove(&group);
            }
            self.rebuild(look);
            return true;
        }
        let Some(Row { choice: SectionChoice::Section(path), unfolded: Some(now), .. }) = row else { return false };
        if *now == unfolded {
            return false;
        }
        if unfolded {
            self.folded.remove(path);
        } else {
            self.folded.insert(path.clone());
        }
        self.rebuild(look);
        true
    }

    fn make_rows(&self, look: &Look<'_>) -> Vec<Row> {
        let row = |choice: SectionChoice, tally: Tally, depth: usize, unfolded: Option<bool>| Row {
            label: look.text(&name_of(&choice, look)),
            count: look.label(&counts(tally)),
            has_unread: tally.unread > 0,
            choice,
            depth,
            unfolded,
        };
        let all = self.counts.all;
        let unread = Tally { unread: all.unread, total: all.unread };
        let paths = self.sorted_paths();
        let mut rows = vec![
            row(SectionChoice::All, all, 0, None),
            row(SectionChoice::Unread, unread, 0, None),
            row(SectionChoice::Starred, self.counts.starred, 0, None),
        ];
        for (index, (path, tally)) in paths.iter().enumerate() {
            let is_hidden = self.folded.iter().any(|folded| folded != *path && path.is_within(folded));
            // What stands inside a section follows it.
            let has_inside = paths.get(index + 1).is_some_and(|(next, _)| next.is_within(path));
            if !is_hidden {
                let unfolded = has_inside.then(|| !self.folded.contains(path));
                rows.push(row(SectionChoice::Section((*path).clone()), *tally, path.parts().len() - 1, unfolded));
            }
        }
        if self.counts.unsorted.total > 0 && !paths.is_empty() {
            rows.push(row(SectionChoice::Unsorted, self.counts.unsorted, 0, None));
        }
        if all.total > 0 {
            self.add_entities(&mut rows, look);
        }
        rows
    }

    /// The entities of the library behind the sections: the fastest rising, then the most mentioned kind by kind.
    fn add_entities(&self, rows: &mut Vec<Row>, look: &Look<'_>) {
        let heading = |group: EntityGroup, depth: usize| Row {
            choice: SectionChoice::Entities(group),
            label: look.label(&name_of(&SectionChoice::Entities(group), look)),
            count: look.label(""),
            depth,
            unfolded: Some(self.unfolded.contains(&group)),
            has_unread: false,
        };
        let entity = |group: EntityGroup, id: &EntityId, name: &str, count: String| Row {
            choice: SectionChoice::Entity(group, id.clone()),
            label: look.text(name),
            count: look.label(&count),
            depth: 2,
            unfolded: None,
            has_unread: true,
        };
        rows.push(heading(EntityGroup::All, 0));
        if !self.shows_entities() {
            return;
        }
        if !self.entities.rising.is_empty() {
            rows.push(heading(EntityGroup::Rising, 1));
            if self.unfolded.contains(&EntityGroup::Rising) {
                let rising = self.entities.rising.iter();
                rows.extend(
                    rising
                        .map(|rising| entity(EntityGroup::Rising, &rising.id, &rising.name, rising.recent.to_string())),
                );
            }
        }
        for kind in NAMING {
            let of_kind: Vec<_> = self.entities.frequent.iter().filter(|tally| tally.kind == kind).collect();
            let group = EntityGroup::Kind(kind);
            if of_kind.is_empty() {
                continue;
            }
            rows.push(heading(group, 1));
            if self.unfolded.contains(&group) {
                rows.extend(
                    of_kind.iter().map(|tally| entity(group, &tally.id, &tally.name, tally.articles.to_string())),
                );
            }
        }
    }

    /// How the chosen entity is listed; `None` where none is chosen.
    pub fn chosen_entity(&self) -> Option<(&EntityId, &str)> {
        let Some(Row { choice: SectionChoice::Entity(_, id), .. }) = self.rows.get(self.scroll.selected()) else {
            return None;
        };
        let rising = self.entities.rising.iter().map(|rising| (&rising.id, rising.name.as_str()));
        let frequent = self.entities.frequent.iter().map(|tally| (&tally.id, tally.name.as_str()));
        rising.chain(frequent).find(|(other, _)| *other == id)
    }
}

impl SectionsState {
    /// Every path, sorted by its folded parts, and what stands inside a path behind it.
    fn sorted_paths(&self) -> Vec<(&SectionPath, Tally)> {
        let mut paths: Vec<(&SectionPath, Tally)> =
            self.counts.sections.iter().map(|(path, tally)| (path, *tally)).collect();
        // Two spellings that fold to the same stay apart, each with what is inside it.
        paths.sort_by_cached_key(|(path, _)| {
            path.parts().iter().map(|part| (fold(part), part.clone())).collect::<Vec<_>>()
        });
        paths
    }
}

fn name_of(choice: &SectionChoice, look: &Look<'_>) -> String {
    match choice {
        SectionChoice::All => look.messages.text("sections-all").to_owned(),
        SectionChoice::Unread => look.messages.text("sections-unread").to_owned(),
        SectionChoice::Starred => look.messages.text("sections-starred").to_owned(),
        SectionChoice::Unsorted => look.messages.text("sections-unsorted").to_owned(),
        SectionChoice::Section(path) => path.parts().last().cloned().unwrap_or_default(),
        SectionChoice::Entities(EntityGroup::All) => look.messages.text("sections-entities").to_owned(),
        SectionChoice::Entities(EntityGroup::Rising) => look.messages.text("sections-rising").to_owned(),
        SectionChoice::Entities(EntityGroup::Kind(kind)) => {
            look.messages.text(&format!("kind-{}", kind.name())).to_owned()
        }
        SectionChoice::Entity(_, id) => id.key.clone(),
    }
}

/// The unread ones of all, or all alone where none is unread.
fn counts(tally: Tally) -> String {
    match tally {
        Tally { unread: 0, total } => total.to_string(),
        Tally { unread, total } if unread == total => total.to_string(),
        Tally { unread, total } => format!("{unread}/{total}"),
    }
}
