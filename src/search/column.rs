//! A column of names that many titles share: each name once, and for each title its number.
//!
//! Owns the dictionary of one column; how a word of a query matches a name is `word.rs`.

use std::collections::HashMap;

use super::alphabet::{BLANK, encode};
use crate::text::fold;

/// The names of one column (sections or sources) and who bears them.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    /// The number of each item's name, newest item first.
    pub(super) numbers: Vec<u32>,
    names: Vec<String>,
    /// The names, encoded like titles: a blank, then the letters.
    encoded: Vec<Vec<u8>>,
    known: HashMap<String, u32>,
}

impl Column {
    /// The number of a name; a new one for a new name.
    pub(super) fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.known.get(name) {
            return number;
        }
        let number = self.names.len() as u32;
        let mut encoded = vec![BLANK];
        encode(&fold(name), &mut encoded);
        self.encoded.push(encoded);
        self.names.push(name.to_owned());
        self.known.insert(name.to_owned(), number);
        number
    }

    /// The same names, borne by nobody.
    pub(super) fn without_numbers(&self) -> Self {
        Self { numbers: Vec::with_capacity(self.numbers.len()), ..self.clone() }
    }

    /// The names in the order of their numbers.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The encoded names in the order of their numbers.
    pub(super) fn encoded(&self) -> &[Vec<u8>] {
        &self.encoded
    }
}
