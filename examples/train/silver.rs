//! What plain text says of a word: a model that sees only what is beside a word reads it, and its guesses are added up.
//!
//! Blind to the word itself, the model cannot repeat what it has learnt of it: words of the training text and words that
//! it never saw are told in the same way.

use khabar::entity::crf::{Decoder, LABELS, Lexicon, Model, SIDES, Scores, cut};

use crate::learn::{PlainMap, Settings, look};

/// How often a word stands in the text, and how likely it was each side there, added up.
#[derive(Clone, Copy, Default)]
struct Sum {
    count: f32,
    sides: [f32; SIDES],
}

type Sums = PlainMap<u64, Sum>;

/// The text is read in this many parts at a time; the sums do not depend on the machine.
const PARTS: usize = 2;

/// As many mentions as these, of the average word, are added to those of each word.
const DOUBT: f32 = 4.0;

/// A share of at least this much stands for the next level.
const LEVELS: [f32; 7] = [0.01, 0.03, 0.08, 0.16, 0.3, 0.5, 0.7];

/// A number for each word of the lexicon, see [`khabar::entity::crf::Entry::silver`].
pub(crate) fn silver(lines: &[String], lexicon: &Lexicon, (model, settings): (&Model, &Settings)) -> Vec<u16> {
    let rows: PlainMap<u32, usize> = model.parts().keys.iter().enumerate().map(|(at, &key)| (key, at)).collect();
    let reader = Reader { lexicon, model, rows: &rows, settings };
    let mut all = Sums::default();
    std::thread::scope(|scope| {
        let parts = lines.chunks(lines.len().div_ceil(PARTS).max(1));
        let threads: Vec<_> = parts.map(|part| scope.spawn(|| reader.read(part))).collect();
        for sums in threads.into_iter().filter_map(|thread| thread.join().ok()) {
            for (stem, sum) in sums {
                let own = all.entry(stem).or_default();
                own.count += sum.count;
                own.sides.iter_mut().zip(sum.sides).for_each(|(own, share)| *own += share);
            }
        }
    });
    let mut average = Sum::default();
    let mut known: Vec<(u32, Sum)> = all.into_iter().map(|(stem, sum)| (Lexicon::key_of(stem), sum)).collect();
    known.sort_by_key(|(key, sum)| (*key, std::cmp::Reverse(sum.count as u32)));
    known.dedup_by_key(|(key, _)| *key);
    for (_, sum) in &known {
        average.count += sum.count;
        average.sides.iter_mut().zip(sum.sides).for_each(|(all, share)| *all += share);
    }
    let average = average.sides.map(|side| side / average.count.max(1.0));
    let number =
        |word: &u32| known.binary_search_by_key(word, |(key, _)| *key).map_or(0, |at| mark(&known[at].1, &average));
    lexicon.parts().words.iter().map(number).collect()
}

/// Three bits each for person, place, organisation and nationality, and a bit that says that the word was seen.
fn mark(sum: &Sum, average: &[f32; SIDES]) -> u16 {
    let share = |sides: &[usize]| {
        let own: f32 = sides.iter().map(|&side| sum.sides[side] + DOUBT * average[side]).sum();
        own / (sum.count + DOUBT)
    };
    let kinds: [&[usize]; 4] = [&[1], &[3, 4, 5], &[2], &[6]];
    let levels = kinds.map(|sides| LEVELS.partition_point(|&least| least <= share(sides)) as u16);
    levels.iter().fold(1, |mark, level| mark << 3 | level)
}

struct Reader<'m> {
    lexicon: &'m Lexicon,
    model: &'m Model,
    rows: &'m PlainMap<u32, usize>,
    settings: &'m Settings,
}

impl Reader<'_> {
    fn read(&self, lines: &[String]) -> Sums {
        let decoder = Decoder::new(self.model, self.settings.groups);
        let mut sums = Sums::default();
        for mut sentence in lines.iter().flat_map(|line| cut(line, self.lexicon)) {
            let scores: Scores = (0..sentence.words.len()).map(|at| self.scores(&mut sentence.words, at)).collect();
            for (word, shares) in sentence.words.iter().zip(decoder.shares(&scores)) {
                if !word.is_sign() {
                    let own = sums.entry(word.stem).or_default();
                    own.count += 1.0;
                    own.sides.iter_mut().zip(shares).for_each(|(own, share)| *own += share);
                }
            }
        }
        sums
    }

    fn scores(&self, words: &mut [khabar::entity::crf::Word], at: usize) -> [f32; LABELS] {
        let mut sums = [0i32; LABELS];
        look(words, at, self.settings, &mut |key| {
            if let Some(&row) = self.rows.get(&key) {
                sums.iter_mut().zip(&self.model.parts().rows[row]).for_each(|(sum, &weight)| *sum += i32::from(weight));
            }
        });
        sums.map(|sum| sum as f32 * self.model.parts().scale)
    }
}
