//! Reads many entities of a kind and writes each as a line.

use serde::Serialize;
use uuid::Uuid;

use super::body::{ClaimBody, Entity};
use super::line::{Line, SoldProduct};
use crate::catalog::brand::document::BrandDocument;
use crate::catalog::category::document::CategoryDocument;
use crate::catalog::collection::document::CollectionDocument;
use crate::catalog::market::Market;
use crate::catalog::product::for_lists::ForLists;
use crate::content::article::document::ArticleDocument;
use crate::content::protocol::document::ProtocolDocument;
use crate::db::Conn;
use crate::error::AppError;
use crate::evidence::claim::view::ClaimView;
use crate::evidence::ingredient::document::IngredientDocument;
use crate::evidence::reference::document::ReferenceDocument;
use crate::evidence::topic::document::TopicDocument;
use crate::publishing::read::{self, Stored};
use crate::publishing::resolve::{self, Resolved};
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

/// Entities of one kind as they were read, before they are written: reading waits for the database, writing needs a processor.
pub struct Gathered {
    market: Market,
    kind: Kind,
    read: Read,
}

enum Read {
    Products(ForLists),
    Claims(Vec<Stored>, Resolved),
    Plain(Vec<Stored>),
}

impl Gathered {
    /// Reads some entities of one kind, to be written in the order of their ids. Those that are not public are left out.
    ///
    /// # Errors
    /// No database.
    pub async fn read(
        conn: &Conn,
        (market, kind): (Market, Kind),
        ids: &[Uuid],
    ) -> Result<Self, AppError> {
        let read = match kind {
            Kind::Product => Read::Products(ForLists::by_ids(conn, ids, market).await?),
            _ => {
                let mut stored = read::by_ids(conn, ids).await?;
                stored.retain(|stored| stored.kind == kind);
                stored.sort_unstable_by_key(|stored| stored.entity_id);
                match kind {
                    Kind::Claim => {
                        let resolved = resolve::resolve(conn, ids).await?;
                        Read::Claims(stored, resolved)
                    }
                    _ => Read::Plain(stored),
                }
            }
        };
        Ok(Self { market, kind, read })
    }

    /// The market whose products, prices and words are meant.
    pub const fn market(&self) -> Market {
        self.market
    }

    /// The products, if that is what it is.
    pub fn products(self) -> Option<ForLists> {
        match self.read {
            Read::Products(products) => Some(products),
            _ => None,
        }
    }

    /// Each as a line.
    ///
    /// # Errors
    /// A stored document that this program cannot read.
    pub fn lines(self, site: &str) -> Result<Vec<Line>, AppError> {
        match self.read {
            Read::Products(products) => of_products(products, site),
            Read::Claims(stored, resolved) => of_claims(&stored, &resolved, self.market, site),
            Read::Plain(stored) => match self.kind {
                Kind::Brand => plain::<BrandDocument>(&stored, site),
                Kind::Category => plain::<CategoryDocument>(&stored, site),
                Kind::Topic => plain::<TopicDocument>(&stored, site),
                Kind::Ingredient => plain::<IngredientDocument>(&stored, site),
                Kind::Reference => plain::<ReferenceDocument>(&stored, site),
                Kind::Collection => plain::<CollectionDocument>(&stored, site),
                Kind::Article => plain::<ArticleDocument>(&stored, site),
                Kind::Protocol => plain::<ProtocolDocument>(&stored, site),
                _ => Ok(Vec::new()),
            },
        }
    }
}

fn plain<D: Document + Serialize>(stored: &[Stored], site: &str) -> Result<Vec<Line>, AppError> {
    let entity = |stored: &Stored| {
        let entity = Entity::new(stored.decode::<D>()?, site);
        Line::new(D::KIND, stored.entity_id, entity)
    };
    stored.iter().map(entity).collect()
}

fn of_products(products: ForLists, site: &str) -> Result<Vec<Line>, AppError> {
    let line = |view: Result<_, AppError>| {
        let product = SoldProduct::new(view?, site);
        Line::new(Kind::Product, product.id(), product)
    };
    products.views().map(line).collect()
}

fn of_claims(
    stored: &[Stored],
    resolved: &Resolved,
    market: Market,
    site: &str,
) -> Result<Vec<Line>, AppError> {
    let line = |stored: &Stored| {
        let view = ClaimView::new(stored.decode()?, resolved)?;
        let claim = ClaimBody::new(&view, market, site);
        Line::new(Kind::Claim, stored.entity_id, claim)
    };
    stored.iter().map(line).collect()
}
