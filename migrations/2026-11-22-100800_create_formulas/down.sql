DROP TABLE formula_amounts;
DROP TABLE formula_rows;
DROP TABLE formula_servings;
DROP TABLE formulas;
