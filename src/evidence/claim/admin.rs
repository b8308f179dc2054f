//! The admin of claims: the list with grades and reviews, and the substantiation file of each, to print or as JSON.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::queries::{ClaimSummary, claim_summaries};
use super::substantiation::{Substantiation, substantiation};
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::evidence::grade::pages::GradeBadge;
use crate::publishing::Slug;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageResult, day, respond};

#[derive(Template)]
#[template(path = "admin/evidence/claims.html")]
struct ClaimsPage {
    admin: AdminCtx,
    claims: Vec<ClaimSummary>,
}

/// All claims: `/admin/substantiation`.
///
/// # Errors
/// Not signed in.
pub async fn claim_list(state: State, request: HttpRequest, user: CurrentUser) -> PageResult {
    user.may(Action::Read, None)?;
    let conn = state.db.write().await?;
    let page = ClaimsPage {
        admin: AdminCtx::new(&user, "substantiation", "Substantiation"),
        claims: claim_summaries(&conn).await?,
    };
    respond(&request, &page, CachePolicy::NoStore)
}

#[derive(Template)]
#[template(path = "admin/evidence/substantiation.html")]
struct SubstantiationPage {
    admin: AdminCtx,
    file: Substantiation,
    grade: Option<GradeBadge>,
    made_on: String,
}

/// The substantiation file of a claim, to print: `/admin/substantiation/{slug}`.
///
/// # Errors
/// Not signed in, a slug that is none, or not found.
pub async fn claim_substantiation(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    slug: web::Path<String>,
) -> PageResult {
    user.may(Action::Read, None)?;
    let slug = Slug::parse(&slug)?;
    let conn = state.db.write().await?;
    let file = substantiation(&conn, slug.as_str()).await?;
    let title = format!("{}: {}", file.ingredient, file.effect);
    let page = SubstantiationPage {
        admin: AdminCtx::new(&user, "substantiation", title),
        grade: GradeBadge::new(file.grade.as_ref()),
        made_on: day(chrono::Utc::now().date_naive()),
        file,
    };
    respond(&request, &page, CachePolicy::NoStore)
}

/// The same as JSON: `/admin/substantiation/{slug}/file.json`.
///
/// # Errors
/// Not signed in, a slug that is none, or not found.
pub async fn claim_substantiation_json(
    state: State,
    user: CurrentUser,
    slug: web::Path<String>,
) -> PageResult {
    user.may(Action::Read, None)?;
    let slug = Slug::parse(&slug)?;
    let conn = state.db.write().await?;
    let file = substantiation(&conn, slug.as_str()).await?;
    let mut response = HttpResponse::Ok();
    CachePolicy::NoStore.apply(&mut response);
    Ok(response.json(file))
}
