//! A key at the desk, over an imported archive: `cargo bench --bench desk -- LIBRARY`.
//!
//! Owns the table of times per key (median, 95th in a hundred, longest): a listing and the rows of one screen, as the
//! reader asks for them, and for comparison titles alone and bodies alone. The library is made by
//! `cargo run --release --example archive -- N > archive.jsonl` and `khabar import --library LIBRARY archive.jsonl`;
//! `KHABAR_SUITES` names the folder of real articles, from which the queries come.
#![allow(clippy::print_stdout, reason = "a bench prints what it measures")]

use std::path::Path;
use std::time::{Duration, Instant};

use khabar::desk::{Answer, Ask, Desk, Listing};
use khabar::library::{Access, Bounds, Library};
use khabar::query::parse;
use khabar::search::{TitleEntry, TitleIndex};

mod archive;
mod typed;

/// The rows of a screen.
const SCREEN: usize = 20;
/// What the desk asks of the index of titles and of the bodies.
const MOST_TITLES: usize = 1000;
const MOST_BODIES: usize = 500;
/// The day on which is asked; only dates in words hang on it.
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 1, 1);

fn main() {
    let path = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let (Some(path), Some(folder)) = (path, archive::news_folder()) else {
        return println!(
            "usage: cargo bench --bench desk -- LIBRARY; KHABAR_SUITES names a folder with news/*.jsonl.gz"
        );
    };
    let real = archive::real_articles(&folder);
    let open = || Library::open(Path::new(&path), Access::Read).expect("a library");
    let library = open();
    let titles = titles_of(&library);
    let mut desk = Desk::new(open(), TODAY);
    let generation = library.generation().expect("a library");
    desk.set_titles_of(Some((titles.clone(), generation)), generation);
    println!("{} articles", library.len().expect("a library"));
    println!(
        "| what is typed | keys | asked | p50 ms | p95 ms | max ms | the longest |\n|---|--:|---|--:|--:|--:|---|"
    );
    let mut kinds = typed::queries(&real, 160);
    kinds.push(("words of bodies", words_of_bodies(&real, 40)));
    for (name, queries) in kinds {
        let (mut of_titles, mut of_bodies, mut of_desk) = (Times::default(), Times::default(), Times::default());
        for query in &queries {
            for key in typed::keys(query) {
                of_titles.time(key, || titles.find(key, MOST_TITLES).len());
                of_bodies.time(key, || bodies(&library, key));
                of_desk.time(key, || screen(&mut desk, key));
            }
        }
        of_titles.print(name, "titles");
        of_bodies.print(name, "bodies");
        of_desk.print(name, "the desk");
    }
    jumps(&mut desk);
}

fn titles_of(library: &Library) -> TitleIndex {
    let mut builder = TitleIndex::builder();
    let each = &mut |row: khabar::library::TitleRow<'_>| {
        let section = row.section.to_string();
        builder.push(TitleEntry { key: row.key.0, title: row.title, section: &section, source: row.source });
    };
    library.titles(each).expect("titles");
    builder.finish()
}

/// Two words out of the middle of a body.
fn words_of_bodies(real: &[archive::Item], count: usize) -> Vec<String> {
    let mut dice = archive::Dice(11);
    let mut made = Vec::new();
    while made.len() < count {
        let item = &real[dice.roll(real.len())];
        let words: Vec<&str> = item.body.split_whitespace().collect();
        if words.len() > 8 {
            let at = dice.roll(words.len() - 4);
            made.push(format!("{} {}", words[at], words[at + 3]));
        }
    }
    made
}

fn bodies(library: &Library, typed: &str) -> usize {
    let Some(expr) = parse(typed, TODAY).expr else { return 0 };
    let bounds = Bounds { deadline: Some(Duration::from_millis(200)), ..Bounds::newest(MOST_BODIES) };
    library.select(&expr, &bounds).expect("a selection").keys.len()
}

fn screen(desk: &mut Desk, typed: &str) -> usize {
    let listing = Listing { query: typed.to_owned(), ..Listing::default() };
    let Answer::Listed(listed) = desk.answer(&Ask::List { listing, keep: None }) else { panic!("a listing") };
    let Answer::Rows(rows) = desk.answer(&Ask::Rows(0..listed.places.min(SCREEN))) else { panic!("rows") };
    rows.entries.len()
}

/// The first screen, the last one, and an article in the middle.
fn jumps(desk: &mut Desk) {
    let begun = Instant::now();
    screen(desk, "");
    println!("\nthe first screen: {:.1} ms", ms(begun.elapsed()));
    let begun = Instant::now();
    let Answer::Listed(listed) = desk.answer(&Ask::List { listing: Listing::default(), keep: None }) else {
        panic!("a listing")
    };
    let end = listed.places.saturating_sub(SCREEN)..listed.places;
    let Answer::Rows(rows) = desk.answer(&Ask::Rows(end)) else { panic!("rows") };
    println!("the last screen, from the first: {:.1} ms ({} lines)", ms(begun.elapsed()), rows.places);
    let begun = Instant::now();
    let Answer::NextUnread(next) = desk.answer(&Ask::NextUnread { from: rows.places / 2, forward: true }) else {
        panic!("a place")
    };
    println!("the next unread from the middle: {:.1} ms ({next:?})", ms(begun.elapsed()));
}

#[derive(Default)]
struct Times(Vec<(Duration, String)>);

impl Times {
    fn time(&mut self, key: &str, work: impl FnOnce() -> usize) {
        let begun = Instant::now();
        std::hint::black_box(work());
        self.0.push((begun.elapsed(), key.to_owned()));
    }

    fn print(mut self, name: &str, asked: &str) {
        self.0.sort();
        let at = |share: f64| ms(self.0[((self.0.len() - 1) as f64 * share) as usize].0);
        let (longest, key) = &self.0[self.0.len() - 1];
        let (median, late) = (at(0.5), at(0.95));
        println!("| {name} | {} | {asked} | {median:.2} | {late:.2} | {:.2} | {key} |", self.0.len(), ms(*longest));
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
