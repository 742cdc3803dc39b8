//! What the loop hears of: everything comes through one channel.
//!
//! Owns the events and the way of signals and of the terminal's thread into the channel; what they mean is `run.rs`.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use anyhow::Context;
use crossterm::event::Event as TerminalEvent;

use super::detect::Replies;
use super::doctor::widths::Widths;
use super::input::Heard;
use super::library::{Titles, Written};
use super::probe::LateWord;
use super::signal::{self, Asked};
use super::tagging::Found;
use super::terminal::{self, Guard};
use crate::action::Input;

/// Something that the loop must hear of.
pub(super) enum Event {
    /// The terminal sent something, or nothing any more.
    Terminal(io::Result<TerminalEvent>),
    /// A key that was typed while the terminal was asked.
    Typed(Input),
    /// The terminal answered too late.
    Answered(Replies),
    /// Nobody but us reads the terminal now: it can be asked for widths.
    CanBeAsked,
    /// The widths, if all of them came.
    Measured(Option<Widths>),
    /// A signal came.
    Signal(Asked),
    /// The loader has something.
    Loaded,
    /// The titles of the library can be searched, or cannot.
    Titles(Titles),
    /// Names can be looked for.
    WarmedUp,
    /// Something was written into the library, or could not be.
    Written(Written),
    /// Marks could not be stored, and why.
    MarksNotStored(String),
    /// Names were found in articles that nobody has opened yet.
    Named(Found),
}

/// What the thread of the terminal hears, for the loop; false when nobody listens any more.
pub(super) fn tell(bell: &Sender<Event>, heard: Heard) -> bool {
    let event = match heard {
        Heard::Event(event) => Event::Terminal(event),
        Heard::Late(LateWord::Keys(keys)) => {
            return keys.into_iter().all(|key| bell.send(Event::Typed(key)).is_ok());
        }
        Heard::Late(LateWord::Answers(replies)) => Event::Answered(replies),
        Heard::Ready => Event::CanBeAsked,
        Heard::Widths(widths) => Event::Measured(widths),
    };
    bell.send(event).is_ok()
}

/// Signals go the way of every event; the second one that asks for the end, when the loop does not hear, ends the
/// process with the terminal given back.
pub(super) fn listen_to_signals(guard: &Arc<Guard>, bell: &Sender<Event>) -> anyhow::Result<()> {
    let (bell, guard) = (bell.clone(), guard.clone());
    let force = move |code: u8| {
        if let Ok(mut out) = terminal::raw_stdout() {
            guard.give_back(&mut out);
        }
        std::process::exit(i32::from(code));
    };
    signal::listen(move |asked| bell.send(Event::Signal(asked)).is_ok(), force).context("signals cannot be heard")
}
