//! Writes of offers: each appends to the offer's history and, for what is public, to the change log.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;
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
    (product, variant): (ProductId, VariantId),
    market: Market,
    terms: Option<OfferTerms>,
) -> Result<bool, AppError> {
    let wanted = Wanted {
        product,
        variant,
        terms,
    };
    let changed = set_offers(tx, market, &[wanted]).await?;
    Ok(!changed.is_empty())
}

/// What the offer of a variant should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Its product.
    pub product: ProductId,
    /// The variant.
    pub variant: VariantId,
    /// The terms from now on; `None` for no offer.
    pub terms: Option<OfferTerms>,
}

/// What an offer becomes: the id of the one it replaces or of a new one, whose it is, and its terms.
type Becomes = (OfferId, Wanted, OfferTerms);

/// Sets the terms of variants in a market, each named once, in as many statements for a thousand as for one. Returns the
/// variants whose offers changed.
///
/// # Errors
/// A list price that is not above the price.
pub async fn set_offers(
    tx: &mut Tx,
    market: Market,
    wanted: &[Wanted],
) -> Result<Vec<VariantId>, AppError> {
    let variants: Vec<VariantId> = wanted.iter().map(|wanted| wanted.variant).collect();
    let held = offers_held(tx, market, &variants).await?;
    let mut changed: Vec<Wanted> = Vec::new();
    let mut kept: Vec<Becomes> = Vec::new();
    let mut ended: Vec<OfferId> = Vec::new();
    for wanted in wanted {
        let current = held.get(&wanted.variant);
        if same(current, wanted.terms.as_ref()) {
            continue;
        }
        changed.push(*wanted);
        match wanted.terms {
            Some(terms) => {
                let id = current.map_or_else(OfferId::new, |row| row.id);
                kept.push((id, *wanted, terms));
            }
            None => ended.extend(current.map(|row| row.id)),
        }
    }
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    if !ended.is_empty() {
        diesel::delete(offers::table.filter(offers::id.eq_any(ended)))
            .execute(tx.conn()?)
            .await?;
    }
    if !kept.is_empty() {
        put_offers(tx, market, &kept).await?;
    }
    record_history(tx, market, &changed).await?;
    let mut products: Vec<ProductId> = changed.iter().map(|wanted| wanted.product).collect();
    products.sort_unstable();
    products.dedup();
    note_change(tx, &products).await?;
    Ok(changed.iter().map(|wanted| wanted.variant).collect())
}

/// The offers in force now of some variants, locked until the end of the transaction, always in the same order.
async fn offers_held(
    tx: &mut Tx,
    market: Market,
    variants: &[VariantId],
) -> Result<HashMap<VariantId, OfferRow>, AppError> {
    let rows: Vec<OfferRow> = offers::table
        .filter(offers::variant_id.eq_any(variants))
        .filter(offers::market.eq(market))
        .filter(offers::starts_at.le(diesel::dsl::now))
        .filter(offers::ends_at.gt(diesel::dsl::now))
        .order(offers::id)
        .select(OfferRow::as_select())
        .for_update()
        .load(tx.conn()?)
        .await?;
    Ok(rows.into_iter().map(|row| (row.variant_id, row)).collect())
}

fn same(current: Option<&OfferRow>, terms: Option<&OfferTerms>) -> bool {
    match (current, terms) {
        (None, None) => true,
        (Some(row), Some(terms)) => {
            row.price_minor == terms.price.minor
                && row.currency == terms.price.currency.code()
                && row.list_minor == terms.list_minor
                && row.availability == terms.availability
        }
        _ => false,
    }
}

async fn put_offers(tx: &mut Tx, market: Market, kept: &[Becomes]) -> Result<(), AppError> {
    let rows: Vec<_> = kept
        .iter()
        .map(|(id, wanted, terms)| {
            (
                offers::id.eq(id),
                offers::variant_id.eq(wanted.variant),
                offers::product_id.eq(wanted.product),
                offers::market.eq(market),
                offers::currency.eq(terms.price.currency.code()),
                offers::price_minor.eq(terms.price.minor),
                offers::list_minor.eq(terms.list_minor),
                offers::availability.eq(terms.availability),
            )
        })
        .collect();
    diesel::insert_into(offers::table)
        .values(&rows)
        .on_conflict(offers::id)
        .do_update()
        .set((
            offers::currency.eq(excluded(offers::currency)),
            offers::price_minor.eq(excluded(offers::price_minor)),
            offers::list_minor.eq(excluded(offers::list_minor)),
            offers::availability.eq(excluded(offers::availability)),
            offers::version.eq(offers::version + 1),
            offers::updated_at.eq(diesel::dsl::now),
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

async fn record_history(tx: &mut Tx, market: Market, changed: &[Wanted]) -> Result<(), AppError> {
    let rows: Vec<_> = changed
        .iter()
        .map(|wanted| {
            let terms = wanted.terms.as_ref();
            (
                offer_history::id.eq(Uuid::now_v7()),
                offer_history::variant_id.eq(wanted.variant),
                offer_history::market.eq(market),
                offer_history::currency.eq(market.currency().code().to_owned()),
                offer_history::price_minor.eq(terms.map(|terms| terms.price.minor)),
                offer_history::list_minor.eq(terms.and_then(|terms| terms.list_minor)),
                offer_history::availability.eq(terms.map(|terms| terms.availability)),
            )
        })
        .collect();
    diesel::insert_into(offer_history::table)
        .values(&rows)
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
