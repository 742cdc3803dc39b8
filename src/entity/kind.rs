//! The kinds of entities, one row each.
//!
//! Owns [`KINDS`]; a kind is added here, gets a recogniser, a style in each theme and a seed sentence that shows it.

use serde::Serialize;

/// What a mention names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A human being, by name.
    Person,
    /// A country, city, region or facility.
    Place,
    /// A government body, company, party, club, agency or alliance.
    Organization,
    /// A day, month, year or range of them.
    Date,
}

/// One row of [`KINDS`].
#[derive(Clone, Copy, Debug)]
pub struct KindInfo {
    /// The kind itself.
    pub kind: Kind,
    /// Its name in JSON, in themes and in message keys: lower case ASCII.
    pub name: &'static str,
    /// What it covers, in one line.
    pub doc: &'static str,
}

/// Every kind, in the order in which panes list them.
pub const KINDS: &[KindInfo] = &[
    KindInfo { kind: Kind::Person, name: "person", doc: "a human being, by name" },
    KindInfo { kind: Kind::Place, name: "place", doc: "a country, city, region or facility" },
    KindInfo {
        kind: Kind::Organization,
        name: "organization",
        doc: "a government body, company, party, club or alliance",
    },
    KindInfo { kind: Kind::Date, name: "date", doc: "a day, month, year or range of them" },
];

impl Kind {
    /// The row of this kind.
    pub fn info(self) -> &'static KindInfo {
        let row = KINDS.iter().find(|row| row.kind == self);
        row.expect("every kind has a row in KINDS, which a test checks")
    }

    /// The kind's name as it stands in JSON and themes.
    pub fn name(self) -> &'static str {
        self.info().name
    }
}
