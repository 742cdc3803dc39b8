//! Where settings and state live.
//!
//! Owns the choice of folders after the platform's conventions; creates none. Next: `settings.rs`, `log.rs`.

use std::path::PathBuf;

use directories::ProjectDirs;

/// The folders of this program. One is missing when the system names no home.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Folders {
    /// Holds `config.toml` and `keys.toml`, which the user writes.
    pub(super) config: Option<PathBuf>,
    /// Holds the marks and the log.
    pub(super) state: Option<PathBuf>,
    /// Holds what can be made again.
    pub(super) cache: Option<PathBuf>,
}

impl Folders {
    /// The platform's folders, with `state` in place of its state folder where given.
    ///
    /// Where the platform has no folder for state (macOS, Windows), its folder for local data serves.
    pub(super) fn find(state: Option<PathBuf>) -> Folders {
        let platform = ProjectDirs::from("", "", "khabar");
        let of = |folder: fn(&ProjectDirs) -> PathBuf| platform.as_ref().map(folder);
        Folders {
            config: of(|dirs| dirs.config_dir().to_owned()),
            state: state.or_else(|| of(|dirs| dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned())),
            cache: of(|dirs| dirs.cache_dir().to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Folders;

    #[test]
    fn a_named_state_folder_wins_and_the_others_stay() {
        let named = Folders::find(Some("elsewhere".into()));
        assert_eq!(named.state, Some("elsewhere".into()));
        let platform = Folders::find(None);
        assert_eq!((named.config, named.cache), (platform.config, platform.cache));
    }
}
