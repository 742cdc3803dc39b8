//! Words as the model sees them: hashes of the word, its stem and its affixes, its shape, clusters and lists.
//!
//! Owns the cut into sentences and the light stem; the tokens come from `entity/token.rs`, what is known of a word
//! from `lexicon.rs`. Next: `feature.rs`.

use std::ops::Range;

use super::lexicon::{CONTINUES, Entry, Lexicon, phrase_key, phrase_next, phrase_start};
use super::table::LetterHash;
use crate::entity::token::{Class, Tokens};

/// The longest phrase of the lists, in words.
const LONGEST_PHRASE: usize = 6;

/// The most words of a sentence: what is longer is cut, so that a file without a full stop costs no more than others.
const LONGEST_SENTENCE: usize = 400;

/// Words that occur less often, by [`Entry::count`], are rare.
pub(super) const RARE: u8 = 24;

/// A word, number or sign with all that its own letters tell.
#[derive(Clone, Debug, Default)]
pub struct Word {
    /// First byte in the paragraph.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Folded letters that stand before the stem in the source: و ف ب ك ل.
    pub skipped: usize,
    /// Hash of the folded word, a final ة kept.
    pub whole: u64,
    /// Hash of the word without و ف ب ك ل.
    pub stem: u64,
    /// Hash of the stem without the article.
    pub bare: u64,
    pub(super) clitic: u8,
    pub(super) has_article: bool,
    pub(super) shape: u8,
    /// Hash of the last letter.
    pub(super) last: u64,
    /// `None` for what is not written in Arabic letters, and where what they give is known.
    pub(super) affixes: Option<Box<Affixes>>,
    pub(super) entry: Entry,
    /// What plain text says of it in short, see [`Entry::likeliest`].
    pub(super) likeliest: u8,
    /// In quotes or brackets: 0 no, 1 first, 2 further in; brackets add 3.
    pub(super) enclosed: u8,
    /// What the lists say of a phrase that begins with the stem, and with the whole word, see [`Lexicon::phrase`].
    pub(super) begins: [u16; 2],
    /// The lists in which a phrase begins, goes on, ends here, or is this word alone.
    pub(super) lists: [u16; 4],
}

/// The pieces of a word that tell what kind of word it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Affixes {
    pub(super) prefixes: [u64; 4],
    pub(super) suffixes: [u64; 4],
    /// The trigrams of a rare word: foreign names are told by them.
    pub(super) trigrams: Vec<u64>,
    /// How many letters the stem has without the article.
    pub(super) length: u8,
}

/// The words between two sentence ends, or between the ends of a paragraph.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    /// The words in reading order.
    pub words: Vec<Word>,
}

impl Word {
    /// The particles before the stem: 1 for و and ف, and 2, 4 or 6 for ب, ل or ك.
    pub fn particles(&self) -> u8 {
        self.clitic
    }

    /// True for a sign, such as a comma or a quotation mark.
    pub fn is_sign(&self) -> bool {
        self.shape == shape::SIGN
    }

    /// True for a word in quotes or brackets.
    pub(super) fn is_enclosed(&self) -> bool {
        self.enclosed != 0
    }

    /// True when the lexicon holds the word or its stem.
    pub fn is_known(&self) -> bool {
        self.entry.count > 0
    }

    /// A number that words share whose letters and shape are the same; no number is 0.
    #[inline]
    pub(super) fn form(&self) -> u64 {
        (self.whole ^ u64::from(self.shape).wrapping_mul(0x9e37_79b9_7f4a_7c15)).max(1)
    }

    /// The key of the stem in the lexicon.
    pub fn stem_key(&self) -> u32 {
        Lexicon::key_of(self.stem)
    }
}

/// Cuts a paragraph into sentences of words.
pub fn cut(paragraph: &str, lexicon: &Lexicon) -> Vec<Sentence> {
    sentences(&Tokens::new(paragraph), lexicon)
}

/// As [`cut`], from tokens that are there already.
fn sentences(tokens: &Tokens, lexicon: &Lexicon) -> Vec<Sentence> {
    let sentence = |range: Range<usize>| {
        let mut sentence = Sentence { words: range.map(|at| word(tokens, at, lexicon)).collect() };
        sentence.look_around(lexicon);
        sentence
    };
    bounds(tokens).into_iter().map(sentence).collect()
}

/// The tokens of each sentence.
pub(super) fn bounds(tokens: &Tokens) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut start = 0;
    for at in 0..tokens.len() {
        if ends_sentence(tokens, at) || at + 1 - start >= LONGEST_SENTENCE {
            all.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < tokens.len() {
        all.push(start..tokens.len());
    }
    all
}

impl Sentence {
    /// Notes what words are to those around them: quotes, brackets, and phrases of the lists.
    pub(super) fn look_around(&mut self, lexicon: &Lexicon) {
        enclose(&mut self.words);
        match_lists(&mut self.words, lexicon);
    }
}

/// True for a full stop, question or exclamation mark behind a word of two letters or more, with a blank after it.
fn ends_sentence(tokens: &Tokens, at: usize) -> bool {
    tokens.is_sign(at, ".!?")
        && !tokens.is_glued(at + 1)
        && at.checked_sub(1).is_some_and(|before| tokens.folded(before).chars().nth(1).is_some())
}

mod shape {
    pub(super) const WORD: u8 = 0;
    pub(super) const SHORT: u8 = 1;
    pub(super) const LATIN: u8 = 2;
    pub(super) const LATIN_CAPITAL: u8 = 3;
    pub(super) const LATIN_CAPITALS: u8 = 4;
    pub(super) const DIGITS: u8 = 5;
    pub(super) const YEAR: u8 = 6;
    pub(super) const SIGN: u8 = 7;
}

/// The word at a token, by its own letters.
pub(super) fn word(tokens: &Tokens, at: usize, lexicon: &Lexicon) -> Word {
    let mut word = word_alone(tokens, at, lexicon);
    if !word.is_sign() {
        word.begins = [word.stem, word.whole].map(|start| lexicon.phrase(phrase_key(phrase_start(start))));
    }
    word
}

/// The same without what the lists say.
fn word_alone(tokens: &Tokens, at: usize, lexicon: &Lexicon) -> Word {
    let mut word = Word::default();
    let Some(token) = tokens.get(at) else { return word };
    let folded = tokens.folded(at);
    (word.start, word.end) = (token.start, token.end);
    word.shape = match token.class {
        Class::Sign => shape::SIGN,
        Class::Number if folded.len() == 4 && (folded.starts_with('1') || folded.starts_with('2')) => shape::YEAR,
        Class::Number => shape::DIGITS,
        Class::Word if folded.is_ascii() => {
            let source = tokens.source(at);
            match source.chars().filter(|letter| letter.is_uppercase()).count() {
                0 => shape::LATIN,
                1 => shape::LATIN_CAPITAL,
                _ => shape::LATIN_CAPITALS,
            }
        }
        Class::Word if folded.len() <= 4 => shape::SHORT,
        Class::Word => shape::WORD,
    };
    if token.class == Class::Number {
        // Numbers of one length are one word, years of one century too.
        let digits = folded.chars().map(|digit| if word.shape == shape::YEAR { digit } else { '0' });
        word.whole = LetterHash::of(digits.take(if word.shape == shape::YEAR { 2 } else { 6 }));
        (word.stem, word.bare) = (word.whole, word.whole);
        return word;
    }
    if token.class == Class::Sign || folded.is_ascii() {
        word.whole = LetterHash::of(folded.chars());
        (word.stem, word.bare) = (word.whole, word.whole);
        word.entry = lexicon.entry(Lexicon::key_of(word.whole));
        word.likeliest = word.entry.likeliest();
        return word;
    }
    spell(&mut word, &letters(folded, tokens.source(at)), lexicon);
    word
}

/// A number that words of letters share that are spelled alike for the model; others are told by [`Word::form`].
#[inline]
pub(super) fn spelling(tokens: &Tokens, at: usize) -> Option<u64> {
    if !tokens.is(at, Class::Word) {
        return None;
    }
    let source = tokens.source(at);
    let look = if tokens.folded(at).is_ascii() {
        source.chars().filter(|letter| letter.is_uppercase()).take(2).count() as u64
    } else {
        u64::from(ends_in_te(source)) << 2
    };
    Some(tokens.hash(at) ^ (look + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// True for a word that ends in ة, marks behind it or not.
fn ends_in_te(source: &str) -> bool {
    source.chars().rev().find(|letter| !('\u{64b}'..='\u{65f}').contains(letter)) == Some('ة')
}

/// The folded letters with the ة that the source ends in.
fn letters(folded: &str, source: &str) -> Letters {
    let mut letters = Letters { list: ['\0'; Letters::MOST], len: 0 };
    for letter in folded.chars().take(Letters::MOST) {
        letters.list[letters.len] = letter;
        letters.len += 1;
    }
    if ends_in_te(source) && letters.len > 0 {
        letters.list[letters.len - 1] = 'ة';
    }
    letters
}

/// The letters of a word, at most [`Letters::MOST`]: longer ones are no words.
struct Letters {
    list: [char; Letters::MOST],
    len: usize,
}

impl Letters {
    const MOST: usize = 32;

    fn from(&self, start: usize) -> &[char] {
        self.list.get(start..self.len).unwrap_or(&[])
    }
}

/// A word without particles: how many letters are off, and whether an alef takes the place of the second ل of لل.
#[derive(Clone, Copy)]
struct Stem {
    skipped: usize,
    is_lal: bool,
}

impl Stem {
    fn letters<'l>(&self, letters: &'l [char]) -> impl Iterator<Item = char> + Clone + use<'l> {
        let alef = self.is_lal.then_some('ا');
        alef.into_iter().chain(letters.get(self.skipped..).unwrap_or(&[]).iter().copied())
    }

    fn hash(&self, letters: &[char]) -> u64 {
        LetterHash::of(self.letters(letters))
    }
}

fn spell(word: &mut Word, letters: &Letters, lexicon: &Lexicon) {
    let all = letters.from(0);
    word.whole = LetterHash::of(all.iter().copied());
    let whole = lexicon.entry(Lexicon::key_of(word.whole));
    let (stem, entry) = stem(all, whole, lexicon);
    word.skipped = stem.skipped;
    word.stem = if stem.skipped == 0 { word.whole } else { stem.hash(all) };
    word.entry = entry;
    word.likeliest = entry.likeliest();
    word.clitic = clitic(&all[..stem.skipped.min(all.len())]);
    let rest = stem.letters(all);
    let count = rest.clone().count();
    word.has_article = count > 4 && rest.clone().take(2).eq("ال".chars());
    let bare = rest.skip(if word.has_article { 2 } else { 0 });
    word.bare = if word.has_article { LetterHash::of(bare.clone()) } else { word.stem };
    let affixes = affixes(bare, all, entry.count < RARE);
    word.last = affixes.suffixes[0];
    word.affixes = Some(Box::new(affixes));
}

/// The affixes of a stem without its article, the ends of the whole word, and of a rare one the trigrams.
fn affixes(bare: impl Iterator<Item = char> + Clone, all: &[char], is_rare: bool) -> Affixes {
    let mut affixes = Affixes { length: bare.clone().count() as u8, ..Affixes::default() };
    let mut hash = LetterHash::START;
    for (prefix, letter) in affixes.prefixes.iter_mut().zip(bare.clone()) {
        hash = hash.add(letter);
        *prefix = hash.value();
    }
    hash = LetterHash::START;
    for (suffix, &letter) in affixes.suffixes.iter_mut().zip(all.iter().rev()) {
        hash = hash.add(letter);
        *suffix = hash.value();
    }
    if is_rare {
        let bare: Vec<char> = bare.collect();
        affixes.trigrams.extend(bare.windows(3).map(|three| LetterHash::of(three.iter().copied())));
    }
    affixes
}

/// Which particles are off, as a small number.
fn clitic(particles: &[char]) -> u8 {
    particles.iter().fold(0, |code, letter| match letter {
        'و' | 'ف' => code | 1,
        'ب' => code | 2,
        'ل' => code | 4,
        _ => code | 6,
    })
}

/// The stem that is most likely by how often the word and what would be left of it occur.
fn stem(letters: &[char], whole: Entry, lexicon: &Lexicon) -> (Stem, Entry) {
    let none = Stem { skipped: 0, is_lal: false };
    let mut best = (none, whole);
    let mut best_count = i32::from(whole.count);
    let mut weigh = |stem: Stem| {
        let rest = letters.len() - stem.skipped.min(letters.len());
        if rest < 3 {
            return;
        }
        let entry = lexicon.entry(Lexicon::key_of(stem.hash(letters)));
        let is_definite = stem.letters(letters).take(2).eq("ال".chars()) && rest >= 5;
        // In fourths of a binary logarithm: a rest with the article may be rarer, a short rest must be more frequent.
        let bonus = match (is_definite, rest) {
            (true, _) => 12,
            (false, 3) => -8,
            (false, 4) => -2,
            _ => 4,
        };
        let count = i32::from(entry.count) + bonus;
        let is_known = entry.count > 0 || is_definite && whole.count == 0;
        if is_known && count > best_count {
            best = (stem, entry);
            best_count = count;
        }
    };
    let is_and = |at: usize| matches!(letters.get(at), Some('و' | 'ف'));
    let is_preposition = |at: usize| matches!(letters.get(at), Some('ب' | 'ك' | 'ل'));
    let is_lal = |at: usize| letters.get(at..at + 2) == Some(&['ل', 'ل']);
    for (skip, fits) in [(0, true), (1, is_and(0))] {
        if !fits {
            continue;
        }
        if skip == 1 {
            weigh(Stem { skipped: 1, is_lal: false });
        }
        if is_lal(skip) {
            weigh(Stem { skipped: skip + 1, is_lal: true });
        }
        if is_preposition(skip) {
            weigh(Stem { skipped: skip + 1, is_lal: false });
        }
    }
    best
}

/// Notes what stands in quotes and in brackets; a quote that is not closed within the sentence encloses nothing.
fn enclose(words: &mut [Word]) {
    let sign = |letters: &str| LetterHash::of(letters.chars());
    let (quote, opening, closing) = (sign("\""), sign("("), sign(")"));
    let mut open: Option<(usize, bool)> = None;
    for at in 0..words.len() {
        if words[at].shape != shape::SIGN {
            continue;
        }
        let hash = words[at].whole;
        match open {
            Some((start, is_bracket)) if hash == if is_bracket { closing } else { quote } => {
                let base = if is_bracket { 3 } else { 0 };
                for (offset, word) in words[start + 1..at].iter_mut().enumerate() {
                    word.enclosed = base + if offset == 0 { 1 } else { 2 };
                }
                open = None;
            }
            _ if hash == quote || hash == opening => open = Some((at, hash == opening)),
            _ => {}
        }
    }
}

/// Looks up the phrases of the lists: of each list the longest that begins at a word.
fn match_lists(words: &mut [Word], lexicon: &Lexicon) {
    for at in 0..words.len() {
        if words[at].begins == [0; 2] {
            continue;
        }
        let mut longest = [0u8; 15];
        let mut seen = 0u16;
        let starts = [words[at].stem, words[at].whole].into_iter().zip(words[at].begins);
        for (start, begins) in starts.take(if words[at].skipped == 0 { 1 } else { 2 }) {
            let (mut hash, mut mask) = (phrase_start(start), begins);
            for length in 1..=LONGEST_PHRASE {
                let mut lists = mask & !CONTINUES;
                seen |= lists;
                while lists != 0 {
                    let list = lists.trailing_zeros() as usize;
                    longest[list] = longest[list].max(length as u8);
                    lists &= lists - 1;
                }
                let Some(next) = words.get(at + length).filter(|_| mask & CONTINUES != 0) else { break };
                hash = phrase_next(hash, next.whole);
                mask = lexicon.phrase(phrase_key(hash));
            }
        }
        while seen != 0 {
            let list = seen.trailing_zeros() as usize;
            seen &= seen - 1;
            mark(&mut words[at..], list, usize::from(longest[list]));
        }
    }
}

/// Marks a phrase of a list on its words; a phrase that begins inside a longer one of the same list leaves no mark.
fn mark(words: &mut [Word], list: usize, length: usize) {
    let bit = 1 << list;
    let [_, inside, ends, _] = words[0].lists;
    if (inside | ends) & bit != 0 {
        return;
    }
    if length == 1 {
        words[0].lists[3] |= bit;
        return;
    }
    words[0].lists[0] |= bit;
    for word in &mut words[1..length - 1] {
        word.lists[1] |= bit;
    }
    words[length - 1].lists[2] |= bit;
}
