//! Saves what is edited of a product.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{PictureDraft, ProductDraft, VariantDraft};
use crate::catalog::formula::commands::{add_formula, no_formula};
use crate::catalog::formula::model::FormulaSource;
use crate::catalog::formula::queries::current_formula;
use crate::catalog::product::commands::{
    AssertionInput, set_assertions, set_claims, set_market_text, set_options,
};
use crate::catalog::product::model::ProductId;
use crate::catalog::product_type::queries::attributes_of_type;
use crate::catalog::variant::Gtin;
use crate::catalog::variant::model::VariantId;
use crate::db::schema::{
    lots, offers, product_attributes, product_media, product_texts, products, variant_options,
    variants,
};
use crate::error::{AppError, OnConstraint};
use crate::publishing::Tx;

/// Saves a product, or makes it.
///
/// # Errors
/// A slug, key, SKU or GTIN that is taken, a variant with lots that would go, or attributes that its type does not have.
pub async fn save_draft(tx: &mut Tx, id: ProductId, draft: &ProductDraft) -> Result<(), AppError> {
    save_listing(tx, id, draft).await?;
    let options: Vec<&str> = draft.options.iter().map(String::as_str).collect();
    set_options(tx, id, &options).await?;
    save_variants(tx, id, &draft.variants).await?;
    save_formula(tx, id, draft).await?;
    let assertions: Vec<AssertionInput> = draft
        .assertions
        .iter()
        .cloned()
        .map(|assertion| AssertionInput {
            statement: assertion.statement,
            substance: assertion.substance,
            basis: assertion.basis,
            document: assertion.document,
            as_of: assertion.as_of,
        })
        .collect();
    set_assertions(tx, id, &assertions).await?;
    set_claims(tx, id, &draft.claims).await?;
    save_pictures(tx, id, &draft.media).await?;
    save_attributes(tx, id, draft).await?;
    diesel::delete(product_texts::table.filter(product_texts::product_id.eq(id)))
        .execute(tx.conn()?)
        .await?;
    for text in &draft.texts {
        set_market_text(tx, id, text).await?;
    }
    Ok(())
}

async fn save_listing(tx: &mut Tx, id: ProductId, draft: &ProductDraft) -> Result<(), AppError> {
    let row = (
        (
            products::slug.eq(&draft.slug),
            products::name.eq(&draft.name),
            products::brand_id.eq(draft.brand_id),
            products::category_id.eq(draft.category_id),
            products::form.eq(draft.form),
            products::product_type_id.eq(draft.product_type_id),
            products::external_ref.eq(draft.external_ref.as_deref()),
        ),
        (
            products::summary.eq(&draft.summary),
            products::description.eq(&draft.description),
            products::audience.eq(draft.audience.as_deref()),
            products::directions.eq(&draft.directions),
            products::cautions.eq(draft.cautions.as_deref()),
            products::storage.eq(draft.storage.as_deref()),
        ),
    );
    diesel::insert_into(products::table)
        .values((products::id.eq(id), row))
        .on_conflict(products::id)
        .do_update()
        .set((
            row,
            products::version.eq(products::version + 1),
            products::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[
            ("products_slug_key", "slug", "belongs to another product"),
            (
                "products_external_ref_key",
                "external_ref",
                "belongs to another product",
            ),
        ])?;
    Ok(())
}

async fn save_variants(
    tx: &mut Tx,
    product: ProductId,
    drafts: &[VariantDraft],
) -> Result<(), AppError> {
    remove_variants(tx, product, drafts).await?;
    for (draft, position) in drafts.iter().zip(0i32..) {
        save_variant(tx, product, draft, position).await?;
    }
    Ok(())
}

/// Takes away the variants that are no longer there. One that has lots or a price stays: a draft changes nothing that is live.
async fn remove_variants(
    tx: &mut Tx,
    product: ProductId,
    kept: &[VariantDraft],
) -> Result<(), AppError> {
    let kept: Vec<VariantId> = kept.iter().map(|draft| VariantId(draft.id)).collect();
    let foreign: i64 = variants::table
        .filter(variants::id.eq_any(&kept))
        .filter(variants::product_id.ne(product))
        .count()
        .get_result(tx.conn()?)
        .await?;
    if foreign > 0 {
        return Err(AppError::field(
            "variants",
            "hold one of another product: add a new row for it",
        ));
    }
    let gone: Vec<(VariantId, String)> = variants::table
        .filter(variants::product_id.eq(product))
        .filter(variants::id.ne_all(&kept))
        .select((variants::id, variants::sku))
        .load(tx.conn()?)
        .await?;
    for (id, sku) in gone {
        let has_lots: bool = diesel::select(diesel::dsl::exists(
            lots::table.filter(lots::variant_id.eq(id)),
        ))
        .get_result(tx.conn()?)
        .await?;
        if has_lots {
            return Err(AppError::field(
                "variants",
                format!("can't lose {sku}, which has lots: its offers can be taken away instead"),
            ));
        }
        let has_offers: bool = diesel::select(diesel::dsl::exists(
            offers::table.filter(offers::variant_id.eq(id)),
        ))
        .get_result(tx.conn()?)
        .await?;
        if has_offers {
            return Err(AppError::field(
                "variants",
                format!(
                    "can't lose {sku}, which has a price: prices are live, so take it away on the page of prices first"
                ),
            ));
        }
        diesel::delete(variants::table.find(id))
            .execute(tx.conn()?)
            .await?;
    }
    Ok(())
}

async fn save_variant(
    tx: &mut Tx,
    product: ProductId,
    draft: &VariantDraft,
    position: i32,
) -> Result<(), AppError> {
    let id = VariantId(draft.id);
    let gtin: Option<Gtin> = draft.gtin.as_deref().and_then(|text| text.parse().ok());
    let row = (
        variants::sku.eq(&draft.sku),
        variants::gtin.eq(gtin.as_ref().map(Gtin::padded)),
        variants::gtin_digits.eq(gtin.as_ref().map(Gtin::digits)),
        variants::title.eq(&draft.title),
        variants::net_quantity.eq(draft.net_quantity),
        variants::net_unit.eq(draft.net_unit.as_deref()),
        variants::servings.eq(draft.servings),
        variants::position.eq(position),
    );
    diesel::insert_into(variants::table)
        .values((
            variants::id.eq(id),
            variants::product_id.eq(product),
            row.clone(),
        ))
        .on_conflict(variants::id)
        .do_update()
        .set((row, variants::updated_at.eq(diesel::dsl::now)))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[
            (
                "variants_sku_key",
                &format!("variants.{position}.sku"),
                &format!("{} belongs to another variant", draft.sku),
            ),
            (
                "variants_gtin_key",
                &format!("variants.{position}.gtin"),
                &format!(
                    "{} belongs to another variant",
                    draft.gtin.as_deref().unwrap_or_default()
                ),
            ),
        ])?;
    diesel::delete(variant_options::table.filter(variant_options::variant_id.eq(id)))
        .execute(tx.conn()?)
        .await?;
    let values: Vec<_> = draft
        .options
        .iter()
        .zip(0i32..)
        .map(|(value, position)| {
            (
                variant_options::variant_id.eq(id),
                variant_options::position.eq(position),
                variant_options::value.eq(value),
            )
        })
        .collect();
    diesel::insert_into(variant_options::table)
        .values(values)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// A changed formula is a new version: what was sold before stays known.
async fn save_formula(tx: &mut Tx, id: ProductId, draft: &ProductDraft) -> Result<(), AppError> {
    let current = current_formula(tx.conn()?, id).await?;
    let Some(new) = &draft.formula else {
        return match current {
            Some(_) => no_formula(tx, id).await,
            None => Ok(()),
        };
    };
    let (source, label) = current
        .as_ref()
        .map_or((FormulaSource::Editor, None), |old| {
            (old.source, old.dsld_label_id)
        });
    if current.as_ref() == Some(&new.formula(source, label)) {
        return Ok(());
    }
    let formula = new.formula(FormulaSource::Editor, None);
    add_formula(tx, id, &formula, None, true).await?;
    Ok(())
}

async fn save_pictures(
    tx: &mut Tx,
    id: ProductId,
    pictures: &[PictureDraft],
) -> Result<(), AppError> {
    type Kept = (Uuid, Option<Uuid>, Option<Uuid>);
    let kept: Vec<Kept> =
        diesel::delete(product_media::table.filter(product_media::product_id.eq(id)))
            .returning((
                product_media::media_id,
                product_media::raster_id,
                product_media::social_id,
            ))
            .get_results(tx.conn()?)
            .await?;
    let rows: Vec<_> = pictures
        .iter()
        .zip(0i32..)
        .map(|(picture, position)| {
            let known = kept.iter().find(|(media, ..)| *media == picture.media_id);
            (
                product_media::product_id.eq(id),
                product_media::position.eq(position),
                product_media::media_id.eq(picture.media_id),
                product_media::raster_id.eq(known.and_then(|(_, raster, _)| *raster)),
                product_media::social_id.eq(known.and_then(|(.., social)| *social)),
                product_media::alt.eq(&picture.alt),
            )
        })
        .collect();
    diesel::insert_into(product_media::table)
        .values(rows)
        .execute(tx.conn()?)
        .await
        .on_constraint("product_media_media_id_fkey", || {
            AppError::field(
                "media",
                "hold a picture that has been deleted: choose another",
            )
        })?;
    Ok(())
}

async fn save_attributes(tx: &mut Tx, id: ProductId, draft: &ProductDraft) -> Result<(), AppError> {
    let of_type = attributes_of_type(tx.conn()?, draft.product_type_id).await?;
    let mut rows = Vec::new();
    for stated in draft
        .attributes
        .iter()
        .filter(|stated| !stated.value.trim().is_empty())
    {
        let attribute = of_type
            .iter()
            .find(|attribute| attribute.id == stated.attribute_id)
            .ok_or_else(|| {
                AppError::field(
                    "attributes",
                    "hold one that the product type does not have: empty its value, or choose another type",
                )
            })?;
        let value = attribute.tidy(&stated.value).map_err(|problem| {
            AppError::field("attributes", format!("{}: {problem}", attribute.name))
        })?;
        rows.push((
            product_attributes::product_id.eq(id),
            product_attributes::attribute_id.eq(stated.attribute_id),
            product_attributes::value.eq(value),
        ));
    }
    diesel::delete(product_attributes::table.filter(product_attributes::product_id.eq(id)))
        .execute(tx.conn()?)
        .await?;
    diesel::insert_into(product_attributes::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(tx.conn()?)
        .await?;
    Ok(())
}
