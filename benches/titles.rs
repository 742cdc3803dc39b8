//! Finding titles while one types, at 100,000 and 1,000,000 titles: `cargo bench --bench titles [-- [top] N …]`.
//!
//! Owns the table of times per key (median, 95th in a hundred, longest, by the wall and by the processor) and what building, adding and keeping the index
//! costs; with `top`, how many of fuzzy-matcher's best ten of all titles are found instead. `KHABAR_SUITES` names the folder of real articles; the titles are multiplied by `archive/`.

#![allow(clippy::print_stdout, reason = "the table is what the bench is for")]

use std::time::Instant;

use khabar::search::{TitleEntry, TitleIndex};

mod archive;
mod clock;
mod top;
mod typed;

use clock::{Times, least, ms};

/// Each key is measured so often, and the least counts: other programs run beside.
const REPEATS: usize = 3;
/// Hits that a list asks for.
const MOST: usize = 1000;

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
        measure(&real, size);
    }
}

fn measure(real: &[archive::Item], size: usize) {
    let titles: Vec<String> = (0..size).map(|number| archive::title(real, number)).collect();
    let entry = |number: usize| {
        let item = &real[number % real.len()];
        let (section, source) = (item.section.as_str(), item.source.as_str());
        TitleEntry { key: (size - number) as i64, title: &titles[number], section, source }
    };
    let begun = Instant::now();
    let mut builder = TitleIndex::builder();
    (0..size).for_each(|number| builder.push(entry(number)));
    let mut index = builder.finish();
    println!("\n{size} titles: built in {:.0} ms, {:.1} MB", ms(begun.elapsed()), index.bytes() as f64 / 1e6);
    if std::env::args().any(|word| word == "top") {
        return compare(real, &titles, &index);
    }
    keep(&index);
    Times::print_head(&["what is typed"]);
    for (name, queries) in typed::queries(real, 200) {
        let mut times = Times::default();
        for query in &queries {
            for key in typed::keys(query) {
                let took = least(REPEATS, || index.find(key, MOST).len());
                times.add(took, key);
            }
        }
        times.print(&[name]);
    }
    let begun = Instant::now();
    index.insert(TitleEntry { key: size as i64 + 1, title: "خبر عاجل", section: "", source: "" });
    println!("one title added in {:.1} ms", ms(begun.elapsed()));
    let more: Vec<TitleEntry<'_>> =
        (0..1000.min(size)).map(|number| TitleEntry { key: (size + 2 + number) as i64, ..entry(number) }).collect();
    let begun = Instant::now();
    index.insert_all(&more);
    println!("{} titles added at once in {:.1} ms", more.len(), ms(begun.elapsed()));
}

/// Prints the share of the best ten titles, by fuzzy-matcher over all, that is found.
fn compare(real: &[archive::Item], titles: &[String], index: &TitleIndex) {
    let titles: Vec<String> = titles.iter().map(|title| top::comparable(title)).collect();
    for (name, queries) in typed::queries(real, 200) {
        let compared: Vec<f64> = queries.iter().filter_map(|query| top::share(&titles, index, query)).collect();
        let mean = compared.iter().sum::<f64>() / compared.len().max(1) as f64;
        println!("{name}: {:.1} % of the best ten, {} queries", 100.0 * mean, compared.len());
    }
}

/// How long the cache file takes to write and read.
fn keep(index: &TitleIndex) {
    let folder = tempfile::tempdir().expect("a folder for the cache file");
    let path = folder.path().join("titles");
    let begun = Instant::now();
    index.write(&path, 1).expect("the cache file can be written");
    let written = begun.elapsed();
    let begun = Instant::now();
    let read = TitleIndex::read(&path, 1).expect("the cache file can be read").expect("it is whole");
    println!("cache file: written in {:.0} ms, read in {:.0} ms", ms(written), ms(begun.elapsed()));
    assert_eq!(read.len(), index.len());
}
