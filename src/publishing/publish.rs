//! Publishing and withdrawing: append a publication, move the pointer, replace links, keep routes, note the change.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::changes::Action;
use super::{Document, Kind, Link, Slug, Tx, routes};
use crate::db::schema::{current_publications, publication_links, publications};
use crate::error::{AppError, OnConstraint};

/// Version of the page templates, kept with each publication so that history knows what showed it.
const TEMPLATE_VERSION: &str = env!("CARGO_PKG_VERSION");
/// Version of the small document that a withdrawal appends.
const WITHDRAWAL_VERSION: i32 = 1;
const STATE_LIVE: &str = "live";

/// Who publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The user, unless the system decided by itself.
    pub user_id: Option<Uuid>,
    /// Name for the history.
    pub name: String,
}

impl Author {
    /// The system itself, with the part of it that decided.
    pub fn system(part: &str) -> Self {
        Self {
            user_id: None,
            name: format!("system: {part}"),
        }
    }
}

/// What to publish.
pub struct Publishing<'a, D> {
    /// The entity.
    pub entity_id: Uuid,
    /// Its slug from now on.
    pub slug: &'a Slug,
    /// Its document.
    pub document: &'a D,
    /// Who publishes.
    pub author: &'a Author,
    /// Why.
    pub note: &'a str,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The same document is public already: nothing was written.
    Unchanged,
    /// A new revision is public.
    Published {
        /// Its number.
        revision: i32,
    },
}

#[derive(Insertable)]
#[diesel(table_name = publications)]
struct NewPublication<'a> {
    id: Uuid,
    kind: Kind,
    entity_id: Uuid,
    revision: i32,
    action: &'a str,
    slug: &'a str,
    path: Option<String>,
    schema_version: i32,
    document: Value,
    card: Value,
    checksum: String,
    author_id: Option<Uuid>,
    author: &'a str,
    note: &'a str,
    template_version: &'a str,
    rule_pack_version: Option<&'a str>,
}

#[derive(Queryable)]
struct Current {
    state: String,
    slug: String,
    revision: i32,
    checksum: String,
    document: Value,
}

/// Publishes a document, unless exactly it is public already. `rule_packs` is the version of the rules by which its words were
/// judged.
///
/// # Errors
/// A conflict when the slug belongs to another live entity of the kind.
pub async fn publish<D: Document>(
    tx: &mut Tx,
    what: Publishing<'_, D>,
    rule_packs: &str,
) -> Result<Outcome, AppError> {
    let document = serde_json::to_value(what.document)?;
    let card = serde_json::to_value(what.document.card())?;
    let checksum = checksum(&json!([
        D::KIND,
        what.slug,
        D::SCHEMA_VERSION,
        document,
        card
    ]));
    let current = current(tx, what.entity_id).await?;
    if current
        .as_ref()
        .is_some_and(|current| current.state == STATE_LIVE && current.checksum == checksum)
    {
        return Ok(Outcome::Unchanged);
    }
    let revision = current.as_ref().map_or(1, |current| current.revision + 1);
    let path = D::KIND.path(what.slug.as_str());
    let fields = changed_fields(current.as_ref(), what.slug, &document);
    let publication_id = Uuid::now_v7();
    let title = what.document.card().title;
    let row = NewPublication {
        id: publication_id,
        kind: D::KIND,
        entity_id: what.entity_id,
        revision,
        action: "publish",
        slug: what.slug.as_str(),
        path: path.clone(),
        schema_version: D::SCHEMA_VERSION,
        document,
        card,
        checksum,
        author_id: what.author.user_id,
        author: &what.author.name,
        note: what.note,
        template_version: TEMPLATE_VERSION,
        rule_pack_version: Some(rule_packs),
    };
    append(tx, row).await?;
    point(
        tx,
        D::KIND,
        &what,
        publication_id,
        (path.as_deref(), &title),
    )
    .await?;
    replace_links(tx, D::KIND, what.entity_id, &what.document.links()).await?;
    if let Some(path) = &path {
        routes::take(tx.conn()?, D::KIND, what.entity_id, path).await?;
    }
    tx.published(
        (D::KIND, what.entity_id, what.slug.as_str()),
        Action::Upsert,
        fields,
        (revision, publication_id),
    );
    Ok(Outcome::Published { revision })
}

/// Lets an address lead to another one, at once to where that leads itself.
///
/// # Errors
/// An address at which something is public.
pub async fn lead(
    tx: &mut Tx,
    kind: Kind,
    entity_id: Uuid,
    from: &str,
    to: &str,
) -> Result<(), AppError> {
    routes::lead(tx.conn()?, kind, entity_id, from, to).await
}

/// Takes an entity out of the public's sight. Its address says why, and what replaces it.
///
/// # Errors
/// Not found when the entity is not public.
pub async fn withdraw(
    tx: &mut Tx,
    kind: Kind,
    entity_id: Uuid,
    author: &Author,
    reason: &str,
    replacement: Option<Uuid>,
) -> Result<(), AppError> {
    let current = current(tx, entity_id)
        .await?
        .filter(|current| current.state == STATE_LIVE)
        .ok_or(AppError::NotFound)?;
    let card: Value = publications::table
        .inner_join(current_publications::table)
        .filter(current_publications::entity_id.eq(entity_id))
        .select(publications::card)
        .first(tx.conn()?)
        .await?;
    let revision = current.revision + 1;
    let publication_id = Uuid::now_v7();
    let document = json!({ "reason": reason, "replacement": replacement });
    let row = NewPublication {
        id: publication_id,
        kind,
        entity_id,
        revision,
        action: "withdraw",
        slug: &current.slug,
        path: kind.path(&current.slug),
        schema_version: WITHDRAWAL_VERSION,
        checksum: checksum(&json!([kind, current.slug, document, card])),
        document,
        card,
        author_id: author.user_id,
        author: &author.name,
        note: reason,
        template_version: TEMPLATE_VERSION,
        rule_pack_version: None,
    };
    append(tx, row).await?;
    diesel::update(current_publications::table.find(entity_id))
        .set((
            current_publications::state.eq("withdrawn"),
            current_publications::publication_id.eq(publication_id),
            current_publications::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    replace_links(tx, kind, entity_id, &[]).await?;
    routes::close(tx.conn()?, entity_id).await?;
    tx.published(
        (kind, entity_id, &current.slug),
        Action::Withdrawn,
        Vec::new(),
        (revision, publication_id),
    );
    Ok(())
}

/// The current publication, locked: who publishes the same entity at the same time waits.
async fn current(tx: &mut Tx, entity_id: Uuid) -> Result<Option<Current>, AppError> {
    // Locked alone, because the application may not write to publications and so not lock them either.
    let pointer: Option<Uuid> = current_publications::table
        .find(entity_id)
        .select(current_publications::publication_id)
        .for_update()
        .first(tx.conn()?)
        .await
        .optional()?;
    let Some(publication) = pointer else {
        return Ok(None);
    };
    let row = current_publications::table
        .inner_join(publications::table)
        .filter(publications::id.eq(publication))
        .select((
            current_publications::state,
            current_publications::slug,
            publications::revision,
            publications::checksum,
            publications::document,
        ))
        .first(tx.conn()?)
        .await?;
    Ok(Some(row))
}

async fn append(tx: &mut Tx, row: NewPublication<'_>) -> Result<(), AppError> {
    diesel::insert_into(publications::table)
        .values(row)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

async fn point<D: Document>(
    tx: &mut Tx,
    kind: Kind,
    what: &Publishing<'_, D>,
    publication_id: Uuid,
    (path, title): (Option<&str>, &str),
) -> Result<(), AppError> {
    let row = (
        current_publications::publication_id.eq(publication_id),
        current_publications::kind.eq(kind),
        current_publications::slug.eq(what.slug.as_str()),
        current_publications::path.eq(path),
        current_publications::state.eq(STATE_LIVE),
        current_publications::sort_name.eq(title.to_lowercase()),
        current_publications::listing.eq(what.document.listing()),
        current_publications::updated_at.eq(diesel::dsl::now),
    );
    diesel::insert_into(current_publications::table)
        .values((
            current_publications::entity_id.eq(what.entity_id),
            row.clone(),
        ))
        .on_conflict(current_publications::entity_id)
        .do_update()
        .set(row)
        .execute(tx.conn()?)
        .await
        .on_constraint("current_publications_live_slug_key", || {
            AppError::Conflict(format!(
                "another published {kind} has the slug {}",
                what.slug
            ))
        })?;
    Ok(())
}

/// Puts the links of a document in place of those that stand in the table, to look at it as it was.
///
/// # Errors
/// What the database refuses.
pub async fn restage_links(
    tx: &mut Tx,
    kind: Kind,
    entity_id: Uuid,
    links: &[Link],
) -> Result<(), AppError> {
    replace_links(tx, kind, entity_id, links).await
}

async fn replace_links(
    tx: &mut Tx,
    kind: Kind,
    entity_id: Uuid,
    links: &[Link],
) -> Result<(), AppError> {
    let before: Vec<Uuid> = diesel::delete(
        publication_links::table.filter(publication_links::from_entity.eq(entity_id)),
    )
    .returning(publication_links::to_entity)
    .get_results(tx.conn()?)
    .await?;
    let rows: Vec<_> = links
        .iter()
        .zip(0i32..)
        .map(|(link, position)| {
            (
                publication_links::from_entity.eq(entity_id),
                publication_links::to_entity.eq(link.to),
                publication_links::role.eq(link.role),
                publication_links::from_kind.eq(kind),
                publication_links::to_kind.eq(link.kind),
                publication_links::embeds.eq(link.embeds),
                publication_links::embedded.eq(link.embedded),
                publication_links::position.eq(position),
                publication_links::detail.eq(link.detail.as_deref()),
            )
        })
        .collect();
    // PostgreSQL takes 65,535 parameters a statement; a link has nine.
    for chunk in rows.chunks(5_000) {
        diesel::insert_into(publication_links::table)
            .values(chunk)
            .on_conflict_do_nothing()
            .execute(tx.conn()?)
            .await?;
    }
    // Pages of targets list their referrers: those of the old links lose one, those of the new gain one.
    tx.touch(before.into_iter().chain(links.iter().map(|link| link.to)));
    Ok(())
}

/// SHA-256 of JSON whose keys are sorted, in lower-case hex.
fn checksum(value: &Value) -> String {
    Sha256::digest(value.to_string())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Names of the top-level fields that differ; all of them for what was not public before.
fn changed_fields(current: Option<&Current>, slug: &Slug, document: &Value) -> Vec<String> {
    let empty = serde_json::Map::new();
    let old = current
        .and_then(|current| current.document.as_object())
        .unwrap_or(&empty);
    let new = document.as_object().unwrap_or(&empty);
    let mut fields: Vec<String> = new
        .iter()
        .filter(|(key, value)| old.get(*key) != Some(value))
        .map(|(key, _)| key.clone())
        .chain(old.keys().filter(|key| !new.contains_key(*key)).cloned())
        .collect();
    if current.is_some_and(|current| current.slug != slug.as_str()) {
        fields.push("slug".to_owned());
    }
    fields
}
