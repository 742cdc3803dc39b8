//! What lasts of the reader's ways with names: `aliases.toml` in the folder for settings, `kinds.json` in that for state.
//!
//! Owns the two files, each replaced as a whole; what aliases mean is `entity/`, which kinds there are too. A file that
//! was not understood is never written over.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::folders::Folders;
use super::run::Notice;
use crate::action::Effect;
use crate::app::App;
use crate::entity::{Aliases, KINDS, Kind};

/// What the reader has said about entities.
const ALIASES: &str = "aliases.toml";
/// The kinds that are switched off, as a list of their names.
const KINDS_FILE: &str = "kinds.json";
/// More than this is no file that a person has written.
const LARGEST_BYTES: u64 = 4 << 20;

/// Where the two files are.
#[derive(Debug, Default)]
pub(super) struct NamesKept {
    aliases: Option<PathBuf>,
    kinds: Option<PathBuf>,
    /// Why the aliases are left alone.
    faulty: Option<String>,
}

impl NamesKept {
    /// Reads the aliases; what is wrong with them is to be said.
    pub(super) fn open(folders: &Folders) -> (NamesKept, Aliases, Option<Notice>) {
        let in_folder = |folder: &Option<PathBuf>, file: &str| folder.as_ref().map(|folder| folder.join(file));
        let mut kept = NamesKept {
            aliases: in_folder(&folders.config, ALIASES),
            kinds: in_folder(&folders.state, KINDS_FILE),
            faulty: None,
        };
        let read = kept.aliases.as_deref().map_or(Ok(String::new()), read_small);
        match read
            .map_err(|error| error.to_string())
            .and_then(|text| Aliases::parse(&text).map_err(|error| error.to_string()))
        {
            Ok(aliases) => (kept, aliases, None),
            Err(reason) => {
                kept.faulty = Some(reason.clone());
                (kept, Aliases::default(), Some(("aliases-faulty", reason)))
            }
        }
    }

    /// Keeps what an effect says; false when it says something else. What goes wrong is said to the user.
    pub(super) fn store(&self, effect: &Effect, app: &mut App) -> bool {
        let (stored, key) = match effect {
            Effect::StoreAliases(text) => (self.store_aliases(text), "aliases-not-stored"),
            Effect::StoreKinds(kinds) => (self.store_kinds(kinds), "kinds-not-stored"),
            _ => return false,
        };
        if let Err(error) = stored {
            tracing::warn!("{key}: {error}");
            app.say(key, &[("reason", &error.to_string())]);
        }
        true
    }

    /// Keeps the text of the aliases.
    ///
    /// # Errors
    /// When there is no folder for it, it cannot be written, or what is there was not understood.
    pub(super) fn store_aliases(&self, text: &str) -> io::Result<()> {
        if let Some(reason) = &self.faulty {
            return Err(io::Error::other(reason.clone()));
        }
        replace(self.aliases.as_deref(), text)
    }

    /// The kinds that were switched off when the reader was left; `None` where nobody has chosen yet.
    pub(super) fn hidden_kinds(&self) -> Option<BTreeSet<Kind>> {
        let text = read_small(self.kinds.as_deref()?).ok().filter(|text| !text.is_empty())?;
        let names: Vec<String> = serde_json::from_str(&text).ok()?;
        // A kind of another version is none of ours.
        Some(KINDS.iter().filter(|row| names.iter().any(|name| name == row.name)).map(|row| row.kind).collect())
    }

    /// Keeps the kinds that are switched off.
    ///
    /// # Errors
    /// When there is no folder for it, or it cannot be written.
    pub(super) fn store_kinds(&self, kinds: &[Kind]) -> io::Result<()> {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        replace(self.kinds.as_deref(), &(serde_json::to_string(&names)? + "\n"))
    }
}

/// The text of a file; empty where there is none.
fn read_small(path: &Path) -> io::Result<String> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error),
        Ok(about) if !about.is_file() || about.len() > LARGEST_BYTES => Err(io::Error::other("it is not a small file")),
        Ok(_) => fs::read_to_string(path),
    }
}

/// Writes a file as a whole: it holds the old text or the new one, whatever happens.
fn replace(path: Option<&Path>, text: &str) -> io::Result<()> {
    let path = path.ok_or_else(|| io::Error::other("there is no home folder"))?;
    // A link to a file elsewhere stays one.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().ok_or_else(|| io::Error::other("there is no folder"))?;
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    if let Ok(about) = fs::metadata(&path) {
        file.as_file().set_permissions(about.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error).map(drop)
}

#[cfg(test)]
mod tests {
    use super::NamesKept;
    use crate::entity::{EntityId, Kind};
    use crate::shell::folders::Folders;
    use std::collections::BTreeSet;

    #[test]
    fn what_was_said_and_switched_off_is_there_again() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| Some(folder.path().join(name));
        let folders = Folders { config: at("config"), state: at("state"), ..Folders::default() };
        let (kept, mut aliases, faulty) = NamesKept::open(&folders);
        assert!(faulty.is_none() && kept.hidden_kinds().is_none());
        aliases.rename(EntityId::parse("place:AZ").unwrap(), "اسم");
        kept.store_aliases(&aliases.to_text()).unwrap();
        kept.store_kinds(&[Kind::Date, Kind::Url]).unwrap();
        let (kept, again, _) = NamesKept::open(&folders);
        assert_eq!(again.to_text(), aliases.to_text());
        assert_eq!(kept.hidden_kinds(), Some(BTreeSet::from([Kind::Date, Kind::Url])));
    }

    #[test]
    fn a_file_that_is_not_understood_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("aliases.toml");
        std::fs::write(&path, "[[change]]\nmerge = 3\n").unwrap();
        let folders = Folders { config: Some(folder.path().to_owned()), ..Folders::default() };
        let (kept, aliases, faulty) = NamesKept::open(&folders);
        assert!(aliases.is_empty() && faulty.is_some());
        assert!(kept.store_aliases("").is_err() && kept.store_kinds(&[]).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "[[change]]\nmerge = 3\n");
    }
}
