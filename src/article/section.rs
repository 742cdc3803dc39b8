//! Section paths: العالم › أوروبا.
//!
//! Owns the path and how it is written; does not recognise one in a file (`source/derive.rs`).

use std::fmt;

/// The sections an article stands in, outermost first; empty when none is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SectionPath(Vec<String>);

/// Stands between the parts of a path when it is shown.
const SEPARATOR: &str = " › ";

impl SectionPath {
    /// A path of the given parts; white space around them and empty parts are dropped.
    pub fn new<S: AsRef<str>>(parts: impl IntoIterator<Item = S>) -> Self {
        Self(parts.into_iter().map(|part| part.as_ref().trim().to_owned()).filter(|part| !part.is_empty()).collect())
    }

    /// Cuts a written path at `-`, `–`, `—`, `›`, `»`, `>`, `/`, `\` and `|`.
    ///
    /// A hyphen inside a word (`أنجلو-سكسوني`, `Asia-Pacific`) does not cut: one side of it must be blank.
    pub fn parse(line: &str) -> Self {
        let mut parts = vec![String::new()];
        let chars: Vec<char> = line.chars().collect();
        for (at, &letter) in chars.iter().enumerate() {
            let blank = |index: Option<usize>| index.and_then(|i| chars.get(i)).is_none_or(|c| c.is_whitespace());
            let beside_blank = || blank(at.checked_sub(1)) || blank(at.checked_add(1));
            let cuts = match letter {
                '›' | '»' | '>' | '/' | '\\' | '|' => true,
                '-' | '–' | '—' => beside_blank(),
                _ => false,
            };
            match (cuts, parts.last_mut()) {
                (false, Some(last)) => last.push(letter),
                _ => parts.push(String::new()),
            }
        }
        Self::new(parts)
    }

    /// The parts, outermost first.
    pub fn parts(&self) -> &[String] {
        &self.0
    }

    /// True when no section is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True when `self` is `other` or stands inside it.
    pub fn is_within(&self, other: &SectionPath) -> bool {
        self.0.starts_with(&other.0)
    }
}

impl fmt::Display for SectionPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0.join(SEPARATOR))
    }
}

#[cfg(test)]
mod tests {
    use super::SectionPath;

    #[test]
    fn the_seed_line_is_two_sections() {
        let path = SectionPath::parse("العالم -أوروبا");
        assert_eq!(path.parts(), ["العالم", "أوروبا"]);
        assert_eq!(path.to_string(), "العالم › أوروبا");
    }

    #[test]
    fn each_separator_cuts() {
        for line in ["A > B", "A/B", "A | B", "A › B", "A – B", "A- B"] {
            assert_eq!(SectionPath::parse(line).parts(), ["A", "B"], "{line}");
        }
    }

    #[test]
    fn a_hyphen_inside_a_word_stays() {
        assert_eq!(SectionPath::parse("World - Asia-Pacific").parts(), ["World", "Asia-Pacific"]);
    }

    #[test]
    fn inside_means_below_or_the_same() {
        let (world, europe) = (SectionPath::new(["A"]), SectionPath::new(["A", "B"]));
        assert!(europe.is_within(&world) && world.is_within(&world) && !world.is_within(&europe));
        assert!(world.is_within(&SectionPath::default()));
    }
}
