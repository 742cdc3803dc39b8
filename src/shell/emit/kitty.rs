//! Kitty: the symbols of each right-to-left word reversed in place, for a terminal that draws such words backwards.
//!
//! Owns the runs that kitty gives to its shaper and the faces that keep others out of them. Styles stay in their
//! columns there, so they stay here. With `force_ltr yes` in kitty's own settings visual mode is right instead; that
//! cannot be queried.

use ratatui::buffer::Cell;
use ratatui::style::Modifier;

use super::kind::{Class, Kind, has_own_script};

/// What chooses the font of a cell, and so where a run of kitty's shaper ends.
const FACE: Modifier = Modifier::BOLD.union(Modifier::ITALIC);

/// Reverses each run of right-to-left cells of one face, and sets off the cells that touch it by another face.
pub(super) fn rewrite_row(row: &mut [Cell], classes: &[Class]) {
    let mut column = 0;
    while let Some(start) = classes.get(column..).and_then(|rest| rest.iter().position(|class| class.is_drawn_rtl)) {
        let start = column + start;
        let face = face_of(&row[start]);
        let run = row[start..].iter().zip(&classes[start..]);
        let end = start + run.take_while(|(cell, class)| class.is_drawn_rtl && face_of(cell) == face).count();
        if row[start..end].iter().zip(&classes[start..end]).any(gives_direction) {
            reverse_symbols(&mut row[start..end]);
        }
        if let Some(left) = cell_before(classes, start) {
            set_off(row, classes, left);
        }
        if end < row.len() {
            set_off(row, classes, end);
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

/// Reverses what stands in the cells and leaves how it is drawn.
fn reverse_symbols(cells: &mut [Cell]) {
    let (mut left, mut right) = (0, cells.len().saturating_sub(1));
    while left < right {
        let (head, tail) = cells.split_at_mut(right);
        let (one, other) = (&mut head[left], &mut tail[0]);
        std::mem::swap(one, other);
        std::mem::swap(&mut one.fg, &mut other.fg);
        std::mem::swap(&mut one.bg, &mut other.bg);
        std::mem::swap(&mut one.underline_color, &mut other.underline_color);
        std::mem::swap(&mut one.modifier, &mut other.modifier);
        (left, right) = (left + 1, right - 1);
    }
}

/// Gives a cell that touches a right-to-left run a face that no run beside it has, so that it cannot join one whatever
/// fonts the user has. Blanks and lines end a run by themselves.
fn set_off(row: &mut [Cell], classes: &[Class], column: usize) {
    let class = classes[column];
    if class.is_drawn_rtl || matches!(class.kind, Kind::Blank | Kind::Drawing) {
        return;
    }
    let beside = [column.checked_sub(1), Some(column + usize::from(class.width))].map(|at| {
        let at = at.filter(|&at| classes.get(at).is_some_and(|class| class.is_drawn_rtl));
        at.and_then(|at| row.get(at)).map(face_of)
    });
    let cell = &mut row[column];
    let own = face_of(cell);
    if !beside.contains(&Some(own)) {
        return;
    }
    let free = [Modifier::BOLD, Modifier::ITALIC, FACE].map(|toggled| own ^ toggled);
    if let Some(face) = free.into_iter().find(|face| !beside.contains(&Some(*face))) {
        cell.modifier = (cell.modifier - FACE) | face;
    }
}

#[cfg(test)]
mod tests {
    use super::FACE;
    use crate::shell::emit::kind::Classes;
    use ratatui::buffer::Cell;
    use ratatui::style::{Color, Modifier};

    fn symbols(row: &[Cell]) -> Vec<&str> {
        row.iter().map(Cell::symbol).collect()
    }

    fn rewrite(row: &mut [Cell]) {
        let mut classes = Classes::default();
        assert!(classes.read(row));
        super::rewrite_row(row, &classes);
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
