//! Room action (to be filled).
