//! Signals: ending, stopping and going on.
//!
//! Owns the thread that hears them and the stopping itself; what the terminal needs before and after is
//! `terminal.rs`. On systems without these signals nothing is heard and nothing stops.

use std::io;

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// End, with this exit code: 128 and the signal's number.
    End(u8),
    /// Stop, as Ctrl-Z outside the program does.
    Stop,
    /// Someone let the process go on: the terminal may have been used by another program meanwhile.
    GoOn,
}

/// Starts the thread that gives each signal to `tell`, which returns false when nobody listens any more.
///
/// `force` is called when a second signal asks for the end and the first was not followed: it must end the process.
///
/// # Errors
/// When the system refuses the registration or the thread.
#[cfg(unix)]
pub(super) fn listen(
    tell: impl Fn(Asked) -> bool + Send + 'static,
    force: impl Fn(u8) + Send + 'static,
) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGXFSZ};

    // Where a limit on the size of files is reached, the write that met it fails instead of the program.
    signal_hook::flag::register(SIGXFSZ, std::sync::Arc::default())?;
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    let hear = move || {
        let mut asked_before = false;
        for signal in signals.forever() {
            let asked = match signal {
                SIGTSTP => Asked::Stop,
                SIGCONT => Asked::GoOn,
                _ => Asked::End(exit_code(signal)),
            };
            if let Asked::End(code) = asked
                && std::mem::replace(&mut asked_before, true)
            {
                force(code);
            }
            if !tell(asked) {
                return;
            }
        }
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(hear).map(drop)
}

/// Without signals there is nothing to listen to.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub(super) fn listen(
    _tell: impl Fn(Asked) -> bool + Send + 'static,
    _force: impl Fn(u8) + Send + 'static,
) -> io::Result<()> {
    Ok(())
}

/// The code that a shell reports for a process that a signal ended.
#[cfg(unix)]
fn exit_code(signal: i32) -> u8 {
    u8::try_from(128 + signal).unwrap_or(u8::MAX)
}

/// Stops this process and those of its job (a `cargo run` around it would keep the shell waiting otherwise); returns
/// when it is let go on. The terminal must have been given back before.
///
/// Returns false when nothing was stopped: nobody could let a process go on that leads its own session, as the one
/// that a terminal was started with (`xterm -e khabar`).
#[cfg(unix)]
pub(super) fn stop_job() -> bool {
    if leads_its_session() {
        return false;
    }
    // A signal for a whole job takes a system call that the standard library lacks; every shell has it. SIGSTOP,
    // because SIGTSTP has our own ear.
    let stopped = std::process::Command::new("sh")
        .args(["-c", "kill -s STOP 0"])
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status();
    stopped.is_ok_and(|status| status.success()) || stop_self()
}

/// Stops this process alone, as the default action of SIGTSTP does.
#[cfg(unix)]
pub(super) fn stop_self() -> bool {
    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP).is_ok()
}

/// Nothing stops where there are no signals.
#[cfg(not(unix))]
pub(super) fn stop_job() -> bool {
    false
}

/// Nothing stops where there are no signals.
#[cfg(not(unix))]
pub(super) fn stop_self() -> bool {
    false
}

/// True when the process is the leader of its session; false where the system does not say (proc(5), `stat`).
#[cfg(unix)]
fn leads_its_session() -> bool {
    std::fs::read_to_string("/proc/self/stat").is_ok_and(|stat| session_of(&stat) == Some(std::process::id()))
}

/// The session in a line of `/proc/PID/stat`: the fourth field after the name, which may hold blanks and brackets.
#[cfg(unix)]
fn session_of(stat: &str) -> Option<u32> {
    stat.rsplit_once(')')?.1.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(all(test, unix))]
mod tests {
    use super::{exit_code, session_of};

    #[test]
    fn exit_codes_are_those_that_shells_report() {
        assert_eq!((exit_code(1), exit_code(2), exit_code(15)), (129, 130, 143));
    }

    #[test]
    fn the_session_is_found_behind_any_name() {
        assert_eq!(session_of("4711 (a) R (b) S 1 4711 815 34816 4711"), Some(815));
        assert_eq!(session_of("4711 (khabar"), None);
        assert_eq!(session_of(""), None);
    }
}
