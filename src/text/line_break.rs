//! Step 5: lines: greedy, in logical order, over atoms.
//!
//! Owns where lines end and why; the order inside a line is `reorder.rs`. Shaping came before: a word cut for want
//! of room keeps the forms of the whole word.

use std::ops::Range;

use super::atom::Atom;

/// Why a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakReason {
    /// The paragraph is over.
    ParagraphEnd,
    /// A line separator stands there (LB4, LB5).
    Mandatory,
    /// The next word did not fit.
    Opportunity,
    /// A word longer than the line was cut between two atoms.
    Emergency,
}

/// One line of a paragraph. Lines tile the atoms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The atoms, trailing blanks included.
    pub atoms: Range<usize>,
    /// The atoms that are shown: without the trailing blanks, which hang.
    pub shown: Range<usize>,
    /// The bytes of the atoms in the paragraph, trailing blanks included.
    pub bytes: Range<usize>,
    /// The advance of the shown atoms in cells.
    pub advance_cells: usize,
    /// Why it ends.
    pub reason: BreakReason,
}

/// Cuts a row of atoms into lines of at most `width_cells` (0 counts as 1).
///
/// There is at least one line, and no line is wider than the width unless it holds a single visible atom. Trailing
/// blanks take no room ([UAX #14](https://www.unicode.org/reports/tr14/), section 3: spaces hang).
pub(super) fn break_lines(atoms: &[Atom], width_cells: usize) -> Vec<Line> {
    let width = width_cells.max(1);
    let mut lines = Vec::new();
    let mut start = 0;
    while start < atoms.len() {
        let (end, reason) = line_end(atoms, start, width);
        lines.push(line(atoms, start..end, reason));
        start = end;
    }
    if lines.is_empty() {
        lines.push(line(atoms, 0..0, BreakReason::ParagraphEnd));
    }
    lines
}

/// The whole row as one line.
pub(super) fn whole_line(atoms: &[Atom]) -> Line {
    line(atoms, 0..atoms.len(), BreakReason::ParagraphEnd)
}

fn line_end(atoms: &[Atom], start: usize, width: usize) -> (usize, BreakReason) {
    let mut advance = 0;
    let mut opportunity = None;
    let mut holds_visible = false;
    for (index, atom) in atoms.iter().enumerate().skip(start) {
        advance += usize::from(atom.advance);
        if advance > width && !atom.is_blank && holds_visible {
            return match opportunity {
                Some(end) => (end, BreakReason::Opportunity),
                None => (index, BreakReason::Emergency),
            };
        }
        holds_visible |= atom.advance > 0 && (!atom.is_blank || index > start);
        if atom.ends_line && index + 1 < atoms.len() {
            return (index + 1, BreakReason::Mandatory);
        }
        if atom.may_break_after {
            opportunity = Some(index + 1);
        }
    }
    (atoms.len(), BreakReason::ParagraphEnd)
}

fn line(atoms: &[Atom], range: Range<usize>, reason: BreakReason) -> Line {
    let held = &atoms[range.clone()];
    let shown = range.start + held.iter().rposition(|atom| !atom.is_blank).map_or(0, |last| last + 1);
    Line {
        bytes: held.first().map_or(0, |atom| atom.start)..held.last().map_or(0, |atom| atom.end),
        advance_cells: atoms[range.start..shown].iter().map(|atom| usize::from(atom.advance)).sum(),
        shown: range.start..shown,
        atoms: range,
        reason,
    }
}
