//! The way of a file through the front door of `source/`: what a user's files become.

use std::path::{Path, PathBuf};

use jiff::civil::date;
use khabar::article::Origin;
use khabar::source::{
    FILE_LIMIT, FORMATS, PARAGRAPH_LIMIT, ReadOptions, Reading, WarningKind, read_bytes, read_file, read_reader, walk,
};

const OPTIONS: ReadOptions = ReadOptions { today: date(2024, 6, 1), raw: false };
const RAW: ReadOptions = ReadOptions { today: date(2024, 6, 1), raw: true };

fn read(text: &str) -> Reading {
    read_bytes(text.as_bytes(), "a.txt", Some(date(2024, 5, 5)), &OPTIONS)
}

fn kinds(reading: &Reading) -> Vec<&'static str> {
    reading.warnings.iter().map(|warning| warning.kind.name()).collect()
}

/// No string of an article holds what a terminal could obey, and a reading has an article unless it is refused.
fn check(reading: &Reading) {
    let refused = reading.warnings.iter().any(|warning| warning.refuses());
    assert_eq!(reading.article.is_none(), refused, "{:?}", reading.warnings);
    let Some(article) = &reading.article else { return };
    let section = article.section.value.to_string();
    let strings = article.paragraphs.iter().chain(&article.tags).chain(&article.author).chain(&article.url);
    for text in strings.chain([&article.title.value, &section, &article.path, &article.source]) {
        assert!(!text.chars().any(char::is_control), "{text:?}");
        assert!(!text.contains(['\u{2028}', '\u{2029}', '\u{feff}']), "{text:?}");
    }
    assert!(!article.title.value.is_empty());
}

#[test]
fn a_section_line_is_given_and_the_rest_is_derived() {
    let text = "العالم -أوروبا\nوقالت الوزارة في بيان: \"نطلب من الجميع وقف إطلاق النار فورا\" في 9/11/2020.\nوتابعت أن الاتفاق قائم.\n";
    let article = read(text).article.expect("an article");
    assert_eq!(article.section.value.to_string(), "العالم › أوروبا");
    assert_eq!(article.section.origin, Origin::Given);
    assert_eq!(
        (article.title.value.as_str(), article.title.origin),
        ("وقالت الوزارة في بيان: \"نطلب من الجميع وقف إطلاق النار فورا\" في 9/11/2020", Origin::Derived)
    );
    let day = article.date.expect("a date in the text");
    assert_eq!((day.value.to_string().as_str(), day.origin), ("2020-11-09", Origin::Derived));
    assert_eq!((article.language.value.code(), article.language.origin), ("ar", Origin::Derived));
    assert_eq!(article.paragraphs.len(), 2);
    assert_eq!(article.source, "a.txt");
}

#[test]
fn a_section_line_may_be_followed_by_a_title() {
    let text = "\u{feff}رياضة › كرة القدم\r\nفوز متأخر للضيوف\r\n\r\nسجل الفريق هدفه الوحيد قبل نهاية المباراة بدقيقة واحدة.\r\n";
    let article = read(text).article.expect("an article");
    assert_eq!((article.title.value.as_str(), article.title.origin), ("فوز متأخر للضيوف", Origin::Given));
    assert_eq!(article.section.value.parts(), ["رياضة", "كرة القدم"]);
    assert_eq!(article.paragraphs.len(), 1);
    assert_eq!(article.date.map(|day| day.value.day), Some(date(2024, 5, 5)));
}

#[test]
fn front_matter_gives_everything() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let reading = read_file(&root.join("tests/fixtures/yaml.md"), &OPTIONS);
    assert_eq!(kinds(&reading), [""; 0]);
    let article = reading.article.expect("an article");
    assert_eq!(article.title.value, "قطار الساحل: رحلة أولى");
    assert_eq!(article.author.as_deref(), Some("سامي الراوي، ليلى حداد"));
    assert_eq!(article.url.as_deref(), Some("https://example.org/train"));
    assert_eq!(article.tags, ["قطار", "ساحل"]);
    assert_eq!(article.section.value.parts(), ["أخبار", "نقل"]);
    assert_eq!(
        article.date.map(|day| (day.value.to_string(), day.origin)),
        Some(("2024-03-02".to_owned(), Origin::Given))
    );
    assert_eq!((article.language.origin, article.title.origin), (Origin::Given, Origin::Given));
    assert!(Path::new(&article.path).is_absolute() && article.source == "yaml.md");
}

#[test]
fn bad_front_matter_is_a_remark_and_never_the_end() {
    let reading = read("---\ntitle: خبر\nكلام بلا معنى\ndate: غدا\n---\nنص الخبر 2023-01-02.\n");
    assert_eq!(kinds(&reading), ["bad-front-matter", "bad-date"]);
    let article = reading.article.expect("an article");
    assert_eq!((article.title.value.as_str(), article.paragraphs.len()), ("خبر", 1));
    assert_eq!(article.date.map(|day| (day.value.day, day.origin)), Some((date(2023, 1, 2), Origin::Derived)));
}

#[test]
fn raw_reading_keeps_every_line_as_it_stands() {
    let text = "رياضة\n\n  سطر\tثان 2020-11-09 \nثالث\n";
    let article = read_bytes(text.as_bytes(), "-", Some(date(2024, 5, 5)), &RAW).article.expect("an article");
    assert_eq!(article.paragraphs, ["رياضة", "", "  سطر ثان 2020-11-09 ", "ثالث"]);
    assert!(article.section.value.is_empty() && article.date.is_none());
    assert_eq!((article.title.value.as_str(), article.title.origin), ("رياضة", Origin::Derived));
}

#[test]
fn what_cannot_be_read_is_refused_by_name() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let missing = read_file(&root.path().join("missing.txt"), &OPTIONS);
    let folder = read_file(root.path(), &OPTIONS);
    let huge = root.path().join("huge.txt");
    std::fs::File::create(&huge).and_then(|file| file.set_len(FILE_LIMIT + 1)).expect("a sparse file");
    for (reading, kind) in [
        (read(""), "empty"),
        (read("\u{feff}"), "empty"),
        (read(" \n\t\n\u{200b}\u{202b}\n\u{1b}[31m"), "empty"),
        (read_bytes(&[0; 64], "a.txt", None, &OPTIONS), "binary"),
        (read_bytes(&[0; 64], "a.txt", None, &RAW), "binary"),
        (missing, "not-found"),
        (folder, "not-a-file"),
        (read_file(&huge, &OPTIONS), "too-large"),
        (read_reader(std::io::repeat(b'a'), "-", &OPTIONS), "too-large"),
    ] {
        assert_eq!(kinds(&reading), [kind]);
        check(&reading);
    }
}

#[test]
fn a_very_long_article_is_cut_with_a_remark() {
    for options in [OPTIONS, RAW] {
        let reading = read_bytes("سطر\n".repeat(PARAGRAPH_LIMIT * 3).as_bytes(), "a.txt", None, &options);
        assert_eq!(reading.warnings[0].kind, WarningKind::CutOff { paragraphs: PARAGRAPH_LIMIT });
        assert_eq!(reading.article.map(|article| article.paragraphs.len()), Some(PARAGRAPH_LIMIT));
    }
}

#[cfg(unix)]
#[test]
fn an_id_lasts_whatever_way_one_takes_to_the_file() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let file = root.path().join("a.txt");
    std::fs::write(&file, "نص الخبر.").expect("a file");
    std::os::unix::fs::symlink(&file, root.path().join("b.txt")).expect("a link");
    let id = |path: PathBuf| read_file(&path, &OPTIONS).article.map(|article| article.id);
    assert_eq!(id(file), id(root.path().join("b.txt")));
    assert_ne!(id(root.path().join("b.txt")), None);
    assert_eq!(walk(&[root.path().to_owned()]).count(), 1);
}

/// The folder of real test material, when it is there.
#[allow(clippy::print_stdout, reason = "a skipped test says so")]
fn suites(part: &str) -> Option<PathBuf> {
    let root = std::env::var_os("KHABAR_SUITES").map_or_else(|| PathBuf::from("target/suites"), PathBuf::from);
    let folder = root.join(part);
    if !folder.is_dir() {
        println!("skipped: no {}", folder.display());
        return None;
    }
    Some(folder)
}

/// Every file below a folder, whatever it is called.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

#[test]
fn suite_of_hostile_files_yields_no_control_character() {
    let Some(folder) = suites("hostile") else { return };
    let files = files(&folder);
    assert!(files.len() > 50);
    for file in files {
        for options in [OPTIONS, RAW] {
            let reading = read_file(&file, &options);
            check(&reading);
            let bytes = std::fs::read(&file).expect("a file of the suite");
            let text = String::from_utf8_lossy(&bytes);
            FORMATS.iter().for_each(|format| drop(format.parse(&khabar::source::clean(&text))));
        }
    }
}

#[test]
fn suite_of_encodings_is_read_as_text() {
    let Some(folder) = suites("hostile/made/encodings") else { return };
    for (file, encoding) in [("cp1256.txt", "windows-1256"), ("iso8859_6.txt", "ISO-8859-6"), ("cr-only.txt", "UTF-8")]
    {
        let reading = read_file(&folder.join(file), &OPTIONS);
        let article = reading.article.expect(file);
        assert_eq!(reading.encoding, encoding, "{file}");
        assert!(article.paragraphs.concat().contains("المتحدة"), "{file}: {:?}", article.paragraphs);
        assert_eq!(article.language.value.code(), "ar");
    }
    check(&read_file(&folder.join("cp864.txt"), &OPTIONS));
    assert_eq!(kinds(&read_file(&folder.join("truncated-utf8.txt"), &OPTIONS)), [""; 0]);
    assert_eq!(kinds(&read_file(&folder.join("only-nul.txt"), &OPTIONS)), ["binary"]);
}
