//! Plural categories of whole numbers.
//!
//! Owns the rules of the interface's languages (Unicode CLDR, "Language Plural Rules"); the variants themselves stand
//! in the message files. Next: `parse.rs`, which reads the variants.

use super::InterfaceLanguage;

/// The CLDR name of the plural category of `count`: `zero`, `one`, `two`, `few`, `many` or `other`.
pub(super) fn plural_category(language: InterfaceLanguage, count: u64) -> &'static str {
    match (language, count, count % 100) {
        (InterfaceLanguage::English, 1, _) => "one",
        (InterfaceLanguage::English, ..) => "other",
        (InterfaceLanguage::Arabic, 0, _) => "zero",
        (InterfaceLanguage::Arabic, 1, _) => "one",
        (InterfaceLanguage::Arabic, 2, _) => "two",
        (InterfaceLanguage::Arabic, _, 3..=10) => "few",
        (InterfaceLanguage::Arabic, _, 11..=99) => "many",
        (InterfaceLanguage::Arabic, ..) => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::plural_category;
    use crate::message::InterfaceLanguage::{Arabic, English};

    #[test]
    fn arabic_has_six_forms() {
        for (count, category) in [
            (0, "zero"),
            (1, "one"),
            (2, "two"),
            (3, "few"),
            (10, "few"),
            (11, "many"),
            (99, "many"),
            (100, "other"),
            (102, "other"),
            (103, "few"),
            (111, "many"),
            (1000, "other"),
        ] {
            assert_eq!(plural_category(Arabic, count), category, "{count}");
        }
    }

    #[test]
    fn english_has_two() {
        assert_eq!([0, 1, 2, 101].map(|count| plural_category(English, count)), ["other", "one", "other", "other"]);
    }
}
