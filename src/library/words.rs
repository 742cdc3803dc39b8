//! The words of a text as the full-text index stores them.
//!
//! Owns nothing but the way to `query/`.

use crate::text::fold;

/// Adds the comparable words of `text` to `out`, with single blanks between them.
pub(super) fn index_text(text: &str, out: &mut String) {
    for word in fold(text).split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        out.push_str(word);
    }
}
