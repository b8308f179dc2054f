//! Is the process alive, can it answer, and in numbers: how is it doing?

use std::fmt;

use actix_web::HttpResponse;

use crate::catalog::market::Market;
use crate::error::AppError;
use crate::publishing::changes;
use crate::search::follow::engine::Snapshot;
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
/// Unavailable while the database is away, or before the first search index is made.
pub async fn readyz(state: State) -> ApiResult {
    let conn = state.db.read().await?;
    let changes::Head {
        epoch, position, ..
    } = changes::head(&conn).await?;
    let searchable = state.search.position();
    if searchable.is_none() {
        return Err(AppError::Unavailable.into());
    }
    let lag = searchable.map(|searchable| (position - searchable).max(0));
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .json(
            serde_json::json!({ "status": "ready", "epoch": epoch, "position": position,
            "search": { "position": searchable, "lag": lag } }),
        ))
}

/// Numbers for monitoring, in the text format of Prometheus 0.0.4: `/metrics`.
///
/// # Errors
/// Unavailable while the database is away.
pub async fn metrics(state: State) -> ApiResult {
    let conn = state.db.read().await?;
    let position = changes::head(&conn).await?.position;
    drop(conn);
    let mut gauges = vec![Gauge {
        name: "formulary_log_position",
        help: "Last position of the change log.",
        of: vec![(String::new(), position)],
    }];
    let shown = Market::ALL
        .iter()
        .filter_map(|market| Some((*market, state.search.snapshot(*market)?)));
    let shown: Vec<_> = shown.collect();
    let each = |number: &dyn Fn(&Snapshot) -> i64| {
        let lines = shown
            .iter()
            .map(|(market, snapshot)| (format!("{{market=\"{market}\"}}"), number(snapshot)));
        lines.collect()
    };
    gauges.push(Gauge {
        name: "formulary_search_lag",
        help: "Changes of the log that are not searchable yet.",
        of: each(&|snapshot| (position - snapshot.cursor.position).max(0)),
    });
    gauges.push(Gauge {
        name: "formulary_search_products",
        help: "Products that are searchable.",
        of: each(&|snapshot| i64::try_from(snapshot.shelf.len()).unwrap_or(i64::MAX)),
    });
    let text: String = gauges.iter().map(ToString::to_string).collect();
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(text))
}

/// A number that goes up and down, with its labels.
struct Gauge {
    name: &'static str,
    help: &'static str,
    of: Vec<(String, i64)>,
}

impl fmt::Display for Gauge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, help, of } = self;
        writeln!(f, "# HELP {name} {help}\n# TYPE {name} gauge")?;
        of.iter()
            .try_for_each(|(labels, number)| writeln!(f, "{name}{labels} {number}"))
    }
}
