//! The loop: draw, wait for one input, translate, update, run effects.
//!
//! Owns the one channel that input, signals and jobs all send to, and the order of beginning and ending; decides
//! nothing that a user sees (`app/`). Read [`Reader::live`] first.

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use anyhow::Context;
use crossterm::event::Event as TerminalEvent;

use super::clipboard::copy_sequence;
use super::folders::Folders;
use super::jobs::{Loaded, Loader, MarkWriter};
use super::settings::{LanguageChoice, Settings};
use super::signal::Asked;
use super::terminal::{Guard, Screen};
use super::{colour, input, locale, log, signal, terminal};
use crate::action::{Action, Effect, Input, Keymap};
use crate::app::{App, Setup};
use crate::library::{MarkStore, Marks};
use crate::message::InterfaceLanguage;
use crate::source::{ReadOptions, Warning};

/// How often a loop without events looks whether its terminal is still there: one that was closed without a signal
/// would keep the process for ever.
const WATCH: Duration = Duration::from_secs(2);
/// The most events that are taken in before the next frame shows what they did.
const BURST: usize = 512;
/// The exit code of a program whose terminal was closed: that of SIGHUP.
const HUNG_UP: u8 = 129;
/// A file of keys is a page; more than this is something else.
const LARGEST_KEYS_BYTES: u64 = 1 << 20;

/// What the user asked for on the command line.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// Files and folders; none: the built-in articles.
    pub paths: Vec<PathBuf>,
    /// The language of the interface, where named.
    pub language: Option<InterfaceLanguage>,
    /// The name of a theme, where named: one of [`THEMES`](super::THEMES).
    pub theme: Option<String>,
    /// The folder for state, where named.
    pub state: Option<PathBuf>,
}

/// What is left when the reader is.
#[derive(Clone, Debug, Default)]
pub struct Left {
    /// All remarks about the inputs.
    pub warnings: Vec<Warning>,
    /// The exit code, where a signal or a closed terminal ended the reader: 128 and the signal's number.
    pub signal_code: Option<u8>,
}

/// Opens the reader on the terminal and stays until the user, a signal or the terminal ends it.
///
/// # Errors
/// When the terminal cannot be taken over or stops to answer. It has been given back, and marks have been stored.
pub fn run(session: Session) -> anyhow::Result<Left> {
    let environment = |name: &str| std::env::var(name).ok();
    let folders = Folders::find(session.state.clone());
    log::start(folders.state.as_deref(), environment("KHABAR_LOG").as_deref());
    let (settings, setup, notices) = prepare(&session, &folders);
    let guard = Guard::new(settings.mouse);
    let (bell, events) = channel();
    listen_to_signals(&guard, &bell)?;
    terminal::guard_against_panic(guard.clone());
    let screen = Screen::take(guard).context("the terminal cannot be used")?;
    let mut reader = Reader::begin(session.paths, folders.state, (setup, notices), (screen, bell))?;
    let ended = reader.live(&events);
    reader.end(ended)
}

/// Something that the loop must hear of.
enum Event {
    /// The terminal sent something, or nothing any more.
    Terminal(io::Result<TerminalEvent>),
    /// A signal came.
    Signal(Asked),
    /// The loader has something.
    Loaded,
    /// Marks could not be stored, and why.
    MarksNotStored(String),
}

/// How the loop goes on.
enum Next {
    Stay,
    Leave,
    /// Leave with an exit code.
    LeaveWith(u8),
}

/// A message for the status line: its key, and the reason that it names.
type Notice = (&'static str, String);

/// The reader while it lives.
struct Reader {
    app: App,
    screen: Screen,
    loader: Option<Loader>,
    writer: Option<MarkWriter>,
    warnings: Vec<Warning>,
    /// What is still to be said: one message at a time, the next after a key.
    notices: VecDeque<Notice>,
    told_of_marks: bool,
    told_size: Option<(u16, u16)>,
    /// Our own stop will be followed by a signal that says what we know.
    awaits_go_on: bool,
}

impl Reader {
    fn begin(
        paths: Vec<PathBuf>,
        state: Option<PathBuf>,
        (mut setup, mut notices): (Setup, VecDeque<Notice>),
        (screen, bell): (Screen, Sender<Event>),
    ) -> anyhow::Result<Reader> {
        let mut store = state.map(MarkStore::open);
        match store.as_mut().map(MarkStore::load) {
            Some(Ok(marks)) => setup.marks = marks,
            Some(Err(error)) => notices.push_back(("marks-not-read", error.to_string())),
            None => notices.push_back(("marks-not-stored", "there is no home folder".to_owned())),
        }
        let complaints = bell.clone();
        let complain = move |error: &_| drop(complaints.send(Event::MarksNotStored(format!("{error}"))));
        let writer = store.map(|store| MarkWriter::start(store, complain)).transpose().context("no thread")?;
        let options = ReadOptions { today: setup.today, raw: false };
        let loaded = bell.clone();
        let loader = Loader::start(paths, options, move || drop(loaded.send(Event::Loaded))).context("no thread")?;
        input::listen(move |event| bell.send(Event::Terminal(event)).is_ok()).context("no thread")?;
        Ok(Reader {
            app: App::new(setup),
            screen,
            loader: Some(loader),
            writer,
            warnings: Vec::new(),
            notices,
            told_of_marks: false,
            told_size: None,
            awaits_go_on: false,
        })
    }

    /// Draw, wait for one input, translate, update, run effects. Returns the exit code where one was asked for.
    fn live(&mut self, events: &Receiver<Event>) -> anyhow::Result<Option<u8>> {
        self.say_next();
        loop {
            self.tell_size()?;
            let app = &self.app;
            self.screen.draw(|frame| app.draw(frame)).context("the terminal does not answer")?;
            let first = loop {
                match events.recv_timeout(WATCH) {
                    Ok(event) => break event,
                    Err(RecvTimeoutError::Timeout) if terminal::is_there() => {}
                    Err(_) => return Ok(Some(HUNG_UP)),
                }
            };
            for event in std::iter::once(first).chain(events.try_iter().take(BURST)) {
                match self.hear(event)? {
                    Next::Stay => {}
                    Next::Leave => return Ok(None),
                    Next::LeaveWith(code) => return Ok(Some(code)),
                }
            }
        }
    }

    fn hear(&mut self, event: Event) -> anyhow::Result<Next> {
        match event {
            // The size is asked for before each frame: an event may be older than the last one.
            Event::Terminal(Ok(TerminalEvent::Resize(..))) => {}
            Event::Terminal(Ok(event)) => {
                if let Some(input) = input::translate(event) {
                    let is_key = matches!(input, Input::Key(_));
                    let effects = self.app.input(input);
                    if is_key {
                        self.say_next();
                    }
                    return self.carry_out(effects);
                }
            }
            Event::Terminal(Err(error)) => return Err(error).context("the terminal sends nothing any more"),
            Event::Signal(Asked::End(code)) => {
                let last_marks = self.app.update(Action::Quit);
                self.carry_out(last_marks)?;
                return Ok(Next::LeaveWith(code));
            }
            Event::Signal(Asked::Stop) => self.stop(signal::stop_self)?,
            Event::Signal(Asked::GoOn) if std::mem::take(&mut self.awaits_go_on) => {}
            Event::Signal(Asked::GoOn) => self.screen.take_again()?,
            Event::Loaded => self.shelve(),
            Event::MarksNotStored(reason) => {
                tracing::warn!("marks not stored: {reason}");
                if !std::mem::replace(&mut self.told_of_marks, true) {
                    self.app.say("marks-not-stored", &[("reason", &reason)]);
                }
            }
        }
        Ok(Next::Stay)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> anyhow::Result<Next> {
        let mut next = Next::Stay;
        for effect in effects {
            match effect {
                Effect::Quit => next = Next::Leave,
                Effect::Suspend => self.stop(signal::stop_job)?,
                Effect::StoreMarks(changes) => {
                    if let Some(writer) = &self.writer {
                        writer.store(changes);
                    }
                }
                Effect::Copy(text) => match copy_sequence(&text) {
                    Some(sequence) => self.screen.write(&sequence)?,
                    None => self.app.say("clipboard-too-long", &[]),
                },
                Effect::Redraw => self.screen.forget()?,
                Effect::SwitchEmit | Effect::KeepEmit(_) => {}
            }
        }
        Ok(next)
    }

    /// Takes what the loader has.
    fn shelve(&mut self) {
        match self.loader.as_ref().and_then(Loader::next) {
            Some(Loaded::Some(batch)) => {
                self.warnings.extend(batch.warnings.iter().cloned());
                self.app.extend(batch.articles, batch.warnings);
            }
            Some(Loaded::All) => self.app.loading_done(),
            Some(Loaded::Failed(reason)) => {
                self.app.loading_done();
                self.app.say("loading-failed", &[("reason", &reason)]);
            }
            None => {}
        }
    }

    /// Gives the terminal back, stops, and takes it again when the process is let go on.
    fn stop(&mut self, stop: fn() -> bool) -> io::Result<()> {
        self.screen.lend();
        self.awaits_go_on = stop();
        self.screen.take_again()
    }

    /// The app hears of its size before a frame is drawn in it, whoever noticed first.
    fn tell_size(&mut self) -> anyhow::Result<()> {
        let size = self.screen.size().context("the terminal does not tell its size")?;
        if self.told_size.replace(size) != Some(size) {
            let effects = self.app.input(Input::Resize(size.0, size.1));
            self.carry_out(effects)?;
        }
        Ok(())
    }

    /// Says the next of the notices of the beginning.
    fn say_next(&mut self) {
        if let Some((key, reason)) = self.notices.pop_front() {
            tracing::warn!("{key}: {reason}");
            self.app.say(key, &[("reason", &reason)]);
        }
    }

    /// Gives the terminal back first, then waits for the threads.
    fn end(mut self, ended: anyhow::Result<Option<u8>>) -> anyhow::Result<Left> {
        if ended.is_err() {
            // The terminal is gone, the marks need not be.
            let _ = self.app.update(Action::Quit).into_iter().try_for_each(|effect| match effect {
                Effect::StoreMarks(_) => self.carry_out(vec![effect]).map(drop),
                _ => Ok(()),
            });
        }
        drop(self.screen);
        if let Some(loader) = self.loader.take() {
            loader.end();
        }
        drop(self.writer);
        Ok(Left { warnings: self.warnings, signal_code: ended? })
    }
}

/// Everything that can be settled before the terminal is touched, and what is to be said about it.
fn prepare(session: &Session, folders: &Folders) -> (Settings, Setup, VecDeque<Notice>) {
    let environment = |name: &str| std::env::var(name).ok();
    let (settings, faults) = Settings::load(folders.config.as_deref());
    let mut notices: VecDeque<Notice> = faults.iter().map(|fault| ("settings-faulty", fault.to_string())).collect();
    let mut setup = Setup::new(Vec::new(), jiff::Zoned::now().date());
    setup.loading = true;
    setup.measure_cells = settings.measure_cells.map_or(setup.measure_cells, usize::from);
    setup.marks = Marks::default();
    setup.interface = session.language.unwrap_or_else(|| match settings.language {
        LanguageChoice::Arabic => InterfaceLanguage::Arabic,
        LanguageChoice::English => InterfaceLanguage::English,
        LanguageChoice::Auto if locale::prefers_arabic(&environment) => InterfaceLanguage::Arabic,
        LanguageChoice::Auto => InterfaceLanguage::English,
    });
    let named = environment("KHABAR_THEME").filter(|name| !name.is_empty());
    let theme = session.theme.clone().or(named).or_else(|| settings.theme.clone()).unwrap_or("auto".to_owned());
    let chosen = colour::choose(&theme, &environment).or_else(|| {
        notices.push_back(("settings-faulty", format!("there is no theme {theme}")));
        colour::choose("auto", &environment)
    });
    if let Some((brightness, colors)) = chosen {
        (setup.brightness, setup.colors) = (brightness, colors);
    }
    if let Err(reason) = merge_keys(&mut setup.keymap, folders.config.as_deref()) {
        notices.push_back(("keys-faulty", reason));
    }
    (settings, setup, notices)
}

/// Lays the user's `keys.toml` over the built-in keys. A missing file is no error.
fn merge_keys(keymap: &mut Keymap, config: Option<&Path>) -> Result<(), String> {
    let Some(path) = config.map(|folder| folder.join("keys.toml")) else { return Ok(()) };
    let Ok(about) = fs::metadata(&path) else { return Ok(()) };
    if !about.is_file() || about.len() > LARGEST_KEYS_BYTES {
        return Err("keys.toml is not a small file".to_owned());
    }
    let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
    keymap.merge(&text).map_err(|error| error.to_string())
}

/// Signals go the way of every event; the second one that asks for the end, when the loop does not hear, ends the
/// process with the terminal given back.
fn listen_to_signals(guard: &Arc<Guard>, bell: &Sender<Event>) -> anyhow::Result<()> {
    let (bell, guard) = (bell.clone(), guard.clone());
    let force = move |code: u8| {
        if let Ok(mut out) = terminal::raw_stdout() {
            guard.give_back(&mut out);
        }
        std::process::exit(i32::from(code));
    };
    signal::listen(move |asked| bell.send(Event::Signal(asked)).is_ok(), force).context("signals cannot be heard")
}
