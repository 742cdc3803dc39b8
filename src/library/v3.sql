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
