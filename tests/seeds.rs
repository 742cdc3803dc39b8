//! The articles that khabar ships with, checked as files: letters, layout and what each promises to show.
//!
//! Owns what must hold before any of our code reads a seed; that they parse is the business of `source/`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use icu_properties::props::{GeneralCategory, Script};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};
use unicode_normalization::UnicodeNormalization;

const SCRIPTS: CodePointMapDataBorrowed<'static, Script> = CodePointMapData::<Script>::new();
const CATEGORIES: CodePointMapDataBorrowed<'static, GeneralCategory> = CodePointMapData::<GeneralCategory>::new();

/// Letters of Persian, Urdu, Kurdish, Pashto and Uighur that Arabic does not write.
const NOT_ARABIC: &str = "پچژگکیںٹڈڑےھہەۆێڕڵۍښځېۇۈڭ";
const ARABIC_INDIC: std::ops::RangeInclusive<char> = '٠'..='٩';
const ZWNJ: char = '\u{200c}';

/// One seed: its file name, the whole text, and the text without front matter.
struct Seed {
    name: String,
    text: String,
    fields: Vec<String>,
    body: String,
}

impl Seed {
    fn new(name: String, text: String) -> Self {
        let mut lines = text.lines();
        let fence = lines.next().filter(|line| matches!(*line, "---" | "+++"));
        let Some(fence) = fence else {
            return Self { body: text.clone(), fields: Vec::new(), name, text };
        };
        let fields: Vec<String> = lines.by_ref().take_while(|line| *line != fence).map(str::to_owned).collect();
        let body = lines.collect::<Vec<_>>().join("\n");
        assert!(!body.is_empty(), "{name}: front matter that does not end");
        Self { name, text, fields, body }
    }

    /// A field of the front matter without its quotes.
    fn field(&self, key: &str) -> Option<String> {
        self.fields.iter().find_map(|line| {
            let rest = line.strip_prefix(key)?.trim_start().strip_prefix([':', '='])?;
            Some(rest.trim().trim_matches('"').to_owned())
        })
    }

    /// The body's lines that are not blank.
    fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.body.lines().filter(|line| !line.is_empty())
    }

    /// The outermost section: a field of the front matter, or a first line that no blank line follows.
    fn section(&self) -> Option<String> {
        let line = match self.fields.is_empty() {
            true => self.text.lines().next().filter(|_| self.text.lines().nth(1) != Some(""))?.to_owned(),
            false => self.field("section")?,
        };
        line.split(['-', '›']).next().map(|part| part.trim().to_owned())
    }

    fn letters_of(&self, script: Script) -> usize {
        self.body.chars().filter(|&c| c.is_alphabetic() && SCRIPTS.get(c) == script).count()
    }

    fn is_arabic(&self) -> bool {
        let letters = self.body.chars().filter(|&c| CATEGORIES.get(c) != GeneralCategory::NonspacingMark);
        let all = letters.filter(|c| c.is_alphabetic()).count();
        self.letters_of(Script::Arabic) * 2 > all && !self.body.contains(|c| NOT_ARABIC.contains(c))
    }

    /// Per hundred Arabic letters, those with at least one mark on them.
    fn vocalised_percent(&self) -> usize {
        let chars: Vec<char> = self.body.chars().collect();
        let is_letter = |c: char| SCRIPTS.get(c) == Script::Arabic && CATEGORIES.get(c) == GeneralCategory::OtherLetter;
        let is_mark = |c: Option<&char>| c.is_some_and(|&c| CATEGORIES.get(c) == GeneralCategory::NonspacingMark);
        let letters: Vec<usize> = (0..chars.len()).filter(|&at| is_letter(chars[at])).collect();
        let marked = letters.iter().filter(|&&at| is_mark(chars.get(at + 1))).count();
        marked * 100 / letters.len().max(1)
    }

    fn longest_digit_run(&self) -> usize {
        self.body
            .split(|c: char| CATEGORIES.get(c) != GeneralCategory::DecimalNumber)
            .map(|run| run.chars().count())
            .max()
            .unwrap_or(0)
    }
}

/// All seeds, in the order of their names.
fn seeds() -> Vec<Seed> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let entries = fs::read_dir(folder).expect("the folder of seeds");
    let mut seeds: Vec<Seed> = entries
        .map(|entry| {
            let path = entry.expect("a readable folder").path();
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            let bytes = fs::read(&path).expect("a readable seed");
            let text = String::from_utf8(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
            Seed::new(name, text)
        })
        .collect();
    seeds.sort_by(|one, other| one.name.cmp(&other.name));
    seeds
}

/// The deepest nesting of `()`, `[]`, `{}` and `«»` in a paragraph; `None` when they do not pair up.
fn bracket_depth(paragraph: &str) -> Option<usize> {
    const PAIRS: [(char, char); 6] = [('(', ')'), ('[', ']'), ('{', '}'), ('«', '»'), ('“', '”'), ('‹', '›')];
    let (mut open, mut deepest) = (Vec::new(), 0);
    for letter in paragraph.chars() {
        if let Some((_, close)) = PAIRS.iter().find(|(start, _)| *start == letter) {
            open.push(*close);
            deepest = deepest.max(open.len());
        } else if PAIRS.iter().any(|(_, close)| *close == letter) && open.pop() != Some(letter) {
            return None;
        }
    }
    open.is_empty().then_some(deepest)
}

#[test]
fn there_are_enough_and_they_are_numbered() {
    let seeds = seeds();
    assert!(seeds.len() >= 16, "{} seeds", seeds.len());
    for (at, seed) in seeds.iter().enumerate() {
        assert!(seed.name.starts_with(&format!("{:02}-", at + 1)), "{} should be number {}", seed.name, at + 1);
        let plain = seed.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b));
        assert!(plain && (seed.name.ends_with(".txt") || seed.name.ends_with(".md")), "{}", seed.name);
        assert_eq!(seed.name.ends_with(".md"), !seed.fields.is_empty(), "{}: front matter is for .md", seed.name);
    }
}

#[test]
fn every_language_is_there() {
    let seeds = seeds();
    let arabic = seeds.iter().filter(|seed| seed.is_arabic()).count();
    assert!(arabic >= 10, "{arabic} Arabic seeds");
    let mostly = |script| {
        seeds
            .iter()
            .filter(|seed| seed.letters_of(script) * 2 > seed.body.chars().filter(|c| c.is_alphabetic()).count())
            .count()
    };
    assert!(mostly(Script::Hebrew) >= 2 && mostly(Script::Latin) >= 2);
    let with = |cues: &str| seeds.iter().filter(|seed| cues.chars().all(|cue| seed.body.contains(cue))).count();
    assert!(with("ےںٹ") >= 2, "Urdu");
    assert!(with("پچگ\u{200c}") >= 2, "Persian");
    assert!(with("ەۆێ") >= 1, "Kurdish");
    let mixed = [Script::Arabic, Script::Hebrew, Script::Latin, Script::Han, Script::Cyrillic, Script::Devanagari];
    let mixes = |seed: &&Seed| mixed.iter().all(|&script| seed.letters_of(script) > 0) && seed.body.contains('😀');
    assert_eq!(seeds.iter().filter(mixes).count(), 1, "one seed mixes all scripts and emoji");
}

#[test]
fn sections_are_spread() {
    let seeds = seeds();
    let arabic: BTreeSet<String> = seeds.iter().filter(|seed| seed.is_arabic()).filter_map(Seed::section).collect();
    assert!(arabic.len() >= 5, "{arabic:?}");
    let starts = |start: &str| seeds.iter().any(|seed| seed.text.starts_with(start));
    assert!(starts("---\n") && starts("+++\n"), "YAML and TOML front matter");
    assert!(seeds.iter().any(|seed| seed.fields.is_empty() && seed.section().is_none()), "a plain title line");
}

#[test]
fn every_date_is_a_day_that_has_been() {
    let today = jiff::civil::date(2026, 11, 22);
    let mut years = BTreeSet::new();
    for seed in seeds().iter().filter(|seed| !seed.fields.is_empty()) {
        let written = seed.field("date").unwrap_or_else(|| panic!("{}: no date", seed.name));
        let day: jiff::civil::Date = written.parse().unwrap_or_else(|error| panic!("{}: {error}", seed.name));
        assert!(day <= today, "{}: {day}", seed.name);
        assert!(seed.field("title").is_some_and(|title| !title.is_empty()), "{}: no title", seed.name);
        assert!(seed.field("lang").is_some(), "{}: no lang", seed.name);
        years.insert(day.year());
    }
    assert!(years.len() >= 5, "{years:?}");
}

#[test]
fn one_seed_is_fully_vocalised() {
    let vocalised: Vec<(String, usize)> = seeds()
        .iter()
        .map(|seed| (seed.name.clone(), seed.vocalised_percent()))
        .filter(|(_, share)| *share >= 60)
        .collect();
    assert_eq!(vocalised.len(), 1, "{vocalised:?}");
}

#[test]
fn each_hard_thing_is_shown_in_arabic() {
    let seeds = seeds();
    let shown = |what: &str, test: &dyn Fn(&Seed) -> bool| {
        assert!(seeds.iter().any(|seed| seed.is_arabic() && test(seed)), "no Arabic seed shows {what}");
    };
    shown("nested brackets", &|seed| seed.paragraphs().any(|line| bracket_depth(line) >= Some(4)));
    shown("a URL", &|seed| seed.body.contains("https://"));
    shown("an e-mail address", &|seed| {
        seed.body.split_whitespace().any(|word| word.contains('@') && word.contains('.'))
    });
    shown("Arabic-Indic digits", &|seed| seed.body.contains(|c| ARABIC_INDIC.contains(&c)));
    shown("a long number", &|seed| seed.longest_digit_run() >= 9);
    shown("a phone number", &|seed| seed.body.contains("+49 "));
    shown("prices", &|seed| ["$12.5", "1,234.56 €", "٣٥٫٥"].iter().all(|price| seed.body.contains(price)));
    shown("per cent", &|seed| seed.body.contains('%'));
    shown("the Arabic per cent sign", &|seed| seed.body.contains('٪'));
    shown("both quotation marks", &|seed| seed.body.contains('«') && seed.body.contains('"'));
    shown("tatweel", &|seed| seed.body.contains("ــ"));
    shown("every lam-alef", &|seed| ["لا", "لأ", "لإ", "لآ", "لَا"].iter().all(|pair| seed.body.contains(pair)));
    shown("a date with two month names", &|seed| seed.body.contains("أيلول/سبتمبر 20"));
    shown("a list", &|seed| {
        seed.paragraphs().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).count() >= 4
    });
    shown("Latin names", &|seed| seed.letters_of(Script::Latin) > 40);
}

#[test]
fn length_is_that_of_a_news_item() {
    for seed in seeds() {
        let (paragraphs, words) = (seed.paragraphs().count(), seed.body.split_whitespace().count());
        assert!((4..=14).contains(&paragraphs), "{}: {paragraphs} paragraphs", seed.name);
        assert!((110..=500).contains(&words), "{}: {words} words", seed.name);
    }
}

#[test]
fn letters_are_clean() {
    for seed in seeds() {
        let name = &seed.name;
        assert!(seed.text.ends_with('\n') && !seed.text.ends_with("\n\n"), "{name}: one line feed at the end");
        assert!(seed.text.nfc().eq(seed.text.chars()), "{name}: not in NFC");
        for (at, line) in seed.text.lines().enumerate() {
            assert_eq!(line.trim_end(), line, "{name}:{}: blanks at the end", at + 1);
            assert!(!line.trim_start().contains("  "), "{name}:{}: two blanks", at + 1);
            assert!(bracket_depth(line).is_some() || line.contains('›'), "{name}:{}: brackets do not pair up", at + 1);
        }
        for letter in seed.text.chars().filter(|c| *c != '\n') {
            let code = u32::from(letter);
            let intended = letter == 'ﷺ' && name.contains("unicode");
            let is_form = matches!(code, 0xfb1d..=0xfdff | 0xfe70..=0xfeff) && !intended;
            let is_stray = matches!(
                CATEGORIES.get(letter),
                GeneralCategory::Control | GeneralCategory::PrivateUse | GeneralCategory::Unassigned
            );
            assert!(!is_form && !is_stray, "{name}: U+{code:04X}");
        }
    }
}

#[test]
fn invisible_characters_stand_only_where_they_are_meant() {
    for seed in seeds() {
        for line in seed.text.lines() {
            let isolates = line.matches(['\u{2066}', '\u{2067}', '\u{2068}']).count();
            assert_eq!(isolates, line.matches('\u{2069}').count(), "{}: isolates are closed: {line}", seed.name);
        }
        let others = seed.text.chars().filter(|&c| CATEGORIES.get(c) == GeneralCategory::Format);
        let stray: Vec<char> =
            others.filter(|c| !matches!(c, '\u{2066}'..='\u{2069}' | '\u{200c}' | '\u{200d}')).collect();
        assert!(stray.is_empty(), "{}: {stray:?}", seed.name);
        let is_persian = seed.name.ends_with("-fa.md") || seed.name.ends_with("-fa.txt");
        assert_eq!(seed.text.matches(ZWNJ).count() >= 10, is_persian, "{}: ZWNJ is Persian", seed.name);
    }
}

#[test]
fn the_helpers_tell_right_from_wrong() {
    assert_eq!(bracket_depth("a (b [c {d}]) «e»"), Some(3));
    assert_eq!(bracket_depth("a (b]"), None);
    assert_eq!(bracket_depth("a (b"), None);
    let seed = |text: &str| Seed::new("x".to_owned(), text.to_owned());
    assert!(seed("خبر عاجل\n").is_arabic() && !seed("خبر گرم\n").is_arabic() && !seed("news خبر\n").is_arabic());
    assert_eq!(seed("كَتَبَ\n").vocalised_percent(), 100);
    assert_eq!(seed("كتب\n").vocalised_percent(), 0);
    assert_eq!(seed("1 22 ٣٣٣\n").longest_digit_run(), 3);
    assert_eq!(seed("A - B\nc\n").section().as_deref(), Some("A"));
    assert_eq!(seed("A - B\n\nc\n").section(), None);
    assert_eq!(seed("---\nsection: \"A › B\"\n---\n\nc\n").section().as_deref(), Some("A"));
}
