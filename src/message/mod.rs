//! The words of the interface, in each of its languages.
//!
//! Owns the catalogue of messages, its file format, plural forms and the isolation of what is put into a message;
//! does not decide what is said when. Read `catalogue.rs` first, then `parse.rs`.

mod catalogue;
mod isolate;
mod parse;
mod plural;

pub use catalogue::{InterfaceLanguage, Messages};
pub use isolate::isolate;
pub use parse::MessageError;
