//! The whole state.
//!
//! Owns the fields and how they begin; what changes them is `update.rs`, `input.rs` and `shelf.rs`. Everything that is
//! drawn is prepared in `settle`, so that drawing only reads.

use std::collections::HashMap;
use std::rc::Rc;

use jiff::civil::Date;
use ratatui::layout::Rect;

use crate::action::{Effect, Keyboard, Keymap};
use crate::article::{Article, ArticleId};
use crate::entity::Mention;
use crate::library::Marks;
use crate::message::{InterfaceLanguage, Messages};
use crate::panes::doctor::{Diagnosis, DoctorState};
use crate::panes::entities::EntitiesState;
use crate::panes::find::{FindPurpose, FindState};
use crate::panes::help::HelpState;
use crate::panes::list::{ListItem, ListState};
use crate::panes::reader::{ReaderState, ReadingOptions};
use crate::panes::sections::{SectionChoice, SectionsState};
use crate::panes::status::StatusState;
use crate::panes::warnings::WarningsState;
use crate::panes::{Brightness, ColorSupport, Look, Theme, inside_border};
use crate::search::TitleIndex;
use crate::source::Warning;
use crate::text::{Direction, MarkPolicy};

use super::arrange::{Arrangement, Focus, Wishes};
use super::shelf::SortKey;

/// What the reader begins with; every field has a default but the articles' own.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The articles, in any order.
    pub articles: Vec<Article>,
    /// What went wrong while they were read.
    pub warnings: Vec<Warning>,
    /// What is known from earlier runs.
    pub marks: Marks,
    /// The day on which the program runs.
    pub today: Date,
    /// The language of the interface.
    pub interface: InterfaceLanguage,
    /// Dark or light.
    pub brightness: Brightness,
    /// How many colours the terminal shows.
    pub colors: ColorSupport,
    /// The widest line of the reader, in cells.
    pub measure_cells: usize,
    /// Which vowel signs are shown at first, where the terminal can show them.
    pub tashkeel: MarkPolicy,
    /// The keys.
    pub keymap: Keymap,
    /// The columns and rows of the terminal.
    pub size: (u16, u16),
    /// More articles are on their way, until `loading_done`.
    pub loading: bool,
}

impl Setup {
    /// Articles to be read on a day, and defaults for the rest: Arabic, dark, 16 colours, 80 cells, 80×24, no marks.
    pub fn new(articles: Vec<Article>, today: Date) -> Self {
        Self {
            articles,
            warnings: Vec::new(),
            marks: Marks::default(),
            today,
            interface: InterfaceLanguage::default(),
            brightness: Brightness::default(),
            colors: ColorSupport::default(),
            measure_cells: 80,
            tashkeel: MarkPolicy::Strip,
            keymap: Keymap::builtin(),
            size: (80, 24),
            loading: false,
        }
    }
}

/// A page over the panes.
#[derive(Clone, Debug, Default)]
pub(super) enum Page {
    #[default]
    None,
    Help(HelpState),
    Warnings(WarningsState),
    Doctor(DoctorState),
}

/// The widest page, in cells.
const MOST_PAGE_CELLS: u16 = 100;

/// Where a page stands over the panes: in their middle.
pub(super) fn page_area(body: Rect) -> Rect {
    let width = body.width.min(MOST_PAGE_CELLS);
    Rect { x: body.x + (body.width - width) / 2, width, ..body }
}

/// What the list held before it was narrowed.
#[derive(Debug)]
pub(super) struct Narrowing {
    pub(super) query: String,
    /// Made from `items` once, so that a key costs a look-up and no folding.
    pub(super) index: TitleIndex,
    pub(super) items: Vec<ListItem>,
    pub(super) selected: Option<usize>,
    pub(super) focus: Focus,
    pub(super) zoomed: bool,
}

/// The whole state of the reader.
#[derive(Debug)]
pub struct App {
    pub(super) articles: Vec<Article>,
    pub(super) index_of: HashMap<ArticleId, usize>,
    /// Every article in the order of the list, and what that order goes by.
    pub(super) order: Vec<usize>,
    pub(super) sort_keys: Vec<SortKey>,
    pub(super) warnings: Vec<Warning>,
    pub(super) marks: Marks,
    pub(super) today: Date,
    pub(super) messages: Messages,
    pub(super) theme: Theme,
    pub(super) brightness: Brightness,
    pub(super) colors: ColorSupport,
    pub(super) keymap: Keymap,
    pub(super) keyboard: Keyboard,
    pub(super) size: (u16, u16),
    pub(super) focus: Focus,
    pub(super) zoomed: bool,
    pub(super) entities_shown: bool,
    pub(super) column_cells: (Option<u16>, Option<u16>),
    pub(super) dragging: Option<Focus>,
    pub(super) options: ReadingOptions,
    /// The vowel signs that the user wants, and whether the terminal can show any; `options` has what follows.
    pub(super) tashkeel: MarkPolicy,
    pub(super) marks_allowed: bool,
    pub(super) diagnosis: Diagnosis,
    pub(super) sections: SectionsState,
    pub(super) list: ListState,
    pub(super) reader: ReaderState,
    pub(super) entities: EntitiesState,
    pub(super) find: Option<FindState>,
    pub(super) status: StatusState,
    pub(super) page: Page,
    /// The article in the reader, and whether it was opened or is only looked at from the list.
    pub(super) shown: Option<usize>,
    pub(super) opened: bool,
    pub(super) narrowing: Option<Narrowing>,
    pub(super) listed: Option<SectionChoice>,
    /// The place in the reader before a search inside the article.
    pub(super) place_before_find: Option<crate::library::Position>,
    pub(super) mentions: HashMap<ArticleId, Rc<Vec<Vec<Mention>>>>,
    /// The reader began empty, and nobody has done anything yet: the newest article is selected as articles arrive.
    pub(super) untouched: bool,
    pub(super) effects: Vec<Effect>,
}

impl App {
    /// The reader as it first shows: all articles listed, the newest one selected.
    pub fn new(setup: Setup) -> Self {
        let options =
            ReadingOptions { direction: None, tashkeel: setup.tashkeel, measure_cells: setup.measure_cells.max(1) };
        let mut app = Self {
            articles: Vec::new(),
            index_of: HashMap::new(),
            order: Vec::new(),
            sort_keys: Vec::new(),
            warnings: Vec::new(),
            marks: setup.marks,
            today: setup.today,
            messages: Messages::load(setup.interface),
            theme: Theme::builtin(setup.colors, setup.brightness),
            brightness: setup.brightness,
            colors: setup.colors,
            keymap: setup.keymap,
            keyboard: Keyboard::default(),
            size: setup.size,
            focus: Focus::List,
            zoomed: false,
            entities_shown: false,
            column_cells: (None, None),
            dragging: None,
            options,
            tashkeel: setup.tashkeel,
            marks_allowed: true,
            diagnosis: Diagnosis::default(),
            sections: SectionsState::default(),
            list: ListState::default(),
            reader: ReaderState::default(),
            entities: EntitiesState::default(),
            find: None,
            status: StatusState { loading: setup.loading, ..StatusState::default() },
            page: Page::None,
            shown: None,
            opened: false,
            narrowing: None,
            listed: None,
            place_before_find: None,
            mentions: HashMap::new(),
            untouched: setup.articles.is_empty(),
            effects: Vec::new(),
        };
        app.extend(setup.articles, setup.warnings);
        app
    }

    /// The direction of the interface.
    pub(super) fn direction(&self) -> Direction {
        if self.messages.language().is_right_to_left() { Direction::Rtl } else { Direction::Ltr }
    }

    /// What a pane is drawn with.
    pub(super) fn look(&self, focused: bool) -> Look<'_> {
        Look {
            theme: &self.theme,
            messages: &self.messages,
            direction: self.direction(),
            tashkeel: self.options.tashkeel,
            focused,
        }
    }

    /// Where the panes stand on a screen.
    pub(super) fn arrangement(&self, screen: Rect) -> Arrangement {
        let wishes = Wishes {
            focus: self.focus,
            zoomed: self.zoomed,
            entities: self.entities_shown,
            sections_cells: self.column_cells.0,
            list_cells: self.column_cells.1,
            direction: self.direction(),
        };
        Arrangement::new(screen, &wishes)
    }

    /// Brings everything that is drawn up to date: the article in the reader, sizes, rows in view, counts.
    ///
    /// Nothing is done twice: lines are broken only for a new width, rows shaped only when they first come into view.
    pub(super) fn settle(&mut self) {
        let areas = self.arrangement(Rect::new(0, 0, self.size.0, self.size.1));
        self.relist();
        if areas.reader.is_some() || areas.entities.is_some() {
            self.show_selected();
        }
        if let Some(area) = areas.sections {
            self.sections.set_visible(usize::from(inside_border(area).height));
        }
        if let Some(area) = areas.list {
            self.prepare_list(inside_border(area));
        }
        if let Some(area) = areas.reader {
            let finding = self.find.as_ref().is_some_and(|find| find.purpose == FindPurpose::Inside);
            self.reader.set_size(area, usize::from(finding), &self.options);
        }
        if let Some(area) = areas.entities {
            self.entities.set_visible(usize::from(inside_border(area).height));
        }
        let page = inside_border(page_area(areas.body));
        match &mut self.page {
            Page::None => {}
            Page::Help(help) => help.set_visible(usize::from(page.height)),
            Page::Warnings(warnings) => warnings.set_size(usize::from(page.width), usize::from(page.height)),
            Page::Doctor(doctor) => doctor.set_size(usize::from(page.width), usize::from(page.height)),
        }
        self.status.counts = self.count_words();
    }

    fn prepare_list(&mut self, inside: Rect) {
        let narrowing = self.find.as_ref().is_some_and(|find| find.purpose == FindPurpose::Articles);
        let rows = inside.height.saturating_sub(u16::from(narrowing));
        let mut list = std::mem::take(&mut self.list);
        list.set_size(usize::from(inside.width), usize::from(rows));
        list.prepare(&self.look(false), |article| self.row_content(article));
        self.list = list;
    }
}
