//! Publishing of products: any number of them in a constant number of statements.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::NEEDS_ALT;
use crate::catalog::product::document::ProductDocument;
use crate::catalog::product::model::ProductId;
use crate::catalog::product::{queries, statements};
use crate::catalog::product_type::queries::missing_attributes;
use crate::db::schema::products;
use crate::error::{AppError, Objection};
use crate::gate;
use crate::gate::task::commands::open_tasks;
use crate::gate::task::model::{NewTask, TaskReason};
use crate::publishing::{Author, Image, Kind, Outcome, Publishing, Slug, Tx};

/// Puts drafts to which rules object before a reviewer.
///
/// # Errors
/// No database.
pub async fn ask_for_reviews(
    tx: &mut Tx,
    objected: &[(ProductId, Vec<Objection>)],
) -> Result<(), AppError> {
    if objected.is_empty() {
        return Ok(());
    }
    let ids: Vec<ProductId> = objected.iter().map(|(id, _)| *id).collect();
    let names: Vec<(ProductId, String)> = products::table
        .filter(products::id.eq_any(ids))
        .select((products::id, products::name))
        .load(tx.conn()?)
        .await?;
    let names: HashMap<ProductId, String> = names.into_iter().collect();
    let tasks = objected.iter().filter_map(|(id, objections)| {
        Some(NewTask {
            reason: TaskReason::NotCleared,
            kind: Kind::Product,
            entity_id: id.0,
            title: names.get(id)?,
            detail: json!({ "objections": objections }),
        })
    });
    open_tasks(tx, &tasks.collect::<Vec<_>>()).await
}

/// Checks that every picture says what it shows. The database refuses blanks that it knows; there are more than those.
fn check_alt(images: &[Image]) -> Result<(), AppError> {
    let says_nothing = |image: &Image| !image.alt.chars().any(char::is_alphanumeric);
    match images.iter().position(says_nothing) {
        None => Ok(()),
        Some(at) => Err(AppError::field(
            "media",
            format!("{NEEDS_ALT}; picture {} has none", at + 1),
        )),
    }
}

/// Publishes a product as it stands in the edit tables.
///
/// # Errors
/// Not found, a picture that doesn't say what it shows, or a slug that another public product has.
pub async fn publish_product(
    tx: &mut Tx,
    id: ProductId,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let outcomes = publish_products(tx, &[id], author, note).await?;
    outcomes
        .into_iter()
        .next()
        .map_or(Err(AppError::NotFound), |(_, outcome)| outcome)
}

/// Publishes products as they stand in the edit tables, in a constant number of statements. Says what came of each that there is:
/// one that is refused is left out, and the others become public.
///
/// # Errors
/// What the database refuses.
pub async fn publish_products(
    tx: &mut Tx,
    ids: &[ProductId],
    author: &Author,
    note: &str,
) -> Result<Vec<(ProductId, Result<Outcome, AppError>)>, AppError> {
    let documents = queries::documents(tx.conn()?, ids).await?;
    let drafts = documents
        .iter()
        .map(|(row, document)| (row.id, row.slug.as_str(), document));
    publish_drafts(tx, drafts.collect(), author, note).await
}

/// Publishes a product as a document says it is.
///
/// # Errors
/// A slug that another public product has, an attribute that its type needs, or words that its rule packs do not clear.
pub async fn publish_document(
    tx: &mut Tx,
    id: ProductId,
    slug: &str,
    document: &ProductDocument,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let drafts = vec![(id, slug, document)];
    let outcomes = publish_drafts(tx, drafts, author, note).await?;
    outcomes
        .into_iter()
        .next()
        .map_or(Err(AppError::NotFound), |(_, outcome)| outcome)
}

/// A product that is to be published: its id, its slug, and what it says.
type Draft<'a> = (ProductId, &'a str, &'a ProductDocument);

async fn publish_drafts(
    tx: &mut Tx,
    drafts: Vec<Draft<'_>>,
    author: &Author,
    note: &str,
) -> Result<Vec<(ProductId, Result<Outcome, AppError>)>, AppError> {
    let mut incomplete = missing_of(tx, &drafts).await?;
    let mut ready: Vec<(Slug, Draft<'_>)> = Vec::new();
    let mut outcomes = Vec::new();
    for draft in drafts {
        let (id, slug, document) = draft;
        let checked = check_alt(&document.images)
            .and_then(|()| incomplete.remove(&id).map_or(Ok(()), Err))
            .and_then(|()| Slug::parse(slug));
        match checked {
            Ok(slug) => ready.push((slug, draft)),
            Err(error) => outcomes.push((id, Err(error))),
        }
    }
    let mut what = Vec::new();
    for (slug, (id, _, document)) in &ready {
        what.push(Publishing {
            entity_id: id.0,
            slug,
            document: *document,
            author,
            note,
        });
    }
    let published = gate::publish_many(tx, &what, &[]).await?;
    for ((_, (id, _, document)), outcome) in ready.iter().zip(published) {
        if matches!(outcome, Ok(Outcome::Published { .. })) {
            statements::enter_in_ledger(tx, *id, document).await?;
        }
        outcomes.push((*id, outcome));
    }
    Ok(outcomes)
}

/// For each product that does not state all that its type asks for, what is missing.
async fn missing_of(
    tx: &mut Tx,
    drafts: &[Draft<'_>],
) -> Result<HashMap<ProductId, AppError>, AppError> {
    let ids: Vec<ProductId> = drafts.iter().map(|(id, ..)| *id).collect();
    let types = queries::types_of(tx.conn()?, &ids).await?;
    let mut missing = HashMap::new();
    for (id, _, document) in drafts {
        let Some(product_type) = types.get(id) else {
            continue;
        };
        let stated = document.attributes.iter();
        let stated: Vec<Uuid> = stated.map(|stated| stated.attribute_id.0).collect();
        let names = missing_attributes(tx.conn()?, *product_type, &stated).await?;
        if !names.is_empty() {
            let problem = format!(
                "must state {} before the product is published",
                names.join(", ")
            );
            missing.insert(*id, AppError::field("attributes", problem));
        }
    }
    Ok(missing)
}
