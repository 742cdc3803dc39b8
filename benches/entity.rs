//! How fast names are recognised in news: megabytes of raw text a second, on one thread and on two.
//!
//! `cargo bench --bench entity` reads `news/ar-saudinewsnet.jsonl.gz` (unpacked by `gzip`) in the folder that
//! KHABAR_SUITES names, else in `target/suites`. Each article is recognised as a whole, from its paragraphs' text, by
//! threads that remember as much as an import's.

#![allow(clippy::print_stdout, reason = "a bench prints what it measures")]

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use khabar::entity::{Context, expect_many, recognise};

/// The articles as their paragraphs.
fn articles() -> Option<Vec<Vec<String>>> {
    let suites = std::env::var_os("KHABAR_SUITES").map_or_else(|| PathBuf::from("target/suites"), PathBuf::from);
    let file = suites.join("news/ar-saudinewsnet.jsonl.gz");
    let output = Command::new("gzip").arg("-dc").arg(&file).output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    let article = |line: &str| {
        let fields: serde_json::Value = serde_json::from_str(line).ok()?;
        let paragraphs = [fields["title"].as_str()?, fields["body"].as_str()?].join("\n");
        Some(paragraphs.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
    };
    Some(text.lines().filter_map(article).collect())
}

fn count(articles: &[Vec<String>]) -> usize {
    let context = Context { language: "ar", anchor: None };
    expect_many();
    articles.iter().map(|paragraphs| recognise(paragraphs, &context).iter().map(Vec::len).sum::<usize>()).sum()
}

fn main() {
    let Some(articles) = articles() else {
        println!("no news to read: set KHABAR_SUITES");
        return;
    };
    let bytes: usize = articles.iter().flatten().map(String::len).sum();
    let started = Instant::now();
    count(&articles[..articles.len().min(1)]);
    println!("first article, lists and model read: {:.0} ms", started.elapsed().as_secs_f64() * 1e3);
    for threads in [1, 2] {
        let started = Instant::now();
        let found: usize = std::thread::scope(|scope| {
            let parts = articles.chunks(articles.len().div_ceil(threads));
            let running: Vec<_> = parts.map(|part| scope.spawn(move || count(part))).collect();
            running.into_iter().filter_map(|thread| thread.join().ok()).sum()
        });
        let seconds = started.elapsed().as_secs_f64();
        println!(
            "{threads} thread(s): {} articles, {:.1} MB, {found} mentions, {seconds:.1} s: {:.2} MB/s, {:.0} articles/s",
            articles.len(),
            bytes as f64 / 1e6,
            bytes as f64 / 1e6 / seconds,
            articles.len() as f64 / seconds
        );
    }
}
