//! What of a product follows a label that is new for it, or was corrected: formula and package, and texts that nobody wrote since.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::format::Label;
use super::identity::Ingredients;
use super::known::Known;
use super::mapping;
use crate::accounts::audit;
use crate::catalog::formula::commands::{add_formula, replace_imported};
use crate::catalog::formula::model::FormulaSource;
use crate::catalog::product;
use crate::catalog::product::commands::{self, AssertionInput};
use crate::catalog::product::model::ProductId;
use crate::catalog::variant::commands::add_variant;
use crate::db::schema::{assertions, formulas, products, variants};
use crate::error::AppError;
use crate::publishing::Tx;

/// Adds a label's formula to a product that exists, and its package if its barcode is new.
///
/// # Errors
/// What the database refuses.
pub async fn attach(
    tx: &mut Tx,
    product: ProductId,
    label: &Label,
    checksum: &str,
) -> Result<(), AppError> {
    let package = mapping::variant(label);
    if let Some(gtin) = &package.gtin {
        let known: i64 = variants::table
            .filter(variants::gtin.eq(gtin.padded()))
            .count()
            .get_result(tx.conn()?)
            .await?;
        if known == 0 {
            add_variant(tx, product, &package).await?;
        }
    }
    add_missing_assertions(tx, product, mapping::assertions(label)).await?;
    let is_newest = is_newest(tx, product, label).await?;
    if is_newest {
        commands::set_statements(tx, product, &mapping::texts(label).statements).await?;
    }
    commands::note_edit(tx, &[product]).await?;
    write_formula(tx, product, label, checksum, is_newest).await
}

/// Writes a label that changed over the formula that was imported from it.
///
/// # Errors
/// What the database refuses.
pub async fn correct(
    tx: &mut Tx,
    known: Known,
    label: &Label,
    checksum: &str,
) -> Result<(), AppError> {
    let found = Ingredients::find_or_make(tx, &[label]).await?;
    let formula = mapping::formula(label, &|row| found.of(row), &|other| found.of_other(other));
    replace_imported(tx, known.formula, &formula, checksum).await?;
    correct_package(tx, label).await?;
    correct_texts(tx, known.product, label).await?;
    add_missing_assertions(tx, known.product, mapping::assertions(label)).await?;
    commands::note_edit(tx, &[known.product]).await
}

async fn write_formula(
    tx: &mut Tx,
    product: ProductId,
    label: &Label,
    checksum: &str,
    make_current: bool,
) -> Result<(), AppError> {
    let found = Ingredients::find_or_make(tx, &[label]).await?;
    let formula = mapping::formula(label, &|row| found.of(row), &|other| found.of_other(other));
    add_formula(tx, product, &formula, Some(checksum), make_current).await?;
    Ok(())
}

/// Whether a label is newer than the formula that the product is sold with: entered later, or as late with a higher id.
/// A label always replaces what an editor wrote, which stays as a version.
async fn is_newest(tx: &mut Tx, product: ProductId, label: &Label) -> Result<bool, AppError> {
    let current: Option<(FormulaSource, Option<NaiveDate>, Option<i64>)> = formulas::table
        .filter(formulas::product_id.eq(product))
        .filter(formulas::is_current)
        .select((
            formulas::source,
            formulas::effective_from,
            formulas::dsld_label_id,
        ))
        .first(tx.conn()?)
        .await
        .optional()?;
    Ok(match current {
        Some((FormulaSource::Dsld, entered_on, id)) => {
            !label.off_market && (label.entered_on, Some(label.id)) > (entered_on, id)
        }
        _ => true,
    })
}

/// Statements of the label about substances of which nobody has said anything yet.
async fn add_missing_assertions(
    tx: &mut Tx,
    product: ProductId,
    inputs: Vec<AssertionInput>,
) -> Result<(), AppError> {
    let known: Vec<String> = assertions::table
        .filter(assertions::product_id.eq(product))
        .select(assertions::substance)
        .load(tx.conn()?)
        .await?;
    let missing: Vec<AssertionInput> = inputs
        .into_iter()
        .filter(|input| !known.contains(&input.substance))
        .collect();
    commands::add_assertions(tx, &[(product, &missing, known.len())]).await
}

/// What the package says now, of the variant that came from this label.
async fn correct_package(tx: &mut Tx, label: &Label) -> Result<(), AppError> {
    let package = mapping::variant(label);
    let barcode_is_free = match &package.gtin {
        Some(gtin) => {
            let others = variants::table
                .filter(variants::gtin.eq(gtin.padded()))
                .filter(variants::sku.ne(&package.sku));
            others.count().get_result::<i64>(tx.conn()?).await? == 0
        }
        None => false,
    };
    diesel::update(variants::table.filter(variants::sku.eq(&package.sku)))
        .set((
            variants::title.eq(&package.title),
            variants::net_quantity.eq(package.net.as_ref().map(|(value, _)| *value)),
            variants::net_unit.eq(package.net.as_ref().map(|(_, unit)| unit)),
            variants::servings.eq(package.servings),
            variants::version.eq(variants::version + 1),
            variants::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    if let Some(gtin) = package.gtin.filter(|_| barcode_is_free) {
        diesel::update(variants::table.filter(variants::sku.eq(&package.sku)))
            .set((
                variants::gtin.eq(gtin.padded()),
                variants::gtin_digits.eq(gtin.digits()),
            ))
            .execute(tx.conn()?)
            .await?;
    }
    Ok(())
}

/// The texts of a product that came from this label, unless a person has written them since.
async fn correct_texts(tx: &mut Tx, id: ProductId, label: &Label) -> Result<(), AppError> {
    let row = product::queries::product(tx.conn()?, id).await?;
    let is_own = row.external_ref.as_deref() == Some(&format!("dsld:{}", label.id));
    let saved = audit::last_saved_by_people(tx, &[id.0]).await?;
    if !is_own || !saved.is_empty() {
        return Ok(());
    }
    let texts = mapping::texts(label);
    diesel::update(products::table.find(id))
        .set((
            products::audience.eq(texts.audience),
            products::directions.eq(texts.directions),
            products::cautions.eq(texts.cautions),
            products::storage.eq(texts.storage),
        ))
        .execute(tx.conn()?)
        .await?;
    commands::set_statements(tx, id, &texts.statements).await
}
