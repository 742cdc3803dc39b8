//! The dialect of lines that are printed: `khabar show` and `khabar list` on a terminal.
//!
//! Owns the short questions on a screen that is not ours, and when they are not asked; what is written is
//! `emit/line.rs`.

use std::io::{self, IsTerminal};

use super::detect::{Environment, Replies, SILENT_VOLLEY, decide, identity};
use super::emit::{EmitChoice, EmitMode, LineEmitter};
use super::folders::Folders;
use super::probe;
use super::settings::Settings;
use super::terminal::raw_stdout;
use super::tty::Tty;
use crate::action::{Input, Key};

/// The exit code of a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// Finds out how lines must be written on the terminal that standard output is; `emit` is the value of `--emit`.
///
/// Nothing is shown for it, and nothing is switched. Keys that are typed in the few milliseconds of the questions are
/// lost, therefore they are not asked where keys are waiting already; nor in a job in the background, nor where standard
/// input is no terminal: the environment must do there.
pub fn line_emitter(emit: Option<&str>) -> LineEmitter {
    let mut environment = Environment { emit_option: emit.map(str::to_owned), ..Environment::of_process() };
    let (settings, _) = Settings::load(Folders::find(None).config.as_deref());
    environment.emit_setting = settings.emit.clone();
    let replies = match wish(&environment) {
        Some(_) => Replies::default(),
        None => ask(&mut environment),
    };
    environment.emit_kept = settings.emit_for.get(&identity(&replies, &environment)).cloned();
    let dialect = decide(&replies, &environment);
    // The terminal's own foreground is not known: what `COLORFGBG` says of it is wrong in QTerminal, which needs it most.
    LineEmitter::new(dialect.line_mode(), None)
}

/// The mode that was asked for where no question could change it: an explicit one depends on the terminal, and the
/// setting yields to what is kept for the terminal.
fn wish(environment: &Environment) -> Option<EmitMode> {
    let first = environment.emit_option.as_ref().or(environment.emit_variable.as_ref())?;
    match first.parse() {
        Ok(EmitChoice::Mode(mode)) if mode.switch().is_none() => Some(mode),
        _ => None,
    }
}

fn ask(environment: &mut Environment) -> Replies {
    let may_ask = io::stdin().is_terminal()
        && io::stdout().is_terminal()
        && Tty::open().is_ok_and(|tty| tty.is_ours() && !is_typed_ahead(&tty));
    let Some(_raw) = may_ask.then(RawMode::take).flatten() else { return Replies::default() };
    // What was typed on a line that is not ended shows itself in raw mode only.
    let is_typed_ahead = Tty::open().is_ok_and(|tty| is_typed_ahead(&tty));
    let Ok(mut out) = raw_stdout() else { return Replies::default() };
    if is_typed_ahead {
        return Replies::default();
    }
    let probe = probe::ask(&mut out, SILENT_VOLLEY, environment);
    if probe.typed.iter().any(is_interrupt) {
        drop(_raw);
        std::process::exit(INTERRUPTED);
    }
    probe.replies
}

fn is_typed_ahead(tty: &Tty) -> bool {
    tty.is_ready(std::time::Duration::ZERO).unwrap_or(true)
}

fn is_interrupt(input: &Input) -> bool {
    matches!(input, Input::Key(key) if "Ctrl-C".parse::<Key>().is_ok_and(|interrupt| *key == interrupt))
}

/// Raw mode while it lives.
struct RawMode;

impl RawMode {
    fn take() -> Option<RawMode> {
        crossterm::terminal::enable_raw_mode().ok().map(|()| RawMode)
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        let _ = crossterm::terminal::disable_raw_mode();
    }
}

#[cfg(test)]
mod tests {
    use super::{is_interrupt, wish};
    use crate::shell::detect::Environment;
    use crate::shell::emit::EmitMode;
    use crate::shell::typed::keys_in;

    #[test]
    fn only_a_mode_that_depends_on_nothing_spares_the_questions() {
        let asked = |option: Option<&str>, variable: Option<&str>| {
            let own = |name: Option<&str>| name.map(str::to_owned);
            wish(&Environment { emit_option: own(option), emit_variable: own(variable), ..Environment::default() })
        };
        assert_eq!(asked(Some("lrm"), Some("kitty")), Some(EmitMode::Lrm));
        assert_eq!(asked(None, Some("kitty")), Some(EmitMode::Kitty));
        for open in ["auto", "explicit", "backwards"] {
            assert_eq!(asked(Some(open), None), None, "{open}");
        }
        assert_eq!(asked(None, None), None);
    }

    #[test]
    fn control_c_is_heard_in_raw_mode() {
        assert!(keys_in(b"\x03").iter().all(is_interrupt) && !keys_in(b"c").iter().any(is_interrupt));
    }
}
