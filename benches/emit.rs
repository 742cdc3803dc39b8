//! What each emit mode costs: the time of a frame, and the bytes of a line scrolled.
//!
//! `cargo bench --bench emit` draws the reader at 130×40 over the built-in articles, scrolls by one line, rewrites,
//! compares and writes, as the loop does; and prints for each mode how many bytes went to the terminal.

#![allow(clippy::print_stdout, reason = "a bench prints what it measures")]

use divan::Bencher;
use jiff::civil::date;
use khabar::action::{Input, Key};
use khabar::app::{App, Setup};
use khabar::desk::Desk;
use khabar::library::{Marks, prepare};
use khabar::panes::ColorSupport;
use khabar::shell::emit::{EmitMode, Emitter, Sheet};
use khabar::source::{ReadOptions, seeds};
use khabar::text::MarkPolicy;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const WIDTH: u16 = 130;
const HEIGHT: u16 = 40;
/// How far the article is scrolled before the way goes back.
const FARTHEST: usize = 10;

fn main() {
    for mode in EmitMode::ALL {
        let mut screen = Screen::new(mode);
        let bytes: usize = (0..40).map(|_| screen.scroll()).sum();
        println!("{:14} {:6} bytes for one line scrolled in the reader", mode.name(), bytes / 40);
    }
    divan::main();
}

/// The reader in a terminal that is written to memory.
struct Screen {
    emitter: Emitter,
    app: App,
    desk: Desk,
    sheet: Sheet,
    turns: usize,
    out: Vec<u8>,
}

impl Screen {
    fn new(mode: EmitMode) -> Self {
        let today = date(2026, 11, 22);
        let mut setup = Setup::new(today);
        (setup.colors, setup.tashkeel) = (ColorSupport::TrueColor, MarkPolicy::Strip);
        // A narrow measure makes the article longer than the screen.
        setup.measure_cells = 44;
        let (mut app, mut desk) = (App::new(setup), desk(today));
        feed((&mut app, &mut desk), Input::Resize(WIDTH, HEIGHT));
        press((&mut app, &mut desk), "Enter");
        let emitter = Emitter::new(mode).with_ink(0xd0, 0xd0, 0xd0);
        let mut screen = Self { emitter, app, desk, sheet: Sheet::new(WIDTH, HEIGHT), turns: 0, out: Vec::new() };
        screen.scroll();
        screen
    }

    /// One turn of the loop: input, draw, rewrite, compare, write. Gives the bytes written.
    fn scroll(&mut self) -> usize {
        self.turns += 1;
        let key = if (self.turns / FARTHEST).is_multiple_of(2) { "j" } else { "k" };
        press((&mut self.app, &mut self.desk), key);
        self.app.paint(self.sheet.blank());
        self.out.clear();
        self.sheet.write(&mut self.emitter, &[], &mut self.out);
        self.out.len()
    }

    fn draw(&self) -> Buffer {
        let mut frame = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
        self.app.paint(&mut frame);
        frame
    }
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

/// One line scrolled: draw, rewrite, compare, write.
#[divan::bench(args = EmitMode::ALL)]
fn frame(bencher: Bencher, mode: EmitMode) {
    let mut screen = Screen::new(mode);
    bencher.bench_local(|| screen.scroll());
}

/// The rewriting of a finished frame alone.
#[divan::bench(args = EmitMode::ALL)]
fn rewriting(bencher: Bencher, mode: EmitMode) {
    let screen = Screen::new(EmitMode::Visual);
    let mut emitter = Emitter::new(mode).with_ink(0xd0, 0xd0, 0xd0);
    bencher.with_inputs(|| screen.draw()).bench_local_refs(|frame| emitter.rewrite(frame));
}
