//! Which articles stand in one event, for whoever shows an event as one line.
//!
//! Owns the questions; who belongs to an event is decided in `events.rs`. Next: `desk/` folds a list with the answers.

use super::{ArticleKey, Library, LibraryError};

impl Library {
    /// The number of the event in which each of these articles stands, in the order of the keys; `None` for one that
    /// no other tells, and for a key without an article. Each costs a look at one row.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn events_of(&self, keys: &[ArticleKey]) -> Result<Vec<Option<i64>>, LibraryError> {
        self.ask(|connection| {
            let mut query = connection.prepare_cached("SELECT event FROM articles WHERE key = ?1")?;
            let mut events = Vec::with_capacity(keys.len());
            for key in keys {
                let mut rows = query.query([key.0])?;
                events.push(match rows.next()? {
                    Some(row) => row.get(0)?,
                    None => None,
                });
            }
            Ok(events)
        })
    }

    /// Gives every article that stands in an event to `each`, with the number of the event: one event after the other,
    /// the newest article of each first. Costs what the events hold, and reads no row of an article.
    ///
    /// # Errors
    /// When the library cannot be read; some have been given then.
    pub fn each_in_event(&self, each: &mut dyn FnMut(i64, ArticleKey)) -> Result<(), LibraryError> {
        self.ask(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT event, key FROM articles WHERE event IS NOT NULL ORDER BY event DESC, key DESC",
            )?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                each(row.get(0)?, ArticleKey(row.get(1)?));
            }
            Ok(())
        })
    }

    /// How many articles tell what a newer one tells: so many lines fewer a list has that shows each event as one.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn copies(&self) -> Result<u64, LibraryError> {
        self.ask(|connection| {
            let mut query = connection.prepare_cached("SELECT value FROM state WHERE name = 'copies'")?;
            query.query_row([], |row| row.get::<_, i64>(0)).map(|count| u64::try_from(count).unwrap_or(0))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::article::ArticleId;
    use crate::library::tests::article;
    use crate::library::{ArticleKey, Library, prepare};

    #[test]
    fn what_tells_the_same_shares_a_number_and_is_counted() {
        let mut library = Library::in_memory().unwrap();
        let same = "قالت مصادر إن الميناء فتح أبوابه صباح اليوم أمام السفن القادمة من الشرق والغرب";
        let other = "خبر عن كرة القدم لا يشبه سواه ولا يذكر سفينة ولا بحرا ولا مدينة على الساحل";
        let batch = [("a", same), ("b", other), ("c", same), ("d", same)]
            .map(|(name, text)| prepare(article(name, "عنوان", &[text]), None));
        library.file(&batch).unwrap();
        let keys: Vec<ArticleKey> = ["a", "b", "c", "d"]
            .iter()
            .map(|name| library.key_of(ArticleId::of_path(name)).unwrap().unwrap())
            .collect();
        let events = library.events_of(&keys).unwrap();
        assert!(events[0].is_some() && events[0] == events[2] && events[2] == events[3] && events[1].is_none());
        assert_eq!(library.events_of(&[ArticleKey(-1)]).unwrap(), [None]);
        assert_eq!(library.copies().unwrap(), 2);
        let mut told = Vec::new();
        library.each_in_event(&mut |event, key| told.push((Some(event), key))).unwrap();
        let mut newest: Vec<ArticleKey> = vec![keys[0], keys[2], keys[3]];
        newest.sort_by(|one, other| other.cmp(one));
        assert_eq!(told, newest.into_iter().map(|key| (events[0], key)).collect::<Vec<_>>());
    }
}
