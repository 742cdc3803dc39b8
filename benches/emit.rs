//! What each emit mode costs: the time of a frame, and the bytes of a line scrolled.
//!
//! `cargo bench --bench emit` draws the reader at 130×40 over the built-in articles, scrolls by one line, rewrites,
//! compares and writes, as the loop does. It prints for each mode the bytes that went to the terminal, the time of a
//! frame, and how many times that of visual mode it is. The modes take turns in one run and of each frame the fastest
//! turn counts, so that other work on the machine touches none of them, or all.

#![allow(clippy::print_stdout, reason = "a bench prints what it measures")]

use std::time::{Duration, Instant};

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
/// The lines scrolled until the frames repeat.
const CYCLE: usize = 2 * FARTHEST;
/// How often each mode has its turn.
const TURNS: usize = 200;

fn main() {
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    compare(if is_bench { TURNS } else { 1 });
    divan::main();
}

/// Lets the modes take turns and prints what each took.
fn compare(turns: usize) {
    let mut contests = EmitMode::ALL.map(Contest::new);
    for _ in 0..turns {
        contests.iter_mut().for_each(Contest::take_turn);
    }
    let visual = contests[0].frame_time();
    println!("a line scrolled     bytes  µs a frame  × visual");
    for contest in &contests {
        let (name, bytes, time) = (contest.mode.name(), contest.bytes / CYCLE, contest.frame_time());
        println!("{name:14} {bytes:10} {:11.1} {:9.2}", time.as_nanos() as f64 / 1000.0, time.div_duration_f64(visual));
    }
}

/// What one mode took so far.
struct Contest {
    mode: EmitMode,
    screen: Screen,
    /// The bytes of one cycle.
    bytes: usize,
    /// The fastest time of each frame of the cycle.
    fastest: [Duration; CYCLE],
}

impl Contest {
    fn new(mode: EmitMode) -> Self {
        let mut screen = Screen::new(mode);
        // Up and down again, so that the next turn begins as each does.
        screen.turns = 0;
        let bytes = (0..CYCLE).map(|_| screen.scroll()).sum();
        Self { mode, screen, bytes, fastest: [Duration::MAX; CYCLE] }
    }

    fn take_turn(&mut self) {
        for fastest in &mut self.fastest {
            let start = Instant::now();
            self.screen.scroll();
            *fastest = start.elapsed().min(*fastest);
        }
    }

    fn frame_time(&self) -> Duration {
        self.fastest.iter().sum::<Duration>() / CYCLE as u32
    }
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
        let articles = seeds(&ReadOptions { today, raw: false }).into_iter().filter_map(|reading| reading.article);
        let mut setup = Setup::new(today);
        (setup.colors, setup.tashkeel) = (ColorSupport::TrueColor, MarkPolicy::Strip);
        // A narrow measure makes the article longer than the screen.
        (setup.measure_cells, setup.size) = (44, (WIDTH, HEIGHT));
        let mut desk = Desk::in_memory(Marks::default(), today).expect("memory");
        let batch: Vec<_> = articles.map(|article| prepare(article, None)).collect();
        desk.file(&batch).expect("memory");
        let emitter = Emitter::new(mode).with_ink(0xd0, 0xd0, 0xd0);
        let (app, sheet) = (App::new(setup), Sheet::new(WIDTH, HEIGHT));
        let mut screen = Self { emitter, app, desk, sheet, turns: 0, out: Vec::new() };
        screen.settle();
        screen.press("Enter");
        screen.scroll();
        screen
    }

    /// Answers what the app asks, as the loop does after each input.
    fn settle(&mut self) {
        while let Some(ask) = self.app.next_ask() {
            self.app.take(self.desk.answer(&ask));
        }
        self.app.take_effects();
    }

    fn press(&mut self, key: &str) {
        self.app.input(Input::Key(key.parse::<Key>().expect("a key")));
        self.settle();
    }

    /// One turn of the loop: input, draw, rewrite, compare, write. Gives the bytes written.
    fn scroll(&mut self) -> usize {
        self.turns += 1;
        self.press(if ((self.turns - 1) / FARTHEST).is_multiple_of(2) { "j" } else { "k" });
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

/// One line scrolled: draw, rewrite, compare, write.
#[divan::bench(args = EmitMode::ALL)]
fn frame(bencher: Bencher, mode: EmitMode) {
    let mut screen = Screen::new(mode);
    bencher.bench_local(|| screen.scroll());
}

/// The rewriting of a finished frame alone, cell by cell, as for printed lines.
#[divan::bench(args = EmitMode::ALL)]
fn rewriting(bencher: Bencher, mode: EmitMode) {
    let screen = Screen::new(EmitMode::Visual);
    let mut emitter = Emitter::new(mode).with_ink(0xd0, 0xd0, 0xd0);
    bencher.with_inputs(|| screen.draw()).bench_local_refs(|frame| emitter.rewrite(frame));
}
