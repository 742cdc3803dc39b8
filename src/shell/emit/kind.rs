//! What a cell is to the bidirectional algorithm: the kind of its first character.
//!
//! Owns the classes that the modes ask for and the quick test for rows without right-to-left letters. The classes
//! themselves are Unicode's (`text/`); what a mode does with them stands in its own module.

use icu_properties::props::{BidiClass, BidiMirroringGlyph, BidiPairedBracketType, Script};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};
use ratatui::buffer::{Cell, CellWidth};

use crate::text::bidi_class;

/// What a cell is, by the Bidi_Class of its first character; box drawing stands alone, for terminals differ about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A blank of one cell (WS).
    Blank,
    /// Lines and blocks, U+2500–U+259F: neutral by Unicode, a Latin letter to Konsole.
    Drawing,
    /// A left-to-right letter (L).
    Left,
    /// A right-to-left letter that is not Arabic (R).
    Right,
    /// An Arabic letter (AL).
    Arabic,
    /// An Arabic-Indic digit or what counts as one (AN).
    ArabicNumber,
    /// A digit of any other kind, the Persian ones among them (EN).
    Number,
    /// A plus or minus sign (ES).
    Sign,
    /// A comma, full stop, colon, slash or no-break blank (CS).
    Separator,
    /// A currency or per cent sign (ET).
    Terminator,
    /// A bracket that the algorithm pairs with another (ON, Bidi_Paired_Bracket).
    Bracket,
    /// Everything else.
    Neutral,
}

impl Kind {
    /// The kind of a cell.
    pub(super) fn of(cell: &Cell) -> Self {
        let symbol = cell.symbol();
        if let [byte] = symbol.as_bytes() {
            return Kind::of_ascii(*byte);
        }
        let mut letters = symbol.chars();
        let first = letters.next().unwrap_or(' ');
        match first {
            '\u{2500}'..='\u{259f}' => Kind::Drawing,
            _ => match bidi_class(first) {
                BidiClass::WhiteSpace if letters.next().is_none() && symbol.cell_width() == 1 => Kind::Blank,
                BidiClass::OtherNeutral if is_bracket(first) => Kind::Bracket,
                class => Kind::of_class(class),
            },
        }
    }

    fn of_ascii(byte: u8) -> Self {
        match byte {
            b' ' => Kind::Blank,
            b'a'..=b'z' | b'A'..=b'Z' => Kind::Left,
            b'0'..=b'9' => Kind::Number,
            b'+' | b'-' => Kind::Sign,
            b',' | b'.' | b'/' | b':' => Kind::Separator,
            b'#' | b'$' | b'%' => Kind::Terminator,
            b'(' | b')' | b'[' | b']' | b'{' | b'}' => Kind::Bracket,
            _ => Kind::Neutral,
        }
    }

    fn of_class(class: BidiClass) -> Self {
        match class {
            BidiClass::LeftToRight => Kind::Left,
            BidiClass::RightToLeft => Kind::Right,
            BidiClass::ArabicLetter => Kind::Arabic,
            BidiClass::ArabicNumber => Kind::ArabicNumber,
            BidiClass::EuropeanNumber => Kind::Number,
            BidiClass::EuropeanSeparator => Kind::Sign,
            BidiClass::CommonSeparator => Kind::Separator,
            BidiClass::EuropeanTerminator => Kind::Terminator,
            _ => Kind::Neutral,
        }
    }

    /// True for R and AL.
    pub(super) fn is_strong_rtl(self) -> bool {
        matches!(self, Kind::Right | Kind::Arabic)
    }

    /// True for R, AL and AN: what a reordering terminal moves.
    pub(super) fn is_rtl(self) -> bool {
        self.is_strong_rtl() || self == Kind::ArabicNumber
    }

    /// True for digits of any kind.
    pub(super) fn is_digit(self) -> bool {
        matches!(self, Kind::Number | Kind::ArabicNumber)
    }
}

/// The kinds that stand in some cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds(u16);

impl Kinds {
    /// Notes one more.
    pub(super) fn add(&mut self, kind: Kind) {
        self.0 |= 1 << kind as u16;
    }

    /// True when a cell is of the kind.
    pub(super) fn hold(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u16) != 0
    }

    /// True when a cell is R or AL.
    pub(super) fn hold_strong_rtl(self) -> bool {
        self.hold(Kind::Right) || self.hold(Kind::Arabic)
    }

    /// True when a cell is R, AL or AN.
    pub(super) fn hold_rtl(self) -> bool {
        self.hold_strong_rtl() || self.hold(Kind::ArabicNumber)
    }

    /// True when a cell is a digit of any kind.
    pub(super) fn hold_digits(self) -> bool {
        self.hold(Kind::Number) || self.hold(Kind::ArabicNumber)
    }
}

/// What the modes ask about a cell, found out with one look at its symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Class {
    /// Its kind.
    pub(super) kind: Kind,
    /// The cells that it takes: one or two.
    pub(super) width: u8,
    /// Whether its first character belongs to a right-to-left script or has class R, AL or AN.
    ///
    /// Wider than [`Class::is_rtl`] by Persian digits and signs such as ٪, which the algorithm counts as numbers but
    /// which a text shaper draws from the right.
    pub(super) is_drawn_rtl: bool,
}

impl Class {
    /// The letters that rows are full of.
    const ARABIC: Class = Class { kind: Kind::Arabic, width: 1, is_drawn_rtl: true };

    /// The class of a cell.
    pub(super) fn of(cell: &Cell) -> Self {
        let narrow = |kind| Class { kind, width: 1, is_drawn_rtl: false };
        match cell.symbol().as_bytes() {
            [b' '] => narrow(Kind::Blank),
            [0xef, 0xba, ..] | [0xef, 0xbb, 0x80..=0xbc, ..] | [0xd8, 0xa0..=0xbf, ..] | [0xd9, 0x80..=0x8a, ..] => {
                Class::ARABIC
            }
            [byte] => narrow(Kind::of_ascii(*byte)),
            [0xe2, 0x94 | 0x95, ..] | [0xe2, 0x96, 0x80..=0x9f, ..] => narrow(Kind::Drawing),
            _ => Class::looked_up(cell),
        }
    }

    /// The class of what stands in few cells: by the tables.
    #[cold]
    fn looked_up(cell: &Cell) -> Self {
        let kind = Kind::of(cell);
        let has_script = || may_be_rtl(cell) && cell.symbol().chars().next().is_some_and(has_rtl_script);
        Class { kind, width: if width_cells(cell) > 1 { 2 } else { 1 }, is_drawn_rtl: kind.is_rtl() || has_script() }
    }

    /// True for an R, AL or AN character: what a reordering terminal moves.
    pub(super) fn is_rtl(self) -> bool {
        self.kind.is_rtl()
    }
}

/// True when the symbol of a cell can begin with a right-to-left character at all, by its first byte alone.
///
/// UTF-8 of U+0590–U+08FF begins with D6–E0, of U+FB1D–U+FEFC with EF, of the supplementary scripts with F0.
fn may_be_rtl(cell: &Cell) -> bool {
    matches!(cell.symbol().as_bytes().first(), Some(0xd6..=0xe0 | 0xef | 0xf0))
}

/// True for a character of the scripts that are written from the right and stand in the basic plane.
///
/// Letters of the others have class R, which [`Class::looked_up`] looks at first.
fn has_rtl_script(letter: char) -> bool {
    matches!(script(letter), Script::Arabic | Script::Hebrew | Script::Syriac | Script::Thaana | Script::Nko)
}

/// True for a character that belongs to one script: what tells a text shaper the direction of a run.
pub(super) fn has_own_script(letter: char) -> bool {
    !matches!(script(letter), Script::Common | Script::Inherited | Script::Unknown)
}

fn script(letter: char) -> Script {
    const SCRIPTS: CodePointMapDataBorrowed<'static, Script> = CodePointMapData::<Script>::new();
    SCRIPTS.get(letter)
}

/// The mirrored character of a symbol that is one character and has one (UAX #9, L4).
pub(super) fn mirrored(symbol: &str) -> Option<char> {
    let mut letters = symbol.chars();
    let first = letters.next()?;
    bracket_data(first).mirroring_glyph.filter(|_| letters.next().is_none())
}

fn is_bracket(letter: char) -> bool {
    bracket_data(letter).paired_bracket_type != BidiPairedBracketType::None
}

/// What Unicode says about mirroring and pairing a character.
pub(super) fn bracket_data(letter: char) -> BidiMirroringGlyph {
    const GLYPHS: CodePointMapDataBorrowed<'static, BidiMirroringGlyph> = CodePointMapData::<BidiMirroringGlyph>::new();
    GLYPHS.get(letter)
}

/// How many cells a cell's symbol takes, never less than one.
pub(super) fn width_cells(cell: &Cell) -> usize {
    match cell.symbol().as_bytes() {
        // Nothing below U+1100 is wide; nor are Arabic forms, lines, Braille and general punctuation, which rows are full of.
        [] | [_] | [0..=0xe0, ..] | [0xe2, 0x80..=0x8b | 0x94..=0x96 | 0xa0..=0xa3, ..] => 1,
        [0xef, 0xac..=0xb7 | 0xba | 0xbb, ..] => 1,
        _ => usize::from(cell.symbol().cell_width()).max(1),
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, Kind, mirrored, width_cells};
    use ratatui::buffer::{Cell, CellWidth};

    fn cell(symbol: &str) -> Cell {
        let mut cell = Cell::default();
        cell.set_symbol(symbol);
        cell
    }

    #[test]
    fn the_ascii_shortcut_agrees_with_unicode() {
        for byte in b' '..=b'~' {
            let letter = char::from(byte);
            let class = Kind::of_class(crate::text::bidi_class(letter));
            let expected = match letter {
                ' ' => Kind::Blank,
                _ if super::is_bracket(letter) => Kind::Bracket,
                _ => class,
            };
            assert_eq!(Kind::of(&cell(&letter.to_string())), expected, "{letter:?}");
        }
    }

    #[test]
    fn no_right_to_left_character_escapes_the_quick_test() {
        // U+200F and its like take no cell.
        for letter in ('\u{80}'..='\u{1ffff}').filter(|letter| !letter.is_control() && *letter != '\u{200f}') {
            let cell = cell(&letter.to_string());
            let class = Kind::of_class(crate::text::bidi_class(letter));
            if !matches!(Kind::of(&cell), Kind::Blank | Kind::Drawing | Kind::Bracket) {
                assert_eq!(Kind::of(&cell), class, "{letter:?}");
            }
            let quick = Class::of(&cell);
            assert_eq!(quick, Class::looked_up(&cell), "{letter:?}");
            assert_eq!(quick.is_rtl(), class.is_rtl(), "{letter:?}");
            assert!(!super::has_rtl_script(letter) || super::may_be_rtl(&cell), "{letter:?}");
        }
    }

    #[test]
    fn the_width_shortcut_agrees_with_the_buffer() {
        for letter in ('\u{a0}'..='\u{1ffff}').filter(|letter| !letter.is_control()) {
            let cell = cell(&letter.to_string());
            assert_eq!(width_cells(&cell), usize::from(cell.cell_width()).max(1), "{letter:?}");
        }
    }

    #[test]
    fn persian_digits_are_drawn_from_the_right_yet_count_as_numbers() {
        let digit = cell("۴");
        let class = Class::of(&digit);
        assert_eq!((class.kind, class.is_rtl(), class.is_drawn_rtl), (Kind::Number, false, true));
        assert!(Class::of(&cell("ב")).is_drawn_rtl && !Class::of(&cell("4")).is_drawn_rtl);
    }

    #[test]
    fn single_brackets_have_a_mirror() {
        assert_eq!(
            (mirrored("("), mirrored("»"), mirrored("a"), mirrored("(\u{301}")),
            (Some(')'), Some('«'), None, None)
        );
    }

    #[test]
    fn a_blank_with_a_mark_is_no_blank() {
        assert_eq!(Kind::of(&cell(" \u{64e}")), Kind::Neutral);
        assert_eq!(Kind::of(&cell("\u{3000}")), Kind::Neutral);
        assert_eq!(Kind::of(&cell("\u{a0}")), Kind::Separator);
        assert_eq!(Kind::of(&cell("│")), Kind::Drawing);
    }
}
