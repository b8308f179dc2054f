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
    conn: &AsyncPgConnection,
    product: ProductId,
) -> QueryResult<Option<Formula>> {
    let mut found = current_formulas(conn, &[product]).await?;
    Ok(found.remove(&product))
}

/// The formulas that products are sold with now, in four statements however many and long they are.
pub async fn current_formulas(
    mut conn: &AsyncPgConnection,
    products: &[ProductId],
) -> QueryResult<HashMap<ProductId, Formula>> {
    let heads: Vec<(ProductId, Head)> = formulas::table
        .filter(formulas::product_id.eq_any(products))
        .filter(formulas::is_current)
        .select((formulas::product_id, Head::as_select()))
        .load(&mut conn)
        .await?;
    if heads.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<FormulaId> = heads.iter().map(|(_, head)| head.id).collect();
    let servings: Vec<(FormulaId, ServingRow)> = formula_servings::table
        .filter(formula_servings::formula_id.eq_any(&ids))
        .order((formula_servings::formula_id, formula_servings::position))
        .select((formula_servings::formula_id, ServingRow::as_select()))
        .load(&mut conn)
        .await?;
    let rows: Vec<(FormulaId, Row)> = formula_rows::table
        .filter(formula_rows::formula_id.eq_any(&ids))
        .order((
            formula_rows::formula_id,
            formula_rows::position,
            formula_rows::id,
        ))
        .select((formula_rows::formula_id, Row::as_select()))
        .load(&mut conn)
        .await?;
    let row_ids: Vec<FormulaRowId> = rows.iter().map(|(_, row)| row.id).collect();
    let amounts: Vec<AmountRow> = formula_amounts::table
        .filter(formula_amounts::row_id.eq_any(row_ids))
        .order((formula_amounts::row_id, formula_amounts::serving))
        .select(AmountRow::as_select())
        .load(&mut conn)
        .await?;
    let mut amounts_of: HashMap<FormulaRowId, Vec<Amount>> = HashMap::new();
    for row in amounts {
        amounts_of.entry(row.row_id).or_default().push(amount(row));
    }
    let mut servings_of: HashMap<FormulaId, Vec<Serving>> = HashMap::new();
    for (formula, row) in servings {
        servings_of.entry(formula).or_default().push(serving(row));
    }
    let mut rows_of: HashMap<FormulaId, Vec<Row>> = HashMap::new();
    for (formula, row) in rows {
        rows_of.entry(formula).or_default().push(row);
    }
    let formula = |(product, head): (ProductId, Head)| {
        let rows = rows_of.remove(&head.id).unwrap_or_default();
        let servings = servings_of.remove(&head.id).unwrap_or_default();
        let rows = tree(rows, &mut amounts_of);
        (product, whole(head, servings, rows))
    };
    Ok(heads.into_iter().map(formula).collect())
}

/// The ingredients of the formulas that products are sold with now, each once a product.
pub async fn ingredients_of(
    mut conn: &AsyncPgConnection,
    products: &[ProductId],
) -> QueryResult<Vec<(ProductId, IngredientId)>> {
    // By ids, because PostgreSQL takes the rows of some hundred products for more than half the table, and would read all of it.
    let current: Vec<(FormulaId, ProductId)> = formulas::table
        .filter(formulas::product_id.eq_any(products))
        .filter(formulas::is_current)
        .select((formulas::id, formulas::product_id))
        .load(&mut conn)
        .await?;
    let product_of: HashMap<FormulaId, ProductId> = current.into_iter().collect();
    let rows: Vec<(FormulaId, IngredientId)> = formula_rows::table
        .filter(formula_rows::formula_id.eq_any(product_of.keys()))
        .filter(formula_rows::ingredient_id.is_not_null())
        .select((
            formula_rows::formula_id,
            formula_rows::ingredient_id.assume_not_null(),
        ))
        .distinct()
        .load(&mut conn)
        .await?;
    let of_product = |(formula, ingredient)| Some((*product_of.get(&formula)?, ingredient));
    Ok(rows.into_iter().filter_map(of_product).collect())
}

fn whole(head: Head, servings: Vec<Serving>, rows: Vec<FormulaRow>) -> Formula {
    let (other_ingredients, rows) = rows
        .into_iter()
        .partition(|row| row.kind == RowKind::OtherIngredient);
    Formula {
        source: head.source,
        dsld_label_id: head.dsld_label_id,
        effective_from: head.effective_from,
        population: head.population,
        more_populations: head.more_populations,
        servings,
        servings_per_container: head.servings_per_container,
        rows,
        other_ingredients,
    }
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

fn tree(rows: Vec<Row>, amounts_of: &mut HashMap<FormulaRowId, Vec<Amount>>) -> Vec<FormulaRow> {
    let mut children_of: HashMap<Option<FormulaRowId>, Vec<Row>> = HashMap::new();
    for row in rows {
        children_of.entry(row.parent_id).or_default().push(row);
    }
    children(None, &mut children_of, amounts_of)
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
