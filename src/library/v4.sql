-- Schema 4. headed: 1 when the index has the heads of all words (`query`, how words begin); a library that is older gets
-- them when it is rebuilt, and looks beginnings up in the texts until then.
INSERT INTO state SELECT 'headed', NOT EXISTS (SELECT 1 FROM articles);
