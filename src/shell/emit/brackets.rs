//! Brackets that would pair up in storage though they stand on two sides of a turned word (UAX #9, N0).
//!
//! Owns the search for such pairs and what stands in for them. A stored row holds its brackets in another order than the
//! text it came from, and a pair takes one direction for both: one of the two would change sides. Next: `pieces.rs`.

use icu_properties::props::BidiPairedBracketType;
use ratatui::buffer::Cell;

use super::kind::{Kind, bracket_data};
use super::word_reversed::Unit;

/// The deepest nesting that the algorithm looks at (BD16).
const DEEPEST: usize = 63;

/// Replaces both brackets of every pair that rule N0 would resolve to another side than one of them needs.
///
/// They become ‹ and ›, which are mirrored but never paired; wide ones become ＜ and ＞.
pub(super) fn guard(row: &[Cell], units: &mut [Unit], order: &[usize]) {
    let mut open: Vec<Opener> = Vec::new();
    let mut strong = Strong::default();
    for (place, &index) in order.iter().enumerate() {
        strong.pass(units[index], place);
        let Some(bracket) = bracket(row, units[index]) else { continue };
        if bracket.opens {
            if open.len() == DEEPEST {
                return;
            }
            open.push(Opener { index, place, closed_by: bracket.partner, before: strong });
            continue;
        }
        let Some(depth) = open.iter().rposition(|opener| opener.closed_by == bracket.letter) else { continue };
        let opener = open[depth];
        let needs_rtl = [opener.index, index].map(|bracket| units[bracket].is_turned);
        if strong.sides_since(&opener).into_iter().flatten().all(|is_rtl| needs_rtl == [is_rtl; 2]) {
            open.truncate(depth);
        } else {
            open.remove(depth);
            units[opener.index].stored = Some(if units[opener.index].width() == 1 { '‹' } else { '＜' });
            units[index].stored = Some(if units[index].width() == 1 { '›' } else { '＞' });
        }
    }
}

/// An opening bracket that waits for its partner.
#[derive(Clone, Copy)]
struct Opener {
    index: usize,
    place: usize,
    closed_by: char,
    before: Strong,
}

/// The last places in storage, counted from 1, of what rule N0 takes for strong.
#[derive(Clone, Copy, Default)]
struct Strong {
    rtl: usize,
    ltr: usize,
    drawing: usize,
}

impl Strong {
    fn pass(&mut self, unit: Unit, place: usize) {
        match unit.kind {
            // A pinned blank or line has class L.
            Kind::Left => self.ltr = place + 1,
            Kind::Blank | Kind::Drawing if unit.stored.is_some() => self.ltr = place + 1,
            Kind::Drawing => self.drawing = place + 1,
            kind if kind.is_rtl() => self.rtl = place + 1,
            Kind::Number if unit.is_turned => self.rtl = place + 1,
            Kind::Number => self.ltr = place + 1,
            _ => {}
        }
    }

    /// Which side the pair takes that ends here, true for right to left: by a terminal to which lines are neutral, and
    /// by one to which they are letters. `None` where nothing strong stands inside.
    fn sides_since(self, opener: &Opener) -> [Option<bool>; 2] {
        [(self.ltr, opener.before.ltr), (self.ltr.max(self.drawing), opener.before.ltr.max(opener.before.drawing))].map(
            |(ltr, ltr_before)| match (ltr > opener.place, self.rtl > opener.place) {
                (true, _) => Some(false),
                (false, true) => Some(opener.before.rtl > ltr_before),
                (false, false) => None,
            },
        )
    }
}

struct Bracket {
    letter: char,
    partner: char,
    opens: bool,
}

/// The paired bracket that is stored for an atom.
fn bracket(row: &[Cell], unit: Unit) -> Option<Bracket> {
    if unit.kind != Kind::Bracket {
        return None;
    }
    let mut letters = row[unit.column()].symbol().chars();
    let drawn = letters.next()?;
    let letter = canonical(unit.stored.unwrap_or(drawn));
    let data = bracket_data(letter);
    let opens = match data.paired_bracket_type {
        BidiPairedBracketType::Open => true,
        BidiPairedBracketType::Close => false,
        _ => return None,
    };
    Some(Bracket { letter, partner: canonical(data.mirroring_glyph?), opens })
}

/// The two angle brackets that have a canonical equivalent pair with it, too (BD16).
fn canonical(letter: char) -> char {
    match letter {
        '\u{2329}' => '\u{3008}',
        '\u{232a}' => '\u{3009}',
        _ => letter,
    }
}
