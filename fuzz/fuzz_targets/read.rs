//! Any bytes as a file: an article or a warning comes out, and never a control character.

#![no_main]

use jiff::civil::date;
use khabar::source::{ReadOptions, read_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (bool, &[u8])| {
    let options = ReadOptions { today: date(2026, 11, 22), raw: input.0 };
    let reading = read_bytes(input.1, "fuzz.txt", None, &options);
    assert!(reading.article.is_some() || !reading.warnings.is_empty());
    for paragraph in reading.article.iter().flat_map(|article| &article.paragraphs) {
        assert!(!paragraph.is_empty() && !paragraph.chars().any(char::is_control));
    }
});
