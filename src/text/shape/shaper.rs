//! Runs the shaping of one paragraph: graphemes in, atoms out.
//!
//! Owns the two passes: first who is joined to whom, letter by letter across marks and controls; then the symbols,
//! with lam and alef made one atom. Read `joining.rs` and `symbol.rs` before.

use super::forms::{Form, lam_alef, presentation_form};
use super::joining::Joining;
use super::symbol::Cluster;
use super::tashkeel::{bare_words, belongs_to_letter};
use crate::text::atom::{Atom, AtomRow};
use crate::text::bidi::{Levels, LineEndRole};
use crate::text::layout::{Align, MarkPolicy, ShapeOptions, ShapedText, Shaping};
use crate::text::mirror::mirrored;
use crate::text::paragraph::Direction;
use crate::text::segment::{break_opportunities, ends_line, graphemes};
use crate::text::width::advance_cells;

/// A grapheme between the two passes.
struct Piece<'t> {
    start: usize,
    text: &'t str,
    cluster: Cluster,
    level: u8,
    /// Joined to what follows, to what stands before, in logical order.
    next: bool,
    previous: bool,
}

/// The last character that was not transparent.
struct Link {
    /// The piece whose base it is; `None` for a joiner or what joins nothing.
    piece: Option<usize>,
    joining: Joining,
    level: u8,
}

/// Shapes a paragraph whose levels are known.
pub(in crate::text) fn shape(paragraph: &str, levels: &Levels, options: &ShapeOptions) -> AtomRow {
    let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(paragraph.len() / 2 + 1);
    let mut link = Link { piece: None, joining: Joining::NONE, level: 0 };
    let mut bare = match options.marks {
        MarkPolicy::Sparse => bare_words(paragraph).into_iter().peekable(),
        MarkPolicy::Keep | MarkPolicy::Strip => Vec::new().into_iter().peekable(),
    };
    for (start, text) in graphemes(paragraph) {
        let mut cluster = Cluster::of(text);
        while bare.next_if(|word| word.end <= start).is_some() {}
        if options.marks == MarkPolicy::Strip {
            cluster.strip_marks(|_| false);
        } else if bare.peek().is_some_and(|word| word.contains(&start)) {
            cluster.strip_marks(belongs_to_letter);
        }
        pieces.push(Piece { start, text, cluster, level: levels.at(start), next: false, previous: false });
        if options.shaping == Shaping::Forms {
            join(&mut pieces, &mut link, levels);
        }
    }
    close_verse_numbers(&mut pieces);
    let mut row = symbols(&pieces, options);
    mark_breaks(&mut row, paragraph);
    row
}

/// Follows the characters of the last piece and joins letters that reach one another.
fn join(pieces: &mut [Piece<'_>], link: &mut Link, levels: &Levels) {
    let Some(at) = pieces.len().checked_sub(1) else { return };
    let (start, text) = (pieces[at].start, pieces[at].text);
    let mut base_seen = false;
    for (offset, letter) in text.char_indices() {
        let joining = Joining::of(letter);
        if joining.transparent {
            continue;
        }
        let level = levels.at(start + offset);
        let direction = Direction::of_level(level);
        // Joiners and controls have no place of their own: they count at the level they stand beside.
        let side_by_side = level == link.level || advance_cells(letter) == 0 || link.piece.is_none();
        let is_base = !base_seen && advance_cells(letter) > 0;
        if side_by_side && link.joining.reaches_next(direction) && joining.reaches_previous(direction) {
            if let Some(previous) = link.piece {
                pieces[previous].next = true;
            }
            pieces[at].previous |= is_base;
        }
        base_seen |= is_base;
        *link = Link { piece: is_base.then_some(at), joining, level };
    }
}

/// Writes the atoms and their symbols.
fn symbols(pieces: &[Piece<'_>], options: &ShapeOptions) -> AtomRow {
    let mut row = AtomRow::with_capacity(pieces.len());
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        match pieces.get(at + 1).and_then(|alef| ligature(piece, alef, options)) {
            Some(ligature) => {
                let alef = &pieces[at + 1];
                let symbol = [&ligature].into_iter().chain(&piece.cluster.tail).chain(&alef.cluster.tail);
                row.push(atom(piece, alef.start + alef.text.len(), 1), symbol.copied());
                at += 2;
            }
            None if piece.cluster.words.is_some() => {
                let words = ShapedText::new(piece.cluster.words.unwrap_or_default(), options);
                let symbol = words.place(&words.whole_line(), 0, Align::Left).to_visual_string();
                let advance = u8::try_from(words.advance_cells()).unwrap_or(u8::MAX);
                row.push(atom(piece, piece.start + piece.text.len(), advance), symbol.chars());
                at += 1;
            }
            None => {
                let shown = piece.cluster.base.map(|base| visible(base, piece, options));
                let symbol = piece.cluster.lead.into_iter().chain(shown).chain(piece.cluster.tail.iter().copied());
                let atom = atom(piece, piece.start + piece.text.len(), piece.cluster.advance_cells());
                row.push(atom, symbol);
                at += 1;
            }
        }
    }
    row
}

/// Puts the bracket behind the last digit of each verse number whose first digit has one before it.
fn close_verse_numbers(pieces: &mut [Piece<'_>]) {
    let is_digit = |piece: &Piece<'_>| piece.cluster.base.is_some_and(char::is_numeric);
    for first in 0..pieces.len() {
        if pieces[first].cluster.lead.is_some() {
            let more = pieces[first + 1..].iter().take_while(|piece| is_digit(piece) && piece.cluster.lead.is_none());
            let last = first + more.count();
            pieces[last].cluster.tail.push(')');
        }
    }
}

/// The one symbol of a lam and the alef behind it, when they are joined right to left with nothing but marks between.
fn ligature(lam: &Piece<'_>, alef: &Piece<'_>, options: &ShapeOptions) -> Option<char> {
    let joined = options.shaping == Shaping::Forms && lam.next && alef.previous && lam.level == alef.level;
    if !joined || Direction::of_level(lam.level) == Direction::Ltr || lam.cluster.has_format {
        return None;
    }
    lam_alef(lam.cluster.base?, alef.cluster.base?, lam.previous)
}

/// The base as it is shown: blanks as one blank, brackets mirrored, letters in their form.
fn visible(base: char, piece: &Piece<'_>, options: &ShapeOptions) -> char {
    if base.is_whitespace() {
        return if advance_cells(base) == 2 { base } else { ' ' };
    }
    let direction = Direction::of_level(piece.level);
    let base = if direction == Direction::Rtl { mirrored(base) } else { base };
    if options.shaping == Shaping::None {
        return base;
    }
    let (left, right) = match direction {
        Direction::Rtl => (piece.next, piece.previous),
        Direction::Ltr => (piece.previous, piece.next),
    };
    presentation_form(base, Form::joined(left, right))
}

fn atom(piece: &Piece<'_>, end: usize, advance: u8) -> Atom {
    let first = piece.text.chars().next().unwrap_or(' ');
    let last = piece.text.chars().next_back().unwrap_or(' ');
    let blank = piece.cluster.base.is_none_or(char::is_whitespace) && piece.cluster.tail.is_empty();
    Atom {
        start: piece.start,
        end,
        advance,
        level: piece.level,
        role: LineEndRole::of(first),
        is_blank: blank,
        ends_line: ends_line(last),
        may_break_after: false,
    }
}

/// Notes after which atoms a line may end; an opportunity inside an atom is none.
fn mark_breaks(row: &mut AtomRow, paragraph: &str) {
    let mut opportunities = break_opportunities(paragraph).into_iter().peekable();
    for atom in row.atoms_mut() {
        while opportunities.next_if(|&byte| byte < atom.end).is_some() {}
        atom.may_break_after = opportunities.peek() == Some(&atom.end);
    }
}
