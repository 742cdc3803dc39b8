//! The best titles by the index beside the best by fuzzy-matcher over all titles.
//!
//! Owns the measure that the bench and the test of quality share.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use khabar::search::TitleIndex;
use khabar::text::fold;

/// Hits that are compared.
const TOP: usize = 10;

/// A title as the index compares it: folded, signs made blanks.
pub(crate) fn comparable(title: &str) -> String {
    let folded = fold(title);
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The share of the exact top ten that is found; a title counts when its exact score is that of the tenth or better.
pub(crate) fn share(titles: &[String], index: &TitleIndex, query: &str) -> Option<f64> {
    let matcher = SkimMatcherV2::default();
    let needle = comparable(query);
    let exact = |title: &String| needle.split(' ').map(|word| matcher.fuzzy_match(title, word)).sum::<Option<i64>>();
    let mut scores: Vec<i64> = titles.iter().filter_map(exact).collect();
    scores.sort_unstable_by(|one, other| other.cmp(one));
    scores.truncate(TOP);
    let least = *scores.last()?;
    let hits = index.find(query, TOP);
    let good = hits.iter().filter(|hit| exact(&titles[hit.place]).is_some_and(|score| score >= least)).count();
    Some(good as f64 / scores.len() as f64)
}
