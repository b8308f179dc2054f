//! Bodies that answers of different kinds have in common.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::catalog::market::Market;
use crate::catalog::product::abroad::in_market;
use crate::compliance::surface::Surface;
use crate::db::paging::PageRequest;
use crate::error::AppError;
use crate::evidence::claim::document::WordingDocument;
use crate::evidence::claim::model::{ClaimType, Evidence};
use crate::evidence::claim::view::ClaimView;
use crate::evidence::grade::Grade;
use crate::evidence::reference::citation::{self, Style};
use crate::evidence::reference::document::ReferenceDocument;
use crate::gate::rule::api::WordingBody;
use crate::publishing::read::Published;
use crate::publishing::resolve::LinkedCard;
use crate::publishing::{Card, Document, Kind, Role};

/// Parameters of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Begin behind this place: `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// At most so many, 1 to 100; 24 unless said.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
    /// Only these members, separated by commas, with dots for members within members: `name,variants.sku`.
    pub fields: Option<String>,
    /// Show what is linked in these roles in full, one level deep, as `entity` of the link: roles separated by commas.
    pub expand: Option<String>,
}

impl ListQuery {
    /// What is asked for.
    ///
    /// # Errors
    /// A bad request that names the parameter.
    pub fn page_request(&self) -> Result<PageRequest, AppError> {
        PageRequest::parse(self.cursor.as_deref(), self.limit.as_deref())
    }
}

/// The shape of an answer.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ShapeQuery {
    /// Only these members, separated by commas, with dots for members within members: `name,variants.sku`.
    pub fields: Option<String>,
    /// Show what is linked in these roles in full, one level deep, as `entity` of the link: roles separated by commas.
    pub expand: Option<String>,
}

/// The market of an answer.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MarketQuery {
    /// Market whose prices and words are meant: `us` unless said, or `eu`.
    pub market: Option<String>,
}

impl MarketQuery {
    /// What is asked for.
    ///
    /// # Errors
    /// A bad request that names the markets.
    pub fn market(&self) -> Result<Market, AppError> {
        market(self.market.as_deref())
    }
}

/// The market and the shape of an answer.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SoldQuery {
    /// Market whose prices and words are meant: `us` unless said, or `eu`.
    pub market: Option<String>,
    /// Only these members, separated by commas, with dots for members within members: `name,variants.sku`.
    pub fields: Option<String>,
    /// Show what is linked in these roles in full, one level deep, as `entity` of the link: roles separated by commas.
    pub expand: Option<String>,
}

impl SoldQuery {
    /// The market that is asked for.
    ///
    /// # Errors
    /// A bad request that names the markets.
    pub fn market(&self) -> Result<Market, AppError> {
        market(self.market.as_deref())
    }
}

/// Parameters of a list of what is sold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MarketListQuery {
    /// Begin behind this place: `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// At most so many, 1 to 100; 24 unless said.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
    /// Market whose products, prices and words are meant: `us` unless said, or `eu`.
    pub market: Option<String>,
    /// Only these members, separated by commas, with dots for members within members: `name,variants.sku`.
    pub fields: Option<String>,
    /// Show what is linked in these roles in full, one level deep, as `entity` of the link: roles separated by commas.
    pub expand: Option<String>,
}

impl MarketListQuery {
    /// What is asked for.
    ///
    /// # Errors
    /// A bad request that names the parameter.
    pub fn parse(&self) -> Result<(PageRequest, Market), AppError> {
        let page = PageRequest::parse(self.cursor.as_deref(), self.limit.as_deref())?;
        Ok((page, market(self.market.as_deref())?))
    }
}

fn market(text: Option<&str>) -> Result<Market, AppError> {
    text.map_or(Ok(Market::Us), |text| {
        text.parse()
            .map_err(|_| AppError::bad_parameter("market", "must be us or eu"))
    })
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// The entities.
    pub items: Vec<T>,
    /// Where the next page begins; `null` on the last.
    pub next_cursor: Option<String>,
}

/// An entity with what is known of its publication.
#[derive(Debug, Serialize, ToSchema)]
pub struct Entity<T> {
    /// Its id; never changes.
    pub id: Uuid,
    /// Its slug; may change, the old address then leads to the new.
    pub slug: String,
    /// Its page.
    pub url: Option<String>,
    /// Number of the current revision.
    pub revision: i32,
    /// When it first became public.
    pub first_published_at: DateTime<Utc>,
    /// When its current revision became public.
    pub updated_at: DateTime<Utc>,
    /// The document.
    #[serde(flatten)]
    pub document: T,
}

impl<T: Document> Entity<T> {
    /// From what was read.
    pub fn new(published: Published<T>, site: &str) -> Self {
        Self {
            id: published.entity_id,
            slug: published.slug,
            url: published.path.map(|path| format!("{site}{path}")),
            revision: published.revision,
            first_published_at: published.first_published_at,
            updated_at: published.updated_at,
            document: published.document.told(),
        }
    }
}

/// An entity with what it refers to and what refers to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntityWithLinks<T> {
    /// The entity.
    #[serde(flatten)]
    pub entity: Entity<T>,
    /// What it refers to.
    pub links: Vec<LinkBody>,
    /// What refers to it, at most 100 of a sort.
    pub used_by: Vec<LinkBody>,
}

/// Something public that is linked.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkBody {
    /// Its id.
    pub id: Uuid,
    /// Its kind.
    pub kind: Kind,
    /// Why it is linked.
    pub role: Role,
    /// Its slug.
    pub slug: String,
    /// Its page.
    pub url: Option<String>,
    /// Its name, summary and picture.
    #[serde(flatten)]
    pub card: Card,
    /// What the link says, such as the amount of an ingredient.
    pub detail: Option<String>,
}

impl LinkBody {
    /// From a card that was resolved.
    pub fn new(card: &LinkedCard, role: Role, site: &str) -> Self {
        Self {
            id: card.id,
            kind: card.kind,
            role,
            slug: card.slug.clone(),
            url: card.path.as_ref().map(|path| format!("{site}{path}")),
            card: card.card.clone(),
            detail: card.detail.clone(),
        }
    }
}

/// A claim with its evidence.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimBody {
    /// Its id.
    pub id: Uuid,
    /// Its slug.
    pub slug: String,
    /// Its type under United States law.
    #[serde(rename = "type")]
    pub claim_type: ClaimType,
    /// The effect as a short neutral phrase; `null` in a market whose law lists what may be said, as are grade and topic.
    pub effect: Option<String>,
    /// How far the evidence carries it, with the points of each source, so that you can compute it again.
    pub grade: Option<Grade>,
    /// When it must be reviewed again.
    pub review_by: Option<NaiveDate>,
    /// Since when that review is overdue. After 30 more days the claim is on no product.
    pub review_overdue_since: Option<NaiveDate>,
    /// Whether any source speaks about the effect itself.
    pub has_evidence: bool,
    /// Whether it may be shown where a product is sold: an approved wording, carried by evidence.
    pub may_show_on_products: bool,
    /// Approved sentences per market and surface. One for `product` in the United States needs the disclaimer beside it.
    pub wordings: Vec<WordingDocument>,
    /// The entry of the register that the sentence of the market is, where its law lists what may be said. Show the
    /// conditions with it.
    pub authorised: Option<WordingBody>,
    /// What it is about.
    pub ingredient: Option<LinkBody>,
    /// What is affected.
    pub topic: Option<LinkBody>,
    /// What references say, for and against; nothing in a market whose law lists what may be said.
    pub evidence: Vec<EvidenceBody>,
    /// When its current revision became public.
    pub updated_at: DateTime<Utc>,
}

impl ClaimBody {
    /// From a claim that was resolved. A product wording that may not be shown in the market is left out. Where the law lists
    /// what may be said, nothing stands beside those words but their conditions.
    pub fn new(view: &ClaimView, market: Market, site: &str) -> Self {
        let document = &view.claim.document;
        let wording = view.product_wording(market);
        let may_show = wording.is_some();
        let listed_only = market != Market::Us;
        let wordings = document.wordings.iter().filter(|wording| {
            wording.market == market
                && match wording.surface {
                    Surface::Product => may_show,
                    _ => !listed_only,
                }
        });
        Self {
            id: view.id(),
            slug: view.claim.slug.clone(),
            claim_type: document.claim_type,
            effect: (!listed_only).then(|| document.effect.clone()),
            grade: document.grade.clone().filter(|_| !listed_only),
            review_by: document.review_by,
            review_overdue_since: view.review.overdue_since(),
            has_evidence: view.has_evidence(),
            may_show_on_products: may_show,
            wordings: wordings.cloned().collect(),
            authorised: wording
                .and_then(|wording| wording.authorised)
                .map(WordingBody::new),
            ingredient: view
                .ingredient
                .clone()
                .map(|card| LinkBody::new(&in_market(card, market), Role::Subject, site)),
            topic: view
                .topic
                .as_ref()
                .filter(|_| !listed_only)
                .map(|card| LinkBody::new(card, Role::Topic, site)),
            evidence: view
                .evidence
                .iter()
                .filter(|_| !listed_only)
                .map(|evidence| EvidenceBody {
                    row: evidence.row.clone(),
                    citation: citation::plain(&evidence.reference.document),
                    citation_vancouver: Style::Vancouver.plain(&evidence.reference.document),
                    reference: Entity::new(evidence.reference.clone(), site),
                })
                .collect(),
            updated_at: view.claim.updated_at,
        }
    }
}

/// What one reference says about a claim; what the source does not state is `null`.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvidenceBody {
    /// What it says.
    #[serde(flatten)]
    pub row: Evidence,
    /// The reference in AMA style.
    pub citation: String,
    /// The reference in Vancouver style.
    pub citation_vancouver: String,
    /// The reference.
    pub reference: Entity<ReferenceDocument>,
}
