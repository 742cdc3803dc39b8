//! The lists of one piece: which of its articles have words that begin so, by the hashes of beginnings.
//!
//! Owns the lists in memory and their bytes. Articles are numbered within the piece in the order of their keys. The lists
//! stand in the order of their hashes in parts, each of which holds an equal share of all possible hashes, so that a
//! question reads one of them. In a part each list is: the distance from the hash before, or from the first that the part
//! could hold; how many articles there are, less one; and the articles, as numbers one after the other by their distances,
//! as a bit for each article of the piece where that is shorter, or not at all where they are all. Numbers are LEB128:
//! seven bits a byte, the least first, the eighth bit says that more follow.

use std::collections::BTreeMap;

/// The most articles of a piece, so that 16 bits number them.
pub(in crate::library) const MOST_ARTICLES: usize = 1 << 16;
/// About how many bytes a part has: some go into one page of the file, and to read one takes some microseconds.
const PART: usize = 1_500;

/// A part, or the keys of a piece, that no piece can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Damaged;

/// Articles on their way into a piece, by their keys, with the hashes of the beginnings of their words.
#[derive(Debug, Default)]
pub(in crate::library) struct Gathered<'h> {
    articles: BTreeMap<i64, &'h [u32]>,
}

impl<'h> Gathered<'h> {
    /// Adds an article; its hashes are in order, each once.
    pub(in crate::library) fn add(&mut self, key: i64, hashes: &'h [u32]) {
        self.articles.insert(key, hashes);
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

/// Lists of articles by the hashes of beginnings, in their order.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Each hash, and where its list ends.
    ends: Vec<(u32, usize)>,
    articles: Vec<u16>,
}

impl Lists {
    fn of(articles: &[(i64, &[u32])]) -> Lists {
        let pairs = articles.iter().enumerate();
        let pairs =
            pairs.flat_map(|(at, (_, hashes))| hashes.iter().map(move |&hash| u64::from(hash) << 16 | at as u64));
        let mut pairs: Vec<u64> = pairs.collect();
        // Runs that are in order are merged: the hashes of each article are.
        pairs.sort();
        let mut lists = Lists::default();
        for run in pairs.chunk_by(|one, other| one >> 16 == other >> 16) {
            lists.push((run[0] >> 16) as u32, run.iter().map(|pair| *pair as u16));
        }
        lists
    }

    /// Adds a list, whose hash is higher than that of the last one; its articles are in order, each once.
    pub(super) fn push(&mut self, hash: u32, articles: impl IntoIterator<Item = u16>) {
        self.articles.extend(articles);
        self.ends.push((hash, self.articles.len()));
    }

    /// The lists in the order of their hashes.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &[u16])> {
        let starts = [0].into_iter().chain(self.ends.iter().map(|(_, end)| *end));
        self.ends.iter().zip(starts).map(|(&(hash, end), start)| (hash, &self.articles[start..end]))
    }

    /// The parts of a piece of so many articles, one at least.
    pub(super) fn parts(&self, articles: usize) -> Vec<Vec<u8>> {
        let bytes = self.articles.len() + 4 * self.ends.len();
        let mut parts = vec![Vec::new(); bytes.div_ceil(PART).max(1)];
        let shares = Shares(parts.len() as u32);
        let (mut part, mut next) = (0, 0);
        for (hash, list) in self.iter() {
            let own = shares.part_of(hash);
            if own != part {
                (part, next) = (own, shares.first_of(own));
            }
            let out = &mut parts[part as usize];
            put_number(out, hash - next);
            put_number(out, list.len() as u32 - 1);
            put_list(out, list, articles);
            next = hash.saturating_add(1);
        }
        parts
    }
}

/// How the hashes are shared out among so many parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shares(pub(super) u32);

impl Shares {
    /// The part with the list of a hash.
    pub(super) fn part_of(self, hash: u32) -> u32 {
        (u64::from(hash) * u64::from(self.0) >> 32) as u32
    }

    /// The first hash of a part.
    fn first_of(self, part: u32) -> u32 {
        (u64::from(part) << 32).div_ceil(u64::from(self.0).max(1)) as u32
    }
}

/// The lists of one part, one after the other.
#[derive(Debug)]
pub(super) struct Part<'b> {
    bytes: &'b [u8],
    shares: Shares,
    number: u32,
    /// The least hash that the next list may have; `None` when there is none above the last.
    next: Option<u32>,
    /// How many articles the piece has.
    articles: usize,
}

impl<'b> Part<'b> {
    pub(super) fn new(bytes: &'b [u8], number: u32, shares: Shares, articles: usize) -> Part<'b> {
        Part { bytes, shares, number, next: Some(shares.first_of(number)), articles }
    }

    /// The hash of the next list and how many articles it has; `None` at the end. The list itself must be read then.
    pub(super) fn next_head(&mut self) -> Result<Option<(u32, usize)>, Damaged> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        let distance = take_number(&mut self.bytes)?;
        let hash = self.next.and_then(|next| next.checked_add(distance)).ok_or(Damaged)?;
        let count = (take_number(&mut self.bytes)? as usize).saturating_add(1);
        if self.shares.part_of(hash) != self.number || count > self.articles || self.articles > MOST_ARTICLES {
            return Err(Damaged);
        }
        self.next = hash.checked_add(1);
        Ok(Some((hash, count)))
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
                for (number, &bits) in self.take(self.articles.div_ceil(8))?.iter().enumerate() {
                    let mut left = bits;
                    while left != 0 {
                        out.push((number * 8) as u16 + left.trailing_zeros() as u16);
                        left &= left - 1;
                    }
                }
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

    /// Adds the articles of the list of this hash to `out`, if there is one.
    pub(super) fn find(mut self, wanted: u32, out: &mut Vec<u16>) -> Result<(), Damaged> {
        while let Some((hash, count)) = self.next_head()? {
            match hash.cmp(&wanted) {
                std::cmp::Ordering::Less => self.skip(count)?,
                std::cmp::Ordering::Equal => return self.list(count, out),
                std::cmp::Ordering::Greater => break,
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
            for &article in list {
                out[start + usize::from(article / 8)] |= 1 << (article % 8);
            }
        }
        Form::Distances => {
            let mut next = 0;
            for &article in list {
                put_number(out, u32::from(article) - next);
                next = u32::from(article) + 1;
            }
        }
    }
}

fn put_number(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn take_number(bytes: &mut &[u8]) -> Result<u32, Damaged> {
    let mut number = 0_u64;
    for shift in [0, 7, 14, 21, 28] {
        let (&byte, rest) = bytes.split_first().ok_or(Damaged)?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return u32::try_from(number).map_err(|_| Damaged);
        }
    }
    Err(Damaged)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Damaged, Gathered, Lists, Part, Shares};
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    /// All lists of a piece.
    fn read(parts: &[Vec<u8>], articles: usize) -> Result<BTreeMap<u32, Vec<u16>>, Damaged> {
        let mut lists = BTreeMap::new();
        for (number, bytes) in parts.iter().enumerate() {
            let mut part = Part::new(bytes, number as u32, Shares(parts.len() as u32), articles);
            while let Some((hash, count)) = part.next_head()? {
                part.list(count, lists.entry(hash).or_default())?;
            }
        }
        Ok(lists)
    }

    fn found(parts: &[Vec<u8>], articles: usize, hash: u32) -> Result<Vec<u16>, Damaged> {
        let shares = Shares(parts.len() as u32);
        let number = shares.part_of(hash);
        let mut list = Vec::new();
        Part::new(&parts[number as usize], number, shares, articles).find(hash, &mut list)?;
        Ok(list)
    }

    fn hashes() -> impl Strategy<Value = u32> {
        prop_oneof![0..40_u32, any::<u32>(), (u32::MAX - 3)..=u32::MAX]
    }

    #[test]
    fn frequent_and_rare_lists_come_back_from_many_parts() {
        let articles: Vec<Vec<u32>> = (0..1_000_u32)
            .map(|number| {
                let all = [7, u32::MAX].into_iter().chain((number % 2 == 0).then_some(9));
                let own = (0..20).map(|at| (number * 20 + at).wrapping_mul(0x9e37_79b9));
                let mut hashes: Vec<u32> = all.chain(own).collect();
                hashes.sort_unstable();
                hashes.dedup();
                hashes
            })
            .collect();
        let mut gathered = Gathered::default();
        (0..).zip(&articles).for_each(|(key, hashes)| gathered.add(key * 10, hashes));
        let pieces: Vec<(Vec<i64>, Lists)> = gathered.into_pieces().collect();
        let [(keys, lists)] = &pieces[..] else { panic!("{}", pieces.len()) };
        assert_eq!(*keys, (0..1_000).map(|number| number * 10).collect::<Vec<i64>>());
        let parts = lists.parts(1_000);
        assert!(parts.len() > 20 && parts.iter().all(|part| part.len() < 4 * super::PART), "{}", parts.len());
        assert_eq!(found(&parts, 1_000, 7).unwrap().len(), 1_000);
        assert_eq!(found(&parts, 1_000, u32::MAX).unwrap().len(), 1_000);
        assert_eq!(found(&parts, 1_000, 9).unwrap()[..3], [0, 2, 4]);
        assert_eq!(found(&parts, 1_000, 8), Ok(Vec::new()));
        for (number, own) in articles.iter().enumerate() {
            assert!(own.iter().all(|&hash| found(&parts, 1_000, hash).unwrap().contains(&(number as u16))));
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
        fn what_was_put_in_comes_back(articles in vec(btree_set(hashes(), 0..60), 1..70)) {
            let articles: Vec<Vec<u32>> = articles.into_iter().map(|own| own.into_iter().collect()).collect();
            let mut gathered = Gathered::default();
            (0..).zip(&articles).for_each(|(key, own)| gathered.add(key, own));
            let mut expected: BTreeMap<u32, Vec<u16>> = BTreeMap::new();
            for (number, own) in articles.iter().enumerate() {
                own.iter().for_each(|&hash| expected.entry(hash).or_default().push(number as u16));
            }
            let (_, lists) = gathered.into_pieces().next().unwrap();
            let parts = lists.parts(articles.len());
            for (&hash, list) in &expected {
                prop_assert_eq!(&found(&parts, articles.len(), hash).unwrap(), list);
            }
            prop_assert_eq!(read(&parts, articles.len()), Ok(expected));
        }

        #[test]
        fn whatever_bytes_there_are_nothing_that_cannot_be_is_read(
            bytes in vec(prop_oneof![any::<u8>(), 0..4_u8, Just(0xff)], 0..200),
            articles in 0..80_000_usize,
            shares in 1..20_u32,
            wanted in hashes(),
        ) {
            let number = Shares(shares).part_of(wanted);
            let part = || Part::new(&bytes, number, Shares(shares), articles);
            let mut list = Vec::new();
            if part().find(wanted, &mut list).is_ok() {
                prop_assert!(list.windows(2).all(|two| two[0] < two[1]));
                prop_assert!(list.last().is_none_or(|&last| usize::from(last) < articles));
            }
            let (mut part, mut last) = (part(), None);
            while let Ok(Some((hash, count))) = part.next_head() {
                prop_assert!(last < Some(hash) && Shares(shares).part_of(hash) == number);
                last = Some(hash);
                let mut list = Vec::new();
                if part.list(count, &mut list).is_err() {
                    break;
                }
                prop_assert!(list.len() == count && list.windows(2).all(|two| two[0] < two[1]));
            }
        }
    }
}
