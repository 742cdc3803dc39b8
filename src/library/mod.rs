//! Room library (to be filled).
