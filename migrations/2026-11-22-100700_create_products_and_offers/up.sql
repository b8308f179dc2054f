CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE products (
    id uuid PRIMARY KEY,
    slug text NOT NULL,
    name text NOT NULL,
    brand_id uuid NOT NULL REFERENCES brands (id),
    category_id uuid REFERENCES categories (id),
    form text NOT NULL,
    summary text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    audience text,
    directions text NOT NULL DEFAULT '',
    cautions text,
    storage text,
    external_ref text,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT products_slug_key UNIQUE (slug),
    CONSTRAINT products_external_ref_key UNIQUE (external_ref),
    CONSTRAINT products_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80),
    CONSTRAINT products_name_not_blank CHECK (name ~ '[^[:space:]]'),
    CONSTRAINT products_form_known CHECK (form IN ('capsule', 'tablet', 'softgel', 'powder', 'liquid', 'gummy', 'lozenge',
        'sachet', 'bar', 'other'))
);
CREATE INDEX products_brand_idx ON products (brand_id, lower(name));
CREATE INDEX products_category_idx ON products (category_id);
CREATE INDEX products_updated_idx ON products (updated_at DESC, id);
COMMENT ON TABLE products IS 'What is listed; what is bought is a variant';
COMMENT ON COLUMN products.description IS 'Markdown';
COMMENT ON COLUMN products.external_ref IS 'Key of the product in the system it was imported from';

CREATE TABLE product_options (
    product_id uuid NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    position integer NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (product_id, position),
    CONSTRAINT product_options_name_key UNIQUE (product_id, name),
    CONSTRAINT product_options_at_most_three CHECK (position BETWEEN 0 AND 2)
);
COMMENT ON TABLE product_options IS 'What variants differ by, such as Size or Flavor';

CREATE TABLE variants (
    id uuid PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    sku text NOT NULL,
    gtin text,
    gtin_digits integer,
    title text NOT NULL,
    net_quantity numeric,
    net_unit text,
    servings numeric,
    position integer NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT variants_id_product_key UNIQUE (id, product_id),
    CONSTRAINT variants_sku_key UNIQUE (sku),
    CONSTRAINT variants_gtin_key UNIQUE (gtin),
    CONSTRAINT variants_gtin_is_14_digits CHECK (gtin ~ '^[0-9]{14}$'),
    CONSTRAINT variants_gtin_digits_known CHECK ((gtin IS NULL) = (gtin_digits IS NULL) AND gtin_digits IN (8, 12, 13, 14)),
    CONSTRAINT variants_sku_shape CHECK (sku ~ '^[^[:space:]]{1,50}$'),
    CONSTRAINT variants_net_quantity_positive CHECK (net_quantity > 0),
    CONSTRAINT variants_net_quantity_has_unit CHECK ((net_quantity IS NULL) = (net_unit IS NULL)),
    CONSTRAINT variants_servings_positive CHECK (servings > 0)
);
CREATE INDEX variants_product_idx ON variants (product_id, position);
COMMENT ON TABLE variants IS 'The purchasable unit in every feed';
COMMENT ON COLUMN variants.gtin IS 'Padded with zeros to 14 digits; gtin_digits says how many were printed';

CREATE TABLE variant_options (
    variant_id uuid NOT NULL REFERENCES variants (id) ON DELETE CASCADE,
    position integer NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (variant_id, position)
);
COMMENT ON TABLE variant_options IS 'The value of the option at the same position of its product';

CREATE TABLE product_claims (
    product_id uuid NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    claim_id uuid NOT NULL REFERENCES claims (id),
    position integer NOT NULL DEFAULT 0,
    PRIMARY KEY (product_id, claim_id)
);
CREATE INDEX product_claims_claim_idx ON product_claims (claim_id);
COMMENT ON TABLE product_claims IS 'Claims that a product page shows, as far as evidence and wording allow';

CREATE TABLE product_media (
    product_id uuid NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    position integer NOT NULL,
    media_id uuid NOT NULL REFERENCES media (id),
    raster_id uuid REFERENCES media (id),
    social_id uuid REFERENCES media (id),
    alt text NOT NULL,
    PRIMARY KEY (product_id, position),
    CONSTRAINT product_media_alt_not_blank CHECK (alt ~ '[^[:space:]]')
);
COMMENT ON TABLE product_media IS 'Pictures of a product in order';
COMMENT ON COLUMN product_media.raster_id IS 'The same picture as pixels, for feeds; social_id the wide one for previews';

CREATE TABLE product_statements (
    id uuid PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    position integer NOT NULL,
    kind text NOT NULL,
    text text NOT NULL
);
CREATE INDEX product_statements_product_idx ON product_statements (product_id, position);
COMMENT ON TABLE product_statements IS 'Sentences printed on an imported label, as printed; not shown to visitors';

CREATE TABLE offers (
    id uuid PRIMARY KEY,
    variant_id uuid NOT NULL,
    product_id uuid NOT NULL,
    market text NOT NULL REFERENCES markets (code),
    currency text NOT NULL,
    price_minor bigint NOT NULL,
    list_minor bigint,
    availability text NOT NULL,
    starts_at timestamptz NOT NULL DEFAULT '-infinity',
    ends_at timestamptz NOT NULL DEFAULT 'infinity',
    version integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT offers_variant_fkey FOREIGN KEY (variant_id, product_id) REFERENCES variants (id, product_id) ON DELETE CASCADE,
    CONSTRAINT offers_currency_is_iso_4217 CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT offers_price_not_negative CHECK (price_minor >= 0),
    CONSTRAINT offers_list_above_price CHECK (list_minor > price_minor),
    CONSTRAINT offers_availability_known CHECK (availability IN ('in_stock', 'out_of_stock', 'backorder', 'preorder', 'discontinued')),
    CONSTRAINT offers_period_not_empty CHECK (starts_at < ends_at),
    CONSTRAINT offers_do_not_overlap EXCLUDE USING gist
        (variant_id WITH =, market WITH =, tstzrange(starts_at, ends_at) WITH &&)
);
CREATE INDEX offers_product_idx ON offers (product_id, market);
CREATE INDEX offers_starts_idx ON offers (starts_at) WHERE starts_at > '-infinity';
CREATE INDEX offers_ends_idx ON offers (ends_at) WHERE ends_at < 'infinity';
COMMENT ON TABLE offers IS 'Price and availability of one variant in one market, for one period; read live by the public';
COMMENT ON COLUMN offers.price_minor IS 'Integer minor units of the currency, such as cents';
COMMENT ON COLUMN offers.list_minor IS 'The price it is reduced from, when there is one';

CREATE TABLE offer_history (
    id uuid PRIMARY KEY,
    variant_id uuid NOT NULL,
    market text NOT NULL,
    currency text NOT NULL,
    price_minor bigint,
    list_minor bigint,
    availability text,
    starts_at timestamptz,
    ends_at timestamptz,
    recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX offer_history_variant_idx ON offer_history (variant_id, market, recorded_at);
COMMENT ON TABLE offer_history IS 'Append-only: every state an offer has had; price is null when it was removed';

CREATE TABLE offer_boundaries (
    only_row boolean PRIMARY KEY DEFAULT true,
    processed_until timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT offer_boundaries_has_one_row CHECK (only_row)
);
INSERT INTO offer_boundaries DEFAULT VALUES;
COMMENT ON TABLE offer_boundaries IS 'Until when the starts and ends of offers have been written to the change log';
