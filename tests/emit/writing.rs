//! The bytes of frames against a terminal that obeys them: after each frame it shows the frame's stored cells.
//!
//! Owns the obeying terminal, which knows nothing but the sequences that khabar writes: another one fails the test.

use khabar::shell::emit::{EmitMode, Emitter, Sheet};
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthChar;

use crate::models::units;
use crate::{Panel, Row, any_panel, any_row, any_style, any_text, cell, row_of};

const ROWS: u16 = 3;

/// A terminal's screen, its cursor and its style.
struct Screen {
    cells: Vec<Vec<Cell>>,
    place: Option<(usize, usize)>,
    style: Style,
    written: usize,
}

impl Screen {
    /// Full of what nobody has cleared yet.
    fn new(columns: usize) -> Screen {
        Screen {
            cells: vec![vec![cell("#"); columns]; usize::from(ROWS)],
            place: None,
            style: Style::new(),
            written: 0,
        }
    }

    fn obey(&mut self, bytes: &[u8]) {
        let mut rest = std::str::from_utf8(bytes).expect("UTF-8");
        while let Some(letter) = rest.chars().next() {
            match rest.strip_prefix("\x1b[") {
                Some(sequence) => {
                    let end = sequence.find(|letter: char| letter.is_ascii_alphabetic()).expect("a final byte");
                    self.control(&sequence[..end], &sequence[end..=end]);
                    rest = &sequence[end + 1..];
                }
                None => {
                    self.print(letter);
                    rest = &rest[letter.len_utf8()..];
                }
            }
        }
    }

    fn control(&mut self, numbers: &str, last: &str) {
        let numbers: Vec<usize> = numbers.split(';').map(|number| number.parse().unwrap_or(1)).collect();
        match (last, &numbers[..]) {
            ("J", [2]) => {
                self.cells.iter_mut().flatten().for_each(|shown| *shown = cell(" ").set_style(self.style).clone())
            }
            ("H", [row, column]) => self.place = Some((column - 1, row - 1)),
            ("C", [by]) => self.place = self.place.map(|(column, row)| (column + by, row)),
            ("m", numbers) => self.dress(numbers),
            other => panic!("{other:?}"),
        }
    }

    fn dress(&mut self, mut numbers: &[usize]) {
        let modifiers = [
            Modifier::BOLD,
            Modifier::DIM,
            Modifier::ITALIC,
            Modifier::UNDERLINED,
            Modifier::SLOW_BLINK,
            Modifier::RAPID_BLINK,
            Modifier::REVERSED,
            Modifier::HIDDEN,
            Modifier::CROSSED_OUT,
        ];
        let byte = |number: usize| u8::try_from(number).expect("a byte");
        while let [first, rest @ ..] = numbers {
            let (colour, taken) = match rest {
                [2, red, green, blue, ..] => (Color::Rgb(byte(*red), byte(*green), byte(*blue)), 5),
                [5, index, ..] => (Color::Indexed(byte(*index)), 3),
                _ => (Color::Reset, 1),
            };
            let mut taken_here = 1;
            self.style = match first {
                0 => Style::new(),
                1..=9 => self.style.add_modifier(modifiers[first - 1]),
                38 => self.style.fg(colour),
                39 => self.style.fg(Color::Reset),
                48 => self.style.bg(colour),
                49 => self.style.bg(Color::Reset),
                58 => self.style.underline_color(colour),
                59 => self.style.underline_color(Color::Reset),
                other => panic!("SGR {other}"),
            };
            if matches!(first, 38 | 48 | 58) {
                taken_here = taken;
            }
            numbers = &numbers[taken_here..];
        }
    }

    fn print(&mut self, letter: char) {
        let (column, row) = self.place.expect("the place is known");
        let row = &mut self.cells[row];
        if letter.width().unwrap_or(0) == 0 {
            let before = row[..column].iter_mut().rev().find(|cell| !cell.symbol().is_empty()).expect("a base");
            let symbol = format!("{}{letter}", before.symbol());
            before.set_symbol(&symbol);
            return;
        }
        let width = letter.width().unwrap_or(1);
        self.written += 1;
        for at in column..column + width {
            // Half of a wide cell cannot stay. The second half holds nothing at all here.
            if row[at].symbol().is_empty() {
                row[at - 1].set_symbol(" ");
            }
            if row.get(at + 1).is_some_and(|next| next.symbol().is_empty()) {
                row[at + 1].set_symbol(" ");
            }
            row[at] = cell("");
            row[at].set_style(self.style);
        }
        row[column].set_symbol(letter.encode_utf8(&mut [0; 4]));
        // At the end of a row a terminal waits, and terminals differ about how.
        self.place =
            Some((column + width, self.place.map_or(0, |(_, row)| row))).filter(|(column, _)| *column < row.len());
    }

    /// What is shown, as the buffer writes it: a blank behind what is wide, of its style.
    fn seen(&self) -> Vec<Cell> {
        let mut cells: Vec<Cell> = self.cells.concat();
        for shown in &mut cells {
            if shown.symbol().is_empty() {
                shown.set_symbol(" ");
            }
        }
        cells
    }
}

/// Frames of one width.
fn any_frames() -> impl Strategy<Value = Vec<Buffer>> {
    let rows = proptest::collection::vec(any_row(), usize::from(ROWS));
    proptest::collection::vec((rows, any::<bool>()), 1..5).prop_map(|frames| {
        let longest = frames.iter().flat_map(|(rows, _)| rows).map(|Row(row)| row.len()).max().unwrap_or(1);
        let mut before: Option<Buffer> = None;
        let mut made = Vec::new();
        for (rows, keeps_first) in frames {
            let mut frame = Buffer::empty(Rect::new(0, 0, longest as u16, ROWS));
            for (place, Row(row)) in frame.content.chunks_mut(longest).zip(rows) {
                place[..row.len()].clone_from_slice(&row);
            }
            if let (true, Some(before)) = (keeps_first, &before) {
                frame.content[..longest].clone_from_slice(&before.content[..longest]);
            }
            before = Some(frame.clone());
            made.push(frame);
        }
        made
    })
}

/// A panel and what may stand in it.
type Varied = (Panel, Vec<(String, Style)>);

/// Frames of the same panels in which some hold another text than the frame before: what scrolling makes.
fn any_changes() -> impl Strategy<Value = Vec<Buffer>> {
    let panel = (any_panel(), proptest::collection::vec((any_text(), any_style()), 3));
    let rows = proptest::collection::vec(proptest::collection::vec(panel, 1..4), usize::from(ROWS));
    let picks = proptest::collection::vec(proptest::collection::vec(0..3_usize, 3 * usize::from(ROWS)), 2..7);
    let first = prop_oneof![Just(" "), Just("│")];
    (rows, picks, first).prop_map(|(rows, picks, first)| {
        let made = |picks: &[usize]| -> Vec<Vec<Cell>> {
            let row = |(at, panels): (usize, &Vec<Varied>)| {
                let mut row = vec![cell(first)];
                for ((panel, texts), pick) in panels.iter().zip(&picks[3 * at..]) {
                    let (text, style) = texts[*pick].clone();
                    let start = row.len();
                    row.extend(row_of(&[Panel { text, ..panel.clone() }], "").into_iter().skip(1));
                    let end = row.len() - 1;
                    row[start..end].iter_mut().for_each(|cell| _ = cell.set_style(style));
                }
                row
            };
            rows.iter().enumerate().map(row).collect()
        };
        let frames: Vec<_> = picks.iter().map(|picks| made(picks)).collect();
        let longest = frames.iter().flatten().map(Vec::len).max().unwrap_or(1);
        let frame = |rows: &Vec<Vec<Cell>>| {
            let mut frame = Buffer::empty(Rect::new(0, 0, longest as u16, ROWS));
            for (place, row) in frame.content.chunks_mut(longest).zip(rows) {
                place[..row.len()].clone_from_slice(row);
            }
            frame
        };
        frames.iter().map(frame).collect()
    })
}

/// Writes frame after frame for every mode to a terminal that obeys.
fn check_frames(frames: &[Buffer], spills: bool) -> Result<(), TestCaseError> {
    for mode in EmitMode::ALL {
        let columns = frames[0].area.width;
        let (mut sheet, mut emitter) = (Sheet::new(columns, ROWS), Emitter::new(mode));
        sheet.set_spills(spills);
        let mut screen = Screen::new(usize::from(columns));
        for frame in frames {
            let mut bytes = Vec::new();
            sheet.blank().content.clone_from_slice(&frame.content);
            sheet.write(&mut emitter, &[], &mut bytes);
            screen.obey(&bytes);
            let mut stored = frame.clone();
            Emitter::new(mode).rewrite(&mut stored);
            let seen = screen.seen();
            // What stands behind a wide cell is not seen.
            for row in 0..usize::from(ROWS) {
                let start = row * usize::from(columns);
                let units = units(&stored.content[start..start + usize::from(columns)]);
                for (first, width) in units.into_iter().map(|(column, width)| (start + column, width)) {
                    stored.content[first + 1..first + width].clone_from_slice(&seen[first + 1..first + width]);
                }
            }
            prop_assert_eq!(seen, stored.content, "{}", mode);
            prop_assert_eq!(screen.style, Style::new(), "a plain style is left behind");
            // Once more: there is nothing to say.
            let mut again = Vec::new();
            sheet.blank().content.clone_from_slice(&frame.content);
            sheet.write(&mut emitter, &[], &mut again);
            prop_assert!(again.is_empty(), "{:?}", again);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_terminal_that_obeys_shows_each_frame_as_it_is_stored(frames in any_frames(), spills in any::<bool>()) {
        check_frames(&frames, spills)?;
    }

    #[test]
    fn a_panel_that_changes_is_planned_as_the_whole_row_would_be(frames in any_changes(), spills in any::<bool>()) {
        check_frames(&frames, spills)?;
    }
}

#[test]
fn a_sheet_that_forgets_clears_and_writes_everything() {
    let mut sheet = Sheet::new(4, 1);
    let mut frame = |forgets: bool| {
        if forgets {
            sheet.forget();
        }
        let mut bytes = Vec::new();
        sheet.blank().content[1].set_symbol("ب");
        sheet.write(&mut Emitter::new(EmitMode::Visual), &[], &mut bytes);
        String::from_utf8(bytes).expect("UTF-8")
    };
    let first = frame(false);
    assert_eq!(first, "\x1b[0m\x1b[2J\x1b[1;2Hب");
    assert_eq!((frame(false), frame(true)), (String::new(), first));
    sheet.resize(9, 2);
    assert_eq!(sheet.size(), (9, 2));
    sheet.resize(0, 0);
    let mut bytes = Vec::new();
    sheet.write(&mut Emitter::new(EmitMode::Kitty), &[], &mut bytes);
    assert_eq!(bytes, b"\x1b[0m\x1b[2J");
}

#[test]
fn glyphs_that_spill_take_the_cells_beside_them_along() {
    let written = |spills: bool, letter: &str| {
        let (mut sheet, mut emitter) = (Sheet::new(9, 1), Emitter::new(EmitMode::Visual));
        sheet.set_spills(spills);
        let mut screen = Screen::new(9);
        for symbol in ["x", letter] {
            let mut bytes = Vec::new();
            sheet.blank().content[4].set_symbol(symbol);
            sheet.write(&mut emitter, &[], &mut bytes);
            screen.written = 0;
            screen.obey(&bytes);
        }
        screen.written
    };
    // The one and those beside it.
    assert_eq!((written(false, "ب"), written(true, "ب"), written(true, "y")), (1, 3, 1));
}

#[test]
fn jitter_goes_over_cells_rather_than_change_the_colour_for_each() {
    let text = "ﺏ".repeat(40);
    let mut sheet = Sheet::new(40, 1);
    for (cell, letter) in sheet.blank().content.iter_mut().zip(text.chars()) {
        cell.set_char(letter);
    }
    let mut bytes = Vec::new();
    sheet.write(&mut Emitter::new(EmitMode::Jitter), &[], &mut bytes);
    let colours = String::from_utf8_lossy(&bytes).matches("38;2;").count();
    assert_eq!(colours, 2);
}
