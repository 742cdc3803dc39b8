-- Schema 6. Articles whose mentions stand in `spans` alone, and under their entities later: who looks through many enters many
-- at once, in the order of the entities. A number is never given twice.
CREATE TABLE unlisted (number INTEGER PRIMARY KEY AUTOINCREMENT, key INTEGER NOT NULL UNIQUE);
-- Names are looked up among entities that an article mentions, and enter the index with the first one.
DROP INDEX entities_folded;
CREATE INDEX entities_folded ON entities (folded) WHERE articles > 0;
