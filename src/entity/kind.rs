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
    /// A nationality, or a group of people by origin, religion or politics.
    Nationality,
    /// A war, summit, championship or other event that has a name.
    Event,
    /// A day, month, year or range of them.
    Date,
    /// A time of the day.
    Time,
    /// A length of time.
    Duration,
    /// A number with a unit or with what it counts.
    Quantity,
    /// An amount of money.
    Money,
    /// A share of a hundred.
    Percent,
    /// An address on the web or of mail.
    Url,
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
    KindInfo {
        kind: Kind::Nationality,
        name: "nationality",
        doc: "a nationality, or a group of people by origin, religion or politics",
    },
    KindInfo { kind: Kind::Event, name: "event", doc: "a war, summit, championship or other event that has a name" },
    KindInfo { kind: Kind::Date, name: "date", doc: "a day, month, year or range of them" },
    KindInfo { kind: Kind::Time, name: "time", doc: "a time of the day" },
    KindInfo { kind: Kind::Duration, name: "duration", doc: "a length of time" },
    KindInfo { kind: Kind::Quantity, name: "quantity", doc: "a number with a unit or with what it counts" },
    KindInfo { kind: Kind::Money, name: "money", doc: "an amount of money" },
    KindInfo { kind: Kind::Percent, name: "percent", doc: "a share of a hundred" },
    KindInfo { kind: Kind::Url, name: "url", doc: "an address on the web or of mail" },
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
