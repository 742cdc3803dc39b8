//! Which rules a word may be something to, worked out once for each word that occurs and then remembered.
//!
//! Owns the bits and the memory; what each rule asks of a word stands beside the rule. A rule that passes a word over finds
//! there what it would have found by looking: nothing. Next: `recognise.rs`, which has the words of Arabic looked up.

use std::cell::RefCell;

use super::token::{Class, Tokens};
use super::{date, event, gazetteer, pattern, quantity, title};

/// The rules that a word may be something to, one a bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interest(u8);

/// What a rule asks of a folded word.
type Question = fn(&str) -> bool;

/// Who asks what.
const QUESTIONS: [(Interest, Question); 8] = [
    (Interest::BODY, pattern::may_head),
    (Interest::NAME, gazetteer::may_name),
    (Interest::NATIONALITY, gazetteer::may_be_nationality),
    (Interest::EVENT, event::may_head),
    (Interest::GIVEN, title::is_given),
    (Interest::DATE, date::may_begin),
    (Interest::NUMBER, quantity::is_listed),
    (Interest::CLOCK, quantity::may_be_hour),
];

/// So many words are remembered: a hash and the bits of one take eight bytes, so that all of them stay near.
const REMEMBERED: usize = 1 << 16;
/// How many places a word may have: a line of the cache.
const WAYS: usize = 8;

thread_local! {
    /// The interest of words by the end of their hash, before it the rest of the hash. Who was asked for last stands first,
    /// and who comes anew takes the place of the last.
    static WORDS: RefCell<Vec<[u64; WAYS]>> = RefCell::new(vec![[0; WAYS]; REMEMBERED / WAYS]);
}

impl Interest {
    /// May be a body of state, or its first word.
    pub(crate) const BODY: Self = Self(1);
    /// May begin a name of the lists of Arabic.
    pub(crate) const NAME: Self = Self(1 << 1);
    /// May be a nationality.
    pub(crate) const NATIONALITY: Self = Self(1 << 2);
    /// May head the name of an event.
    pub(crate) const EVENT: Self = Self(1 << 3);
    /// Is a given name.
    pub(crate) const GIVEN: Self = Self(1 << 4);
    /// May begin a date.
    pub(crate) const DATE: Self = Self(1 << 5);
    /// Is read by the grammar of numbers.
    pub(crate) const NUMBER: Self = Self(1 << 6);
    /// May begin a time of the day.
    pub(crate) const CLOCK: Self = Self(1 << 7);

    /// What is said of a word that nobody has looked up.
    pub(crate) const ANY: Self = Self(u8::MAX);

    /// True when these have a bit in common with `other`.
    #[inline]
    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The rules that a folded word may be something to.
    fn of(word: &str) -> Self {
        QUESTIONS.iter().filter(|(_, asks)| asks(word)).fold(Self(0), |all, (bit, _)| Self(all.0 | bit.0))
    }
}

/// The interest of each token of an Arabic paragraph; signs and numbers are anything.
pub(super) fn interests(tokens: &Tokens) -> Vec<Interest> {
    WORDS.with_borrow_mut(|words| {
        let interest = |at| {
            if !tokens.is(at, Class::Word) {
                return Interest::ANY;
            }
            let hash = tokens.hash(at);
            let Some(places) = words.get_mut(hash as usize % (REMEMBERED / WAYS)) else { return Interest::ANY };
            // The eight bits that are not compared choose the set.
            let found = places.iter().position(|place| place >> 8 == hash >> 8 && *place != 0);
            places[..=found.unwrap_or(WAYS - 1)].rotate_right(1);
            if found.is_none() {
                places[0] = hash & !0xff | u64::from(Interest::of(tokens.folded(at)).0);
            }
            Interest(places[0] as u8)
        };
        (0..tokens.len()).map(interest).collect()
    })
}
