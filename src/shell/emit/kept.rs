//! What is known of a row of the screen between two frames, and which part of it is planned anew when it changes.
//!
//! Owns the classes and the plan of a row, and the cuts: columns across which a mode does not look. What a plan is stands
//! in `stored.rs`, how it is written in `sheet.rs`.

use std::ops::Range;

use ratatui::buffer::Cell;

use super::Emitter;
use super::kind::{Class, Kind};
use super::mode::EmitMode;
use super::stored::{Part, Stored, StoredRow};

/// What a plan depends on, besides the cells.
pub(super) type Manner = (EmitMode, (u8, u8, u8));

/// What is known of a row of the screen, besides what was drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct KeptRow {
    /// The mode that it was written in and the ink of that time; `None` where nothing was.
    manner: Option<Manner>,
    /// The classes of its cells, in a mode that asks for them.
    classes: Vec<Class>,
    /// What is among them that few rows have.
    rare: Rare,
    /// How it is stored; empty where as drawn.
    plan: Vec<Stored>,
}

/// What few rows have, and what makes them slower.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Rare {
    has_brackets: bool,
    has_wide: bool,
}

impl Rare {
    fn among(classes: &[Class]) -> Rare {
        classes.iter().fold(Rare::default(), |rare, class| Rare {
            has_brackets: rare.has_brackets | (class.kind == Kind::Bracket),
            has_wide: rare.has_wide | (class.width > 1),
        })
    }
}

/// How a row was stored before it was planned anew.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    plan: Vec<Stored>,
    is_narrow: bool,
}

impl Before {
    /// The row as it was stored, whose cells were these.
    pub(super) fn row<'r>(&'r self, cells: &'r [Cell]) -> StoredRow<'r> {
        StoredRow { cells, plan: filled(&self.plan), is_narrow: self.is_narrow }
    }
}

fn filled(plan: &[Stored]) -> Option<&[Stored]> {
    Some(plan).filter(|plan| !plan.is_empty())
}

impl KeptRow {
    /// Nothing is known any more.
    pub(super) fn forget(&mut self) {
        self.manner = None;
        self.plan.clear();
    }

    /// True for a row that was written in this manner.
    pub(super) fn is_of(&self, manner: Manner) -> bool {
        self.manner == Some(manner)
    }

    /// The row as it is stored, whose cells are these.
    pub(super) fn row<'r>(&'r self, cells: &'r [Cell]) -> StoredRow<'r> {
        StoredRow { cells, plan: filled(&self.plan), is_narrow: self.is_narrow() }
    }

    /// True where it is known that nothing takes two cells.
    fn is_narrow(&self) -> bool {
        self.manner.is_some_and(|(mode, _)| !mode.is_visual()) && !self.rare.has_wide
    }

    /// Plans the row for a mode, after `changed` of its columns have changed. How it was stored is left in `before`, and in
    /// no other columns than those given back is it stored otherwise now.
    pub(super) fn plan_anew(
        &mut self,
        (mode, emitter, row): (EmitMode, &mut Emitter, &[Cell]),
        changed: Range<usize>,
        before: &mut Before,
    ) -> Range<usize> {
        before.plan.clone_from(&self.plan);
        before.is_narrow = self.is_narrow();
        let manner = Some((mode, emitter.ink()));
        let is_new_manner = std::mem::replace(&mut self.manner, manner) != manner;
        if mode.is_visual() {
            self.plan.clear();
            return changed;
        }
        let part = match is_new_manner {
            true => self.read(row),
            false => self.read_changed(mode, row, changed),
        };
        if self.plan.is_empty() || is_new_manner || !mode.has_work(&self.classes) {
            emitter.plan_row((mode, row), &self.classes, &mut self.plan);
            return 0..row.len();
        }
        emitter.plan_part(mode, Part::of(row, &self.classes, part.clone()), &mut self.plan[part.clone()]);
        part
    }

    /// Looks at the row, and gives all of its columns.
    fn read(&mut self, row: &[Cell]) -> Range<usize> {
        self.classes.clear();
        self.classes.extend(row.iter().map(Class::of));
        self.rare = Rare::among(&self.classes);
        0..row.len()
    }

    /// Looks at the changed cells again, and gives the columns whose plan can be another now.
    fn read_changed(&mut self, mode: EmitMode, row: &[Cell], changed: Range<usize>) -> Range<usize> {
        let reorders = mode == EmitMode::WordReversed;
        let classes = &mut self.classes;
        let last_cut = |classes: &[Class]| {
            let is_cut = |column: &usize| if reorders { is_line(classes, *column) } else { is_gap(classes, *column) };
            (changed.end + 1..row.len()).find(is_cut).unwrap_or(row.len())
        };
        let end = last_cut(classes);
        for (class, cell) in classes[changed.clone()].iter_mut().zip(&row[changed.clone()]) {
            *class = Class::of(cell);
        }
        let before = self.rare;
        let is_usual = before == Rare::default();
        self.rare = Rare::among(if is_usual { &classes[changed.clone()] } else { classes });
        if !reorders {
            return (0..changed.start).rev().find(|&column| is_gap(classes, column)).unwrap_or(0)..end;
        }
        // Brackets find their partners anywhere in the row.
        if before.has_brackets || self.rare.has_brackets {
            return 0..row.len();
        }
        let end = if end == row.len() || is_line(classes, end) { end } else { row.len() };
        (0..changed.start).rev().find(|&column| is_line(classes, column)).unwrap_or(0)..end
    }
}

/// True for a blank or a line beside which nothing is drawn from the right: modes that leave cells in their columns do
/// not look across it.
fn is_gap(classes: &[Class], column: usize) -> bool {
    let is_rtl = |at: usize| classes.get(at).is_some_and(|class| class.is_drawn_rtl);
    let before = column.checked_sub(1).map(|before| classes[before]);
    matches!(classes[column].kind, Kind::Blank | Kind::Drawing)
        && before.is_none_or(|before| !before.is_drawn_rtl && before.width == 1)
        && !is_rtl(column + 1)
}

/// True for a line of the layout that word-reversed mode does not look across: the terminal has passed a character of
/// class L since the last letter that it would take along.
///
/// Such a character is a Latin letter, the first blank of the row, or the first behind a right-to-left word (`pieces.rs`).
fn is_line(classes: &[Class], column: usize) -> bool {
    if classes[column].kind != Kind::Drawing {
        return false;
    }
    let mut has_blank = false;
    for class in classes[..column].iter().rev() {
        match class.kind {
            // What stands in the column behind a wide cell is not there.
            _ if class.width > 1 => return false,
            Kind::Left => return true,
            Kind::Blank => has_blank = true,
            kind if kind.is_rtl() => return has_blank,
            _ => {}
        }
    }
    has_blank
}
