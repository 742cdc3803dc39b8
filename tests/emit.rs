//! The emit modes against models of the terminals they are for, and the detection against recorded answers.
//!
//! A frame is laid out by khabar's own engine in panels, rewritten for a mode, and drawn by a model of the terminal
//! (`emit/models.rs`): the picture must be the one that was meant. `emit/detection.rs` holds the recorded answers.

#![cfg(feature = "tui")]

#[path = "emit/detection.rs"]
mod detection;
#[path = "emit/models.rs"]
mod models;
#[path = "emit/writing.rs"]
mod writing;

use icu_properties::props::BidiClass;
use khabar::shell::emit::{EmitMode, Emitter, LineEmitter, Switch, map_column, rewrite};
use khabar::text::{Align, BaseDirection, Direction, MarkPolicy, ShapeOptions, ShapedText};
use models::{KONSOLE, PUTTY, VTE, without_jitter};
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use unicode_bidi::LTR_LEVEL;
use unicode_width::UnicodeWidthChar;

/// One panel of a row: a text between blanks.
#[derive(Clone, Debug)]
struct Panel {
    text: String,
    rtl: Option<bool>,
    width: usize,
    blanks: (usize, usize),
    border: &'static str,
}

fn shaped(panel: &Panel) -> ShapedText {
    let base = match panel.rtl {
        None => BaseDirection::default(),
        Some(true) => BaseDirection::Forced(Direction::Rtl),
        Some(false) => BaseDirection::Forced(Direction::Ltr),
    };
    ShapedText::new(&panel.text, &ShapeOptions { base, marks: MarkPolicy::Strip, ..ShapeOptions::default() })
}

/// Panels side by side, each with a border at its right end, after one free column.
fn row_of(panels: &[Panel], first: &str) -> Vec<Cell> {
    let mut row = vec![cell(first)];
    for panel in panels {
        let text = shaped(panel);
        let start = row.len() + panel.blanks.0;
        row.resize(start + panel.width + panel.blanks.1, cell(" "));
        for atom in text.place_truncated(panel.width, Align::Start).atoms {
            row[start + atom.column_cells].set_symbol(atom.symbol);
        }
        row.push(cell(panel.border));
    }
    row
}

fn cell(symbol: &str) -> Cell {
    let mut cell = Cell::default();
    cell.set_symbol(symbol);
    cell
}

/// A row that holds one text from the right, between a blank and a border.
fn line(text: &str) -> Vec<Cell> {
    let mut panel = Panel { text: text.to_owned(), rtl: Some(true), width: 0, blanks: (1, 0), border: "│" };
    panel.width = shaped(&panel).advance_cells();
    row_of(&[panel], "│")
}

/// The row as it is stored for a mode.
fn stored(mode: EmitMode, row: &[Cell]) -> Vec<Cell> {
    let width = u16::try_from(row.len()).expect("a row of a screen");
    let mut frame = Buffer::empty(Rect::new(0, 0, width, 1));
    frame.content.clone_from_slice(row);
    rewrite(mode, &mut frame);
    frame.content
}

fn symbols(row: &[Cell]) -> String {
    row.iter().map(Cell::symbol).collect()
}

/// What is seen of a row: pinned blanks are blank, marks without width are not seen.
fn seen(row: &[Cell]) -> Vec<String> {
    row.iter().map(|cell| cell.symbol().replace('\u{200e}', "").replace('\u{2800}', " ")).collect()
}

/// What is seen where stand-ins count as what they stand for: digits by value, brackets by side, lines as lines.
fn read(row: &[Cell]) -> Vec<String> {
    let plain = |letter: char| match letter {
        '\u{660}'..='\u{669}' => char::from_u32(u32::from(letter) - 0x660 + 0x30).expect("a digit"),
        '\u{6f0}'..='\u{6f9}' => char::from_u32(u32::from(letter) - 0x6f0 + 0x30).expect("a digit"),
        '(' | '[' | '{' | '‹' => '(',
        ')' | ']' | '}' | '›' => ')',
        '\u{1c0}' => '│',
        '\u{1c1}' => '║',
        '\u{28ff}' => '█',
        other => other,
    };
    seen(row).into_iter().map(|symbol| symbol.chars().map(plain).collect()).collect()
}

fn styles(row: &[Cell]) -> Vec<(Color, Color, Modifier)> {
    row.iter().map(|cell| (without_jitter(cell.fg), cell.bg, cell.modifier)).collect()
}

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[ابتثجحخدرزسشصضطعغفقكلمنهويىةأإآؤئء]{1,6}",
        1 => "[پچژگکی]{1,4}",
        1 => "[אבגדהו]{1,4}",
        2 => "[a-zA-Z]{1,5}",
        2 => "[0-9]{1,4}",
        1 => "[0-9]{1,2}[.,:/%$+-][0-9]{1,2}",
        1 => "[٠-٩]{1,4}",
        1 => "[٠-٩]{1,2}[٫.,:/%+-][٠-٩]{1,2}",
        1 => "[۰-۹]{1,4}",
        2 => "[.,:/%$€+٪،؛؟!\"'…*-]{1,2}",
        2 => "[()\\[\\]{}«»<>]{1,2}",
        1 => "[中📰]",
    ];
    let gap = prop_oneof![2 => Just(""), 3 => Just(" "), 1 => Just("  ")];
    proptest::collection::vec((piece, gap), 0..8)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, gap)| piece + gap).collect())
}

/// Words as newspapers write them: what is glued to what is not left to chance alone.
fn any_panel() -> impl Strategy<Value = Panel> {
    let border = prop_oneof![6 => Just("│"), 1 => Just("█"), 1 => Just("║")];
    (any_text(), proptest::option::of(any::<bool>()), 1_usize..28, (0_usize..3, 0_usize..3), border)
        .prop_map(|(text, rtl, width, blanks, border)| Panel { text, rtl, width, blanks, border })
}

fn any_style() -> impl Strategy<Value = Style> {
    let colour = || {
        prop_oneof![
            Just(Color::Reset),
            Just(Color::Rgb(10, 20, 30)),
            Just(Color::Rgb(10, 20, 31)),
            Just(Color::Indexed(200))
        ]
    };
    let modifier = prop_oneof![
        3 => Just(Modifier::empty()),
        1 => Just(Modifier::BOLD),
        1 => Just(Modifier::ITALIC),
        1 => Just(Modifier::UNDERLINED)
    ];
    (colour(), colour(), modifier).prop_map(|(fg, bg, modifier)| Style::new().fg(fg).bg(bg).add_modifier(modifier))
}

/// The cells of a row; printed by its code points, for editors reorder what they show.
#[derive(Clone)]
struct Row(Vec<Cell>);

impl std::fmt::Debug for Row {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for cell in &self.0 {
            let faces: String = [(Modifier::BOLD, 'b'), (Modifier::ITALIC, 'i')]
                .iter()
                .filter_map(|(face, letter)| cell.modifier.contains(*face).then_some(*letter))
                .collect();
            write!(formatter, "{}{faces} ", cell.symbol().escape_unicode().to_string().replace("\\u", ""))?;
        }
        Ok(())
    }
}

/// A row of panels, with styles that begin and end anywhere.
fn any_row() -> impl Strategy<Value = Row> {
    let first = prop_oneof![Just(" "), Just("│"), Just("a")];
    let styles = proptest::collection::vec((any_style(), 1_usize..12), 0..8);
    (proptest::collection::vec(any_panel(), 1..4), first, styles).prop_map(|(panels, first, styles)| {
        let mut row = row_of(&panels, first);
        let mut column = 0;
        for (style, length) in styles {
            let end = (column + length).min(row.len());
            row[column..end].iter_mut().for_each(|cell| _ = cell.set_style(style));
            column = end;
        }
        // What stands behind a wide cell is drawn with it.
        for column in 1..row.len() {
            if row[column - 1].symbol().chars().next().and_then(UnicodeWidthChar::width) == Some(2) {
                row[column] = row[column - 1].clone();
                row[column].set_symbol(" ");
            }
        }
        Row(row)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn jitter_survives_what_reorders_stretches_of_one_style(Row(row) in any_row()) {
        let stored = stored(EmitMode::Jitter, &row);
        for base in [Some(LTR_LEVEL), None] {
            let drawn = models::reorder_stretches(&stored, base);
            prop_assert_eq!(seen(&drawn), seen(&row));
            prop_assert_eq!(&drawn, &stored, "no style moves");
        }
        for (before, after) in row.iter().zip(&stored) {
            let kept = matches!(before.fg, Color::Reset | Color::Indexed(_)) || without_jitter(before.fg) == without_jitter(after.fg);
            prop_assert!(kept && before.bg == after.bg && before.modifier == after.modifier);
        }
    }

    #[test]
    fn lrm_survives_what_reorders_rows_from_the_left(Row(row) in any_row()) {
        let stored = stored(EmitMode::Lrm, &row);
        let drawn = models::reorder(&stored, VTE);
        prop_assert_eq!(seen(&drawn), seen(&row));
        prop_assert_eq!(styles(&drawn), styles(&row));
        let stretches = models::reorder_stretches(&stored, Some(LTR_LEVEL));
        prop_assert_eq!(seen(&stretches), seen(&row));
        prop_assert!(stored.iter().all(|cell| !cell.symbol().starts_with(['│', '║', '█']) || cell.symbol().chars().count() == 1));
    }

    #[test]
    fn word_reversed_survives_what_reorders_rows(Row(row) in any_row()) {
        let stored = stored(EmitMode::WordReversed, &row);
        for how in [PUTTY, KONSOLE] {
            let drawn = models::reorder(&stored, how);
            prop_assert_eq!(read(&drawn), read(&row), "{:?} stored {:?}", how, symbols(&stored));
            prop_assert_eq!(styles(&drawn), styles(&row));
        }
    }

    #[test]
    fn kitty_survives_what_draws_words_backwards(Row(row) in any_row()) {
        let stored = stored(EmitMode::Kitty, &row);
        for shares_font in [true, false] {
            let drawn = models::kitty(&stored, shares_font);
            prop_assert_eq!(seen(&drawn), seen(&row), "{:?}", symbols(&stored));
        }
        for (before, after) in row.iter().zip(&stored) {
            let face = Modifier::BOLD | Modifier::ITALIC;
            prop_assert_eq!((before.fg, before.bg, before.modifier - face), (after.fg, after.bg, after.modifier - face));
        }
    }

    #[test]
    fn the_cursor_lands_on_its_letter(Row(row) in any_row()) {
        let stored = stored(EmitMode::WordReversed, &row);
        let drawn = models::drawn_columns(&stored, PUTTY);
        for column in 0..row.len() {
            let sent = map_column(EmitMode::WordReversed, &row, column as u16);
            prop_assert_eq!(drawn[usize::from(sent)], column);
        }
        prop_assert_eq!(map_column(EmitMode::WordReversed, &row, 999), 999);
        for mode in [EmitMode::Visual, EmitMode::Jitter, EmitMode::Lrm, EmitMode::Kitty] {
            prop_assert_eq!(map_column(mode, &row, 3), 3);
        }
    }

    #[test]
    fn any_cells_at_all_are_rewritten_without_a_panic(
        symbols in proptest::collection::vec("\\PC{0,3}|[()\\[\\]ابجa1٢ │█-]", 0..40),
    ) {
        let row: Vec<Cell> = symbols.iter().map(|symbol| cell(symbol)).collect();
        for mode in EmitMode::ALL {
            prop_assert_eq!(stored(mode, &row).len(), row.len());
            for column in [0, 7, 39, 40, u16::MAX] {
                map_column(mode, &row, column);
            }
        }
    }
}

/// What a terminal makes of a printed string: styles by the sequences in it, blanks to the end of its row.
fn printed(text: &str, columns: usize) -> Vec<Cell> {
    let mut row: Vec<Cell> = Vec::new();
    let mut style = Style::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some(sequence) = rest.strip_prefix("\x1b[") {
            let (numbers, after) = sequence.split_once('m').expect("nothing but styles");
            style = match numbers.split(';').collect::<Vec<_>>()[..] {
                ["0"] => Style::new(),
                ["0", "1"] => Style::new().add_modifier(Modifier::BOLD),
                ["0", "38", "2", red, green, blue] => {
                    let number = |digits: &str| digits.parse().expect("a byte");
                    Style::new().fg(Color::Rgb(number(red), number(green), number(blue)))
                }
                _ => panic!("{numbers}"),
            };
            rest = after;
            continue;
        }
        rest = &rest[letter.len_utf8()..];
        match (letter.width(), row.last_mut()) {
            (Some(0), Some(before)) => {
                let symbol = format!("{}{letter}", before.symbol());
                before.set_symbol(&symbol);
            }
            (width, _) => {
                let mut fresh = cell(&letter.to_string());
                fresh.set_style(style);
                row.push(fresh);
                row.extend((1..width.unwrap_or(1)).map(|_| cell(" ")));
            }
        }
    }
    row.resize(row.len().max(columns), cell(" "));
    row
}

proptest! {
    #[test]
    fn a_printed_line_reads_right_in_every_terminal(panel in any_panel(), align in 0..3_usize) {
        let text = shaped(&panel);
        let align = [Align::Start, Align::Left, Align::Right][align];
        for line in text.break_lines(panel.width) {
            let placed = text.place(&line, panel.width, align);
            for mode in EmitMode::ALL.into_iter().chain([EmitMode::Explicit(Switch::Konsole)]) {
                let mut emitter = LineEmitter::new(mode, Some((0, 0, 0)));
                let free = emitter.free_cells();
                let written = emitter.write(&placed);
                prop_assert!(!written.contains(['\n', '\r', '\t']));
                let row = printed(&written, panel.width + free + 3);
                let mut meant = vec![cell(" "); row.len()];
                for atom in &placed.atoms {
                    meant[free + atom.column_cells].set_symbol(atom.symbol);
                }
                let drawn = match emitter.mode() {
                    EmitMode::Visual => vec![row],
                    EmitMode::Jitter => vec![models::reorder_stretches(&row, None)],
                    EmitMode::Lrm => vec![models::reorder(&row, VTE), models::reorder_stretches(&row, Some(LTR_LEVEL))],
                    EmitMode::WordReversed => vec![models::reorder(&row, PUTTY), models::reorder(&row, KONSOLE)],
                    EmitMode::Kitty => vec![models::kitty(&row, true), models::kitty(&row, false)],
                    EmitMode::Explicit(_) => panic!("no switch is given for a line"),
                };
                for drawn in drawn {
                    prop_assert_eq!(read(&drawn), read(&meant), "{} {:?}", mode, written);
                }
            }
        }
    }
}

#[test]
fn rows_without_right_to_left_letters_are_left_alone() {
    let row: Vec<Cell> = "│ abc 12% (x) │ é …│".chars().map(|letter| cell(&letter.to_string())).collect();
    for mode in EmitMode::ALL {
        assert_eq!(stored(mode, &row), row, "{mode}");
    }
    let arabic = line("خبر");
    for mode in [EmitMode::Visual, EmitMode::Explicit(Switch::Konsole)] {
        assert_eq!(stored(mode, &arabic), arabic, "{mode}");
    }
}

/// The models are worth nothing unless a frame that is not rewritten comes out wrong in them.
#[test]
fn every_model_spoils_a_frame_that_is_not_rewritten() {
    let row = line("قال «نعم» (2020)");
    for (drawn, name) in [
        (models::reorder(&row, PUTTY), "PuTTY"),
        (models::reorder(&row, VTE), "VTE"),
        (models::konsole(&row), "Konsole"),
        (models::reorder_stretches(&row, Some(LTR_LEVEL)), "xterm.js"),
        (models::reorder_stretches(&row, None), "qtermwidget"),
        (models::kitty(&row, true), "kitty"),
        (models::kitty(&row, false), "kitty with a fallback font"),
    ] {
        assert_ne!(seen(&drawn), seen(&row), "{name}");
    }
}

/// The paragraphs of the built-in articles, in three columns as the reader arranges them.
fn seed_rows() -> Vec<Vec<Cell>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("seeds").map(|entry| entry.expect("a seed").path()).collect();
    paths.sort();
    let mut rows = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(path).expect("a seed in UTF-8");
        let texts: Vec<ShapedText> = text
            .lines()
            .map(|line| ShapedText::new(line, &ShapeOptions { marks: MarkPolicy::Strip, ..ShapeOptions::default() }))
            .collect();
        for width in [24, 43, 70] {
            let lines = texts.iter().flat_map(|text| text.break_lines(width).into_iter().map(move |line| (text, line)));
            let placed: Vec<_> = lines.map(|(text, line)| text.place(&line, width, Align::Start)).collect();
            for pair in placed.chunks(2) {
                let mut row = vec![cell("│")];
                for line in pair {
                    let start = row.len() + 1;
                    row.resize(start + width + 1, cell(" "));
                    for atom in line.atoms.iter().filter(|atom| atom.column_cells < width) {
                        row[start + atom.column_cells].set_symbol(atom.symbol);
                    }
                    row.push(cell("│"));
                }
                rows.push(row);
            }
        }
    }
    rows
}

#[test]
fn the_built_in_articles_come_out_to_the_letter_but_for_a_few_digits() {
    let (mut cells, mut replaced) = (0, 0);
    for row in seed_rows() {
        for (mode, draw) in [
            (EmitMode::Lrm, (|row| models::reorder(row, VTE)) as fn(&[Cell]) -> Vec<Cell>),
            (EmitMode::Jitter, |row| models::reorder_stretches(row, Some(LTR_LEVEL))),
            (EmitMode::Jitter, |row| models::reorder_stretches(row, None)),
            (EmitMode::Kitty, |row| models::kitty(row, true)),
            (EmitMode::Kitty, |row| models::kitty(row, false)),
        ] {
            assert_eq!(seen(&draw(&stored(mode, &row))), seen(&row), "{mode}");
        }
        let drawn = models::reorder(&stored(EmitMode::WordReversed, &row), PUTTY);
        assert_eq!(read(&drawn), read(&row));
        cells += row.iter().filter(|cell| cell.symbol() != " ").count();
        replaced += seen(&drawn).iter().zip(&seen(&row)).filter(|(drawn, meant)| drawn != meant).count();
    }
    assert!(cells > 10_000, "{cells}");
    // Stand-ins are for digits glued to the first word of a line: fewer than one cell in two thousand.
    assert!(replaced * 2000 < cells, "{replaced} of {cells}");
}

#[test]
fn digits_before_a_letter_stand_on_its_right() {
    // The first of a line: Arabic-Indic digits of the same value, for nothing could hold European ones there.
    let row = line("2020م كان");
    let stored_row = stored(EmitMode::WordReversed, &row);
    for how in [PUTTY, KONSOLE] {
        assert_eq!(seen(&models::reorder(&stored_row, how)), seen(&line("٢٠٢٠م كان")));
    }
    // After another word they stay what they are.
    for text in ["عام 2020م", "في 12 و 2020م كان 5%", "بين 10-20م و 3.5م", "عام (2020م)", "سنة 2020م/1441ه"]
    {
        let row = line(text);
        for how in [PUTTY, KONSOLE] {
            assert_eq!(seen(&models::reorder(&stored(EmitMode::WordReversed, &row), how)), seen(&row), "{text}");
        }
    }
}

/// What word-reversed mode cannot do, so that nobody looks for it again.
#[test]
fn known_limits_of_word_reversed_mode() {
    // A row that begins with a right-to-left letter: PuTTY turns it around as a whole, Konsole does not.
    let row: Vec<Cell> = line("خبر جديد").into_iter().skip(2).collect();
    let stored_row = stored(EmitMode::WordReversed, &row);
    assert_eq!(seen(&models::reorder(&stored_row, KONSOLE)), seen(&row));
    assert_ne!(seen(&models::reorder(&stored_row, PUTTY)), seen(&row));
    // Nothing that looks blank holds digits on the right of a letter: no blank has class R or AL, but one has class L.
    let is_blank = |letter: &char| letter.is_whitespace() || *letter == '\u{2800}';
    for letter in ('\0'..=char::MAX).filter(is_blank) {
        let class = khabar::text::bidi_class(letter);
        assert!(!matches!(class, BidiClass::RightToLeft | BidiClass::ArabicLetter), "{letter:?}");
    }
    // A digit that has no Arabic-Indic counterpart, first of its line and glued to a letter.
    let row = line("²م كان");
    assert_ne!(seen(&models::reorder(&stored(EmitMode::WordReversed, &row), PUTTY)), seen(&row));
    // Konsole joins across what a non-joiner kept apart.
    let row = line("می\u{200c}خواهم");
    assert_ne!(seen(&models::konsole(&stored(EmitMode::WordReversed, &row))), seen(&row));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn konsole_joins_the_stored_words_as_they_were_joined(words in proptest::collection::vec("[ابتثجحخدرزسشصضطعغفقكلمنهويىةأإآؤئءپچژگکی]{1,7}|[a-z]{1,4}|[0-9]{1,4}|[«(][بتلا]{1,3}[)»،]", 1..7)) {
        let row = line(&words.join(" "));
        let drawn = models::konsole(&stored(EmitMode::WordReversed, &row));
        prop_assert_eq!(seen(&drawn), seen(&row));
    }
}

#[test]
fn equal_rows_stay_equal_and_only_scrolled_rows_change() {
    let rows = seed_rows();
    let width = rows[0].len();
    let rows: Vec<_> = rows.into_iter().filter(|row| row.len() == width).take(12).collect();
    for mode in EmitMode::ALL {
        let mut emitter = Emitter::new(mode);
        let mut frame = |from: usize| {
            let mut frame = Buffer::empty(Rect::new(0, 0, width as u16, 10));
            frame.content.clone_from_slice(&rows[from..from + 10].concat());
            emitter.rewrite(&mut frame);
            frame
        };
        let (first, scrolled, again) = (frame(0), frame(1), frame(0));
        assert_eq!(first, again, "{mode}");
        assert_eq!(first.content[width..], scrolled.content[..width * 9], "{mode}");
    }
}

#[test]
fn brackets_that_would_pair_up_across_a_word_keep_their_sides() {
    for text in ["أ)ب)", "(أ)(ب)", "ه)1440(م", "قال (نعم(لا)) ثم [كلا]", "((أ)ب)", "كلمة(وفا) ثم (أخرى)"]
    {
        let row = line(text);
        let stored = stored(EmitMode::WordReversed, &row);
        for how in [PUTTY, KONSOLE] {
            assert_eq!(read(&models::reorder(&stored, how)), read(&row), "{text}");
        }
    }
    // Balanced brackets around whole words need no stand-in.
    for text in ["قال (نعم) ثم [كلا]", "كلمة(وفا)", "(2020)", "«قال (نعم)»"] {
        let row = line(text);
        assert_eq!(seen(&models::reorder(&stored(EmitMode::WordReversed, &row), PUTTY)), seen(&row), "{text}");
    }
}
