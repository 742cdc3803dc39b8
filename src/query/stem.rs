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
pub(super) const MOST_PARTICLES: usize = 5;

/// An ending and the fewest letters that it must leave.
type Ending = (&'static str, usize);

/// Endings of Arabic, Persian and Urdu words by their last letter, the longest first.
const ENDINGS: &[(char, &[Ending])] = &[
    (
        'ا',
        &[
            ("اتهما", 3),
            ("اتها", 3),
            ("اتنا", 3),
            ("تهما", 3),
            ("تها", 3),
            ("تنا", 3),
            ("هما", 3),
            ("كما", 4),
            ("ها", 3),
            ("نا", 3),
            ("وا", 3),
            ("ا", 3),
        ],
    ),
    ('م', &[("اتهم", 3), ("اتكم", 3), ("تهم", 3), ("هم", 3), ("كم", 3)]),
    ('ه', &[("اته", 3), ("ته", 3), ("ه", 3)]),
    ('ي', &[("اتي", 3), ("ي", 3)]),
    ('ن', &[("تين", 3), ("تان", 3), ("هن", 3), ("ون", 4), ("ين", 4), ("ان", 4)]),
    ('ت', &[("ات", 3)]),
];

/// Endings of Hebrew words, the same way.
const HEBREW_ENDINGS: &[(char, &[Ending])] = &[
    ('ת', &[("יות", 3), ("ות", 3), ("ית", 3), ("ת", 4)]),
    ('ם', &[("יים", 3), ("ים", 3)]),
    ('ה', &[("ה", 3)]),
    ('י', &[("י", 3)]),
];

/// The stem of a folded word: a part of it, or for Latin and Hebrew words nearly so. Empty for an empty word only.
///
/// Arabic script: و ف ب ك ل ال لل and pronouns, plural, dual, feminine and nisba endings come off as long as three
/// letters remain. Hebrew: ו ה ב כ ל מ ש and the plural; a final letter becomes the ordinary one. Latin: the plural `s`.
pub fn stem(folded: &str) -> Cow<'_, str> {
    stem_of_forms(folded, |_| {})
}

/// The same, and gives to `take` what begins otherwise than the stem or goes on behind it: the word and what is left of it
/// when particles come off one by one, the last only where an ending comes off, too. What does not begin with an Arabic
/// letter is given in any case.
pub(super) fn stem_of_forms<'w>(folded: &'w str, mut take: impl FnMut(&'w str)) -> Cow<'w, str> {
    let first = folded.chars().next();
    if first.is_some_and(is_arabic) {
        return Cow::Borrowed(arabic(folded, take));
    }
    take(folded);
    match first {
        Some(letter) if is_hebrew(letter) && folded.chars().all(is_hebrew) => hebrew(folded),
        Some('a'..='z') => latin(folded),
        _ => Cow::Borrowed(folded),
    }
}

/// True for the letters that Arabic, Persian and Urdu words begin with.
pub(super) fn is_arabic(letter: char) -> bool {
    matches!(letter, '\u{620}'..='\u{6ff}')
}

/// True for letters that are written onto a number or a foreign word and are no word themselves: `و20`, `الـBBC`.
pub(super) fn is_particle(folded: &str) -> bool {
    let after_and = folded.strip_prefix(['و', 'ف']).unwrap_or(folded);
    let after_preposition = after_and.strip_prefix(['ب', 'ك', 'ل']).unwrap_or(after_and);
    let is_hebrew_one = || matches!(folded, "ו" | "ה" | "ב" | "כ" | "ל" | "מ" | "ש" | "וה" | "וב" | "ול" | "שה" | "מה");
    matches!(after_preposition, "" | "ال" | "ل") || is_hebrew_one()
}

/// Letters of a text in Arabic or Hebrew script, where each takes two bytes once folded.
fn letters(word: &str) -> usize {
    word.len() / 2
}

fn arabic<'w>(word: &'w str, mut take: impl FnMut(&'w str)) -> &'w str {
    let mut rest = word;
    for _ in 0..MOST_PARTICLES {
        let Some(shorter) = without_particle(rest) else { break };
        take(rest);
        rest = shorter;
    }
    let stem = without_endings(rest);
    if stem != rest || !rest.starts_with(is_arabic) {
        take(rest);
    }
    stem
}

/// The word without its first particle; `None` when it has none, or is listed as one that only looks so.
pub(super) fn without_particle(word: &str) -> Option<&str> {
    let first = word.chars().next()?;
    let may_have_one = matches!(first, 'و' | 'ف' | 'ب' | 'ك' | 'ل') || word.starts_with("ال");
    if !may_have_one || letters(word) <= REST || is_radical(word) {
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
    (letters(rest) >= REST).then_some(rest)
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

fn without_ending<'w>(word: &'w str, endings: &[(char, &[Ending])]) -> Option<&'w str> {
    if letters(word) <= REST {
        return None;
    }
    let last = word.chars().next_back()?;
    let (_, endings) = endings.iter().find(|(letter, _)| *letter == last)?;
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

/// The ways in which the stem of a word may begin that begins with the folded letters `head`: each once, `head` or the
/// most of it first.
///
/// Any of the first letters may be a particle as long as two letters remain, and an ending may begin among the last. A
/// particle that [`stem`] takes off is two of these at the most (`لل`).
/// Of a head that is nothing but particles, words whose stem begins behind it are not covered.
pub(super) fn heads(head: &str) -> Vec<String> {
    let mut heads: Vec<String> = Vec::new();
    let mut rest = Some(head);
    for _ in 0..=2 * MOST_PARTICLES {
        let Some(form) = rest else { break };
        let loosest = without_half_endings(form);
        if !heads.iter().any(|known| loosest.starts_with(known)) {
            heads.push(loosest.to_owned());
        }
        rest = without_first_particle(form).filter(|rest| letters(rest) >= 2);
    }
    heads
}

/// True when all of the folded letters but one may be particles, or a part of one: then [`heads`] does not cover the words
/// that begin so.
pub(super) fn is_open(head: &str) -> bool {
    let mut rest = head;
    for _ in 0..=2 * MOST_PARTICLES {
        match without_first_particle(rest) {
            Some(shorter) if letters(shorter) < 2 => return true,
            Some(shorter) => rest = shorter,
            None => return "ال".starts_with(rest),
        }
    }
    false
}

/// The word without its first particle, however short it becomes, and whatever the list of radicals says.
fn without_first_particle(word: &str) -> Option<&str> {
    match word.chars().next() {
        Some(letter) if is_hebrew(letter) => word.strip_prefix(['ו', 'ה', 'ב', 'ל', 'כ', 'מ', 'ש']),
        _ => word.strip_prefix("ال").or_else(|| word.strip_prefix(['و', 'ف', 'ب', 'ك', 'ل'])),
    }
}

/// The word without anything at its end that an ending may begin with.
fn without_half_endings(word: &str) -> &str {
    let endings = match word.chars().next() {
        Some('\u{620}'..='\u{6ff}') => ENDINGS,
        Some(letter) if is_hebrew(letter) => HEBREW_ENDINGS,
        _ => {
            let parts = ["ies", "ie", "i", "s"].into_iter().filter_map(|part| word.strip_suffix(part));
            return parts.filter(|rest| rest.len() > 1).min_by_key(|rest| rest.len()).unwrap_or(word);
        }
    };
    let mut rest = word;
    loop {
        let endings = endings.iter().flat_map(|(_, endings)| endings.iter());
        let parts = endings.flat_map(|(ending, _)| (2..=ending.len()).step_by(2).map(|end| &ending[..end]));
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
