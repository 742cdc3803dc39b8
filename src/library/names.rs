//! The dictionaries: sources, sections, tags and entities by number, and back.
//!
//! Owns the numbers and what is remembered of them in memory; their tables are in `v1.sql`. Next: `filing.rs`.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

use super::mentions;
use crate::article::SectionPath;
use crate::entity::{EntityId, Mention};

/// Which dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Dictionary {
    /// What readers call a source.
    Sources,
    /// Section paths; their parts stand on lines, outermost first.
    Sections,
    /// Keywords.
    Tags,
}

impl Dictionary {
    fn table(self) -> &'static str {
        match self {
            Dictionary::Sources => "sources",
            Dictionary::Sections => "sections",
            Dictionary::Tags => "tags",
        }
    }
}

/// So many entities are remembered: less than a megabyte. Frequent ones come back soon.
const ENTITIES: usize = 4_096;
/// So many while very many articles are filed: some ten megabytes. News of a day names fewer.
const MANY_ENTITIES: usize = 50_000;

/// What is remembered of the dictionaries. A number never changes its name, so that nothing here grows stale.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: HashMap<Dictionary, HashMap<Arc<str>, i64>>,
    names: HashMap<(Dictionary, i64), Arc<str>>,
    /// The paths of section numbers, taken apart.
    paths: HashMap<i64, SectionPath>,
    /// The numbers and names of entities, of which a library has many.
    entities: HashMap<EntityId, (i64, Arc<str>)>,
    expects_many: bool,
}

impl Names {
    /// Very many articles are going to be filed.
    pub(super) fn expect_many(&mut self) {
        self.expects_many = true;
    }

    /// The number of a name, which is entered where it is new; only within a transaction that writes.
    ///
    /// After a transaction failed, all must be forgotten: see [`Names::forget`].
    pub(super) fn enter(&mut self, connection: &Connection, of: Dictionary, name: &str) -> rusqlite::Result<i64> {
        if let Some(&number) = self.numbers.get(&of).and_then(|known| known.get(name)) {
            return Ok(number);
        }
        let table = of.table();
        let mut find = connection.prepare_cached(&format!("SELECT number FROM {table} WHERE name = ?1"))?;
        let number = match find.query_row([name], |row| row.get(0)).optional()? {
            Some(number) => number,
            None => {
                connection.prepare_cached(&format!("INSERT INTO {table} (name) VALUES (?1)"))?.execute([name])?;
                connection.last_insert_rowid()
            }
        };
        let name: Arc<str> = name.into();
        self.numbers.entry(of).or_default().insert(Arc::clone(&name), number);
        self.names.insert((of, number), name);
        Ok(number)
    }

    /// The name of a number; empty when the library holds none, which a check would report.
    pub(super) fn name(&mut self, connection: &Connection, of: Dictionary, number: i64) -> rusqlite::Result<Arc<str>> {
        if let Some(name) = self.names.get(&(of, number)) {
            return Ok(Arc::clone(name));
        }
        let mut find = connection.prepare_cached(&format!("SELECT name FROM {} WHERE number = ?1", of.table()))?;
        let found: Option<String> = find.query_row([number], |row| row.get(0)).optional()?;
        let Some(name) = found else { return Ok("".into()) };
        let name: Arc<str> = name.into();
        self.names.insert((of, number), Arc::clone(&name));
        Ok(name)
    }

    /// The path of a section's number.
    pub(super) fn section(&mut self, connection: &Connection, number: i64) -> rusqlite::Result<SectionPath> {
        if let Some(path) = self.paths.get(&number) {
            return Ok(path.clone());
        }
        let path = path_of(&self.name(connection, Dictionary::Sections, number)?);
        self.paths.insert(number, path.clone());
        Ok(path)
    }

    /// The number of the entity of a mention and its name in the library, where it is entered when it is new.
    ///
    /// As with [`Names::enter`], all must be forgotten after a transaction failed.
    pub(super) fn entity(&mut self, connection: &Connection, of: &Mention) -> rusqlite::Result<(i64, Arc<str>)> {
        if let Some((number, name)) = self.entities.get(&of.id) {
            return Ok((*number, Arc::clone(name)));
        }
        let (number, name) = mentions::enter(connection, of)?;
        let most = if self.expects_many { MANY_ENTITIES } else { ENTITIES };
        if self.entities.len() >= most {
            self.entities.clear();
        }
        let name: Arc<str> = name.into();
        self.entities.insert(of.id.clone(), (number, Arc::clone(&name)));
        Ok((number, name))
    }

    /// Forgets everything: what was entered in a transaction that failed is not there.
    pub(super) fn forget(&mut self) {
        *self = Names { expects_many: self.expects_many, ..Names::default() };
    }
}

/// How a section path stands in its dictionary.
pub(super) fn name_of(path: &[String]) -> String {
    path.join("\n")
}

/// The path that stands there.
pub(super) fn path_of(name: &str) -> SectionPath {
    SectionPath::new(name.split('\n'))
}
