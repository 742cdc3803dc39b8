//! The outside world: the terminal, signals, threads, folders, settings, the log, the clipboard.
//!
//! Owns every contact with the system that is not the text of an article; decides nothing that a user sees (`app/`).
//! Read `run.rs` first, the loop; then `terminal.rs`, which gives the terminal back whatever happens.

mod clipboard;
mod colour;
pub mod detect;
pub mod doctor;
pub mod emit;
mod event;
mod fault;
mod folders;
mod input;
mod jobs;
mod keep;
mod library;
mod line_mode;
mod locale;
mod log;
mod names;
mod open;
mod outer;
mod prepare;
mod probe;
mod run;
mod settings;
mod shelf;
mod signal;
mod speech;
mod tagging;
mod terminal;
pub mod terminals;
mod tty;
mod typed;

pub use colour::THEMES;
pub use line_mode::line_emitter;
pub use run::{Left, Session, run};
