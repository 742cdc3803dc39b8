//! Which articles tell the same: near-duplicates by shingles.
//!
//! Owns the signature of a text and how alike two are; grouping is `events.rs`. After A. Broder, "On the resemblance
//! and containment of documents" (1997): three words in a row are a shingle, and the smallest of their hashes under
//! each of 32 functions agree as often as the texts share shingles. Four functions make a band; texts are compared
//! only where a band agrees.

use super::prepared::Hash;
use super::terms::PARAGRAPH;

/// How many hash functions there are; one byte of each is kept.
const FUNCTIONS: usize = 32;
/// How many functions make a band: texts that share six tenths of their shingles agree in one of eight with 0.67.
const ROWS: usize = 4;
/// How many bands there are.
const BANDS: usize = FUNCTIONS / ROWS;
/// How many words in a row make a shingle.
const SHINGLE: usize = 3;
/// Fewer words than this say too little to be told apart by their shingles: such texts are alike only when equal.
const FEWEST_WORDS: usize = 12;
/// Fewer words than this are a caption or nothing.
const FEWEST_EQUAL_WORDS: usize = 5;
/// How many of the 32 bytes agree in texts that tell the same; one or two of them by chance.
const ALIKE: usize = 18;

/// What is kept of a text to find those that are like it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Likeness {
    /// One byte of each function's smallest hash.
    pub(super) signature: [u8; FUNCTIONS],
    /// Texts that share one of these may be alike. The numbers are positive and below 2³².
    pub(super) bands: Vec<i64>,
}

impl Likeness {
    /// The likeness of an article's words, which stand with single blanks between them; `None` when they are too few.
    pub(super) fn of(title: &str, body: &str) -> Option<Likeness> {
        let words: Vec<u64> =
            body.split(' ').filter(|word| !word.is_empty() && *word != PARAGRAPH).map(hash_of_word).collect();
        if words.len() >= FEWEST_WORDS {
            return Some(Self::of_shingles(&words));
        }
        let count = words.len() + title.split(' ').filter(|word| !word.is_empty()).count();
        (count >= FEWEST_EQUAL_WORDS).then(|| Self::of_whole(title, body))
    }

    /// The likeness as it is stored: the signature, then each band in four bytes.
    pub(super) fn to_blob(&self) -> Vec<u8> {
        let mut blob = self.signature.to_vec();
        for &band in &self.bands {
            blob.extend_from_slice(&(band as u32).to_le_bytes());
        }
        blob
    }

    /// A likeness that is like no other but itself and stands in no band.
    pub(super) fn nothing() -> Likeness {
        Likeness { signature: [0; FUNCTIONS], bands: Vec::new() }
    }

    /// The likeness of a stored value; `None` when it is none.
    pub(super) fn of_blob(blob: &[u8]) -> Option<Likeness> {
        let (signature, bands) = blob.split_first_chunk()?;
        let (bands, rest) = bands.as_chunks::<4>();
        let bands = bands.iter().map(|band| i64::from(u32::from_le_bytes(*band))).collect();
        rest.is_empty().then_some(Likeness { signature: *signature, bands })
    }

    /// True when the texts tell the same.
    pub(super) fn is_like(&self, other: &Likeness) -> bool {
        self.signature.iter().zip(other.signature).filter(|(one, other)| **one == *other).count() >= ALIKE
    }

    fn of_shingles(words: &[u64]) -> Likeness {
        let mut smallest = [u32::MAX; FUNCTIONS];
        for three in words.windows(SHINGLE) {
            let shingle = three.iter().fold(0, |hash, &word| mixed(hash ^ word));
            for (least, factor) in smallest.iter_mut().zip(FACTORS) {
                *least = (*least).min((shingle.wrapping_mul(factor) >> 32) as u32);
            }
        }
        let mut signature = [0; FUNCTIONS];
        for (byte, least) in signature.iter_mut().zip(smallest) {
            // The lowest byte would be zero more often than others: the smallest of many hashes is small.
            *byte = (mixed(u64::from(least)) >> 56) as u8;
        }
        let bands = smallest.chunks_exact(ROWS).zip(0u64..);
        let bands =
            bands.map(|(rows, band)| band_of(rows.iter().fold(band, |hash, &row| mixed(hash ^ u64::from(row)))));
        Likeness { signature, bands: bands.collect() }
    }

    /// The likeness of a short text, which is that of equal ones alone.
    fn of_whole(title: &str, body: &str) -> Likeness {
        let mut hash = Hash::new();
        hash.add(title);
        hash.add(body);
        let mut signature = [0; FUNCTIONS];
        for (eight, factor) in signature.chunks_exact_mut(8).zip(FACTORS) {
            eight.copy_from_slice(&mixed(hash.0.wrapping_mul(factor)).to_le_bytes());
        }
        Likeness { signature, bands: vec![band_of(mixed(hash.0 ^ BANDS as u64))] }
    }
}

fn hash_of_word(word: &str) -> u64 {
    let mut hash = Hash::new();
    hash.add(word);
    hash.0
}

fn band_of(hash: u64) -> i64 {
    i64::from((hash >> 32) as u32)
}

/// The finaliser of SplitMix64: every bit of the input moves every bit of the output.
const fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// Odd numbers that look random: the hash functions. They never change, because what they gave is stored.
const FACTORS: [u64; FUNCTIONS] = {
    let mut factors = [0; FUNCTIONS];
    let mut at = 0;
    while at < FUNCTIONS {
        factors[at] = mixed((at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)) | 1;
        at += 1;
    }
    factors
};

#[cfg(test)]
mod tests {
    use super::Likeness;

    fn words(from: usize, count: usize) -> String {
        (from..from + count).map(|number| format!("word{number}")).collect::<Vec<_>>().join(" ")
    }

    fn share_a_band(one: &Likeness, other: &Likeness) -> bool {
        one.bands.iter().any(|band| other.bands.contains(band))
    }

    #[test]
    fn a_text_with_a_sentence_more_is_alike_and_another_text_is_not() {
        let text = Likeness::of("", &words(0, 200)).unwrap();
        let longer = Likeness::of("", &format!("{} {}", words(0, 200), words(5_000, 12))).unwrap();
        let other = Likeness::of("", &words(10_000, 200)).unwrap();
        assert!(text.is_like(&longer) && share_a_band(&text, &longer));
        assert!(!text.is_like(&other) && !share_a_band(&text, &other));
    }

    #[test]
    fn short_texts_are_alike_only_when_equal() {
        let likeness = |title, body| Likeness::of(title, body).unwrap();
        let text = likeness("one two three", "four five six");
        assert_eq!(text, likeness("one two three", "four five six"));
        assert!(!text.is_like(&likeness("one two three", "four five seven")));
        assert_eq!(Likeness::of("one two", "three"), None);
        assert_eq!(Likeness::of("", ""), None);
        assert_eq!(Likeness::of_blob(&text.to_blob()), Some(text));
        assert_eq!((Likeness::of_blob(b"short"), Likeness::of_blob(&[0; 33])), (None, None));
    }

    /// The signature is an estimate: of a hundred pairs a few may be taken for what they are not.
    #[test]
    fn half_of_the_shingles_are_not_enough_and_nine_tenths_are() {
        let (mut too_like, mut missed) = (0, 0);
        for start in (0..100).map(|number| number * 997) {
            let text = Likeness::of("", &words(start, 300)).unwrap();
            let half = Likeness::of("", &format!("{} {}", words(start, 130), words(start + 900_000, 170))).unwrap();
            let most = Likeness::of("", &format!("{} {}", words(start, 290), words(start + 900_000, 10))).unwrap();
            too_like += usize::from(text.is_like(&half));
            missed += usize::from(!text.is_like(&most) || !share_a_band(&text, &most));
        }
        assert!(too_like <= 2 && missed <= 2, "{too_like} taken for alike, {missed} missed");
    }
}
