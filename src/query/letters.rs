//! Letters as they are written: which folded letter stands where, and what is marked on it.
//!
//! Owns the comparison of marks (tashkeel, hamza, nikud) between a query and a text; whole words are compared in
//! `matching.rs`.

use unicode_normalization::char::decompose_compatible;

use crate::text::fold;

/// A letter of a word: what it folds to, what it is, and its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    /// What it folds to; empty for the hamza on the line.
    pub(super) folded: String,
    /// The base letter, without marks, in its own case and alphabet.
    pub(super) base: char,
    /// The hamza or madda on it.
    pub(super) hamza: Option<char>,
    /// Vowel signs: tashkeel without shadda, nikud, diacritics; sorted.
    vowels: Vec<char>,
    has_shadda: bool,
}

const SHADDA: char = '\u{651}';
const FATHATAN: char = '\u{64b}';

/// The letters of a word, its tatweel and joiners left out.
pub(super) fn letters_of(word: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for written in word.chars() {
        decompose_compatible(written, |part| add(&mut letters, part));
    }
    // شكراً and شكرًا are one spelling: the tanwin belongs to the letter before the alef.
    if let [.., before, last] = &mut letters[..]
        && last.base == 'ا'
        && last.vowels == [FATHATAN]
    {
        last.vowels.clear();
        before.add_vowel(FATHATAN);
    }
    letters
}

fn add(letters: &mut Vec<Letter>, part: char) {
    let folded = fold(part.encode_utf8(&mut [0; 4]));
    let is_letter = !folded.is_empty() && folded.chars().all(char::is_alphanumeric);
    if is_letter || part == 'ء' {
        return letters.push(Letter { folded, base: part, hamza: None, vowels: Vec::new(), has_shadda: false });
    }
    let Some(last) = letters.last_mut() else { return };
    match part {
        '\u{653}'..='\u{655}' => last.hamza = Some(part),
        SHADDA => last.has_shadda = true,
        _ if is_vowel(part) => last.add_vowel(part),
        _ => {}
    }
}

/// Tashkeel without shadda (the dagger alef is no vowel sign here: it is left out at will), nikud, Latin diacritics.
fn is_vowel(part: char) -> bool {
    matches!(part, '\u{64b}'..='\u{650}' | '\u{652}' | '\u{656}'..='\u{65f}')
        || matches!(part, '\u{5b0}'..='\u{5bd}' | '\u{5c1}' | '\u{5c2}' | '\u{5c7}' | '\u{300}'..='\u{36f}')
}

impl Letter {
    fn add_vowel(&mut self, vowel: char) {
        self.vowels.push(vowel);
        self.vowels.sort_unstable();
        self.vowels.dedup();
    }

    /// True when it bears tashkeel, nikud, hamza or madda: what makes a query smart.
    pub(super) fn is_marked(&self) -> bool {
        let is_latin_sign = |vowel: &char| ('\u{300}'..='\u{36f}').contains(vowel);
        self.has_shadda || self.hamza.is_some() || self.vowels.iter().any(|vowel| !is_latin_sign(vowel))
    }

    /// True when `other`, the letter of a text, is what this letter of a query asks for.
    ///
    /// A hamza must stand so in the text. Vowel signs must not contradict those of the text, and a letter that bears
    /// none there contradicts nothing: most texts are written without.
    pub(super) fn allows(&self, other: &Letter) -> bool {
        let has_hamza = self.hamza.is_none() || self.hamza == other.hamza;
        let unsaid = |letter: &Letter| letter.vowels.is_empty() && !letter.has_shadda;
        if !has_hamza || unsaid(self) || unsaid(other) {
            return has_hamza;
        }
        let within = |few: &Letter, many: &Letter| few.vowels.iter().all(|vowel| many.vowels.contains(vowel));
        let one_is_more = within(self, other) || within(other, self);
        // A vowel sign without a shadda says that there is none.
        let shadda_agrees = self.has_shadda == other.has_shadda
            || self.has_shadda && other.vowels.is_empty()
            || other.has_shadda && self.vowels.is_empty();
        one_is_more && shadda_agrees
    }
}
