//! What is being typed, and what for.

use std::ops::Range;

use crate::action::Action;
use crate::entity::EntityId;
use crate::text::{Direction, LineEditor};

/// What the line is typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindPurpose {
    /// To narrow the list of articles.
    Articles,
    /// To find something inside the article.
    Inside,
    /// To write a note beside the article.
    Note,
    /// To give an entity another name.
    Name,
    /// To choose the entity that another one is the same as.
    Merge,
}

/// A line being typed.
#[derive(Clone, Debug)]
pub struct FindState {
    /// What it is typed for.
    pub purpose: FindPurpose,
    /// The line itself.
    pub editor: LineEditor,
    /// Stands at the end: how much was found.
    pub count: String,
    /// What could not be understood: the bytes of the line, and in words what is the matter.
    pub problems: Vec<(Range<usize>, String)>,
    /// The entities that can be chosen, each with its name.
    pub chosen: Vec<(EntityId, String)>,
    /// The one that Enter takes.
    pub choice: usize,
}

impl FindState {
    /// An empty line.
    pub fn new(purpose: FindPurpose) -> Self {
        Self {
            purpose,
            editor: LineEditor::new(),
            count: String::new(),
            problems: Vec::new(),
            chosen: Vec::new(),
            choice: 0,
        }
    }

    /// True when the line stands in the pane in which lines of a purpose are typed: notes stand where one reads.
    pub fn shows_in(&self, purpose: FindPurpose) -> bool {
        (self.purpose == FindPurpose::Articles) == (purpose == FindPurpose::Articles)
    }

    /// Moves the choice by so many entities.
    pub fn choose(&mut self, by: isize) {
        self.choice = self.choice.saturating_add_signed(by).min(self.chosen.len().saturating_sub(1));
    }

    /// Carries out an action that edits the line; `direction` is that of an empty line. False for other actions.
    pub fn edit(&mut self, action: Action, direction: Direction) -> bool {
        match action {
            Action::CaretLeft => self.editor.move_left(direction),
            Action::CaretRight => self.editor.move_right(direction),
            Action::CaretHome => self.editor.move_home(),
            Action::CaretEnd => self.editor.move_end(),
            Action::DeleteBackward => self.editor.backspace(),
            Action::DeleteForward => self.editor.delete(),
            Action::DeleteWord => self.editor.delete_word(),
            Action::ClearLine => self.editor.clear(),
            _ => return false,
        }
        true
    }
}
