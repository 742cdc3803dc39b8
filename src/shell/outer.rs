//! The terminal around tmux, asked for by tmux's own command.
//!
//! Owns the bounded run of that command; what its answer means is `detect.rs`.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use super::detect::Environment;

/// How long tmux is waited for; it answers in a few milliseconds.
const PATIENCE: Duration = Duration::from_millis(200);
/// The most bytes that are read: the answer is one line.
const MOST_BYTES: u64 = 512;

/// Asks tmux for the terminal that it stands in; outside of tmux, and when it does not answer in time, nothing is set.
///
/// `client_termtype` is the client's answer to XTVERSION, `session_attached` the number of clients (tmux(1), FORMATS).
pub(super) fn ask_tmux(environment: &mut Environment) {
    if environment.tmux.is_none() {
        return;
    }
    let mut tmux = Command::new("tmux");
    tmux.args(["display-message", "-p", "#{session_attached} #{client_termtype}"]);
    if let Some(answer) = first_words(&mut tmux, PATIENCE) {
        let (clients, termtype) = answer.trim().split_once(' ').unwrap_or((answer.trim(), ""));
        environment.unattended = clients == "0";
        environment.outer_termtype = Some(termtype.trim().to_owned()).filter(|termtype| !termtype.is_empty());
    }
}

/// What a command writes, if it ends in time; else it is ended.
fn first_words(command: &mut Command, patience: Duration) -> Option<String> {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child: Child = quiet.spawn().ok()?;
    let written = child.stdout.take()?;
    let (tell, told) = channel();
    let read = move || {
        let mut text = String::new();
        let done = written.take(MOST_BYTES).read_to_string(&mut text);
        let _ = tell.send(done.map(|_| text));
    };
    let answer = match thread::Builder::new().name("tmux".to_owned()).spawn(read) {
        Ok(_) => told.recv_timeout(patience).ok().and_then(Result::ok),
        Err(_) => None,
    };
    // Whatever it still does is of no use.
    let _ = child.kill();
    let _ = child.wait();
    answer
}

#[cfg(all(test, unix))]
mod tests {
    use super::first_words;
    use std::process::Command;
    use std::time::{Duration, Instant};

    #[test]
    fn an_answer_is_read() {
        assert_eq!(
            first_words(Command::new("echo").arg("XTerm(379)"), Duration::from_secs(5)).as_deref(),
            Some("XTerm(379)\n")
        );
        assert_eq!(first_words(&mut Command::new("/nowhere/tmux"), Duration::from_secs(5)), None);
    }

    #[test]
    fn nobody_waits_for_a_command_that_hangs() {
        let begun = Instant::now();
        assert_eq!(first_words(Command::new("sleep").arg("30"), Duration::from_millis(20)), None);
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
}
