//! The questions to the terminal, asked and waited for.
//!
//! Owns the bounded wait, the typed-ahead keys and what is still to come after it; what the answers mean is
//! `detect.rs`. The terminal must be in raw mode while it is asked.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::detect::{Environment, Replies, Volley, multiplexer};
use super::outer::ask_tmux;
use super::tty::Tty;
use super::typed::Typed;
use crate::action::Input;

/// How long a terminal that has not answered yet is listened to before its bytes count as keys and nothing else: a
/// late answer would be taken for a hundred of them.
const LATEST: Duration = Duration::from_secs(3);
/// How long one wait for bytes lasts after the start.
const STEP: Duration = Duration::from_millis(100);

/// What came back.
pub(super) struct Probe {
    /// The answers so far.
    pub(super) replies: Replies,
    /// What was typed before and meanwhile.
    pub(super) typed: Vec<Input>,
    /// What is still to come, where the last answer has not come.
    pub(super) late: Option<Late>,
}

/// Asks, waits at most as long as the environment allows, and puts tmux's word into the environment where tmux answers.
///
/// Without a terminal to read from nothing is asked. An error while reading counts as no answer: the loop will meet it.
pub(super) fn ask(out: &mut dyn Write, questions: &[u8], environment: &mut Environment) -> Probe {
    let mut volley = Volley::new();
    let tty = match environment.term.as_deref() {
        Some("dumb") => None,
        _ => Tty::open().ok(),
    };
    let mut open = tty.and_then(|mut tty| {
        out.write_all(questions).and_then(|()| out.flush()).ok()?;
        let deadline = Instant::now() + environment.patience();
        wait(&mut tty, &mut volley, deadline).ok().map(|()| tty)
    });
    if multiplexer(volley.replies(), environment) == Some("tmux") {
        ask_tmux(environment);
    }
    let replies = volley.replies().clone();
    let mut hand = Typed::default();
    let mut typed = hand.feed(&volley.take_keys());
    if let Some(tty) = open.take().filter(|_| !volley.is_complete()) {
        return Probe { replies, typed, late: Some(Late { tty, volley, hand, until: Instant::now() + LATEST }) };
    }
    typed.extend(hand.feed(&volley.finish().1));
    typed.extend(hand.finish());
    Probe { replies, typed, late: None }
}

fn wait(tty: &mut Tty, volley: &mut Volley, deadline: Instant) -> io::Result<()> {
    while !volley.is_complete() {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        volley.feed(&tty.read(left)?);
    }
    Ok(())
}

/// Answers that have not come in time.
pub(super) struct Late {
    tty: Tty,
    volley: Volley,
    hand: Typed,
    until: Instant,
}

/// What comes in late.
pub(super) enum LateWord {
    /// What was typed between.
    Keys(Vec<Input>),
    /// The answers; the terminal is ordinary from now on.
    Answers(Replies),
}

impl Late {
    /// Listens on, until the last answer has come or it is too late for it. `tell` returns false to end it.
    pub(super) fn listen(mut self, tell: &dyn Fn(LateWord) -> bool) -> bool {
        while !self.volley.is_complete() && Instant::now() < self.until {
            let Ok(bytes) = self.tty.read(STEP) else { break };
            self.volley.feed(&bytes);
            let keys = self.hand.feed(&self.volley.take_keys());
            if !keys.is_empty() && !tell(LateWord::Keys(keys)) {
                return false;
            }
        }
        let (replies, rest) = self.volley.finish();
        let keys = [self.hand.feed(&rest), self.hand.finish()].concat();
        tell(LateWord::Keys(keys)) && tell(LateWord::Answers(replies))
    }
}
