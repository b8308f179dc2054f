//! What else of a product follows its label when the label was corrected: the package, and texts that nobody wrote since.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::format::Label;
use super::mapping;
use crate::accounts::audit;
use crate::catalog::product;
use crate::catalog::product::commands;
use crate::catalog::product::model::ProductId;
use crate::db::schema::{products, variants};
use crate::error::AppError;
use crate::publishing::Tx;

/// What the package says now, of the variant that came from this label.
///
/// # Errors
/// What the database refuses.
pub async fn correct_package(tx: &mut Tx, label: &Label) -> Result<(), AppError> {
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
///
/// # Errors
/// What the database refuses.
pub async fn correct_texts(tx: &mut Tx, id: ProductId, label: &Label) -> Result<(), AppError> {
    let row = product::queries::product(tx.conn()?, id).await?;
    let is_own = row.external_ref.as_deref() == Some(&format!("dsld:{}", label.id));
    if !is_own || audit::was_saved_by_a_person(tx, id.0, None).await? {
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
