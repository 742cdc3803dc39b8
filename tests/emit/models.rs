//! What terminals do to a row of cells by themselves, written from how they behave and not from how khabar emits.
//!
//! Owns one model per kind of terminal: stored cells in, the picture out, one cell per column.

use icu_properties::CodePointMapData;
use icu_properties::props::BidiMirroringGlyph;
use khabar::text::{Align, BaseDirection, Direction, ShapeOptions, ShapedText};
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use unicode_bidi::{LTR_LEVEL, Level, ParagraphBidiInfo};
use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthChar;

/// What a terminal reads from a cell for its algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reordering {
    /// The base direction; `None` takes it from the first strong character of the row.
    pub(crate) base: Option<Level>,
    /// Whether lines and blocks are letters to it.
    pub(crate) lines_are_letters: bool,
    /// Whether what stands behind the first character of a cell takes part.
    pub(crate) reads_marks: bool,
}

/// PuTTY: base direction by the first strong character, zero-width characters ignored.
pub(crate) const PUTTY: Reordering = Reordering { base: None, lines_are_letters: false, reads_marks: false };
/// VTE, and a browser's row: base direction from the left.
pub(crate) const VTE: Reordering = Reordering { base: Some(LTR_LEVEL), lines_are_letters: false, reads_marks: true };
/// Konsole's order: base direction from the left, lines are letters.
pub(crate) const KONSOLE: Reordering = Reordering { base: Some(LTR_LEVEL), lines_are_letters: true, reads_marks: true };

/// The cells that are drawn: a wide one and the one behind it are one.
pub(crate) fn units(row: &[Cell]) -> Vec<(usize, usize)> {
    let mut units = Vec::new();
    let mut column = 0;
    while column < row.len() {
        let first = row[column].symbol().chars().next().unwrap_or(' ');
        let width = first.width().unwrap_or(1).clamp(1, 2).min(row.len() - column);
        units.push((column, width));
        column += width;
    }
    units
}

/// A row as a terminal that reorders the whole of it draws it: symbols and styles move together, brackets turn.
pub(crate) fn reorder(row: &[Cell], how: Reordering) -> Vec<Cell> {
    drawn_order(row, how).into_iter().flat_map(|(unit, is_rtl)| drawn_cells(row, unit, is_rtl)).collect()
}

/// Where each stored column is drawn.
pub(crate) fn drawn_columns(row: &[Cell], how: Reordering) -> Vec<usize> {
    let mut drawn = vec![0; row.len()];
    let mut column = 0;
    for ((first, width), _) in drawn_order(row, how) {
        for step in 0..width {
            drawn[first + step] = column + step;
        }
        column += width;
    }
    drawn
}

fn drawn_order(row: &[Cell], how: Reordering) -> Vec<((usize, usize), bool)> {
    let units = units(row);
    let mut text = String::new();
    let mut starts = Vec::new();
    for &(column, _) in &units {
        starts.push(text.len());
        let symbol = row[column].symbol();
        let first = symbol.chars().next().unwrap_or(' ');
        match first {
            '\u{2500}'..='\u{259f}' if how.lines_are_letters => text.push('x'),
            _ if how.reads_marks => text.push_str(symbol),
            _ => text.push(first),
        }
    }
    let info = ParagraphBidiInfo::new(&text, how.base);
    let levels = info.reordered_levels(0..text.len());
    let letters: Vec<(usize, Level)> = text.char_indices().map(|(byte, _)| (byte, levels[byte])).collect();
    let of_letters: Vec<Level> = letters.iter().map(|&(_, level)| level).collect();
    // Letters are ordered, marks among them; a cell stands where its first letter stands.
    let order = ParagraphBidiInfo::reorder_visual(&of_letters).into_iter().map(|index| letters[index]);
    order.filter_map(|(byte, level)| Some((units[starts.binary_search(&byte).ok()?], level.is_rtl()))).collect()
}

fn drawn_cells(row: &[Cell], (column, width): (usize, usize), is_rtl: bool) -> Vec<Cell> {
    let mut cells = row[column..column + width].to_vec();
    let mut letters = cells[0].symbol().chars();
    if let (true, Some(first), None) = (is_rtl, letters.next(), letters.next())
        && let Some(mirror) = CodePointMapData::<BidiMirroringGlyph>::new().get(first).mirroring_glyph
    {
        cells[0].set_char(mirror);
    }
    cells
}

/// A row as a terminal draws it that lays out every stretch of one style by itself: xterm.js without WebGL
/// (`base` from the left), qtermwidget (either base).
pub(crate) fn reorder_stretches(row: &[Cell], base: Option<Level>) -> Vec<Cell> {
    let mut drawn = Vec::new();
    let mut start = 0;
    while start < row.len() {
        let style = |cell: &Cell| (cell.fg, cell.bg, cell.modifier);
        let mut end = start;
        for (column, width) in units(&row[start..]) {
            if style(&row[start + column]) != style(&row[start]) {
                break;
            }
            end = start + column + width;
        }
        drawn.extend(reorder(&row[start..end], Reordering { base, ..VTE }));
        start = end;
    }
    drawn
}

/// A row as kitty draws it: each run of cells of one font that holds a right-to-left letter comes out reversed, while
/// styles stay. `shares_font` says whether Latin letters and punctuation come from the same font as the Arabic ones.
pub(crate) fn kitty(row: &[Cell], shares_font: bool) -> Vec<Cell> {
    let mut drawn = row.to_vec();
    let face = |cell: &Cell| cell.modifier & (Modifier::BOLD | Modifier::ITALIC);
    let first = |cell: &Cell| cell.symbol().chars().next().unwrap_or(' ');
    let breaks = |cell: &Cell| matches!(first(cell), ' ' | '\u{2500}'..='\u{259f}') || first(cell).width() == Some(2);
    let mut start = 0;
    while start < row.len() {
        let mut end = start + 1;
        let joins = |cell: &Cell| {
            !breaks(cell)
                && face(cell) == face(&row[start])
                && (shares_font || is_arabic(first(cell)) == is_arabic(first(&row[start])))
        };
        while end < row.len() && !breaks(&row[start]) && joins(&row[end]) {
            end += 1;
        }
        if row[start..end].iter().any(|cell| turns(first(cell))) {
            for (to, from) in (start..end).zip((start..end).rev()) {
                drawn[to].set_symbol(row[from].symbol());
            }
        }
        start = end;
    }
    drawn
}

/// True for what a font with Arabic or Hebrew letters holds: letters, forms, digits and signs of these blocks.
fn is_arabic(letter: char) -> bool {
    matches!(letter, '\u{591}'..='\u{5f4}' | '\u{600}'..='\u{6ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// True for what tells a shaper that a run goes to the left; signs that all scripts share do not.
fn turns(letter: char) -> bool {
    is_arabic(letter) && !matches!(letter, '،' | '؛' | '؟' | 'ـ' | '\u{fd3e}' | '\u{fd3f}')
}

/// A row as Konsole draws it: reordered, and presentation forms undone and made anew by what stands beside them in
/// storage.
pub(crate) fn konsole(row: &[Cell]) -> Vec<Cell> {
    let mut text = String::new();
    let mut starts = Vec::new();
    for (column, _) in units(row) {
        starts.push((column, text.len()));
        for letter in row[column].symbol().chars() {
            match letter {
                '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => text.extend(letter.nfkc()),
                _ => text.push(letter),
            }
        }
    }
    let options = ShapeOptions { base: BaseDirection::Forced(Direction::Ltr), ..ShapeOptions::default() };
    let shaped = ShapedText::new(&text, &options);
    let line = shaped.place(&shaped.whole_line(), 0, Align::Left);
    let mut stored = row.to_vec();
    for (column, start) in starts {
        let Some(atom) = line.atoms.iter().find(|atom| atom.start == start) else { continue };
        if text[start..].chars().next().is_some_and(is_arabic) {
            stored[column].set_symbol(atom.symbol);
        }
    }
    reorder(&stored, KONSOLE)
}

/// A foreground without the bit that jitter turns.
pub(crate) fn without_jitter(colour: Color) -> Color {
    match colour {
        Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue & !1),
        other => other,
    }
}
