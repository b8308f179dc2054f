//! Reads of offers.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::OfferRow;
use crate::catalog::market::Market;
use crate::catalog::product::model::ProductId;
use crate::db::schema::offers;

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
