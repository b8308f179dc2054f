//! Writes of variants.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use rust_decimal::Decimal;

use super::Gtin;
use super::model::{NewVariant, VariantId};
use crate::catalog::product::model::ProductId;
use crate::db::schema::{variant_options, variants};
use crate::error::{AppError, OnConstraint};
use crate::publishing::Tx;

/// A variant to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantInput {
    /// Stock keeping unit, unique.
    pub sku: String,
    /// Global Trade Item Number.
    pub gtin: Option<Gtin>,
    /// What it is called.
    pub title: String,
    /// Net quantity and its unit.
    pub net: Option<(Decimal, String)>,
    /// Servings in it.
    pub servings: Option<Decimal>,
    /// Values of the product's options, in their order.
    pub options: Vec<String>,
}

/// Adds a variant behind the others.
///
/// # Errors
/// A SKU that is taken.
pub async fn add_variant(
    tx: &mut Tx,
    product: ProductId,
    variant: &VariantInput,
) -> Result<VariantId, AppError> {
    let added = add_variants(tx, &[(product, variant.clone())]).await?;
    added.into_iter().next().ok_or(AppError::Unavailable)
}

/// Adds variants, each behind the others of its product, in as many statements for a hundred as for one.
///
/// # Errors
/// A SKU that is taken.
pub async fn add_variants(
    tx: &mut Tx,
    new: &[(ProductId, VariantInput)],
) -> Result<Vec<VariantId>, AppError> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let products: Vec<ProductId> = new.iter().map(|(product, _)| *product).collect();
    let mut places = places_taken(tx, &products).await?;
    let mut rows = Vec::new();
    for (product, variant) in new {
        let place = places.entry(*product).or_default();
        rows.push(NewVariant {
            id: VariantId::new(),
            product_id: *product,
            sku: &variant.sku,
            gtin: variant.gtin.as_ref().map(Gtin::padded),
            gtin_digits: variant.gtin.as_ref().map(Gtin::digits),
            title: &variant.title,
            net_quantity: variant.net.as_ref().map(|(value, _)| *value),
            net_unit: variant.net.as_ref().map(|(_, unit)| unit.as_str()),
            servings: variant.servings,
            position: i32::try_from(*place).unwrap_or(i32::MAX),
        });
        *place += 1;
    }
    diesel::insert_into(variants::table)
        .values(&rows)
        .execute(tx.conn()?)
        .await
        .on_constraint("variants_sku_key", || sku_is_taken(new))?;
    let ids: Vec<VariantId> = rows.iter().map(|row| row.id).collect();
    let options = new.iter().map(|(_, variant)| variant.options.as_slice());
    let options: Vec<_> = ids.iter().copied().zip(options).collect();
    set_option_values(tx, &options).await?;
    Ok(ids)
}

/// Replaces the values that variants have of the options of their products.
///
/// # Errors
/// What the database refuses.
pub async fn set_option_values(
    tx: &mut Tx,
    values: &[(VariantId, &[String])],
) -> Result<(), AppError> {
    let of: Vec<VariantId> = values.iter().map(|(variant, _)| *variant).collect();
    diesel::delete(variant_options::table.filter(variant_options::variant_id.eq_any(of)))
        .execute(tx.conn()?)
        .await?;
    let rows: Vec<_> = values
        .iter()
        .flat_map(|(variant, values)| {
            values.iter().zip(0i32..).map(move |(value, position)| {
                (
                    variant_options::variant_id.eq(*variant),
                    variant_options::position.eq(position),
                    variant_options::value.eq(value.as_str()),
                )
            })
        })
        .collect();
    diesel::insert_into(variant_options::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Gives a variant another SKU.
///
/// # Errors
/// A SKU that is taken.
pub async fn set_sku(tx: &mut Tx, id: VariantId, sku: &str) -> Result<(), AppError> {
    diesel::update(variants::table.find(id))
        .set(variants::sku.eq(sku))
        .execute(tx.conn()?)
        .await
        .on_constraint("variants_sku_key", || {
            AppError::field("sku", format!("{sku} belongs to another variant"))
        })?;
    Ok(())
}

/// How many variants products have.
async fn places_taken(
    tx: &mut Tx,
    products: &[ProductId],
) -> Result<HashMap<ProductId, i64>, AppError> {
    let counts: Vec<(ProductId, i64)> = variants::table
        .filter(variants::product_id.eq_any(products))
        .group_by(variants::product_id)
        .select((variants::product_id, diesel::dsl::count_star()))
        .load(tx.conn()?)
        .await?;
    Ok(counts.into_iter().collect())
}

fn sku_is_taken(new: &[(ProductId, VariantInput)]) -> AppError {
    match new {
        [(_, only)] => AppError::field("sku", format!("{} belongs to another variant", only.sku)),
        _ => AppError::field("sku", "of one of them belongs to another variant"),
    }
}
