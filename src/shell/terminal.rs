//! The terminal: taken over, drawn on, given back whatever happens.
//!
//! Owns raw mode, the alternate screen, the mouse, bracketed paste, synchronised frames and the cursor; does not read
//! keys (`input.rs`), and which cells are written is `emit/sheet.rs`. Read [`Guard`] first: it alone knows whether the terminal is ours.

use std::any::Any;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::ThreadId;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::emit::{EmitMode, Emitter, Sheet, Switch};
use crate::text::printable;

/// Begins and ends one frame, so that a terminal shows it as a whole (synchronised output, private mode 2026).
const BEGIN_FRAME: &str = "\x1b[?2026h";
const END_FRAME: &str = "\x1b[?2026l";
/// The alternate screen, no cursor.
const ENTER: &str = "\x1b[?1049h\x1b[?25l";
/// A cleared page, whatever stands on it, and bracketed paste. A switch goes before it: VTE keeps the mode in each row
/// from the moment the row is made.
const FURNISH: &str = "\x1b[2J\x1b[?2004h";
/// The way back, in the opposite order; first a frame that a panic left open, last the colours.
const UNFURNISH: &str = "\x1b[?2026l\x1b[?25h\x1b[?2004l\x1b[0m";
const LEAVE: &str = "\x1b[?1049l";
const HIDE_CURSOR: &str = "\x1b[?25l";
const SHOW_CURSOR: &str = "\x1b[?25h";
/// Clicks, drags and the wheel in SGR coordinates; not every movement (1003), which only costs redraws.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Knows whether the terminal is taken over and gives it back exactly once.
///
/// Shared between the screen, the panic hook and the signals' thread.
#[derive(Debug)]
pub(super) struct Guard {
    taken: AtomicBool,
    mouse: bool,
    /// What keeps the terminal from reordering, while it is ours.
    switch: Mutex<Option<Switch>>,
    raw_mode: fn(bool) -> io::Result<()>,
}

impl Guard {
    /// A guard over the terminal of this process.
    pub(super) fn new(mouse: bool) -> Arc<Guard> {
        Guard::with_raw_mode(mouse, |raw| {
            if raw { crossterm::terminal::enable_raw_mode() } else { crossterm::terminal::disable_raw_mode() }
        })
    }

    fn with_raw_mode(mouse: bool, raw_mode: fn(bool) -> io::Result<()>) -> Arc<Guard> {
        Arc::new(Guard { taken: AtomicBool::new(false), mouse, switch: Mutex::new(None), raw_mode })
    }

    /// Takes the terminal over; again and in full when it is ours already, because another program may have had it.
    fn take(&self, out: &mut dyn Write) -> io::Result<()> {
        self.enter(out)?;
        self.furnish(out)
    }

    /// Raw mode and the alternate screen: the terminal can be asked now, and what it shows for that is cleared later.
    pub(super) fn enter(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.taken.swap(true, Ordering::SeqCst) {
            (self.raw_mode)(false)?;
        }
        (self.raw_mode)(true)?;
        out.write_all(ENTER.as_bytes())?;
        out.flush()
    }

    /// The rest: the switch, the clear, paste and mouse.
    fn furnish(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.switch().map_or(&b""[..], Switch::on))?;
        out.write_all(FURNISH.as_bytes())?;
        if self.mouse {
            out.write_all(MOUSE_ON.as_bytes())?;
        }
        out.flush()
    }

    fn switch(&self) -> Option<Switch> {
        *self.switch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the switch: the old one is taken back, the new one kept for every way out and given at once where the
    /// terminal is ours. The screen must be cleared afterwards.
    fn set_switch(&self, switch: Option<Switch>, out: &mut dyn Write) -> io::Result<()> {
        let old = std::mem::replace(&mut *self.switch.lock().unwrap_or_else(PoisonError::into_inner), switch);
        if old == switch || !self.taken.load(Ordering::SeqCst) {
            return Ok(());
        }
        out.write_all(old.map_or(&b""[..], Switch::off))?;
        out.write_all(switch.map_or(&b""[..], Switch::on))?;
        out.flush()
    }

    /// Gives the terminal back; does nothing when it is not ours. Returns whether it was.
    ///
    /// Errors are not told: a terminal that is gone needs nothing back.
    pub(super) fn give_back(&self, out: &mut dyn Write) -> bool {
        if !self.taken.swap(false, Ordering::SeqCst) {
            return false;
        }
        let mouse = if self.mouse { MOUSE_OFF } else { "" };
        // One write, so that nothing comes between.
        let off = self.switch().map_or(&b""[..], Switch::off);
        let back = [mouse.as_bytes(), UNFURNISH.as_bytes(), off, LEAVE.as_bytes()].concat();
        let _ = out.write_all(&back).and_then(|()| out.flush());
        let _ = (self.raw_mode)(false);
        true
    }
}

/// What the screen writes to: standard output itself, past the buffer of `std`, which a panic could find locked.
///
/// # Errors
/// When the system has no descriptor left.
#[cfg(unix)]
pub(super) fn raw_stdout() -> io::Result<Box<dyn Write + Send>> {
    use std::os::fd::AsFd;
    Ok(Box::new(std::fs::File::from(io::stdout().as_fd().try_clone_to_owned()?)))
}

/// What the screen writes to.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub(super) fn raw_stdout() -> io::Result<Box<dyn Write + Send>> {
    // Asking makes the console obey sequences.
    #[cfg(windows)]
    let _ = crossterm::ansi_support::supports_ansi();
    Ok(Box::new(io::stdout()))
}

/// What a frame needs beside its cells: where the caret stands, if there is one, and the rows that are written in a mode of
/// their own.
#[derive(Debug, Default)]
pub(super) struct Painted {
    pub(super) caret: Option<Position>,
    pub(super) samples: Vec<(u16, EmitMode)>,
}

/// The screen that the app draws on. Dropping it gives the terminal back.
pub(super) struct Screen {
    guard: Arc<Guard>,
    out: Box<dyn Write + Send>,
    sheet: Sheet,
    /// The bytes of a frame. They are written at once: what a panic leaves here is never seen.
    bytes: Vec<u8>,
    /// Where the cursor shows; the outer `None` where that is not known.
    caret: Option<Option<Position>>,
}

impl Screen {
    /// Enters the terminal, so that it can be asked; [`Screen::furnish`] follows before the first frame.
    ///
    /// # Errors
    /// When the terminal does not answer; it has been given back then.
    pub(super) fn enter(guard: Arc<Guard>) -> io::Result<Screen> {
        let mut out = raw_stdout()?;
        let entered = guard.enter(&mut out).and_then(|()| {
            let (columns, rows) = crossterm::terminal::size()?;
            Ok((raw_stdout()?, Sheet::new(columns, rows)))
        });
        match entered {
            Ok((out, sheet)) => Ok(Screen { guard, out, sheet, bytes: Vec::new(), caret: None }),
            Err(error) => {
                guard.give_back(&mut out);
                Err(error)
            }
        }
    }

    /// Clears the screen after the questions and makes it ready to be drawn on, the switch given before.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn furnish(&mut self, switch: Option<Switch>) -> io::Result<()> {
        let mut out = raw_stdout()?;
        self.guard.set_switch(switch, &mut io::sink())?;
        self.guard.furnish(&mut out)
    }

    /// Changes what keeps the terminal from reordering; the next frame is drawn in full.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn change_switch(&mut self, switch: Option<Switch>) -> io::Result<()> {
        self.guard.set_switch(switch, &mut raw_stdout()?)?;
        self.forget();
        Ok(())
    }

    /// Says whether glyphs reach into the cells beside theirs; see [`Sheet::set_spills`].
    pub(super) fn set_spills(&mut self, spills: bool) {
        self.sheet.set_spills(spills);
    }

    /// Draws one frame as a whole, rewritten by `emitter`. Any size will do, even none. Nothing is written for what the
    /// terminal shows already.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn draw(&mut self, emitter: &mut Emitter, paint: impl FnOnce(&mut Buffer) -> Painted) -> io::Result<()> {
        let (columns, rows) = self.size()?;
        if self.sheet.size() != (columns, rows) {
            self.sheet.resize(columns, rows);
            self.caret = None;
        }
        let Painted { caret, samples } = paint(self.sheet.blank());
        self.bytes.clear();
        self.bytes.extend_from_slice(BEGIN_FRAME.as_bytes());
        self.sheet.write(emitter, &samples, &mut self.bytes);
        if self.bytes.len() == BEGIN_FRAME.len() && self.caret == Some(caret) {
            return Ok(());
        }
        let moved = match caret {
            Some(Position { x, y }) => format!("\x1b[{};{}H", u32::from(y) + 1, u32::from(x) + 1),
            None => String::new(),
        };
        let shows = match (self.caret, caret) {
            (Some(Some(_)), Some(_)) | (Some(None), None) => "",
            (_, Some(_)) => SHOW_CURSOR,
            (_, None) => HIDE_CURSOR,
        };
        for part in [&moved, shows, END_FRAME] {
            self.bytes.extend_from_slice(part.as_bytes());
        }
        self.caret = Some(caret);
        self.out.write_all(&self.bytes).and_then(|()| self.out.flush())
    }

    /// The size in cells: columns, rows.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn size(&self) -> io::Result<(u16, u16)> {
        crossterm::terminal::size()
    }

    /// Writes an escape sequence between two frames.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn write(&mut self, sequence: &str) -> io::Result<()> {
        self.out.write_all(sequence.as_bytes()).and_then(|()| self.out.flush())
    }

    /// Gives the terminal back until [`Screen::take_again`].
    pub(super) fn lend(&mut self) {
        if let Ok(mut out) = raw_stdout() {
            self.guard.give_back(&mut out);
        }
    }

    /// Takes the terminal over after another program had it; the next frame is drawn in full.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn take_again(&mut self) -> io::Result<()> {
        self.guard.take(&mut raw_stdout()?)?;
        self.forget();
        Ok(())
    }

    /// Forgets what the terminal shows: the next frame is drawn in full.
    pub(super) fn forget(&mut self) {
        self.sheet.forget();
        self.caret = None;
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.lend();
    }
}

/// True while standard output is a terminal that still answers; false after it was closed.
pub(super) fn is_there() -> bool {
    io::stdout().is_terminal()
}

/// From now on a panic of this thread gives the terminal back first and is then told on standard error, once. A panic
/// of another thread goes to the log alone: its job tells of it.
pub(super) fn guard_against_panic(guard: Arc<Guard>) {
    let drawing: ThreadId = std::thread::current().id();
    std::panic::set_hook(Box::new(move |panic| {
        let message = describe(panic);
        tracing::error!("{message}\n{}", std::backtrace::Backtrace::force_capture());
        if std::thread::current().id() == drawing
            && let Ok(mut out) = raw_stdout()
        {
            tell_panic(&guard, &message, &mut out, &mut io::stderr());
        }
    }));
}

/// Gives the terminal back, then says what happened.
fn tell_panic(guard: &Guard, message: &str, out: &mut dyn Write, err: &mut dyn Write) {
    guard.give_back(out);
    // Where standard error is gone as well, the log has it.
    let _ = writeln!(err, "khabar: {}", printable(message));
}

/// The message that a panic carries.
pub(super) fn said_by(payload: &(dyn Any + Send)) -> &str {
    let owned = || payload.downcast_ref::<String>().map(String::as_str);
    payload.downcast_ref::<&str>().copied().or_else(owned).unwrap_or("no reason given")
}

fn describe(panic: &std::panic::PanicHookInfo<'_>) -> String {
    let said = said_by(panic.payload());
    match panic.location() {
        Some(place) => format!("a fault in the program: {said} ({}:{})", place.file(), place.line()),
        None => format!("a fault in the program: {said}"),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex};

    use super::{BEGIN_FRAME, ENTER, FURNISH, Guard, LEAVE, MOUSE_OFF, MOUSE_ON, UNFURNISH, tell_panic};
    use crate::shell::emit::Switch;

    /// A sink that a test and a guard share.
    #[derive(Clone, Default)]
    struct Sink(Arc<Mutex<Vec<u8>>>);

    impl Sink {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn no_raw_mode(_: bool) -> io::Result<()> {
        Ok(())
    }

    #[test]
    fn the_terminal_is_given_back_once() {
        let (mut sink, guard) = (Sink::default(), Guard::with_raw_mode(true, no_raw_mode));
        assert!(!guard.give_back(&mut sink), "it was not taken");
        guard.take(&mut sink).unwrap();
        assert!(guard.give_back(&mut sink) && !guard.give_back(&mut sink));
        assert_eq!(sink.text(), format!("{ENTER}{FURNISH}{MOUSE_ON}{MOUSE_OFF}{UNFURNISH}{LEAVE}"));
    }

    #[test]
    fn every_mode_that_is_set_is_reset() {
        let set = [ENTER, FURNISH, MOUSE_ON].concat();
        let way_back = [MOUSE_OFF, UNFURNISH, LEAVE].concat();
        for mode in set.split("\x1b[").filter(|mode| mode.ends_with('h')) {
            let reset = format!("\x1b[{}l", mode.trim_end_matches('h'));
            assert!(way_back.contains(&reset), "{mode}");
        }
        assert!(way_back.contains("\x1b[?25h") && ENTER.contains("\x1b[?25l"), "the cursor");
        assert!(way_back.contains(&BEGIN_FRAME.replace('h', "l")), "a frame that was left open");
    }

    #[test]
    fn without_a_mouse_no_mouse_mode_is_touched() {
        let (mut sink, guard) = (Sink::default(), Guard::with_raw_mode(false, no_raw_mode));
        guard.take(&mut sink).unwrap();
        guard.give_back(&mut sink);
        assert_eq!(sink.text(), format!("{ENTER}{FURNISH}{UNFURNISH}{LEAVE}"));
    }

    #[test]
    fn a_switch_stands_before_each_clear_and_is_taken_back_before_the_screen_is_left() {
        let (on, off) = ("\x1b[8l", "\x1b[8h");
        let (mut sink, guard) = (Sink::default(), Guard::with_raw_mode(false, no_raw_mode));
        guard.set_switch(Some(Switch::Bdsm), &mut sink).unwrap();
        assert_eq!(sink.text(), "", "the terminal is not ours yet");
        for _ in 0..2 {
            guard.take(&mut sink).unwrap();
            guard.give_back(&mut sink);
        }
        assert_eq!(sink.text(), format!("{ENTER}{on}{FURNISH}{UNFURNISH}{off}{LEAVE}").repeat(2));
    }

    #[test]
    fn a_switch_that_is_changed_is_taken_back_first() {
        let (mut sink, guard) = (Sink::default(), Guard::with_raw_mode(false, no_raw_mode));
        guard.take(&mut sink).unwrap();
        for switch in [Some(Switch::Mlterm), Some(Switch::Mlterm), Some(Switch::Bdsm), None] {
            guard.set_switch(switch, &mut sink).unwrap();
        }
        guard.give_back(&mut sink);
        let changed = "\x1b]5379;use_ctl=false\x07\x1b]5379;use_ctl=true\x07\x1b[8l\x1b[8h";
        assert_eq!(sink.text(), format!("{ENTER}{FURNISH}{changed}{UNFURNISH}{LEAVE}"));
    }

    #[test]
    fn a_panic_gives_back_first_and_speaks_once_and_cleanly() {
        struct GivesBack(Arc<Guard>, Sink);
        impl Drop for GivesBack {
            fn drop(&mut self) {
                self.0.give_back(&mut self.1);
            }
        }
        let (mut sink, guard) = (Sink::default(), Guard::with_raw_mode(true, no_raw_mode));
        guard.take(&mut sink).unwrap();
        let screen = GivesBack(guard.clone(), sink.clone());
        let mut err = sink.clone();
        let unwound = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _screen = screen;
            // What the hook does, before unwinding drops the screen.
            tell_panic(&guard, "a fault: \x1b[31m\u{9b}x", &mut sink, &mut err);
            std::panic::resume_unwind(Box::new(()));
        }));
        assert!(unwound.is_err());
        assert_eq!(
            sink.text(),
            format!("{ENTER}{FURNISH}{MOUSE_ON}{MOUSE_OFF}{UNFURNISH}{LEAVE}khabar: a fault: [31mx\n")
        );
    }

    #[test]
    fn taking_again_goes_through_the_cooked_mode() {
        static COOKED: AtomicUsize = AtomicUsize::new(0);
        let guard = Guard::with_raw_mode(false, |raw| {
            COOKED.fetch_add(usize::from(!raw), Ordering::SeqCst);
            Ok(())
        });
        let mut sink = Sink::default();
        guard.take(&mut sink).unwrap();
        guard.take(&mut sink).unwrap();
        assert_eq!(COOKED.load(Ordering::SeqCst), 1, "or raw mode would not be set anew");
    }

    #[test]
    fn a_terminal_that_is_gone_is_no_fault() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::Error::from(io::ErrorKind::BrokenPipe))
            }

            fn flush(&mut self) -> io::Result<()> {
                Err(io::Error::from(io::ErrorKind::BrokenPipe))
            }
        }
        let guard = Guard::with_raw_mode(true, no_raw_mode);
        assert!(guard.take(&mut Gone).is_err());
        assert!(guard.give_back(&mut Gone));
        tell_panic(&guard, "a fault", &mut Gone, &mut Gone);
    }
}
