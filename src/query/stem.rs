//! Light stemming: the part of a folded word that its attached particles and endings leave.
//!
//! Owns the particles, the endings and how much must remain; words that begin with a letter that looks like a particle
//! are listed in `radical.rs`. Cut words are never shown: two texts meet where their stems are equal.
//!
//! For Arabic this is light stemming in the manner of Larkey, Ballesteros and Connell ("Improving stemming for Arabic
//! information retrieval", SIGIR 2002), with single-letter particles taken off as well. What is taken off is taken
//! off again and again, so that a word and the same word with one more particle end at the same stem.

use std::borrow::Cow;

use super::radical::is_radical;
use super::words::is_hebrew;

/// The fewest letters that a particle leaves.
const REST: usize = 3;
/// No word has more particles before it; those of a root that look like one are counted in.
const MOST_PARTICLES: usize = 5;

/// Endings of Arabic, Persian and Urdu words with the fewest letters that each must leave, the longest first.
const ENDINGS: &[(&str, usize)] = &[
    ("اتهما", 3),
    ("اتها", 3),
    ("اتهم", 3),
    ("اتنا", 3),
    ("اتكم", 3),
    ("اته", 3),
    ("اتي", 3),
    ("تهما", 3),
    ("تين", 3),
    ("تان", 3),
    ("تها", 3),
    ("تهم", 3),
    ("تنا", 3),
    ("هما", 3),
    ("كما", 4),
    ("ات", 3),
    ("ته", 3),
    ("ها", 3),
    ("هم", 3),
    ("هن", 3),
    ("كم", 3),
    ("نا", 3),
    ("وا", 3),
    ("ون", 4),
    ("ين", 4),
    ("ان", 4),
    ("ه", 3),
    ("ي", 3),
    ("ا", 3),
];

/// Endings of Hebrew words, the same way.
const HEBREW_ENDINGS: &[(&str, usize)] =
    &[("יות", 3), ("יים", 3), ("ים", 3), ("ות", 3), ("ית", 3), ("ה", 3), ("ת", 4), ("י", 3)];

/// The stem of a folded word: a part of it, or for Latin and Hebrew words nearly so. Empty for an empty word only.
///
/// Arabic script: و ف ب ك ل ال لل and pronouns, plural, dual, feminine and nisba endings come off as long as three
/// letters remain. Hebrew: ו ה ב כ ל מ ש and the plural; a final letter becomes the ordinary one. Latin: the plural `s`.
pub fn stem(folded: &str) -> Cow<'_, str> {
    match folded.chars().next() {
        Some('\u{620}'..='\u{6ff}') => Cow::Borrowed(arabic(folded)),
        Some(letter) if is_hebrew(letter) => hebrew(folded),
        Some('a'..='z') => latin(folded),
        _ => Cow::Borrowed(folded),
    }
}

/// Letters of a text in Arabic or Hebrew script, where each takes two bytes once folded.
fn letters(word: &str) -> usize {
    word.len() / 2
}

fn arabic(word: &str) -> &str {
    let mut rest = word;
    for _ in 0..MOST_PARTICLES {
        match without_particle(rest) {
            Some(shorter) => rest = shorter,
            None => break,
        }
    }
    without_endings(rest)
}

/// The word without its first particle; `None` when it has none, or is listed as one that only looks so.
pub(super) fn without_particle(word: &str) -> Option<&str> {
    let first = word.chars().next()?;
    if !matches!(first, 'و' | 'ف' | 'ب' | 'ك' | 'ل' | 'ا') || letters(word) <= REST || is_radical(word) {
        return None;
    }
    if let Some(rest) = word.strip_prefix("ال") {
        return (letters(rest) >= REST - 1).then_some(rest);
    }
    let rest = word.strip_prefix(['و', 'ف', 'ب', 'ك', 'ل'])?;
    if let Some(after_article) = rest.strip_prefix('ل').filter(|_| first == 'ل')
        && letters(after_article) >= REST
        && !is_radical(rest)
    {
        return Some(after_article);
    }
    // What an ending of two letters or more leaves must be long enough as well: كلبها is كلب and not لب.
    let least = if first == 'ك' && !rest.starts_with("ال") { REST + 1 } else { REST };
    let core = ENDINGS.iter().filter(|(ending, _)| ending.len() > 2).find_map(|(ending, least)| {
        let core = word.strip_suffix(ending)?;
        (letters(core) >= *least).then_some(letters(core) - 1)
    });
    (letters(rest) >= least && core.is_none_or(|core| core >= REST)).then_some(rest)
}

/// The word without its endings.
pub(super) fn without_endings(word: &str) -> &str {
    let endings = if word.starts_with(is_hebrew) { HEBREW_ENDINGS } else { ENDINGS };
    let mut rest = word;
    while let Some(shorter) = without_ending(rest, endings) {
        rest = shorter;
    }
    rest
}

fn without_ending<'w>(word: &'w str, endings: &[(&str, usize)]) -> Option<&'w str> {
    if letters(word) <= REST {
        return None;
    }
    endings.iter().find_map(|(ending, least)| {
        let rest = word.strip_suffix(ending)?;
        (letters(rest) >= *least).then_some(rest)
    })
}

fn hebrew(word: &str) -> Cow<'_, str> {
    let mut rest = word;
    for _ in 0..MOST_PARTICLES {
        match without_hebrew_particle(rest) {
            Some(shorter) => rest = shorter,
            None => break,
        }
    }
    let rest = without_endings(rest);
    let ordinary = match rest.chars().next_back() {
        Some('ך') => 'כ',
        Some('ם') => 'מ',
        Some('ן') => 'נ',
        Some('ף') => 'פ',
        Some('ץ') => 'צ',
        _ => return Cow::Borrowed(rest),
    };
    let mut rest = rest.to_owned();
    rest.pop();
    rest.push(ordinary);
    Cow::Owned(rest)
}

fn without_hebrew_particle(word: &str) -> Option<&str> {
    let rest = word.strip_prefix(['ו', 'ה', 'ב', 'ל', 'כ', 'מ', 'ש'])?;
    let least = if word.starts_with(['כ', 'מ', 'ש']) { REST + 1 } else { REST };
    (letters(rest) >= least && !is_radical(word)).then_some(rest)
}

/// The ways in which the stem of a word may begin that begins with the folded letters `head`: each once.
///
/// Any of the first letters may be a particle, and an ending may begin among the last ones.
pub(super) fn heads(head: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let mut rest = Some(head);
    while let Some(form) = rest {
        let loosest = without_half_endings(form).to_owned();
        if !heads.contains(&loosest) {
            heads.push(loosest);
        }
        rest = match form.chars().next() {
            Some(letter) if is_hebrew(letter) => without_hebrew_particle(form),
            _ => without_particle(form),
        };
    }
    heads
}

/// The word without anything at its end that an ending may begin with.
fn without_half_endings(word: &str) -> &str {
    let endings = match word.chars().next() {
        Some('\u{620}'..='\u{6ff}') => ENDINGS,
        Some(letter) if is_hebrew(letter) => HEBREW_ENDINGS,
        _ => return word.strip_suffix('s').filter(|rest| rest.len() >= REST).unwrap_or(word),
    };
    let mut rest = word;
    loop {
        let parts = endings.iter().flat_map(|(ending, _)| (2..=ending.len()).step_by(2).map(|end| &ending[..end]));
        let shorter = parts.filter_map(|part| rest.strip_suffix(part)).filter(|rest| letters(rest) >= REST);
        match shorter.min_by_key(|rest| rest.len()) {
            Some(shorter) => rest = shorter,
            None => return rest,
        }
    }
}

/// The plural `s` comes off: Harman, "How effective is suffixing?", JASIS 42(1), 1991.
fn latin(word: &str) -> Cow<'_, str> {
    if word.len() < 4 || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let Some(rest) = word.strip_suffix('s') else { return Cow::Borrowed(word) };
    if let Some(root) = rest.strip_suffix("ie").filter(|root| root.len() > 1 && !root.ends_with(['e', 'a'])) {
        return Cow::Owned(format!("{root}y"));
    }
    if rest.ends_with(['u', 's']) { Cow::Borrowed(word) } else { Cow::Borrowed(rest) }
}
