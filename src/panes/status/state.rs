//! What the status line says.

use crate::action::Key;

/// What the status line says.
#[derive(Clone, Debug, Default)]
pub struct StatusState {
    /// A message, said once: the next key takes it away.
    pub message: Option<String>,
    /// How many articles there are and how many are unread, in words.
    pub counts: String,
    /// Keys pressed that wait for another.
    pub pending: Vec<Key>,
    /// Articles are still being read.
    pub loading: bool,
}

impl StatusState {
    /// The keys that wait, as they are spelled.
    pub(super) fn pending_keys(&self) -> String {
        self.pending.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
    }
}
