//! What `khabar doctor` and the page in the reader say about the terminal.
//!
//! Owns the examination and the words of its findings; the page is `panes/doctor/`, the report `cli/`. What decides on
//! the mode is `detect.rs`.

pub(super) mod widths;

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

use super::colour;
use super::detect::{Dialect, Environment, Replies, VOLLEY, identity};
use super::emit::EmitMode;
use super::folders::Folders;
use super::probe::{self, LateWord};
use super::settings::Settings;
use super::speech::{Speech, sample_modes};
use super::terminal::{Guard, raw_stdout};
use super::terminals::MarkSupport;
use super::tty::Tty;
use crate::panes::ColorSupport;
use crate::panes::doctor::Diagnosis;

use widths::{Measuring, Widths, measure};

/// Everything that a diagnosis is made of.
pub(super) struct Examined<'e> {
    pub(super) replies: &'e Replies,
    pub(super) environment: &'e Environment,
    pub(super) dialect: &'e Dialect,
    /// The mode in use, which a key may have switched.
    pub(super) mode: EmitMode,
    /// Whether the settings let the mouse be used.
    pub(super) mouse: bool,
    /// How far the terminal really advances, where that was measured.
    pub(super) widths: &'e Measuring,
}

/// Asks the terminal everything, on the alternate screen and within a few seconds, and says what came back.
///
/// `emit` is the value of `--emit`. The terminal is asked even where the report goes into a file. Where there is none, or
/// the process is a job in the background, the environment alone is examined.
pub fn examine(emit: Option<&str>) -> Diagnosis {
    let mut environment = Environment { emit_option: emit.map(str::to_owned), ..Environment::of_process() };
    let (settings, _) = Settings::load(Folders::find(None).config.as_deref());
    let is_ours = Tty::open().is_ok_and(|tty| tty.is_ours());
    let (replies, widths) = if is_ours { ask(&mut environment).unwrap_or_default() } else { Default::default() };
    let widths = widths.map_or(Measuring::NotAsked, Measuring::Done);
    let speech = Speech::new(replies, environment, &settings);
    diagnose(&Examined { widths: &widths, ..speech.examined() })
}

/// The questions of the start and those for the widths. The terminal is given back whatever happens.
fn ask(environment: &mut Environment) -> io::Result<(Replies, Option<Widths>)> {
    let mut out = terminal_out()?;
    let _lent = Lent::enter(&mut out)?;
    let mut probe = probe::ask(&mut out, VOLLEY, environment);
    if let Some(late) = probe.late.take() {
        let heard = std::cell::Cell::new(None);
        late.listen(&|word| {
            if let LateWord::Answers(replies) = word {
                heard.set(Some(replies));
            }
            true
        });
        probe.replies = heard.take().unwrap_or(probe.replies);
    }
    let widths = match probe.replies.primary {
        Some(_) => measure(&mut out, environment.patience()),
        None => None,
    };
    Ok((probe.replies, widths))
}

/// The terminal to write to, wherever standard output goes.
fn terminal_out() -> io::Result<Box<dyn Write + Send>> {
    if io::stdout().is_terminal() {
        return raw_stdout();
    }
    Ok(Box::new(std::fs::File::options().write(true).open("/dev/tty")?))
}

/// The terminal while it is examined, and what it is given back through.
struct Lent(Arc<Guard>, Box<dyn Write + Send>);

impl Lent {
    fn enter(out: &mut dyn Write) -> io::Result<Lent> {
        let lent = Lent(Guard::new(false), terminal_out()?);
        lent.0.enter(out)?;
        Ok(lent)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.0.give_back(&mut self.1);
    }
}

/// Puts the findings into words: each with the key of the message that names it.
pub(super) fn diagnose(examined: &Examined<'_>) -> Diagnosis {
    let Examined { replies, environment, dialect, mode, .. } = examined;
    let modes = sample_modes(*mode);
    let mut facts = vec![
        ("fact-name", dialect.name.clone()),
        ("fact-version", dialect.version.clone()),
        ("fact-multiplexer", dialect.multiplexer.clone().unwrap_or_default()),
        ("fact-identity", identity(replies, environment)),
        ("fact-replies", replies_in_words(replies)),
        ("fact-term", environment.term.clone().unwrap_or_default()),
        ("fact-mode", mode.to_string()),
        ("fact-why", dialect.why.clone()),
        ("fact-colours", colours_in_words(environment)),
        ("fact-marks", marks_in_words(dialect).to_owned()),
        ("fact-clipboard", "OSC 52; no terminal says whether it follows it".to_owned()),
        ("fact-mouse", if examined.mouse { "SGR 1006".to_owned() } else { "off by the setting mouse".to_owned() }),
        ("fact-synchronized", synchronized_in_words(replies).to_owned()),
    ];
    match examined.widths {
        Measuring::NotAsked => {}
        Measuring::Asked => facts.push(("fact-widths", "…".to_owned())),
        Measuring::Silent => facts.push(("fact-widths", "no answer in time".to_owned())),
        Measuring::Done(widths) => {
            facts.push(("fact-safe", widths.safe_in_words()));
            facts.push(("fact-widths", widths.unsafe_in_words(dialect)));
        }
    }
    facts.retain(|(_, value)| !value.is_empty());
    Diagnosis {
        facts: facts.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        modes: modes.iter().map(|mode| mode.name().to_owned()).collect(),
        chosen: mode.name().to_owned(),
    }
}

fn replies_in_words(replies: &Replies) -> String {
    let numbers = |numbers: &[u32]| numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(";");
    let parts = [
        replies.version.as_ref().map(|version| format!("XTVERSION {}", version.escape_default())),
        replies.secondary.as_deref().map(|secondary| format!("DA2 {}", numbers(secondary))),
        replies.bdsm.map(|state| format!("mode 8 = {state}")),
        replies.synchronized.map(|state| format!("mode ?2026 = {state}")),
        replies.primary.as_deref().map(|primary| format!("DA1 {}", numbers(primary))),
    ];
    let given: Vec<String> = parts.into_iter().flatten().collect();
    if given.is_empty() { "none".to_owned() } else { given.join(", ") }
}

fn colours_in_words(environment: &Environment) -> String {
    let support = match colour::detect_support(&|name| std::env::var(name).ok()) {
        ColorSupport::None => "none",
        ColorSupport::Ansi16 => "16",
        ColorSupport::TrueColor => "24 bits",
    };
    environment.colorterm.as_ref().map_or(support.to_owned(), |said| format!("{support} (COLORTERM={said})"))
}

fn marks_in_words(dialect: &Dialect) -> &'static str {
    match dialect.marks {
        MarkSupport::Right => "on their letter",
        MarkSupport::Wrong => "not known to be drawn on their letter: left out",
    }
}

fn synchronized_in_words(replies: &Replies) -> &'static str {
    match replies.synchronized {
        Some(1..=3) => "yes",
        Some(_) => "no",
        None => "it does not say",
    }
}

#[cfg(test)]
mod tests {
    use super::{Examined, Measuring, diagnose};
    use crate::shell::detect::{Environment, Replies, decide};
    use crate::shell::emit::{EmitMode, Switch};

    fn diagnosis(replies: &Replies, widths: &Measuring) -> crate::panes::doctor::Diagnosis {
        let environment = Environment { term: Some("xterm-256color".to_owned()), ..Environment::default() };
        let dialect = decide(replies, &environment);
        let mode = dialect.mode;
        diagnose(&Examined { replies, environment: &environment, dialect: &dialect, mode, mouse: true, widths })
    }

    #[test]
    fn what_was_found_is_said() {
        let replies = Replies {
            secondary: Some(vec![65, 7006, 1]),
            bdsm: Some(1),
            synchronized: Some(4),
            primary: Some(vec![65, 1, 9]),
            ..Replies::default()
        };
        let found = diagnosis(&replies, &Measuring::NotAsked);
        let fact = |key: &str| found.facts.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str());
        assert_eq!(fact("fact-name"), Some("VTE"));
        assert_eq!(fact("fact-version"), Some("0.70.6"));
        assert_eq!(fact("fact-replies"), Some("DA2 65;7006;1, mode 8 = 1, mode ?2026 = 4, DA1 65;1;9"));
        assert_eq!(fact("fact-synchronized"), Some("no"));
        assert_eq!((fact("fact-mode"), fact("fact-multiplexer"), fact("fact-widths")), (Some("explicit"), None, None));
        assert_eq!(found.chosen, EmitMode::Explicit(Switch::Bdsm).name());
        assert!(found.modes.contains(&found.chosen));
    }

    #[test]
    fn a_silent_terminal_is_described_too() {
        let found = diagnosis(&Replies::default(), &Measuring::Silent);
        assert!(found.facts.iter().any(|(key, value)| key == "fact-replies" && value == "none"));
        assert!(found.facts.iter().any(|(key, value)| key == "fact-widths" && value == "no answer in time"));
        assert!(found.facts.iter().any(|(key, value)| key == "fact-identity" && value == "TERM xterm-256color"));
        assert_eq!(found.chosen, "visual");
    }
}
