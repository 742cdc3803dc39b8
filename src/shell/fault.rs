//! A fault made on purpose, so that it can be tested what a panic leaves of a real terminal.
//!
//! Owns the key that makes it, `KHABAR_TEST_PANIC`, which builds for release do not look at. What happens then is
//! `terminal.rs`.

use crate::action::Input;

/// A key that makes the next frame panic while it is drawn, with whatever the terminal has been told by then.
#[derive(Debug, Default)]
pub(super) struct Fault {
    #[cfg(debug_assertions)]
    key: Option<crate::action::Key>,
    #[cfg(debug_assertions)]
    is_due: bool,
}

#[cfg(debug_assertions)]
impl Fault {
    /// The key that the environment names.
    pub(super) fn of_process() -> Fault {
        let key = std::env::var("KHABAR_TEST_PANIC").ok().and_then(|key| key.parse().ok());
        Fault { key, is_due: false }
    }

    /// Hears what was typed.
    pub(super) fn hear(&mut self, input: &Input) {
        self.is_due |= matches!((input, &self.key), (Input::Key(typed), Some(key)) if typed == key);
    }

    /// Makes the fault, if it is due.
    ///
    /// # Panics
    /// That is what it is for.
    pub(super) fn strike(&self) {
        assert!(!self.is_due, "asked for by KHABAR_TEST_PANIC");
    }
}

#[cfg(not(debug_assertions))]
impl Fault {
    /// None.
    pub(super) fn of_process() -> Fault {
        Fault::default()
    }

    /// Hears nothing.
    pub(super) fn hear(&mut self, _input: &Input) {}

    /// Does nothing.
    pub(super) fn strike(&self) {}
}
