//! Lines that are printed and left on the screen, as `khabar show` prints them.
//!
//! Owns the way from a placed line over a row of cells to a string in the terminal's dialect; which mode that is says
//! [`Dialect::line_mode`](crate::shell::detect::Dialect::line_mode). Next: the module of the mode.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use super::kind::width_cells;
use super::{EmitMode, Emitter};
use crate::text::{PlacedLine, printable};

/// Wider lines are cut: a row of cells takes memory for each of them.
const MOST_CELLS: usize = u16::MAX as usize;

/// Writes placed lines for one terminal.
#[derive(Clone, Debug)]
pub struct LineEmitter {
    emitter: Emitter,
}

impl LineEmitter {
    /// A writer for a mode; `ink` is the terminal's foreground as far as it is known (see [`Emitter::with_ink`]).
    ///
    /// An explicit mode is replaced by the one that does without its switch.
    pub fn new(mode: EmitMode, ink: Option<(u8, u8, u8)>) -> Self {
        let emitter = Emitter::new(mode.without_switch());
        Self { emitter: ink.map_or(emitter.clone(), |(red, green, blue)| emitter.with_ink(red, green, blue)) }
    }

    /// The mode.
    pub fn mode(&self) -> EmitMode {
        self.emitter.mode()
    }

    /// How many cells at the start of each row must stay blank, and are put before each line.
    ///
    /// A terminal that takes the direction of a row from its first strong character must find one that runs from the
    /// left, which the word-reversed mode makes of a blank.
    pub fn free_cells(&self) -> usize {
        usize::from(self.mode() == EmitMode::WordReversed)
    }

    /// The line as this terminal must get it, without its line end; what is not plain text is in it by this hand alone.
    pub fn write(&mut self, line: &PlacedLine<'_>) -> String {
        if self.mode() == EmitMode::Visual {
            return printable(&line.to_visual_string());
        }
        let row = self.rewritten(line);
        let mut written = String::new();
        let (mut column, mut style) = (0, (Color::Reset, Modifier::empty()));
        while let Some(cell) = row.get(column) {
            let wanted = (cell.fg, cell.modifier & (Modifier::BOLD | Modifier::ITALIC));
            if wanted != style {
                written.push_str(&style_sequence(wanted));
                style = wanted;
            }
            // A left-to-right mark is a format character: nothing else that is none passes.
            written.push_str(&printable(cell.symbol()));
            column += width_cells(cell);
        }
        if style != (Color::Reset, Modifier::empty()) {
            written.push_str("\x1b[0m");
        }
        written
    }

    /// The row of cells that shows the line, up to its last atom.
    fn rewritten(&mut self, line: &PlacedLine<'_>) -> Vec<Cell> {
        let free = self.free_cells();
        let end = line.atoms.last().map_or(0, |atom| free + atom.column_cells + atom.advance_cells).min(MOST_CELLS);
        let width = u16::try_from(end).unwrap_or(u16::MAX);
        let mut row = Buffer::empty(Rect::new(0, 0, width, 1));
        for atom in &line.atoms {
            let first = free + atom.column_cells;
            if first + atom.advance_cells <= end
                && let Some(cell) = row.content.get_mut(first)
            {
                cell.set_symbol(atom.symbol);
            }
        }
        self.emitter.rewrite(&mut row);
        row.content
    }
}

/// The sequence that sets a foreground and a face, and nothing else.
fn style_sequence((colour, face): (Color, Modifier)) -> String {
    let mut numbers = String::from("0");
    for (set, number) in [(Modifier::BOLD, ";1"), (Modifier::ITALIC, ";3")] {
        if face.contains(set) {
            numbers.push_str(number);
        }
    }
    if let Color::Rgb(red, green, blue) = colour {
        numbers.push_str(&format!(";38;2;{red};{green};{blue}"));
    }
    format!("\x1b[{numbers}m")
}

#[cfg(test)]
mod tests {
    use super::LineEmitter;
    use crate::shell::emit::{EmitMode, Switch};
    use crate::text::{Align, ShapeOptions, ShapedText};

    fn written(mode: EmitMode, text: &str) -> String {
        let shaped = ShapedText::new(text, &ShapeOptions::default());
        LineEmitter::new(mode, Some((0, 0, 0))).write(&shaped.place(&shaped.whole_line(), 8, Align::Left))
    }

    #[test]
    fn each_mode_writes_its_own_way() {
        let (beh, alef) = ('\u{fe91}', '\u{fe8e}');
        assert_eq!(written(EmitMode::Visual, "با"), format!("{alef}{beh}"));
        assert_eq!(written(EmitMode::Lrm, "با"), format!("{alef}\u{200e}{beh}\u{200e}"));
        assert_eq!(written(EmitMode::Explicit(Switch::Bdsm), "با"), written(EmitMode::Lrm, "با"));
        assert_eq!(written(EmitMode::WordReversed, "با"), format!("\u{2800}{beh}{alef}"));
        assert_eq!(written(EmitMode::Kitty, "با"), format!("{beh}{alef}"));
        assert_eq!(written(EmitMode::Kitty, "(با"), format!("{beh}{alef}\x1b[0;1m)\x1b[0m"));
        let jittered = format!("\x1b[0;38;2;0;0;0m{alef}\x1b[0;38;2;0;0;1m{beh}\x1b[0m");
        assert_eq!(written(EmitMode::Jitter, "با"), jittered);
    }

    #[test]
    fn lines_without_right_to_left_letters_are_plain() {
        for mode in EmitMode::ALL {
            assert_eq!(written(mode, "abc 12").trim_start(), "abc 12", "{mode}");
            assert_eq!(written(mode, ""), "", "{mode}");
        }
    }
}
