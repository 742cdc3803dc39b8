//! What several test files share: where the suites lie, and text in which upper case stands for right to left.

#![allow(dead_code, reason = "each test file takes its part")]
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

use std::fs;
use std::path::PathBuf;

/// The folder of the unpacked suites: `KHABAR_SUITES`, or `target/suites` below the crate.
pub(crate) fn suites() -> PathBuf {
    let unpacked = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/suites");
    std::env::var_os("KHABAR_SUITES").map_or_else(unpacked, PathBuf::from)
}

/// A file of the suites; `None`, and a line that says so, where it is absent.
pub(crate) fn suite_file(path: &str) -> Option<String> {
    let file = suites().join(path);
    match fs::read_to_string(&file) {
        Ok(text) => Some(text),
        Err(_) => {
            println!("skipped: {path} is not there (set KHABAR_SUITES to the folder of the suites)");
            None
        }
    }
}

/// Replaces each upper-case Latin letter by a Hebrew one: UAX #9's own habit, read in any editor.
pub(crate) fn rtl(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_uppercase() { hebrew(letter) } else { letter }).collect()
}

/// The way back from [`rtl`].
pub(crate) fn upper(text: &str) -> String {
    text.chars().map(|letter| ('A'..='Z').find(|&upper| hebrew(upper) == letter).unwrap_or(letter)).collect()
}

fn hebrew(upper: char) -> char {
    char::from_u32(0x5d0 + u32::from(upper) - u32::from('A')).expect("27 letters follow alef")
}

/// The characters that a line of code points in hexadecimal names.
pub(crate) fn code_points(fields: &str) -> Vec<char> {
    let parsed = fields.split_whitespace().map(|code| u32::from_str_radix(code, 16).expect("hexadecimal"));
    parsed.filter_map(char::from_u32).collect()
}
