//! Which terminal is in front of us, and which emit mode it needs.
//!
//! Owns the decision from answers and environment to a [`Dialect`]; it neither reads nor writes. The questions and the
//! parser of the answers are `detect/volley.rs`, the terminals `terminals.rs`, the modes `emit/`.

mod volley;

use std::time::Duration;

use super::emit::{EmitChoice, EmitMode, Switch};
use super::terminals::{MarkSupport, Terminal, VTE_WITH_BIDI};

pub use volley::{Replies, SILENT_VOLLEY, VOLLEY, Volley};

/// What the environment says about the terminal; each field is the variable of its name, `None` where it is not set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// `TERM`, the one variable that survives ssh.
    pub term: Option<String>,
    /// `TERM_PROGRAM`.
    pub term_program: Option<String>,
    /// `VTE_VERSION`, such as 7006.
    pub vte_version: Option<String>,
    /// `KONSOLE_VERSION`.
    pub konsole_version: Option<String>,
    /// `MLTERM`.
    pub mlterm: Option<String>,
    /// `KITTY_WINDOW_ID`.
    pub kitty_window_id: Option<String>,
    /// `COLORTERM`.
    pub colorterm: Option<String>,
    /// `TMUX`.
    pub tmux: Option<String>,
    /// `STY`, set by screen.
    pub sty: Option<String>,
    /// `WT_SESSION`, set by Windows Terminal.
    pub wt_session: Option<String>,
    /// `SSH_CONNECTION`.
    pub ssh_connection: Option<String>,
    /// `SSH_TTY`.
    pub ssh_tty: Option<String>,
    /// What `tmux display-message -p '#{client_termtype}'` prints: the XTVERSION of the terminal around tmux.
    pub outer_termtype: Option<String>,
    /// Whether tmux says that no terminal shows the session at present.
    pub unattended: bool,
    /// `--emit` of the command line; wins over everything.
    pub emit_option: Option<String>,
    /// `KHABAR_EMIT`; wins over the setting.
    pub emit_variable: Option<String>,
    /// The mode that the settings keep for this one terminal (`[emit-for]`); wins over `emit`.
    pub emit_kept: Option<String>,
    /// `emit` of the settings; wins over what is found out.
    pub emit_setting: Option<String>,
}

impl Environment {
    /// The environment of this process, without tmux's answer and without option and setting.
    pub fn of_process() -> Self {
        Self::from_variables(|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    /// An environment from a look-up by name; empty values count as unset.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let get = |name: &str| variable(name).filter(|value| !value.is_empty());
        Self {
            term: get("TERM"),
            term_program: get("TERM_PROGRAM"),
            vte_version: get("VTE_VERSION"),
            konsole_version: get("KONSOLE_VERSION"),
            mlterm: get("MLTERM"),
            kitty_window_id: get("KITTY_WINDOW_ID"),
            colorterm: get("COLORTERM"),
            tmux: get("TMUX"),
            sty: get("STY"),
            wt_session: get("WT_SESSION"),
            ssh_connection: get("SSH_CONNECTION"),
            ssh_tty: get("SSH_TTY"),
            emit_variable: get("KHABAR_EMIT"),
            ..Self::default()
        }
    }

    /// How long to wait for the answers: 300 ms, over ssh a second.
    pub fn patience(&self) -> Duration {
        let is_remote = self.ssh_connection.is_some() || self.ssh_tty.is_some();
        Duration::from_millis(if is_remote { 1000 } else { 300 })
    }
}

/// What was found out about the terminal, and how khabar will write to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dialect {
    /// How frames are written.
    pub mode: EmitMode,
    /// Whether marks may stay in their cells.
    pub marks: MarkSupport,
    /// The terminal's name, `unknown` where it gave no sign. Behind a multiplexer that of the terminal around it.
    pub name: String,
    /// The terminal's version as it gives it; empty where it does not.
    pub version: String,
    /// `tmux` or `screen`, where one stands between.
    pub multiplexer: Option<String>,
    /// What decided, in one English sentence for `khabar doctor`.
    pub why: String,
}

impl Dialect {
    /// The mode for lines that are printed and left on the screen: one that needs no switch.
    ///
    /// A switch would have to stay on for as long as the lines are looked at. xterm.js reads left-to-right marks as well
    /// as VTE, and they spare it a colour for each letter.
    pub fn line_mode(&self) -> EmitMode {
        match self.mode.without_switch() {
            EmitMode::Jitter if self.name == "xterm.js" => EmitMode::Lrm,
            mode => mode,
        }
    }
}

/// The name under which the settings keep what the user has chosen for a terminal: its own words where it has any.
///
/// XTVERSION, else DA2 as `DA2 0;136;0`, else `TERM`; behind tmux the terminal around it is named, too.
pub fn identity(replies: &Replies, environment: &Environment) -> String {
    let numbers = |numbers: &[u32]| numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(";");
    let version = replies.version.clone().filter(|version| !version.is_empty());
    let by_number = || replies.secondary.as_deref().map(|secondary| format!("DA2 {}", numbers(secondary)));
    let by_name = || environment.term.as_ref().map(|term| format!("TERM {term}"));
    let own = version.or_else(by_number).or_else(by_name).unwrap_or_else(|| "unknown".to_owned());
    match environment.outer_termtype.as_deref().map(str::trim) {
        Some(outer) if !outer.is_empty() && multiplexer(replies, environment).is_some() => format!("{own} in {outer}"),
        _ => own,
    }
}

/// Decides how to write to a terminal.
///
/// Option, variable and settings win over what was found out, in this order; one that names no mode is passed over and
/// said in [`Dialect::why`]. Then the first sign counts: a multiplexer, the state of mode 8, XTVERSION, DA2, `TERM`, and
/// for a terminal that gave no answer at all the environment.
pub fn decide(replies: &Replies, environment: &Environment) -> Dialect {
    let mut dialect = match multiplexer(replies, environment) {
        Some(multiplexer) => behind(multiplexer, environment),
        None => alone(replies, environment),
    };
    let wishes = [
        ("--emit", &environment.emit_option),
        ("KHABAR_EMIT", &environment.emit_variable),
        ("the setting emit-for", &environment.emit_kept),
        ("the setting emit", &environment.emit_setting),
    ];
    let mut given = wishes.into_iter().filter_map(|(source, wish)| wish.as_ref().map(|wish| (source, wish))).peekable();
    while let Some((source, wish)) = given.next() {
        match wish.parse() {
            Ok(EmitChoice::Mode(mode)) => {
                dialect.mode = with_own_switch(mode, dialect.mode);
                dialect.why = format!("{source} asks for {mode}; found out: {}", dialect.why);
                return dialect;
            }
            Ok(EmitChoice::Auto) => {
                if let Some((weaker, _)) = given.peek() {
                    dialect.why = format!("{}; {source} asks for auto and wins over {weaker}", dialect.why);
                }
                return dialect;
            }
            Err(error) => dialect.why = format!("{}; {source} was passed over: {error}", dialect.why),
        }
    }
    dialect
}

/// An explicit mode that was asked for takes the switch of the terminal that was recognised.
fn with_own_switch(asked: EmitMode, found: EmitMode) -> EmitMode {
    match (asked, found.switch()) {
        (EmitMode::Explicit(_), Some(switch)) => EmitMode::Explicit(switch),
        _ => asked,
    }
}

/// The multiplexer that answered. Its variables count only where nothing answered: a terminal that was started from
/// within one inherits them.
pub(super) fn multiplexer(replies: &Replies, environment: &Environment) -> Option<&'static str> {
    let version = replies.version.as_deref().unwrap_or_default();
    let first = replies.secondary.as_ref().and_then(|numbers| numbers.first());
    match (version, first) {
        (version, _) if version.starts_with("tmux") => Some("tmux"),
        ("", Some(84)) => Some("tmux"),
        ("", Some(83)) => Some("screen"),
        _ if !replies.is_silent() => None,
        _ if environment.tmux.is_some() => Some("tmux"),
        _ if environment.sty.is_some() => Some("screen"),
        _ => None,
    }
}

/// Decides for the terminal around a multiplexer, which answers for itself and lets no switch pass.
fn behind(multiplexer: &str, environment: &Environment) -> Dialect {
    let outer = environment.outer_termtype.as_deref().map(str::trim).filter(|outer| !outer.is_empty());
    let (terminal, sign) = match outer.filter(|outer| multiplexer == "tmux" && !outer.starts_with("tmux")) {
        Some(outer) => (Terminal::by_version(outer), format!("{multiplexer} stands around it in “{outer}”")),
        None => by_variable(environment).map_or_else(
            || match environment.unattended {
                true => (None, format!("no terminal is attached to {multiplexer}")),
                false => (None, format!("{multiplexer} does not say which terminal it stands in")),
            },
            |(terminal, variable)| (Some(terminal), format!("{variable} is set within {multiplexer}")),
        ),
    };
    Dialect {
        mode: terminal.map_or(EmitMode::Visual, |terminal| terminal.behind),
        // Where no terminal draws, none draws marks wrong: what reads the screen gets the text as it is.
        marks: terminal
            .map_or(if environment.unattended { MarkSupport::Right } else { MarkSupport::Wrong }, |terminal| {
                terminal.marks
            }),
        name: terminal.map_or_else(|| outer.map_or("unknown", name_in).to_owned(), |terminal| terminal.name.to_owned()),
        version: outer.map(version_in).unwrap_or_default(),
        multiplexer: Some(multiplexer.to_owned()),
        why: sign,
    }
}

/// Decides for a terminal that we speak to directly.
fn alone(replies: &Replies, environment: &Environment) -> Dialect {
    let Found { terminal, sign, is_inherited } = recognise(replies, environment);
    let found = match terminal {
        None => EmitMode::Visual,
        // Its switch means "set font" elsewhere, so a variable alone is no reason to send it; this mode needs none.
        Some(terminal) if is_inherited && terminal.mode.switch() == Some(Switch::Konsole) => terminal.behind,
        Some(terminal) => terminal.mode,
    };
    let (mode, why) = match replies.bdsm {
        Some(1) => (EmitMode::Explicit(Switch::Bdsm), format!("{sign}; it reorders and lets mode 8 be reset")),
        Some(2 | 4) => (EmitMode::Visual, format!("{sign}; mode 8 is off already")),
        Some(3) => (EmitMode::Lrm, format!("{sign}; mode 8 is on for good")),
        _ => (found, sign),
    };
    let answered = replies.version.as_deref().filter(|version| !version.is_empty());
    Dialect {
        mode,
        marks: terminal.map_or(MarkSupport::Wrong, |terminal| terminal.marks),
        name: terminal.map_or_else(|| answered.map_or("unknown", name_in), |terminal| terminal.name).to_owned(),
        version: answered.map(version_in).unwrap_or_else(|| secondary_version(replies)),
        multiplexer: None,
        why,
    }
}

/// A terminal and how it was recognised.
struct Found {
    terminal: Option<&'static Terminal>,
    sign: String,
    /// Whether nothing but a variable says so, which a program started from within that terminal inherits.
    is_inherited: bool,
}

fn recognise(replies: &Replies, environment: &Environment) -> Found {
    let seen = |terminal, sign| Found { terminal, sign, is_inherited: false };
    if let Some(version) = replies.version.as_deref().filter(|version| !version.is_empty()) {
        return seen(Terminal::by_version(version), format!("XTVERSION says “{version}”"));
    }
    if let Some([first, second, ..]) = replies.secondary.as_deref()
        && let Some(terminal) = Terminal::by_secondary(*first, *second)
    {
        return seen(Some(terminal), format!("DA2 says {first};{second}"));
    }
    let inherited = |terminal, sign| Found { terminal: Some(terminal), sign, is_inherited: true };
    let set = |value: &Option<String>| value.clone().unwrap_or_default();
    if let Some(terminal) = Terminal::by_term(&set(&environment.term)) {
        return inherited(terminal, format!("TERM is {}", set(&environment.term)));
    }
    // These terminals answer XTVERSION or DA2: where something answers otherwise, their variables are inherited.
    let by_variable = by_variable(environment).filter(|_| replies.version.is_none() && replies.secondary.is_none());
    let trusted = by_variable.filter(|(terminal, _)| replies.is_silent() || terminal.name == "VTE");
    if let Some((terminal, variable)) = trusted {
        return inherited(terminal, format!("{variable} is set"));
    }
    if let Some(terminal) = Terminal::by_program(&set(&environment.term_program)) {
        return inherited(terminal, format!("TERM_PROGRAM is {}", set(&environment.term_program)));
    }
    let nothing = match replies.is_silent() {
        true => "it does not answer and nothing else names it",
        false => "its answers name no terminal that reorders",
    };
    seen(None, nothing.to_owned())
}

/// The terminal that a variable of its own names, and the variable.
fn by_variable(environment: &Environment) -> Option<(&'static Terminal, &'static str)> {
    let vte = environment.vte_version.as_deref().and_then(|version| version.trim().parse::<u32>().ok());
    let found = if vte.is_some_and(|version| version >= VTE_WITH_BIDI) {
        ("VTE", "VTE_VERSION")
    } else if environment.konsole_version.is_some() {
        ("Konsole", "KONSOLE_VERSION")
    } else if environment.mlterm.is_some() {
        ("mlterm", "MLTERM")
    } else if environment.kitty_window_id.is_some() {
        ("kitty", "KITTY_WINDOW_ID")
    } else if environment.wt_session.is_some() {
        ("Windows Terminal", "WT_SESSION")
    } else {
        return None;
    };
    Terminal::named(found.0).map(|terminal| (terminal, found.1))
}

/// The name in an answer to XTVERSION: what stands before its version.
fn name_in(answer: &str) -> &str {
    answer.split(['(', ' ']).next().unwrap_or(answer)
}

/// The version in an answer to XTVERSION: `XTerm(379)` and `Konsole 22.12.3` are both in use.
fn version_in(answer: &str) -> String {
    answer[name_in(answer).len()..].trim_matches(['(', ')', ' ']).to_owned()
}

/// The version that the secondary attributes hold; VTE packs three numbers into one.
fn secondary_version(replies: &Replies) -> String {
    match replies.secondary.as_deref() {
        Some([61 | 65, packed, ..]) if *packed >= VTE_WITH_BIDI => {
            format!("{}.{}.{}", packed / 10_000, packed / 100 % 100, packed % 100)
        }
        Some([_, version, ..]) => version.to_string(),
        _ => String::new(),
    }
}
