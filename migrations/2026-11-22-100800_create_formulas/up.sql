CREATE TABLE formulas (
    id uuid PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    revision integer NOT NULL,
    is_current boolean NOT NULL DEFAULT false,
    source text NOT NULL DEFAULT 'editor',
    dsld_label_id bigint,
    source_checksum text,
    servings_per_container text,
    population text NOT NULL DEFAULT 'adults',
    effective_from date,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT formulas_product_revision_key UNIQUE (product_id, revision),
    CONSTRAINT formulas_dsld_label_id_key UNIQUE (dsld_label_id),
    CONSTRAINT formulas_source_known CHECK (source IN ('editor', 'dsld')),
    CONSTRAINT formulas_dsld_has_label CHECK ((source = 'dsld') = (dsld_label_id IS NOT NULL)),
    CONSTRAINT formulas_population_known CHECK (population IN ('adults', 'infants', 'children_1_to_3', 'pregnant_and_lactating'))
);
CREATE UNIQUE INDEX formulas_current_key ON formulas (product_id) WHERE is_current;
COMMENT ON TABLE formulas IS 'What is in the bottle; a new row when the product is reformulated';
COMMENT ON COLUMN formulas.population IS 'Column of Daily Values that the panel uses, 21 CFR 101.9(c)(8)(iv)';
COMMENT ON COLUMN formulas.source_checksum IS 'Of the imported label, so that importing it again changes nothing';

CREATE TABLE formula_servings (
    formula_id uuid NOT NULL REFERENCES formulas (id) ON DELETE CASCADE,
    position integer NOT NULL,
    amount numeric NOT NULL,
    amount_max numeric,
    unit text NOT NULL,
    note text,
    per_day_min numeric,
    per_day_max numeric,
    PRIMARY KEY (formula_id, position),
    CONSTRAINT formula_servings_amount_positive CHECK (amount > 0),
    CONSTRAINT formula_servings_amount_order CHECK (amount_max >= amount),
    CONSTRAINT formula_servings_per_day_order CHECK (per_day_min > 0 AND per_day_min <= per_day_max)
);
COMMENT ON TABLE formula_servings IS 'Serving sizes of a label, usually one';

CREATE TABLE formula_rows (
    id uuid PRIMARY KEY,
    formula_id uuid NOT NULL REFERENCES formulas (id) ON DELETE CASCADE,
    parent_id uuid,
    position integer NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    ingredient_id uuid REFERENCES ingredients (id),
    source_form text,
    plant_part text,
    note text,
    CONSTRAINT formula_rows_id_formula_key UNIQUE (id, formula_id),
    CONSTRAINT formula_rows_parent_fkey FOREIGN KEY (parent_id, formula_id) REFERENCES formula_rows (id, formula_id) ON DELETE CASCADE,
    CONSTRAINT formula_rows_kind_known CHECK (kind IN ('energy', 'nutrient', 'ingredient', 'blend', 'other_ingredient')),
    CONSTRAINT formula_rows_not_own_parent CHECK (parent_id <> id),
    CONSTRAINT formula_rows_name_not_blank CHECK (name ~ '[^[:space:]]')
);
CREATE INDEX formula_rows_formula_idx ON formula_rows (formula_id, position);
CREATE INDEX formula_rows_parent_idx ON formula_rows (parent_id);
CREATE INDEX formula_rows_ingredient_idx ON formula_rows (ingredient_id);
COMMENT ON TABLE formula_rows IS 'A row of a label; blends and constituents nest';
COMMENT ON COLUMN formula_rows.source_form IS 'Printed in parentheses, such as: as calcium carbonate';

CREATE TABLE formula_amounts (
    row_id uuid NOT NULL REFERENCES formula_rows (id) ON DELETE CASCADE,
    serving integer NOT NULL,
    operator text,
    quantity numeric,
    unit text,
    percent_operator text,
    daily_value_percent numeric,
    daily_value_not_established boolean NOT NULL DEFAULT false,
    PRIMARY KEY (row_id, serving),
    CONSTRAINT formula_amounts_known_or_not CHECK ((quantity IS NULL) = (unit IS NULL) AND (quantity IS NULL) = (operator IS NULL)),
    CONSTRAINT formula_amounts_operator_known CHECK (operator IN ('=', '<', '<=', '>', '>=', '~')),
    CONSTRAINT formula_amounts_percent_operator_known CHECK (percent_operator IN ('=', '<', '<=', '>', '>=', '~')),
    CONSTRAINT formula_amounts_quantity_not_negative CHECK (quantity >= 0),
    CONSTRAINT formula_amounts_percent_not_negative CHECK (daily_value_percent >= 0)
);
COMMENT ON TABLE formula_amounts IS 'Amount of a row per serving size';
COMMENT ON COLUMN formula_amounts.quantity IS 'Null when the label does not declare it: unknown is not zero';
