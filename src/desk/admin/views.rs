//! Keeping a filtered list under a name: `POST /admin/{kinds}/views`.

use actix_web::web;
use uuid::Uuid;

use super::DeskKind;
use super::list::ListQuery;
use crate::accounts::session::CurrentUser;
use crate::editing::saved_view::commands::{forget, keep};
use crate::error::AppError;
use crate::publishing::transaction;
use crate::state::State;
use crate::web::form::Sent;
use crate::web::page::{PageResult, see_other};

/// Keeps the list that the form names, or forgets one.
///
/// # Errors
/// Not signed in, an empty name, or a form from elsewhere.
pub async fn act(
    state: State,
    user: CurrentUser,
    kind: DeskKind,
    sent: web::Form<Sent>,
) -> PageResult {
    user.check_csrf(sent.value("csrf"))?;
    let person = user.user.id.0;
    // Only what a list understands is kept.
    let query = ListQuery::new(sent.value("q"), sent.value("state")).address();
    transaction(&state.db, async |tx| match sent.value("do") {
        "forget" => {
            let id = Uuid::parse_str(sent.value("view"))
                .map_err(|_| AppError::bad_parameter("view", "must be an id"))?;
            forget(tx, person, id).await
        }
        _ => {
            let named = (sent.value("name"), query.as_str());
            keep(tx, person, kind.0, named, sent.value("shared") == "on").await
        }
    })
    .await?;
    Ok(see_other(&format!("/admin/{}?{query}", kind.0.plural())))
}
