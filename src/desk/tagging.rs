//! Whom and what articles name: found when one is opened, and beforehand for all of them.
//!
//! Owns how an article is handed to the recognisers, and which articles still wait for it; what the reader has said
//! about entities is laid over the result in `aliases.rs`. Who does the work beforehand is `shell/`.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::answer::Desk;
use crate::article::Article;
use crate::entity::{Context, MODEL_VERSION, Mention, recognise};
use crate::library::{ArticleKey, LibraryError, Stored};

/// The mentions of so many articles are kept, where they are not stored yet.
const MOST_KEPT: usize = 256;
/// So much of an article is searched for names, in bytes: some hundred pages, a fraction of a second. A longer one is
/// no news item, and reading it must not wait.
const MOST_BYTES: usize = 1 << 19;

/// Whom and what an article names, one list a paragraph; of a very long one the first hundred pages.
pub fn mentions_of(article: &Article) -> Vec<Vec<Mention>> {
    // A derived day is only a lower bound: "this month" or "on Tuesday" must not be reckoned from it.
    let anchor = article.date.as_ref().filter(|date| !date.is_derived()).map(|date| date.value.day);
    let context = Context { language: article.language.value.code(), anchor };
    let mut bytes = 0;
    let within = |paragraph: &&str| {
        let before = bytes;
        bytes += paragraph.len();
        before < MOST_BYTES
    };
    let paragraphs: Vec<&str> = article.paragraphs.iter().map(String::as_str).take_while(within).collect();
    let mut found = recognise(&paragraphs, &context);
    found.resize(article.paragraphs.len(), Vec::new());
    found
}

impl Desk {
    /// The newest articles that this version of the recognisers has not looked through, at most `most`.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn untagged(&self, most: usize) -> Result<Vec<(ArticleKey, Article)>, LibraryError> {
        let mut articles = Vec::new();
        for key in self.library.untagged(MODEL_VERSION, most)? {
            articles.extend(self.library.read(key)?.map(|stored| (key, stored.article)));
        }
        Ok(articles)
    }

    /// Stores what was found in articles of a library in memory; one that was filed anew meanwhile is passed over.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn set_mentions(&mut self, tagged: Vec<Tagged>) -> Result<(), LibraryError> {
        let mut fitting = Vec::with_capacity(tagged.len());
        for Tagged { key, article, mentions } in tagged {
            if self.library.read(key)?.is_some_and(|stored| stored.article == article) {
                fitting.push((key, mentions));
            }
        }
        self.library.set_mentions(&fitting, MODEL_VERSION)?;
        self.mentions_changed();
        Ok(())
    }

    /// Somebody has stored mentions: what was counted has to be counted anew.
    pub fn mentions_changed(&mut self) {
        self.tagged += 1;
    }

    /// The mentions of an article that is opened: the stored ones, where this version of the recognisers found them,
    /// else found now; with what the reader has said about entities.
    pub(super) fn mentions_for(
        &mut self,
        key: ArticleKey,
        stored: &mut Stored,
    ) -> Result<Vec<Vec<Mention>>, LibraryError> {
        let is_new = self.library.model_of(key)? == Some(MODEL_VERSION);
        let article = &stored.article;
        let mut mentions = match stored.mentions.take().filter(|_| is_new) {
            Some(mentions) => mentions,
            None if self.hurries && !self.found.contains_key(&article.id) => {
                return Ok(vec![Vec::new(); article.paragraphs.len()]);
            }
            None => self.find_mentions(key, article)?,
        };
        self.aliases.said.apply(&article.id.to_string(), &article.paragraphs, &mut mentions);
        Ok(mentions)
    }

    fn find_mentions(&mut self, key: ArticleKey, article: &Article) -> Result<Vec<Vec<Mention>>, LibraryError> {
        let mut hasher = DefaultHasher::new();
        article.paragraphs.hash(&mut hasher);
        let content = hasher.finish();
        if let Some((_, known)) = self.found.get(&article.id).filter(|(of, _)| *of == content) {
            return Ok(known.clone());
        }
        let found = mentions_of(article);
        if self.is_own {
            self.library.set_mentions(&[(key, found.clone())], MODEL_VERSION)?;
            self.mentions_changed();
        } else {
            if self.found.len() >= MOST_KEPT {
                self.found.clear();
            }
            self.found.insert(article.id, (content, found.clone()));
        }
        Ok(found)
    }
}

/// An article and what was found in it.
#[derive(Clone, Debug)]
pub struct Tagged {
    /// Its key.
    pub key: ArticleKey,
    /// The article as it was looked through.
    pub article: Article,
    /// What it names.
    pub mentions: Vec<Vec<Mention>>,
}
