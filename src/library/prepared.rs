//! An article made ready for a library: everything that can be worked out without one.
//!
//! Owns the hash of the content and what is indexed; is pure, so that many threads can do it. Next: `filing.rs`.

use super::likeness::Likeness;
use super::{ArticleMarks, terms};
use crate::article::Article;
use crate::entity::Mention;
use crate::query::Heads;

/// The version of the recogniser that is noted where the caller names none.
const FIRST_MODEL: u32 = 1;

/// An article with its hash, its words and its likeness, ready to be filed.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(super) article: Article,
    pub(super) mentions: Option<Vec<Vec<Mention>>>,
    pub(super) model: u32,
    pub(super) marks: ArticleMarks,
    pub(super) note: Option<String>,
    /// Of all that the source gave; what was derived follows from it, or from the day of the file.
    pub(super) hash: i64,
    pub(super) title_words: String,
    pub(super) body_words: String,
    /// How the words begin: see [`Heads`].
    pub(super) heads: Vec<u32>,
    pub(super) likeness: Option<Likeness>,
}

/// Works out what a library needs to know of an article. `mentions` has one list a paragraph, where they are known.
pub fn prepare(mut article: Article, mentions: Option<Vec<Vec<Mention>>>) -> Prepared {
    make_lines(&mut article);
    let (mut title_words, mut body_words) = (String::new(), String::new());
    let mut heads = Heads::default();
    heads.index_text(&article.title.value, &mut title_words);
    for paragraph in &article.paragraphs {
        if !body_words.is_empty() {
            body_words.push(' ');
            body_words.push_str(terms::PARAGRAPH);
        }
        heads.index_text(paragraph, &mut body_words);
    }
    let likeness = Likeness::of(&title_words, &body_words);
    let (hash, marks) = (hash_of(&article), ArticleMarks::default());
    let (model, note, heads) = (FIRST_MODEL, None, heads.finish());
    Prepared { article, mentions, model, marks, note, hash, title_words, body_words, heads, likeness }
}

impl Prepared {
    /// The article.
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// The same, its mentions found by this version of the recogniser; see `Library::untagged`.
    #[must_use]
    pub fn tagged_by(self, model: u32) -> Prepared {
        Prepared { model, ..self }
    }

    /// The same with marks and a note from elsewhere, which count when the article is filed for the first time and has
    /// none.
    #[must_use]
    pub fn marked(self, marks: ArticleMarks, note: Option<String>) -> Prepared {
        Prepared { marks, note, ..self }
    }

    /// About how many bytes it takes, for those who hold many.
    pub fn size(&self) -> usize {
        self.article.paragraphs.iter().map(String::len).sum::<usize>() + self.title_words.len() + self.body_words.len()
    }
}

/// Several texts stand in one column, a line each: a line end inside one becomes a blank, which moves no byte.
fn make_lines(article: &mut Article) {
    let texts = article.paragraphs.iter_mut().chain(&mut article.tags);
    for text in texts.filter(|text| text.contains('\n')) {
        *text = text.replace('\n', " ");
    }
}

/// The FNV-1a hash (64 bits) of what the source gave.
///
/// It is only ever compared with hashes of the same article.
fn hash_of(article: &Article) -> i64 {
    let mut hash = Hash::new();
    let given = |is_derived: bool, text: &str| if is_derived { String::new() } else { text.to_owned() };
    hash.add(&given(article.title.is_derived(), &article.title.value));
    hash.add(&given(article.section.is_derived(), &article.section.value.parts().join("\n")));
    let date = article.date.as_ref().filter(|date| !date.is_derived());
    hash.add(&date.map(|date| date.value.to_string()).unwrap_or_default());
    hash.add(&given(article.language.is_derived(), article.language.value.code()));
    for text in [&article.author, &article.url] {
        hash.add(text.as_deref().unwrap_or_default());
    }
    hash.add(&article.source);
    hash.add(&article.tags.join("\n"));
    for paragraph in &article.paragraphs {
        hash.add(paragraph);
    }
    hash.0.cast_signed()
}

/// FNV-1a over texts, each ended by a byte that no UTF-8 holds.
pub(super) struct Hash(pub(super) u64);

impl Hash {
    pub(super) fn new() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }

    pub(super) fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
