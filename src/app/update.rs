//! What each action does.
//!
//! Owns one arm for every action; how keys become actions is `input.rs`, what the world outside must do is handed back
//! as effects.

use crate::action::{Action, Effect};
use crate::panes::help::HelpState;
use crate::panes::warnings::WarningsState;
use crate::panes::{ColorSupport, Theme};
use crate::text::{Direction, MarkPolicy};

use super::state::Page;
use super::{App, Focus};

/// A column grows and shrinks by so many cells.
const COLUMN_STEP: i32 = 3;

impl App {
    /// Carries an action out and brings everything up to date; returns what the world outside must do.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Quit => {
                self.keep_position();
                self.effects.push(Effect::Quit);
            }
            Action::Suspend => {
                self.keep_position();
                self.effects.push(Effect::Suspend);
            }
            Action::Redraw => self.effects.push(Effect::Redraw),
            _ if self.find.is_some() => self.update_find(action),
            _ if !matches!(self.page, Page::None) => self.update_page(action),
            _ => self.update_panes(action),
        }
        self.settle();
        std::mem::take(&mut self.effects)
    }

    fn update_panes(&mut self, action: Action) {
        match action {
            Action::MoveDown => self.move_by(1),
            Action::MoveUp => self.move_by(-1),
            Action::PageDown => self.move_by(self.page_rows(1)),
            Action::PageUp => self.move_by(-self.page_rows(1)),
            Action::HalfPageDown => self.move_by(self.page_rows(2)),
            Action::HalfPageUp => self.move_by(-self.page_rows(2)),
            Action::GoFirst => self.go_first(),
            Action::GoLast => self.go_last(),
            Action::Open => self.open(),
            Action::GoDeeper => self.go_deeper(),
            Action::GoBack => self.go_back(),
            Action::GoRight if self.direction() == Direction::Ltr => self.go_deeper(),
            Action::GoRight => self.go_back(),
            Action::GoLeft if self.direction() == Direction::Ltr => self.go_back(),
            Action::GoLeft => self.go_deeper(),
            Action::FocusNext => self.step_focus(true),
            Action::FocusPrevious => self.step_focus(false),
            Action::ToggleFold => {
                self.with_sections(|sections, look| sections.toggle(look));
            }
            Action::Cancel => self.cancel(),
            Action::NextParagraph => self.reader.step_block(true),
            Action::PreviousParagraph => self.reader.step_block(false),
            Action::ZoomReader => {
                self.zoomed = !(self.zoomed && self.is_reading());
                self.set_focus(Focus::Reader);
            }
            Action::ShowEntities => self.toggle_entities(),
            Action::WidenPane => self.resize_column(COLUMN_STEP),
            Action::NarrowPane => self.resize_column(-COLUMN_STEP),
            _ => self.update_articles(action),
        }
    }

    /// The actions on articles.
    fn update_articles(&mut self, action: Action) {
        match action {
            Action::FindArticle => self.begin_find_article(),
            Action::FindInside => self.begin_find_inside(),
            Action::NextMatch => self.step_found(true),
            Action::PreviousMatch => self.step_found(false),
            Action::NextArticle => self.step_article(1),
            Action::PreviousArticle => self.step_article(-1),
            Action::NextUnread => self.step_unread(true),
            Action::ToggleStar => {
                if let Some(article) = self.current_article() {
                    self.change_marks(article, |marks| marks.starred = !marks.starred);
                }
            }
            Action::ToggleRead => {
                if let Some(article) = self.current_article() {
                    self.change_marks(article, |marks| marks.read = !marks.read);
                }
            }
            Action::CopyText => self.copy_text(),
            Action::CopyLink => self.copy_link(),
            _ => self.update_everywhere(action),
        }
    }

    /// The actions that work over a page as well.
    fn update_everywhere(&mut self, action: Action) {
        match action {
            Action::ShowHelp => self.page = Page::Help(HelpState::new(&self.keymap, &self.look(true))),
            Action::ShowWarnings => self.show_warnings(),
            Action::SwitchLanguage => self.speak(self.messages.language().next()),
            Action::SwitchTheme => self.switch_theme(),
            Action::SwitchDirection => self.switch_direction(),
            Action::SwitchTashkeel => {
                let kept = self.options.tashkeel == MarkPolicy::Keep;
                self.options.tashkeel = if kept { MarkPolicy::Strip } else { MarkPolicy::Keep };
                self.reshape();
                self.say(if kept { "tashkeel-hidden" } else { "tashkeel-shown" }, &[]);
            }
            _ => {}
        }
    }

    fn update_page(&mut self, action: Action) {
        let (help, warnings) = (matches!(self.page, Page::Help(_)), matches!(self.page, Page::Warnings(_)));
        let visible = match &self.page {
            Page::None => 0,
            Page::Help(help) => help.visible(),
            Page::Warnings(warnings) => warnings.visible(),
        };
        let page = (visible as isize - 1).max(1);
        match action {
            Action::Cancel => self.page = Page::None,
            Action::ShowHelp if help => self.page = Page::None,
            Action::ShowWarnings if warnings => self.page = Page::None,
            Action::MoveDown => self.scroll_page(1),
            Action::MoveUp => self.scroll_page(-1),
            Action::PageDown => self.scroll_page(page),
            Action::PageUp => self.scroll_page(-page),
            Action::HalfPageDown => self.scroll_page((page / 2).max(1)),
            Action::HalfPageUp => self.scroll_page(-(page / 2).max(1)),
            Action::GoFirst => self.scroll_page(isize::MIN),
            Action::GoLast => self.scroll_page(isize::MAX),
            _ => self.update_everywhere(action),
        }
    }

    /// Scrolls the page over the panes.
    pub(super) fn scroll_page(&mut self, by: isize) {
        match &mut self.page {
            Page::None => {}
            Page::Help(help) => help.scroll_by(by),
            Page::Warnings(warnings) => warnings.scroll_by(by),
        }
    }

    /// Makes the page over the panes anew: its words have changed.
    pub(super) fn refresh_pages(&mut self) {
        match &self.page {
            Page::None => {}
            Page::Help(_) => self.page = Page::Help(HelpState::new(&self.keymap, &self.look(true))),
            Page::Warnings(_) => self.show_warnings(),
        }
    }

    fn show_warnings(&mut self) {
        let sentences = self.warnings.iter().map(|warning| self.warning_words(warning));
        self.page = Page::Warnings(WarningsState::new(sentences, &self.look(true)));
    }

    pub(super) fn is_reading(&self) -> bool {
        matches!(self.focus, Focus::Reader | Focus::Entities)
    }

    /// Gives the focus to a pane; the reader then opens what is selected.
    pub(super) fn set_focus(&mut self, focus: Focus) {
        let was_reading = self.is_reading();
        self.focus = focus;
        if !self.is_reading() {
            self.zoomed = false;
        } else if !was_reading {
            self.open_selected();
            self.focus = focus;
        }
    }

    fn step_focus(&mut self, forwards: bool) {
        let order = [Focus::Sections, Focus::List, Focus::Reader, Focus::Entities];
        let order = if self.entities_shown { &order[..] } else { &order[..3] };
        let here = order.iter().position(|focus| *focus == self.focus).unwrap_or(0);
        let step = if forwards { 1 } else { order.len() - 1 };
        self.set_focus(order[(here + step) % order.len()]);
    }

    fn with_sections(
        &mut self,
        change: impl FnOnce(&mut crate::panes::sections::SectionsState, &crate::panes::Look<'_>) -> bool,
    ) -> bool {
        let mut sections = std::mem::take(&mut self.sections);
        let changed = change(&mut sections, &self.look(false));
        self.sections = sections;
        changed
    }

    fn go_deeper(&mut self) {
        match self.focus {
            Focus::Sections => {
                if !self.with_sections(|sections, look| sections.unfold(look)) {
                    self.set_focus(Focus::List);
                }
            }
            Focus::List => self.set_focus(Focus::Reader),
            Focus::Reader if self.entities_shown => self.set_focus(Focus::Entities),
            Focus::Reader | Focus::Entities => {}
        }
    }

    fn go_back(&mut self) {
        match self.focus {
            Focus::Sections => {
                self.with_sections(|sections, look| sections.fold(look));
            }
            Focus::List => self.set_focus(Focus::Sections),
            Focus::Reader => self.set_focus(Focus::List),
            Focus::Entities => self.set_focus(Focus::Reader),
        }
    }

    fn open(&mut self) {
        match self.focus {
            Focus::Sections => self.set_focus(Focus::List),
            Focus::List => self.set_focus(Focus::Reader),
            Focus::Reader => {}
            Focus::Entities => self.jump_to_entity(),
        }
    }

    /// Goes to the next mention of the selected entity; where the pane hides the text, the text comes back.
    pub(super) fn jump_to_entity(&mut self) {
        if let Some(id) = self.entities.selected().cloned() {
            self.reader.clear_matches();
            self.reader.step_mention(&id, true);
            let screen = ratatui::layout::Rect::new(0, 0, self.size.0, self.size.1);
            if self.arrangement(screen).reader.is_none() {
                self.focus = Focus::Reader;
            }
        }
    }

    fn toggle_entities(&mut self) {
        self.entities_shown = !self.entities_shown;
        if self.entities_shown {
            self.set_focus(Focus::Entities);
        } else if self.focus == Focus::Entities {
            self.focus = Focus::Reader;
        }
    }

    /// Leaves what is being done, one thing at a time: matches, the mention, the whole screen, the pane, the hits.
    fn cancel(&mut self) {
        if self.is_reading() && self.reader.match_count().is_some() {
            self.reader.clear_matches();
        } else if self.is_reading() && self.reader.current_entity().is_some() {
            self.reader.clear_mention();
        } else if self.focus == Focus::Entities {
            self.toggle_entities();
        } else if self.zoomed && self.is_reading() {
            self.zoomed = false;
        } else if self.focus != Focus::List {
            self.set_focus(Focus::List);
        } else {
            self.end_narrowing(false);
        }
    }

    /// The rows of a page of the pane in focus, or a part of them; at least one.
    fn page_rows(&self, divisor: usize) -> isize {
        let rows = match self.focus {
            Focus::Sections => self.sections.visible(),
            Focus::List => self.list.visible(),
            // One row is shown again, so that the eye finds its place.
            Focus::Reader => self.reader.visible().saturating_sub(1),
            Focus::Entities => self.entities.visible(),
        };
        ((rows / divisor).max(1)) as isize
    }

    fn move_by(&mut self, by: isize) {
        match self.focus {
            Focus::Sections => self.sections.move_by(by),
            Focus::List => self.list.move_by(by),
            Focus::Reader => self.reader.scroll_by(by),
            Focus::Entities => self.entities.move_by(by),
        }
    }

    fn go_first(&mut self) {
        match self.focus {
            Focus::Reader => self.reader.go_first(),
            _ => self.move_by(isize::MIN),
        }
    }

    fn go_last(&mut self) {
        match self.focus {
            Focus::Reader => self.reader.go_last(),
            _ => self.move_by(isize::MAX),
        }
    }

    /// The article that an action means: the one being read, else the selected one.
    fn current_article(&self) -> Option<usize> {
        if self.is_reading() { self.shown } else { self.list.selected() }
    }

    /// The next match, else the next mention of the entity jumped to, else the next unread article.
    fn step_found(&mut self, forwards: bool) {
        if self.reader.match_count().is_some() {
            self.reader.step_match(forwards);
        } else if let Some(id) = self.reader.current_entity().cloned() {
            self.reader.step_mention(&id, forwards);
        } else {
            self.step_unread(forwards);
        }
    }

    fn step_article(&mut self, by: isize) {
        let before = self.list.selected();
        self.list.move_by(by);
        if self.list.selected() != before {
            self.read_selected();
        }
    }

    fn step_unread(&mut self, forwards: bool) {
        let place = self.list.place();
        let is_unread = |item: &&crate::panes::list::ListItem| !self.marks_of(item.article).read;
        let items = self.list.items();
        let found = if forwards {
            items.iter().skip(place + 1).find(is_unread)
        } else {
            items.iter().take(place).rev().find(is_unread)
        };
        match found.map(|item| item.article) {
            Some(article) => {
                self.list.select_article(article);
                self.read_selected();
            }
            None => self.say("no-unread", &[]),
        }
    }

    /// While one reads, the selected article is opened at once.
    fn read_selected(&mut self) {
        if self.is_reading() {
            let focus = self.focus;
            self.open_selected();
            self.focus = focus;
        }
    }

    fn copy_text(&mut self) {
        let Some(article) = self.current_article().and_then(|index| self.articles.get(index)) else { return };
        let mut text = article.title.value.clone();
        for paragraph in &article.paragraphs {
            text.push_str("\n\n");
            text.push_str(paragraph);
        }
        text.push('\n');
        self.effects.push(Effect::Copy(text));
        self.say("copied-text", &[]);
    }

    fn copy_link(&mut self) {
        let Some(article) = self.current_article().and_then(|index| self.articles.get(index)) else { return };
        let link = article.url.clone().unwrap_or_else(|| article.path.clone());
        self.effects.push(Effect::Copy(link.clone()));
        self.say("copied-link", &[("link", &link)]);
    }

    fn switch_theme(&mut self) {
        self.brightness = self.brightness.next();
        self.theme = Theme::builtin(self.colors, self.brightness);
        if self.colors == ColorSupport::None {
            self.say("theme-mono", &[]);
        }
    }

    fn switch_direction(&mut self) {
        let (direction, key) = match self.options.direction {
            None => (Some(Direction::Rtl), "direction-rtl"),
            Some(Direction::Rtl) => (Some(Direction::Ltr), "direction-ltr"),
            Some(Direction::Ltr) => (None, "direction-auto"),
        };
        self.options.direction = direction;
        self.show_again();
        self.say(key, &[]);
    }

    /// Makes the column in focus wider by so many cells; for the reader, the column beside it narrower.
    fn resize_column(&mut self, by: i32) {
        let areas = self.arrangement(ratatui::layout::Rect::new(0, 0, self.size.0, self.size.1));
        let grown = |area: ratatui::layout::Rect, by: i32| {
            u16::try_from((i32::from(area.width) + by).max(1)).unwrap_or(u16::MAX)
        };
        match (self.focus, areas.sections, areas.list) {
            (Focus::Sections, Some(area), _) if areas.list.is_some() => self.column_cells.0 = Some(grown(area, by)),
            (Focus::Sections | Focus::List, _, Some(area)) => self.column_cells.1 = Some(grown(area, by)),
            (Focus::Sections, Some(area), None) => self.column_cells.1 = Some(grown(area, by)),
            (Focus::Reader | Focus::Entities, _, Some(area)) => self.column_cells.1 = Some(grown(area, -by)),
            _ => {}
        }
    }
}
