//! What is being typed, and what for.

use crate::action::Action;
use crate::text::{Direction, LineEditor};

/// What the line is typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindPurpose {
    /// To narrow the list of articles.
    Articles,
    /// To find something inside the article.
    Inside,
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
}

impl FindState {
    /// An empty line.
    pub fn new(purpose: FindPurpose) -> Self {
        Self { purpose, editor: LineEditor::new(), count: String::new() }
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
