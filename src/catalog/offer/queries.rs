//! Reads of offers.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Offer, OfferRow};
use crate::catalog::market::Market;
use crate::catalog::product::model::ProductId;
use crate::catalog::variant::model::VariantId;
use crate::db::like_literal;
use crate::db::paging::{Cursor, Page, PageRequest};
use crate::db::schema::{offers, products, variants};

/// The offers in force now for some products in a market, cheapest first.
pub async fn offers_of(
    mut conn: &AsyncPgConnection,
    products: &[ProductId],
    market: Market,
) -> QueryResult<Vec<OfferRow>> {
    offers::table
        .filter(offers::product_id.eq_any(products))
        .filter(offers::market.eq(market))
        .filter(offers::starts_at.le(diesel::dsl::now))
        .filter(offers::ends_at.gt(diesel::dsl::now))
        .order((offers::price_minor, offers::id))
        .select(OfferRow::as_select())
        .load(&mut conn)
        .await
}

/// Products with an offer that starts or ends in a period: after `from`, up to and including `until`.
pub async fn products_with_boundary(
    mut conn: &AsyncPgConnection,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> QueryResult<Vec<ProductId>> {
    let starts = offers::starts_at.gt(from).and(offers::starts_at.le(until));
    let ends = offers::ends_at.gt(from).and(offers::ends_at.le(until));
    offers::table
        .filter(starts.or(ends))
        .select(offers::product_id)
        .distinct()
        .load(&mut conn)
        .await
}

/// A variant with its offer in a market, as lists of prices show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// Its product.
    pub product_id: ProductId,
    /// Name of the product.
    pub product: String,
    /// Its id.
    pub variant_id: VariantId,
    /// Its name.
    pub title: String,
    /// Stock keeping unit.
    pub sku: String,
    /// What it costs there; nothing when it is not offered.
    pub offer: Option<Offer>,
}

type VariantOf = (ProductId, String, VariantId, String, String);

/// A page of all variants, by name of their product, with their offers in a market. `text` stands in that name or in the SKU.
pub async fn price_list(
    mut conn: &AsyncPgConnection,
    market: Market,
    text: &str,
    page: &PageRequest,
) -> QueryResult<Page<Priced>> {
    let mut query = variants::table.inner_join(products::table).into_boxed();
    if !text.is_empty() {
        let pattern = format!("%{}%", like_literal(text));
        let in_name = products::name.ilike(pattern.clone());
        query = query.filter(in_name.or(variants::sku.ilike(pattern)));
    }
    if let Some(after) = &page.after {
        let later = products::name.gt(after.key.clone());
        let same = products::name
            .eq(after.key.clone())
            .and(variants::id.gt(VariantId(after.id)));
        query = query.filter(later.or(same));
    }
    let rows: Vec<VariantOf> = query
        .order((products::name, variants::id))
        .limit(page.limit + 1)
        .select(VARIANT_OF)
        .load(&mut conn)
        .await?;
    let page = Page::cut(rows, page.limit, |(_, name, id, ..)| Cursor {
        key: name.clone(),
        id: id.0,
    });
    Ok(Page {
        items: with_offers(conn, market, page.items).await?,
        next: page.next,
    })
}

/// Some variants with their offers in a market, in the order of that list.
pub async fn priced(
    mut conn: &AsyncPgConnection,
    market: Market,
    ids: &[VariantId],
) -> QueryResult<Vec<Priced>> {
    let rows: Vec<VariantOf> = variants::table
        .inner_join(products::table)
        .filter(variants::id.eq_any(ids))
        .order((products::name, variants::id))
        .select(VARIANT_OF)
        .load(&mut conn)
        .await?;
    with_offers(conn, market, rows).await
}

const VARIANT_OF: (
    variants::product_id,
    products::name,
    variants::id,
    variants::title,
    variants::sku,
) = (
    variants::product_id,
    products::name,
    variants::id,
    variants::title,
    variants::sku,
);

async fn with_offers(
    conn: &AsyncPgConnection,
    market: Market,
    rows: Vec<VariantOf>,
) -> QueryResult<Vec<Priced>> {
    let products: Vec<ProductId> = rows.iter().map(|(product, ..)| *product).collect();
    let offers = offers_of(conn, &products, market).await?;
    let offers: HashMap<VariantId, Offer> = offers
        .iter()
        .filter_map(|row| Some((row.variant_id, row.offer()?)))
        .collect();
    let priced = |(product_id, product, variant_id, title, sku)| Priced {
        offer: offers.get(&variant_id).copied(),
        product_id,
        product,
        variant_id,
        title,
        sku,
    };
    Ok(rows.into_iter().map(priced).collect())
}
