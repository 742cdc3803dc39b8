//! Strings put into other strings without disturbing their order.
//!
//! Owns the isolation of an interpolated value (UAX #9, 2.4.2 and HL-rules for interpolation); the layout itself is
//! `text/`. Next: `catalogue.rs`, which isolates each value it interpolates.

/// U+2068: opens an isolate whose direction its first strong character decides.
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
/// U+2069: closes the last open isolate.
const POP_ISOLATE: char = '\u{2069}';

/// Wraps `value` in a first-strong isolate, so that it orders itself and leaves its surroundings alone.
///
/// An isolate that `value` closes without opening is dropped, one that it leaves open is closed: a value cannot
/// break out of its place. An empty value stays empty.
pub fn isolate(value: &str) -> String {
    isolate_by(FIRST_STRONG_ISOLATE, value)
}

/// Wraps `value` in an isolate that is opened by `opener`.
pub(super) fn isolate_by(opener: char, value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    let mut isolated = String::with_capacity(value.len() + 6);
    isolated.push(opener);
    let mut open = 0_usize;
    for letter in value.chars() {
        match letter {
            '\u{2066}'..='\u{2068}' => open += 1,
            POP_ISOLATE if open == 0 => continue,
            POP_ISOLATE => open -= 1,
            _ => {}
        }
        isolated.push(letter);
    }
    isolated.extend(std::iter::repeat_n(POP_ISOLATE, open + 1));
    isolated
}

#[cfg(test)]
mod tests {
    use super::isolate;

    #[test]
    fn a_value_cannot_break_out() {
        assert_eq!(isolate("باكو"), "\u{2068}باكو\u{2069}");
        assert_eq!(isolate("a\u{2069}b"), "\u{2068}ab\u{2069}");
        assert_eq!(isolate("\u{2067}a"), "\u{2068}\u{2067}a\u{2069}\u{2069}");
        assert_eq!(isolate("\u{2066}a\u{2069}"), "\u{2068}\u{2066}a\u{2069}\u{2069}");
        assert_eq!(isolate(""), "");
    }
}
