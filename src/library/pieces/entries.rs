//! The lists of one piece: which of its articles have words that begin so, by the codes of beginnings.
//!
//! Owns the lists in memory and their bytes. Articles are numbered within the piece in the order of their keys. The lists
//! stand in the order of their codes, in parts of about one size, so that a question reads one of them, or a few
//! neighbours. In a part each list is: the distance from the code before, or from the first code of the part; how many
//! articles there are, less one; and the articles, as numbers one after the other by their distances, as a bit for each
//! article of the piece where that is shorter, or not at all where they are all. The bytes of a number are
//! `numbers.rs`.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::library::numbers::{self, put_number};

/// The most articles of a piece, so that 16 bits number them.
pub(in crate::library) const MOST_ARTICLES: usize = 1 << 16;
/// The bytes after which a part ends: some go into one page of the file, and to read one takes some microseconds.
const PART: usize = 1_400;

/// A part, or the keys of a piece, that no piece can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Damaged;

/// Articles on their way into a piece, by their keys, with the codes of the beginnings of their words.
#[derive(Debug, Default)]
pub(in crate::library) struct Gathered<'h> {
    articles: BTreeMap<i64, &'h [u32]>,
}

impl<'h> Gathered<'h> {
    /// Adds an article; its codes are in order, each once.
    pub(in crate::library) fn add(&mut self, key: i64, codes: &'h [u32]) {
        self.articles.insert(key, codes);
    }

    /// The articles as they go into pieces, none of which has too many.
    pub(super) fn into_pieces(self) -> impl Iterator<Item = (Vec<i64>, Lists)> {
        let mut articles = self.articles.into_iter();
        std::iter::from_fn(move || {
            let some: Vec<(i64, &[u32])> = articles.by_ref().take(MOST_ARTICLES).collect();
            let keys = some.iter().map(|(key, _)| *key).collect();
            (!some.is_empty()).then(|| (keys, Lists::of(&some)))
        })
    }
}

/// Lists of articles by the codes of beginnings, in their order.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Each code, and where its list ends.
    ends: Vec<(u32, usize)>,
    articles: Vec<u16>,
}

impl Lists {
    fn of(articles: &[(i64, &[u32])]) -> Lists {
        let pairs = articles.iter().enumerate();
        let pairs = pairs.flat_map(|(at, (_, codes))| codes.iter().map(move |&code| pair(code, at as u16)));
        let mut lists = Lists::default();
        lists.add(&mut pairs.collect());
        lists
    }

    /// Adds the lists that these pairs make, and takes them out. All codes are higher than those that are there.
    pub(super) fn add(&mut self, pairs: &mut Vec<u64>) {
        // Not unstable: they are runs in order, one an article or a piece, which only need to be merged.
        pairs.sort();
        pairs.dedup();
        for run in pairs.chunk_by(|one, other| one >> 16 == other >> 16) {
            self.articles.extend(run.iter().map(|pair| *pair as u16));
            self.ends.push(((run[0] >> 16) as u32, self.articles.len()));
        }
        pairs.clear();
    }

    /// The lists in the order of their codes.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &[u16])> {
        let starts = [0].into_iter().chain(self.ends.iter().map(|(_, end)| *end));
        self.ends.iter().zip(starts).map(|(&(code, end), start)| (code, &self.articles[start..end]))
    }

    /// The parts of a piece of so many articles, one at least, with the first code of each; of the first part that is 0.
    pub(super) fn parts(&self, articles: usize) -> Vec<(u32, Vec<u8>)> {
        let mut parts = Vec::new();
        let (mut first, mut next, mut part) = (0, 0, Vec::new());
        for (code, list) in self.iter() {
            if part.len() >= PART {
                parts.push((first, std::mem::take(&mut part)));
                (first, next) = (code, code);
            }
            put_number(&mut part, u64::from(code - next));
            put_number(&mut part, list.len() as u64 - 1);
            put_list(&mut part, list, articles);
            next = code.saturating_add(1);
        }
        parts.push((first, part));
        parts
    }
}

/// A code and an article of its list, in the order of both.
pub(super) fn pair(code: u32, article: u16) -> u64 {
    u64::from(code) << 16 | u64::from(article)
}

/// The lists of one part, one after the other.
#[derive(Debug)]
pub(super) struct Part<'b> {
    bytes: &'b [u8],
    /// The least code that the next list may have; `None` when there is none above the last.
    next: Option<u32>,
    /// How many articles the piece has.
    articles: usize,
}

impl<'b> Part<'b> {
    pub(super) fn new(bytes: &'b [u8], first: u32, articles: usize) -> Part<'b> {
        Part { bytes, next: Some(first), articles }
    }

    /// The code of the next list and how many articles it has; `None` at the end. The list itself must be read then.
    pub(super) fn next_head(&mut self) -> Result<Option<(u32, usize)>, Damaged> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        let distance = take_number(&mut self.bytes)?;
        let code = self.next.and_then(|next| next.checked_add(distance)).ok_or(Damaged)?;
        let count = (take_number(&mut self.bytes)? as usize).saturating_add(1);
        if count > self.articles || self.articles > MOST_ARTICLES {
            return Err(Damaged);
        }
        self.next = code.checked_add(1);
        Ok(Some((code, count)))
    }

    /// Passes a list of so many articles.
    fn skip(&mut self, count: usize) -> Result<(), Damaged> {
        match form(count, self.articles) {
            Form::All => {}
            Form::Bits => drop(self.take(self.articles.div_ceil(8))?),
            Form::Distances => {
                let mut left = count;
                let is_last = |&byte: &u8| {
                    left -= usize::from(byte < 0x80);
                    left == 0
                };
                let end = self.bytes.iter().position(is_last).ok_or(Damaged)?;
                self.bytes = &self.bytes[end + 1..];
            }
        }
        Ok(())
    }

    /// Adds the articles of a list of so many to `out`.
    pub(super) fn list(&mut self, count: usize, out: &mut Vec<u16>) -> Result<(), Damaged> {
        match form(count, self.articles) {
            Form::All => out.extend((0..self.articles).map(|at| at as u16)),
            Form::Bits => {
                let before = out.len();
                of_bits(self.take(self.articles.div_ceil(8))?, out);
                let is_inside = out.last().is_some_and(|&last| usize::from(last) < self.articles);
                if out.len() - before != count || !is_inside {
                    return Err(Damaged);
                }
            }
            Form::Distances => {
                let mut next = 0_usize;
                for _ in 0..count {
                    let article = next.saturating_add(take_number(&mut self.bytes)? as usize);
                    if article >= self.articles {
                        return Err(Damaged);
                    }
                    out.push(article as u16);
                    next = article + 1;
                }
            }
        }
        Ok(())
    }

    /// Adds the articles of the lists of these codes to `out`: those of each list in order.
    pub(super) fn find(mut self, wanted: &RangeInclusive<u32>, out: &mut Vec<u16>) -> Result<(), Damaged> {
        while let Some((code, count)) = self.next_head()? {
            match code {
                _ if code < *wanted.start() => self.skip(count)?,
                _ if code <= *wanted.end() => self.list(count, out)?,
                _ => break,
            }
        }
        Ok(())
    }

    fn take(&mut self, bytes: usize) -> Result<&'b [u8], Damaged> {
        let (taken, rest) = self.bytes.split_at_checked(bytes).ok_or(Damaged)?;
        self.bytes = rest;
        Ok(taken)
    }
}

/// Puts numbers of articles in order, each once: many of them by a bit for each article of the piece.
pub(super) fn put_in_order(numbers: &mut Vec<u16>, articles: usize) {
    if numbers.len() < articles / 16 {
        numbers.sort_unstable();
        return numbers.dedup();
    }
    let mut bits = vec![0; articles.div_ceil(8)];
    set_bits(&mut bits, numbers);
    numbers.clear();
    of_bits(&bits, numbers);
}

/// Sets the bits of these numbers.
fn set_bits(bits: &mut [u8], numbers: &[u16]) {
    for &number in numbers {
        bits[usize::from(number / 8)] |= 1 << (number % 8);
    }
}

/// Adds the numbers of the bits that are set to `out`, in order.
fn of_bits(bits: &[u8], out: &mut Vec<u16>) {
    for (at, &bits) in bits.iter().enumerate() {
        let mut left = bits;
        while left != 0 {
            out.push((at * 8) as u16 + left.trailing_zeros() as u16);
            left &= left - 1;
        }
    }
}

/// How a list stands in its part.
enum Form {
    All,
    Bits,
    Distances,
}

/// The form of a list of so many of the articles of a piece.
fn form(count: usize, articles: usize) -> Form {
    match count {
        _ if count == articles => Form::All,
        _ if count > articles.div_ceil(8) => Form::Bits,
        _ => Form::Distances,
    }
}

fn put_list(out: &mut Vec<u8>, list: &[u16], articles: usize) {
    match form(list.len(), articles) {
        Form::All => {}
        Form::Bits => {
            let start = out.len();
            out.resize(start + articles.div_ceil(8), 0);
            set_bits(&mut out[start..], list);
        }
        Form::Distances => {
            let mut next = 0;
            for &article in list {
                put_number(out, u64::from(article) - next);
                next = u64::from(article) + 1;
            }
        }
    }
}

fn take_number(bytes: &mut &[u8]) -> Result<u32, Damaged> {
    numbers::take_number(bytes, u32::BITS).and_then(|number| u32::try_from(number).ok()).ok_or(Damaged)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::ops::RangeInclusive;

    use super::{Damaged, Gathered, Lists, Part};
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    /// All lists of a piece.
    fn read(parts: &[(u32, Vec<u8>)], articles: usize) -> Result<BTreeMap<u32, Vec<u16>>, Damaged> {
        let mut lists = BTreeMap::new();
        for (first, bytes) in parts {
            let mut part = Part::new(bytes, *first, articles);
            while let Some((code, count)) = part.next_head()? {
                part.list(count, lists.entry(code).or_default())?;
            }
        }
        Ok(lists)
    }

    fn found(parts: &[(u32, Vec<u8>)], articles: usize, codes: RangeInclusive<u32>) -> Vec<u16> {
        let at = parts.partition_point(|(first, _)| first <= codes.start()) - 1;
        let mut list = Vec::new();
        for (first, bytes) in parts[at..].iter().take_while(|(first, _)| first <= codes.end()) {
            Part::new(bytes, *first, articles).find(&codes, &mut list).unwrap();
        }
        list
    }

    fn codes() -> impl Strategy<Value = u32> {
        prop_oneof![0..40_u32, any::<u32>(), (u32::MAX - 3)..=u32::MAX]
    }

    #[test]
    fn frequent_and_rare_lists_come_back_from_many_parts() {
        let articles: Vec<Vec<u32>> = (0..1_000_u32)
            .map(|number| {
                let all = [7, u32::MAX].into_iter().chain((number % 2 == 0).then_some(9));
                let own = (0..20).map(|at| (number * 20 + at).wrapping_mul(0x9e37_79b9));
                let mut codes: Vec<u32> = all.chain(own).collect();
                codes.sort_unstable();
                codes.dedup();
                codes
            })
            .collect();
        let mut gathered = Gathered::default();
        (0..).zip(&articles).for_each(|(key, codes)| gathered.add(key * 10, codes));
        let pieces: Vec<(Vec<i64>, Lists)> = gathered.into_pieces().collect();
        let [(keys, lists)] = &pieces[..] else { panic!("{}", pieces.len()) };
        assert_eq!(*keys, (0..1_000).map(|number| number * 10).collect::<Vec<i64>>());
        let parts = lists.parts(1_000);
        assert!(parts.len() > 20 && parts.iter().all(|(_, part)| part.len() < 2 * super::PART), "{}", parts.len());
        assert_eq!(found(&parts, 1_000, 7..=7).len(), 1_000);
        assert_eq!(found(&parts, 1_000, u32::MAX..=u32::MAX).len(), 1_000);
        assert_eq!(found(&parts, 1_000, 9..=9)[..3], [0, 2, 4]);
        assert!(found(&parts, 1_000, 8..=8).is_empty());
        assert_eq!(found(&parts, 1_000, 7..=9).len(), 1_500);
        assert_eq!(found(&parts, 1_000, 0..=u32::MAX).len(), articles.iter().map(Vec::len).sum::<usize>());
        for (number, own) in articles.iter().enumerate() {
            assert!(own.iter().all(|&code| found(&parts, 1_000, code..=code).contains(&(number as u16))));
        }
    }

    #[test]
    fn a_piece_has_no_more_articles_than_can_be_numbered() {
        let mut gathered = Gathered::default();
        (0..70_000).for_each(|key| gathered.add(key, &[1]));
        let pieces: Vec<usize> = gathered
            .into_pieces()
            .map(|(keys, lists)| {
                assert_eq!(read(&lists.parts(keys.len()), keys.len()).unwrap()[&1].len(), keys.len());
                keys.len()
            })
            .collect();
        assert_eq!(pieces, [65_536, 4_464]);
    }

    proptest! {
        #[test]
        fn what_was_put_in_comes_back(articles in vec(btree_set(codes(), 0..60), 1..70)) {
            let articles: Vec<Vec<u32>> = articles.into_iter().map(|own| own.into_iter().collect()).collect();
            let mut gathered = Gathered::default();
            (0..).zip(&articles).for_each(|(key, own)| gathered.add(key, own));
            let mut expected: BTreeMap<u32, Vec<u16>> = BTreeMap::new();
            for (number, own) in articles.iter().enumerate() {
                own.iter().for_each(|&code| expected.entry(code).or_default().push(number as u16));
            }
            let (_, lists) = gathered.into_pieces().next().unwrap();
            let parts = lists.parts(articles.len());
            for (&code, list) in &expected {
                prop_assert_eq!(&found(&parts, articles.len(), code..=code), list);
            }
            let between = expected.range(20..1 << 30).flat_map(|(_, list)| list).copied().collect::<Vec<u16>>();
            prop_assert_eq!(found(&parts, articles.len(), 20..=(1 << 30) - 1), between);
            prop_assert_eq!(read(&parts, articles.len()), Ok(expected));
        }

        #[test]
        fn whatever_bytes_there_are_nothing_that_cannot_be_is_read(
            bytes in vec(prop_oneof![any::<u8>(), 0..4_u8, Just(0xff)], 0..200),
            articles in 0..80_000_usize,
            first in codes(),
            wanted in (codes(), codes()),
        ) {
            let part = || Part::new(&bytes, first, articles);
            let _ = part().find(&(wanted.0..=wanted.1), &mut Vec::new());
            let (mut part, mut last) = (part(), None);
            while let Ok(Some((code, count))) = part.next_head() {
                prop_assert!(last < Some(code) && code >= first);
                last = Some(code);
                let mut list = Vec::new();
                if part.list(count, &mut list).is_err() {
                    break;
                }
                prop_assert!(list.len() == count && list.windows(2).all(|two| two[0] < two[1]));
                prop_assert!(list.last().is_none_or(|&last| usize::from(last) < articles));
            }
        }
    }
}
