//! Room app (to be filled).
