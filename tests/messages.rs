//! Every message that the program asks for is there, in each language of the interface.
//!
//! The keys are read out of the sources: a key that is put together stands under the prefixes below.

use std::fs;
use std::path::Path;

use khabar::action::{Action, Context};
use khabar::entity::KINDS;
use khabar::message::{InterfaceLanguage, Messages};

/// The calls whose first argument is a key.
const CALLS: [&str; 6] = [".text(\"", ".format(\"", ".count(\"", ".say(\"", "messages.find(\"", "notice(\""];

fn keys_in(folder: &Path, keys: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            keys_in(&path, keys);
            continue;
        }
        let source = fs::read_to_string(&path).expect("a source");
        // What tests ask for need not exist.
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        for call in CALLS {
            for found in code.split(call).skip(1) {
                let key = found.split('"').next().unwrap_or_default();
                if !key.is_empty() && !key.contains('{') {
                    keys.push(key.to_owned());
                }
            }
        }
    }
}

/// True when the messages know the key, with or without variables.
fn knows(messages: &Messages, key: &str) -> bool {
    messages.find(key).is_some() || messages.format(key, &[]) != key
}

#[test]
fn every_key_that_the_sources_name_has_a_message() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut keys = Vec::new();
    for room in ["panes", "app", "shell"] {
        keys_in(&root.join(room), &mut keys);
    }
    assert!(keys.len() > 30, "the sources were not read: {keys:?}");
    for language in InterfaceLanguage::ALL {
        let messages = Messages::load(language);
        let unknown: Vec<&String> = keys.iter().filter(|key| !knows(&messages, key)).collect();
        assert!(unknown.is_empty(), "{language:?} lacks {unknown:?}");
    }
}

#[test]
fn every_action_context_kind_and_month_has_a_message() {
    let actions = Action::ALL.iter().map(|action| format!("action-{}", action.name()));
    let contexts = Context::ALL.iter().map(|context| format!("context-{}", context.name()));
    let kinds = KINDS.iter().map(|kind| format!("kind-{}", kind.name));
    let months = (1..=12).map(|month| format!("month-{month}"));
    let facts = ["name", "version", "replies", "mode", "why", "colours", "marks", "widths"];
    let facts = facts.iter().map(|fact| format!("fact-{fact}"));
    let keys: Vec<String> = actions.chain(contexts).chain(kinds).chain(months).chain(facts).collect();
    for language in InterfaceLanguage::ALL {
        let messages = Messages::load(language);
        let unknown: Vec<&String> = keys.iter().filter(|key| !knows(&messages, key)).collect();
        assert!(unknown.is_empty(), "{language:?} lacks {unknown:?}");
    }
}
