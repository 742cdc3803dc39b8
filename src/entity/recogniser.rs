//! What a recogniser is: the trait that each implements, and what it may know besides the text.
//!
//! Owns [`Recogniser`] and [`Context`]; which recognisers there are and in which order they run is `recognise.rs`.

use jiff::civil::Date;

use super::Mention;
use super::token::Tokens;

/// What a recogniser may know about the text besides its letters.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'c> {
    /// The language of the text as an ISO 639-1 code, such as `ar`; `und` or empty when unknown.
    pub language: &'c str,
    /// The day of publication, when it is known from elsewhere than the text.
    pub anchor: Option<Date>,
}

impl Context<'_> {
    /// False for languages in Arabic letters whose words carry no Arabic particles.
    pub(crate) fn has_particles(&self) -> bool {
        !matches!(self.language, "fa" | "ur" | "ps" | "ckb" | "ug" | "sd")
    }
}

/// Something that finds mentions in a paragraph.
pub(super) trait Recogniser {
    /// Adds what it finds in a paragraph to `found`, in any order; mentions may overlap those of others.
    fn recognise(&self, tokens: &Tokens, context: &Context, found: &mut Vec<Mention>);
}
