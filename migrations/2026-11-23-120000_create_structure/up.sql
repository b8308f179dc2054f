-- Concepts that shape listings: product types with their attributes, collections, redirects that a person made.

CREATE TABLE attributes (
    id uuid PRIMARY KEY,
    slug text NOT NULL,
    name text NOT NULL,
    hint text NOT NULL DEFAULT '',
    value_type text NOT NULL,
    unit text,
    choices text[] NOT NULL DEFAULT '{}',
    is_public boolean NOT NULL DEFAULT true,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT attributes_slug_key UNIQUE (slug),
    CONSTRAINT attributes_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80),
    CONSTRAINT attributes_name_not_blank CHECK (name ~ '[^[:space:]]'),
    CONSTRAINT attributes_value_type_known CHECK (value_type IN ('text', 'number', 'flag', 'choice')),
    CONSTRAINT attributes_choices_for_choice CHECK ((value_type = 'choice') = (cardinality(choices) > 0))
);
COMMENT ON TABLE attributes IS 'A fact that products of some types state, such as the flavor';
COMMENT ON COLUMN attributes.unit IS 'Unit of a number';
COMMENT ON COLUMN attributes.is_public IS 'Whether product pages show it';

CREATE TABLE product_types (
    id uuid PRIMARY KEY,
    slug text NOT NULL,
    name text NOT NULL,
    description text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT product_types_slug_key UNIQUE (slug),
    CONSTRAINT product_types_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80),
    CONSTRAINT product_types_name_not_blank CHECK (name ~ '[^[:space:]]')
);
COMMENT ON TABLE product_types IS 'Which attributes products of a sort state';

CREATE TABLE product_type_attributes (
    product_type_id uuid NOT NULL REFERENCES product_types (id) ON DELETE CASCADE,
    attribute_id uuid NOT NULL REFERENCES attributes (id),
    position integer NOT NULL DEFAULT 0,
    is_required boolean NOT NULL DEFAULT false,
    PRIMARY KEY (product_type_id, attribute_id)
);
CREATE INDEX product_type_attributes_attribute_idx ON product_type_attributes (attribute_id);
COMMENT ON TABLE product_type_attributes IS 'An attribute that products of a type have';
COMMENT ON COLUMN product_type_attributes.is_required IS 'Whether a product must state it before it is published';

ALTER TABLE products ADD COLUMN product_type_id uuid REFERENCES product_types (id);
CREATE INDEX products_type_idx ON products (product_type_id);
COMMENT ON COLUMN products.product_type_id IS 'Fixes which attributes apply';

CREATE TABLE product_attributes (
    product_id uuid NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    attribute_id uuid NOT NULL REFERENCES attributes (id),
    value text NOT NULL,
    PRIMARY KEY (product_id, attribute_id),
    CONSTRAINT product_attributes_value_not_blank CHECK (value ~ '[^[:space:]]')
);
CREATE INDEX product_attributes_attribute_idx ON product_attributes (attribute_id);
COMMENT ON TABLE product_attributes IS 'What a product states for an attribute, in the form that the type of the attribute gives it';

CREATE TABLE collections (
    id uuid PRIMARY KEY,
    slug text NOT NULL,
    name text NOT NULL,
    summary text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    match_mode text NOT NULL DEFAULT 'all',
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT collections_slug_key UNIQUE (slug),
    CONSTRAINT collections_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80),
    CONSTRAINT collections_name_not_blank CHECK (name ~ '[^[:space:]]'),
    CONSTRAINT collections_match_mode_known CHECK (match_mode IN ('all', 'any'))
);
COMMENT ON TABLE collections IS 'Products that belong together, chosen by hand, by rule, or both';
COMMENT ON COLUMN collections.match_mode IS 'Whether a product must meet all rules or any';

CREATE TABLE collection_rules (
    collection_id uuid NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    position integer NOT NULL,
    aspect text NOT NULL,
    target_id uuid,
    word text,
    PRIMARY KEY (collection_id, position),
    CONSTRAINT collection_rules_aspect_known CHECK (aspect IN ('brand', 'category', 'ingredient', 'form', 'free_from')),
    CONSTRAINT collection_rules_is_whole CHECK (
        (aspect IN ('brand', 'category', 'ingredient')) = (target_id IS NOT NULL)
        AND (aspect IN ('form', 'free_from')) = (word IS NOT NULL))
);
COMMENT ON TABLE collection_rules IS 'What products of a collection have in common';
COMMENT ON COLUMN collection_rules.target_id IS 'The brand, category or ingredient';
COMMENT ON COLUMN collection_rules.word IS 'The form, or the substance that it is free from';

CREATE TABLE collection_products (
    collection_id uuid NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    product_id uuid NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    position integer NOT NULL DEFAULT 0,
    PRIMARY KEY (collection_id, product_id)
);
CREATE INDEX collection_products_product_idx ON collection_products (product_id);
COMMENT ON TABLE collection_products IS 'A product that was chosen by hand';

CREATE TABLE redirects (
    id uuid PRIMARY KEY,
    from_path text NOT NULL,
    to_path text NOT NULL,
    note text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT redirects_from_path_key UNIQUE (from_path),
    CONSTRAINT redirects_from_path_shape CHECK (from_path ~ '^/[^/?#[:space:]][^?#[:space:]]*$' AND length(from_path) <= 500),
    CONSTRAINT redirects_to_path_shape CHECK (to_path ~ '^/([^/[:space:]][^[:space:]]*)?$' AND length(to_path) <= 500),
    CONSTRAINT redirects_lead_away CHECK (from_path <> to_path)
);
COMMENT ON TABLE redirects IS 'An address of the site that leads to another one, made by a person';

ALTER TABLE claim_wordings ADD COLUMN written_by uuid REFERENCES users (id) ON DELETE SET NULL;
COMMENT ON COLUMN claim_wordings.written_by IS 'Who wrote the sentence as it stands; that person cannot approve it';

ALTER TABLE lots ADD COLUMN is_listed boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN lots.is_listed IS 'Whether it is published with its product';

-- Products can be found by what they hold: the key that publishing writes from now on, for what is public already.
UPDATE current_publications SET listing = listing || held.keys
FROM (SELECT from_entity, array_agg(DISTINCT 'ingredient:' || to_entity) AS keys
      FROM publication_links WHERE role = 'formula' GROUP BY from_entity) AS held
WHERE entity_id = held.from_entity AND kind = 'product';
