//! Pieces in the file: how one is written, and what all of them have of a beginning.
//!
//! Owns the tables `pieces`, `piece_keys` and `piece_parts`. The rows of a piece have its number in their upper bits and
//! in the lower ones the number of the part, or of the stretch of keys. No number is ever given twice, so that who has
//! read a piece knows that it is the same as long as it is there.

use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, ffi, params};

use super::entries::{Damaged, Gathered, Lists, MOST_ARTICLES, Part, Shares};

/// How many bits number the rows of a piece.
const ROW_BITS: u32 = 20;
/// How many keys stand in one row.
pub(super) const KEYS: usize = 256;

/// How many hashes make a full piece: most of them take a byte.
const MOST_WAITING: usize = 600_000;

/// A piece as it is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) number: i64,
    pub(super) articles: usize,
    pub(super) parts: u32,
    /// The bytes of its parts.
    pub(super) bytes: usize,
    /// The lowest key, and the highest.
    pub(super) first: i64,
    pub(super) last: i64,
}

impl Piece {
    fn of(row: &Row<'_>) -> rusqlite::Result<Piece> {
        let (articles, parts) = (row.get::<_, u32>(1)? as usize, row.get(2)?);
        if !(1..=MOST_ARTICLES).contains(&articles) || !(1..1 << ROW_BITS).contains(&parts) {
            return Err(damaged(Damaged));
        }
        let [first, last] = [row.get(4)?, row.get(5)?];
        Ok(Piece { number: row.get(0)?, articles, parts, bytes: row.get::<_, u32>(3)? as usize, first, last })
    }

    pub(super) fn shares(&self) -> Shares {
        Shares(self.parts)
    }

    /// One part of it.
    pub(super) fn part<'b>(&self, number: u32, bytes: &'b [u8]) -> Part<'b> {
        Part::new(bytes, number, self.shares(), self.articles)
    }
}

/// The articles of one piece that may have a word which begins so.
#[derive(Clone, Debug)]
pub(in crate::library) struct Found {
    piece: Piece,
    /// Their numbers within the piece, in order.
    pub(in crate::library) articles: Vec<u16>,
}

impl Found {
    /// The highest key of the piece.
    pub(in crate::library) fn last(&self) -> i64 {
        self.piece.last
    }
}

/// What a piece that cannot be is for SQLite.
pub(super) fn damaged(Damaged: Damaged) -> rusqlite::Error {
    let reason = "a piece of the index of beginnings".to_owned();
    rusqlite::Error::SqliteFailure(
        ffi::Error { code: ErrorCode::DatabaseCorrupt, extended_code: ffi::SQLITE_CORRUPT },
        Some(reason),
    )
}

/// All pieces, the oldest first.
pub(super) fn pieces(connection: &Connection) -> rusqlite::Result<Vec<Piece>> {
    let mut query =
        connection.prepare_cached("SELECT number, articles, parts, bytes, first, last FROM pieces ORDER BY number")?;
    query.query_map([], Piece::of)?.collect()
}

/// How many pieces there are.
pub(in crate::library) fn count(connection: &Connection) -> rusqlite::Result<usize> {
    connection
        .prepare_cached("SELECT count(*) FROM pieces")?
        .query_row([], |row| row.get::<_, u32>(0))
        .map(|count| count as usize)
}

/// Writes the pieces of articles that were filed.
pub(in crate::library) fn write(connection: &Connection, gathered: Gathered<'_>) -> rusqlite::Result<()> {
    gathered.into_pieces().try_for_each(|(keys, lists)| put(connection, &keys, &lists))
}

/// Articles whose pieces are written whenever there are enough for a full one.
#[derive(Debug, Default)]
pub(in crate::library) struct Waiting {
    articles: Vec<(i64, Vec<u32>)>,
    hashes: usize,
}

impl Waiting {
    /// Adds an article; its hashes are in order, each once.
    pub(in crate::library) fn add(
        &mut self,
        connection: &Connection,
        key: i64,
        hashes: Vec<u32>,
    ) -> rusqlite::Result<()> {
        self.hashes += hashes.len();
        self.articles.push((key, hashes));
        if self.hashes < MOST_WAITING && self.articles.len() < MOST_ARTICLES { Ok(()) } else { self.write(connection) }
    }

    /// Writes what waits.
    pub(in crate::library) fn write(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let mut gathered = Gathered::default();
        self.articles.iter().for_each(|(key, hashes)| gathered.add(*key, hashes));
        write(connection, gathered)?;
        *self = Waiting::default();
        Ok(())
    }
}

/// Writes one piece; the keys are in order, each once.
pub(super) fn put(connection: &Connection, keys: &[i64], lists: &Lists) -> rusqlite::Result<()> {
    let (Some(first), Some(last)) = (keys.first(), keys.last()) else { return Ok(()) };
    let parts = lists.parts(keys.len());
    let bytes: usize = parts.iter().map(Vec::len).sum();
    let number: i64 = connection
        .prepare_cached("UPDATE state SET value = value + 1 WHERE name = 'piece' RETURNING value")?
        .query_row([], |row| row.get(0))?;
    connection.prepare_cached("INSERT INTO pieces VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
        number,
        keys.len() as u32,
        parts.len() as u32,
        bytes as u32,
        first,
        last
    ])?;
    let mut put = connection.prepare_cached("INSERT INTO piece_keys VALUES (?1, ?2)")?;
    for (at, keys) in keys.chunks(KEYS).enumerate() {
        let keys: Vec<u8> = keys.iter().flat_map(|key| key.to_le_bytes()).collect();
        put.execute(params![row_of(number, at), keys])?;
    }
    let mut put = connection.prepare_cached("INSERT INTO piece_parts VALUES (?1, ?2)")?;
    for (at, part) in parts.iter().enumerate() {
        put.execute(params![row_of(number, at), part])?;
    }
    Ok(())
}

/// The number of a row of a piece.
fn row_of(piece: i64, at: usize) -> i64 {
    piece << ROW_BITS | at as i64
}

/// Takes a piece away; false when it is not there any more.
pub(super) fn remove(connection: &Connection, piece: i64) -> rusqlite::Result<bool> {
    let rows = [row_of(piece, 0), row_of(piece + 1, 0) - 1];
    for statement in [
        "DELETE FROM piece_keys WHERE number BETWEEN ?1 AND ?2",
        "DELETE FROM piece_parts WHERE number BETWEEN ?1 AND ?2",
    ] {
        connection.prepare_cached(statement)?.execute(rows)?;
    }
    Ok(connection.prepare_cached("DELETE FROM pieces WHERE number = ?1")?.execute([piece])? > 0)
}

/// Takes all pieces away.
pub(in crate::library) fn remove_all(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("DELETE FROM pieces; DELETE FROM piece_keys; DELETE FROM piece_parts;")
}

/// What the pieces have under these hashes.
pub(in crate::library) fn find(connection: &Connection, hashes: &[u32]) -> rusqlite::Result<Vec<Found>> {
    let mut found = Vec::new();
    let mut query = connection.prepare_cached("SELECT entries FROM piece_parts WHERE number = ?1")?;
    for piece in pieces(connection)? {
        let mut articles = Vec::new();
        for &hash in hashes {
            let number = piece.shares().part_of(hash);
            let mut rows = query.query([row_of(piece.number, number as usize)])?;
            let row = rows.next()?.ok_or_else(|| damaged(Damaged))?;
            piece.part(number, row.get_ref(0)?.as_blob()?).find(hash, &mut articles).map_err(damaged)?;
        }
        if hashes.len() > 1 {
            articles.sort_unstable();
            articles.dedup();
        }
        if !articles.is_empty() {
            found.push(Found { piece, articles });
        }
    }
    Ok(found)
}

/// Keys of a piece that were read, with their place among all.
#[derive(Clone, Debug, Default)]
pub(in crate::library) struct Keys {
    stretch: Option<usize>,
    keys: Vec<i64>,
}

/// The key of an article that was found; `held` keeps what was read beside it.
pub(in crate::library) fn key(
    connection: &Connection,
    found: &Found,
    article: u16,
    held: &mut Keys,
) -> rusqlite::Result<i64> {
    let (stretch, at) = (usize::from(article) / KEYS, usize::from(article) % KEYS);
    if held.stretch != Some(stretch) {
        *held = Keys { stretch: Some(stretch), keys: stretch_of(connection, &found.piece, stretch)? };
    }
    held.keys.get(at).copied().ok_or_else(|| damaged(Damaged))
}

/// One stretch of a piece's keys, the lowest first.
pub(super) fn stretch_of(connection: &Connection, piece: &Piece, at: usize) -> rusqlite::Result<Vec<i64>> {
    let mut query = connection.prepare_cached("SELECT keys FROM piece_keys WHERE number = ?1")?;
    let keys = query.query_row([row_of(piece.number, at)], |row| {
        let bytes = row.get_ref(0)?.as_blob()?;
        let (keys, rest) = bytes.as_chunks::<8>();
        let is_whole = rest.is_empty() && keys.len() == KEYS.min(piece.articles.saturating_sub(at * KEYS));
        Ok(is_whole.then(|| keys.iter().map(|key| i64::from_le_bytes(*key)).collect()))
    });
    keys.optional()?.flatten().ok_or_else(|| damaged(Damaged))
}

/// All keys of a piece, the lowest first.
pub(super) fn keys_of(connection: &Connection, piece: &Piece) -> rusqlite::Result<Vec<i64>> {
    let stretches = (0..piece.articles.div_ceil(KEYS)).map(|at| stretch_of(connection, piece, at));
    let keys = stretches.collect::<rusqlite::Result<Vec<Vec<i64>>>>()?.concat();
    let is_in_order = keys.is_sorted_by(|one, other| one < other);
    let is_listed = keys.first() == Some(&piece.first) && keys.last() == Some(&piece.last);
    if is_in_order && is_listed { Ok(keys) } else { Err(damaged(Damaged)) }
}

/// All parts of a piece.
pub(super) fn parts_of(connection: &Connection, piece: &Piece) -> rusqlite::Result<Vec<Vec<u8>>> {
    let mut query =
        connection.prepare_cached("SELECT entries FROM piece_parts WHERE number BETWEEN ?1 AND ?2 ORDER BY number")?;
    let rows = [row_of(piece.number, 0), row_of(piece.number + 1, 0) - 1];
    let parts = query.query_map(rows, |row| row.get(0))?.collect::<rusqlite::Result<Vec<Vec<u8>>>>()?;
    if parts.len() == piece.parts as usize { Ok(parts) } else { Err(damaged(Damaged)) }
}
