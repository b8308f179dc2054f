//! Which products labels mean.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::format::Label;
use super::mapping;
use crate::catalog::brand;
use crate::catalog::formula::model::FormulaId;
use crate::catalog::product::model::ProductId;
use crate::catalog::product::queries::by_brand_and_name;
use crate::db::schema::{formulas, variants};
use crate::error::AppError;
use crate::publishing::Tx;

/// The formula that a label became.
#[derive(Debug)]
pub struct Known {
    /// The formula.
    pub formula: FormulaId,
    /// Its product.
    pub product: ProductId,
    /// Of the label as it was imported.
    pub checksum: Option<String>,
}

/// The formulas of labels that were imported before, by their numbers.
///
/// # Errors
/// No database.
pub async fn known_formulas(
    tx: &mut Tx,
    labels: &[&Label],
) -> Result<HashMap<i64, Known>, AppError> {
    let numbers: Vec<i64> = labels.iter().map(|label| label.id).collect();
    let rows: Vec<(Option<i64>, FormulaId, ProductId, Option<String>)> = formulas::table
        .filter(formulas::dsld_label_id.eq_any(numbers))
        .select((
            formulas::dsld_label_id,
            formulas::id,
            formulas::product_id,
            formulas::source_checksum,
        ))
        .load(tx.conn()?)
        .await?;
    let known = |(label, formula, product, checksum)| {
        let known = Known {
            formula,
            product,
            checksum,
        };
        Some((label?, known))
    };
    Ok(rows.into_iter().filter_map(known).collect())
}

/// The products that labels belong to: by barcode, else by brand and name.
///
/// # Errors
/// No database.
pub async fn products_of(
    tx: &mut Tx,
    labels: &[&Label],
) -> Result<HashMap<i64, ProductId>, AppError> {
    let barcodes: Vec<(i64, String)> = labels
        .iter()
        .filter_map(|label| Some((label.id, mapping::gtin(label)?.padded())))
        .collect();
    let codes: Vec<&str> = barcodes.iter().map(|(_, code)| code.as_str()).collect();
    let rows: Vec<(Option<String>, ProductId)> = variants::table
        .filter(variants::gtin.eq_any(codes))
        .select((variants::gtin, variants::product_id))
        .load(tx.conn()?)
        .await?;
    let by_code: HashMap<String, ProductId> = rows
        .into_iter()
        .filter_map(|(code, product)| Some((code?, product)))
        .collect();
    let mut found: HashMap<i64, ProductId> = barcodes
        .into_iter()
        .filter_map(|(label, code)| Some((label, *by_code.get(&code)?)))
        .collect();
    let others = labels.iter().filter(|label| !found.contains_key(&label.id));
    let by_name = by_name(tx, &others.copied().collect::<Vec<_>>()).await?;
    found.extend(by_name);
    Ok(found)
}

/// The oldest product of each label's brand with its name.
async fn by_name(tx: &mut Tx, labels: &[&Label]) -> Result<Vec<(i64, ProductId)>, AppError> {
    let of_brands: Vec<String> = labels.iter().map(|l| l.brand.to_lowercase()).collect();
    let brands = brand::queries::brands_by_names(tx.conn()?, &of_brands).await?;
    let (mut numbers, mut names) = (Vec::new(), Vec::new());
    for (label, brand) in labels.iter().zip(&of_brands) {
        if let Some(brand) = brands.get(brand) {
            numbers.push(label.id);
            names.push((*brand, label.name.to_lowercase()));
        }
    }
    let found = by_brand_and_name(tx.conn()?, &names).await?;
    let found = numbers.into_iter().zip(found);
    Ok(found
        .filter_map(|(label, product)| Some((label, product?)))
        .collect())
}
