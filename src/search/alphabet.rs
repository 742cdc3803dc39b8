//! Folded letters as bytes: one for nearly every letter, so that a million titles are searched as one run of bytes.
//!
//! Owns the code; the index that is written in it is `titles.rs`. `0` stands between words and before the first, `0xFF`
//! behind the last; letters of Latin, Greek, Cyrillic, Hebrew and Arabic script and digits are one byte each below
//! [`CONTINUED`]; any other takes five bytes that no other letter shares.

use std::sync::LazyLock;

use memchr::arch::all::packedpair::HeuristicFrequencyRank;
use memchr::memmem::{Finder, FinderBuilder};

use crate::text::fold;

/// Between words, and before the first word of an item.
pub(super) const BLANK: u8 = 0;
/// Behind the last word of an item.
pub(super) const END: u8 = 0xff;
/// The first of 32 bytes that carry five bits each of a letter without a byte of its own.
const CONTINUED: u8 = 0xc0;
/// The first of 31 bytes that begin such a letter.
const LEADING: u8 = 0xe0;
/// Bytes behind the leading one, five bits each.
const MORE: u32 = 4;

/// Letters that have a byte, in the order of their bytes: what folding leaves of the scripts above, the frequent first.
const RANGES: &[(u32, u32)] =
    &[(0x30, 0x39), (0x61, 0x7a), (0x620, 0x6d5), (0x5d0, 0x5ea), (0x3b1, 0x3c9), (0x430, 0x44f)];

struct Codes {
    /// The byte of each letter below U+0700; 0 for none.
    bytes: Vec<u8>,
    /// The letter of each byte.
    letters: Vec<char>,
}

static CODES: LazyLock<Codes> = LazyLock::new(|| {
    let mut codes = Codes { bytes: vec![BLANK; 0x700], letters: vec![' '] };
    for letter in RANGES.iter().flat_map(|&(first, last)| first..=last).filter_map(char::from_u32) {
        let is_folded = fold(letter.encode_utf8(&mut [0; 4])).chars().eq([letter]);
        if is_folded && letter.is_alphanumeric() && codes.letters.len() < usize::from(CONTINUED) {
            codes.bytes[letter as usize] = codes.letters.len() as u8;
            codes.letters.push(letter);
        }
    }
    codes
});

/// Adds a folded text to `out`: its letters and digits, with one blank for any run of anything else, none at the ends.
pub(super) fn encode(folded: &str, out: &mut Vec<u8>) {
    let codes = &*CODES;
    let start = out.len();
    let mut is_after_blank = true;
    for letter in folded.chars() {
        let byte = codes.bytes.get(letter as usize).copied().unwrap_or(BLANK);
        if byte != BLANK {
            out.push(byte);
        } else if letter.is_alphanumeric() {
            let code = u32::from(letter);
            out.push(LEADING + (code >> (5 * MORE)) as u8);
            out.extend((0..MORE).rev().map(|place| CONTINUED + (code >> (5 * place) & 31) as u8));
        } else {
            if !is_after_blank {
                out.push(BLANK);
            }
            is_after_blank = true;
            continue;
        }
        is_after_blank = false;
    }
    if out.len() > start && out.last() == Some(&BLANK) {
        out.pop();
    }
}

/// Adds the letters of an encoded text to `out`; what is no code is passed over.
pub(super) fn decode(encoded: &[u8], out: &mut String) {
    let codes = &*CODES;
    for unit in units(encoded) {
        if let Some(code) = unit.checked_sub(WIDE) {
            out.extend(char::from_u32(code));
        } else if unit < u32::from(CONTINUED) {
            out.push(codes.letters.get(unit as usize).copied().unwrap_or(' '));
        }
    }
}

/// True for a byte that is a letter or a blank of its own.
pub(super) fn is_narrow(byte: u8) -> bool {
    byte < CONTINUED
}

/// Above all bytes: what is added to a letter that has none of its own.
const WIDE: u32 = 0x100;

/// The letters of an encoded text as numbers: the byte of those that have one, [`WIDE`] and the code point for others.
pub(super) fn units(encoded: &[u8]) -> impl Iterator<Item = u32> + '_ {
    let mut bytes = encoded.iter();
    std::iter::from_fn(move || {
        let byte = *bytes.next()?;
        if !(LEADING..END).contains(&byte) {
            return Some(u32::from(byte));
        }
        let more = bytes.by_ref().take(MORE as usize);
        Some(WIDE + more.fold(u32::from(byte - LEADING), |code, &next| code << 5 | u32::from(next & 31)))
    })
}

/// The letters from the most frequent on, in news of the languages that are written so: how they are looked for, never
/// what is found, hangs on it. Each once, folded.
const FREQUENT: &str = "الينمرتوهبدعسفكحقجشطصخضزثذغظeaiontrslcudmphgbfyvwkxjqz012357986";

/// Ranks of bytes for the search of letters in a row: it begins with the two rarest.
struct Ranks;

impl HeuristicFrequencyRank for Ranks {
    fn rank(&self, byte: u8) -> u8 {
        RANKS[usize::from(byte)]
    }
}

static RANKS: LazyLock<[u8; 256]> = LazyLock::new(|| {
    let mut ranks = [0; 256];
    let mut encoded = Vec::new();
    encode(&fold(FREQUENT), &mut encoded);
    for (place, &byte) in encoded.iter().enumerate() {
        ranks[usize::from(byte)] = 250_u8.saturating_sub(3 * place as u8);
    }
    ranks[usize::from(BLANK)] = u8::MAX;
    ranks
});

/// A search for encoded letters that stand in a row.
pub(super) fn finder(letters: &[u8]) -> Finder<'_> {
    FinderBuilder::new().build_forward_with_ranker(Ranks, letters)
}

/// The bit of 32 that stands for a code: those of Arabic letters, which follow one another, mostly have their own.
pub(super) fn bit(byte: u8) -> usize {
    usize::from(byte % 32)
}

#[cfg(test)]
mod tests {
    use super::{BLANK, END, FREQUENT, decode, encode};
    use crate::text::fold;
    use proptest::prelude::*;

    fn there_and_back(text: &str) -> String {
        let (mut bytes, mut back) = (Vec::new(), String::new());
        encode(&fold(text), &mut bytes);
        assert!(!bytes.contains(&END) && bytes.first() != Some(&BLANK) && bytes.last() != Some(&BLANK), "{bytes:?}");
        decode(&bytes, &mut back);
        back
    }

    #[test]
    fn arabic_hebrew_and_latin_take_a_byte_a_letter() {
        for word in ["المدرسة", "ממשלה", "khabar", "2023", "новости", "ελλαδα"] {
            let mut bytes = Vec::new();
            encode(&fold(word), &mut bytes);
            assert_eq!(bytes.len(), word.chars().count(), "{word}");
        }
        assert_eq!(there_and_back(" «غزة»: 3,5 新聞 "), "غزه 3 5 新聞");
    }

    #[test]
    fn no_frequent_letter_is_ranked_twice() {
        assert_eq!(fold(FREQUENT), FREQUENT);
        assert!(FREQUENT.char_indices().all(|(at, letter)| !FREQUENT[..at].contains(letter)));
    }

    proptest! {
        #[test]
        fn any_text_comes_back_without_its_signs(text in any::<String>()) {
            let words = |text: &str| -> Vec<String> {
                let parts = text.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
                parts.map(str::to_owned).collect()
            };
            prop_assert_eq!(words(&there_and_back(&text)), words(&fold(&text)));
        }

        #[test]
        fn any_bytes_decode(bytes in any::<Vec<u8>>()) {
            decode(&bytes, &mut String::new());
        }
    }
}
