//! Nobody waits long: one process imports, one reads and one marks, and each notes how long every step took it.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use khabar::article::ArticleId;
use khabar::library::{Access, ArticleMarks, Bounds, Library};
use khabar::query::parse;

use super::{Place, counts, fs};

/// How many articles are imported meanwhile.
const ARTICLES: usize = 20_000;
/// What nobody may wait longer than.
const LONGEST: Duration = Duration::from_millis(50);
/// Between two steps of who reads and who marks.
const PAUSE: Duration = Duration::from_millis(5);
/// Names the work of a process that the test starts of itself, and the folder.
const ROLE: &str = "KHABAR_TEST_ROLE";
const FOLDER: &str = "KHABAR_TEST_FOLDER";

/// Articles of some 250 words out of 8,000, as JSON lines.
fn archive() -> String {
    let letters: Vec<char> = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي".chars().collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut roll = |below: usize| super::crash::next(&mut state) as usize % below;
    let words: Vec<String> = (0..8_000)
        .map(|_| {
            let length = 3 + roll(4);
            (0..length).map(|_| letters[roll(letters.len())]).collect()
        })
        .collect();
    let mut lines = String::new();
    for number in 0..ARTICLES {
        // Of two throws the lower one, so that some words are common and many are rare.
        let mut text = |length: usize| {
            let some: Vec<&str> = (0..length).map(|_| words[roll(8_000).min(roll(8_000))].as_str()).collect();
            some.join(" ")
        };
        let (title, body) = (text(8), [text(90), text(90), text(70)].join("\n"));
        let day = format!("{}-{:02}-{:02}", 2015 + number / 336 % 10, 1 + number / 28 % 12, 1 + number % 28);
        let line = serde_json::json!({ "id": number, "source": "wire", "title": title, "date": day, "body": body });
        lines.push_str(&format!("{line}\n"));
    }
    lines
}

fn start(role: &str, folder: &Path) -> Child {
    Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "waiting::at_work", "--ignored", "--quiet"])
        .env(ROLE, role)
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .spawn()
        .expect("it starts")
}

#[test]
#[ignore = "the work of the processes that `nobody_waits_for_an_import` starts"]
fn at_work() {
    let (Ok(role), Ok(folder)) = (std::env::var(ROLE), std::env::var(FOLDER)) else { return };
    let folder = Path::new(&folder);
    let path = folder.join("library.db");
    let is_over = || folder.join("over").exists();
    let mut took: Vec<(&str, Duration)> = Vec::new();
    let access = if role == "mark" { Access::Write } else { Access::Read };
    let mut library = Library::open(&path, access).expect("opens");
    let expr = parse("من", jiff::civil::date(2024, 1, 1)).expr.expect("a query");
    for number in 0.. {
        if is_over() {
            break;
        }
        let mut step = |name, work: &mut dyn FnMut(&mut Library)| {
            let begun = Instant::now();
            work(&mut library);
            took.push((name, begun.elapsed()));
        };
        if role == "mark" {
            let id = ArticleId::of_path(&format!("wire#{}", number % ARTICLES));
            let marks = ArticleMarks { read: true, ..ArticleMarks::default() };
            step("mark", &mut |library| library.set_marks(&[(id, marks)]).expect("marks"));
            if number % 10 == 0 {
                step("note", &mut |library| library.set_note(id, Some("note")).expect("a note"));
            }
        } else {
            step("window", &mut |library| {
                let keys = library.newest(None, 50).expect("reads");
                assert_eq!(library.rows(&keys).expect("reads").len(), keys.len());
            });
            step("article", &mut |library| {
                let key = library.newest(None, 1).expect("reads").first().copied();
                assert!(key.is_none_or(|key| library.read(key).expect("reads").is_some()));
            });
            step("search", &mut |library| drop(library.select(&expr, &Bounds::newest(50)).expect("a search")));
            step("sections", &mut |library| drop(library.sections().expect("reads")));
        }
        std::thread::sleep(PAUSE);
    }
    let lines: String = took.iter().map(|(name, took)| format!("{name} {}\n", took.as_micros())).collect();
    fs::write(folder.join(role), lines).expect("a file");
}

#[test]
#[ignore = "measures; run it alone on a quiet machine: `cargo test --release --test library -- --ignored nobody_waits --nocapture`"]
#[allow(clippy::print_stdout, reason = "the figures are what it is for")]
fn nobody_waits_for_an_import() {
    let place = Place::new();
    let file = place.write("many.jsonl", &archive());
    drop(Library::open(&place.library(), Access::Write).expect("opens"));
    let mut others = ["read", "mark"].map(|role| start(role, place.0.path()));
    let begun = Instant::now();
    let imported = counts(&place.import(&["--no-entities", &file], 0));
    let seconds = begun.elapsed().as_secs_f64();
    place.write("over", "");
    for other in &mut others {
        assert!(other.wait().expect("it ends").success());
    }
    assert_eq!(imported, [ARTICLES as u64, 0, 0, 0]);
    println!("{ARTICLES} articles in {seconds:.1} s beside one who reads and one who marks");
    let mut longest = Duration::ZERO;
    let mut marked = 0;
    for role in ["mark", "read"] {
        let told = fs::read_to_string(place.path(role)).expect("its times");
        let mut names: Vec<&str> = told.lines().filter_map(|line| line.split(' ').next()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let of_name = told.lines().filter_map(|line| line.strip_prefix(name)?.trim().parse::<u64>().ok());
            let mut took: Vec<Duration> = of_name.map(Duration::from_micros).collect();
            took.sort_unstable();
            let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
            let (p50, p95, max) = (at(0.5), at(0.95), at(1.0));
            println!("{name:>9}: {:>5} times, p50 {p50:.1} ms, p95 {p95:.1} ms, max {max:.1} ms", took.len());
            longest = longest.max(took[took.len() - 1]);
            marked += if name == "mark" { took.len() } else { 0 };
        }
    }
    let info = place.info();
    assert_eq!(info["read"].as_u64(), Some(marked.min(ARTICLES) as u64), "no mark is lost");
    let library = Library::open(&place.library(), Access::Read).expect("opens");
    assert_eq!(library.check().expect("checks"), Vec::<String>::new());
    assert!(longest <= LONGEST, "somebody waited {longest:?}");
}
