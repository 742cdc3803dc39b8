//! The rows of the timeline: years, below them months, below them days and what is neither.
//!
//! Owns the tree, its folds and the selection; drawing is `view.rs`.

use std::collections::{BTreeMap, BTreeSet};

use crate::desk::Timeline;
use crate::library::ArticleKey;
use crate::message::isolate;
use crate::panes::{Look, Scroll};
use crate::text::ShapedText;

/// More rows than this begin with the months folded, so that the years can be overlooked.
const MOST_UNFOLDED: usize = 40;

/// One place of the tree: the parts of a date that are known, the year first.
type Path = Vec<String>;

#[derive(Clone, Debug, Default)]
struct Node {
    mentions: u64,
    /// In the order of the listing, without doubles.
    articles: BTreeSet<std::cmp::Reverse<ArticleKey>>,
}

/// One row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    path: Path,
    pub(super) label: ShapedText,
    pub(super) count: ShapedText,
    pub(super) depth: usize,
    /// Whether its inside shows; `None` where it has none.
    pub(super) unfolded: Option<bool>,
}

/// The dates, what is folded and what is selected.
#[derive(Clone, Debug, Default)]
pub struct TimelineState {
    nodes: BTreeMap<Path, Node>,
    folded: BTreeSet<Path>,
    pub(super) rows: Vec<Row>,
    pub(super) scroll: Scroll,
    pub(super) visible: usize,
}

impl TimelineState {
    /// Shows the dates of another listing.
    pub fn set_timeline(&mut self, timeline: &Timeline, look: &Look<'_>) {
        self.nodes.clear();
        self.folded.clear();
        for date in &timeline.dates {
            let path = path_of(&date.value);
            for depth in 1..=path.len() {
                let node = self.nodes.entry(path[..depth].to_vec()).or_default();
                node.mentions += date.mentions;
                node.articles.extend(date.articles.iter().map(|key| std::cmp::Reverse(*key)));
            }
        }
        if self.nodes.len() > MOST_UNFOLDED {
            self.folded = self.nodes.keys().filter(|path| path.len() == 1).cloned().collect();
        }
        self.rebuild(look);
    }

    /// Makes the rows anew; what was selected stays so where it still shows.
    pub fn rebuild(&mut self, look: &Look<'_>) {
        let selected = self.rows.get(self.scroll.selected()).map(|row| row.path.clone());
        let paths: Vec<&Path> = self.nodes.keys().collect();
        let mut rows = Vec::new();
        for (index, path) in paths.iter().enumerate() {
            if (1..path.len()).any(|depth| self.folded.contains(&path[..depth])) {
                continue;
            }
            let has_inside = paths.get(index + 1).is_some_and(|next| next.starts_with(path));
            rows.push(Row {
                label: look.label(&short_label(path, look)),
                count: look.label(&self.nodes[*path].mentions.to_string()),
                depth: path.len() - 1,
                unfolded: has_inside.then(|| !self.folded.contains(*path)),
                path: (*path).clone(),
            });
        }
        self.rows = rows;
        let place = selected.and_then(|path| {
            let shown = |row: &Row| path.starts_with(&row.path);
            self.rows.iter().rposition(shown)
        });
        self.scroll.select(place.unwrap_or(0), self.rows.len(), self.visible);
    }

    /// The articles that speak of the selected time, newest first, and its name.
    pub fn selected(&self, look: &Look<'_>) -> Option<(Vec<ArticleKey>, String)> {
        let path = &self.rows.get(self.scroll.selected())?.path;
        let keys = self.nodes.get(path)?.articles.iter().map(|key| key.0).collect();
        Some((keys, label(path, look)))
    }

    /// Folds the selected time when it is unfolded, and the other way round.
    pub fn toggle(&mut self, look: &Look<'_>) {
        let Some(Row { path, unfolded: Some(unfolded), .. }) = self.rows.get(self.scroll.selected()).cloned() else {
            return;
        };
        if unfolded {
            self.folded.insert(path);
        } else {
            self.folded.remove(&path);
        }
        self.rebuild(look);
    }

    /// Tells how many rows are shown.
    pub fn set_visible(&mut self, rows: usize) {
        if rows != self.visible {
            self.visible = rows;
            self.scroll.reveal(self.rows.len(), rows);
        }
    }

    /// How many rows are shown.
    pub fn visible(&self) -> usize {
        self.visible
    }

    /// Moves the selection by so many rows.
    pub fn move_by(&mut self, by: isize) {
        self.scroll.move_by(by, self.rows.len(), self.visible);
    }

    /// Scrolls by so many rows and leaves the selection.
    pub fn scroll_by(&mut self, by: isize) {
        self.scroll.scroll_by(by, self.rows.len(), self.visible);
    }

    /// Selects what is shown in `row`; false when nothing is, or it is selected already.
    pub fn click(&mut self, row: usize) -> bool {
        let (before, item) = (self.scroll.selected(), self.scroll.top() + row);
        if item < self.rows.len() {
            self.scroll.select(item, self.rows.len(), self.visible);
        }
        before != self.scroll.selected()
    }
}

/// The year, the month and the day of a value as far as it has them; another form below its year, or below none.
///
/// Years stand in the order of their digits, what has no year at the end.
fn path_of(value: &str) -> Path {
    let is_digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = value.split('-').collect();
    match parts.as_slice() {
        [year] if is_digits(year, 4) => vec![(*year).to_owned()],
        [year, month] if is_digits(year, 4) && is_digits(month, 2) => vec![(*year).to_owned(), (*month).to_owned()],
        [year, month, day] if is_digits(year, 4) && is_digits(month, 2) && is_digits(day, 2) => {
            parts.iter().map(|part| (*part).to_owned()).collect()
        }
        _ => match value.get(..4).filter(|year| is_digits(year, 4)) {
            // Another calendar has other years.
            Some(year) if !value.contains(' ') => vec![year.to_owned(), format!("~{value}")],
            _ => vec!["~".to_owned(), format!("~{value}")],
        },
    }
}

/// A time in words, below the words of the year and the month that it lies in.
fn short_label(path: &Path, look: &Look<'_>) -> String {
    let whole = label(path, look);
    match path.as_slice() {
        [year, _, ..] if year != "~" && !path.iter().any(|part| part.starts_with('~')) => {
            let words = whole.trim_matches(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}']);
            look.messages.isolate_own(words.strip_suffix(year.as_str()).unwrap_or(words).trim())
        }
        _ => whole,
    }
}

/// A time in words.
fn label(path: &Path, look: &Look<'_>) -> String {
    let month_of = |month: &str| {
        let number = month.trim_start_matches('0');
        let is_month = number.parse::<u8>().is_ok_and(|number| (1..=12).contains(&number));
        if is_month { look.messages.text(&format!("month-{number}")).to_owned() } else { month.to_owned() }
    };
    let own = match path.as_slice() {
        [.., other] if other.starts_with("~--") => {
            // A month, or a day of it, whose year is not known.
            let mut parts = other[3..].split('-');
            let month = parts.next().map(month_of).unwrap_or_default();
            match (parts.next(), parts.next()) {
                (None, _) => month,
                (Some(day), None) => format!("{} {month}", day.trim_start_matches('0')),
                _ => return isolate(&other[1..]),
            }
        }
        [.., other] if other.starts_with('~') && other.len() > 1 => return isolate(&other[1..]),
        [other] if other == "~" => return look.messages.text("timeline-no-year").to_owned(),
        [year, month] => format!("{} {year}", month_of(month)),
        [year, month, day] => {
            let (day, month) = (day.trim_start_matches('0'), month_of(month));
            look.messages.format("date", &[("day", day), ("month", &month), ("year", year)])
        }
        _ => path.concat(),
    };
    look.messages.isolate_own(&own)
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn dates_stand_below_their_years() {
        for (value, path) in [
            ("2020-11-09", &["2020", "11", "09"][..]),
            ("2020-11", &["2020", "11"]),
            ("2020", &["2020"]),
            ("2020/2022", &["2020", "~2020/2022"]),
            ("2015-W12", &["2015", "~2015-W12"]),
            ("--09-19", &["~", "~--09-19"]),
            ("199X", &["~", "~199X"]),
            ("1445-03 AH", &["~", "~1445-03 AH"]),
            ("", &["~", "~"]),
        ] {
            assert_eq!(path_of(value), path, "{value}");
        }
    }
}
