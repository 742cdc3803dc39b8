//! Text of everything that no two terminals draw alike, and what may be left of it in a cell.
//!
//! Owns the list of unsafe code points, written down from measurements and not from khabar's own tables.
#![allow(dead_code, reason = "each test program uses its own part")]

use proptest::prelude::*;
use unicode_width::UnicodeWidthChar;

/// Unsafe sequences between ordinary words.
pub(crate) fn any_unsafe_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ابتثجحخدرزسشصعفقكلمنهويىةأإآؤئء]{1,5}",
        1 => "[a-zA-Z]{1,4}|[0-9٠-٩۰-۹]{1,3}|[אבגד]{1,3}",
        2 => "[.,:()«»،؛؟!]",
        // Prepended signs and the end of a verse, before numbers and alone.
        2 => "[\u{600}-\u{605}\u{6dd}\u{8e2}\u{890}\u{891}\u{70f}\u{110bd}][0-9٠-٩ب ]{0,3}",
        // Ligatures that are drawn wider than their cell, isolated marks, the sign of rub el hizb.
        2 => "[\u{fdf2}\u{fdfa}-\u{fdfd}\u{fe70}-\u{fe7f}\u{6de}]",
        // Marks: on letters, piled up, and on nothing.
        2 => "[بلاe ]?[\u{64b}-\u{652}\u{670}\u{610}-\u{61a}\u{6d6}-\u{6ed}\u{8d3}\u{8f0}\u{5b0}-\u{5bc}\u{300}-\u{304}\u{20d0}\u{fb1e}]{1,4}",
        // Format characters, the soft hyphen, variation selectors, tags.
        2 => "[\u{61c}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2064}\u{2066}-\u{2069}\u{feff}\u{ad}\u{180e}\u{fff9}-\u{fffb}]{1,2}",
        1 => "[بa☀1#][\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]{1,2}",
        1 => "🏴[\u{e0061}-\u{e007a}]{2,5}\u{e007f}",
        // Emoji: sequences, flags whole and halved, keycaps, skin tones.
        2 => "[👩👨🧑❤☀🏳](\u{fe0f})?(\u{200d}[🚀💻❤🌈👩](\u{fe0f})?){0,3}",
        1 => "[🇦-🇿]{1,3}|[0-9#*]\u{fe0f}?\u{20e3}|[👍🖐☝]?[🏻-🏿]",
        // Scripts whose letters share a cell.
        1 => "[\u{1100}-\u{1112}]?[\u{1160}-\u{1175}]?[\u{11a8}-\u{11c2}]?",
        1 => "[कखगक्षत](\u{94d}[कतष]){0,2}[\u{93e}-\u{943}\u{901}]?|[กขค][\u{e31}\u{e33}-\u{e37}]?[\u{e48}-\u{e4b}]?",
        1 => "[\u{0}-\u{8}\u{e}-\u{1f}\u{7f}-\u{9f}]",
    ];
    let gap = prop_oneof![3 => Just(""), 2 => Just(" ")];
    proptest::collection::vec((piece, gap), 1..9)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, gap)| piece + gap).collect())
}

/// Why a character must not be written to any terminal; `None` for one that may be.
pub(crate) fn danger(letter: char) -> Option<&'static str> {
    Some(match letter {
        _ if letter.is_control() => "a control",
        '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{70f}' | '\u{110bd}' => {
            "a prepended sign"
        }
        '\u{6de}' => "no cell in some terminals",
        '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {
            "a format character"
        }
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{ad}' => "a format character",
        '\u{fdf2}' | '\u{fdfa}'..='\u{fdfd}' => "drawn wider than its cell",
        '\u{fe70}'..='\u{fe7f}' => "an isolated mark",
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => "a variation selector",
        '\u{e0000}'..='\u{e007f}' => "a tag",
        '\u{20e3}' => "a keycap",
        '\u{1f1e6}'..='\u{1f1ff}' => "half a flag",
        '\u{1160}'..='\u{11ff}' => "half a syllable",
        _ => return None,
    })
}

/// True for a mark of Arabic, Hebrew or any script's diacritics.
pub(crate) fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{5b0}'..='\u{5bc}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}' | '\u{8d3}'..='\u{8e1}' | '\u{8e3}'..='\u{8ff}' | '\u{20d0}' | '\u{fb1e}')
}

/// The cells that terminals give a symbol: those of its characters.
pub(crate) fn agreed_cells(symbol: &str) -> usize {
    symbol.chars().map(|letter| letter.width().unwrap_or(0)).sum()
}
