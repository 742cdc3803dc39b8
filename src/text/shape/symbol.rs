//! What a cell shows of one grapheme: its base and its marks, and nothing a terminal could stumble over.
//!
//! Owns the choice of base, the canonical composition and what is dropped; joining forms are put in by `shaper.rs`.

use icu_properties::props::{ExtendedPictographic, GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed, CodePointSetData, CodePointSetDataBorrowed};
use unicode_normalization::char::compose;

use crate::text::width::advance_cells;

/// More marks than any orthography stacks on a letter, and longer than any conjunct; what comes after is dropped.
const LONGEST_TAIL: usize = 8;

/// One grapheme, taken apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Cluster {
    /// The character that takes the cell; `None` when the grapheme shows nothing.
    pub(super) base: Option<char>,
    /// What follows the base in its order: marks over and under it, and what takes cells of its own, such as the
    /// second letter of a flag, a spacing mark, the next consonant of a conjunct.
    pub(super) tail: Vec<char>,
    /// What stands before the base in a cell of its own: the bracket of a verse number.
    pub(super) lead: Option<char>,
    /// The words that a word ligature such as U+FDF2 is spelled out with, in logical order.
    pub(super) words: Option<&'static str>,
    /// Whether a joiner or another format character stands behind the base: no ligature reaches over it.
    pub(super) has_format: bool,
}

impl Cluster {
    /// Takes a grapheme apart.
    ///
    /// Controls, format characters and prepended signs (U+0600–U+0605 …) show nothing, and the end of a verse brackets
    /// its number. A mark on no base gets a no-break blank. Of an emoji sequence the first emoji is shown; a flag is
    /// shown by its two letters, a word ligature by its words.
    pub(super) fn of(grapheme: &str) -> Self {
        let mut cluster = Cluster::default();
        for letter in grapheme.chars() {
            cluster.take(letter);
        }
        if grapheme.starts_with(END_OF_VERSE) && cluster.base.is_some_and(char::is_numeric) {
            cluster.lead = Some('(');
        }
        if cluster.base.is_none() && !cluster.tail.is_empty() {
            cluster.base = Some(' ');
        }
        cluster
    }

    fn take(&mut self, letter: char) {
        match self.kind_of(letter) {
            Kind::Hidden => self.has_format |= self.base.is_some(),
            Kind::Joined(composed) => self.base = Some(composed),
            Kind::Visible if self.base.is_none() => {
                self.base = Some(regional_letter(letter).unwrap_or(letter));
                self.words = spelled_out(letter);
            }
            Kind::Visible if regional_letter(letter).is_some() => self.tail.extend(regional_letter(letter)),
            // Of an emoji sequence the first one stands for all.
            Kind::Visible if is_emoji(letter) => {}
            Kind::Mark if is_variation_selector(letter) => {}
            Kind::Mark | Kind::Visible if self.tail.len() < LONGEST_TAIL => self.tail.push(letter),
            Kind::Mark | Kind::Visible => {}
        }
    }

    fn kind_of(&self, letter: char) -> Kind {
        if matches!(letter, ' '..='~' | '\u{620}'..='\u{64a}') {
            return Kind::Visible;
        }
        match category(letter) {
            GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark => Kind::Mark,
            GeneralCategory::OtherLetter if advance_cells(letter) == 0 || is_hangul_trail(letter) => {
                let syllable = self.base.and_then(|base| compose(base, letter));
                // Terminals give half a syllable no cell, or one.
                let stray = if advance_cells(letter) == 0 { Kind::Hidden } else { Kind::Visible };
                syllable.map_or(stray, Kind::Joined)
            }
            _ if advance_cells(letter) == 0 || hides(letter) => Kind::Hidden,
            _ => Kind::Visible,
        }
    }

    /// Drops the vowel signs and other marks that a reader can do without, but those that `stay`, after the base has
    /// taken those that it composes with: ا + ◌ٓ stays آ. Marks of scripts that cannot be read without stay as well.
    pub(super) fn strip_marks(&mut self, stay: impl Fn(char) -> bool) {
        for letter in std::mem::take(&mut self.tail) {
            match self.base.and_then(|base| compose(base, letter)) {
                Some(composed) => self.base = Some(composed),
                None if !is_dispensable(letter) || stay(letter) => self.tail.push(letter),
                None => {}
            }
        }
    }

    /// The cells that the grapheme takes: those of its base and of what stands beside it.
    pub(super) fn advance_cells(&self) -> u8 {
        let letters = self.lead.iter().chain(&self.base).chain(&self.tail);
        letters.map(|&letter| advance_cells(letter)).sum()
    }
}

/// U+06DD encloses the number behind it; terminals give it no cell, or one of its own.
const END_OF_VERSE: char = '\u{6dd}';

/// The words of the ligatures that fonts draw wider than their one cell, by their compatibility decompositions;
/// U+FDFD has none and is given by its name.
fn spelled_out(ligature: char) -> Option<&'static str> {
    Some(match ligature {
        '\u{fdf2}' => "الله",
        '\u{fdfa}' => "صلى الله عليه وسلم",
        '\u{fdfb}' => "جل جلاله",
        '\u{fdfc}' => "ریال",
        '\u{fdfd}' => "بسم الله الرحمن الرحيم",
        _ => return None,
    })
}

enum Kind {
    Hidden,
    Mark,
    /// A Hangul letter that makes one syllable with the base.
    Joined(char),
    Visible,
}

/// True for the vowels and final consonants of conjoining Hangul.
fn is_hangul_trail(letter: char) -> bool {
    matches!(letter, '\u{1160}'..='\u{11ff}')
}

/// True for what never reaches a cell: controls, format characters, and separators of lines and paragraphs.
fn hides(letter: char) -> bool {
    const HIDDEN: GeneralCategoryGroup = GeneralCategoryGroup::Control
        .union(GeneralCategoryGroup::Format)
        .union(GeneralCategoryGroup::LineSeparator)
        .union(GeneralCategoryGroup::ParagraphSeparator);
    // The spacing forms of marks stand for nothing that is read; U+06DE takes no cell in some terminals.
    HIDDEN.contains(category(letter)) || matches!(letter, '\u{fe70}'..='\u{fe7f}' | '\u{6de}')
}

/// True for the marks of Arabic, Hebrew, Syriac and Thaana, and for diacritics of all scripts.
fn is_dispensable(mark: char) -> bool {
    matches!(
        mark,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
            | '\u{6d6}'..='\u{6ed}' | '\u{711}' | '\u{730}'..='\u{74a}' | '\u{7a6}'..='\u{7b0}' | '\u{898}'..='\u{89f}'
            | '\u{8ca}'..='\u{8ff}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
            | '\u{fb1e}' | '\u{fe20}'..='\u{fe2f}' | '\u{10eab}'..='\u{10eac}' | '\u{10efc}'..='\u{10eff}'
    )
}

fn is_emoji(letter: char) -> bool {
    const PICTOGRAPHS: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<ExtendedPictographic>();
    PICTOGRAPHS.contains(letter) || matches!(letter, '\u{1f3fb}'..='\u{1f3ff}')
}

fn is_variation_selector(letter: char) -> bool {
    matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{20e3}')
}

/// The Latin letter of a regional indicator: flags are pairs of them, and no two terminals draw them alike.
fn regional_letter(letter: char) -> Option<char> {
    let step = u32::from(letter).checked_sub(0x1_f1e6).filter(|&step| step < 26)?;
    char::from_u32(u32::from('A') + step)
}

fn category(letter: char) -> GeneralCategory {
    const CATEGORIES: CodePointMapDataBorrowed<'static, GeneralCategory> = CodePointMapData::<GeneralCategory>::new();
    CATEGORIES.get(letter)
}

/// What of `text` may be written to a terminal or standard output in logical order.
///
/// Dropped: C0 controls except line feed and tab, DEL, and C1. Bidi controls stay, for the reader at the other end.
pub fn printable(text: &str) -> String {
    text.chars().filter(|&letter| matches!(letter, '\n' | '\t') || !letter.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Cluster, printable};

    fn shown(grapheme: &str) -> String {
        written(&Cluster::of(grapheme))
    }

    fn stripped(grapheme: &str) -> String {
        let mut cluster = Cluster::of(grapheme);
        cluster.strip_marks(|_| false);
        written(&cluster)
    }

    fn written(cluster: &Cluster) -> String {
        cluster.base.into_iter().chain(cluster.tail.iter().copied()).collect()
    }

    #[test]
    fn stripped_marks_leave_what_composes() {
        assert_eq!(stripped("ا\u{653}"), "آ");
        assert_eq!(stripped("ي\u{64e}\u{654}"), "ئ");
        assert_eq!(stripped("e\u{301}"), "é");
        assert_eq!(stripped("ب\u{651}\u{64e}"), "ب");
    }

    #[test]
    fn hangul_letters_make_a_syllable() {
        assert_eq!(
            (shown("\u{1112}\u{1161}\u{11ab}").as_str(), Cluster::of("\u{1112}\u{1161}\u{11ab}").advance_cells()),
            ("한", 2)
        );
        assert_eq!(shown("\u{1112}\u{119e}\u{11ab}"), "\u{1112}", "what makes no syllable of today");
        assert_eq!(Cluster::of("\u{11a8}").advance_cells(), 0);
    }

    #[test]
    fn marks_stay_on_their_base() {
        assert_eq!(shown("ا\u{653}"), "ا\u{653}");
        assert_eq!(shown("ب\u{651}\u{64e}"), "ب\u{651}\u{64e}");
    }

    #[test]
    fn emoji_sequences_show_their_first_and_flags_their_letters() {
        assert_eq!(shown("👩\u{200d}🚀"), "👩");
        assert_eq!(shown("👍🏽"), "👍");
        assert_eq!(shown("☀\u{fe0f}"), "☀");
        assert_eq!(shown("1\u{fe0f}\u{20e3}"), "1");
        assert_eq!((shown("🇪🇬"), Cluster::of("🇪🇬").advance_cells()), ("EG".to_owned(), 2));
    }

    #[test]
    fn a_conjunct_keeps_all_its_letters_in_their_order() {
        assert_eq!(shown("क्षि"), "क्षि");
        assert_eq!(stripped("क्षि"), "क्षि", "it cannot be read without");
        assert_eq!(shown("กำ"), "กำ");
    }

    #[test]
    fn the_end_of_a_verse_brackets_its_number() {
        let cluster = Cluster::of("\u{6dd}١");
        assert_eq!((cluster.lead, cluster.base, cluster.advance_cells()), (Some('('), Some('١'), 2));
        assert_eq!(Cluster::of("\u{6dd}").advance_cells(), 0);
    }

    #[test]
    fn what_shows_nothing_takes_no_cell() {
        for hidden in [
            "\u{200f}", "\u{2067}", "\u{1b}", "\u{9b}", "\u{ad}", "\u{feff}", "\u{600}", "\u{2028}", "\u{fe76}",
            "\u{6de}", "\r\n",
        ] {
            assert_eq!((shown(hidden).as_str(), Cluster::of(hidden).advance_cells()), ("", 0), "{hidden:?}");
        }
    }

    #[test]
    fn stray_marks_stand_on_a_blank_and_towers_are_cut() {
        assert_eq!(shown("\u{64e}"), " \u{64e}");
        assert_eq!(Cluster::of(&format!("x{}", "\u{335}".repeat(40))).tail.len(), super::LONGEST_TAIL);
    }

    #[test]
    fn printable_keeps_text_and_bidi_controls() {
        assert_eq!(printable("a\u{1b}[31mخ\u{200f}\u{9b}\u{7f}\r\n\tb\0"), "a[31mخ\u{200f}\n\tb");
    }
}
