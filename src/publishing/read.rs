//! How the public finds documents: by address, by slug, and in lists.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::sql_types::Json;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::document::{Document, DocumentError, StoredDocument};
use super::{Card, Kind};
use crate::db::paging::{Cursor, Page, PageRequest};
use crate::db::schema::{current_publications, publication_links, publications, routes};
use crate::error::{AppError, Withdrawal};
use crate::text_enum;

impl FromSql<Json, Pg> for StoredCard {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(serde_json::from_slice(value.as_bytes())?))
    }
}

/// A card as it is stored.
#[derive(Debug, Clone, FromSqlRow, AsExpression)]
#[diesel(sql_type = Json)]
pub struct StoredCard(pub Card);

impl From<StoredCard> for Card {
    fn from(card: StoredCard) -> Self {
        card.0
    }
}

text_enum! {
    /// Whether an entity that was published is public now.
    State {
        /// It is.
        Live = "live",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }
}

/// Those of some entities that were ever published: whether they are public now, and since when.
pub async fn publication_states(
    mut conn: &AsyncPgConnection,
    entities: &[Uuid],
) -> QueryResult<HashMap<Uuid, (State, DateTime<Utc>)>> {
    let rows: Vec<(Uuid, State, DateTime<Utc>)> = current_publications::table
        .inner_join(publications::table)
        .filter(current_publications::entity_id.eq_any(entities))
        .select((
            current_publications::entity_id,
            current_publications::state,
            publications::created_at,
        ))
        .load(&mut conn)
        .await?;
    let by_entity = |(entity, state, since)| (entity, (state, since));
    Ok(rows.into_iter().map(by_entity).collect())
}

/// A current publication as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = current_publications)]
pub struct Stored {
    /// The entity.
    pub entity_id: Uuid,
    /// Its kind.
    pub kind: Kind,
    /// Its slug.
    pub slug: String,
    /// Its address, unless its kind has none.
    pub path: Option<String>,
    /// What lists are sorted by.
    pub sort_name: String,
    /// When it first became public.
    pub first_published_at: DateTime<Utc>,
    /// When its current revision became public.
    pub updated_at: DateTime<Utc>,
    /// Number of the current revision.
    #[diesel(select_expression = publications::revision)]
    pub revision: i32,
    /// Version of the document's shape.
    #[diesel(select_expression = publications::schema_version)]
    pub schema_version: i32,
    /// The document, unless only the card was asked for.
    #[diesel(select_expression = publications::document, deserialize_as = StoredDocument)]
    pub document: Option<StoredDocument>,
    /// Its card.
    #[diesel(select_expression = publications::card, deserialize_as = StoredCard)]
    pub card: Card,
}

/// A document with what is known of its publication.
#[derive(Debug, Clone)]
pub struct Published<D> {
    /// The entity.
    pub entity_id: Uuid,
    /// Its slug.
    pub slug: String,
    /// Its address, unless its kind has none.
    pub path: Option<String>,
    /// Number of the current revision.
    pub revision: i32,
    /// When it first became public.
    pub first_published_at: DateTime<Utc>,
    /// When its current revision became public.
    pub updated_at: DateTime<Utc>,
    /// The document.
    pub document: D,
}

impl Stored {
    /// The document as its type.
    ///
    /// # Errors
    /// A version or shape that this program does not know, or only a card.
    pub fn decode<D: Document>(&self) -> Result<Published<D>, DocumentError> {
        let kind = D::KIND;
        let stored = self.document.as_ref();
        let stored = stored.ok_or(DocumentError::NotRead { kind })?;
        Ok(Published {
            entity_id: self.entity_id,
            slug: self.slug.clone(),
            path: self.path.clone(),
            revision: self.revision,
            first_published_at: self.first_published_at,
            updated_at: self.updated_at,
            document: stored.decode(self.schema_version)?,
        })
    }

    /// The place in a list sorted by name.
    pub fn cursor(&self) -> Cursor {
        Cursor {
            key: self.sort_name.clone(),
            id: self.entity_id,
        }
    }
}

/// What stands at an address: the address, where it leads, whether the publication is live, and the publication.
type AtPath = (String, Option<String>, Option<String>, Option<Stored>);

/// The document at a public address.
///
/// # Errors
/// Moved, gone or not found.
pub async fn at_path<D: Document>(
    conn: &AsyncPgConnection,
    path: &str,
) -> Result<Published<D>, AppError> {
    let paths = [path.to_owned()];
    let found = at_paths(conn, &paths).await?;
    found.into_iter().next().unwrap_or(Err(AppError::NotFound))
}

/// The documents at some public addresses, each of which is named once, in their order and as [`at_path`] finds them; in one
/// statement.
pub async fn at_paths<D: Document>(
    mut conn: &AsyncPgConnection,
    paths: &[String],
) -> QueryResult<Vec<Result<Published<D>, AppError>>> {
    let rows: Vec<AtPath> = routes::table
        .left_join(
            current_publications::table
                .inner_join(publications::table)
                .on(current_publications::entity_id.eq(routes::entity_id)),
        )
        .filter(routes::path.eq_any(paths))
        .select((
            routes::path,
            routes::target,
            current_publications::state.nullable(),
            Option::<Stored>::as_select(),
        ))
        .load(&mut conn)
        .await?;
    let mut at: HashMap<String, AtPath> =
        rows.into_iter().map(|row| (row.0.clone(), row)).collect();
    Ok(paths
        .iter()
        .map(|path| match at.remove(path) {
            Some((_, Some(target), ..)) => Err(AppError::Moved(target)),
            Some((_, None, Some(state), Some(stored))) => live(&state, stored),
            _ => Err(AppError::NotFound),
        })
        .collect())
}

/// One publication of an entity, as its history lists it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = publications)]
pub struct Milestone {
    /// Its number.
    pub revision: i32,
    /// `publish` or `withdraw`.
    pub action: String,
    /// Who published.
    pub author: String,
    /// Why.
    pub note: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Everything that was published of an entity, newest first.
pub async fn publications_of(
    mut conn: &AsyncPgConnection,
    entity_id: Uuid,
) -> QueryResult<Vec<Milestone>> {
    publications::table
        .filter(publications::entity_id.eq(entity_id))
        .order(publications::revision.desc())
        .limit(200)
        .select(Milestone::as_select())
        .load(&mut conn)
        .await
}

/// Where an address leads, if it leads away.
pub async fn target_of(mut conn: &AsyncPgConnection, path: &str) -> QueryResult<Option<String>> {
    let target: Option<Option<String>> = routes::table
        .find(path)
        .select(routes::target)
        .first(&mut conn)
        .await
        .optional()?;
    Ok(target.flatten())
}

/// The document with a slug; what has a page is where its page is.
///
/// # Errors
/// Moved, as its page has; gone or not found.
pub async fn by_slug<D: Document>(
    mut conn: &AsyncPgConnection,
    slug: &str,
) -> Result<Published<D>, AppError> {
    if let Some(path) = D::KIND.path(slug) {
        return at_path(conn, &path).await;
    }
    let row: Option<(String, Stored)> = current_publications::table
        .inner_join(publications::table)
        .filter(current_publications::kind.eq(D::KIND))
        .filter(current_publications::slug.eq(slug))
        // The live one first: a withdrawn one may have left its slug to it.
        .order(current_publications::state)
        .select((current_publications::state, Stored::as_select()))
        .first(&mut conn)
        .await
        .optional()?;
    match row {
        None => Err(AppError::NotFound),
        Some((state, stored)) => live(&state, stored),
    }
}

fn live<D: Document>(state: &str, stored: Stored) -> Result<Published<D>, AppError> {
    if state == "live" {
        return Ok(stored.decode()?);
    }
    let document = stored.document.as_ref();
    let reason = document.and_then(StoredDocument::reason_of_withdrawal);
    Err(AppError::Gone(Withdrawal {
        title: stored.card.title,
        reason: reason.unwrap_or_default(),
        replacement: None,
    }))
}

/// Which publications a list holds.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those that link to this entity.
    pub links_to: Option<Uuid>,
    /// Only those that carry all of these listing keys.
    pub all_of: Vec<String>,
    /// For each group, only those that carry at least one of its listing keys.
    pub any_of: Vec<Vec<String>>,
    /// Only those whose name or summary holds this text.
    pub text: Option<String>,
}

type Query<'a> = diesel::dsl::IntoBoxed<
    'a,
    diesel::dsl::InnerJoin<current_publications::table, publications::table>,
    Pg,
>;

fn filtered<'a>(kind: Kind, filter: &Filter) -> Query<'a> {
    let mut query = current_publications::table
        .inner_join(publications::table)
        .filter(current_publications::kind.eq(kind))
        .filter(current_publications::state.eq("live"))
        .into_boxed();
    if let Some(target) = filter.links_to {
        query = query.filter(
            current_publications::entity_id.eq_any(
                publication_links::table
                    .filter(publication_links::to_entity.eq(target))
                    .filter(publication_links::from_kind.eq(kind))
                    .select(publication_links::from_entity),
            ),
        );
    }
    if !filter.all_of.is_empty() {
        query = query.filter(current_publications::listing.contains(filter.all_of.clone()));
    }
    for group in &filter.any_of {
        query = query.filter(current_publications::listing.overlaps_with(group.clone()));
    }
    if let Some(text) = &filter.text {
        let pattern = format!("%{}%", crate::db::like_literal(&text.to_lowercase()));
        query = query.filter(current_publications::sort_name.like(pattern));
    }
    query
}

/// A page of a kind's publications, by name.
pub async fn list(
    mut conn: &AsyncPgConnection,
    kind: Kind,
    filter: &Filter,
    page: &PageRequest,
) -> QueryResult<Page<Stored>> {
    let mut query = filtered(kind, filter);
    if let Some(after) = &page.after {
        query = query.filter(
            current_publications::sort_name.gt(after.key.clone()).or(
                current_publications::sort_name
                    .eq(after.key.clone())
                    .and(current_publications::entity_id.gt(after.id)),
            ),
        );
    }
    let rows = query
        .order((
            current_publications::sort_name,
            current_publications::entity_id,
        ))
        .limit(page.limit + 1)
        .select(Stored::as_select())
        .load(&mut conn)
        .await?;
    Ok(Page::cut(rows, page.limit, Stored::cursor))
}

/// The publications of a kind that became public last.
pub async fn newest(
    mut conn: &AsyncPgConnection,
    kind: Kind,
    limit: i64,
) -> QueryResult<Vec<Stored>> {
    filtered(kind, &Filter::default())
        .order((
            current_publications::first_published_at.desc(),
            current_publications::entity_id,
        ))
        .limit(limit)
        .select(Stored::as_select())
        .load(&mut conn)
        .await
}

/// How many publications a filter finds.
pub async fn count(mut conn: &AsyncPgConnection, kind: Kind, filter: &Filter) -> QueryResult<i64> {
    filtered(kind, filter).count().get_result(&mut conn).await
}

/// Current publications by id, in no order; those that are not public are left out.
pub async fn by_ids(mut conn: &AsyncPgConnection, ids: &[Uuid]) -> QueryResult<Vec<Stored>> {
    current_publications::table
        .inner_join(publications::table)
        .filter(current_publications::entity_id.eq_any(ids))
        .filter(current_publications::state.eq("live"))
        .select(Stored::as_select())
        .load(&mut conn)
        .await
}

/// What is public of some kinds behind an id, in the order of ids.
pub async fn live_ids(
    mut conn: &AsyncPgConnection,
    kinds: &[Kind],
    after: Uuid,
    limit: i64,
) -> QueryResult<Vec<Uuid>> {
    current_publications::table
        .filter(current_publications::kind.eq_any(kinds))
        .filter(current_publications::state.eq(State::Live))
        .filter(current_publications::entity_id.gt(after))
        .order(current_publications::entity_id)
        .limit(limit)
        .select(current_publications::entity_id)
        .load(&mut conn)
        .await
}

/// The kinds of some entities, each once, in the order of their names.
pub async fn kinds_of(mut conn: &AsyncPgConnection, ids: &[Uuid]) -> QueryResult<Vec<Kind>> {
    current_publications::table
        .filter(current_publications::entity_id.eq_any(ids))
        .select(current_publications::kind)
        .distinct()
        .order(current_publications::kind)
        .load(&mut conn)
        .await
}

/// The entity at an address, also when it has moved.
pub async fn entity_at(mut conn: &AsyncPgConnection, path: &str) -> QueryResult<Option<Uuid>> {
    routes::table
        .find(path)
        .select(routes::entity_id)
        .first(&mut conn)
        .await
        .optional()
}

/// The kinds with pages, how many are live of each, and when the last of them changed.
pub async fn sitemap_kinds(
    mut conn: &AsyncPgConnection,
) -> QueryResult<Vec<(Kind, i64, DateTime<Utc>)>> {
    let rows: Vec<(Kind, i64, Option<DateTime<Utc>>)> = current_publications::table
        .filter(current_publications::state.eq("live"))
        .filter(current_publications::path.is_not_null())
        .group_by(current_publications::kind)
        .order(current_publications::kind)
        .select((
            current_publications::kind,
            diesel::dsl::count_star(),
            diesel::dsl::max(current_publications::updated_at),
        ))
        .load(&mut conn)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(kind, count, newest)| Some((kind, count, newest?)))
        .collect())
}

/// Addresses of a kind with the time of their last change and their card, by age, so that parts stay as they are.
pub async fn sitemap_part(
    mut conn: &AsyncPgConnection,
    kind: Kind,
    skip: i64,
    limit: i64,
) -> QueryResult<Vec<(String, DateTime<Utc>, StoredCard)>> {
    current_publications::table
        .inner_join(publications::table)
        .filter(current_publications::kind.eq(kind))
        .filter(current_publications::state.eq("live"))
        .filter(current_publications::path.is_not_null())
        .order(current_publications::entity_id)
        .offset(skip)
        .limit(limit)
        .select((
            current_publications::path.assume_not_null(),
            current_publications::updated_at,
            publications::card,
        ))
        .load(&mut conn)
        .await
}

/// Which of some addresses are those of something public.
pub async fn live_paths(
    mut conn: &AsyncPgConnection,
    paths: &[String],
) -> QueryResult<HashSet<String>> {
    let rows: Vec<String> = routes::table
        .filter(routes::path.eq_any(paths))
        .filter(routes::state.eq("live"))
        .select(routes::path)
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().collect())
}
