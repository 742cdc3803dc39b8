//! The model and lexicon that are compiled in.
//!
//! Owns the bytes and the refusal of those that were made for other features: the build stops.

use std::sync::LazyLock;

use super::lexicon::Lexicon;
use super::model::Model;
use super::{Decoder, FEATURE_VERSION, Groups};

/// The weights; `examples/train` writes them.
const MODEL: &[u8] = include_bytes!("../../../assets/model/arabic.model");

/// Words, clusters and lists; `examples/train` writes them.
const LEXICON: &[u8] = include_bytes!("../../../assets/model/arabic.lexicon");

/// The version of the features that a file was made for; 0 for a file that is too short.
const fn version(file: &[u8]) -> u32 {
    if file.len() < 12 { 0 } else { u32::from_le_bytes([file[8], file[9], file[10], file[11]]) }
}

// A model that does not fit the features of this code would find nonsense: it does not compile.
// `cargo run --release --example train` needs files to build: empty ones of the right version, see its README.
const _: () = assert!(version(MODEL) == FEATURE_VERSION, "assets/model/arabic.model: other version of the features");
const _: () = assert!(version(LEXICON) == FEATURE_VERSION, "assets/model/arabic.lexicon: other version of the features");

/// Changes with the model and the lexicon: a hash of both files. What was recognised with another number is out of date.
pub const MODEL_VERSION: u32 = sum(sum(0x811c_9dc5, MODEL), LEXICON);

/// A hash that the compiler can work out; every 61st byte and the length, so that the build stays fast.
const fn sum(mut hash: u32, file: &[u8]) -> u32 {
    let mut at = 0;
    while at < file.len() {
        hash = (hash ^ file[at] as u32).wrapping_mul(0x0100_0193);
        at += 61;
    }
    (hash ^ file.len() as u32).wrapping_mul(0x0100_0193)
}

/// The shipped model, read at the first use.
pub fn shipped() -> (&'static Decoder<'static>, &'static Lexicon) {
    static PARTS: LazyLock<(Model, Lexicon)> = LazyLock::new(|| {
        let model = Model::from_bytes(MODEL).expect("the shipped model is whole, which a test checks");
        let lexicon = Lexicon::from_bytes(LEXICON).expect("the shipped lexicon is whole, which a test checks");
        (model, lexicon)
    });
    static DECODER: LazyLock<Decoder<'static>> = LazyLock::new(|| Decoder::new(&PARTS.0, Groups::ALL));
    (&DECODER, &PARTS.1)
}
