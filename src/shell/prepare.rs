//! What is settled before the terminal is touched: settings, language, colours and keys.
//!
//! Owns the order in which command line, environment and files win; the loop that it is for is `run.rs`.

use std::collections::VecDeque;
use std::fs;
use std::path::Path;

use super::emit::EmitChoice;
use super::folders::Folders;
use super::run::{Notice, Session};
use super::settings::{LanguageChoice, Settings};
use super::{colour, locale};
use crate::action::Keymap;
use crate::app::Setup;
use crate::message::InterfaceLanguage;

/// A file of keys is a page; more than this is something else.
const LARGEST_KEYS_BYTES: u64 = 1 << 20;

/// What is settled, and what is to be said about it.
pub(super) struct Prepared {
    pub(super) settings: Settings,
    pub(super) setup: Setup,
    pub(super) notices: VecDeque<Notice>,
    /// Nobody has asked for a theme.
    pub(super) leaves_colours_open: bool,
}

/// Everything that can be settled before the terminal is touched, and what is to be said about it.
pub(super) fn prepare(session: &Session, folders: &Folders) -> Prepared {
    let environment = |name: &str| std::env::var(name).ok();
    let (settings, faults) = Settings::load(folders.config.as_deref());
    let mut notices: VecDeque<Notice> = faults.iter().map(|fault| ("settings-faulty", fault.to_string())).collect();
    let mut setup = Setup::new(locale::today(&environment));
    setup.measure_cells = settings.measure_cells.map_or(setup.measure_cells, usize::from);
    setup.all_copies = settings.copies;
    setup.interface = session.language.unwrap_or_else(|| match settings.language {
        LanguageChoice::Arabic => InterfaceLanguage::Arabic,
        LanguageChoice::English => InterfaceLanguage::English,
        LanguageChoice::Auto if locale::prefers_arabic(&environment) => InterfaceLanguage::Arabic,
        LanguageChoice::Auto => InterfaceLanguage::English,
    });
    let named = environment("KHABAR_THEME").filter(|name| !name.is_empty());
    let theme = session.theme.clone().or(named).or_else(|| settings.theme.clone()).unwrap_or("auto".to_owned());
    let chosen = colour::choose(&theme, &environment).or_else(|| {
        notices.push_back(("settings-faulty", format!("there is no theme {theme}")));
        colour::choose("auto", &environment)
    });
    if let Some((brightness, colors)) = chosen {
        (setup.brightness, setup.colors) = (brightness, colors);
    }
    if let Err(reason) = merge_keys(&mut setup.keymap, folders.config.as_deref()) {
        notices.push_back(("keys-faulty", reason));
    }
    for wish in [&session.emit, &environment("KHABAR_EMIT")].into_iter().flatten() {
        if let Err(error) = wish.parse::<EmitChoice>() {
            notices.push_back(("settings-faulty", error.to_string()));
        }
    }
    Prepared { settings, setup, notices, leaves_colours_open: theme == "auto" }
}

/// Lays the user's `keys.toml` over the built-in keys. A missing file is no error.
fn merge_keys(keymap: &mut Keymap, config: Option<&Path>) -> Result<(), String> {
    let Some(path) = config.map(|folder| folder.join("keys.toml")) else { return Ok(()) };
    let Ok(about) = fs::metadata(&path) else { return Ok(()) };
    if !about.is_file() || about.len() > LARGEST_KEYS_BYTES {
        return Err("keys.toml is not a small file".to_owned());
    }
    let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
    keymap.merge(&text).map_err(|error| error.to_string())
}
