INSERT INTO markets (code, name, currency, locale, unit_system, jurisdiction)
VALUES ('eu', 'European Union', 'EUR', 'en-IE', 'metric', 'eu');

CREATE TABLE product_texts (
    product_id uuid NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    market text NOT NULL REFERENCES markets (code),
    summary text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    audience text,
    directions text NOT NULL DEFAULT '',
    cautions text,
    storage text,
    PRIMARY KEY (product_id, market),
    CONSTRAINT product_texts_not_of_the_default_market CHECK (market <> 'us')
);
COMMENT ON TABLE product_texts IS 'Texts of a product for a market besides the default one; a product without is not listed there';

ALTER TABLE claim_wordings
    ADD COLUMN authorised_id text,
    ADD CONSTRAINT claim_wordings_authorised_where_the_law_asks CHECK (market <> 'eu' OR surface <> 'product' OR
        status <> 'approved' OR authorised_id IS NOT NULL);
COMMENT ON COLUMN claim_wordings.authorised_id IS 'The authorised wording of the market''s rule pack that this is';
