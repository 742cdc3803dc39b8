//! Real lines and words against what fribidi, ICU and HarfBuzz make of them (the suites' `oracle` folder).
//!
//! Skipped, with a line that says so, where the suites are absent. Texts are compared as the oracle compares
//! programs: no controls, a no-break space is a space, an isolated form is its letter, marks of a base in any order.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what is measured or skipped is said")]

mod common;

use common::suite_file;
use khabar::text::{Align, BaseDirection, Direction, ShapeOptions, ShapedText};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One line as `khabar show --raw --width 0 --order visual --shape forms --align left` prints it.
fn visual(text: &str, base: BaseDirection) -> String {
    let shaped = ShapedText::new(text, &ShapeOptions { base, ..ShapeOptions::default() });
    shaped.place(&shaped.whole_line(), 0, Align::Left).to_visual_string()
}

fn normalized(visual: &str) -> String {
    let (mut out, mut marks) = (String::new(), Vec::new());
    for letter in visual.chars().filter(|letter| !is_control(*letter)) {
        if is_combining_mark(letter) {
            marks.push(letter);
            continue;
        }
        marks.sort_unstable();
        out.extend(marks.drain(..));
        out.push(if letter == '\u{a0}' { ' ' } else { isolated_letter(letter) });
    }
    marks.sort_unstable();
    out.extend(marks);
    out.trim().to_owned()
}

fn is_control(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || letter.is_control()
}

/// The letter of an isolated presentation form; any other character stays.
fn isolated_letter(letter: char) -> char {
    let is_form = matches!(letter, '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    let mut decomposed = letter.nfkc();
    match (is_form, decomposed.next(), decomposed.next()) {
        // The isolated form of a letter shapes to itself when it stands alone.
        (true, Some(base), None) if visual(&base.to_string(), BaseDirection::default()) == letter.to_string() => base,
        _ => letter,
    }
}

fn base_of(case: &Value) -> BaseDirection {
    match case["base"].as_str() {
        Some("rtl") => BaseDirection::Forced(Direction::Rtl),
        Some("ltr") => BaseDirection::Forced(Direction::Ltr),
        _ => BaseDirection::default(),
    }
}

fn report(name: &str, right: usize, all: usize, differing: &[String]) {
    println!("{name}: {right} of {all}, {:.2} %", 100.0 * right as f64 / all as f64);
    differing.iter().take(60).for_each(|line| println!("  {line}"));
    assert!(right * 100 >= all * 99, "{name}: {right} of {all}");
}

/// The stretch in which two lines differ, as code points.
fn difference(ours: &str, theirs: &str) -> String {
    let (ours, theirs): (Vec<char>, Vec<char>) = (ours.chars().collect(), theirs.chars().collect());
    let ahead = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
    let rest = (&ours[ahead..], &theirs[ahead..]);
    let behind = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(|(a, b)| a == b).count();
    let shown = |line: &[char]| {
        line[..line.len() - behind]
            .iter()
            .take(12)
            .map(|letter| format!("{:04X} ", u32::from(*letter)))
            .collect::<String>()
    };
    format!("ours {}oracle {}", shown(rest.0), shown(rest.1))
}

#[test]
fn oracle_lines_suite() {
    let Some(file) = suite_file("oracle/cases-lines.jsonl") else { return };
    let (mut right, mut all, mut differing) = (0, 0, Vec::new());
    for case in file.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")) {
        let ours = normalized(&visual(case["text"].as_str().expect("text"), base_of(&case)));
        let theirs = normalized(case["visual"].as_str().expect("visual"));
        all += 1;
        if ours == theirs {
            right += 1;
        } else {
            differing.push(format!("{} {}", case["id"], difference(&ours, &theirs)));
        }
    }
    report("oracle lines", right, all, &differing);
}

#[test]
fn oracle_words_suite() {
    let Some(file) = suite_file("oracle/words-joining.tsv") else { return };
    let (mut right, mut all, mut differing) = (0, 0, Vec::new());
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (word, theirs) = (fields[1], normalized(fields[2]));
        let ours = normalized(&visual(word, BaseDirection::default()));
        all += 1;
        if ours == theirs {
            right += 1;
        } else {
            differing.push(difference(&ours, &theirs));
        }
    }
    report("oracle words", right, all, &differing);
}
