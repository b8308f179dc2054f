//! All products by name.

use actix_web::{HttpRequest, web};
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::super::queries;
use crate::accounts::admin::AdminCtx;
use crate::accounts::session::CurrentUser;
use crate::db::paging::PageRequest;
use crate::error::AppError;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageResult, respond};

/// `?q=…&cursor=…` of the list.
#[derive(Deserialize)]
pub struct ListQuery {
    q: Option<String>,
    cursor: Option<String>,
}

struct ListRow {
    path: String,
    public_path: String,
    name: String,
    brand: String,
    state: &'static str,
    state_words: &'static str,
    updated: String,
}

#[derive(Template)]
#[template(path = "admin/catalog/product_list.html")]
struct ProductListPage {
    admin: AdminCtx,
    text: String,
    rows: Vec<ListRow>,
    next: Option<String>,
}

/// All products by name: `/admin`.
///
/// # Errors
/// Not signed in.
pub async fn product_list(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    query: web::Query<ListQuery>,
) -> PageResult {
    let page_request = PageRequest {
        limit: 50,
        ..PageRequest::parse(query.cursor.as_deref(), None)?
    };
    let text = query
        .q
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty());
    if text.is_some_and(|text| text.chars().any(char::is_control)) {
        return Err(AppError::bad_parameter("q", "must not hold control characters").into());
    }
    let conn = state.db.write().await?;
    let page = queries::product_summaries(&conn, text, &page_request).await?;
    let now = Utc::now();
    let rows = page
        .items
        .into_iter()
        .map(|item| list_row(item, now))
        .collect();
    let text = text.unwrap_or_default().to_owned();
    let page = ProductListPage {
        admin: AdminCtx::new(&user, "products", "Products"),
        rows,
        next: page.next.map(|cursor| format!("/admin?cursor={cursor}")),
        text,
    };
    respond(&request, &page, CachePolicy::NoStore)
}

fn list_row(item: queries::ProductSummary, now: DateTime<Utc>) -> ListRow {
    let changed_since = item
        .published_at
        .is_some_and(|published| item.updated_at > published);
    let (state, state_words) = match item.state.as_deref() {
        Some("live") if changed_since => ("changed", "Published, with changes"),
        Some("live") => ("live", "Published"),
        Some(_) => ("withdrawn", "Withdrawn"),
        None => ("draft", "Draft"),
    };
    ListRow {
        path: format!("/admin/products/{}", item.id),
        public_path: format!("/products/{}", item.slug),
        name: item.name,
        brand: item.brand,
        state,
        state_words,
        updated: ago(now, item.updated_at),
    }
}

/// How long ago, in words.
fn ago(now: DateTime<Utc>, then: DateTime<Utc>) -> String {
    let minutes = (now - then).num_minutes();
    match minutes {
        ..1 => "just now".to_owned(),
        1..60 => format!("{minutes} min ago"),
        60..1_440 => format!("{} h ago", minutes / 60),
        _ => then.format("%b %-d, %Y").to_string(),
    }
}
