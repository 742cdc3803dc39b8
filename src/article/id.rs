//! The identity of an article: 64 bits that last between runs.
//!
//! Owns the hash; does not decide which path names an article (`source/` does).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Names one article for marks and reading positions: the FNV-1a hash (64 bits) of its path.
///
/// It hangs on the path and not on the content, so that marks stay when an article is corrected. It is written as
/// 16 hexadecimal digits. Among a million articles the odds of any two sharing an id are about 3 in 10⁸.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ArticleId(u64);

impl ArticleId {
    /// The id of the article that comes from `path`.
    pub fn of_path(path: &str) -> Self {
        const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        Self(path.bytes().fold(OFFSET_BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME)))
    }

    /// The id with these 64 bits, as [`ArticleId::bits`] gave them to a store.
    pub fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The 64 bits, for a store that keeps numbers.
    pub fn bits(self) -> u64 {
        self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:016x}", self.0)
    }
}

impl From<ArticleId> for String {
    fn from(id: ArticleId) -> String {
        id.to_string()
    }
}

impl TryFrom<String> for ArticleId {
    type Error = String;

    fn try_from(digits: String) -> Result<Self, String> {
        match (digits.len(), u64::from_str_radix(&digits, 16)) {
            (16, Ok(bits)) => Ok(Self(bits)),
            _ => Err(format!("{digits:?} is not an article id of 16 hexadecimal digits")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ArticleId;

    #[test]
    fn known_vectors_of_fnv_1a() {
        assert_eq!(ArticleId::of_path("").to_string(), "cbf29ce484222325");
        assert_eq!(ArticleId::of_path("a").to_string(), "af63dc4c8601ec8c");
        assert_eq!(ArticleId::of_path("foobar").to_string(), "85944171f73967e8");
    }

    #[test]
    fn written_and_read_back() {
        let id = ArticleId::of_path("seed:karabakh");
        assert_eq!(ArticleId::try_from(id.to_string()), Ok(id));
        assert!(ArticleId::try_from("12".to_owned()).is_err());
    }
}
