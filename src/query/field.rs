//! The fields of the query language and the values that they take.
//!
//! Owns their names, in English and Arabic; dates are read in `date.rs`.

use super::expr::State;
use crate::text::fold;

/// A name before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Body,
    Section,
    Source,
    Tag,
    Entity,
    Language,
    Is,
    Has,
    Date,
    Since,
    Before,
    Until,
    After,
}

/// Every field with the names that it goes by, compared folded.
const FIELDS: &[(Field, &[&str])] = &[
    (Field::Title, &["title", "عنوان", "العنوان"]),
    (Field::Body, &["body", "text", "نص", "النص", "متن"]),
    (Field::Section, &["section", "in", "قسم", "القسم"]),
    (Field::Source, &["source", "from", "مصدر", "المصدر"]),
    (Field::Tag, &["tag", "وسم", "الوسم"]),
    (Field::Entity, &["entity", "كيان", "الكيان", "اسم"]),
    (Field::Language, &["lang", "language", "لغة", "اللغة"]),
    (Field::Is, &["is", "حالة", "الحالة"]),
    (Field::Has, &["has", "فيه", "له", "مع"]),
    (Field::Date, &["date", "تاريخ", "التاريخ"]),
    (Field::Since, &["since", "منذ"]),
    (Field::Before, &["before", "قبل"]),
    (Field::Until, &["until", "حتى", "إلى"]),
    (Field::After, &["after", "بعد"]),
];

/// Every state with the words that name it, compared folded, `-` and `_` left out.
const STATES: &[(State, &[&str])] = &[
    (State::Unread, &["unread", "غيرمقروء", "غير مقروء", "غيرمقروءة", "غير مقروءة"]),
    (State::Read, &["read", "مقروء", "مقروءة"]),
    (State::Starred, &["starred", "star", "مميز", "مميزة", "نجمة", "بنجمة", "معلم"]),
    (State::New, &["new", "جديد", "جديدة"]),
];

/// What `has:` takes.
const NOTE: &[&str] = &["note", "notes", "ملاحظة", "ملاحظات", "تعليق"];

impl Field {
    /// The field that goes by a name.
    pub(super) fn named(name: &str) -> Option<Self> {
        named(FIELDS, name)
    }
}

/// The state that a word names.
pub(super) fn state_named(name: &str) -> Option<State> {
    named(STATES, name)
}

/// True when the word names the reader's own note.
pub(super) fn is_note(name: &str) -> bool {
    named(&[((), NOTE)], name).is_some()
}

fn named<T: Copy>(table: &[(T, &[&str])], name: &str) -> Option<T> {
    let plain = |name: &str| fold(name).replace(['-', '_'], "").trim().to_owned();
    let name = plain(name);
    table.iter().find(|(_, names)| names.iter().any(|known| plain(known) == name)).map(|(named, _)| *named)
}
