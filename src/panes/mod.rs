//! Room panes (to be filled).
