//! One piece of many: a question reads a part of each piece, so that there must not be too many.
//!
//! Owns which pieces are merged and when. What is read is read before the transaction that writes; another program may
//! have merged the same pieces meanwhile, and nothing is done then.

use rusqlite::Connection;

use super::entries::{Damaged, Lists, MOST_ARTICLES, Part, pair};
use super::file::{self, Piece, damaged};
use crate::library::turn::Turn;

/// So many pieces of about one size are merged, or fewer where they make a full one: of an import's batches, half of one.
const MANY: usize = 32;
/// The bytes of a full piece: it is written in some milliseconds, for which others wait, and a million articles have some
/// three hundred.
const FULL: usize = 1 << 20;
/// Pieces of fewer bytes than these are of about one size. What has more than the last is left as it is.
const SIZES: [usize; 3] = [FULL / 128, FULL / 16, FULL / 2];
/// In about so many shares the lists are put in order: what is worked on stays near the processor.
const SHARES: usize = 32;

/// Merges some pieces into one; false when there are few enough.
pub(in crate::library) fn step(connection: &mut Connection, turn: &Turn) -> rusqlite::Result<bool> {
    let merged = Merged::read(connection)?;
    merged.map_or(Ok(false), |merged| merged.write(connection, turn))
}

/// Some pieces, and what will stand in their place.
pub(super) struct Merged {
    from: Vec<Piece>,
    keys: Vec<i64>,
    parts: Vec<(u32, Vec<u8>)>,
}

impl Merged {
    /// Reads the pieces that are merged next; `None` when there are few enough.
    pub(super) fn read(connection: &mut Connection) -> rusqlite::Result<Option<Merged>> {
        // As they are at one moment: others may write meanwhile.
        let reading = connection.transaction()?;
        let Some(from) = chosen(&file::pieces(&reading)?) else { return Ok(None) };
        let (keys, lists) = merged(&reading, &from)?;
        let parts = lists.parts(keys.len());
        Ok(Some(Merged { from, keys, parts }))
    }

    /// Puts the new piece in the place of the others; changes nothing where another program has done so. True in any case:
    /// there may be more to merge.
    pub(super) fn write(&self, connection: &mut Connection, turn: &Turn) -> rusqlite::Result<bool> {
        let transaction = turn.begin(connection)?;
        for piece in &self.from {
            if !file::remove(&transaction, piece)? {
                return Ok(true);
            }
        }
        file::put(&transaction, &self.keys, &self.parts)?;
        transaction.commit().map(|()| true)
    }
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
        .collect::<rusqlite::Result<Vec<(Piece, Vec<i64>, Vec<(u32, Vec<u8>)>)>>>()?;
    // Pieces of one time after the other: their lists need only be put together.
    own.sort_unstable_by_key(|(piece, ..)| piece.first);
    let mut keys: Vec<i64> = own.iter().flat_map(|(_, keys, _)| keys).copied().collect();
    keys.sort();
    keys.dedup();
    // Where the piece with most parts ends a share, the others have had about as much of theirs.
    let most = own.iter().map(|(_, _, parts)| parts).max_by_key(|parts| parts.len()).map_or(&[][..], Vec::as_slice);
    let starts = most.iter().step_by(most.len().div_ceil(SHARES).max(1)).skip(1);
    let ends = starts.map(|(first, _)| first.saturating_sub(1)).chain([u32::MAX]);
    let cursors: Result<Vec<Cursor<'_>>, Damaged> =
        own.iter().map(|(piece, own, parts)| Cursor::new(piece, own, parts, &keys)).collect();
    let lists = cursors.and_then(|cursors| merged_lists(cursors, ends)).map_err(damaged)?;
    Ok((keys, lists))
}

/// The lists of all pieces, share by share; of each share the last code is given.
fn merged_lists(mut cursors: Vec<Cursor<'_>>, ends: impl Iterator<Item = u32>) -> Result<Lists, Damaged> {
    let (mut lists, mut pairs) = (Lists::default(), Vec::new());
    for end in ends {
        for cursor in &mut cursors {
            cursor.take(end, &mut pairs)?;
        }
        lists.add(&mut pairs);
    }
    Ok(lists)
}

/// The lists of one piece, one after the other.
struct Cursor<'p> {
    piece: &'p Piece,
    /// The numbers of its articles in the merged piece.
    numbers: Vec<u16>,
    parts: std::slice::Iter<'p, (u32, Vec<u8>)>,
    part: Option<Part<'p>>,
    /// The code of the next list and how many articles it has.
    next: Option<(u32, usize)>,
    list: Vec<u16>,
}

impl<'p> Cursor<'p> {
    /// `all` are the keys of the merged piece, those of this one among them.
    fn new(piece: &'p Piece, own: &[i64], parts: &'p [(u32, Vec<u8>)], all: &[i64]) -> Result<Cursor<'p>, Damaged> {
        let mut at = all.partition_point(|&key| key < piece.first);
        let number = |key: &i64| {
            at += all[at..].iter().position(|other| other == key).unwrap_or_default();
            at as u16
        };
        let numbers = own.iter().map(number).collect();
        let mut cursor = Cursor { piece, numbers, parts: parts.iter(), part: None, next: None, list: Vec::new() };
        cursor.step()?;
        Ok(cursor)
    }

    fn step(&mut self) -> Result<(), Damaged> {
        let last = self.next.map(|(code, _)| code);
        loop {
            self.next = self.part.as_mut().map_or(Ok(None), Part::next_head)?;
            if let Some((code, _)) = self.next {
                // A part may go no further than to where the next one begins.
                return if last < Some(code) { Ok(()) } else { Err(Damaged) };
            }
            let Some((first, bytes)) = self.parts.next() else { return Ok(()) };
            self.part = Some(self.piece.part(*first, bytes));
        }
    }

    /// Adds the lists up to this code to `pairs`.
    fn take(&mut self, end: u32, pairs: &mut Vec<u64>) -> Result<(), Damaged> {
        while let (Some((code, count)), Some(part)) = (self.next, &mut self.part) {
            if code > end {
                break;
            }
            self.list.clear();
            part.list(count, &mut self.list)?;
            pairs.extend(self.list.iter().map(|&own| pair(code, self.numbers[usize::from(own)])));
            self.step()?;
        }
        Ok(())
    }
}
