//! Findings over the API.

use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::channel::Channel;
use super::walk::{Checked, some};
use crate::accounts::api_key::ApiClient;
use crate::accounts::api_key::model::Scope;
use crate::api::body::MarketQuery;
use crate::db::paging::{Cursor, PageRequest};
use crate::error::AppError;
use crate::state::State;
use crate::web::json::{ApiResult, Problem, respond_now};

/// Which findings are meant.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct FindingsQuery {
    /// The channel.
    #[param(value_type = Channel)]
    pub channel: String,
    /// The market whose feed is meant: `us` unless said, or `eu`.
    pub market: Option<String>,
    /// Begin behind this place: `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Look at so many products, 1 to 100; 24 unless said.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
}

/// What stands in the way of products in a channel.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingsPage {
    /// The products of which something was found.
    pub items: Vec<Checked>,
    /// How many were looked at.
    pub checked: usize,
    /// Where the next page begins; `null` on the last.
    pub next_cursor: Option<String>,
}

/// What a channel would leave out, reject or show less of what is public, and why, before it sees it.
///
/// # Errors
/// A key without the scope, or a malformed parameter, named.
#[utoipa::path(
    get,
    path = "/api/v1/feed-findings",
    tag = "feeds",
    security(("api_key" = ["feeds:read"])),
    params(FindingsQuery),
    responses((status = 200, body = FindingsPage), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)),
)]
pub async fn list_findings(
    state: State,
    client: ApiClient,
    query: web::Query<FindingsQuery>,
) -> ApiResult {
    client.needs(Scope::FeedsRead)?;
    let channel: Channel = query
        .channel
        .parse()
        .map_err(|_| AppError::bad_parameter("channel", "must be google, meta or openai"))?;
    let market = MarketQuery {
        market: query.market.clone(),
    };
    let market = market.market()?;
    let page = PageRequest::parse(query.cursor.as_deref(), query.limit.as_deref())?;
    let after = page.after.map(|cursor| cursor.id).unwrap_or_default();
    let conn = state.db.read().await?;
    let site = &state.config.public_url;
    let (all, next) = some(&conn, (channel, market), (after, page.limit), site).await?;
    let next = next.map(|id| Cursor {
        key: String::new(),
        id,
    });
    respond_now(&FindingsPage {
        checked: all.len(),
        items: all
            .into_iter()
            .filter(|product| !product.findings.is_empty())
            .collect(),
        next_cursor: next.map(|cursor| cursor.to_string()),
    })
}
