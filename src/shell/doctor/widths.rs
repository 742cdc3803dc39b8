//! How far the terminal's cursor really goes for what khabar writes, and for what it never writes.
//!
//! Owns the samples and the reading of the cursor's place (DSR, `CSI 6 n`); the widths that khabar counts with are
//! `text/width.rs`.

use std::io::Write;
use std::time::{Duration, Instant};

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

/// What khabar never writes (left-to-right marks excepted), because terminals differ about it: a name and the text.
const UNSAFE: &[(&str, &str)] = &[
    ("lam + alef", "\u{644}\u{627}"),
    ("fatha", "\u{628}\u{64e}"),
    ("superscript alef", "\u{628}\u{670}"),
    ("U+0616", "\u{628}\u{616}"),
    ("nikud", "\u{5d1}\u{5b0}"),
    ("LRM", "\u{628}\u{200e}"),
    ("ZWNJ", "\u{628}\u{200c}"),
    ("ALM", "\u{628}\u{61c}"),
    ("isolates", "\u{2067}\u{628}\u{2069}"),
    ("SHY", "a\u{ad}"),
    ("U+0600", "\u{600}"),
    ("U+06DD", "\u{6dd}"),
    ("U+06DE", "\u{6de}"),
    ("VS16", "\u{628}\u{fe0f}"),
    ("sun + VS16", "\u{2600}\u{fe0f}"),
    ("family", "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}"),
    ("flag", "\u{1f1ea}\u{1f1ec}"),
    ("U+FDFA", "\u{fdfa}"),
    ("U+FDFD", "\u{fdfd}"),
    ("U+FE76", "\u{fe76}"),
];

/// The advances of all samples, in cells, in the order of the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::shell) struct Widths {
    advances: Vec<usize>,
}

/// Writes every sample in the first row, asks for the cursor behind it, and reads the answers; `None` when they do not
/// all come in time. The row must be cleared afterwards.
pub(super) fn measure(out: &mut dyn Write, patience: Duration) -> Option<Widths> {
    let samples = SAFE.iter().map(|(text, _)| *text).chain(UNSAFE.iter().map(|(_, text)| *text));
    let mut questions: String = samples.map(|text| format!("\x1b[H\x1b[2K{text}\x1b[6n")).collect();
    questions.push_str("\x1b[H\x1b[2K\x1b[c");
    let mut tty = Tty::open().ok()?;
    out.write_all(questions.as_bytes()).and_then(|()| out.flush()).ok()?;
    let (mut answers, mut deadline) = (Vec::new(), Instant::now() + patience);
    while !ends_with_attributes(&answers) {
        let left = deadline.saturating_duration_since(Instant::now());
        let more = if left.is_zero() { Vec::new() } else { tty.read(left).ok()? };
        if more.is_empty() {
            break;
        }
        answers.extend(more);
        deadline = Instant::now() + patience;
    }
    Widths::read(&answers)
}

/// True when the last answer, DA1, is in.
fn ends_with_attributes(answers: &[u8]) -> bool {
    let last = answers.windows(3).rposition(|three| three == b"\x1b[?");
    last.is_some_and(|at| answers[at..].contains(&b'c'))
}

impl Widths {
    /// Reads the columns out of the answers, `ESC [ row ; column R` each.
    fn read(answers: &[u8]) -> Option<Widths> {
        let text = String::from_utf8_lossy(answers);
        let column = |part: &str| -> Option<usize> {
            let (numbers, _) = part.split_once('R')?;
            let (row, column) = numbers.split_once(';')?;
            row.parse::<usize>().ok()?;
            column.parse::<usize>().ok()?.checked_sub(1)
        };
        let advances: Vec<usize> = text.split("\x1b[").filter_map(column).collect();
        (advances.len() == SAFE.len() + UNSAFE.len()).then_some(Widths { advances })
    }

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

    /// What is never written, and the cells that this terminal would give it.
    pub(super) fn unsafe_in_words(&self) -> String {
        let advances = self.advances.iter().skip(SAFE.len());
        UNSAFE
            .iter()
            .zip(advances)
            .map(|((name, _), advance)| format!("{name} {advance}"))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::{SAFE, UNSAFE, Widths, ends_with_attributes};
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

    #[test]
    fn differences_are_named() {
        let agreed = SAFE.iter().map(|(_, cells)| *cells);
        let widths = Widths::read(&answers(agreed.clone().chain(UNSAFE.iter().map(|_| 1)))).unwrap();
        assert_eq!(widths.safe_in_words(), format!("{0} of {0} as khabar counts them", SAFE.len()));
        assert!(widths.unsafe_in_words().starts_with("lam + alef 1, fatha 1, "));
        let one_off = agreed.enumerate().map(|(index, cells)| cells + usize::from(index == 2));
        let widths = Widths::read(&answers(one_off.chain(UNSAFE.iter().map(|_| 2)))).unwrap();
        assert_eq!(widths.safe_in_words(), "U+FEFB 2 (1)");
    }

    #[test]
    fn too_few_answers_are_none() {
        for bytes in [&b""[..], b"\x1b[1;2R\x1b[?6c", b"\x1b[1;R\xff\x1b[;2R"] {
            assert_eq!(Widths::read(bytes), None);
        }
        assert!(ends_with_attributes(b"\x1b[1;2R\x1b[?6c") && !ends_with_attributes(b"\x1b[1;2R\x1b[?6"));
    }
}
