//! Room message (to be filled).
