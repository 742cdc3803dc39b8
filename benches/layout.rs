//! How fast text is laid out: shaping and breaking an article, breaking it again at another width, folding it.
//!
//! `cargo bench --bench layout` prints a throughput for each step. The text is the first built-in article; name
//! another file with `KHABAR_BENCH_TEXT`.

use divan::Bencher;
use divan::counter::BytesCount;
use khabar::text::{Align, ShapeOptions, ShapedText, fold};

fn main() {
    divan::main();
}

/// The paragraphs that are measured, in logical order.
fn paragraphs() -> Vec<String> {
    let text = match std::env::var_os("KHABAR_BENCH_TEXT") {
        Some(path) => std::fs::read_to_string(path).expect("KHABAR_BENCH_TEXT names a UTF-8 file"),
        None => include_str!("../seeds/01-karabakh.txt").to_owned(),
    };
    text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn bytes(paragraphs: &[String]) -> BytesCount {
    BytesCount::new(paragraphs.iter().map(String::len).sum::<usize>())
}

fn shaped(paragraphs: &[String]) -> Vec<ShapedText> {
    paragraphs.iter().map(|paragraph| ShapedText::new(paragraph, &ShapeOptions::default())).collect()
}

/// Steps 1 to 4: levels, boundaries, shaping.
#[divan::bench]
fn shape(bencher: Bencher) {
    let paragraphs = paragraphs();
    bencher.counter(bytes(&paragraphs)).bench(|| shaped(&paragraphs));
}

/// Steps 1 to 5 at 80 columns: the whole pipeline that opening an article runs.
#[divan::bench]
fn shape_and_break(bencher: Bencher) {
    let paragraphs = paragraphs();
    bencher.counter(bytes(&paragraphs)).bench(|| {
        let shaped = shaped(&paragraphs);
        shaped.iter().map(|text| text.break_lines(80).len()).sum::<usize>()
    });
}

/// Step 5 alone: what a change of width costs.
#[divan::bench]
fn break_again(bencher: Bencher) {
    let paragraphs = paragraphs();
    let shaped = shaped(&paragraphs);
    bencher.counter(bytes(&paragraphs)).bench(|| shaped.iter().map(|text| text.break_lines(60).len()).sum::<usize>());
}

/// Steps 7 to 9 for every line: what drawing the whole article would cost.
#[divan::bench]
fn place(bencher: Bencher) {
    let paragraphs = paragraphs();
    let shaped = shaped(&paragraphs);
    let lines: Vec<_> = shaped.iter().map(|text| text.break_lines(80)).collect();
    bencher.counter(bytes(&paragraphs)).bench(|| {
        let each = shaped.iter().zip(&lines);
        each.map(|(text, lines)| lines.iter().map(|line| text.place(line, 80, Align::Start).atoms.len()).sum::<usize>())
            .sum::<usize>()
    });
}

/// Folding for search.
#[divan::bench]
fn folding(bencher: Bencher) {
    let paragraphs = paragraphs();
    bencher
        .counter(bytes(&paragraphs))
        .bench(|| paragraphs.iter().map(|paragraph| fold(paragraph).len()).sum::<usize>());
}
