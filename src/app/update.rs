//! What each action does.
//!
//! Owns one arm for every action; how keys become actions is `input.rs`, what the world outside must do is handed back
//! as effects.

use crate::action::{Action, Effect};
use crate::article::Article;
use crate::desk::ListScope;
use crate::panes::help::HelpState;
use crate::panes::warnings::WarningsState;
use crate::panes::{ColorSupport, Theme};
use crate::text::Direction;

use super::asking::Copying;
use super::state::Page;
use super::{App, Focus};

/// A column grows and shrinks by so many cells.
const COLUMN_STEP: i32 = 3;

impl App {
    /// Carries an action out and brings everything up to date, as far as that can be done without asking: see
    /// [`App::input`].
    pub fn update(&mut self, action: Action) {
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
            Action::SwitchEmit => self.effects.push(Effect::SwitchEmit),
            _ if self.find.is_some() => self.update_find(action),
            _ if !matches!(self.page, Page::None) => self.update_page(action),
            _ => self.update_panes(action),
        }
        self.settle();
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
            Action::ToggleFold | Action::ToggleKind if self.focus == Focus::Sections && self.fold_beside() => {}
            Action::ToggleKind => self.toggle_kind(),
            _ if self.update_named(action) => {}
            Action::ShowTimeline => self.toggle_timeline(),
            Action::ToggleFold if self.facets_shown => {}
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
                if let Some(key) = self.current_article() {
                    self.change_marks(key, |marks| marks.starred = !marks.starred);
                }
            }
            Action::ToggleRead => {
                if let Some(key) = self.current_article() {
                    self.change_marks(key, |marks| marks.read = !marks.read);
                }
            }
            Action::CopyText => self.copy_current(Copying::Text),
            Action::CopyLink => self.copy_current(Copying::Link),
            Action::MoreLikeThis => self.list_related(ListScope::Like),
            Action::SameEvent => self.list_related(ListScope::SameEvent),
            Action::SwitchSort => self.switch_sort(),
            Action::SwitchGroup => self.switch_group(),
            Action::SwitchCopies => self.switch_copies(),
            Action::UnfoldCopies => self.unfold_copies(),
            Action::ShowFacets => self.toggle_facets(),
            Action::EditNote => self.begin_note(),
            _ => self.update_everywhere(action),
        }
    }

    /// The actions that work over a page as well.
    fn update_everywhere(&mut self, action: Action) {
        match action {
            Action::ShowHelp => self.page = Page::Help(HelpState::new(&self.keymap, &self.look(true))),
            Action::ShowWarnings => self.show_warnings(),
            Action::ShowDoctor => self.show_doctor(),
            Action::SwitchLanguage => self.speak(self.messages.language().next()),
            Action::SwitchTheme => self.switch_theme(),
            Action::SwitchDirection => self.switch_direction(),
            Action::SwitchTashkeel => self.switch_tashkeel(),
            _ => {}
        }
    }

    fn update_page(&mut self, action: Action) {
        if self.update_doctor(action) {
            return;
        }
        let (help, warnings) = (matches!(self.page, Page::Help(_)), matches!(self.page, Page::Warnings(_)));
        let visible = match &self.page {
            Page::None => 0,
            Page::Help(help) => help.visible(),
            Page::Warnings(warnings) => warnings.visible(),
            Page::Doctor(doctor) => doctor.visible_facts(),
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
            Page::Doctor(doctor) => doctor.scroll_facts(by),
        }
    }

    /// Makes the page over the panes anew: its words have changed.
    pub(super) fn refresh_pages(&mut self) {
        match &self.page {
            Page::None => {}
            Page::Help(_) => self.page = Page::Help(HelpState::new(&self.keymap, &self.look(true))),
            Page::Warnings(_) => self.show_warnings(),
            Page::Doctor(_) => self.show_doctor(),
        }
    }

    fn show_warnings(&mut self) {
        let sentences = self.warnings.iter().map(|warning| self.warning_words(warning));
        self.page = Page::Warnings(WarningsState::new(sentences, &self.look(true)));
    }

    /// Copies something of the current article, which is fetched first where it is not the one in the reader.
    fn copy_current(&mut self, copying: Copying) {
        let Some(key) = self.current_article() else { return };
        match self.shown.as_ref().filter(|shown| shown.key == key).map(|shown| shown.stored.article.clone()) {
            Some(article) => self.copy(&article, copying),
            None => self.lacks.copy = Some((key, copying)),
        }
    }

    pub(super) fn copy(&mut self, article: &Article, copying: Copying) {
        match copying {
            Copying::Text => {
                let mut text = article.title.value.clone();
                for paragraph in &article.paragraphs {
                    text.push_str("\n\n");
                    text.push_str(paragraph);
                }
                text.push('\n');
                self.effects.push(Effect::Copy(text));
                self.say("copied-text", &[]);
            }
            Copying::Link => {
                let link = article.url.as_ref().unwrap_or(&article.path).clone();
                self.effects.push(Effect::Copy(link.clone()));
                self.say("copied-link", &[("link", &link)]);
            }
        }
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
}
