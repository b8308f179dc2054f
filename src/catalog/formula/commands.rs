//! Writes of formulas: a reformulation is a new version, never a change of an old one.

use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Int4, Nullable, Numeric, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use rust_decimal::Decimal;

use super::model::{Formula, FormulaId, FormulaRow, FormulaRowId, Operator, RowKind, Serving};
use crate::catalog::product::model::ProductId;
use crate::db::column;
use crate::db::schema::{formula_rows, formula_servings, formulas};
use crate::error::AppError;
use crate::evidence::ingredient::model::IngredientId;
use crate::publishing::Tx;

/// A row to insert.
struct NewRow<'a> {
    id: FormulaRowId,
    formula_id: FormulaId,
    parent_id: Option<FormulaRowId>,
    position: i32,
    kind: RowKind,
    name: &'a str,
    ingredient_id: Option<IngredientId>,
    source_form: Option<&'a str>,
    plant_part: Option<&'a str>,
    note: Option<&'a str>,
}

/// What a row holds of a serving, to insert.
struct NewAmount<'a> {
    row_id: FormulaRowId,
    serving: i32,
    operator: Option<Operator>,
    quantity: Option<Decimal>,
    unit: Option<&'a str>,
    percent_operator: Option<Operator>,
    daily_value_percent: Option<Decimal>,
    daily_value_not_established: bool,
}

/// Adds a version of a product's formula; with `make_current` the product is sold with it from now on.
///
/// `checksum` is that of the imported label, if it was imported.
///
/// # Errors
/// What the database refuses.
pub async fn add_formula(
    tx: &mut Tx,
    product: ProductId,
    formula: &Formula,
    checksum: Option<&str>,
    make_current: bool,
) -> Result<FormulaId, AppError> {
    let id = FormulaId::new();
    let last: Option<i32> = formulas::table
        .filter(formulas::product_id.eq(product))
        .select(diesel::dsl::max(formulas::revision))
        .first(tx.conn()?)
        .await?;
    if make_current {
        no_formula(tx, product).await?;
    }
    diesel::insert_into(formulas::table)
        .values((
            formulas::id.eq(id),
            formulas::product_id.eq(product),
            formulas::revision.eq(last.unwrap_or(0) + 1),
            formulas::is_current.eq(make_current),
            formulas::source.eq(formula.source),
            formulas::dsld_label_id.eq(formula.dsld_label_id),
            formulas::source_checksum.eq(checksum),
            formulas::servings_per_container.eq(formula.servings_per_container.as_deref()),
            formulas::population.eq(formula.population),
            formulas::more_populations.eq(&formula.more_populations),
            formulas::effective_from.eq(formula.effective_from),
        ))
        .execute(tx.conn()?)
        .await?;
    insert_contents(tx, &[(id, formula)]).await?;
    Ok(id)
}

/// Gives products that have none the formulas that they are sold with, each with the checksum of the imported label.
///
/// # Errors
/// What the database refuses.
pub async fn add_first_formulas(
    tx: &mut Tx,
    new: &[(ProductId, Formula, &str)],
) -> Result<(), AppError> {
    let ids: Vec<FormulaId> = new.iter().map(|_| FormulaId::new()).collect();
    let rows: Vec<_> = ids
        .iter()
        .zip(new)
        .map(|(id, (product, formula, checksum))| {
            (
                formulas::id.eq(*id),
                formulas::product_id.eq(*product),
                formulas::revision.eq(1),
                formulas::is_current.eq(true),
                formulas::source.eq(formula.source),
                formulas::dsld_label_id.eq(formula.dsld_label_id),
                formulas::source_checksum.eq(*checksum),
                formulas::servings_per_container.eq(formula.servings_per_container.as_deref()),
                formulas::population.eq(formula.population),
                formulas::more_populations.eq(&formula.more_populations),
                formulas::effective_from.eq(formula.effective_from),
            )
        })
        .collect();
    diesel::insert_into(formulas::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    let contents: Vec<(FormulaId, &Formula)> = ids
        .into_iter()
        .zip(new.iter().map(|(_, formula, _)| formula))
        .collect();
    insert_contents(tx, &contents).await
}

/// From now on the product is sold without a known formula; the versions stay.
///
/// # Errors
/// What the database refuses.
pub async fn no_formula(tx: &mut Tx, product: ProductId) -> Result<(), AppError> {
    diesel::update(
        formulas::table
            .filter(formulas::product_id.eq(product))
            .filter(formulas::is_current),
    )
    .set(formulas::is_current.eq(false))
    .execute(tx.conn()?)
    .await?;
    Ok(())
}

/// Writes a corrected label over the version that was imported from it.
///
/// # Errors
/// What the database refuses.
pub async fn replace_imported(
    tx: &mut Tx,
    id: FormulaId,
    formula: &Formula,
    checksum: &str,
) -> Result<(), AppError> {
    diesel::delete(formula_rows::table.filter(formula_rows::formula_id.eq(id)))
        .execute(tx.conn()?)
        .await?;
    diesel::delete(formula_servings::table.filter(formula_servings::formula_id.eq(id)))
        .execute(tx.conn()?)
        .await?;
    diesel::update(formulas::table.find(id))
        .set((
            formulas::source_checksum.eq(checksum),
            formulas::servings_per_container.eq(formula.servings_per_container.as_deref()),
            formulas::population.eq(formula.population),
            formulas::more_populations.eq(&formula.more_populations),
            formulas::effective_from.eq(formula.effective_from),
            formulas::version.eq(formulas::version + 1),
            formulas::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    insert_contents(tx, &[(id, formula)]).await
}

async fn insert_contents(tx: &mut Tx, of: &[(FormulaId, &Formula)]) -> Result<(), AppError> {
    let serving_row = |(id, position, serving): (FormulaId, i32, &Serving)| {
        (
            formula_servings::formula_id.eq(id),
            formula_servings::position.eq(position),
            formula_servings::amount.eq(serving.amount),
            formula_servings::amount_max.eq(serving.amount_max),
            formula_servings::unit.eq(serving.unit.clone()),
            formula_servings::note.eq(serving.note.clone()),
            formula_servings::per_day_min.eq(serving.per_day_min),
            formula_servings::per_day_max.eq(serving.per_day_max),
        )
    };
    let servings: Vec<_> = of
        .iter()
        .flat_map(|(id, formula)| {
            let placed = formula.servings.iter().zip(0i32..);
            placed.map(|(serving, position)| (*id, position, serving))
        })
        .map(serving_row)
        .collect();
    for chunk in servings.chunks(5_000) {
        diesel::insert_into(formula_servings::table)
            .values(chunk.to_vec())
            .execute(tx.conn()?)
            .await?;
    }
    let mut rows = Vec::new();
    let mut amounts = Vec::new();
    for (id, formula) in of {
        let mut of_one = Vec::new();
        flatten(*id, None, &formula.rows, &mut of_one, &mut amounts);
        let others = &formula.other_ingredients;
        flatten(*id, None, others, &mut of_one, &mut amounts);
        rows.append(&mut of_one);
    }
    insert_rows(tx, &rows).await?;
    insert_amounts(tx, &amounts).await
}

/// As arrays, because rows of an import are thousands: PostgreSQL reads those sooner than as many parameters, of which it takes
/// 65,535 a statement.
async fn insert_rows(tx: &mut Tx, rows: &[NewRow<'_>]) -> Result<(), AppError> {
    diesel::sql_query(
        "INSERT INTO formula_rows
             (id, formula_id, parent_id, position, kind, name, ingredient_id, source_form, plant_part, note)
         SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind::<Array<SqlUuid>, _>(column(rows, |row| row.id.0))
    .bind::<Array<SqlUuid>, _>(column(rows, |row| row.formula_id.0))
    .bind::<Array<Nullable<SqlUuid>>, _>(column(rows, |row| row.parent_id.map(|id| id.0)))
    .bind::<Array<Int4>, _>(column(rows, |row| row.position))
    .bind::<Array<Text>, _>(column(rows, |row| row.kind.as_str()))
    .bind::<Array<Text>, _>(column(rows, |row| row.name))
    .bind::<Array<Nullable<SqlUuid>>, _>(column(rows, |row| row.ingredient_id.map(|id| id.0)))
    .bind::<Array<Nullable<Text>>, _>(column(rows, |row| row.source_form))
    .bind::<Array<Nullable<Text>>, _>(column(rows, |row| row.plant_part))
    .bind::<Array<Nullable<Text>>, _>(column(rows, |row| row.note))
    .execute(tx.conn()?)
    .await?;
    Ok(())
}

/// As arrays, as above.
async fn insert_amounts(tx: &mut Tx, rows: &[NewAmount<'_>]) -> Result<(), AppError> {
    let operator = |operator: Option<Operator>| operator.map(Operator::as_str);
    diesel::sql_query(
        "INSERT INTO formula_amounts
             (row_id, serving, operator, quantity, unit, percent_operator, daily_value_percent, daily_value_not_established)
         SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind::<Array<SqlUuid>, _>(column(rows, |row| row.row_id.0))
    .bind::<Array<Int4>, _>(column(rows, |row| row.serving))
    .bind::<Array<Nullable<Text>>, _>(column(rows, |row| operator(row.operator)))
    .bind::<Array<Nullable<Numeric>>, _>(column(rows, |row| row.quantity))
    .bind::<Array<Nullable<Text>>, _>(column(rows, |row| row.unit))
    .bind::<Array<Nullable<Text>>, _>(column(rows, |row| operator(row.percent_operator)))
    .bind::<Array<Nullable<Numeric>>, _>(column(rows, |row| row.daily_value_percent))
    .bind::<Array<Bool>, _>(column(rows, |row| row.daily_value_not_established))
    .execute(tx.conn()?)
    .await?;
    Ok(())
}

fn flatten<'a>(
    formula_id: FormulaId,
    parent_id: Option<FormulaRowId>,
    rows: &'a [FormulaRow],
    out: &mut Vec<NewRow<'a>>,
    amounts: &mut Vec<NewAmount<'a>>,
) {
    for row in rows {
        let id = FormulaRowId::new();
        out.push(NewRow {
            id,
            formula_id,
            parent_id,
            position: i32::try_from(out.len()).unwrap_or(i32::MAX),
            kind: row.kind,
            name: &row.name,
            ingredient_id: row.ingredient_id,
            source_form: row.source_form.as_deref(),
            plant_part: row.plant_part.as_deref(),
            note: row.note.as_deref(),
        });
        amounts.extend(row.amounts.iter().zip(0i32..).map(|(amount, serving)| {
            NewAmount {
                row_id: id,
                serving,
                operator: amount.quantity.as_ref().map(|quantity| quantity.operator),
                quantity: amount.quantity.as_ref().map(|quantity| quantity.value),
                unit: amount
                    .quantity
                    .as_ref()
                    .map(|quantity| quantity.unit.as_str()),
                percent_operator: amount.daily_value.as_ref().map(|percent| percent.operator),
                daily_value_percent: amount.daily_value.as_ref().map(|percent| percent.value),
                daily_value_not_established: amount.daily_value_not_established,
            }
        }));
        flatten(formula_id, Some(id), &row.rows, out, amounts);
    }
}
