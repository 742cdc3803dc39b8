//! What the model looks at around a word, each as one 32-bit key.
//!
//! Owns the templates and their version: a change here needs a new model, and the build refuses an old one.
//! Next: `decode.rs`, which adds the weights of the keys.

use super::lexicon::SETS;
use super::table::{key, pair};
use super::word::{Affixes, RARE, Word};

/// Changes with every change of the templates, the words or the lexicon; a model of another version is refused.
pub const FEATURE_VERSION: u32 = 3;

/// Groups of templates that can be left out, to see what each gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Groups(u32);

impl Groups {
    /// The word and its neighbours.
    pub const WORDS: Self = Self(1);
    /// Stems, affixes, shapes, quotes and brackets.
    pub const STEMS: Self = Self(2);
    /// Words that lead or close names: titles, heads of organisations and places.
    pub const TRIGGERS: Self = Self(4);
    /// Membership in the lists of names.
    pub const LISTS: Self = Self(8);
    /// Clusters of words.
    pub const CLUSTERS: Self = Self(16);
    /// What plain text that was read by machine says of a word.
    pub const SILVER: Self = Self(32);
    /// All of them, as the shipped model has them.
    pub const ALL: Self = Self(63);

    /// These and those of `other`.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These without those of `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    #[inline]
    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The lists that hold words beside names, and those that hold names.
const TRIGGER_LISTS: u16 = 0b000_0011_1110_0000;

/// How far left of a word the head of its name is looked for.
const HEAD_REACH: usize = 5;

/// Stands for what is before the first word of a sentence and behind its last.
pub(super) static EDGE: Word = Word {
    start: 0,
    end: 0,
    skipped: 0,
    whole: 1,
    stem: 1,
    bare: 1,
    clitic: 0,
    has_article: false,
    shape: 8,
    last: 0,
    affixes: None,
    entry: super::lexicon::Entry { count: 0, silver: 0, clusters: [0; SETS] },
    likeliest: 0,
    enclosed: 0,
    begins: [0; 2],
    lists: [0; 4],
};

/// How far on both sides of a word its neighbours are looked at one by one.
pub(super) const REACH: isize = 3;

/// Gives the key of each feature of the word at `at` to `take`.
#[inline]
pub fn features(words: &[Word], at: usize, groups: Groups, take: &mut impl FnMut(u32)) {
    let window = Window { words, at };
    for offset in -REACH..=REACH {
        alone(window.get(offset), offset, groups, take);
    }
    together(words, at, groups, take);
}

/// The features that a word gives, by what it is itself, to the word from which it stands `offset` words off: the same
/// for all words of one [`Word::form`], so that `memo.rs` can keep them.
#[inline]
pub(super) fn alone(word: &Word, offset: isize, groups: Groups, take: &mut impl FnMut(u32)) {
    if offset == 0 {
        take(key(10, 0));
    }
    if groups.has(Groups::WORDS) {
        own_spelling(word, offset, groups.has(Groups::STEMS), take);
    }
    if groups.has(Groups::STEMS) {
        own_shape(word, offset, take);
    }
    if groups.has(Groups::CLUSTERS) {
        own_clusters(word, offset, take);
    }
    if groups.has(Groups::SILVER) {
        own_silver(word, offset, take);
    }
}

/// The features of the word at `at` that [`alone`] does not give.
#[inline]
pub(super) fn together(words: &[Word], at: usize, groups: Groups, take: &mut impl Take) {
    let window = Window { words, at };
    if groups.has(Groups::WORDS) {
        spelling(&window, groups.has(Groups::STEMS), &mut |key| take.key(key));
    }
    if groups.has(Groups::STEMS) {
        shapes(&window, take);
    }
    if groups.has(Groups::LISTS) || groups.has(Groups::TRIGGERS) {
        lists(&window, groups, &mut |key| take.key(key));
    }
    if groups.has(Groups::CLUSTERS) {
        clusters(&window, take);
        heads(&window, &mut |key| take.key(key));
    }
    if groups.has(Groups::SILVER) {
        silver(&window, take);
    }
}

/// Who takes the features of words; closures take each key.
pub(super) trait Take {
    /// True when what [`neighbours`] give by their clusters in a set is known already.
    #[inline]
    fn knows_neighbours(&self, _set: usize) -> bool {
        false
    }

    /// Takes one feature.
    fn key(&mut self, key: u32);

    /// Takes some that hang on a few small numbers alone: `name` tells which features they are, and the numbers.
    fn part(&mut self, name: u64, keys: impl Fn(&mut dyn FnMut(u32)));
}

impl<F: FnMut(u32)> Take for F {
    #[inline]
    fn key(&mut self, key: u32) {
        self(key);
    }

    #[inline]
    fn part(&mut self, _: u64, keys: impl Fn(&mut dyn FnMut(u32))) {
        keys(self);
    }
}

/// The name of a part of three numbers below 512.
#[inline]
fn part(template: u32, numbers: [u64; 3]) -> u64 {
    numbers.iter().fold(u64::from(template), |name, number| name << 9 | number)
}

struct Window<'w> {
    words: &'w [Word],
    at: usize,
}

impl<'w> Window<'w> {
    #[inline]
    fn get(&self, offset: isize) -> &'w Word {
        self.at.checked_add_signed(offset).and_then(|at| self.words.get(at)).unwrap_or(&EDGE)
    }
}

#[inline]
fn own_spelling(word: &Word, offset: isize, has_stems: bool, take: &mut impl FnMut(u32)) {
    let form = if has_stems { word.bare } else { word.whole };
    match offset {
        -2 => take(key(21, form)),
        -1 => take(key(22, form)),
        0 => take(key(20, word.whole)),
        1 => take(key(23, form)),
        2 => take(key(24, form)),
        _ => {}
    }
    match offset {
        _ if !has_stems => {}
        -3 => take(key(33, form)),
        -1 => take(key(29, word.whole)),
        0 => {
            take(key(27, word.stem));
            take(key(28, word.bare));
        }
        1 => take(key(30, word.whole)),
        3 => take(key(34, form)),
        _ => {}
    }
}

#[inline]
fn spelling(window: &Window, has_stems: bool, take: &mut impl FnMut(u32)) {
    let form = |offset: isize| if has_stems { window.get(offset).bare } else { window.get(offset).whole };
    take(key(25, pair(form(-1), form(0))));
    take(key(26, pair(form(0), form(1))));
    if has_stems {
        take(key(31, pair(form(-2), form(-1))));
        take(key(32, pair(form(1), form(2))));
    }
}

/// The shape of a word with its particles and its article.
#[inline]
fn outline(word: &Word) -> u64 {
    u64::from(word.shape) | u64::from(word.clitic) << 4 | u64::from(word.has_article) << 8
}

/// The affixes of a word; nothing for what has none.
#[inline]
fn affixes(word: &Word) -> &Affixes {
    static NONE: Affixes = Affixes { prefixes: [0; 4], suffixes: [0; 4], trigrams: Vec::new(), length: 0 };
    word.affixes.as_deref().unwrap_or(&NONE)
}

#[inline]
fn own_shape(word: &Word, offset: isize, take: &mut impl FnMut(u32)) {
    let (here, affixes) = (outline(word), affixes(word));
    match offset {
        -1 => {
            take(key(49, here));
            take(key(57, affixes.suffixes[1]));
        }
        1 => {
            take(key(50, here));
            take(key(58, affixes.suffixes[1]));
        }
        0 => {
            for (length, (&prefix, &suffix)) in (0..).zip(affixes.prefixes.iter().zip(&affixes.suffixes)) {
                if prefix != 0 {
                    take(key(40 + length, prefix));
                }
                if suffix != 0 {
                    take(key(44 + length, suffix));
                }
            }
            take(key(48, here));
            take(key(54, pair(here, affixes.suffixes[1])));
            take(key(64, u64::from(affixes.length.min(9)) << 1 | u64::from(word.has_article)));
            for &trigram in &affixes.trigrams {
                take(key(65, trigram));
            }
            if word.entry.count < RARE {
                take(key(62, u64::from(word.entry.count / 4)));
            }
        }
        _ => {}
    }
}

#[inline]
fn shapes(window: &Window, take: &mut impl Take) {
    let word = window.get(0);
    let (before, here, after) = (outline(window.get(-1)), outline(word), outline(window.get(1)));
    take.part(part(51, [before, here, after]), |take| {
        take(key(51, pair(before, here)));
        take(key(52, pair(here, after)));
        take(key(53, pair(pair(before, here), after)));
    });
    let mut take = |key| take.key(key);
    take(key(55, pair(window.get(-1).last, pair(here, word.last))));
    take(key(56, u64::from(window.get(-1).has_article) << 1 | u64::from(word.has_article)));
    if word.enclosed != 0 {
        let enclosed = u64::from(word.enclosed);
        take(key(59, enclosed));
        take(key(60, pair(enclosed, window.get(-2).bare)));
        take(key(61, pair(enclosed, here)));
    }
    if word.entry.count < RARE {
        take(key(63, pair(u64::from(word.entry.count / 8), before)));
    }
}

#[inline]
fn lists(window: &Window, groups: Groups, take: &mut impl FnMut(u32)) {
    let mut wanted = 0;
    if groups.has(Groups::TRIGGERS) {
        wanted |= TRIGGER_LISTS;
    }
    if groups.has(Groups::LISTS) {
        wanted |= !TRIGGER_LISTS;
    }
    for (template, offset) in [(70, -2isize), (71, -1), (72, 0), (73, 1), (74, 2)] {
        let word = window.get(offset);
        if word.lists == [0; 4] {
            continue;
        }
        for (position, &mask) in word.lists.iter().enumerate() {
            let mut lists = mask & wanted;
            while lists != 0 {
                let list = u64::from(lists.trailing_zeros()) << 2 | position as u64;
                lists &= lists - 1;
                take(key(template, list));
                if offset == 0 {
                    let shape = u64::from(word.clitic) << 1 | u64::from(word.has_article);
                    take(key(75, pair(list, shape)));
                    if groups.has(Groups::CLUSTERS) {
                        take(key(76, pair(list, u64::from(window.get(-1).entry.clusters[0]))));
                        take(key(77, pair(list, u64::from(window.get(1).entry.clusters[0]))));
                    }
                }
            }
        }
    }
    let masks = |word: &Word| word.lists.iter().fold(0u64, |all, &mask| all << 16 | u64::from(mask & wanted));
    let (before, here, after) = (masks(window.get(-1)), masks(window.get(0)), masks(window.get(1)));
    if here != 0 {
        take(key(78, here));
    }
    if before | here != 0 {
        take(key(79, pair(before, here)));
    }
    if here | after != 0 {
        take(key(80, pair(here, after)));
    }
}

/// Stands before the shape of a word without a cluster.
const NO_CLUSTER: u64 = 0x1_0000;

/// The cluster of a word in a set; what has no cluster is told apart by its shape.
#[inline]
fn cluster(word: &Word, set: usize) -> u64 {
    match word.entry.clusters[set] {
        0 => NO_CLUSTER | u64::from(word.shape),
        cluster => u64::from(cluster),
    }
}

/// How many shapes there are, that of [`EDGE`] included.
const SHAPES: usize = 9;

/// The clusters and, for words without one, the shapes, numbered one behind the other.
#[inline]
pub(super) fn class(cluster: u16, shape: u8) -> usize {
    if cluster == 0 { usize::from(shape) } else { SHAPES - 1 + usize::from(cluster) }
}

/// The same as [`cluster`], by class.
fn cluster_of_class(class: usize) -> u64 {
    if class < SHAPES { NO_CLUSTER | class as u64 } else { (class + 1 - SHAPES) as u64 }
}

/// The first template of a set of clusters.
#[inline]
fn cluster_base(set: usize) -> u32 {
    100 + 20 * set as u32
}

#[inline]
fn own_clusters(word: &Word, offset: isize, take: &mut impl FnMut(u32)) {
    let place = match offset {
        -2..=2 => (offset + 2) as u32,
        _ => return,
    };
    for set in 0..SETS {
        let (base, cluster) = (cluster_base(set), cluster(word, set));
        take(key(base + place, cluster));
        if offset == 0 {
            take(key(base + 7, pair(cluster, u64::from(word.clitic) << 1 | u64::from(word.has_article))));
            if set < 2 {
                take(key(base + 15, pair(cluster, affixes(word).suffixes[1])));
            }
        }
    }
}

/// What two neighbours give by their clusters: to the word before them, the first, the second, the word behind them.
const BEFORE: u32 = 10;
const FIRST: u32 = 6;
const SECOND: u32 = 5;
const BEHIND: u32 = 9;

/// In so many sets words give to those around them in pairs that they do not belong to.
pub(super) const NEAR_SETS: usize = 2;

/// The keys of what two neighbours of these classes give in a set: to the word before them, the first, the second, and the
/// word behind them.
pub(super) fn neighbours(set: usize, classes: [usize; 2]) -> [Option<u32>; 4] {
    let [first, second] = classes.map(cluster_of_class);
    [BEFORE, FIRST, SECOND, BEHIND].map(|template| {
        let is_own = template == FIRST || template == SECOND;
        (is_own || set < NEAR_SETS).then(|| key(cluster_base(set) + template, pair(first, second)))
    })
}

#[inline]
fn clusters(window: &Window, take: &mut impl Take) {
    let near = [-2, -1, 0, 1, 2].map(|offset| window.get(offset));
    for set in 0..SETS {
        let base = cluster_base(set);
        let cluster = |at: usize| cluster(near[at], set);
        let is_known = take.knows_neighbours(set);
        let mut take = |key| take.key(key);
        if !is_known {
            take(key(base + SECOND, pair(cluster(1), cluster(2))));
            take(key(base + FIRST, pair(cluster(2), cluster(3))));
        }
        if set < NEAR_SETS {
            take(key(base + 8, pair(cluster(1), cluster(3))));
            if !is_known {
                take(key(base + BEHIND, pair(cluster(0), cluster(1))));
                take(key(base + BEFORE, pair(cluster(3), cluster(4))));
            }
            take(key(base + 11, pair(pair(cluster(1), cluster(2)), cluster(3))));
            take(key(base + 12, pair(pair(cluster(0), cluster(1)), cluster(2))));
            take(key(base + 13, pair(near[1].bare, cluster(2))));
            take(key(base + 14, pair(cluster(2), near[3].bare)));
        }
    }
}

/// The words to the left that may head a name this word belongs to: as long as no sign stands between.
#[inline]
fn heads(window: &Window, take: &mut impl FnMut(u32)) {
    const SIGN: u8 = 7;
    let here = window.get(0);
    if here.shape == SIGN {
        return;
    }
    let form = u64::from(here.has_article) << 1 | u64::from(here.clitic == 0);
    let mut chain = form;
    for distance in 1..=HEAD_REACH {
        let Some(head) = window.at.checked_sub(distance).and_then(|at| window.words.get(at)) else { break };
        if head.shape >= SIGN {
            break;
        }
        // Heads of names stand without the article and are followed by words that have it: وزارة الخارجية الروسية.
        if distance > 1 && !head.has_article {
            take(key(200, pair(head.bare, chain)));
            take(key(201, pair(pair(u64::from(head.entry.clusters[1]), chain), u64::from(here.entry.clusters[0]))));
        }
        chain = chain << 2 | u64::from(head.has_article) << 1 | u64::from(head.clitic == 0);
    }
}

#[inline]
fn own_silver(word: &Word, offset: isize, take: &mut impl FnMut(u32)) {
    let mark = word.entry.silver;
    match offset {
        _ if mark == 0 => {}
        0 => {
            take(key(212, u64::from(mark)));
            for kind in 0..4u32 {
                take(key(220 + kind, u64::from(mark >> (9 - 3 * kind) & 7)));
            }
        }
        -2..=2 => take(key((212 + offset) as u32, u64::from(word.likeliest))),
        _ => {}
    }
}

#[inline]
fn silver(window: &Window, take: &mut impl Take) {
    if window.get(0).entry.silver == 0 {
        return;
    }
    let mark = |offset: isize| u64::from(window.get(offset).likeliest);
    let (before, here, after) = (mark(-1), mark(0), mark(1));
    take.part(part(215, [before, here, after]), |take| {
        take(key(215, pair(before, here)));
        take(key(216, pair(here, after)));
    });
    take.key(key(217, pair(here, u64::from(window.get(-1).entry.clusters[0]))));
    take.part(part(218, [before, here, after]), |take| take(key(218, pair(pair(before, here), after))));
}
