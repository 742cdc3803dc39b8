//! The layout engine through its public face: small cases in upper case, then properties over any text.
//!
//! Upper-case Latin letters stand for right-to-left ones (UAX #9's own habit), so that cases read and diff anywhere.

mod common;

use common::{rtl, upper};
use khabar::text::{
    Align, BaseDirection, BreakReason, Direction, MarkPolicy, ShapeOptions, ShapedText, Shaping, printable,
    split_paragraphs,
};
use proptest::prelude::*;

fn shaped(text: &str) -> ShapedText {
    ShapedText::new(&rtl(text), &ShapeOptions::default())
}

/// The lines of a text at a width, aligned at its start, with dots for the cells that stay empty on the left.
fn lines(text: &str, width: usize) -> Vec<String> {
    let shaped = shaped(text);
    let placed = shaped.break_lines(width).into_iter().map(|line| shaped.place(&line, width, Align::Start));
    placed.map(|line| dotted(&upper(&line.to_visual_string()))).collect()
}

fn dotted(line: &str) -> String {
    let text = line.trim_start();
    format!("{}{text}", ".".repeat(line.len() - text.len()))
}

/// One line in Arabic letters as code points from left to right, for editors reorder what they show.
fn cells(text: &str) -> Vec<u32> {
    let shaped = ShapedText::new(text, &ShapeOptions::default());
    let placed = shaped.place(&shaped.whole_line(), 0, Align::Left);
    placed.to_visual_string().chars().map(u32::from).collect()
}

#[test]
fn one_line_in_visual_order() {
    for (logical, visual) in [
        ("car is THE CAR in arabic", "car is RAC EHT in arabic"),
        ("THE CAR is BIG.", ".GIB is RAC EHT"),
        ("A (B) C", "C (B) A"),
        ("(a) B [C {d} E]", "(a) B [C {d} E]"),
        ("A [B {c} D] (e)", "(e) [D {c} B] A"),
        ("PRICE 12.50 USD", "DSU 12.50 ECIRP"),
        ("PRICE $12.50 OK", "KO $12.50 ECIRP"),
        ("SEE http://a.b/c?d=1 NOW", "WON http://a.b/c?d=1 EES"),
        ("A\u{2066}b C\u{2069}D", "Db CA"),
        ("HE SAID «YES»!", "!«SEY» DIAS EH"),
    ] {
        let shaped = shaped(logical);
        let placed = shaped.place(&shaped.whole_line(), 0, Align::Left);
        assert_eq!(upper(&placed.to_visual_string()), visual, "{logical}");
    }
}

#[test]
fn lines_break_in_logical_order_and_align_at_their_start() {
    assert_eq!(lines("ONE TWO THREE", 8), [".OWT ENO", "...EERHT"]);
    assert_eq!(lines("one two three", 8), ["one two", "three"]);
    assert_eq!(lines("ONE two THREE", 8), [".two ENO", "...EERHT"]);
}

#[test]
fn a_word_longer_than_the_line_is_cut() {
    assert_eq!(lines("ABCDEFG HI", 3), ["CBA", "FED", "..G", ".IH"]);
    let reasons: Vec<_> = shaped("ABCDEFG HI").break_lines(3).into_iter().map(|line| line.reason).collect();
    use BreakReason::{Emergency, Opportunity, ParagraphEnd};
    assert_eq!(reasons, [Emergency, Emergency, Opportunity, ParagraphEnd]);
}

#[test]
fn blanks_hang_over_the_end_of_a_line() {
    assert_eq!(lines("AB    CD", 2), ["BA", "DC"]);
    assert_eq!(shaped("AB    ").advance_cells(), 2);
    assert_eq!(shaped("").break_lines(5).len(), 1);
}

#[test]
fn a_cut_word_keeps_the_forms_of_the_whole() {
    let text = ShapedText::new("بيبي", &ShapeOptions::default());
    let halves: Vec<String> =
        text.break_lines(2).iter().map(|line| text.place(line, 2, Align::Start).to_visual_string()).collect();
    assert_eq!(halves, ["\u{fef4}\u{fe91}", "\u{fef2}\u{fe92}"], "initial and medial, then medial and final");
}

#[test]
fn an_ellipsis_stands_at_the_end_side() {
    let cut = |text: &str, width| upper(&shaped(text).place_truncated(width, Align::Start).to_visual_string());
    assert_eq!(cut("ABCDEF", 4), "…CBA");
    assert_eq!(cut("abcdef", 4), "abc…");
    assert_eq!(cut("ABC", 3), "CBA");
    assert_eq!(cut("ABC", 1), "…");
    assert_eq!(cut("ABC", 0), "");
    assert_eq!(cut("中文字", 4), "中…");
}

#[test]
fn letters_join_as_unicode_says() {
    for (word, expected) in [
        ("سلام", vec![0xfee1, 0xfefc, 0xfeb3]),
        ("لا", vec![0xfefb]),
        ("بلا", vec![0xfefc, 0xfe91]),
        ("لأ", vec![0xfef7]),
        ("لإ", vec![0xfef9]),
        ("لآ", vec![0xfef5]),
        ("لَا", vec![0xfefb, 0x64e]),
        ("بـب", vec![0xfe90, 0x640, 0xfe91]),
        ("ه\u{200d}", vec![0xfeeb]),
        ("\u{200d}ه", vec![0xfeea]),
        ("می\u{200c}خو", vec![0xfeee, 0xfea7, 0xfbfd, 0xfee3]),
        ("ل\u{200c}ا", vec![0xfe8d, 0xfedd]),
        ("ل\u{200d}ا", vec![0xfe8e, 0xfedf]),
        ("گچ", vec![0xfb7b, 0xfb94]),
        ("ٹھے", vec![0xfbaf, 0xfbad, 0xfb68]),
        ("بڵب", vec![0xfe90, 0x6b5, 0xfe91]),
        ("ىىى", vec![0xfef0, 0xfbe9, 0xfbe8]),
        ("بَّ", vec![0xfe8f, 0x64e, 0x651]),
        ("ب1ب", vec![0xfe8f, 0x31, 0xfe8f]),
        ("ﷲ", vec![0xfeea, 0xfee0, 0xfedf, 0xfe8d]),
        ("آية \u{6dd}١٢ ب", vec![0xfe8f, 0x20, 0x28, 0x661, 0x662, 0x29, 0x20, 0xfe94, 0xfef3, 0xfe81]),
        ("\u{6dd}٣", vec![0x28, 0x663, 0x29]),
    ] {
        assert_eq!(cells(word), expected, "{word}");
    }
}

#[test]
fn a_letter_does_not_join_across_a_change_of_direction() {
    // The override makes the middle letter stand in a left-to-right run: it joins nobody.
    assert_eq!(cells("ب\u{202d}ب\u{202c}ب"), [0xfe8f, 0xfe8f, 0xfe8f]);
    // Two letters in a left-to-right run join as the eye sees them: the left one reaches to the right.
    assert_eq!(
        cells("\u{202d}بت"),
        [0xfe91, 0xfe96].map(|form: u32| match form {
            0xfe91 => 0xfe90,
            _ => 0xfe97,
        })
    );
}

#[test]
fn wide_symbols_take_two_cells() {
    let text = ShapedText::new("中a📰", &ShapeOptions::default());
    let columns: Vec<_> =
        text.place(&text.whole_line(), 0, Align::Left).atoms.iter().map(|atom| atom.column_cells).collect();
    assert_eq!(columns, [0, 2, 3]);
    assert_eq!(text.advance_cells(), 5);
}

#[test]
fn bare_letters_and_no_marks_where_asked() {
    let options = ShapeOptions { shaping: Shaping::None, marks: MarkPolicy::Strip, ..ShapeOptions::default() };
    let text = ShapedText::new("سَلَام (1)", &options);
    assert_eq!(text.place(&text.whole_line(), 0, Align::Left).to_visual_string(), "(1) مالس");
}

#[test]
fn sparse_marks_are_those_of_single_words() {
    let shown = |text: &str| {
        let options = ShapeOptions { shaping: Shaping::None, marks: MarkPolicy::Sparse, ..ShapeOptions::default() };
        let shaped = ShapedText::new(text, &options);
        (0..shaped.atoms().len()).map(|atom| shaped.symbol(atom)).collect::<String>()
    };
    let passive = "أن العقد وُقِّعَ أمس، وعدّة عقود أخرى أيضًا";
    assert_eq!(shown(passive), "أن العقد وُقِّعَ أمس، وعدة عقود أخرى أيضا");
    assert_eq!(shown("كَتَبَ الوَلَدُ رِسَالَةً"), "كتب الولد رسالة");
    // Marks that spell a letter stay: composed where Unicode can, on their letter where it cannot.
    assert_eq!(shown("كَتَبَ قُرْا\u{653}نَهُ"), "كتب قرآنه");
    assert_eq!(shown("خانه\u{654} كِتاب"), "خانه\u{654} كِتاب");
    assert_eq!(shown("خانَه\u{654} كِتاب"), "خانه\u{654} كتاب");
    // Other scripts spell with marks.
    assert_eq!(shown("x\u{323} في عدّة"), "x\u{323} في عدة");
}

#[test]
fn forced_directions() {
    let forced = |text: &str, direction| {
        let options = ShapeOptions { base: BaseDirection::Forced(direction), ..ShapeOptions::default() };
        let shaped = ShapedText::new(&rtl(text), &options);
        upper(&shaped.place(&shaped.whole_line(), 0, Align::Left).to_visual_string())
    };
    assert_eq!(forced("A, b!", Direction::Rtl), "!b ,A");
    assert_eq!(forced("A, b!", Direction::Ltr), "A, b!");
}

#[test]
fn controls_never_leak_beyond_their_paragraph() {
    let text = "\u{202e}abc\ndef";
    let shown: Vec<String> = split_paragraphs(text)
        .map(|paragraph| {
            let shaped = ShapedText::new(paragraph, &ShapeOptions::default());
            shaped.place(&shaped.whole_line(), 0, Align::Left).to_visual_string()
        })
        .collect();
    assert_eq!(shown, ["cba", "def"]);
}

/// Text as hostile as it gets: scripts, marks, digits, controls of every kind, emoji, joiners.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآؤئءپچژگکیےٹڈںھەۆڵ]{1,8}",
        2 => "[a-zA-Z]{1,6}",
        2 => "[0-9٠-٩۰-۹.,:/%$€-]{1,6}",
        2 => "[ \u{a0}\u{3000}\t]{1,3}",
        2 => "[\u{64b}-\u{652}\u{670}\u{300}\u{5b0}-\u{5bc}ـ]{1,3}",
        2 => "[()\\[\\]{}«»<>\"'“”،؛؟!]{1,3}",
        1 => "[\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{61c}\u{ad}\u{feff}\u{600}-\u{605}\u{6dd}]{1,3}",
        1 => "[אבגדה中文字한\u{1112}\u{1161}\u{11ab}สว\u{e31}👩🚀📰🇪🇬👍🏽☀\u{fe0f}\u{20e3}ﷲﷺﻻ]{1,4}",
        1 => "[\u{0}-\u{1f}\u{7f}-\u{9f}\u{2028}\u{2029}]{1,2}",
        1 => any::<String>(),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn any_options() -> impl Strategy<Value = ShapeOptions> {
    (0_u8..4, any::<bool>(), 0_usize..3).prop_map(|(base, forms, marks)| ShapeOptions {
        base: match base {
            0 => BaseDirection::default(),
            1 => BaseDirection::Auto { fallback: Direction::Rtl },
            2 => BaseDirection::Forced(Direction::Rtl),
            _ => BaseDirection::Forced(Direction::Ltr),
        },
        shaping: if forms { Shaping::Forms } else { Shaping::None },
        marks: [MarkPolicy::Keep, MarkPolicy::Sparse, MarkPolicy::Strip][marks],
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn atoms_tile_the_paragraph(text in any_text(), options in any_options()) {
        let shaped = ShapedText::new(&text, &options);
        let mut end = 0;
        for atom in shaped.atoms() {
            prop_assert_eq!(atom.start, end);
            prop_assert!(atom.end > atom.start && text.is_char_boundary(atom.end));
            end = atom.end;
        }
        prop_assert_eq!(end, text.len());
    }

    #[test]
    fn only_safe_symbols_reach_a_cell(text in any_text(), options in any_options()) {
        let shaped = ShapedText::new(&text, &options);
        for (index, atom) in shaped.atoms().iter().enumerate() {
            let symbol = shaped.symbol(index);
            prop_assert_eq!(symbol.is_empty(), atom.advance == 0, "{:?}", symbol);
            for letter in symbol.chars() {
                prop_assert!(!letter.is_control(), "{:?}", symbol);
                let format = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
                    | '\u{feff}' | '\u{ad}' | '\u{61c}' | '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{fe00}'..='\u{fe0f}');
                let wide_ligature = matches!(letter, '\u{fdf2}' | '\u{fdfa}'..='\u{fdfd}' | '\u{fe70}'..='\u{fe7f}' | '\u{6de}');
                prop_assert!(!format && !wide_ligature, "{:?}", symbol);
            }
        }
    }

    #[test]
    fn lines_tile_the_atoms_and_fit(text in any_text(), options in any_options(), width in 0_usize..40) {
        let shaped = ShapedText::new(&text, &options);
        let lines = shaped.break_lines(width);
        let (mut end, mut byte) = (0, 0);
        for line in &lines {
            prop_assert_eq!((line.atoms.start, line.bytes.start), (end, byte));
            (end, byte) = (line.atoms.end, line.bytes.end);
            let visible = shaped.atoms()[line.shown.clone()].iter().filter(|atom| atom.advance > 0 && !atom.is_blank).count();
            prop_assert!(line.advance_cells <= width.max(1) || visible <= 1, "{:?} at {}", line, width);
        }
        prop_assert_eq!((end, byte), (shaped.atoms().len(), text.len()));
        prop_assert!(lines.last().is_some_and(|line| line.reason == BreakReason::ParagraphEnd));
    }

    #[test]
    fn breaking_again_at_the_measured_width_changes_nothing(text in any_text(), width in 1_usize..40) {
        let shaped = ShapedText::new(&text, &ShapeOptions::default());
        let lines = shaped.break_lines(width);
        let measured = lines.iter().map(|line| line.advance_cells).max().unwrap_or(0);
        // An atom wider than the width, or blanks before the first word, may make a line wider than it was asked to be.
        prop_assume!(measured <= width);
        prop_assert_eq!(shaped.break_lines(measured), lines);
    }

    #[test]
    fn a_line_is_a_permutation_of_its_atoms_without_gaps(text in any_text(), options in any_options(), width in 1_usize..40) {
        let shaped = ShapedText::new(&text, &options);
        for line in shaped.break_lines(width) {
            let placed = shaped.place(&line, width, Align::Start);
            let mut column = placed.atoms.first().map_or(0, |atom| atom.column_cells);
            for atom in &placed.atoms {
                prop_assert_eq!(atom.column_cells, column);
                column += atom.advance_cells;
            }
            let mut starts: Vec<usize> = placed.atoms.iter().map(|atom| atom.start).collect();
            starts.sort_unstable();
            let visible = shaped.atoms()[line.shown.clone()].iter().filter(|atom| atom.advance > 0);
            prop_assert!(starts.into_iter().eq(visible.map(|atom| atom.start)));
        }
    }

    #[test]
    fn byte_to_cell_to_byte_is_the_identity(text in any_text(), options in any_options()) {
        let shaped = ShapedText::new(&text, &options);
        let placed = shaped.place(&shaped.whole_line(), 200, Align::Start);
        for atom in &placed.atoms {
            let cell = placed.cell_of_byte(atom.start);
            prop_assert_eq!(cell, Some(atom.column_cells));
            prop_assert_eq!(placed.byte_at_cell(atom.column_cells), atom.start);
        }
    }

    #[test]
    fn the_cells_of_an_atom_fill_its_advance(text in any_text(), options in any_options()) {
        let shaped = ShapedText::new(&text, &options);
        for atom in &shaped.place(&shaped.whole_line(), 200, Align::Start).atoms {
            let mut column = atom.column_cells;
            for (at, symbol, advance) in atom.cells() {
                prop_assert_eq!(at, column);
                prop_assert!(!symbol.is_empty());
                column += advance;
            }
            prop_assert_eq!(column, atom.column_cells + atom.advance_cells);
        }
    }

    #[test]
    fn a_truncated_line_fits(text in any_text(), options in any_options(), width in 0_usize..30) {
        let shaped = ShapedText::new(&text, &options);
        let placed = shaped.place_truncated(width, Align::Start);
        prop_assert!(placed.atoms.iter().all(|atom| atom.column_cells + atom.advance_cells <= width));
    }

    #[test]
    fn nothing_unprintable_is_printed(text in any_text()) {
        prop_assert!(printable(&text).chars().all(|letter| matches!(letter, '\n' | '\t') || !letter.is_control()));
    }
}
