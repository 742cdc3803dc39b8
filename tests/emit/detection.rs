//! Recorded answers of real terminals, and what is decided from them.
//!
//! Owns the recordings; the models of what those terminals then draw are `models.rs`.

use khabar::shell::detect::{Dialect, Environment, Replies, SILENT_VOLLEY, VOLLEY, Volley, decide, identity};
use khabar::shell::emit::{EmitMode, Switch};
use khabar::shell::terminals::MarkSupport::{self, Right, Wrong};

use EmitMode::{Explicit, Jitter, Kitty, Lrm, Visual, WordReversed};

const BDSM: EmitMode = Explicit(Switch::Bdsm);
const OSC_50: EmitMode = Explicit(Switch::Konsole);
const OSC_5379: EmitMode = Explicit(Switch::Mlterm);

/// Name, what it answers to the volley, mode, marks. The first rows were recorded from these terminals with the volley
/// itself: xterm 379, Alacritty 0.11, foot 1.13.1, urxvt 9.30, Terminology 1.13, zutty 0.14, xterm.js 6.0, xfce4-terminal
/// on VTE 0.70.6, Konsole 22.12.3, mlterm 3.9.0, pterm 0.78, kitty 0.26.5, QTerminal 1.2, st 0.9. The others are put
/// together from what their versions answer to single questions, or from their source.
const RECORDED: &[(&str, &str, EmitMode, MarkSupport)] = &[
    (
        "xterm",
        "\x1bP>|XTerm(379)\x1b\\\x1b[>41;379;0c\x1b[8;0$y\x1b[?2026;0$y\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c",
        Visual,
        Right,
    ),
    ("Alacritty", "\x1b[>0;1700;1c\x1b[?6c", Visual, Wrong),
    ("foot", "\x1bP>|foot(1.13.1)\x1b\\\x1b[>1;011301;0c\x1b[?2026;2$y\x1b[?62;4;22c", Visual, Wrong),
    ("urxvt", "\x1b[>85;95;0c\x1b[?2026;0$y\x1b[?1;2c", Visual, Right),
    ("Terminology", "\x1bP>|terminology 1.13.0\x1b\\\x1b[>61;337;0c\x1b[?64;1;9;15;18;21;22c", Visual, Wrong),
    ("zutty", "\x1b[>64;0;0c\x1b[?64;1;9;15;21;22c", Visual, Wrong),
    ("xterm.js", "\x1b[>0;276;0c\x1b[8;0$y\x1b[?2026;2$y\x1b[?1;2c", Jitter, Right),
    ("VTE", "\x1b[>65;7006;1c\x1b[8;1$y\x1b[?2026;4$y\x1b[?65;1;9c", BDSM, Right),
    ("Konsole", "\x1bP>|Konsole 22.12.3\x1b\\\x1b[>1;115;0c\x1b[?62;1;4c", OSC_50, Right),
    ("mlterm", "\x1b[>24;279;0c\x1b[8;0$y\x1b[?2026;0$y\x1b[?63;1;2;3;4;6;7;15;18;22;29c", OSC_5379, Right),
    ("PuTTY", "\x1b[>0;136;0c\x1b[?6c", WordReversed, Right),
    ("kitty", "\x1bP>|kitty(0.26.5)\x1b\\\x1b[>1;4000;26c\x1b[8;0$y\x1b[?2026;2$y\x1b[?62;c", Kitty, Wrong),
    ("qtermwidget", "\x1b[>0;115;0c\x1b[?1;2c", Jitter, Wrong),
    ("unknown", "\x1b[?6c", Visual, Wrong),
    ("xterm", "\x1b[>41;330;0c\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c", Visual, Right),
    ("Alacritty", "\x1b[>0;2500;1c\x1b[8;0$y\x1b[?6c", Visual, Wrong),
    ("VTE", "\x1bP>|VTE(8001)\x1b\\\x1b[>61;8001;1c\x1b[8;1$y\x1b[?61;1;21;22c", BDSM, Right),
    ("VTE", "\x1b[>65;5802;1c\x1b[?65;1;9c", BDSM, Right),
    ("VTE", "\x1bP>|VTE(8001)\x1b\\\x1b[>61;8001;1c\x1b[8;2$y\x1b[?61;1;21;22c", Visual, Right),
    ("VTE", "\x1b[>65;7006;1c\x1b[8;3$y\x1b[?65;1;9c", Lrm, Right),
    ("VTE", "\x1b[>65;7006;1c\x1b[8;4$y\x1b[?65;1;9c", Visual, Right),
    ("unknown", "\x1b[>65;5402;1c\x1b[?65;1;9c", Visual, Wrong),
    ("Konsole", "\x1bP>|Konsole 25.04.2\x1b\\\x1b[>1;115;0c\x1b[8;0$y\x1b[?62;1;4c", OSC_50, Right),
    ("mlterm", "\x1bP>|mlterm(3.9.4)\x1b\\\x1b[>24;279;0c\x1b[?63;1;2;3;4;7;29c", OSC_5379, Right),
    ("kitty", "\x1bP>|kitty(0.41.1)\x1b\\\x1b[>1;4000;41c\x1b[8;0$y\x1b[?62;52;c", Kitty, Wrong),
    ("WezTerm", "\x1bP>|WezTerm 20240203\x1b\\\x1b[>1;277;0c\x1b[?65;4;6;18;22c", Visual, Wrong),
    ("Ghostty", "\x1bP>|ghostty 1.1.0\x1b\\\x1b[>1;10;0c\x1b[?62;22c", Visual, Wrong),
    ("mintty", "\x1bP>|mintty 3.7.0\x1b\\\x1b[>77;30700;0c\x1b[8;1$y\x1b[?64;1;2c", BDSM, Wrong),
    ("contour", "\x1bP>|contour 0.4\x1b\\\x1b[>65;400;0c\x1b[?65c", Visual, Wrong),
];

fn replies_to(bytes: &[u8]) -> (Replies, Vec<u8>) {
    let mut volley = Volley::new();
    volley.feed(bytes);
    volley.finish()
}

fn decided(answers: &str, environment: &Environment) -> Dialect {
    decide(&replies_to(answers.as_bytes()).0, environment)
}

fn some(value: &str) -> Option<String> {
    Some(value.to_owned())
}

#[test]
fn every_recorded_terminal_gets_its_mode() {
    for (name, answers, mode, marks) in RECORDED {
        let dialect = decided(answers, &Environment::default());
        assert_eq!(
            (dialect.name.as_str(), dialect.mode, dialect.marks),
            (*name, *mode, *marks),
            "{answers:?}: {}",
            dialect.why
        );
        assert_eq!(dialect.multiplexer, None);
    }
}

#[test]
fn versions_are_read() {
    for (answers, version) in [
        ("\x1bP>|XTerm(379)\x1b\\\x1b[?64c", "379"),
        ("\x1bP>|Konsole 22.12.3\x1b\\\x1b[?62c", "22.12.3"),
        ("\x1bP>|terminology 1.13.0\x07\x1b[?64c", "1.13.0"),
        ("\x1b[>65;7006;1c\x1b[?65c", "0.70.6"),
        ("\x1b[>85;95;0c\x1b[?1;2c", "95"),
        ("\x1b[?6c", ""),
    ] {
        assert_eq!(decided(answers, &Environment::default()).version, version);
    }
}

#[test]
fn answers_are_read_however_they_are_cut_and_keys_between_them_are_kept_in_order() {
    // Letters, a right-to-left one, an arrow, a function key, Alt-P, Escape, a mouse report, a cursor report, a paste.
    let keys: [&[u8]; 9] = [
        b"q",
        "خ".as_bytes(),
        b"\x1b[A",
        b"\x1bOP",
        b"\x1bP",
        b"\x1b",
        b"\x1b[<0;3;4M",
        b"\x1b[12;40R",
        b"\x1b[200~hi\x1b[201~",
    ];
    for (_, answers, _, _) in RECORDED {
        let pieces: Vec<&str> = answers.split_inclusive(['c', 'y', '\\']).filter(|piece| !piece.is_empty()).collect();
        for (at, key) in keys.iter().enumerate() {
            // A key before the piece `at`, and one after the last answer.
            let mut bytes = Vec::new();
            for (place, piece) in pieces.iter().enumerate() {
                if place == at % pieces.len() && piece.starts_with('\x1b') {
                    bytes.extend_from_slice(key);
                }
                bytes.extend_from_slice(piece.as_bytes());
            }
            let before = bytes.len() - answers.len();
            bytes.extend_from_slice(b"j\x1b[B");
            let expected = replies_to(answers.as_bytes()).0;
            let typed = [if before == 0 { b"" } else { *key }, b"j\x1b[B"].concat();
            for cut in 0..=bytes.len() {
                let mut volley = Volley::new();
                volley.feed(&bytes[..cut]);
                volley.feed(&bytes[cut..]);
                assert!(volley.is_complete());
                assert_eq!(volley.finish(), (expected.clone(), typed.clone()), "{answers:?} with {key:?} cut at {cut}");
            }
            let mut volley = Volley::new();
            bytes.iter().for_each(|byte| volley.feed(&[*byte]));
            assert_eq!(volley.finish(), (expected, typed));
        }
    }
}

#[test]
fn what_is_half_there_when_time_is_over_is_handed_back() {
    for rest in ["\x1b", "\x1b[", "\x1b[>6", "\x1b[8;1$", "\x1bP", "\x1bP>|kit", "\x1bP>|kitty(0.4)\x1b", "q\x1b[?1;2"]
    {
        let (replies, keys) = replies_to(rest.as_bytes());
        assert!(replies.is_silent());
        assert_eq!(keys, rest.as_bytes(), "{rest:?}");
    }
}

#[test]
fn garbage_is_handed_back_and_bounded() {
    let long = ["\x1bP>|", &"x".repeat(100_000), "\x1b\\\x1b[>", &"1;".repeat(5_000), "c"].concat();
    let (replies, keys) = replies_to(long.as_bytes());
    assert!(replies.is_silent());
    assert_eq!(keys, long.as_bytes());
    assert!(replies_to(&vec![b'x'; 3 << 20]).1.len() <= 1 << 20);
    for foreign in [
        "\x1b[?2027;2$y",
        "\x1b[2026;2$y",
        "\x1b[?8;1$y",
        "\x1b[1;1R",
        "\x1b[c",
        "\x1b[>;4294967296c",
        "\x1bP1$r0m\x1b\\",
        "\x1b]11;rgb:0/0/0\x1b\\",
        "\x1b[8;1;2$y",
    ] {
        assert_eq!(replies_to(foreign.as_bytes()), (Replies::default(), foreign.as_bytes().to_vec()), "{foreign:?}");
    }
    // An answer that follows garbage is found.
    let (replies, keys) = replies_to(b"\x1b[>9\x1b\x1b[\x1bP>|\x01\x1b[?6c");
    assert_eq!((replies.primary, keys.as_slice()), (Some(vec![6]), b"\x1b[>9\x1b\x1b[\x1bP>|\x01".as_slice()));
}

proptest::proptest! {
    #[test]
    fn nothing_but_answers_is_lost(bytes in "[\\x1b\\[P>|?0-9;$cyq\\\\ab\\x07]{0,60}", cut in 0_usize..60) {
        let whole = replies_to(bytes.as_bytes());
        let mut volley = Volley::new();
        let cut = cut.min(bytes.len());
        volley.feed(&bytes.as_bytes()[..cut]);
        volley.feed(&bytes.as_bytes()[cut..]);
        let split = volley.finish();
        proptest::prop_assert_eq!(&split, &whole);
        if whole.0.is_silent() {
            proptest::prop_assert_eq!(whole.1, bytes.as_bytes());
        }
    }
}

#[test]
fn the_volley_ends_with_the_question_that_all_answer() {
    assert_eq!(VOLLEY, b"\x1b[>q\x1b[>c\x1b[8$p\x1b[?2026$p\x1b[c");
    assert_eq!(SILENT_VOLLEY, b"\x1b[>q\x1b[>c\x1b[c", "without the questions that two terminals print a letter for");
}

#[test]
fn behind_a_multiplexer_the_terminal_around_it_counts() {
    let tmux = "\x1bP>|tmux 3.3a\x1b\\\x1b[>84;0;0c\x1b[?1;2c";
    let screen = "\x1b[>83;40900;0c\x1b[?1;2c";
    let outer =
        |answer: &str| Environment { outer_termtype: some(answer), tmux: some("/t,1,0"), ..Environment::default() };
    for (answer, mode, name) in [
        ("VTE(8001)", Lrm, "VTE"),
        ("Konsole 22.12.3", WordReversed, "Konsole"),
        ("mlterm(3.9.4)", WordReversed, "mlterm"),
        ("kitty(0.41.1)", Kitty, "kitty"),
        ("XTerm(379)", Visual, "xterm"),
        ("foot(1.13.1)", Visual, "foot"),
        ("rio 0.2", Visual, "rio"),
    ] {
        let dialect = decided(tmux, &outer(answer));
        assert_eq!((dialect.mode, dialect.name.as_str()), (mode, name), "{answer}");
        assert_eq!(dialect.multiplexer.as_deref(), Some("tmux"));
        // What tmux says of its terminal is worth more than a variable of its first client.
        let stale = Environment { kitty_window_id: some("1"), ..outer(answer) };
        assert_eq!(decided(tmux, &stale).mode, mode);
    }
    let vte = Environment { vte_version: some("7006"), ..Environment::default() };
    let konsole = Environment { konsole_version: some("221203"), ..Environment::default() };
    for answers in [tmux, screen, "\x1b[>84;0;0c\x1b[?1;2c"] {
        assert_eq!(decided(answers, &Environment::default()).mode, Visual);
        assert_eq!(decided(answers, &vte).mode, Lrm);
        assert_eq!(decided(answers, &konsole).mode, WordReversed);
        assert_eq!(
            decided(answers, &Environment { mlterm: some("3.9.0"), ..Environment::default() }).mode,
            WordReversed
        );
        assert_eq!(decided(answers, &Environment { kitty_window_id: some("1"), ..Environment::default() }).mode, Kitty);
        assert_eq!(decided(answers, &Environment { vte_version: some("5402"), ..Environment::default() }).mode, Visual);
    }
    // A session that no terminal shows is read by programs: nothing is left out. With a terminal it depends on that one.
    let unattended = Environment { unattended: true, ..Environment::default() };
    assert_eq!(decided(tmux, &unattended).marks, MarkSupport::Right);
    assert_eq!(decided(tmux, &Environment::default()).marks, MarkSupport::Wrong);
    // Nothing answers in time, but we know that one stands between: no switch, which it would swallow.
    assert_eq!(decided("", &Environment { tmux: some("/t,1,0"), ..vte.clone() }).mode, Lrm);
    assert_eq!(decided("", &Environment { sty: some("1.tty"), ..konsole.clone() }).mode, WordReversed);
    // A terminal that was started from within tmux answers for itself.
    assert_eq!(decided(RECORDED[0].1, &Environment { tmux: some("/t,1,0"), ..vte }).mode, Visual);
}

#[test]
fn without_an_answer_the_environment_decides() {
    let unset = Environment::default;
    for (environment, mode) in [
        (unset(), Visual),
        (Environment { term: some("xterm-256color"), ..unset() }, Visual),
        (Environment { term: some("xterm-kitty"), ..unset() }, Kitty),
        (Environment { term: some("mlterm"), ..unset() }, OSC_5379),
        (Environment { vte_version: some("7006"), ..unset() }, BDSM),
        (Environment { vte_version: some("5402"), ..unset() }, Visual),
        (Environment { vte_version: some("soon"), ..unset() }, Visual),
        (Environment { mlterm: some("3.9.0"), ..unset() }, OSC_5379),
        (Environment { kitty_window_id: some("1"), ..unset() }, Kitty),
        (Environment { term_program: some("vscode"), ..unset() }, Jitter),
        (Environment { term_program: some("Apple_Terminal"), ..unset() }, WordReversed),
        (Environment { wt_session: some("{}"), ..unset() }, Visual),
        // OSC 50 sets a font elsewhere: never on the word of a variable.
        (Environment { konsole_version: some("221203"), ..unset() }, WordReversed),
    ] {
        assert_eq!(decided("", &environment).mode, mode, "{environment:?}");
    }
}

#[test]
fn inherited_variables_do_not_overrule_an_answer() {
    let stale = Environment {
        vte_version: some("7006"),
        konsole_version: some("221203"),
        kitty_window_id: some("1"),
        term_program: some("vscode"),
        ..Environment::default()
    };
    for (name, answers, mode, _) in RECORDED.iter().filter(|recorded| recorded.0 != "unknown") {
        assert_eq!(decided(answers, &stale).mode, *mode, "{name}");
    }
    let st = Environment { term: some("st-256color"), ..stale };
    assert_eq!((decided("\x1b[?6c", &st).mode, decided("\x1b[?6c", &st).name.as_str()), (Visual, "st"));
}

#[test]
fn what_the_user_asks_for_wins() {
    let konsole = "\x1bP>|Konsole 22.12.3\x1b\\\x1b[?62;1;4c";
    let asked = |option: Option<&str>, variable: Option<&str>, setting: Option<&str>| Environment {
        emit_option: option.map(str::to_owned),
        emit_variable: variable.map(str::to_owned),
        emit_setting: setting.map(str::to_owned),
        ..Environment::default()
    };
    for (option, variable, setting, mode) in [
        (None, None, Some("kitty"), Kitty),
        (None, Some("lrm"), Some("kitty"), Lrm),
        (Some("jitter"), Some("lrm"), Some("kitty"), Jitter),
        (Some("auto"), Some("lrm"), None, OSC_50),
        (Some("explicit"), None, None, OSC_50),
        (None, Some("nonsense"), Some("visual"), Visual),
        (None, None, Some("nonsense"), OSC_50),
    ] {
        assert_eq!(
            decided(konsole, &asked(option, variable, setting)).mode,
            mode,
            "{option:?} {variable:?} {setting:?}"
        );
    }
    assert_eq!(decided("\x1b[?6c", &asked(Some("explicit"), None, None)).mode, BDSM, "the harmless switch");
    assert!(decided(konsole, &asked(None, Some("nonsense"), None)).why.contains("nonsense"));
    // Who won is said, and so is what was passed over on the way.
    assert!(decided(konsole, &asked(Some("auto"), Some("lrm"), None)).why.ends_with("auto and wins over KHABAR_EMIT"));
    let why = decided(konsole, &asked(None, Some("nonsense"), Some("visual"))).why;
    assert!(
        why.starts_with("the setting emit asks for visual") && why.contains("KHABAR_EMIT was passed over"),
        "{why}"
    );
    assert!(!decided(konsole, &asked(None, None, Some("auto"))).why.contains("auto"));
}

#[test]
fn an_answer_that_is_kept_for_a_terminal_wins_over_the_setting_for_all() {
    let kept = Environment { emit_kept: some("kitty"), emit_setting: some("lrm"), ..Environment::default() };
    assert_eq!(decided("\x1b[?6c", &kept).mode, Kitty);
    let asked = Environment { emit_variable: some("jitter"), ..kept };
    assert_eq!(decided("\x1b[?6c", &asked).mode, Jitter);
}

#[test]
fn a_terminal_is_known_again_by_its_own_words() {
    let environment = Environment { term: some("xterm-256color"), ..Environment::default() };
    let outer = Environment { outer_termtype: some("VTE(8001)\n"), ..environment.clone() };
    for (answers, environment, expected) in [
        ("\x1bP>|XTerm(379)\x1b\\\x1b[>41;379;0c\x1b[?64c", &environment, "XTerm(379)"),
        ("\x1b[>0;136;0c\x1b[?6c", &environment, "DA2 0;136;0"),
        ("\x1b[?6c", &environment, "TERM xterm-256color"),
        ("", &Environment::default(), "unknown"),
        ("\x1bP>|tmux 3.3a\x1b\\\x1b[?1;2c", &outer, "tmux 3.3a in VTE(8001)"),
        ("\x1bP>|XTerm(379)\x1b\\\x1b[?64c", &outer, "XTerm(379)"),
    ] {
        assert_eq!(identity(&replies_to(answers.as_bytes()).0, environment), expected);
    }
}

#[test]
fn printed_lines_need_no_switch() {
    for (name, answers, _, _) in RECORDED {
        let mode = decided(answers, &Environment::default()).line_mode();
        assert!(mode.switch().is_none(), "{name}");
    }
    let line_mode = |answers: &str| decided(answers, &Environment::default()).line_mode();
    assert_eq!(line_mode("\x1b[>65;7006;1c\x1b[?65;1;9c"), Lrm);
    assert_eq!(line_mode("\x1bP>|Konsole 22.12.3\x1b\\\x1b[?62c"), WordReversed);
    assert_eq!(line_mode("\x1b[>0;276;0c\x1b[?1;2c"), Lrm, "xterm.js");
    assert_eq!(line_mode("\x1b[>0;115;0c\x1b[?1;2c"), Jitter, "qtermwidget");
}

#[test]
fn the_wait_is_longer_over_ssh() {
    let environment = |name: &'static str| {
        Environment::from_variables(move |asked| (asked == name).then(|| "10.0.0.1 1 10.0.0.2 22".to_owned()))
    };
    assert_eq!(environment("HOME").patience().as_millis(), 300);
    assert_eq!(environment("SSH_CONNECTION").patience().as_millis(), 1000);
    assert_eq!(environment("SSH_TTY").patience().as_millis(), 1000);
    assert_eq!(Environment::from_variables(|_| Some(String::new())), Environment::default());
}
