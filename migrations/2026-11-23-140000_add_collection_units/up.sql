-- A collection asks for an amount in the unit that labels state: not everything is weighed.
ALTER TABLE collection_rules RENAME COLUMN at_least_mg TO at_least;
ALTER TABLE collection_rules ADD COLUMN unit text;
UPDATE collection_rules SET unit = 'mg' WHERE at_least IS NOT NULL;
ALTER TABLE collection_rules
    ADD CONSTRAINT collection_rules_amount_has_unit CHECK ((at_least IS NULL) = (unit IS NULL)),
    ADD CONSTRAINT collection_rules_unit_known CHECK (unit IN ('mcg', 'mg', 'g', 'iu', 'billion_cfu'));
COMMENT ON COLUMN collection_rules.at_least IS 'Least amount of the ingredient in a serving';
COMMENT ON COLUMN collection_rules.unit IS 'Unit of that amount';
UPDATE autosaves SET form = replace(form::text, '.at_least_mg"', '.at_least"')::jsonb WHERE kind = 'collection';
