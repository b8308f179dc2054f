//! Reads many entities of a kind and writes each as a line.

use diesel_async::AsyncPgConnection;
use serde::Serialize;
use uuid::Uuid;

use super::item::{Line, SoldProduct};
use crate::api::body::{ClaimBody, Entity};
use crate::catalog::brand::document::BrandDocument;
use crate::catalog::category::document::CategoryDocument;
use crate::catalog::collection::document::CollectionDocument;
use crate::catalog::market::Market;
use crate::catalog::product::for_lists::ForLists;
use crate::content::article::document::ArticleDocument;
use crate::content::protocol::document::ProtocolDocument;
use crate::error::AppError;
use crate::evidence::claim::view::ClaimView;
use crate::evidence::ingredient::document::IngredientDocument;
use crate::evidence::reference::document::ReferenceDocument;
use crate::evidence::topic::document::TopicDocument;
use crate::publishing::read::{self, Stored};
use crate::publishing::resolve;
use crate::publishing::{Document, Kind};

/// The kinds of a snapshot in their order: what others refer to comes before them.
const KINDS: &[Kind] = &[
    Kind::Brand,
    Kind::Category,
    Kind::Topic,
    Kind::Ingredient,
    Kind::Reference,
    Kind::Claim,
    Kind::Product,
    Kind::Collection,
    Kind::Article,
    Kind::Protocol,
];

/// The kinds that are told in a market. Education is written for the default one and judged by its law; elsewhere a product
/// brings all that may be said there with it.
pub fn kinds(market: Market) -> &'static [Kind] {
    match market {
        Market::Us => KINDS,
        Market::Eu => &[Kind::Product],
    }
}

/// The lines of some entities of one kind, in the order of their ids. Those that are not public in the market are left out.
///
/// # Errors
/// No database, or a stored document that this program cannot read.
pub async fn lines(
    conn: &AsyncPgConnection,
    (market, kind): (Market, Kind),
    ids: &[Uuid],
    site: &str,
) -> Result<Vec<Line>, AppError> {
    let mut stored = read::by_ids(conn, ids).await?;
    stored.retain(|stored| stored.kind == kind);
    stored.sort_unstable_by_key(|stored| stored.entity_id);
    match kind {
        Kind::Product => products(conn, stored, market, site).await,
        Kind::Claim => claims(conn, stored, market, site).await,
        Kind::Brand => plain::<BrandDocument>(&stored, site),
        Kind::Category => plain::<CategoryDocument>(&stored, site),
        Kind::Topic => plain::<TopicDocument>(&stored, site),
        Kind::Ingredient => plain::<IngredientDocument>(&stored, site),
        Kind::Reference => plain::<ReferenceDocument>(&stored, site),
        Kind::Collection => plain::<CollectionDocument>(&stored, site),
        Kind::Article => plain::<ArticleDocument>(&stored, site),
        Kind::Protocol => plain::<ProtocolDocument>(&stored, site),
        Kind::Attribute
        | Kind::ProductType
        | Kind::Lot
        | Kind::Redirect
        | Kind::Synonym
        | Kind::SearchRule => Ok(Vec::new()),
    }
}

fn plain<D: Document + Serialize>(stored: &[Stored], site: &str) -> Result<Vec<Line>, AppError> {
    let entity = |stored: &Stored| {
        let entity = Entity::new(stored.decode::<D>()?, site);
        Line::new(D::KIND, stored.entity_id, entity)
    };
    stored.iter().map(entity).collect()
}

async fn products(
    conn: &AsyncPgConnection,
    stored: Vec<Stored>,
    market: Market,
    site: &str,
) -> Result<Vec<Line>, AppError> {
    let products = stored.iter().map(Stored::decode);
    let products = products.collect::<Result<Vec<_>, _>>()?;
    drop(stored);
    let products = ForLists::read(conn, products, market).await?;
    let line = |view: Result<_, AppError>| {
        let product = SoldProduct::new(view?, site);
        Line::new(Kind::Product, product.id(), product)
    };
    products.views().map(line).collect()
}

async fn claims(
    conn: &AsyncPgConnection,
    stored: Vec<Stored>,
    market: Market,
    site: &str,
) -> Result<Vec<Line>, AppError> {
    let ids: Vec<Uuid> = stored.iter().map(|stored| stored.entity_id).collect();
    let resolved = resolve::resolve(conn, &ids).await?;
    let line = |stored: &Stored| {
        let view = ClaimView::new(stored.decode()?, &resolved)?;
        let claim = ClaimBody::new(&view, market, site);
        Line::new(Kind::Claim, stored.entity_id, claim)
    };
    stored.iter().map(line).collect()
}
