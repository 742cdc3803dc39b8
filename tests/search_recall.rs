//! Queries made of real articles, spelt another way or with other particles and endings: each must find its article.
//!
//! Owns the generator of such queries; the articles stand below `KHABAR_SUITES`, without which there is nothing to do.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use jiff::civil::date;
use khabar::query::{Expr, Holds, TextMatch, index_text, index_words, parse};
use khabar::text::fold;

#[path = "../benches/archive/mod.rs"]
mod archive;

use archive::{Dice, Item};

/// Queries of each kind.
const EACH: usize = 300;
/// Articles that queries are made of and looked for in: one in twelve of the Arabic ones, one in three of the others.
const STEPS: [usize; 2] = [12, 3];

/// The articles, read and cut into words once for all tests; `None` without the suites.
static CROWD: LazyLock<Option<Index>> = LazyLock::new(|| {
    let real = archive::real_articles(&archive::news_folder()?);
    let (arabic, others): (Vec<Item>, Vec<Item>) = real.into_iter().partition(is_arabic);
    let every = |items: Vec<Item>, step: usize| items.into_iter().step_by(step);
    Some(Index::new(every(arabic, STEPS[0]).chain(every(others, STEPS[1])).collect()))
});

fn is_arabic(item: &Item) -> bool {
    item.language.starts_with("ar")
}

/// Articles by the stems in them: what a full-text index is.
struct Index {
    items: Vec<Item>,
    articles: HashMap<String, Vec<usize>>,
    /// How many different words of bodies each stem stands for.
    forms: HashMap<String, HashSet<String>>,
}

impl Index {
    fn new(items: Vec<Item>) -> Self {
        let mut articles: HashMap<String, Vec<usize>> = HashMap::new();
        let mut forms: HashMap<String, HashSet<String>> = HashMap::new();
        for (number, item) in items.iter().enumerate() {
            let mut put = |stem: String| {
                let numbers = articles.entry(stem).or_default();
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            };
            for word in index_words(&item.body) {
                forms.entry(word.stem.clone()).or_default().insert(word.folded);
                put(word.stem);
            }
            index_words(&item.title).for_each(|word| put(word.stem));
        }
        Self { items, articles, forms }
    }

    /// The articles that hold every word of a query, verified on their text, of those that are asked for.
    fn find(&self, query: &str, asked: &dyn Fn(usize) -> bool) -> Vec<usize> {
        let parsed = parse(query, date(2026, 11, 22));
        assert!(parsed.problems.is_empty(), "{query}: {:?}", parsed.problems);
        let wanted: Vec<TextMatch> = parsed.wanted().into_iter().cloned().collect();
        assert!(matches!(parsed.expr, Some(Expr::All(_) | Expr::Text(_))), "{query}");
        let mut found: Option<Vec<usize>> = None;
        for text in &wanted {
            let mut stems = String::new();
            index_text(&query[text.bytes.clone()], &mut stems);
            for stem in stems.split(' ') {
                let mut articles = self.articles.get(stem).cloned().unwrap_or_default();
                articles.retain(|number| found.as_ref().is_none_or(|found| found.binary_search(number).is_ok()));
                found = Some(articles);
            }
        }
        let holds =
            |item: &Item| wanted.iter().all(|text| text.holds(&item.title).max(text.holds(&item.body)) > Holds::No);
        found.unwrap_or_default().into_iter().filter(|&number| asked(number) && holds(&self.items[number])).collect()
    }
}

fn words(text: &str) -> Vec<&str> {
    // Vowel signs and the joiner that Persian writes before its endings stand inside words.
    let is_inside = |letter: char| letter.is_alphanumeric() || matches!(letter, '\u{64b}'..='\u{652}' | '\u{200c}');
    let words = text.split(|letter: char| !is_inside(letter));
    words.filter(|word| fold(word).chars().count() >= 3).collect()
}

/// The word spelt another way.
fn respelt(word: &str, dice: &mut Dice) -> String {
    let replaced = |pairs: &[(char, char)]| -> String {
        word.chars()
            .map(|letter| pairs.iter().find(|(from, _)| *from == letter).map_or(letter, |(_, to)| *to))
            .collect()
    };
    match dice.roll(8) {
        0 => replaced(&[('أ', 'ا'), ('إ', 'ا'), ('آ', 'ا'), ('ؤ', 'و'), ('ئ', 'ي')]),
        1 => replaced(&[('ة', 'ه')]),
        2 => replaced(&[('ى', 'ي')]),
        3 => replaced(&[('ي', 'ى')]),
        4 => replaced(&[('ك', 'ک'), ('ي', 'ی'), ('ه', 'ہ')]),
        5 => replaced(&[('0', '٠'), ('1', '١'), ('2', '٢'), ('3', '٣'), ('4', '٤'), ('5', '٥'), ('6', '٦')]),
        6 => word.chars().flat_map(|letter| [Some(letter), (letter == 'س').then_some('ـ')]).flatten().collect(),
        _ => word.to_uppercase(),
    }
}

/// The word with vowel signs where it has none; hamza dropped, for with them a hamza asks for itself.
fn vocalised(word: &str, dice: &mut Dice) -> String {
    let plain = |letter: char| if "أإآ".contains(letter) { 'ا' } else { letter };
    let signs = ['\u{64e}', '\u{64f}', '\u{650}', '\u{652}'];
    let is_bare = word.chars().all(|letter| !('\u{64b}'..='\u{652}').contains(&letter));
    if !is_bare || !word.chars().all(|letter| ('\u{620}'..='\u{64a}').contains(&letter)) {
        return word.to_owned();
    }
    word.chars().map(plain).flat_map(|letter| [letter, signs[dice.roll(signs.len())]]).collect()
}

/// The word with a particle or ending added, or without one that it has.
fn attached(word: &str, known: &HashSet<String>, dice: &mut Dice) -> String {
    // A particle is one where what is left is a noun of its own: one that stands with the article elsewhere.
    let is_noun = |word: &str| word.chars().count() >= 3 && known.contains(&format!("ال{word}"));
    let particles = ["وال", "بال", "لل", "ال", "و", "ب", "ل", "ف"];
    let is_whole = is_noun(word);
    let rest = particles.iter().find_map(|particle| word.strip_prefix(particle).filter(|rest| is_noun(rest)));
    let rest = rest.filter(|_| !is_whole);
    match rest {
        Some(rest) if dice.roll(2) == 0 => rest.to_owned(),
        Some(_) => word.to_owned(),
        None if is_whole => format!("{}{word}", ["ال", "و", "ب", "ل", "وال", "بال"][dice.roll(6)]),
        None => format!("و{}", word.strip_prefix('و').unwrap_or(word)),
    }
}

/// The share of queries that find the article they are made of, and those that do not.
fn recall(
    index: &Index,
    holds: &dyn Fn(&Item) -> bool,
    dice: &mut Dice,
    change: &mut dyn FnMut(&str, &mut Dice) -> String,
) -> (f64, Vec<String>) {
    let (mut found, mut made, mut missed) = (0, 0, Vec::new());
    while made < EACH {
        let number = dice.roll(index.items.len());
        let item = &index.items[number];
        if !holds(item) {
            continue;
        }
        let mut body = words(&item.body);
        body.extend(words(&item.title));
        if body.len() < 10 {
            continue;
        }
        let picked = [body[dice.roll(body.len())], body[dice.roll(body.len())]];
        let query = picked.map(|word| change(word, dice)).join(" ");
        if parse(&query, date(2026, 11, 22)).plain_words().is_none() {
            continue;
        }
        made += 1;
        if index.find(&query, &|other| other == number).len() == 1 {
            found += 1;
        } else {
            missed.push(format!("{} → {query}", picked.join(" ")));
        }
    }
    (f64::from(found) / EACH as f64, missed)
}

#[test]
fn other_spellings_and_particles_find_their_article() {
    let Some(index) = &*CROWD else { return };
    let mut dice = Dice(23);
    let (share, missed) = recall(index, &|_| true, &mut dice, &mut respelt);
    assert!(share >= 0.99, "{share:.3} of other spellings: {missed:#?}");
    let (share, missed) = recall(index, &|_| true, &mut dice, &mut vocalised);
    assert!(share >= 0.99, "{share:.3} of vocalised words: {missed:#?}");
    let arabic = index.items.iter().filter(|item| is_arabic(item));
    let known: HashSet<String> = arabic.flat_map(|item| words(&item.body)).map(str::to_owned).collect();
    let plain = recall(index, &is_arabic, &mut dice, &mut |word, _| word.to_owned());
    assert!(plain.0 >= 0.997, "{:.3} of words as they stand: {:#?}", plain.0, plain.1);
    let with = recall(index, &is_arabic, &mut dice, &mut |word, dice| attached(word, &known, dice));
    assert!(with.0 >= 0.95, "{:.3} with other particles: {:#?}", with.0, with.1);
}

/// How many forms share a stem, and what a word that stands nowhere finds.
#[test]
fn stems_stay_distinct() {
    let Some(index) = &*CROWD else { return };
    let all: usize = index.forms.values().map(HashSet::len).sum();
    let average = all as f64 / index.forms.len() as f64;
    assert!(average <= 3.0, "{average:.2} forms a stem");
    // Words of the same letters in another order are nearly always no words.
    let mut dice = Dice(29);
    let mut found = 0;
    for _ in 0..100 {
        let body = words(&index.items[dice.roll(index.items.len())].body);
        let mut letters: Vec<char> =
            body.iter().filter(|word| word.chars().count() > 6).flat_map(|word| word.chars()).take(9).collect();
        dice.shuffle(&mut letters);
        letters.retain(|letter| letter.is_alphabetic());
        let query: String = letters.into_iter().collect();
        if !query.is_empty() {
            found += index.find(&query, &|_| true).len();
        }
    }
    assert!(found <= 25, "{found} articles for words that are none");
}
