//! Bidi controls that a text leaves open: what is put beside other text must end what it began.
//!
//! Owns the balancing of embeddings, overrides and isolates (UAX #9, BD8–BD13); levels are `bidi.rs`.

use std::borrow::Cow;

const PDF: char = '\u{202c}';
const PDI: char = '\u{2069}';

/// The text with a closing control for each one that is left open, and without closing controls that close nothing.
///
/// A text treated so can stand beside others on a line without turning them round. What it shows by itself does not
/// change.
pub fn self_contained(text: &str) -> Cow<'_, str> {
    if !text.contains(is_bidi_control) {
        return Cow::Borrowed(text);
    }
    let mut balanced = String::with_capacity(text.len());
    // What closes each control that is open, innermost last.
    let mut open: Vec<char> = Vec::new();
    for letter in text.chars() {
        match letter {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => open.push(PDF),
            '\u{2066}'..='\u{2068}' => open.push(PDI),
            // Only the innermost embedding closes, and never across an isolate (X7).
            PDF if open.last() != Some(&PDF) => continue,
            PDF => drop(open.pop()),
            // An isolate closes the embeddings inside it as well (X6a).
            PDI => match open.iter().rposition(|&closer| closer == PDI) {
                Some(at) => open.truncate(at),
                None => continue,
            },
            _ => {}
        }
        balanced.push(letter);
    }
    balanced.extend(open.iter().rev());
    Cow::Owned(balanced)
}

fn is_bidi_control(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::self_contained;
    use crate::text::bidi::Levels;
    use crate::text::{BaseDirection, Direction};
    use proptest::prelude::*;

    #[test]
    fn what_is_open_is_closed() {
        assert_eq!(self_contained("abc خبر"), "abc خبر");
        assert_eq!(self_contained("\u{202e}abc"), "\u{202e}abc\u{202c}");
        assert_eq!(self_contained("\u{2067}a\u{202a}b"), "\u{2067}a\u{202a}b\u{202c}\u{2069}");
        assert_eq!(self_contained("\u{2067}a\u{202a}b\u{2069}"), "\u{2067}a\u{202a}b\u{2069}");
        assert_eq!(self_contained("a\u{2069}b\u{202c}"), "ab");
    }

    proptest! {
        #[test]
        fn the_text_behind_keeps_its_levels(text in "[aب1 \u{202a}-\u{202e}\u{2066}-\u{2069}]{0,12}") {
            let levels_behind = |before: &str| {
                let line = format!("{before}\u{200e}|");
                let levels = Levels::resolve(&line, BaseDirection::Forced(Direction::Ltr).resolve(&line));
                levels.at(before.len())
            };
            prop_assert_eq!(levels_behind(&self_contained(&text)), 0);
        }
    }
}
