//! What lists, the search and feeds tell of many products, read at once and put together one by one.

use std::sync::Arc;

use diesel_async::AsyncPgConnection;
use futures_util::future::try_join;
use uuid::Uuid;

use super::document::ProductDocument;
use super::model::ProductId;
use super::view::ProductView;
use crate::catalog::market::Market;
use crate::catalog::offer::model::OfferRow;
use crate::catalog::offer::queries::offers_of;
use crate::error::AppError;
use crate::publishing::Role;
use crate::publishing::read::Published;
use crate::publishing::resolve::{self, Resolved};

/// Products that a market sells, with their offers, brands, categories and claims: no ingredients, whose names stand in the
/// documents, and nothing that mentions them.
pub struct ForLists {
    products: Vec<Published<ProductDocument>>,
    resolved: Arc<Resolved>,
    offers: Vec<OfferRow>,
    market: Market,
}

impl ForLists {
    /// Reads what products show, in two statements.
    ///
    /// # Errors
    /// No database.
    pub async fn read(
        conn: &AsyncPgConnection,
        mut products: Vec<Published<ProductDocument>>,
        market: Market,
    ) -> Result<Self, AppError> {
        products.retain(|product| product.document.texts_in(market).is_some());
        let ids: Vec<Uuid> = products.iter().map(|product| product.entity_id).collect();
        let with_offers: Vec<ProductId> = ids.iter().copied().map(ProductId).collect();
        let (resolved, offers) = try_join(
            resolve::resolve_in(conn, &ids, &[Role::Brand, Role::Category, Role::Claim]),
            offers_of(conn, &with_offers, market),
        )
        .await?;
        Ok(Self {
            products,
            resolved: Arc::new(resolved),
            offers,
            market,
        })
    }

    /// Each product with what it shows. Whoever drops one before the next needs the memory of one.
    pub fn views(self) -> impl Iterator<Item = Result<ProductView, AppError>> {
        let Self {
            products,
            resolved,
            offers,
            market,
        } = self;
        products
            .into_iter()
            .map(move |product| ProductView::assemble(product, &resolved, &[], &offers, market))
    }
}
