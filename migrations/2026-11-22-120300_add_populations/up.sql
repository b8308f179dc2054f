ALTER TABLE formulas
    ADD COLUMN more_populations text[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT formulas_more_populations_known CHECK (more_populations <@ ARRAY['adults', 'infants', 'children_1_to_3',
        'pregnant_and_lactating']);
COMMENT ON COLUMN formulas.more_populations IS 'Further columns of Daily Values on the same panel, in order';
