//! What an update asks of the world outside.
//!
//! Owns the list of effects; `shell/` carries them out.

use crate::article::ArticleId;
use crate::entity::Kind;
use crate::library::ArticleMarks;

/// Something that only the world outside can do: handed back by an update, carried out by the shell.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Leave the program.
    Quit,
    /// Give the terminal back and stop until the shell continues us.
    Suspend,
    /// Keep these changes of marks for the next run: for each article the marks before and after.
    StoreMarks(Vec<(ArticleId, ArticleMarks, ArticleMarks)>),
    /// Keep this note beside an article, or none.
    StoreNote(ArticleId, Option<String>),
    /// Keep this text of `aliases.toml` in the folder for settings.
    StoreAliases(String),
    /// Keep for the next run which kinds of entities are switched off.
    StoreKinds(Vec<Kind>),
    /// Put this text, in logical order, into the clipboard.
    Copy(String),
    /// Write the screen in the next emit mode, whatever was found out about the terminal.
    SwitchEmit,
    /// Write the screen in the emit mode of this name from now on, and keep the answer for this terminal.
    KeepEmit(String),
    /// Measure how far the terminal goes for what terminals disagree about, and tell the page about the terminal.
    MeasureWidths,
    /// Draw every cell again, because something else may have written on the screen.
    Redraw,
}
