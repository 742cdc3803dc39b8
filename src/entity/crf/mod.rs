//! The trained recogniser of Arabic names: a linear-chain CRF over hashed features, and a vote over the article.
//!
//! Owns the words as the model sees them, its features, its file formats and its decoder; how the rules join in is
//! for `entity/recognise.rs`, and training is for `examples/train`, which calls what is public here.
//! Read `word.rs`, `feature.rs` and `decode.rs` in this order, then `vote.rs`.

mod decode;
mod feature;
mod label;
mod lattice;
mod lexicon;
mod memo;
mod model;
mod part;
mod read;
mod shipped;
mod span;
mod table;
mod vote;
mod word;

pub use decode::{Decoder, SIDES, Scores};
pub use feature::{FEATURE_VERSION, Groups, features};
pub use label::{LABELS, NameType, is_continuation, label, label_name, type_of};
pub use lexicon::{ClusterSet, Entry, Lexicon, LexiconParts, SETS, list_bit, phrase_keys};
pub use model::{Model, ModelError, ModelParts};
pub use shipped::{MODEL_VERSION, shipped};
pub use span::{Span, expect_many, spans};
pub use vote::{BETA, revote};
pub use word::{Sentence, Word, cut};

pub(super) use span::{Named, Reading, find};

#[cfg(test)]
mod tests;
