//! The rows of the page of an entity.
//!
//! Owns the selection, which stands on those that it appears with; drawing is `view.rs`.

use jiff::civil::Date;

use crate::desk::EntityPage;
use crate::entity::{EntityId, Kind};
use crate::message::isolate;
use crate::panes::{Look, Scroll};
use crate::text::ShapedText;

/// One row of the page.
#[derive(Clone, Debug)]
pub(super) enum Row {
    /// The name.
    Name(Kind, ShapedText),
    /// A line of second rank.
    Words(ShapedText),
    /// The bars.
    Bars,
    /// The first and the last day that the bars show.
    Days,
    /// What a bar stands for.
    Unit,
    /// What follows.
    Heading(ShapedText),
    /// A spelling.
    Spelling { name: ShapedText, count: ShapedText },
    /// Someone or something that it appears with.
    Companion { id: EntityId, name: ShapedText, count: ShapedText },
}

/// The page of an entity, and which of those that it appears with is selected.
#[derive(Clone, Debug, Default)]
pub struct DossierState {
    pub(super) rows: Vec<Row>,
    pub(super) days: Vec<(Date, u64)>,
    pub(super) scroll: Scroll,
    pub(super) visible: usize,
    of: Option<EntityId>,
}

impl DossierState {
    /// Shows what is known of an entity; the selection stays where the same entity is shown anew.
    pub fn set_page(&mut self, page: &EntityPage, look: &Look<'_>) {
        let kept = self.selected().cloned().filter(|_| self.of.as_ref() == Some(&page.id));
        let count = |number: u64| look.label(&number.to_string());
        let kind = look.messages.text(&format!("kind-{}", page.id.kind.name())).to_owned();
        let about = format!("{kind} · {}", isolate(&page.id.to_string()));
        let as_count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let articles = look.messages.count("articles", as_count(page.articles));
        let mentions = look.messages.count("mentions", as_count(page.mentions));
        self.rows = vec![
            Row::Name(page.id.kind, look.text(&page.name)),
            Row::Words(look.label(&about)),
            Row::Words(look.label(&articles)),
            Row::Words(look.label(&mentions)),
        ];
        if !page.days.is_empty() {
            self.rows.extend([Row::Bars, Row::Days, Row::Unit]);
        }
        if !page.spellings.is_empty() {
            self.rows.push(Row::Heading(look.label(look.messages.text("dossier-spellings"))));
            let spelling =
                |(name, number): &(String, u64)| Row::Spelling { name: look.text(name), count: count(*number) };
            self.rows.extend(page.spellings.iter().map(spelling));
        }
        if !page.companions.is_empty() {
            self.rows.push(Row::Heading(look.label(look.messages.text("dossier-companions"))));
            self.rows.extend(page.companions.iter().map(|tally| Row::Companion {
                id: tally.id.clone(),
                name: look.text(&tally.name),
                count: count(tally.articles),
            }));
        }
        self.days.clone_from(&page.days);
        self.of = Some(page.id.clone());
        self.scroll = Scroll::default();
        let is_kept = |row: &Row| matches!((row, &kept), (Row::Companion { id, .. }, Some(kept)) if id == kept);
        let place = self.rows.iter().position(is_kept).or_else(|| self.rows.iter().position(is_companion));
        self.scroll.select(place.unwrap_or(0), self.rows.len(), self.visible);
        if kept.is_none() {
            self.scroll.scroll_by(isize::MIN, self.rows.len(), self.visible);
        }
    }

    /// Whose page it is.
    pub fn of(&self) -> Option<&EntityId> {
        self.of.as_ref()
    }

    /// Who is selected among those that it appears with.
    pub fn selected(&self) -> Option<&EntityId> {
        match self.rows.get(self.scroll.selected()) {
            Some(Row::Companion { id, .. }) => Some(id),
            _ => None,
        }
    }

    /// Tells how many rows are shown; the name stays in view where the selection allows it.
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

    /// Moves the selection by so many rows; past the first of those that it appears with, the page scrolls to its top.
    pub fn move_by(&mut self, by: isize) {
        let Some(first) = self.rows.iter().position(is_companion) else { return self.scroll_by(by) };
        let selected = self.scroll.selected();
        let place = selected.saturating_add_signed(by).clamp(first, self.rows.len().saturating_sub(1));
        if place == selected && by < 0 {
            return self.scroll_by(by);
        }
        self.scroll.select(place, self.rows.len(), self.visible);
    }

    /// Scrolls by so many rows and leaves the selection.
    pub fn scroll_by(&mut self, by: isize) {
        self.scroll.scroll_by(by, self.rows.len(), self.visible);
    }

    /// Selects who is shown in `row`; false when nobody is.
    pub fn click(&mut self, row: usize) -> bool {
        let item = self.scroll.top() + row;
        let is_found = self.rows.get(item).is_some_and(is_companion);
        if is_found {
            self.scroll.select(item, self.rows.len(), self.visible);
        }
        is_found
    }
}

fn is_companion(row: &Row) -> bool {
    matches!(row, Row::Companion { .. })
}
