//! The rules of the house: from a file's path and text to the breaches in it.
//!
//! Owns what DESIGN and STYLE forbid, one function a rule. Does not read files: `house.rs` walks the tree, and
//! `proofs.rs` shows for each rule a text that it refuses and one that it accepts.

use crate::lexer::{Kind, Word, after_matching, code_words, lines_without_tests};
use crate::paths::{Mentioned, mentioned_paths, module_of};

/// One breach of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Breach {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) what: String,
}

impl std::fmt::Display for Breach {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// A rule that needs one file and nothing else.
pub(crate) type Rule = fn(path: &str, text: &str) -> Vec<Breach>;

/// Every rule that looks at one file at a time.
pub(crate) const RULES: &[(&str, Rule)] = &[
    ("floors", floors),
    ("forbidden words", forbidden_words),
    ("file size", file_size),
    ("header", header),
    ("prints", prints),
    ("unsafe", no_unsafe),
    ("allow with a reason", allow_with_reason),
    ("nothing unfinished", nothing_unfinished),
];

/// The rooms and their floors; a room imports rooms on lower floors only.
pub(crate) const ROOMS: &[(&str, usize)] = &[
    ("text", 0),
    ("message", 0),
    ("article", 1),
    ("entity", 1),
    ("query", 1),
    ("source", 2),
    ("library", 2),
    ("search", 2),
    ("action", 3),
    ("desk", 3),
    ("panes", 4),
    ("app", 5),
    ("shell", 6),
    ("cli", 6),
];

/// `main.rs` stands above all rooms.
const MAIN_FLOOR: usize = 7;
/// No file is longer, tests included; generated tables live alone and are exempt.
const MOST_LINES: usize = 800;
/// Past this, without tests, the header gives a reason.
const LINES_WITHOUT_REASON: usize = 500;
/// `main.rs` parses and dispatches.
const MOST_LINES_OF_MAIN: usize = 60;

/// Names of the terminal, which the library must compile without.
const TERMINAL: &[&str] = &["ratatui", "crossterm", "clap"];
/// Ways to files.
const FILES: &[&str] = &["std::fs", "tempfile", "directories"];
/// Ways to other threads.
const THREADS: &[&str] = &["std::thread", "thread::spawn", "thread::scope", "thread::Builder", "rayon"];

/// For each room what it never mentions, beside other rooms (`floors` keeps those).
const FORBIDDEN: &[(&str, &[&[&str]])] = &[
    ("text", &[TERMINAL, FILES, &["std::io", "std::net"]]),
    ("message", &[TERMINAL, FILES, &["std::io", "std::net"]]),
    ("article", &[TERMINAL, FILES]),
    ("entity", &[TERMINAL, FILES]),
    ("source", &[TERMINAL]),
    ("library", &[TERMINAL]),
    ("search", &[TERMINAL]),
    ("action", &[TERMINAL]),
    ("query", &[TERMINAL, FILES]),
    ("desk", &[TERMINAL, FILES, THREADS]),
    ("panes", &[FILES, THREADS]),
    ("app", &[FILES, THREADS]),
    ("cli", &[&["ratatui::widgets"]]),
];

/// Rooms that read no clock: what time it is comes in as a value.
const CLOCKLESS: &[&str] = &["text", "message", "article", "entity", "query", "desk", "panes", "app"];

/// The room that a file belongs to: its folder under `src/`; `None` for `lib.rs` and `main.rs`.
pub(crate) fn room_of(path: &str) -> Option<String> {
    module_of(path).into_iter().next()
}

fn floor_of(room: &str) -> Option<usize> {
    ROOMS.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor)
}

fn breach(path: &str, line: usize, what: impl Into<String>) -> Breach {
    Breach { path: path.to_owned(), line, what: what.into() }
}

/// No room imports upwards or sideways. `lib.rs` names all rooms and is free, as is `main.rs`, which is above them.
fn floors(path: &str, text: &str) -> Vec<Breach> {
    let own = room_of(path);
    let own_floor = match &own {
        Some(room) => floor_of(room).unwrap_or(0),
        None => MAIN_FLOOR,
    };
    let mut found = Vec::new();
    for mention in mentioned_paths(path, text) {
        let Some(inside) = inside_khabar(&mention).filter(|_| own.is_some()) else { continue };
        let room = inside.first().map(String::as_str);
        match room.map(|room| (room, floor_of(room))) {
            Some((room, _)) if Some(room) == own.as_deref() => {}
            Some((_, Some(floor))) if floor < own_floor => {}
            Some((room, Some(floor))) => {
                let way = if floor == own_floor { "sideways" } else { "upwards" };
                let own = own.as_deref().unwrap_or_default();
                found.push(breach(
                    path,
                    mention.line,
                    format!("{own} (floor {own_floor}) imports {way}: {room} (floor {floor})"),
                ));
            }
            _ => found.push(breach(path, mention.line, format!("{} names no room of the house", mention.written()))),
        }
    }
    found
}

/// What follows `crate::` (or `khabar::`, its name from outside) in a path that says more than `crate`.
fn inside_khabar(mention: &Mentioned) -> Option<&[String]> {
    match mention.inside_crate() {
        // `pub(crate)` mentions the crate and imports nothing.
        Some([]) if !mention.is_import => None,
        Some(rest) => Some(rest),
        None if mention.starts_with("khabar") && mention.segments.len() > 1 => Some(&mention.segments[1..]),
        None => None,
    }
}

/// No room mentions what its row in the table of rooms forbids.
fn forbidden_words(path: &str, text: &str) -> Vec<Breach> {
    let Some(room) = room_of(path) else { return Vec::new() };
    let lists = FORBIDDEN.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, lists)| lists);
    let reads_no_clock = CLOCKLESS.contains(&room.as_str());
    let mut found = Vec::new();
    for mention in mentioned_paths(path, text) {
        if let Some(word) = lists.iter().copied().flatten().find(|word| mentions(&mention, word)) {
            found.push(breach(path, mention.line, format!("{room} never mentions {word}: {}", mention.written())));
        }
        if reads_no_clock && is_clock(&mention) {
            found.push(breach(path, mention.line, format!("{room} never reads the clock: {}", mention.written())));
        }
    }
    found
}

/// `use std::*` brings everything of `std`, so it mentions every word below it.
fn mentions(mention: &Mentioned, word: &str) -> bool {
    let glob_above = mention.segments.split_last().is_some_and(|(last, above)| {
        last == "*" && !above.is_empty() && word.starts_with(&format!("{}::", above.join("::")))
    });
    mention.starts_with(word) || glob_above
}

fn is_clock(mention: &Mentioned) -> bool {
    let names_clock = mention.segments.iter().any(|segment| segment == "Instant" || segment == "SystemTime");
    let reads_now = mention.segments.len() > 1 && mention.segments.last().is_some_and(|last| last == "now");
    names_clock || reads_now || mentions(mention, "std::time::Instant")
}

/// Files stay readable in one sitting.
fn file_size(path: &str, text: &str) -> Vec<Breach> {
    if path.ends_with("_table.rs") || path.split('/').any(|part| part.starts_with("generated")) {
        return Vec::new();
    }
    let lines = text.lines().count();
    let header: String = text.lines().take_while(|line| line.starts_with("//!")).collect::<Vec<_>>().join(" ");
    let gives_reason = header.contains("reason") || header.contains("Reason") || header.contains("Long because");
    if lines > MOST_LINES {
        vec![breach(path, lines, format!("{lines} lines; no file passes {MOST_LINES}"))]
    } else if path == "src/main.rs" && lines > MOST_LINES_OF_MAIN {
        vec![breach(path, lines, format!("{lines} lines; main.rs has at most {MOST_LINES_OF_MAIN}"))]
    } else if lines_without_tests(text) > LINES_WITHOUT_REASON && !gives_reason {
        vec![breach(path, 1, format!("more than {LINES_WITHOUT_REASON} lines and the header gives no reason"))]
    } else {
        Vec::new()
    }
}

/// Every file says first what it owns.
fn header(path: &str, text: &str) -> Vec<Breach> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let says_something = first.strip_prefix("//!").is_some_and(|rest| !rest.trim().is_empty());
    if says_something { Vec::new() } else { vec![breach(path, 1, "the file does not start with a `//!` header")] }
}

/// Only `cli/` prints.
fn prints(path: &str, text: &str) -> Vec<Breach> {
    if room_of(path).as_deref() == Some("cli") {
        return Vec::new();
    }
    macro_calls(path, text, &["println", "print", "eprintln", "eprint", "dbg"], "only cli/ prints")
}

/// Nothing is left for later.
fn nothing_unfinished(path: &str, text: &str) -> Vec<Breach> {
    macro_calls(path, text, &["todo", "unimplemented"], "nothing is left unfinished")
}

fn macro_calls(path: &str, text: &str, names: &[&str], why: &str) -> Vec<Breach> {
    let words = code_words(text);
    let opens = |word: &Word| matches!(word.kind, Kind::Mark('(' | '[' | '{'));
    let calls = words.windows(3).filter(|three| three[1].is_mark('!') && opens(&three[2]));
    let named = calls.filter_map(|three| Some((three[0].line, three[0].name()?)));
    let listed = named.filter(|(_, name)| names.contains(name));
    listed.map(|(line, name)| breach(path, line, format!("{why}: {name}!"))).collect()
}

/// There is no `unsafe`.
fn no_unsafe(path: &str, text: &str) -> Vec<Breach> {
    let words = code_words(text);
    words.iter().filter(|word| word.is_name("unsafe")).map(|word| breach(path, word.line, "unsafe")).collect()
}

/// An `allow` (or `expect`) of a lint says why.
fn allow_with_reason(path: &str, text: &str) -> Vec<Breach> {
    let words = code_words(text);
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !word.is_mark('#') {
            continue;
        }
        let open = at + 1 + usize::from(words.get(at + 1).is_some_and(|next| next.is_mark('!')));
        if words.get(open).is_some_and(|next| next.is_mark('[')) {
            let attribute = &words[open..after_matching(&words, open)];
            found.extend(unreasoned(attribute).map(|line| breach(path, line, "allow without a reason")));
        }
    }
    found
}

/// The lines of the `allow(…)` in one attribute that hold no `reason =`.
fn unreasoned(attribute: &[Word]) -> impl Iterator<Item = usize> {
    attribute.iter().enumerate().filter_map(|(at, word)| {
        let opens = attribute.get(at + 1).is_some_and(|next| next.is_mark('('));
        let is_allow = opens && (word.is_name("allow") || word.is_name("expect"));
        let inside = &attribute[at..if is_allow { after_matching(attribute, at + 1) } else { at }];
        let reason = inside
            .windows(3)
            .any(|three| three[0].is_name("reason") && three[1].is_mark('=') && three[2].kind == Kind::Literal);
        (is_allow && !reason).then_some(word.line)
    })
}

/// No pane imports another pane; what lies directly in `panes/` is for all of them.
///
/// `files` is the whole tree as (path, text): a pane is a folder of `panes/`, and a name that a file directly in
/// `panes/` re-exports from a pane still belongs to that pane.
pub(crate) fn panes_apart(files: &[(String, String)]) -> Vec<Breach> {
    let pane_of = |path: &str| {
        let parts: Vec<&str> = path.split('/').collect();
        if parts.len() > 3 && parts[..2] == ["src", "panes"] { Some(parts[2].to_owned()) } else { None }
    };
    let panes: Vec<String> = files.iter().filter_map(|(path, _)| pane_of(path)).collect();
    let mut exported: Vec<(String, String)> = panes.iter().map(|pane| (pane.clone(), pane.clone())).collect();
    for (path, text) in files.iter().filter(|(path, _)| path == "src/panes/mod.rs") {
        for mention in mentioned_paths(path, text).into_iter().filter(|mention| mention.is_import) {
            let below =
                if mention.starts_with("crate::panes") { &mention.segments[2..] } else { &mention.segments[..] };
            if let [pane, .., name] = below
                && panes.contains(pane)
            {
                exported.push((name.clone(), pane.clone()));
            }
        }
    }
    let mut found = Vec::new();
    for (path, text) in files {
        let Some(own) = pane_of(path) else { continue };
        for mention in mentioned_paths(path, text).iter().filter(|mention| mention.starts_with("crate::panes")) {
            let target = mention.segments.get(2).and_then(|name| exported.iter().find(|(known, _)| known == name));
            if let Some((_, pane)) = target.filter(|(_, pane)| *pane != own) {
                found.push(breach(path, mention.line, format!("pane {own} imports pane {pane}")));
            }
        }
    }
    found
}

/// `lib.rs` opens every room, and every room is in the table.
pub(crate) fn rooms_open(paths: &[String], lib: &str) -> Vec<Breach> {
    let mut rooms: Vec<String> = paths.iter().filter_map(|path| room_of(path)).collect();
    rooms.sort();
    rooms.dedup();
    let words = code_words(lib);
    let opens = |room: &str| {
        words.windows(4).any(|four| {
            four[0].is_name("pub") && four[1].is_name("mod") && four[2].is_name(room) && four[3].is_mark(';')
        })
    };
    let mut found = Vec::new();
    for room in rooms {
        if floor_of(&room).is_none() {
            found.push(breach(&format!("src/{room}"), 1, "the room stands on no floor: add it to ROOMS and to DESIGN"));
        }
        if !opens(&room) {
            found.push(breach("src/lib.rs", 1, format!("`pub mod {room};` is missing")));
        }
    }
    found
}

/// Every language has the same message keys, each once. `files` is (path, text) of the `.ftl` files.
pub(crate) fn same_messages(files: &[(String, String)]) -> Vec<Breach> {
    if let [(path, _)] = files {
        return vec![breach(path, 1, "the interface has one language only")];
    }
    let mut found = Vec::new();
    let keys: Vec<Vec<(usize, &str)>> = files.iter().map(|(_, text)| message_keys(text)).collect();
    for ((path, _), own) in files.iter().zip(&keys) {
        for (at, (line, key)) in own.iter().enumerate() {
            if own[..at].iter().any(|(_, earlier)| earlier == key) {
                found.push(breach(path, *line, format!("{key} stands here twice")));
            }
        }
        for ((other, _), theirs) in files.iter().zip(&keys) {
            let missing = theirs.iter().filter(|(_, key)| !own.iter().any(|(_, mine)| mine == key));
            found.extend(
                missing.map(|(line, key)| breach(path, 1, format!("{key} is missing ({other}:{line} has it)"))),
            );
        }
    }
    found
}

/// The keys of a message file with their lines: what stands before `=` at the start of a line.
fn message_keys(text: &str) -> Vec<(usize, &str)> {
    let is_key = |key: &&str| {
        key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-')
            && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    let lines = text.lines().enumerate();
    let keys = lines.filter_map(|(at, line)| Some((at + 1, line.split_once('=')?.0.trim_end())));
    keys.filter(|(_, key)| is_key(key)).collect()
}
