//! Which library is meant, and where marks lie that were made without one.
//!
//! Owns the order `--library`, `KHABAR_LIBRARY`, the platform's data folder; opens nothing.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The variable that names the library.
const VARIABLE: &str = "KHABAR_LIBRARY";
/// The library in the platform's folder for data.
const FILE: &str = "library.db";

/// The library: the named one, else that of the environment, else the platform's; `None` where the system names no home.
pub(super) fn library_path(named: Option<&Path>) -> Option<PathBuf> {
    let of_environment = || std::env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
    let of_platform = || ProjectDirs::from("", "", "khabar").map(|folders| folders.data_dir().join(FILE));
    named.map(Path::to_owned).or_else(of_environment).or_else(of_platform)
}

/// True when the environment names the library.
pub(super) fn is_named_by_environment() -> bool {
    std::env::var_os(VARIABLE).is_some_and(|path| !path.is_empty())
}

/// The folder of the marks: the named one, else the platform's for state.
pub(super) fn state_folder(named: Option<&Path>) -> Option<PathBuf> {
    let of_platform = || {
        let folders = ProjectDirs::from("", "", "khabar")?;
        Some(folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).to_owned())
    };
    named.map(Path::to_owned).or_else(of_platform)
}

/// What the reader has said about entities: the text of `aliases.toml` in the platform's folder for settings; empty where
/// there is none.
pub(super) fn aliases() -> std::io::Result<String> {
    let Some(folders) = ProjectDirs::from("", "", "khabar") else { return Ok(String::new()) };
    match std::fs::read_to_string(folders.config_dir().join("aliases.toml")) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        read => read,
    }
}
