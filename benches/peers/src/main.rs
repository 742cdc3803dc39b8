//! nucleo-matcher and frizbee on the titles and queries of the bench `titles`: `cargo run --release -- [N …]` here.
//!
//! Owns the table only; titles and queries come from the benches of khabar. Each peer is given the titles as they are
//! (nucleo as `Utf32String`, made beforehand) and asked for its best 1000, after every key.

use std::time::{Duration, Instant};

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};

#[path = "../../archive/mod.rs"]
mod archive;
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
    let mut sizes: Vec<usize> = std::env::args().filter_map(|word| word.replace('_', "").parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![100_000, 1_000_000];
    }
    for size in sizes {
        let titles: Vec<String> = (0..size).map(|number| archive::title(&real, number)).collect();
        let wide: Vec<Utf32String> = titles.iter().map(|title| Utf32String::from(title.as_str())).collect();
        let mut matcher = Matcher::new(Config::DEFAULT);
        println!("\n{size} titles");
        println!("| what is typed | matcher | keys | p50 ms | p95 ms | max ms |");
        println!("|---|---|--:|--:|--:|--:|");
        for (name, queries) in typed::queries(&real, 200) {
            let keys: Vec<&str> = queries.iter().take(QUERIES).flat_map(|query| typed::keys(query)).collect();
            report(name, "nucleo-matcher", &keys, &mut |key| nucleo(&wide, &mut matcher, key));
            report(name, "frizbee", &keys, &mut |key| frizbee_hits(&titles, key));
        }
    }
}

fn report(name: &str, matcher: &str, keys: &[&str], find: &mut dyn FnMut(&str) -> usize) {
    let mut times: Vec<Duration> = keys
        .iter()
        .map(|key| {
            let begun = Instant::now();
            assert!(find(key) <= MOST);
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    println!("| {name} | {matcher} | {} | {:.2} | {:.2} | {:.2} |", times.len(), at(0.5), at(0.95), at(1.0));
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
