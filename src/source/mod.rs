//! Room source (to be filled).
