//! What is known of a row of the screen between two frames, and which part of it is planned anew when it changes.
//!
//! Owns the classes and the plan of a row, and the cuts: lines of the layout across which no mode looks. What a plan is
//! stands in `stored.rs`, how it is written in `sheet.rs`.

use std::ops::Range;

use ratatui::buffer::Cell;

use super::Emitter;
use super::kind::{Class, Kind};
use super::mode::EmitMode;
use super::stored::{Part, Stored};

/// What a plan depends on, besides the cells.
pub(super) type Manner = (EmitMode, (u8, u8, u8));

/// What is known of a row of the screen, besides what was drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct KeptRow {
    /// The mode that it was written in and the ink of that time; `None` where nothing was.
    manner: Option<Manner>,
    /// The classes of its cells, in a mode that asks for them.
    classes: Vec<Class>,
    /// How it is stored; empty where as drawn.
    plan: Vec<Stored>,
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

    /// How the row is stored; `None` where as drawn.
    pub(super) fn plan(&self) -> Option<&[Stored]> {
        Some(self.plan.as_slice()).filter(|plan| !plan.is_empty())
    }

    /// Plans the row for a mode, after `changed` of its columns have changed. The plan of before is left in `before`, and
    /// in no other columns than the ones given back does it differ.
    pub(super) fn plan_anew(
        &mut self,
        (mode, emitter, row): (EmitMode, &mut Emitter, &[Cell]),
        changed: Range<usize>,
        before: &mut Vec<Stored>,
    ) -> Range<usize> {
        before.clone_from(&self.plan);
        let is_new_manner = self.manner.replace((mode, emitter.ink())) != Some((mode, emitter.ink()));
        if mode.is_visual() {
            self.plan.clear();
            return changed;
        }
        let part = match is_new_manner {
            true => {
                self.classes.clear();
                self.classes.extend(row.iter().map(Class::of));
                0..row.len()
            }
            false => self.read(mode, row, changed),
        };
        if self.plan.is_empty() || is_new_manner {
            emitter.plan_row((mode, row), &self.classes, &mut self.plan);
            return 0..row.len();
        }
        emitter.plan_part(mode, Part::of(row, &self.classes, part.clone()), &mut self.plan[part.clone()]);
        part
    }

    /// Looks at the changed cells again, and gives the columns whose plan can be another now.
    fn read(&mut self, mode: EmitMode, row: &[Cell], changed: Range<usize>) -> Range<usize> {
        let whole = 0..row.len();
        let classes = &mut self.classes;
        // Brackets find their partners anywhere in the row.
        let is_whole = |classes: &[Class]| {
            mode == EmitMode::WordReversed && classes.iter().any(|class| class.kind == Kind::Bracket)
        };
        let was_whole = is_whole(classes);
        let end = (changed.end..row.len()).find(|&column| is_cut(classes, column)).unwrap_or(row.len());
        for (class, cell) in classes[changed.clone()].iter_mut().zip(&row[changed.clone()]) {
            *class = Class::of(cell);
        }
        if was_whole || is_whole(classes) {
            return whole;
        }
        let end = if end == row.len() || is_cut(classes, end) { end } else { row.len() };
        (0..changed.start).rev().find(|&column| is_cut(classes, column)).unwrap_or(0)..end
    }
}

/// True for a line of the layout across which no mode looks: nothing beside it is drawn from the right, and a terminal
/// that reorders rows has passed a character of class L since the last letter that it would take along.
///
/// Such a character is a Latin letter, or the first blank behind a right-to-left word, which word-reversed mode makes one.
fn is_cut(classes: &[Class], column: usize) -> bool {
    if classes[column].kind != Kind::Drawing || classes.get(column + 1).is_some_and(|next| next.is_drawn_rtl) {
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
    false
}
