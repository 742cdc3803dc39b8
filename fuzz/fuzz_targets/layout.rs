//! Any text, any width: atoms tile it, lines tile the atoms, and no unsafe symbol comes out.

#![no_main]

use khabar::text::{Align, LineEditor, ShapeOptions, ShapedText, split_paragraphs};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (width, text) = (usize::from(input.0), input.1);
    for paragraph in split_paragraphs(text) {
        let shaped = ShapedText::new(paragraph, &ShapeOptions::default());
        assert_eq!(shaped.atoms().last().map_or(0, |atom| atom.end), paragraph.len());
        for line in shaped.break_lines(width) {
            let placed = shaped.place(&line, width, Align::Start);
            assert!(placed.atoms.iter().all(|atom| !atom.symbol.chars().any(char::is_control)));
        }
        shaped.place_truncated(width, Align::End);
    }
    let editor = LineEditor::with_text(text);
    editor.view(width, khabar::text::Direction::Rtl).placed();
});
