//! The rows of the help page.
//!
//! Owns how keys and words are put together; the words of an action are the message `action-NAME`.

use crate::action::{Action, Binding, Context, Keymap};
use crate::panes::{Look, Scroll};
use crate::text::{BaseDirection, Direction, ShapedText};

use crate::panes::look::shape;

/// One row of the page.
#[derive(Clone, Debug)]
pub(super) enum Row {
    Blank,
    Heading(ShapedText),
    Words(ShapedText),
    Keys { keys: ShapedText, words: ShapedText },
}

/// The rows and how far they are scrolled.
#[derive(Clone, Debug, Default)]
pub struct HelpState {
    pub(super) rows: Vec<Row>,
    pub(super) scroll: Scroll,
    pub(super) keys_cells: usize,
    pub(super) visible: usize,
}

impl HelpState {
    /// The page for a keymap, in the language of `look`.
    pub fn new(keymap: &Keymap, look: &Look<'_>) -> Self {
        let mut rows = Vec::new();
        for context in Context::ALL {
            let bindings = keymap.bindings(context);
            if bindings.is_empty() {
                continue;
            }
            let heading = format!("context-{}", context.name());
            rows.push(Row::Heading(look.label(look.messages.text(&heading))));
            rows.extend(grouped(bindings).into_iter().map(|(action, keys)| Row::Keys {
                keys: shape(&keys, BaseDirection::Forced(Direction::Ltr), look.tashkeel),
                words: look.label(look.messages.text(&format!("action-{}", action.name()))),
            }));
            rows.push(Row::Blank);
        }
        rows.push(Row::Heading(look.label(look.messages.text("help-signs"))));
        let legend = [
            "help-sign-unread",
            "help-sign-star",
            "help-sign-note",
            "help-sign-derived",
            "help-sign-layout",
            "help-sign-mouse",
        ];
        rows.extend(legend.into_iter().map(|key| Row::Words(look.label(look.messages.text(key)))));
        let widest = rows.iter().map(|row| match row {
            Row::Keys { keys, .. } => keys.advance_cells(),
            _ => 0,
        });
        Self { keys_cells: widest.max().unwrap_or(0), rows, ..Self::default() }
    }

    /// Tells how many rows are shown.
    pub fn set_visible(&mut self, rows: usize) {
        self.visible = rows;
        self.scroll.scroll_by(0, self.rows.len(), rows);
    }

    /// How many rows are shown.
    pub fn visible(&self) -> usize {
        self.visible
    }

    /// Scrolls by so many rows.
    pub fn scroll_by(&mut self, by: isize) {
        self.scroll.scroll_by(by, self.rows.len(), self.visible);
    }
}

/// The keys of each action, in the order in which the actions first come.
fn grouped(bindings: &[Binding]) -> Vec<(Action, String)> {
    let mut groups: Vec<(Action, String)> = Vec::new();
    for binding in bindings {
        match groups.iter_mut().find(|(action, _)| *action == binding.action) {
            Some((_, keys)) => {
                keys.push_str("  ");
                keys.push_str(&binding.keys.to_string());
            }
            None => groups.push((binding.action, binding.keys.to_string())),
        }
    }
    groups
}
