//! The model and lexicon that are compiled in.
//!
//! Owns the bytes and the refusal of those that were made for other features: the build stops.

use std::sync::LazyLock;

use super::lexicon::Lexicon;
use super::model::Model;
use super::read::Reader;
use super::{Decoder, FEATURE_VERSION, Groups};

/// The weights; `examples/train` writes them.
const MODEL: &[u8] = include_bytes!("../../../assets/model/arabic.model");

/// Words, clusters and lists; `examples/train` writes them.
const LEXICON: &[u8] = include_bytes!("../../../assets/model/arabic.lexicon");

/// The number at a byte of a file; 0 for a file that is too short.
const fn number(file: &[u8], at: usize) -> u32 {
    if file.len() < at + 4 { 0 } else { u32::from_le_bytes([file[at], file[at + 1], file[at + 2], file[at + 3]]) }
}

// A model that does not fit the features of this code would find nonsense: it does not compile.
// After a change of the features, build once with the version raised in the headers of both files, and train.
const _: () = assert!(number(MODEL, 8) == FEATURE_VERSION, "assets/model/arabic.model: other version of the features");
const _: () =
    assert!(number(LEXICON, 8) == FEATURE_VERSION, "assets/model/arabic.lexicon: other version of the features");

/// The stamp in the model's header: changes with the model or its lexicon. What was recognised with another is out of date.
pub const MODEL_VERSION: u32 = number(MODEL, 12);

/// The shipped model, read at the first use.
pub fn shipped() -> (&'static Decoder<'static>, &'static Lexicon) {
    static PARTS: LazyLock<(Model, Lexicon)> = LazyLock::new(|| {
        let model = Model::from_bytes(MODEL).expect("the shipped model is whole, which a test checks");
        let lexicon = Lexicon::from_bytes(LEXICON).expect("the shipped lexicon is whole, which a test checks");
        (model.without_features(), lexicon.without_parts())
    });
    static DECODER: LazyLock<Decoder<'static>> = LazyLock::new(|| Decoder::new(&PARTS.0, Groups::ALL));
    (&DECODER, &PARTS.1)
}

/// The shipped model as a reader of tokens, made at the first use.
pub(super) fn reader() -> &'static Reader<'static> {
    static READER: LazyLock<Reader<'static>> = LazyLock::new(|| {
        let (decoder, lexicon) = shipped();
        Reader::new(decoder, lexicon)
    });
    &READER
}
