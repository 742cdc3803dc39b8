//! Snapshots of the panes and of the whole screen, at several sizes and in both languages of the interface.

mod stage;

use khabar::message::InterfaceLanguage::{self, Arabic, English};
use stage::Stage;

/// The sizes at which the whole screen is kept: three columns, two, one.
const SCREENS: [(u16, u16); 3] = [(130, 40), (100, 30), (60, 20)];

/// The sizes at which one pane is kept.
const PANES: [(u16, u16); 3] = [(60, 16), (34, 12), (12, 6)];

/// Keeps what a script of keys leaves on the screen, at each of the sizes.
fn keep(name: &str, interface: InterfaceLanguage, sizes: [(u16, u16); 3], script: &str) {
    for size in sizes {
        let mut stage = Stage::new(interface, size);
        stage.keys(script);
        let language = interface.code();
        let is_pane = sizes == PANES;
        insta::assert_snapshot!(format!("{name}-{language}-{}x{}", size.0, size.1), stage.snapshot(is_pane));
    }
}

#[test]
fn the_whole_screen() {
    keep("screen", English, SCREENS, "j");
    keep("screen", Arabic, SCREENS, "j");
}

#[test]
fn the_whole_screen_while_reading() {
    keep("reading", English, SCREENS, "j<Enter>e");
    keep("reading", Arabic, SCREENS, "j<Enter>e");
}

#[test]
fn sections() {
    keep("sections", Arabic, PANES, "<Tab><Tab><Tab><Right>");
    keep("sections", English, PANES, "<Shift-Tab>jjjj");
}

#[test]
fn list() {
    keep("list", Arabic, PANES, "s");
    keep("list", English, PANES, "sG");
}

#[test]
fn reader() {
    keep("reader", Arabic, PANES, "j<Enter>");
    keep("reader", English, PANES, "j<Enter>]]]");
}

#[test]
fn entities() {
    keep("entities", Arabic, PANES, "j<Enter>e");
}

#[test]
fn find() {
    keep("find", Arabic, PANES, "/باكو قمة");
    keep("find", English, PANES, "j<Ctrl-F>باكو");
}

#[test]
fn help() {
    keep("help", Arabic, PANES, "?");
    keep("help", English, PANES, "?");
}

#[test]
fn doctor() {
    for interface in [Arabic, English] {
        for size in PANES.into_iter().chain([(110, 26)]) {
            let mut stage = Stage::new(interface, size);
            stage.app.diagnose(stage::diagnosis());
            stage.keys("<F2>j");
            let name = format!("doctor-{}-{}x{}", interface.code(), size.0, size.1);
            insta::assert_snapshot!(name, stage.snapshot(false));
        }
    }
}

#[test]
fn warnings() {
    for interface in [Arabic, English] {
        let mut stage = Stage::new(interface, (60, 12));
        let missing = khabar::source::Warning {
            path: "/news/مفقود.txt".to_owned(),
            kind: khabar::source::WarningKind::NotFound,
        };
        let faulty = khabar::source::Warning {
            path: "/news/0.txt".to_owned(),
            kind: khabar::source::WarningKind::BadFrontMatter { line: 3, reason: "no colon".to_owned() },
        };
        stage.arrive(Vec::new(), vec![missing, faulty]);
        stage.keys("w");
        insta::assert_snapshot!(format!("warnings-{}", interface.code()), stage.snapshot(true));
        stage.keys("<Esc>j<Enter>");
        insta::assert_snapshot!(format!("warned-article-{}", interface.code()), stage.snapshot(false));
    }
}
