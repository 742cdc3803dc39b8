//! What comes in from the terminal, in our own words.
//!
//! Owns the types; `shell/input.rs` translates the terminal's events into them.

use super::Key;

/// One thing that the user or the terminal did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal now has so many columns and rows of cells.
    Resize(u16, u16),
    /// A text was pasted (bracketed paste).
    Paste(String),
}

/// Something that the mouse did, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub kind: MouseKind,
    /// The cell's column, counted from 0 at the left.
    pub column: u16,
    /// The cell's row, counted from 0 at the top.
    pub row: u16,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The main button went down.
    Press,
    /// The mouse moved while the main button was down.
    Drag,
    /// The main button went up.
    Release,
    /// The wheel turned away from the user.
    WheelUp,
    /// The wheel turned towards the user.
    WheelDown,
}
