//! What is known about the terminal, and which of the sample lines is selected.
//!
//! Owns the rows of the page and their places: facts above, as many as there is room for, then the question and the
//! samples, which always show. Drawing is `view.rs`.

use std::ops::Range;

use crate::message::{InterfaceLanguage, Messages};
use crate::panes::look::shape;
use crate::panes::{Look, Scroll};
use crate::text::{BaseDirection, Direction, Line, MarkPolicy, ShapedText};

/// What was found out about the terminal: plain values, made by the world outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// One fact a row: the key of its message, `fact-NAME` or just the NAME in ASCII, and its value.
    pub facts: Vec<(String, String)>,
    /// The names of the emit modes, in the order of the sample lines.
    pub modes: Vec<String>,
    /// The name of the mode that the screen is written in.
    pub chosen: String,
}

/// Stands before the name of a fact in its message's key.
const FACT: &str = "fact-";

impl Diagnosis {
    /// The facts with their names in ASCII, for reports and for a screen that shows no Arabic yet.
    pub fn named_facts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.facts.iter().map(|(key, value)| (key.strip_prefix(FACT).unwrap_or(key), value.as_str()))
    }
}

/// A fact, shaped: its name in ASCII, its value, and what it is in the language of the interface.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) name: ShapedText,
    pub(super) value: ShapedText,
    pub(super) words: ShapedText,
    lines: Vec<Line>,
}

impl Fact {
    pub(super) fn line(&self, line: usize) -> Option<&Line> {
        self.lines.get(line)
    }
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct DoctorState {
    pub(super) facts: Vec<Fact>,
    /// The fact and the line of its value that each row shows.
    pub(super) fact_rows: Vec<(usize, usize)>,
    /// The question in every language of the interface, its own first.
    pub(super) questions: Vec<ShapedText>,
    pub(super) modes: Vec<ShapedText>,
    pub(super) sentence: ShapedText,
    pub(super) chosen: Option<usize>,
    pub(super) samples: Scroll,
    /// The first row of facts that shows.
    pub(super) facts_top: usize,
    names: Vec<String>,
    size: (usize, usize),
}

/// The cells of the columns of the facts: names, values, words; words take none where there is no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FactColumns {
    pub(super) name: usize,
    pub(super) value: usize,
    pub(super) words: usize,
}

/// Blank cells before every row, and between columns. Column 0 of the screen stays blank: some modes need it.
pub(super) const MARGIN: usize = 1;
pub(super) const GAP: usize = 2;
/// A page narrower than this shows no second column of words.
const LEAST_WITH_WORDS: usize = 60;

impl DoctorState {
    /// The page for a diagnosis, in the language of `look`; the mode in use is selected.
    pub fn new(diagnosis: &Diagnosis, look: &Look<'_>) -> Self {
        let plain = |text: &str| shape(text, BaseDirection::Forced(Direction::Ltr), MarkPolicy::Strip);
        let fact = |(name, value): (&str, &str)| Fact {
            name: plain(name),
            value: plain(value),
            words: look.label(look.messages.find(&format!("{FACT}{name}")).unwrap_or_default()),
            lines: Vec::new(),
        };
        let own = look.messages.language();
        let others = InterfaceLanguage::ALL.into_iter().filter(|language| *language != own);
        let question = |language: InterfaceLanguage| {
            let direction = if language.is_right_to_left() { Direction::Rtl } else { Direction::Ltr };
            let messages = Messages::load(language);
            shape(messages.text("doctor-question"), BaseDirection::Forced(direction), MarkPolicy::Strip)
        };
        let chosen = diagnosis.modes.iter().position(|mode| *mode == diagnosis.chosen);
        let mut page = Self {
            facts: diagnosis.named_facts().map(fact).collect(),
            questions: std::iter::once(own).chain(others).map(question).collect(),
            modes: diagnosis.modes.iter().map(|mode| plain(mode)).collect(),
            sentence: shape(
                look.messages.text("doctor-sample"),
                BaseDirection::Forced(Direction::Rtl),
                MarkPolicy::Strip,
            ),
            chosen,
            names: diagnosis.modes.clone(),
            ..Self::default()
        };
        page.select(chosen.unwrap_or(0));
        page
    }

    /// Takes the place of an older page: what was selected and how far the facts were scrolled stay.
    pub fn continues(mut self, older: &DoctorState) -> Self {
        self.facts_top = older.facts_top;
        if older.names == self.names {
            self.select(older.samples.selected());
        }
        self
    }

    /// Tells the cells that are free inside the border.
    pub fn set_size(&mut self, width_cells: usize, rows: usize) {
        if self.size != (width_cells, rows) {
            self.size = (width_cells, rows);
            let value = self.columns().value.max(1);
            self.fact_rows.clear();
            for (index, fact) in self.facts.iter_mut().enumerate() {
                fact.lines = fact.value.break_lines(value);
                self.fact_rows.extend((0..fact.lines.len().max(1)).map(|line| (index, line)));
            }
        }
        self.scroll_facts(0);
        self.select(self.samples.selected());
    }

    /// The number of rows of facts that show.
    pub fn visible_facts(&self) -> usize {
        // One row stays blank between the facts and the question.
        self.size.1.saturating_sub(self.names.len() + self.questions.len() + 1).min(self.fact_rows.len())
    }

    /// Scrolls the facts by so many rows.
    pub fn scroll_facts(&mut self, by: isize) {
        let most = self.fact_rows.len().saturating_sub(self.visible_facts());
        self.facts_top = self.facts_top.saturating_add_signed(by).min(most);
    }

    /// Moves the selection among the samples.
    pub fn move_by(&mut self, by: isize) {
        self.select(self.samples.selected().saturating_add_signed(by));
    }

    /// Selects the sample at `index`, or the last one.
    pub fn select(&mut self, index: usize) {
        self.samples.select(index, self.names.len(), self.size.1);
    }

    /// The selected sample.
    pub fn selected(&self) -> usize {
        self.samples.selected()
    }

    /// The name of the mode of the sample at `index`.
    pub fn mode(&self, index: usize) -> Option<&str> {
        self.names.get(index).map(String::as_str)
    }

    /// The rows inside the border that show a sample, from the top, each with the index of its mode.
    pub fn sample_rows(&self) -> impl Iterator<Item = (usize, usize)> {
        let shown = self.names.len().min(self.size.1);
        let first = self.question_rows().end;
        (0..shown).map(move |row| (first + row, self.samples.top() + row))
    }

    /// The rows inside the border that ask the question: fewer than there are languages where there is no room.
    pub(super) fn question_rows(&self) -> Range<usize> {
        let facts = self.visible_facts();
        let first = if facts == 0 { 0 } else { facts + 1 };
        let room = self.size.1.saturating_sub(self.names.len());
        let rows = self.questions.len().min(room);
        first.min(room - rows)..first.min(room - rows) + rows
    }

    /// How the width is divided among the columns of the facts.
    pub(super) fn columns(&self) -> FactColumns {
        let width = self.size.0.saturating_sub(2 * MARGIN);
        let widest = |text: fn(&Fact) -> &ShapedText| self.facts.iter().map(|fact| text(fact).advance_cells()).max();
        let name = widest(|fact| &fact.name).unwrap_or(0).min(width / 3);
        let words =
            if self.size.0 < LEAST_WITH_WORDS { 0 } else { widest(|fact| &fact.words).unwrap_or(0).min(width / 3) };
        let gaps = if words == 0 { GAP } else { 2 * GAP };
        FactColumns { name, value: width.saturating_sub(name + words + gaps), words }
    }
}
