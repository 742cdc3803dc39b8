//! From a whole name to the entity of the lists that it names.
//!
//! Owns the look-up of names that others have found; running text is `matcher.rs`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::listed::{PhraseHash, country, country_of_place, index};
use super::table::{Entity, gazetteer};
use crate::entity::recogniser::Context;
use crate::entity::{EntityId, Kind};

/// The entity of this kind that folded words name, with its name in the language of the text; with or without the article.
pub(crate) fn lookup(kind: Kind, words: &[String], context: &Context) -> Option<(EntityId, String)> {
    let first = words.first()?;
    let bare = first.strip_prefix("ال").map(str::to_owned);
    let with_article = format!("ال{first}");
    [Some(first.clone()), bare, Some(with_article)].into_iter().flatten().find_map(|first| {
        let rest = || words[1..].iter().map(String::as_str);
        by_hand(kind, &first, rest(), context).or_else(|| generated(kind, &first, rest(), context))
    })
}

fn by_hand<'w>(
    kind: Kind,
    first: &str,
    rest: impl Iterator<Item = &'w str> + Clone,
    context: &Context,
) -> Option<(EntityId, String)> {
    let lists = gazetteer();
    let phrase = lists.phrases(first).iter().find(|phrase| {
        lists.entities[phrase.entity].id.kind == kind
            && phrase.language.is_none_or(|language| language == context.language)
            && phrase.rest.iter().map(|(word, _)| &**word).eq(rest.clone())
    })?;
    let entity = &lists.entities[phrase.entity];
    Some((entity.id.clone(), entity.name(context.language).to_owned()))
}

fn generated<'w>(
    kind: Kind,
    first: &str,
    rest: impl Iterator<Item = &'w str>,
    context: &Context,
) -> Option<(EntityId, String)> {
    if kind != Kind::Place {
        return None;
    }
    let hash = rest.fold(PhraseHash::default().with(first), PhraseHash::with);
    let place = index(first.chars().next(), context.language).get(&hash)?;
    Some((EntityId { kind, key: place.key() }, place.name(context.language).to_owned()))
}

/// The entity of the lists made by hand that has an id.
pub(crate) fn entity(id: &EntityId) -> Option<&'static Entity> {
    static BY_HAND: LazyLock<HashMap<&EntityId, &Entity>> =
        LazyLock::new(|| gazetteer().entities.iter().map(|entity| (&entity.id, entity)).collect());
    BY_HAND.get(id).copied()
}

/// True for an id that the lists have.
pub(crate) fn is_known(id: &EntityId) -> bool {
    entity(id).is_some()
        || id.kind == Kind::Place && (country(&id.key).is_some() || country_of_place(&id.key).is_some())
}
