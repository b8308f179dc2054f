//! A document with everything it refers to, and everything that refers to it, each in one statement however much it is.

use std::collections::HashMap;
use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Int4, Json, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::document::{Document, Link, Role, StoredDocument};
use super::read::{Published, Stored, StoredCard};
use super::{Card, Kind};
use crate::db::schema::{current_publications, publication_links, publications};
use crate::error::AppError;

/// How deep documents are shown within documents: product, claim, reference.
const DEEPEST: i32 = 4;

/// One end of a link, with the publication there.
#[derive(Debug, Clone)]
pub struct Linked {
    /// The document that refers.
    pub from: Uuid,
    /// The document that is referred to.
    pub to: Uuid,
    /// Why.
    pub role: Role,
    /// Something to show with the link.
    pub detail: Option<String>,
    /// Title of the brand of the other end, where it has one.
    pub brand: Option<String>,
    /// The publication at the other end.
    pub stored: Arc<Stored>,
}

impl Linked {
    /// Kind, address and card of the other end.
    pub fn card(&self) -> LinkedCard {
        LinkedCard {
            id: self.stored.entity_id,
            kind: self.stored.kind,
            slug: self.stored.slug.clone(),
            path: self.stored.path.clone(),
            card: self.stored.card.clone(),
            detail: self.detail.clone(),
        }
    }
}

/// What is shown of something that a document refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedCard {
    /// Its id.
    pub id: Uuid,
    /// Its kind.
    pub kind: Kind,
    /// Its slug.
    pub slug: String,
    /// Its address, unless its kind has none.
    pub path: Option<String>,
    /// Its card.
    pub card: Card,
    /// Something to show with the link.
    pub detail: Option<String>,
}

/// All publications that some documents refer to, directly or through documents that are shown whole.
#[derive(Debug, Default)]
pub struct Resolved {
    links: Vec<Linked>,
    /// Links by what refers.
    from: HashMap<Uuid, Vec<usize>>,
    /// The first link to each target.
    to: HashMap<Uuid, usize>,
}

impl Resolved {
    fn new(mut rows: Vec<Row>) -> Self {
        let targets = rows.iter_mut().filter_map(|row| row.end.take());
        let targets: HashMap<Uuid, Arc<Stored>> = targets
            .map(|end| (end.entity_id, Arc::new(Stored::from(end))))
            .collect();
        let mut resolved = Self::default();
        for row in rows {
            // What is not public is not linked to.
            let Some(stored) = targets.get(&row.to_entity) else {
                continue;
            };
            let place = resolved.links.len();
            let from = resolved.from.entry(row.from_entity).or_default();
            from.push(place);
            resolved.to.entry(row.to_entity).or_insert(place);
            resolved.links.push(row.linked(Arc::clone(stored)));
        }
        resolved
    }

    fn first_to(&self, id: Uuid) -> Option<&Linked> {
        self.links.get(*self.to.get(&id)?)
    }

    /// The card of a target, if it is public.
    pub fn card(&self, id: Uuid) -> Option<LinkedCard> {
        self.first_to(id).map(Linked::card)
    }

    /// The whole document of a target, if it is public and shown whole.
    pub fn document<D: Document>(&self, id: Uuid) -> Result<Option<Published<D>>, AppError> {
        let stored = self.first_to(id).map(|link| &link.stored);
        match stored {
            Some(stored) if stored.kind == D::KIND && stored.document.is_some() => {
                Ok(Some(stored.decode()?))
            }
            _ => Ok(None),
        }
    }

    /// The links of one document in one role, in order.
    pub fn of(&self, from: Uuid, role: Role) -> impl Iterator<Item = &Linked> {
        let links = self.from.get(&from).into_iter().flatten();
        links
            .filter_map(|index| self.links.get(*index))
            .filter(move |link| link.role == role)
    }
}

/// A link, with the publication at its other end where that is told.
#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    from_entity: Uuid,
    #[diesel(sql_type = SqlUuid)]
    to_entity: Uuid,
    #[diesel(sql_type = Text)]
    role: Role,
    #[diesel(sql_type = Nullable<Text>)]
    detail: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    brand: Option<String>,
    #[diesel(embed)]
    end: Option<End>,
}

#[derive(QueryableByName)]
struct End {
    #[diesel(sql_type = SqlUuid)]
    entity_id: Uuid,
    #[diesel(sql_type = Text)]
    kind: Kind,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Nullable<Text>)]
    path: Option<String>,
    #[diesel(sql_type = Text)]
    sort_name: String,
    #[diesel(sql_type = Timestamptz)]
    first_published_at: chrono::DateTime<chrono::Utc>,
    #[diesel(sql_type = Timestamptz)]
    updated_at: chrono::DateTime<chrono::Utc>,
    #[diesel(sql_type = Int4)]
    revision: i32,
    #[diesel(sql_type = Int4)]
    schema_version: i32,
    #[diesel(sql_type = Nullable<Json>)]
    document: Option<StoredDocument>,
    #[diesel(sql_type = Json)]
    card: StoredCard,
}

impl Row {
    fn linked(self, stored: Arc<Stored>) -> Linked {
        Linked {
            from: self.from_entity,
            to: self.to_entity,
            role: self.role,
            detail: self.detail,
            brand: self.brand,
            stored,
        }
    }
}

impl From<End> for Stored {
    fn from(end: End) -> Self {
        Self {
            entity_id: end.entity_id,
            kind: end.kind,
            slug: end.slug,
            path: end.path,
            sort_name: end.sort_name,
            first_published_at: end.first_published_at,
            updated_at: end.updated_at,
            revision: end.revision,
            schema_version: end.schema_version,
            document: end.document,
            card: end.card.into(),
        }
    }
}

/// From the links in `start` on: every target that is public, whole where a link shows it whole.
///
/// How many links a walk meets cannot be estimated. The `OFFSET 0` and the `LIMIT 1` keep PostgreSQL at looking each of them up,
/// instead of reading all tables for a few hundred documents. A target is told once, however many refer to it.
const REACH: &str = "reach (from_entity, to_entity, role, detail, position, embeds, depth) AS (
         SELECT from_entity, to_entity, role, detail, position, embeds, 1 FROM start
         UNION
         SELECT link.from_entity, link.to_entity, link.role, link.detail, link.position, link.embeds, reach.depth + 1
         FROM reach
         CROSS JOIN LATERAL (SELECT * FROM publication_links WHERE from_entity = reach.to_entity OFFSET 0) link
         WHERE reach.embeds AND reach.depth < $1
     ), met AS (
         SELECT *, row_number() OVER (PARTITION BY to_entity ORDER BY embeds DESC, depth) = 1 AS tells FROM reach
     )
     SELECT met.from_entity, met.to_entity, met.role, met.detail, NULL AS brand, target.*
     FROM met
     LEFT JOIN LATERAL (
         SELECT current.entity_id, current.kind, current.slug, current.path, current.sort_name,
                current.first_published_at, current.updated_at, publication.revision, publication.schema_version,
                CASE WHEN met.embeds THEN publication.document END AS document, publication.card
         FROM current_publications current
         JOIN publications publication ON publication.id = current.publication_id
         WHERE met.tells AND current.entity_id = met.to_entity AND current.state = 'live' LIMIT 1
     ) target ON true
     ORDER BY met.depth, met.from_entity, met.position";

/// Everything that some public documents refer to.
pub async fn resolve(conn: &AsyncPgConnection, documents: &[Uuid]) -> QueryResult<Resolved> {
    resolve_in(conn, documents, Role::ALL).await
}

/// What some public documents refer to in some roles, and everything that this refers to.
pub async fn resolve_in(
    mut conn: &AsyncPgConnection,
    documents: &[Uuid],
    roles: &[Role],
) -> QueryResult<Resolved> {
    // A walk over a graph: PostgreSQL does it in one statement, the query builder has no recursion.
    let rows: Vec<Row> = diesel::sql_query(format!(
        "WITH RECURSIVE start AS (
             SELECT * FROM publication_links WHERE from_entity = ANY($2) AND role = ANY($3)
         ), {REACH}"
    ))
    .bind::<Int4, _>(DEEPEST)
    .bind::<Array<SqlUuid>, _>(documents)
    .bind::<Array<Text>, _>(roles)
    .load(&mut conn)
    .await?;
    Ok(Resolved::new(rows))
}

/// Everything that a document refers to whose links are not stored, because it is not public yet.
pub async fn resolve_links(
    mut conn: &AsyncPgConnection,
    from: Uuid,
    links: &[Link],
) -> QueryResult<Resolved> {
    let rows: Vec<Row> = diesel::sql_query(format!(
        "WITH RECURSIVE start AS (
             SELECT $2 AS from_entity, link.to_entity, link.role, link.detail, link.embeds, link.position::integer
             FROM unnest($3, $4, $5, $6) WITH ORDINALITY AS link (to_entity, role, detail, embeds, position)
         ), {REACH}"
    ))
    .bind::<Int4, _>(DEEPEST)
    .bind::<SqlUuid, _>(from)
    .bind::<Array<SqlUuid>, _>(links.iter().map(|link| link.to).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(links.iter().map(|link| link.role.as_str()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(links.iter().map(|link| link.detail.clone()).collect::<Vec<_>>())
    .bind::<Array<diesel::sql_types::Bool>, _>(links.iter().map(|link| link.embeds).collect::<Vec<_>>())
    .load(&mut conn)
    .await?;
    Ok(Resolved::new(rows))
}

/// One sort of referrers that is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Referrers of this entity,
    pub to: Uuid,
    /// of this kind,
    pub kind: Kind,
    /// in this role.
    pub role: Role,
}

/// What refers to entities: for each sort that is wanted the first few by name, whole documents where `whole` says so.
pub async fn referrers(
    mut conn: &AsyncPgConnection,
    wanted: &[Wanted],
    whole: &[Kind],
    limit_each: i64,
) -> QueryResult<Vec<Linked>> {
    // A limit for each sort needs a lateral join. Links are those of what is public, in the order of their index, so that it costs
    // the same whether ten or ten thousand refer to something.
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT link.from_entity, link.to_entity, link.role, link.detail,
                source.entity_id, source.kind, source.slug, source.path, source.sort_name, source.first_published_at,
                source.updated_at, publication.revision, publication.schema_version,
                CASE WHEN source.kind = ANY($4) THEN publication.document END AS document, publication.card,
                (SELECT brand_publication.card ->> 'title'
                 FROM publication_links brand_link
                 JOIN current_publications brand ON brand.entity_id = brand_link.to_entity AND brand.state = 'live'
                 JOIN publications brand_publication ON brand_publication.id = brand.publication_id
                 WHERE brand_link.from_entity = link.from_entity AND brand_link.role = 'brand' LIMIT 1) AS brand
         FROM unnest($1, $2, $3) WITH ORDINALITY AS wanted (target, kind, role, place)
         CROSS JOIN LATERAL (
             SELECT link.* FROM publication_links link
             WHERE link.to_entity = wanted.target AND link.from_kind = wanted.kind AND link.role = wanted.role
             ORDER BY link.sort_name, link.from_entity LIMIT $5
         ) link
         JOIN current_publications source ON source.entity_id = link.from_entity
         JOIN publications publication ON publication.id = source.publication_id
         ORDER BY wanted.place, source.sort_name, source.entity_id",
    )
    .bind::<Array<SqlUuid>, _>(wanted.iter().map(|wanted| wanted.to).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(wanted.iter().map(|wanted| wanted.kind.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(wanted.iter().map(|wanted| wanted.role.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(whole.iter().map(|kind| kind.as_str()).collect::<Vec<_>>())
    .bind::<BigInt, _>(limit_each)
    .load(&mut conn)
    .await?;
    let linked = rows.into_iter().filter_map(|mut row| {
        let end = row.end.take()?;
        Some(row.linked(Arc::new(end.into())))
    });
    Ok(linked.collect())
}

/// Cards of what some documents refer to in one role, by the document.
pub async fn targets(
    mut conn: &AsyncPgConnection,
    documents: &[Uuid],
    role: Role,
) -> QueryResult<HashMap<Uuid, LinkedCard>> {
    let rows: Vec<(Uuid, Option<String>, Stored)> = publication_links::table
        .inner_join(
            current_publications::table
                .inner_join(publications::table)
                .on(current_publications::entity_id.eq(publication_links::to_entity)),
        )
        .filter(publication_links::from_entity.eq_any(documents))
        .filter(publication_links::role.eq(role))
        .filter(current_publications::state.eq("live"))
        .select((
            publication_links::from_entity,
            publication_links::detail,
            Stored::as_select(),
        ))
        .load(&mut conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(from, detail, stored)| {
            let card = LinkedCard {
                id: stored.entity_id,
                kind: stored.kind,
                slug: stored.slug,
                path: stored.path,
                card: stored.card,
                detail,
            };
            (from, card)
        })
        .collect())
}
