//! For each rule a text that it refuses and one that it accepts.
//!
//! Owns nothing but made-up texts; an inspector that saw nothing would fail here. The real tree is `house.rs`.

use crate::rules::{Breach, RULES, panes_apart, rooms_open, same_messages};

/// The breaches that the rule of this name finds.
fn found_by(rule: &str, path: &str, text: &str) -> Vec<Breach> {
    let (_, check) = RULES.iter().find(|(name, _)| *name == rule).expect("a rule of this name");
    check(path, text)
}

/// The rule refuses each of these.
fn refuses(rule: &str, cases: &[(&str, &str)]) {
    for (path, text) in cases {
        assert!(!found_by(rule, path, text).is_empty(), "{rule} should refuse {path}: {text}");
    }
}

/// The rule accepts each of these.
fn accepts(rule: &str, cases: &[(&str, &str)]) {
    for (path, text) in cases {
        let found = found_by(rule, path, text);
        assert!(found.is_empty(), "{rule} should accept {path}: {text}\n{found:?}");
    }
}

fn files(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn floors_are_kept() {
    refuses(
        "floors",
        &[
            ("src/text/bidi.rs", "use crate::article::Article;"),
            ("src/text/bidi.rs", "use crate::message::Key;"),
            ("src/text/bidi.rs", "fn f() -> crate::app::App { loop {} }"),
            ("src/text/bidi.rs", "use super::super::source::read;"),
            ("src/text/mod.rs", "use super::source::read;"),
            ("src/text/shape/join.rs", "fn f() { super::super::super::panes::draw() }"),
            ("src/entity/kind.rs", "use crate::{text::fold, article::Article};"),
            ("src/source/x.rs", "use crate::{\n    text,\n    search::{self, Query},\n};"),
            ("src/shell/x.rs", "use crate::cli::run;"),
            ("src/cli/show.rs", "pub use crate::shell::run;"),
            ("src/action/key.rs", "macro_rules! m { () => { $crate::panes::draw() } }"),
            ("src/library/x.rs", "use crate::*;"),
            ("src/library/x.rs", "use crate as khabar;"),
            ("src/library/x.rs", "use crate::Everything;"),
            ("src/text/fold.rs", "use khabar::article::Article;"),
            ("src/text/fold.rs", "#[cfg(test)]\nmod tests {}\nuse crate::app::App;"),
        ],
    );
    accepts(
        "floors",
        &[
            ("src/text/bidi.rs", "use crate::text::fold; use super::paragraph::Direction; pub(crate) fn f() {}"),
            ("src/entity/kind.rs", "use crate::text::fold; pub(in crate::entity) fn f() {}"),
            ("src/search/x.rs", "use crate::{article::Article, text::{fold, Folded}};"),
            ("src/cli/show.rs", "use crate::{app, panes::paint, source, message};"),
            ("src/text/bidi.rs", "//! crate::app\n// use crate::app::App;\nconst A: &str = \"crate::app\";"),
            ("src/text/bidi.rs", "#[cfg(test)]\nmod tests { use crate::article::Article; }"),
            ("src/lib.rs", "pub use crate::app::App;"),
            ("src/main.rs", "use khabar::{cli, shell};"),
        ],
    );
    let found = found_by("floors", "src/text/bidi.rs", "//! Bidi.\n\nuse crate::app::App;");
    assert_eq!(found[0].to_string(), "src/text/bidi.rs:3: text (floor 0) imports upwards: app (floor 5)");
}

#[test]
fn forbidden_words_are_seen_in_every_spelling() {
    refuses(
        "forbidden words",
        &[
            ("src/text/x.rs", "use ratatui::text::Line;"),
            ("src/text/x.rs", "use std::{fmt, io};"),
            ("src/text/x.rs", "use std::*;"),
            ("src/message/x.rs", "fn f() { std::fs::read(\"x\"); }"),
            ("src/article/x.rs", "use std::{fs::File, fmt};"),
            ("src/article/x.rs", "fn f() { jiff::Timestamp::now(); }"),
            ("src/entity/x.rs", "use std::fs as disk;"),
            ("src/source/x.rs", "use ratatui::style::Color;"),
            ("src/library/x.rs", "fn f(_: crossterm::event::Event) {}"),
            ("src/search/x.rs", "fn f(_: ratatui::layout::Rect) {}"),
            ("src/action/key.rs", "use crossterm::event::KeyEvent;"),
            ("src/panes/list/view.rs", "use std::fs;"),
            ("src/panes/list/view.rs", "use std::time::{Duration, Instant};"),
            ("src/panes/paint.rs", "fn f() { std::thread::sleep(d) }"),
            ("src/app/update.rs", "use std::thread;"),
            ("src/app/update.rs", "let now = Zoned::now();"),
            ("src/app/update.rs", "let now = std::time::SystemTime::UNIX_EPOCH;"),
            ("src/cli/show.rs", "use ratatui::widgets::List;"),
        ],
    );
    accepts(
        "forbidden words",
        &[
            ("src/text/x.rs", "use std::{fmt, ops::Range}; // no std::fs, no ratatui"),
            ("src/text/x.rs", "#[cfg(test)]\nmod tests { use std::fs; }"),
            ("src/source/x.rs", "use std::{fs, io};"),
            ("src/panes/paint.rs", "use ratatui::buffer::Buffer; fn f(now: jiff::Timestamp) {}"),
            ("src/app/update.rs", "use std::time::Duration; fn f(now: Day) { let now = now; }"),
            ("src/shell/job.rs", "use std::{thread, time::Instant, fs};"),
            ("src/cli/show.rs", "use ratatui::buffer::Buffer;"),
        ],
    );
}

#[test]
fn long_files_need_a_reason_and_have_an_end() {
    let with_lines = |head: &str, count: usize| format!("{head}\n{}", "fn f() {}\n".repeat(count));
    let plain = "//! Owns much.";
    let tested = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", with_lines(plain, 300), "fn t() {}\n".repeat(400));
    refuses(
        "file size",
        &[
            ("src/text/x.rs", &with_lines(plain, 501)),
            ("src/text/x.rs", &with_lines("//! Long because it is.", 801)),
            ("src/text/x.rs", &format!("{plain}\nconst A: &str = \"reason\";\n{}", "fn f() {}\n".repeat(600))),
            ("src/main.rs", &with_lines(plain, 61)),
        ],
    );
    accepts(
        "file size",
        &[
            ("src/text/x.rs", &with_lines(plain, 400)),
            ("src/text/x.rs", &with_lines("//! Long because it is.", 600)),
            ("src/text/x.rs", &with_lines("//! The reason for its length: a table.", 600)),
            ("src/text/shape/forms_table.rs", &with_lines(plain, 3000)),
            ("src/text/generated/forms.rs", &with_lines(plain, 3000)),
            ("src/text/x.rs", &tested),
        ],
    );
}

#[test]
fn a_header_comes_first() {
    refuses("header", &[("src/text/x.rs", ""), ("src/text/x.rs", "use a;\n//! Late."), ("src/text/x.rs", "//!\n")]);
    accepts("header", &[("src/text/x.rs", "//! Owns lines.\n"), ("src/text/x.rs", "\n//! Owns lines.\n")]);
}

#[test]
fn only_the_command_line_prints() {
    refuses(
        "prints",
        &[
            ("src/text/x.rs", "fn f() { println!(\"a\") }"),
            ("src/shell/x.rs", "fn f() { std::eprintln ! (\"a\") }"),
            ("src/main.rs", "fn f() { print!(\"a\"); }"),
            ("src/app/x.rs", "fn f() { dbg!(1); }"),
        ],
    );
    accepts(
        "prints",
        &[
            ("src/cli/show.rs", "fn f() { println!(\"a\") }"),
            ("src/text/x.rs", "/// println!(\"a\")\nfn print() { \"println!\"; let print = 1; print != 2; }"),
            ("src/text/x.rs", "#[cfg(test)]\nmod tests { fn f() { println!(\"a\") } }"),
        ],
    );
}

#[test]
fn unsafe_and_unfinished_code_is_refused() {
    refuses("unsafe", &[("src/text/x.rs", "fn f() { unsafe { g() } }"), ("src/cli/x.rs", "unsafe fn f() {}")]);
    accepts("unsafe", &[("src/text/x.rs", "#![forbid(unsafe_code)] // unsafe\nconst A: &str = \"unsafe\";")]);
    refuses(
        "nothing unfinished",
        &[("src/text/x.rs", "fn f() { todo!() }"), ("src/cli/x.rs", "fn f() { unimplemented!(\"later\") }")],
    );
    accepts("nothing unfinished", &[("src/text/x.rs", "fn todo() {} // todo!()")]);
}

#[test]
fn an_allowed_lint_says_why() {
    refuses(
        "allow with a reason",
        &[
            ("src/text/x.rs", "#[allow(dead_code)]\nfn f() {}"),
            ("src/text/x.rs", "#![allow(clippy::all)]"),
            ("src/text/x.rs", "#[cfg_attr(feature = \"tui\", allow(dead_code))]\nfn f() {}"),
            ("src/text/x.rs", "#[allow(dead_code, reason)]\nfn f() {}"),
            ("src/text/x.rs", "#[expect(dead_code)]\nfn f() {}"),
        ],
    );
    accepts(
        "allow with a reason",
        &[
            ("src/text/x.rs", "#[allow(dead_code, reason = \"part of the table\")]\nfn f() {}"),
            ("src/text/x.rs", "fn f() { allow(1); x.expect(\"is there\"); }"),
        ],
    );
}

#[test]
fn panes_do_not_know_each_other() {
    let house = |view: &str| {
        files(&[
            ("src/panes/mod.rs", "//! Panes.\npub use list::ListState; pub use paint::paint;"),
            ("src/panes/paint.rs", "//! Paint."),
            ("src/panes/list/state.rs", "//! List."),
            ("src/panes/reader/view.rs", view),
        ])
    };
    for view in [
        "use crate::panes::list::state::ListState;",
        "use super::super::list::state::ListState;",
        "use crate::panes::{paint, list};",
        "fn f(_: crate::panes::ListState) {}",
    ] {
        assert_eq!(panes_apart(&house(view)).len(), 1, "{view}");
    }
    for view in ["use crate::panes::paint::paint;", "use super::state::S;", "use super::super::theme::Theme;"] {
        assert_eq!(panes_apart(&house(view)), [], "{view}");
    }
}

#[test]
fn a_closed_or_unknown_room_is_reported() {
    let paths = ["src/lib.rs", "src/text/mod.rs", "src/attic/mod.rs"].map(str::to_owned);
    assert_eq!(rooms_open(&paths, "pub mod text;\n// pub mod attic;").len(), 2);
    assert_eq!(rooms_open(&paths, "mod text; pub mod attic;").len(), 2);
    assert_eq!(rooms_open(&paths[..2], "#[cfg(feature = \"tui\")]\npub mod text;"), []);
}

#[test]
fn languages_with_other_keys_are_reported() {
    let arabic = "# تعليق\nquit = خروج\nhelp = مساعدة = عون\n    متابعة\n";
    let pair = |english: &str| same_messages(&files(&[("ar.ftl", arabic), ("en.ftl", english)]));
    assert_eq!(pair("quit = Quit\nhelp = Help\n"), []);
    assert_eq!(pair("quit = Quit\n").len(), 1, "a missing key");
    assert_eq!(pair("quit = Quit\nhelp = Help\nopen = Open\n").len(), 1, "a key too many");
    assert_eq!(pair("quit = Quit\nhelp = Help\nquit = Leave\n").len(), 1, "a key twice");
    assert_eq!(same_messages(&[]), []);
    assert_eq!(same_messages(&files(&[("ar.ftl", arabic)])).len(), 1, "one language alone");
}
