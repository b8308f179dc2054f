CREATE TABLE assertions (
    id uuid PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    statement text NOT NULL,
    substance text NOT NULL,
    basis text NOT NULL,
    document text,
    as_of date,
    position integer NOT NULL DEFAULT 0,
    CONSTRAINT assertions_product_substance_key UNIQUE (product_id, substance),
    CONSTRAINT assertions_statement_known CHECK (statement IN ('contains', 'free_from', 'may_contain', 'unknown')),
    CONSTRAINT assertions_substance_format CHECK (substance ~ '^[a-z0-9]+(_[a-z0-9]+)*$'),
    CONSTRAINT assertions_basis_known CHECK (basis IN ('formula', 'supplier_document', 'laboratory_test', 'label_statement',
        'manufacturer_statement'))
);
COMMENT ON TABLE assertions IS 'A free-from or contains statement with what it rests on';

CREATE TABLE lots (
    id uuid PRIMARY KEY,
    variant_id uuid NOT NULL REFERENCES variants (id) ON DELETE CASCADE,
    code text NOT NULL,
    made_on date,
    expires_on date,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT lots_variant_code_key UNIQUE (variant_id, code),
    CONSTRAINT lots_code_shape CHECK (length(code) BETWEEN 1 AND 20),
    CONSTRAINT lots_dates_order CHECK (made_on < expires_on)
);
COMMENT ON TABLE lots IS 'A batch of a variant; code as in GS1 application identifier 10';

CREATE TABLE certificates (
    id uuid PRIMARY KEY,
    lot_id uuid NOT NULL REFERENCES lots (id) ON DELETE CASCADE,
    laboratory text NOT NULL,
    number text,
    issued_on date NOT NULL,
    review_by date,
    document_id uuid REFERENCES media (id),
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT certificates_review_after_issue CHECK (review_by > issued_on)
);
CREATE INDEX certificates_lot_idx ON certificates (lot_id);
COMMENT ON TABLE certificates IS 'A laboratory report on a lot';

CREATE TABLE certificate_results (
    certificate_id uuid NOT NULL REFERENCES certificates (id) ON DELETE CASCADE,
    position integer NOT NULL,
    analyte text NOT NULL,
    operator text NOT NULL DEFAULT '=',
    quantity numeric,
    unit text,
    limit_quantity numeric,
    passed boolean,
    PRIMARY KEY (certificate_id, position),
    CONSTRAINT certificate_results_operator_known CHECK (operator IN ('=', '<', '<=', '>', '>=', '~')),
    CONSTRAINT certificate_results_quantity_has_unit CHECK ((quantity IS NULL) OR (unit IS NOT NULL))
);
COMMENT ON TABLE certificate_results IS 'One measured value of a certificate';
