//! How frequent words are: counted in a small sample of the articles.
//!
//! Owns the sample and the shares of articles that are read off it; `begun.rs` chooses with them between the ways to
//! find what begins with given letters.

use std::cell::Ref;
use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use crate::library::Library;
use crate::query::{Form, IndexWord, Scope, Strictness, TextMatch, index_words};

/// How many articles are looked at: enough to tell a tenth from a fifth, and as many as a number has bits.
const SIZE: i64 = 128;
/// The sample is taken anew when the library has so many times more or fewer articles than then.
const GROWTH: u64 = 2;
/// With fewer articles any way is good.
const FEWEST: f64 = 1_000.0;
/// So many bytes of a text are looked at: of all news articles the whole, and a book holds no key up.
const MOST_BYTES: usize = 1 << 16;
/// What is not in the sample is in this many of its articles: nobody knows.
const UNSEEN: f64 = 0.5;

/// The words of some articles.
#[derive(Debug, Default)]
pub(in crate::library) struct Sample {
    /// How many articles there were when it was taken.
    of: u64,
    /// How many were looked at.
    size: u32,
    all: Words,
    titles: Words,
}

/// Words in the order of their letters.
#[derive(Debug, Default)]
struct Words(Vec<Entry>);

/// A word, under its folded letters or its stem.
#[derive(Debug)]
struct Entry {
    head: Box<str>,
    /// As it is written, where it is written in another way.
    written: Option<Box<str>>,
    /// True for what an index has: a stem.
    is_stem: bool,
    /// A bit for each article that has it.
    articles: u128,
}

/// What the index has for some forms.
pub(super) struct Lists {
    /// The share of articles that have one.
    pub(super) share: f64,
    /// How many of the forms an article has, on the average.
    pub(super) entries: f64,
}

impl Words {
    /// The words whose folded letters or stem begin so.
    fn begun(&self, beginning: &str) -> impl Iterator<Item = &Entry> {
        let first = self.0.partition_point(|entry| &*entry.head < beginning);
        self.0[first..].iter().take_while(move |entry| entry.head.starts_with(beginning))
    }
}

/// The shares of a library's articles that have something.
pub(super) struct Shares<'l> {
    sample: Ref<'l, Sample>,
    /// The number of articles of the library.
    pub(super) total: f64,
}

impl Shares<'_> {
    /// What the index has for stems that begin with some letters, and for whole ones.
    pub(super) fn lists(&self, begun: &[String], whole: &[String]) -> Lists {
        let all = &self.sample.all;
        let begun = begun.iter().flat_map(|beginning| all.begun(beginning));
        let whole = whole.iter().flat_map(|stem| all.begun(stem).take_while(move |entry| *entry.head == **stem));
        let (mut articles, mut entries) = (0, 0);
        for entry in begun.chain(whole).filter(|entry| entry.is_stem) {
            articles |= entry.articles;
            entries += entry.articles.count_ones();
        }
        Lists { share: self.of(articles, 0.0), entries: f64::from(entries) / f64::from(self.sample.size.max(1)) }
    }

    /// The share of articles that hold a beginning, but for what no stem tells of; never 0.
    pub(super) fn holding(&self, text: &TextMatch) -> f64 {
        let Form::Prefix(word) = &text.form else { return 1.0 };
        let words = if text.scope == Scope::Title { &self.sample.titles } else { &self.sample.all };
        let comparer = text.comparer();
        let mut articles = 0;
        for entry in word.beginnings().flat_map(|beginning| words.begun(beginning)) {
            let is_new = entry.articles & !articles != 0;
            let is_so = || comparer.is_held(entry.written.as_ref().unwrap_or(&entry.head));
            if is_new && (word.strict == Strictness::Folded || is_so()) {
                articles |= entry.articles;
            }
        }
        self.of(articles, UNSEEN)
    }

    fn of(&self, articles: u128, unseen: f64) -> f64 {
        f64::from(articles.count_ones()).max(unseen) / f64::from(self.sample.size.max(1))
    }
}

impl Library {
    /// The shares of this library; `None` while it is small.
    pub(super) fn shares(&self) -> rusqlite::Result<Option<Shares<'_>>> {
        let total: f64 = self.connection.query_row("SELECT total(total) FROM sections", [], |row| row.get(0))?;
        if total < FEWEST {
            return Ok(None);
        }
        let number = total as u64;
        let of = self.sample.borrow().of;
        if number > of.saturating_mul(GROWTH) || number < of / GROWTH {
            *self.sample.borrow_mut() = Sample { of: number, ..taken(&self.connection)? };
        }
        Ok(Some(Shares { sample: self.sample.borrow(), total }))
    }
}

/// Articles whose ids lie evenly among all ids: as likely of one time as of another, for an id says nothing of the time.
fn taken(connection: &Connection) -> rusqlite::Result<Sample> {
    const STEP: i64 = i64::MAX / (SIZE / 2);
    let mut query = connection.prepare_cached(
        "SELECT id, title, text FROM articles JOIN texts ON number = text_number WHERE id >= ?1 ORDER BY id LIMIT 1",
    )?;
    let mut sample = Sample::default();
    let [mut all, mut titles] = [Gathered::new(), Gathered::new()];
    let mut next = i64::MIN;
    for at in 0..SIZE {
        let found = query.query_row(
            [next.max(i64::MIN.saturating_add_unsigned(at.unsigned_abs() * STEP.unsigned_abs()))],
            |row| {
                let [title, text] = [row.get_ref(1)?, row.get_ref(2)?];
                let (title, text) = (title.as_str_or_null()?, text.as_str_or_null()?);
                let text = text.map(beginning);
                gather(title.unwrap_or_default(), 1 << at, &mut titles);
                [title, text].into_iter().flatten().for_each(|text| gather(text, 1 << at, &mut all));
                row.get::<_, i64>(0)
            },
        );
        let Some(id) = found.optional()? else { break };
        sample.size += 1;
        let Some(behind) = id.checked_add(1) else { break };
        next = behind;
    }
    Ok(Sample { all: words(all), titles: words(titles), ..sample })
}

/// As much of a text as is looked at.
fn beginning(text: &str) -> &str {
    let end = (0..=MOST_BYTES.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

/// Words under their folded letters and stems, as they are written where that is another way, and whether it is a stem;
/// a bit for each article.
type Gathered = BTreeMap<(Box<str>, Option<Box<str>>, bool), u128>;

fn gather(text: &str, article: u128, words: &mut Gathered) {
    for IndexWord { written, folded, stem, .. } in index_words(text) {
        let is_stem = stem == folded;
        let own = (folded != written).then(|| written.into());
        *words.entry((folded.into(), own.clone(), is_stem)).or_default() |= article;
        if !is_stem {
            *words.entry((stem.into(), own, true)).or_default() |= article;
        }
    }
}

fn words(gathered: Gathered) -> Words {
    let entries = gathered.into_iter();
    Words(entries.map(|((head, written, is_stem), articles)| Entry { head, written, is_stem, articles }).collect())
}

#[cfg(test)]
mod tests {
    use crate::library::tests::article;
    use crate::library::{Library, prepare};
    use crate::query::{Expr, parse};
    use jiff::civil::date;

    #[test]
    fn shares_are_those_of_the_articles_and_not_of_the_time() {
        let mut library = Library::in_memory().unwrap();
        assert!(library.shares().unwrap().is_none());
        // The first tenth of the articles takes most of the time.
        let batch: Vec<_> = (0..2_000_i16)
            .map(|number| {
                let (words, day) = match number {
                    0..200 => ("قديم أحمد", date(1900 + number / 2, 1, 1)),
                    _ if number % 2 == 0 => ("جديد احمد أولاد", date(2024, 1, 1)),
                    _ => ("جديدة احمد والأولاد", date(2024, 1, 2)),
                };
                let mut article = article(&format!("/news/{number}.txt"), "خبر", &[words]);
                article.date.as_mut().unwrap().value.day = day;
                prepare(article, None)
            })
            .collect();
        library.file(&batch).unwrap();
        let shares = library.shares().unwrap().unwrap();
        let holding = |query: &str| match parse(query, date(2026, 1, 1)).expr {
            Some(Expr::Text(text)) => shares.holding(&text),
            other => panic!("{other:?}"),
        };
        assert_eq!(shares.total, 2_000.0);
        let of = |query: &str, expected: f64| {
            let share = holding(query);
            assert!((share - expected).abs() < 0.15, "{query}: {share}");
        };
        of("قدي*", 0.1);
        of("جدي*", 0.9);
        of("احم*", 1.0);
        of("أحم*", 0.1);
        of("title:خب*", 1.0);
        of("title:جدي*", 0.0);
        assert!(holding("زز*") > 0.0);
        let lists = shares.lists(&["جديد".to_owned(), "اولاد".to_owned()], &[]);
        assert!((lists.share - 0.9).abs() < 0.15 && lists.entries > 1.5, "{} {}", lists.share, lists.entries);
        assert_eq!(shares.lists(&[], &["جدي".to_owned()]).entries, 0.0);
    }
}
