//! The JSON API of what all kinds have in common: lists by name with keyset cursors, and one entity with its links.
//!
//! Products and claims, which hold more than their documents, have bodies of their own.

pub mod body;
pub mod changes;
pub mod health;
pub mod openapi;

use actix_web::{HttpRequest, web};
use utoipa::PartialSchema;

use crate::catalog::brand::document::BrandDocument;
use crate::catalog::category::document::CategoryDocument;
use crate::catalog::market::Market;
use crate::content::article::document::ArticleDocument;
use crate::content::protocol::document::ProtocolDocument;
use crate::error::AppError;
use crate::evidence::claim::document::ClaimDocument;
use crate::evidence::claim::view::ClaimView;
use crate::evidence::ingredient::document::IngredientDocument;
use crate::evidence::reference::document::ReferenceDocument;
use crate::evidence::topic::document::TopicDocument;
use crate::publishing::read::{self, Filter, Published};
use crate::publishing::resolve::{self, Linked, Wanted};
use crate::publishing::{Document, Role, Slug};
use crate::state::State;
use crate::web::json::{ApiResult, Problem, respond};
use body::{
    ClaimBody, Entity, EntityWithLinks, LinkBody, List, ListQuery, MarketListQuery, MarketQuery,
};

/// Most referrers that an entity names.
const MOST: i64 = 100;

async fn list<D: Document + PartialSchema>(
    state: &State,
    request: &HttpRequest,
    query: &ListQuery,
) -> ApiResult {
    let page = query.page_request()?;
    let conn = state.db.read().await?;
    let list = read::list(&conn, D::KIND, &Filter::default(), &page).await?;
    let site = &state.config.public_url;
    let mut items = Vec::with_capacity(list.items.len());
    for stored in list.items {
        items.push(Entity::new(stored.decode::<D>()?, site));
    }
    respond(
        request,
        &List {
            items,
            next_cursor: list.next.map(|cursor| cursor.to_string()),
        },
    )
}

async fn find<D: Document + PartialSchema>(
    state: &State,
    request: &HttpRequest,
    slug: &str,
) -> ApiResult {
    let slug = Slug::parse(slug)?;
    let conn = state.db.read().await?;
    let entity: Published<D> = read::by_slug(&conn, slug.as_str()).await?;
    let id = entity.entity_id;
    let wanted: Vec<Wanted> = Role::ALL
        .iter()
        .flat_map(|role| {
            crate::publishing::Kind::ALL.iter().map(move |kind| Wanted {
                to: id,
                kind: *kind,
                role: *role,
            })
        })
        .collect();
    let (resolved, referrers) = futures_util::future::try_join(
        resolve::resolve(&conn, &[id]),
        resolve::referrers(&conn, &wanted, &[], MOST),
    )
    .await?;
    let site = &state.config.public_url;
    let links = Role::ALL
        .iter()
        .flat_map(|role| {
            resolved
                .of(id, *role)
                .map(move |link| LinkBody::new(&link.card(), *role, site))
        })
        .collect();
    let used_by = referrers
        .iter()
        .map(|link: &Linked| LinkBody::new(&link.card(), link.role, site))
        .collect();
    respond(
        request,
        &EntityWithLinks {
            entity: Entity::new(entity, site),
            links,
            used_by,
        },
    )
}

macro_rules! resource {
    ($document:ty, $tag:literal, $list_name:ident, $list_path:literal, $find_name:ident, $find_path:literal) => {
        /// A page of them, by name.
        ///
        /// # Errors
        /// A malformed parameter, named.
        #[utoipa::path(
            get,
            path = $list_path,
            tag = $tag,
            params(ListQuery),
            responses((status = 200, body = List<Entity<$document>>), (status = 400, body = Problem)),
        )]
        pub async fn $list_name(state: State, request: HttpRequest, query: web::Query<ListQuery>) -> ApiResult {
            list::<$document>(&state, &request, &query).await
        }

        /// One of them, with what it refers to and what refers to it.
        ///
        /// # Errors
        /// Not found or withdrawn.
        #[utoipa::path(
            get,
            path = $find_path,
            tag = $tag,
            params(("slug" = String, Path, description = "Its slug")),
            responses(
                (status = 200, body = EntityWithLinks<$document>),
                (status = 404, body = Problem),
                (status = 410, body = Problem),
            ),
        )]
        pub async fn $find_name(state: State, request: HttpRequest, slug: web::Path<String>) -> ApiResult {
            find::<$document>(&state, &request, &slug).await
        }
    };
}

resource!(
    BrandDocument,
    "brands",
    list_brands,
    "/api/v1/brands",
    find_brand,
    "/api/v1/brands/{slug}"
);
resource!(
    CategoryDocument,
    "categories",
    list_categories,
    "/api/v1/categories",
    find_category,
    "/api/v1/categories/{slug}"
);
resource!(
    TopicDocument,
    "topics",
    list_topics,
    "/api/v1/topics",
    find_topic,
    "/api/v1/topics/{slug}"
);
resource!(
    IngredientDocument,
    "ingredients",
    list_ingredients,
    "/api/v1/ingredients",
    find_ingredient,
    "/api/v1/ingredients/{slug}"
);
resource!(
    ReferenceDocument,
    "references",
    list_references,
    "/api/v1/references",
    find_reference,
    "/api/v1/references/{slug}"
);
resource!(
    ArticleDocument,
    "articles",
    list_articles,
    "/api/v1/articles",
    find_article,
    "/api/v1/articles/{slug}"
);
resource!(
    ProtocolDocument,
    "protocols",
    list_protocols,
    "/api/v1/protocols",
    find_protocol,
    "/api/v1/protocols/{slug}"
);

/// A page of claims by their effect, with evidence and references. In the European Union only those with an authorised wording
/// that may be shown; as the others are left out, a page may hold fewer than `limit` while `next_cursor` leads on.
///
/// # Errors
/// A malformed parameter, named.
#[utoipa::path(
    get,
    path = "/api/v1/claims",
    tag = "claims",
    params(MarketListQuery),
    responses((status = 200, body = List<ClaimBody>), (status = 400, body = Problem)),
)]
pub async fn list_claims(
    state: State,
    request: HttpRequest,
    query: web::Query<MarketListQuery>,
) -> ApiResult {
    let (page, market) = query.parse()?;
    let conn = state.db.read().await?;
    let list = read::list(&conn, ClaimDocument::KIND, &Filter::default(), &page).await?;
    let ids: Vec<_> = list.items.iter().map(|stored| stored.entity_id).collect();
    let resolved = resolve::resolve(&conn, &ids).await?;
    let mut items = Vec::with_capacity(ids.len());
    for stored in list.items {
        let view = ClaimView::new(stored.decode()?, &resolved)?;
        if has_words(&view, market) {
            items.push(ClaimBody::new(&view, market, &state.config.public_url));
        }
    }
    respond(
        &request,
        &List {
            items,
            next_cursor: list.next.map(|cursor| cursor.to_string()),
        },
    )
}

/// A claim with its evidence and references. In the European Union only in authorised words.
///
/// # Errors
/// Not found, withdrawn, or without words for the market.
#[utoipa::path(
    get,
    path = "/api/v1/claims/{slug}",
    tag = "claims",
    params(("slug" = String, Path, description = "Its slug"), MarketQuery),
    responses((status = 200, body = ClaimBody), (status = 404, body = Problem), (status = 410, body = Problem)),
)]
pub async fn find_claim(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
    query: web::Query<MarketQuery>,
) -> ApiResult {
    let market = query.market()?;
    let slug = Slug::parse(&slug)?;
    let conn = state.db.read().await?;
    let claim: Published<ClaimDocument> = read::by_slug(&conn, slug.as_str()).await?;
    let resolved = resolve::resolve(&conn, &[claim.entity_id]).await?;
    let view = ClaimView::new(claim, &resolved)?;
    if !has_words(&view, market) {
        return Err(AppError::NotFound.into());
    }
    respond(
        &request,
        &ClaimBody::new(&view, market, &state.config.public_url),
    )
}

/// Whether a claim can be told in a market; where the law lists what may be said, only in those words.
fn has_words(view: &ClaimView, market: Market) -> bool {
    market == Market::Us || view.product_wording(market).is_some()
}
