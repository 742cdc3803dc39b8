//! The mentions of an article that speak of one person, place or organisation get one id.
//!
//! Owns [`link`]. A name that the lists know keeps their id; of the others the longest form in the article is canonical, and
//! its folded words are the key, so that articles that name it in full share the id.

use std::collections::HashMap;

use super::name::Name;
use crate::entity::gazetteer::{entity, gazetteer, is_known, lookup};
use crate::entity::recogniser::Context;
use crate::entity::{EntityId, Kind, Mention};

/// One entity on its way: what one id of the article comes to.
struct Candidate {
    id: EntityId,
    shown: String,
    name: Name,
    /// True when the lists have it.
    is_known: bool,
}

/// For each candidate the one that stands for it; itself at first.
type Stands = Vec<usize>;

/// Gives mentions of one entity one id and one name, in one article.
///
/// * Titles (الرئيس) and words for places (إقليم, مدينة) do not count, nor do articles and spelling.
/// * A part of a person's name stands for the one full name in the article that ends with it, has it as first and last
///   name, or begins with it; of a place, for the one that ends with it. Where two could be meant, neither is.
/// * Mentions of different kinds never come together, and no name of the lists becomes another.
///
/// Spans are left as they are. Linking again changes nothing.
pub fn link(mentions: &mut [Vec<Mention>], context: &Context) {
    let (candidates, places) = candidates(mentions, context);
    let mut stands = (0..candidates.len()).collect();
    join_equal(&candidates, &mut stands);
    join_parts(&candidates, &mut stands);
    for mention in mentions.iter_mut().flatten() {
        let Some(&at) = places.get(&mention.id) else { continue };
        let end = end_of(&stands, at);
        mention.id.clone_from(&candidates[end].id);
        mention.name.clone_from(&candidates[end].shown);
    }
}

/// Each id of a person, place or organisation once, in the order of the text, and where it stands.
fn candidates(mentions: &[Vec<Mention>], context: &Context) -> (Vec<Candidate>, HashMap<EntityId, usize>) {
    let mut list: Vec<Candidate> = Vec::new();
    let mut places = HashMap::new();
    for mention in mentions.iter().flatten() {
        let is_named = matches!(mention.kind(), Kind::Person | Kind::Place | Kind::Organization);
        if !is_named || places.contains_key(&mention.id) {
            continue;
        }
        places.insert(mention.id.clone(), list.len());
        list.push(candidate(mention, context));
    }
    (list, places)
}

fn candidate(mention: &Mention, context: &Context) -> Candidate {
    let name = Name::of(&mention.id, &mention.name);
    let known = if is_known(&mention.id) {
        Some((mention.id.clone(), mention.name.clone()))
    } else {
        lookup(mention.kind(), &name.words, context)
    };
    let is_known = known.is_some();
    let (id, shown) = known.unwrap_or_else(|| {
        let key = if name.words.is_empty() { mention.id.key.clone() } else { name.words.join(" ") };
        (EntityId { kind: mention.kind(), key }, name.written.clone())
    });
    let name = if is_known { Name::of(&id, &id.key) } else { name };
    Candidate { id, shown, name, is_known }
}

/// Candidates of the same words, article aside, become the first that the lists know, or the first at all.
fn join_equal(candidates: &[Candidate], stands: &mut Stands) {
    let mut first: HashMap<(Kind, Vec<String>), usize> = HashMap::new();
    let order = (0..candidates.len()).filter(|&at| candidates[at].is_known);
    let order: Vec<usize> = order.chain((0..candidates.len()).filter(|&at| !candidates[at].is_known)).collect();
    for at in order {
        let candidate = &candidates[at];
        if candidate.name.bare.is_empty() {
            continue;
        }
        let first = *first.entry((candidate.id.kind, candidate.name.bare.clone())).or_insert(at);
        // Two names of the lists are two.
        if !candidate.is_known || candidates[first].id == candidate.id {
            stands[at] = first;
        }
    }
}

/// What is left of many when equal ones count once.
enum Only {
    None,
    One(usize),
    Several,
}

fn only(mut all: impl Iterator<Item = usize>) -> Only {
    let Some(first) = all.next() else { return Only::None };
    if all.any(|other| other != first) { Only::Several } else { Only::One(first) }
}

/// What two names have in common when one may be a part of the other; last words without article.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Common<'c> {
    FirstWord(&'c str),
    LastWord(&'c str),
    LastTwo(&'c str, &'c str),
    FirstAndLast(&'c str, &'c str),
}

/// The candidates that have something, so that not each is held against each.
type Having<'c> = HashMap<Common<'c>, Vec<usize>>;

fn having(candidates: &[Candidate]) -> Having<'_> {
    let mut having = Having::new();
    for (at, Candidate { name, .. }) in candidates.iter().enumerate() {
        let first = name.words.first().map(|word| Common::FirstWord(word));
        let last = name.bare.last().map(|word| Common::LastWord(word));
        for common in first.into_iter().chain(last).chain(of_several(name)) {
            having.entry(common).or_default().push(at);
        }
    }
    having
}

fn those_with<'h>(having: &'h Having<'h>, common: Common<'h>) -> impl Iterator<Item = &'h usize> {
    having.get(&common).into_iter().flatten()
}

/// What a name has that has two words or more.
fn of_several(name: &Name) -> impl Iterator<Item = Common<'_>> {
    let ends = match name.bare.as_slice() {
        [first, last] => Some((first, first, last)),
        [first, .., before, last] => Some((first, before, last)),
        _ => None,
    };
    ends.into_iter()
        .flat_map(|(first, before, last)| [Common::LastTwo(before, last), Common::FirstAndLast(first, last)])
}

/// Parts of names come to the one name that they are a part of, longer ones first.
fn join_parts(candidates: &[Candidate], stands: &mut Stands) {
    let having = having(candidates);
    let mut order: Vec<usize> =
        (0..candidates.len()).filter(|&at| !candidates[at].is_known && stands[at] == at).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(candidates[at].name.words.len()), at));
    let all: Vec<usize> = (0..candidates.len()).collect();
    for at in order {
        let part = &candidates[at];
        let with = |common| those_with(&having, common);
        let wholes = |near: &mut dyn Iterator<Item = &usize>, is_part: fn(&Candidate, &Candidate) -> bool| {
            let fits = |other: &usize| candidates[*other].id.kind == part.id.kind && is_part(part, &candidates[*other]);
            only(near.copied().filter(fits).map(|other| end_of(stands, other)))
        };
        let by_end = match part.name.bare.as_slice() {
            // What has no words at all ends every name.
            [] => wholes(&mut all.iter(), ends),
            [word] => wholes(&mut with(Common::LastWord(word)), ends),
            _ => wholes(&mut of_several(&part.name).flat_map(with), ends),
        };
        let found = match (by_end, part.name.words.as_slice()) {
            (Only::None, [word]) => wholes(&mut with(Common::FirstWord(word)), begins),
            (found, _) => found,
        };
        if let Only::One(whole) = found {
            stands[at] = whole;
        }
    }
}

/// True when `part` is how one speaks of `whole` the second time: by its last words, or by first and last name.
fn ends(part: &Candidate, whole: &Candidate) -> bool {
    match part.id.kind {
        Kind::Person => {
            let only = part.name.only();
            let is_given = only.is_some_and(|word| gazetteer().word("given", word).is_some());
            let is_known_person = entity(&whole.id).filter(|_| whole.is_known);
            let has_family_name = is_known_person.is_none_or(|person| person.has_family_name || only.is_none());
            has_family_name && (part.name.spans(&whole.name) || !is_given && part.name.ends(&whole.name))
        }
        Kind::Place => part.name.ends(&whole.name),
        _ => false,
    }
}

/// True when `part` is the first name of the person `whole`.
fn begins(part: &Candidate, whole: &Candidate) -> bool {
    part.id.kind == Kind::Person
        && whole.name.words.len() > 1
        && part.name.only().is_some_and(|word| whole.name.words.first().is_some_and(|first| first == word))
}

/// The candidate that stands for this one in the end; the chain is short, and each link leads to a longer or surer name.
fn end_of(stands: &[usize], mut at: usize) -> usize {
    for _ in 0..stands.len() {
        let next = stands[at];
        if next == at {
            break;
        }
        at = next;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::link;
    use crate::entity::{Context, EntityId, Kind, Mention};
    use crate::text::fold;

    const PERSON: Kind = Kind::Person;
    const PLACE: Kind = Kind::Place;
    const BODY: Kind = Kind::Organization;

    fn linked(names: &[(Kind, &str)]) -> Vec<String> {
        let mention = |&(kind, name): &(Kind, &str)| {
            let id = EntityId { kind, key: fold(name) };
            Mention { bytes: 0..1, id, name: name.to_owned(), value: None }
        };
        let context = Context { language: "ar", anchor: None };
        let mut mentions = vec![names.iter().map(mention).collect::<Vec<_>>()];
        link(&mut mentions, &context);
        let once = mentions.clone();
        link(&mut mentions, &context);
        assert_eq!(once, mentions, "linking again changes nothing");
        mentions.remove(0).into_iter().map(|mention| mention.id.key).collect()
    }

    #[test]
    fn parts_of_a_persons_name_come_to_the_full_one() {
        let full = "سامر يحيي الدلو";
        let names = ["سامر يحيى الدلو", "الدلو", "يحيى الدلو", "سامر الدلو", "سامر", "الرئيس سامر يحيى الدلو"];
        assert_eq!(linked(&names.map(|name| (PERSON, name))), [full; 6]);
        assert_eq!(linked(&[(PERSON, "الدلو"), (PERSON, "سامر يحيى الدلو")])[0], full, "before the full name too");
    }

    #[test]
    fn where_two_could_be_meant_neither_is() {
        let keys = linked(&[(PERSON, "سامر الدلو"), (PERSON, "هند الدلو"), (PERSON, "الدلو")]);
        assert_eq!(keys, ["سامر الدلو", "هند الدلو", "الدلو"]);
        let keys = linked(&[(PERSON, "نادر بن سلمان"), (PERSON, "سلمان")]);
        assert_eq!(keys[1], "سلمان");
    }

    #[test]
    fn places_lose_their_heads_and_kinds_stay_apart() {
        let keys = linked(&[(PLACE, "مدينة زركوان"), (PLACE, "زركوان"), (PERSON, "زركوان"), (BODY, "نادي زركوان")]);
        assert_eq!(keys, ["زركوان", "زركوان", "زركوان", "نادي زركوان"]);
        let keys = linked(&[(PLACE, "إقليم ناغورنو قره باغ"), (PLACE, "قره باغ"), (PLACE, "جمهورية أذربيجان")]);
        assert_eq!(keys, ["ناغورنو قره باغ", "ناغورنو قره باغ", "AZ"]);
        assert_eq!(linked(&[(PLACE, "تل زركوان"), (PLACE, "زركوان")]), ["تل زركوان"; 2]);
    }

    #[test]
    fn a_name_of_the_lists_never_becomes_another() {
        let keys = linked(&[(PLACE, "بحر الصين الجنوبي"), (PLACE, "الصين"), (PLACE, "شرق القدس"), (PLACE, "القدس")]);
        assert_eq!(keys, ["بحر الصين الجنوبي", "CN", "شرق القدس", "القدس"]);
    }

    #[test]
    fn organisations_are_one_with_and_without_article() {
        let keys = linked(&[(BODY, "قوات حفظ السلام الروسية"), (BODY, "قوات حفظ سلام روسية"), (BODY, "")]);
        assert_eq!(keys, ["قوات حفظ السلام الروسيه", "قوات حفظ السلام الروسيه", ""]);
    }
}
