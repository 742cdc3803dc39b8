//! One piece of many: a question reads a part of each piece, so that there must not be too many.
//!
//! Owns which pieces are merged and when. What is read is read before the transaction that writes; another program may
//! have merged the same pieces meanwhile, and nothing is done then.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rusqlite::{Connection, TransactionBehavior};

use super::entries::{Damaged, Lists, MOST_ARTICLES, Part};
use super::file::{self, Piece, damaged};
use crate::library::turn::Turn;

/// So many pieces of about one size are merged, or fewer where they make a full one.
const MANY: usize = 16;
/// The bytes of a full piece: it is written in some milliseconds, and a million articles have less than two hundred.
const FULL: usize = 1 << 20;
/// Pieces of fewer bytes than these are of about one size. What has more than the last is left as it is.
const SIZES: [usize; 3] = [FULL / 128, FULL / 16, FULL / 2];

/// Merges some pieces into one; false when there are few enough.
pub(in crate::library) fn step(connection: &mut Connection, turn: &Turn) -> rusqlite::Result<bool> {
    // As they are at one moment: others may write meanwhile.
    let reading = connection.transaction()?;
    let Some(chosen) = chosen(&file::pieces(&reading)?) else { return Ok(false) };
    let (keys, lists) = merged(&reading, &chosen)?;
    drop(reading);
    let asked = turn.ask();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    drop(asked);
    // Written first: see the numbers of `file.rs`.
    file::put(&transaction, &keys, &lists)?;
    for piece in &chosen {
        if !file::remove(&transaction, piece.number)? {
            return Ok(true);
        }
    }
    transaction.commit().map(|()| true)
}

/// The pieces that are merged next.
fn chosen(pieces: &[Piece]) -> Option<Vec<Piece>> {
    let size = |piece: &Piece| SIZES.iter().position(|&most| piece.bytes < most && piece.articles < MOST_ARTICLES / 2);
    (0..SIZES.len()).find_map(|wanted| {
        let alike: Vec<Piece> = pieces.iter().filter(|piece| size(piece) == Some(wanted)).copied().collect();
        let (mut bytes, mut articles) = (0, 0);
        let fits = |piece: &&Piece| {
            (bytes, articles) = (bytes + piece.bytes, articles + piece.articles);
            bytes <= FULL && articles <= MOST_ARTICLES
        };
        let fitting = alike.iter().take_while(fits).count();
        (fitting < alike.len() || fitting >= MANY).then(|| alike[..fitting].to_vec())
    })
}

/// The keys and lists of all of these pieces.
fn merged(connection: &Connection, pieces: &[Piece]) -> rusqlite::Result<(Vec<i64>, Lists)> {
    let mut own = pieces
        .iter()
        .map(|piece| Ok((*piece, file::keys_of(connection, piece)?, file::parts_of(connection, piece)?)))
        .collect::<rusqlite::Result<Vec<(Piece, Vec<i64>, Vec<Vec<u8>>)>>>()?;
    // Pieces of one time after the other: their lists need only be put together.
    own.sort_unstable_by_key(|(piece, ..)| piece.first);
    let mut keys: Vec<i64> = own.iter().flat_map(|(_, keys, _)| keys).copied().collect();
    keys.sort();
    keys.dedup();
    let cursors = own.iter().map(|(piece, own, parts)| Cursor::new(piece, own, parts, &keys));
    let lists = merged_lists(cursors.collect()).map_err(damaged)?;
    Ok((keys, lists))
}

fn merged_lists(mut cursors: Vec<Cursor<'_>>) -> Result<Lists, Damaged> {
    let mut next = BinaryHeap::new();
    for (at, cursor) in cursors.iter_mut().enumerate() {
        next.extend(cursor.next_hash()?.map(|hash| Reverse((hash, at))));
    }
    let (mut lists, mut list) = (Lists::default(), Vec::new());
    while let Some(Reverse((hash, at))) = next.pop() {
        cursors[at].take(&mut list)?;
        next.extend(cursors[at].next_hash()?.map(|hash| Reverse((hash, at))));
        if next.peek().is_some_and(|Reverse((other, _))| *other == hash) {
            continue;
        }
        if !list.is_sorted_by(|one, other| one < other) {
            list.sort_unstable();
            list.dedup();
        }
        lists.push(hash, list.drain(..));
    }
    Ok(lists)
}

/// The lists of one piece, one after the other.
struct Cursor<'p> {
    piece: &'p Piece,
    /// The numbers of its articles in the merged piece.
    numbers: Vec<u16>,
    parts: std::slice::Iter<'p, Vec<u8>>,
    part: Option<Part<'p>>,
    /// How many articles the list has that is to be taken.
    count: usize,
    list: Vec<u16>,
}

impl<'p> Cursor<'p> {
    /// `all` are the keys of the merged piece, those of this one among them.
    fn new(piece: &'p Piece, own: &[i64], parts: &'p [Vec<u8>], all: &[i64]) -> Cursor<'p> {
        let mut at = all.partition_point(|&key| key < piece.first);
        let number = |key: &i64| {
            at += all[at..].iter().position(|other| other == key).unwrap_or_default();
            at as u16
        };
        let numbers = own.iter().map(number).collect();
        Cursor { piece, numbers, parts: parts.iter(), part: None, count: 0, list: Vec::new() }
    }

    /// The hash of the next list, which must be taken then; `None` at the end.
    fn next_hash(&mut self) -> Result<Option<u32>, Damaged> {
        loop {
            if let Some((hash, count)) = self.part.as_mut().map_or(Ok(None), Part::next_head)? {
                self.count = count;
                return Ok(Some(hash));
            }
            let number = self.piece.parts - self.parts.len() as u32;
            let Some(bytes) = self.parts.next() else { return Ok(None) };
            self.part = Some(self.piece.part(number, bytes));
        }
    }

    /// Adds the articles of the next list to `out`.
    fn take(&mut self, out: &mut Vec<u16>) -> Result<(), Damaged> {
        let Some(part) = &mut self.part else { return Ok(()) };
        self.list.clear();
        part.list(self.count, &mut self.list)?;
        out.extend(self.list.iter().map(|&own| self.numbers[usize::from(own)]));
        Ok(())
    }
}
