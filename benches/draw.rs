//! What a frame costs: drawing the whole screen at 250×80, and one key on top of it.
//!
//! `cargo bench --bench draw` prints the times; the articles are the built-in ones, the first one open in the reader.

use divan::Bencher;
use jiff::civil::date;
use khabar::action::{Input, Key};
use khabar::app::{App, Setup};
use khabar::desk::Desk;
use khabar::library::{Marks, prepare};
use khabar::source::{ReadOptions, seeds};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

fn main() {
    divan::main();
}

const COLUMNS: u16 = 250;
const ROWS: u16 = 80;

/// The reader as it stands after its first article was opened.
fn app() -> (App, Desk) {
    let today = date(2026, 11, 22);
    let (mut app, mut desk) = (App::new(Setup::new(today)), desk(today));
    feed((&mut app, &mut desk), Input::Resize(COLUMNS, ROWS));
    press((&mut app, &mut desk), "Enter");
    (app, desk)
}

/// A desk with the built-in articles.
fn desk(today: jiff::civil::Date) -> Desk {
    let articles = seeds(&ReadOptions { today, raw: false }).into_iter().filter_map(|reading| reading.article);
    let batch: Vec<_> = articles.map(|article| prepare(article, None)).collect();
    let mut desk = Desk::in_memory(Marks::default(), today).expect("memory");
    desk.file(&batch).expect("memory");
    desk
}

/// Takes an input and answers what it asks, as the loop does.
fn feed((app, desk): (&mut App, &mut Desk), input: Input) {
    app.input(input);
    while let Some(ask) = app.next_ask() {
        let answer = desk.answer(&ask);
        app.take(answer);
    }
}

fn press(reader: (&mut App, &mut Desk), key: &str) {
    feed(reader, Input::Key(key.parse::<Key>().expect("a key")));
}

fn terminal() -> Terminal<TestBackend> {
    Terminal::new(TestBackend::new(COLUMNS, ROWS)).expect("a test terminal")
}

/// Every cell drawn into an empty buffer, and compared with the frame before.
#[divan::bench]
fn full_draw_250x80(bencher: Bencher) {
    let (app, _desk) = app();
    let mut terminal = terminal();
    bencher.bench_local(|| terminal.draw(|frame| app.draw(frame)).map(|frame| frame.count).expect("a frame"));
}

/// A line down in the reader: state and frame.
#[divan::bench]
fn scroll_a_line_250x80(bencher: Bencher) {
    let (mut app, mut desk) = app();
    let mut terminal = terminal();
    bencher.bench_local(|| {
        press((&mut app, &mut desk), "j");
        terminal.draw(|frame| app.draw(frame)).map(|frame| frame.count).expect("a frame")
    });
}

/// A letter typed into the find line: the list narrowed and drawn.
#[divan::bench]
fn find_a_letter_250x80(bencher: Bencher) {
    let (mut app, mut desk) = app();
    let mut terminal = terminal();
    press((&mut app, &mut desk), "/");
    bencher.bench_local(|| {
        press((&mut app, &mut desk), "ا");
        terminal.draw(|frame| app.draw(frame)).map(|frame| frame.count).expect("a frame");
        press((&mut app, &mut desk), "Backspace");
    });
}
