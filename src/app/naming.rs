//! What the reader says about an entity: another name, the same as another, a spelling of its own, wrong.
//!
//! Owns the lines that are typed for it and the words about it; what it changes is `desk/`'s, which answers with the text
//! of `aliases.toml` that the world outside keeps.

use crate::action::{Action, Effect};
use crate::desk::{AliasEdit, Aliased, Ask};
use crate::entity::{Change, EntityId, Wrong};
use crate::library::EntityTally;
use crate::panes::find::{FindPurpose, FindState};
use crate::text::LineEditor;

use super::App;

impl App {
    /// The actions on an entity; false for all others, and where none is meant.
    pub(super) fn update_named(&mut self, action: Action) -> bool {
        match action {
            Action::UndoAlias => self.say_about(AliasEdit::Undo),
            Action::RedoAlias => self.say_about(AliasEdit::Redo),
            Action::RenameEntity | Action::MergeEntity | Action::SplitEntity | Action::MarkWrong => {
                match self.current_named() {
                    Some(id) => self.begin_edit(action, id),
                    None => self.say("entity-none", &[]),
                }
            }
            _ => return false,
        }
        true
    }

    fn begin_edit(&mut self, action: Action, id: EntityId) {
        match action {
            Action::MarkWrong => self.say_about(AliasEdit::Wrong(id)),
            Action::SplitEntity => match self.spelling_of(&id) {
                Some(surface) => self.say_about(AliasEdit::Split(id, surface)),
                None => self.say("entity-none", &[]),
            },
            _ => {
                let is_name = action == Action::RenameEntity;
                let mut find = FindState::new(if is_name { FindPurpose::Name } else { FindPurpose::Merge });
                if is_name {
                    find.editor = LineEditor::with_text(&self.name_of(&id));
                }
                self.find = Some(find);
                self.walk.editing = Some(id);
                self.lacks.offers = !is_name;
            }
        }
    }

    /// How an entity is written at the mention that was jumped to, or at its first one in the article.
    fn spelling_of(&self, id: &EntityId) -> Option<String> {
        let content = self.reader.content();
        let own = self.reader.current_place().filter(|(paragraph, index)| {
            content.mentions.get(*paragraph).and_then(|list| list.get(*index)).is_some_and(|mention| mention.id == *id)
        });
        let first = || {
            let lists = content.mentions.iter().enumerate();
            lists
                .flat_map(|(paragraph, list)| {
                    list.iter().enumerate().map(move |(index, mention)| (paragraph, index, mention))
                })
                .find(|(_, _, mention)| mention.id == *id)
                .map(|(paragraph, index, _)| (paragraph, index))
        };
        let (paragraph, index) = own.or_else(first)?;
        let bytes = content.mentions[paragraph][index].bytes.clone();
        content.paragraphs.get(paragraph)?.get(bytes).map(str::to_owned)
    }

    /// Enter in the line of a name.
    pub(super) fn accept_name(&mut self) {
        let Some(find) = self.find.take() else { return };
        let Some(id) = self.walk.editing.take() else { return };
        match find.purpose {
            FindPurpose::Merge => match find.chosen.get(find.choice) {
                Some((into, _)) => self.say_about(AliasEdit::Merge(id, into.clone())),
                None => self.say("no-match", &[]),
            },
            _ => self.say_about(AliasEdit::Rename(id, find.editor.text().trim().to_owned())),
        }
    }

    /// What is asked for while a line is typed that chooses an entity.
    pub(super) fn wanted_offers(&self) -> Option<Ask> {
        let find = self.find.as_ref().filter(|find| find.purpose == FindPurpose::Merge)?;
        let kind = self.walk.editing.as_ref()?.kind;
        Some(Ask::Offered { kind, typed: find.editor.text().to_owned() })
    }

    pub(super) fn take_offers(&mut self, offers: Vec<EntityTally>) {
        let editing = self.walk.editing.clone();
        if let Some(find) = &mut self.find {
            let others = offers.into_iter().filter(|tally| Some(&tally.id) != editing.as_ref());
            find.chosen = others.map(|tally| (tally.id, tally.name)).collect();
            find.choice = 0;
            find.count = find.chosen.len().to_string();
        }
    }

    fn say_about(&mut self, edit: AliasEdit) {
        self.walk.last_edit = Some(edit.clone());
        self.lacks.stated.push_back(Ask::Alias(edit));
    }

    /// A change was made, or none.
    pub(super) fn take_aliased(&mut self, aliased: Option<Aliased>) {
        let edit = self.walk.last_edit.take();
        let Some(Aliased { change, text }) = aliased else {
            let is_undo = matches!(edit, Some(AliasEdit::Undo | AliasEdit::Redo));
            return if is_undo { self.say("alias-nothing", &[]) } else { self.say("alias-refused", &[]) };
        };
        self.effects.push(Effect::StoreAliases(text));
        match (edit, &change) {
            (Some(AliasEdit::Undo), _) => self.say("alias-undone", &[]),
            (Some(AliasEdit::Redo), _) => self.say("alias-redone", &[]),
            (_, Change::Rename { name, .. }) => self.say("alias-renamed", &[("name", name)]),
            (_, Change::Merge { into, .. }) => self.say("alias-merged", &[("name", &self.name_of(into))]),
            (_, Change::Split { surface, .. }) => self.say("alias-split", &[("name", surface)]),
            (_, Change::Wrong { what: Wrong::Id(id), .. }) => self.say("alias-wrong", &[("name", &self.name_of(id))]),
            (_, Change::Wrong { what: Wrong::Surface(surface), .. }) => self.say("alias-wrong", &[("name", surface)]),
        }
        if let Change::Merge { from, into } = &change {
            self.follow_merge(from, into);
        }
        self.lacks.reread = true;
        self.mentions_changed();
    }
}
