-- How products are found: words that mean the same, rules of lists, collections by amount, and what was looked for.

CREATE TABLE synonyms (
    id uuid PRIMARY KEY,
    words text[] NOT NULL,
    direction text NOT NULL DEFAULT 'both',
    leads_to text[] NOT NULL DEFAULT '{}',
    note text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT synonyms_direction_known CHECK (direction IN ('both', 'one')),
    CONSTRAINT synonyms_have_words CHECK (cardinality(words) > 0),
    CONSTRAINT synonyms_lead_somewhere CHECK ((direction = 'one') = (cardinality(leads_to) > 0))
);
COMMENT ON TABLE synonyms IS 'Words of visitors that find what is called otherwise';
COMMENT ON COLUMN synonyms.direction IS 'both: every word finds every other one; one: the words find what they lead to, and not back';

CREATE TABLE search_rules (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    market text REFERENCES markets (code),
    query text NOT NULL DEFAULT '',
    query_match text NOT NULL DEFAULT 'contains',
    category_id uuid REFERENCES categories (id) ON DELETE CASCADE,
    brand_id uuid REFERENCES brands (id) ON DELETE CASCADE,
    ingredient_id uuid REFERENCES ingredients (id) ON DELETE CASCADE,
    topic_id uuid REFERENCES topics (id) ON DELETE CASCADE,
    starts_on date,
    ends_on date,
    leads_to text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT search_rules_name_not_blank CHECK (name ~ '[^[:space:]]'),
    CONSTRAINT search_rules_query_match_known CHECK (query_match IN ('exact', 'contains')),
    CONSTRAINT search_rules_days_in_order CHECK (ends_on >= starts_on),
    CONSTRAINT search_rules_words_lead CHECK (leads_to = '' OR query <> ''),
    CONSTRAINT search_rules_leads_to_shape CHECK (leads_to ~ '^(/([^/[:space:]][^[:space:]]*)?)?$' AND length(leads_to) <= 500)
);
CREATE INDEX search_rules_category_idx ON search_rules (category_id);
CREATE INDEX search_rules_brand_idx ON search_rules (brand_id);
CREATE INDEX search_rules_ingredient_idx ON search_rules (ingredient_id);
CREATE INDEX search_rules_topic_idx ON search_rules (topic_id);
COMMENT ON TABLE search_rules IS 'How a list of products is arranged, for words, a category or a filter';
COMMENT ON COLUMN search_rules.query IS 'Words of visitors; empty for lists of any words and of none';
COMMENT ON COLUMN search_rules.category_id IS 'With the three behind it: to what the list must be narrowed';
COMMENT ON COLUMN search_rules.leads_to IS 'Path to which the words lead instead of a list';

CREATE TABLE search_rule_products (
    rule_id uuid NOT NULL REFERENCES search_rules (id) ON DELETE CASCADE,
    product_id uuid NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    effect text NOT NULL,
    position integer NOT NULL,
    PRIMARY KEY (rule_id, product_id),
    CONSTRAINT search_rule_products_effect_known CHECK (effect IN ('pin', 'hide'))
);
CREATE INDEX search_rule_products_product_idx ON search_rule_products (product_id);
COMMENT ON TABLE search_rule_products IS 'A product that stands first in a list, or is left out of it';

CREATE TABLE search_rule_boosts (
    rule_id uuid NOT NULL REFERENCES search_rules (id) ON DELETE CASCADE,
    position integer NOT NULL,
    category_id uuid REFERENCES categories (id) ON DELETE CASCADE,
    brand_id uuid REFERENCES brands (id) ON DELETE CASCADE,
    ingredient_id uuid REFERENCES ingredients (id) ON DELETE CASCADE,
    times numeric NOT NULL,
    PRIMARY KEY (rule_id, position),
    CONSTRAINT search_rule_boosts_is_one CHECK (num_nonnulls(category_id, brand_id, ingredient_id) = 1),
    CONSTRAINT search_rule_boosts_times_sane CHECK (times > 0 AND times <= 100)
);
CREATE INDEX search_rule_boosts_category_idx ON search_rule_boosts (category_id);
CREATE INDEX search_rule_boosts_brand_idx ON search_rule_boosts (brand_id);
CREATE INDEX search_rule_boosts_ingredient_idx ON search_rule_boosts (ingredient_id);
COMMENT ON TABLE search_rule_boosts IS 'What a rule raises in a list';
COMMENT ON COLUMN search_rule_boosts.times IS 'How much its relevance is multiplied by';

CREATE TABLE search_days (
    day date NOT NULL,
    market text NOT NULL REFERENCES markets (code),
    query text NOT NULL,
    searches integer NOT NULL DEFAULT 0,
    empty_searches integer NOT NULL DEFAULT 0,
    clicks integer NOT NULL DEFAULT 0,
    PRIMARY KEY (market, day, query),
    CONSTRAINT search_days_query_short CHECK (length(query) BETWEEN 1 AND 100)
);
COMMENT ON TABLE search_days IS 'How often words were looked for on a day: no visitor, no address, no time of day';
COMMENT ON COLUMN search_days.empty_searches IS 'Searches that found nothing';
COMMENT ON COLUMN search_days.clicks IS 'Products that were opened from their results';

ALTER TABLE collection_rules ADD COLUMN at_least_mg numeric;
ALTER TABLE collection_rules ADD CONSTRAINT collection_rules_amount_of_ingredient
    CHECK (at_least_mg IS NULL OR (aspect = 'ingredient' AND at_least_mg > 0));
COMMENT ON COLUMN collection_rules.at_least_mg IS 'Least milligrams of the ingredient in a serving';

CREATE OR REPLACE VIEW editables AS
    SELECT entity.kind, entity.id, entity.slug, entity.title, entity.updated_at, drafts.revision,
        CASE
            WHEN EXISTS (SELECT FROM schedules WHERE schedules.entity_id = entity.id AND schedules.state = 'pending') THEN 'scheduled'
            WHEN drafts.state IN ('in_review', 'approved') THEN drafts.state
            WHEN entity.kind = 'lot' THEN CASE WHEN entity.is_listed THEN 'published' ELSE 'draft' END
            WHEN current_publications.state IS NULL THEN 'draft'
            WHEN current_publications.state = 'withdrawn' THEN 'withdrawn'
            WHEN entity.updated_at > publications.created_at
                AND drafts.revision IS DISTINCT FROM drafts.published_revision THEN 'changed'
            ELSE 'published'
        END AS state
    FROM (
        SELECT 'brand' AS kind, id, slug, name AS title, updated_at, NULL::boolean AS is_listed FROM brands
        UNION ALL SELECT 'category', id, slug, name, updated_at, NULL FROM categories
        UNION ALL SELECT 'topic', id, slug, name, updated_at, NULL FROM topics
        UNION ALL SELECT 'ingredient', id, slug, name, updated_at, NULL FROM ingredients
        UNION ALL SELECT 'reference', id, slug, title, updated_at, NULL FROM "references"
        UNION ALL SELECT 'claim', c.id, c.slug, i.name || ': ' || c.effect, c.updated_at, NULL
            FROM claims c JOIN ingredients i ON i.id = c.ingredient_id
        UNION ALL SELECT 'product', id, slug, name, updated_at, NULL FROM products
        UNION ALL SELECT 'article', id, slug, title, updated_at, NULL FROM articles
        UNION ALL SELECT 'protocol', id, slug, title, updated_at, NULL FROM protocols
        UNION ALL SELECT 'collection', id, slug, name, updated_at, NULL FROM collections
        UNION ALL SELECT 'attribute', id, slug, name, updated_at, NULL FROM attributes
        UNION ALL SELECT 'product_type', id, slug, name, updated_at, NULL FROM product_types
        UNION ALL SELECT 'lot', l.id, v.sku || '-' || l.code, v.title || ', lot ' || l.code, l.updated_at, l.is_listed
            FROM lots l JOIN variants v ON v.id = l.variant_id
        UNION ALL SELECT 'redirect', id, from_path, from_path, updated_at, NULL FROM redirects
        UNION ALL SELECT 'synonym', id, id::text, array_to_string(words, ', '), updated_at, NULL FROM synonyms
        UNION ALL SELECT 'search_rule', id, id::text, name, updated_at, NULL FROM search_rules
    ) AS entity
    LEFT JOIN drafts ON drafts.entity_id = entity.id
    LEFT JOIN current_publications ON current_publications.entity_id = entity.id
    LEFT JOIN publications ON publications.id = current_publications.publication_id;
