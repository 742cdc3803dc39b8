//! Pieces in the file: how one is written, and what all of them have of a beginning.
//!
//! Owns the tables `pieces`, `piece_keys` and `piece_parts`. The rows of a piece have its number in their upper bits and
//! in the lower ones the first code of the part, or the number of the stretch of keys. No number is ever given twice, so that who has
//! read a piece knows that it is the same as long as it is there.

use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, ffi, params};

use std::ops::RangeInclusive;

use super::entries::{Damaged, Gathered, MOST_ARTICLES, Part, put_in_order};

/// How many bits number the rows of a piece.
const ROW_BITS: u32 = 32;
/// How many keys stand in one row.
pub(super) const KEYS: usize = 256;

/// How many codes make a full piece: most of them take a byte.
const MOST_WAITING: usize = 1_200_000;

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
        if !(1..=MOST_ARTICLES).contains(&articles) || parts == 0 {
            return Err(damaged(Damaged));
        }
        let [first, last] = [row.get(4)?, row.get(5)?];
        Ok(Piece { number: row.get(0)?, articles, parts, bytes: row.get::<_, u32>(3)? as usize, first, last })
    }

    /// One part of it.
    pub(super) fn part<'b>(&self, first: u32, bytes: &'b [u8]) -> Part<'b> {
        Part::new(bytes, first, self.articles)
    }

    /// The numbers of its rows.
    fn rows(&self) -> [i64; 2] {
        [row_of(self.number, 0), row_of(self.number, u32::MAX)]
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

/// The same of an error over a value that no piece can have: of another kind, or out of range.
pub(super) fn as_damage(cause: rusqlite::Error) -> rusqlite::Error {
    use rusqlite::Error::{FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType};
    match cause {
        FromSqlConversionFailure(..) | IntegralValueOutOfRange(..) | InvalidColumnType(..) => damaged(Damaged),
        other => other,
    }
}

/// All pieces, the oldest first.
pub(super) fn pieces(connection: &Connection) -> rusqlite::Result<Vec<Piece>> {
    let mut query =
        connection.prepare_cached("SELECT number, articles, parts, bytes, first, last FROM pieces ORDER BY number")?;
    query.query_map([], Piece::of)?.map(|piece| piece.map_err(as_damage)).collect()
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
    gathered.into_pieces().try_for_each(|(keys, lists)| put(connection, &keys, &lists.parts(keys.len())))
}

/// Articles whose pieces are written whenever there are enough for a full one.
#[derive(Debug, Default)]
pub(in crate::library) struct Waiting {
    articles: Vec<(i64, Vec<u32>)>,
    codes: usize,
}

impl Waiting {
    /// Adds an article; its codes are in order, each once.
    pub(in crate::library) fn add(
        &mut self,
        connection: &Connection,
        key: i64,
        codes: Vec<u32>,
    ) -> rusqlite::Result<()> {
        self.codes += codes.len();
        self.articles.push((key, codes));
        if self.codes < MOST_WAITING && self.articles.len() < MOST_ARTICLES { Ok(()) } else { self.write(connection) }
    }

    /// Writes what waits.
    pub(in crate::library) fn write(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let mut gathered = Gathered::default();
        self.articles.iter().for_each(|(key, codes)| gathered.add(*key, codes));
        write(connection, gathered)?;
        *self = Waiting::default();
        Ok(())
    }
}

/// Writes one piece; the keys are in order, each once, the parts as [`Lists::parts`](super::entries::Lists::parts) gives
/// them.
pub(super) fn put(connection: &Connection, keys: &[i64], parts: &[(u32, Vec<u8>)]) -> rusqlite::Result<()> {
    let (Some(first), Some(last)) = (keys.first(), keys.last()) else { return Ok(()) };
    let bytes: usize = parts.iter().map(|(_, part)| part.len()).sum();
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
    for (at, keys) in (0..).zip(keys.chunks(KEYS)) {
        let keys: Vec<u8> = keys.iter().flat_map(|key| key.to_le_bytes()).collect();
        put.execute(params![row_of(number, at), keys])?;
    }
    let mut put = connection.prepare_cached("INSERT INTO piece_parts VALUES (?1, ?2)")?;
    for (first, part) in parts {
        put.execute(params![row_of(number, *first), part])?;
    }
    Ok(())
}

/// The number of a row of a piece.
fn row_of(piece: i64, at: u32) -> i64 {
    piece << ROW_BITS | i64::from(at)
}

/// Takes a piece away; false when it is not there any more.
pub(super) fn remove(connection: &Connection, piece: &Piece) -> rusqlite::Result<bool> {
    for statement in [
        "DELETE FROM piece_keys WHERE number BETWEEN ?1 AND ?2",
        "DELETE FROM piece_parts WHERE number BETWEEN ?1 AND ?2",
    ] {
        connection.prepare_cached(statement)?.execute(piece.rows())?;
    }
    Ok(connection.prepare_cached("DELETE FROM pieces WHERE number = ?1")?.execute([piece.number])? > 0)
}

/// Takes all pieces away.
pub(in crate::library) fn remove_all(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("DELETE FROM pieces; DELETE FROM piece_keys; DELETE FROM piece_parts;")
}

/// What the pieces have under these codes.
pub(in crate::library) fn find(connection: &Connection, codes: &[RangeInclusive<u32>]) -> rusqlite::Result<Vec<Found>> {
    let mut found = Vec::new();
    // The part with the first code, and those behind it up to the last one.
    let mut query = connection.prepare_cached(
        "SELECT number, entries FROM piece_parts WHERE number BETWEEN \
         (SELECT max(number) FROM piece_parts WHERE number <= ?1) AND ?2 ORDER BY number",
    )?;
    for piece in pieces(connection)? {
        let mut articles = Vec::new();
        for codes in codes {
            let mut rows = query.query([row_of(piece.number, *codes.start()), row_of(piece.number, *codes.end())])?;
            let mut parts = 0;
            while let Some(row) = rows.next()? {
                let first = first_of(&piece, row.get(0)?)?;
                let bytes = row.get_ref(1)?.as_blob().map_err(|_| damaged(Damaged))?;
                piece.part(first, bytes).find(codes, &mut articles).map_err(damaged)?;
                parts += 1;
            }
            if parts == 0 {
                return Err(damaged(Damaged));
            }
        }
        if !articles.is_sorted_by(|one, other| one < other) {
            put_in_order(&mut articles, piece.articles);
        }
        if !articles.is_empty() {
            found.push(Found { piece, articles });
        }
    }
    Ok(found)
}

/// The first code of the part of a piece that has this row.
fn first_of(piece: &Piece, row: i64) -> rusqlite::Result<u32> {
    u32::try_from(row - row_of(piece.number, 0)).map_err(|_| damaged(Damaged))
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
    let keys = query.query_row([row_of(piece.number, at as u32)], |row| {
        let bytes = row.get_ref(0)?.as_blob().map_err(|_| damaged(Damaged))?;
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

/// All parts of a piece, each with its first code.
pub(super) fn parts_of(connection: &Connection, piece: &Piece) -> rusqlite::Result<Vec<(u32, Vec<u8>)>> {
    let mut query = connection
        .prepare_cached("SELECT number, entries FROM piece_parts WHERE number BETWEEN ?1 AND ?2 ORDER BY number")?;
    let mut rows = query.query(piece.rows())?;
    let mut parts = Vec::new();
    while let Some(row) = rows.next()? {
        parts.push((first_of(piece, row.get(0)?)?, row.get(1).map_err(as_damage)?));
    }
    let is_whole = parts.len() == piece.parts as usize && parts.first().is_some_and(|(first, _)| *first == 0);
    if is_whole { Ok(parts) } else { Err(damaged(Damaged)) }
}
