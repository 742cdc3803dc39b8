//! Other matchers and indexes on what the benches of khabar ask: `cargo run --release -- [titles] [bodies] [N …]` here.
//!
//! Owns the table of titles; that of bodies is `bodies.rs`. Titles, bodies and what is asked come from the benches of
//! khabar, which answers beside the others in the same run. Each peer is given the titles as they are (nucleo as
//! `Utf32String`, made beforehand) and asked for its best 1000, after every key.

use std::fmt;
use std::time::{Duration, Instant};

use khabar::search::{TitleEntry, TitleIndex};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};

#[path = "../../archive/mod.rs"]
mod archive;
#[path = "../../asked/mod.rs"]
mod asked;
mod bodies;
#[path = "../../typed/mod.rs"]
mod typed;

/// Hits that a list asks for.
const MOST: usize = 1000;
/// Queries of each kind of which every key is measured: these peers take seconds a key at a million titles.
const QUERIES: usize = 6;

fn main() {
    let Some(folder) = archive::news_folder() else {
        return println!("KHABAR_SUITES names no folder with news/*.jsonl.gz: nothing to measure");
    };
    let real = archive::real_articles(&folder);
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let mut sizes: Vec<usize> = asked.iter().filter_map(|word| word.replace('_', "").parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![100_000];
    }
    let is_asked =
        |what: &str| asked.iter().all(|word| word.parse::<usize>().is_ok()) || asked.iter().any(|word| word == what);
    for size in sizes {
        if is_asked("titles") {
            titles(&real, size);
        }
        if is_asked("bodies") {
            bodies::compare(&real, size);
        }
    }
}

fn titles(real: &[archive::Item], size: usize) {
    let titles: Vec<String> = (0..size).map(|number| archive::title(real, number)).collect();
    let wide: Vec<Utf32String> = titles.iter().map(|title| Utf32String::from(title.as_str())).collect();
    let mut builder = TitleIndex::builder();
    for (number, title) in titles.iter().enumerate() {
        builder.push(TitleEntry { key: -(number as i64), title, section: "", source: "" });
    }
    let index = builder.finish();
    let mut matcher = Matcher::new(Config::DEFAULT);
    println!("\n{size} titles");
    println!(
        "| what is typed | keys | khabar p50 ms | p95 | max | nucleo-matcher p50 ms | p95 | max | frizbee p50 ms | p95 | max |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (name, queries) in typed::queries(real, 200) {
        let keys: Vec<&str> = queries.iter().take(QUERIES).flat_map(|query| typed::keys(query)).collect();
        let mut times: [Times; 3] = Default::default();
        for key in &keys {
            times[0].add(1, || index.find(key, MOST).len());
            times[1].add(1, || nucleo(&wide, &mut matcher, key));
            times[2].add(1, || frizbee_hits(&titles, key));
        }
        let [own, nucleo, frizbee] = times;
        println!("| {name} | {} | {own} | {nucleo} | {frizbee} |", keys.len());
    }
}

/// The times of many questions; shown as median, 95th in a hundred and longest, in milliseconds.
#[derive(Debug, Default)]
struct Times(Vec<Duration>);

impl Times {
    /// Asks so often, and keeps the best time.
    fn add(&mut self, tries: usize, mut ask: impl FnMut() -> usize) {
        let took = (0..tries).map(|_| {
            let begun = Instant::now();
            std::hint::black_box(ask());
            begun.elapsed()
        });
        self.0.extend(took.min());
    }
}

impl fmt::Display for Times {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut times = self.0.clone();
        times.sort_unstable();
        let at = |share: f64| {
            times.get((times.len().saturating_sub(1) as f64 * share) as usize).map_or(0.0, Duration::as_secs_f64)
        };
        write!(out, "{:.2} | {:.2} | {:.2}", 1000.0 * at(0.5), 1000.0 * at(0.95), 1000.0 * at(1.0))
    }
}

fn nucleo(titles: &[Utf32String], matcher: &mut Matcher, key: &str) -> usize {
    let pattern = Pattern::new(key, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut hits: Vec<(u32, usize)> = Vec::new();
    for (place, title) in titles.iter().enumerate() {
        hits.extend(pattern.score(title.slice(..), matcher).map(|score| (score, place)));
    }
    hits.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    hits.len().min(MOST)
}

fn frizbee_hits(titles: &[String], key: &str) -> usize {
    let hits = frizbee::Matcher::from_query(key, &frizbee::Config::default()).match_list(titles);
    hits.len().min(MOST)
}
