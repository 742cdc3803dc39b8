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

/// What tmux says about the terminal that it stands in; `None` outside of tmux and when it does not answer in time.
///
/// `client_termtype` is the client's answer to XTVERSION (tmux(1), FORMATS).
pub(super) fn outer_termtype(environment: &Environment) -> Option<String> {
    environment.tmux.as_ref()?;
    let mut tmux = Command::new("tmux");
    tmux.args(["display-message", "-p", "#{client_termtype}"]);
    let answer = first_words(&mut tmux, PATIENCE)?;
    Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty())
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
