UPDATE autosaves SET form = replace(form::text, '.at_least"', '.at_least_mg"')::jsonb WHERE kind = 'collection';
ALTER TABLE collection_rules
    DROP CONSTRAINT collection_rules_amount_has_unit,
    DROP CONSTRAINT collection_rules_unit_known;
UPDATE collection_rules
    SET at_least = CASE unit WHEN 'mcg' THEN at_least / 1000 WHEN 'mg' THEN at_least WHEN 'g' THEN at_least * 1000 END
    WHERE at_least IS NOT NULL;
ALTER TABLE collection_rules DROP COLUMN unit;
ALTER TABLE collection_rules RENAME COLUMN at_least TO at_least_mg;
COMMENT ON COLUMN collection_rules.at_least_mg IS 'Least milligrams of the ingredient in a serving';
