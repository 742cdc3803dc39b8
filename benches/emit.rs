//! What each emit mode costs: the time of a frame, and the bytes of a line scrolled.
//!
//! `cargo bench --bench emit` draws the reader at 130×40 over the built-in articles, scrolls by one line, rewrites,
//! compares and writes, as the loop does; and prints for each mode how many bytes went to the terminal.

#![allow(clippy::print_stdout, reason = "a bench prints what it measures")]

use divan::Bencher;
use khabar::shell::emit::{EmitMode, Emitter};
use khabar::text::{Align, MarkPolicy, ShapeOptions, ShapedText};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

const WIDTH: u16 = 130;
const HEIGHT: u16 = 40;
/// The width of the list's and of the reader's text; a border stands after each.
const COLUMNS: [usize; 2] = [46, 78];

fn main() {
    for mode in EmitMode::ALL {
        let mut screen = Screen::new(mode);
        let bytes: usize = (0..40).map(|_| screen.scroll()).sum();
        println!("{:14} {:6} bytes for one line scrolled in the reader", mode.name(), bytes / 40);
    }
    divan::main();
}

/// A terminal that is scrolled through and written to memory.
struct Screen {
    emitter: Emitter,
    articles: Vec<ShapedText>,
    shown: Buffer,
    top: usize,
    out: Vec<u8>,
}

impl Screen {
    fn new(mode: EmitMode) -> Self {
        let text = [
            include_str!("../seeds/01-karabakh.txt"),
            include_str!("../seeds/03-world-cup-2022.txt"),
            include_str!("../seeds/22-all-scripts.md"),
        ];
        let options = ShapeOptions { marks: MarkPolicy::Strip, ..ShapeOptions::default() };
        let articles = text.iter().flat_map(|text| text.lines()).map(|line| ShapedText::new(line, &options)).collect();
        let shown = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
        let emitter = Emitter::new(mode).with_ink(0xd0, 0xd0, 0xd0);
        let mut screen = Self { emitter, articles, shown, top: 0, out: Vec::new() };
        screen.scroll();
        screen
    }

    /// One turn of the loop: draw, rewrite, compare, write. Gives the bytes written.
    fn scroll(&mut self) -> usize {
        self.top = (self.top + 1) % 20;
        let mut frame = self.draw();
        self.emitter.rewrite(&mut frame);
        self.out.clear();
        let updates = self.shown.diff(&frame).into_iter();
        CrosstermBackend::new(&mut self.out).draw(updates).expect("memory takes every byte");
        self.shown = frame;
        self.out.len()
    }

    /// The list stands still, the reader shows the lines from `top` on.
    fn draw(&self) -> Buffer {
        let mut frame = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
        let theme = Style::new().fg(Color::Rgb(0xd0, 0xd0, 0xd0)).bg(Color::Rgb(0x10, 0x10, 0x18));
        frame.set_style(frame.area, theme);
        let mut start = 2;
        for (width, skip) in COLUMNS.into_iter().zip([0, self.top]) {
            let lines =
                self.articles.iter().flat_map(|text| text.break_lines(width).into_iter().map(move |line| (text, line)));
            for (row, (text, line)) in (0..HEIGHT).zip(lines.skip(skip)) {
                for atom in text.place(&line, width, Align::Start).atoms {
                    let cell = &mut frame[((start + atom.column_cells) as u16, row)];
                    cell.set_symbol(atom.symbol);
                    if atom.start % 40 < 9 {
                        cell.set_fg(Color::Rgb(0xf0, 0x80, 0x40)).modifier |= Modifier::BOLD;
                    }
                }
                frame[((start + width) as u16, row)].set_symbol("│");
            }
            start += width + 2;
        }
        frame
    }
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
    let mut emitter = Emitter::new(mode);
    bencher.with_inputs(|| screen.draw()).bench_local_refs(|frame| emitter.rewrite(frame));
}
