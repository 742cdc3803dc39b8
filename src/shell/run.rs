//! The loop: draw, wait for one input, translate, update, run effects.
//!
//! Owns the one channel that input, signals and jobs all send to, and the order of beginning and ending; decides
//! nothing that a user sees (`app/`). Read [`Reader::live`] first.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use anyhow::Context;
use crossterm::event::Event as TerminalEvent;

use super::clipboard::copy_sequence;
use super::detect::{Environment, Replies, VOLLEY};
use super::doctor::widths::{self, Measuring, Widths};
use super::emit::EmitMode;
use super::fault::Fault;
use super::folders::Folders;
use super::input::Heard;
use super::jobs::{Loaded, Loader, MarkWriter};
use super::keep::keep_emit;
use super::prepare::{Prepared, prepare};
use super::probe::{self, LateWord, Probe};
use super::settings::Settings;
use super::signal::Asked;
use super::speech::{self, Speech};
use super::terminal::{Guard, Screen};
use super::{input, log, signal, terminal};
use crate::action::{Action, Effect, Input};
use crate::app::App;
use crate::library::MarkStore;
use crate::message::InterfaceLanguage;
use crate::panes::ColorSupport;
use crate::source::{ReadOptions, Warning};

/// How often a loop without events looks whether its terminal is still there: one that was closed without a signal
/// would keep the process for ever.
const WATCH: Duration = Duration::from_secs(2);
/// The most events that are taken in before the next frame shows what they did.
const BURST: usize = 512;
/// The exit code of a program whose terminal was closed: that of SIGHUP.
const HUNG_UP: u8 = 129;

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
    /// How frames are written, where named: `auto` or an [`EmitMode`](super::emit::EmitMode)'s name.
    pub emit: Option<String>,
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
    let prepared = prepare(&session, &folders);
    let guard = Guard::new(prepared.settings.mouse);
    let (bell, events) = channel();
    listen_to_signals(&guard, &bell)?;
    terminal::guard_against_panic(guard.clone());
    let mut screen = Screen::enter(guard).context("the terminal cannot be used")?;
    let mut environment = Environment { emit_option: session.emit, ..Environment::of_process() };
    let mut out = terminal::raw_stdout().context("the terminal cannot be used")?;
    let Probe { replies, typed, late } = probe::ask(&mut out, VOLLEY, &mut environment);
    let speech = Speech::new(replies, environment, &prepared.settings);
    screen.furnish(speech.mode().switch()).context("the terminal cannot be used")?;
    for key in typed {
        // Nobody but us has the other end.
        let _ = bell.send(Event::Typed(key));
    }
    let ears = Ears { bell, late };
    let mut reader = Reader::begin((session.paths, folders), prepared, (screen, speech), ears)?;
    let ended = reader.live(&events);
    reader.end(ended)
}

/// Where events come together, and what is still to be heard from the terminal.
struct Ears {
    bell: Sender<Event>,
    late: Option<probe::Late>,
}

/// Something that the loop must hear of.
enum Event {
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
pub(super) type Notice = (&'static str, String);

/// The reader while it lives.
struct Reader {
    app: App,
    screen: Screen,
    speech: Speech,
    settings: Settings,
    /// The folder for settings.
    config: Option<PathBuf>,
    loader: Option<Loader>,
    writer: Option<MarkWriter>,
    warnings: Vec<Warning>,
    /// What is still to be said: one message at a time, the next after a key.
    notices: VecDeque<Notice>,
    told_of_marks: bool,
    told_size: Option<(u16, u16)>,
    /// Our own stop will be followed by a signal that says what we know.
    awaits_go_on: bool,
    fault: Fault,
    wish: input::Wish,
}

impl Reader {
    fn begin(
        (paths, folders): (Vec<PathBuf>, Folders),
        prepared: Prepared,
        (screen, speech): (Screen, Speech),
        Ears { bell, late }: Ears,
    ) -> anyhow::Result<Reader> {
        let Prepared { settings, mut setup, mut notices, leaves_colours_open } = prepared;
        if leaves_colours_open && speech.mode() == EmitMode::Jitter && setup.colors == ColorSupport::Ansi16 {
            // This mode writes 24 bits anyway, and a theme of sixteen would show through between its letters.
            setup.colors = ColorSupport::TrueColor;
        }
        let mut store = folders.state.map(MarkStore::open);
        match store.as_mut().map(MarkStore::load) {
            Some(Ok(marks)) => {
                setup.marks = marks;
                // Said at the start, so that nobody reads on in the belief that places are kept.
                let checked = store.as_ref().map(MarkStore::check_writable);
                notices.extend(checked.and_then(Result::err).map(|error| ("marks-not-stored", error.to_string())));
            }
            Some(Err(error)) => notices.push_back(("marks-not-read", error.to_string())),
            None => notices.push_back(("marks-not-stored", "there is no home folder".to_owned())),
        }
        let complaints = bell.clone();
        let complain = move |error: &_| drop(complaints.send(Event::MarksNotStored(format!("{error}"))));
        let writer = store.map(|store| MarkWriter::start(store, complain)).transpose().context("no thread")?;
        let options = ReadOptions { today: setup.today, raw: false };
        let loaded = bell.clone();
        let loader = Loader::start(paths, options, move || drop(loaded.send(Event::Loaded))).context("no thread")?;
        let wish = input::Wish::default();
        input::listen(late, wish.clone(), move |heard| tell(&bell, heard)).context("no thread")?;
        let mut app = App::new(setup);
        app.set_marks_allowed(speech.allows_marks());
        app.diagnose(speech.diagnosis());
        Ok(Reader {
            app,
            screen,
            speech,
            settings,
            config: folders.config,
            loader: Some(loader),
            writer,
            warnings: Vec::new(),
            notices,
            told_of_marks: false,
            told_size: None,
            awaits_go_on: false,
            fault: Fault::of_process(),
            wish,
        })
    }

    /// Draw, wait for one input, translate, update, run effects. Returns the exit code where one was asked for.
    fn live(&mut self, events: &Receiver<Event>) -> anyhow::Result<Option<u8>> {
        self.say_next();
        loop {
            self.tell_size()?;
            self.draw().context("the terminal does not answer")?;
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

    fn draw(&mut self) -> io::Result<()> {
        let (app, mode, fault) = (&self.app, self.speech.mode(), &self.fault);
        self.speech.set_ink(app.ink());
        self.screen.set_spills(self.speech.spills());
        self.screen.draw(self.speech.emitter(), |buffer| {
            let painted = speech::paint(app, mode, buffer);
            fault.strike();
            painted
        })
    }

    fn hear(&mut self, event: Event) -> anyhow::Result<Next> {
        match event {
            // The size is asked for before each frame: an event may be older than the last one.
            Event::Terminal(Ok(TerminalEvent::Resize(..))) => {}
            Event::Terminal(Ok(event)) => {
                if let Some(input) = input::translate(event) {
                    return self.follow(input);
                }
            }
            Event::Typed(input) => return self.follow(input),
            Event::Answered(replies) => {
                self.speech = self.speech.hear(replies, &self.settings);
                self.app.set_marks_allowed(self.speech.allows_marks());
                self.speak(self.speech.mode())?;
            }
            Event::Terminal(Err(error)) => return Err(error).context("the terminal sends nothing any more"),
            Event::CanBeAsked => {
                self.screen.write(&widths::questions())?;
                self.screen.forget();
            }
            Event::Measured(widths) => {
                self.speech.measure(widths.map_or(Measuring::Silent, Measuring::Done));
                self.app.diagnose(self.speech.diagnosis());
            }
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

    fn follow(&mut self, input: Input) -> anyhow::Result<Next> {
        self.fault.hear(&input);
        let is_key = matches!(input, Input::Key(_));
        let effects = self.app.input(input);
        if is_key {
            self.say_next();
        }
        self.carry_out(effects)
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
                Effect::Redraw => self.screen.forget(),
                Effect::SwitchEmit => {
                    self.speak(self.speech.next_mode())?;
                    self.app.say("emit-switched", &[("mode", self.speech.mode().name())]);
                }
                Effect::KeepEmit(name) => self.keep(&name)?,
                Effect::MeasureWidths => self.measure(),
            }
        }
        Ok(next)
    }

    /// Asks the thread that reads the terminal to make room for questions: once, for the answers do not change.
    fn measure(&mut self) {
        if self.speech.can_measure() && self.wish.make(self.speech.patience()) {
            self.speech.measure(Measuring::Asked);
            self.app.diagnose(self.speech.diagnosis());
        }
    }

    /// Writes in a mode from now on, the screen in full, and tells the page about the terminal.
    fn speak(&mut self, mode: EmitMode) -> io::Result<()> {
        self.speech.speak(mode);
        self.app.diagnose(self.speech.diagnosis());
        self.screen.change_switch(mode.switch())
    }

    /// Writes in the mode that the user can read, and keeps it for this terminal.
    fn keep(&mut self, name: &str) -> io::Result<()> {
        let Some(mode) = self.speech.named(name) else { return Ok(()) };
        self.speak(mode)?;
        let identity = self.speech.identity();
        let kept = match &self.config {
            Some(folder) => keep_emit(folder, &identity, name),
            None => Err(io::Error::other("there is no home folder")),
        };
        if let Err(error) = kept {
            tracing::warn!("emit mode not kept: {error}");
            self.app.say("emit-not-kept", &[("reason", &error.to_string())]);
        }
        self.settings.emit_for.insert(identity, name.to_owned());
        Ok(())
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

/// What the thread of the terminal hears, for the loop; false when nobody listens any more.
fn tell(bell: &Sender<Event>, heard: Heard) -> bool {
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
