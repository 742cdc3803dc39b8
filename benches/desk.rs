//! A key at the desk, over an imported archive: `cargo bench --bench desk -- LIBRARY`.
//!
//! Owns the table of times per key (median, 95th in a hundred, longest): a listing and the rows of one screen, as the
//! reader asks for them ("the desk": at once; "a full screen": until twenty lines stand there or all is found, which
//! the reader does in the pauses), and for comparison titles alone and the bodies as far as one key may search them. The library is made by
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
mod clock;
mod typed;

use clock::{Times, least, ms};

/// Each key is measured so often, and the least counts: other programs run beside.
const REPEATS: usize = 3;
/// The rows of a screen.
const SCREEN: usize = 20;
/// What the desk asks of the index of titles and of the bodies.
const MOST_TITLES: usize = 1000;
const MOST_BODIES: usize = 500;
const KEY_TIME: Duration = Duration::from_millis(8);
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
    Times::print_head(&["what is typed", "asked"]);
    let mut kinds = typed::queries(&real, 160);
    let beginnings = kinds.iter().filter(|(name, _)| name.contains("three letters")).flat_map(|(_, queries)| queries);
    let beginnings = beginnings.map(|query| format!("{query}*")).collect();
    kinds.push(("words of bodies", words_of_bodies(&real, 40)));
    kinds.push(("one to three letters and *", beginnings));
    for (name, queries) in kinds {
        let (mut of_titles, mut of_bodies, mut of_desk) = (Times::default(), Times::default(), Times::default());
        let mut of_screen = Times::default();
        for query in &queries {
            let is_whole = |key: &&str| !query.ends_with('*') || key.len() == query.len();
            for key in typed::keys(query).filter(is_whole) {
                of_titles.add(least(REPEATS, || titles.find(key, MOST_TITLES).len()), key);
                of_bodies.add(least(REPEATS, || bodies(&library, key)), key);
                of_desk.add(least(REPEATS, || screen(&mut desk, key, false)), key);
                of_screen.add(least(REPEATS, || screen(&mut desk, key, true)), key);
            }
        }
        of_titles.print(&[name, "titles"]);
        of_bodies.print(&[name, "bodies"]);
        of_desk.print(&[name, "the desk"]);
        of_screen.print(&[name, "a full screen"]);
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
    let bounds = Bounds { deadline: Some(KEY_TIME), ..Bounds::newest(MOST_BODIES) };
    library.select(&expr, &bounds).expect("a selection").keys.len()
}

/// What is shown at once; for a full screen, with as much of the search that goes on afterwards as that takes.
fn screen(desk: &mut Desk, typed: &str, is_full: bool) -> usize {
    let listing = Listing { query: typed.to_owned(), ..Listing::default() };
    let Answer::Listed(listed) = desk.answer(&Ask::List { listing, keep: None }) else { panic!("a listing") };
    let mut places = listed.places.min(SCREEN);
    while is_full && places < SCREEN && desk.is_searching() {
        desk.search_on().expect("a library");
        let Answer::Rows(rows) = desk.answer(&Ask::Rows(0..0)) else { panic!("rows") };
        places = rows.places.min(SCREEN);
    }
    let Answer::Rows(rows) = desk.answer(&Ask::Rows(0..places)) else { panic!("rows") };
    rows.entries.len()
}

/// The first screen, the last one, and an article in the middle.
fn jumps(desk: &mut Desk) {
    let begun = Instant::now();
    screen(desk, "", true);
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
