//! Words, numbers and signs of a paragraph, folded, with their place in the source.
//!
//! Owns the cut into tokens that recognisers and gazetteers share; knows no name and no date. White space makes no
//! token. Next: `date/grammar.rs` and `gazetteer/matcher.rs`, which read tokens.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;
use std::sync::LazyLock;

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
use unicode_segmentation::GraphemeCursor;

use super::interest::{Interest, interests};
use crate::text::fold;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Letters with their marks.
    Word,
    /// Decimal digits of any script.
    Number,
    /// One character that is neither.
    Sign,
}

/// One token: its class and where its folded letters and its source bytes stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) class: Class,
    /// First source byte.
    pub(crate) start: usize,
    /// Source byte after the last, marks and joiners included.
    pub(crate) end: usize,
    folded_start: usize,
    folded_end: usize,
}

/// A paragraph cut into tokens.
pub(crate) struct Tokens<'t> {
    /// The paragraph itself.
    pub(crate) source: &'t str,
    list: Vec<Token>,
    folded: String,
    /// The hashes of the tokens' folded letters, and what rules they may be something to; empty as long as nobody has
    /// looked.
    hashes: Vec<u64>,
    interests: Vec<Interest>,
}

/// How a character takes part in tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Space,
    Letter,
    Digit,
    Sign,
    /// Folds to nothing: a mark or a joiner, belongs to what stands before it.
    Mark,
    /// Folds to nothing and takes no place: a bidi control.
    Control,
}

/// The part and folded letters of a character.
#[derive(Clone)]
struct Fold {
    part: Part,
    /// The first of the letters; none for what folds to nothing.
    letter: Option<char>,
    /// The others: `ﷲ` is four.
    others: Box<str>,
}

impl Fold {
    fn new(part: Part, letters: &str) -> Self {
        let mut rest = letters.chars();
        Self { part, letter: rest.next(), others: rest.as_str().into() }
    }
}

/// One past the last character that [`FOLDS`] holds: Latin, Greek, Cyrillic, Hebrew, Arabic.
const TABLE_END: u32 = 0x700;

static FOLDS: LazyLock<Vec<Fold>> =
    LazyLock::new(|| (0..TABLE_END).map(|code| char::from_u32(code).map_or_else(no_fold, fold_of)).collect());

fn no_fold() -> Fold {
    Fold::new(Part::Sign, "")
}

fn fold_of(letter: char) -> Fold {
    let letters = fold(letter.encode_utf8(&mut [0; 4]));
    let category = CodePointMapData::<GeneralCategory>::new().get(letter);
    let part = match letter {
        _ if letter.is_whitespace() => Part::Space,
        // Hebrew geresh and gershayim stand inside words and acronyms; hamza and tatweel carry marks and joins.
        '\u{5f3}' | '\u{5f4}' => Part::Mark,
        '\u{200c}' | '\u{200d}' => Part::Mark,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {
            Part::Control
        }
        '\u{feff}' => Part::Control,
        _ if letters.is_empty() && letter.is_control() => Part::Space,
        'ء' => Part::Letter,
        _ if letters.is_empty() => Part::Mark,
        _ if category == GeneralCategory::DecimalNumber => Part::Digit,
        _ if letter.is_alphabetic() => Part::Letter,
        _ => Part::Sign,
    };
    Fold::new(part, if part == Part::Mark { "" } else { &letters })
}

impl<'t> Tokens<'t> {
    /// Cuts `source` into tokens.
    pub(crate) fn new(source: &'t str) -> Self {
        let table = &*FOLDS;
        let (list, folded) = (Vec::with_capacity(source.len() / 8), String::with_capacity(source.len()));
        let mut tokens = Self { source, list, folded, hashes: Vec::new(), interests: Vec::new() };
        let mut open: Option<Class> = None;
        for (at, letter) in source.char_indices() {
            let end = at + letter.len_utf8();
            let other;
            let fold = match table.get(letter as usize) {
                Some(fold) => fold,
                None => {
                    other = fold_of(letter);
                    &other
                }
            };
            match fold.part {
                Part::Space => open = None,
                Part::Control => {}
                Part::Mark => tokens.add_mark(at, end),
                Part::Letter => tokens.add(Class::Word, at..end, fold, &mut open),
                Part::Digit => tokens.add(Class::Number, at..end, fold, &mut open),
                Part::Sign if tokens.is_inside_hebrew_acronym(at, letter, open) => tokens.add_mark(at, end),
                Part::Sign => {
                    open = None;
                    tokens.add(Class::Sign, at..end, fold, &mut open);
                    open = None;
                }
            }
        }
        tokens
    }

    /// The same tokens with their words looked up, as words of Arabic: rules pass over what is nothing to them.
    pub(crate) fn looked_up(mut self) -> Self {
        self.hashes = (0..self.len()).map(|at| hash(self.folded(at))).collect();
        self.interests = interests(&self);
        self
    }

    /// False when the token is nothing to a rule.
    #[inline]
    pub(crate) fn may_be(&self, index: usize, interest: Interest) -> bool {
        self.interests.get(index).copied().unwrap_or(Interest::ANY).has(interest)
    }

    fn add(&mut self, class: Class, bytes: Range<usize>, fold: &Fold, open: &mut Option<Class>) {
        let folded_start = self.folded.len();
        if let Some(letter) = fold.letter {
            self.folded.push(letter);
        }
        if !fold.others.is_empty() {
            self.folded.push_str(&fold.others);
        }
        let folded_end = self.folded.len();
        match self.list.last_mut() {
            Some(last) if *open == Some(class) => {
                last.end = bytes.end;
                last.folded_end = folded_end;
            }
            _ => self.list.push(Token { class, start: bytes.start, end: bytes.end, folded_start, folded_end }),
        }
        *open = Some(class);
    }

    /// A mark lengthens the token that it stands on; one that stands on nothing is passed over.
    fn add_mark(&mut self, at: usize, end: usize) {
        if let Some(last) = self.list.last_mut()
            && last.end == at
        {
            last.end = end;
        }
    }

    /// True for the quotation mark of צה"ל: between two Hebrew letters of one word.
    fn is_inside_hebrew_acronym(&self, at: usize, sign: char, open: Option<Class>) -> bool {
        let is_hebrew = |letter: char| ('\u{5d0}'..='\u{5ea}').contains(&letter);
        matches!(sign, '"' | '\'' | '”' | '’')
            && open == Some(Class::Word)
            && self.source[..at].chars().next_back().is_some_and(is_hebrew)
            && self.source[at..].chars().nth(1).is_some_and(is_hebrew)
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The token at `index`.
    pub(crate) fn get(&self, index: usize) -> Option<Token> {
        self.list.get(index).copied()
    }

    /// The folded letters of a token; empty past the end.
    pub(crate) fn folded(&self, index: usize) -> &str {
        self.list.get(index).map_or("", |token| &self.folded[token.folded_start..token.folded_end])
    }

    /// A hash of the folded letters of a token, by which words are remembered; 0 past the end.
    #[inline]
    pub(crate) fn hash(&self, index: usize) -> u64 {
        match self.hashes.get(index) {
            Some(&hash) => hash,
            None => self.list.get(index).map_or(0, |_| hash(self.folded(index))),
        }
    }

    /// The source text of a token; empty past the end.
    pub(crate) fn source(&self, index: usize) -> &'t str {
        self.list.get(index).map_or("", |token| &self.source[token.start..token.end])
    }

    /// True when the token exists and has this class.
    pub(crate) fn is(&self, index: usize, class: Class) -> bool {
        self.list.get(index).is_some_and(|token| token.class == class)
    }

    /// The first byte of the first token that starts at `byte` or behind it.
    pub(crate) fn start_behind(&self, byte: usize) -> Option<usize> {
        let at = self.list.partition_point(|token| token.start < byte);
        self.list.get(at).map(|token| token.start)
    }

    /// True when the token at `index` is one of these signs, in folded form (`،` is `,`).
    pub(crate) fn is_sign(&self, index: usize, signs: &str) -> bool {
        self.is(index, Class::Sign) && !self.folded(index).is_empty() && signs.contains(self.folded(index))
    }

    /// True when nothing stands between the tokens at `index - 1` and `index`.
    pub(crate) fn is_glued(&self, index: usize) -> bool {
        match (index.checked_sub(1).and_then(|before| self.get(before)), self.get(index)) {
            (Some(before), Some(token)) => before.end == token.start,
            _ => false,
        }
    }

    /// True when the token is a Latin word whose first letter is a capital.
    pub(crate) fn is_capitalised(&self, index: usize) -> bool {
        self.source(index).chars().next().is_some_and(char::is_uppercase)
    }

    /// The source byte after the first `letters` folded letters of a word and the marks on them.
    ///
    /// `None` when the cut would fall on the end of the word or is not on a grapheme boundary.
    pub(crate) fn byte_after(&self, index: usize, letters: usize) -> Option<usize> {
        let token = self.get(index)?;
        let mut seen = 0;
        for (at, letter) in self.source(index).char_indices() {
            let nothing = FOLDS.get(letter as usize).map_or_else(|| fold_of(letter).letter.is_none(), empty_fold);
            if nothing {
                continue;
            }
            if seen == letters {
                let byte = token.start + at;
                return is_grapheme_boundary(self.source, byte).then_some(byte);
            }
            seen += 1;
        }
        None
    }
}

fn empty_fold(fold: &Fold) -> bool {
    fold.letter.is_none()
}

/// True when `byte` stands on an extended grapheme boundary of `source` (UAX #29).
pub(crate) fn is_grapheme_boundary(source: &str, byte: usize) -> bool {
    source.is_char_boundary(byte) && GraphemeCursor::new(byte, source.len(), true).is_boundary(source, 0) == Ok(true)
}

/// A 64-bit hash of a word, eight bytes a step; so well mixed that words with one hash are taken for one.
#[inline]
fn hash(word: &str) -> u64 {
    let mix = |hash: u64, number: u64| {
        let mixed = (hash ^ number).wrapping_mul(0xff51_afd7_ed55_8ccd);
        (mixed ^ (mixed >> 32)).wrapping_mul(0xc4ce_b9fe_1a85_ec53) ^ (mixed >> 29)
    };
    let eights = word.as_bytes().chunks_exact(8);
    let last = eights.remainder().iter().fold(word.len() as u64, |all, &byte| all << 8 | u64::from(byte));
    let start = mix(0x9e37_79b9_7f4a_7c15, last);
    let hash = eights.fold(start, |hash, eight| mix(hash, eight.try_into().map_or(0, u64::from_le_bytes)));
    mix(hash, 0)
}

/// The 64-bit FNV-1a hash: short keys, no attacker gains from collisions in tables that are compiled in.
#[derive(Clone)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

/// A table of words that is built once.
pub(crate) type WordMap<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

#[cfg(test)]
mod tests {
    use super::{Class, Tokens};

    fn cut(source: &str) -> Vec<String> {
        let tokens = Tokens::new(source);
        (0..tokens.len()).map(|at| tokens.folded(at).to_owned()).collect()
    }

    #[test]
    fn words_numbers_and_signs() {
        assert_eq!(cut("في ٩ أيلول/ سبتمبر 2020م."), ["في", "9", "ايلول", "/", "سبتمبر", "2020", "م", "."]);
        assert_eq!(cut("می‌رود و۲۰"), ["ميرود", "و", "20"]);
        assert_eq!(cut("צה\"ל \"אמר\""), ["צהל", "\"", "אמר", "\""]);
    }

    #[test]
    fn marks_belong_to_the_token_before_them() {
        let source = "قَالَ مُحَمَّدٌ، نعم";
        let tokens = Tokens::new(source);
        assert_eq!(tokens.source(1), "مُحَمَّدٌ");
        assert_eq!(tokens.byte_after(0, 1).map(|byte| &source[byte..byte + 2]), Some("ا"));
        assert!(tokens.is(2, Class::Sign) && tokens.is_sign(2, ",") && tokens.is_glued(2));
    }

    #[test]
    fn bidi_controls_take_no_place() {
        let tokens = Tokens::new("\u{200f}باكو\u{200f} 5");
        assert_eq!((tokens.source(0), tokens.len()), ("باكو", 2));
    }
}
