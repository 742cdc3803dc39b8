//! Keymaps: which keys ask for which action, context by context.
//!
//! Owns the file format (`assets/keys.toml` is the built-in file and explains it), its checks and the lookup; does not
//! know where a user's file stands. Next: `app/input.rs`, which asks for the action of each key.

use std::collections::BTreeMap;

use thiserror::Error;
use toml::de::{DeTable, DeValue};

use super::{Action, Key, KeyCode, KeySequence, Keyboard};

/// Where keys are pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// Everywhere but in a line being typed, after the keys of the pane in focus.
    Global,
    /// The tree of sections.
    Sections,
    /// The list of articles.
    List,
    /// The reader.
    Reader,
    /// The entities of an article.
    Entities,
    /// A line being typed.
    Find,
    /// The pages over everything: help and warnings.
    Help,
    /// The page about the terminal.
    Doctor,
}

impl Context {
    /// Every context, in the order in which help lists them.
    pub const ALL: [Context; 8] = [
        Context::Global,
        Context::Sections,
        Context::List,
        Context::Reader,
        Context::Entities,
        Context::Find,
        Context::Help,
        Context::Doctor,
    ];

    /// The name of the context in key files and message keys.
    pub fn name(self) -> &'static str {
        match self {
            Context::Global => "global",
            Context::Sections => "sections",
            Context::List => "list",
            Context::Reader => "reader",
            Context::Entities => "entities",
            Context::Find => "find",
            Context::Help => "help",
            Context::Doctor => "doctor",
        }
    }

    fn of_name(name: &str) -> Option<Self> {
        Context::ALL.into_iter().find(|context| context.name() == name)
    }
}

/// Why a key file is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {reason}")]
pub struct KeymapError {
    /// The line of the file, counted from 1.
    pub line: usize,
    /// What is wrong with it, in a few words.
    pub reason: String,
}

/// A sequence of keys and what it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The keys.
    pub keys: KeySequence,
    /// The action.
    pub action: Action,
}

/// What the keys pressed so far ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// This action.
    Action(Action),
    /// Nothing yet: a longer sequence begins with them.
    Pending,
    /// Nothing.
    Unbound,
}

/// All keys of all contexts.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    bindings: BTreeMap<Context, Vec<Binding>>,
}

/// One line of a key file: the action is `None` where the key is taken away.
struct Row {
    context: Context,
    keys: KeySequence,
    action: Option<Action>,
    line: usize,
}

impl Keymap {
    /// The keys that khabar comes with.
    pub fn builtin() -> Self {
        let file = include_str!("../../assets/keys.toml");
        Self::parse(file).expect("the built-in keys are well formed, which a test checks")
    }

    /// The keys of a file alone.
    ///
    /// # Errors
    /// The first line with a syntax error, an unknown context, key or action, a key given twice in one context (in
    /// whatever spelling), or a key that another sequence begins with.
    pub fn parse(file: &str) -> Result<Self, KeymapError> {
        let mut keymap = Self::default();
        keymap.merge(file)?;
        Ok(keymap)
    }

    /// Lays the keys of a user's file over these: a key given there replaces the one here, `"none"` takes it away.
    ///
    /// # Errors
    /// As [`Keymap::parse`]; the keymap is then left as it was.
    pub fn merge(&mut self, file: &str) -> Result<(), KeymapError> {
        let mut merged = self.bindings.clone();
        for row in rows(file)? {
            let bindings = merged.entry(row.context).or_default();
            let begins_other = |binding: &Binding| {
                let (short, long) = (binding.keys.keys(), row.keys.keys());
                short != long && (long.starts_with(short) || short.starts_with(long))
            };
            bindings.retain(|binding| binding.keys != row.keys);
            let Some(action) = row.action else { continue };
            if let Some(other) = bindings.iter().find(|binding| begins_other(binding)) {
                let reason = format!("{} and {} cannot both be keys: one begins the other", row.keys, other.keys);
                return Err(KeymapError { line: row.line, reason });
            }
            bindings.push(Binding { keys: row.keys, action });
        }
        self.bindings = merged;
        Ok(())
    }

    /// The keys of a context, in the order of the file.
    pub fn bindings(&self, context: Context) -> &[Binding] {
        self.bindings.get(&context).map_or(&[], Vec::as_slice)
    }

    /// The first keys that ask for `action` in the first of `contexts` that has some.
    pub fn keys_of(&self, action: Action, contexts: &[Context]) -> Option<&KeySequence> {
        let bindings = contexts.iter().flat_map(|context| self.bindings(*context));
        bindings.into_iter().find(|binding| binding.action == action).map(|binding| &binding.keys)
    }

    /// What `keys` ask for, the earlier of `contexts` before the later.
    pub fn resolve(&self, contexts: &[Context], keys: &[Key]) -> Resolution {
        for context in contexts {
            let bindings = self.bindings(*context);
            if let Some(binding) = bindings.iter().find(|binding| binding.keys.keys() == keys) {
                return Resolution::Action(binding.action);
            }
            if bindings.iter().any(|binding| binding.keys.keys().starts_with(keys)) {
                return Resolution::Pending;
            }
        }
        Resolution::Unbound
    }

    /// What `keys` ask for when letters count by their place on `keyboard`: those that mean nothing as they are.
    pub fn resolve_by_place(&self, contexts: &[Context], keys: &[Key], keyboard: Keyboard) -> Resolution {
        match self.resolve(contexts, keys) {
            Resolution::Unbound => {
                let latin: Vec<Key> = keys.iter().map(|key| by_place(*key, keyboard)).collect();
                if latin == keys { Resolution::Unbound } else { self.resolve(contexts, &latin) }
            }
            resolved => resolved,
        }
    }
}

fn by_place(key: Key, keyboard: Keyboard) -> Key {
    match key.code {
        KeyCode::Char(letter) => {
            let code = KeyCode::Char(keyboard.latin(letter).unwrap_or(letter));
            Key { code, ..key }.normalised()
        }
        _ => key,
    }
}

/// The rows of a key file, in its order, each context and key once.
fn rows(file: &str) -> Result<Vec<Row>, KeymapError> {
    let line_of = |byte: usize| 1 + file.get(..byte).map_or(0, |before| before.matches('\n').count());
    let error = |byte: usize, reason: String| KeymapError { line: line_of(byte), reason };
    let table =
        DeTable::parse(file).map_err(|e| error(e.span().map_or(0, |span| span.start), e.message().to_owned()))?;
    let mut rows: Vec<Row> = Vec::new();
    for (name, content) in table.get_ref() {
        let at = name.span().start;
        let context = Context::of_name(name.get_ref()).ok_or_else(|| error(at, format!("{name} is no context")))?;
        let DeValue::Table(bindings) = content.get_ref() else {
            return Err(error(at, format!("{name} is a table of keys")));
        };
        for (spelling, value) in bindings {
            let at = spelling.span().start;
            let keys: KeySequence = spelling.get_ref().parse().map_err(|e| error(at, format!("{e}")))?;
            let action = match value.get_ref() {
                DeValue::String(name) if name == "none" => None,
                DeValue::String(name) => Some(
                    Action::of_name(name)
                        .ok_or_else(|| error(value.span().start, format!("there is no action {:?}", name.as_ref())))?,
                ),
                _ => return Err(error(value.span().start, "an action is a name in quotation marks".to_owned())),
            };
            rows.push(Row { context, keys, action, line: line_of(at) });
        }
    }
    rows.sort_by_key(|row| row.line);
    for (index, row) in rows.iter().enumerate() {
        let same = |other: &&Row| other.context == row.context && other.keys == row.keys;
        if let Some(first) = rows[..index].iter().find(same) {
            let reason = format!("{} already stands on line {}", row.keys, first.line);
            return Err(KeymapError { line: row.line, reason });
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::{Context, Keymap, Resolution};
    use crate::action::{Action, Key, KeyCode, Keyboard};

    const PANE: [Context; 2] = [Context::Reader, Context::Global];

    #[test]
    fn the_built_in_keys_are_well_formed_and_reach_every_action() {
        let keymap = Keymap::builtin();
        for &action in Action::ALL {
            assert!(keymap.keys_of(action, &Context::ALL).is_some(), "{} has no key", action.name());
        }
    }

    #[test]
    fn faults_are_refused_with_their_line() {
        for (file, line) in [
            ("[global]\n\"q\" = \"fly\"", 2),
            ("[global]\n\n\"Hyper\" = \"quit\"", 3),
            ("[global]\n\"q\" = \"quit\"\n\"q\" = \"quit\"", 3),
            ("[global]\n\"Ctrl-F\" = \"quit\"\n\"ctrl-f\" = \"open\"", 3),
            ("[global]\n\"g\" = \"quit\"\n\"g g\" = \"open\"", 3),
            ("[nowhere]\n\"g\" = \"quit\"", 1),
            ("[global]\n\"g\" = 1", 2),
            ("global = 1", 1),
            ("[global\n", 1),
        ] {
            let error = Keymap::parse(file).expect_err(file);
            assert_eq!(error.line, line, "{file:?}: {error}");
        }
    }

    #[test]
    fn a_users_file_lies_over_the_built_in_one() {
        let mut keymap = Keymap::builtin();
        keymap.merge("[global]\n\"q\" = \"none\"\n\"x\" = \"quit\"\n\"j\" = \"move-up\"").expect("well formed");
        assert_eq!(keymap.resolve(&PANE, &[Key::char('q')]), Resolution::Unbound);
        assert_eq!(keymap.resolve(&PANE, &[Key::char('x')]), Resolution::Action(Action::Quit));
        assert_eq!(keymap.resolve(&PANE, &[Key::char('j')]), Resolution::Action(Action::MoveUp));
        assert!(keymap.merge("[global]\n\"k\" = \"quit\"\n\"g\" = \"quit\"").is_err());
        assert_eq!(keymap.resolve(&PANE, &[Key::char('k')]), Resolution::Action(Action::MoveUp));
    }

    #[test]
    fn the_pane_comes_before_the_rest_and_sequences_wait() {
        let keymap = Keymap::builtin();
        assert_eq!(keymap.resolve(&PANE, &[Key::char('u')]), Resolution::Action(Action::HalfPageUp));
        assert_eq!(keymap.resolve(&[Context::Global], &[Key::char('u')]), Resolution::Action(Action::NextUnread));
        assert_eq!(keymap.resolve(&PANE, &[Key::char('g')]), Resolution::Pending);
        assert_eq!(keymap.resolve(&PANE, &[Key::char('g'); 2]), Resolution::Action(Action::GoFirst));
        assert_eq!(keymap.resolve(&PANE, &[Key::new(KeyCode::F(9))]), Resolution::Unbound);
    }

    #[test]
    fn a_letter_counts_by_its_place() {
        let (keymap, keyboard) = (Keymap::builtin(), Keyboard::default());
        let asked = |keys: &str| {
            let keys: Vec<Key> = keys.chars().map(Key::char).collect();
            keymap.resolve_by_place(&PANE, &keys, keyboard)
        };
        assert_eq!(asked("ض"), Resolution::Action(Action::Quit));
        assert_eq!(asked("ت"), Resolution::Action(Action::MoveDown));
        assert_eq!(asked("لل"), Resolution::Action(Action::GoFirst));
        assert_eq!(asked("ل"), Resolution::Pending);
        assert_eq!(asked("ﻷ"), Resolution::Action(Action::GoLast));
        let ctrl = Key { ctrl: true, ..Key::char('ب') };
        assert_eq!(keymap.resolve_by_place(&PANE, &[ctrl], keyboard), Resolution::Action(Action::FindInside));
    }
}
