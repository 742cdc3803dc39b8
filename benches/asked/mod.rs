//! Questions to a library, made of real articles, the same on every run.
//!
//! Owns the kinds of questions that the benches of bodies share; articles come from `archive/`.

use std::collections::HashMap;

use super::archive::{Dice, Item};

/// The questions, by kind.
pub(crate) fn questions(real: &[Item], count: usize) -> Vec<(String, Vec<String>)> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for item in real.iter().step_by(4) {
        let mut own: Vec<&str> = words(&item.body).collect();
        own.sort_unstable();
        own.dedup();
        own.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
    }
    let mut ranked: Vec<(usize, &str)> = counts.into_iter().map(|(word, count)| (count, word)).collect();
    ranked.sort_unstable();
    let rare: Vec<&str> = ranked.iter().filter(|(count, _)| *count < 4).map(|(_, word)| *word).collect();
    let common: Vec<&str> = ranked.iter().rev().take(400).map(|(_, word)| *word).collect();
    let mut dice = Dice(11);
    let mut kind = |name: &str, make: &mut dyn FnMut(&Item, &mut Dice) -> Option<String>| {
        let mut made = Vec::new();
        while made.len() < count {
            let item = &real[dice.roll(real.len())];
            made.extend(make(item, &mut dice));
        }
        (name.to_owned(), made)
    };
    let mut kinds = vec![
        kind("a rare word", &mut |_, dice| Some(rare[dice.roll(rare.len())].to_owned())),
        kind("one of the 400 most common words", &mut |_, dice| Some(common[dice.roll(common.len())].to_owned())),
        kind("two words of a body", &mut |item, dice| Some(format!("{} {}", word(item, dice)?, word(item, dice)?))),
        kind("a common word and a rare one", &mut |_, dice| {
            Some(format!("{} {}", common[dice.roll(common.len())], rare[dice.roll(rare.len())]))
        }),
        kind("two words in a row", &mut |item, dice| {
            let words: Vec<&str> = words(&item.body).collect();
            let at = dice.roll(words.len());
            words.get(at..at + 2).map(|two| format!("\"{}\"", two.join(" ")))
        }),
        kind("the words of a title", &mut |item, _| {
            Some(words(&item.title).take(6).collect::<Vec<_>>().join(" ")).filter(|words| !words.is_empty())
        }),
        kind("a word in a section", &mut |item, dice| {
            Some(format!("section:\"{}\" {}", Some(&item.section).filter(|name| !name.is_empty())?, word(item, dice)?))
        }),
        kind("a word without another", &mut |item, dice| {
            Some(format!("{} -{}", word(item, dice)?, common[dice.roll(common.len())]))
        }),
    ];
    for letters in 1..=4 {
        kinds.push(kind(&format!("words that begin with {letters} letters"), &mut |item, dice| {
            let head: String = word(item, dice)?.chars().take(letters).collect();
            (head.chars().count() == letters).then(|| format!("{head}*"))
        }));
    }
    kinds.push(kind("a word and one that begins with 3 letters", &mut |item, dice| {
        let head: String = word(item, dice)?.chars().take(3).collect();
        Some(format!("{} {head}*", word(item, dice)?))
    }));
    kinds
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.chars().count() > 2)
}

fn word<'i>(item: &'i Item, dice: &mut Dice) -> Option<&'i str> {
    let words: Vec<&str> = words(&item.body).collect();
    words.get(dice.roll(words.len())).copied()
}
