//! What a cell shows of one grapheme: its base and its marks, and nothing a terminal could stumble over.
//!
//! Owns the choice of base, the canonical composition and what is dropped; joining forms are put in by `shaper.rs`.

use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};
use unicode_normalization::char::compose;

use crate::text::width::advance_cells;

/// More marks than any orthography stacks on a letter; what comes after is dropped from the cell.
const MOST_MARKS: usize = 6;

/// One grapheme, taken apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Cluster {
    /// The character that takes the cell; `None` when the grapheme shows nothing.
    pub(super) base: Option<char>,
    /// The nonspacing marks over and under it, in their order.
    pub(super) marks: Vec<char>,
    /// What is written behind the base and takes cells of its own: the second letter of a flag, a spacing mark.
    pub(super) trail: Option<char>,
    /// Whether a joiner or another format character stands behind the base: no ligature reaches over it.
    pub(super) has_format: bool,
}

impl Cluster {
    /// Takes a grapheme apart.
    ///
    /// Controls, format characters and prepended signs (U+0600–U+0605, U+06DD …) show nothing. A mark on no base gets
    /// a no-break blank. Of an emoji sequence the first emoji is shown; a flag is shown by its two letters.
    pub(super) fn of(grapheme: &str) -> Self {
        let mut cluster = Cluster::default();
        for letter in grapheme.chars() {
            cluster.take(letter);
        }
        if cluster.base.is_none() && !cluster.marks.is_empty() {
            cluster.base = Some(' ');
        }
        cluster
    }

    fn take(&mut self, letter: char) {
        match self.kind_of(letter) {
            Kind::Hidden => self.has_format = self.base.is_some(),
            Kind::Mark if is_variation_selector(letter) || self.marks.len() == MOST_MARKS => {}
            Kind::Mark => self.marks.push(letter),
            Kind::Joined(composed) => self.base = Some(composed),
            Kind::Visible => match (self.base, regional_letter(letter)) {
                (None, regional) => self.base = Some(regional.unwrap_or(letter)),
                (Some(_), Some(second)) => self.trail = Some(second),
                (Some(_), None) if self.trail.is_none() && is_spacing_mark(letter) => self.trail = Some(letter),
                _ => {}
            },
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
                let stray = if advance_cells(letter) == 0 { Kind::Mark } else { Kind::Visible };
                syllable.map_or(stray, Kind::Joined)
            }
            _ if advance_cells(letter) == 0 || hides(letter) => Kind::Hidden,
            _ => Kind::Visible,
        }
    }

    /// Drops the marks but those that `stay`, after the base has taken those that it composes with: ا + ◌ٓ stays آ.
    pub(super) fn strip_marks(&mut self, stay: impl Fn(char) -> bool) {
        for mark in std::mem::take(&mut self.marks) {
            match self.base.and_then(|base| compose(base, mark)) {
                Some(composed) => self.base = Some(composed),
                None if stay(mark) => self.marks.push(mark),
                None => {}
            }
        }
    }

    /// The cells that the grapheme takes: those of its base and of its trail.
    pub(super) fn advance_cells(&self) -> u8 {
        let cells = |letter: Option<char>| letter.map_or(0, advance_cells);
        cells(self.base) + cells(self.trail)
    }
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
    HIDDEN.contains(category(letter))
}

fn is_spacing_mark(letter: char) -> bool {
    category(letter) == GeneralCategory::SpacingMark
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
        cluster.base.into_iter().chain(cluster.trail).chain(cluster.marks.iter().copied()).collect()
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
    fn what_shows_nothing_takes_no_cell() {
        for hidden in ["\u{200f}", "\u{2067}", "\u{1b}", "\u{9b}", "\u{ad}", "\u{feff}", "\u{600}", "\u{2028}", "\r\n"]
        {
            assert_eq!((shown(hidden).as_str(), Cluster::of(hidden).advance_cells()), ("", 0), "{hidden:?}");
        }
    }

    #[test]
    fn stray_marks_stand_on_a_blank_and_towers_are_cut() {
        assert_eq!(shown("\u{64e}"), " \u{64e}");
        assert_eq!(Cluster::of(&format!("x{}", "\u{335}".repeat(40))).marks.len(), super::MOST_MARKS);
    }

    #[test]
    fn printable_keeps_text_and_bidi_controls() {
        assert_eq!(printable("a\u{1b}[31mخ\u{200f}\u{9b}\u{7f}\r\n\tb\0"), "a[31mخ\u{200f}\n\tb");
    }
}
