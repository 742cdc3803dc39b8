//! Cells as bytes: the shortest way to the next cell, and of its style only what changes.
//!
//! Owns the cursor's place and the style while a frame is written, and the numbers of SGR (ECMA-48 8.3.117, xterm's
//! colours). Which cells are written is `sheet.rs`.

use ratatui::style::{Color, Modifier};

use super::stored::{Look, Style};

/// What a modifier is set by; all are taken back together, by 0.
const MODIFIERS: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// Writes cells of one frame one after another. It expects a plain style and leaves one behind.
#[derive(Clone, Debug)]
pub(super) struct Pen {
    /// Where the terminal's cursor stands; `None` where that is not certain.
    place: Option<(u16, u16)>,
    style: Style,
}

impl Pen {
    /// A pen at an unknown place.
    pub(super) fn new() -> Pen {
        Pen { place: None, style: Style::PLAIN }
    }

    /// Writes a cell at a place of the screen, counted from 0; its symbol takes one column.
    #[inline]
    pub(super) fn put(&mut self, (column, row): (u16, u16), look: Look<'_>, out: &mut Vec<u8>) {
        self.go(column, row, out);
        self.dress(look.style, out);
        look.symbol.push(out);
        self.place = Some((column.saturating_add(1), row));
    }

    /// True for a cell that takes one byte here and now.
    pub(super) fn can_pass(&self, look: Look<'_>) -> bool {
        self.place.is_some() && look.symbol.is_byte() && look.style == self.style
    }

    /// Where the cursor stands is not certain from now on: at the end of a row, or behind what is wide.
    pub(super) fn lose_place(&mut self) {
        self.place = None;
    }

    /// Ends the frame with a plain style.
    pub(super) fn finish(&mut self, out: &mut Vec<u8>) {
        self.dress(Style::PLAIN, out);
    }

    fn go(&mut self, column: u16, row: u16, out: &mut Vec<u8>) {
        match self.place {
            Some(place) if place == (column, row) => {}
            Some((from, same)) if same == row && from < column => {
                out.extend_from_slice(b"\x1b[");
                if column - from > 1 {
                    push_number(column - from, out);
                }
                out.push(b'C');
            }
            _ => {
                out.extend_from_slice(b"\x1b[");
                push_number(row.saturating_add(1), out);
                out.push(b';');
                push_number(column.saturating_add(1), out);
                out.push(b'H');
            }
        }
    }

    /// Changes the style, by one sequence at most.
    fn dress(&mut self, style: Style, out: &mut Vec<u8>) {
        if style == self.style {
            return;
        }
        let before = std::mem::replace(&mut self.style, style);
        if style == Style::PLAIN {
            return out.extend_from_slice(b"\x1b[0m");
        }
        out.extend_from_slice(b"\x1b[");
        let mut from = before;
        if !style.modifier.contains(before.modifier) {
            out.extend_from_slice(b"0;");
            from = Style::PLAIN;
        }
        if style.modifier != from.modifier {
            for (modifier, number) in MODIFIERS {
                if (style.modifier - from.modifier).contains(modifier) {
                    out.extend_from_slice(&[b'0' + number, b';']);
                }
            }
        }
        for (kind, old, new) in
            [(b'3', from.fg, style.fg), (b'4', from.bg, style.bg), (b'5', from.underline, style.underline)]
        {
            if old != new {
                push_colour(kind, new, out);
            }
        }
        // Something has changed, so the last byte is a semicolon.
        out.pop();
        out.push(b'm');
    }
}

/// Appends the numbers that set a colour: `kind` is the first digit of their first number, 3 for the foreground, 4 for
/// the ground, 5 for the underline.
fn push_colour(kind: u8, colour: Color, out: &mut Vec<u8>) {
    let index = match colour {
        Color::Reset => return out.extend_from_slice(&[kind, b'9', b';']),
        Color::Rgb(red, green, blue) => {
            out.extend_from_slice(&[kind, b'8', b';', b'2', b';']);
            for part in [red, green, blue] {
                push_number(u16::from(part), out);
                out.push(b';');
            }
            return;
        }
        Color::Indexed(index) => index,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    out.extend_from_slice(&[kind, b'8', b';', b'5', b';']);
    push_number(u16::from(index), out);
    out.push(b';');
}

/// Appends a number in decimal digits.
pub(super) fn push_number(number: u16, out: &mut Vec<u8>) {
    let digit = |value: u16| b'0' + (value % 10) as u8;
    match number {
        0..=9 => out.push(digit(number)),
        10..=99 => out.extend_from_slice(&[digit(number / 10), digit(number)]),
        100..=999 => out.extend_from_slice(&[digit(number / 100), digit(number / 10), digit(number)]),
        _ => out.extend_from_slice(number.to_string().as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Pen, push_number};
    use crate::shell::emit::stored::Look;
    use ratatui::buffer::Cell;
    use ratatui::style::{Color, Modifier, Style};

    fn cell(symbol: &'static str, style: Style) -> Cell {
        let mut cell = Cell::new(symbol);
        cell.set_style(style);
        cell
    }

    fn written(cells: &[((u16, u16), Cell)]) -> String {
        let (mut pen, mut out) = (Pen::new(), Vec::new());
        for (place, cell) in cells {
            pen.put(*place, Look::of(cell), &mut out);
        }
        pen.finish(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_way_to_the_next_cell_is_the_shortest() {
        let at = |column, row| ((column, row), Cell::new("x"));
        assert_eq!(written(&[at(0, 0), at(1, 0)]), "\x1b[1;1Hxx");
        assert_eq!(written(&[at(4, 2), at(6, 2), at(17, 2)]), "\x1b[3;5Hx\x1b[Cx\x1b[10Cx");
        assert_eq!(written(&[at(4, 2), at(3, 2), at(9, 3)]), "\x1b[3;5Hx\x1b[3;4Hx\x1b[4;10Hx");
    }

    #[test]
    fn of_a_style_only_what_changes_is_written() {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let cells = [
            ((0, 0), cell("a", bold.fg(Color::Rgb(1, 20, 255)))),
            ((1, 0), cell("b", bold.fg(Color::Rgb(1, 20, 254)))),
            ((2, 0), cell("c", bold.bg(Color::LightRed))),
            ((3, 0), cell("d", plain.bg(Color::LightRed).add_modifier(Modifier::REVERSED))),
            ((4, 0), cell("e", plain)),
        ];
        let expected = "\x1b[1;1H\x1b[1;38;2;1;20;255ma\x1b[38;2;1;20;254mb\x1b[39;48;5;9mc\x1b[0;7;48;5;9md\x1b[0me";
        assert_eq!(written(&cells), expected);
        assert_eq!(written(&cells[..1]), "\x1b[1;1H\x1b[1;38;2;1;20;255ma\x1b[0m", "a plain style is left behind");
    }

    #[test]
    fn numbers_are_decimal() {
        for number in [0, 9, 10, 99, 100, 999, 1000, u16::MAX] {
            let mut out = Vec::new();
            push_number(number, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), number.to_string());
        }
    }
}
