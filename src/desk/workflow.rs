//! The way of a draft to the public: review, approval, publication, withdrawal, at once or at a time.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::noun::{self, Prepared, Saver};
use super::queries::withdrawn_since;
use crate::accounts::audit;
use crate::accounts::model::UserId;
use crate::accounts::permission::Action;
use crate::accounts::user::queries::user;
use crate::catalog::lot;
use crate::catalog::product;
use crate::db::Db;
use crate::editing::release;
use crate::editing::release::model::{ReleaseItem, ReleaseState};
use crate::editing::revision::commands::{hold, set_published, set_state, take_turn};
use crate::editing::revision::model::{DraftRow, DraftState};
use crate::editing::revision::queries;
use crate::editing::schedule::commands::{cancel_publications, claim_due, finish};
use crate::editing::schedule::model::{PlannedAction, Schedule, ScheduleState};
use crate::error::{AppError, Objection};
use crate::gate::clear_reason;
use crate::publishing::{Author, Kind, Outcome, Tx, rehearse, transaction};

/// The saved draft, locked, with what was changed outside the editor noted.
async fn held(tx: &mut Tx, (kind, id): (Kind, Uuid)) -> Result<DraftRow, AppError> {
    take_turn(tx, id).await?;
    let stored = noun::load(tx.conn()?, kind, id).await?;
    hold(tx, (kind, id), &stored).await
}

/// Puts the saved draft before a reviewer.
///
/// # Errors
/// A conflict when it was saved again since `revision`.
pub async fn ask_for_review(
    tx: &mut Tx,
    (kind, id): (Kind, Uuid),
    revision: i32,
    author: &Author,
) -> Result<(), AppError> {
    held(tx, (kind, id)).await?;
    set_state(tx, id, revision, DraftState::InReview, author).await?;
    let detail = json!({ "revision": revision });
    audit::record(
        tx,
        author,
        "ask for review",
        kind.as_str(),
        Some(id),
        detail,
    )
    .await
}

/// Agrees with a draft in review. Who saved it, or asked for the review, can't.
///
/// # Errors
/// A conflict when it is not in review, was saved again, or is the person's own.
pub async fn approve(
    tx: &mut Tx,
    (kind, id): (Kind, Uuid),
    revision: i32,
    author: &Author,
) -> Result<(), AppError> {
    let row = held(tx, (kind, id)).await?;
    if row.state != DraftState::InReview {
        return Err(AppError::Conflict(
            "it is not in review: ask for a review first".to_owned(),
        ));
    }
    let own = author.user_id.is_some()
        && (row.state_by == author.user_id
            || queries::wrote_since(
                tx.conn()?,
                id,
                row.published_revision.unwrap_or(0),
                author.user_id,
            )
            .await?);
    if own {
        return Err(AppError::Conflict(
            "you wrote some of this or asked for its review: another person must approve it"
                .to_owned(),
        ));
    }
    set_state(tx, id, revision, DraftState::Approved, author).await?;
    let detail = json!({ "revision": revision });
    audit::record(tx, author, "approve", kind.as_str(), Some(id), detail).await
}

/// Sends a draft in review back to its author.
///
/// # Errors
/// A conflict when it was saved again since `revision`.
pub async fn send_back(
    tx: &mut Tx,
    (kind, id): (Kind, Uuid),
    revision: i32,
    author: &Author,
) -> Result<(), AppError> {
    held(tx, (kind, id)).await?;
    set_state(tx, id, revision, DraftState::Draft, author).await?;
    let detail = json!({ "revision": revision });
    audit::record(tx, author, "send back", kind.as_str(), Some(id), detail).await
}

/// Publishes the saved draft that the person looked at.
///
/// # Errors
/// A conflict when it was saved again since `revision`, or what the gate or the noun refuses.
pub async fn publish(
    tx: &mut Tx,
    (kind, id): (Kind, Uuid),
    revision: i32,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let row = held(tx, (kind, id)).await?;
    if row.revision != revision {
        return Err(AppError::Conflict(
            "it was saved again in the meantime: reload the page and look at it once more"
                .to_owned(),
        ));
    }
    publish_revision(tx, (kind, id), row.revision, author, note).await
}

/// Publishes a revision, which need not be the latest: what was saved since stays a draft.
///
/// # Errors
/// What the gate or the noun refuses.
pub async fn publish_revision(
    tx: &mut Tx,
    (kind, id): (Kind, Uuid),
    revision: i32,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let row = held(tx, (kind, id)).await?;
    let prepared: Prepared = if row.revision == revision {
        noun::document(tx.conn()?, kind, id).await?
    } else {
        let draft = queries::revision(tx.conn()?, id, revision).await?.draft;
        let system = Author::system("schedule");
        tx.aside(async |tx| {
            let saver = Saver {
                author: &system,
                may_approve: true,
            };
            noun::save(tx, (kind, id), &draft, saver).await?;
            noun::document(tx.conn()?, kind, id).await
        })
        .await?
    };
    let outcome = noun::publish(tx, (kind, id), &prepared, author, note).await?;
    set_published(tx, id, revision).await?;
    Ok(outcome)
}

/// Why something is withdrawn, as visitors will read it.
///
/// # Errors
/// A reason that is missing, too long, or that the rules block.
pub fn withdrawal_reason(typed: &str) -> Result<String, AppError> {
    let reason = typed.trim();
    if reason.chars().count() > 300 {
        return Err(AppError::field(
            "reason",
            "must be at most 300 characters long",
        ));
    }
    clear_reason(reason)?;
    Ok(reason.to_owned())
}

/// Takes an entity out of the public's sight.
///
/// # Errors
/// Not public, or a reason that is missing or that the rules block.
pub async fn withdraw(
    tx: &mut Tx,
    (kind, id): (Kind, Uuid),
    author: &Author,
    reason: &str,
) -> Result<(), AppError> {
    let reason = withdrawal_reason(reason)?;
    if kind == Kind::Lot {
        let product = lot::commands::set_listed(tx, lot::model::LotId(id), false).await?;
        product::commands::publish_product(tx, product, author, &reason).await?;
    } else {
        crate::publishing::withdraw(tx, kind, id, author, &reason, None).await?;
    }
    cancel_publications(tx, id, author).await?;
    let detail = json!({ "reason": reason });
    audit::record(tx, author, "withdraw", kind.as_str(), Some(id), detail).await
}

/// Publishes everything in a release in one transaction, each kind after those that it refers to.
///
/// # Errors
/// A release that is not open or empty, or what the gate refuses of any object: then nothing is published.
pub async fn publish_release(tx: &mut Tx, id: Uuid, author: &Author) -> Result<usize, AppError> {
    let found = release::commands::hold_open(tx, id).await?;
    let mut items: Vec<ReleaseItem> = release::queries::items_of(tx.conn()?, id).await?;
    if items.is_empty() {
        return Err(AppError::Conflict(
            "the release is empty: add what it is to publish".to_owned(),
        ));
    }
    // Kinds are declared in the order in which they refer to each other.
    items.sort_by_key(|item| (item.action, item.kind));
    for item in &items {
        let entity = (item.kind, item.entity_id);
        match item.action {
            PlannedAction::Publish => {
                publish_revision(tx, entity, item.revision, author, &found.name).await?;
            }
            PlannedAction::Withdraw => withdraw(tx, entity, author, &item.reason).await?,
        }
    }
    release::commands::close(tx, id, ReleaseState::Published, author).await?;
    Ok(items.len())
}

/// What keeps a release from being published: what rules object to, or anything else. Nothing is published.
///
/// # Errors
/// No database.
pub async fn look_at_release(
    db: &Db,
    id: Uuid,
    author: &Author,
) -> Result<(Vec<Objection>, Option<String>), AppError> {
    let tried = rehearse(db, async |tx| publish_release(tx, id, author).await).await;
    match tried {
        Ok(_) => Ok((Vec::new(), None)),
        Err(AppError::NotCleared(objections)) => {
            Ok((objections, Some("rules object to some words".to_owned())))
        }
        Err(error @ (AppError::Invalid(_) | AppError::Conflict(_))) => {
            Ok((Vec::new(), Some(error.to_string())))
        }
        Err(AppError::NotFound) => Ok((
            Vec::new(),
            Some("an object in it is not there any more, or not public".to_owned()),
        )),
        Err(error) => Err(error),
    }
}

/// Carries out what is due, each exactly once however many processes do it; what was due while none ran is carried out late.
/// Returns how many.
///
/// # Errors
/// No database.
pub async fn run_due(db: &Db) -> Result<usize, AppError> {
    let mut count = 0;
    loop {
        let mut claimed: Option<Schedule> = None;
        let ran = transaction(db, async |tx| {
            let Some(schedule) = claim_due(tx, Utc::now()).await? else {
                return Ok(());
            };
            claimed = Some(schedule.clone());
            let outcome = carry_out(tx, &schedule).await?;
            finish(tx, schedule.id, ScheduleState::Done, &outcome).await
        })
        .await;
        let Some(schedule) = claimed else {
            return ran.map(|()| count);
        };
        match ran {
            Ok(()) => count += 1,
            // The database is away: the schedule still waits.
            Err(AppError::Unavailable) => return Err(AppError::Unavailable),
            Err(error) => fail(db, &schedule, &error).await?,
        }
    }
}

async fn carry_out(tx: &mut Tx, schedule: &Schedule) -> Result<String, AppError> {
    let author = Author {
        user_id: schedule.author_id,
        name: schedule.author.clone(),
    };
    may_still(tx, schedule).await?;
    let late = Utc::now() - schedule.runs_at;
    let when = if late.num_minutes() >= 1 {
        format!(
            "{} minutes late, because the program was not running",
            late.num_minutes()
        )
    } else {
        "on time".to_owned()
    };
    let Some((kind, id)) = schedule.kind.zip(schedule.entity_id) else {
        let release = schedule.release_id.ok_or(AppError::NotFound)?;
        none_withdrawn_since(tx, release, schedule.created_at).await?;
        let count = publish_release(tx, release, &author).await?;
        return Ok(format!("Published {count} objects {when}."));
    };
    match schedule.action {
        PlannedAction::Publish => {
            let revision = schedule.revision.ok_or(AppError::NotFound)?;
            let row = held(tx, (kind, id)).await?;
            if row
                .published_revision
                .is_some_and(|published| published > revision)
            {
                return Err(AppError::Conflict(
                    "a newer revision has been published since it was planned".to_owned(),
                ));
            }
            publish_revision(tx, (kind, id), revision, &author, "scheduled").await?;
            Ok(format!("Published {when}."))
        }
        PlannedAction::Withdraw => {
            withdraw(tx, (kind, id), &author, &schedule.reason).await?;
            Ok(format!("Withdrawn {when}."))
        }
    }
}

/// A release that was planned doesn't bring back what somebody withdrew since; one that a person publishes by hand does.
async fn none_withdrawn_since(
    tx: &mut Tx,
    release: Uuid,
    planned: DateTime<Utc>,
) -> Result<(), AppError> {
    let items = release::queries::items_of(tx.conn()?, release).await?;
    let back: Vec<Uuid> = items
        .iter()
        .filter(|item| item.action == PlannedAction::Publish)
        .map(|item| item.entity_id)
        .collect();
    let withdrawn = withdrawn_since(tx.conn()?, &back, planned).await?;
    if withdrawn.is_empty() {
        return Ok(());
    }
    Err(AppError::Conflict(format!(
        "{} was withdrawn since this was planned: take it out of the release, or publish the release by hand",
        withdrawn.join(", ")
    )))
}

/// Who planned it must still be allowed to: people leave and change their work.
async fn may_still(tx: &mut Tx, schedule: &Schedule) -> Result<(), AppError> {
    let Some(id) = schedule.author_id else {
        return Ok(());
    };
    let person = user(tx.conn()?, UserId(id)).await?;
    let may = person.disabled_at.is_none() && person.role.may(Action::Publish, schedule.kind);
    if may {
        return Ok(());
    }
    Err(AppError::Conflict(format!(
        "{} may not publish any more: let somebody else plan it",
        schedule.author
    )))
}

/// What could not be carried out is not tried again: a person has to look at it.
async fn fail(db: &Db, schedule: &Schedule, error: &AppError) -> Result<(), AppError> {
    tracing::warn!(schedule = %schedule.id, error = %error, "a schedule could not be carried out");
    let problem = format!("Not carried out: {error}");
    transaction(db, async |tx| {
        finish(tx, schedule.id, ScheduleState::Failed, &problem).await?;
        let author = Author::system("schedule");
        let kind = schedule.kind.map_or("release", Kind::as_str);
        let id = schedule.entity_id.or(schedule.release_id);
        audit::record(
            tx,
            &author,
            "schedule failed",
            kind,
            id,
            json!({ "problem": problem }),
        )
        .await
    })
    .await
}
