CREATE TABLE ingredients (
    id uuid PRIMARY KEY,
    slug text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    summary text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    latin_name text,
    unii text,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ingredients_slug_key UNIQUE (slug),
    CONSTRAINT ingredients_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80),
    CONSTRAINT ingredients_name_not_blank CHECK (name ~ '[^[:space:]]'),
    CONSTRAINT ingredients_unii_shape CHECK (unii ~ '^[0-9A-Z]{10}$'),
    CONSTRAINT ingredients_kind_known CHECK (kind IN ('vitamin', 'mineral', 'fatty_acid', 'amino_acid', 'protein',
        'carbohydrate', 'botanical', 'microorganism', 'enzyme', 'animal_product', 'other'))
);
CREATE UNIQUE INDEX ingredients_unii_key ON ingredients (unii);
CREATE INDEX ingredients_name_idx ON ingredients (lower(name));
COMMENT ON TABLE ingredients IS 'A substance with its own page';
COMMENT ON COLUMN ingredients.unii IS 'FDA unique ingredient identifier, ten characters';

CREATE TABLE ingredient_synonyms (
    id uuid PRIMARY KEY,
    ingredient_id uuid NOT NULL REFERENCES ingredients (id) ON DELETE CASCADE,
    name text NOT NULL,
    kind text NOT NULL,
    position integer NOT NULL DEFAULT 0,
    CONSTRAINT ingredient_synonyms_kind_known CHECK (kind IN ('synonym', 'form', 'trade_name', 'abbreviation', 'misspelling')),
    CONSTRAINT ingredient_synonyms_name_not_blank CHECK (name ~ '[^[:space:]]')
);
CREATE UNIQUE INDEX ingredient_synonyms_name_key ON ingredient_synonyms (ingredient_id, lower(name));
CREATE INDEX ingredient_synonyms_lookup_idx ON ingredient_synonyms (lower(name));
COMMENT ON TABLE ingredient_synonyms IS 'Another name of an ingredient';

CREATE TABLE ingredient_constituents (
    ingredient_id uuid NOT NULL REFERENCES ingredients (id) ON DELETE CASCADE,
    constituent_id uuid NOT NULL REFERENCES ingredients (id),
    position integer NOT NULL DEFAULT 0,
    note text,
    PRIMARY KEY (ingredient_id, constituent_id),
    CONSTRAINT ingredient_constituents_not_itself CHECK (ingredient_id <> constituent_id)
);
CREATE INDEX ingredient_constituents_constituent_idx ON ingredient_constituents (constituent_id);
COMMENT ON TABLE ingredient_constituents IS 'A substance found within another, as lactoferrin in colostrum';
