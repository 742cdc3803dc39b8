//! `config.toml`: what the user has settled once.
//!
//! Owns the file's keys and their checks; the command line goes before it (`cli/`), keys are `action/`'s business.
//! A wrong line costs only itself: the other settings hold.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use toml::{Table, Value};

use super::emit::EmitChoice;

/// The file in the configuration folder.
pub(super) const FILE: &str = "config.toml";
/// The table of terminals whose mode was chosen by hand.
pub(super) const EMIT_FOR: &str = "emit-for";
/// Narrower than this nothing can be read.
const LEAST_MEASURE: i64 = 20;
/// Wider than this no line can be followed back to its start.
const LARGEST_MEASURE: i64 = 400;
/// A settings file is a page; more than this is something else.
const LARGEST_FILE_BYTES: u64 = 1 << 20;

/// The language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum LanguageChoice {
    /// The system's.
    #[default]
    Auto,
    /// Arabic.
    Arabic,
    /// English.
    English,
}

impl LanguageChoice {
    /// Reads `auto`, `ar` or `en`.
    pub(super) fn parse(name: &str) -> Option<LanguageChoice> {
        match name {
            "auto" => Some(LanguageChoice::Auto),
            "ar" => Some(LanguageChoice::Arabic),
            "en" => Some(LanguageChoice::English),
            _ => None,
        }
    }
}

/// What `config.toml` settles; what it leaves out has its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Settings {
    /// `language = "auto" | "ar" | "en"`.
    pub(super) language: LanguageChoice,
    /// `theme = "NAME"`; `None` for `auto`. Whether a theme of the name exists is for `panes/theme.rs` to say.
    pub(super) theme: Option<String>,
    /// `measure = 80`: the most cells that a line of an article takes, 20 to 400.
    pub(super) measure_cells: Option<u16>,
    /// `mouse = true`.
    pub(super) mouse: bool,
    /// `copies = false`: articles that report the same have a line each when it is true.
    pub(super) copies: bool,
    /// `emit = "auto" | "visual" | …`: the name of an emit mode.
    pub(super) emit: Option<String>,
    /// `[emit-for]`: the name of an emit mode for each terminal that the user has answered for, by its identity.
    pub(super) emit_for: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: LanguageChoice::Auto,
            theme: None,
            measure_cells: None,
            mouse: true,
            copies: false,
            emit: None,
            emit_for: BTreeMap::new(),
        }
    }
}

/// A line of the settings that was not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SettingsWarning {
    /// The file could not be read or is no TOML; nothing of it is followed.
    Unreadable {
        /// What is wrong with it, in a few words.
        reason: String,
    },
    /// A key that khabar does not know.
    UnknownKey {
        /// The key.
        key: String,
    },
    /// A value that its key cannot have.
    BadValue {
        /// The key.
        key: &'static str,
        /// What it can have.
        expected: &'static str,
    },
}

impl fmt::Display for SettingsWarning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingsWarning::Unreadable { reason } => write!(out, "{FILE} is not used: {reason}"),
            SettingsWarning::UnknownKey { key } => write!(out, "{FILE}: there is no setting {key}"),
            SettingsWarning::BadValue { key, expected } => write!(out, "{FILE}: {key} must be {expected}"),
        }
    }
}

impl Settings {
    /// Reads `config.toml` in `folder`. A missing file is no error.
    pub(super) fn load(folder: Option<&Path>) -> (Settings, Vec<SettingsWarning>) {
        let Some(folder) = folder else { return Default::default() };
        match read(&folder.join(FILE)) {
            Ok(text) => Settings::parse(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Default::default(),
            Err(error) => (Settings::default(), vec![SettingsWarning::Unreadable { reason: error.to_string() }]),
        }
    }

    /// Reads settings from TOML.
    pub(super) fn parse(text: &str) -> (Settings, Vec<SettingsWarning>) {
        let mut settings = Settings::default();
        let table = match text.trim_start_matches('\u{feff}').parse::<Table>() {
            Ok(table) => table,
            Err(error) => {
                let reason = describe(text, &error);
                return (settings, vec![SettingsWarning::Unreadable { reason }]);
            }
        };
        let warnings = table.iter().filter_map(|(key, value)| settings.set(key, value).err()).collect();
        (settings, warnings)
    }

    fn set(&mut self, key: &str, value: &Value) -> Result<(), SettingsWarning> {
        let bad = |key, expected| SettingsWarning::BadValue { key, expected };
        match key {
            "language" => {
                let choice = value.as_str().and_then(LanguageChoice::parse);
                self.language = choice.ok_or(bad("language", "\"auto\", \"ar\" or \"en\""))?;
            }
            "theme" => {
                let name = value.as_str().ok_or(bad("theme", "the name of a theme or \"auto\""))?;
                self.theme = (name != "auto").then(|| name.to_owned());
            }
            "measure" => {
                let cells = value.as_integer().filter(|cells| (LEAST_MEASURE..=LARGEST_MEASURE).contains(cells));
                let cells = cells.and_then(|cells| u16::try_from(cells).ok());
                self.measure_cells = Some(cells.ok_or(bad("measure", "a number of cells from 20 to 400"))?);
            }
            "mouse" => self.mouse = value.as_bool().ok_or(bad("mouse", "true or false"))?,
            "copies" => self.copies = value.as_bool().ok_or(bad("copies", "true or false"))?,
            "emit" => self.emit = Some(emit_name(value).ok_or(bad("emit", EMIT_NAMES))?),
            EMIT_FOR => return self.set_emit_for(value),
            _ => return Err(SettingsWarning::UnknownKey { key: key.to_owned() }),
        }
        Ok(())
    }

    /// Takes the good rows of the table; a wrong one is told of.
    fn set_emit_for(&mut self, value: &Value) -> Result<(), SettingsWarning> {
        let bad = SettingsWarning::BadValue { key: EMIT_FOR, expected: "a table of terminals and emit modes" };
        let rows = value.as_table().ok_or(bad.clone())?;
        for (terminal, mode) in rows {
            if let Some(mode) = emit_name(mode) {
                self.emit_for.insert(terminal.clone(), mode);
            }
        }
        if self.emit_for.len() == rows.len() { Ok(()) } else { Err(bad) }
    }
}

/// What an emit setting can be.
const EMIT_NAMES: &str = "\"auto\", \"visual\", \"explicit\", \"jitter\", \"lrm\", \"word-reversed\" or \"kitty\"";

fn emit_name(value: &Value) -> Option<String> {
    let name = value.as_str()?;
    name.parse::<EmitChoice>().ok().map(|_| name.to_owned())
}

/// Reads a small regular file: a pipe would block for ever.
pub(super) fn read(path: &Path) -> io::Result<String> {
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    if about.len() > LARGEST_FILE_BYTES {
        return Err(io::Error::other("it is larger than 1 MiB"));
    }
    fs::read_to_string(path)
}

/// One sentence with the line, in place of the several lines that the parser writes.
fn describe(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() + 1);
    let reason = error.message().lines().collect::<Vec<_>>().join(", ");
    line.map_or_else(|| reason.clone(), |line| format!("line {line}: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::{LanguageChoice, Settings, SettingsWarning};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn every_setting_is_read() {
        let (settings, warnings) = Settings::parse(
            "language = \"ar\"\ntheme = 'light'\nmeasure = 66\nmouse = false # no\ncopies = true\nemit = 'lrm'\n[emit-for]\n'XTerm(379)' = 'kitty'\n",
        );
        assert!(warnings.is_empty(), "{warnings:?}");
        let expected = Settings {
            language: LanguageChoice::Arabic,
            theme: Some("light".to_owned()),
            measure_cells: Some(66),
            mouse: false,
            copies: true,
            emit: Some("lrm".to_owned()),
            emit_for: BTreeMap::from([("XTerm(379)".to_owned(), "kitty".to_owned())]),
        };
        assert_eq!(settings, expected);
    }

    #[test]
    fn a_wrong_line_costs_only_itself() {
        let (settings, warnings) = Settings::parse("language = 3\ncolour = 'red'\nmeasure = 66\nmouse = 'no'\n");
        assert_eq!((settings.measure_cells, settings.mouse, settings.language), (Some(66), true, LanguageChoice::Auto));
        let said: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 3);
        assert!(said.iter().any(|line| line.contains("no setting colour")), "{said:?}");
        for measure in ["19", "401", "-1", "80.0", "99999999999"] {
            let (settings, warnings) = Settings::parse(&format!("measure = {measure}"));
            assert_eq!((settings.measure_cells, warnings.len()), (None, 1), "{measure}");
        }
    }

    #[test]
    fn an_emit_mode_that_there_is_not_is_told_of() {
        let (settings, warnings) = Settings::parse("emit = 'backwards'\n[emit-for]\n'a' = 'visual'\n'b' = 3\n");
        assert_eq!((settings.emit, warnings.len()), (None, 2));
        assert_eq!(settings.emit_for.into_keys().collect::<Vec<_>>(), ["a"]);
    }

    #[test]
    fn a_file_that_is_no_toml_is_one_sentence_with_its_line() {
        let (settings, warnings) = Settings::parse("mouse = false\ntheme = \n");
        assert_eq!(settings, Settings::default());
        let [SettingsWarning::Unreadable { reason }] = &warnings[..] else { panic!("{warnings:?}") };
        assert!(reason.starts_with("line 2: ") && !reason.contains('\n'), "{reason:?}");
    }

    #[test]
    fn a_missing_file_is_no_error_and_a_folder_in_its_place_is_one() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Settings::load(Some(folder.path())), Default::default());
        assert_eq!(Settings::load(None), Default::default());
        std::fs::create_dir(folder.path().join("config.toml")).unwrap();
        assert_eq!(Settings::load(Some(folder.path())).1.len(), 1);
    }

    proptest! {
        #[test]
        fn any_text_gives_settings(text in any::<String>()) {
            let _ = Settings::parse(&text);
        }
    }
}
