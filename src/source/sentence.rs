//! Where the first sentence ends, and which lines are no prose at all.
//!
//! Owns the rules of sentence ends in news text; what becomes of the sentence is `derive.rs`.

use crate::text::fold;

/// What a dateline or a byline names beside the place; folded when compared.
const AGENCIES: &[&str] = &[
    "رويترز",
    "أ ف ب",
    "أ.ف.ب",
    "ا ف ب",
    "فرانس برس",
    "وكالات",
    "الأناضول",
    "أ ب",
    "أ.ب",
    "د ب أ",
    "د.ب.أ",
    "واس",
    "سبوتنيك",
    "تاس",
    "شينخوا",
    "سانا",
    "كونا",
    "وام",
    "بترا",
    "قنا",
    "ایرنا",
    "ایسنا",
    "تسنیم",
    "reuters",
    "afp",
    "ap",
    "dpa",
    "tass",
    "xinhua",
    "upi",
    "ansa",
    "efe",
    "aa",
    "wam",
    "spa",
    "kuna",
];

/// Short forms that end in a full stop and go on; folded when compared, without the stop.
const ABBREVIATIONS: &[&str] = &[
    "هـ", "ق.م", "أ.د", "ص.ب", "mr", "mrs", "ms", "dr", "prof", "st", "gen", "gov", "sen", "rep", "lt", "col", "sgt",
    "capt", "no", "vs", "inc", "ltd", "co", "corp", "jr", "sr", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sept", "sep", "oct", "nov", "dec", "cf", "approx", "rev", "hon", "pres",
];

/// How many characters are searched for an end: no sentence is longer, and a paragraph may be a whole file.
const SENTENCE_LIMIT: usize = 2000;
/// The longest line that is a dateline, in characters.
const DATELINE_LIMIT: usize = 60;

/// The first sentence of a paragraph with the marks that close it; the whole when no end is found.
///
/// An end is a full stop (also the Urdu one), a question or exclamation mark or an ellipsis, outside quotes and brackets
/// and before white space. The stop of a number, an initial, an abbreviation or an address is none.
pub(super) fn first_sentence(text: &str) -> &str {
    let letters: Vec<(usize, char)> = text.char_indices().take(SENTENCE_LIMIT).collect();
    let end = sentence_end(&letters, text, true).or_else(|| {
        // A quotation that never closes hides every end behind it: then quotation marks count for nothing.
        let is_open = Enclosure::after(&letters).depth > 0;
        is_open.then(|| sentence_end(&letters, text, false)).flatten()
    });
    text[..end.unwrap_or(text.len())].trim_end()
}

/// True for marks that close a quotation or a bracket and so may follow the end of a sentence.
pub(super) fn is_closing(letter: char) -> bool {
    matches!(
        letter,
        '"' | '»' | '”' | '’' | ')' | ']' | '}' | '\'' | '״' | '\u{200e}' | '\u{200f}' | '\u{202c}' | '\u{2069}'
    )
}

/// True for a line that stands beside the text and is not part of it: a number or date, an address, a short dateline.
pub(super) fn is_furniture(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let has_letters = line.chars().any(char::is_alphabetic);
    let is_address = words == 1 && (line.contains("://") || line.starts_with("www.") || line.contains('@'));
    let is_byline = words <= 6
        && line.chars().take(DATELINE_LIMIT + 1).count() <= DATELINE_LIMIT
        && line.split(['-', '–', '—', '/', '|', ',', '،', '(', ')', '«', '»', ':']).any(|part| {
            let part = fold(part.trim());
            AGENCIES.iter().any(|agency| fold(agency) == part)
        });
    !has_letters || is_address || is_byline
}

/// True for a line of two or three short names with dashes between them: a reporter, a town, a paper.
pub(super) fn is_dateline(line: &str) -> bool {
    let parts: Vec<&str> = line.split(['-', '–', '—']).collect();
    let is_name = |part: &&str| {
        let words = part.split_whitespace().count();
        (1..=3).contains(&words) && part.chars().all(|letter| letter.is_alphabetic() || letter.is_whitespace())
    };
    (2..=3).contains(&parts.len())
        && parts.iter().all(is_name)
        && line.chars().take(DATELINE_LIMIT + 1).count() <= DATELINE_LIMIT
}

/// How deep the reading stands in quotes and brackets.
#[derive(Default)]
struct Enclosure {
    depth: usize,
    in_straight: bool,
}

impl Enclosure {
    /// Takes the letter at `at` into account.
    fn step(&mut self, letters: &[(usize, char)], at: usize) {
        let neighbour = |index: Option<usize>| index.and_then(|index| letters.get(index)).map(|&(_, letter)| letter);
        let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        match letters[at].1 {
            '(' | '[' | '{' | '«' | '“' | '„' => self.depth += 1,
            ')' | ']' | '}' | '»' | '”' => self.depth = self.depth.saturating_sub(1),
            // Between two letters it is the Hebrew gershayim typed as a quotation mark.
            '"' if is_word(neighbour(at.checked_sub(1))) && is_word(neighbour(at.checked_add(1))) => {}
            '"' if self.in_straight => {
                self.in_straight = false;
                self.depth = self.depth.saturating_sub(1);
            }
            '"' => {
                self.in_straight = true;
                self.depth += 1;
            }
            _ => {}
        }
    }

    fn after(letters: &[(usize, char)]) -> Self {
        let mut enclosure = Self::default();
        (0..letters.len()).for_each(|at| enclosure.step(letters, at));
        enclosure
    }
}

/// The byte behind the first sentence and its closing marks.
fn sentence_end(letters: &[(usize, char)], text: &str, heed_quotes: bool) -> Option<usize> {
    let mut enclosure = Enclosure::default();
    for at in 0..letters.len() {
        if heed_quotes {
            enclosure.step(letters, at);
        }
        let ends = matches!(letters[at].1, '.' | '؟' | '?' | '!' | '۔' | '…' | '。');
        if enclosure.depth > 0 || !ends {
            continue;
        }
        let behind = (at + 1..letters.len()).find(|&next| {
            let letter = letters[next].1;
            !matches!(letter, '.' | '؟' | '?' | '!' | '…') && (!is_closing(letter) || letter == '"')
        });
        match behind {
            None => return Some(text.len()),
            Some(next) if !letters[next].1.is_whitespace() && letters[at].1 != '。' => {}
            Some(_) if letters[at].1 == '.' && (is_pause(letters, at) || !stop_ends(letters, at)) => {}
            Some(next) => return Some(letters[next].0),
        }
    }
    None
}

/// True for the two stops that Arabic headlines write for a pause.
fn is_pause(letters: &[(usize, char)], at: usize) -> bool {
    let is_stop =
        |index: Option<usize>| index.and_then(|index| letters.get(index)).is_some_and(|&(_, letter)| letter == '.');
    match (is_stop(at.checked_sub(1)), is_stop(Some(at + 1))) {
        (true, false) => !is_stop(at.checked_sub(2)),
        (false, true) => !is_stop(Some(at + 2)),
        _ => false,
    }
}

/// True when the full stop at `at` ends a sentence: it does not belong to the word before it.
fn stop_ends(letters: &[(usize, char)], at: usize) -> bool {
    let start = letters[..at].iter().rposition(|&(_, letter)| letter.is_whitespace() || "([«“\"".contains(letter));
    let start = start.map_or(0, |before| before + 1);
    let word: String = letters[start..at].iter().map(|&(_, letter)| letter).collect();
    let word = word.trim_end_matches('.');
    let folded = fold(word);
    // «1. » at the start counts; a number elsewhere ends its sentence as a word does.
    let is_enumerator = start == 0 && word.chars().all(char::is_numeric);
    let is_initial = word.chars().filter(|letter| letter.is_alphabetic()).count() == 1
        && word.chars().all(|letter| letter.is_alphabetic() || letter == 'ـ');
    let has_inner_stop = word.contains('.')
        && word.split('.').all(|part| part.chars().count() <= 2 && !part.is_empty())
        && word.chars().any(char::is_alphabetic);
    let is_short = ABBREVIATIONS.iter().any(|short| fold(short) == folded);
    !(is_enumerator || is_initial || has_inner_stop || (is_short && !folded.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::{first_sentence, is_furniture};
    use proptest::prelude::*;

    #[test]
    fn sentences_end_where_they_end() {
        for (text, expected) in [
            ("وصل القطار. ثم غادر.", "وصل القطار."),
            ("هل وصل؟ نعم.", "هل وصل؟"),
            ("ٹرین پہنچ گئی۔ پھر روانہ ہوئی۔", "ٹرین پہنچ گئی۔"),
            ("وصل… ثم غادر", "وصل…"),
            ("وصل... ثم غادر", "وصل..."),
            ("وصل القطار.. ثم غادر. نعم", "وصل القطار.. ثم غادر."),
            ("بلا نهاية", "بلا نهاية"),
            ("قال: \"وصل. ثم غادر\" وسكت. انتهى.", "قال: \"وصل. ثم غادر\" وسكت."),
            ("قال «وصل. غادر.» ثم سكت. نعم.", "قال «وصل. غادر.» ثم سكت."),
            ("سكت (لم يجب. أبدا) ثم قال. نعم.", "سكت (لم يجب. أبدا) ثم قال."),
            ("قال \"وصل. ثم غادر.", "قال \"وصل."),
            ("قال د. حسن إن النسبة 3.5 بالمئة. نعم.", "قال د. حسن إن النسبة 3.5 بالمئة."),
            ("Mr. J. K. Smith of the U.S. team won. Yes.", "Mr. J. K. Smith of the U.S. team won."),
            ("See example.org for more. Yes.", "See example.org for more."),
            ("1. وصل القطار. ثم غادر.", "1. وصل القطار."),
            ("حدث ذلك عام 2020. ثم انتهى.", "حدث ذلك عام 2020."),
            ("צה\"ל הודיע. אחר כך שתק.", "צה\"ל הודיע."),
            ("(انتهى.) نعم.", "(انتهى.) نعم."),
            ("Really?! Yes.", "Really?!"),
            ("", ""),
        ] {
            assert_eq!(first_sentence(text), expected, "{text}");
        }
    }

    #[test]
    fn furniture_is_no_prose() {
        for line in
            ["2023/09/19", "***", "https://example.org/a b".split(' ').next().unwrap_or(""), "باكو - رويترز", "(AFP)"]
        {
            assert!(is_furniture(line), "{line}");
        }
        for line in ["خبر", "قالت رويترز إن الوضع هادئ", "Asia-Pacific"] {
            assert!(!is_furniture(line), "{line}");
        }
    }

    proptest! {
        #[test]
        fn a_sentence_is_the_beginning_of_its_text(text in "[ء-ي .؟!\"«»()a-z0-9…]{0,80}") {
            let sentence = first_sentence(&text);
            prop_assert!(text.starts_with(sentence));
            prop_assert_eq!(sentence.is_empty(), text.trim_end().is_empty());
        }
    }
}
