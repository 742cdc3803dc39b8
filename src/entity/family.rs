//! Family names: `بوتين` alone, in an article that names `فلاديمير بوتين`.
//!
//! Owns the link from the last words of a full name to its person; needs the mentions of a whole article.

use super::gazetteer::{entity, gazetteer, readings};
use super::recogniser::Context;
use super::token::{Class, Tokens, WordMap};
use super::{EntityId, Kind, Mention};

/// A family name shorter than this, in letters, is taken for a common word.
const SHORTEST: usize = 4;

/// The family names of an article's persons.
pub(super) struct FamilyNames {
    /// Folded last word → the person, or `None` when two persons share it.
    persons: WordMap<Box<str>, Option<(EntityId, String)>>,
}

impl FamilyNames {
    /// Gathers the family names of the persons whose full names are among `mentions`.
    pub(super) fn of(mentions: &[Vec<Mention>], context: &Context) -> Self {
        let mut persons: WordMap<Box<str>, Option<(EntityId, String)>> = WordMap::default();
        for mention in mentions.iter().flatten().filter(|mention| mention.kind() == Kind::Person) {
            let known = entity(&mention.id);
            if known.is_some_and(|entity| !entity.has_family_name) {
                continue;
            }
            // The name in the text's own language, and the Arabic one as it stands in the list.
            for language in [context.language, "ar"] {
                let name = known.map_or(mention.name.as_str(), |entity| entity.name(language));
                let Some(last) = family_name(name) else { continue };
                let person = (mention.id.clone(), mention.name.clone());
                let entry = persons.entry(last.into()).or_insert_with(|| Some(person));
                if entry.as_ref().is_some_and(|(id, _)| *id != mention.id) {
                    *entry = None;
                }
            }
        }
        Self { persons }
    }

    /// True when no person of the article has a family name to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.persons.is_empty()
    }

    /// Adds the family names that stand alone in a paragraph.
    pub(super) fn find(&self, tokens: &Tokens, context: &Context, found: &mut Vec<Mention>) {
        for at in (0..tokens.len()).filter(|&at| tokens.is(at, Class::Word)) {
            let is_latin = tokens.source(at).is_ascii();
            if is_latin && !tokens.is_capitalised(at) {
                continue;
            }
            readings(tokens.folded(at), &mut |reading| {
                let person = self.persons.get(&*reading.rest).filter(|_| !reading.without_article);
                let Some(Some((id, name))) = person else { return !context.has_particles() };
                let start = match reading.skipped {
                    0 => tokens.get(at).map(|token| token.start),
                    letters => tokens.byte_after(at, letters),
                };
                if let (Some(start), Some(token)) = (start, tokens.get(at)) {
                    let bytes = start..token.end;
                    found.push(Mention { bytes, id: id.clone(), name: name.clone(), value: None });
                }
                true
            });
        }
    }
}

/// The folded last word of a name of two words or more, when it is long enough to stand alone.
fn family_name(name: &str) -> Option<String> {
    let tokens = Tokens::new(name);
    let last = tokens.len().checked_sub(1).filter(|&last| last > 0 && tokens.is(last, Class::Word))?;
    let word = tokens.folded(last);
    // بن سلمان, عبد العزيز: the last word alone is another person's given name.
    let bound = matches!(tokens.folded(last - 1), "بن" | "ابن" | "بنت" | "عبد" | "ابو" | "ال");
    let is_given = gazetteer().word("given", word).is_some();
    (word.chars().count() >= SHORTEST && !bound && !is_given).then(|| word.to_owned())
}
