//! What the list is made of, and notes beside articles.
//!
//! Owns how a facet narrows the list and how a note is written; the counts come from the desk (`asking.rs`), the line
//! that is typed is `finding.rs`.

use crate::action::Effect;
use crate::desk::{Ask, Facets};
use crate::panes::find::{FindPurpose, FindState};
use crate::text::LineEditor;

use super::entities::Beside;
use super::listing::Next;
use super::state::Search;
use super::{App, Focus};

impl App {
    /// Shows what the list is made of in the place of the sections, or the sections again.
    pub(super) fn toggle_facets(&mut self) {
        // What stands in its place leaves first.
        self.facets_shown = !self.facets_shown || self.walk.beside != Beside::Sections;
        self.walk.beside = Beside::Sections;
        self.lacks.facets = self.facets_shown;
        self.set_focus(if self.facets_shown { Focus::Sections } else { Focus::List });
    }

    pub(super) fn take_facets(&mut self, facets: &Facets) {
        let mut pane = std::mem::take(&mut self.facets);
        pane.set_facets(facets, &self.look(false));
        self.facets = pane;
    }

    /// Adds the selected facet to the query; one that is in it already is taken out again.
    pub(super) fn narrow_by_facet(&mut self) {
        let Some(filter) = self.facets.selected().map(str::to_owned) else { return };
        let selected = self.selected_id();
        let focus = Focus::List;
        let search = self.search.get_or_insert_with(|| Search { query: String::new(), selected, focus, zoomed: false });
        search.query = match search.query.find(&filter) {
            Some(at) => {
                let (before, after) = (&search.query[..at], &search.query[at + filter.len()..]);
                [before.trim(), after.trim()].join(" ").trim().to_owned()
            }
            None => format!("{} {filter}", search.query.trim()).trim().to_owned(),
        };
        if search.query.is_empty() {
            self.search = None;
        }
        self.next = Next::Stay;
    }

    /// Begins to write a note beside the article, which is opened.
    pub(super) fn begin_note(&mut self) {
        if !self.is_reading() || self.reading().is_none() {
            self.open_selected();
        }
        if self.reading().is_some() || self.opens.is_some() {
            self.focus = Focus::Reader;
            self.find = Some(FindState::new(FindPurpose::Note));
            self.fill_note();
        }
    }

    /// Puts the note of the article in the reader into the line, once the article is there.
    pub(super) fn fill_note(&mut self) {
        let note = self.shown.as_ref().and_then(|shown| shown.stored.note.as_deref()).unwrap_or_default();
        if let Some(find) = self.find.as_mut().filter(|find| find.purpose == FindPurpose::Note) {
            find.editor = LineEditor::with_text(note);
        }
    }

    /// Enter in the line of a note: it is kept; an empty one is taken away.
    pub(super) fn accept_note(&mut self) {
        let Some(find) = self.find.take() else { return };
        let Some(shown) = &mut self.shown else { return };
        let note = Some(find.editor.text().trim().to_owned()).filter(|note| !note.is_empty());
        if shown.stored.note == note {
            return;
        }
        let (key, id) = (shown.key, shown.stored.article.id);
        shown.stored.note.clone_from(&note);
        self.list.set_note(key, note.is_some());
        self.lacks.stated.push_back(Ask::Note(id, note.clone()));
        self.effects.push(Effect::StoreNote(id, note));
        self.show_again();
    }
}
