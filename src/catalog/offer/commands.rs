//! Writes of offers: each appends to the offer's history and, for what is public, to the change log.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::model::{OfferId, OfferRow, OfferTerms};
use super::queries;
use crate::catalog::market::Market;
use crate::catalog::product::model::ProductId;
use crate::catalog::variant::model::VariantId;
use crate::db::schema::{current_publications, offer_boundaries, offer_history, offers};
use crate::error::{AppError, OnConstraint};
use crate::publishing::{Kind, Tx};

/// The offers in force now of a product in a market, locked until the end of the transaction.
///
/// # Errors
/// What the database refuses.
pub async fn hold_offers(
    tx: &mut Tx,
    product: ProductId,
    market: Market,
) -> Result<Vec<OfferRow>, AppError> {
    Ok(offers::table
        .filter(offers::product_id.eq(product))
        .filter(offers::market.eq(market))
        .filter(offers::starts_at.le(diesel::dsl::now))
        .filter(offers::ends_at.gt(diesel::dsl::now))
        .order(offers::id)
        .select(OfferRow::as_select())
        .for_update()
        .load(tx.conn()?)
        .await?)
}

/// Sets the terms of a variant in a market from now on, or takes the offer away. Returns whether anything changed.
///
/// # Errors
/// A list price that is not above the price.
pub async fn set_offer(
    tx: &mut Tx,
    (product_id, variant_id): (ProductId, VariantId),
    market: Market,
    terms: Option<OfferTerms>,
) -> Result<bool, AppError> {
    let current: Option<OfferRow> = offers::table
        .filter(offers::variant_id.eq(variant_id))
        .filter(offers::market.eq(market))
        .filter(offers::starts_at.le(diesel::dsl::now))
        .filter(offers::ends_at.gt(diesel::dsl::now))
        .select(OfferRow::as_select())
        .for_update()
        .first(tx.conn()?)
        .await
        .optional()?;
    let same = match (&current, &terms) {
        (None, None) => true,
        (Some(row), Some(terms)) => {
            row.price_minor == terms.price.minor
                && row.currency == terms.price.currency.code()
                && row.list_minor == terms.list_minor
                && row.availability == terms.availability
        }
        _ => false,
    };
    if same {
        return Ok(false);
    }
    match (&current, &terms) {
        (Some(row), Some(terms)) => change_offer(tx, row.id, terms).await?,
        (Some(row), None) => {
            diesel::delete(offers::table.find(row.id))
                .execute(tx.conn()?)
                .await?;
        }
        (None, Some(terms)) => insert_offer(tx, (product_id, variant_id), market, terms).await?,
        (None, None) => {}
    }
    record_history(tx, variant_id, market, terms.as_ref()).await?;
    note_change(tx, &[product_id]).await?;
    Ok(true)
}

async fn change_offer(tx: &mut Tx, id: OfferId, terms: &OfferTerms) -> Result<(), AppError> {
    diesel::update(offers::table.find(id))
        .set((
            offers::price_minor.eq(terms.price.minor),
            offers::currency.eq(terms.price.currency.code()),
            offers::list_minor.eq(terms.list_minor),
            offers::availability.eq(terms.availability),
            offers::version.eq(offers::version + 1),
            offers::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraint("offers_list_above_price", list_price_error)?;
    Ok(())
}

async fn insert_offer(
    tx: &mut Tx,
    (product_id, variant_id): (ProductId, VariantId),
    market: Market,
    terms: &OfferTerms,
) -> Result<(), AppError> {
    diesel::insert_into(offers::table)
        .values((
            offers::id.eq(OfferId::new()),
            offers::variant_id.eq(variant_id),
            offers::product_id.eq(product_id),
            offers::market.eq(market),
            offers::currency.eq(terms.price.currency.code()),
            offers::price_minor.eq(terms.price.minor),
            offers::list_minor.eq(terms.list_minor),
            offers::availability.eq(terms.availability),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraint("offers_list_above_price", list_price_error)?;
    Ok(())
}

fn list_price_error() -> AppError {
    AppError::field(
        "list_price",
        "must be above the price; leave it empty when nothing is reduced",
    )
}

async fn record_history(
    tx: &mut Tx,
    variant_id: VariantId,
    market: Market,
    terms: Option<&OfferTerms>,
) -> Result<(), AppError> {
    diesel::insert_into(offer_history::table)
        .values((
            offer_history::id.eq(Uuid::now_v7()),
            offer_history::variant_id.eq(variant_id),
            offer_history::market.eq(market),
            offer_history::currency.eq(market.currency().code()),
            offer_history::price_minor.eq(terms.map(|terms| terms.price.minor)),
            offer_history::list_minor.eq(terms.and_then(|terms| terms.list_minor)),
            offer_history::availability.eq(terms.map(|terms| terms.availability)),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Notes in the change log that the offers of products changed, for those that are public.
async fn note_change(tx: &mut Tx, products: &[ProductId]) -> Result<(), AppError> {
    let public: Vec<(Uuid, String)> = current_publications::table
        .filter(current_publications::entity_id.eq_any(products))
        .filter(current_publications::state.eq("live"))
        .select((current_publications::entity_id, current_publications::slug))
        .load(tx.conn()?)
        .await?;
    for (id, slug) in public {
        tx.changed(Kind::Product, id, &slug, &["offers"]);
    }
    Ok(())
}

/// Writes the starts and ends of offers that have come since the last time to the change log, exactly once however many
/// processes do it. Returns how many products changed.
pub async fn process_boundaries(tx: &mut Tx, now: DateTime<Utc>) -> Result<usize, AppError> {
    let until: Option<DateTime<Utc>> = offer_boundaries::table
        .filter(offer_boundaries::processed_until.lt(now))
        .select(offer_boundaries::processed_until)
        .for_update()
        .skip_locked()
        .first(tx.conn()?)
        .await
        .optional()?;
    let Some(from) = until else { return Ok(0) };
    let products = queries::products_with_boundary(tx.conn()?, from, now).await?;
    diesel::update(offer_boundaries::table)
        .set(offer_boundaries::processed_until.eq(now))
        .execute(tx.conn()?)
        .await?;
    note_change(tx, &products).await?;
    Ok(products.len())
}
