//! What a draft would be if it were saved and published now: what rules say of it, and how far it reaches. Nothing is kept.

use uuid::Uuid;

use super::noun::{self, Prepared, Saver};
use crate::check::draft::judge_draft;
use crate::check::page::judge_published;
use crate::compliance::lint::Verdict;
use crate::db::Db;
use crate::error::{AppError, Objection};
use crate::gate::{objection, uncleared};
use crate::publishing::read;
use crate::publishing::{Kind, Tx, look_ahead};
use serde_json::Value;

/// What came of looking ahead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ahead {
    /// What rules object to in the draft, unsigned.
    pub objections: Vec<Objection>,
    /// What keeps it from being published besides: a claim that is not approved, a link that leads nowhere.
    pub obstacle: Option<String>,
    /// Public pages that would change.
    pub reach: Vec<Reached>,
}

/// A public page that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// Its kind.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// Its address, unless its kind has none.
    pub path: Option<String>,
    /// Whether rules would object to it that do not object now.
    pub newly_blocked: bool,
}

/// Judges a draft without saving it.
///
/// # Errors
/// What the noun refuses, beside its field.
pub async fn judge(
    db: &Db,
    entity: (Kind, Uuid),
    draft: &Value,
    saver: Saver<'_>,
) -> Result<Vec<Objection>, AppError> {
    look_ahead(db, async |tx| {
        noun::save(tx, entity, draft, saver).await?;
        objections(tx, entity).await
    })
    .await
}

/// Looks how far a draft reaches without saving it.
///
/// # Errors
/// What the noun refuses, beside its field.
pub async fn ahead(
    db: &Db,
    entity: (Kind, Uuid),
    draft: &Value,
    saver: Saver<'_>,
) -> Result<Ahead, AppError> {
    look_ahead(db, async |tx| {
        noun::save(tx, entity, draft, saver).await?;
        let objections = objections(tx, entity).await?;
        let (kind, id) = entity;
        let prepared: Prepared = match noun::document(tx.conn()?, kind, id).await {
            Ok(prepared) => prepared,
            Err(error @ (AppError::Conflict(_) | AppError::Invalid(_))) => {
                return Ok(Ahead {
                    objections,
                    obstacle: Some(error.to_string()),
                    reach: Vec::new(),
                });
            }
            Err(error) => return Err(error),
        };
        let obstacle = match noun::publish(tx, entity, &prepared, saver.author, "").await {
            Ok(_) => None,
            Err(error @ (AppError::Conflict(_) | AppError::Invalid(_))) => Some(error.to_string()),
            Err(error) => return Err(error),
        };
        let reach = if obstacle.is_none() {
            reach(tx).await?
        } else {
            Vec::new()
        };
        Ok(Ahead {
            objections,
            obstacle,
            reach,
        })
    })
    .await
}

async fn objections(tx: &mut Tx, (kind, id): (Kind, Uuid)) -> Result<Vec<Objection>, AppError> {
    let found = match judge_draft(tx.conn()?, kind, id).await {
        Ok(draft) => draft.findings,
        // A link to something that does not exist is shown beside its field, not as a finding.
        Err(AppError::Invalid(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let open = uncleared(tx.conn()?, found).await?;
    Ok(open.iter().map(objection).collect())
}

async fn reach(tx: &mut Tx) -> Result<Vec<Reached>, AppError> {
    let all = tx.reach().await?;
    let ids: Vec<Uuid> = all.iter().map(|(_, id, _)| *id).collect();
    let stored = read::by_ids(tx.conn()?, &ids).await?;
    let titles: Vec<(Uuid, String)> = stored
        .iter()
        .map(|stored| (stored.entity_id, stored.card.title.clone()))
        .collect();
    let objected = judge_published(tx.conn()?, stored).await?;
    Ok(all
        .into_iter()
        .map(|(kind, id, slug)| Reached {
            kind,
            title: titles
                .iter()
                .find(|(known, _)| *known == id)
                .map_or_else(|| slug.clone(), |(_, title)| title.clone()),
            path: kind.path(&slug),
            newly_blocked: objected.iter().any(|one| {
                one.entity_id == id
                    && one
                        .findings
                        .iter()
                        .any(|finding| finding.found.finding.severity >= Verdict::Review)
            }),
        })
        .collect())
}
