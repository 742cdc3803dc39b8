//! Atoms: what cannot be broken, in logical order, each with its bytes, symbol and advance.
//!
//! Owns the row of atoms of one paragraph and the arena of their symbols; `shape/` fills it, `line_break.rs` cuts it.

use std::ops::Range;

use super::bidi::LineEndRole;

/// The smallest unit that a line can hold: a grapheme, or two that became a ligature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Atom {
    /// First byte in the paragraph.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Cells on the screen; 0 for what is not shown.
    pub advance: u8,
    /// Resolved embedding level, before L1.
    pub level: u8,
    /// What L1 does to it at the end of a line.
    pub role: LineEndRole,
    /// A blank, or nothing visible at all: it hangs over the end of a line.
    pub is_blank: bool,
    /// A line must end after it.
    pub ends_line: bool,
    /// A line may end after it.
    pub may_break_after: bool,
}

impl Atom {
    /// The bytes of the atom in its paragraph.
    pub fn bytes(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The atoms of a paragraph: they tile its bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct AtomRow {
    atoms: Vec<Atom>,
    /// Where each atom's symbol ends in `symbols`.
    symbol_ends: Vec<u32>,
    symbols: String,
}

impl AtomRow {
    pub(super) fn with_capacity(atoms: usize) -> Self {
        Self {
            atoms: Vec::with_capacity(atoms),
            symbol_ends: Vec::with_capacity(atoms),
            symbols: String::with_capacity(atoms * 3),
        }
    }

    pub(super) fn push(&mut self, atom: Atom, symbol: impl IntoIterator<Item = char>) {
        self.symbols.extend(symbol);
        self.symbol_ends.push(self.symbols.len() as u32);
        self.atoms.push(atom);
    }

    pub(super) fn atoms_mut(&mut self) -> &mut [Atom] {
        &mut self.atoms
    }

    /// The atoms in logical order.
    pub(super) fn atoms(&self) -> &[Atom] {
        &self.atoms
    }

    /// What a cell shows of the atom at `index`; empty for an atom without advance or beyond the end.
    pub(super) fn symbol(&self, index: usize) -> &str {
        let start = index.checked_sub(1).and_then(|before| self.symbol_ends.get(before)).map_or(0, |&end| end as usize);
        let end = self.symbol_ends.get(index).map_or(start, |&end| end as usize);
        self.symbols.get(start..end).unwrap_or_default()
    }
}
