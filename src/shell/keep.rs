//! One answer into `config.toml`: the emit mode that the user has chosen for a terminal.
//!
//! Owns the one change that khabar ever makes to the user's file: a line in its table `[emit-for]`, every other line as
//! it was. What the settings mean is `settings.rs`.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use toml::{Table, Value};

use super::settings::{EMIT_FOR, FILE, read};

/// Writes the mode for a terminal into the `config.toml` of a folder, atomically; both are made where they are missing.
///
/// # Errors
/// When the file cannot be read or written, or is written in a way that a line cannot be added to; it is as it was.
pub(super) fn keep_emit(folder: &Path, terminal: &str, mode: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let path = folder.join(FILE);
    // A link to a file elsewhere stays one.
    let path = fs::canonicalize(&path).unwrap_or(path);
    let old = match read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    let new = with_answer(&old, terminal, mode)
        .ok_or_else(|| io::Error::other(format!("{FILE} is written in a way that khabar does not change")))?;
    let beside = path.parent().unwrap_or(folder);
    let mut file = tempfile::NamedTempFile::new_in(beside)?;
    file.write_all(new.as_bytes())?;
    if let Ok(about) = fs::metadata(&path) {
        file.as_file().set_permissions(about.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error).map(drop)
}

/// The text with the answer in it; `None` when the file is no TOML or its table stands in no lines of its own.
fn with_answer(text: &str, terminal: &str, mode: &str) -> Option<String> {
    let mark = if text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let text = &text[mark.len()..];
    let before = text.parse::<Table>().ok()?;
    let line = format!("{} = {}", quoted(terminal), quoted(mode));
    // Not `lines`: what stands before a line feed stays.
    let mut lines: Vec<&str> = text.strip_suffix('\n').unwrap_or(text).split('\n').collect();
    if text.is_empty() {
        lines.clear();
    }
    match header(&lines) {
        Some(at) => {
            match (at + 1..table_end(&lines, at)).find(|&row| key_of(lines[row]).as_deref() == Some(terminal)) {
                Some(row) => lines[row] = &line,
                None => lines.insert(at + 1, &line),
            }
        }
        None => {
            if lines.last().is_some_and(|last| !last.trim().is_empty()) {
                lines.push("");
            }
            lines.extend(["[emit-for]", &line]);
        }
    }
    let new = lines.join("\n") + "\n";
    // The proof: nothing else means anything else now.
    let mut expected = before;
    let rows = expected.entry(EMIT_FOR).or_insert_with(|| Value::Table(Table::new())).as_table_mut()?;
    rows.insert(terminal.to_owned(), Value::from(mode));
    (new.parse::<Table>().ok()? == expected).then(|| format!("{mark}{new}"))
}

/// A basic string of TOML, which can stand for any text on one line, as a key too.
fn quoted(text: &str) -> String {
    let mut written = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => written.extend(['\\', letter]),
            control if control.is_control() => written.push_str(&format!("\\u{:04x}", u32::from(control))),
            _ => written.push(letter),
        }
    }
    written.push('"');
    written
}

fn header(lines: &[&str]) -> Option<usize> {
    lines.iter().position(|line| {
        let name = line.trim().strip_prefix('[').and_then(|rest| rest.split_once(']'));
        name.is_some_and(|(name, _)| name.trim().trim_matches(['"', '\'']) == EMIT_FOR)
    })
}

/// The line behind the last of the table that begins at `at`.
fn table_end(lines: &[&str], at: usize) -> usize {
    let next = lines[at + 1..].iter().position(|line| line.trim_start().starts_with('['));
    next.map_or(lines.len(), |next| at + 1 + next)
}

/// The key of a line that is a row of a table.
fn key_of(line: &str) -> Option<String> {
    let row = line.trim().parse::<Table>().ok()?;
    row.keys().next().cloned()
}

#[cfg(test)]
mod tests {
    use super::{keep_emit, with_answer};
    use proptest::prelude::*;
    use toml::Table;

    #[test]
    fn every_other_line_stays() {
        for (before, after) in [
            ("", "[emit-for]\n\"XTerm(379)\" = \"lrm\"\n"),
            ("theme = 'light' # mine\n", "theme = 'light' # mine\n\n[emit-for]\n\"XTerm(379)\" = \"lrm\"\n"),
            (
                "[emit-for] # asked\n'foot' = 'visual'\n",
                "[emit-for] # asked\n\"XTerm(379)\" = \"lrm\"\n'foot' = 'visual'\n",
            ),
            (
                "[emit-for]\n# here\n'XTerm(379)' = 'visual' # old\nb = 'kitty'\n",
                "[emit-for]\n# here\n\"XTerm(379)\" = \"lrm\"\nb = 'kitty'\n",
            ),
            ("[emit-for]\r\nfoot = 'lrm'\r\n", "[emit-for]\r\n\"XTerm(379)\" = \"lrm\"\nfoot = 'lrm'\r\n"),
            ("emit = 'auto'", "emit = 'auto'\n\n[emit-for]\n\"XTerm(379)\" = \"lrm\"\n"),
        ] {
            assert_eq!(with_answer(before, "XTerm(379)", "lrm").as_deref(), Some(after), "{before:?}");
        }
    }

    #[test]
    fn what_cannot_be_changed_line_by_line_is_left_alone() {
        for text in ["emit-for = { a = 'lrm' }\n", "emit-for.a = 'lrm'\n", "theme = \n", "emit-for = 3\n"] {
            assert_eq!(with_answer(text, "x", "lrm"), None, "{text:?}");
        }
    }

    #[test]
    fn the_file_is_made_and_changed() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("khabar");
        for (terminal, mode) in [("a \"b\"", "lrm"), ("tmux 3.3a in XTerm(379)", "kitty"), ("a \"b\"", "visual")] {
            keep_emit(&config, terminal, mode).unwrap();
        }
        let table: Table = std::fs::read_to_string(config.join("config.toml")).unwrap().parse().unwrap();
        assert_eq!(table["emit-for"]["a \"b\""].as_str(), Some("visual"));
        assert_eq!(table["emit-for"].as_table().map(Table::len), Some(2));
        assert_eq!(std::fs::read_dir(&config).unwrap().count(), 1, "nothing left beside it");
    }

    proptest! {
        #[test]
        fn any_name_comes_back(terminal in any::<String>(), text in "(a = 1\n)?(\\[emit-for\\]\nx = 'lrm'\n)?(\\[b\\]\nc = 2\n)?") {
            let new = with_answer(&text, &terminal, "kitty").unwrap();
            let table: Table = new.parse().unwrap();
            prop_assert_eq!(table["emit-for"][terminal.as_str()].as_str(), Some("kitty"));
            let again = with_answer(&new, &terminal, "kitty");
            prop_assert_eq!(again.as_deref(), Some(new.as_str()));
        }
    }
}
