//! What a picker finds while somebody types: `/admin/pick.json?kind=&q=`.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

use crate::accounts::session::CurrentUser;
use crate::desk::queries;
use crate::publishing::Kind;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::PageResult;

/// Most names that are offered at once.
const OFFERED: i64 = 12;

/// The kind, and what was typed.
#[derive(Deserialize)]
pub struct PickQuery {
    kind: Kind,
    #[serde(default)]
    q: String,
}

/// Names that fit what was typed, best first.
///
/// # Errors
/// Not signed in, or a kind that is not known.
pub async fn pick(state: State, _user: CurrentUser, query: web::Query<PickQuery>) -> PageResult {
    let conn = state.db.write().await?;
    let text: String = query.q.trim().chars().take(100).collect();
    let found = queries::pick(&conn, query.kind, &text, OFFERED).await?;
    let items: Vec<_> = found
        .into_iter()
        .map(|named| json!({ "id": named.id, "title": named.title, "slug": named.slug }))
        .collect();
    let mut response = HttpResponse::Ok();
    CachePolicy::NoStore.apply(&mut response);
    Ok(response.json(items))
}
