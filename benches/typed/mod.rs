//! Queries as they are typed, made of real titles, the same on every run.
//!
//! Owns the kinds of queries that the benches and the tests of quality share; titles come from `archive/`.

#![allow(dead_code, reason = "each bench uses a part of it")]

use super::archive::{Dice, Item};

/// `count` queries by kind: the beginning of a title, two words out of order, scattered letters, the first letters of
/// words, and beginnings of words of one, two and three letters.
pub(crate) fn queries(real: &[Item], count: usize) -> Vec<(&'static str, Vec<String>)> {
    let mut dice = Dice(7);
    let mut kind = |make: &mut dyn FnMut(&str, &mut Dice) -> String| -> Vec<String> {
        let mut made = Vec::new();
        while made.len() < count / 5 {
            let title = &real[dice.roll(real.len())].title;
            let query = make(title, &mut dice);
            if !query.is_empty() {
                made.push(query);
            }
        }
        made
    };
    vec![
        ("beginnings of titles", kind(&mut |title, _| first_letters(title, 14))),
        ("two words, out of order", kind(&mut two_words)),
        ("scattered letters", kind(&mut |title, dice| scattered(title, 6, dice))),
        ("first letters of words", kind(&mut |title, _| initials(title))),
        ("one to three letters", kind(&mut |title, dice| beginning(title, dice))),
    ]
}

/// The query after each key.
pub(crate) fn keys(query: &str) -> impl Iterator<Item = &str> {
    query.char_indices().map(|(at, letter)| &query[..at + letter.len_utf8()])
}

fn words(title: &str) -> Vec<&str> {
    let words = title.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| word.chars().count() > 2).collect()
}

fn first_letters(title: &str, count: usize) -> String {
    title.chars().take(count).collect()
}

fn two_words(title: &str, dice: &mut Dice) -> String {
    let mut words = words(title);
    dice.shuffle(&mut words);
    words.into_iter().take(2).collect::<Vec<_>>().join(" ")
}

/// Letters of the title in their order, with gaps of any size between them.
pub(crate) fn scattered(title: &str, count: usize, dice: &mut Dice) -> String {
    let letters: Vec<char> = title.chars().filter(|letter| letter.is_alphanumeric()).collect();
    if letters.len() < 2 * count {
        return String::new();
    }
    let mut places: Vec<usize> = (0..letters.len()).collect();
    dice.shuffle(&mut places);
    places.truncate(count);
    places.sort_unstable();
    places.into_iter().map(|place| letters[place]).collect()
}

/// The first letters of the first words of a title, `ال` left out.
pub(crate) fn initials(title: &str) -> String {
    let words = words(title);
    if words.len() < 3 {
        return String::new();
    }
    words.iter().take(5).filter_map(|word| word.strip_prefix("ال").unwrap_or(word).chars().next()).collect()
}

fn beginning(title: &str, dice: &mut Dice) -> String {
    let words = words(title);
    let Some(word) = words.get(dice.roll(words.len())) else { return String::new() };
    word.chars().take(1 + dice.roll(3)).collect()
}
