//! The end that nobody chose: an import is killed, and whatever it said was filed is there.

use super::{Place, Stdio, Write, counts, fs, lines};
use khabar::library::{Access, Library};
use std::io::Read;
use std::process::Command;

/// Numbers that look random and are the same each time: an xorshift generator.
pub(super) fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

/// Starts an import of standard input, gives it `bytes`, and kills it once the library has reached `size` bytes or all
/// has been taken; gives how many articles it said were filed.
fn killed(place: &Place, bytes: &[u8], articles: usize) -> u64 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_khabar"))
        .args(["import", "--no-entities", "-"])
        .env("KHABAR_LIBRARY", place.library())
        .env("HOME", place.0.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    // What is not taken any more when it is killed is no fault.
    let _ = input.write_all(bytes);
    // It is killed while the input is open: at the latest when as much is filed as was asked for.
    let filed = || Library::open(&place.library(), Access::Read).and_then(|library| library.len()).unwrap_or(0);
    while filed() < articles as u64 {
        std::thread::yield_now();
    }
    child.kill().expect("it runs");
    drop(input);
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
    child.wait().expect("it has ended");
    let counts = said.lines().filter_map(|line| line.strip_prefix("khabar: ")?.strip_suffix(" articles filed"));
    counts.filter_map(|count| count.parse().ok()).max().unwrap_or(0)
}

/// Kills imports at so many moments, each into a library that has been killed before.
fn survives(moments: usize, seed: u64) {
    let place = Place::new();
    let mut state = seed;
    let all = lines(0..600);
    let mut least = 0;
    for _ in 0..moments {
        let until = 1 + next(&mut state) as usize % 590;
        let acknowledged = killed(&place, all.as_bytes(), until);
        let library = Library::open(&place.library(), Access::Write).expect("it opens after a crash");
        least = least.max(acknowledged).max(until as u64);
        assert!(library.len().expect("it can be read") >= least, "what was filed stays");
        assert_eq!(library.check().expect("it can be checked"), Vec::<String>::new());
        if next(&mut state).is_multiple_of(4) {
            drop(library);
            for ending in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(place.path(&format!("library.db{ending}")));
            }
            least = 0;
        }
    }
    let file = place.write("all.jsonl", &all);
    let [new, changed, unchanged, refused] = counts(&place.import(&[&file, "--no-entities"], 0));
    assert_eq!((new + unchanged, changed, refused), (600, 0, 0));
    assert!(unchanged >= least);
}

#[test]
fn a_killed_import_leaves_a_whole_library() {
    survives(6, 0x9e37_79b9_7f4a_7c15);
}

#[test]
#[ignore = "fifty moments take a minute"]
fn fifty_killed_imports_leave_a_whole_library() {
    survives(50, 0xd1b5_4a32_d192_ed03);
}

#[test]
fn import_reading_and_marking_at_once_lose_nothing() {
    use khabar::article::ArticleId;
    use khabar::library::ArticleMarks;
    let place = Place::new();
    let file = place.write("many.jsonl", &lines(0..400));
    drop(Library::open(&place.library(), Access::Write).expect("opens"));
    let marking = std::thread::spawn({
        let path = place.library();
        move || {
            let mut library = Library::open(&path, Access::Write).expect("opens");
            for number in 0..200 {
                let id = ArticleId::of_path(&format!("wire#{number}"));
                library.set_marks(&[(id, ArticleMarks { read: true, ..Default::default() })]).expect("marks");
            }
        }
    });
    let reading = std::thread::spawn({
        let path = place.library();
        move || {
            let library = Library::open(&path, Access::Read).expect("opens");
            let mut last = 0;
            for _ in 0..200 {
                let keys = library.newest(None, 50).expect("reads");
                assert_eq!(library.rows(&keys).expect("reads").len(), keys.len());
                let generation = library.generation().expect("reads");
                assert!(generation >= last, "the generation grows");
                last = generation;
            }
        }
    });
    assert_eq!(counts(&place.import(&[&file], 0)), [400, 0, 0, 0]);
    marking.join().expect("marking goes well");
    reading.join().expect("reading goes well");
    let library = Library::open(&place.library(), Access::Read).expect("opens");
    let tallies = library.sections().expect("reads");
    assert_eq!((tallies[0].total, tallies[0].read), (400, 200));
    assert_eq!(library.check().expect("checks"), Vec::<String>::new());
}
