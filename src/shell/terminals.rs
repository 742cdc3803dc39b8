//! The terminals: how each is recognised, which emit mode it needs, and whether marks may stand in a cell.
//!
//! Owns the one table; a terminal is added by a row here and a recorded reply in `tests/emit.rs`. The order in which
//! the signs are asked for is `detect.rs`; what a mode does is `emit/`.

use std::ops::RangeInclusive;

use super::emit::{EmitMode, Switch};

/// Whether combining marks may stay in the cell of their base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MarkSupport {
    /// They are drawn on their base.
    Right,
    /// They are dropped, misplaced, or take cells of their own: strip them. Also where nobody has looked.
    #[default]
    Wrong,
}

/// One kind of terminal.
#[derive(Clone, Debug)]
pub struct Terminal {
    /// The name that `khabar doctor` shows.
    pub name: &'static str,
    /// How its answer to XTVERSION begins.
    pub versions: &'static [&'static str],
    /// The first and second number of its secondary device attributes (DA2).
    pub secondary: &'static [(u32, RangeInclusive<u32>)],
    /// The values of `TERM` that nobody else sets, or their beginnings where they end in `-`.
    pub terms: &'static [&'static str],
    /// The value that `TERM_PROGRAM` has in it.
    pub program: Option<&'static str>,
    /// The mode that it needs when it stands alone.
    pub mode: EmitMode,
    /// The mode that it needs behind a multiplexer, which lets no switch pass.
    pub behind: EmitMode,
    /// Whether it draws marks on their base.
    pub marks: MarkSupport,
    /// Whether its glyphs leave specks in the cells beside theirs, until those are written anew.
    pub spills: bool,
}

/// A row with nothing unusual: cells are drawn as they come.
const PLAIN: Terminal = Terminal {
    name: "",
    versions: &[],
    secondary: &[],
    terms: &[],
    program: None,
    mode: EmitMode::Visual,
    behind: EmitMode::Visual,
    marks: MarkSupport::Wrong,
    spills: false,
};

/// Any second number.
const ANY: RangeInclusive<u32> = 0..=u32::MAX;

/// VTE reorders rows since 0.58, the version that it packs into one number: 7006 is 0.70.6.
pub const VTE_WITH_BIDI: u32 = 5800;

/// Every terminal that khabar knows by name, measured unless the row says otherwise.
pub const TERMINALS: &[Terminal] = &[
    Terminal {
        name: "xterm",
        versions: &["XTerm"],
        secondary: &[(41, ANY)],
        marks: MarkSupport::Right,
        spills: true,
        ..PLAIN
    },
    Terminal {
        name: "VTE",
        versions: &["VTE"],
        secondary: &[(65, VTE_WITH_BIDI..=u32::MAX), (61, VTE_WITH_BIDI..=u32::MAX)],
        mode: EmitMode::Explicit(Switch::Bdsm),
        behind: EmitMode::Lrm,
        marks: MarkSupport::Right,
        ..PLAIN
    },
    Terminal {
        name: "Konsole",
        versions: &["Konsole"],
        mode: EmitMode::Explicit(Switch::Konsole),
        behind: EmitMode::WordReversed,
        marks: MarkSupport::Right,
        ..PLAIN
    },
    Terminal {
        name: "mlterm",
        versions: &["mlterm"],
        secondary: &[(24, ANY)],
        terms: &["mlterm", "mlterm-"],
        mode: EmitMode::Explicit(Switch::Mlterm),
        behind: EmitMode::WordReversed,
        marks: MarkSupport::Right,
        ..PLAIN
    },
    Terminal {
        name: "kitty",
        versions: &["kitty"],
        terms: &["xterm-kitty"],
        mode: EmitMode::Kitty,
        behind: EmitMode::Kitty,
        ..PLAIN
    },
    Terminal {
        name: "PuTTY",
        secondary: &[(0, 136..=136)],
        terms: &["putty", "putty-"],
        mode: EmitMode::WordReversed,
        behind: EmitMode::WordReversed,
        marks: MarkSupport::Right,
        ..PLAIN
    },
    Terminal {
        // VS Code and many terminals in a browser: the one renderer needs jitter, to the other it does no harm.
        name: "xterm.js",
        versions: &["xterm.js"],
        secondary: &[(0, 276..=276)],
        program: Some("vscode"),
        mode: EmitMode::Jitter,
        behind: EmitMode::Jitter,
        marks: MarkSupport::Right,
        ..PLAIN
    },
    Terminal {
        // QTerminal, cool-retro-term.
        name: "qtermwidget",
        secondary: &[(0, 115..=115)],
        mode: EmitMode::Jitter,
        behind: EmitMode::Jitter,
        ..PLAIN
    },
    Terminal { name: "Alacritty", secondary: &[(0, 1000..=99_999)], terms: &["alacritty", "alacritty-"], ..PLAIN },
    Terminal { name: "foot", versions: &["foot"], terms: &["foot", "foot-"], ..PLAIN },
    Terminal { name: "st", terms: &["st", "st-"], ..PLAIN },
    Terminal {
        name: "urxvt",
        secondary: &[(85, ANY)],
        terms: &["rxvt-unicode", "rxvt-unicode-"],
        marks: MarkSupport::Right,
        ..PLAIN
    },
    Terminal { name: "Terminology", versions: &["terminology"], secondary: &[(61, 0..=VTE_WITH_BIDI - 1)], ..PLAIN },
    Terminal { name: "zutty", secondary: &[(64, ANY)], ..PLAIN },
    // Reported, not run: these draw cells in order.
    Terminal { name: "Windows Terminal", secondary: &[(0, 10..=10)], ..PLAIN },
    Terminal { name: "WezTerm", versions: &["WezTerm"], program: Some("WezTerm"), ..PLAIN },
    Terminal { name: "Ghostty", versions: &["ghostty"], terms: &["xterm-ghostty"], program: Some("ghostty"), ..PLAIN },
    Terminal { name: "iTerm2", versions: &["iTerm2"], program: Some("iTerm.app"), ..PLAIN },
    Terminal {
        // Read in its source, not run: it reorders rows and knows the same mode as VTE.
        name: "mintty",
        versions: &["mintty"],
        secondary: &[(77, ANY)],
        program: Some("mintty"),
        mode: EmitMode::Explicit(Switch::Bdsm),
        behind: EmitMode::Lrm,
        ..PLAIN
    },
    Terminal {
        // Reported to reorder whole rows; no switch is known. A first guess.
        name: "Apple Terminal",
        program: Some("Apple_Terminal"),
        mode: EmitMode::WordReversed,
        behind: EmitMode::WordReversed,
        ..PLAIN
    },
];

impl Terminal {
    /// The terminal with this name.
    pub fn named(name: &str) -> Option<&'static Terminal> {
        TERMINALS.iter().find(|terminal| terminal.name == name)
    }

    /// The terminal whose answer to XTVERSION this is.
    pub fn by_version(answer: &str) -> Option<&'static Terminal> {
        let begins = |start: &&str| {
            let rest = answer.get(..start.len()).filter(|head| head.eq_ignore_ascii_case(start));
            rest.is_some() && !answer[start.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '.')
        };
        TERMINALS.iter().find(|terminal| terminal.versions.iter().any(begins))
    }

    /// The terminal with these secondary device attributes.
    pub fn by_secondary(first: u32, second: u32) -> Option<&'static Terminal> {
        let holds = |terminal: &&Terminal| {
            terminal.secondary.iter().any(|(own, range)| *own == first && range.contains(&second))
        };
        TERMINALS.iter().find(holds)
    }

    /// The terminal that sets this value of `TERM`.
    pub fn by_term(term: &str) -> Option<&'static Terminal> {
        let fits = |own: &&str| if own.ends_with('-') { term.starts_with(own) } else { term == *own };
        TERMINALS.iter().find(|terminal| terminal.terms.iter().any(fits))
    }

    /// The terminal that sets this value of `TERM_PROGRAM`.
    pub fn by_program(program: &str) -> Option<&'static Terminal> {
        TERMINALS.iter().find(|terminal| terminal.program == Some(program))
    }
}

#[cfg(test)]
mod tests {
    use super::{TERMINALS, Terminal};
    use std::collections::BTreeSet;

    #[test]
    fn every_row_has_a_name_of_its_own_and_a_sign() {
        let names: BTreeSet<&str> = TERMINALS.iter().map(|terminal| terminal.name).collect();
        assert_eq!(names.len(), TERMINALS.len());
        for terminal in TERMINALS {
            let signs = terminal.versions.len() + terminal.secondary.len() + terminal.terms.len();
            assert!(signs > 0 || terminal.program.is_some(), "{}", terminal.name);
            assert!(terminal.behind.switch().is_none(), "no switch passes a multiplexer: {}", terminal.name);
        }
    }

    #[test]
    fn no_sign_points_to_two_rows() {
        for (at, terminal) in TERMINALS.iter().enumerate() {
            for other in &TERMINALS[at + 1..] {
                for (first, range) in terminal.secondary {
                    let meets = |(own, theirs): &(u32, std::ops::RangeInclusive<u32>)| {
                        own == first && range.start() <= theirs.end() && theirs.start() <= range.end()
                    };
                    assert!(!other.secondary.iter().any(meets), "{} {}", terminal.name, other.name);
                }
                assert!(!terminal.terms.iter().any(|term| other.terms.contains(term)));
            }
        }
    }

    #[test]
    fn a_version_is_a_whole_word() {
        assert_eq!(Terminal::by_version("XTerm(379)").map(|terminal| terminal.name), Some("xterm"));
        assert_eq!(Terminal::by_version("Konsole 22.12.3").map(|terminal| terminal.name), Some("Konsole"));
        assert!(Terminal::by_version("footlight 3").is_none() && Terminal::by_version("").is_none());
        assert_eq!(Terminal::by_version("xterm.js(6.1.0)").map(|terminal| terminal.name), Some("xterm.js"));
    }
}
