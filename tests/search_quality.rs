//! What the fuzzy title search finds beside fuzzy-matcher over every title.
//!
//! Owns the measure; the titles are real ones below `KHABAR_SUITES`, without which there is nothing to compare.

use khabar::search::{TitleEntry, TitleIndex};

#[path = "../benches/archive/mod.rs"]
mod archive;
#[path = "../benches/top/mod.rs"]
mod top;
#[path = "../benches/typed/mod.rs"]
mod typed;

use top::comparable;

/// Queries of each of three kinds, and as many of several words.
const EACH: usize = 80;

#[test]
fn the_top_ten_are_those_of_fuzzy_matcher_over_everything() {
    let Some(folder) = archive::news_folder() else { return };
    let real = archive::real_articles(&folder);
    let titles: Vec<String> = real.iter().map(|item| comparable(&item.title)).collect();
    let mut builder = TitleIndex::builder();
    for (place, item) in real.iter().enumerate() {
        builder.push(TitleEntry { key: -(place as i64), title: &item.title, section: "", source: "" });
    }
    let index = builder.finish();
    let mut dice = archive::Dice(11);
    let mut shares = Vec::new();
    for kind in ["together", "scattered", "initials", "several"] {
        let mut of_kind: Vec<f64> = Vec::new();
        while of_kind.len() < EACH {
            let title = &real[dice.roll(real.len())].title;
            let query = match kind {
                "together" => {
                    let words: Vec<&str> = title.split_whitespace().collect();
                    let word = comparable(words.get(dice.roll(words.len())).unwrap_or(&""));
                    word.chars().take(2 + dice.roll(6)).collect()
                }
                "scattered" => {
                    let count = 3 + dice.roll(6);
                    comparable(&typed::scattered(title, count, &mut dice))
                }
                "initials" => comparable(&typed::initials(title)),
                _ => {
                    let words = comparable(title);
                    let from = dice.roll(words.split(' ').count());
                    let words = words.split(' ').skip(from).take(2 + dice.roll(2)).filter(|word| word.len() > 2);
                    words.map(|word| word.chars().take(5).collect::<String>()).collect::<Vec<_>>().join(" ")
                }
            };
            if query.chars().count() > 1 && query.contains(' ') == (kind == "several") {
                of_kind.extend(top::share(&titles, &index, &query));
            }
        }
        let mean = of_kind.iter().sum::<f64>() / of_kind.len() as f64;
        shares.push(mean);
    }
    let several = shares.pop().unwrap_or_default();
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    assert!(mean >= 0.98, "{mean:.3} of the exact top ten: {shares:.3?}");
    assert!(several >= 0.98, "{several:.3} of the exact top ten of several words");
}
