//! What stands on a line: an entity as JSON, with its kind.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::catalog::market::Market;
use crate::catalog::product::item::ProductItem;
use crate::catalog::product::view::ProductView;
use crate::error::AppError;
use crate::evidence::claim::model::ClaimType;
use crate::evidence::claim::view::ClaimView;
use crate::evidence::grade::Letter;
use crate::gate::rule::api::WordingBody;
use crate::publishing::Kind;

/// An entity with its kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct Item<T> {
    /// What it is.
    pub kind: Kind,
    /// Its id; never changes.
    pub id: Uuid,
    /// The entity, as the API answers it.
    pub data: T,
}

/// A product with the claims that may stand beside it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SoldProduct {
    #[serde(flatten)]
    product: ProductItem,
    /// Claims that may be shown where it is sold, in words approved for that. Show `disclaimer` with them.
    claims: Vec<ShownClaim>,
}

/// A claim in the words that may stand beside a product.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShownClaim {
    /// Its id.
    id: Uuid,
    /// Its slug.
    slug: String,
    /// Its type under United States law.
    #[serde(rename = "type")]
    claim_type: ClaimType,
    /// The words.
    wording: String,
    /// Letter of its evidence grade, where the law lets it be told.
    grade: Option<Letter>,
    /// The entry of the register that it is, where the law lists what may be said. Show the conditions with it.
    authorised: Option<WordingBody>,
}

impl SoldProduct {
    /// From the view that the page renders from.
    pub fn new(view: ProductView, site: &str) -> Self {
        let shown = |claim: &ClaimView| ShownClaim::new(claim, view.market);
        Self {
            claims: view.claims.iter().filter_map(shown).collect(),
            product: ProductItem::new(view, site),
        }
    }

    /// Its id.
    pub const fn id(&self) -> Uuid {
        self.product.id
    }
}

impl ShownClaim {
    fn new(view: &ClaimView, market: Market) -> Option<Self> {
        let wording = view.product_wording(market)?;
        let document = &view.claim.document;
        let grade = document.grade.as_ref().filter(|_| market == Market::Us);
        Some(Self {
            id: view.id(),
            slug: view.claim.slug.clone(),
            claim_type: document.claim_type,
            wording: wording.text.to_owned(),
            grade: grade.and_then(|grade| grade.letter),
            authorised: wording.authorised.map(WordingBody::new),
        })
    }
}

/// A line, without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The entity.
    pub id: Uuid,
    /// It as JSON.
    pub json: String,
}

impl Line {
    /// Writes an entity.
    ///
    /// # Errors
    /// None in practice.
    pub fn new<T: Serialize>(kind: Kind, id: Uuid, data: T) -> Result<Self, AppError> {
        let json = serde_json::to_string(&Item { kind, id, data })?;
        Ok(Self { id, json })
    }
}
