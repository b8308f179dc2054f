ALTER TABLE formulas DROP COLUMN more_populations;
