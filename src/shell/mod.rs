//! Room shell (to be filled).
pub mod detect;
pub mod emit;
pub mod terminals;
