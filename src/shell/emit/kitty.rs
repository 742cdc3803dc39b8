//! Kitty: the symbols of each right-to-left word reversed in place, for a terminal that draws such words backwards.
//!
//! Owns the runs that kitty gives to its shaper and the faces that keep others out of them. Styles stay in their
//! columns there, so they stay here. With `force_ltr yes` in kitty's own settings visual mode is right instead; that
//! cannot be queried.

use ratatui::buffer::Cell;
use ratatui::style::Modifier;

use super::kind::{Kind, has_own_script, is_drawn_rtl, width_cells};

/// What chooses the font of a cell, and so where a run of kitty's shaper ends.
const FACE: Modifier = Modifier::BOLD.union(Modifier::ITALIC);

/// Reverses each run of right-to-left cells of one face, and sets off the cells that touch it by another face.
pub(super) fn rewrite_row(row: &mut [Cell]) {
    let mut column = 0;
    while column < row.len() {
        if !is_drawn_rtl(&row[column]) {
            column += 1;
            continue;
        }
        let face = face_of(&row[column]);
        let end = column + row[column..].iter().take_while(|cell| is_drawn_rtl(cell) && face_of(cell) == face).count();
        // A run of nothing but signs that all scripts share, such as ـ, gives the shaper no direction: it stays.
        if row[column..end].iter().any(|cell| cell.symbol().chars().any(has_own_script)) {
            reverse_symbols(&mut row[column..end]);
        }
        if let Some(left) = cell_before(row, column) {
            set_off(row, left);
        }
        if end < row.len() {
            set_off(row, end);
        }
        column = end;
    }
}

/// The cell left of `column`: of a wide one its first column.
fn cell_before(row: &[Cell], column: usize) -> Option<usize> {
    let left = column.checked_sub(1)?;
    let wide = left.checked_sub(1).filter(|&first| width_cells(&row[first]) == 2);
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
fn set_off(row: &mut [Cell], column: usize) {
    let beside = [column.checked_sub(1), Some(column + width_cells(&row[column]))].map(|at| {
        let cell = at.and_then(|at| row.get(at)).filter(|cell| is_drawn_rtl(cell));
        cell.map(face_of)
    });
    let cell = &mut row[column];
    let own = face_of(cell);
    if !beside.contains(&Some(own)) || is_drawn_rtl(cell) || matches!(Kind::of(cell), Kind::Blank | Kind::Drawing) {
        return;
    }
    let free = [Modifier::BOLD, Modifier::ITALIC, FACE].map(|toggled| own ^ toggled);
    if let Some(face) = free.into_iter().find(|face| !beside.contains(&Some(*face))) {
        cell.modifier = (cell.modifier - FACE) | face;
    }
}

#[cfg(test)]
mod tests {
    use super::{FACE, rewrite_row};
    use ratatui::buffer::Cell;
    use ratatui::style::{Color, Modifier};

    fn symbols(row: &[Cell]) -> Vec<&str> {
        row.iter().map(Cell::symbol).collect()
    }

    #[test]
    fn symbols_turn_and_styles_stay() {
        let mut row: Vec<Cell> = ["│", "ج", "ب", "ا", " ", "a"].map(Cell::new).to_vec();
        row[1].fg = Color::Red;
        rewrite_row(&mut row);
        assert_eq!(symbols(&row), ["│", "ا", "ب", "ج", " ", "a"]);
        assert_eq!((row[1].fg, row[3].fg), (Color::Red, Color::Reset));
        assert!(row.iter().all(|cell| cell.modifier.is_empty()));
    }

    #[test]
    fn what_touches_a_run_is_set_off_from_both_sides() {
        let mut row: Vec<Cell> = ["(", "ب", ":", "ت", "2", "0"].map(Cell::new).to_vec();
        row[3].modifier = Modifier::BOLD;
        row[4].modifier = Modifier::UNDERLINED;
        rewrite_row(&mut row);
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
        rewrite_row(&mut row);
        assert_eq!(symbols(&row), ["ج", "د", "ا", "ب"]);
    }
}
