//! The command line through the real program: what is printed, where, and with which exit code.
//!
//! Visual order is asserted by code points, because editors reorder what they show.

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use assert_cmd::Command;
use serde_json::Value;

/// The options under which an output line is one visual line of its input line.
const VISUAL: [&str; 10] =
    ["show", "--raw", "--width", "0", "--order", "visual", "--shape", "forms", "--align", "left"];

fn khabar() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_khabar"));
    command.env_remove("COLUMNS").env("LC_ALL", "C.UTF-8");
    command
}

fn run(arguments: &[&str], input: impl Into<Vec<u8>>) -> Output {
    khabar().args(arguments).write_stdin(input).output().expect("the program runs")
}

/// Standard output of a run that must succeed without a word.
fn shown(arguments: &[&str], input: &str) -> String {
    let output = run(arguments, input);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), said.as_str()), (Some(0), ""), "{arguments:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn with<'a>(base: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    base.iter().chain(more).copied().chain(["-"]).collect()
}

/// Code points, and plain ASCII as it is: `<fe8e><fe91> abc`.
fn points(text: &str) -> String {
    let mut written = String::new();
    for letter in text.chars() {
        match letter {
            ' '..='~' | '\n' => written.push(letter),
            _ => written.push_str(&format!("<{:x}>", u32::from(letter))),
        }
    }
    written
}

fn assert_clean(output: &Output, what: &str) {
    for stream in [&output.stdout, &output.stderr] {
        let text = std::str::from_utf8(stream).unwrap_or_else(|_| panic!("{what}: not UTF-8: {stream:?}"));
        let bad = text.chars().find(|letter| letter.is_control() && !matches!(letter, '\n' | '\t'));
        assert_eq!(bad, None, "{what}: {text:?}");
    }
}

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, content) in files {
        fs::write(folder.path().join(name), content).expect("a file");
    }
    folder
}

const ARTICLE: &str = "---\ntitle: سوق الكتب\nsection: ثقافة/كتب\ndate: 2024-03-02\nlang: ar\nauthor: هيئة التحرير\n\
                       url: https://example.org/a\ntags: [كتب, مدن]\n---\nافتتحت السوق أمس.\n\nوزارها كثيرون.\n";

#[test]
fn raw_visual_lines_stand_as_a_screen_shows_them() {
    for (input, expected) in [
        ("با", "<fe8e><fe91>"),
        ("لا abc", "abc <fefb>"),
        ("abc لا", "abc <fefb>"),
        ("عدد 12 (س)", "(<feb1>) 12 <fea9><feaa><fecb>"),
        ("12", "12"),
    ] {
        let line = shown(&with(&VISUAL, &[]), input);
        assert_eq!(points(line.trim_end_matches('\n')), expected, "{input}");
    }
}

#[test]
fn raw_prints_one_line_for_each_line_and_nothing_else() {
    let output = shown(&with(&VISUAL, &[]), "العالم - أوروبا\n\nabc\n   \ndef\n");
    let lines: Vec<_> = output.split('\n').collect();
    assert_eq!(lines.len(), 6, "{lines:?}");
    assert_eq!((lines[1], lines[2], lines[3], lines[4], lines[5]), ("", "abc", "", "def", ""));
    let long = format!("{}\n", "كلمة طويلة ".repeat(3000));
    assert_eq!(shown(&with(&VISUAL, &[]), &long).lines().count(), 1);
    let front_matter = "---\ntitle: x\n---\n";
    assert_eq!(shown(&with(&VISUAL, &[]), front_matter), front_matter);
}

#[test]
fn the_base_direction_can_be_forced() {
    let input = "abc با";
    assert_eq!(points(&shown(&with(&VISUAL, &["--dir", "auto"]), input)), "abc <fe8e><fe91>\n");
    assert_eq!(points(&shown(&with(&VISUAL, &["--dir", "ltr"]), input)), "abc <fe8e><fe91>\n");
    assert_eq!(points(&shown(&with(&VISUAL, &["--dir", "rtl"]), input)), "<fe8e><fe91> abc\n");
}

#[test]
fn lines_are_aligned_within_the_width() {
    let base = ["show", "--raw", "--order", "visual"];
    let aligned = |width, align| shown(&with(&base, &["--width", width, "--align", align]), "با\nabc\n");
    assert_eq!(aligned("6", "start"), "    ا\u{628}\nabc\n");
    assert_eq!(aligned("6", "right"), "    ا\u{628}\n   abc\n");
    assert_eq!(aligned("6", "left"), "ا\u{628}\nabc\n");
    assert_eq!(aligned("0", "start"), " ا\u{628}\nabc\n", "aligned to the widest line");
}

#[test]
fn order_and_shape_are_independent() {
    let line = |order, shape| points(&shown(&["show", "--raw", "--order", order, "--shape", shape, "-"], "(لا) با"));
    assert_eq!(line("logical", "none"), "(<644><627>) <628><627>\n");
    assert_eq!(line("logical", "forms"), "(<fefb>) <fe91><fe8e>\n");
    assert_eq!(line("visual", "none"), "<627><628> (<627><644>)\n");
    assert_eq!(line("visual", "forms"), "<fe8e><fe91> (<fefb>)\n");
}

#[test]
fn into_a_pipe_goes_the_text_as_it_is_wrapped_at_80() {
    let words = "كلمة ".repeat(60);
    let output = shown(&["show", "--raw", "-"], &words);
    assert!(output.lines().count() > 1 && output.lines().all(|line| line.chars().count() <= 80));
    let packed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(packed(&output), packed(&words));
}

#[test]
fn no_line_is_wider_than_asked_for() {
    let words = "خبر عاجل and some Latin كلمة ".repeat(20);
    for width in [1, 2, 7, 40, 10_000] {
        let output = shown(&with(&VISUAL[..2], &["--order", "visual", "--width", &width.to_string()]), &words);
        assert!(output.lines().all(|line| line.chars().count() <= width), "{width}");
    }
}

#[test]
fn an_article_is_title_metadata_and_paragraphs() {
    let folder = folder(&[("a.md", ARTICLE.as_bytes())]);
    let path = folder.path().join("a.md");
    let output = shown(&["show", path.to_str().expect("UTF-8")], "");
    let expected = "سوق الكتب\nثقافة › كتب · 2024-03-02 · a.md\n\nافتتحت السوق أمس.\n\nوزارها كثيرون.\n";
    assert_eq!(output, expected);
    let visual =
        shown(&["show", "--order", "visual", "--align", "start", "--width", "40", path.to_str().expect("UTF-8")], "");
    let metadata = visual.lines().nth(1).expect("metadata");
    // The section is outermost, at the right; its arrow is mirrored, the file's name is not.
    assert!(metadata.trim_start().starts_with("a.md · 2024-03-02 · ") && metadata.contains('‹'), "{metadata}");
    assert_eq!(metadata.chars().count(), 40);
}

#[test]
fn json_is_one_object_on_one_line_with_these_fields() {
    let output = shown(&["show", "--json", "-"], ARTICLE);
    assert_eq!(output.matches('\n').count(), 1);
    let record: Value = serde_json::from_str(&output).expect("JSON");
    let expected = serde_json::json!({
        "path": "-", "title": "سوق الكتب", "section": ["ثقافة", "كتب"], "date": "2024-03-02", "lang": "ar",
        "author": "هيئة التحرير", "url": "https://example.org/a", "tags": ["كتب", "مدن"], "source": "-",
        "paragraphs": ["افتتحت السوق أمس.", "وزارها كثيرون."], "derived": [], "warnings": [],
    });
    assert_eq!(record, expected);
    let mut at = 0;
    for field in [
        "path",
        "title",
        "section",
        "date",
        "lang",
        "author",
        "url",
        "tags",
        "source",
        "paragraphs",
        "derived",
        "warnings",
    ] {
        let place = output.find(&format!("\"{field}\":")).expect(field);
        assert!(place >= at, "{field} out of order");
        at = place;
    }
}

#[test]
fn json_says_what_was_derived_and_raw_has_the_same_fields() {
    let text = "أعلنت الهيئة في 3 آذار/مارس 2023 نتائجها كاملة.\nوقالت إنها راضية عنها.\n";
    let record: Value = serde_json::from_str(&shown(&["show", "--json", "-"], text)).expect("JSON");
    let derived: Vec<_> = record["derived"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert!(derived.contains(&"title") && derived.contains(&"lang"), "{derived:?}");
    assert_eq!((record["author"].is_null(), record["url"].is_null()), (true, true));
    let raw: Value = serde_json::from_str(&shown(&["show", "--raw", "--json", "-"], text)).expect("JSON");
    let fields = |record: &Value| record.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    assert_eq!(fields(&raw), fields(&record));
    assert_eq!(raw["paragraphs"].as_array().expect("a list").len(), 2);
}

#[test]
fn inputs_that_give_no_article_are_named_and_counted_against() {
    let folder = folder(&[
        ("empty.txt", b""),
        ("binary.txt", b"\x7fELF\x00\x00\x00\x01\x02\x03"),
        ("good.txt", "خبر قصير هنا.\n".as_bytes()),
    ]);
    for (name, kind) in
        [("empty.txt", "empty"), ("binary.txt", "binary"), ("missing.txt", "not-found"), (".", "not-a-file")]
    {
        let path = folder.path().join(name);
        let path = path.to_str().expect("UTF-8");
        let output = run(&["show", path], "");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{name}");
        assert!(said.starts_with("khabar: ") && said.lines().count() == 1, "{said}");
        let output = run(&["show", "--json", path], "");
        let record: Value = serde_json::from_slice(&output.stdout).expect("JSON all the same");
        assert_eq!((output.status.code(), &record["warnings"][0]["kind"]), (Some(1), &Value::from(kind)));
        assert!(record["title"].is_null() && record["paragraphs"] == serde_json::json!([]));
    }
    let output = khabar().arg("list").arg(folder.path()).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(1), "some were refused");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1, "and the good one is listed");
    assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 2);
}

#[test]
fn list_gives_four_fields_a_line() {
    let folder = folder(&[("a.md", ARTICLE.as_bytes()), ("b.txt", "خبر قصير هنا.\n".as_bytes())]);
    let output = shown(&["list", folder.path().to_str().expect("UTF-8")], "");
    let lines: Vec<Vec<&str>> = output.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0][..3], ["2024-03-02", "ثقافة › كتب", "سوق الكتب"]);
    assert!(lines.iter().all(|fields| fields.len() == 4 && Path::new(fields[3]).is_absolute()));
}

#[test]
fn list_json_has_the_fields_of_show_without_paragraphs() {
    let output = shown(&["list", "--json"], "");
    let records: Vec<Value> = output.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(!records.is_empty(), "the built-in articles");
    for record in &records {
        let fields: Vec<_> = record.as_object().expect("an object").keys().map(String::as_str).collect();
        assert!(!fields.contains(&"paragraphs") && fields.contains(&"title") && fields.contains(&"warnings"));
        let path = record["path"].as_str().expect("a path");
        assert!(path.starts_with("seed:"));
        let shown = shown(&["show", "--json", path], "");
        let shown: Value = serde_json::from_str(&shown).expect("JSON");
        assert_eq!((&shown["title"], &shown["path"]), (&record["title"], &record["path"]));
    }
}

#[test]
fn hostile_bytes_never_come_out() {
    let every_byte: Vec<u8> = (0..=255).cycle().take(1024).collect();
    let controls: String = (1..0x20_u8).chain([0x7f]).map(char::from).chain('\u{80}'..='\u{9f}').collect();
    let hostile = format!(
        "عنوان \u{1b}[31mأحمر\u{1b}]0;title\u{7} {controls}\nنص \u{9b}2J\u{1b}Pq\u{1b}\\ \u{202e}مقلوب\u{2066} {controls}\n\
         x\u{1b}]52;c;aGk=\u{7}y\u{1b}]8;;http://a\u{1b}\\z\r\u{8}\u{8}\n"
    );
    for input in [hostile.clone().into_bytes(), every_byte, format!("---\ntitle: {hostile}").into_bytes()] {
        for options in [
            &["show"][..],
            &["show", "--raw"],
            &["show", "--json"],
            &["show", "--raw", "--json"],
            &["show", "--order", "visual", "--shape", "forms"],
            &["show", "--raw", "--order", "logical", "--shape", "forms", "--width", "0", "--align", "start"],
            &VISUAL,
        ] {
            assert_clean(&run(&with(options, &[]), input.clone()), &format!("{options:?}"));
        }
    }
}

#[cfg(unix)]
#[test]
fn hostile_names_never_come_out() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let name = OsStr::from_bytes(b"a\x1b[31m\x07\n\xc2\x9b2J\x7f\xff.txt");
    let folder = folder(&[]);
    let path = folder.path().join(name);
    for is_there in [false, true] {
        if is_there {
            fs::write(&path, "خبر قصير هنا.\n").expect("a file");
        }
        for options in
            [&["show"][..], &["show", "--json"], &["list"], &["list", "--json"], &[], &["show", "--bogus"], &["--lang"]]
        {
            let output = khabar().args(options).arg(&path).output().expect("the program runs");
            assert_clean(&output, &format!("{options:?} {is_there}"));
            if options.first() == Some(&"show") && options.len() == 1 && !is_there {
                assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 1, "one sentence, one line");
            }
        }
        assert_clean(&khabar().args(["list", "--json"]).arg(folder.path()).output().expect("runs"), "folder");
    }
}

#[test]
fn without_a_terminal_the_reader_says_what_to_use() {
    let output = run(&[], "");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), output.stdout.len(), said.lines().count()), (Some(2), 0, 1), "{said}");
    assert!(said.contains("khabar show") && said.contains("khabar list"), "{said}");
}

#[test]
fn a_wrong_call_is_code_2_and_help_is_code_0() {
    for wrong in [
        &["--bogus"][..],
        &["show"],
        &["show", "--width", "-1", "x"],
        &["show", "--width", "100000000", "x"],
        &["show", "--order", "sideways", "x"],
        &["--lang", "fr"],
        &["--theme", "none-such"],
    ] {
        let output = run(wrong, "");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{wrong:?}");
        assert!(!output.stderr.is_empty());
    }
    for help in [&["--help"][..], &["-h"], &["show", "--help"], &["show", "-h"], &["list", "--help"]] {
        let text = shown(help, "");
        assert!(text.contains("Examples:") && text.contains("Usage:"), "{help:?}");
    }
    assert_eq!(shown(&["--version"], ""), concat!("khabar ", env!("CARGO_PKG_VERSION"), "\n"));
    let help = shown(&["--help"], "");
    for theme in khabar::shell::THEMES {
        assert!(help.contains(theme), "{theme}");
    }
    for mode in khabar::shell::emit::EmitMode::ALL.map(|mode| mode.name()).iter().chain(&["auto"]) {
        assert!(help.contains(mode), "{mode}");
        assert!(shown(&["list", "--emit", mode], "").lines().count() > 10, "{mode}");
    }
    let help = shown(&["show", "--help"], "");
    for option in ["--width", "--dir", "--order", "--shape", "--align", "--raw", "--json", "--emit"] {
        assert!(help.contains(option), "{option}");
    }
}

#[test]
fn into_a_pipe_no_terminal_has_a_say() {
    let plain = shown(&with(&VISUAL, &[]), "عدد 12 (س)");
    for mode in ["kitty", "word-reversed", "jitter", "lrm"] {
        assert_eq!(shown(&with(&VISUAL, &["--emit", mode]), "عدد 12 (س)"), plain, "{mode}");
    }
    let refused = run(&["show", "--emit", "backwards", "-"], "");
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = folder(&[("long.txt", "خبر طويل هنا.\n".repeat(19_000).as_bytes())]);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_khabar"))
        .args(["show", "--raw", "--order", "visual"])
        .arg(folder.path().join("long.txt"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = fs::File::options().write(true).open("/dev/full").expect("the full device");
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_khabar"))
        .args(["list"])
        .stdout(full)
        .stderr(Stdio::null())
        .status()
        .expect("the program runs");
    assert_eq!(status.code(), Some(1));
}

#[test]
fn a_file_may_be_named_like_a_subcommand() {
    let folder = folder(&[("show", "خبر قصير هنا.\n".as_bytes())]);
    for name in ["show", "./show"] {
        let output = khabar().current_dir(folder.path()).args(["show", name]).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(0), "{name}");
    }
    let output = khabar().current_dir(folder.path()).arg("./show").output().expect("the program runs");
    assert_eq!(output.status.code(), Some(2), "taken as a path: the reader, which needs a terminal");
}

#[test]
fn other_encodings_are_read_and_their_losses_named() {
    let text = "أعلنت الهيئة نتائجها الكاملة أمس في بيان طويل.";
    let utf_16: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let output = run(&["show", "--raw", "--width", "0", "-"], utf_16);
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{text}\n"));
    let mut broken = text.as_bytes().to_vec();
    broken.extend(b" \xff .\n");
    let output = run(&["show", "--raw", "--width", "0", "-"], broken);
    assert_eq!(output.status.code(), Some(0), "a remark does not refuse");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("khabar: "));
}

#[test]
fn the_doctor_reports_even_where_no_terminal_answers() {
    let text = shown(&["doctor"], "");
    assert!(text.lines().any(|line| line.starts_with("mode ")) && text.contains("F2"), "{text}");
    let json = shown(&["doctor", "--json", "--emit", "kitty"], "");
    assert_eq!(json.lines().count(), 1, "{json}");
    let report: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(report["chosen"], "kitty");
    assert!(report["why"].is_string() && report["modes"].as_array().expect("a list").contains(&"kitty".into()));
}

#[test]
fn search_finds_in_titles_and_bodies_of_files() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.txt"), "العالم -أوروبا\nقمة في باكو.\nتبحث القمة السكك الحديدية.\n")
        .expect("a file");
    std::fs::write(folder.path().join("b.txt"), "رياضة\nفوز كبير.\nفاز الفريق في المباراة.\n").expect("a file");
    let search = |query: &str, json: bool| {
        let mut command = assert_cmd::Command::cargo_bin("khabar").expect("the program");
        command.arg("search").arg(query).arg(folder.path()).env_remove("KHABAR_LIBRARY");
        if json {
            command.arg("--json");
        }
        command.assert()
    };
    let found = search("سكك", false).success().get_output().stdout.clone();
    let line = String::from_utf8(found).expect("UTF-8");
    assert_eq!((line.lines().count(), line.trim_end_matches('\n').split('\t').count()), (1, 5), "{line}");
    assert!(line.contains("a.txt") && line.contains("السكك"), "{line}");
    let found = search("المباراه", true).success().get_output().stdout.clone();
    let object: serde_json::Value = serde_json::from_slice(&found).expect("one object");
    let (snippet, mark) = (object["snippet"].as_str().expect("a passage"), &object["marks"][0]);
    let at = |index: usize| usize::try_from(mark[index].as_u64().expect("a number")).expect("small");
    assert_eq!(&snippet[at(0)..at(1)], "المباراة");
    search("لاشيءكهذا", false).code(1);
    search("date:never", false).code(2);
    search("", false).code(2);
    let mut missing = assert_cmd::Command::cargo_bin("khabar").expect("the program");
    missing.args(["search", "باكو", "--library"]).arg(folder.path().join("none.db")).assert().code(3);
}

#[test]
fn search_prints_each_article_also_where_several_report_the_same() {
    let same = "أعلنت الشركة المشغلة أن العبارة الجديدة ستنقل الركاب والسيارات بين الضفتين مرتين في اليوم طوال الصيف";
    let file = |title: &str| format!("العالم -أوروبا\n{title}.\n{same}.\n");
    let (one, two) = (file("عبارة بين الضفتين"), file("عبارة جديدة تعمل كل يوم"));
    let folder = folder(&[("one.txt", one.as_bytes()), ("two.txt", two.as_bytes())]);
    let path = folder.path().to_string_lossy().into_owned();
    let found = shown(&["search", "الركاب والسيارات", &path, "--json"], "");
    assert_eq!(found.lines().count(), 2, "{found}");
}

#[test]
fn search_reads_the_library_that_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.txt"), "العالم -أوروبا\nقمة في باكو.\nتبحث القمة السكك الحديدية.\n")
        .expect("a file");
    let library = folder.path().join("l.db");
    let khabar = |arguments: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("khabar").expect("the program");
        command.args(arguments).env("KHABAR_LIBRARY", &library).assert()
    };
    khabar(&["import", folder.path().join("a.txt").to_str().expect("UTF-8")]).success();
    let found = khabar(&["search", "\"السكك الحديدية\" is:unread"]).success().get_output().stdout.clone();
    assert!(String::from_utf8_lossy(&found).contains("a.txt"));
    khabar(&["search", "is:read"]).code(1);
}
