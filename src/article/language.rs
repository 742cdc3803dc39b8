//! The language of a text as a short tag.
//!
//! Owns the tag and its default direction; does not guess (that is `source/derive.rs`).

use std::fmt;

use crate::text::Direction;

/// A language as an ISO 639-1 (or 639-3) code in lower case: `ar`, `fa`, `ur`, `he`, `en`, `ckb`; `und` when unknown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(String);

impl Language {
    /// The primary subtag of a BCP 47 tag: `ar-EG` → `ar`; anything that is not 2–8 ASCII letters gives `und`.
    pub fn new(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().trim().to_ascii_lowercase();
        let well_formed = (2..=8).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
        Self(if well_formed { primary } else { "und".to_owned() })
    }

    /// The code itself.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// The direction that the language is written in.
    pub fn direction(&self) -> Direction {
        match self.code() {
            "ar" | "fa" | "ur" | "he" | "iw" | "yi" | "ps" | "ug" | "ckb" | "sd" | "dv" | "arc" | "syr" => {
                Direction::Rtl
            }
            _ => Direction::Ltr,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Language;
    use crate::text::Direction;

    #[test]
    fn only_the_primary_subtag_is_kept() {
        assert_eq!(Language::new("ar-EG").code(), "ar");
        assert_eq!(Language::new("FA_IR").code(), "fa");
        assert_eq!(Language::new("").code(), "und");
        assert_eq!(Language::new("عربي").code(), "und");
    }

    #[test]
    fn hebrew_runs_right_to_left_and_english_does_not() {
        assert_eq!(Language::new("he").direction(), Direction::Rtl);
        assert_eq!(Language::new("en").direction(), Direction::Ltr);
    }
}
