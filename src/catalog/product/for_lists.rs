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
use crate::publishing::read::{self, Published, Stored};
use crate::publishing::resolve::{self, Resolved};
use crate::publishing::{Kind, Role};

/// Products with their offers, brands, categories and claims: no ingredients, whose names stand in the documents, and nothing
/// that mentions them.
pub struct ForLists {
    products: Vec<Product>,
    resolved: Arc<Resolved>,
    offers: Vec<OfferRow>,
    market: Market,
}

/// A product as far as it was read: text becomes a document when its turn comes.
enum Product {
    Stored(Box<Stored>),
    Document(Box<Published<ProductDocument>>),
}

impl Product {
    const fn id(&self) -> Uuid {
        match self {
            Self::Stored(stored) => stored.entity_id,
            Self::Document(product) => product.entity_id,
        }
    }
}

impl ForLists {
    /// What some products show, in two statements.
    ///
    /// # Errors
    /// No database.
    pub async fn of(
        conn: &AsyncPgConnection,
        products: Vec<Published<ProductDocument>>,
        market: Market,
    ) -> Result<Self, AppError> {
        let boxed = |product| Product::Document(Box::new(product));
        let products = products.into_iter().map(boxed);
        Self::complete(conn, products.collect(), market).await
    }

    /// Public products by id, in the order of their ids, in three statements.
    ///
    /// # Errors
    /// No database.
    pub async fn by_ids(
        conn: &AsyncPgConnection,
        ids: &[Uuid],
        market: Market,
    ) -> Result<Self, AppError> {
        let mut stored = read::by_ids(conn, ids).await?;
        stored.retain(|stored| stored.kind == Kind::Product);
        stored.sort_unstable_by_key(|stored| stored.entity_id);
        let boxed = |stored| Product::Stored(Box::new(stored));
        let products = stored.into_iter().map(boxed);
        Self::complete(conn, products.collect(), market).await
    }

    async fn complete(
        conn: &AsyncPgConnection,
        products: Vec<Product>,
        market: Market,
    ) -> Result<Self, AppError> {
        let ids: Vec<Uuid> = products.iter().map(Product::id).collect();
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

    /// Each product that the market sells, with what it shows. Whoever drops one before the next needs the memory of one.
    pub fn views(self) -> impl Iterator<Item = Result<ProductView, AppError>> {
        let Self {
            products,
            resolved,
            offers,
            market,
        } = self;
        products.into_iter().filter_map(move |product| {
            let product = match product {
                Product::Document(product) => *product,
                Product::Stored(stored) => match stored.decode::<ProductDocument>() {
                    Ok(product) => product,
                    Err(error) => return Some(Err(error.into())),
                },
            };
            product.document.texts_in(market)?;
            let view = ProductView::assemble(product, &resolved, &[], &offers, market);
            Some(view)
        })
    }
}
