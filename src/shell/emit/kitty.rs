//! Kitty: the symbols of each right-to-left word reversed in place, for a terminal that draws such words backwards.
//!
//! Owns the runs that kitty gives to its shaper and the faces that keep others out of them. Styles stay in their
//! columns there, so they stay here. With `force_ltr yes` in kitty's own settings visual mode is right instead; that
//! cannot be queried.

use ratatui::buffer::Cell;
use ratatui::style::Modifier;

use super::kind::{Class, Kind, has_own_script};
use super::stored::{Change, Part, Stored};

/// What chooses the font of a cell, and so where a run of kitty's shaper ends.
const FACE: Modifier = Modifier::BOLD.union(Modifier::ITALIC);

/// Reverses each run of right-to-left cells of one face, and sets off the cells that touch it by another face.
pub(super) fn plan_part(part: Part<'_>, plan: &mut [Stored]) {
    let (row, classes) = (part.cells, part.classes);
    let mut column = 0;
    while let Some(start) = classes.get(column..).and_then(|rest| rest.iter().position(|class| class.is_drawn_rtl)) {
        let start = column + start;
        let face = face_of(&row[start]);
        let run = row[start..].iter().zip(&classes[start..]);
        let end = start + run.take_while(|(cell, class)| class.is_drawn_rtl && face_of(cell) == face).count();
        if row[start..end].iter().zip(&classes[start..end]).any(gives_direction) {
            // What stands in the cells is reversed; how it is drawn stays.
            let sources = part.columns(start..end).rev();
            plan[start..end].iter_mut().zip(sources).for_each(|(stored, source)| stored.symbol = source);
        }
        if let Some(left) = cell_before(classes, start) {
            set_off(row, classes, (left, plan));
        }
        if end < row.len() {
            set_off(row, classes, (end, plan));
        }
        column = end;
    }
}

/// True for what tells the shaper to draw a run from the right. One of nothing but signs that all scripts share, such
/// as ـ, has no direction of its own: it stays.
fn gives_direction((cell, class): (&Cell, &Class)) -> bool {
    // A form made for joining belongs to its script alone.
    let is_form = || matches!(cell.symbol().as_bytes(), [0xef, 0xba, ..] | [0xef, 0xbb, 0x80..=0xbc, ..]);
    class.is_drawn_rtl && (is_form() || cell.symbol().chars().any(has_own_script))
}

/// The cell left of `column`: of a wide one its first column.
fn cell_before(classes: &[Class], column: usize) -> Option<usize> {
    let left = column.checked_sub(1)?;
    let wide = left.checked_sub(1).filter(|&first| classes[first].width == 2);
    Some(wide.unwrap_or(left))
}

fn face_of(cell: &Cell) -> Modifier {
    cell.modifier & FACE
}

/// Gives a cell that touches a right-to-left run a face that no run beside it has, so that it cannot join one whatever
/// fonts the user has. Blanks and lines end a run by themselves.
fn set_off(row: &[Cell], classes: &[Class], (column, plan): (usize, &mut [Stored])) {
    let class = classes[column];
    if class.is_drawn_rtl || matches!(class.kind, Kind::Blank | Kind::Drawing) {
        return;
    }
    let beside = [column.checked_sub(1), Some(column + usize::from(class.width))].map(|at| {
        let at = at.filter(|&at| classes.get(at).is_some_and(|class| class.is_drawn_rtl));
        at.and_then(|at| row.get(at)).map(face_of)
    });
    let modifier = match plan[column].change {
        Change::Face(modifier) => modifier,
        _ => row[column].modifier,
    };
    let own = modifier & FACE;
    if !beside.contains(&Some(own)) {
        return;
    }
    let free = [Modifier::BOLD, Modifier::ITALIC, FACE].map(|toggled| own ^ toggled);
    if let Some(face) = free.into_iter().find(|face| !beside.contains(&Some(*face))) {
        plan[column].change = Change::Face((modifier - FACE) | face);
    }
}

#[cfg(test)]
mod tests {
    use super::FACE;
    use crate::shell::emit::{EmitMode, Emitter};
    use ratatui::buffer::Cell;
    use ratatui::style::{Color, Modifier};

    fn symbols(row: &[Cell]) -> Vec<&str> {
        row.iter().map(Cell::symbol).collect()
    }

    fn rewrite(row: &mut [Cell]) {
        Emitter::new(EmitMode::Kitty).rewrite_row(row);
    }

    #[test]
    fn symbols_turn_and_styles_stay() {
        let mut row: Vec<Cell> = ["│", "ج", "ب", "ا", " ", "a"].map(Cell::new).to_vec();
        row[1].fg = Color::Red;
        rewrite(&mut row);
        assert_eq!(symbols(&row), ["│", "ا", "ب", "ج", " ", "a"]);
        assert_eq!((row[1].fg, row[3].fg), (Color::Red, Color::Reset));
        assert!(row.iter().all(|cell| cell.modifier.is_empty()));
    }

    #[test]
    fn what_touches_a_run_is_set_off_from_both_sides() {
        let mut row: Vec<Cell> = ["(", "ب", ":", "ت", "2", "0"].map(Cell::new).to_vec();
        row[3].modifier = Modifier::BOLD;
        row[4].modifier = Modifier::UNDERLINED;
        rewrite(&mut row);
        let faces: Vec<Modifier> = row.iter().map(|cell| cell.modifier & FACE).collect();
        assert_eq!(faces[0], Modifier::BOLD);
        assert_eq!(faces[2], Modifier::ITALIC, "neither the plain letter's face nor the bold one's");
        assert_eq!((faces[4], faces[5]), (Modifier::empty(), Modifier::empty()));
        assert!(row[4].modifier.contains(Modifier::UNDERLINED));
    }

    #[test]
    fn a_change_of_face_ends_a_run() {
        let mut row: Vec<Cell> = ["د", "ج", "ب", "ا"].map(Cell::new).to_vec();
        row[2].modifier = Modifier::BOLD;
        row[3].modifier = Modifier::BOLD;
        rewrite(&mut row);
        assert_eq!(symbols(&row), ["ج", "د", "ا", "ب"]);
    }
}
