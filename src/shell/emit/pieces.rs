//! The way back through UAX #9 with a base direction from the left: from the order drawn to an order of storage.
//!
//! Owns the pieces between blanks, Latin letters and lines, what pins them down, and how one is turned around. Brackets
//! that pair up across pieces are `brackets.rs`; the row itself is `word_reversed.rs`.
//!
//! A piece is stored between characters of class L. What stands left of its first right-to-left cell stays in place:
//! digits there follow a Latin letter (W7), neutrals stand between L and R (N2). From the first right-to-left cell to
//! the last everything is reversed, except that numbers keep their order (I1, L2). What stands right of it stays in
//! place if it is neutral (N2), but a digit there would follow an Arabic letter and come out on its left (W2). For it
//! the piece is extended to the next right-to-left word of the line, and where there is none (a line that begins with
//! `2020م`) the digit is stored as the Arabic-Indic one of the same value, which needs no letter before it (I1).

use std::ops::Range;

use ratatui::buffer::Cell;

use super::kind::{Kind, Kinds};
use super::stored::Part;
use super::word_reversed::Unit;

/// U+2800 BRAILLE PATTERN BLANK: blank, one cell, class L.
const PINNED_BLANK: char = '\u{2800}';

/// Appends to `order` the atoms of a part in the order of storage, and notes in `units` what is stored instead.
pub(super) fn lay_out(part: Part<'_>, units: &mut [Unit], order: &mut Vec<usize>) {
    // A part that does not begin the row begins at a cut: behind something of class L (`kept.rs`).
    let (row, is_anchored) = (part.cells, part.first > 0);
    Planner { row, units, order, after_rtl: false, is_anchored, drawing: None }.run();
}

struct Planner<'r> {
    row: &'r [Cell],
    units: &'r mut [Unit],
    order: &'r mut Vec<usize>,
    /// Whether the last strong character in storage is R or AL, or may be.
    after_rtl: bool,
    /// Whether a Latin letter or a pinned cell stands before any right-to-left one.
    is_anchored: bool,
    /// The line or block that can be pinned, of those since the last strong character.
    drawing: Option<usize>,
}

impl Planner<'_> {
    fn run(&mut self) {
        let mut at = 0;
        let last = self.units.iter().rposition(|unit| unit.kind.is_rtl());
        while let Some(unit) = self.units.get(at) {
            if last.is_none_or(|last| at > last) && self.is_anchored && !self.after_rtl {
                // Nothing is left to be turned, or to be held apart from what was.
                return self.order.extend(at..self.units.len());
            }
            match unit.kind {
                Kind::Blank => self.pass_blank(at),
                Kind::Left => self.pass_left(),
                Kind::Drawing => self.pass_drawing(at),
                _ => {
                    at = self.pass_piece(at);
                    continue;
                }
            }
            self.order.push(at);
            at += 1;
        }
    }

    fn pass_blank(&mut self, at: usize) {
        if self.after_rtl || !self.is_anchored {
            self.pin(at);
        }
    }

    fn pass_left(&mut self) {
        (self.after_rtl, self.is_anchored, self.drawing) = (false, true, None);
    }

    /// Keeps the newest line, or the newest block as long as there is no line: a line has the better stand-in.
    fn pass_drawing(&mut self, at: usize) {
        if self.drawing.is_none_or(|kept| is_block(self.symbol(kept)) || !is_block(self.symbol(at))) {
            self.drawing = Some(at);
        }
    }

    /// Stores one piece and gives the atom after it.
    fn pass_piece(&mut self, start: usize) -> usize {
        let (end, kinds) = self.piece(start);
        if !kinds.hold_rtl() {
            if self.after_rtl && kinds.hold(Kind::Number) {
                self.pin_drawing();
            }
            self.order.extend(start..end);
            return end;
        }
        if self.after_rtl {
            self.pin_drawing();
        }
        self.anchor(start);
        (self.after_rtl, self.drawing) = (true, None);
        if !kinds.hold_digits() {
            // Letters alone, which most words are: no number keeps its order.
            self.turn(start..end, Self::reverse_letters);
            return end;
        }
        let end = self.settle_digits(start, end);
        self.turn_piece(start, end);
        end
    }

    /// The end of the piece that begins at `start`, and the kinds of its atoms.
    fn piece(&self, start: usize) -> (usize, Kinds) {
        let (mut end, mut kinds) = (start, Kinds::default());
        while let Some(unit) = self.units.get(end) {
            if matches!(unit.kind, Kind::Blank | Kind::Left | Kind::Drawing) {
                break;
            }
            kinds.add(unit.kind);
            end += 1;
        }
        (end, kinds)
    }

    /// Sees to it that a character of class L stands before the piece at `start`.
    fn anchor(&mut self, start: usize) {
        if start.checked_sub(1).is_some_and(|left| self.units[left].kind == Kind::Blank) {
            self.pin(start - 1);
        }
        if !self.is_anchored {
            self.pin_drawing();
        }
        self.is_anchored = true;
    }

    fn pin(&mut self, blank: usize) {
        self.units[blank].stored = Some(PINNED_BLANK);
        self.pass_left();
    }

    fn pin_drawing(&mut self) {
        if let Some(drawing) = self.drawing {
            self.units[drawing].stored = Some(stand_in(self.symbol(drawing)));
            self.pass_left();
        }
    }

    fn symbol(&self, at: usize) -> &str {
        self.row[self.units[at].column()].symbol()
    }

    /// Settles the European digits right of the last letter of the piece, and gives the end that the piece then has.
    fn settle_digits(&mut self, start: usize, mut end: usize) -> usize {
        loop {
            let last_letter = (start..end).rev().find(|&at| self.units[at].kind.is_strong_rtl());
            let Some(last_letter) = last_letter else { return end };
            if !(last_letter + 1..end).any(|at| self.units[at].kind == Kind::Number) {
                return end;
            }
            if let Some(extended) = self.next_word_end(end) {
                end = extended;
                continue;
            }
            self.store_arabic_digits(last_letter + 1..end);
            return end;
        }
    }

    /// Lets Arabic-Indic digits stand in for the European ones of some atoms.
    fn store_arabic_digits(&mut self, atoms: Range<usize>) {
        for at in atoms {
            if let (Kind::Number, Some(digit)) = (self.units[at].kind, arabic_digit(self.symbol(at))) {
                self.units[at].kind = Kind::ArabicNumber;
                self.units[at].stored = Some(digit);
            }
        }
    }

    /// Makes the digits left of a Hebrew letter all of one kind, as rule W2 does behind an Arabic one: where both kinds
    /// stand side by side, a separator finds other neighbours in storage than it has on the screen (W4).
    fn settle_mixed_digits(&mut self, first: usize, letter: usize) {
        let is_letter = |at: &usize| self.units[*at].kind.is_strong_rtl();
        let start = (first..letter).rev().find(is_letter).map_or(first, |at| at + 1);
        let holds = |kind| self.units[start..letter].iter().any(|unit| unit.kind == kind);
        if holds(Kind::Number) && holds(Kind::ArabicNumber) {
            self.store_arabic_digits(start..letter);
        }
    }

    /// The end of the next piece with a letter from the right before any Latin letter or line.
    fn next_word_end(&self, from: usize) -> Option<usize> {
        let rest = self.units[from..].iter().take_while(|unit| !matches!(unit.kind, Kind::Left | Kind::Drawing));
        let letter = rest.enumerate().find(|(_, unit)| unit.kind.is_strong_rtl()).map(|(offset, _)| from + offset)?;
        Some(self.piece(letter).0)
    }

    /// Stores the piece. Where it has no letters but Arabic-Indic digits, European digits stay L and divide it (W7).
    fn turn_piece(&mut self, start: usize, end: usize) {
        if self.units[start..end].iter().any(|unit| unit.kind.is_strong_rtl()) {
            return self.turn(start..end, Self::reverse_around_numbers);
        }
        let mut part = start;
        for at in start..end {
            if self.units[at].kind == Kind::Number {
                self.turn(part..at, Self::reverse_around_numbers);
                self.order.push(at);
                part = at + 1;
            }
        }
        self.turn(part..end, Self::reverse_around_numbers);
    }

    /// Has everything reversed from the first right-to-left cell to the last.
    fn turn(&mut self, part: Range<usize>, reverse: impl FnOnce(&mut Self, Range<usize>)) {
        let is_rtl = |at: &usize| self.units[*at].kind.is_rtl();
        let (Some(first), Some(last)) = (part.clone().find(is_rtl), part.clone().rev().find(is_rtl)) else {
            return self.order.extend(part);
        };
        self.order.extend(part.start..first);
        reverse(self, first..last + 1);
        self.units[first..=last].iter_mut().for_each(|unit| unit.is_turned = true);
        self.order.extend(last + 1..part.end);
    }

    fn reverse_letters(&mut self, atoms: Range<usize>) {
        self.order.extend(atoms.rev());
    }

    /// Reverses atoms; the numbers among them keep their order.
    fn reverse_around_numbers(&mut self, atoms: Range<usize>) {
        let (first, mut next) = (atoms.start, atoms.end);
        let mut letter = None;
        while next > first {
            let at = next - 1;
            if self.units[at].kind.is_strong_rtl() {
                letter = Some(self.units[at].kind);
            }
            if self.units[at].kind == Kind::Right {
                self.settle_mixed_digits(first, at);
            }
            let number = Number { units: &self.units[first..next], letter }.start().map_or(at, |offset| first + offset);
            self.order.extend(number..next);
            next = number;
        }
    }
}

/// A number at the right end of some atoms, as rules W2 and W4 to W6 see it after a given letter.
struct Number<'u> {
    units: &'u [Unit],
    letter: Option<Kind>,
}

impl Number<'_> {
    /// Where the number begins that ends with the last atom; `None` when that belongs to no number.
    fn start(&self) -> Option<usize> {
        let mut start = self.units.len().checked_sub(1)?;
        while self.kind(start) == Kind::Terminator {
            start = start.checked_sub(1)?;
            if self.kind(start) != Kind::Terminator && self.kind(start) != Kind::Number {
                return None;
            }
        }
        if !self.kind(start).is_digit() {
            return None;
        }
        while let Some(longer) = self.longer(start) {
            start = longer;
        }
        Some(start)
    }

    /// The kind of an atom after W2: a European digit behind an Arabic letter becomes an Arabic one.
    fn kind(&self, at: usize) -> Kind {
        match self.units[at].kind {
            Kind::Number if self.letter == Some(Kind::Arabic) => Kind::ArabicNumber,
            kind => kind,
        }
    }

    /// One step to the left of a number that begins at `start`, over a digit, a separator between two, or a sign.
    fn longer(&self, start: usize) -> Option<usize> {
        let left = start.checked_sub(1)?;
        let own = self.kind(start);
        match self.kind(left) {
            kind if kind.is_digit() => Some(left),
            Kind::Terminator if matches!(own, Kind::Number | Kind::Terminator) => Some(left),
            Kind::Separator if own.is_digit() && left > 0 && self.kind(left - 1) == own => Some(left - 1),
            Kind::Sign if own == Kind::Number && left > 0 && self.kind(left - 1) == own => Some(left - 1),
            _ => None,
        }
    }
}

/// True for a block element, U+2580–U+259F.
fn is_block(symbol: &str) -> bool {
    symbol.chars().next().is_some_and(|letter| letter >= '\u{2580}')
}

/// A character of class L that looks like a line or block, for the one cell of a border that must hold two words apart.
fn stand_in(symbol: &str) -> char {
    match symbol.chars().next() {
        Some('║') => '\u{1c1}',
        Some('─' | '━' | '═' | '┄' | '┅' | '┈' | '┉' | '╌' | '╍' | '╴' | '╶' | '╸' | '╺') => {
            '\u{2812}'
        }
        Some('\u{2580}'..) => '\u{28ff}',
        _ => '\u{1c0}',
    }
}

/// The Arabic-Indic digit of an ASCII or a Persian one.
fn arabic_digit(symbol: &str) -> Option<char> {
    let mut letters = symbol.chars();
    let value = match letters.next()? {
        digit @ '0'..='9' => u32::from(digit) - u32::from('0'),
        digit @ '\u{6f0}'..='\u{6f9}' => u32::from(digit) - 0x6f0,
        _ => return None,
    };
    letters.next().is_none().then(|| char::from_u32(0x660 + value)).flatten()
}
