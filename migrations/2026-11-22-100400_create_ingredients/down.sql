DROP TABLE ingredient_constituents;
DROP TABLE ingredient_synonyms;
DROP TABLE ingredients;
