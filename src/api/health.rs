//! Is the process alive, and can it answer?

use actix_web::HttpResponse;

use crate::publishing::changes;
use crate::state::State;
use crate::web::json::ApiResult;

/// The process is alive: `/healthz`. Asks nothing of the database.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .json(serde_json::json!({ "status": "ok" }))
}

/// The process can answer: `/readyz`.
///
/// # Errors
/// Unavailable while the database is away.
pub async fn readyz(state: State) -> ApiResult {
    let conn = state.db.read().await?;
    let (epoch, position) = changes::head(&conn).await?;
    let searchable = state.search.position();
    let lag = searchable.map(|searchable| (position - searchable).max(0));
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .json(
            serde_json::json!({ "status": "ready", "epoch": epoch, "position": position,
            "search": { "position": searchable, "lag": lag } }),
        ))
}
