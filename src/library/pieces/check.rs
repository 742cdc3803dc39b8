//! What is wrong with the pieces: those that cannot be read, and articles that none of them has.
//!
//! Owns the sentences; that no row belongs to a piece which is not there is asked with the other checks, in `upkeep.rs`.

use rusqlite::{Connection, ErrorCode};

use super::entries::Damaged;
use super::file::{self, Piece};
use crate::library::schema::knows;

/// What is wrong, a sentence each.
pub(in crate::library) fn faults(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    // As they are at one moment: another program may be merging them.
    let reading = connection.unchecked_transaction()?;
    let faults = faults_of(&reading)?;
    reading.finish()?;
    Ok(faults)
}

fn faults_of(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let (mut keys, mut unread) = (Vec::new(), 0);
    let pieces = match file::pieces(connection) {
        Err(cause) if is_damage(&cause) => return Ok(vec!["the list of pieces cannot be read".to_owned()]),
        pieces => pieces?,
    };
    for piece in pieces {
        match read(connection, &piece) {
            Ok(own) => keys.extend(own),
            Err(cause) if is_damage(&cause) => unread += 1,
            Err(cause) => return Err(cause),
        }
    }
    let mut faults = Vec::new();
    if unread > 0 {
        faults.push(format!("pieces of the index of beginnings that cannot be read: {unread}"));
    }
    if unread == 0 && knows(connection, "headed")? {
        keys.sort_unstable();
        let mut query = connection.prepare("SELECT key FROM articles")?;
        let (mut rows, mut lacking) = (query.query([])?, 0);
        while let Some(row) = rows.next()? {
            lacking += usize::from(keys.binary_search(&row.get(0)?).is_err());
        }
        if lacking > 0 {
            faults.push(format!("articles that the index of beginnings lacks: {lacking}"));
        }
    }
    Ok(faults)
}

/// The keys of a piece of which everything can be read.
fn read(connection: &Connection, piece: &Piece) -> rusqlite::Result<Vec<i64>> {
    let keys = file::keys_of(connection, piece)?;
    let (mut list, mut last) = (Vec::new(), None);
    for (first, bytes) in file::parts_of(connection, piece)? {
        let mut part = piece.part(first, &bytes);
        while let Some((code, count)) = part.next_head().map_err(file::damaged)? {
            list.clear();
            part.list(count, &mut list).map_err(file::damaged)?;
            if last.replace(code).is_some_and(|last| last >= code) {
                return Err(file::damaged(Damaged));
            }
        }
    }
    Ok(keys)
}

fn is_damage(cause: &rusqlite::Error) -> bool {
    cause.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt)
}
