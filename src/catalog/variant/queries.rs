//! Reads of variants.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use rust_decimal::Decimal;

use super::Gtin;
use super::model::VariantId;
use crate::catalog::product::model::ProductId;
use crate::db::schema::variants;

/// A variant with the codes by which others know it, and how much is in it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = variants)]
pub struct Coded {
    /// Its id.
    pub id: VariantId,
    /// Its product.
    pub product_id: ProductId,
    /// Its SKU.
    pub sku: String,
    /// Its GTIN, padded to 14 digits.
    pub gtin: Option<String>,
    /// Net quantity of contents.
    pub net_quantity: Option<Decimal>,
    /// Unit of the net quantity.
    pub net_unit: Option<String>,
    /// Servings in it.
    pub servings: Option<Decimal>,
}

/// The variants that have one of some SKUs or one of some GTINs.
pub async fn coded(
    mut conn: &AsyncPgConnection,
    skus: &[&str],
    gtins: &[Gtin],
) -> QueryResult<Vec<Coded>> {
    let gtins: Vec<String> = gtins.iter().map(Gtin::padded).collect();
    let by_sku = variants::sku.eq_any(skus);
    let by_gtin = variants::gtin.assume_not_null().eq_any(gtins);
    variants::table
        .filter(by_sku.or(by_gtin))
        .select(Coded::as_select())
        .load(&mut conn)
        .await
}
