//! The real program before a terminal that the test plays: what it asks, what it makes of the answers, what it leaves.
//!
//! Owns the played terminal, a pseudo-terminal whose other end answers as a recorded terminal does; what answers mean
//! is `emit/detection.rs`, the ways out of a real terminal are `terminal.rs`.

#![allow(clippy::print_stderr, reason = "what is skipped is said")]
#![cfg(all(unix, feature = "tui"))]

#[path = "unsafe_text/mod.rs"]
mod unsafe_text;

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use khabar::shell::detect::{SILENT_VOLLEY, VOLLEY};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// How often a state is looked for, and the pause between two looks: twenty seconds in all, for a busy machine.
const LOOKS: usize = 1000;
const PAUSE: Duration = Duration::from_millis(20);

const VTE: &str = "\x1b[>65;7006;1c\x1b[8;1$y\x1b[?2026;4$y\x1b[?65;1;9c";
const KONSOLE: &str = "\x1bP>|Konsole 22.12.3\x1b\\\x1b[>1;115;0c\x1b[?62;1;4c";
const MLTERM: &str = "\x1b[>24;279;0c\x1b[?63;1;2c";
const XTERM: &str = "\x1bP>|XTerm(379)\x1b\\\x1b[>41;379;0c\x1b[8;0$y\x1b[?2026;0$y\x1b[?64;1;2c";

/// A terminal of 100×30 cells with the program in it.
struct Played {
    keys: File,
    written: Arc<Mutex<Vec<u8>>>,
    child: Child,
}

/// The program and its surroundings, before it is started.
struct Stage {
    home: tempfile::TempDir,
    variables: Vec<(&'static str, &'static str)>,
}

impl Stage {
    fn new() -> Stage {
        Stage { home: tempfile::tempdir().expect("a temporary folder"), variables: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: &'static str) -> Stage {
        self.variables.push((name, value));
        self
    }

    fn config(&self) -> std::path::PathBuf {
        self.home.path().join(".config/khabar/config.toml")
    }

    /// Starts a command; what is in `before` has been typed already.
    fn start(&self, program: &str, arguments: &[&str], before: &[u8]) -> Played {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
        grantpt(&master).and_then(|()| unlockpt(&master)).expect("a pseudo-terminal");
        let size = Winsize { ws_row: 30, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&master, size).expect("its size");
        let name = ptsname(&master, Vec::new()).expect("its name").into_string().expect("its name in ASCII");
        let slave = File::options().read(true).write(true).open(name).expect("its other end");
        let mut keys = File::from(master);
        keys.write_all(before).expect("keys");
        let end = || Stdio::from(slave.try_clone().expect("a descriptor"));
        let mut command = Command::new(program);
        command.args(arguments).stdin(end()).stdout(end()).stderr(end());
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.home.path()).env("TERM", "xterm-256color").env("LC_ALL", "C.UTF-8");
        command.envs(self.variables.iter().copied());
        // A job of its own: stopping it must not stop the tests.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command.spawn().expect("the program");
        drop((command, slave));
        let written = Arc::new(Mutex::new(Vec::new()));
        let (mut from, to) = (keys.try_clone().expect("a descriptor"), written.clone());
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // A pseudo-terminal that nobody has open any more ends with an error.
            while let Ok(count @ 1..) = from.read(&mut bytes) {
                to.lock().expect("no panic").extend_from_slice(&bytes[..count]);
            }
        });
        Played { keys, written, child }
    }

    fn start_reader(&self, before: &[u8]) -> Played {
        self.start(env!("CARGO_BIN_EXE_khabar"), &["--lang", "en"], before)
    }
}

impl Played {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.written.lock().expect("no panic")).into_owned()
    }

    fn send(&mut self, bytes: &str) {
        self.keys.write_all(bytes.as_bytes()).expect("the terminal is open");
    }

    /// Waits until the program has written something `count` times.
    fn wait_for_many(&self, what: &str, count: usize) {
        for _ in 0..LOOKS {
            if self.text().matches(what).count() >= count {
                return;
            }
            std::thread::park_timeout(PAUSE);
        }
        panic!("{what:?} did not come {count} times: {:?}", self.text());
    }

    fn wait_for(&self, what: &str) {
        self.wait_for_many(what, 1);
    }

    /// Waits for the questions and answers them; then for a frame with articles.
    fn answer(&mut self, answers: &str) {
        self.wait_for(std::str::from_utf8(VOLLEY).expect("ASCII"));
        self.send(answers);
        self.wait_for_article();
    }

    /// Waits until the articles have been read and their Arabic is on the screen.
    fn wait_for_article(&self) {
        for _ in 0..LOOKS {
            if self.text().contains(|letter| matches!(letter, '\u{fe80}'..='\u{fefc}')) {
                return;
            }
            std::thread::park_timeout(PAUSE);
        }
        panic!("no article came: {:?}", self.text());
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// Waits for the end: the exit code, and everything that was written.
    fn end(mut self) -> (Option<i32>, String) {
        for _ in 0..LOOKS {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return (status.code(), self.settled_text());
            }
            std::thread::park_timeout(PAUSE);
        }
        let _ = self.child.kill();
        panic!("it did not end: {:?}", self.text());
    }

    /// What was written, once nothing more comes.
    fn settled_text(&self) -> String {
        let mut before = self.text();
        loop {
            std::thread::park_timeout(PAUSE * 4);
            let now = self.text();
            if now == before {
                return now;
            }
            before = now;
        }
    }
}

impl Drop for Played {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asserts that the parts stand in the text one after the other.
fn assert_in_order(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        let Some(at) = rest.find(part) else { panic!("{part:?} is not behind the others in {text:?}") };
        rest = &rest[at + part.len()..];
    }
}

#[test]
fn a_switch_comes_before_the_clear_and_is_taken_back_at_the_end() {
    for (answers, on, off) in [
        (VTE, "\x1b[8l", "\x1b[8h"),
        (KONSOLE, "\x1b]50;BidiRenderingEnabled=false\x07", "\x1b]50;BidiRenderingEnabled=true\x07"),
    ] {
        for by_signal in [false, true] {
            let stage = Stage::new();
            let mut played = stage.start_reader(b"");
            played.answer(answers);
            if by_signal {
                played.signal("TERM");
            } else {
                played.send("q");
            }
            let (code, text) = played.end();
            assert_eq!(code, Some(if by_signal { 143 } else { 0 }));
            let volley = std::str::from_utf8(VOLLEY).expect("ASCII");
            assert_in_order(&text, &["\x1b[?1049h", volley, on, "\x1b[2J", "\x1b[?2026h", off, "\x1b[?1049l"]);
            assert_eq!((text.matches(on).count(), text.matches(off).count()), (1, 1));
        }
    }
}

/// Only programs built with assertions look at the variable that asks for a panic, as the tests' own are.
#[test]
#[cfg_attr(not(debug_assertions), ignore = "the program makes no fault on purpose")]
fn a_panic_takes_everything_back_and_then_says_why() {
    for (answers, on, off) in [
        (VTE, "\x1b[8l", "\x1b[8h"),
        (KONSOLE, "\x1b]50;BidiRenderingEnabled=false\x07", "\x1b]50;BidiRenderingEnabled=true\x07"),
        (MLTERM, "\x1b]5379;use_ctl=false\x07", "\x1b]5379;use_ctl=true\x07"),
        (XTERM, "", ""),
    ] {
        let stage = Stage::new().with("KHABAR_TEST_PANIC", "x");
        let mut played = stage.start_reader(b"");
        played.answer(answers);
        played.send("x");
        let (code, text) = played.end();
        assert_eq!(code, Some(101), "what Rust gives for a panic");
        let back = ["\x1b[?1006l", "\x1b[?1002l", "\x1b[?1000l", "\x1b[?2026l", "\x1b[?25h", "\x1b[?2004l", "\x1b[0m"];
        let (before, last) = text.split_at(text.rfind(back[0]).expect("the mouse is let go"));
        assert_in_order(before, &["\x1b[?1049h", on, "\x1b[2J", "\x1b[?1006h"]);
        let message = "khabar: a fault in the program: asked for by KHABAR_TEST_PANIC";
        assert_in_order(last, &[&back[..], &[off, "\x1b[?1049l", message, "fault.rs"]].concat());
        // Once each, the message on a screen that is the shell's again, and nothing behind it.
        for once in ["\x1b[?1049l", "\x1b[?25h", message].into_iter().chain((!off.is_empty()).then_some(off)) {
            assert_eq!(text.matches(once).count(), 1, "{once:?}");
        }
        let (_, said) = last.split_once("\x1b[?1049l").expect("it left the screen");
        assert!(!said.contains('\x1b') && said.ends_with('\n'), "{said:?}");
        assert_eq!(before.matches("\x1b[?2026h").count(), before.matches("\x1b[?2026l").count(), "no frame is open");
        let log = std::fs::read_to_string(stage.home.path().join(".local/state/khabar/khabar.log")).expect("a log");
        assert!(log.contains("KHABAR_TEST_PANIC"), "{log}");
    }
}

#[test]
fn a_terminal_that_draws_cells_in_order_gets_no_switch() {
    let stage = Stage::new();
    let mut played = stage.start_reader(b"");
    played.answer(XTERM);
    played.send("q");
    let (code, text) = played.end();
    assert_eq!(code, Some(0));
    for switch in ["\x1b[8l", "\x1b[8h", "\x1b]50;", "\x1b]5379;", "\u{200e}", "\u{2800}"] {
        assert!(!text.contains(switch), "{switch:?}");
    }
}

#[test]
fn keys_typed_before_and_between_the_answers_arrive_in_order() {
    let stage = Stage::new();
    // The help first, which the first `q` only closes.
    let mut played = stage.start_reader(b"?");
    played.wait_for("\x1b[c");
    let (first, second) = KONSOLE.split_at(9);
    played.send(first);
    std::thread::park_timeout(PAUSE);
    played.send(second);
    played.wait_for("Ctrl-F");
    played.send("qq");
    assert_eq!(played.end().0, Some(0));
    // The answers themselves are no keys: `q` and `n` are among their letters.
    let stage = Stage::new();
    let mut played = stage.start_reader(b"");
    played.wait_for("\x1b[c");
    played.send(&format!("{}jjq", "\x1b[>41;379;0c"));
    played.send("\x1b[?64c");
    assert_eq!(played.end().0, Some(0));
}

#[test]
fn late_answers_are_no_keys_and_are_followed() {
    let stage = Stage::new();
    let mut played = stage.start_reader(b"");
    played.wait_for("\x1b[c");
    // Nothing comes in time: the reader draws all the same.
    played.wait_for("\x1b[?2026l");
    assert!(!played.text().contains("\x1b]50;"));
    played.send(&KONSOLE[..12]);
    std::thread::park_timeout(PAUSE);
    played.send(&KONSOLE[12..]);
    played.wait_for("\x1b]50;BidiRenderingEnabled=false\x07");
    played.send("?");
    played.wait_for("Ctrl-F");
    played.signal("TERM");
    let (code, text) = played.end();
    assert_eq!(code, Some(143));
    assert_in_order(
        &text,
        &["BidiRenderingEnabled=false\x07", "\x1b[2J", "BidiRenderingEnabled=true\x07", "\x1b[?1049l"],
    );
}

#[test]
fn a_terminal_that_says_nothing_is_written_to_all_the_same() {
    let stage = Stage::new().with("KONSOLE_VERSION", "221203");
    let mut played = stage.start_reader(b"");
    played.wait_for_article();
    played.send("q");
    let (code, text) = played.end();
    assert_eq!(code, Some(0));
    assert!(!text.contains("\x1b]50;"), "never on the word of a variable");
    assert!(text.contains('\u{2800}'), "word-reversed needs no switch");
}

#[test]
fn a_stop_takes_the_switch_back_and_going_on_gives_it_again_without_questions() {
    let stage = Stage::new();
    let mut played = stage.start_reader(b"");
    played.answer(VTE);
    played.send("\x1a");
    played.wait_for("\x1b[?1049l");
    assert_in_order(&played.text(), &["\x1b[8l", "\x1b[8h", "\x1b[?1049l"]);
    std::thread::park_timeout(PAUSE * 10);
    let go_on = Command::new("kill").args(["-s", "CONT", "--", &format!("-{}", played.child.id())]).status();
    assert!(go_on.expect("kill runs").success());
    played.wait_for_many("\x1b[8l", 2);
    played.send("q");
    let (code, text) = played.end();
    assert_eq!(code, Some(0));
    let volley = std::str::from_utf8(VOLLEY).expect("ASCII");
    assert_eq!(text.matches(volley).count(), 1);
    assert_in_order(&text, &["\x1b[?1049l", "\x1b[?1049h", "\x1b[8l", "\x1b[2J", "\x1b[8h", "\x1b[?1049l"]);
}

#[test]
fn option_variable_and_setting_win_in_this_order() {
    let plain = |arguments: &[&str], stage: &Stage| {
        let mut played = stage.start(env!("CARGO_BIN_EXE_khabar"), arguments, b"");
        played.answer(VTE);
        played.send("q");
        played.end().1
    };
    let stage = Stage::new().with("KHABAR_EMIT", "word-reversed");
    std::fs::create_dir_all(stage.config().parent().expect("a folder")).expect("a folder");
    std::fs::write(stage.config(), "emit = 'lrm'\n").expect("a file");
    let by_option = plain(&["--emit", "explicit"], &stage);
    assert!(by_option.contains("\x1b[8l") && !by_option.contains(['\u{2800}', '\u{200e}']));
    let by_variable = plain(&[], &stage);
    assert!(!by_variable.contains("\x1b[8l") && by_variable.contains('\u{2800}'));
    let stage = Stage { variables: Vec::new(), ..stage };
    let by_setting = plain(&[], &stage);
    assert!(!by_setting.contains("\x1b[8l") && by_setting.contains('\u{200e}'));
}

#[test]
fn a_key_switches_the_mode_live() {
    let stage = Stage::new();
    let mut played = stage.start_reader(b"");
    played.answer(VTE);
    played.send("M");
    played.wait_for("\x1b[8h");
    played.send("M");
    played.wait_for("\u{200e}");
    played.send("MMMM");
    played.wait_for_many("\x1b[8l", 2);
    played.send("q");
    let (_, text) = played.end();
    // Each change clears; the switch goes before the clear.
    assert_in_order(&text, &["\x1b[8l", "\x1b[2J", "\x1b[8h", "\x1b[2J", "\u{200e}", "\x1b[8l", "\x1b[2J", "\x1b[8h"]);
}

#[test]
fn an_answer_on_the_page_is_kept_for_this_terminal_alone() {
    let stage = Stage::new();
    std::fs::create_dir_all(stage.config().parent().expect("a folder")).expect("a folder");
    std::fs::write(stage.config(), "mouse = false # mine\n").expect("a file");
    let mut played = stage.start_reader(b"");
    played.answer(XTERM);
    played.send("\x1bOQ");
    played.wait_for("word-reversed");
    // The samples stand there in their own modes, whatever the mode of the rest.
    played.wait_for("\u{200e}");
    // Without a switch the samples are visual, jitter, lrm, word-reversed, kitty.
    played.send("3");
    for _ in 0..LOOKS {
        if std::fs::read_to_string(stage.config()).is_ok_and(|text| text.contains("emit-for")) {
            break;
        }
        std::thread::park_timeout(PAUSE);
    }
    played.signal("TERM");
    played.end();
    let config = std::fs::read_to_string(stage.config()).expect("settings");
    assert_eq!(config, "mouse = false # mine\n\n[emit-for]\n\"XTerm(379)\" = \"lrm\"\n");
    for (answers, has_marks) in [(XTERM, true), (KONSOLE, false)] {
        let mut played = stage.start_reader(b"");
        played.answer(answers);
        played.send("q");
        assert_eq!(played.end().1.contains('\u{200e}'), has_marks);
    }
}

#[test]
fn the_page_shows_what_the_terminal_really_does_and_no_answer_is_a_key() {
    // Over ssh answers are waited for longer, which suits a busy machine.
    let stage = Stage::new().with("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22");
    let mut played = stage.start_reader(b"");
    played.answer(XTERM);
    assert!(!played.text().contains("\x1b[6n"), "nobody has asked yet");
    played.send("\x1bOQ");
    played.wait_for("\x1b[2K\x1b[c");
    let samples = played.text().matches("\x1b[6n").count();
    assert!(samples > 20, "{samples}");
    // As a terminal that gives every sample one cell, with keys typed between: down, and back up.
    let answers = "\x1b[1;2R".repeat(samples) + "\x1b[?64;1;2c";
    let (first, second) = answers.split_at("\x1b[1;2R".len() * 7);
    played.send(first);
    played.send("jk");
    std::thread::park_timeout(PAUSE);
    played.send(second);
    played.wait_for("! lam + alef 1 (2), fatha 1 (1)");
    let text = played.settled_text();
    // The frame behind the questions clears them away.
    assert_in_order(&text, &["\x1b[6n", "\x1b[2K\x1b[c", "\x1b[2J", "word-reversed", "! lam + alef"]);
    // Closed and opened again it still knows.
    for _ in 0..2 {
        played.send("\x1bOQ");
        played.settled_text();
    }
    played.wait_for_many("! lam + alef", 2);
    assert_eq!(played.settled_text().matches("\x1b[c").count(), 2, "asked once");
    played.send("\x1bOQq");
    assert_eq!(played.end().0, Some(0), "all keys came through");
}

#[test]
fn a_terminal_that_answers_no_more_questions_keeps_nothing_waiting() {
    let stage = Stage::new();
    let mut played = stage.start_reader(b"");
    played.answer(XTERM);
    played.send("\x1bOQ");
    played.wait_for("no answer in time");
    // What comes too late is no key either.
    played.send("\x1b[1;2R\x1b[?64;1;2c");
    played.send("\x1bOQ?");
    played.wait_for("Ctrl-F");
    played.send("qq");
    assert_eq!(played.end().0, Some(0));
}

/// The arguments that run khabar with the played terminal as its own, which a job in the foreground has.
fn in_the_foreground<'a>(arguments: &[&'a str]) -> Option<Vec<&'a str>> {
    let is_there = Command::new("setsid").arg("--version").stdout(Stdio::null()).status().is_ok_and(|s| s.success());
    if !is_there {
        eprintln!("skipped: setsid is not installed");
        return None;
    }
    Some(["--ctty", "--wait", env!("CARGO_BIN_EXE_khabar")].iter().copied().chain(arguments.iter().copied()).collect())
}

#[test]
fn printed_lines_are_in_the_dialect_and_nothing_is_left_behind() {
    let Some(arguments) = in_the_foreground(&["list"]) else { return };
    let volley = std::str::from_utf8(SILENT_VOLLEY).expect("ASCII");
    for (answers, sign) in [("\x1b[>65;7006;1c\x1b[?65;1;9c", '\u{200e}'), (KONSOLE, '\u{2800}')] {
        let stage = Stage::new();
        let mut played = stage.start("setsid", &arguments, b"");
        played.wait_for("\x1b[c");
        played.send(answers);
        let (code, text) = played.end();
        assert_eq!(code, Some(0), "{text:?}");
        assert!(text.starts_with(volley), "{text:?}");
        let printed = &text[volley.len()..];
        assert!(printed.contains(sign) && !printed.contains('\x1b'), "{printed:?}");
    }
    let stage = Stage::new();
    let mut played = stage.start("setsid", &in_the_foreground(&["list"]).unwrap_or_default(), b"");
    played.wait_for("\x1b[c");
    played.send(XTERM);
    let (_, text) = played.end();
    assert!(!text.contains(['\u{200e}', '\u{2800}']));
}

#[test]
fn the_doctor_asks_the_terminal_even_when_the_report_goes_elsewhere() {
    for (script, folder) in [("\"$0\" doctor --json", false), ("\"$0\" doctor --json >\"$HOME/report\"", true)] {
        let stage = Stage::new();
        let arguments = ["--ctty", "--wait", "sh", "-c", script, env!("CARGO_BIN_EXE_khabar")];
        if in_the_foreground(&[]).is_none() {
            return;
        }
        let mut played = stage.start("setsid", &arguments, b"");
        played.wait_for(std::str::from_utf8(VOLLEY).expect("ASCII"));
        played.send(VTE);
        played.wait_for_many("\x1b[c", 2);
        // As a terminal that gives every sample one cell.
        let samples = played.settled_text().matches("\x1b[6n").count();
        played.send(&("\x1b[1;2R".repeat(samples) + "\x1b[?65;1;9c"));
        let (code, text) = played.end();
        assert_eq!(code, Some(0));
        assert_in_order(&text, &["\x1b[?1049h", "\x1b[?1049l"]);
        let report = match folder {
            true => std::fs::read_to_string(stage.home.path().join("report")).expect("a report"),
            false => text[text.find('{').expect("an object")..].to_owned(),
        };
        assert!(!report.contains('\x1b'), "{report:?}");
        let report: serde_json::Value = serde_json::from_str(report.trim()).expect("one object");
        assert_eq!((&report["name"], &report["chosen"]), (&"VTE".into(), &"explicit".into()));
        assert_eq!(report["safe"], "U+4E2D 1 (2), U+1F4F0 1 (2)");
    }
}

#[test]
fn keys_that_wait_already_are_left_to_the_shell() {
    let Some(arguments) = in_the_foreground(&["list"]) else { return };
    let stage = Stage::new();
    let played = stage.start("setsid", &arguments, b"ls -l");
    let (code, text) = played.end();
    assert_eq!(code, Some(0));
    assert!(!text.contains("\x1b[c"), "{text:?}");
}

#[test]
fn a_named_mode_and_a_logical_order_need_no_questions() {
    for arguments in
        [&["list", "--emit", "lrm"][..], &["show", "--order", "logical", "seed:01-none"], &["list", "--json"]]
    {
        let Some(arguments) = in_the_foreground(arguments) else { return };
        let stage = Stage::new();
        let played = stage.start("setsid", &arguments, b"");
        let (_, text) = played.end();
        assert!(!text.contains("\x1b[c"), "{text:?}");
    }
}

#[test]
fn no_printed_line_holds_what_terminals_draw_differently() {
    let stage = Stage::new();
    let mut runner = TestRunner::deterministic();
    let mut texts = || unsafe_text::any_unsafe_text().new_tree(&mut runner).expect("a text").current();
    let news = stage.home.path().join("news");
    std::fs::create_dir(&news).expect("a folder");
    for number in 0..12 {
        let body: Vec<String> = (0..12).map(|_| texts() + " خبر").collect();
        let text = format!("{} خبر\n\n{}\n", texts(), body.join("\n\n"));
        std::fs::write(news.join(format!("{number}.txt")), text).expect("a file");
    }
    let files: Vec<String> = (0..12).map(|number| news.join(format!("{number}.txt")).display().to_string()).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    for (command, files) in [(&["show"][..], &files[..1]), (&["list"], &files), (&["search", "خبر"], &files)] {
        for mode in ["visual", "jitter", "lrm", "word-reversed", "kitty"] {
            let Some(arguments) = in_the_foreground(&[command, &["--emit", mode], files].concat()) else { return };
            let (code, text) = stage.start("setsid", &arguments, b"").end();
            assert_eq!(code, Some(0), "{text:?}");
            let mut printed = String::new();
            let mut parts = text.split("\x1b[");
            printed.push_str(parts.next().unwrap_or_default());
            parts.for_each(|part| printed.push_str(part.split_once('m').expect("nothing but styles").1));
            let is_own = |letter: char| matches!(letter, '\r' | '\n' | '\t') || (mode == "lrm" && letter == '\u{200e}');
            assert!(printed.chars().any(|letter| matches!(letter, '\u{fe80}'..='\u{fefc}')), "{command:?} {printed:?}");
            for letter in printed.chars().filter(|letter| !is_own(*letter)) {
                assert_eq!(unsafe_text::danger(letter), None, "{command:?} {mode}: {letter:?} in {printed:?}");
            }
        }
    }
}

#[test]
fn a_library_is_opened_filled_by_another_program_meanwhile_and_marked() {
    let stage = Stage::new();
    let home = stage.home.path();
    let khabar = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_khabar"));
        command.args(arguments).env_clear().env("HOME", home).stderr(Stdio::null()).stdout(Stdio::null());
        command.status().expect("the program").code()
    };
    let import = |name: &str, text: &str| {
        let path = home.join(name);
        std::fs::write(&path, text).expect("a file");
        assert_eq!(khabar(&["import", path.to_str().expect("UTF-8")]), Some(0));
    };
    import("first.txt", "World / Europe\nHarbour opens again.\nThe harbour باب is open.\n");
    let mut played = stage.start_reader(b"");
    played.answer(XTERM);
    assert!(played.text().contains("Harbour"), "{}", played.text());
    import("second.txt", "World / Asia\nBridge is finished.\nThe bridge carries trains.\n");
    played.wait_for("Bridge");
    played.send("/harbour\r");
    played.wait_for("100%");
    played.send("q");
    assert_eq!(played.end().0, Some(0));
    assert_eq!(khabar(&["search", "is:read harbour"]), Some(0));
    assert_eq!(khabar(&["search", "is:read bridge"]), Some(1));
    let missing = home.join("none.db");
    let mut refused = stage.start(env!("CARGO_BIN_EXE_khabar"), &["--library", missing.to_str().expect("UTF-8")], b"");
    refused.send("");
    let (code, text) = refused.end();
    assert_eq!(code, Some(3));
    assert!(text.contains("there is no library") && !text.contains("\x1b[?1049h"), "{text:?}");
}
