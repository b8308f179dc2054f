//! What becomes of a saved draft: `POST /admin/{kinds}/{id}/workflow`.

use actix_web::http::StatusCode;
use actix_web::web;
use uuid::Uuid;

use super::edit::{base_of, entity, refused};
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::desk::workflow::{
    approve, ask_for_review, publish, send_back, withdraw, withdrawal_reason,
};
use crate::editing::comment;
use crate::editing::release::commands::put;
use crate::editing::release::model::ReleaseItem;
use crate::editing::schedule::commands::{Plan, Target, cancel, plan};
use crate::editing::schedule::model::{PlannedAction, parse_time};
use crate::error::AppError;
use crate::gate::task::commands::open_task;
use crate::gate::task::model::{NewTask, TaskReason};
use crate::publishing::{Author, Kind, Outcome, Tx, transaction};
use crate::state::State;
use crate::web::form::Sent;
use crate::web::page::{PageResult, see_other};

/// Does what a button says with the saved draft.
///
/// # Errors
/// Not signed in, not allowed, not found, or a form from elsewhere.
pub async fn act(
    state: State,
    user: CurrentUser,
    path: web::Path<(String, Uuid)>,
    sent: web::Form<Sent>,
) -> PageResult {
    let entity = entity(&path)?;
    user.check_csrf(sent.value("csrf"))?;
    let what = sent.value("do");
    user.may(action_for(what), Some(entity.0))?;
    if what == "publish" {
        return publish_now(&state, &user, entity, base_of(&sent)?).await;
    }
    let author = user.user.author();
    let done = transaction(&state.db, async |tx| {
        carry_out(tx, entity, what, &sent, &author).await
    })
    .await;
    match done {
        Ok(done) => Ok(see_other(&format!(
            "/admin/{}/{}?done={done}#next",
            entity.0.plural(),
            entity.1
        ))),
        Err(error) => refuse(&state, &user, entity, error).await,
    }
}

/// Which permission a button asks for.
fn action_for(what: &str) -> Action {
    match what {
        "comment" => Action::Comment,
        "review" => Action::RequestReview,
        "approve" | "send-back" => Action::Review,
        "publish" => Action::Publish,
        "withdraw" => Action::Withdraw,
        "collect" | "collect-withdraw" => Action::Release,
        _ => Action::Schedule,
    }
}

async fn carry_out(
    tx: &mut Tx,
    entity: (Kind, Uuid),
    what: &str,
    sent: &Sent,
    author: &Author,
) -> Result<&'static str, AppError> {
    let revision = base_of(sent)?;
    let text = sent.value("comment").trim();
    if matches!(what, "review" | "approve" | "send-back") && !text.is_empty() {
        comment::commands::add(tx, entity, revision, text, author).await?;
    }
    match what {
        "comment" => {
            comment::commands::add(tx, entity, revision, text, author).await?;
            Ok("commented")
        }
        "review" => ask_for_review(tx, entity, revision, author)
            .await
            .map(|()| "review"),
        "approve" => approve(tx, entity, revision, author)
            .await
            .map(|()| "approved"),
        "send-back" => {
            if text.is_empty() {
                return Err(AppError::field("comment", "must say what is missing"));
            }
            send_back(tx, entity, revision, author)
                .await
                .map(|()| "back")
        }
        "withdraw" => withdraw(tx, entity, author, sent.value("reason"))
            .await
            .map(|()| "withdrawn"),
        "schedule" | "schedule-withdraw" => {
            let zone = sent.value("zone");
            let (action, reason) = planned(what, sent)?;
            let new = Plan {
                target: Target::Entity(entity.0, entity.1, revision),
                action,
                reason: &reason,
                runs_at: parse_time(sent.value("at"), zone)?,
                zone,
                author,
            };
            plan(tx, &new).await.map(|()| "scheduled")
        }
        "cancel" => {
            let id = Uuid::parse_str(sent.value("schedule"))
                .map_err(|_| AppError::bad_parameter("schedule", "must be an id"))?;
            cancel(tx, id, author).await.map(|()| "cancelled")
        }
        "collect" | "collect-withdraw" => {
            let release = Uuid::parse_str(sent.value("release"))
                .map_err(|_| AppError::bad_parameter("release", "must be an id"))?;
            let (action, reason) = planned(what, sent)?;
            let item = ReleaseItem {
                entity_id: entity.1,
                kind: entity.0,
                action,
                revision,
                reason,
            };
            put(tx, release, &item).await.map(|()| "collected")
        }
        _ => Err(AppError::bad_parameter(
            "do",
            "is not something that can be done here",
        )),
    }
}

/// What a button plans, and why, when it is a withdrawal.
fn planned(what: &str, sent: &Sent) -> Result<(PlannedAction, String), AppError> {
    if what.ends_with("-withdraw") {
        let reason = withdrawal_reason(sent.value("reason"))?;
        Ok((PlannedAction::Withdraw, reason))
    } else {
        Ok((PlannedAction::Publish, String::new()))
    }
}

/// Publishes after a save, when that button was used.
pub async fn after_save(
    state: &State,
    user: &CurrentUser,
    entity: (Kind, Uuid),
    revision: i32,
    then: &str,
) -> PageResult {
    if then != "publish" {
        return Err(AppError::bad_parameter("then", "must be save or publish").into());
    }
    user.may(Action::Publish, Some(entity.0))?;
    publish_now(state, user, entity, revision).await
}

async fn publish_now(
    state: &State,
    user: &CurrentUser,
    entity: (Kind, Uuid),
    revision: i32,
) -> PageResult {
    let author = user.user.author();
    let published = transaction(&state.db, async |tx| {
        publish(tx, entity, revision, &author, "from the editor").await
    })
    .await;
    let done = match published {
        Ok(Outcome::Published { .. }) => "published",
        Ok(Outcome::Unchanged) => "same",
        Err(AppError::NotCleared(objections)) => {
            transaction(&state.db, async |tx| {
                let listed = crate::desk::queries::listed(tx.conn()?, entity.1).await?;
                let title = listed.map(|listed| listed.named.title).unwrap_or_default();
                let task = NewTask {
                    reason: TaskReason::NotCleared,
                    kind: entity.0,
                    entity_id: entity.1,
                    title: &title,
                    detail: serde_json::json!({ "objections": objections }),
                };
                open_task(tx, &task).await
            })
            .await?;
            "not-cleared"
        }
        Err(error) => return refuse(state, user, entity, error).await,
    };
    Ok(see_other(&format!(
        "/admin/{}/{}?done={done}",
        entity.0.plural(),
        entity.1
    )))
}

/// What was refused, on the page where it was asked for.
async fn refuse(
    state: &State,
    user: &CurrentUser,
    entity: (Kind, Uuid),
    error: AppError,
) -> PageResult {
    let status = match error {
        AppError::Conflict(_) => StatusCode::CONFLICT,
        AppError::Invalid(_) | AppError::NotCleared(_) => StatusCode::UNPROCESSABLE_ENTITY,
        error => return Err(error.into()),
    };
    refused(state, user, entity, format!("Not done: {error}."), status).await
}
