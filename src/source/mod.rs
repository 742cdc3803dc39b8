//! From the bytes of a file to an article and warnings.
//!
//! Owns decoding, cleaning, the registry of formats, the derived fields and the walk over folders; keeps nothing and
//! draws nothing. Read `read.rs` first (the way of one file), then `format.rs` (the registry) and `clean.rs`.

mod clean;
mod date;
mod decode;
mod derive;
mod fields;
mod format;
mod inputs;
mod json_lines;
mod language;
mod plain;
mod read;
mod sectioned;
mod seeds;
mod sentence;
mod titled;
mod toml_matter;
mod walk;
mod warning;
mod yaml_matter;

pub use clean::{clean, clean_line};
pub use format::{Draft, FORMATS, Format};
pub use inputs::{Input, Inputs, inputs_of_file, inputs_of_reader, read_all};
pub use language::guess_language;
pub use read::{FILE_LIMIT, PARAGRAPH_LIMIT, ReadOptions, Reading, read_bytes, read_file, read_reader};
pub use seeds::seeds;
pub use walk::{Walk, walk};
pub use warning::{Warning, WarningKind};
