//! Room search (to be filled).
