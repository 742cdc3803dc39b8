//! What frequent words give to the scores of those around them, added up once.
//!
//! Owns a bounded store of sums by the form of a word; which features these are says `feature.rs`, and `decode.rs` adds
//! what words give together. News repeats itself: nine words of ten have stood there shortly before.

use super::feature::REACH;
use super::model::ROW;

/// How many words on both sides and in the middle a word gives to.
const SPAN: usize = 2 * REACH.unsigned_abs() + 1;

/// The sums that a word gives: first to the word that it stands farthest behind, last to the one farthest before.
pub(super) type Rows = [[i16; ROW]; SPAN];

/// The sums of one decoder by the form of words. A form has one place, and who comes last has it.
#[derive(Debug)]
pub(super) struct Memo {
    /// The form at each place; 0 for none.
    forms: Vec<u64>,
    rows: Vec<Rows>,
}

impl Memo {
    /// Room for two to the power of `bits` forms; memory is taken as they come.
    pub(super) fn new(bits: u32) -> Self {
        Self { forms: vec![0; 1 << bits], rows: vec![[[0; ROW]; SPAN]; 1 << bits] }
    }

    /// The sums of a form; what is not there is worked out, for each distance from the word.
    #[inline]
    pub(super) fn rows(&mut self, form: u64, sums: impl FnMut(isize) -> [i16; ROW]) -> &Rows {
        // The hashes are mixed, and the highest bits are as good as any.
        let at = (form >> 32) as usize & (self.forms.len() - 1);
        if self.forms[at] != form {
            self.forms[at] = form;
            fill(&mut self.rows[at], sums);
        }
        &self.rows[at]
    }
}

#[cold]
fn fill(rows: &mut Rows, mut sums: impl FnMut(isize) -> [i16; ROW]) {
    for (row, offset) in rows.iter_mut().zip((-REACH..=REACH).rev()) {
        *row = sums(offset);
    }
}
