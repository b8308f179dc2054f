//! The JSON API of what all kinds have in common: lists by name with keyset cursors, and one entity with its links.
//!
//! Products and claims, which hold more than their documents, have bodies of their own.

pub mod body;
pub mod changes;
pub mod docs;
pub mod gather;
pub mod health;
pub mod line;
pub mod openapi;
pub mod shape;

use actix_web::{HttpRequest, web};
use utoipa::PartialSchema;

use crate::catalog::brand::document::BrandDocument;
use crate::catalog::category::document::CategoryDocument;
use crate::catalog::collection::document::CollectionDocument;
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
use crate::web::json::{ApiResult, Problem};
use body::{
    ClaimBody, Entity, EntityWithLinks, LinkBody, List, ListQuery, MarketListQuery, ShapeQuery,
    SoldQuery,
};
use shape::Shape;

/// Most referrers that an entity names.
const MOST: i64 = 100;

async fn list<D: Document + PartialSchema>(
    state: &State,
    request: &HttpRequest,
    query: &ListQuery,
) -> ApiResult {
    let page = query.page_request()?;
    let shape = Shape::parse(query.fields.as_deref(), query.expand.as_deref())?;
    let conn = state.db.read().await?;
    let list = read::list(&conn, D::KIND, &Filter::default(), &page).await?;
    let site = &state.config.public_url;
    let mut items = Vec::with_capacity(list.items.len());
    for stored in list.items {
        items.push(Entity::new(stored.decode::<D>()?, site));
    }
    let list = List {
        items,
        next_cursor: list.next.map(|cursor| cursor.to_string()),
    };
    shape
        .respond(&conn, request, &list, (Market::Us, site))
        .await
}

/// What has moved as a page has moved in the API too.
pub fn moved_here(error: AppError, request: &HttpRequest) -> AppError {
    let query = request.query_string();
    let separator = if query.is_empty() { "" } else { "?" };
    error
        .in_prefix("/api/v1")
        .with_suffix(&format!("{separator}{query}"))
}

async fn find<D: Document + PartialSchema>(
    state: &State,
    request: &HttpRequest,
    slug: &str,
    query: &ShapeQuery,
) -> ApiResult {
    let slug = Slug::parse(slug)?;
    let shape = Shape::parse(query.fields.as_deref(), query.expand.as_deref())?;
    let conn = state.db.read().await?;
    let entity: Published<D> = read::by_slug(&conn, slug.as_str())
        .await
        .map_err(|error| moved_here(error, request))?;
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
    let entity = EntityWithLinks {
        entity: Entity::new(entity, site),
        links,
        used_by,
    };
    shape
        .respond(&conn, request, &entity, (Market::Us, site))
        .await
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
            params(("slug" = String, Path, description = "Its slug"), ShapeQuery),
            responses(
                (status = 200, body = EntityWithLinks<$document>),
                (status = 400, body = Problem),
                (status = 404, body = Problem),
                (status = 410, body = Problem),
            ),
        )]
        pub async fn $find_name(
            state: State,
            request: HttpRequest,
            slug: web::Path<String>,
            query: web::Query<ShapeQuery>,
        ) -> ApiResult {
            find::<$document>(&state, &request, &slug, &query).await
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
    CollectionDocument,
    "collections",
    list_collections,
    "/api/v1/collections",
    find_collection,
    "/api/v1/collections/{slug}"
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
    let shape = Shape::parse(query.fields.as_deref(), query.expand.as_deref())?;
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
    let list = List {
        items,
        next_cursor: list.next.map(|cursor| cursor.to_string()),
    };
    let site = &state.config.public_url;
    shape.respond(&conn, &request, &list, (market, site)).await
}

/// A claim with its evidence and references. In the European Union only in authorised words.
///
/// # Errors
/// Not found, withdrawn, or without words for the market.
#[utoipa::path(
    get,
    path = "/api/v1/claims/{slug}",
    tag = "claims",
    params(("slug" = String, Path, description = "Its slug"), SoldQuery),
    responses((status = 200, body = ClaimBody), (status = 400, body = Problem), (status = 404, body = Problem), (status = 410, body = Problem)),
)]
pub async fn find_claim(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
    query: web::Query<SoldQuery>,
) -> ApiResult {
    let market = query.market()?;
    let shape = Shape::parse(query.fields.as_deref(), query.expand.as_deref())?;
    let slug = Slug::parse(&slug)?;
    let conn = state.db.read().await?;
    let claim: Published<ClaimDocument> = read::by_slug(&conn, slug.as_str()).await?;
    let resolved = resolve::resolve(&conn, &[claim.entity_id]).await?;
    let view = ClaimView::new(claim, &resolved)?;
    if !has_words(&view, market) {
        return Err(AppError::NotFound.into());
    }
    let site = &state.config.public_url;
    let body = ClaimBody::new(&view, market, site);
    shape.respond(&conn, &request, &body, (market, site)).await
}

/// A claim by id or slug, as the default market tells it.
///
/// # Errors
/// Not found or withdrawn.
pub async fn claim(state: &State, name: &str) -> Result<ClaimBody, AppError> {
    let conn = state.db.read().await?;
    let claim: Published<ClaimDocument> = match uuid::Uuid::try_parse(name) {
        Ok(id) => {
            let stored = read::by_ids(&conn, &[id]).await?;
            let stored = stored
                .first()
                .filter(|stored| stored.kind == ClaimDocument::KIND);
            stored.ok_or(AppError::NotFound)?.decode()?
        }
        Err(_) => read::by_slug(&conn, Slug::parse(name)?.as_str()).await?,
    };
    let resolved = resolve::resolve(&conn, &[claim.entity_id]).await?;
    let view = ClaimView::new(claim, &resolved)?;
    Ok(ClaimBody::new(&view, Market::Us, &state.config.public_url))
}

/// Whether a claim can be told in a market; where the law lists what may be said, only in those words.
fn has_words(view: &ClaimView, market: Market) -> bool {
    market == Market::Us || view.product_wording(market).is_some()
}
