//! Narrowing the titles by the words of a query, at every key.
//!
//! Owns which titles become candidates; their final order is `rank.rs`, one word in one text `word.rs`. What is found
//! is a function of index and query alone: neither the clock nor what was typed before has a say.
//!
//! First the words are looked for at the heads of words, newest title first, and the search stops once there are
//! plenty: a common beginning costs next to nothing however many titles there are. When there are few, they are looked
//! for anywhere in words, and when there are few still, for the letters anywhere in their order.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use memchr::memmem::Finder;

use super::alphabet::{BLANK, encode, finder};
use super::rank::{Candidate, RESCORED, ranked, rescored};
use super::titles::{TitleHit, TitleIndex};
use super::word::Word;
use crate::text::fold;

/// Titles that are looked at together when word heads are sought.
const BLOCK: usize = 1024;
/// Word heads that are enough, as a multiple of the titles that are scored exactly.
const PLENTY: usize = 4 * RESCORED;
/// Titles with all words at word heads that are enough: beside more, nobody looks for scattered letters. Fewer are not:
/// fuzzy-matcher values the first letters of several words more than letters together inside one.
const ENOUGH: usize = 128;
/// The same for several words, of which one is long or none a single letter: what holds each of them is what was meant.
const ENOUGH_OF_SEVERAL: usize = 24;
/// A word of so many letters is long: scattered they are worth less than together at a word head, whatever else is found.
const LONG: usize = 4;
/// Titles with scattered letters that are enough: letters that stand in more are no help in finding any.
const MOST_SCATTERED: usize = 21_000;
/// From so many titles on, two threads look through them.
const MANY: usize = 50_000;

/// Where the letters of a word stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Where {
    /// At the head of a word.
    Head,
    /// Anywhere.
    Inside,
}

/// How well each name of a column holds one word; `None` where it does not.
pub(super) type NameScores = Vec<Option<i32>>;

/// A search for titles that hold all words together.
struct Together<'s> {
    sought: &'s Sought,
    /// The word that is looked for first, and how to find it.
    anchor: usize,
    finder: Finder<'s>,
    place: Where,
    /// So many titles are enough.
    enough: usize,
}

/// What a query is to an index: its words, and how the names of sections and sources hold each.
pub(super) struct Sought {
    pub(super) words: Vec<Word>,
    /// For each word the sections and the sources that hold it together; empty when none does.
    together: Vec<[NameScores; 2]>,
    /// For each word those that hold its letters in their order.
    scattered: Vec<[NameScores; 2]>,
    /// True when no section or source holds any of them.
    is_alone: bool,
}

impl TitleIndex {
    /// The titles that `words` leaves, the best first; those that match equally well newest first; at most `most`.
    ///
    /// Letters are compared folded. Each word must stand in the title, else in the section or source, else with its
    /// letters scattered in their order. Without words, all titles are left, with score 0. Titles are left out that are
    /// hardly ever better than the others: where 1024 have all words at the heads of words, those that have not; where
    /// 128 have (24 of several words), those with scattered letters; where more than 4096 (and more than `most`) match
    /// so (21,000 by scattered letters), the oldest of them.
    pub fn find(&self, words: &str, most: usize) -> Vec<TitleHit> {
        let sought = Sought::new(self, words);
        if sought.words.is_empty() {
            let places = 0..self.len().min(most);
            return places.map(|place| TitleHit { key: self.keys[place], place, score: 0, together: true }).collect();
        }
        let plenty = most.max(PLENTY);
        let mut candidates = self.together(&sought, Where::Head, plenty);
        if candidates.len() < sought.enough() {
            candidates = self.anywhere(&sought);
        } else if candidates.len() < RESCORED {
            candidates = self.together(&sought, Where::Inside, plenty);
        }
        ranked(self, &sought, candidates, most)
    }

    /// Titles that hold each word together (or their section or source does), newest first, until there are `enough`.
    ///
    /// Of many titles a second thread looks through the older half meanwhile; what it finds counts only when the newer
    /// half has not enough.
    fn together(&self, sought: &Sought, place: Where, enough: usize) -> Vec<Candidate> {
        let anchor = sought.anchor();
        let blank: &[u8] = if place == Where::Head { &[BLANK] } else { &[] };
        let needle = [blank, &sought.words[anchor].letters[..]].concat();
        let search = Together { sought, anchor, finder: finder(&needle), place, enough };
        let is_over = AtomicBool::new(false);
        if self.len() < MANY {
            return self.together_in(&search, 0..self.len(), &is_over);
        }
        let middle = self.len() / 2;
        std::thread::scope(|scope| {
            let older = scope.spawn(|| self.together_in(&search, middle..self.len(), &is_over));
            let mut found = self.together_in(&search, 0..middle, &AtomicBool::new(false));
            is_over.store(found.len() >= enough, Ordering::Relaxed);
            let older = older.join();
            if found.len() < enough {
                let again = || self.together_in(&search, middle..self.len(), &AtomicBool::new(false));
                found.extend(older.unwrap_or_else(|_| again()));
            }
            found
        })
    }

    /// The same among some of the titles, until there are enough of these or nobody needs more.
    fn together_in(&self, search: &Together<'_>, among: Range<usize>, is_over: &AtomicBool) -> Vec<Candidate> {
        let mut found = Vec::new();
        let mut places = Vec::new();
        let mut from = among.start;
        while from < among.end && found.len() < search.enough && !is_over.load(Ordering::Relaxed) {
            let until = (from + BLOCK).min(among.end);
            self.places_of(&search.finder, from..until, &mut places);
            search.sought.add_named(self, search.anchor, from..until, &mut places);
            let hits = places.iter().filter_map(|&at| {
                let score = search.sought.together_score(self, at, search.place)?;
                Some(Candidate { place: at, score, is_exact: false })
            });
            found.extend(hits);
            from = until;
        }
        found
    }

    /// The titles of a block where the finder finds something, each once, in order.
    fn places_of(&self, finder: &Finder<'_>, block: Range<usize>, places: &mut Vec<usize>) {
        places.clear();
        let bytes = self.title_bytes(block.start).start..self.title_bytes(block.end - 1).end;
        let mut place = block.start;
        for at in finder.find_iter(&self.letters[bytes.clone()]) {
            let at = (bytes.start + at) as u32;
            while place + 1 < block.end && self.starts[place + 1] <= at {
                place += 1;
            }
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }

    /// The titles that hold every word, together or scattered.
    fn anywhere(&self, sought: &Sought) -> Vec<Candidate> {
        if self.len() < MANY {
            return self.anywhere_in(sought, 0);
        }
        std::thread::scope(|scope| {
            let others = scope.spawn(|| self.anywhere_in(sought, 1));
            let mut found = self.anywhere_in(sought, 0);
            // A thread that could not finish is made up for here.
            found.extend(others.join().unwrap_or_else(|_| self.anywhere_in(sought, 1)));
            found
        })
    }

    /// The same in all blocks, or, where there are many titles, in each other block: those with even or odd numbers.
    fn anywhere_in(&self, sought: &Sought, parity: usize) -> Vec<Candidate> {
        let step = if self.len() < MANY { 1 } else { 2 };
        let mut found = Vec::new();
        // Words that no section or source holds must stand in the title.
        let alone = sought.words.iter().zip(&sought.scattered).filter(|(_, names)| names.iter().all(Vec::is_empty));
        let alone: Vec<&Word> = alone.map(|(word, _)| word).collect();
        let mut left = [0_u8; BLOCK];
        for block in (0..self.len()).step_by(BLOCK).skip(parity).step_by(step) {
            let places = block..(block + BLOCK).min(self.len());
            let left = &mut left[..places.len()];
            left.fill(1);
            alone.iter().for_each(|word| self.parts.strike_out(&word.bits, places.clone(), left));
            let left = places.zip(left).filter(|(_, left)| **left != 0);
            found.extend(left.filter_map(|(place, _)| {
                let score = sought.score(self, place, &Word::rough_score)?;
                Some(Candidate { place, score, is_exact: false })
            }));
            if found.len() >= MOST_SCATTERED / step {
                break;
            }
        }
        self.look_closer(sought, &mut found);
        found
    }

    /// Scores the best of the candidates exactly; of those in one half of many titles fewer, because the best of all are
    /// seldom all there, and what is missing is made up for later.
    fn look_closer(&self, sought: &Sought, found: &mut [Candidate]) {
        let looked = found.len().min(if self.len() < MANY { rescored(sought) } else { rescored(sought) * 5 / 8 });
        if found.len() > looked {
            found.select_nth_unstable_by_key(looked, Candidate::order);
        }
        found[..looked].iter_mut().for_each(|candidate| candidate.make_exact(self, sought));
    }
}

impl Sought {
    fn new(index: &TitleIndex, query: &str) -> Self {
        let mut encoded = Vec::new();
        encode(&fold(query), &mut encoded);
        let words = Word::all_of(&encoded);
        let names = |word: &Word, test: &dyn Fn(&Word, &[u8]) -> bool| {
            [&index.sections, &index.sources].map(|column| {
                let score = |name: &Vec<u8>| test(word, name).then(|| word.score(name)).flatten();
                let scores: NameScores = column.encoded().iter().map(score).collect();
                if scores.iter().any(Option::is_some) { scores } else { Vec::new() }
            })
        };
        let together = words.iter().map(|word| names(word, &|word, name| word.is_within(name))).collect();
        let scattered: Vec<_> = words.iter().map(|word| names(word, &|_, _| true)).collect();
        let is_alone = scattered.iter().flatten().all(Vec::is_empty);
        Self { words, together, scattered, is_alone }
    }

    /// How many titles with all words at word heads make scattered letters superfluous.
    fn enough(&self) -> usize {
        let has_long = self.words.iter().any(|word| word.letters.len() >= LONG);
        let are_several = self.words.len() > 1 && (has_long || self.words.iter().all(|word| word.letters.len() > 1));
        if are_several { ENOUGH_OF_SEVERAL } else { ENOUGH }
    }

    /// The word to look for first: one that must stand in the title, the longest of those.
    fn anchor(&self) -> usize {
        let cost = |&at: &usize| (self.together[at].iter().all(Vec::is_empty), self.words[at].letters.len());
        (0..self.words.len()).max_by_key(cost).unwrap_or_default()
    }

    /// Adds the titles of a block whose section or source holds the anchor.
    fn add_named(&self, index: &TitleIndex, anchor: usize, block: Range<usize>, places: &mut Vec<usize>) {
        if self.together[anchor].iter().all(Vec::is_empty) {
            return;
        }
        let named = block.filter(|&place| name_score(&self.together[anchor], index, place).is_some());
        places.extend(named);
        places.sort_unstable();
        places.dedup();
    }

    /// The quick score of a title that holds every word together, in that place, or whose section or source does.
    fn together_score(&self, index: &TitleIndex, at: usize, place: Where) -> Option<i32> {
        let title = index.title(at);
        let words = self.words.iter().zip(&self.together);
        let score = |(word, names): (&Word, &[NameScores; 2])| match (word.is_head_within(title), place) {
            (true, _) => Some(TITLE * word.head_score()),
            (false, _) if !word.is_within(title) => name_score(names, index, at),
            (false, Where::Head) => None,
            (false, Where::Inside) => Some(TITLE * word.inside_score()),
        };
        words.map(score).sum()
    }

    /// True when the title, or its section or source, holds each word together.
    pub(super) fn is_together(&self, index: &TitleIndex, place: usize) -> bool {
        let title = index.title(place);
        let mut words = self.words.iter().zip(&self.together);
        words.all(|(word, names)| word.is_within(title) || name_score(names, index, place).is_some())
    }

    /// The score of a title that holds every word anywhere: by the title where it holds the word together, else by the
    /// section or source if one does, else by letters that stand anywhere in the title, else in a name.
    pub(super) fn score(
        &self,
        index: &TitleIndex,
        place: usize,
        of_word: &dyn Fn(&Word, &[u8]) -> Option<i32>,
    ) -> Option<i32> {
        let title = index.title(place);
        if self.is_alone {
            return self.words.iter().map(|word| of_word(word, title).map(|own| TITLE * own)).sum();
        }
        let score = |(at, word): (usize, &Word)| {
            if self.scattered[at].iter().all(Vec::is_empty) {
                return of_word(word, title).map(|own| TITLE * own);
            }
            let named = name_score(&self.together[at], index, place);
            if named.is_some() && !word.is_within(title) {
                return named;
            }
            let own = if index.parts.may_hold(&word.bits, place) { of_word(word, title) } else { None };
            own.map(|own| TITLE * own).or_else(|| name_score(&self.scattered[at], index, place))
        };
        self.words.iter().enumerate().map(score).sum()
    }
}

/// What a match weighs in a title, a section and a source.
pub(super) const TITLE: i32 = 4;
const NAMES: [i32; 2] = [2, 1];

/// The weighted score of the section of a title, or of its source where the section has none.
pub(super) fn name_score(names: &[NameScores; 2], index: &TitleIndex, place: usize) -> Option<i32> {
    let columns = [&index.sections, &index.sources];
    (0..2).find_map(|at| {
        let number = *columns[at].numbers.get(place)?;
        Some(NAMES[at] * (*names[at].get(number as usize)?)?)
    })
}
