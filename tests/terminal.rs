//! The real program in a real terminal: it gives the terminal back however it ends.
//!
//! Drives the binary inside tmux, on a server of its own; says so and does nothing where tmux is not installed.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what is measured or skipped is said")]
#![cfg(unix)]

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

/// How often a state is looked for, and the pause between two looks: twenty seconds in all, for a busy machine.
const LOOKS: usize = 400;
const PAUSE: Duration = Duration::from_millis(50);

/// A tmux server with one pane in which a shell runs.
struct Pane {
    socket: String,
    home: tempfile::TempDir,
}

impl Pane {
    /// A pane of 100×30 cells; none where there is no tmux.
    fn open(test: &str) -> Option<Pane> {
        let is_there = Command::new("tmux").arg("-V").stdout(Stdio::null()).status().is_ok_and(|s| s.success());
        if !is_there {
            eprintln!("skipped: tmux is not installed");
            return None;
        }
        let pane = Pane {
            socket: format!("khabar-{test}-{}", std::process::id()),
            home: tempfile::tempdir().expect("a temporary folder"),
        };
        let mut start = pane.tmux();
        start.args(["-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "sh"]);
        start.env("HOME", pane.home.path()).env("KHABAR", env!("CARGO_BIN_EXE_khabar"));
        for variable in ["XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "KHABAR_THEME", "NO_COLOR", "ENV"] {
            start.env_remove(variable);
        }
        assert!(start.status().expect("tmux runs").success());
        pane.wait_until("the prompt", |pane| !pane.text().trim().is_empty());
        Some(pane)
    }

    fn tmux(&self) -> Command {
        let mut tmux = Command::new("tmux");
        tmux.env_remove("TMUX").env("LC_ALL", "C.UTF-8").args(["-u", "-L", &self.socket]);
        tmux
    }

    fn ask(&self, arguments: &[&str]) -> String {
        let answer = self.tmux().args(arguments).output().expect("tmux runs");
        String::from_utf8_lossy(&answer.stdout).into_owned()
    }

    /// Types a line and Enter.
    fn type_line(&self, line: &str) {
        self.ask(&["send-keys", "-l", line]);
        self.press("Enter");
    }

    fn press(&self, key: &str) {
        self.ask(&["send-keys", key]);
    }

    /// What the pane shows, one row a line.
    fn text(&self) -> String {
        self.ask(&["capture-pane", "-p"])
    }

    /// Alternate screen, mouse (press, drag, any), cursor.
    fn modes(&self) -> String {
        let flags = "#{alternate_on} #{mouse_standard_flag}#{mouse_button_flag}#{mouse_all_flag} #{cursor_flag}";
        self.ask(&["display-message", "-p", flags]).trim().to_owned()
    }

    fn is_taken(&self) -> bool {
        self.modes().starts_with('1')
    }

    fn wait_until(&self, what: &str, holds: impl Fn(&Pane) -> bool) {
        for _ in 0..LOOKS {
            if holds(self) {
                return;
            }
            std::thread::park_timeout(PAUSE);
        }
        panic!("{what} did not come; the pane shows:\n{}", self.text());
    }

    fn start_reader(&self) {
        self.type_line(r#"sh -c 'echo $$ >"$HOME/pid"; exec "$KHABAR" --lang en'; echo "code=$?""#);
        self.wait_until("the reader", Pane::is_taken);
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.reader()]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// The reader's process.
    fn reader(&self) -> String {
        self.file("pid").trim().to_owned()
    }

    fn assert_given_back(&self, code: u8) {
        let said = format!("code={code}");
        self.wait_until(&said, |pane| pane.text().contains(&said));
        assert_eq!(self.modes(), "0 000 1", "alternate screen, mouse, cursor");
        assert!(self.text().contains("BEFORE"), "the screen from before:\n{}", self.text());
        self.type_line("stty -g >\"$HOME/after\"; echo EN''D");
        self.wait_until("the terminal's modes", |pane| pane.text().contains("END"));
        assert_eq!(self.file("after"), self.file("before"), "line discipline");
    }

    fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.home.path().join(name)).expect("a file that the pane has written")
    }

    fn write_before(&self) {
        self.type_line("stty -g >\"$HOME/before\"; echo BEF''ORE");
        self.wait_until("the mark", |pane| pane.text().contains("BEFORE"));
    }

    fn marks(&self) -> PathBuf {
        self.home.path().join(".local/state/khabar/marks.json")
    }
}

impl Drop for Pane {
    fn drop(&mut self) {
        self.ask(&["kill-server"]);
    }
}

#[test]
fn quitting_gives_the_screen_back() {
    let Some(pane) = Pane::open("quit") else { return };
    pane.write_before();
    pane.start_reader();
    assert!(!pane.text().contains("BEFORE"));
    pane.press("q");
    pane.assert_given_back(0);
}

#[test]
fn every_frame_is_shown_as_a_whole() {
    let Some(pane) = Pane::open("frames") else { return };
    pane.write_before();
    let written = pane.home.path().join("written");
    pane.ask(&["pipe-pane", &format!("cat >'{}'", written.display())]);
    pane.start_reader();
    pane.press("Down");
    pane.press("q");
    pane.assert_given_back(0);
    pane.ask(&["pipe-pane"]);
    let written = std::fs::read_to_string(written).expect("UTF-8 throughout");
    let count = |sequence: &str| written.matches(sequence).count();
    let frames = count("\x1b[?2026h");
    assert!(frames > 0);
    assert_eq!(count("\x1b[?2026l"), frames + 1, "one more at the end, in case a frame was left open");
    assert!(!written.contains(|letter| matches!(letter, '\u{7f}'..='\u{9f}')));
}

#[test]
fn signals_that_end_give_the_screen_back_and_name_themselves() {
    let Some(pane) = Pane::open("signals") else { return };
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        pane.type_line("clear");
        pane.write_before();
        pane.start_reader();
        pane.signal(signal);
        pane.assert_given_back(code);
    }
}

#[test]
fn control_z_stops_and_fg_draws_again() {
    let Some(pane) = Pane::open("stop") else { return };
    pane.write_before();
    // Inside another program of the same job, as cargo is with `cargo run`.
    pane.type_line(r#"sh -c '"$KHABAR" --lang en; true'; echo "code=$?""#);
    pane.wait_until("the reader", Pane::is_taken);
    pane.wait_until("a frame", |pane| !pane.text().trim().is_empty());
    pane.press("C-z");
    pane.wait_until("the shell's screen", |pane| !pane.is_taken() && pane.text().contains("BEFORE"));
    // The shell has the terminal once it says how the job stopped; what is typed before may be lost.
    pane.wait_until("the shell", |pane| pane.text().contains("code=1"));
    pane.type_line("echo stop''ped");
    pane.wait_until("the shell", |pane| pane.text().contains("stopped"));
    pane.type_line("fg");
    pane.wait_until("the reader again", |pane| pane.is_taken() && !pane.text().trim().is_empty());
    pane.press("q");
    pane.wait_until("the end", |pane| !pane.is_taken());
    assert!(pane.text().contains("BEFORE"));
}

#[test]
fn a_stop_from_outside_gives_the_screen_back_as_well() {
    let Some(pane) = Pane::open("tstp") else { return };
    pane.write_before();
    pane.start_reader();
    pane.signal("TSTP");
    pane.wait_until("the shell's screen", |pane| !pane.is_taken() && pane.text().contains("BEFORE"));
    pane.type_line("fg");
    pane.wait_until("the reader again", Pane::is_taken);
    pane.signal("TERM");
    pane.wait_until("the end", |pane| !pane.is_taken());
}

#[test]
fn a_closed_terminal_ends_the_program() {
    let Some(pane) = Pane::open("close") else { return };
    pane.start_reader();
    let reader = pane.reader();
    pane.ask(&["kill-server"]);
    let is_alive = || {
        let asked = Command::new("kill").args(["-0", &reader]).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    };
    for _ in 0..LOOKS {
        if !is_alive() {
            return;
        }
        std::thread::park_timeout(PAUSE);
    }
    panic!("the reader outlived its terminal");
}

#[test]
fn any_size_will_do() {
    let Some(pane) = Pane::open("size") else { return };
    pane.write_before();
    pane.start_reader();
    for (columns, rows) in [("1", "1"), ("3", "2"), ("200", "3"), ("60", "40"), ("100", "30")] {
        pane.ask(&["resize-window", "-x", columns, "-y", rows]);
        let size = format!("{columns}x{rows}");
        pane.wait_until(&size, |pane| {
            pane.ask(&["display-message", "-p", "#{pane_width}x#{pane_height}"]).trim() == size
        });
        assert!(pane.is_taken(), "still there at {size}");
    }
    pane.press("q");
    pane.assert_given_back(0);
}

#[test]
fn a_home_that_cannot_be_written_does_not_stop_the_reading() {
    let Some(pane) = Pane::open("home") else { return };
    // A file where the folder should be: also in the way of one who may write everywhere.
    std::fs::write(pane.home.path().join(".local"), "in the way").expect("a file");
    pane.write_before();
    pane.start_reader();
    pane.press("Enter");
    pane.press("q");
    pane.assert_given_back(0);
    assert!(!pane.marks().exists());
}
