//! The words of a text as an index stores them and a query looks for them.
//!
//! Owns where a word begins and ends; what becomes of it is `stem.rs`. A word is a run of letters and digits of one
//! kind ([UAX #29](https://www.unicode.org/reports/tr29/) with the exceptions at [`Cutter`]); it never holds
//! punctuation, so that an index may cut at blanks.

use std::ops::Range;
use std::sync::LazyLock;

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
use unicode_segmentation::UnicodeSegmentation;

use super::stem::{is_particle, stem, stem_of_forms};
use crate::text::fold;

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexWord<'t> {
    /// Where it stands, the marks on its letters included: on character boundaries.
    pub bytes: Range<usize>,
    /// The word as it stands there.
    pub written: &'t str,
    /// Its letters made comparable, letters and digits only. Never empty.
    pub folded: String,
    /// What an index stores of it. Never empty.
    pub stem: String,
}

/// The words of `text` in their order.
///
/// Digits of all scripts become ASCII digits, thousands are joined (`1,234` and `١٬٢٣٤` are `1234`), Arabic and Hebrew
/// letters and digits that touch are two words (`2018م`; the particle of `و20` is none), and scripts without blanks give a word for each grapheme.
pub fn index_words(text: &str) -> impl Iterator<Item = IndexWord<'_>> {
    let mut cutter = Cutter::new(text);
    std::iter::from_fn(move || {
        let mut folded = String::new();
        let bytes = cutter.next_word(&mut folded)?;
        let stem = stem(&folded).into_owned();
        Some(IndexWord { written: &text[bytes.clone()], bytes, folded, stem })
    })
}

/// Adds the stems of the words of `text` to `out`, with a blank between any two: what the full-text index is given.
///
/// Only letters, digits and blanks are added; a blank comes first where `out` already holds something.
pub fn index_text(text: &str, out: &mut String) {
    index_each(text, out, |_| {});
}

/// The same, and gives to `take` the forms of each word that its stem does not tell: see [`stem_of_forms`].
pub(super) fn index_each(text: &str, out: &mut String, mut take: impl FnMut(&str)) {
    let mut cutter = Cutter::new(text);
    let mut folded = String::with_capacity(32);
    while cutter.next_word(&mut folded).is_some() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&stem_of_forms(&folded, &mut take));
    }
}

/// How a character takes part in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// An Arabic or Hebrew letter: particles are written onto the word, digits are not.
    Attaching,
    /// A letter of any other script.
    Letter,
    /// A decimal digit.
    Digit,
    /// A letter of a script that puts no blanks between words.
    Solo,
    /// A mark or joiner: belongs to the letter before it.
    Mark,
    /// Everything else.
    Break,
}

/// A character's class and the letters and digits that it folds to.
struct Piece {
    class: Class,
    letters: Box<str>,
}

/// One past the last character that [`PIECES`] holds: Latin, Greek, Cyrillic, Hebrew, Arabic.
const TABLE_END: u32 = 0x700;

static PIECES: LazyLock<Vec<Piece>> = LazyLock::new(|| {
    let no_piece = || Piece { class: Class::Break, letters: "".into() };
    (0..TABLE_END).map(|code| char::from_u32(code).map_or_else(no_piece, Piece::of)).collect()
});

/// The presentation forms of Latin, Hebrew and Arabic: some articles are written with nothing else.
const FORMS_START: u32 = 0xfb00;
const FORMS_END: u32 = 0xff00;

static FORMS: LazyLock<Vec<Piece>> =
    LazyLock::new(|| (FORMS_START..FORMS_END).filter_map(char::from_u32).map(Piece::of).collect());

/// The piece that a letter is, where it stands in a table.
fn listed(letter: char) -> Option<&'static Piece> {
    match u32::from(letter) {
        code @ 0..TABLE_END => PIECES.get(code as usize),
        code @ FORMS_START..FORMS_END => FORMS.get((code - FORMS_START) as usize),
        _ => None,
    }
}

impl Piece {
    fn of(letter: char) -> Self {
        let class = class_of(letter);
        let letters: String = match letter {
            _ if matches!(class, Class::Mark | Class::Break) => String::new(),
            // Letters that readers write as two.
            'ß' | 'ẞ' => "ss".to_owned(),
            'æ' | 'Æ' => "ae".to_owned(),
            'œ' | 'Œ' => "oe".to_owned(),
            _ => fold(letter.encode_utf8(&mut [0; 4])).chars().filter(|&part| is_stored(part)).collect(),
        };
        Self { class, letters: letters.into_boxed_str() }
    }
}

/// True for what an index stores: letters and numbers, no marks, whatever the script.
fn is_stored(letter: char) -> bool {
    use GeneralCategory as C;
    let category = CodePointMapData::<GeneralCategory>::new().get(letter);
    let is_letter = matches!(
        category,
        C::UppercaseLetter | C::LowercaseLetter | C::TitlecaseLetter | C::ModifierLetter | C::OtherLetter
    );
    is_letter || matches!(category, C::DecimalNumber | C::LetterNumber | C::OtherNumber)
}

/// The class of a character, looked up afresh.
fn class_of(letter: char) -> Class {
    use GeneralCategory as C;
    let category = CodePointMapData::<GeneralCategory>::new().get(letter);
    match letter {
        // Tatweel carries marks and joins; the joiners stand inside words; geresh and gershayim make Hebrew acronyms.
        'ـ' | '\u{200c}' | '\u{200d}' | '\u{5f3}' | '\u{5f4}' | '\u{ad}' => Class::Mark,
        // A blank of no width is a blank.
        '\u{200b}' => Class::Break,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' if is_letter(category) => {
            Class::Attaching
        }
        _ => match category {
            C::NonspacingMark | C::SpacingMark | C::EnclosingMark | C::Format => Class::Mark,
            C::DecimalNumber => Class::Digit,
            C::LetterNumber | C::OtherNumber => Class::Letter,
            _ if is_letter(category) && has_no_blanks(letter) => Class::Solo,
            _ if is_letter(category) => Class::Letter,
            _ => Class::Break,
        },
    }
}

fn is_letter(category: GeneralCategory) -> bool {
    use GeneralCategory as C;
    matches!(
        category,
        C::UppercaseLetter | C::LowercaseLetter | C::TitlecaseLetter | C::ModifierLetter | C::OtherLetter
    )
}

/// True for the letters of Thai, Lao, Burmese, Khmer, Chinese and Japanese.
fn has_no_blanks(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
        || matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
        || matches!(letter, '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The class of a character.
pub(super) fn class(letter: char) -> Class {
    listed(letter).map_or_else(|| class_of(letter), |piece| piece.class)
}

/// Cuts a text into words, one at a call.
///
/// Exceptions to a run of one class: marks and joiners belong to the word; Latin letters take digits with them
/// (`covid19`, `3d`); an apostrophe with one or two letters behind it does not cut (`don't`, `year's`), nor a quotation
/// mark between Hebrew letters (צה"ל), nor the comma of thousands.
pub(super) struct Cutter<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cutter<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// Puts the folded letters of the next word into `folded`, in place of what it holds; where the word stands.
    pub(super) fn next_word(&mut self, folded: &mut String) -> Option<Range<usize>> {
        loop {
            folded.clear();
            let start = self.skip_to_word()?;
            self.take_word(start, folded);
            let touches = || self.text[self.at..].chars().next().map(class);
            let is_attached = is_particle(folded) && matches!(touches(), Some(Class::Digit | Class::Letter));
            // A hamza that stands alone folds to nothing.
            if !folded.is_empty() && !is_attached {
                return Some(start..self.at);
            }
        }
    }

    fn skip_to_word(&mut self) -> Option<usize> {
        for (offset, letter) in self.text[self.at..].char_indices() {
            if !matches!(class(letter), Class::Mark | Class::Break) {
                return Some(self.at + offset);
            }
        }
        self.at = self.text.len();
        None
    }

    /// Takes the word that begins at `start`.
    fn take_word(&mut self, start: usize, folded: &mut String) {
        let mut kind: Option<Class> = None;
        self.at = start;
        while let Some(letter) = self.text[self.at..].chars().next() {
            let other;
            let piece = match listed(letter) {
                Some(piece) => piece,
                None => {
                    other = Piece::of(letter);
                    &other
                }
            };
            kind = match (kind, piece.class) {
                (None, Class::Solo) => return self.take_solo(folded),
                (None, class) => Some(class),
                (Some(_), Class::Mark) => kind,
                (Some(Class::Attaching), Class::Attaching) => kind,
                (Some(Class::Letter | Class::Digit), Class::Letter) => Some(Class::Letter),
                (Some(Class::Letter | Class::Digit), Class::Digit) => kind,
                (Some(open), Class::Break) if self.is_inside_word(letter, open) => kind,
                _ => return,
            };
            folded.push_str(&piece.letters);
            self.at += letter.len_utf8();
        }
    }

    /// Takes one grapheme as a word.
    fn take_solo(&mut self, folded: &mut String) {
        let grapheme = self.text[self.at..].graphemes(true).next().unwrap_or_default();
        for letter in grapheme.chars() {
            folded.push_str(&Piece::of(letter).letters);
        }
        self.at += grapheme.len();
    }

    /// True for a sign at the present place that does not end the open word.
    fn is_inside_word(&self, sign: char, open: Class) -> bool {
        let mut after = self.text[self.at..].chars().skip(1).filter(|&letter| class(letter) != Class::Mark);
        match (sign, open) {
            ('\'' | '’' | '"' | '”', Class::Attaching) => {
                let before = self.text[..self.at].chars().rev().find(|&letter| class(letter) != Class::Mark);
                before.is_some_and(is_hebrew) && after.next().is_some_and(is_hebrew)
            }
            ('\'' | '’' | 'ʼ', Class::Letter) => {
                let letters = after.take(3).take_while(|&letter| class(letter) == Class::Letter).count();
                matches!(letters, 1 | 2)
            }
            (',' | '٬', Class::Digit) => {
                after.take(4).take_while(|&letter| class(letter) == Class::Digit).count() == 3
            }
            _ => false,
        }
    }
}

/// True for a letter of the Hebrew alphabet.
pub(super) fn is_hebrew(letter: char) -> bool {
    matches!(letter, '\u{5d0}'..='\u{5f2}' | '\u{fb1d}'..='\u{fb4f}')
}
