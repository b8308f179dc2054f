//! Reads of formulas.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use rust_decimal::Decimal;

use super::model::{
    Amount, DeclaredPercent, Formula, FormulaId, FormulaRow, FormulaRowId, FormulaSource, Operator,
    Population, Quantity, RowKind, Serving,
};
use crate::catalog::product::model::ProductId;
use crate::db::schema::{formula_amounts, formula_rows, formula_servings, formulas};
use crate::evidence::ingredient::model::IngredientId;

#[derive(Queryable, Selectable)]
#[diesel(table_name = formulas)]
struct Head {
    id: FormulaId,
    source: FormulaSource,
    dsld_label_id: Option<i64>,
    servings_per_container: Option<String>,
    population: Population,
    more_populations: Vec<Population>,
    effective_from: Option<NaiveDate>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = formula_servings)]
struct ServingRow {
    amount: Decimal,
    amount_max: Option<Decimal>,
    unit: String,
    note: Option<String>,
    per_day_min: Option<Decimal>,
    per_day_max: Option<Decimal>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = formula_rows)]
struct Row {
    id: FormulaRowId,
    parent_id: Option<FormulaRowId>,
    kind: RowKind,
    name: String,
    ingredient_id: Option<IngredientId>,
    source_form: Option<String>,
    plant_part: Option<String>,
    note: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = formula_amounts)]
struct AmountRow {
    row_id: FormulaRowId,
    operator: Option<Operator>,
    quantity: Option<Decimal>,
    unit: Option<String>,
    percent_operator: Option<Operator>,
    daily_value_percent: Option<Decimal>,
    daily_value_not_established: bool,
}

/// The formula that a product is sold with now, in four statements however long it is.
pub async fn current_formula(
    mut conn: &AsyncPgConnection,
    product: ProductId,
) -> QueryResult<Option<Formula>> {
    let head: Option<Head> = formulas::table
        .filter(formulas::product_id.eq(product))
        .filter(formulas::is_current)
        .select(Head::as_select())
        .first(&mut conn)
        .await
        .optional()?;
    let Some(head) = head else { return Ok(None) };
    let servings: Vec<ServingRow> = formula_servings::table
        .filter(formula_servings::formula_id.eq(head.id))
        .order(formula_servings::position)
        .select(ServingRow::as_select())
        .load(&mut conn)
        .await?;
    let rows: Vec<Row> = formula_rows::table
        .filter(formula_rows::formula_id.eq(head.id))
        .order((formula_rows::position, formula_rows::id))
        .select(Row::as_select())
        .load(&mut conn)
        .await?;
    let amounts: Vec<AmountRow> = formula_amounts::table
        .inner_join(formula_rows::table)
        .filter(formula_rows::formula_id.eq(head.id))
        .order((formula_amounts::row_id, formula_amounts::serving))
        .select(AmountRow::as_select())
        .load(&mut conn)
        .await?;
    let (other_ingredients, rows) = tree(rows, amounts)
        .into_iter()
        .partition(|row| row.kind == RowKind::OtherIngredient);
    Ok(Some(Formula {
        source: head.source,
        dsld_label_id: head.dsld_label_id,
        effective_from: head.effective_from,
        population: head.population,
        more_populations: head.more_populations,
        servings: servings.into_iter().map(serving).collect(),
        servings_per_container: head.servings_per_container,
        rows,
        other_ingredients,
    }))
}

fn serving(row: ServingRow) -> Serving {
    Serving {
        amount: row.amount,
        amount_max: row.amount_max,
        unit: row.unit,
        note: row.note,
        per_day_min: row.per_day_min,
        per_day_max: row.per_day_max,
    }
}

fn tree(rows: Vec<Row>, amounts: Vec<AmountRow>) -> Vec<FormulaRow> {
    let mut amounts_of: HashMap<FormulaRowId, Vec<Amount>> = HashMap::new();
    for row in amounts {
        amounts_of.entry(row.row_id).or_default().push(amount(row));
    }
    let mut children_of: HashMap<Option<FormulaRowId>, Vec<Row>> = HashMap::new();
    for row in rows {
        children_of.entry(row.parent_id).or_default().push(row);
    }
    children(None, &mut children_of, &mut amounts_of)
}

fn children(
    parent: Option<FormulaRowId>,
    children_of: &mut HashMap<Option<FormulaRowId>, Vec<Row>>,
    amounts_of: &mut HashMap<FormulaRowId, Vec<Amount>>,
) -> Vec<FormulaRow> {
    children_of
        .remove(&parent)
        .unwrap_or_default()
        .into_iter()
        .map(|row| FormulaRow {
            rows: children(Some(row.id), children_of, amounts_of),
            amounts: amounts_of.remove(&row.id).unwrap_or_default(),
            kind: row.kind,
            name: row.name,
            ingredient_id: row.ingredient_id,
            source_form: row.source_form,
            plant_part: row.plant_part,
            note: row.note,
        })
        .collect()
}

fn amount(row: AmountRow) -> Amount {
    Amount {
        quantity: row.quantity.zip(row.unit).map(|(value, unit)| Quantity {
            operator: row.operator.unwrap_or(Operator::Equal),
            value,
            unit,
        }),
        daily_value: row.daily_value_percent.map(|value| DeclaredPercent {
            operator: row.percent_operator.unwrap_or(Operator::Equal),
            value,
        }),
        daily_value_not_established: row.daily_value_not_established,
    }
}
