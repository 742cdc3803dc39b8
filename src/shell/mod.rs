//! Room shell (to be filled).
