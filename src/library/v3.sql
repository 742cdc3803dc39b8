-- Schema 3. Texts are written one behind the other, whatever the dates of their articles: a new one never moves others.
ALTER TABLE texts RENAME COLUMN key TO number;
ALTER TABLE articles ADD COLUMN text_number INTEGER;
UPDATE articles SET text_number = key;
-- Numbered like the texts.
ALTER TABLE unjoined RENAME COLUMN key TO number;
ALTER TABLE unjoined ADD COLUMN key INTEGER;
UPDATE unjoined SET key = number;
-- FTS5 takes no more than 2,000 segments, on all levels together: where nobody merges them, a level must be merged long
-- before that, with room for its result.
INSERT INTO words (words, rank) VALUES ('crisismerge', 500);
-- Twice as many segments before they are merged: a million articles are written three times and not four.
INSERT INTO words (words, rank) VALUES ('usermerge', 16);

-- copies: how many articles stand behind others in lists that show each event as one line.
INSERT INTO state SELECT 'copies', coalesce(sum(members - 1), 0) FROM events;
CREATE TRIGGER events_made AFTER INSERT ON events BEGIN
  UPDATE state SET value = value + new.members - 1 WHERE name = 'copies';
END;
CREATE TRIGGER events_changed AFTER UPDATE OF members ON events BEGIN
  UPDATE state SET value = value + new.members - old.members WHERE name = 'copies';
END;
CREATE TRIGGER events_gone AFTER DELETE ON events BEGIN
  UPDATE state SET value = value + 1 - old.members WHERE name = 'copies';
END;
