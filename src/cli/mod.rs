//! Room cli (to be filled).
