//! How far the terminal's cursor really goes for what khabar writes, and for what it never writes.
//!
//! Owns the samples and the reading of the cursor's place (DSR, `CSI 6 n`); the widths that khabar counts with are
//! `text/width.rs`.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::shell::detect::Dialect;
use crate::shell::tty::Tty;

/// What khabar writes into cells: code points that stand for many of their kind, and the cells that khabar counts.
const SAFE: &[(&str, usize)] = &[
    ("\u{628}", 1),
    ("\u{fe91}", 1),
    ("\u{fefb}", 1),
    ("\u{fb58}", 1),
    ("\u{fbfd}", 1),
    ("\u{6c1}", 1),
    ("\u{640}", 1),
    ("\u{661}", 1),
    ("\u{6f1}", 1),
    ("\u{60c}", 1),
    ("\u{61f}", 1),
    ("\u{66a}", 1),
    ("\u{fd3e}", 1),
    ("\u{5d0}", 1),
    ("\u{fb2a}", 1),
    ("\u{2502}", 1),
    ("\u{ab}", 1),
    ("\u{2014}", 1),
    ("\u{2026}", 1),
    ("\u{25cf}", 1),
    ("\u{2605}", 1),
    ("\u{2248}", 1),
    ("\u{25c2}", 1),
    ("\u{2800}", 1),
    ("\u{4e2d}", 2),
    ("\u{1f4f0}", 2),
];

/// What khabar never writes (left-to-right marks excepted), because terminals differ about it.
struct Unsafe {
    name: &'static str,
    text: &'static str,
    /// How far most of the terminals that were measured go.
    usual: usize,
    /// Those that go elsewhere: their names in the table of terminals, or of a multiplexer.
    others: &'static [(&'static str, usize)],
}

const fn differs(
    name: &'static str,
    text: &'static str,
    usual: usize,
    others: &'static [(&'static str, usize)],
) -> Unsafe {
    Unsafe { name, text, usual, others }
}

/// Measured with this module in the terminals of `.ci/gallery`.
const UNSAFE: &[Unsafe] = &[
    differs("lam + alef", "\u{644}\u{627}", 2, &[("mlterm", 1)]),
    differs("fatha", "\u{628}\u{64e}", 1, &[("Terminology", 2)]),
    differs("superscript alef", "\u{628}\u{670}", 1, &[("Terminology", 2)]),
    differs("U+0616", "\u{628}\u{616}", 1, &[("Terminology", 2), ("screen", 2), ("xterm.js", 2)]),
    differs("nikud", "\u{5d1}\u{5b0}", 1, &[("Terminology", 2)]),
    differs("LRM", "\u{628}\u{200e}", 1, &[("mlterm", 2)]),
    differs("ZWNJ", "\u{628}\u{200c}", 1, &[("mlterm", 2)]),
    differs("ALM", "\u{628}\u{61c}", 1, &[("mlterm", 2), ("Terminology", 2), ("screen", 2), ("xterm.js", 2)]),
    differs(
        "isolates",
        "\u{2067}\u{628}\u{2069}",
        1,
        &[("mlterm", 3), ("Terminology", 3), ("screen", 3), ("xterm.js", 3)],
    ),
    differs("SHY", "a\u{ad}", 2, &[("kitty", 1)]),
    differs("U+0600", "\u{600}", 1, NO_CELL_FOR_SIGNS),
    differs("U+06DD", "\u{6dd}", 1, NO_CELL_FOR_SIGNS),
    differs("U+06DE", "\u{6de}", 1, &[("screen", 0)]),
    differs("VS16", "\u{628}\u{fe0f}", 1, &[]),
    differs("sun + VS16", "\u{2600}\u{fe0f}", 1, &[("kitty", 2)]),
    differs(
        "family",
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
        6,
        &[("Konsole", 2), ("tmux", 2), ("xterm.js", 3), ("mlterm", 8)],
    ),
    differs("flag", "\u{1f1ea}\u{1f1ec}", 2, &[]),
    differs("U+FDFA", "\u{fdfa}", 1, &[]),
    differs("U+FDFD", "\u{fdfd}", 1, &[]),
    differs("U+FE76", "\u{fe76}", 1, &[]),
];

/// The terminals that were measured; of others the table says nothing.
const MEASURED: &[&str] = &[
    "xterm",
    "kitty",
    "Alacritty",
    "foot",
    "Konsole",
    "VTE",
    "mlterm",
    "st",
    "urxvt",
    "PuTTY",
    "Terminology",
    "qtermwidget",
    "zutty",
    "xterm.js",
    "tmux",
    "screen",
];

/// Where the signs that stand before a number take no cell.
const NO_CELL_FOR_SIGNS: &[(&str, usize)] =
    &[("kitty", 0), ("Alacritty", 0), ("Konsole", 0), ("VTE", 0), ("PuTTY", 0), ("qtermwidget", 0), ("screen", 0)];

impl Unsafe {
    /// What the table says of a terminal.
    fn known(&self, terminal: &str) -> Option<usize> {
        let other = self.others.iter().find(|(name, _)| *name == terminal).map(|(_, advance)| *advance);
        other.or_else(|| MEASURED.contains(&terminal).then_some(self.usual))
    }
}

/// The longest answer to one question: `ESC [ row ; column R`.
const LONGEST_ANSWER: usize = 32;

/// The advances of all samples, in cells, in the order of the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::shell) struct Widths {
    advances: Vec<usize>,
}

/// How far the measuring has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::shell) enum Measuring {
    /// Nobody has asked.
    NotAsked,
    /// The answers are on their way.
    Asked,
    /// They did not all come in time.
    Silent,
    /// They have come.
    Done(Widths),
}

/// The questions: every sample in the first row, each followed by one for the cursor behind it (DSR, `CSI 6 n`), and at
/// the end DA1. The row must be drawn anew afterwards.
pub(in crate::shell) fn questions() -> String {
    let samples = SAFE.iter().map(|(text, _)| *text).chain(UNSAFE.iter().map(|sign| sign.text));
    let questions: String = samples.map(|text| format!("\x1b[H\x1b[2K{text}\x1b[6n")).collect();
    questions + "\x1b[H\x1b[2K\x1b[c"
}

/// Asks and listens; `None` when not all answers come in time.
pub(super) fn measure(out: &mut dyn Write, patience: Duration) -> Option<Widths> {
    let mut tty = Tty::open().ok()?;
    out.write_all(questions().as_bytes()).and_then(|()| out.flush()).ok()?;
    listen(&mut tty, patience).0
}

/// Listens to the answers, at most so long for each next one: the widths, if all came, and what was typed meanwhile.
pub(in crate::shell) fn listen(tty: &mut Tty, patience: Duration) -> (Option<Widths>, Vec<u8>) {
    let (mut answers, mut deadline) = (Answers::default(), Instant::now() + patience);
    while !answers.is_complete {
        let left = deadline.saturating_duration_since(Instant::now());
        match tty.read(left) {
            Ok(more) if !more.is_empty() => answers.feed(&more),
            Ok(_) if !left.is_zero() => continue,
            _ => break,
        }
        deadline = Instant::now() + patience;
    }
    answers.finish()
}

/// The answers as they come in, however they are cut, and what is none of them.
#[derive(Clone, Debug, Default)]
struct Answers {
    columns: Vec<usize>,
    typed: Vec<u8>,
    /// The beginning of what may become an answer.
    pending: Vec<u8>,
    /// Whether the last answer, DA1, is in.
    is_complete: bool,
}

impl Answers {
    fn feed(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if self.is_complete || (self.pending.is_empty() && byte != 0x1b) {
                self.typed.push(byte);
                continue;
            }
            if byte == 0x1b {
                self.typed.append(&mut self.pending);
            }
            self.pending.push(byte);
            self.read();
        }
    }

    /// Looks at what has come since the last escape character.
    fn read(&mut self) {
        match self.pending.as_slice() {
            [0x1b] | [0x1b, b'['] => return,
            [0x1b, b'[', .., b'0'..=b'9' | b';' | b'?'] if self.pending.len() < LONGEST_ANSWER => return,
            [0x1b, b'[', body @ .., b'R'] => match column_of(body) {
                Some(column) => self.columns.push(column),
                None => self.typed.extend_from_slice(&self.pending),
            },
            [0x1b, b'[', b'?', .., b'c'] => self.is_complete = true,
            _ => self.typed.extend_from_slice(&self.pending),
        }
        self.pending.clear();
    }

    fn finish(mut self) -> (Option<Widths>, Vec<u8>) {
        self.typed.append(&mut self.pending);
        let is_whole = self.columns.len() == SAFE.len() + UNSAFE.len();
        (is_whole.then_some(Widths { advances: self.columns }), self.typed)
    }
}

/// The cells before the cursor in `row;column`.
fn column_of(body: &[u8]) -> Option<usize> {
    let (row, column) = std::str::from_utf8(body).ok()?.split_once(';')?;
    row.parse::<usize>().ok()?;
    column.parse::<usize>().ok()?.checked_sub(1)
}

impl Widths {
    /// Whether the terminal agrees with khabar's own widths, and where it does not.
    pub(super) fn safe_in_words(&self) -> String {
        let differ = |((text, expected), advance): (&(&str, usize), &usize)| {
            let points: Vec<String> = text.chars().map(|letter| format!("U+{:04X}", u32::from(letter))).collect();
            (expected != advance).then(|| format!("{} {advance} ({expected})", points.join(" ")))
        };
        let differences: Vec<String> = SAFE.iter().zip(&self.advances).filter_map(differ).collect();
        match differences.is_empty() {
            true => format!("{} of {} as khabar counts them", SAFE.len(), SAFE.len()),
            false => differences.join(", "),
        }
    }

    /// What is never written, the cells that this terminal would give it, and in brackets those that the table has for
    /// it: `-` where it has none. A sign stands before what differs.
    pub(super) fn unsafe_in_words(&self, dialect: &Dialect) -> String {
        let terminal = dialect.multiplexer.as_deref().unwrap_or(&dialect.name);
        let words = |(sign, advance): (&Unsafe, &usize)| match sign.known(terminal) {
            Some(known) if known == *advance => format!("{} {advance} ({known})", sign.name),
            Some(known) => format!("! {} {advance} ({known})", sign.name),
            None => format!("{} {advance} (-)", sign.name),
        };
        UNSAFE.iter().zip(self.advances.iter().skip(SAFE.len())).map(words).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::{Answers, MEASURED, SAFE, UNSAFE, Widths};
    use crate::shell::detect::Dialect;
    use crate::text::{ShapeOptions, ShapedText};

    fn answers(advances: impl Iterator<Item = usize>) -> Vec<u8> {
        advances
            .map(|advance| format!("\x1b[1;{}R", advance + 1))
            .chain(["\x1b[?6c".to_owned()])
            .collect::<String>()
            .into()
    }

    #[test]
    fn what_the_samples_say_is_what_khabar_counts() {
        for (text, cells) in SAFE {
            let shaped = ShapedText::new(text, &ShapeOptions::default());
            let whole = shaped.whole_line();
            let advance: usize = shaped.atoms()[whole.atoms].iter().map(|atom| usize::from(atom.advance)).sum();
            assert_eq!(advance, *cells, "U+{:04X}", u32::from(text.chars().next().unwrap()));
        }
    }

    fn read(answers: &[u8]) -> (Option<Widths>, Vec<u8>) {
        let mut whole = Answers::default();
        whole.feed(answers);
        // Cut anywhere they say the same.
        for at in 0..answers.len() {
            let mut cut = Answers::default();
            cut.feed(&answers[..at]);
            cut.feed(&answers[at..]);
            assert_eq!(cut.finish(), whole.clone().finish(), "{at}");
        }
        whole.finish()
    }

    fn terminal(name: &str) -> Dialect {
        Dialect { name: name.to_owned(), ..Dialect::default() }
    }

    #[test]
    fn differences_are_named() {
        let agreed = SAFE.iter().map(|(_, cells)| *cells);
        let usual = UNSAFE.iter().map(|sign| sign.usual);
        let widths = read(&answers(agreed.clone().chain(usual.clone()))).0.unwrap();
        assert_eq!(widths.safe_in_words(), format!("{0} of {0} as khabar counts them", SAFE.len()));
        assert!(widths.unsafe_in_words(&terminal("xterm")).starts_with("lam + alef 2 (2), fatha 1 (1), "));
        assert!(!widths.unsafe_in_words(&terminal("xterm")).contains('!'));
        assert!(widths.unsafe_in_words(&terminal("mlterm")).starts_with("! lam + alef 2 (1), fatha 1 (1), "));
        assert!(widths.unsafe_in_words(&terminal("a new one")).starts_with("lam + alef 2 (-), fatha 1 (-), "));
        let one_off = agreed.enumerate().map(|(index, cells)| cells + usize::from(index == 2));
        let widths = read(&answers(one_off.chain(usual))).0.unwrap();
        assert_eq!(widths.safe_in_words(), "U+FEFB 2 (1)");
    }

    #[test]
    fn behind_a_multiplexer_its_own_widths_hold() {
        let screen = Dialect { multiplexer: Some("screen".to_owned()), ..terminal("xterm") };
        let widths = Widths { advances: SAFE.iter().map(|_| 1).chain(UNSAFE.iter().map(|sign| sign.usual)).collect() };
        assert!(widths.unsafe_in_words(&screen).contains("! U+06DE 1 (0)"));
    }

    #[test]
    fn every_exception_names_a_terminal_that_was_measured() {
        let known =
            |name: &&str| crate::shell::terminals::Terminal::named(name).is_some() || ["tmux", "screen"].contains(name);
        assert!(MEASURED.iter().all(known));
        for sign in UNSAFE {
            assert!(
                sign.others.iter().all(|(name, advance)| MEASURED.contains(name) && *advance != sign.usual),
                "{}",
                sign.name
            );
        }
    }

    #[test]
    fn too_few_answers_are_none() {
        for bytes in [&b""[..], b"\x1b[1;2R\x1b[?6c", b"\x1b[1;R\xff\x1b[;2R", b"\x1b[1;0R"] {
            assert_eq!(read(bytes).0, None);
        }
    }

    #[test]
    fn keys_between_the_answers_are_kept_in_order() {
        let mixed = b"j\x1b[1;2Rk\x1b[A\x1b[1;3R\x1b\x1b[1;2Rq\x1b[?6clast\x1b[";
        assert_eq!(read(mixed).1, b"jk\x1b[A\x1bqlast\x1b[");
    }
}
