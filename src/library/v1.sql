-- Schema 1. Whatever belongs to a person has a user column, so that a library can be shared.
-- Dates are days since 1970-01-01; an instant is an RFC 3339 text. Several texts in one column stand on lines.

CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO state VALUES ('generation', 1);

CREATE TABLE sources (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
-- total: how many articles stand in exactly this section; triggers keep it.
CREATE TABLE sections (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, total INTEGER NOT NULL DEFAULT 0);
CREATE TABLE tags (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- What a list shows, narrow: the texts stand apart. derived: bits for title 1, section 2, date 4, language 8.
CREATE TABLE articles (
  key INTEGER PRIMARY KEY,
  id INTEGER NOT NULL,
  path TEXT NOT NULL,
  source INTEGER NOT NULL,
  section INTEGER NOT NULL,
  day INTEGER,
  instant TEXT,
  derived INTEGER NOT NULL,
  language TEXT NOT NULL,
  title TEXT NOT NULL,
  hash INTEGER NOT NULL,
  version INTEGER NOT NULL,
  tagged INTEGER,
  event INTEGER,
  filed INTEGER NOT NULL
);
CREATE UNIQUE INDEX articles_id ON articles (id);
-- filed: the generation in which it came in or was changed.
CREATE INDEX articles_filed ON articles (filed);
CREATE INDEX articles_tagged ON articles (tagged);
CREATE INDEX articles_event ON articles (event) WHERE event IS NOT NULL;

CREATE TABLE texts (
  key INTEGER PRIMARY KEY,
  likeness BLOB,
  author TEXT,
  url TEXT,
  tags TEXT,
  text TEXT
);

-- What an article said before it was changed.
CREATE TABLE versions (
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  path TEXT NOT NULL,
  source INTEGER NOT NULL,
  section INTEGER NOT NULL,
  day INTEGER,
  instant TEXT,
  derived INTEGER NOT NULL,
  language TEXT NOT NULL,
  title TEXT NOT NULL,
  author TEXT,
  url TEXT,
  tags TEXT,
  text TEXT,
  UNIQUE (id, version)
);

-- An article that was marked before it was filed has no key yet.
CREATE TABLE marks (
  user TEXT NOT NULL,
  id INTEGER NOT NULL,
  key INTEGER,
  read INTEGER NOT NULL DEFAULT 0,
  starred INTEGER NOT NULL DEFAULT 0,
  paragraph INTEGER,
  byte INTEGER,
  PRIMARY KEY (user, id)
) WITHOUT ROWID;
CREATE INDEX marks_key ON marks (key) WHERE key IS NOT NULL;
CREATE INDEX marks_read ON marks (user, key) WHERE read AND key IS NOT NULL;
CREATE INDEX marks_starred ON marks (user, key) WHERE starred AND key IS NOT NULL;

CREATE TABLE notes (
  user TEXT NOT NULL,
  id INTEGER NOT NULL,
  key INTEGER,
  note TEXT NOT NULL,
  PRIMARY KEY (user, id)
) WITHOUT ROWID;
CREATE INDEX notes_key ON notes (user, key) WHERE key IS NOT NULL;

-- The generations when the reader was here last, and the time before.
CREATE TABLE visits (user TEXT PRIMARY KEY, last INTEGER NOT NULL, before INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE section_marks (
  user TEXT NOT NULL,
  section INTEGER NOT NULL,
  read INTEGER NOT NULL DEFAULT 0,
  starred INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (user, section)
) WITHOUT ROWID;

CREATE TRIGGER articles_filed AFTER INSERT ON articles BEGIN
  UPDATE sections SET total = total + 1 WHERE number = new.section;
END;
CREATE TRIGGER articles_gone AFTER DELETE ON articles BEGIN
  UPDATE sections SET total = total - 1 WHERE number = old.section;
END;
CREATE TRIGGER marks_made AFTER INSERT ON marks WHEN new.key IS NOT NULL AND (new.read OR new.starred) BEGIN
  INSERT INTO section_marks SELECT new.user, section, new.read, new.starred FROM articles WHERE key = new.key
    ON CONFLICT DO UPDATE SET read = read + excluded.read, starred = starred + excluded.starred;
END;
CREATE TRIGGER marks_gone AFTER DELETE ON marks WHEN old.key IS NOT NULL AND (old.read OR old.starred) BEGIN
  UPDATE section_marks SET read = read - old.read, starred = starred - old.starred
    WHERE user = old.user AND section = (SELECT section FROM articles WHERE key = old.key);
END;
CREATE TRIGGER marks_changed_from AFTER UPDATE OF key, read, starred ON marks
WHEN old.key IS NOT NULL AND (old.read OR old.starred) BEGIN
  UPDATE section_marks SET read = read - old.read, starred = starred - old.starred
    WHERE user = old.user AND section = (SELECT section FROM articles WHERE key = old.key);
END;
CREATE TRIGGER marks_changed_to AFTER UPDATE OF key, read, starred ON marks
WHEN new.key IS NOT NULL AND (new.read OR new.starred) BEGIN
  INSERT INTO section_marks SELECT new.user, section, new.read, new.starred FROM articles WHERE key = new.key
    ON CONFLICT DO UPDATE SET read = read + excluded.read, starred = starred + excluded.starred;
END;

-- id: `kind:key`, as an entity's id is written. The counts are of articles and of mentions in all of them.
CREATE TABLE entities (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  articles INTEGER NOT NULL DEFAULT 0,
  mentions INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX entities_folded ON entities (folded);
CREATE INDEX entities_frequent ON entities (articles) WHERE articles > 2;
CREATE TABLE mentions (
  entity INTEGER NOT NULL,
  key INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (entity, key)
) WITHOUT ROWID;
-- Where they stand: see `spans.rs`.
CREATE TABLE spans (key INTEGER PRIMARY KEY, data BLOB NOT NULL);

-- Articles with a band in common may tell the same: see `likeness.rs`.
CREATE TABLE bands (band INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (band, key)) WITHOUT ROWID;
CREATE TABLE events (number INTEGER PRIMARY KEY, members INTEGER NOT NULL);

-- The words as `query` compares them, and in meta the terms of `terms.rs`. The text itself stands in `texts`.
CREATE VIRTUAL TABLE words USING fts5 (title, body, meta, content = '', contentless_delete = 1, tokenize = 'ascii');
INSERT INTO words (words, rank) VALUES ('automerge', 0);
INSERT INTO words (words, rank) VALUES ('crisismerge', 1999);
INSERT INTO words (words, rank) VALUES ('usermerge', 8);
