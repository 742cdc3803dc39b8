-- Schema 5. Which articles have words that begin so: see `pieces/`. What was filed before is in no piece, and its text is looked
-- at instead.
DROP TABLE heads;
-- first, last: the lowest key and the highest one. bytes: of its parts.
CREATE TABLE pieces (
  number INTEGER PRIMARY KEY,
  articles INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL
);
-- Numbered by the piece and, in the lower 32 bits, within it.
CREATE TABLE piece_keys (number INTEGER PRIMARY KEY, keys BLOB NOT NULL);
CREATE TABLE piece_parts (number INTEGER PRIMARY KEY, entries BLOB NOT NULL);
-- piece: the number of the last piece that was made.
INSERT INTO state VALUES ('piece', 0);
-- headed: 1 when every article is in a piece; a library that is older gets them when it is rebuilt.
UPDATE state SET value = NOT EXISTS (SELECT 1 FROM articles) WHERE name = 'headed';
