//! The list of actions: one row each, with its name and what it does.
//!
//! Owns the names that keymaps use; `app/update.rs` carries the actions out. An action is added by a row here, an arm
//! there, and a message `action-NAME` in each language.

/// Makes the enum, its list and its names from one table.
macro_rules! actions {
    ($($variant:ident $name:literal $doc:literal),+ $(,)?) => {
        /// Something that a user can ask for, as an imperative.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = $doc] $variant,)+
        }

        impl Action {
            /// Every action, in the order in which help lists them.
            pub const ALL: &[Action] = &[$(Action::$variant),+];

            /// The name of the action in keymaps and message keys: lower case ASCII and hyphens.
            pub fn name(self) -> &'static str {
                match self {
                    $(Action::$variant => $name,)+
                }
            }

            /// What the action does, in one English line.
            pub fn doc(self) -> &'static str {
                match self {
                    $(Action::$variant => $doc,)+
                }
            }
        }
    };
}

actions! {
    MoveDown "move-down" "One line down.",
    MoveUp "move-up" "One line up.",
    PageDown "page-down" "One screen down.",
    PageUp "page-up" "One screen up.",
    HalfPageDown "half-page-down" "Half a screen down.",
    HalfPageUp "half-page-up" "Half a screen up.",
    GoFirst "go-first" "To the beginning.",
    GoLast "go-last" "To the end.",
    Open "open" "Open what is selected.",
    GoDeeper "go-deeper" "On to the next pane: from sections to articles to the text.",
    GoBack "go-back" "Back to the pane before.",
    GoRight "go-right" "To the right: unfold, fold, or the pane on that side.",
    GoLeft "go-left" "To the left: fold, unfold, or the pane on that side.",
    FocusNext "focus-next" "The next pane.",
    FocusPrevious "focus-previous" "The pane before.",
    Cancel "cancel" "Leave what is being done.",
    FindArticle "find-article" "Find articles by title and text while typing.",
    FindInside "find-inside" "Find inside the article.",
    NextMatch "next-match" "The next match or mention; without one, the next unread article.",
    PreviousMatch "previous-match" "The match or mention before; without one, the unread article before.",
    NextParagraph "next-paragraph" "The next paragraph.",
    PreviousParagraph "previous-paragraph" "The paragraph before.",
    NextArticle "next-article" "The next article of the list.",
    PreviousArticle "previous-article" "The article before it in the list.",
    NextUnread "next-unread" "The next unread article of the list.",
    ToggleStar "toggle-star" "Star the article, or take its star away.",
    ToggleRead "toggle-read" "Mark the article as read or unread.",
    ToggleFold "toggle-fold" "Fold the section, or unfold it.",
    ZoomReader "zoom-reader" "Give the reader the whole screen, or take it back.",
    MoreLikeThis "more-like-this" "List the articles that resemble this one.",
    SameEvent "same-event" "List the articles that report the same as this one, nearly word for word.",
    SwitchSort "switch-sort" "The order of the list: by date, by relevance, by source.",
    UnfoldCopies "unfold-copies" "Show what reports the same as an article below its line, or behind it again.",
    SwitchCopies "switch-copies" "Show articles that report the same as one line, or each in its own.",
    SwitchGroup "switch-group" "What the list is gathered by: nothing, section, source, day.",
    ShowFacets "show-facets" "Show what the list is made of, or the sections again.",
    EditNote "edit-note" "Write a note beside the article.",
    ShowEntities "show-entities" "Show or hide who and what the article names.",
    ShowTimeline "show-timeline" "Show the dates that the listed articles speak of.",
    ToggleKind "toggle-kind" "Switch the kind of the selected name off, or on again.",
    RenameEntity "rename-entity" "List what is selected under another name.",
    MergeEntity "merge-entity" "Say that it is the same as another.",
    SplitEntity "split-entity" "Make this spelling an entity of its own.",
    MarkWrong "mark-wrong" "Say that it names nobody and nothing.",
    UndoAlias "undo-alias" "Take back what was said last about an entity.",
    RedoAlias "redo-alias" "Say again what was taken back last.",
    ShowWarnings "show-warnings" "Show what went wrong while reading the files.",
    ShowHelp "show-help" "Show the keys.",
    ShowDoctor "show-doctor" "Show what was found out about the terminal, and ask which line can be read.",
    CopyText "copy-text" "Copy the article.",
    CopyLink "copy-link" "Copy the address or the path of the article.",
    WidenPane "widen-pane" "Make the pane wider.",
    NarrowPane "narrow-pane" "Make the pane narrower.",
    SwitchLanguage "switch-language" "Switch the language of the interface.",
    SwitchTheme "switch-theme" "Switch between dark and light.",
    SwitchDirection "switch-direction" "The direction of the text: by itself, right to left, left to right.",
    SwitchTashkeel "switch-tashkeel" "Vowel signs (tashkeel): none, those that distinguish words, all.",
    SwitchEmit "switch-emit" "Write Arabic for another kind of terminal.",
    CaretLeft "caret-left" "The caret to the left.",
    CaretRight "caret-right" "The caret to the right.",
    CaretHome "caret-home" "The caret to the beginning.",
    CaretEnd "caret-end" "The caret to the end.",
    DeleteBackward "delete-backward" "Delete the letter before the caret.",
    DeleteForward "delete-forward" "Delete the letter after the caret.",
    DeleteWord "delete-word" "Delete the word before the caret.",
    ClearLine "clear-line" "Delete the whole line.",
    Redraw "redraw" "Draw the screen again.",
    Suspend "suspend" "Stop the program until the shell continues it.",
    Quit "quit" "Leave khabar.",
}

impl Action {
    /// The action of a name; `None` when there is none.
    pub fn of_name(name: &str) -> Option<Self> {
        Action::ALL.iter().copied().find(|action| action.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::Action;
    use std::collections::BTreeSet;

    #[test]
    fn every_action_has_its_own_name_and_doc() {
        let names: BTreeSet<_> = Action::ALL.iter().map(|action| action.name()).collect();
        let docs: BTreeSet<_> = Action::ALL.iter().map(|action| action.doc()).collect();
        assert_eq!((names.len(), docs.len()), (Action::ALL.len(), Action::ALL.len()));
        for &action in Action::ALL {
            assert_eq!(Action::of_name(action.name()), Some(action));
            assert!(
                action.doc().ends_with('.') && !action.name().contains(|c: char| c != '-' && !c.is_ascii_lowercase())
            );
        }
    }
}
