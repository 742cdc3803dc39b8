//! Nothing that terminals draw differently gets into a cell, from a file to the frame of every mode and every printed line.
//!
//! Owns the way of hostile text through the whole reader; what is hostile stands in `unsafe_text/`.

#![cfg(feature = "tui")]

#[path = "stage/mod.rs"]
mod stage;
#[path = "unsafe_text/mod.rs"]
mod unsafe_text;

use khabar::article::Article;
use khabar::message::InterfaceLanguage;
use khabar::shell::emit::{EmitMode, LineEmitter, rewrite};
use khabar::source::{ReadOptions, read_bytes};
use khabar::text::{Align, MarkPolicy, ShapeOptions, ShapedText};
use proptest::prelude::*;
use ratatui::buffer::{Buffer, CellWidth};
use stage::{Scene, Stage, TODAY, scene};
use unsafe_text::{agreed_cells, any_unsafe_text, danger, is_mark};

const MARK: char = '\u{200e}';

/// A symbol without the mark that this mode may append.
fn without_mark(mode: EmitMode, symbol: &str) -> &str {
    match mode {
        EmitMode::Lrm => symbol.strip_suffix(MARK).unwrap_or(symbol),
        _ => symbol,
    }
}

fn check_symbol(symbol: &str, marks: MarkPolicy) -> Result<(), TestCaseError> {
    for letter in symbol.chars() {
        prop_assert_eq!(danger(letter), None, "{:?} in {:?}", letter, symbol.escape_unicode().to_string());
        prop_assert!(marks != MarkPolicy::Strip || !is_mark(letter), "{}", symbol.escape_unicode());
    }
    Ok(())
}

/// Every cell is safe, and takes the columns that terminals give it.
fn check_frame(mode: EmitMode, frame: &Buffer, marks: MarkPolicy) -> Result<(), TestCaseError> {
    for row in frame.content.chunks(usize::from(frame.area.width)) {
        let mut column = 0;
        while let Some(cell) = row.get(column) {
            let symbol = without_mark(mode, cell.symbol());
            check_symbol(symbol, marks)?;
            let cells = agreed_cells(symbol);
            prop_assert!(cells > 0, "{:?}", symbol);
            prop_assert_eq!(usize::from(symbol.cell_width()), cells, "{}", symbol.escape_unicode());
            for covered in &row[column + 1..(column + cells).min(row.len())] {
                prop_assert_eq!(without_mark(mode, covered.symbol()), " ", "behind {}", symbol.escape_unicode());
            }
            column += cells;
        }
    }
    Ok(())
}

fn read(title: &str, body: &[String]) -> Option<Article> {
    let text = format!("{title}\n\n{}\n", body.join("\n\n"));
    read_bytes(text.as_bytes(), "/news/1.txt", None, &ReadOptions { today: TODAY, raw: false }).article
}

fn any_article() -> impl Strategy<Value = Article> {
    (any_unsafe_text(), proptest::collection::vec(any_unsafe_text(), 1..6)).prop_filter_map(
        "an article",
        |(title, body)| {
            let mut article = read(&title, &body)?;
            article.author = body.first().cloned();
            article.source = title;
            article.tags = body;
            Some(article)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn only_safe_cells_reach_a_frame(articles in proptest::collection::vec(any_article(), 1..4), keeps_marks: bool) {
        let marks = if keeps_marks { MarkPolicy::Keep } else { MarkPolicy::Strip };
        let scene = scene(InterfaceLanguage::Arabic, (110, 30));
        let articles = articles.into_iter().enumerate().map(|(at, article)| {
            let path = format!("/news/{at}.txt");
            Article { id: khabar::article::ArticleId::of_path(&path), path, ..article }
        });
        let setup = khabar::app::Setup { tashkeel: marks, ..scene.setup };
        let mut stage = Stage::with(Scene { setup, articles: articles.collect(), ..scene });
        for keys in ["", "<Enter>", "/", "ب"] {
            stage.keys(keys);
            for mode in EmitMode::ALL {
                // Painted afresh: the test terminal keeps old cells behind wide ones.
                let mut frame = Buffer::empty(stage.buffer().area);
                stage.app.paint(&mut frame);
                rewrite(mode, &mut frame);
                check_frame(mode, &frame, marks)?;
            }
        }
    }

    #[test]
    fn only_safe_characters_reach_a_printed_line(text in any_unsafe_text(), width in 8_usize..60) {
        let shaped = ShapedText::new(&text, &ShapeOptions::default());
        for line in shaped.break_lines(width) {
            let placed = shaped.place(&line, width, Align::Start);
            for mode in EmitMode::ALL {
                let mut emitter = LineEmitter::new(mode, None);
                let own = emitter.mode();
                let written = emitter.write(&placed);
                for letter in written.chars().filter(|letter| *letter != '\x1b' && (own != EmitMode::Lrm || *letter != MARK)) {
                    prop_assert_eq!(danger(letter), None, "{:?} in {:?}", letter, written);
                }
            }
        }
    }
}
