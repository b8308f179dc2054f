//! Webhooks over the API: making them, looking at what was sent, sending it again.

use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::commands;
use super::model::{Delivery, DeliveryId, DeliveryState, NewWebhook, WebhookId, WebhookRow};
use super::queries;
use super::signature::shown;
use crate::accounts::api_key::ApiClient;
use crate::accounts::api_key::model::Scope;
use crate::api::body::List;
use crate::db::paging::PageRequest;
use crate::error::AppError;
use crate::publishing::told::Told;
use crate::publishing::{Kind, transaction};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::json::{ApiResult, Problem, respond_now};

/// A webhook to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookBody {
    /// Where events go: an address of the public internet, which answers with a status from 200 to 299 within ten seconds.
    pub url: String,
    /// What it is for.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub description: String,
    /// Kinds that are meant; all if there is none.
    #[serde(default)]
    pub kinds: Vec<Kind>,
    /// Actions that are meant; all if there is none.
    #[serde(default)]
    pub actions: Vec<Told>,
}

/// A webhook.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookAnswer {
    /// Its id.
    pub id: WebhookId,
    /// Where events go.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// Kinds that are meant; all if there is none.
    pub kinds: Vec<Kind>,
    /// Actions that are meant; all if there is none.
    pub actions: Vec<Told>,
    /// By which what is sent is signed (Standard Webhooks); only in the answer to its making.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Up to where in the change log events were made.
    pub sequence: i64,
    /// Attempts that failed since the last that did not.
    pub failures: i32,
    /// Nothing is sent before, because too much failed.
    pub paused_until: Option<DateTime<Utc>>,
    /// Since when it is switched off: nothing is sent, and what changes meanwhile is sent when it is switched on again.
    pub switched_off_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl From<WebhookRow> for WebhookAnswer {
    fn from(row: WebhookRow) -> Self {
        Self {
            id: row.id,
            url: row.url,
            description: row.description,
            kinds: row.kinds,
            actions: row.actions,
            secret: None,
            sequence: row.position,
            failures: row.failures,
            paused_until: row.closed_until.filter(|until| *until > Utc::now()),
            switched_off_at: row.disabled_at,
            created_at: row.created_at,
        }
    }
}

/// Every webhook.
///
/// # Errors
/// A key without the scope.
#[utoipa::path(
    get,
    path = "/api/v1/webhooks",
    tag = "webhooks",
    security(("api_key" = ["webhooks:manage"])),
    responses((status = 200, body = List<WebhookAnswer>), (status = 401, body = Problem), (status = 403, body = Problem)),
)]
pub async fn list_webhooks(state: State, client: ApiClient) -> ApiResult {
    client.needs(Scope::WebhooksManage)?;
    let rows = queries::webhooks_of(&*state.db.write().await?).await?;
    respond_now(&List {
        items: rows.into_iter().map(WebhookAnswer::from).collect(),
        next_cursor: None,
    })
}

/// Makes a webhook that hears of what changes from now on. Its secret is told here and nowhere else.
///
/// # Errors
/// A key without the scope, or an address that may not be sent to.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks",
    tag = "webhooks",
    security(("api_key" = ["webhooks:manage"])),
    request_body = WebhookBody,
    responses(
        (status = 201, body = WebhookAnswer), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem),
    ),
)]
pub async fn create_webhook(
    state: State,
    client: ApiClient,
    body: web::Json<WebhookBody>,
) -> ApiResult {
    client.needs(Scope::WebhooksManage)?;
    let body = body.into_inner();
    let new = NewWebhook {
        url: body.url,
        description: body.description,
        kinds: body.kinds,
        actions: body.actions,
    };
    new.check(&state.sender)?;
    let author = client.author();
    let row = transaction(&state.db, async |tx| {
        commands::create(tx, &new, &author).await
    })
    .await?;
    let secret = shown(&row.secret);
    let location = format!("/api/v1/webhooks/{}", row.id);
    let mut response = HttpResponse::Created();
    CachePolicy::NoStore.apply(&mut response);
    Ok(response
        .insert_header((LOCATION, location))
        .json(WebhookAnswer {
            secret: Some(secret),
            ..row.into()
        }))
}

fn id_of(text: &str) -> Result<Uuid, AppError> {
    Uuid::try_parse(text).map_err(|_| AppError::NotFound)
}

/// One webhook.
///
/// # Errors
/// A key without the scope, or not found.
#[utoipa::path(
    get,
    path = "/api/v1/webhooks/{id}",
    tag = "webhooks",
    security(("api_key" = ["webhooks:manage"])),
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, body = WebhookAnswer), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)),
)]
pub async fn find_webhook(state: State, client: ApiClient, id: web::Path<String>) -> ApiResult {
    client.needs(Scope::WebhooksManage)?;
    let id = WebhookId(id_of(&id)?);
    let row = queries::webhook(&*state.db.write().await?, id).await?;
    respond_now(&WebhookAnswer::from(row))
}

/// Deletes a webhook with everything that it was sent.
///
/// # Errors
/// A key without the scope, or not found.
#[utoipa::path(
    delete,
    path = "/api/v1/webhooks/{id}",
    tag = "webhooks",
    security(("api_key" = ["webhooks:manage"])),
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)),
)]
pub async fn delete_webhook(state: State, client: ApiClient, id: web::Path<String>) -> ApiResult {
    client.needs(Scope::WebhooksManage)?;
    let (id, author) = (WebhookId(id_of(&id)?), client.author());
    transaction(&state.db, async |tx| {
        commands::delete(tx, id, &author).await
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What of a webhook is changed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookPatch {
    /// Whether events are sent. What changes while it is off is sent when it is on again.
    pub on: bool,
}

/// Switches a webhook off or on.
///
/// # Errors
/// A key without the scope, or not found.
#[utoipa::path(
    patch,
    path = "/api/v1/webhooks/{id}",
    tag = "webhooks",
    security(("api_key" = ["webhooks:manage"])),
    request_body = WebhookPatch,
    params(("id" = Uuid, Path, description = "Its id")),
    responses(
        (status = 200, body = WebhookAnswer), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 413, body = Problem),
    ),
)]
pub async fn switch_webhook(
    state: State,
    client: ApiClient,
    id: web::Path<String>,
    body: web::Json<WebhookPatch>,
) -> ApiResult {
    client.needs(Scope::WebhooksManage)?;
    let (id, author) = (WebhookId(id_of(&id)?), client.author());
    let row = transaction(&state.db, async |tx| {
        commands::switch(tx, id, body.on, &author).await
    })
    .await?;
    respond_now(&WebhookAnswer::from(row))
}

/// Which deliveries are meant.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DeliveriesQuery {
    /// Begin behind this place: `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// At most so many, 1 to 100; 24 unless said.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
    /// Only those that are so far.
    pub state: Option<DeliveryState>,
}

/// What a webhook was sent and is to be sent, the newest first.
///
/// # Errors
/// A key without the scope, not found, or a malformed parameter, named.
#[utoipa::path(
    get,
    path = "/api/v1/webhooks/{id}/deliveries",
    tag = "webhooks",
    security(("api_key" = ["webhooks:manage"])),
    params(DeliveriesQuery, ("id" = Uuid, Path, description = "Id of the webhook")),
    responses(
        (status = 200, body = List<Delivery>), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
    ),
)]
pub async fn list_deliveries(
    state: State,
    client: ApiClient,
    id: web::Path<String>,
    query: web::Query<DeliveriesQuery>,
) -> ApiResult {
    client.needs(Scope::WebhooksManage)?;
    let id = WebhookId(id_of(&id)?);
    let page = PageRequest::parse(query.cursor.as_deref(), query.limit.as_deref())?;
    let conn = state.db.write().await?;
    queries::webhook(&conn, id).await?;
    let page = queries::deliveries(&conn, id, query.state, &page).await?;
    respond_now(&List {
        next_cursor: page.next.as_ref().map(ToString::to_string),
        items: page.items,
    })
}

/// Sends something once more, at once, whatever became of it.
///
/// # Errors
/// A key without the scope, or not found.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks/{id}/deliveries/{delivery}/replay",
    tag = "webhooks",
    security(("api_key" = ["webhooks:manage"])),
    params(("id" = Uuid, Path, description = "Id of the webhook"), ("delivery" = Uuid, Path, description = "Id of the delivery")),
    responses((status = 202), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)),
)]
pub async fn replay_delivery(
    state: State,
    client: ApiClient,
    path: web::Path<(String, String)>,
) -> ApiResult {
    client.needs(Scope::WebhooksManage)?;
    let (webhook, delivery) = (WebhookId(id_of(&path.0)?), DeliveryId(id_of(&path.1)?));
    let author = client.author();
    transaction(&state.db, async |tx| {
        commands::replay(tx, (webhook, delivery), &author).await
    })
    .await?;
    Ok(HttpResponse::Accepted().finish())
}
