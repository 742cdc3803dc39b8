//! Plain text as numbers: counts of words, then sentences of stems.

use std::io::BufRead;
use std::path::Path;

use khabar::entity::crf::{Lexicon, LexiconParts, cut};

use crate::conll::Result;
use crate::learn::PlainMap;

/// Text as sentences of numbered stems.
#[derive(Default)]
pub(crate) struct Plain {
    /// The stem of each number.
    pub(crate) stems: Vec<u64>,
    /// How often each occurs.
    pub(crate) counts: Vec<u32>,
    /// The sentences, one after the other; [`END`] stands between them.
    pub(crate) numbers: Vec<u32>,
}

/// Stands between sentences and for rare words.
pub(crate) const END: u32 = 0;

/// The lines of a file, and those of the corpora as further text.
pub(crate) fn lines(path: &Path, more: &[String]) -> Result<Vec<String>> {
    let file = std::fs::File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut all = std::io::BufReader::new(file).lines().collect::<std::io::Result<Vec<_>>>()?;
    all.extend(more.iter().cloned());
    Ok(all)
}

/// How often each word occurs, as a lexicon without clusters.
pub(crate) fn counted(lines: &[String], least: u32) -> Lexicon {
    let empty = Lexicon::default();
    let mut counts: PlainMap<u64, u32> = PlainMap::default();
    for sentence in lines.iter().flat_map(|line| cut(line, &empty)) {
        for word in &sentence.words {
            *counts.entry(word.whole).or_default() += 1;
        }
    }
    let mut words: Vec<(u32, u8)> = counts
        .into_iter()
        .filter(|(_, count)| *count >= least)
        .map(|(hash, count)| (Lexicon::key_of(hash), step(count)))
        .collect();
    words.sort_unstable_by_key(|(key, count)| (*key, std::cmp::Reverse(*count)));
    words.dedup_by_key(|(key, _)| *key);
    let (words, counts): (Vec<u32>, Vec<u8>) = words.into_iter().unzip();
    let none = vec![0; words.len()];
    let sets = [none.clone(), none.clone(), none.clone(), none];
    Lexicon::new(LexiconParts { silver: vec![0u16; words.len()], words, counts, sets, ..LexiconParts::default() })
}

/// Four times the binary logarithm, at least 1.
pub(crate) fn step(count: u32) -> u8 {
    (4.0 * f64::from(count.max(1)).log2()).round().clamp(1.0, 255.0) as u8
}

/// The text as numbers of stems; prepositions that are written onto a word stand before it as words of their own.
pub(crate) fn numbered(lines: &[String], lexicon: &Lexicon, least: u32) -> Plain {
    let mut counts: PlainMap<u64, u32> = PlainMap::default();
    let mut stream: Vec<u64> = Vec::new();
    for sentence in lines.iter().flat_map(|line| cut(line, lexicon)) {
        for word in &sentence.words {
            let preposition = word.particles() & !1;
            if preposition != 0 {
                stream.push(u64::from(preposition));
            }
            stream.push(word.stem);
        }
        stream.push(0);
    }
    for &stem in &stream {
        *counts.entry(stem).or_default() += 1;
    }
    let mut frequent: Vec<(u64, u32)> =
        counts.into_iter().filter(|(stem, count)| *stem != 0 && *count >= least).collect();
    frequent.sort_unstable_by_key(|(stem, count)| (std::cmp::Reverse(*count), *stem));
    let mut plain = Plain { stems: vec![0], counts: vec![0], numbers: Vec::with_capacity(stream.len()) };
    let mut numbers: PlainMap<u64, u32> = PlainMap::default();
    for (stem, count) in frequent {
        numbers.insert(stem, plain.stems.len() as u32);
        plain.stems.push(stem);
        plain.counts.push(count);
    }
    plain.numbers = stream.iter().map(|stem| numbers.get(stem).copied().unwrap_or(END)).collect();
    plain
}
