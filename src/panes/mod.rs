//! One folder per pane: what it holds (`state.rs`) and how it is drawn (`view.rs`).
//!
//! Owns everything between laid-out text and cells: [`paint`] is the only place where one becomes the other. A pane
//! knows no other pane; `app/` brings them together. Read `paint.rs` and `look.rs` first, then `reader/`.

mod border;
pub mod doctor;
pub mod dossier;
pub mod entities;
pub mod facets;
pub mod find;
pub mod help;
pub mod list;
mod look;
pub mod paint;
pub mod reader;
mod scroll;
pub mod sections;
pub mod status;
mod theme;
pub mod timeline;
pub mod warnings;

pub use border::{Border, draw_border, draw_empty, inside_border};
pub use look::Look;
pub use scroll::Scroll;
pub use theme::{Brightness, ColorSupport, Role, Theme, ThemeError};
