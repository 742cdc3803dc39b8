//! The labels that the model gives to words: outside, and the beginning and the rest of each type of name.
//!
//! Owns their numbers and names; which [`Kind`] a type becomes stands here too.

use crate::entity::Kind;

/// What a name names, as finely as the corpora tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameType {
    /// A person.
    Person,
    /// An organisation.
    Organization,
    /// A country, city or other place with a government.
    Country,
    /// A region, water, mountain or other place without one.
    Location,
    /// A building, road, airport or other thing that was built.
    Facility,
    /// A nationality, people, religion or political group.
    Nationality,
    /// Any other name; the model learns it in order not to take it for one of the above, and never shows it.
    Other,
}

/// The types in the order of their labels, with their names in the corpora.
const TYPES: [(NameType, &str); 7] = [
    (NameType::Person, "PER"),
    (NameType::Organization, "ORG"),
    (NameType::Country, "GPE"),
    (NameType::Location, "LOC"),
    (NameType::Facility, "FAC"),
    (NameType::Nationality, "NORP"),
    (NameType::Other, "MISC"),
];

/// How many labels there are: O, then B and I of each type.
pub const LABELS: usize = 1 + 2 * TYPES.len();

/// The number of a label by its name in a corpus, such as `B-PER`; `None` for names that are not known.
pub fn label(name: &str) -> Option<usize> {
    if name == "O" {
        return Some(0);
    }
    let (position, kind) = name.split_once('-')?;
    let at = TYPES.iter().position(|(_, name)| *name == kind)?;
    match position {
        "B" => Some(1 + 2 * at),
        "I" => Some(2 + 2 * at),
        _ => None,
    }
}

/// The name of a label in a corpus.
pub fn label_name(label: usize) -> String {
    match label.checked_sub(1).and_then(|at| Some((at % 2, TYPES.get(at / 2)?))) {
        None => "O".to_owned(),
        Some((0, (_, name))) => format!("B-{name}"),
        Some((_, (_, name))) => format!("I-{name}"),
    }
}

/// The type of a label; `None` for O.
pub fn type_of(label: usize) -> Option<NameType> {
    TYPES.get(label.checked_sub(1)? / 2).map(|(kind, _)| *kind)
}

/// True for the I labels.
pub fn is_continuation(label: usize) -> bool {
    label > 0 && label.is_multiple_of(2)
}

/// True when `next` may stand behind `label`: an I only behind the B or I of its own type.
pub(super) fn may_follow(label: usize, next: usize) -> bool {
    !is_continuation(next) || (label > 0 && (label - 1) / 2 == (next - 1) / 2)
}

impl NameType {
    /// The kind that a reader sees; `None` for names that are not shown.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Person => Some(Kind::Person),
            Self::Organization => Some(Kind::Organization),
            Self::Country | Self::Location | Self::Facility => Some(Kind::Place),
            Self::Nationality => Some(Kind::Nationality),
            Self::Other => None,
        }
    }
}
