//! Where the panes stand on the screen.
//!
//! Owns one pure function from the screen's size to areas, mirrored for an interface that starts on the right; draws
//! nothing. Next: `draw.rs`.

use ratatui::layout::Rect;

use crate::text::Direction;

/// From so many cells on there are three columns, and two.
const THREE_COLUMNS: u16 = 110;
const TWO_COLUMNS: u16 = 70;
/// The narrowest column that a user can drag.
const LEAST_COLUMN: u16 = 12;
/// The reader keeps at least so many cells.
const LEAST_READER: u16 = 28;
/// From so many cells on the entities stand beside the text, else below it.
const ENTITIES_BESIDE: u16 = 84;

/// A column with fewer rows is not divided, and the upper part never has more rows.
const LEAST_STACK: u16 = 14;
const MOST_STACKED: u16 = 18;

/// Which pane the keys go to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Focus {
    /// The tree of sections.
    Sections,
    /// The list of articles.
    #[default]
    List,
    /// The reader.
    Reader,
    /// The entities of the article.
    Entities,
}

/// What the arrangement depends on beside the size of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The pane that must show.
    pub focus: Focus,
    /// The reader has the whole screen.
    pub zoomed: bool,
    /// The entities show.
    pub entities: bool,
    /// What stands in the place of the sections belongs to the list: where there is no column for it, it stands above.
    pub stacked: bool,
    /// The cells of the sections' column, where the user has set them.
    pub sections_cells: Option<u16>,
    /// The cells of the list's column, where the user has set them.
    pub list_cells: Option<u16>,
    /// The side on which panes start.
    pub direction: Direction,
}

/// The area of each pane that shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// The tree of sections.
    pub sections: Option<Rect>,
    /// The list of articles.
    pub list: Option<Rect>,
    /// The reader.
    pub reader: Option<Rect>,
    /// The entities of the article.
    pub entities: Option<Rect>,
    /// The status line.
    pub status: Option<Rect>,
    /// Everything but the status line: where pages over the panes are drawn.
    pub body: Rect,
}

impl Arrangement {
    /// The arrangement on a screen. Every area lies on the screen and overlaps no other; the pane in focus has one
    /// unless the screen is empty.
    pub fn new(screen: Rect, wishes: &Wishes) -> Self {
        let has_status = screen.height >= 3;
        let body = Rect { height: screen.height - u16::from(has_status), ..screen };
        let status = has_status.then(|| Rect { y: body.bottom(), height: 1, ..screen });
        let mut areas = Self { status, body, ..Self::default() };
        if body.is_empty() {
            return areas;
        }
        let reader = areas.arrange_columns(body, wishes);
        if let Some(reader) = reader {
            areas.arrange_entities(reader, wishes);
        }
        if wishes.direction == Direction::Rtl {
            areas.mirror(screen);
        }
        areas
    }

    /// The pane at a cell.
    pub fn pane_at(&self, column: u16, row: u16) -> Option<(Focus, Rect)> {
        self.panes().into_iter().find(|(_, area)| area.contains(ratatui::layout::Position { x: column, y: row }))
    }

    /// The panes that show, from the start of the screen to its end.
    pub fn panes(&self) -> Vec<(Focus, Rect)> {
        let panes = [
            (Focus::Sections, self.sections),
            (Focus::List, self.list),
            (Focus::Reader, self.reader),
            (Focus::Entities, self.entities),
        ];
        panes.into_iter().filter_map(|(pane, area)| area.map(|area| (pane, area))).collect()
    }

    /// The column whose border towards the next one stands at a cell: the last cell of the one, the first of the other.
    pub fn border_at(&self, column: u16, row: u16, direction: Direction) -> Option<Focus> {
        let columns = [(Focus::Sections, self.sections), (Focus::List, self.list)];
        let inner = |area: Rect| match direction {
            Direction::Ltr => (area.right().saturating_sub(1), area.right()),
            Direction::Rtl => (area.left(), area.left().saturating_sub(1)),
        };
        let is_stacked = matches!((self.sections, self.list), (Some(above), Some(below)) if above.x == below.x);
        let has_next = |pane: Focus| match pane {
            Focus::Sections if is_stacked => false,
            Focus::Sections => self.list.is_some() || self.reader.is_some(),
            _ => self.reader.is_some(),
        };
        let on_border = |area: Rect| {
            (area.top()..area.bottom()).contains(&row) && (inner(area).0 == column || inner(area).1 == column)
        };
        let found = columns.into_iter().find(|(pane, area)| has_next(*pane) && area.is_some_and(on_border));
        found.map(|(pane, _)| pane)
    }

    /// Gives the columns their areas, from the left; returns what the reader and the entities share.
    fn arrange_columns(&mut self, body: Rect, wishes: &Wishes) -> Option<Rect> {
        let width = body.width;
        let is_reading = matches!(wishes.focus, Focus::Reader | Focus::Entities);
        if wishes.zoomed && is_reading {
            return Some(body);
        }
        if width < TWO_COLUMNS {
            match wishes.focus {
                Focus::Sections | Focus::List if wishes.stacked => self.stack(body, wishes.focus),
                Focus::Sections => self.sections = Some(body),
                Focus::List => self.list = Some(body),
                Focus::Reader | Focus::Entities => return Some(body),
            }
            return None;
        }
        let share = |per_cent: u16, least: u16, most: u16| {
            (u32::from(width) * u32::from(per_cent) / 100).clamp(least.into(), most.into()) as u16
        };
        let mut left = body;
        let mut cut = |cells: u16, others: u16| {
            let most = left.width.saturating_sub(others).max(LEAST_COLUMN);
            let column = Rect { width: cells.clamp(LEAST_COLUMN, most), ..left };
            left = Rect { x: column.right(), width: left.width - column.width, ..left };
            column
        };
        if width >= THREE_COLUMNS {
            self.sections = Some(cut(wishes.sections_cells.unwrap_or(share(17, 20, 30)), LEAST_READER + LEAST_COLUMN));
            self.list = Some(cut(wishes.list_cells.unwrap_or(share(30, 34, 56)), LEAST_READER));
        } else {
            let cells = wishes.list_cells.unwrap_or(share(38, 28, 42));
            let column = Some(cut(cells, LEAST_READER));
            match column {
                Some(column) if wishes.stacked => self.stack(column, wishes.focus),
                _ if wishes.focus == Focus::Sections => self.sections = column,
                _ => self.list = column,
            }
        }
        Some(left)
    }

    /// Divides a column between what stands in the place of the sections, above, and the list; where it is too low, the
    /// one in focus has it.
    fn stack(&mut self, column: Rect, focus: Focus) {
        if column.height < LEAST_STACK {
            if focus == Focus::Sections {
                self.sections = Some(column)
            } else {
                self.list = Some(column)
            }
            return;
        }
        let rows = (column.height * 9 / 20).min(MOST_STACKED);
        self.sections = Some(Rect { height: rows, ..column });
        self.list = Some(Rect { y: column.y + rows, height: column.height - rows, ..column });
    }

    /// Divides an area between the reader and the entities.
    fn arrange_entities(&mut self, area: Rect, wishes: &Wishes) {
        if !wishes.entities {
            self.reader = Some(area);
        } else if area.width >= ENTITIES_BESIDE {
            let cells = (area.width / 4).clamp(26, 36);
            self.reader = Some(Rect { width: area.width - cells, ..area });
            self.entities = Some(Rect { x: area.right() - cells, width: cells, ..area });
        } else if area.height >= 12 {
            let rows = (area.height / 3).clamp(5, 14);
            self.reader = Some(Rect { height: area.height - rows, ..area });
            self.entities = Some(Rect { y: area.bottom() - rows, height: rows, ..area });
        } else if wishes.focus == Focus::Entities {
            self.entities = Some(area);
        } else {
            self.reader = Some(area);
        }
    }

    fn mirror(&mut self, screen: Rect) {
        for area in [&mut self.sections, &mut self.list, &mut self.reader, &mut self.entities].into_iter().flatten() {
            area.x = screen.left() + (screen.right() - area.right());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Arrangement, Focus, Wishes};
    use crate::text::Direction;
    use proptest::prelude::*;
    use ratatui::layout::Rect;

    fn columns(width: u16, focus: Focus, direction: Direction) -> Vec<Focus> {
        let wishes = Wishes { focus, direction, ..Wishes::default() };
        let mut panes = Arrangement::new(Rect::new(0, 0, width, 30), &wishes).panes();
        panes.sort_by_key(|(_, area)| area.x);
        panes.into_iter().map(|(pane, _)| pane).collect()
    }

    #[test]
    fn three_columns_two_or_one() {
        use Focus::{List, Reader, Sections};
        assert_eq!(columns(110, List, Direction::Ltr), [Sections, List, Reader]);
        assert_eq!(columns(109, List, Direction::Ltr), [List, Reader]);
        assert_eq!(columns(70, Sections, Direction::Ltr), [Sections, Reader]);
        assert_eq!(columns(69, List, Direction::Ltr), [List]);
        assert_eq!(columns(69, Reader, Direction::Ltr), [Reader]);
    }

    #[test]
    fn an_arabic_interface_is_mirrored() {
        use Focus::{List, Reader, Sections};
        assert_eq!(columns(120, List, Direction::Rtl), [Reader, List, Sections]);
        assert_eq!(columns(80, List, Direction::Rtl), [Reader, List]);
    }

    #[test]
    fn the_border_between_columns_is_two_cells_wide() {
        for direction in [Direction::Ltr, Direction::Rtl] {
            let wishes = Wishes { direction, ..Wishes::default() };
            let areas = Arrangement::new(Rect::new(0, 0, 120, 30), &wishes);
            let found = (0..120).filter_map(|column| areas.border_at(column, 3, direction)).collect::<Vec<_>>();
            assert_eq!(found.iter().filter(|pane| **pane == Focus::Sections).count(), 2);
            assert_eq!(found.iter().filter(|pane| **pane == Focus::List).count(), 2);
        }
    }

    proptest! {
        #[test]
        fn areas_lie_on_the_screen_and_never_overlap(
            size in (0_u16..260, 0_u16..90), focus in 0_usize..4, flags in any::<(bool, bool, bool, bool)>(),
            cells in any::<(Option<u16>, Option<u16>)>(),
        ) {
            let focus = [Focus::Sections, Focus::List, Focus::Reader, Focus::Entities][focus];
            let direction = if flags.0 { Direction::Rtl } else { Direction::Ltr };
            let entities = flags.2 || focus == Focus::Entities;
            let wishes = Wishes { focus, zoomed: flags.1, stacked: flags.3, entities, direction, sections_cells: cells.0, list_cells: cells.1 };
            let screen = Rect::new(0, 0, size.0, size.1);
            let areas = Arrangement::new(screen, &wishes);
            let all: Vec<Rect> = areas.panes().into_iter().map(|(_, area)| area).chain(areas.status).collect();
            let covered: u32 = all.iter().map(|area| area.area()).sum();
            prop_assert_eq!(covered, screen.area());
            for (index, area) in all.iter().enumerate() {
                prop_assert_eq!(area.intersection(screen), *area);
                prop_assert!(all[..index].iter().all(|other| !area.intersects(*other)));
            }
            prop_assert!(screen.is_empty() || areas.panes().iter().any(|(pane, _)| *pane == focus));
        }
    }
}
