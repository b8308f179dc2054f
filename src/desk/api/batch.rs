//! Many drafts in one request, each found by its reference and saved by itself.

use actix_web::web;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::ApiKind;
use super::body::{BatchBody, BatchItem, BatchResult, ItemResult, ItemStatus};
use crate::accounts::api_key::ApiClient;
use crate::accounts::api_key::model::Scope;
use crate::desk::program::{self, How, Version, Wish};
use crate::error::{AppError, Flaw};
use crate::publishing::{Author, Kind, transaction};
use crate::state::State;
use crate::web::json::{ApiResult, Problem, respond_now};

/// Most drafts in one request.
const MOST: usize = 100;

/// Saves many drafts of a kind: each that is known by its reference is changed, each other one is made. The answer tells of each.
///
/// # Errors
/// A key without the scope, or a body that cannot be read.
#[utoipa::path(
    post,
    path = "/api/v1/drafts/{kinds}/batch",
    tag = "drafts",
    security(("api_key" = ["catalog:write"])),
    request_body = BatchBody,
    responses(
        (status = 200, body = BatchResult), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem), (status = 503, body = Problem),
    ),
)]
pub async fn save_batch(
    state: State,
    client: ApiClient,
    kind: ApiKind,
    body: web::Json<BatchBody>,
) -> ApiResult {
    client.needs(Scope::CatalogWrite)?;
    if body.publish {
        client.needs(Scope::CatalogPublish)?;
    }
    if body.items.is_empty() || body.items.len() > MOST {
        return Err(AppError::field("items", format!("must be 1 to {MOST}")).into());
    }
    let author = client.author();
    let mut result = BatchResult {
        items: Vec::new(),
        created: 0,
        updated: 0,
        unchanged: 0,
        failed: 0,
    };
    for (item, index) in body.items.iter().zip(0usize..) {
        let done = match read(item) {
            Ok(item) => one(&state, (kind.0, &item), body.publish, &author).await,
            Err(error) => Err(error),
        };
        let done = match done {
            Ok(done) => ItemResult { index, ..done },
            // The others would fail as well.
            Err(AppError::Unavailable) => return Err(AppError::Unavailable.into()),
            Err(error) => failed(index, &error),
        };
        match done.status {
            ItemStatus::Created => result.created += 1,
            ItemStatus::Updated => result.updated += 1,
            ItemStatus::Unchanged => result.unchanged += 1,
            ItemStatus::Failed => result.failed += 1,
        }
        result.items.push(done);
    }
    respond_now(&result)
}

/// An item as it was sent; what can't be read is told of that one.
fn read(item: &Value) -> Result<BatchItem, AppError> {
    BatchItem::deserialize(item).map_err(|error| {
        AppError::Unfit(vec![Flaw {
            pointer: String::new(),
            detail: error.to_string(),
        }])
    })
}

async fn one(
    state: &State,
    (kind, item): (Kind, &BatchItem),
    publish: bool,
    author: &Author,
) -> Result<ItemResult, AppError> {
    let (became, kept) = transaction(&state.db, async |tx| {
        let known = program::meant(tx, kind, item.id, &item.draft).await?;
        // Who names a version changes something: a new one would be another.
        if known.is_none() && item.if_match.is_some() {
            return Err(AppError::NotFound);
        }
        let wish = Wish {
            entity: (kind, known.unwrap_or_else(Uuid::now_v7)),
            version: known.map(|_| match &item.if_match {
                Some(tag) => Version::OneOf(vec![tag.clone()]),
                None => Version::Any,
            }),
            body: &item.draft,
            how: How::Merge,
            publish,
        };
        program::put(tx, &wish, author).await
    })
    .await?;
    Ok(ItemResult {
        index: 0,
        status: became.into(),
        id: Some(kept.listed.named.id),
        revision: Some(kept.row.revision),
        problem: None,
    })
}

fn failed(index: usize, error: &AppError) -> ItemResult {
    crate::web::page::log(error);
    ItemResult {
        index,
        status: ItemStatus::Failed,
        id: None,
        revision: None,
        problem: Some(Problem::new(error)),
    }
}
