//! Unicode's own test files, through khabar's own steps: BidiTest, BidiCharacterTest, GraphemeBreakTest, LineBreakTest.
//!
//! They are read from the folder of the suites and are skipped, with a line that says so, where it is absent.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what is measured or skipped is said")]

mod common;

use common::{code_points, suite_file};
use khabar::text::bidi::{Levels, LineEndRole};
use khabar::text::reorder::{reset_line_ends, visual_order};
use khabar::text::segment::{break_opportunities, graphemes};
use khabar::text::{BaseDirection, Direction};

/// The levels of one line after L1, and its visual order, as our pipeline makes them; X9's characters are `None`.
fn resolve(text: &[char], base: Direction) -> (Vec<Option<u8>>, Vec<usize>) {
    let paragraph: String = text.iter().collect();
    let levels = Levels::resolve(&paragraph, base);
    let mut line: Vec<u8> = paragraph.char_indices().map(|(byte, _)| levels.at(byte)).collect();
    let roles: Vec<LineEndRole> = text.iter().map(|&letter| LineEndRole::of(letter)).collect();
    reset_line_ends(&mut line, &roles, base.level());
    let kept: Vec<usize> = (0..text.len()).filter(|&index| !is_removed(text[index])).collect();
    let shown: Vec<u8> = kept.iter().map(|&index| line[index]).collect();
    let order = visual_order(&shown).into_iter().map(|index| kept[index]).collect();
    let levels = text.iter().zip(line).map(|(&letter, level)| (!is_removed(letter)).then_some(level)).collect();
    (levels, order)
}

/// X9 removes embedding controls and boundary neutrals; the tests mark their places with `x`.
fn is_removed(letter: char) -> bool {
    matches!(
        letter,
        '\u{202a}'..='\u{202e}' | '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}'
    ) || (letter.is_control()
        && !matches!(letter, '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{1c}'..='\u{1f}' | '\u{85}'))
}

/// One character of each bidi class, to build the cases of BidiTest from.
fn of_class(name: &str) -> char {
    match name {
        "L" => 'a',
        "R" => '\u{5d0}',
        "AL" => '\u{627}',
        "EN" => '1',
        "ES" => '+',
        "ET" => '%',
        "AN" => '\u{661}',
        "CS" => ',',
        "NSM" => '\u{300}',
        "BN" => '\u{ad}',
        "B" => '\u{2029}',
        "S" => '\t',
        "WS" => ' ',
        "ON" => '!',
        "LRE" => '\u{202a}',
        "LRO" => '\u{202d}',
        "RLE" => '\u{202b}',
        "RLO" => '\u{202e}',
        "PDF" => '\u{202c}',
        "LRI" => '\u{2066}',
        "RLI" => '\u{2067}',
        "FSI" => '\u{2068}',
        "PDI" => '\u{2069}',
        other => panic!("BidiTest.txt names the class {other}, which has no character here"),
    }
}

fn parse_levels(fields: &str) -> Vec<Option<u8>> {
    fields.split_whitespace().map(|level| level.parse().ok()).collect()
}

fn parse_order(fields: &str) -> Vec<usize> {
    fields.split_whitespace().map(|index| index.parse().expect("an index")).collect()
}

/// The directions that a bit set of BidiTest asks for: 1 automatic, 2 left to right, 4 right to left.
fn directions(bits: u8, text: &[char]) -> Vec<Direction> {
    let paragraph: String = text.iter().collect();
    let automatic = BaseDirection::default().resolve(&paragraph);
    let asked = [(1, automatic), (2, Direction::Ltr), (4, Direction::Rtl)];
    asked.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, direction)| direction).collect()
}

#[test]
fn bidi_test_suite() {
    let Some(file) = suite_file("ucd/17.0.0/BidiTest.txt") else { return };
    let (mut levels, mut order, mut cases) = (Vec::new(), Vec::new(), 0);
    for line in
        file.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty())
    {
        if let Some(fields) = line.strip_prefix("@Levels:") {
            levels = parse_levels(fields);
        } else if let Some(fields) = line.strip_prefix("@Reorder:") {
            order = parse_order(fields);
        } else if let Some((classes, bits)) = line.split_once(';') {
            let text: Vec<char> = classes.split_whitespace().map(of_class).collect();
            for base in directions(bits.trim().parse().expect("a bit set"), &text) {
                assert_eq!(resolve(&text, base), (levels.clone(), order.clone()), "{line} at {base:?}");
                cases += 1;
            }
        }
    }
    println!("BidiTest 17.0: {cases} cases");
    assert!(cases > 500_000, "only {cases} cases were read");
}

#[test]
fn bidi_character_test_suite() {
    let Some(file) = suite_file("ucd/17.0.0/BidiCharacterTest.txt") else { return };
    let mut cases = 0;
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let fields: Vec<&str> = line.split(';').collect();
        let text = code_points(fields[0]);
        let paragraph: String = text.iter().collect();
        let base = match fields[1] {
            "0" => Direction::Ltr,
            "1" => Direction::Rtl,
            _ => BaseDirection::default().resolve(&paragraph),
        };
        assert_eq!(base.level().to_string(), fields[2], "base direction of {line}");
        assert_eq!(resolve(&text, base), (parse_levels(fields[3]), parse_order(fields[4])), "{line}");
        cases += 1;
    }
    println!("BidiCharacterTest 17.0: {cases} cases");
    assert!(cases > 60_000, "only {cases} cases were read");
}

/// The text and the byte offsets of the boundaries of a line such as `÷ 0061 × 0308 ÷`.
fn boundaries(line: &str) -> (String, Vec<usize>) {
    let (mut text, mut offsets) = (String::new(), Vec::new());
    for field in line.split_whitespace() {
        match field {
            "÷" => offsets.push(text.len()),
            "×" => {}
            code => text.extend(code_points(code)),
        }
    }
    (text, offsets)
}

fn cases(file: &str) -> impl Iterator<Item = (&str, String, Vec<usize>)> {
    let lines = file.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty()).map(|line| {
        let (text, offsets) = boundaries(line);
        (line, text, offsets)
    })
}

#[test]
fn grapheme_break_suite() {
    let Some(file) = suite_file("ucd/17.0.0/auxiliary/GraphemeBreakTest.txt") else { return };
    let mut count = 0;
    for (line, text, expected) in cases(&file) {
        let ours: Vec<usize> = graphemes(&text).map(|(start, _)| start).chain([text.len()]).collect();
        assert_eq!(ours, expected, "{line}");
        count += 1;
    }
    println!("GraphemeBreakTest 17.0: {count} cases");
    assert!(count > 500, "only {count} cases were read");
}

#[test]
fn line_break_suite() {
    let Some(file) = suite_file("ucd/17.0.0/auxiliary/LineBreakTest.txt") else { return };
    let (mut right, mut all) = (0, 0);
    for (_, text, expected) in cases(&file) {
        all += 1;
        right += usize::from(break_opportunities(&text).into_iter().eq(expected.into_iter().filter(|&byte| byte > 0)));
    }
    println!("LineBreakTest 17.0: {right} of {all} cases, {:.2} %", 100.0 * right as f64 / all as f64);
    assert!(all > 12_000, "only {all} cases were read");
    assert!(right * 100 >= all * 98, "{right} of {all}");
}
