//! The rows of the entity pane: a heading for each kind, below it what the article names.
//!
//! Owns the selection, which skips the headings of kinds that show; drawing is `view.rs`.

use std::collections::BTreeSet;

use crate::entity::{EntityCount, EntityId, KINDS, Kind};
use crate::panes::{Look, Scroll};
use crate::text::ShapedText;

/// One row of the pane.
#[derive(Clone, Debug)]
pub(super) enum Row {
    /// A kind; one that is switched off stands alone, with the count of its mentions.
    Heading {
        kind: Kind,
        words: ShapedText,
        count: ShapedText,
        is_hidden: bool,
    },
    Entity {
        id: EntityId,
        name: ShapedText,
        count: ShapedText,
    },
}

impl Row {
    /// Whether it can be selected: entities, and kinds that can be switched on.
    fn can_be_selected(&self) -> bool {
        matches!(self, Row::Entity { .. } | Row::Heading { is_hidden: true, .. })
    }

    fn kind(&self) -> Kind {
        match self {
            Row::Heading { kind, .. } => *kind,
            Row::Entity { id, .. } => id.kind,
        }
    }
}

/// The rows and which of them is selected.
#[derive(Clone, Debug, Default)]
pub struct EntitiesState {
    pub(super) rows: Vec<Row>,
    pub(super) scroll: Scroll,
    pub(super) visible: usize,
    /// The kind that was switched on or off last, which stays selected.
    toggled: Option<Kind>,
}

impl EntitiesState {
    /// Replaces the rows; what was selected stays so where it is still there. Of the `hidden` kinds only the counts show.
    pub fn set_entities(&mut self, entities: &[EntityCount], hidden: &BTreeSet<Kind>, look: &Look<'_>) {
        let selected = self.selected().cloned();
        self.rows.clear();
        for kind in KINDS {
            let of_kind: Vec<&EntityCount> = entities.iter().filter(|entity| entity.id.kind == kind.kind).collect();
            if of_kind.is_empty() {
                continue;
            }
            let is_hidden = hidden.contains(&kind.kind);
            let all: usize = of_kind.iter().map(|entity| entity.count).sum();
            self.rows.push(Row::Heading {
                kind: kind.kind,
                words: look.label(look.messages.text(heading_key(kind.kind))),
                count: look.label(&all.to_string()),
                is_hidden,
            });
            let shown = of_kind.into_iter().filter(|_| !is_hidden);
            self.rows.extend(shown.map(|entity| Row::Entity {
                id: entity.id.clone(),
                name: look.text(&entity.name),
                count: look.label(&entity.count.to_string()),
            }));
        }
        let is_selected = |row: &Row| matches!((row, &selected), (Row::Entity { id, .. }, Some(old)) if id == old);
        let is_toggled = |row: &Row| Some(row.kind()) == self.toggled && row.can_be_selected();
        let place = self.rows.iter().position(is_selected).or_else(|| self.rows.iter().position(is_toggled));
        self.toggled = None;
        self.scroll = Scroll::default();
        self.select_near(place.unwrap_or(0), true);
    }

    /// The kind of the selected row, which is about to be switched on or off and stays selected.
    pub fn toggle_kind(&mut self) -> Option<Kind> {
        self.toggled = self.rows.get(self.scroll.selected()).map(Row::kind);
        self.toggled
    }

    /// The entity that is selected.
    pub fn selected(&self) -> Option<&EntityId> {
        match self.rows.get(self.scroll.selected()) {
            Some(Row::Entity { id, .. }) => Some(id),
            _ => None,
        }
    }

    /// Tells how many rows are shown.
    pub fn set_visible(&mut self, rows: usize) {
        if rows != self.visible {
            self.visible = rows;
            self.scroll.reveal(self.rows.len(), rows);
        }
    }

    /// How many rows are shown.
    pub fn visible(&self) -> usize {
        self.visible
    }

    /// Moves the selection by so many rows, on to the next entity in that direction.
    pub fn move_by(&mut self, by: isize) {
        let place = self.scroll.selected().saturating_add_signed(by).min(self.rows.len().saturating_sub(1));
        self.select_near(place, by > 0);
    }

    /// Scrolls by so many rows and leaves the selection.
    pub fn scroll_by(&mut self, by: isize) {
        self.scroll.scroll_by(by, self.rows.len(), self.visible);
    }

    /// Selects what is shown in `row`; false when nothing that can be selected stands there.
    pub fn click(&mut self, row: usize) -> bool {
        let item = self.scroll.top() + row;
        let is_found = self.rows.get(item).is_some_and(Row::can_be_selected);
        if is_found {
            self.scroll.select(item, self.rows.len(), self.visible);
        }
        is_found
    }

    /// Selects the entity nearest to a row: behind it or before it first.
    fn select_near(&mut self, place: usize, behind: bool) {
        let after = || (place..self.rows.len()).find(|&row| self.rows[row].can_be_selected());
        let before = || {
            (0..=place.min(self.rows.len().saturating_sub(1)))
                .rev()
                .find(|&row| self.rows.get(row).is_some_and(Row::can_be_selected))
        };
        let found = if behind { after().or_else(before) } else { before().or_else(after) };
        self.scroll.select(found.unwrap_or(0), self.rows.len(), self.visible);
        // The heading of the first entity is shown with it.
        if self.scroll.selected() <= 1 {
            self.scroll.scroll_by(-1, self.rows.len(), self.visible.max(2));
        }
    }
}

fn heading_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "kind-person",
        Kind::Place => "kind-place",
        Kind::Organization => "kind-organization",
        Kind::Nationality => "kind-nationality",
        Kind::Event => "kind-event",
        Kind::Date => "kind-date",
        Kind::Time => "kind-time",
        Kind::Duration => "kind-duration",
        Kind::Quantity => "kind-quantity",
        Kind::Money => "kind-money",
        Kind::Percent => "kind-percent",
        Kind::Url => "kind-url",
    }
}
