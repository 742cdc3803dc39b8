//! The index of beginnings in a library: merged, changed, damaged, brought up to date, and used by two programs at once.

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::Duration;

use super::merge::Merged;
use super::{Gathered, Keys, count, find, key, merge_step, write};
use crate::library::schema::{self, MIGRATIONS};
use crate::library::tests::article;
use crate::library::turn::Turn;
use crate::library::{Access, Bounds, Library, LibraryError, prepare, repair};
use crate::query::parse;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use rusqlite::Connection;

/// So many pieces are left of any number at the most: of each size a few.
const MOST_LEFT: usize = 3 * 32;

fn today() -> jiff::civil::Date {
    jiff::civil::date(2026, 1, 1)
}

fn found(library: &Library, query: &str) -> usize {
    let expr = parse(query, today()).expr.unwrap();
    library.select(&expr, &Bounds::newest(usize::MAX)).unwrap().keys.len()
}

fn number_of_pieces(library: &Library) -> usize {
    count(&library.connection).unwrap()
}

/// Files article `number` with these words.
fn file(library: &mut Library, number: usize, words: &str) {
    library.file(&[prepare(article(&format!("/{number}"), "عنوان", &[words]), None)]).unwrap();
}

/// Files articles of these numbers with the same words, one by one.
fn file_all(library: &mut Library, numbers: Range<usize>, words: &str) {
    numbers.for_each(|number| file(library, number, words));
}

fn whole(library: &Library) {
    assert_eq!(library.check().unwrap(), Vec::<String>::new());
}

/// The keys of the articles under a code.
fn keys_under(connection: &Connection, code: u32) -> BTreeSet<i64> {
    let mut keys = BTreeSet::new();
    for found in find(connection, &[code..=code]).unwrap() {
        let mut held = Keys::default();
        keys.extend(found.articles.iter().map(|&article| key(connection, &found, article, &mut held).unwrap()));
    }
    keys
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn merged_pieces_hold_what_all_of_them_held(
        pieces in vec(vec((0..900_i64, btree_set(0..30_u32, 0..12)), 1..40), 32..80),
    ) {
        let mut library = Library::in_memory().unwrap();
        for articles in &pieces {
            let articles: Vec<(i64, Vec<u32>)> = articles
                .iter()
                .map(|(key, codes)| (*key, codes.iter().map(|code| code.wrapping_mul(0x9e37_79b9)).collect()))
                .map(|(key, mut codes): (i64, Vec<u32>)| {
                    codes.sort_unstable();
                    (key, codes)
                })
                .collect();
            let mut gathered = Gathered::default();
            articles.iter().for_each(|(key, codes)| gathered.add(*key, codes));
            write(&library.connection, gathered).unwrap();
        }
        let all = |library: &Library| -> Vec<BTreeSet<i64>> {
            (0..30_u32).map(|code| keys_under(&library.connection, code.wrapping_mul(0x9e37_79b9))).collect()
        };
        let before = all(&library);
        while merge_step(&mut library.connection, &Turn::default()).unwrap() {
            prop_assert_eq!(&all(&library), &before);
        }
        prop_assert!(number_of_pieces(&library) < 32);
    }
}

#[test]
fn what_is_filed_one_by_one_leaves_few_pieces_and_all_is_found() {
    let mut library = Library::in_memory().unwrap();
    for number in 0..300 {
        file(&mut library, number, &format!("وللكتاب stream{number} {}", if number % 3 == 0 { "לשלום" } else { "" }));
        library.tidy(Duration::ZERO).unwrap();
        assert!(number_of_pieces(&library) <= MOST_LEFT);
    }
    for (query, expected) in [("وللك*", 300), ("לש*", 100), ("stream29*", 11), ("stream299*", 1), ("s*", 300)] {
        assert_eq!(found(&library, query), expected, "{query}");
    }
    whole(&library);
}

#[test]
fn who_reads_and_who_merges_the_same_at_once_disturb_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut library = Library::open(&path, Access::Write).unwrap();
    file_all(&mut library, 0..40, "وللكتاب stream");
    let mut other = Library::open(&path, Access::Write).unwrap();
    let reader = Library::open(&path, Access::Read).unwrap();
    reader.hold_still();
    assert_eq!((found(&reader, "وللك*"), number_of_pieces(&reader)), (40, 40));
    let [own, same] = [&mut library, &mut other].map(|library| Merged::read(&mut library.connection).unwrap().unwrap());
    file(&mut other, 40, "وللكتاب stream");
    own.write(&mut library.connection, &library.turn).unwrap();
    let pieces = number_of_pieces(&library);
    assert!(pieces < 40);
    same.write(&mut other.connection, &other.turn).unwrap();
    assert_eq!(number_of_pieces(&library), pieces, "it was done already");
    assert_eq!((found(&reader, "وللك*"), number_of_pieces(&reader)), (40, 40), "as it was when the reader came");
    reader.go_on();
    assert_eq!((found(&reader, "وللك*"), found(&reader, "s*")), (41, 41));
    // Nor does it matter that all pieces were made anew meanwhile.
    file_all(&mut library, 41..80, "وللكتاب stream");
    let late = Merged::read(&mut other.connection).unwrap().unwrap();
    library.rebuild().unwrap();
    file_all(&mut library, 80..120, "وللكتاب stream");
    late.write(&mut other.connection, &other.turn).unwrap();
    assert_eq!((found(&library, "وللك*"), found(&library, "s*")), (120, 120));
    whole(&library);
}

#[test]
fn a_merge_that_is_cut_short_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut library = Library::open(&path, Access::Write).unwrap();
    file_all(&mut library, 0..40, "وللكتاب stream");
    // The last of all that a merge writes fails.
    let stop = "CREATE TEMP TRIGGER stop BEFORE INSERT ON piece_parts BEGIN SELECT RAISE(ABORT, 'the end'); END";
    library.connection.execute_batch(stop).unwrap();
    assert!(library.tidy(Duration::ZERO).is_err());
    drop(library);
    let mut library = Library::open(&path, Access::Write).unwrap();
    assert_eq!((number_of_pieces(&library), found(&library, "s*")), (40, 40));
    whole(&library);
    while library.tidy(Duration::ZERO).unwrap() {}
    assert_eq!((number_of_pieces(&library), found(&library, "s*")), (1, 40));
    whole(&library);
}

#[test]
fn parts_that_run_into_one_another_are_not_merged() {
    let mut library = Library::in_memory().unwrap();
    for number in 0..32_i64 {
        let codes: Vec<u32> = (0..2_000).map(|at| at * 7 + number as u32).collect();
        let mut gathered = Gathered::default();
        gathered.add(number, &codes);
        write(&library.connection, gathered).unwrap();
    }
    // The first part begins with a code beyond where the second one begins.
    let rows = "SELECT number, entries FROM piece_parts WHERE number & 4294967295 = 0";
    let first: Vec<(i64, Vec<u8>)> = {
        let mut query = library.connection.prepare(rows).unwrap();
        query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap()
    };
    for (number, entries) in first {
        let long = [&[0xff, 0xff, 0xff, 0x7f, 0][..], &entries].concat();
        let put = "UPDATE piece_parts SET entries = ?2 WHERE number = ?1";
        assert_eq!(library.connection.execute(put, rusqlite::params![number, long]).unwrap(), 1);
    }
    assert!(matches!(library.tidy(Duration::ZERO), Err(LibraryError::Corrupt { .. })));
    assert_eq!(number_of_pieces(&library), 32);
    assert!(library.check().unwrap().iter().any(|fault| fault.contains("cannot be read: 32")));
}

#[test]
fn a_changed_article_is_found_by_its_new_words_alone() {
    let mut library = Library::in_memory().unwrap();
    file_all(&mut library, 0..40, "وللكتاب stream");
    while library.tidy(Duration::ZERO).unwrap() {}
    file(&mut library, 7, "وللدرس");
    for _ in 0..2 {
        assert_eq!((found(&library, "وللك*"), found(&library, "s*"), found(&library, "وللد*")), (39, 39, 1));
        whole(&library);
        file_all(&mut library, 100..140, "غيره");
        while library.tidy(Duration::ZERO).unwrap() {}
    }
    file(&mut library, 7, "وللكتاب");
    assert_eq!((found(&library, "وللك*"), found(&library, "s*"), found(&library, "وللد*")), (40, 39, 0));
}

#[test]
fn a_library_of_schema_4_is_searched_before_and_after_it_is_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut connection = Connection::open(&path).unwrap();
    schema::migrate(&mut connection, &path, &MIGRATIONS[..4]).unwrap();
    let filled = "INSERT INTO sources VALUES (1, 'wire'); INSERT INTO sections VALUES (1, '', 0); \
         INSERT INTO articles VALUES (7, 70, 'a.txt', 1, 1, 19000, NULL, 0, 'ar', 'عنوان', 1, 1, NULL, NULL, 1, 7); \
         INSERT INTO texts VALUES (7, NULL, NULL, NULL, NULL, 'وللكتاب stream'); \
         INSERT INTO words (rowid, title, body, meta) VALUES (7, 'عنو', 'كتاب stream', ''); \
         INSERT INTO heads VALUES (7, x'ff');";
    connection.execute_batch(filled).unwrap();
    drop(connection);
    let mut library = Library::open(&path, Access::Write).unwrap();
    assert_eq!(schema::beside(&path, ".backup-v4").metadata().map(|file| file.is_file()).ok(), Some(true));
    file(&mut library, 1, "وللكتاب stream");
    for is_rebuilt in [false, true] {
        assert_eq!((found(&library, "وللك*"), found(&library, "s*"), found(&library, "x*")), (2, 2, 0));
        whole(&library);
        if !is_rebuilt {
            assert_eq!(number_of_pieces(&library), 1);
            library.rebuild().unwrap();
        }
    }
    let articles: i64 = library.connection.query_row("SELECT sum(articles) FROM pieces", [], |row| row.get(0)).unwrap();
    assert_eq!(articles, 2);
}

#[test]
fn what_is_wrong_is_said_and_mended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut library = Library::open(&path, Access::Write).unwrap();
    file_all(&mut library, 0..3, "وللكتاب stream");
    for (damage, is_met, said) in [
        ("UPDATE piece_parts SET entries = x'ffffffffff'", true, "cannot be read: 3"),
        ("DELETE FROM piece_parts", true, "cannot be read: 3"),
        ("UPDATE piece_parts SET number = number + 1", false, "cannot be read: 3"),
        ("DELETE FROM piece_keys", true, "cannot be read: 3"),
        ("UPDATE piece_keys SET keys = substr(keys, 2)", true, "cannot be read: 3"),
        ("UPDATE piece_keys SET keys = 'text'", true, "cannot be read: 3"),
        ("UPDATE piece_parts SET entries = 7", true, "cannot be read: 3"),
        ("UPDATE pieces SET bytes = -1", true, "the list of pieces cannot be read"),
        ("UPDATE pieces SET parts = 0", true, "the list of pieces cannot be read"),
        ("UPDATE pieces SET articles = 70000", true, "the list of pieces cannot be read"),
        ("UPDATE pieces SET last = last + 1", false, "cannot be read: 3"),
        ("DELETE FROM pieces WHERE number = (SELECT max(number) FROM pieces)", false, "index of beginnings lacks: 1"),
        ("DELETE FROM pieces", false, "belong to no piece: 6"),
    ] {
        library.connection.execute(damage, []).unwrap();
        let faults = library.check().unwrap();
        assert!(faults.iter().any(|fault| fault.contains(said)), "{damage}: {faults:?}");
        if is_met {
            let expr = parse("وللك*", today()).expr.unwrap();
            let answer = library.select(&expr, &Bounds::newest(9));
            assert!(matches!(answer, Err(LibraryError::Corrupt { .. })), "{damage}: {answer:?}");
        }
        drop(library);
        repair(&path).unwrap();
        library = Library::open(&path, Access::Write).unwrap();
        assert_eq!(found(&library, "وللك*"), 3, "{damage}");
        whole(&library);
        // Three pieces again.
        super::remove_all(&library.connection).unwrap();
        for number in 0..3 {
            file(&mut library, number, &format!("وللكتاب stream {damage}"));
        }
    }
}
