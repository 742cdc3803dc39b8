//! A line of text while it is typed: letters in logical order, the caret where the eye expects it.
//!
//! Owns [`LineEditor`] (text, caret, keys' effects) and [`EditorView`] (what is painted of it). Knows no key: which
//! key does what is `action/`.

use super::layout::{Align, PlacedLine, ShapeOptions, ShapedText};
use super::paragraph::{BaseDirection, Direction};
use super::segment::graphemes;

/// One line being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineEditor {
    text: String,
    /// A byte offset on a grapheme boundary.
    caret: usize,
}

impl LineEditor {
    /// An empty line.
    pub fn new() -> Self {
        Self::default()
    }

    /// A line with the caret behind its text. Control characters are left out.
    pub fn with_text(text: &str) -> Self {
        let mut editor = Self::new();
        editor.insert_str(text);
        editor
    }

    /// The text in logical order.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The caret as a byte offset on a grapheme boundary of the text.
    pub fn caret(&self) -> usize {
        self.caret
    }

    /// True when nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Puts a character before the caret; control characters are ignored.
    pub fn insert(&mut self, letter: char) {
        if !letter.is_control() {
            self.text.insert(self.caret, letter);
            self.caret = self.boundary_from(self.caret + letter.len_utf8());
        }
    }

    /// Puts a text before the caret, its control characters left out.
    pub fn insert_str(&mut self, text: &str) {
        let typed: String = text.chars().filter(|letter| !letter.is_control()).collect();
        if !typed.is_empty() {
            self.text.insert_str(self.caret, &typed);
            self.caret = self.boundary_from(self.caret + typed.len());
        }
    }

    /// Deletes the character before the caret: a mark before its base, as one typed them.
    pub fn backspace(&mut self) {
        if let Some(letter) = self.text[..self.caret].chars().next_back() {
            let start = self.caret - letter.len_utf8();
            self.text.replace_range(start..self.caret, "");
            self.caret = self.boundary_from(start);
        }
    }

    /// Deletes the grapheme behind the caret.
    pub fn delete(&mut self) {
        let end = self.boundary_from(self.caret + 1);
        self.text.replace_range(self.caret..end.max(self.caret), "");
    }

    /// Deletes the word before the caret and the blanks behind it.
    pub fn delete_word(&mut self) {
        let before = self.text[..self.caret].trim_end();
        let start = before.rfind(char::is_whitespace).map_or(0, |at| at + blank_bytes(before, at));
        self.text.replace_range(start..self.caret, "");
        self.caret = self.boundary_from(start);
    }

    /// Deletes everything.
    pub fn clear(&mut self) {
        *self = Self::new();
    }

    /// Moves the caret one cell to the left of the screen.
    pub fn move_left(&mut self, fallback: Direction) {
        self.step(fallback, false);
    }

    /// Moves the caret one cell to the right of the screen.
    pub fn move_right(&mut self, fallback: Direction) {
        self.step(fallback, true);
    }

    /// Moves the caret before the first character.
    pub fn move_home(&mut self) {
        self.caret = 0;
    }

    /// Moves the caret behind the last character.
    pub fn move_end(&mut self) {
        self.caret = self.text.len();
    }

    /// Puts the caret at the character shown in `cell` of a view of `width_cells`.
    pub fn click(&mut self, cell: usize, width_cells: usize, fallback: Direction) {
        let view = self.view(width_cells, fallback);
        let byte = view
            .shaped
            .place(&view.shaped.editor_line(), view.room, Align::Start)
            .byte_at_cell(cell + view.first_column);
        self.caret = self.boundary_from(byte.min(self.text.len()));
    }

    /// The line as it is painted in `width_cells`; `fallback` is the direction of an empty line and of one without
    /// letters.
    pub fn view(&self, width_cells: usize, fallback: Direction) -> EditorView {
        let shaped = self.shaped(fallback);
        let line = shaped.editor_line();
        // One cell more than the text, so that a caret behind it has a place.
        let room = width_cells.max(line.advance_cells + 1);
        let placed = shaped.place(&line, room, Align::Start);
        let start_cell = if shaped.direction() == Direction::Rtl { room.saturating_sub(1) } else { 0 };
        let caret = placed.caret_cell(self.caret).unwrap_or(start_cell).min(room.saturating_sub(1));
        let first_column = first_column(caret, room, width_cells, shaped.direction());
        EditorView { room, first_column, width_cells, caret_cell: caret - first_column, shaped }
    }

    fn shaped(&self, fallback: Direction) -> ShapedText {
        ShapedText::new(&self.text, &ShapeOptions { base: BaseDirection::Auto { fallback }, ..ShapeOptions::default() })
    }

    /// Moves the caret by one place among the atoms in visual order, the place behind the text counted in.
    fn step(&mut self, fallback: Direction, to_right: bool) {
        let shaped = self.shaped(fallback);
        let line = shaped.editor_line();
        let placed = shaped.place(&line, line.advance_cells, Align::Left);
        let mut stops: Vec<usize> = placed.atoms.iter().map(|atom| atom.start).collect();
        let last = placed.atoms.iter().enumerate().max_by_key(|(_, atom)| atom.end);
        let end_at = last.map_or(0, |(at, atom)| at + usize::from(atom.direction() == Direction::Ltr));
        stops.insert(end_at, self.text.len());
        let here = stops.iter().position(|&stop| stop == self.caret).unwrap_or(end_at);
        let there = if to_right { here + 1 } else { here.wrapping_sub(1) };
        if let Some(&stop) = stops.get(there) {
            self.caret = stop;
        }
    }

    /// The first grapheme boundary at or behind `byte`.
    fn boundary_from(&self, byte: usize) -> usize {
        graphemes(&self.text).map(|(start, _)| start).find(|&start| start >= byte).unwrap_or(self.text.len())
    }
}

fn blank_bytes(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// The first column shown, so that the caret is in view and as much of the text as fits.
fn first_column(caret: usize, room: usize, width_cells: usize, direction: Direction) -> usize {
    let most = room.saturating_sub(width_cells);
    match direction {
        Direction::Ltr => (caret + 1).saturating_sub(width_cells),
        Direction::Rtl => caret.min(most),
    }
}

/// What is painted of a [`LineEditor`].
#[derive(Clone, Debug)]
pub struct EditorView {
    shaped: ShapedText,
    room: usize,
    first_column: usize,
    width_cells: usize,
    /// The cell of the caret, counted from the left edge of the view.
    pub caret_cell: usize,
}

impl EditorView {
    /// The visible part of the line, columns counted from the left edge of the view.
    pub fn placed(&self) -> PlacedLine<'_> {
        let mut placed = self.shaped.place(&self.shaped.editor_line(), self.room, Align::Start);
        let (first, behind) = (self.first_column, self.first_column + self.width_cells);
        placed.atoms.retain(|atom| atom.column_cells >= first && atom.column_cells + atom.advance_cells <= behind);
        placed.atoms.iter_mut().for_each(|atom| atom.column_cells -= first);
        placed
    }

    /// The base direction of what is typed.
    pub fn direction(&self) -> Direction {
        self.shaped.direction()
    }
}

impl ShapedText {
    /// The whole text as one line whose trailing blanks are shown, as an editor needs it.
    fn editor_line(&self) -> super::Line {
        let mut line = self.whole_line();
        line.shown = line.atoms.clone();
        line.advance_cells = self.atoms().iter().map(|atom| usize::from(atom.advance)).sum();
        line
    }
}

#[cfg(test)]
mod tests {
    use super::LineEditor;
    use crate::text::Direction::{self, Ltr, Rtl};

    fn shown(editor: &LineEditor, width: usize, fallback: Direction) -> (String, usize) {
        let view = editor.view(width, fallback);
        (view.placed().to_visual_string(), view.caret_cell)
    }

    #[test]
    fn an_empty_line_starts_at_the_side_of_its_interface() {
        assert_eq!(shown(&LineEditor::new(), 10, Rtl), (String::new(), 9));
        assert_eq!(shown(&LineEditor::new(), 10, Ltr), (String::new(), 0));
    }

    #[test]
    fn arabic_grows_to_the_left() {
        let mut editor = LineEditor::new();
        editor.insert('س');
        assert_eq!(shown(&editor, 6, Ltr), ("     \u{feb1}".to_owned(), 4));
        editor.insert_str("لام");
        assert_eq!(shown(&editor, 6, Ltr), ("   \u{fee1}\u{fefc}\u{feb3}".to_owned(), 2));
    }

    #[test]
    fn arrows_go_where_they_point() {
        let mut editor = LineEditor::with_text("خبر abc");
        let mut seen = vec![editor.caret()];
        for _ in 0..9 {
            editor.move_right(Rtl);
            seen.push(editor.caret());
        }
        // The end stands right of c; then the blank, ر, ب, خ; nothing beyond.
        assert_eq!(seen, [10, 6, 4, 2, 0, 0, 0, 0, 0, 0]);
        editor.move_end();
        editor.move_left(Rtl);
        assert_eq!(editor.caret(), 9, "onto the c");
    }

    #[test]
    fn backspace_takes_a_mark_before_its_letter() {
        let mut editor = LineEditor::with_text("بَ");
        editor.backspace();
        assert_eq!(editor.text(), "ب");
        editor.backspace();
        assert!(editor.is_empty());
        editor.backspace();
    }

    #[test]
    fn words_are_deleted_whole() {
        let mut editor = LineEditor::with_text("خبر عاجل  ");
        editor.delete_word();
        assert_eq!(editor.text(), "خبر ");
        editor.delete_word();
        assert_eq!(editor.text(), "");
    }

    #[test]
    fn delete_takes_the_grapheme_behind_the_caret() {
        let mut editor = LineEditor::with_text("بَا");
        editor.move_home();
        editor.delete();
        assert_eq!((editor.text(), editor.caret()), ("ا", 0));
        editor.move_end();
        editor.delete();
        assert_eq!(editor.text(), "ا");
    }

    #[test]
    fn a_long_line_scrolls_with_its_caret() {
        let mut editor = LineEditor::with_text("abcdefghij");
        assert_eq!(shown(&editor, 5, Ltr), ("ghij".to_owned(), 4));
        editor.move_home();
        assert_eq!(shown(&editor, 5, Ltr), ("abcde".to_owned(), 0));
        let editor = LineEditor::with_text("دددددددد");
        assert_eq!(shown(&editor, 5, Ltr).1, 0);
    }

    #[test]
    fn a_click_puts_the_caret_on_the_letter_under_it() {
        let mut editor = LineEditor::with_text("خبر");
        editor.click(9, 10, Ltr);
        assert_eq!(editor.caret(), 0);
        editor.click(8, 10, Ltr);
        assert_eq!(editor.caret(), 2);
        editor.click(0, 10, Ltr);
        assert_eq!(editor.caret(), 6);
    }

    #[test]
    fn control_characters_are_not_typed() {
        assert_eq!(LineEditor::with_text("a\u{1b}[0m\nb").text(), "a[0mb");
    }
}
