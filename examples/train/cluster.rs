//! Clusters of words by the words beside them: the exchange algorithm over class bigrams (Martin et al. 1998).

use crate::plain::{END, Plain};

/// The neighbours of each word with how often they stand there.
pub(crate) struct Neighbours {
    starts: Vec<u32>,
    list: Vec<(u32, u32)>,
}

impl Neighbours {
    /// The words behind (or, with `is_left`, before) each word.
    pub(crate) fn of(plain: &Plain, is_left: bool) -> Self {
        let mut pairs: Vec<u64> = Vec::with_capacity(plain.numbers.len());
        for two in plain.numbers.windows(2) {
            let (word, other) = if is_left { (two[1], two[0]) } else { (two[0], two[1]) };
            if word != END {
                pairs.push(u64::from(word) << 32 | u64::from(other));
            }
        }
        pairs.sort_unstable();
        let (mut starts, mut list) = (vec![0u32; plain.stems.len() + 1], Vec::<(u32, u32)>::new());
        let mut last = None;
        for pair in pairs {
            let (word, other) = ((pair >> 32) as usize, pair as u32);
            match list.last_mut() {
                Some((_, count)) if last == Some(pair) => *count += 1,
                _ => {
                    list.push((other, 1));
                    starts[word + 1] += 1;
                }
            }
            last = Some(pair);
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { starts, list }
    }

    fn of_word(&self, word: usize) -> &[(u32, u32)] {
        &self.list[self.starts[word] as usize..self.starts[word + 1] as usize]
    }
}

/// Class bigrams, both ways round so that either side is read in a row.
struct Bigrams {
    classes: usize,
    ahead: Vec<i32>,
    behind: Vec<i32>,
    sizes: Vec<i64>,
    logs: Vec<f32>,
}

impl Bigrams {
    /// x ln x.
    #[inline]
    fn log(&self, count: i32) -> f32 {
        match self.logs.get(count as usize) {
            Some(&known) => known,
            None => count as f32 * (count as f32).ln(),
        }
    }
}

/// A number of 1 and above for each word: its class. Words with numbers past `most` get the class that fits them
/// best after the others have settled.
pub(crate) fn exchange(
    plain: &Plain,
    (left, right): (&Neighbours, &Neighbours),
    classes: usize,
    rounds: usize,
) -> Vec<u16> {
    let words = plain.stems.len();
    // Class 0 holds the ends of sentences and the rare words.
    let mut class: Vec<u16> =
        (0..words).map(|word| if word == 0 { 0 } else { (1 + (word - 1) % (classes - 1)) as u16 }).collect();
    let mut bigrams = Bigrams {
        classes,
        ahead: vec![0; classes * classes],
        behind: vec![0; classes * classes],
        sizes: vec![0; classes],
        logs: (0..1 << 16).map(|x| if x == 0 { 0.0 } else { x as f32 * (x as f32).ln() }).collect(),
    };
    for two in plain.numbers.windows(2) {
        let (a, b) = (usize::from(class[two[0] as usize]), usize::from(class[two[1] as usize]));
        bigrams.ahead[a * classes + b] += 1;
        bigrams.behind[b * classes + a] += 1;
    }
    for (word, &count) in plain.counts.iter().enumerate() {
        bigrams.sizes[usize::from(class[word])] += i64::from(count);
    }
    let mut profile = Profile::new(classes);
    for _ in 0..rounds {
        let mut moved = 0;
        for word in 1..words {
            profile.fill(word, &class, (left, right));
            let old = usize::from(class[word]);
            let size = i64::from(plain.counts[word]);
            profile.shift(&mut bigrams, old, -1);
            bigrams.sizes[old] -= size;
            let best = profile.best(&bigrams, old, size);
            profile.shift(&mut bigrams, best, 1);
            bigrams.sizes[best] += size;
            class[word] = best as u16;
            moved += usize::from(best != old);
        }
        if moved * 200 < words {
            break;
        }
    }
    class
}

/// The classes beside one word, with counts.
struct Profile {
    left: Vec<(usize, i32)>,
    right: Vec<(usize, i32)>,
    own: i32,
    sums: Vec<i32>,
}

impl Profile {
    fn new(classes: usize) -> Self {
        Self { left: Vec::new(), right: Vec::new(), own: 0, sums: vec![0; classes] }
    }

    fn fill(&mut self, word: usize, class: &[u16], (left, right): (&Neighbours, &Neighbours)) {
        let (mut own, sums) = (0, &mut self.sums);
        for (side, neighbours) in [(&mut self.left, left), (&mut self.right, right)] {
            side.clear();
            own = 0;
            for &(other, count) in neighbours.of_word(word) {
                if other as usize == word {
                    own = count as i32;
                    continue;
                }
                let class = usize::from(class[other as usize]);
                if sums[class] == 0 {
                    side.push((class, 0));
                }
                sums[class] += count as i32;
            }
            for (class, count) in side.iter_mut() {
                *count = std::mem::take(&mut sums[*class]);
            }
        }
        self.own = own;
    }

    /// Takes the word's bigrams out of a class (-1) or puts them in (1).
    fn shift(&self, bigrams: &mut Bigrams, class: usize, sign: i32) {
        let classes = bigrams.classes;
        for &(other, count) in &self.right {
            bigrams.ahead[class * classes + other] += sign * count;
            bigrams.behind[other * classes + class] += sign * count;
        }
        for &(other, count) in &self.left {
            bigrams.ahead[other * classes + class] += sign * count;
            bigrams.behind[class * classes + other] += sign * count;
        }
        bigrams.ahead[class * classes + class] += sign * self.own;
        bigrams.behind[class * classes + class] += sign * self.own;
    }

    /// The class in which the word, taken out of all, makes the text most likely.
    fn best(&self, bigrams: &Bigrams, old: usize, size: i64) -> usize {
        let classes = bigrams.classes;
        let (mut best, mut best_gain) = (old, f64::MIN);
        for class in 1..classes {
            let (ahead, behind) = (&bigrams.ahead[class * classes..], &bigrams.behind[class * classes..]);
            let mut gain = 0.0f32;
            for (side, table) in [(&self.right, ahead), (&self.left, behind)] {
                for &(other, count) in side {
                    let before = table[other];
                    gain += bigrams.log(before + count) - bigrams.log(before);
                }
            }
            if self.own > 0 {
                gain += bigrams.log(ahead[class] + self.own) - bigrams.log(ahead[class]);
            }
            let large = |size: i64| if size > 0 { size as f64 * (size as f64).ln() } else { 0.0 };
            let held = bigrams.sizes[class];
            let gain = f64::from(gain) - 2.0 * (large(held + size) - large(held));
            if gain > best_gain {
                (best, best_gain) = (class, gain);
            }
        }
        best
    }
}
