-- Schema 4. How the words of an article begin, title and body: the filter of `query`. What was filed before has none, and its
-- text is looked at instead.
CREATE TABLE heads (key INTEGER PRIMARY KEY, bits BLOB NOT NULL);
-- headed: 1 when every article has a filter; a library that is older gets them when it is rebuilt.
INSERT INTO state SELECT 'headed', NOT EXISTS (SELECT 1 FROM articles);
