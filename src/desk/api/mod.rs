//! Drafts over the API: what editors do in forms, programs do in JSON, with the same checks and the same gate.
//!
//! [`headers`] reads versions and keys of requests, [`batch`] saves many by their references.

pub mod batch;
pub mod body;
mod headers;
pub mod openapi;

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LOCATION};
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use serde_json::Value;
use uuid::Uuid;

use super::program::{self, How, Kept, Version, Wish};
use super::queries::{self, Filter};
use crate::accounts::api_key::ApiClient;
use crate::accounts::api_key::model::Scope;
use crate::accounts::idempotency::commands::{claim, keep};
use crate::accounts::idempotency::model::request_hash;
use crate::api::body::List;
use crate::db::paging::PageRequest;
use crate::error::AppError;
use crate::publishing::{Kind, transaction};
use crate::state::State;
use crate::web::body::OptionalJson;
use crate::web::cache::CachePolicy;
use crate::web::json::{ApiError, ApiResult, Problem, respond_now};
use body::{DraftBody, DraftLine, DraftListQuery, PublishBody, WithdrawBody, WriteQuery};

/// The kind that an address of the API names in the plural.
#[derive(Debug, Clone, Copy)]
pub struct ApiKind(pub Kind);

/// The draft that an address of the API names.
#[derive(Debug, Clone, Copy)]
pub struct ApiEntity(pub (Kind, Uuid));

fn kind_of(request: &HttpRequest) -> Result<Kind, AppError> {
    let kind = request.match_info().get("kinds");
    kind.and_then(Kind::from_plural).ok_or(AppError::NotFound)
}

impl FromRequest for ApiKind {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let kind = kind_of(request);
        Box::pin(async move { Ok(Self(kind?)) })
    }
}

impl FromRequest for ApiEntity {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let kind = kind_of(request);
        let id = request.match_info().get("id").map(Uuid::parse_str);
        let id = id.and_then(Result::ok).ok_or(AppError::NotFound);
        Box::pin(async move { Ok(Self((kind?, id?))) })
    }
}

/// Everything of a kind that is edited, public or not, by name.
///
/// # Errors
/// A key without the scope, or a malformed parameter, named.
#[utoipa::path(
    get,
    path = "/api/v1/drafts/{kinds}",
    tag = "drafts",
    security(("api_key" = ["catalog:read"])),
    params(DraftListQuery),
    responses((status = 200, body = List<DraftLine>), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)),
)]
pub async fn list_drafts(
    state: State,
    client: ApiClient,
    kind: ApiKind,
    query: web::Query<DraftListQuery>,
) -> ApiResult {
    client.needs(Scope::CatalogRead)?;
    let page = PageRequest::parse(query.cursor.as_deref(), query.limit.as_deref())?;
    let standing = query.state.as_deref().map(str::parse).transpose();
    let filter = Filter {
        text: query.q.clone().filter(|text| !text.is_empty()),
        state: standing.map_err(|_| {
            AppError::bad_parameter(
                "state",
                "must be one of the states that drafts are listed with",
            )
        })?,
    };
    let conn = state.db.write().await?;
    let page = queries::list(&conn, kind.0, &filter, &page).await?;
    respond_now(&List {
        next_cursor: page.next.as_ref().map(ToString::to_string),
        items: page.items.into_iter().map(DraftLine::from).collect(),
    })
}

/// A draft, with its version as `ETag`.
///
/// # Errors
/// A key without the scope, or not found.
#[utoipa::path(
    get,
    path = "/api/v1/drafts/{kinds}/{id}",
    tag = "drafts",
    security(("api_key" = ["catalog:read"])),
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, body = DraftBody), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)),
)]
pub async fn find_draft(
    state: State,
    request: HttpRequest,
    client: ApiClient,
    entity: ApiEntity,
) -> ApiResult {
    client.needs(Scope::CatalogRead)?;
    let kept = transaction(&state.db, async |tx| program::open(tx, entity.0).await).await?;
    let etag = kept.etag();
    if crate::web::page::matches(&request, &etag) {
        let mut response = HttpResponse::NotModified();
        CachePolicy::NoStore.apply(&mut response);
        return Ok(response.insert_header((ETAG, etag)).finish());
    }
    answer(StatusCode::OK, kept)
}

/// Makes something new. The header `Idempotency-Key` makes it safe to send again.
///
/// # Errors
/// A key without the scope, everything that is wrong with the draft, or what the gate refuses.
#[utoipa::path(
    post,
    path = "/api/v1/drafts/{kinds}",
    tag = "drafts",
    security(("api_key" = ["catalog:write"])),
    params(
        WriteQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "A key of your choice for this request: sent again within a day, it makes nothing twice"),
    ),
    request_body = Object,
    responses(
        (status = 201, body = DraftBody), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem),
    ),
)]
pub async fn create_draft(
    state: State,
    request: HttpRequest,
    client: ApiClient,
    kind: ApiKind,
    query: web::Query<WriteQuery>,
    body: web::Json<Value>,
) -> ApiResult {
    client.needs(Scope::CatalogWrite)?;
    let publish = may_publish(&client, &query)?;
    let key = headers::idempotency_key(&request)?;
    let sent = serde_json::to_vec(&*body)?;
    let hash = request_hash(request.method().as_str(), &request.uri().to_string(), &sent);
    let wish = Wish {
        entity: (kind.0, Uuid::now_v7()),
        version: None,
        body: &body,
        how: How::Merge,
        publish,
    };
    let (id, etag, answer) = transaction(&state.db, async |tx| {
        if let Some(key) = &key
            && let Some(before) = claim(tx, client.id, key, &hash).await?
        {
            return Ok(replayed(before));
        }
        let (_, kept) = program::put(tx, &wish, &client.author()).await?;
        let (id, etag) = (kept.listed.named.id, kept.etag());
        let answer = serde_json::to_value(DraftBody::from(kept))?;
        if let Some(key) = &key {
            let kept = serde_json::json!({ "id": id, "etag": etag, "answer": answer });
            keep(tx, client.id, key, &kept).await?;
        }
        Ok((id.to_string(), etag, answer))
    })
    .await?;
    let mut response = HttpResponse::Created();
    CachePolicy::NoStore.apply(&mut response);
    let location = format!("/api/v1/drafts/{}/{id}", kind.0.plural());
    Ok(response
        .insert_header((LOCATION, location))
        .insert_header((ETAG, etag))
        .json(answer))
}

/// What was answered to the same request before.
fn replayed(mut before: Value) -> (String, String, Value) {
    let text = |name: &str| {
        let text = before.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let (id, etag) = (text("id"), text("etag"));
    let answer = before.get_mut("answer").map(Value::take);
    (id, etag, answer.unwrap_or_default())
}

/// Replaces a draft. What is left out becomes empty.
///
/// # Errors
/// No or another version, a key without the scope, everything that is wrong with the draft, or what the gate refuses.
#[utoipa::path(
    put,
    path = "/api/v1/drafts/{kinds}/{id}",
    tag = "drafts",
    security(("api_key" = ["catalog:write"])),
    params(
        WriteQuery,
        ("id" = Uuid, Path, description = "Its id"),
        ("If-Match" = String, Header, description = "The version that is replaced: its ETag, or * for whatever is there"),
    ),
    request_body = Object,
    responses(
        (status = 200, body = DraftBody), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    ),
)]
pub async fn replace_draft(
    state: State,
    request: HttpRequest,
    client: ApiClient,
    entity: ApiEntity,
    query: web::Query<WriteQuery>,
    body: web::Json<Value>,
) -> ApiResult {
    save(
        &state,
        &request,
        &client,
        (entity, &body, How::Replace),
        &query,
    )
    .await
}

/// Changes some members of a draft: what was sent is merged into it (RFC 7396).
///
/// # Errors
/// No or another version, a key without the scope, everything that is wrong with the draft, or what the gate refuses.
#[utoipa::path(
    patch,
    path = "/api/v1/drafts/{kinds}/{id}",
    tag = "drafts",
    security(("api_key" = ["catalog:write"])),
    params(
        WriteQuery,
        ("id" = Uuid, Path, description = "Its id"),
        ("If-Match" = String, Header, description = "The version that is changed: its ETag, or * for whatever is there"),
    ),
    request_body = Object,
    responses(
        (status = 200, body = DraftBody), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    ),
)]
pub async fn patch_draft(
    state: State,
    request: HttpRequest,
    client: ApiClient,
    entity: ApiEntity,
    query: web::Query<WriteQuery>,
    body: web::Json<Value>,
) -> ApiResult {
    save(
        &state,
        &request,
        &client,
        (entity, &body, How::Merge),
        &query,
    )
    .await
}

async fn save(
    state: &State,
    request: &HttpRequest,
    client: &ApiClient,
    (entity, body, how): (ApiEntity, &Value, How),
    query: &WriteQuery,
) -> ApiResult {
    client.needs(Scope::CatalogWrite)?;
    let wish = Wish {
        entity: entity.0,
        version: Some(headers::version(request)?),
        body,
        how,
        publish: may_publish(client, query)?,
    };
    let author = client.author();
    let saved = transaction(&state.db, async |tx| program::put(tx, &wish, &author).await).await?;
    answer(StatusCode::OK, saved.1)
}

/// Publishes the version that is named, as far as the rules clear it.
///
/// # Errors
/// No or another version, a key without the scope, or what the gate refuses.
#[utoipa::path(
    post,
    path = "/api/v1/drafts/{kinds}/{id}/publish",
    tag = "drafts",
    security(("api_key" = ["catalog:publish"])),
    params(
        ("id" = Uuid, Path, description = "Its id"),
        ("If-Match" = String, Header, description = "The version that is published: its ETag, or * for whatever is there"),
    ),
    request_body = Option<PublishBody>,
    responses(
        (status = 200, body = DraftBody), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    ),
)]
pub async fn publish_draft(
    state: State,
    request: HttpRequest,
    client: ApiClient,
    entity: ApiEntity,
    OptionalJson(body): OptionalJson<PublishBody>,
) -> ApiResult {
    client.needs(Scope::CatalogPublish)?;
    let version = headers::version(&request)?;
    let note = body.note.trim();
    if note.chars().count() > 300 {
        return Err(AppError::field("note", "must be at most 300 characters long").into());
    }
    let author = client.author();
    let kept = transaction(&state.db, async |tx| {
        program::publish(tx, entity.0, &version, &author, note).await
    })
    .await?;
    answer(StatusCode::OK, kept)
}

/// Takes something out of the public's sight. Its address then says why.
///
/// # Errors
/// No or another version, a key without the scope, what is not public, or a reason that the rules block.
#[utoipa::path(
    post,
    path = "/api/v1/drafts/{kinds}/{id}/withdraw",
    tag = "drafts",
    security(("api_key" = ["catalog:publish"])),
    params(
        ("id" = Uuid, Path, description = "Its id"),
        ("If-Match" = String, Header, description = "The version that you know: its ETag, or * for whatever is there"),
    ),
    request_body = WithdrawBody,
    responses(
        (status = 200, body = DraftBody), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    ),
)]
pub async fn withdraw_draft(
    state: State,
    request: HttpRequest,
    client: ApiClient,
    entity: ApiEntity,
    body: web::Json<WithdrawBody>,
) -> ApiResult {
    client.needs(Scope::CatalogPublish)?;
    let version: Version = headers::version(&request)?;
    let author = client.author();
    let kept = transaction(&state.db, async |tx| {
        program::withdraw(tx, entity.0, &version, &author, &body.reason).await
    })
    .await?;
    answer(StatusCode::OK, kept)
}

/// Whether what is saved is to be published, if the key may.
fn may_publish(client: &ApiClient, query: &WriteQuery) -> Result<bool, AppError> {
    let publish = query.publish()?;
    if publish {
        client.needs(Scope::CatalogPublish)?;
    }
    Ok(publish)
}

fn answer(status: StatusCode, kept: Kept) -> ApiResult {
    let mut response = HttpResponse::build(status);
    CachePolicy::NoStore.apply(&mut response);
    Ok(response
        .insert_header((ETAG, kept.etag()))
        .json(DraftBody::from(kept)))
}
