//! How the reader writes to the terminal now: what was found out, the mode in use, and the rewriting of frames.
//!
//! Owns the mode while the reader lives; what a mode does is `emit/`, how it was found out `detect.rs`.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::detect::{Dialect, Environment, Replies, decide, identity};
use super::doctor::widths::Measuring;
use super::doctor::{Examined, diagnose};
use super::emit::{EmitMode, Emitter, map_column};
use super::settings::Settings;
use super::terminal::Painted;
use super::terminals::{MarkSupport, Terminal};
use crate::app::App;
use crate::panes::doctor::Diagnosis;

/// The dialect in use.
pub(super) struct Speech {
    replies: Replies,
    environment: Environment,
    dialect: Dialect,
    emitter: Emitter,
    mouse: bool,
    widths: Measuring,
}

impl Speech {
    /// What follows from the answers; `environment` holds the option and the variable, the settings come in here.
    pub(super) fn new(replies: Replies, mut environment: Environment, settings: &Settings) -> Speech {
        environment.emit_kept = settings.emit_for.get(&identity(&replies, &environment)).cloned();
        environment.emit_setting = settings.emit.clone();
        let dialect = decide(&replies, &environment);
        tracing::info!("terminal {}: {}; {}", identity(&replies, &environment), dialect.mode, dialect.why);
        let emitter = Emitter::new(dialect.mode);
        Speech { replies, environment, dialect, emitter, mouse: settings.mouse, widths: Measuring::NotAsked }
    }

    /// The mode in use.
    pub(super) fn mode(&self) -> EmitMode {
        self.emitter.mode()
    }

    /// The same terminal after late answers: what was switched by hand stays.
    pub(super) fn hear(&self, replies: Replies, settings: &Settings) -> Speech {
        let mut heard = Speech::new(replies, self.environment.clone(), settings);
        heard.widths = self.widths.clone();
        if self.mode() != self.dialect.mode {
            heard.speak(self.mode());
        }
        heard
    }

    /// Writes in this mode from the next frame on.
    pub(super) fn speak(&mut self, mode: EmitMode) {
        self.emitter = Emitter::new(mode);
    }

    /// The mode behind the one in use, in the order of the samples, and after the last the first.
    pub(super) fn next_mode(&self) -> EmitMode {
        let modes = EmitMode::ALL.map(|mode| self.own(mode));
        let at = modes.iter().position(|mode| *mode == self.mode()).map_or(0, |at| at + 1);
        modes[at % modes.len()]
    }

    /// The mode of a name, with this terminal's own switch; `None` for a name that no mode has.
    pub(super) fn named(&self, name: &str) -> Option<EmitMode> {
        name.parse().ok().map(|mode| self.own(mode))
    }

    /// An explicit mode takes the switch of the terminal that answered; a variable alone is no reason to send one.
    fn own(&self, mode: EmitMode) -> EmitMode {
        let is_alone = self.dialect.multiplexer.is_none() && !self.replies.is_silent();
        let named = Terminal::named(&self.dialect.name).filter(|_| is_alone).map(|terminal| terminal.mode);
        let found = [Some(self.dialect.mode), named].into_iter().flatten().find(|mode| mode.switch().is_some());
        match (mode, found) {
            (EmitMode::Explicit(_), Some(found)) => found,
            _ => mode,
        }
    }

    /// The name under which the settings keep an answer.
    pub(super) fn identity(&self) -> String {
        identity(&self.replies, &self.environment)
    }

    /// True where marks may stand in cells.
    pub(super) fn allows_marks(&self) -> bool {
        self.dialect.marks == MarkSupport::Right
    }

    /// True for a terminal that answers and has not been asked for widths yet.
    pub(super) fn can_measure(&self) -> bool {
        self.replies.primary.is_some() && matches!(self.widths, Measuring::NotAsked | Measuring::Silent)
    }

    /// How far the asking for widths has come.
    pub(super) fn measure(&mut self, widths: Measuring) {
        self.widths = widths;
    }

    /// How long an answer is waited for.
    pub(super) fn patience(&self) -> Duration {
        self.environment.patience()
    }

    /// True for a terminal whose glyphs leave specks beside them.
    pub(super) fn spills(&self) -> bool {
        Terminal::named(&self.dialect.name).is_some_and(|terminal| terminal.spills)
    }

    /// What the page in the reader says.
    pub(super) fn diagnosis(&self) -> Diagnosis {
        diagnose(&self.examined())
    }

    /// All that is known without further questions.
    pub(super) fn examined(&self) -> Examined<'_> {
        Examined {
            replies: &self.replies,
            environment: &self.environment,
            dialect: &self.dialect,
            mode: self.mode(),
            mouse: self.mouse,
            widths: &self.widths,
        }
    }

    /// What rewrites frames now.
    pub(super) fn emitter(&mut self) -> &mut Emitter {
        &mut self.emitter
    }

    /// The theme's foreground, for modes that need one; see [`Emitter::with_ink`].
    pub(super) fn set_ink(&mut self, (red, green, blue): (u8, u8, u8)) {
        self.emitter.set_ink(red, green, blue);
    }
}

/// Draws the app for a terminal that is written to in `mode`: samples are rewritten each in its own.
pub(super) fn paint(app: &App, mode: EmitMode, buffer: &mut Buffer) -> Painted {
    let modes = sample_modes(mode);
    let rows = app.sample_rows().into_iter();
    let samples = rows.filter_map(|(row, index)| modes.get(index).map(|mode| (row, *mode))).collect();
    let caret = app.paint(buffer).map(|caret| {
        let width = usize::from(buffer.area.width);
        let start = usize::from(caret.y.saturating_sub(buffer.area.y)) * width;
        let row = buffer.content.get(start..start + width).unwrap_or_default();
        let column = map_column(mode, row, caret.x.saturating_sub(buffer.area.x));
        Position { x: buffer.area.x + column, ..caret }
    });
    Painted { caret, samples }
}

/// The modes whose samples can be told apart while the terminal is spoken to in `mode`, in the order of the page.
///
/// After a switch the explicit mode stands for the visual one: their cells are the same, and so would be their lines.
pub(super) fn sample_modes(mode: EmitMode) -> Vec<EmitMode> {
    let is_switched = mode.switch().is_some();
    let modes = EmitMode::ALL.into_iter().map(|other| match other {
        EmitMode::Explicit(_) if is_switched => mode,
        _ => other,
    });
    modes.filter(|other| if is_switched { *other != EmitMode::Visual } else { other.switch().is_none() }).collect()
}

#[cfg(test)]
mod tests {
    use super::{Speech, sample_modes};
    use crate::shell::detect::{Environment, Replies};
    use crate::shell::emit::{EmitMode, Switch};
    use crate::shell::settings::Settings;

    fn konsole() -> Replies {
        Replies { version: Some("Konsole 22.12.3".to_owned()), primary: Some(vec![62]), ..Replies::default() }
    }

    #[test]
    fn the_cycle_meets_every_mode_with_the_terminals_own_switch() {
        let mut speech = Speech::new(konsole(), Environment::default(), &Settings::default());
        let mut met = Vec::new();
        for _ in 0..EmitMode::ALL.len() {
            met.push(speech.mode());
            speech.speak(speech.next_mode());
        }
        assert_eq!(met[0], EmitMode::Explicit(Switch::Konsole));
        assert_eq!(speech.mode(), met[0], "once around");
        met.sort_by_key(|mode| mode.name());
        met.dedup();
        assert_eq!(met.len(), EmitMode::ALL.len());
        assert_eq!(speech.named("explicit"), Some(EmitMode::Explicit(Switch::Konsole)));
        assert_eq!(speech.named("backwards"), None);
    }

    #[test]
    fn an_answer_that_was_kept_wins_for_its_terminal_alone() {
        let (settings, _) = Settings::parse("emit = 'jitter'\n[emit-for]\n'Konsole 22.12.3' = 'lrm'\n");
        let mode = |replies| Speech::new(replies, Environment::default(), &settings).mode();
        assert_eq!((mode(konsole()), mode(Replies::default())), (EmitMode::Lrm, EmitMode::Jitter));
        let asked = Environment { emit_option: Some("kitty".to_owned()), ..Environment::default() };
        assert_eq!(Speech::new(konsole(), asked, &settings).mode(), EmitMode::Kitty);
    }

    #[test]
    fn late_answers_do_not_undo_what_was_switched_by_hand() {
        let silent = Speech::new(Replies::default(), Environment::default(), &Settings::default());
        assert_eq!(silent.hear(konsole(), &Settings::default()).mode(), EmitMode::Explicit(Switch::Konsole));
        let mut switched = silent;
        switched.speak(EmitMode::Jitter);
        assert_eq!(switched.hear(konsole(), &Settings::default()).mode(), EmitMode::Jitter);
    }

    #[test]
    fn samples_that_look_the_same_are_not_offered_twice() {
        let switched = EmitMode::Explicit(Switch::Mlterm);
        assert!(sample_modes(switched).contains(&switched) && !sample_modes(switched).contains(&EmitMode::Visual));
        assert!(sample_modes(EmitMode::Lrm).contains(&EmitMode::Visual));
        assert!(sample_modes(EmitMode::Lrm).iter().all(|mode| mode.switch().is_none()));
    }
}
