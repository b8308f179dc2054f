//! What becomes public of a listing: preview, publish, withdraw.

use actix_web::{HttpRequest, web};
use chrono::Utc;
use serde::Deserialize;
use uuid::Uuid;

use super::super::model::ProductId;
use super::super::view::ProductView;
use super::super::{commands, pages, queries};
use crate::accounts::model::Role;
use crate::accounts::session::CurrentUser;
use crate::catalog::market::Market;
use crate::error::AppError;
use crate::gate::clear_reason;
use crate::publishing::read::Published;
use crate::publishing::{Kind, Outcome, transaction, withdraw};
use crate::state::State;
use crate::web::page::{PageResult, see_other};

/// The page as it would be published: `/admin/products/{id}/preview`.
///
/// # Errors
/// Not signed in, or not found.
pub async fn product_preview(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    id: web::Path<Uuid>,
) -> PageResult {
    user.needs(Role::Author)?;
    let id = ProductId(*id);
    // What a draft refers to is resolved from what is public, as it will be on the public page.
    let conn = state.db.write().await?;
    let (row, document) = queries::document(&conn, id).await?;
    let product = Published {
        entity_id: id.0,
        slug: row.slug.clone(),
        path: Kind::Product.path(&row.slug),
        revision: 0,
        first_published_at: Utc::now(),
        updated_at: row.updated_at,
        document,
    };
    let view = ProductView::draft(&conn, product, Market::Us).await?;
    pages::preview(&state, &request, &view, None)
}

/// What a form without fields of its own sends.
#[derive(Deserialize)]
pub struct ActionForm {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    reason: String,
}

/// Publishes a listing as it is saved: `POST /admin/products/{id}/publish`.
///
/// # Errors
/// Not signed in, not allowed, or not found.
pub async fn product_publish(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    form: web::Form<ActionForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    user.needs(Role::Publisher)?;
    let id = ProductId(*id);
    let done = publish(&state, &user, id).await?;
    Ok(see_other(&format!("/admin/products/{id}?done={done}")))
}

/// Publishes what is saved, or puts it before a reviewer when rules object. Returns what to tell the person.
pub async fn publish(
    state: &State,
    user: &CurrentUser,
    id: ProductId,
) -> Result<&'static str, AppError> {
    let author = user.user.author();
    let published = transaction(&state.db, async |tx| {
        commands::publish_product(tx, id, &author, "from the editor").await
    })
    .await;
    match published {
        Ok(Outcome::Unchanged) => Ok("unchanged"),
        Ok(Outcome::Published { .. }) => Ok("published"),
        Err(AppError::NotCleared(objections)) => {
            transaction(&state.db, async |tx| {
                commands::ask_for_review(tx, id, &objections).await
            })
            .await?;
            Ok("not-cleared")
        }
        Err(error) => Err(error),
    }
}

/// Withdraws a public listing: `POST /admin/products/{id}/withdraw`.
///
/// # Errors
/// Not signed in, not allowed, not public, or a reason that is missing or that the rules block.
pub async fn product_withdraw(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    form: web::Form<ActionForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    user.needs(Role::Publisher)?;
    let author = user.user.author();
    let reason = form.reason.trim().chars().take(300).collect::<String>();
    clear_reason(&reason)?;
    transaction(&state.db, async |tx| {
        withdraw(tx, Kind::Product, *id, &author, &reason, None).await
    })
    .await?;
    Ok(see_other(&format!("/admin/products/{id}?done=withdrawn")))
}
