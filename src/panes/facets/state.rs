//! The rows of the facets: a heading for each kind, below it what the listing holds of it.
//!
//! Owns the selection, which skips headings, and the query that each row stands for; drawing is `view.rs`.

use crate::desk::Facets;
use crate::panes::{Look, Scroll};
use crate::text::ShapedText;

/// More rows of one kind are not shown: nobody reads them, and the counts there are small.
const MOST_OF_A_KIND: usize = 12;

/// One row of the pane.
#[derive(Clone, Debug)]
pub(super) enum Row {
    Heading(ShapedText),
    Facet { filter: String, name: ShapedText, count: ShapedText },
}

impl Row {
    fn is_facet(&self) -> bool {
        matches!(self, Row::Facet { .. })
    }
}

/// The rows and which of them is selected.
#[derive(Clone, Debug, Default)]
pub struct FacetsState {
    pub(super) rows: Vec<Row>,
    pub(super) scroll: Scroll,
    pub(super) visible: usize,
}

impl FacetsState {
    /// Replaces the rows; what was selected stays so where it is still there.
    pub fn set_facets(&mut self, facets: &Facets, look: &Look<'_>) {
        let selected = self.selected().map(str::to_owned);
        self.rows.clear();
        let sections = facets.sections.iter().filter(|(path, _)| !path.is_empty());
        let sections = sections.map(|(path, count)| (filter("section", &path.to_string()), path.to_string(), *count));
        self.add("facet-sections", sections, look);
        let sources = facets.sources.iter().map(|(name, count)| (filter("source", name), name.clone(), *count));
        self.add("facet-sources", sources, look);
        let days = facets.days.iter().map(|(day, count)| (format!("date:{day}"), day.to_string(), *count));
        self.add("facet-days", days, look);
        let entities = facets.entities.iter().map(|tally| {
            let count = usize::try_from(tally.articles).unwrap_or(usize::MAX);
            (filter("entity", &tally.name), tally.name.clone(), count)
        });
        self.add("facet-entities", entities, look);
        let is_selected =
            |row: &Row| matches!((row, &selected), (Row::Facet { filter, .. }, Some(old)) if filter == old);
        let place = self.rows.iter().position(is_selected);
        self.scroll = Scroll::default();
        self.select_near(place.unwrap_or(1), true);
    }

    fn add(&mut self, key: &str, facets: impl Iterator<Item = (String, String, usize)>, look: &Look<'_>) {
        let heading = self.rows.len();
        self.rows.extend(facets.take(MOST_OF_A_KIND).map(|(filter, name, count)| Row::Facet {
            filter,
            name: look.text(&name),
            count: look.label(&count.to_string()),
        }));
        if self.rows.len() > heading {
            self.rows.insert(heading, Row::Heading(look.label(look.messages.text(key))));
        }
    }

    /// The query that the selected row stands for.
    pub fn selected(&self) -> Option<&str> {
        match self.rows.get(self.scroll.selected()) {
            Some(Row::Facet { filter, .. }) => Some(filter),
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

    /// Moves the selection by so many rows, on to the next facet in that direction.
    pub fn move_by(&mut self, by: isize) {
        let place = self.scroll.selected().saturating_add_signed(by).min(self.rows.len().saturating_sub(1));
        self.select_near(place, by > 0);
    }

    /// Scrolls by so many rows and leaves the selection.
    pub fn scroll_by(&mut self, by: isize) {
        self.scroll.scroll_by(by, self.rows.len(), self.visible);
    }

    /// Selects the facet shown in `row`; false when none stands there.
    pub fn click(&mut self, row: usize) -> bool {
        let item = self.scroll.top() + row;
        let is_facet = self.rows.get(item).is_some_and(Row::is_facet);
        if is_facet {
            self.scroll.select(item, self.rows.len(), self.visible);
        }
        is_facet
    }

    /// Selects the facet nearest to a row: behind it or before it first.
    fn select_near(&mut self, place: usize, behind: bool) {
        let facets = || self.rows.iter().enumerate().filter(|(_, row)| row.is_facet()).map(|(at, _)| at);
        let (after, before) = (facets().find(|&at| at >= place), facets().rfind(|&at| at <= place));
        let found = if behind { after.or(before) } else { before.or(after) };
        self.scroll.select(found.unwrap_or(0), self.rows.len(), self.visible);
        // The heading of the first facet is shown with it.
        if self.scroll.selected() <= 1 {
            self.scroll.scroll_by(-1, self.rows.len(), self.visible.max(2));
        }
    }
}

/// A filter of the query language; a name that has quotes itself is written without them, because it is compared
/// without punctuation anyway.
fn filter(field: &str, name: &str) -> String {
    let quotes = |letter: char| matches!(letter, '"' | '“' | '”' | '„' | '«' | '»');
    format!("{field}:\"{}\"", name.replace(quotes, " ").split_whitespace().collect::<Vec<_>>().join(" "))
}
