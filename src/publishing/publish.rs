//! Publishing: append publications, move pointers, replace links, keep routes, note the changes. For one entity or for a thousand
//! it takes the same number of statements.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use diesel::sql_types::{Array, Int4, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::changes::Action;
use super::links::Referrer;
use super::{Author, Document, Kind, Link, Slug, Tx, links, routes};
use crate::db::column;
use crate::db::schema::{current_publications, publications};
use crate::error::{AppError, OnConstraint};

/// Version of the page templates, kept with each publication so that history knows what showed it.
pub(super) const TEMPLATE_VERSION: &str = env!("CARGO_PKG_VERSION");
pub(super) const STATE_LIVE: &str = "live";
/// Stands between the words of a list that is sent as one text; no word holds it.
const BETWEEN: &str = "\u{1f}";

/// What to publish.
#[derive(Debug)]
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

// By hand, because a derive would ask it of the document, which is only referred to.
impl<D> Clone for Publishing<'_, D> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
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

/// The current publication of an entity.
#[derive(Queryable)]
pub(super) struct Current {
    pub state: String,
    pub slug: String,
    pub revision: i32,
    checksum: String,
    document: Value,
}

/// A document that is to be written.
struct Row<'a> {
    id: Uuid,
    entity_id: Uuid,
    revision: i32,
    slug: &'a Slug,
    path: Option<String>,
    document: String,
    card: String,
    checksum: String,
    author: &'a Author,
    note: &'a str,
    sort_name: String,
    listing: String,
    links: Vec<Link>,
    fields: Vec<String>,
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
    let outcomes = publish_many(tx, std::slice::from_ref(&what), rule_packs).await?;
    outcomes
        .into_iter()
        .next()
        .unwrap_or(Err(AppError::NotFound))
}

/// Publishes documents of one kind, each of another entity, in a constant number of statements. What came of each stands at its
/// place: one that is refused is left out, and the others become public.
///
/// # Errors
/// What the database refuses.
pub async fn publish_many<D: Document>(
    tx: &mut Tx,
    what: &[Publishing<'_, D>],
    rule_packs: &str,
) -> Result<Vec<Result<Outcome, AppError>>, AppError> {
    let entities: Vec<Uuid> = what.iter().map(|one| one.entity_id).collect();
    let current = current(tx, &entities).await?;
    let refused = refused(tx, what).await?;
    let mut rows = Vec::new();
    let mut outcomes = Vec::new();
    for (one, refused) in what.iter().zip(refused) {
        if let Some(refusal) = refused {
            outcomes.push(Err(refusal));
            continue;
        }
        let row = row(one, current.get(&one.entity_id))?;
        outcomes.push(Ok(match row {
            None => Outcome::Unchanged,
            Some(row) => {
                let revision = row.revision;
                rows.push(row);
                Outcome::Published { revision }
            }
        }));
    }
    if !rows.is_empty() {
        write::<D>(tx, rows, rule_packs).await?;
    }
    Ok(outcomes)
}

/// What is to be written of a document; nothing when exactly it is public already.
fn row<'a, D: Document>(
    one: &Publishing<'a, D>,
    current: Option<&Current>,
) -> Result<Option<Row<'a>>, AppError> {
    let value = serde_json::to_value(one.document)?;
    let card = one.document.card();
    let sort_name = card.title.to_lowercase();
    let (document, card) = (value.to_string(), serde_json::to_value(card)?.to_string());
    // As the JSON of a list of all five is printed.
    let (kind, version) = (D::KIND, D::SCHEMA_VERSION);
    let slug = serde_json::to_string(one.slug)?;
    let checksum = checksum(&format!("[\"{kind}\",{slug},{version},{document},{card}]"));
    if current.is_some_and(|current| current.state == STATE_LIVE && current.checksum == checksum) {
        return Ok(None);
    }
    Ok(Some(Row {
        id: Uuid::now_v7(),
        entity_id: one.entity_id,
        revision: current.map_or(1, |current| current.revision + 1),
        slug: one.slug,
        path: D::KIND.path(one.slug.as_str()),
        document,
        card,
        checksum,
        author: one.author,
        note: one.note,
        sort_name,
        listing: one.document.listing().join(BETWEEN),
        links: one.document.links(),
        fields: changed_fields(current, one.slug, &value),
    }))
}

/// For each document why it can't become public: its slug or its address belongs to something else that is.
async fn refused<D: Document>(
    tx: &mut Tx,
    what: &[Publishing<'_, D>],
) -> Result<Vec<Option<AppError>>, AppError> {
    let slugs: Vec<&str> = what.iter().map(|one| one.slug.as_str()).collect();
    let paths: Vec<String> = slugs.iter().filter_map(|slug| D::KIND.path(slug)).collect();
    let by_path = routes::live_owners(tx.conn()?, &paths).await?;
    // Who has a page has its slug with its address: only others are looked up by it.
    let mut by_slug: HashMap<String, Uuid> = match paths.is_empty() {
        true => live_slugs(tx, D::KIND, &slugs).await?,
        false => HashMap::new(),
    };
    let refusal = |one: &Publishing<'_, D>| {
        let slug = one.slug.as_str();
        // The first of two in one go has it.
        let owner = *by_slug.entry(slug.to_owned()).or_insert(one.entity_id);
        if owner != one.entity_id {
            return Some(slug_is_taken(D::KIND, slug));
        }
        let path = D::KIND.path(slug)?;
        let (kind, _) = by_path
            .get(&path)
            .filter(|(_, owner)| *owner != one.entity_id)?;
        Some(if *kind == D::KIND {
            slug_is_taken(D::KIND, slug)
        } else {
            AppError::Conflict(format!(
                "the address {path} belongs to something else that is published"
            ))
        })
    };
    Ok(what.iter().map(refusal).collect())
}

/// Which of some slugs something of a kind has that is live, and what.
async fn live_slugs(
    tx: &mut Tx,
    kind: Kind,
    slugs: &[&str],
) -> Result<HashMap<String, Uuid>, AppError> {
    let owners: Vec<(String, Uuid)> = current_publications::table
        .filter(current_publications::kind.eq(kind))
        .filter(current_publications::slug.eq_any(slugs))
        .filter(current_publications::state.eq(STATE_LIVE))
        .select((current_publications::slug, current_publications::entity_id))
        .load(tx.conn()?)
        .await?;
    Ok(owners.into_iter().collect())
}

fn slug_is_taken(kind: Kind, slug: &str) -> AppError {
    AppError::Conflict(format!("another published {kind} has the slug {slug}"))
}

/// The current publications of entities, locked: who publishes the same entity at the same time waits.
pub(super) async fn current(
    tx: &mut Tx,
    entities: &[Uuid],
) -> Result<HashMap<Uuid, Current>, AppError> {
    // Locked alone, because the application may not write to publications and so not lock them either; in one order, so that
    // two who publish the same entities don't wait for each other.
    let pointers: Vec<Uuid> = current_publications::table
        .filter(current_publications::entity_id.eq_any(entities))
        .order(current_publications::entity_id)
        .select(current_publications::publication_id)
        .for_update()
        .load(tx.conn()?)
        .await?;
    if pointers.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, Current)> = current_publications::table
        .inner_join(publications::table)
        .filter(publications::id.eq_any(pointers))
        .select((
            current_publications::entity_id,
            (
                current_publications::state,
                current_publications::slug,
                publications::revision,
                publications::checksum,
                publications::document,
            ),
        ))
        .load(tx.conn()?)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Writes documents that may become public and differ from what is.
async fn write<D: Document>(
    tx: &mut Tx,
    mut rows: Vec<Row<'_>>,
    rule_packs: &str,
) -> Result<(), AppError> {
    append::<D>(tx, &rows, rule_packs).await?;
    point(tx, D::KIND, &rows).await?;
    let known: Vec<Uuid> = rows
        .iter()
        .filter(|row| row.revision > 1)
        .map(|row| row.entity_id)
        .collect();
    links::forget(tx, &known).await?;
    let mut referrers = Vec::new();
    for row in &mut rows {
        referrers.push(Referrer {
            entity_id: row.entity_id,
            sort_name: &row.sort_name,
            links: std::mem::take(&mut row.links),
        });
    }
    links::add(tx, D::KIND, &referrers).await?;
    let paths: Vec<(Uuid, &str)> = rows
        .iter()
        .filter_map(|row| Some((row.entity_id, row.path.as_deref()?)))
        .collect();
    let known: HashSet<Uuid> = known.into_iter().collect();
    routes::take(tx.conn()?, D::KIND, &paths, &known).await?;
    for row in rows {
        tx.published(
            (D::KIND, row.entity_id, row.slug.as_str()),
            Action::Upsert,
            row.fields,
            (row.revision, row.id),
        );
    }
    Ok(())
}

/// Appends publications. As arrays, because PostgreSQL reads those sooner than as many parameters.
async fn append<D: Document>(
    tx: &mut Tx,
    rows: &[Row<'_>],
    rule_packs: &str,
) -> Result<(), AppError> {
    diesel::sql_query(
        "INSERT INTO publications (id, kind, entity_id, revision, action, slug, path, schema_version, document, card, checksum,
             author_id, author, note, template_version, rule_pack_version)
         SELECT row.id, $12, row.entity_id, row.revision, 'publish', row.slug, row.path, $13, row.document::json, row.card::json,
             row.checksum, row.author_id, row.author, row.note, $14, $15
         FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
              AS row (id, entity_id, revision, slug, path, document, card, checksum, author_id, author, note)",
    )
    .bind::<Array<SqlUuid>, _>(column(rows, |row| row.id))
    .bind::<Array<SqlUuid>, _>(column(rows, |row| row.entity_id))
    .bind::<Array<Int4>, _>(column(rows, |row| row.revision))
    .bind::<Array<Text>, _>(column(rows, |row| row.slug.as_str()))
    .bind::<Array<Nullable<Text>>, _>(column(rows, |row| row.path.as_deref()))
    .bind::<Array<Text>, _>(column(rows, |row| row.document.as_str()))
    .bind::<Array<Text>, _>(column(rows, |row| row.card.as_str()))
    .bind::<Array<Text>, _>(column(rows, |row| row.checksum.as_str()))
    .bind::<Array<Nullable<SqlUuid>>, _>(column(rows, |row| row.author.user_id))
    .bind::<Array<Text>, _>(column(rows, |row| row.author.name.as_str()))
    .bind::<Array<Text>, _>(column(rows, |row| row.note))
    .bind::<Text, _>(D::KIND.as_str())
    .bind::<Int4, _>(D::SCHEMA_VERSION)
    .bind::<Text, _>(TEMPLATE_VERSION)
    .bind::<Text, _>(rule_packs)
    .execute(tx.conn()?)
    .await?;
    Ok(())
}

/// Moves the pointers of entities to what was appended. As arrays, as above.
async fn point(tx: &mut Tx, kind: Kind, rows: &[Row<'_>]) -> Result<(), AppError> {
    diesel::sql_query(
        "INSERT INTO current_publications (entity_id, publication_id, kind, slug, path, state, sort_name, listing, updated_at)
         SELECT row.entity_id, row.publication_id, $7, row.slug, row.path, $8, row.sort_name, string_to_array(row.listing, $9), now()
         FROM unnest($1, $2, $3, $4, $5, $6) AS row (entity_id, publication_id, slug, path, sort_name, listing)
         ON CONFLICT (entity_id) DO UPDATE SET publication_id = excluded.publication_id, kind = excluded.kind, slug = excluded.slug,
             path = excluded.path, state = excluded.state, sort_name = excluded.sort_name, listing = excluded.listing,
             updated_at = excluded.updated_at",
    )
    .bind::<Array<SqlUuid>, _>(column(rows, |row| row.entity_id))
    .bind::<Array<SqlUuid>, _>(column(rows, |row| row.id))
    .bind::<Array<Text>, _>(column(rows, |row| row.slug.as_str()))
    .bind::<Array<Nullable<Text>>, _>(column(rows, |row| row.path.as_deref()))
    .bind::<Array<Text>, _>(column(rows, |row| row.sort_name.as_str()))
    .bind::<Array<Text>, _>(column(rows, |row| row.listing.as_str()))
    .bind::<Text, _>(kind.as_str())
    .bind::<Text, _>(STATE_LIVE)
    .bind::<Text, _>(BETWEEN)
    .execute(tx.conn()?)
    .await
    // Somebody else published under a slug of these at this very moment.
    .on_constraint("current_publications_live_slug_key", || {
        slug_is_taken(kind, "of one of these")
    })?;
    Ok(())
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

/// SHA-256 in lower-case hex.
pub(super) fn checksum(text: &str) -> String {
    Sha256::digest(text)
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
