//! The whole state.
//!
//! Owns the fields and how they begin; what changes them is `update.rs`, `input.rs` and `asking.rs`. Everything that is
//! drawn is prepared in `settle`, so that drawing only reads.

use std::collections::BTreeSet;

use jiff::civil::Date;
use ratatui::layout::Rect;

use crate::action::{Effect, Keyboard, Keymap};
use crate::article::ArticleId;
use crate::desk::{Group, ListScope, Listing, Opened, Sort};
use crate::entity::Kind;
use crate::library::ArticleKey;
use crate::message::{InterfaceLanguage, Messages};
use crate::panes::doctor::{Diagnosis, DoctorState};
use crate::panes::entities::EntitiesState;
use crate::panes::facets::FacetsState;
use crate::panes::find::{FindPurpose, FindState};
use crate::panes::help::HelpState;
use crate::panes::list::ListState;
use crate::panes::reader::{ReaderState, ReadingOptions};
use crate::panes::sections::{SectionChoice, SectionsState};
use crate::panes::status::StatusState;
use crate::panes::warnings::WarningsState;
use crate::panes::{Brightness, ColorSupport, Look, Theme, inside_border};
use crate::query::Query;
use crate::source::Warning;
use crate::text::{Direction, MarkPolicy};

use super::arrange::{Arrangement, Focus, Wishes};
use super::asking::Lacks;
use super::entities::{Beside, QUIET, Walk};
use super::listing::Next;

/// What the reader begins with; every field has a default but the day.
#[derive(Clone, Debug)]
pub struct Setup {
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
    /// The kinds of entities that are switched off; at first those that nobody reads for.
    pub hidden_kinds: BTreeSet<Kind>,
    /// Articles that report the same have a line each at first.
    pub all_copies: bool,
}

impl Setup {
    /// A day, and defaults for the rest: Arabic, dark, 16 colours, 80 cells, 80×24.
    pub fn new(today: Date) -> Self {
        Self {
            today,
            interface: InterfaceLanguage::default(),
            brightness: Brightness::default(),
            colors: ColorSupport::default(),
            measure_cells: 80,
            tashkeel: MarkPolicy::Keep,
            keymap: Keymap::builtin(),
            size: (80, 24),
            loading: false,
            hidden_kinds: BTreeSet::from(QUIET),
            all_copies: false,
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

/// What is looked for, and what was selected before.
#[derive(Debug)]
pub(super) struct Search {
    pub(super) query: String,
    pub(super) selected: Option<ArticleId>,
    pub(super) focus: Focus,
    pub(super) zoomed: bool,
}

/// The whole state of the reader.
#[derive(Debug)]
pub struct App {
    /// What is to be found out, and what is on its way.
    pub(super) lacks: Lacks,
    pub(super) warnings: Vec<Warning>,
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
    pub(super) shown: Option<Box<Opened>>,
    pub(super) opened: bool,
    /// The article that is on its way into the reader counts as opened when it is there.
    pub(super) mark_on_arrival: bool,
    /// What is selected is opened as soon as it is known, and the focus then goes there.
    pub(super) opens: Option<Focus>,
    /// The only article is opened as soon as it is known that there is no other.
    pub(super) opens_if_alone: bool,
    /// What the list holds; `None` before the first answer.
    pub(super) listed: Option<Listing>,
    /// What is selected in the next listing.
    pub(super) next: Next,
    /// What is chosen in the tree of sections, as far as the list has followed.
    pub(super) choice: Option<SectionChoice>,
    /// What is listed beside the choice, with its name, and what was selected before.
    pub(super) scope: Option<(ListScope, String)>,
    pub(super) before_scope: Option<ArticleId>,
    pub(super) search: Option<Search>,
    pub(super) sort: Sort,
    pub(super) group: Group,
    /// Articles that report the same have a line each.
    pub(super) all_copies: bool,
    /// The articles whose like stand below them.
    pub(super) unfolded: Vec<ArticleKey>,
    /// The query of the listing as it was understood.
    pub(super) understood: Query,
    pub(super) awaits_titles: bool,
    pub(super) facets: FacetsState,
    pub(super) facets_shown: bool,
    /// The place in the reader before a search inside the article.
    pub(super) place_before_find: Option<crate::library::Position>,
    /// Pages and lists of entities, and what stands in the place of the sections.
    pub(super) walk: Walk,
    /// The reader began empty, and nobody has done anything yet: the newest article is selected as articles arrive.
    pub(super) untouched: bool,
    pub(super) effects: Vec<Effect>,
}

impl App {
    /// The reader as it first shows: all articles listed, the newest one selected, once it has been told of them.
    pub fn new(setup: Setup) -> Self {
        let options =
            ReadingOptions { direction: None, tashkeel: setup.tashkeel, measure_cells: setup.measure_cells.max(1) };
        let mut app = Self {
            lacks: Lacks { overview: true, entities: true, ..Lacks::default() },
            warnings: Vec::new(),
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
            mark_on_arrival: false,
            opens: None,
            opens_if_alone: false,
            listed: None,
            next: Next::First,
            choice: None,
            scope: None,
            before_scope: None,
            search: None,
            sort: Sort::default(),
            group: Group::default(),
            all_copies: setup.all_copies,
            unfolded: Vec::new(),
            understood: Query::default(),
            awaits_titles: false,
            facets: FacetsState::default(),
            facets_shown: false,
            place_before_find: None,
            walk: Walk { hidden: setup.hidden_kinds, ..Walk::default() },
            untouched: setup.loading,
            effects: Vec::new(),
        };
        app.rebuild_sections();
        app.settle();
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
            stacked: self.walk.beside != Beside::Sections,
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
        self.follow_choice();
        self.open_if_alone();
        self.open_when_known();
        if areas.reader.is_some() || areas.entities.is_some() {
            self.show_selected();
        }
        if let Some(area) = areas.sections {
            self.sections.set_visible(usize::from(inside_border(area).height));
            self.facets.set_visible(usize::from(inside_border(area).height));
            self.walk.dossier.set_visible(usize::from(inside_border(area).height));
            self.walk.timeline.set_visible(usize::from(inside_border(area).height));
        }
        if let Some(area) = areas.list {
            self.prepare_list(inside_border(area));
        }
        if let Some(area) = areas.reader {
            let finding = self.rows_for_find(FindPurpose::Inside, inside_border(area));
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
        let rows = inside.height.saturating_sub(self.rows_for_find(FindPurpose::Articles, inside));
        let mut list = std::mem::take(&mut self.list);
        list.set_size(usize::from(inside.width), usize::from(rows));
        list.prepare(&self.look(false), |entry| self.row_content(entry));
        self.list = list;
    }
}
