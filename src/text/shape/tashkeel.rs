//! Which words of a paragraph show their vowel signs when only those are wanted that say something.
//!
//! Owns the one decision: an author who vocalises a single word among bare ones tells it from its double; a paragraph
//! that is vocalised throughout (scripture, a primer, a poem) tells nothing by it. Next: `shaper.rs`, which strips.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// A word of fewer letters says nothing about whether its paragraph is vocalised: particles often go bare even there.
const LEAST_LETTERS: usize = 3;

/// The byte ranges of the words whose marks are hidden, ascending.
///
/// A word is *pointed* when it has a vowel sign (fatha, damma, kasra, sukun, tanwin, small alef, a Hebrew point). Not
/// counted, because newspapers write them everywhere: a shadda alone, and the tanwin fath at the end of a word. Of a
/// pointed word all marks show, of any other none. Where more than half of the words of three letters or more are
/// pointed, the paragraph is vocalised throughout, and no word shows its marks. Words of other scripts than Arabic,
/// Hebrew and Syriac are left alone: their marks belong to the spelling.
pub(super) fn bare_words(paragraph: &str) -> Vec<Range<usize>> {
    if !paragraph.chars().any(is_sign) {
        return Vec::new();
    }
    let words = words(paragraph);
    let long = words.iter().filter(|word| word.letters >= LEAST_LETTERS);
    let (all, pointed) = long.fold((0, 0), |(all, pointed), word| (all + 1, pointed + usize::from(word.is_pointed)));
    let throughout = pointed * 2 > all;
    words.into_iter().filter(|word| throughout || !word.is_pointed).map(|word| word.bytes).collect()
}

/// True for a mark that belongs to the spelling of its letter and is no vowel sign: madda and the two hamzas.
pub(super) fn belongs_to_letter(mark: char) -> bool {
    matches!(mark, '\u{653}'..='\u{655}')
}

/// A run of letters with their marks.
#[derive(Debug)]
struct Word {
    bytes: Range<usize>,
    letters: usize,
    is_pointed: bool,
}

/// The words of Arabic, Hebrew and Syriac letters.
fn words(paragraph: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (byte, letter) in paragraph.char_indices() {
        match (start, is_letter(letter) || is_between(letter)) {
            (None, true) if !is_combining_mark(letter) => start = Some(byte),
            (Some(first), false) => {
                words.push(word(paragraph, first..byte));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|first| word(paragraph, first..paragraph.len())));
    words
}

fn word(paragraph: &str, bytes: Range<usize>) -> Word {
    let text = paragraph.get(bytes.clone()).unwrap_or_default();
    let letters = text.chars().filter(|&letter| is_letter(letter)).count();
    let is_pointed = text.char_indices().any(|(byte, sign)| is_vowel(sign) && !is_final_tanwin(sign, &text[byte..]));
    Word { bytes, letters, is_pointed }
}

/// True for ً at the end of its word: on the last letter, or before the alef that carries it or on it.
fn is_final_tanwin(sign: char, from_sign: &str) -> bool {
    let mut behind = from_sign.chars().skip(1).filter(|&letter| is_letter(letter));
    matches!(sign, '\u{64b}' | '\u{8f0}') && matches!(behind.next(), None | Some('ا' | 'ى')) && behind.next().is_none()
}

/// A letter of a script that writes its vowels as signs or not at all.
fn is_letter(letter: char) -> bool {
    let in_block = matches!(
        letter,
        '\u{5d0}'..='\u{5f2}' | '\u{fb1d}'..='\u{fb4f}' // Hebrew
            | '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d3}' | '\u{6d5}' | '\u{6ee}'..='\u{6ef}' | '\u{6fa}'..='\u{6ff}' // Arabic
            | '\u{750}'..='\u{77f}' | '\u{870}'..='\u{887}' | '\u{889}'..='\u{88e}' | '\u{8a0}'..='\u{8c9}'
            | '\u{fb50}'..='\u{fd3d}' | '\u{fd50}'..='\u{fdfb}' | '\u{fe80}'..='\u{fefc}'
            | '\u{710}'..='\u{72f}' | '\u{74d}'..='\u{74f}' | '\u{860}'..='\u{86a}' // Syriac
    );
    in_block && letter != '\u{640}' && !is_combining_mark(letter)
}

/// What stands inside a word without being a letter of it: marks, tatweel, joiners.
fn is_between(letter: char) -> bool {
    is_sign(letter) || matches!(letter, '\u{640}' | '\u{200c}' | '\u{200d}')
}

/// A mark of the scripts above, whatever it says.
fn is_sign(letter: char) -> bool {
    let in_block = matches!(
        letter,
        '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{6ed}' | '\u{711}'..='\u{74a}' | '\u{897}'..='\u{8ff}' | '\u{fb1e}'
    );
    in_block && is_combining_mark(letter)
}

/// A sign that gives a letter its vowel, or says that it has none.
fn is_vowel(sign: char) -> bool {
    match sign {
        '\u{5b0}'..='\u{5bb}' | '\u{5c7}' => true,
        // Dagesh and the dots of shin are what distinguishes words in unpointed Hebrew.
        '\u{5bc}' | '\u{5c1}' | '\u{5c2}' => true,
        '\u{64b}'..='\u{650}' | '\u{652}' | '\u{656}'..='\u{65e}' | '\u{670}' => true,
        '\u{8e4}'..='\u{8fe}' | '\u{730}'..='\u{73f}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{bare_words, words};

    /// The words that keep their marks in a paragraph of which some are hidden.
    fn shown(paragraph: &str) -> Vec<&str> {
        let bare = bare_words(paragraph);
        let all = words(paragraph).into_iter().map(|word| word.bytes);
        all.filter(|bytes| !bare.contains(bytes)).map(|bytes| &paragraph[bytes]).collect()
    }

    #[test]
    fn one_pointed_word_among_bare_ones_shows() {
        let passive = "ذكرت الصحيفة أن العقد وُقّع مساء أمس في العاصمة";
        assert_eq!(shown(passive), ["وُقّع"]);
        assert_eq!(shown("لم يعرف أحد مَن كتب الرسالة التي وصلت أمس"), ["مَن"]);
        assert_eq!(shown("ראינו את הסֵפר על המדף בספרייה אתמול"), ["הסֵפר"]);
    }

    #[test]
    fn a_paragraph_vocalised_throughout_shows_none() {
        assert_eq!(shown("كَتَبَ الوَلَدُ رِسَالَةً إِلَى جَدِّهِ فِي القَرْيَةِ"), Vec::<&str>::new());
        // Half of the longer words are not yet most of them.
        assert_eq!(shown("جَلَسَ الرجل قُرْبَ النافذة"), ["جَلَسَ", "قُرْبَ"]);
        assert_eq!(shown("جَلَسَ الرجل قُرْبَ النَّافِذَة"), Vec::<&str>::new());
    }

    #[test]
    fn what_newspapers_always_write_shows_nothing() {
        assert_eq!(shown("تحدّث الوزير طويلًا عن عدّة مشاريع جدًّا مهمة، مساءً وعادةً أيضاً"), Vec::<&str>::new());
        // Another tanwin, or one inside a word, was written on purpose.
        assert_eq!(shown("رأى في الحديقة ولدٌ صغير قطة بيضاء نائمة"), ["ولدٌ"]);
    }

    #[test]
    fn bare_paragraphs_and_other_scripts_have_nothing_to_hide() {
        for text in ["", "   ", "خبر بلا تشكيل", "cafe\u{301} noir", "थोड़ी हिन्दी", "\u{64e}\u{64e}"]
        {
            assert!(bare_words(text).is_empty(), "{text:?}");
        }
        let mixed = "cafe\u{301} في عدّة مدن";
        assert!(bare_words(mixed).iter().all(|bytes| mixed[bytes.clone()].chars().all(|letter| letter > 'ء')));
    }

    #[test]
    fn a_word_reaches_over_tatweel_joiners_and_marks() {
        let text = "مُحـ\u{200c}ـمد، وصل";
        let found: Vec<(&str, usize)> =
            words(text).iter().map(|word| (&text[word.bytes.clone()], word.letters)).collect();
        assert_eq!(found, [("مُحـ\u{200c}ـمد", 4), ("وصل", 3)]);
    }
}
