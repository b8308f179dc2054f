//! Reads of what the index is made of: public products as readers get them.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::make::{Indexed, Ingredients, indexed_as};
use crate::catalog::market::Market;
use crate::catalog::product::document::ProductDocument;
use crate::catalog::product::view::ProductView;
use crate::db::schema::current_publications;
use crate::error::AppError;
use crate::publishing::read::{self, Published};
use crate::publishing::{Document, Kind, Role};

/// Public products behind an id, in the order of ids.
pub async fn product_ids(
    mut conn: &AsyncPgConnection,
    after: Uuid,
    limit: i64,
) -> QueryResult<Vec<Uuid>> {
    current_publications::table
        .filter(current_publications::kind.eq(Kind::Product))
        .filter(current_publications::state.eq("live"))
        .filter(current_publications::entity_id.gt(after))
        .order(current_publications::entity_id)
        .limit(limit)
        .select(current_publications::entity_id)
        .load(&mut conn)
        .await
}

/// Products as they are public in a market, in five statements; those that are not public there are left out.
///
/// # Errors
/// A stored document that this program cannot read.
pub async fn indexed(
    conn: &AsyncPgConnection,
    ids: &[Uuid],
    market: Market,
) -> Result<Vec<Indexed>, AppError> {
    let mut products: Vec<Published<ProductDocument>> = Vec::new();
    for stored in read::by_ids(conn, ids).await? {
        if stored.kind == Kind::Product {
            products.push(stored.decode()?);
        }
    }
    products.retain(|product| product.document.texts_in(market).is_some());
    let ingredients = ingredients_of(conn, &products).await?;
    let views = ProductView::complete_all(conn, products, market, false).await?;
    let views = views.iter();
    Ok(views.map(|view| indexed_as(view, &ingredients)).collect())
}

async fn ingredients_of(
    conn: &AsyncPgConnection,
    products: &[Published<ProductDocument>],
) -> Result<Ingredients, AppError> {
    let links = products.iter().flat_map(|product| product.document.links());
    let mut ids: Vec<Uuid> = links
        .filter(|link| link.role == Role::Formula)
        .map(|link| link.to)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let mut ingredients = HashMap::new();
    for stored in read::by_ids(conn, &ids).await? {
        ingredients.insert(stored.entity_id, stored.decode()?);
    }
    Ok(ingredients)
}
