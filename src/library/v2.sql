-- Schema 2. Articles whose bands are not in `bands` yet: an import puts many there at once, in the order of the bands.
CREATE TABLE unjoined (key INTEGER PRIMARY KEY, likeness BLOB NOT NULL);
-- parted: 1 when the index has a sign between any two paragraphs; a library that is older gets it when it is rebuilt.
INSERT INTO state SELECT 'parted', NOT EXISTS (SELECT 1 FROM articles);
