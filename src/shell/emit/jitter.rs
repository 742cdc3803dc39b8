//! Jitter: each right-to-left letter in a style of its own, for terminals that reorder stretches of one style.
//!
//! Owns the colours: the lowest bit of blue alternates, which no eye sees. xterm.js without WebGL draws each stretch as
//! a box that the browser does not reorder across; qtermwidget gives each stretch to Qt on its own. Next: `lrm.rs`.

use ratatui::style::Color;

use super::stored::{Change, Part, Stored};

/// The colour that stands in for the terminal's own when no theme names one: readable on black and on white.
pub(super) const MIDDLE_INK: (u8, u8, u8) = (0x80, 0x80, 0x80);

/// Xterm's first sixteen colours, for a terminal's own palette cannot be altered by one bit.
const PALETTE: [(u8, u8, u8); 16] = [
    (0x00, 0x00, 0x00),
    (0xcd, 0x00, 0x00),
    (0x00, 0xcd, 0x00),
    (0xcd, 0xcd, 0x00),
    (0x00, 0x00, 0xee),
    (0xcd, 0x00, 0xcd),
    (0x00, 0xcd, 0xcd),
    (0xe5, 0xe5, 0xe5),
    (0x7f, 0x7f, 0x7f),
    (0xff, 0x00, 0x00),
    (0x00, 0xff, 0x00),
    (0xff, 0xff, 0x00),
    (0x5c, 0x5c, 0xff),
    (0xff, 0x00, 0xff),
    (0x00, 0xff, 0xff),
    (0xff, 0xff, 0xff),
];

/// Gives each right-to-left cell a foreground that neither of its neighbours has.
///
/// Those cells and the ones beside them alternate between even and odd blue; the first of each such stretch has the bit
/// of its column. All others keep their colour to the bit: a stretch without right-to-left letters is never reordered.
pub(super) fn plan_part(part: Part<'_>, ink: (u8, u8, u8), plan: &mut [Stored]) {
    let (row, classes) = (part.cells, part.classes);
    let (mut column, mut odd, mut behind_rtl) = (0, part.first % 2 == 1, false);
    let mut rtl = classes.first().is_some_and(|class| class.is_rtl());
    while let (Some(cell), Some(class)) = (row.get(column), classes.get(column)) {
        let next = column + usize::from(class.width);
        let before_rtl = classes.get(next).is_some_and(|class| class.is_rtl());
        if rtl || behind_rtl || before_rtl {
            let (red, green, blue) = to_rgb(cell.fg, ink);
            let blue = if odd { blue | 1 } else { blue & !1 };
            if cell.fg != Color::Rgb(red, green, blue) {
                plan[column].change = Change::Ink(red, green, blue);
            }
            odd = !odd;
        } else {
            odd = (usize::from(part.first) + next) % 2 == 1;
        }
        (column, behind_rtl, rtl) = (next, rtl, before_rtl);
    }
}

/// The colour in red, green and blue; `ink` for the terminal's own foreground.
fn to_rgb(colour: Color, ink: (u8, u8, u8)) -> (u8, u8, u8) {
    match colour {
        Color::Rgb(red, green, blue) => (red, green, blue),
        Color::Indexed(index) => indexed(index),
        Color::Reset => ink,
        Color::Black => indexed(0),
        Color::Red => indexed(1),
        Color::Green => indexed(2),
        Color::Yellow => indexed(3),
        Color::Blue => indexed(4),
        Color::Magenta => indexed(5),
        Color::Cyan => indexed(6),
        Color::Gray => indexed(7),
        Color::DarkGray => indexed(8),
        Color::LightRed => indexed(9),
        Color::LightGreen => indexed(10),
        Color::LightYellow => indexed(11),
        Color::LightBlue => indexed(12),
        Color::LightMagenta => indexed(13),
        Color::LightCyan => indexed(14),
        Color::White => indexed(15),
    }
}

/// A colour of xterm's palette of 256: sixteen, then a cube of six steps, then 24 greys.
fn indexed(index: u8) -> (u8, u8, u8) {
    let step = |level: u8| if level == 0 { 0 } else { 55 + 40 * level };
    match index {
        0..=15 => PALETTE[usize::from(index)],
        16..=231 => {
            let cube = index - 16;
            (step(cube / 36), step(cube / 6 % 6), step(cube % 6))
        }
        232..=255 => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::indexed;
    use crate::shell::emit::{EmitMode, Emitter};
    use ratatui::buffer::Cell;
    use ratatui::style::Color;

    fn row(symbols: &[&'static str]) -> Vec<Cell> {
        symbols.iter().map(|symbol| Cell::new(symbol)).collect()
    }

    fn rewrite(cells: &mut [Cell]) {
        Emitter::new(EmitMode::Jitter).rewrite_row(cells);
    }

    #[test]
    fn the_cube_and_the_greys() {
        assert_eq!(
            [16, 231, 232, 255, 21].map(indexed),
            [(0, 0, 0), (255, 255, 255), (8, 8, 8), (238, 238, 238), (0, 0, 255)]
        );
    }

    #[test]
    fn cells_away_from_letters_keep_their_colour() {
        let mut cells = row(&["a", "b", " ", "\u{fee1}", "\u{feb3}", " ", "c"]);
        rewrite(&mut cells);
        assert!([0, 1, 6].iter().all(|&at: &usize| cells[at].fg == Color::Reset));
        assert!(cells[2..6].windows(2).all(|pair| pair[0].fg != pair[1].fg));
    }

    #[test]
    fn colours_that_differ_by_the_bit_still_differ() {
        let mut cells = row(&["ب", "ب", "ب", "ب"]);
        for (cell, blue) in cells.iter_mut().zip([10, 11, 10, 11]) {
            cell.fg = Color::Rgb(1, 2, blue);
        }
        rewrite(&mut cells);
        assert!(cells.windows(2).all(|pair| pair[0].fg != pair[1].fg));
    }

    #[test]
    fn a_wide_cell_counts_once() {
        let mut cells = row(&["ب", "中", " ", "ب", "ب"]);
        rewrite(&mut cells);
        assert!(cells[1].fg != cells[3].fg && cells[0].fg != cells[1].fg && cells[3].fg != cells[4].fg);
    }
}
