//! What a frame costs: drawing the whole screen at 250×80, and one key on top of it.
//!
//! `cargo bench --bench draw` prints the times; the articles are the built-in ones, the first one open in the reader.

use divan::Bencher;
use jiff::civil::date;
use khabar::action::{Input, Key};
use khabar::app::{App, Setup};
use khabar::source::{ReadOptions, seeds};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

fn main() {
    divan::main();
}

const COLUMNS: u16 = 250;
const ROWS: u16 = 80;

/// The reader as it stands after its first article was opened.
fn app() -> App {
    let today = date(2026, 11, 22);
    let articles = seeds(&ReadOptions { today, raw: false }).into_iter().filter_map(|reading| reading.article);
    let mut app = App::new(Setup::new(articles.collect(), today));
    app.input(Input::Resize(COLUMNS, ROWS));
    press(&mut app, "Enter");
    app
}

fn press(app: &mut App, key: &str) {
    app.input(Input::Key(key.parse::<Key>().expect("a key")));
}

fn terminal() -> Terminal<TestBackend> {
    Terminal::new(TestBackend::new(COLUMNS, ROWS)).expect("a test terminal")
}

/// Every cell drawn into an empty buffer, and compared with the frame before.
#[divan::bench]
fn full_draw_250x80(bencher: Bencher) {
    let app = app();
    let mut terminal = terminal();
    bencher.bench_local(|| terminal.draw(|frame| app.draw(frame)).map(|frame| frame.count).expect("a frame"));
}

/// A line down in the reader: state and frame.
#[divan::bench]
fn scroll_a_line_250x80(bencher: Bencher) {
    let mut app = app();
    let mut terminal = terminal();
    bencher.bench_local(|| {
        press(&mut app, "j");
        terminal.draw(|frame| app.draw(frame)).map(|frame| frame.count).expect("a frame")
    });
}

/// A letter typed into the find line: the list narrowed and drawn.
#[divan::bench]
fn find_a_letter_250x80(bencher: Bencher) {
    let mut app = app();
    let mut terminal = terminal();
    press(&mut app, "/");
    bencher.bench_local(|| {
        press(&mut app, "ا");
        terminal.draw(|frame| app.draw(frame)).map(|frame| frame.count).expect("a frame");
        press(&mut app, "Backspace");
    });
}
