//! Events of the terminal → the app's own input.
//!
//! Owns the thread that reads and the translation; which key does what is `action/`'s business. Next: `run.rs`.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crossterm::event::{self, Event, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::doctor::widths::{self, Widths};
use super::probe::{Late, LateWord};
use super::tty::Tty;
use super::typed::keys_in;
use crate::action::{Input, Key, KeyCode, Mouse, MouseKind};

/// What the thread hears.
pub(super) enum Heard {
    /// An event, or why there will be none any more.
    Event(io::Result<Event>),
    /// What the terminal answered too late, and keys between.
    Late(LateWord),
    /// The wish for questions is granted: their answers will be listened to.
    Ready,
    /// The widths that were asked for; `None` when they did not all come in time.
    Widths(Option<Widths>),
}

/// The wish of another thread that the terminal be asked for widths: the thread that reads must know whose bytes come.
#[derive(Clone, Debug, Default)]
pub(super) struct Wish(Arc<Mutex<Option<Duration>>>);

impl Wish {
    /// Makes the wish: answers are waited for so long each. False where it cannot be granted.
    ///
    /// A reading crossterm hears of nothing but the terminal and changes of size: one that has not happened wakes it.
    pub(super) fn make(&self, patience: Duration) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(patience);
        #[cfg(unix)]
        let is_woken = signal_hook::low_level::raise(signal_hook::consts::SIGWINCH).is_ok();
        #[cfg(not(unix))]
        let is_woken = false;
        is_woken
    }

    fn take(&self) -> Option<Duration> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Starts the thread that reads the terminal. It gives all that it hears to `tell`, and last the error that ended it;
/// it ends when `tell` returns false. Answers that are still to come are heard first.
///
/// It cannot be woken: at the exit it is left in its read, and the process takes it along.
///
/// # Errors
/// When the system gives no thread.
pub(super) fn listen(late: Option<Late>, wish: Wish, tell: impl Fn(Heard) -> bool + Send + 'static) -> io::Result<()> {
    let hear = move || {
        if let Some(late) = late {
            // A change of size was not heard meanwhile: let it be looked at.
            let (columns, rows) = (0, 0);
            if !late.listen(&|word| tell(Heard::Late(word))) || !tell(Heard::Event(Ok(Event::Resize(columns, rows)))) {
                return;
            }
        }
        loop {
            let event = event::read();
            let failed = event.is_err();
            if !tell(Heard::Event(event)) || failed {
                return;
            }
            if let Some(patience) = wish.take()
                && !hear_widths(patience, &tell)
            {
                return;
            }
        }
    };
    std::thread::Builder::new().name("input".to_owned()).spawn(hear).map(drop)
}

/// Lets the terminal be asked for widths and listens to the answers, with the keys between. False when nobody listens.
fn hear_widths(patience: Duration, tell: &impl Fn(Heard) -> bool) -> bool {
    let Ok(mut tty) = Tty::open() else { return tell(Heard::Widths(None)) };
    if !tell(Heard::Ready) {
        return false;
    }
    let (widths, typed) = widths::listen(&mut tty, patience);
    tell(Heard::Late(LateWord::Keys(keys_in(&typed)))) && tell(Heard::Widths(widths))
}

/// What an event means to the app; `None` for what it does not care about: keys let go, mere movements of the mouse.
pub(super) fn translate(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => translate_key(key.code, key.modifiers).map(Input::Key),
        Event::Mouse(mouse) => translate_mouse(mouse).map(Input::Mouse),
        Event::Resize(columns, rows) => Some(Input::Resize(columns, rows)),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Key(_) | Event::FocusGained | Event::FocusLost => None,
    }
}

fn translate_key(code: event::KeyCode, modifiers: KeyModifiers) -> Option<Key> {
    let mut shift = modifiers.contains(KeyModifiers::SHIFT);
    let code = match code {
        event::KeyCode::Char(letter) => KeyCode::Char(letter),
        event::KeyCode::Enter => KeyCode::Enter,
        event::KeyCode::Esc => KeyCode::Esc,
        event::KeyCode::Tab => KeyCode::Tab,
        event::KeyCode::BackTab => {
            shift = true;
            KeyCode::Tab
        }
        event::KeyCode::Backspace => KeyCode::Backspace,
        event::KeyCode::Delete => KeyCode::Delete,
        event::KeyCode::Insert => KeyCode::Insert,
        event::KeyCode::Home => KeyCode::Home,
        event::KeyCode::End => KeyCode::End,
        event::KeyCode::PageUp => KeyCode::PageUp,
        event::KeyCode::PageDown => KeyCode::PageDown,
        event::KeyCode::Up => KeyCode::Up,
        event::KeyCode::Down => KeyCode::Down,
        event::KeyCode::Left => KeyCode::Left,
        event::KeyCode::Right => KeyCode::Right,
        event::KeyCode::F(number) => KeyCode::F(number),
        _ => return None,
    };
    let ctrl = modifiers.contains(KeyModifiers::CONTROL);
    let alt = modifiers.intersects(KeyModifiers::ALT | KeyModifiers::META);
    Some(Key { code, ctrl, alt, shift }.normalised())
}

fn translate_mouse(mouse: MouseEvent) -> Option<Mouse> {
    let kind = match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
        MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
        MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
        MouseEventKind::ScrollUp => MouseKind::WheelUp,
        MouseEventKind::ScrollDown => MouseKind::WheelDown,
        _ => return None,
    };
    Some(Mouse { kind, column: mouse.column, row: mouse.row })
}

#[cfg(test)]
mod tests {
    use crossterm::event::{
        Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
    };

    use super::translate;
    use crate::action::{Input, Key, MouseKind};

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Option<Input> {
        translate(Event::Key(KeyEvent::new(code, modifiers)))
    }

    fn named(spelling: &str) -> Option<Input> {
        Some(Input::Key(spelling.parse::<Key>().unwrap()))
    }

    #[test]
    fn keys_are_translated_to_their_spelling() {
        for (code, modifiers, spelling) in [
            (KeyCode::Char('q'), KeyModifiers::NONE, "q"),
            (KeyCode::Char('G'), KeyModifiers::SHIFT, "G"),
            (KeyCode::Char('f'), KeyModifiers::CONTROL, "Ctrl-F"),
            (KeyCode::Char('ض'), KeyModifiers::NONE, "ض"),
            (KeyCode::BackTab, KeyModifiers::SHIFT, "Shift-Tab"),
            (KeyCode::BackTab, KeyModifiers::NONE, "Shift-Tab"),
            (KeyCode::Left, KeyModifiers::ALT, "Alt-Left"),
            (KeyCode::F(5), KeyModifiers::NONE, "F5"),
            (KeyCode::Char(' '), KeyModifiers::NONE, "Space"),
        ] {
            assert_eq!(key(code, modifiers), named(spelling), "{spelling}");
        }
    }

    #[test]
    fn a_key_that_is_let_go_is_no_input_and_a_repeated_one_is() {
        let event = |kind| Event::Key(KeyEvent::new_with_kind(KeyCode::Char('j'), KeyModifiers::NONE, kind));
        assert_eq!(translate(event(KeyEventKind::Release)), None);
        assert_eq!(translate(event(KeyEventKind::Repeat)), named("j"));
    }

    #[test]
    fn the_mouse_keeps_its_place_and_movements_are_left_out() {
        let event =
            |kind| translate(Event::Mouse(MouseEvent { kind, column: 7, row: 3, modifiers: KeyModifiers::NONE }));
        let Some(Input::Mouse(mouse)) = event(MouseEventKind::Down(MouseButton::Left)) else { panic!("no press") };
        assert_eq!((mouse.kind, mouse.column, mouse.row), (MouseKind::Press, 7, 3));
        assert_eq!(event(MouseEventKind::Moved), None);
        assert_eq!(event(MouseEventKind::Down(MouseButton::Right)), None);
    }
}
