//! What every view has to know beside its own state.
//!
//! Owns the bundle and the shaping of short labels; does not paint (`paint.rs` does).

use crate::message::Messages;
use crate::text::{BaseDirection, Direction, MarkPolicy, ShapeOptions, ShapedText, Shaping};

use super::{Role, Theme};
use ratatui::style::Style;

/// The theme, the words and the direction that a view is drawn with.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// The styles.
    pub theme: &'a Theme,
    /// The words.
    pub messages: &'a Messages,
    /// The direction of the interface: the side on which panes and lines start.
    pub direction: Direction,
    /// Whether vowel signs are shown.
    pub tashkeel: MarkPolicy,
    /// True when the pane has the focus.
    pub focused: bool,
}

impl Look<'_> {
    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// A label of the interface, in the interface's direction whatever it begins with.
    pub fn label(&self, text: &str) -> ShapedText {
        shape(text, BaseDirection::Forced(self.direction), self.tashkeel)
    }

    /// A text that has a direction of its own; the interface's where it has no letters.
    pub fn text(&self, text: &str) -> ShapedText {
        shape(text, BaseDirection::Auto { fallback: self.direction }, self.tashkeel)
    }
}

/// Shapes a text for the screen.
pub(super) fn shape(text: &str, base: BaseDirection, marks: MarkPolicy) -> ShapedText {
    ShapedText::new(text, &ShapeOptions { base, shaping: Shaping::Forms, marks })
}
