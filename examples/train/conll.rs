//! Reads the corpora: one word and its label a line, a blank line between sentences.

use std::path::Path;

use khabar::entity::crf::{Lexicon, Sentence, cut, label};

/// What the trainer returns: it runs by hand, and a line that says what is wrong is enough.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A sentence with its words and the label of each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gold {
    /// The words with blanks between them.
    pub(crate) text: String,
    /// First byte of each word, and its label.
    pub(crate) words: Vec<(usize, u8)>,
}

/// A sentence as the model sees it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Example {
    pub(crate) sentence: Sentence,
    /// The label of each word of `sentence`.
    pub(crate) labels: Vec<u8>,
    /// For each word of the corpus the word of `sentence` that begins it.
    pub(crate) firsts: Vec<usize>,
}

/// Reads a corpus. `LOC` alone, without the finer types, counts as a country.
pub(crate) fn read(path: &Path) -> Result<Vec<Gold>> {
    let file = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let is_fine = path.to_string_lossy().contains("fine");
    let mut all = vec![Gold::default()];
    for line in file.lines() {
        let Some((word, name)) = line.split_once('\t').filter(|(word, _)| !word.trim().is_empty()) else {
            if all.last().is_some_and(|last| !last.words.is_empty()) {
                all.push(Gold::default());
            }
            continue;
        };
        let name = if is_fine { name.to_owned() } else { name.replace("LOC", "GPE") };
        let given = label(name.trim()).ok_or_else(|| format!("{}: label {name}", path.display()))?;
        if let Some(open) = all.last_mut() {
            if !open.text.is_empty() {
                open.text.push(' ');
            }
            open.words.push((open.text.len(), given as u8));
            open.text.push_str(word.trim());
        }
    }
    all.retain(|gold| !gold.words.is_empty());
    Ok(all)
}

/// Cuts the sentences into the words of the model; a word of the corpus can be several of them.
pub(crate) fn examples(gold: &[Gold], lexicon: &Lexicon) -> Vec<Example> {
    gold.iter().map(|gold| example(gold, lexicon)).collect()
}

fn example(gold: &Gold, lexicon: &Lexicon) -> Example {
    let mut example = Example::default();
    // The corpus has cut its sentences: what looks like an end within one is none.
    for mut part in cut(&gold.text, lexicon) {
        example.sentence.words.append(&mut part.words);
    }
    let mut own = 0;
    for (at, word) in example.sentence.words.iter().enumerate() {
        while gold.words.get(own + 1).is_some_and(|(start, _)| *start <= word.start) {
            own += 1;
        }
        let (start, label) = gold.words[own];
        let is_first = example.firsts.len() <= own && word.start >= start;
        if is_first {
            // Words of the corpus that hold no token share the one behind them.
            example.firsts.resize(own + 1, at);
        }
        let continues = !is_first && label % 2 == 1;
        example.labels.push(if continues { label + 1 } else { label });
    }
    let last = example.sentence.words.len().saturating_sub(1);
    example.firsts.resize(gold.words.len(), last);
    example
}
