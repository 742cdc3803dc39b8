//! The loop: draw, wait for one input, translate, update, run effects.
//!
//! Owns the one channel that input, signals and jobs all send to, and the order of beginning and ending; decides
//! nothing that a user sees (`app/`). Read [`Reader::live`] first.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::Context;
use crossterm::event::Event as TerminalEvent;

use super::clipboard::copy_sequence;
use super::detect::{Environment, VOLLEY};
use super::doctor::widths::{self, Measuring};
use super::emit::EmitMode;
use super::event::{Event, listen_to_signals, tell};
use super::fault::Fault;
use super::folders::Folders;
use super::keep::keep_emit;
use super::library::Written;
use super::names::NamesKept;
use super::open::{self, Bells, Opened, Source};
use super::prepare::{Prepared, prepare};
use super::probe::{self, Probe};
use super::settings::Settings;
use super::shelf::{LOOK, Shelf};
use super::signal::Asked;
use super::speech::{self, Speech};
use super::terminal::{Guard, Screen};
use super::{input, log, signal, terminal};
use crate::action::{Action, Effect, Input, KeyCode, MouseKind};
use crate::app::App;
use crate::message::InterfaceLanguage;
use crate::panes::ColorSupport;
use crate::source::Warning;

/// So long an Enter waits for the titles of a large library, which are there within a second or two.
const TITLES_PATIENCE: Duration = Duration::from_secs(5);
/// The most events that are taken in before the next frame shows what they did.
const BURST: usize = 512;
/// The exit code of a program whose terminal was closed: that of SIGHUP.
const HUNG_UP: u8 = 129;

/// What the user asked for on the command line.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// Files and folders; none: the library, and where there is none the built-in articles.
    pub paths: Vec<PathBuf>,
    /// The language of the interface, where named.
    pub language: Option<InterfaceLanguage>,
    /// The name of a theme, where named: one of [`THEMES`](super::THEMES).
    pub theme: Option<String>,
    /// The library; `None` where the system names no place for one.
    pub library: Option<PathBuf>,
    /// Somebody asked for this library: that it is missing or empty is then said, and nothing else is read.
    pub library_is_named: bool,
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
    /// Why the last marks or notes could not be stored, where they could not.
    pub not_stored: Option<String>,
}

/// Opens the reader on the terminal and stays until the user, a signal or the terminal ends it.
///
/// # Errors
/// When the terminal cannot be taken over or stops to answer: it has been given back, and marks have been stored. A
/// [`LibraryError`](crate::library::LibraryError) when the library cannot be used.
pub fn run(session: Session) -> anyhow::Result<Left> {
    let environment = |name: &str| std::env::var(name).ok();
    let folders = Folders::find(session.state.clone());
    log::start(folders.state.as_deref(), environment("KHABAR_LOG").as_deref());
    let prepared = prepare(&session, &folders);
    let opened = open::open(&session)?;
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
    let mut reader = Reader::begin((opened, folders), prepared, (screen, speech), ears)?;
    let ended = reader.live(&events);
    reader.end(ended, &events)
}

/// Where events come together, and what is still to be heard from the terminal.
struct Ears {
    bell: Sender<Event>,
    late: Option<probe::Late>,
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
    shelf: Shelf,
    bell: Sender<Event>,
    /// What opens something waits for the titles, and all that was typed behind it.
    held: VecDeque<Input>,
    held_since: Option<Instant>,
    warnings: Vec<Warning>,
    /// What is still to be said: one message at a time, the next after a key.
    notices: VecDeque<Notice>,
    told_of_marks: bool,
    told_size: Option<(u16, u16)>,
    /// Our own stop will be followed by a signal that says what we know.
    awaits_go_on: bool,
    fault: Fault,
    wish: input::Wish,
    names: NamesKept,
}

impl Reader {
    fn begin(
        (opened, folders): (Opened, Folders),
        prepared: Prepared,
        (screen, speech): (Screen, Speech),
        Ears { bell, late }: Ears,
    ) -> anyhow::Result<Reader> {
        let Prepared { settings, mut setup, mut notices, leaves_colours_open } = prepared;
        if leaves_colours_open && speech.mode() == EmitMode::Jitter && setup.colors == ColorSupport::Ansi16 {
            // This mode writes 24 bits anyway, and a theme of sixteen would show through between its letters.
            setup.colors = ColorSupport::TrueColor;
        }
        let (ring, complain, written, named) = (bell.clone(), bell.clone(), bell.clone(), bell.clone());
        let bells = Bells {
            loaded: Box::new(move || drop(ring.send(Event::Loaded))),
            complain: Box::new(move |reason| drop(complain.send(Event::MarksNotStored(reason)))),
            written: Box::new(move |what| drop(written.send(Event::Written(what)))),
            named: Box::new(move |found| drop(named.send(Event::Named(found)))),
        };
        setup.loading = matches!(opened.source, Source::Files(_));
        let (names, aliases, faulty) = NamesKept::open(&folders);
        notices.extend(faulty);
        if let Some(kinds) = names.hidden_kinds() {
            setup.hidden_kinds = kinds;
        }
        let (mut shelf, said) = opened.begin(&folders, setup.today, bells)?;
        notices.extend(said);
        shelf.desk.set_aliases(aliases);
        let own_bell = bell.clone();
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
            shelf,
            bell: own_bell,
            held: VecDeque::new(),
            held_since: None,
            warnings: Vec::new(),
            notices,
            told_of_marks: false,
            told_size: None,
            awaits_go_on: false,
            fault: Fault::of_process(),
            wish,
            names,
        })
    }

    /// Draw, wait for one input, translate, update, run effects. Returns the exit code where one was asked for.
    fn live(&mut self, events: &Receiver<Event>) -> anyhow::Result<Option<u8>> {
        self.say_next();
        loop {
            self.tell_size()?;
            self.shelf.answer(&mut self.app);
            self.draw().context("the terminal does not answer")?;
            let [titles, warm] = [(); 2].map(|()| self.bell.clone());
            self.shelf.load_titles(move |loaded| drop(titles.send(Event::Titles(loaded))));
            self.shelf.warm_up(move || drop(warm.send(Event::WarmedUp)));
            let first = match events.recv_timeout(self.patience()) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) if terminal::is_there() => None,
                Err(_) => return Ok(Some(HUNG_UP)),
            };
            if first.is_none() {
                self.shelf.search_on(&mut self.app);
            }
            self.shelf.file(&mut self.app);
            self.shelf.look(&mut self.app);
            self.shelf.find_names(&mut self.app);
            if let Some(next) = self.let_go()? {
                return Ok(next);
            }
            for event in first.into_iter().chain(events.try_iter().take(BURST)) {
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

    /// How long to wait for an event: not at all while articles wait to be filed.
    fn patience(&self) -> Duration {
        match self.held_since {
            _ if self.shelf.is_busy() => Duration::ZERO,
            Some(since) => TITLES_PATIENCE.saturating_sub(since.elapsed()),
            None => LOOK,
        }
    }

    /// True when it is not known yet what would be opened.
    fn is_unsure(&self) -> bool {
        self.app.awaits_titles() || self.shelf.awaits_first(&self.app)
    }

    /// Does what was held, once the titles or the first hit are there or have been waited for long enough; the exit
    /// code where that ends the reader.
    fn let_go(&mut self) -> anyhow::Result<Option<Option<u8>>> {
        let is_over = self.held_since.is_some_and(|since| since.elapsed() >= TITLES_PATIENCE);
        if is_over && self.app.awaits_titles() {
            self.shelf.do_without_titles(&mut self.app);
        }
        self.shelf.answer(&mut self.app);
        while is_over || !self.is_unsure() {
            let Some(input) = self.held.pop_front() else {
                self.held_since = None;
                break;
            };
            match self.follow_now(input)? {
                Next::Stay => {}
                Next::Leave => return Ok(Some(None)),
                Next::LeaveWith(code) => return Ok(Some(Some(code))),
            }
        }
        Ok(None)
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
                self.app.update(Action::Quit);
                self.carry_out()?;
                return Ok(Next::LeaveWith(code));
            }
            Event::Signal(Asked::Stop) => self.stop(signal::stop_self)?,
            Event::Signal(Asked::GoOn) if std::mem::take(&mut self.awaits_go_on) => {}
            Event::Signal(Asked::GoOn) => self.screen.take_again()?,
            Event::Loaded => {
                let warnings = self.shelf.take_loaded(&mut self.app);
                self.warnings.extend(warnings);
            }
            Event::WarmedUp => self.shelf.warmed_up(&mut self.app),
            Event::Titles(titles) => self.shelf.take_titles(titles, &mut self.app),
            Event::Written(written) => {
                if let Some(reason) = self.shelf.written(written) {
                    self.tell_of_marks(&reason);
                }
            }
            Event::MarksNotStored(reason) => self.tell_of_marks(&reason),
            Event::Named(found) => self.shelf.take_names(found),
        }
        Ok(Next::Stay)
    }

    /// Says once that marks are not kept.
    fn tell_of_marks(&mut self, reason: &str) {
        tracing::warn!("marks not stored: {reason}");
        if !std::mem::replace(&mut self.told_of_marks, true) {
            self.app.say("marks-not-stored", &[("reason", reason)]);
        }
    }

    /// What opens something, while not all is found that could be, waits with all that is typed after it.
    fn follow(&mut self, input: Input) -> anyhow::Result<Next> {
        self.fault.hear(&input);
        self.shelf.typed();
        self.shelf.answer(&mut self.app);
        let opens = match &input {
            Input::Key(key) => key.code == KeyCode::Enter,
            Input::Mouse(mouse) => mouse.kind == MouseKind::Press,
            _ => false,
        };
        if self.held_since.is_some() || (opens && self.is_unsure()) {
            self.held_since.get_or_insert_with(Instant::now);
            self.held.push_back(input);
            return Ok(Next::Stay);
        }
        self.follow_now(input)
    }

    fn follow_now(&mut self, input: Input) -> anyhow::Result<Next> {
        let is_key = matches!(input, Input::Key(_));
        self.app.input(input);
        if is_key {
            self.say_next();
        }
        self.carry_out()
    }

    /// Finds out what the app does not know, then does what it asks for.
    fn carry_out(&mut self) -> anyhow::Result<Next> {
        self.shelf.answer(&mut self.app);
        let mut next = Next::Stay;
        for effect in self.app.take_effects() {
            if self.shelf.store(&effect) || self.names.store(&effect, &mut self.app) {
                continue;
            }
            match effect {
                Effect::Quit => next = Next::Leave,
                Effect::Suspend => self.stop(signal::stop_job)?,
                // Stored already.
                Effect::StoreMarks(_) | Effect::StoreNote(..) | Effect::StoreAliases(_) | Effect::StoreKinds(_) => {}
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
            self.app.input(Input::Resize(size.0, size.1));
            self.carry_out()?;
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

    /// Gives the terminal back first, then waits for the threads, and hears whether the last of them could be stored.
    fn end(mut self, ended: anyhow::Result<Option<u8>>, events: &Receiver<Event>) -> anyhow::Result<Left> {
        if ended.is_err() {
            // The terminal is gone, the marks need not be.
            self.app.update(Action::Quit);
            self.shelf.answer(&mut self.app);
            for effect in self.app.take_effects() {
                self.shelf.store(&effect);
            }
        }
        drop(self.screen);
        // What was said before is tried once more now.
        events.try_iter().for_each(drop);
        self.shelf.end();
        let not_stored = events.try_iter().fold(None, |before, event| match event {
            Event::Written(Written::Done(..)) => None,
            Event::Written(Written::Failed(reason)) | Event::MarksNotStored(reason) => Some(reason),
            _ => before,
        });
        Ok(Left { warnings: self.warnings, signal_code: ended?, not_stored })
    }
}
