//! What lasts between runs: read and starred marks, and reading positions.
//!
//! Owns the marks and their file; knows no folder of the platform (`shell/folders.rs`) and no article text.
//! Read [`Marks`] first, then [`MarkStore`], which keeps them on disk.

mod marks;
mod store;

pub use marks::{ArticleMarks, Marks, Position};
pub use store::{MarkStore, StoreError};
