//! A place in a text where something is named.
//!
//! Owns the span and the id; does not find them.

use std::fmt;
use std::ops::Range;

use super::Kind;

/// Names one entity across spellings and articles: `kind:key`, such as `place:AZ`, `person:فلاديمير بوتين`, `date:2020-11-09`.
///
/// The key of a country is its ISO 3166-1 alpha-2 code, that of a date its ISO 8601 form, any other the folded
/// canonical name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId {
    /// The kind of the entity.
    pub kind: Kind,
    /// The key within the kind.
    pub key: String,
}

impl EntityId {
    /// Reads an id as it is displayed, `kind:key`; `None` for an unknown kind or an empty key.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, key) = text.split_once(':')?;
        let row = super::KINDS.iter().find(|row| row.name == kind).filter(|_| !key.is_empty())?;
        Some(Self { kind: row.kind, key: key.to_owned() })
    }

    /// The country that this leads to, as its ISO 3166-1 alpha-2 code: a country's own, that of a nationality, and that in
    /// which a listed place lies, so that أذربيجان, الأذربيجاني and باكو lead to `AZ`.
    ///
    /// `None` for other kinds, groups that belong to no one country, and places whose country is not known.
    pub fn country(&self) -> Option<&'static str> {
        let own = super::gazetteer::country(&self.key).and_then(|country| country.country);
        match self.kind {
            Kind::Place => own.or_else(|| super::gazetteer::country_of_place(&self.key)),
            Kind::Nationality => own,
            _ => None,
        }
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.kind.name(), self.key)
    }
}

/// One mention of an entity in one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands: byte offsets into the paragraph, on grapheme boundaries, attached particles (و ف ب ك ل) left out.
    pub bytes: Range<usize>,
    /// Whom or what it names.
    pub id: EntityId,
    /// How the entity is best written in a list: the canonical name in the language of the text.
    pub name: String,
    /// The value where the kind has one: ISO 8601 for dates (`2020-11-09`, `2023-05`, `2020/2022`).
    pub value: Option<String>,
}

impl Mention {
    /// The kind of the mention.
    pub fn kind(&self) -> Kind {
        self.id.kind
    }
}
