//! Where letters stand in a row in a text, whatever marks stand between them and in whichever alphabet they are written.
//!
//! Owns the signs of a text and the search for the rarest letter of a row; what stands around a place is compared by
//! `glance.rs`.

use std::sync::LazyLock;

use memchr::{memchr_iter, memchr2_iter, memchr3_iter};

use crate::text::fold;

/// The scripts whose letters are looked up in a table: Hebrew and Arabic.
const FIRST: u32 = 0x590;
const END: u32 = 0x700;
/// The first letter that Arabic is not written with, but other languages that use its script are.
const FIRST_OF_OTHERS: u32 = 0x671;

/// What a character is among the letters of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// This letter or digit, folded.
    Letter(char),
    /// Nothing: a mark, or something that may stand inside a word.
    Nothing,
    /// No letter of ours.
    Other,
    /// It may be several letters: the word is to be compared in full.
    Unknown,
}

static SIGNS: LazyLock<Vec<Sign>> = LazyLock::new(|| (FIRST..END).map(sign_of).collect());

/// Looked up afresh.
fn sign_of(code: u32) -> Sign {
    let Some(letter) = char::from_u32(code) else { return Sign::Other };
    let folded = fold(letter.encode_utf8(&mut [0; 4]));
    let mut letters = folded.chars().filter(|letter| letter.is_alphanumeric());
    match (letters.next(), letters.next()) {
        (Some(letter), None) => Sign::Letter(letter),
        (Some(_), Some(_)) => Sign::Unknown,
        // Signs that part words are skipped as well: that lets more pass.
        (None, _) => Sign::Nothing,
    }
}

fn sign(letter: char) -> Sign {
    match u32::from(letter) {
        0x30..=0x39 | 0x61..=0x7a => Sign::Letter(letter),
        0x41..=0x5a => Sign::Letter(letter.to_ascii_lowercase()),
        // Quotation marks inside words, the comma of thousands, the soft hyphen, marks of other alphabets.
        0x22 | 0x27 | 0x2c | 0xad | 0x300..=0x36f | 0x483..=0x489 => Sign::Nothing,
        0..0x80 => Sign::Other,
        code @ FIRST..END => SIGNS[(code - FIRST) as usize],
        // Punctuation, joiners and signs of direction.
        0x2000..=0x206f => Sign::Nothing,
        // Latin letters that are written with more than ASCII has, and whatever else folds to letters or digits of it.
        0xc0..0x300 | 0x1d00..=0x1fff | 0x3200..=0x33ff | 0xa700..=0xabff => Sign::Unknown,
        _ if letter.is_numeric() || matches!(letter, 'ª' | 'º') => Sign::Unknown,
        // Marks, and signs that part words, which are skipped as well: that lets more pass.
        0x700.. if !letter.is_alphanumeric() => Sign::Nothing,
        // Other alphabets, ideographs.
        0x80..FIRST | 0x0900..=0x1fff | 0x3000..=0xd7ff => Sign::Other,
        _ => Sign::Unknown,
    }
}

/// Bytes that are looked at in one go.
const CHUNK: usize = 64;

/// 1 for the first bytes of characters that [`sign`] may call [`Sign::Unknown`], but for U+0675 to U+0678.
#[inline]
fn may_begin_unknown(byte: u8) -> u8 {
    u8::from(byte >= 0xdc) | (u8::from(byte >= 0xc2) & u8::from(byte < 0xcc))
}

/// True when a text has letters of the Arabic script that Arabic does not use.
fn has_others(text: &[u8]) -> bool {
    let seconds = text.get(1..).unwrap_or_default();
    // Letters of ours take two bytes, of which the first is D6 to DB; those from U+0671 to U+067F begin with D9.
    let is_other =
        |byte: u8, next: u8| u8::from(byte & 0xfe == 0xda) | (u8::from(byte == 0xd9) & u8::from(next >= 0xb1));
    // Chunks of one length without a way out in their middle are compared many bytes at once.
    let (chunks, rest) = seconds.as_chunks::<CHUNK>();
    let owns = text.as_chunks::<CHUNK>().0;
    owns.iter().zip(chunks).any(|(own, next)| {
        let mut has = 0;
        for at in 0..CHUNK {
            has |= is_other(own[at], next[at]);
        }
        has != 0
    }) || text[seconds.len() - rest.len()..].windows(2).any(|pair| is_other(pair[0], pair[1]) != 0)
}

/// Where the characters stand of which a letter cannot be told.
fn unknown_places(text: &str) -> impl Iterator<Item = usize> {
    let (chunks, rest) = text.as_bytes().as_chunks::<CHUNK>();
    let may_have = |chunk: &[u8; CHUNK]| chunk.iter().fold(0, |may, &byte| may | may_begin_unknown(byte)) != 0;
    let chunks = chunks.iter().enumerate().filter(move |(_, chunk)| may_have(chunk));
    let chunks = chunks.map(|(number, chunk)| (number * CHUNK, &chunk[..]));
    let places = chunks.chain([(text.len() - rest.len(), rest)]).flat_map(|(start, chunk)| {
        let begin = chunk.iter().enumerate().filter(|&(_, &byte)| may_begin_unknown(byte) != 0);
        begin.map(move |(at, _)| start + at)
    });
    places.filter(|&at| text[at..].chars().next().is_some_and(|letter| sign(letter) == Sign::Unknown))
}

/// The same for those whose first byte most letters of Arabic have as well: ٵ to ٸ, a letter with a hamza beside it.
fn unknown_places_of_others(text: &[u8]) -> impl Iterator<Item = usize> {
    let seconds = memchr3_iter(0xb5, 0xb6, 0xb7, text).chain(memchr_iter(0xb8, text));
    seconds.filter_map(|at| at.checked_sub(1)).filter(|&first| text[first] == 0xd9)
}

/// A letter of a row that is looked for first.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    /// Its place in the row.
    at: usize,
    /// The last bytes of the characters that fold to it; the first of them again where there are fewer than three.
    bytes: [u8; 3],
}

impl Anchor {
    /// The letter of the row that is rarest in texts, of those that few characters fold to.
    fn of(row: &[char], may_be_others: bool) -> Option<Anchor> {
        let anchors = row.iter().enumerate().filter_map(|(at, &letter)| {
            let bytes = last_bytes(letter, may_be_others);
            let [first, rest @ ..] = &bytes[..] else { return None };
            let byte = |at: usize| rest.get(at).unwrap_or(first);
            (rest.len() < 3).then(|| (frequency(letter), Anchor { at, bytes: [*first, *byte(0), *byte(1)] }))
        });
        anchors.min_by_key(|(frequency, _)| *frequency).map(|(_, anchor)| anchor)
    }

    /// Gives the places of its bytes to `take` until it says that it has seen enough: then true.
    fn each(&self, text: &[u8], mut take: impl FnMut(usize) -> bool) -> bool {
        let [first, second, third] = self.bytes;
        match (second == first, third == first) {
            (true, true) => memchr_iter(first, text).any(take),
            (false, true) => memchr2_iter(first, second, text).any(take),
            _ => memchr3_iter(first, second, third, text).any(&mut take),
        }
    }
}

/// The last bytes of the characters that fold to a letter, each once.
fn last_bytes(letter: char, may_be_others: bool) -> Vec<u8> {
    let end = if may_be_others { END } else { FIRST_OF_OTHERS };
    let codes = (FIRST..end).chain(0x30..0x3a).chain(0x41..0x5b).chain(0x61..0x7b);
    let same = codes.filter_map(char::from_u32).filter(|&other| sign(other) == Sign::Letter(letter));
    let mut bytes: Vec<u8> = same.filter_map(|other| other.encode_utf8(&mut [0; 4]).bytes().next_back()).collect();
    bytes.sort_unstable();
    bytes.dedup();
    bytes
}

/// How frequent a letter is in texts, roughly: the place in the order of letters, the rarest first.
fn frequency(letter: char) -> usize {
    const ORDER: &str = "ظغذثضزخطصشجحقךףץןםזטגסצכפעדחנקבשתאמרלהויكسفهبعدةرتنومليا0123456789zqxjkvbpgfwmyucldhrsniotae";
    ORDER.chars().position(|other| other == letter).unwrap_or(0)
}

/// A place of a text where a row stands, or may stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The beginning of a character of the word.
    pub(super) at: usize,
    /// True when the row begins with it.
    pub(super) is_first: bool,
}

impl Place {
    /// False when letters stand before the place that belong to the word and are no particles: it does not begin so.
    pub(super) fn may_begin(self, text: &str) -> bool {
        let Some((before, own)) = text.split_at_checked(self.at).filter(|_| self.is_first) else { return true };
        let is_digit_or_latin = |letter: char| letter.is_ascii();
        let Some(Sign::Letter(own)) = own.chars().next().map(sign) else { return true };
        for letter in before.chars().rev() {
            match sign(letter) {
                Sign::Nothing if is_mark(letter) => {}
                Sign::Letter('و' | 'ف' | 'ب' | 'ك' | 'ل' | 'ا') if !is_digit_or_latin(own) => {}
                // Digits and foreign letters are another word.
                Sign::Letter(letter) => return is_digit_or_latin(letter) != is_digit_or_latin(own),
                Sign::Nothing | Sign::Other | Sign::Unknown => return true,
            }
        }
        true
    }
}

/// True for what surely stands inside a word and is nothing there: tatweel, vowel signs, joiners.
fn is_mark(letter: char) -> bool {
    matches!(letter, 'ـ' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{5b0}'..='\u{5bd}' | '\u{200c}' | '\u{200d}')
}

/// Letters that are looked for in a row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    letters: Vec<char>,
    /// In texts that are written in Arabic or Hebrew.
    anchor: Option<Anchor>,
    /// In texts with other letters of the Arabic script.
    anchor_of_others: Option<Anchor>,
}

impl Row {
    /// `None` for no letters, and for those whose characters are not known.
    pub(super) fn of(letters: &[char]) -> Option<Row> {
        let is_known = !letters.is_empty() && letters.iter().all(|&letter| sign(letter) == Sign::Letter(letter));
        let [anchor, anchor_of_others] = [false, true].map(|may_be_others| Anchor::of(letters, may_be_others));
        is_known.then(|| Row { letters: letters.to_vec(), anchor, anchor_of_others })
    }

    /// True when it stands inside another row, too.
    pub(super) fn is_in(&self, other: &Row) -> bool {
        other.letters.windows(self.letters.len()).any(|part| part == self.letters)
    }

    /// How many letters there are.
    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    /// Where the row begins whose anchor ends with this byte, marks among its letters; `None` when it does not stand there.
    fn stands(&self, text: &str, last_byte: usize, anchor: Anchor) -> Option<usize> {
        let (before, behind) = text.split_at_checked(last_byte + 1)?;
        let (first, rest) = self.letters.split_at(anchor.at + 1);
        let mut back = before.char_indices().rev().filter(|&(_, letter)| sign(letter) != Sign::Nothing);
        let mut start = None;
        for &own in first.iter().rev() {
            let (at, letter) = back.next()?;
            start = (sign(letter) == Sign::Letter(own)).then_some(at);
            start?;
        }
        let mut on = behind.chars().map(sign).filter(|&sign| sign != Sign::Nothing);
        start.filter(|_| rest.iter().all(|&own| on.next() == Some(Sign::Letter(own))))
    }

    /// Gives every place at which the letters may stand in a row, marks among them, to `take`, until it says that it has
    /// seen enough: then true.
    fn each_place(&self, text: &str, has_others: bool, take: &mut dyn FnMut(Place) -> bool) -> bool {
        match if has_others { self.anchor_of_others } else { self.anchor } {
            Some(anchor) => anchor.each(text.as_bytes(), |last_byte| {
                self.stands(text, last_byte, anchor).is_some_and(|at| take(Place { at, is_first: true }))
            }),
            None => self.each_place_of_all(text, &mut |at| take(Place { at, is_first: false })),
        }
    }

    /// The same, one letter of the text behind the other.
    fn each_place_of_all(&self, text: &str, take: &mut dyn FnMut(usize) -> bool) -> bool {
        let row = &self.letters;
        let mut have = 0;
        for (at, letter) in text.char_indices() {
            match sign(letter) {
                Sign::Letter(letter) => {
                    // Falling back as far as the letters so far begin anew: rows are short, so that no table is kept.
                    while have > 0 && row.get(have) != Some(&letter) {
                        have = (0..have).rev().find(|&less| row[..less] == row[have - less..have]).unwrap_or(0);
                    }
                    have += usize::from(row.get(have) == Some(&letter));
                    if have == row.len() && take(at) {
                        return true;
                    }
                }
                Sign::Nothing => {}
                Sign::Other | Sign::Unknown => have = 0,
            }
        }
        false
    }
}

/// True for what surely stands between words, or is one by itself: blanks, ideographs.
fn parts_words(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
}

/// What stands around a place, between two blanks or ideographs.
pub(super) fn around(text: &str, at: usize) -> &str {
    let start = text[..at].rfind(parts_words).unwrap_or(0);
    let end = text[at..].find(parts_words).map_or(text.len(), |behind| at + behind);
    text[start..end].trim_start_matches(parts_words)
}

/// Gives every place at which one of the rows may stand to `take`, and every character of which that cannot be told,
/// until it says that it has seen enough: then true. Each is the beginning of a character inside the word.
pub(super) fn each_place(text: &str, rows: &[Row], take: &mut dyn FnMut(Place) -> bool) -> bool {
    // Each word once: there are articles that are written with such characters and no others.
    let mut end = 0;
    let mut unknown = unknown_places(text).filter(|&at| {
        let is_new = at >= end;
        if is_new {
            end = text[at..].find(parts_words).map_or(text.len(), |behind| at + behind);
        }
        is_new
    });
    if unknown.any(|at| take(Place { at, is_first: false })) {
        return true;
    }
    let has_others = has_others(text.as_bytes());
    let mut others = unknown_places_of_others(text.as_bytes()).filter(|_| has_others);
    if others.any(|at| take(Place { at, is_first: false })) {
        return true;
    }
    rows.iter().any(|row| row.each_place(text, has_others, take))
}

#[cfg(test)]
mod tests {
    use super::{Sign, each_place, sign};

    #[test]
    fn what_cannot_be_told_is_compared_in_full() {
        let unknown = (0x80..0x3_0000).filter_map(char::from_u32).filter(|&letter| sign(letter) == Sign::Unknown);
        let mut count = 0;
        for letter in unknown {
            let text = format!("كتب {letter}ا");
            assert!(each_place(&text, &[], &mut |place| text[place.at..].starts_with(letter)), "{letter:?}");
            count += 1;
        }
        assert!(count > 1_000, "{count}");
        assert!(!each_place("كتب الشيء", &[], &mut |_| true));
    }
}
