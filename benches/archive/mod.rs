//! An archive as large as wanted, made of real articles: for benches and tests of size, never for the repository.
//!
//! Owns the generator. The articles come from `news/*.jsonl.gz` below the folder that `KHABAR_SUITES` names. They are
//! multiplied as follows, the same on every run: article `n` takes the source article `n` modulo their number. The first
//! round keeps each as it is. From the second round on, title and body are made of words and sentences of the source:
//! the words of the title change places with those of another title of the same language (half of each, in a new
//! order), the sentences of the body stand in a new order, and each third one comes from the other article. Ids are
//! counted; dates go back one minute and a half an article from the last day of 2025.

#![allow(dead_code, reason = "each bench uses a part of it")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// One article, as JSON lines have it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    pub(crate) title: String,
    pub(crate) section: String,
    pub(crate) body: String,
    pub(crate) language: String,
    pub(crate) source: String,
}

/// The folder of the real articles; `None` when `KHABAR_SUITES` names none.
pub(crate) fn news_folder() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("KHABAR_SUITES")?).join("news");
    folder.is_dir().then_some(folder)
}

/// All real articles in the order of the files' names.
pub(crate) fn real_articles(folder: &Path) -> Vec<Item> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of news can be read")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".jsonl.gz"))
        .collect();
    files.sort();
    files.iter().flat_map(|file| articles_of(file)).collect()
}

fn articles_of(file: &Path) -> Vec<Item> {
    let mut gzip = Command::new("gzip")
        .arg("-dc")
        .arg(file)
        .stdout(Stdio::piped())
        .spawn()
        .expect("gzip stands on every system that has these files");
    let lines = BufReader::new(gzip.stdout.take().expect("its output is a pipe")).lines();
    let items = lines.map_while(Result::ok).filter_map(|line| item_of(&line)).collect();
    gzip.wait().expect("gzip ends once its output is read");
    items
}

fn item_of(line: &str) -> Option<Item> {
    let value: Value = serde_json::from_str(line).ok()?;
    let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    Some(Item {
        title: text("title"),
        section: text("section"),
        body: text("body"),
        language: text("lang"),
        source: text("source"),
    })
}

/// A small generator of numbers: the same on every machine (SplitMix64).
#[derive(Clone, Debug)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ mixed >> 31) % sides.max(1) as u64) as usize
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.roll(last + 1));
        }
    }
}

/// Article `number` of the archive.
pub(crate) fn item(real: &[Item], number: usize) -> Item {
    let own = &real[number % real.len()];
    if number < real.len() {
        return own.clone();
    }
    let mut dice = Dice(number as u64);
    let other = other_of(real, own, &mut dice);
    Item { title: mixed_title(own, other, &mut dice), body: mixed_body(own, other, &mut dice), ..own.clone() }
}

/// The title alone: what a title index needs.
pub(crate) fn title(real: &[Item], number: usize) -> String {
    let own = &real[number % real.len()];
    if number < real.len() {
        return own.title.clone();
    }
    let mut dice = Dice(number as u64);
    let other = other_of(real, own, &mut dice);
    mixed_title(own, other, &mut dice)
}

fn other_of<'r>(real: &'r [Item], own: &'r Item, dice: &mut Dice) -> &'r Item {
    let mut tries = (0..8).map(|_| &real[dice.roll(real.len())]);
    tries.find(|other| other.language == own.language).unwrap_or(own)
}

fn mixed_title(own: &Item, other: &Item, dice: &mut Dice) -> String {
    let mut words: Vec<&str> = own.title.split_whitespace().collect();
    dice.shuffle(&mut words);
    let kept = words.len().div_ceil(2);
    let mut others: Vec<&str> = other.title.split_whitespace().collect();
    dice.shuffle(&mut others);
    let wanted = words.len() - kept;
    words.truncate(kept);
    words.extend(others.into_iter().take(wanted));
    words.join(" ")
}

fn mixed_body(own: &Item, other: &Item, dice: &mut Dice) -> String {
    let mut sentences: Vec<&str> = sentences(&own.body);
    let others = self::sentences(&other.body);
    dice.shuffle(&mut sentences);
    for sentence in sentences.iter_mut().step_by(3).filter(|_| !others.is_empty()) {
        *sentence = others[dice.roll(others.len())];
    }
    let mut body = String::with_capacity(own.body.len());
    for (number, sentence) in sentences.iter().enumerate() {
        body.push_str(sentence.trim());
        body.push_str(if number % 3 == 2 { "\n\n" } else { " " });
    }
    body
}

/// The sentences of a text, and its lines: each with its sign.
fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['\n', '.', '؟', '!', '۔']).filter(|part| part.trim().len() > 2).collect()
}

/// Article `number` as a line of JSON that khabar imports.
pub(crate) fn json_line(real: &[Item], number: usize) -> String {
    let item = item(real, number);
    let minutes = jiff::Span::new().seconds(90 * number as i64);
    let last = jiff::civil::date(2025, 12, 31).at(23, 59, 0, 0);
    let date = last.checked_sub(minutes).unwrap_or(last);
    serde_json::json!({
        "id": format!("archive-{number:07}"),
        "url": format!("archive:{number:07}"),
        "title": item.title,
        "section": item.section,
        "date": format!("{}Z", date.strftime("%Y-%m-%dT%H:%M:%S")),
        "lang": item.language,
        "source": item.source,
        "body": item.body,
    })
    .to_string()
}
