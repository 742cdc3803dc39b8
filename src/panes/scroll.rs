//! Which item of a list is selected, and which one stands at the top.
//!
//! Owns the arithmetic that keeps both inside the list; does not know what the items are.

/// A selection in a list of which a window is shown. All numbers count items from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    selected: usize,
    top: usize,
}

impl Scroll {
    /// The selected item; 0 in an empty list.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The first item shown.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Selects an item, or the last one when there are fewer, and moves the window so that it shows.
    pub fn select(&mut self, item: usize, items: usize, visible: usize) {
        self.selected = item.min(items.saturating_sub(1));
        self.reveal(items, visible);
    }

    /// Moves the selection by `by` items, towards the beginning when negative.
    pub fn move_by(&mut self, by: isize, items: usize, visible: usize) {
        self.select(self.selected.saturating_add_signed(by), items, visible);
    }

    /// Moves the window by `by` items and leaves the selection where it is.
    pub fn scroll_by(&mut self, by: isize, items: usize, visible: usize) {
        self.top = self.top.saturating_add_signed(by).min(items.saturating_sub(visible.max(1)));
    }

    /// Selects an item and moves the window by as much, so that it stands where the selected one stood.
    pub fn shift_to(&mut self, item: usize, items: usize, visible: usize) {
        let by = item as isize - self.selected as isize;
        self.top = self.top.saturating_add_signed(by);
        self.select(item, items, visible);
    }

    /// Keeps selection and window inside a list that has become shorter, and neither moves otherwise.
    pub fn fit(&mut self, items: usize, visible: usize) {
        self.selected = self.selected.min(items.saturating_sub(1));
        self.top = self.top.min(items.saturating_sub(visible.max(1)));
    }

    /// Moves the window as little as needed to show the selection, and fills it where the list is long enough.
    pub fn reveal(&mut self, items: usize, visible: usize) {
        let visible = visible.max(1);
        self.selected = self.selected.min(items.saturating_sub(1));
        let most = items.saturating_sub(visible).min(self.selected);
        let least = (self.selected + 1).saturating_sub(visible);
        self.top = self.top.clamp(least.min(most), most);
    }
}

#[cfg(test)]
mod tests {
    use super::Scroll;
    use proptest::prelude::*;

    #[test]
    fn the_window_follows_the_selection() {
        let mut scroll = Scroll::default();
        scroll.select(7, 10, 3);
        assert_eq!((scroll.selected(), scroll.top()), (7, 5));
        scroll.move_by(-1, 10, 3);
        assert_eq!((scroll.selected(), scroll.top()), (6, 5));
        scroll.move_by(100, 10, 3);
        assert_eq!((scroll.selected(), scroll.top()), (9, 7));
        scroll.scroll_by(-5, 10, 3);
        assert_eq!((scroll.selected(), scroll.top()), (9, 2));
        scroll.reveal(0, 3);
        assert_eq!((scroll.selected(), scroll.top()), (0, 0));
    }

    proptest! {
        #[test]
        fn the_selection_is_always_shown(
            moves in prop::collection::vec((any::<i8>(), 0_usize..30, 0_usize..10, any::<bool>()), 0..20),
        ) {
            let mut scroll = Scroll::default();
            for (by, items, visible, wheel) in moves {
                if wheel {
                    scroll.scroll_by(isize::from(by), items, visible);
                    prop_assert!(scroll.top() <= items);
                } else {
                    scroll.move_by(isize::from(by), items, visible);
                    prop_assert!(scroll.selected() < items.max(1));
                    prop_assert!((scroll.top()..scroll.top() + visible.max(1)).contains(&scroll.selected()));
                }
            }
        }
    }
}
